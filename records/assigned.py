"""Which duty of a list each row of an assignment file belongs to, and what does not fit."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutylist.records.assigned_people import people_findings
from dutylist.records.assignments import (
    PERSON,
    PHONE,
    STATION,
    Assignment,
    AssignmentFinding,
    Assignments,
)
from dutylist.records.codes import coded_duties
from dutylist.records.doers import Roster
from dutylist.records.model import DutyList


@dataclass(frozen=True)
class Assigned:
    """The assignments of an edition by duty code, and what did not fit."""

    by_code: dict[str, Assignment]
    findings: tuple[AssignmentFinding, ...]


def with_phones(assignments: Assignments) -> Assignments:
    """The same, where 联系电话 is empty with those of the people's sheet."""
    roster = Roster(assignments)
    return replace(assignments, rows=tuple(_with_phone(row, roster) for row in assignments.rows))


def _with_phone(row: Assignment, roster: Roster) -> Assignment:
    if row.value(PHONE):
        return row
    found = "、".join(filter(None, (roster.doer(row, name).phone for name in row.people)))
    values = (dict(row.values) | {PHONE: found}).items()
    return replace(row, values=tuple(values)) if found else row


def rows_by_code(duty_list: DutyList, assignments: Assignments | None) -> dict[str, Assignment]:
    """Who does each duty, by its code, with the telephones of the people's sheet; nothing where
    there are no assignments."""
    if not assignments:
        return {}
    _, given = _claimed(_names(duty_list), with_phones(assignments).rows)
    # A template that names a column finds it empty where the workbook has no row.
    empty = tuple((column, "") for column in assignments.columns)
    return {
        code: given.get(code) or Assignment(code, duty.name, empty)
        for code, _, duty in coded_duties(duty_list)
    }


def in_the_lists_order(duty_list: DutyList, assignments: Assignments) -> Assignments:
    """The rows under the codes and names that their duties have now, in the list's order. Those of
    no duty stand among the gone ones: nothing that was typed is lost."""
    _, given = _claimed(_names(duty_list), assignments.rows)
    rows = tuple(
        replace(row, code=code, name=duty.name)
        for code, _, duty in coded_duties(duty_list)
        if (row := given.get(code))
    )
    used = {id(row) for row in given.values()}
    left = tuple(row for row in assignments.rows if id(row) not in used)
    return replace(assignments, rows=rows, gone=(*assignments.gone, *left))


def assigned(duty_list: DutyList, assignments: Assignments) -> Assigned:
    """Which duty each row belongs to: the one whose name it has, that of its code where it has no
    name. A row whose name and code disagree goes by its name: numbers are given again every year.
    What fits nothing is told and used for nothing."""
    names = _names(duty_list)
    claims, by_code = _claimed(names, assignments.rows)
    findings = [
        *_unused(claims, by_code, names),
        *_under_another_code(claims, by_code),
        *_row_findings(by_code, names),
        *people_findings(by_code.values(), assignments),
    ]
    return Assigned(by_code, tuple(findings))


Claim = tuple[Assignment, str, int]
"""A row, the code of the duty that it is about ("" for none), how well it says so (0 best)."""


def _names(duty_list: DutyList) -> dict[str, str]:
    """The duties' names by code, in the list's order."""
    return {code: duty.name for code, _, duty in coded_duties(duty_list)}


def _claimed(
    names: dict[str, str], rows: Iterable[Assignment]
) -> tuple[list[Claim], dict[str, Assignment]]:
    """What each row says that it is about, and the row that each duty has, by its code."""
    codes_of: dict[str, list[str]] = {}
    for code, name in names.items():
        codes_of.setdefault(_spoken(name), []).append(code)
    claims = [(row, *_claim(row, names, codes_of)) for row in rows]
    best: dict[str, Assignment] = {}
    for row, code, _ in sorted(claims, key=lambda claim: claim[2]):
        if code:
            best.setdefault(code, row)
    return claims, {code: best[code] for code in names if code in best}


def _spoken(name: str) -> str:
    """A name without white space, marks and widths: what remains is said otherwise or not."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name)))


def _claim(
    row: Assignment, names: dict[str, str], codes_of: dict[str, list[str]]
) -> tuple[str, int]:
    name = _spoken(row.name)
    if name and _spoken(names.get(row.code, "")) == name:
        return row.code, 0
    same_name = codes_of.get(name, [])
    if name and len(same_name) == 1:
        return same_name[0], 1
    if row.code in names and not name:
        return row.code, 2
    return "", 3


def _unused(
    claims: Iterable[Claim], by_code: dict[str, Assignment], names: dict[str, str]
) -> Iterator[AssignmentFinding]:
    for row, code, _ in claims:
        if not code and row.code in names and row.name:
            message = (
                f"{row.code} 的事项名称与清单不同：清单是“{names[row.code]}”，分工表是"
                f"“{row.name}”；这一行没有使用，是同一项的请照清单改名称"
            )
            yield AssignmentFinding("wording", row.place, message)
        elif not code:
            called = f"{row.code or '未写编号'}　{row.name or '未写名称'}"
            message = f"清单中没有“{called}”这一项，这一行没有使用"
            yield AssignmentFinding("unknown duty", row.place, message)
        elif by_code[code] is not row:
            used = by_code[code].place
            message = f"{code} 另有一行（{used}），这一行没有使用"
            yield AssignmentFinding("twice", row.place, message)


_SHOWN_CODES = 5
"""Rows under another code that are told one by one: of last year's workbook it is nearly all."""


def _under_another_code(
    claims: Iterable[Claim], by_code: dict[str, Assignment]
) -> Iterator[AssignmentFinding]:
    moved = [
        f"{row.place} {row.code}→{code}"
        for row, code, _ in claims
        if code and row.code and row.code != code and by_code[code] is row
    ]
    if moved:
        more = f"等 {len(moved)} 行" if len(moved) > _SHOWN_CODES else ""
        message = f"编号与清单不同，按事项名称使用：{'，'.join(moved[:_SHOWN_CODES])}{more}"
        yield AssignmentFinding("code", "分工表", message)


def _row_findings(
    by_code: dict[str, Assignment], names: dict[str, str]
) -> Iterator[AssignmentFinding]:
    for code, name in names.items():
        row = by_code.get(code)
        if row is None or not any(row.value(field).strip() for field in (STATION, PERSON)):
            where = row.place if row else code
            yield AssignmentFinding("nobody", where, f"{code}　{name}：没有责任站所，也没有责任人")
        if row is None:
            continue
        if row.doubt:
            yield AssignmentFinding("doubt", row.place, f"{code}　{name}：{row.doubt}")
        for person, count in Counter(row.people).items():
            if count > 1:
                message = f"{code}　{name}：责任人“{person}”写了 {count} 次"
                yield AssignmentFinding("person twice", row.place, message)


def people_of(assignments: Assignments, found: Assigned) -> tuple[str, ...]:
    """Everyone who has a duty, those of the people's sheet first and in its order; two of one name
    are called apart."""
    roster = Roster(assignments)
    named = dict.fromkeys(
        roster.doer(row, name).name for row in found.by_code.values() for name in row.people
    )
    known = [doer.name for doer in roster.doers if doer.name in named]
    return tuple(dict.fromkeys([*known, *named]))


def stations_of(assignments: Assignments, found: Assigned) -> tuple[str, ...]:
    """Every office (站所) that has a duty, those of the people's sheet first."""
    named = dict.fromkeys(station for row in found.by_code.values() for station in row.stations)
    known = [person.station for person in assignments.people if person.station in named]
    return tuple(dict.fromkeys([*known, *named]))
