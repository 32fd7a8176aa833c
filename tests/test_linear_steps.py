"""The work grows with the size of a cell and with the rows, and not with the square: counted, not
timed, so that a busy machine says the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bench.linear import SHAPES, read, text_of
from dutylist.extract.read import read_document
from tests.fixtures.office_files import excel_file, inline, tbl, tr, word_file

SIZE = 80
"""Clauses, offices or rows at first; four times as many then."""

MOST = 4.5
"""Four times the size is no more than so many times the work. With the square it would be sixteen;
a tenth of the work with the square would be five."""


def steps(act: Callable[[], object]) -> int:
    """The lines of Python that run, and the functions of C that are called."""
    done = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal done
        done += 1
        return line

    def call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal done
        done += event == "c_call"

    sys.setprofile(call)
    sys.settrace(line)
    try:
        act()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return done


def growth(work: Callable[[int], Callable[[], object]]) -> float:
    """How many times the work of SIZE that of four times as much is."""
    small = work(SIZE)
    # What is imported or remembered for good at the first time is no work of this size.
    small()
    return steps(work(4 * SIZE)) / steps(small)


def rows_of(number: int) -> str:
    """A list of so many duties."""
    head = "安丰县云岭镇履职事项清单\n二、配合履职事项清单\n"
    columns = "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇（街道）配合职责\n"
    row = "{0}\t经济发展\t河湖保护第{0}项\t县水务局\t1.负责统筹。2.负责监督。\t1.配合巡查。\n"
    return head + columns + "".join(row.format(n) for n in range(1, number + 1))


TEXTS: dict[str, Callable[[int], str]] = {
    "rows": rows_of,
    **{
        name: lambda size, shape=shape: text_of(shape, size)  # type: ignore[misc]
        for name, shape in SHAPES.items()
        if "only" not in name
    },
}


@pytest.mark.parametrize("name", TEXTS)
def test_four_times_as_much_is_four_times_the_work(name: str) -> None:
    assert growth(lambda size: partial(read, TEXTS[name](size))) < MOST


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_four_times_as_many_rows_of_a_file(kind: str, tmp_path: Path) -> None:
    def reading(size: int) -> Callable[[], object]:
        rows = [line.split("\t") for line in rows_of(size).splitlines()[2:]]
        path = tmp_path / f"{size}.{kind}"
        if kind == "docx":
            word_file(path, tbl(*(tr(*row) for row in rows)))
        else:
            excel_file(path, f"<sheetData>{''.join(map(sheet_row, count(1), rows))}</sheetData>")
        return partial(read_document, path)

    assert growth(reading) < MOST


def sheet_row(number: int, row: list[str]) -> str:
    places = (f"{letter}{number}" for letter in "ABCDEF")
    return f'<row r="{number}">{"".join(map(inline, places, row))}</row>'


@pytest.mark.parametrize("start", ["", ' start="7"', " reversed"])
def test_the_items_of_a_numbered_list(start: str, tmp_path: Path) -> None:
    """A list of a page, whose items are numbered by the browser: alone, and with a CSS counter."""

    def reading(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}.html"
        style = "<style>p::before { content: counter(list-item) } </style>"
        items = "".join(f"<li>负责第{number}项工作；</li>" for number in range(size))
        cell = f"<td><ol{start}>{items}</ol></td>"
        path.write_text(f"<meta charset=utf-8>{style}<table><tr>{cell}</tr></table>", "utf-8")
        return partial(read_document, path)

    assert growth(reading) < MOST


def test_the_square_is_noticed() -> None:
    """As where each row looked at all the others, for only one step each."""

    def all_pairs(size: int) -> None:
        for _ in range(size):
            for _ in range(size):
                pass

    assert growth(lambda size: partial(all_pairs, size)) > 3 * MOST
