"""From one published list: what to look at, the excerpts of two departments, this year against
last year's list.

    python examples/hand_out.py 2025.pdf 2026.pdf 文件夹
"""

from __future__ import annotations

import sys
from pathlib import Path

import dutylist


def main(last_year: str, this_year: str, folder: str) -> None:
    old, new = dutylist.read(last_year), dutylist.read(this_year)
    for finding in dutylist.check(new):
        if finding.level == "error":
            print(finding.place, finding.message)
    first_two = [department.name for department in new.departments[:2]]
    written = dutylist.excerpts(new, Path(folder) / "摘录", first_two, ["docx"])
    comparison = dutylist.compare(old, new)
    written += dutylist.render(comparison, folder, ["docx", "html"])
    print(f"新增 {comparison.count('added')} 项，取消 {comparison.count('removed')} 项")
    for path in written:
        print(path)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except dutylist.DutyListError as error:
        sys.exit(str(error))
