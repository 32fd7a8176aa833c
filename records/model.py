"""The records of one published duty list (履职事项清单).

Plain frozen dataclasses. They know nothing of PDF, Word or the web. Pages count from 1;
lengths are points (1/72 inch) with the origin at the page's top left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from dutylist.records.bounds import Bounds

Count = Annotated[int, Bounds(0, 999_999)]
"""A number of pages, rows, characters; 0 where there is none. No list comes near the bound."""

Place = Annotated[int, Bounds(1, 999_999)]
"""A place counted from 1."""

Share = Annotated[float, Bounds(0, 1)]

Kind = Literal["basic", "cooperative", "recalled"]
"""基本履职, 配合履职, 上级部门收回."""

KIND_NAMES: dict[Kind, str] = {
    "basic": "基本履职",
    "cooperative": "配合履职",
    "recalled": "上级部门收回",
}

Side = Literal["township", "department"]
"""Whose list it is: the township's (乡镇清单), or a department's own (部门清单)."""

SIDE_NAMES: dict[Side, str] = {"township": "乡镇清单", "department": "部门清单"}

Role = Literal[
    "number",
    "kind",
    "category",
    "name",
    "content",
    "departments",
    "townships",
    "department duties",
    "township duties",
    "takeover",
    "takeover department",
    "takeover method",
    "remark",
]
"""What a column holds. kind: which list the row belongs to. content: what a duty is in detail.
townships: those that a department's duty concerns."""

Basis = Literal["heading", "label", "subject", "only department", "all", "decided", "part", "none"]
"""Why a clause belongs to its departments.

heading: a department's name stands above it. label: a label names it (牵头单位：, or （县水务局）
behind the clause). subject: the clause itself says who acts. only department: the row lists one
department and the clause names nobody else. all: the clause speaks of all departments of the row
(各部门). decided: a person has said whose it is (人工确定). part: some of those who act were
recognised, others not: to be confirmed. none: nobody is named; not assigned (未明确分工).
"""

UNSETTLED: frozenset[Basis] = frozenset(("part", "none"))
"""A clause of such a basis is nobody's for certain: a person has to say whose it is."""

BASIS_NAMES: dict[Basis, str] = {
    "heading": "上方标题写明",
    "label": "标注写明",
    "subject": "条文写明",
    "only department": "本项只列一个部门",
    "all": "各部门均承担",
    "decided": "人工确定",
    "part": "部分部门认出，待确认",
    "none": "未明确分工",
}

ClauseKind = Literal["clause", "topic", "office"]
"""A clause proper (perhaps with sub-clauses), a topic heading (一、…), an office as heading."""

OWN_ROW = "部门和条文在表格的同一行"
"""Why (`Actor.because`) a clause is that of the departments beside it in a row of its own."""

ONLY_ONE = "唯一部门"
"""Why a clause is the office's that its row lists alone: the clause need not write of it."""

MENTIONED = "提及"
"""Why a clause is not an office's that its text names."""

HEADED = "标题"
"""Why a clause is that of the office in the heading above it."""

Part = Literal["leads", "does", "joins", "all", "named"]
"""leads: the text says that it leads (由县民政局牵头; 县民政局会同县公安局). does: acts, and who
leads is not said. joins: brought in by another (会同…). all: one of those meant by 各部门. named:
the text names it without giving it the clause (报县财政局)."""

PART_NAMES: dict[Part, str] = {
    "leads": "牵头",
    "does": "承担",
    "joins": "参加",
    "all": "承担",
    "named": "只是提到",
}

ACTING: frozenset[Part] = frozenset(("leads", "does"))
"""Who has such a part acts by what is said of it, and is neither brought in nor one of all."""


@dataclass(frozen=True)
class Box:
    """Where something stands: page from 1, edges in points from the page's top left."""

    page: Count
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

    pages: tuple[Count, ...]
    table: Place
    row: Place
    boxes: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Characters of a cell that were not read with certainty, or were corrected.

    `cell` is the column from 1; they are `Duty.cells[cell - 1][start:end]`. `confidence` is the
    least of theirs, 0 to 1. `read` is what the picture was read as where it was corrected. `box`
    is where they stand, None where that is unknown.
    """

    cell: Place
    start: Count
    end: Place
    confidence: Share
    read: str = ""
    box: Box | None = None


@dataclass(frozen=True)
class Span:
    """A stretch of a cell's text: `Duty.cells[cell - 1][start:end]`."""

    cell: Place
    start: Count
    end: Place


@dataclass(frozen=True)
class Actor:
    """An office in a clause, by its canonical name: its part, and the name of the rule that said
    so."""

    office: str
    part: Part = "does"
    because: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause (条) of a duty cell, or a heading with the clauses it holds for.

    `label` is the number as printed ("1.", "一、", "（二）") or "", `number` what it stands for, 0
    where there is none. `text` is the clause without its label. `span` is where label and text
    stand, of a heading its own; white space aside, label and text are that stretch; None where it
    is unknown. `topic` is the text of the topic heading it stands under. `actors` are the offices
    that it speaks of, each once. `page` is the page it begins on, 0 where unknown. `children` are
    the clauses below a heading, or the sub-clauses. `confidence` is that of its least certain
    character where it was read from a scan, 0 to 1; None elsewhere.
    """

    label: str
    text: str
    kind: ClauseKind = "clause"
    number: Count = 0
    span: Span | None = None
    topic: str | None = None
    actors: tuple[Actor, ...] = ()
    basis: Basis = "none"
    page: Count = 0
    children: tuple[Clause, ...] = ()
    confidence: Share | None = None

    @property
    def departments(self) -> tuple[str, ...]:
        """Those whose clause it is: who does it or joins in, or all."""
        return tuple(actor.office for actor in self.actors if actor.part != "named")

    @property
    def mentions(self) -> tuple[str, ...]:
        """Those that the text names without giving them the clause."""
        return tuple(actor.office for actor in self.actors if actor.part == "named")

    @property
    def cell(self) -> int:
        """The column it stands in, from 1; 0 where unknown."""
        return self.span.cell if self.span else 0


def leaves(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses proper, in order: of a heading those below it."""
    for clause in clauses:
        if clause.children:
            yield from leaves(clause.children)
        else:
            yield clause


def with_children(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, headings too, and all that stand below them, in order."""
    for clause in clauses:
        yield clause
        yield from with_children(clause.children)


@dataclass(frozen=True)
class Takeover:
    """What one department takes back: its name as printed, and how it works (工作方式)."""

    department: str
    method: str
    page: Count = 0


@dataclass(frozen=True)
class Listed:
    """A department that a row lists: as printed, and the canonical name of the office.

    `leads` tells that it leads (牵头), not helps (配合), and `said` that the row says so itself;
    else the first one leads. Neither is told of a recalled duty: its departments take it back.
    """

    printed: str
    office: str
    leads: bool = False
    said: bool = False


def number_or_label(number: int | None, label: str) -> int | str:
    """A duty's number, or the label in its place; "" where neither is."""
    return label if number is None else number


def shown_number(number: int | None, label: str) -> str:
    """A duty's number as documents show it, or the label in its place; "" where neither is."""
    return str(number_or_label(number, label))


def edition_name(issued: str) -> str:
    """What the edition of a date ("2025-07", "2025") is called: 2025年7月版; "" without one."""
    if not issued:
        return ""
    month = f"{int(issued[5:7])}月" if len(issued) >= 7 else ""
    return f"{issued[:4]}年{month}版"


@dataclass(frozen=True)
class Duty:
    """One row of a list (履职事项).

    `number` is None where the list prints none; `label` is then what is printed in its place
    (1-1, A-03). `listed` are its departments in their order.
    `department_clauses` and `township_clauses` are filled for cooperative duties (the latter for
    basic ones too, where a column tells a duty in detail), `takeover` for recalled ones. `cells`
    are the row's texts in column order, with every character that can be seen (zero-width spaces,
    soft hyphens and the like are left out: print shows none); paragraphs within a cell are
    separated by a newline. `doubts` are the characters to be checked.
    """

    number: Count | None
    category: str
    name: str
    source: Source
    cells: tuple[str, ...]
    listed: tuple[Listed, ...] = ()
    department_clauses: tuple[Clause, ...] = ()
    township_clauses: tuple[Clause, ...] = ()
    takeover: tuple[Takeover, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    label: str = ""

    @property
    def shown_number(self) -> str:
        """The number as documents show it, or the label in its place; "" where neither is."""
        return shown_number(self.number, self.label)

    @property
    def number_or_row(self) -> str:
        """The number as documents show it, or its row's where the list prints none."""
        return self.shown_number or str(self.source.row)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments as printed, in order."""
        return tuple(listed.printed for listed in self.listed)

    @property
    def offices(self) -> tuple[str, ...]:
        """The departments by canonical name, in order, each once."""
        return tuple(dict.fromkeys(listed.office for listed in self.listed))

    @property
    def acting(self) -> tuple[str, ...]:
        """The same, and behind them those that only a clause gives work."""
        clauses = leaves(self.department_clauses)
        in_clauses = (office for clause in clauses for office in clause.departments)
        return tuple(dict.fromkeys((*self.offices, *in_clauses)))


@dataclass(frozen=True)
class Column:
    """A column: its header text, and what it holds; None where that was not recognised."""

    text: str
    role: Role | None = None


@dataclass(frozen=True)
class DutyTable:
    """One of the lists: its title, columns and duties; each duty has a cell for each column."""

    kind: Kind
    title: str
    columns: tuple[Column, ...]
    duties: tuple[Duty, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns' header texts."""
        return tuple(column.text for column in self.columns)

    @property
    def roles(self) -> tuple[Role | None, ...]:
        """What the columns hold."""
        return tuple(column.role for column in self.columns)


@dataclass(frozen=True)
class ContentsEntry:
    """One line of the contents page (目录); `page` is the printed page number."""

    title: str
    page: Count


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
    """Something the reader saw and could not place, or changed: said, never dropped.

    `damage`: the source is damaged there, and what it said may be lost. `below`: what it quotes is
    a remark (注：…, 说明：…) of that list, from 1, and printed below it; 0 of other notes.
    """

    page: Count
    text: str
    damage: bool = False
    below: Count = 0

    @property
    def outside(self) -> str:
        """The text of the source that it says stands outside the lists; "" of other notes."""
        said = (one for one in OUTSIDE_NOTES if self.text.startswith(one))
        return next((self.text.removeprefix(one) for one in said), "")


BESIDE_LISTS, IN_FRONT, UNPLACED = OUTSIDE_NOTES = (
    "表外文字没有归入清单：",
    "封面或目录中的文字没有归入记录：",
    "没有归入记录的文字：",
)
"""How notes begin that quote what stands beside the lists, in front of them, or anywhere else."""


PUBLISHED = "清单没有写日期，取自发布的日期："
"""How the note begins that says which day of publication stands for the list's date."""


@dataclass(frozen=True)
class PrintedPage:
    """A page of the source file, from 1, and the page number that is printed on it; 10–11 where
    two printed pages are one of the file's."""

    page: Place
    number: str


@dataclass(frozen=True)
class DutyList:
    """One edition of a whole list.

    `region` goes from the outer to the inner place as printed on the cover; `township` is the
    township's own name (白云镇), "" where the document has none. `side` tells whose list it is.
    `issued` is "YYYY-MM", "YYYY-MM-DD" or, as a person may say, "YYYY"; "" without a date.
    `departments` is the registry learnt from the document. `printed_pages` are the pages that carry
    a page number which counts on from their neighbours'.
    """

    title: str
    region: tuple[str, ...]
    issued: str
    contents: tuple[ContentsEntry, ...]
    lists: tuple[DutyTable, ...]
    departments: tuple[Department, ...] = ()
    notes: tuple[Note, ...] = ()
    township: str = ""
    side: Side = "township"
    printed_pages: tuple[PrintedPage, ...] = ()

    def table(self, kind: Kind) -> DutyTable | None:
        """The list of that kind, or None where the document has none."""
        return next((table for table in self.lists if table.kind == kind), None)

    def remarks(self, number: int) -> tuple[str, ...]:
        """The remarks below one of its lists, from 1: 注：…, 说明：…"""
        return tuple(note.outside for note in self.notes if note.below == number)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The duties of all its lists, in reading order."""
        return tuple(duty for table in self.lists for duty in table.duties)

    @property
    def place(self) -> str:
        """The place whose list it is, as the cover prints it: the line with the township's name,
        else that name, else the last line of the region; "" where there is none."""
        for line in reversed(self.region):
            if self.township and self.township in line:
                return line[: line.index(self.township) + len(self.township)]
        return self.township or (self.region[-1] if self.region else "")

    @property
    def is_dated_by_publication(self) -> bool:
        """Whether `issued` is only the day on which a site or notice showed the list."""
        return any(note.text == PUBLISHED + self.issued for note in self.notes)

    def printed_number(self, page: int) -> str:
        """The page number that is printed on a page of the file; "" where none is known."""
        return self._printed_numbers.get(page, "")

    @cached_property
    def _printed_numbers(self) -> dict[int, str]:
        return {printed.page: printed.number for printed in self.printed_pages}

    def canonical(self, name: str) -> str:
        """The canonical name of a department as printed; the name itself where unknown."""
        return self._canonical_names.get(name, name)

    @cached_property
    def _canonical_names(self) -> dict[str, str]:
        """The canonical name of every form that the list prints; the first department's counts."""
        names: dict[str, str] = {}
        for department in self.departments:
            for form in (department.name, *department.spellings, *department.open_ended):
                names.setdefault(form, department.name)
        return names
