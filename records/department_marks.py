"""What a department is to a duty: it leads (牵头), helps (配合) or takes it back (收回)."""

from __future__ import annotations

from typing import Literal

from records.model import Duty, DutyList, Kind

Mark = Literal["lead", "help", "takeover"]

MARK_NAMES: dict[Mark, str] = {"lead": "牵头", "help": "配合", "takeover": "收回"}


def department_marks(duty_list: DutyList, kind: Kind, duty: Duty) -> tuple[tuple[str, Mark], ...]:
    """The duty's departments by canonical name, each with its mark, in the row's order.

    The department that stands first leads; all departments of a recalled duty take it back. One
    that stands twice, in two spellings, counts where it stands first.
    """
    names = dict.fromkeys(duty_list.canonical(name) for name in duty.departments)
    return tuple((name, _mark(kind, place)) for place, name in enumerate(names))


def _mark(kind: Kind, place: int) -> Mark:
    if kind == "recalled":
        return "takeover"
    return "lead" if place == 0 else "help"
