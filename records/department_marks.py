"""What a department is to a duty: it leads (牵头), helps (配合), takes it back (收回), or is only
named in its clauses (条文所列)."""

from __future__ import annotations

from typing import Literal

from dutylist.records.model import Duty, Kind, leaves
from dutylist.records.roles import LEADS, role

Mark = Literal["lead", "help", "takeover", "named"]

MARK_NAMES: dict[Mark, str] = {
    "lead": "牵头",
    "help": "配合",
    "takeover": "收回",
    "named": "条文所列",
}


def department_marks(kind: Kind, duty: Duty) -> tuple[tuple[str, Mark], ...]:
    """The duty's departments by canonical name, each with its mark, in the row's order.

    All departments of a recalled duty take it back. One that stands twice, in two spellings,
    counts where it stands first. Last come those that the row does not list and a clause gives
    work to.
    """
    marks: dict[str, Mark] = {}
    for listed in duty.listed:
        marks.setdefault(listed.office, _mark(kind, duty, listed.printed))
    for clause in leaves(duty.department_clauses):
        for name in clause.departments:
            marks.setdefault(name, "named")
    return tuple(marks.items())


def _mark(kind: Kind, duty: Duty, printed: str) -> Mark:
    if kind == "recalled":
        return "takeover"
    return "lead" if role(duty, printed) == LEADS else "help"
