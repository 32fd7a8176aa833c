"""Corrections of offices: which spelling is whose, what an office is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dutylist.records.model import Actor, Clause, Department, Duty, DutyList

_NameIn = Callable[[Duty, str], str]


def move_spelling(duty_list: DutyList, spelling: str, wanted: str) -> DutyList | None:
    """Let a spelling belong to the department `wanted`, or, where both are one, to a new one."""
    owner = next(
        (one for one in duty_list.departments if spelling in (one.name, *one.spellings)), None
    )
    receiver = next((one for one in duty_list.departments if one.name == wanted), None)
    if owner is None or (receiver is None and wanted != spelling):
        return None
    if receiver is owner and (wanted != spelling or len(owner.spellings) < 2):
        return _confirmed(duty_list, owner)
    left = tuple(one for one in owner.spellings if one != spelling)
    name_left = left[0] if left and spelling == owner.name else owner.name
    if spelling == wanted:
        receiver = Department(spelling, (), ())
    assert receiver is not None
    whole = receiver.name != owner.name and not left
    receiver = replace(
        receiver,
        spellings=tuple(dict.fromkeys((*receiver.spellings, spelling))),
        short_names=_longest_first(receiver.short_names, owner.short_names if whole else ()),
        open_ended=tuple(
            dict.fromkeys((*receiver.open_ended, *(owner.open_ended if whole else ())))
        ),
        confirmed=True,
    )
    departments: list[Department] = []
    for one in duty_list.departments:
        if one is owner:
            if left:
                departments.append(replace(owner, name=name_left, spellings=left, confirmed=True))
            if spelling == wanted:
                departments.append(receiver)
        else:
            departments.append(receiver if one.name == receiver.name else one)

    def name_in(duty: Duty, name: str) -> str:
        if name != owner.name:
            return name
        others = any(one in left or one in owner.open_ended for one in duty.departments)
        if not left or (spelling in duty.departments and not others):
            return receiver.name
        return name_left

    return _relisted(replace(_renamed(duty_list, name_in), departments=tuple(departments)))


def _confirmed(duty_list: DutyList, department: Department) -> DutyList:
    """A person says that the spellings of a department are one office."""
    departments = tuple(
        replace(one, confirmed=True) if one is department else one for one in duty_list.departments
    )
    return replace(duty_list, departments=departments)


def rename(duty_list: DutyList, old: str, new: str) -> DutyList | None:
    """Give a department another canonical name; what the list prints stays."""
    names = {one.name for one in duty_list.departments}
    if old not in names or new in names:
        return None
    departments = tuple(
        replace(one, name=new, spellings=one.spellings or (old,), confirmed=True)
        if one.name == old
        else one
        for one in duty_list.departments
    )
    changed = _renamed(duty_list, lambda duty, name: new if name == old else name)
    return _relisted(replace(changed, departments=departments))


def _relisted(duty_list: DutyList) -> DutyList:
    """The rows' departments by the canonical names that their spellings have now."""
    return _with_duties(
        duty_list,
        lambda duty: replace(
            duty,
            listed=tuple(
                replace(one, office=duty_list.canonical(one.printed)) for one in duty.listed
            ),
        ),
    )


def _with_duties(duty_list: DutyList, changed: Callable[[Duty], Duty]) -> DutyList:
    return replace(
        duty_list,
        lists=tuple(
            replace(table, duties=tuple(map(changed, table.duties))) for table in duty_list.lists
        ),
    )


def _renamed(duty_list: DutyList, name_in: _NameIn) -> DutyList:
    return _with_duties(
        duty_list,
        lambda duty: replace(
            duty,
            department_clauses=_renamed_clauses(duty, duty.department_clauses, name_in),
            township_clauses=_renamed_clauses(duty, duty.township_clauses, name_in),
        ),
    )


def _renamed_clauses(
    duty: Duty, clauses: tuple[Clause, ...], name_in: _NameIn
) -> tuple[Clause, ...]:
    return tuple(
        replace(
            clause,
            actors=_renamed_actors(duty, clause.actors, name_in),
            children=_renamed_clauses(duty, clause.children, name_in),
        )
        for clause in clauses
    )


def _renamed_actors(duty: Duty, actors: tuple[Actor, ...], name_in: _NameIn) -> tuple[Actor, ...]:
    """The actors under their new names; of two that are one now, the first stays."""
    renamed: dict[str, Actor] = {}
    for actor in actors:
        name = name_in(duty, actor.office)
        renamed.setdefault(name, replace(actor, office=name))
    return tuple(renamed.values())


def _longest_first(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys((*one, *other)), key=len, reverse=True))
