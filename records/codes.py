"""The short code that leads to a duty within an edition: 配合-053."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.records.model import Duty, DutyList, DutyTable, Kind

KIND_CODES: dict[Kind, str] = {"basic": "基本", "cooperative": "配合", "recalled": "收回"}


def short_code(duty_list: DutyList, kind: Kind, duty: Duty) -> str:
    """The code of a duty: its list and its number.

    Where the list prints no numbers or begins them again in each category, the duty's place in
    its list stands for the number.
    """
    table = duty_list.table(kind)
    duties = table.duties if table else (duty,)
    number = duty.number
    if number is None or not _numbers_lead(duties):
        places = (n for n, other in enumerate(duties, 1) if other.source == duty.source)
        number = next(places, duty.source.row)
    return _code(kind, number)


def coded_duties(duty_list: DutyList) -> Iterator[tuple[str, DutyTable, Duty]]:
    """Every duty with its code and its list, in reading order."""
    for table in duty_list.lists:
        lead = _numbers_lead(table.duties)
        for place, duty in enumerate(table.duties, 1):
            number = duty.number if lead and duty.number is not None else place
            yield _code(table.kind, number), table, duty


def _numbers_lead(duties: tuple[Duty, ...]) -> bool:
    """Whether each number leads to one duty."""
    numbers = [duty.number for duty in duties]
    return None not in numbers and len(set(numbers)) == len(numbers)


def _code(kind: Kind, number: int) -> str:
    return f"{KIND_CODES[kind]}-{number:03d}"
