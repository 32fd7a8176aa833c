"""Departments × duties: which department leads, helps with, or takes back which duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dutylist.records.assignments import (
    Assignment,
)
from dutylist.records.codes import short_code
from dutylist.records.department_marks import MARK_NAMES, Mark, department_marks
from dutylist.records.model import KIND_NAMES, Duty, DutyList, DutyTable
from dutylist.records.roles import lead_is_presumed
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.pages import page_words

SHORT_MARKS: dict[Mark, str] = {mark: said(f"matrix.{mark}") for mark in MARK_NAMES}


@dataclass(frozen=True)
class MatrixDepartment:
    """A column: the office's name, and how many duties have which mark, in the order of
    MARK_NAMES."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class MatrixDuty:
    """A row. `anchor` names it within the document ("cooperative-53"), `page` is 0 where unknown.

    `marks` has one entry a department of the matrix, None where it has no part. `others` is what
    the row says of departments it does not name (…及其他…部门), or "". `texts` are (header text,
    cell text) of the row. `assignment` has a text for each of the matrix's `assigned`.
    """

    anchor: str
    kind: str
    number: str
    category: str
    name: str
    page: int
    pages: str
    place: str
    marks: tuple[Mark | None, ...]
    others: str
    texts: tuple[tuple[str, str], ...]
    assignment: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole matrix. `left_out` is how many duties name no department (基本履职事项); `assigned`
    are the columns of the township's workbook (分工表) that are filled for a duty. `lead_note` is
    said where the list does not say who leads, "" where it always does."""

    place: str
    title: str
    issued: str
    departments: tuple[MatrixDepartment, ...]
    duties: tuple[MatrixDuty, ...]
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    left_out: int
    lead_note: str
    assigned: tuple[str, ...] = ()


def duty_matrix(duty_list: DutyList, given: Mapping[str, Assignment] | None = None) -> Matrix:
    """The matrix of a list: its departments in the list's own order, its duties in reading order;
    with who does each in the township, `given` by the duty's code.

    Departments without a duty and duties without a department are left out.
    """
    rows = [
        (table, position, duty, dict(marks))
        for table in duty_list.lists
        for position, duty in enumerate(table.duties, 1)
        if (marks := department_marks(table.kind, duty))
    ]
    counts = Counter((name, mark) for *_, marks in rows for name, mark in marks.items())
    found = dict.fromkeys(name for *_, marks in rows for name in marks)
    known = [department.name for department in duty_list.departments]
    names = [name for name in known if name in found]
    names += [name for name in found if name not in known]
    of_township = [
        dict(given[short_code(duty_list, table.kind, duty)].values) if given else {}
        for table, _, duty, _ in rows
    ]
    assigned = tuple(dict.fromkeys(c for one in of_township for c, text in one.items() if text))
    duties = tuple(
        replace(
            _duty(duty_list, table, position, duty, tuple(marks.get(name) for name in names)),
            assignment=tuple(values.get(column, "") for column in assigned),
        )
        for (table, position, duty, marks), values in zip(rows, of_township, strict=True)
    )
    return Matrix(
        place="".join(duty_list.region),
        title=duty_list.title,
        issued=printed_date(duty_list.issued),
        departments=tuple(
            MatrixDepartment(name, tuple(counts[name, mark] for mark in MARK_NAMES))
            for name in names
        ),
        duties=duties,
        kinds=tuple(dict.fromkeys(duty.kind for duty in duties)),
        categories=tuple(dict.fromkeys(duty.category for duty in duties if duty.category)),
        left_out=sum(len(table.duties) for table in duty_list.lists) - len(duties),
        lead_note=said("matrix.lead_note") if _presumes(duty_list) else "",
        assigned=assigned,
    )


def _presumes(duty_list: DutyList) -> bool:
    return any(
        lead_is_presumed(duty)
        for table in duty_list.lists
        if table.kind == "cooperative"
        for duty in table.duties
    )


def _duty(
    duty_list: DutyList,
    table: DutyTable,
    position: int,
    duty: Duty,
    marks: tuple[Mark | None, ...],
) -> MatrixDuty:
    pages = duty.source.pages
    page = page_words(duty_list, duty)
    place = said("matrix.row", table=duty.source.table, row=duty.source.row)
    open_ended = {text for department in duty_list.departments for text in department.open_ended}
    columns = [*table.headers, *[""] * (len(duty.cells) - len(table.columns))]
    return MatrixDuty(
        anchor=f"{table.kind}-{position}",
        kind=KIND_NAMES[table.kind],
        number=duty.shown_number,
        category=duty.category,
        name=duty.name,
        page=pages[0] if pages else 0,
        pages=page,
        place=f"{page}，{place}" if page else place,
        marks=marks,
        others="；".join(name for name in duty.departments if name in open_ended),
        texts=tuple(zip(columns, duty.cells, strict=False)),
        assignment=(),
    )
