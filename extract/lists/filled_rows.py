"""What merged and empty cells of a list's rows say, and those that say only 同上; the rows of each
kind in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dutylist.extract.lists.columns import header_role
from dutylist.extract.lists.kinds import kind_of_value, title_of_kind
from dutylist.extract.lists.rows import ListRow, OpenTable, role_text
from dutylist.extract.source import Cell, CellPart, Row, squeezed
from dutylist.records.model import KIND_NAMES, Kind, Note, Role
from dutylist.records.patterns import Pattern

_FEW_EMPTY = 5
"""So many empty category cells are each told; of more, which may be the list's way, one note."""

_DITTOS = frozenset(("〃", "″", "”", "“", '"', "''", "同上", "同前", "（同上）", "同上。"))
"""What stands for the text of the cell above."""

_OWN: frozenset[Role | None] = frozenset(("number", "category", "name", "kind"))
"""Columns whose merged cells are not said again for each row."""

_TAKEOVER: dict[Role, Role] = {
    "departments": "takeover department",
    "department duties": "takeover method",
}
"""What the departments' columns of a sheet for all kinds hold in the rows of recalled duties."""

_TOLD: frozenset[Role | None] = frozenset(("departments", "department duties", "township duties"))
"""What the columns of the other rows hold that those do not have."""

_EITHER = Pattern("[/／或]")

_DEPARTMENTS: dict[Role, Role] = {becomes: role for role, becomes in _TAKEOVER.items()}
"""What those named by recalling hold in the other rows."""


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
    cells = _category_cells(table, row)
    return bool(cells) and not any(cell.merged for cell in cells)


def _category_cells(table: OpenTable, row: Row) -> list[Cell]:
    roles = zip(row.cells, table.roles, strict=False)
    return [cell for cell, its in roles if its == "category"]


def begins_kind(table: OpenTable, row: Row) -> bool:
    """Whether a row is of another kind of list than the one above it, as a column tells: what an
    empty category cell means stands in none of that list's rows. One that is merged with the cell
    above says what that one says."""
    if not table.rows or not table.has("kind"):
        return False
    if any(cell.merged for cell in _category_cells(table, row)):
        return False
    each = (table.rows[-1].cells, row.cells)
    above, own = (kind_of_value(role_text(table, cells, "kind")) for cells in each)
    return own is not None and above is not None and own != above


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
    """The table's rows by the kind that a column tells, in the order in which the kinds come; each
    kind's table has the title and the columns' roles that its rows give them."""
    if not table.has("kind"):
        return [(table, table.kind, table.rows)]
    parts: dict[Kind, list[ListRow]] = {}
    kind: Kind = table.kind
    for row in table.rows:
        kind = kind_of_value(role_text(table, row.cells, "kind")) or kind
        parts.setdefault(kind, []).append(row)
    own = "townships" in table.roles
    return [
        (
            replace(
                table,
                # A department's own kinds have names of their own (镇街配合履职, 本部门收回).
                title=table.title if own else title_of_kind(table.title, kind),
                roles=roles_of_kind(table.columns, table.roles, kind),
            ),
            kind,
            rows,
        )
        for kind, rows in parts.items()
    ]


def roles_of_kind(
    columns: Sequence[str], roles: Sequence[Role | None], kind: Kind
) -> list[Role | None]:
    """The columns' roles in the rows of one kind. Where the lists share their columns, those of
    the departments tell who takes over and how in one, and who does what in the other; a header
    may name both (乡镇职责/工作方式)."""
    roles = [_one_of_two(text, kind) or role for text, role in zip(columns, roles, strict=True)]
    if kind == "recalled" and "takeover" in roles:
        return roles
    meant = _TAKEOVER if kind == "recalled" else _DEPARTMENTS
    # What has a column of its own is not meant by another's.
    return [meant[role] if role in meant and meant[role] not in roles else role for role in roles]


def _one_of_two(text: str, kind: Kind) -> Role | None:
    """What a column whose header names two things holds in the rows of one kind; None where it
    names one, or the kind has neither or both."""
    two = [header_role(part) for part in _EITHER.split(text)]
    of_kind = set(_TAKEOVER.values()) if kind == "recalled" else _TOLD
    own = [role for role in two if role in of_kind]
    return own[0] if len(two) > 1 and len(own) == 1 else None


def title_notes(table: OpenTable) -> Iterator[Note]:
    """A title that was made of the sheet's and of the kinds in its column."""
    titles = [part.title for part, _, _ in by_kind(table) if part.title != table.title]
    if titles:
        made = "、".join(f"“{title}”" for title in titles)
        yield Note(
            table.page,
            f"“{table.title}”一张表里有几张清单，由一栏分开；"
            f"各清单的名称{made}由此得出，原件没有，请核对",
        )


def without_dittos(table: OpenTable, row: Row) -> Row:
    """The row with the texts above in the place of such signs; the table counts them by column."""
    if not table.rows or not any(squeezed(cell.text) in _DITTOS for cell in row.cells):
        return row
    cells = list(row.cells)
    above = table.rows[-1].cells
    for at, (cell, role) in enumerate(zip(cells, table.roles, strict=False)):
        if squeezed(cell.text) in _DITTOS:
            text = table.category if role == "category" else above[at].text
            cells[at] = Cell((CellPart(text, row.page),)) if text else cell
            table.dittos[table.columns[at]] = table.dittos.get(table.columns[at], 0) + 1
    return replace(row, cells=tuple(cells))


def ditto_notes(table: OpenTable) -> Iterator[Note]:
    """How many there were, to be compared with the print."""
    for column, count in table.dittos.items():
        said = f"“{column}”一栏有 {count} 行写“〃”“同上”之类，按上面的行读，请对照原件核对"
        yield Note(table.page, said)
