"""What merged and empty cells of a list's rows say, and the rows of each kind in one table."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.extract.lists.kinds import kind_of_value
from dutylist.extract.lists.rows import ListRow, OpenTable, role_text
from dutylist.extract.source import Cell, CellPart, Row, squeezed
from dutylist.records.model import KIND_NAMES, Kind, Note, Role

_FEW_EMPTY = 5
"""So many empty category cells are each told; of more, which may be the list's way, one note."""

_OWN: frozenset[Role | None] = frozenset(("number", "category", "name", "kind"))
"""Columns whose merged cells are not said again for each row."""


def filled_down(table: OpenTable, row: Row) -> tuple[Cell, ...]:
    """The row's cells; one that is covered by a cell above says for this duty, too, what that one
    says. Categories have a field of their own."""
    if not table.rows or not any(cell.merged for cell in row.cells):
        return row.cells
    return tuple(
        Cell((CellPart(above.text, row.page),), merged=True)
        if cell.merged and not cell.text.strip() and above.text.strip() and role not in _OWN
        else cell
        for cell, above, role in zip(row.cells, table.rows[-1].cells, table.roles, strict=True)
    )


def category_empty(table: OpenTable, row: Row, *, first: bool) -> bool:
    """Whether a duty's own category cell is empty: not covered by one above it, nor by one that
    a page break cut."""
    if not table.rows:
        return False
    if first and (row.beside or row.page not in (0, table.rows[-1].page)):
        return False
    cells = [cell for cell, its in zip(row.cells, table.roles, strict=False) if its == "category"]
    return bool(cells) and not any(cell.merged for cell in cells)


def empty_category_notes(table: OpenTable) -> Iterator[Note]:
    """Duties that have the category of a row above, because their own cell is empty."""
    rows = table.empty_category
    told = f"“{table.title or KIND_NAMES[table.kind]}”"
    if len(rows) > _FEW_EMPTY:
        yield Note(
            rows[0].page,
            f"{told}有 {len(rows)} 行的类别一栏是空的，都按上面的行记类别，请核对",
        )
        return
    for row in rows:
        said = " ".join(squeezed(cell.text) for cell in row.cells if cell.text.strip())
        yield Note(row.page, f"{told}有一行的类别一栏是空的，按上面的行记类别，请核对：{said[:40]}")


def by_kind(table: OpenTable) -> list[tuple[OpenTable, Kind, list[ListRow]]]:
    """The table's rows by the kind that a column tells, in the order in which the kinds come."""
    if not table.has("kind"):
        return [(table, table.kind, table.rows)]
    parts: dict[Kind, list[ListRow]] = {}
    kind: Kind = table.kind
    for row in table.rows:
        kind = kind_of_value(role_text(table, row.cells, "kind")) or kind
        parts.setdefault(kind, []).append(row)
    return [(table, kind, rows) for kind, rows in parts.items()]
