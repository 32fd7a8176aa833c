"""The cells of a Word table on the columns that the eye sees.

Word's own grid has a line for every cell edge of any row; edges that differ by a hair between
rows would be columns of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutylist.extract.source import Cell, Row

MOST_COLUMNS = 63
"""Word's own limit of columns in a table; larger spans are cut to it."""

# Edges nearer than this are one, in twentieths of a point: 10 pt, half a narrow number column.
_SAME_EDGE = 200


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


def table_rows(rows: list[GridRow], widths: list[int]) -> tuple[Row, ...]:
    """The rows with one cell per column that is seen.

    `widths` are those of Word's grid in twentieths of a point; [] where unknown. A cell over
    several columns stands in its first, the others are empty; a merged cell (vMerge) is marked
    in the rows below the one it began in.
    """
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
    return Cell(before.parts + cell.parts, cell.merged) if before.parts else cell
