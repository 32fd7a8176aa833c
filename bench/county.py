"""A county's book out of forty townships' lists: seconds to read them, to set them against each
other, and to write each department's Word file.

    python bench/county.py [--townships 40]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dutylist.app.batch.outcome import Told
from dutylist.app.county import township_lists
from dutylist.compare.county import county
from dutylist.extract.formats.limits import ReadLimits
from dutylist.render.views.county import county_report
from dutylist.render.write_report import write_report
from tests.generated_lists import write_county


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--townships", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_county(folder / "各乡镇", options.townships)
        started = time.perf_counter()
        lists = township_lists(
            folder / "各乡镇", folder / "汇总", ReadLimits(), Told(), lambda found, total: found
        )
        read = time.perf_counter()
        books = county(lists)
        compared = time.perf_counter()
        for book in books:
            write_report(county_report(book), book.office, ("docx",), folder / "汇总")
        written = time.perf_counter()
    duties = sum(len(table.duties) for one in lists for table in one.lists)
    print(f"{len(lists)} 个乡镇，{duties} 项，{len(books)} 个部门")
    print(f"读 {read - started:.1f} 秒，对照 {compared - read:.1f} 秒", end="，")
    print(f"写 Word {written - compared:.1f} 秒，共 {written - started:.1f} 秒")


if __name__ == "__main__":
    main()
