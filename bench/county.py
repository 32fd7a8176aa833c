"""A county's book out of forty townships' lists: seconds to read them, to set them against each
other, and to write each department's Word file; and how much of what ten townships are known to
differ in it tells (F1).

    python bench/county.py [--townships 40] [--known 3]
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
from dutylist.extract.read import read_duty_list
from dutylist.render.views.county import county_report
from dutylist.render.write_report import write_report
from tests.generated_lists import write_county
from tests.known_county import f1, known_county, told_of
from tests.test_county import other_words


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--townships", type=int, default=40)
    parser.add_argument("--known", type=int, default=0, help="so many counties of ten townships")
    options = parser.parse_args()
    for seed in range(1, options.known + 1):
        known_differences(seed)
    if options.townships:
        forty(options.townships)


def known_differences(seed: int) -> None:
    """What the book tells of ten townships whose differences are known."""
    with tempfile.TemporaryDirectory() as name:
        paths, known = known_county(Path(name), seed, other_words())
        told = told_of(county([read_duty_list(path) for path in paths]))
    precision, recall, mean = f1(told, known)
    print(f"十个乡镇（{seed}）：应说 {len(known)} 处，说了 {len(told)} 处，", end="")
    print(f"准确 {precision:.3f}，查全 {recall:.3f}，F1 {mean:.3f}")
    for one in sorted(known - told):
        print("  没有说：", *one)
    for one in sorted(told - known):
        print("  多说的：", *one)


def forty(count: int) -> None:
    """How long the book of a county takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_county(folder / "各乡镇", count)
        started = time.perf_counter()
        found = township_lists(
            folder / "各乡镇", folder / "汇总", ReadLimits(), Told(), lambda found, total: found
        )
        read, lists = time.perf_counter(), found.lists
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
