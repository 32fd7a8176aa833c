"""The cells of a Word table on the columns that the eye sees.

Word's own grid has a line for every cell edge of any row; edges that differ by a hair between
rows would be columns of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate

from dutylist.extract.source import Cell, Row

MOST_COLUMNS = 63
"""Word's own limit of columns in a table; larger spans are cut to it."""

# Edges nearer than this are one, in twentieths of a point: 10 pt, half a narrow number column.
_SAME_EDGE = 200

# A dragged border leaves its cells over the usual ones by a quarter of the narrower one's width.
_LEAST_OVERLAP = 4


@dataclass(frozen=True)
class GridCell:
    """A cell on Word's grid: from column `start` (from 0) up to, not including, `end`."""

    start: int
    end: int
    cell: Cell
    continues: bool = False


@dataclass(frozen=True)
class GridRow:
    """A table row on Word's grid."""

    page: int
    cells: tuple[GridCell, ...]


_Borders = tuple[tuple[int, int], ...]


def table_rows(rows: list[GridRow], widths: list[int]) -> tuple[Row, ...]:
    """The rows with one cell per column that is seen.

    `widths` are those of Word's grid in twentieths of a point; [] where unknown. A cell over
    several columns stands in its first, the others are empty; a merged cell (vMerge) is marked
    in the rows below the one it began in.
    """
    rows = _undragged(rows, widths)
    column_at, width = _columns(rows, widths)
    result: list[Row] = []
    above: set[int] = set()
    for row in rows:
        cells = [Cell()] * width
        spans_all = False
        merging: set[int] = set()
        for item in row.cells:
            first = column_at[item.start]
            last = max(column_at[item.end], first + 1)
            merged = item.continues and first in above
            covered = range(first, last)
            cells[first] = _joined(cells[first], replace(item.cell, merged=merged))
            if merged:
                for column in covered:
                    cells[column] = Cell(merged=True)
            # Every cell may be the top of a merged one; only what stands below it can tell.
            merging.update(covered)
            spans_all = spans_all or (first == 0 and last >= width)
        above = merging
        result.append(Row(row.page, tuple(cells), spans_all))
    return tuple(result)


def _undragged(rows: list[GridRow], widths: list[int]) -> list[GridRow]:
    """The rows with the borders that were dragged in one row alone back in their places.

    Of rows with as many cells, most have their borders at the same places. A row whose cells lie
    each over the cell of the same order there is such a row, too.
    """
    alike: defaultdict[int, list[GridRow]] = defaultdict(list)
    for row in rows:
        alike[len(row.cells)].append(row)
    usual: dict[int, _Borders] = {
        count: Counter(_borders(row) for row in group).most_common(1)[0][0]
        for count, group in alike.items()
        if count > 1 and len(group) > 1
    }
    edges = {count: set().union(*map(_edges, group)) for count, group in alike.items()}
    places = list(accumulate(widths, initial=0))
    result = []
    for row in rows:
        there = usual.get(len(row.cells), ())
        if there and _dragged(_borders(row), there, places):
            # A border that rows of more cells have, too, was not dragged: cells are merged here.
            moved = _edges(row).difference(edge for cell in there for edge in cell)
            finer = [edges[count] for count in edges if count > len(there)]
            row = row if moved & set().union(*finer) else _with_borders(row, there)
        result.append(row)
    return result


def _borders(row: GridRow) -> _Borders:
    return tuple((cell.start, cell.end) for cell in row.cells)


def _edges(row: GridRow) -> set[int]:
    return {edge for cell in row.cells for edge in (cell.start, cell.end)}


def _dragged(borders: _Borders, usual: _Borders, places: list[int]) -> bool:
    """Whether the row is as wide as usual, and each of its cells lies over the usual one of the
    same order: where cells are merged instead, one lies over its neighbour alone."""
    if borders == usual or borders[-1][1] >= len(places) or usual[-1][1] >= len(places):
        return False
    here, there = (
        [(places[start], places[end]) for start, end in cells] for cells in (borders, usual)
    )
    if abs(here[0][0] - there[0][0]) > _SAME_EDGE or abs(here[-1][1] - there[-1][1]) > _SAME_EDGE:
        return False
    return all(
        _LEAST_OVERLAP * (min(one[1], other[1]) - max(one[0], other[0]))
        > min(one[1] - one[0], other[1] - other[0])
        for one, other in zip(here, there, strict=True)
    )


def _with_borders(row: GridRow, borders: _Borders) -> GridRow:
    cells = tuple(
        replace(cell, start=start, end=end)
        for cell, (start, end) in zip(row.cells, borders, strict=True)
    )
    return replace(row, cells=cells)


def _columns(rows: list[GridRow], widths: list[int]) -> tuple[dict[int, int], int]:
    """The seen column at which each used grid edge stands, and the number of seen columns."""
    cells = [cell for row in rows for cell in row.cells]
    starts = {cell.start for cell in cells}
    filled = {(cell.start, cell.end) for cell in cells if cell.cell.parts or cell.continues}
    groups: list[list[int]] = []
    for edge in sorted(starts | {cell.end for cell in cells}):
        group = groups[-1] if groups else []
        near = bool(group) and _distance(group[0], edge, widths) < _SAME_EDGE
        if near and not any((begin, edge) in filled for begin in group):
            group.append(edge)
        else:
            groups.append([edge])
    places: dict[int, int] = {}
    column = 0
    for group in groups:
        places.update(dict.fromkeys(group, column))
        column += not starts.isdisjoint(group)
    return places, column


def _distance(one: int, other: int, widths: list[int]) -> int:
    if other > len(widths) or not all(widths[one:other]):
        return _SAME_EDGE
    return sum(widths[one:other])


def _joined(before: Cell, cell: Cell) -> Cell:
    """Two cells that share a seen column: the text of both."""
    if not before.parts:
        return cell
    return Cell(before.parts + cell.parts, cell.merged, before.struck or cell.struck)
