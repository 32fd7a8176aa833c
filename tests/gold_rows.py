"""Rows as gold.json of a folder of cases has them: what was read, and what should be, without
white space."""

from __future__ import annotations

from typing import Any

from dutylist.records.model import Duty, DutyTable, Role
from dutylist.records.text import squeezed


def row(table: DutyTable, duty: Duty) -> list[Any]:
    """Kind, number, category, name, departments, what they do, what the township does, and
    [department, method] of what is taken back."""

    def cell(role: Role) -> str:
        pairs = zip(duty.cells, table.roles, strict=True)
        return "".join(squeezed(text) for text, its in pairs if its == role)

    return [
        table.kind,
        duty.number,
        duty.category,
        squeezed(duty.name),
        list(duty.departments),
        cell("department duties"),
        cell("township duties"),
        [[taken.department, squeezed(taken.method)] for taken in duty.takeover],
    ]


def wanted(duty: list[Any]) -> list[Any]:
    """The same of a row of gold.json."""
    kind, number, category, name, departments, theirs, ours, takeover = duty
    return [
        *(kind, number, category, squeezed(name), departments, squeezed(theirs), squeezed(ours)),
        [[office, squeezed(method)] for office, method in takeover],
    ]
