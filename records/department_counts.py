"""Who has how much to do: the duties and clauses of each department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dutylist.records.errors import EmptyListError
from dutylist.records.model import (
    UNSETTLED,
    Department,
    Duty,
    DutyList,
    leaves,
    number_or_label,
)
from dutylist.records.roles import LEADS, role


@dataclass(frozen=True)
class DepartmentCount:
    """A department's duties: those it leads (牵头) or helps in (配合, see records.roles), and
    those taken back by it (收回). `clauses` are the clauses assigned to it,
    `unassigned` those of its cooperative duties that name nobody."""

    department: Department
    led: tuple[Duty, ...]
    helped: tuple[Duty, ...]
    named: tuple[Duty, ...]
    recalled: tuple[Duty, ...]
    clauses: int
    unassigned: int

    @property
    def other_spellings(self) -> tuple[str, ...]:
        """Spellings in the department columns other than its name, open-ended ones included."""
        return tuple(
            name
            for name in self.department.spellings + self.department.open_ended
            if name != self.department.name
        )

    def as_json(self) -> dict[str, Any]:
        """The counts with the duties' numbers, as JSON values."""
        return {
            "department": self.department.name,
            "led": _numbers(self.led),
            "helped": _numbers(self.helped),
            "named": _numbers(self.named),
            "recalled": _numbers(self.recalled),
            "clauses": self.clauses,
            "unassigned": self.unassigned,
            "other_spellings": list(self.other_spellings),
            "short_names": list(self.department.short_names),
        }


def department_counts(duty_list: DutyList) -> tuple[DepartmentCount, ...]:
    """The counts of every department of the list, in the list's own order."""
    return tuple(_count(duty_list, department) for department in duty_list.departments)


def duties_of(duty_list: DutyList, name: str) -> tuple[Duty, ...]:
    """All duties that list a department, by its canonical name, in reading order."""
    return tuple(duty for duty in duty_list.duties if name in duty.offices)


def find_department(duty_list: DutyList, wanted: str, file: str = "") -> Department:
    """The department that a person means by its name, a spelling or a short name.

    Raises EmptyListError where the list has none, naming those that come near.
    """
    for department in duty_list.departments:
        names = (*department.spellings, *department.open_ended, *department.short_names)
        if wanted == department.name or wanted in names:
            return department
    near = [item.name for item in duty_list.departments if wanted in item.name]
    if len(near) == 1:
        return next(item for item in duty_list.departments if item.name == near[0])
    advice = f"是不是 {'、'.join(near[:6])}" if near else "请用 dutylist departments 查看有哪些部门"
    raise EmptyListError(f"清单中没有“{wanted}”这个部门", advice, file=file)


def _count(duty_list: DutyList, department: Department) -> DepartmentCount:
    led: list[Duty] = []
    helped: list[Duty] = []
    named: list[Duty] = []
    recalled: list[Duty] = []
    clauses = unassigned = 0
    for table in duty_list.lists:
        for duty in table.duties:
            printed = next(
                (one.printed for one in duty.listed if one.office == department.name), None
            )
            acting = table.kind == "cooperative" and department.name in duty.acting
            if printed is None and not acting:
                continue
            if table.kind == "recalled":
                recalled.append(duty)
                continue
            if printed is None:
                named.append(duty)
            else:
                (led if role(duty, printed) == LEADS else helped).append(duty)
            for clause in leaves(duty.department_clauses):
                clauses += department.name in clause.departments
                unassigned += printed is not None and clause.basis in UNSETTLED
    return DepartmentCount(
        *(department, tuple(led), tuple(helped), tuple(named), tuple(recalled)),
        *(clauses, unassigned),
    )


def _numbers(duties: tuple[Duty, ...]) -> list[int | str | None]:
    """What is printed as each duty's number; None where nothing is."""
    numbers = [number_or_label(duty.number, duty.label) for duty in duties]
    return [None if number == "" else number for number in numbers]
