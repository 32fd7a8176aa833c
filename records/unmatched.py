"""Names in the clauses that end as an office's does and are no department's of the list."""

from __future__ import annotations

from dataclasses import dataclass

from dutylist.records.model import DutyList, with_children

UNMATCHED = "没有对应"
"""Why an actor stands in the records that is only named: it acts, and nobody knows it."""


@dataclass(frozen=True)
class UnmatchedName:
    """A name as printed, how often it stands so, and the numbers of the duties where it does."""

    name: str
    count: int
    numbers: tuple[str, ...]


def unmatched_names(duty_list: DutyList) -> tuple[UnmatchedName, ...]:
    """The names that matched no department, the most frequent first."""
    places: dict[str, list[str]] = {}
    table = duty_list.table("cooperative")
    for duty in table.duties if table else ():
        for clause in with_children(duty.department_clauses):
            for actor in clause.actors:
                if actor.because == UNMATCHED:
                    places.setdefault(actor.office, []).append(duty.number_or_row)
    found = [
        UnmatchedName(name, len(numbers), tuple(dict.fromkeys(numbers)))
        for name, numbers in places.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.count))
