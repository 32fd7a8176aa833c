"""Rulings that are broken throughout: what is drawn through, and what is no ruling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.broken_rulings import drawn_through
from dutylist.extract.formats.scan.page import _is_better
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.pages.rulings import Grid, tables

DPI = 150.0

Line = tuple[int, int, int, int]

XS, YS = (100, 300, 1140), (200, 300, 360, 460, 560)


def pieces(line: Line, piece: int, gap: int) -> list[Line]:
    """A line in pieces of so many pixels."""
    x0, y0, x1, y1 = line
    if y0 == y1:
        return [(x, y0, min(x + piece, x1), y0) for x in range(x0, x1, piece + gap)]
    return [(x0, y, x0, min(y + piece, y1)) for y in range(y0, y1, piece + gap)]


def worn(piece: int, gap: int) -> list[Line]:
    """A table whose rulings are broken so; its second row is a heading over the whole width."""
    lines: list[Line] = [(XS[0], y, XS[-1], y) for y in YS]
    lines += [(x, YS[0], x, YS[-1]) for x in (XS[0], XS[-1])]
    ends = ((YS[0], YS[1]), (YS[2], YS[-1]))
    lines += [(XS[1], top, XS[1], bottom) for top, bottom in ends]
    return [part for line in lines for part in pieces(line, piece, gap)]


def ink_of(lines: Sequence[Line]) -> np.ndarray:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.line(line, width=2)
    return (np.asarray(image) < 128).astype(np.uint8)


def found(lines: Sequence[Line]) -> list[list[int]]:
    whole = drawn_through(ink_of(lines), DPI)
    grids = tables(find_rulings((255 - 255 * whole).astype(np.uint8), whole, DPI).rulings)
    return [row.tolist() for grid in grids for row in np.unique(grid.cells, axis=1)]


ROWS = [2, 1, 2, 2]


def widths(cells: list[list[int]]) -> list[int]:
    return [len(set(row)) for row in cells]


@pytest.mark.parametrize(
    ("piece", "gap"),
    [
        pytest.param(40, 10, id="a fifth is gone"),
        pytest.param(30, 15, id="a third"),
        pytest.param(6, 5, id="dots"),
    ],
)
def test_broken_rulings_are_drawn_through(piece: int, gap: int) -> None:
    assert widths(found(worn(piece, gap))) == ROWS


def test_nothing_is_drawn_through_a_heading_over_the_whole_width() -> None:
    ink = ink_of(worn(40, 10))
    heading = slice(YS[1] + 8, YS[2] - 8), slice(XS[0] + 8, XS[-1] - 8)
    assert (drawn_through(ink, DPI)[heading] == ink[heading]).all()


def test_of_what_is_mostly_gone_nothing_is_drawn() -> None:
    assert found(worn(12, 40)) == []


def test_lines_of_characters_are_no_rulings() -> None:
    """Their strokes lie on one line, too, but have others above and below them."""
    text = [
        (x, y + stroke, x + 18, y + stroke)
        for y in (600, 630)
        for x in range(100, 1100, 26)
        for stroke in (0, 5, 10, 15)
    ]
    sides = [(100, 500, 100, 900), (1140, 500, 1140, 900)]
    ink = ink_of([*text, *sides])
    assert (drawn_through(ink, DPI)[505:895, 110:1130] == ink[505:895, 110:1130]).all()


def grid(rows: int, columns: int) -> Grid:
    cells = np.arange(rows * columns).reshape(rows, columns)
    return Grid(np.arange(columns + 1.0), np.arange(rows + 1.0), cells)


@pytest.mark.parametrize(
    ("before", "after", "loose", "better"),
    [
        pytest.param([], [grid(4, 2)], (0, 3), True, id="a table where there was none"),
        pytest.param([], [], (0, 0), False, id="none either way"),
        pytest.param([grid(4, 2)], [grid(8, 2)], (4, 2), True, id="half of the loose edges"),
        pytest.param([grid(4, 2)], [grid(8, 2)], (4, 3), False, id="more of them"),
        pytest.param([grid(4, 2)], [grid(3, 2)], (4, 0), False, id="fewer cells"),
        pytest.param([grid(4, 2)], [grid(4, 2)], (0, 0), False, id="nothing was loose"),
        pytest.param([grid(2, 2)] * 2, [grid(4, 2)], (0, 0), True, id="one table from two"),
        pytest.param([grid(2, 2)] * 2, [grid(4, 2)], (0, 1), False, id="one with a loose edge"),
    ],
)
def test_mended_tables_are_taken_that_leave_less_loose(
    before: list[Grid], after: list[Grid], loose: tuple[int, int], better: bool
) -> None:
    assert _is_better(before, after, *loose) is better


def dotted(*parts: tuple[int, int, int, int, float]) -> np.ndarray:
    """Ink of a table's two sides, of upright rulings where parts begin, and of level ones: parts
    from x0 to x1 at y with dots of 8 pixels every 20, of which `share` of the whole is dark."""
    ink = ink_of([(100, 200, 100, 560), (1140, 200, 1140, 560)])
    for x0, x1, y, upright, share in parts:
        for x in range(x0, x1, 20):
            ink[y : y + 2, x : x + round(20 * share)] = 1
        if upright:
            ink[200:560, x0 : x0 + 2] = 1
    return ink


def is_drawn(ink: np.ndarray, x0: int, x1: int, y: int) -> bool:
    """Whether a page has a line without a gap there once its broken rulings are whole."""
    whole = drawn_through(ink, DPI)
    return bool(whole[y - 3 : y + 5, x0 + 3 : x1 - 3].any(axis=0).all())


PLACE = (100, 250, 360, 0, 0.9)
"""A part of a ruling that tells where it lies."""


@pytest.mark.parametrize(("share", "drawn"), [(0.4, True), (0.3, True), (0.2, False)])
def test_a_ruling_is_drawn_through_a_column_that_has_a_third_of_it(
    share: float, drawn: bool
) -> None:
    """Of the whole there are 46, 38 and 29 of a hundred: lines of characters have as many as the
    last."""
    assert is_drawn(dotted(PLACE, (300, 1140, 360, 0, share)), 100, 1140, 360) is drawn


@pytest.mark.parametrize(
    ("beside", "worn", "drawn"), [(0.4, 0.2, True), (0.4, 0.1, False), (0.1, 0.2, False)]
)
def test_what_is_worn_off_is_drawn_where_the_ruling_goes_on_beside(
    beside: float, worn: float, drawn: bool
) -> None:
    ink = dotted(PLACE, (300, 600, 360, 1, beside), (600, 1140, 360, 1, worn))
    assert is_drawn(ink, 600, 1140, 360) is drawn


@pytest.mark.parametrize(("share", "drawn"), [(0.8, True), (0.6, False)])
def test_what_is_worn_off_is_drawn_where_the_rest_is_there_from_side_to_side(
    share: float, drawn: bool
) -> None:
    """Beyond a column in which the ruling is gone, too."""
    ink = dotted((100, 900, 360, 0, share), (900, 1020, 360, 1, 0), (1020, 1140, 360, 1, 0.2))
    assert is_drawn(ink, 1020, 1140, 360) is drawn


@pytest.mark.parametrize(("off", "drawn"), [(2, True), (5, True), (7, False)])
def test_a_ruling_leaves_its_place_by_a_point(off: int, drawn: bool) -> None:
    """A part of it beyond is none of it: a stroke that stands near it."""
    ink = dotted((100, 200, 360 + off, 0, 0.9), (200, 1140, 360, 1, 0.5))
    assert is_drawn(ink, 100, 200, 360 + off) is drawn
