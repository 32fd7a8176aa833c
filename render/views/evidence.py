"""What of the published list an excerpt rests on: which rows, on which pages, which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.records.codes import short_code
from dutylist.records.model import Box, Clause, Duty, DutyList, DutyTable, leaves
from dutylist.render.views.pages import page_label


@dataclass(frozen=True)
class FramedRow:
    """A duty's row as it stands on one page: its code, and the box around its cells."""

    code: str
    box: Box


@dataclass(frozen=True)
class Stretch:
    """Words of a cell, `text[start:end]` of it: the department's own, or (not `sure`) such as only
    name it or whose they are is open."""

    start: int
    end: int
    sure: bool


@dataclass(frozen=True)
class MarkedCell:
    """A cell with words to be marked: its text, where it stands, and which words."""

    text: str
    boxes: tuple[Box, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class EvidencePage:
    """A page of the published file, from 1, and what it is called: 第31页（文件第33页）."""

    page: int
    label: str


@dataclass(frozen=True)
class EvidenceView:
    """What is framed and marked for one department; no pages where the source has no places."""

    department: str
    pages: tuple[EvidencePage, ...]
    rows: tuple[FramedRow, ...]
    cells: tuple[MarkedCell, ...]


def evidence_view(duty_list: DutyList, department: str) -> EvidenceView:
    """The rows of a department, by its canonical name, and its clauses in them."""
    duties = list(_duties(duty_list, department))
    rows = tuple(row for table, duty in duties for row in _rows(duty_list, table, duty))
    numbers = sorted({row.box.page for row in rows})
    return EvidenceView(
        department,
        tuple(EvidencePage(page, page_label(duty_list, page)) for page in numbers),
        rows,
        tuple(cell for _, duty in duties for cell in _cells(duty, department)),
    )


def _duties(duty_list: DutyList, department: str) -> Iterator[tuple[DutyTable, Duty]]:
    for table in duty_list.lists:
        for duty in table.duties:
            taken = any(duty_list.canonical(t.department) == department for t in duty.takeover)
            helps = table.kind == "cooperative" and department in duty.acting
            if taken or helps:
                yield table, duty


def _rows(duty_list: DutyList, table: DutyTable, duty: Duty) -> Iterator[FramedRow]:
    """A category's cell may be merged over the rows of other duties: it is no part of the frame
    where other cells stand on the page."""
    cells = list(zip(table.roles, duty.source.boxes, strict=False))
    every = [box for _, cell in cells for box in cell]
    own = [box for role, cell in cells if role != "category" for box in cell]
    beside = {box.page for box in own}
    every = own + [box for box in every if box.page not in beside]
    code = short_code(duty_list, table.kind, duty)
    for page in sorted({box.page for box in every}):
        boxes = [box for box in every if box.page == page]
        around = Box(
            page,
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )
        yield FramedRow(code, around)


def _cells(duty: Duty, department: str) -> Iterator[MarkedCell]:
    clauses = list(leaves((*duty.department_clauses, *duty.township_clauses)))
    for column, (text, boxes) in enumerate(zip(duty.cells, duty.source.boxes, strict=False), 1):
        stretches = tuple(
            Stretch(clause.span.start, clause.span.end, department in clause.departments)
            for clause in clauses
            if clause.span and clause.span.cell == column and _is_its(clause, department)
        )
        if stretches:
            yield MarkedCell(text, boxes, stretches)


def _is_its(clause: Clause, department: str) -> bool:
    return department in clause.departments or department in clause.mentions
