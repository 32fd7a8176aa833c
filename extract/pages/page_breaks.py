"""A table's rows at the page breaks around it: which of them go on over the break."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dutylist.extract.pages.layout import FoundCell, FoundPage, FoundTable
from dutylist.records.text import CONTINUED, squeezed

Cells = Mapping[int, FoundCell]
"""The cells of a row by their first column."""


@dataclass(frozen=True)
class PageBreaks:
    """What stands beyond the page breaks above and below a table: the cells that reach the foot of
    the page before, and those of the first row of the page behind. `takes_up`: the table's first
    row may be the rest of what stands above; `goes_on`: its last row may go on below, and
    `begins_next`: its number surely stands there."""

    above: Cells
    below: Cells
    takes_up: bool
    goes_on: bool
    begins_next: bool


def page_breaks(table: FoundTable, before: FoundPage | None, after: FoundPage | None) -> PageBreaks:
    """Those of a table with a page `before` it and one `after`, None where others of its page stand
    between."""
    above, below = _last_row(before, table), _first_row(after, table)
    first, last = _own_first(table), _own_last(table)
    begun = bool(above) and _is_begun(_tables(before)[-1], above, table, first)
    begins = bool(below) and _is_begun(table, last, _tables(after)[0], below)
    return PageBreaks(
        above,
        below,
        may_go_on(first.values()) or may_go_on(above.values()) or begun,
        may_go_on(below.values()) or may_go_on(last.values()) or begins,
        begins,
    )


def _is_begun(table: FoundTable, last: Cells, following: FoundTable, first: Cells) -> bool:
    """Whether the row at a page's foot, of cells `last`, is the beginning of the `first` one on the
    next page: no ruling parts them, and what stands in front (the number, set in the middle of both
    parts) stands there."""
    if not (table.open_below and following.open_above):
        return False
    begun = [left for left, cell in last.items() if cell.lines and _is_in_last(cell, table)]
    return bool(begun) and min(begun) > min(_filled(first), default=table.columns)


def _is_in_last(cell: FoundCell, table: FoundTable) -> bool:
    return cell.place.top == table.rows - 1


def _filled(row: Cells) -> list[int]:
    return [left for left, cell in row.items() if cell.lines]


def _tables(page: FoundPage | None) -> list[FoundTable]:
    return [block for block in page.blocks if isinstance(block, FoundTable)] if page else []


def _own_first(table: FoundTable) -> Cells:
    row = body_row(table)
    return {cell.place.left: cell for cell in table.cells if cell.place.top == row}


def _own_last(table: FoundTable) -> Cells:
    return {cell.place.left: cell for cell in table.cells if cell.place.bottom == table.rows}


def _last_row(page: FoundPage | None, like: FoundTable) -> Cells:
    """The cells that reach the bottom of the page's last table."""
    tables = _tables(page)
    return _own_last(tables[-1]) if tables and tables[-1].columns == like.columns else {}


def _first_row(page: FoundPage | None, like: FoundTable) -> Cells:
    """The cells of the first row below the header of the page's first table."""
    tables = _tables(page)
    return _own_first(tables[0]) if tables and tables[0].columns == like.columns else {}


def body_row(table: FoundTable) -> int:
    """The first row that is neither a title over the whole width nor a header, which may have two
    rows: header cells hold few characters and no number."""
    rows: list[list[FoundCell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.place.top].append(cell)
    row = 0
    while row + 1 < table.rows and len(rows[row]) == 1 and rows[row][0].lines:
        row = rows[row][0].place.bottom
    if row + 1 >= table.rows or not _is_header(rows[row]):
        return 0
    return min(max(cell.place.bottom for cell in rows[row]), table.rows - 1)


def _is_header(row: Sequence[FoundCell]) -> bool:
    texts = ["".join(line.text for line in cell.lines) for cell in row]
    return all(0 < len(text) <= 14 and not text[0].isdigit() for text in texts)


def may_go_on(row: Collection[FoundCell]) -> bool:
    """Whether a row's first cell is empty, or says that it goes on (3（续）): the row may be the
    rest of the one before, or begin the next one."""
    first = next((cell for cell in row if cell.place.left == 0), None)
    if first is None:
        return False
    said = squeezed("".join(line.text for line in first.lines))
    return not said or CONTINUED.search(said) is not None
