"""All clauses of a list in one flat sheet: a row a clause and office, for mail merge and pivots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.records.model import (
    BASIS_NAMES,
    KIND_NAMES,
    PART_NAMES,
    Clause,
    Duty,
    DutyList,
    Kind,
    leaves,
)
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import township_name
from dutylist.render.views.pages import page_numbers


@dataclass(frozen=True)
class ClauseRow:
    """A clause and one of the offices whose it is; texts as printed, "" where there is none."""

    kind: str
    number: str
    category: str
    name: str
    office: str
    part: str
    label: str
    text: str
    basis: str
    pages: str


@dataclass(frozen=True)
class ClauseSheet:
    """The flat sheet of one list: its township and date, and a row for each clause."""

    place: str
    issued: str
    rows: tuple[ClauseRow, ...]


def clause_sheet(duty_list: DutyList) -> ClauseSheet:
    """Every clause, once for each office whose it is, once where nobody's; duties that have no
    clauses once, as the township's."""
    place = township_name(duty_list)
    rows = (
        row
        for table in duty_list.lists
        for duty in table.duties
        for row in _rows(duty_list, table.kind, duty, place)
    )
    return ClauseSheet(place, printed_date(duty_list.issued), tuple(rows))


def _rows(duty_list: DutyList, kind: Kind, duty: Duty, place: str) -> Iterator[ClauseRow]:
    def row(office: str, part: str, label: str = "", text: str = "", basis: str = "") -> ClauseRow:
        number, name = duty.number_or_row, duty.name.replace("\n", "")
        return ClauseRow(
            *(KIND_NAMES[kind], number, duty.category, name, office, part),
            *(label, text.replace("\n", ""), basis, page_numbers(duty_list, duty)),
        )

    found = False
    for clause in leaves(duty.department_clauses):
        for office, part in _offices(clause):
            found = True
            yield row(office, part, clause.label, clause.text, BASIS_NAMES[clause.basis])
    for clause in leaves(duty.township_clauses):
        found = True
        yield row(place, _township_part(kind), clause.label, clause.text)
    for taken in duty.takeover:
        found = True
        yield row(
            duty_list.canonical(taken.department), said("clauses.taken_back"), "", taken.method
        )
    if not found:
        yield row(place, said("clauses.does"))


def _township_part(kind: Kind) -> str:
    return said("clauses.helps" if kind == "cooperative" else "clauses.does")


def _offices(clause: Clause) -> list[tuple[str, str]]:
    whose = [(one.office, PART_NAMES[one.part]) for one in clause.actors if one.part != "named"]
    return whose or [("", "")]
