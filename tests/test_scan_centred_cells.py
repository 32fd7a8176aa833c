"""Categories merged over rows without rulings between them stand at the middle of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pytest

from dutylist.extract.formats.scan.centred_cells import with_centred_categories
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.pages.rulings import Grid

HEIGHTS = (30, 60, 30, 30, 60, 30, 60, 30)
"""Of the rows below the header, in points."""

HEADS = ("序号", "事项类别", "事项名称")
OFFSET = 100


def line(text: str, middle: float) -> ScannedLine:
    count = len(text)
    read = ReadLine(text, tuple(map(float, range(count))), (1.0,) * count, ("",) * count)
    return ScannedLine(InkBox(0, round(middle - 5), 10 * count, round(middle + 5)), 0.0, read)


def groups(
    middles: Sequence[tuple[str, float]], heads: Sequence[str] = HEADS, heading: int | None = None
) -> list[tuple[str, int]]:
    """The categories whose lines stand there, and how many rows each of their cells has; a row may
    be a heading over the whole width."""
    ys = np.cumsum([50.0, 20.0, *HEIGHTS])
    cells = np.arange(3 * (len(ys) - 1)).reshape(-1, 3)
    if heading is not None:
        cells[heading] = cells[heading, 0]
    grid = Grid(np.array([0.0, 40, 120, 400]), ys, cells)
    lines = [line(text, 60.0) for text in heads]
    owners = [int(number) + OFFSET for number in cells[0]]
    for text, middle in middles:
        row = int(np.searchsorted(ys, middle)) - 1
        lines.append(line(text, middle))
        owners.append(int(cells[row, 1]) + OFFSET)
    found = with_centred_categories(grid, lines, owners, OFFSET, 72.0)
    texts: dict[int, str] = {}
    for one, owner in zip(lines, found.owners, strict=True):
        texts[owner] = texts.get(owner, "") + one.read.text
    column = found.grid.cells[1:, 1].tolist()
    return [(texts.get(number + OFFSET, ""), len(list(its))) for number, its in groupby(column)]


def middles_of(counts: Sequence[int], names: Sequence[str] = "甲乙丙丁") -> list[tuple[str, float]]:
    """Where categories over so many rows each stand."""
    ys = np.cumsum([70.0, *HEIGHTS])
    ends = np.cumsum([0, *counts])
    return [
        (name, float(ys[a] + ys[b]) / 2)
        for name, a, b in zip(names, ends[:-1], ends[1:], strict=False)
    ]


@pytest.mark.parametrize("counts", [(3, 3, 2), (1, 4, 3), (2, 2, 2, 2), (5, 1, 2), (8,), (4, 4)])
def test_the_middles_of_categories_tell_their_rows(counts: tuple[int, ...]) -> None:
    assert groups(middles_of(counts)) == list(zip("甲乙丙丁", counts, strict=False))


def test_a_category_of_two_lines_stands_at_the_middle_of_both() -> None:
    (first, middle), *rest = middles_of((4, 4))
    lines = [(first, middle - 8), ("和", middle + 8), *rest]
    assert groups(lines) == [("甲和", 4), ("乙", 4)]


def test_a_little_off_the_middle_is_the_middle() -> None:
    assert groups([(name, at + 3) for name, at in middles_of((3, 3, 2))]) == [
        ("甲", 3),
        ("乙", 3),
        ("丙", 2),
    ]


@pytest.mark.parametrize(
    "middles",
    [
        pytest.param([("甲", 85.0), ("乙", 205.0), ("丙", 340.0)], id="at their first rows"),
        pytest.param([("甲", 121.0), ("乙", 280.0)], id="half a line off"),
    ],
)
def test_categories_that_stand_elsewhere_are_left_where_they_are(
    middles: Sequence[tuple[str, float]],
) -> None:
    assert [count for _, count in groups(middles)] == [1] * 8


def test_what_leaves_rows_over_is_left_as_it_is() -> None:
    assert [count for _, count in groups(middles_of((3, 3)))] == [1] * 8


def test_a_heading_over_the_whole_width_parts_the_categories() -> None:
    ys = np.cumsum([70.0, *HEIGHTS])
    own = [("甲", float(ys[0] + ys[3]) / 2), ("乙", float(ys[4] + ys[8]) / 2)]
    assert groups(own, heading=4) == [("甲", 3), ("", 1), ("乙", 4)]


def test_another_column_has_no_categories() -> None:
    heads = ("序号", "备注", "事项名称")
    assert [count for _, count in groups(middles_of((3, 3, 2)), heads)] == [1] * 8
