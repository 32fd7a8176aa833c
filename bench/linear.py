"""Does the work grow with the size of one cell, or with its square?

Each shape is a list of one row with one cell of that shape, read at a size and at twice that size.
Prints the processor seconds of both and their ratio: 2 is linear, 4 the square. `--profile SHAPE`
says where the time goes.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections.abc import Callable

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.check import check
from dutylist.records.json_form import dump_records, load_records

Shape = Callable[[int], tuple[str, str]]

_MARKS = '。，、；：（）“”《》.1一\t |"-…a　'


def _clause(number: int) -> str:
    return f"{number}.负责第{number}项工作的统筹协调；"


def _offices(n: int) -> str:
    return "、".join(f"县第{number}局" for number in range(n))


SHAPES: dict[str, Shape] = {
    "clauses in one paragraph": lambda n: ("县水务局", "".join(map(_clause, range(1, n)))),
    "clauses, a paragraph each": lambda n: (
        "县水务局",
        "<br>".join(map(_clause, range(1, n))),
    ),
    "offices in one cell": lambda n: (_offices(n), "负责统筹协调。"),
    "offices, one a line": lambda n: (_offices(n).replace("、", "<br>"), "负责统筹协调。"),
    "offices and their clauses": lambda n: (
        _offices(n),
        "".join(f"县第{number}局：负责第{number}项。" for number in range(n)),
    ),
    "offices within a clause": lambda n: ("县水务局", f"1.{_offices(n)}负责统筹协调。"),
    "one office again and again": lambda n: ("县水务局", "县水务局负责，" * n),
    "plain words": lambda n: ("县水务局", "负责统筹协调辖区内的工作" * n),
    "words in the office's cell": lambda n: ("水务和农业农村工作" * n, "负责。"),
    "headings": lambda n: ("县水务局", "<br>".join("县水务局" for _ in range(n))),
    **{
        f"{mark!r} only": lambda n, mark=mark: ("县水务局", mark * 10 * n)  # type: ignore[misc]
        for mark in _MARKS
        if mark != "\t"
    },
}


def text_of(shape: Shape, size: int) -> str:
    """A list of three duties, the second with the shape in its cells."""
    departments, cell = shape(size)
    rows = [
        "安丰县云岭镇履职事项清单",
        "二、配合履职事项清单",
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇（街道）配合职责",
        "1\t经济发展\t河湖保护\t县水务局\t1.负责统筹。2.负责监督。\t1.配合巡查。",
        f"2\t经济发展\t防汛抗旱\t{departments}\t{cell}\t1.配合巡查。",
        "3\t经济发展\t节约用水\t县水务局\t1.负责统筹。2.负责监督。\t1.配合巡查。",
    ]
    return "\n".join(rows) + "\n"


def read(text: str) -> None:
    """All that a command does with a text before it writes."""
    records = dump_records(duty_list_of(read_text(text, "清单.txt")))
    check(load_records(records, "清单.json"))


def seconds(text: str) -> float:
    """Processor seconds of reading."""
    before = time.process_time()
    read(text)
    return time.process_time() - before


def main() -> None:
    """Print the table, or a profile of one shape."""
    if "--profile" in sys.argv:
        shape = SHAPES[sys.argv[-1]]
        with cProfile.Profile() as profile:
            read(text_of(shape, int(sys.argv[-2])))
        pstats.Stats(profile).sort_stats("tottime").print_stats(14)
        return
    read(text_of(SHAPES["plain words"], 10))
    size = 500
    for name, shape in SHAPES.items():
        once, twice, four = (seconds(text_of(shape, size * times)) for times in (1, 2, 4))
        print(
            f"{name:28} {once:7.2f} s {twice:7.2f} s {four:7.2f} s   × {four / twice:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
