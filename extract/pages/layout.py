"""A page's characters and rulings become tables of printed lines, and lines outside them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.arrays import is_in
from dutylist.extract.pages.close_lines import with_close_marked
from dutylist.extract.pages.headed_tables import band_edges, headed_tables, with_header_bands
from dutylist.extract.pages.nested_tables import (
    Pieces,
    among,
    nested_tables,
    pieces_of,
    with_whole_cells,
)
from dutylist.extract.pages.number_rows import with_number_rows
from dutylist.extract.pages.open_tables import bounding, free_rulings, open_tables
from dutylist.extract.pages.page import Floats, Frame, Ints, PageContent, within
from dutylist.extract.pages.page_numbers import BESIDE
from dutylist.extract.pages.printed_lines import (
    CLOSING,
    FIRST_WIDE,
    OPENING,
    PrintedLine,
    in_order,
    printed_lines,
)
from dutylist.extract.pages.rulings import (
    SNAP,
    Grid,
    Place,
    Rulings,
    all_grids,
    level_and_upright,
    outermost,
    parted,
    places,
)
from dutylist.extract.pages.side_text import SideText, side_text, turned_line, with_whole_runs
from dutylist.extract.pages.strokes import without_strokes
from dutylist.extract.pages.text_lines import text_lines
from dutylist.extract.pages.wrapped_lines import CellLines

TOUCHING = 0.1
"""Characters no further apart than this share of their height are of one word."""


_INK_MIDDLES = np.full(0x10000, 0.5)
"""For each character where the middle of its ink is, as a share of its width."""
for _marks, _share in ((CLOSING, 0.25), (OPENING, 0.75)):
    _INK_MIDDLES[[ord(mark) for mark in _marks if ord(mark) >= FIRST_WIDE]] = _share


FEW_CHARACTERS = 12
"""A page of fewer characters has no table without rulings."""

OVERHANG = 3.0
"""Characters beyond a table's right side may be its own up to so many times their height."""

ON_EDGE = 0.3
"""A mark reaches over an edge that is at least so many points before its end."""

RULED = 0.5
"""A ruling closes a table where it runs along so much of its width."""

HANGING = 0.6
"""A mark that follows another one may begin this share of its width beyond the edge."""


NUMBER_SIGNS = [*map(ord, "号码")]
"""Above the numbers of a table's rows stands a word with one of these."""


@dataclass(frozen=True)
class FoundCell:
    """A cell: its place in the grid, its edges in points (upright) and its printed lines. Where a
    table stands in it, `pieces` are the lines of each of that one's cells and its own between.
    `struck` is as in Cell."""

    place: Place
    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[PrintedLine, ...]
    pieces: tuple[CellLines, ...] = ()
    struck: bool = False

    @property
    def text_lines(self) -> CellLines:
        """The lines with the edges that bound them."""
        return CellLines(self.lines, self.x0, self.x1)


@dataclass(frozen=True)
class FoundTable:
    """A table on one page: `cells` in reading order, `rows` and `columns` of its grid. `open_above`
    and `open_below`: only upright rulings reach its top, or its bottom."""

    rows: int
    columns: int
    top: float
    cells: tuple[FoundCell, ...]
    open_above: bool = False
    open_below: bool = False


@dataclass(frozen=True)
class FoundPage:
    """What stands on a page, from top to bottom; lines and tables outside one another.

    `scanned` is true where it was read from a picture. `recognised` is the number of characters
    whose meaning the file does not tell and whose pictures were read, `unreadable` that of those
    that were not. `broken`: it was read from a picture because the file tells too few of them.
    `unruled`: its tables, or their rows, have no rulings. `beyond`: text of a table lies beyond the
    page's edge.
    `overlays` and `unseen` are words that were left out, as in PageContent. `notes`
    are sentences, without a full stop, on what a person has to look at on this page. `beside` is
    what stands turned at its left or right edge: its page number, perhaps.
    """

    number: int
    frame: Frame
    blocks: tuple[PrintedLine | FoundTable, ...]
    pictures: float
    characters: int
    unreadable: int
    hidden: int
    scanned: bool = False
    notes: tuple[str, ...] = ()
    recognised: int = 0
    overlays: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    broken: bool = False
    unruled: bool = False
    beside: str = ""
    beyond: bool = False


def lay_out(page: PageContent) -> FoundPage:
    """The tables and lines of a page, in reading order."""
    width = page.boxes[:, 2] - page.boxes[:, 0]
    # A mark that hangs over its cell's edge has its ink within.
    x = page.boxes[:, 0] + width * _INK_MIDDLES[page.codes & 0xFFFF]
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    closed, nested = _ruled_grids(page, x, y)
    grids, unruled = _all_grids(page, closed)
    owners, offsets = _owners(page, grids, x, y)
    owners, nested_offsets = _within_cells(page, nested, owners, x, y)
    codes, boxes, sure = page.codes, page.boxes, page.sure
    side = _side_lines(page, grids, owners)
    left, right = page.frame.paper
    on_page = (x > left) & (x < right) & (y > 0) & (y < page.frame.size[1])
    beyond = bool(((owners >= 0) & ~on_page & (page.codes != 0x20)).any())
    kept = ~side.taken & ((owners >= 0) | on_page)
    if not kept.all():
        codes, boxes, owners = codes[kept], boxes[kept], owners[kept]
        sure = None if sure is None else sure[kept]
    lines, close = with_close_marked(printed_lines(codes, boxes, owners, sure))
    for owner, line in side.lines.items():
        lines[owner] = tuple(sorted((*lines.get(owner, ()), line), key=lambda one: one.top))
    found: list[PrintedLine | FoundTable] = list(lines.get(-1, ()))
    pieces = pieces_of(nested, nested_offsets, lines)
    for grid, offset in zip(grids, offsets, strict=True):
        table = _with_open_ends(found_table(grid, offset, lines), grid, page.rulings)
        found.append(_with_struck(_with_pieces(table, pieces), page.struck))
    found.sort(key=lambda block: block.top)
    return FoundPage(
        page.number,
        page.frame,
        tuple(found),
        page.pictures,
        len(page.codes),
        page.unreadable,
        page.hidden,
        notes=(*page.notes, *close),
        recognised=page.recognised,
        overlays=page.overlays,
        unseen=page.unseen,
        unruled=unruled,
        beside=beside(page, grids),
        beyond=beyond,
    )


def beside(page: PageContent, grids: list[Grid]) -> str:
    """What stands turned at a page's left or right edge, outside its tables; "" for nothing."""
    if page.turned is None:
        return ""
    width, _ = page.frame.size
    x, y = (page.turned.boxes[:, :2] + page.turned.boxes[:, 2:]).T / 2
    at_edge = (x < BESIDE * width) | (x > (1 - BESIDE) * width)
    at_edge &= cell_numbers(grids, x, y)[0] < 0
    return turned_line(page, at_edge).text if at_edge.any() else ""


def cell_numbers(grids: list[Grid], x: Floats, y: Floats) -> tuple[Ints, list[int]]:
    """The number of the cell at each place, counted over all grids, or -1, and the number before
    the first cell of each grid."""
    owners = np.full(len(x), -1, dtype=np.int64)
    offset = 0
    offsets = []
    for grid in grids:
        inside = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[0]) & (y < grid.ys[-1])
        row = np.searchsorted(grid.ys, y[inside]) - 1
        column = np.searchsorted(grid.xs, x[inside]) - 1
        owners[inside] = grid.cells[row, column] + offset
        offsets.append(offset)
        offset += int(grid.cells.max()) + 1
    return owners, offsets


def _owners(page: PageContent, grids: list[Grid], x: Floats, y: Floats) -> tuple[Ints, list[int]]:
    """As `cell_numbers` for the page's characters, whose middles are x, y: words that run over a
    cell's edge are whole."""
    owners, offsets = cell_numbers(grids, x, y)
    _keep_words_whole(page, owners)
    _keep_ends(page, grids, owners)
    return owners, offsets


def _within_cells(
    page: PageContent, nested: list[Grid], owners: Ints, x: Floats, y: Floats
) -> tuple[Ints, list[int]]:
    """The owners, those of characters in tables within cells the numbers of their own cells, which
    count on; and the number before the first cell of each such table."""
    if not nested:
        return owners, []
    first = int(owners.max(initial=-1)) + 1
    inner, offsets = _owners(page, nested, x, y)
    out = np.where((owners >= 0) & (inner >= 0), inner + first, owners)
    return out, [offset + first for offset in offsets]


def _side_lines(page: PageContent, grids: list[Grid], owners: Ints) -> SideText:
    """The text in cells that stands on its side or is written downwards."""
    turned = page.turned
    if turned is None:
        return side_text(page, owners, np.zeros(0, dtype=np.int64))
    x, y = (turned.boxes[:, :2] + turned.boxes[:, 2:]).T / 2
    return side_text(page, owners, with_whole_runs(turned, cell_numbers(grids, x, y)[0]))


def _keep_words_whole(page: PageContent, owners: NDArray[np.int64]) -> None:
    """Give the rest of a number or Latin word that runs over its cell's edge to that cell."""
    narrow = (page.codes > 0x20) & (page.codes < 0x7F)
    boxes = page.boxes
    follows = (
        narrow[1:]
        & narrow[:-1]
        & (np.abs(np.diff(boxes[:, 4])) < 1)
        & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < TOUCHING * (boxes[1:, 3] - boxes[1:, 1]))
    )
    for index in np.flatnonzero(follows & (owners[1:] != owners[:-1])).tolist():
        owners[index + 1] = owners[index]


def _keep_ends(page: PageContent, grids: list[Grid], owners: Ints) -> None:
    """Give what hangs over a cell's right edge to the cell: a closing mark that stands on the edge,
    and characters that run on beyond the table's side."""
    x0, top, x1, bottom, base = page.boxes.T
    marks = np.flatnonzero(_INK_MIDDLES[page.codes & 0xFFFF] < 0.5)
    outside = np.flatnonzero(owners < 0)
    for grid in grids:
        right = grid.xs[-1]
        reach = OVERHANG * (bottom - top)[outside]
        beyond = outside[(x0[outside] < right + reach) & (x1[outside] > right)]
        begins = x0[marks] - HANGING * (x1 - x0)[marks]
        on_edge = np.searchsorted(grid.xs, begins) < np.searchsorted(grid.xs, x1[marks] - ON_EDGE)
        found = np.concatenate([beyond, marks[on_edge]])
        found = found[(bottom[found] > grid.ys[0]) & (top[found] < grid.ys[-1])]
        for index in found[np.argsort(x0[found])].tolist():
            height = bottom[index] - top[index]
            before = np.flatnonzero(
                (np.abs(base - base[index]) < 1)
                & (np.abs(x1 - x0[index]) < TOUCHING * height)
                & (x0 < x0[index])
            )
            if len(before):
                owners[index] = owners[before[0]]


def _ruled_grids(page: PageContent, x: Floats, y: Floats) -> tuple[list[Grid], list[Grid]]:
    """The tables that a page's rulings enclose, and those within their cells; the middles of the
    page's characters are x, y."""
    level, upright = level_and_upright(page.rulings)
    found = all_grids(*without_strokes(level, upright, page.boxes))
    outer = [with_whole_cells(grid, x, y) for grid in outermost(found)]
    closed = [part for whole in outer for part in parted(whole)]
    heights = page.boxes[:, 3] - page.boxes[:, 1]
    return closed, nested_tables(closed, found, x, y, heights) if closed else []


def _all_grids(page: PageContent, closed: list[Grid]) -> tuple[list[Grid], bool]:
    """The tables of a page, of which rulings enclose those that are `closed`, and whether they or
    their rows were found without rulings."""
    numbered = [with_number_rows(grid, page.codes, page.boxes) for grid in closed]
    by_numbers = any(numbered)
    closed = [new or grid for new, grid in zip(numbered, closed, strict=True)]
    size = page.frame.size
    free_level = free_rulings(page.rulings, closed)
    bounds = len(bounding(free_level, size[0]))
    unruled = not closed and bounds < 2 and len(page.codes) >= FEW_CHARACTERS
    if not bounds and not unruled:
        beside = _headed_beside(page, closed) if closed else []
        return closed + beside, by_numbers or bool(beside)
    free = np.ones(len(page.codes), dtype=bool)
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    for grid in closed:
        free &= (y < grid.ys[0]) | (y > grid.ys[-1])
    nobody = np.full(int(free.sum()), -1, dtype=np.int64)
    lines = text_lines(in_order(page.codes[free], page.boxes[free], nobody))
    if bounds and page.fills is not None:
        free_level = with_header_bands(free_level, page.fills, lines, size)
    if not unruled:
        return closed + open_tables(free_level, lines, size), by_numbers
    ruled = open_tables(free_level, lines, size)
    if ruled:
        return ruled, False
    bands = [] if page.fills is None else band_edges(page.fills, size)
    headed = headed_tables(lines, bands, size)
    if headed:
        return headed, True
    return open_tables(bands, lines, size) if len(bands) > 2 else [], False


def _headed_beside(page: PageContent, closed: list[Grid]) -> list[Grid]:
    """The tables without rulings above, between and below those that rulings enclose."""
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    bands = [] if page.fills is None else band_edges(page.fills, page.frame.size)
    edges = [(grid.ys[0], grid.ys[-1]) for grid in sorted(closed, key=lambda one: one.ys[0])]
    starts = [-np.inf, *itertools.accumulate((end for _, end in edges), max)]
    ends = [*(start for start, _ in edges), np.inf]
    out = []
    for start, end in zip(starts, ends, strict=True):
        own = (y > start) & (y < end)
        if not is_in(page.codes[own], NUMBER_SIGNS).any():
            continue
        nobody = np.full(int(own.sum()), -1, dtype=np.int64)
        lines = text_lines(in_order(page.codes[own], page.boxes[own], nobody))
        out += headed_tables(lines, bands, page.frame.size, another_below=end < np.inf)
    return out


def found_table(grid: Grid, offset: int, lines: dict[int, tuple[PrintedLine, ...]]) -> FoundTable:
    """A grid with the printed lines of its cells, which `lines` has under their number in the
    grid plus `offset`."""
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    cells = [
        FoundCell(
            place,
            xs[place.left],
            ys[place.top],
            xs[place.right],
            ys[place.bottom],
            lines.get(number + offset, ()),
        )
        for number, place in places(grid.cells).items()
    ]
    cells.sort(key=lambda cell: (cell.place.top, cell.place.left))
    return FoundTable(len(ys) - 1, len(xs) - 1, ys[0], tuple(cells))


def _with_open_ends(table: FoundTable, grid: Grid, rulings: Rulings) -> FoundTable:
    """The table, told where it is open."""
    above, below = (_is_open(grid, y, rulings) for y in (grid.ys[0], grid.ys[-1]))
    return replace(table, open_above=above, open_below=below)


def _is_open(grid: Grid, y: float, rulings: Rulings) -> bool:
    """Whether upright rulings reach a height and no level one runs there."""
    left, right = grid.xs[0], grid.xs[-1]
    _, x0, x1 = rulings.level[np.abs(rulings.level[:, 0] - y) <= SNAP].T
    level = np.clip(np.minimum(x1, right) - np.maximum(x0, left), 0, None).sum()
    x, y0, y1 = rulings.upright.T
    reach = (np.abs(y0 - y) <= SNAP) | (np.abs(y1 - y) <= SNAP)
    reach &= (x >= left - SNAP) & (x <= right + SNAP)
    return bool(level < RULED * (right - left) and reach.any())


def _with_pieces(table: FoundTable, nested: Sequence[Pieces]) -> FoundTable:
    """The table with those of the tables within cells that stand in its own."""
    if not nested:
        return table
    cells = []
    for cell in table.cells:
        own = [pieces for pieces in nested if _stands_in(pieces, cell)]
        if own:
            pieces = among(cell.text_lines, own)
            lines = tuple(line for piece in pieces for line in piece.lines)
            cell = replace(cell, lines=lines, pieces=pieces)
        cells.append(cell)
    return replace(table, cells=tuple(cells))


def _with_struck(table: FoundTable, boxes: Floats | None) -> FoundTable:
    """The table, those of its cells struck in which characters were."""
    if boxes is None:
        return table
    cells = [
        replace(cell, struck=True)
        if within(boxes, (cell.x0, cell.top, cell.x1, cell.bottom)).any()
        else cell
        for cell in table.cells
    ]
    return replace(table, cells=tuple(cells))


def _stands_in(pieces: Pieces, cell: FoundCell) -> bool:
    line = pieces[0].lines[0]
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return cell.x0 < x < cell.x1 and cell.top < y < cell.bottom
