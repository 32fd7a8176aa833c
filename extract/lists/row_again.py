"""A row whose cells a person has corrected, read again by the rules that read it first."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz.distance import Indel

from dutylist.extract.lists.duties import offices_of, read_duty, row_department_names
from dutylist.extract.lists.rows import ListRow
from dutylist.extract.lists.tables import ListTable
from dutylist.extract.offices.attribution import assign, mark_mentions
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.source import Cell, CellPart
from dutylist.records.model import Department, Doubt, Duty, DutyList, DutyTable


def read_row_again(
    duty_list: DutyList, table: DutyTable, duty: Duty, cells: tuple[str, ...]
) -> tuple[Duty, tuple[Department, ...]]:
    """The duty that the row says with these cells, and the list's departments then.

    What the row prints decides: number, category, name, departments, clauses, takeover. Doubts
    about characters stay where these did. Names that are printed for the first time are
    learnt; a department that no row prints any more, and nobody has confirmed, goes.
    """
    as_read = _list_table(table)
    row = _list_row(duty, cells)
    others = [
        one.printed for other in duty_list.duties if other is not duty for one in other.listed
    ]
    own = _own_office(duty_list, as_read, duty)
    printed = row_department_names(as_read, row, own)
    known = {*others, *printed}
    kept = tuple(
        department
        for department in duty_list.departments
        if department.confirmed or not known.isdisjoint(_names(department))
    )
    registry = build_registry([*others, *printed], duty_list.region, kept)
    changed = read_duty(as_read, row, registry, own)
    doubts = kept_doubts(duty, cells)
    return replace(changed, source=duty.source, doubts=doubts), registry.departments


def kept_doubts(duty: Duty, cells: tuple[str, ...]) -> tuple[Doubt, ...]:
    """The doubts about those characters of a duty that stand in its cells' new texts, too."""
    found = []
    for doubt in duty.doubts:
        old, new = duty.cells[doubt.cell - 1], cells[doubt.cell - 1]
        for same in Indel.opcodes(old, new):
            if same.tag == "equal" and same.src_start <= doubt.start and doubt.end <= same.src_end:
                by = same.dest_start - same.src_start
                found.append(replace(doubt, start=doubt.start + by, end=doubt.end + by))
    return tuple(found)


def assigned_again(duty_list: DutyList, duty: Duty) -> Duty:
    """The duty with its clauses, which a person has cut otherwise, assigned by the rules."""
    registry = build_registry(
        [name for other in duty_list.duties for name in other.departments],
        duty_list.region,
        duty_list.departments,
    )
    row = offices_of(duty.listed, registry)
    return replace(
        duty,
        department_clauses=assign(duty.department_clauses, row, registry),
        township_clauses=mark_mentions(duty.township_clauses, row, registry),
    )


def _own_office(duty_list: DutyList, table: ListTable, duty: Duty) -> str:
    """The office of a row whose cells name none: that of the heading above it or of the department
    whose list it is; "" in a township's list."""
    if row_department_names(table, _list_row(duty, duty.cells), ""):
        return ""
    if duty.listed:
        return duty.listed[0].printed
    return duty_list.place if duty_list.side == "department" else ""


def _names(department: Department) -> tuple[str, ...]:
    return (department.name, *department.spellings, *department.open_ended)


def _list_table(table: DutyTable) -> ListTable:
    return ListTable(
        kind=table.kind,
        title=table.title,
        table=1,
        columns=tuple(column.text for column in table.columns),
        roles=tuple(column.role for column in table.columns),
        rows=(),
    )


def _list_row(duty: Duty, cells: tuple[str, ...]) -> ListRow:
    """The row on the page that it begins on: what goes on on the next cannot be told any more."""
    page = duty.source.pages[0] if duty.source.pages else 0
    return ListRow(
        page=page,
        row=duty.source.row,
        cells=tuple(Cell((CellPart(cell, page),) if cell else ()) for cell in cells),
        category=duty.category,
    )
