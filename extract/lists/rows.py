"""A list under way: its columns and the rows found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import Cell, Row
from dutylist.records.model import Kind, Role

_OFFICE_ROLES: tuple[Role, ...] = ("departments", "takeover department", "takeover")


@dataclass(frozen=True)
class ListRow:
    """One duty's row as read: its cells in column order, page cuts already joined.

    `category` is that of the heading row or merged cell it stands under, `office` the department
    that a heading row names where the list has no column for it. `sub_rows` are the
    texts of the table rows below each other that make it up, where there are several. `judged`
    are the places of the verdicts on its table rows among all verdicts. `begun`: its number and
    name stand in the table row that comes next.
    """

    page: int
    row: int
    cells: tuple[Cell, ...]
    category: str
    sub_rows: tuple[tuple[str, ...], ...] = ()
    judged: tuple[int, ...] = ()
    office: str = ""
    begun: bool = False

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, in order; empty where the source has none."""
        found = {part.page for cell in self.cells for part in cell.parts if part.page}
        return tuple(sorted(found))


@dataclass(frozen=True)
class SaidCount:
    """A number of duties that stands in a list: `after` so many of its rows. `heads`: in the
    heading of the rows that follow."""

    text: str
    number: int
    after: int
    page: int
    heads: bool


@dataclass
class OpenTable:
    """A list under way; its columns are the `used` ones of those that its `header` has. `headed`: a
    new heading stands below its last row."""

    kind: Kind
    title: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    roles: list[Role | None]
    used: list[int]
    rows: list[ListRow] = field(default_factory=list)
    category: str = ""
    office: str = ""
    page: int = 0
    without_category: int = 0
    empty_category: list[Row] = field(default_factory=list)
    said: list[SaidCount] = field(default_factory=list)
    dittos: dict[str, int] = field(default_factory=dict)
    headed: bool = False

    @property
    def width(self) -> int:
        """How many columns its header has."""
        return len(self.header)

    def texts(self, row: Row, role: Role) -> list[str]:
        return [
            cell.text.strip()
            for cell, its in zip(row.cells, self.roles, strict=False)
            if its == role
        ]

    def has(self, role: Role) -> bool:
        return role in self.roles

    def head(self, heading: str) -> None:
        """Take the text of a heading over the rows that follow: their category, or the department
        where a list that needs one has no column for it."""
        told = any(self.has(role) for role in _OFFICE_ROLES)
        self.headed |= heading not in (self.category, self.office)
        if self.kind != "basic" and not told and looks_like_office(heading):
            self.office = heading
        else:
            self.category = heading


def role_text(table: OpenTable, cells: tuple[Cell, ...], role: Role) -> str:
    return "".join(
        cell.text for cell, its in zip(cells, table.roles, strict=True) if its == role
    ).strip()
