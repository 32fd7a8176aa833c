"""Which straight strokes of a scan are rulings, and which edges are rulings that were not found:
each rule by a drawn page that it alone tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.joined_cells import joined_cells
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.loose_edges import Edge, has_table_edges, loose_edges
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.rulings import tables

DPI = 150.0

Line = tuple[float, float, float, float]

ROWS = (200, 400, 600, 800, 1000)
FRAME: tuple[Line, ...] = (
    *((100.0, float(y), 1140.0, float(y)) for y in ROWS),
    *((float(x), 200.0, float(x), 1000.0) for x in (100, 700, 1140)),
)


def page(*lines: Line) -> np.ndarray:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.line(line, width=2)
    return np.asarray(image)


def columns(lines: Sequence[Line], boxes: Sequence[InkBox] = ()) -> list[int]:
    """How many cells each row of the table has."""
    grey = page(*lines)
    (grid,) = tables(find_rulings(grey, dark(grey), DPI, boxes).rulings)
    return [len(np.unique(row)) for row in grid.cells]


def counted(places: tuple[list[Edge], list[Edge]]) -> tuple[int, int]:
    upright, level = places
    return len(upright), len(level)


@pytest.mark.parametrize(
    ("edge", "loose"),
    [
        pytest.param((400, 200, 400, 1000), (1, 0), id="a column's ruling"),
        pytest.param((100, 500, 1140, 500), (0, 1), id="a row's"),
        pytest.param((725, 200, 725, 1000), (1, 0), id="twelve points beside a ruling"),
        pytest.param((704, 200, 704, 1000), (0, 0), id="two points beside one"),
        pytest.param((400, 420, 400, 560), (1, 0), id="a short one"),
        pytest.param((400, 420, 400, 470), (0, 0), id="a stroke"),
        pytest.param((700, 200, 735, 1000), (1, 0), id="leaving a ruling"),
        pytest.param((60, 200, 60, 1000), (0, 0), id="beside the table"),
        pytest.param((400, 1050, 400, 1500), (0, 0), id="below it"),
    ],
)
def test_edges_in_a_table_that_are_none_of_its_rulings(edge: Line, loose: tuple[int, int]) -> None:
    found = page(*FRAME)
    grids = tables(find_rulings(found, dark(found), DPI).rulings)
    assert counted(loose_edges(page(*FRAME, edge), DPI, grids)) == loose


@pytest.mark.parametrize(
    ("through", "loose"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([(-10, 12), (14, 22)], 0, id="strokes of its words"),
        pytest.param([(0, 36)], 2, id="rulings that were not found"),
    ],
)
def test_edges_followed_through_headings_are_no_lost_rulings(
    through: Sequence[tuple[int, int]], loose: int
) -> None:
    """The edges above and below a low heading over the whole width are followed as one, and of
    several headings the gaps make up a ruling's length."""
    rows = [200, 300]
    for _ in range(4):
        rows += [rows[-1] + 36, rows[-1] + 150]
    level: list[Line] = [(100.0, float(y), 1140.0, float(y)) for y in rows]
    sides: list[Line] = [(float(x), 200.0, float(x), float(rows[-1])) for x in (100, 1140)]
    inner: list[Line] = []
    strokes: list[Line] = []
    for at, (top, bottom) in enumerate(pairwise(rows)):
        for x in (300.0, 700.0):
            if at % 2 == 0:
                inner.append((x, float(top), x, float(bottom)))
            else:
                strokes += [(x, top + max(a, 0), x, top + b) for a, b in through]
    lines = [*level, *sides, *inner]
    found = page(*lines)
    grids = tables(find_rulings(found, dark(found), DPI).rulings)
    assert [len(np.unique(row)) for grid in grids for row in grid.cells] == [3, 1] * 4 + [3]
    assert counted(loose_edges(page(*lines, *strokes), DPI, grids)) == (loose, 0)


def test_a_page_with_a_frame_round_a_few_words_has_no_table_s_edges() -> None:
    assert has_table_edges(page(*FRAME), DPI)
    frame = (300, 300), (500, 300), (500, 500), (300, 500), (300, 300)
    sides = [(*one, *other) for one, other in pairwise(frame)]
    assert not has_table_edges(page(*sides), DPI)


@pytest.mark.parametrize("row", [0, -1])
def test_a_ruling_ends_on_the_table_s_edge_though_a_line_of_text_crosses_it(row: int) -> None:
    """The detector takes the texts of two cells for one line."""
    top = (ROWS[0], ROWS[-2])[row] + 40
    boxes = [InkBox(500, top, 900, top + 130)]
    assert columns(FRAME, boxes) == [2, 2, 2, 2]


@pytest.mark.parametrize("apart", [3, 5])
def test_a_double_ruling_is_one(apart: int) -> None:
    """Neither of its lines has paper on both its sides."""
    second = [
        (x0 + apart, y0, x1 + apart, y1) if x0 == x1 else (x0, y0 + apart, x1, y1 + apart)
        for x0, y0, x1, y1 in FRAME
    ]
    assert columns([*FRAME, *second]) == [2, 2, 2, 2]


HEADED: tuple[Line, ...] = (
    *((100.0, float(y), 1140.0, float(y)) for y in (200, 250, 400, 600)),
    *((float(x), 200.0, float(x), 600.0) for x in (100, 1140)),
    (700.0, 250.0, 700.0, 600.0),
)
"""A heading of one line over rows of two columns."""


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(((400, 200, 400, 250),), [1, 2, 2], id="one stroke"),
        pytest.param(
            (
                (700, 200, 700, 250),
                (300, 200, 300, 250),
                (400, 200, 400, 250),
                (500, 200, 500, 250),
            ),
            [2, 2, 2],
            id="strokes in a row that a ruling passes",
        ),
        pytest.param(((400, 260, 400, 385),), [1, 2, 2], id="in the open"),
    ],
)
def test_short_uprights_are_rulings_in_a_header_alone(
    lines: tuple[Line, ...], found: list[int]
) -> None:
    assert columns((*HEADED, *lines)) == found


def uprights(lines: Sequence[Line]) -> int:
    """How many upright rulings a page has."""
    grey = page(*lines)
    return len(find_rulings(grey, dark(grey), DPI).rulings.upright)


@pytest.mark.parametrize(("xs", "kept"), [((400, 600, 800), 3), ((400, 800), 0), ((400,), 0)])
def test_a_header_between_rows_without_columns_has_several_rulings(
    xs: tuple[int, ...], kept: int
) -> None:
    """One or two runs from ruling to ruling may be strokes of its words."""
    level = [(100.0, float(y), 1140.0, float(y)) for y in (200, 240, 600)]
    assert uprights([*level, *((float(x), 200.0, float(x), 240.0) for x in xs)]) == kept


@pytest.mark.parametrize(("top", "kept"), [(200, 1), (300, 0)])
def test_a_long_upright_that_no_level_ruling_holds_is_none(top: int, kept: int) -> None:
    level = [(100.0, float(y), 1140.0, float(y)) for y in (200, 1000)]
    assert uprights([*level, (600.0, float(top), 600.0, 900.0)]) == kept


def cells_of(*lines: Line) -> list[list[int]]:
    """How many cells each row of each table of a page has."""
    grey = page(*lines)
    found = tables(find_rulings(grey, dark(grey), DPI).rulings)
    return [[len(np.unique(row)) for row in grid.cells] for grid in found]


def ruled(rows: Sequence[int], inner: Sequence[Sequence[int]]) -> list[Line]:
    """A frame with the level rulings at `rows`, and between each two of them upright ones."""
    level: list[Line] = [(100.0, float(y), 1140.0, float(y)) for y in rows]
    sides: list[Line] = [(float(x), float(rows[0]), float(x), float(rows[-1])) for x in (100, 1140)]
    pairs = zip(pairwise(rows), inner, strict=True)
    return level + sides + [(x, top, x, bottom) for (top, bottom), xs in pairs for x in xs]


def test_in_low_rows_the_level_rulings_ink_is_not_beside_an_upright_one() -> None:
    """It is a seventh of the row's height, and the only column's ruling stands in pieces between
    headings."""
    rows = range(200, 200 + 33 * 9, 33)
    inner = [[300], [], [300], [300], [], [300], [], [300]]
    assert cells_of(*ruled(rows, inner)) == [[2, 1, 2, 2, 1, 2, 1, 2]]


def test_the_end_of_a_row_over_another_table_has_columns() -> None:
    """It is lower than a long ruling, and its sides stand where the sides of the next table do."""
    lines = [*ruled((200, 290), [(300, 500, 700, 900)]), *ruled((400, 500, 700), [(600,), (600,)])]
    assert cells_of(*lines) == [[5], [2, 2]]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        pytest.param([(300, 700), (), (300, 700), (300, 700)], 2 + 4, id="the same ones recur"),
        pytest.param([(300, 700), (), (500, 900), (420, 820)], 2, id="others in each row"),
        pytest.param([(300, 700), (), (500, 900), (300, 820)], 2, id="one without its mate"),
    ],
)
def test_in_a_table_of_few_low_rows_two_columns_recur(
    inner: list[tuple[int, ...]], found: int
) -> None:
    """Two runs from ruling to ruling in one row may be strokes of a heading."""
    assert uprights(ruled(range(200, 200 + 36 * 5, 36), inner)) == found


@pytest.mark.parametrize(
    ("piece", "cells"),
    [
        pytest.param((100, 150), [5, 5], id="a ruling of its own height"),
        pytest.param((100, 138), [4, 4], id="that ends in the open"),
        pytest.param((106, 142), [4, 4], id="a stroke"),
    ],
)
def test_rulings_of_a_narrow_column_beside_merged_cells(
    piece: tuple[float, float], cells: list[int]
) -> None:
    """Numbers stand in a column narrower than the shortest ruling that is found by itself, and
    categories beside them are merged over two rows."""
    lines: list[Line] = [(100.0, float(y), 1140.0, float(y)) for y in (200, 400, 600)]
    lines += [(float(x), 200.0, float(x), 600.0) for x in (100, 150, 300, 1140)]
    lines += [(300.0, float(y), 1140.0, float(y)) for y in (300, 500)]
    lines += [(piece[0], float(y), piece[1], float(y)) for y in (300, 500)]
    grey = page(*lines)
    (grid,) = tables(find_rulings(grey, dark(grey), DPI).rulings)
    assert [len(np.unique(grid.cells[at : at + 2])) for at in (0, 2)] == cells


def words(text: str, x: float, y: float, em: float = 20.0) -> ScannedLine:
    """A line of text from a place in pixels on."""
    middles = tuple((at + 0.5) * em for at in range(len(text)))
    read = ReadLine(text, middles, (1.0,) * len(text), ("",) * len(text))
    return ScannedLine(InkBox(int(x), int(y), int(x + em * len(text)), int(y + 18)), x, read)


UP: Line = (400.0, 200.0, 400.0, 1000.0)
LEVEL: Line = (100.0, 500.0, 1140.0, 500.0)
BEYOND: Line = (400.0, 40.0, 400.0, 1000.0)


@pytest.mark.parametrize(
    ("edge", "lines", "joined"),
    [
        pytest.param(UP, [(0, "一二三", 200, 300), (0, "四五", 450, 300)], {0}, id="two columns"),
        pytest.param(UP, [(0, "一二三四五六七八九十一二", 186, 300)], None, id="through text"),
        pytest.param(UP, [(0, "一二三", 200, 300), (2, "四五", 450, 500)], set(), id="beside all"),
        pytest.param(
            UP,
            [(0, "一二", 200, 300), (0, "三", 450, 300)]
            + [(at, "一二三四五六七八九十一二", 186, 100 + 200 * at) for at in (2, 4)],
            None,
            id="through more text than it parts",
        ),
        pytest.param(BEYOND, [(0, "一二三", 200, 300)], None, id="a streak beside all"),
        pytest.param(BEYOND, [(0, "一二三", 200, 300), (0, "四", 450, 300)], {0}, id="on a ruling"),
        pytest.param(UP, [(0, "一二三|四五", 330, 300)], {0}, id="read as a stroke"),
        pytest.param(
            LEVEL,
            [(2, "1", 200, 430), (2, "2", 200, 550), (3, "一", 800, 430), (3, "二", 800, 550)],
            {2, 3},
            id="two rows",
        ),
        pytest.param(LEVEL, [(3, "一", 800, 430), (3, "二", 800, 493)], None, id="a fold"),
        pytest.param(
            LEVEL,
            [(2, "1", 200, 450), (3, "一", 800, 430), (3, "二", 800, 550)],
            None,
            id="a seal in a row of one number",
        ),
    ],
)
def test_a_lost_ruling_goes_through_no_text_and_not_beyond_the_table(
    edge: Line, lines: list[tuple[int, str, float, float]], joined: set[int] | None
) -> None:
    found = page(*FRAME)
    grids = tables(find_rulings(found, dark(found), DPI).rulings)
    numbers = [int(number) for number in grids[0].cells.ravel()]
    read = [words(text, x, y) for _, text, x, y in lines]
    owners = [numbers[cell] for cell, *_ in lines]
    told = joined_cells(page(*FRAME, edge), DPI, grids, (read, [20.0] * len(read), owners))
    assert told.cells == {numbers[cell] for cell in joined or ()}
    count = int(joined is not None)
    assert (told.upright, told.level) == ((0, count) if edge is LEVEL else (count, 0))
