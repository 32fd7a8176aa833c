"""The cells of an HTML table on its columns (HTML Living Standard, 4.9.12.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.extract.source import Block, Cell, Line, Row, Table

MOST_COLUMNS = 1000
"""The standard's own limit of a cell's width."""


@dataclass(frozen=True)
class HtmlCell:
    """A cell as the page has it: `width` columns (colspan), `height` rows (rowspan; 0: all that
    follow)."""

    cell: Cell
    width: int = 1
    height: int = 1


def table_blocks(rows: tuple[Row, ...]) -> Iterator[Block]:
    """A table of one column as lines of text, any other as it is, an empty one not at all."""
    if rows and len(rows[0].cells) == 1:
        texts = [text for row in rows for text in row.cells[0].text.split("\n")]
        yield from (Line(0, text) for text in texts if text)
    elif rows:
        yield Table(0, rows)


def table_rows(rows: list[list[HtmlCell]]) -> tuple[Row, ...]:
    """The rows with one cell per column that is seen. A cell over several columns stands in its
    first; the cells below one over several rows are marked as merged."""
    placed: list[dict[int, Cell]] = []
    spans: list[list[tuple[int, int]]] = []
    hanging: dict[int, int] = {}
    for index, cells in enumerate(rows):
        row: dict[int, Cell] = {}
        row_spans: list[tuple[int, int]] = []
        below: dict[int, int] = {}
        column = 0
        for item in cells:
            while hanging.get(column, 0):
                column += 1
            width = max(1, min(item.width, MOST_COLUMNS))
            row[column] = item.cell
            row_spans.append((column, column + width))
            height = item.height if item.height else len(rows) - index
            below.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        for over, left in hanging.items():
            if left and over not in row:
                row[over] = Cell(merged=True)
                below.setdefault(over, left - 1)
        hanging = below
        placed.append(row)
        spans.append(row_spans)
    seen = sorted({column for row in placed for column, cell in row.items()})
    return tuple(_row(row, row_spans, seen) for row, row_spans in zip(placed, spans, strict=True))


def _row(row: dict[int, Cell], spans: list[tuple[int, int]], seen: list[int]) -> Row:
    cells = tuple(row.get(column, Cell()) for column in seen)
    whole = any(first == seen[0] and last > seen[-1] and last - first > 1 for first, last in spans)
    return Row(0, cells, whole and len(seen) > 1)
