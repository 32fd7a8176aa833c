"""The records of one published duty list (履职事项清单).

Plain frozen dataclasses. They know nothing of PDF, Word or the web. Pages count from 1;
lengths are points (1/72 inch) with the origin at the page's top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["basic", "cooperative", "recalled"]
"""基本履职, 配合履职, 上级部门收回."""

KIND_NAMES: dict[Kind, str] = {
    "basic": "基本履职",
    "cooperative": "配合履职",
    "recalled": "上级部门收回",
}

Basis = Literal["heading", "subject", "only department", "all", "decided", "none"]
"""Why a clause belongs to its departments.

heading: a department's name stands above it. subject: the clause itself says who acts.
only department: the row lists one department and the clause names nobody else. all: the clause
speaks of all departments of the row (各部门). decided: a person has said whose it is (人工确定).
none: nobody is named; not assigned (未明确分工).
"""


@dataclass(frozen=True)
class Box:
    """Where something stands: page from 1, edges in points from the page's top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Source:
    """Where a duty was read: pages from 1 in reading order, table and row from 1.

    `table` counts the document's tables (a table that goes on after a page break is one), `row`
    the rows below that table's header row. `boxes` has one tuple per cell, one box per page the
    cell stands on; it is empty where the format has no fixed places (Word, Excel, text).
    """

    pages: tuple[int, ...]
    table: int
    row: int
    boxes: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Characters of a scanned cell that were not read with certainty, or were corrected.

    `cell` is the column from 1; they are `Duty.cells[cell - 1][start:end]`. `confidence` is the
    least of theirs, 0 to 1. `read` is what the picture was read as where it was corrected.
    """

    cell: int
    start: int
    end: int
    confidence: float
    read: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause (条) of a duty cell, or a heading with the clauses it holds for.

    `label` is the number as printed ("1.", "一、", "（二）") or "". `text` is the clause without
    its label. `topic` is the text of the topic heading (一、…) it stands under. `departments` are
    canonical names. `mentions` are departments that the text names without giving them the
    clause ("报县财政局"). `page` is the page it begins on, `cell` its column from 1; both are 0
    where unknown. `children` is non-empty only for headings. `confidence` is that of its least
    certain character where it was read from a scan, 0 to 1; None elsewhere.
    """

    label: str
    text: str
    topic: str | None = None
    departments: tuple[str, ...] = ()
    basis: Basis = "none"
    mentions: tuple[str, ...] = ()
    page: int = 0
    cell: int = 0
    children: tuple[Clause, ...] = ()
    confidence: float | None = None


def leaves(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses proper, in order: of a heading those below it."""
    for clause in clauses:
        if clause.children:
            yield from leaves(clause.children)
        else:
            yield clause


@dataclass(frozen=True)
class Takeover:
    """What one department takes back: its name as printed, and how it works (工作方式)."""

    department: str
    method: str
    page: int = 0


@dataclass(frozen=True)
class Duty:
    """One row of a list (履职事项).

    `number` is None where the list prints none. `departments` are as printed, in order.
    `department_clauses` and `township_clauses` are filled for cooperative duties, `takeover` for
    recalled ones. `cells` are the row's texts, lossless, in column order; paragraphs within a
    cell are separated by a newline. `doubts` are the characters of a scan to be checked.
    """

    number: int | None
    category: str
    name: str
    source: Source
    cells: tuple[str, ...]
    departments: tuple[str, ...] = ()
    department_clauses: tuple[Clause, ...] = ()
    township_clauses: tuple[Clause, ...] = ()
    takeover: tuple[Takeover, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class DutyTable:
    """One of the three lists: its title, header texts and duties."""

    kind: Kind
    title: str
    columns: tuple[str, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class ContentsEntry:
    """One line of the contents page (目录); `page` is the printed page number."""

    title: str
    page: int


@dataclass(frozen=True)
class Department:
    """An office as the whole document speaks of it.

    `name` is its canonical spelling; `spellings` are all full spellings in the department
    columns; `short_names` are the forms that the clauses use (县民政局), longest first.
    `open_ended` are the printed texts where it takes others in (…及其他…部门). `confirmed` is
    true where a person has said that the spellings are one office.
    """

    name: str
    spellings: tuple[str, ...]
    short_names: tuple[str, ...]
    open_ended: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True)
class Note:
    """Something the reader saw and could not place, or changed: said, never dropped."""

    page: int
    text: str


@dataclass(frozen=True)
class DutyList:
    """One edition of a township's whole list.

    `region` goes from the outer to the inner place as printed on the cover. `issued` is
    "YYYY-MM" (or "YYYY-MM-DD") or "" where the cover has no date. `departments` is the registry
    learnt from the document.
    """

    title: str
    region: tuple[str, ...]
    issued: str
    contents: tuple[ContentsEntry, ...]
    lists: tuple[DutyTable, ...]
    departments: tuple[Department, ...] = ()
    notes: tuple[Note, ...] = ()

    def table(self, kind: Kind) -> DutyTable | None:
        """The list of that kind, or None where the document has none."""
        return next((table for table in self.lists if table.kind == kind), None)

    def canonical(self, name: str) -> str:
        """The canonical name of a department as printed; the name itself where unknown."""
        for department in self.departments:
            if name == department.name or name in department.spellings:
                return department.name
            if name in department.open_ended:
                return department.name
        return name
