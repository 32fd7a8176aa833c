"""What an assignment file says of people that its own people's sheet does not, and telephones that
are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dutylist.records.assignments import (
    LEADER,
    PEOPLE_SHEET,
    PERSON,
    PHONE,
    STATION,
    WATCH_PHONE,
    Assignment,
    AssignmentFinding,
    Assignments,
    FindingCode,
    Person,
)
from dutylist.records.doers import Roster
from dutylist.records.patterns import Pattern

_MARKS = Pattern(r"[、，,；;/\n]+")
_LETTER_IN_NUMBER = Pattern(r"\d[A-Za-zＡ-Ｚａ-ｚ]|[A-Za-zＡ-Ｚａ-ｚ]\d")
_MOBILE = Pattern(r"1[3-9]\d{4,}")
_MOBILE_DIGITS = 11


def people_findings(
    rows: Iterable[Assignment], assignments: Assignments
) -> Iterator[AssignmentFinding]:
    """What is to be looked at; the same of several rows is told once, at the first of them."""
    places: dict[tuple[FindingCode, str], list[str]] = {}
    roster = Roster(assignments)
    stations = {one.station for one in assignments.people if one.station}
    for row in rows:
        for told in (*_of_people(row, roster), *_of_stations(row, stations), *_of_phones(row)):
            places.setdefault(told, []).append(row.place)
    for (code, message), where in places.items():
        again = f"（共 {len(where)} 行）" if len(where) > 1 else ""
        yield AssignmentFinding(code, where[0], message + again)
    yield from _of_the_sheet(assignments.people)


def _of_people(row: Assignment, roster: Roster) -> Iterator[tuple[FindingCode, str]]:
    if not roster.doers:
        return
    for field, names in ((LEADER, row.leaders), (PERSON, row.people)):
        for name in dict.fromkeys(names):
            several = roster.named(name)
            doer = roster.doer(row, name)
            if not several:
                yield "unknown person", f"{field}“{name}”不在“{PEOPLE_SHEET}”表"
            elif not doer.known:
                message = (
                    f"{field}“{name}”在“{PEOPLE_SHEET}”表有 {len(several)} 人，分不清是哪一位；"
                    f"请写“{several[0].name}”或“{several[1].name}”"
                )
                yield "which person", message
            elif field == PERSON and _elsewhere(row, doer.stations):
                message = (
                    f"责任人“{name}”在“{PEOPLE_SHEET}”表是{'、'.join(doer.stations)}的，"
                    f"这里的责任站所是{'、'.join(row.stations)}"
                )
                yield "elsewhere", message


def _elsewhere(row: Assignment, stations: tuple[str, ...]) -> bool:
    return bool(stations and row.stations) and not set(stations) & set(row.stations)


def _of_stations(row: Assignment, stations: set[str]) -> Iterator[tuple[FindingCode, str]]:
    for name in dict.fromkeys(row.stations) if stations else ():
        if name not in stations:
            yield "unknown station", f"{STATION}“{name}”不在“{PEOPLE_SHEET}”表"


def _of_phones(row: Assignment) -> Iterator[tuple[FindingCode, str]]:
    for field in (PHONE, WATCH_PHONE):
        if _odd_phone(row.value(field)):
            yield "phone", f"{field}“{row.value(field)}”不像电话号码"


def _odd_phone(text: str) -> bool:
    """Whether a text that should be telephones has a part that is none: no figure, a letter beside
    one, a mobile's number of too few or too many."""
    return any(map(_is_odd, filter(str.strip, _MARKS.split(text))))


def _is_odd(part: str) -> bool:
    if not any(map(str.isdigit, part)) or _LETTER_IN_NUMBER.search(part):
        return True
    run = "".join(part.split()).replace("-", "")
    words = [run] if len(run) == _MOBILE_DIGITS else part.replace("-", "").split()
    mobiles = (found[0] for word in words if (found := _MOBILE.match(word)))
    return any(len(number) != _MOBILE_DIGITS for number in mobiles)


def _of_the_sheet(people: Iterable[Person]) -> Iterator[AssignmentFinding]:
    people = tuple(people)
    for name, count in Counter(person.called for person in people if person.name).items():
        if count > 1:
            message = (
                f"“{name}”有 {count} 行；如是重名，按责任站所分清，分不清的另行说明；"
                "如是一个人，请只留一行"
            )
            yield AssignmentFinding("person twice", PEOPLE_SHEET, message)
    for person in people:
        if person.phone and _odd_phone(person.phone):
            message = f"{person.name}的联系电话“{person.phone}”不像电话号码"
            yield AssignmentFinding("phone", PEOPLE_SHEET, message)
