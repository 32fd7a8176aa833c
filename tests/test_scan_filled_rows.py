"""Rows filled with grey at a table's head and foot: the rulings in them are paler than ink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.sheet import even_light
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.rulings import tables

DPI = 100.0
ROWS = (200, 240, 280, 320, 360, 400)
XS = (60, 230, 340, 760)

Line = tuple[int, int, int, int]


def columns(
    filled: Sequence[int], lines: Sequence[Line], missing: Sequence[Line] = ()
) -> list[int]:
    """How many cells each row of a table has: some of its rows are filled, inner rulings drawn but
    for the `missing`."""
    image = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(image)
    for row in filled:
        draw.rectangle((XS[0], ROWS[row], XS[-1], ROWS[row + 1]), fill=212)
    for x in range(100, 700, 16):
        for y in range(450, 900, 24):
            draw.rectangle((x, y, x + 9, y + 12), fill=95)
    whole = [(XS[0], y, XS[-1], y) for y in ROWS]
    sides = [(x, ROWS[0], x, ROWS[-1]) for x in (XS[0], XS[-1])]
    for line in [*whole, *sides, *lines]:
        if line not in missing:
            draw.line(line, fill=155 if line[0] == line[2] else 90)
    grey = even_light(np.asarray(image), DPI)
    (grid,) = tables(find_rulings(grey, dark(grey), DPI).rulings)
    return [len(np.unique(row)) for row in grid.cells]


INNER: list[Line] = [(x, ROWS[0], x, ROWS[-1]) for x in XS[1:-1]]
BELOW: list[Line] = [(x, ROWS[1], x, ROWS[-1]) for x in XS[1:-1]]


@pytest.mark.parametrize(
    ("filled", "lines", "found"),
    [
        pytest.param([0], INNER, [3] * 5, id="a header"),
        pytest.param([4], INNER, [3] * 5, id="a last row"),
        pytest.param([0, 4], INNER, [3] * 5, id="both"),
        pytest.param([0], BELOW, [1, 3, 3, 3, 3], id="a title over the whole width"),
        pytest.param(
            [0],
            [*BELOW, *((x, ROWS[0] + 8, x, ROWS[1] - 12) for x in XS[1:-1])],
            [1, 3, 3, 3, 3],
            id="strokes of a title",
        ),
        pytest.param([0], [INNER[0], BELOW[1]], [2, 3, 3, 3, 3], id="one column over two"),
    ],
)
def test_rulings_go_on_into_a_filled_row(
    filled: Sequence[int], lines: Sequence[Line], found: list[int]
) -> None:
    assert columns(filled, lines) == found


def test_without_sides_the_next_line_beyond_a_table_is_none_of_it() -> None:
    """A line above a table, whose sides do not go on to it."""
    missing = [(x, ROWS[0], x, ROWS[-1]) for x in (XS[0], XS[-1])]
    sides = [(x, ROWS[1], x, ROWS[-1]) for x in (XS[0], XS[-1])]
    assert columns([0], [*sides, *INNER], missing) == [3, 3, 3, 3]


def test_strokes_in_a_filled_heading_within_a_table_are_no_rulings() -> None:
    parts = [(x, top, x, bottom) for x in XS[1:-1] for top, bottom in ((200, 280), (320, 400))]
    strokes = [(x, 281, x, 319) for x in XS[1:-1]]
    assert columns([2], [*parts, *strokes]) == [3, 3, 1, 3, 3]
