"""A name of the clauses that a person knows: it becomes a short name of its department, and the
clauses that name it are assigned again."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.lists.row_again import read_row_again
from dutylist.records.model import OWN_ROW, Clause, Department, Duty, DutyList, DutyTable

_OWN_ROW = (OWN_ROW, "own table row")
"""What the reader says now, and what it said in records of before."""


def with_short_name(duty_list: DutyList, name: str, owner: str) -> DutyList | None:
    """The records where `name` is a short name of the department `owner`, and of no other one's;
    None where no department is called so. What a person decided of a clause stays."""
    if all(one.name != owner for one in duty_list.departments):
        return None
    departments = tuple(_short_named(one, name, owner) for one in duty_list.departments)
    changed = replace(duty_list, departments=departments)
    lists = tuple(
        replace(
            table,
            duties=tuple(
                _again(changed, table, duty) if _speaks_of(duty, name) else duty
                for duty in table.duties
            ),
        )
        for table in duty_list.lists
    )
    return replace(changed, lists=lists)


def _short_named(department: Department, name: str, owner: str) -> Department:
    names = [one for one in department.short_names if one != name]
    if department.name == owner:
        names = sorted([*names, name], key=len, reverse=True)
    return replace(department, short_names=tuple(names))


def _speaks_of(duty: Duty, name: str) -> bool:
    return any(name in cell for cell in duty.cells)


def _again(duty_list: DutyList, table: DutyTable, duty: Duty) -> Duty:
    read, _ = read_row_again(duty_list, table, duty, duty.cells)
    same = read.listed and read.offices == duty.offices
    return replace(
        duty,
        listed=read.listed if same else duty.listed,
        department_clauses=_assigned(duty.department_clauses, read.department_clauses),
        township_clauses=_assigned(duty.township_clauses, read.township_clauses),
    )


def _assigned(clauses: tuple[Clause, ...], read: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with what reading them again says of them; where it cuts them otherwise (the
    rows of a divided cell can't be told any more) they stay."""
    if [one.text for one in clauses] != [one.text for one in read]:
        return clauses
    return tuple(
        replace(
            clause if _is_settled(clause) else again,
            children=_assigned(clause.children, again.children),
        )
        for clause, again in zip(clauses, read, strict=True)
    )


def _is_settled(clause: Clause) -> bool:
    """Whether a person or the clause's own table row says whose it is."""
    return clause.basis == "decided" or any(actor.because in _OWN_ROW for actor in clause.actors)
