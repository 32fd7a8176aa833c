"""Duties as people name several of them: 配合5，配合7-9，基本12."""

from __future__ import annotations

from dutylist.records.codes import KIND_CODES, coded_duties
from dutylist.records.errors import EmptyListError
from dutylist.records.model import Duty, DutyList, Kind
from dutylist.records.patterns import Pattern

_NAMED = Pattern(
    rf"({'|'.join(KIND_CODES.values())})(?:履职)?-?第?(\d{{1,6}})项?(?:[-—–－~～至](\d{{1,6}})项?)?"
)
_BETWEEN = Pattern(r"[\s,，、;；]+")

_HINT = "请写成 配合5,配合7-9,基本12 这样：哪个清单（基本、配合、收回）、第几项"


def named_duties(duty_list: DutyList, text: str) -> tuple[tuple[Kind, Duty], ...]:
    """The duties that a text names, in the list's order.

    Raises EmptyListError naming what is not understood or not there.
    """
    kinds = {name: kind for kind, name in KIND_CODES.items()}
    wanted: set[tuple[Kind, int]] = set()
    every = {
        (table.kind, int(code.rpartition("-")[2])): duty
        for code, table, duty in coded_duties(duty_list)
    }
    for part in filter(None, _BETWEEN.split(text)):
        match = _NAMED.fullmatch(part)
        if match is None:
            raise EmptyListError(f"“{part}”看不出是哪些事项", _HINT)
        kind, first, last = kinds[match[1]], int(match[2]), int(match[3] or match[2])
        of_kind = [number for other, number in every if other == kind]
        missing = [number for number in (first, last) if number not in of_kind]
        if missing or last < first:
            raise EmptyListError(f"清单里没有“{part}”这样的事项", _HINT)
        wanted |= {(kind, number) for number in of_kind if first <= number <= last}
    return tuple((kind, duty) for (kind, number), duty in every.items() if (kind, number) in wanted)
