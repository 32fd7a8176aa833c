"""Tables that stand within one cell of another: their cells are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, product
from operator import itemgetter

import numpy as np

from dutylist.extract.pages.arrays import is_in
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.extract.pages.rulings import Grid, Place, places, within
from dutylist.extract.pages.wrapped_lines import CellLines

SLIVER = 14.0
"""What is left of a cell beside a table that fills it is at most so many points wide: Word leaves
5.4, browsers 1 to 8."""

Pieces = tuple[CellLines, ...]


def with_whole_cells(grid: Grid, x: Floats, y: Floats) -> Grid:
    """The grid with those of its fields one cell that are a table in it; the middles of the page's
    characters are x, y."""
    cells = grid.cells.copy()
    inked = _inked(grid, x, y)
    _join_between_slivers(cells, np.diff(grid.xs), inked)
    _join_below_heads(cells, inked)
    if (cells == grid.cells).all():
        return grid
    return replace(grid, cells=cells, fine=grid.cells if grid.fine is None else grid.fine)


def _inked(grid: Grid, x: Floats, y: Floats) -> set[int]:
    """The numbers of a grid's cells that hold a character."""
    inside = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[0]) & (y < grid.ys[-1])
    columns = np.searchsorted(grid.xs, x[inside]) - 1
    rows = np.searchsorted(grid.ys, y[inside]) - 1
    return set(grid.cells[rows, columns].tolist())


def _join_between_slivers(cells: Ints, widths: Floats, inked: set[int]) -> None:
    """Join the cells between two narrow ones without a character: these are what is left at both
    sides of a table that touches the rulings above and below it."""
    if (widths <= SLIVER).sum() < 2:
        return
    slivers = [
        place
        for number, place in places(cells).items()
        if place.right - place.left == 1 and widths[place.left] <= SLIVER and number not in inked
    ]
    for left, right in product(slivers, slivers):
        rows_alike = (left.top, left.bottom) == (right.top, right.bottom)
        beside = left.left > 0 or right.right < len(widths)
        if rows_alike and right.left - left.left > 2 and beside:
            _join(cells, Place(left.top, left.left, left.bottom, right.right))


def _join_below_heads(cells: Ints, inked: set[int]) -> None:
    """Join the cells of several rows and columns that stand below one cell of the header row,
    beside cells as high as all of them: a table without space around it."""
    if len(cells) < 3:
        return
    heads = [place for place in places(cells).values() if place.top == 0]
    bottom = heads[0].bottom
    if len(heads) < 3 or any(head.bottom != bottom for head in heads):
        return
    for head in heads:
        if head.right - head.left < 2:
            continue
        others = np.r_[0 : head.left, head.right : cells.shape[1]]
        # A row that nothing but the parts of this cell stands in goes on with the header.
        if not inked.intersection(cells[bottom, others].tolist()):
            return
        changes = cells[bottom + 1 :, others] != cells[bottom:-1, others]
        cuts = np.flatnonzero(changes.all(axis=1)) + bottom + 1
        spans = list(pairwise([bottom, *cuts.tolist(), len(cells)]))
        whole = [not changes[top - bottom : end - bottom - 1].any() for top, end in spans]
        blocks = [
            Place(top, head.left, end, head.right)
            for (top, end), alike in zip(spans, whole, strict=True)
            if alike
        ]
        if any(_has_rows_and_columns(cells, block) for block in blocks):
            for block in blocks:
                _join(cells, block)


def _has_rows_and_columns(cells: Ints, block: Place) -> bool:
    part = cells[block.top : block.bottom, block.left : block.right]
    return bool((part[1:] != part[:-1]).any() and (part[:, 1:] != part[:, :-1]).any())


def _join(cells: Ints, block: Place) -> None:
    """Make a block one cell, unless one of its cells reaches beyond it."""
    part = cells[block.top : block.bottom, block.left : block.right]
    if is_in(cells, part).sum() == part.size:
        part[:] = part[0, 0]


def nested_tables(
    grids: Sequence[Grid], found: Sequence[Grid], x: Floats, y: Floats, heights: Floats
) -> list[Grid]:
    """The tables in cells of a page's `grids`: those among all that were `found` that stand in one
    of their cells, and those whose rulings touch the cell's own. At least two of their cells side
    by side hold a character that is not higher than the table; the middles of these are x, y. What
    is left of a cell beside a table that touches it has the number -1."""
    free = [
        one for one in found if any(one is not grid and _in_one_cell(one, grid) for grid in grids)
    ]
    free = [
        one for one in free if not any(within(one, other) and one is not other for other in free)
    ]
    touching = [part for grid in grids for part in _parts(grid)]
    return [one for one in (*free, *touching) if _side_by_side(one, x, y, heights)]


def _in_one_cell(inner: Grid, outer: Grid) -> bool:
    if not within(inner, outer):
        return False
    columns = np.searchsorted(outer.xs, (inner.xs[0] + 1, inner.xs[-1] - 1)) - 1
    rows = np.searchsorted(outer.ys, (inner.ys[0] + 1, inner.ys[-1] - 1)) - 1
    last_row, last_column = (length - 1 for length in outer.cells.shape)
    a, b = outer.cells[rows.clip(0, last_row), columns.clip(0, last_column)].tolist()
    return bool(a == b)


def _parts(grid: Grid) -> Iterator[Grid]:
    """The tables whose rulings divide a cell of the grid, but for what is left of it."""
    if grid.fine is None:
        return
    for place in places(grid.cells).values():
        part = grid.fine[place.top : place.bottom, place.left : place.right].copy()
        if (part == part[0, 0]).all():
            continue
        for number, own in places(part).items():
            size = (own.bottom - own.top) * (own.right - own.left)
            width = grid.xs[place.left + own.right] - grid.xs[place.left + own.left]
            if (part == number).sum() != size or (own.right - own.left == 1 and width <= SLIVER):
                part[part == number] = -1
        xs = grid.xs[place.left : place.right + 1]
        yield Grid(xs, grid.ys[place.top : place.bottom + 1], part)


def _side_by_side(grid: Grid, x: Floats, y: Floats, heights: Floats) -> bool:
    # Strokes of characters drawn as outlines may look like rulings.
    low = heights < np.ptp(grid.ys)
    inked = _inked(grid, x[low], y[low]) - {-1}
    return any(
        a != b and a in inked and b in inked
        for row in grid.cells.tolist()
        for a, b in pairwise(number for number, _ in groupby(row))
    )


def pieces_of(
    grids: Sequence[Grid], offsets: Sequence[int], lines: Mapping[int, tuple[PrintedLine, ...]]
) -> list[Pieces]:
    """The lines of each nested table, cell by cell; `lines` has those of a cell under its number
    plus the table's offset."""
    out = []
    for grid, offset in zip(grids, offsets, strict=True):
        cells = [cell for cell in places(grid.cells).items() if cell[0] >= 0]
        cells.sort(key=lambda cell: (cell[1].top, cell[1].left))
        out.append(
            tuple(
                CellLines(lines[number + offset], *grid.xs[[place.left, place.right]].tolist())
                for number, place in cells
                if number + offset in lines
            )
        )
    return [pieces for pieces in out if pieces]


def among(own: CellLines, nested: Sequence[Pieces]) -> Pieces:
    """A cell's own lines and the tables in it, from top to bottom."""
    out: list[CellLines] = []
    rest = list(own.lines)
    for top, pieces in sorted(((_top(one), one) for one in nested), key=itemgetter(0)):
        above = [line for line in rest if line.top < top]
        rest = rest[len(above) :]
        out += [replace(own, lines=tuple(above))] if above else []
        out += pieces
    return (*out, *([replace(own, lines=tuple(rest))] if rest else []))


def _top(pieces: Pieces) -> float:
    return min(line.top for piece in pieces for line in piece.lines)
