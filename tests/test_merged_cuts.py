"""Cells over several rows where no upright ruling bounds them, and rows that only numbers part:
each rule by places alone."""

from __future__ import annotations

import numpy as np
import pytest

from dutylist.extract.pages.merged_rows import columns_once, short_cuts
from dutylist.extract.pages.number_rows import with_number_rows
from dutylist.extract.pages.rulings import Grid
from dutylist.extract.pages.text_lines import Strip, TextLine

EM = 10.0
XS = np.array([0.0, 50.0, 150.0, 300.0, 450.0])
"""Category, number, name, duties; or the number first."""


@pytest.mark.parametrize(
    ("ruling", "numbers", "cut"),
    [
        pytest.param((100.0, 50.0, 450.0), 1, True, id="under all but the category"),
        pytest.param((100.0, 72.0, 450.0), 1, True, id="most of the numbers' column"),
        pytest.param((100.0, 110.0, 450.0), 1, False, id="less than half of it"),
        pytest.param((100.0, 50.0, 150.0), 1, False, id="the numbers' column alone"),
        pytest.param((100.0, 0.0, 450.0), 1, False, id="the whole width"),
        pytest.param((100.0, 50.0, 450.0), 0, True, id="all but the first, the numbers'"),
        pytest.param((100.0, 150.0, 450.0), 0, False, id="two of the last"),
        pytest.param((199.0, 50.0, 450.0), 1, False, id="the strip's own edge"),
    ],
)
def test_a_short_ruling_parts_rows_of_the_columns_that_it_covers(
    ruling: tuple[float, float, float], numbers: int, cut: bool
) -> None:
    found = short_cuts(Strip(0.0, 200.0, ()), [ruling], XS, numbers)
    assert {y: out.tolist() for y, out in found.items()} == (
        {100.0: [True, False, False, False]} if cut else {}
    )


def line(middle: float, x: float, text: str = "平安") -> TextLine:
    x0 = x + EM * np.arange(len(text))
    return TextLine(x0, x0 + EM, middle - 5, middle + 5, middle + 4, EM, text)


def strip(top: float, rows: int, *categories: float) -> Strip:
    """Rows 40 points high, each with a number and a name, and the category's lines."""
    middles = [top + 40 * row + 20 for row in range(rows)]
    lines = [one for y in middles for one in (line(y, 10, "1"), line(y, 160))]
    return Strip(top, top + 40 * rows, (*lines, *(line(y, 60) for y in categories)))


def once(*strips: Strip) -> list[int]:
    """The columns that stand once: the second is the category's."""
    tops = [[float(y) for y in np.arange(one.top + 40, one.bottom, 40)] for one in strips]
    return columns_once(list(strips), tops, np.array([0.0, 50.0, 150.0, 300.0]), 0)


@pytest.mark.parametrize(
    ("strips", "found"),
    [
        pytest.param((strip(0, 3, 60), strip(120, 3, 180)), [1], id="in the middle"),
        pytest.param((strip(0, 3, 65), strip(120, 3, 180)), [1], id="half an em below it"),
        pytest.param((strip(0, 3, 20), strip(120, 3, 140)), [1], id="at the top"),
        pytest.param((strip(0, 3, 60), strip(120, 3, 205)), [], id="two ems below the middle"),
        pytest.param((strip(0, 3, 54, 66), strip(120, 3, 180)), [1], id="of two lines"),
        pytest.param((strip(0, 3, 45, 75), strip(120, 3, 180)), [], id="of two that stand apart"),
        pytest.param((strip(0, 3), strip(120, 3, 180)), [1], id="cut by the page"),
        pytest.param(
            (strip(0, 3, 60), strip(120, 3), strip(240, 3, 300)), [], id="none in the midst"
        ),
        pytest.param((strip(0, 1, 20), strip(40, 1, 60)), [], id="one row each"),
        pytest.param((strip(0, 2, 40),), [1], id="between two rows, alone"),
        pytest.param((strip(0, 2, 46),), [], id="below, alone"),
        pytest.param((strip(0, 3, 60),), [], id="beside the second of three, alone"),
    ],
)
def test_a_category_stands_once_beside_its_rows(
    strips: tuple[Strip, ...], found: list[int]
) -> None:
    assert once(*strips) == found


def signs(*placed: tuple[str, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The code points and boxes of characters of ten points with their left and top there."""
    boxes = [(x, top, x + EM, top + EM, top + 8) for _, x, top in placed]
    return np.array([ord(one) for one, _, _ in placed]), np.array(boxes, dtype=np.float64)


def texts(*tops: float) -> list[tuple[str, float, float]]:
    return [("村", 60.0, top) for top in tops]


@pytest.mark.parametrize(
    ("placed", "rows", "cut"),
    [
        pytest.param((("1", 10, 10), ("2", 10, 60), *texts(10, 22, 60, 72)), 1, 46.0, id="two"),
        pytest.param((("1", 10, 10), ("3", 10, 60), *texts(10, 22, 60)), 1, None, id="1 and 3"),
        pytest.param((("2", 10, 10), ("1", 10, 60), *texts(10, 22, 60)), 1, None, id="2 and 1"),
        pytest.param((("1", 10, 10), ("村", 10, 60), *texts(10, 60)), 1, None, id="a word"),
        pytest.param((("1", 10, 10), *texts(10, 60)), 1, None, id="one number"),
        pytest.param(
            (("1", 10, 10), ("2", 10, 60), *texts(10, 21, 32, 43, 54, 65)),
            1,
            None,
            id="no white between them",
        ),
        pytest.param(
            (("1", 10, 10), ("2", 10, 60), *texts(10, 22, 60, 72)), 5, None, id="rows are ruled"
        ),
    ],
)
def test_numbers_below_one_another_part_rows(
    placed: tuple[tuple[str, float, float], ...], rows: int, cut: float | None
) -> None:
    """With the white between them, where it is widest."""
    ys = np.array([0.0, *(100.0 + 50 * row for row in range(rows))])
    cells = np.arange(2 * rows, dtype=np.int64).reshape(rows, 2)
    found = with_number_rows(Grid(np.array([0.0, 50.0, 400.0]), ys, cells), *signs(*placed))
    assert (None if found is None else found.ys.tolist()) == (
        None if cut is None else [0.0, cut, 100.0]
    )
