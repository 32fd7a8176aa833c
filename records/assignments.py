"""Who does each duty in the township (分工): leaders, offices, people, and columns of its own.

An assignment file belongs to one edition. What it says is kept as written; where it no longer
fits the list, that is a finding, and nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dutylist.records.codes import coded_duties
from dutylist.records.model import DutyList
from dutylist.records.patterns import Pattern

LEADER, STATION, PERSON = "责任领导", "责任站所", "责任人"
PHONE, WATCH_PHONE = "联系电话", "监督电话"
FIELDS = (LEADER, STATION, PERSON, PHONE, WATCH_PHONE, "办理依据", "办理流程", "办理时限")
"""The columns that every assignment file has, in this order; an office adds its own behind."""

DOUBT = "待核"
"""The column that says what a carried-over row asks a person to look at."""

SHEET, PEOPLE_SHEET, GONE_SHEET = "分工", "人员和站所", "已取消的事项"
CODE, NAME = "编号", "事项名称"
OF_THE_LIST = ("清单", CODE, "序号", "事项类别", NAME, "对应部门")
"""The columns of an assignment file that come from the list, in front of the office's."""

_BETWEEN_NAMES = Pattern(r"[、，,；;/\n\s]+")


@dataclass(frozen=True)
class Person:
    """Someone of the township: name, office (站所), post and telephone, as written."""

    name: str
    station: str = ""
    post: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Assignment:
    """What the office wrote for one duty.

    `code` and `name` are those of the edition that it was written for. `values` are (column,
    text) in the columns' order, empty ones included. `doubt` says what must be looked at where
    the row was carried over from an older edition. `row` is the workbook's row, from 1, 0 where
    there is none.
    """

    code: str
    name: str
    values: tuple[tuple[str, str], ...]
    doubt: str = ""
    row: int = 0

    def value(self, column: str) -> str:
        """The text in a column; "" where the file has no such column."""
        return dict(self.values).get(column, "")

    @property
    def people(self) -> tuple[str, ...]:
        """The names in 责任人, each as often as written."""
        return _names(self.value(PERSON))

    @property
    def stations(self) -> tuple[str, ...]:
        """The offices in 责任站所."""
        return _names(self.value(STATION))


@dataclass(frozen=True)
class Assignments:
    """A whole assignment file: its columns behind the duty's own, rows and people.

    `gone` are rows of the edition before whose duties the list no longer has.
    """

    columns: tuple[str, ...] = FIELDS
    rows: tuple[Assignment, ...] = ()
    people: tuple[Person, ...] = ()
    gone: tuple[Assignment, ...] = ()

    def phone_of(self, name: str) -> str:
        """The telephone of a person on the people's sheet; "" where it has none or two differ."""
        phones = {person.phone for person in self.people if person.name == name and person.phone}
        return phones.pop() if len(phones) == 1 else ""


def with_phones(assignments: Assignments) -> Assignments:
    """The same, where 联系电话 is empty with those of the people's sheet."""
    return replace(
        assignments, rows=tuple(_with_phone(row, assignments) for row in assignments.rows)
    )


def _with_phone(row: Assignment, assignments: Assignments) -> Assignment:
    if row.value(PHONE):
        return row
    found = "、".join(filter(None, (assignments.phone_of(name) for name in row.people)))
    values = (dict(row.values) | {PHONE: found}).items()
    return replace(row, values=tuple(values)) if found else row


FindingCode = Literal["unknown duty", "twice", "wording", "code", "doubt", "person twice", "nobody"]


@dataclass(frozen=True)
class AssignmentFinding:
    """Something about an assignment file that a person should look at."""

    code: FindingCode
    place: str
    message: str


@dataclass(frozen=True)
class Assigned:
    """The assignments of an edition by duty code, and what did not fit."""

    by_code: dict[str, Assignment]
    findings: tuple[AssignmentFinding, ...]


def empty_assignments(duty_list: DutyList) -> Assignments:
    """A row for every duty, nothing filled in."""
    blank = tuple((column, "") for column in FIELDS)
    return Assignments(
        rows=tuple(Assignment(code, duty.name, blank) for code, _, duty in coded_duties(duty_list))
    )


def rows_by_code(duty_list: DutyList, assignments: Assignments | None) -> dict[str, Assignment]:
    """Who does each duty, by its code, with the telephones of the people's sheet; nothing where
    there are no assignments."""
    if not assignments:
        return {}
    given = assigned(duty_list, with_phones(assignments)).by_code
    # A template that names a column finds it empty where the workbook has no row.
    empty = tuple((column, "") for column in assignments.columns)
    return {
        code: given.get(code) or Assignment(code, duty.name, empty)
        for code, _, duty in coded_duties(duty_list)
    }


def named_as(assignments: Assignments, before: DutyList, after: DutyList) -> Assignments:
    """The same for a list whose duties people have given other names, or have not yet: the rows
    under the names of the one reading bear those of the other."""
    was = {duty.source: (code, duty.name) for code, _, duty in coded_duties(before)}
    other = {
        was[duty.source]: duty.name
        for code, _, duty in coded_duties(after)
        if was.get(duty.source, ("",))[0] == code
    }
    rows = (
        replace(one, name=other.get((one.code, one.name), one.name)) for one in assignments.rows
    )
    return replace(assignments, rows=tuple(rows))


def in_the_lists_order(duty_list: DutyList, assignments: Assignments) -> Assignments:
    """The rows under the codes and names that their duties have now, in the list's order. Those of
    no duty stand among the gone ones: nothing that was typed is lost."""
    given = assigned(duty_list, assignments).by_code
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
    names = {code: duty.name for code, _, duty in coded_duties(duty_list)}
    codes_of: dict[str, list[str]] = {}
    for code, name in names.items():
        codes_of.setdefault(_spoken(name), []).append(code)
    claims = [(row, *_claim(row, names, codes_of)) for row in assignments.rows]
    by_code: dict[str, Assignment] = {}
    for row, code, _ in sorted(claims, key=lambda claim: claim[2]):
        if code:
            by_code.setdefault(code, row)
    findings = [
        *_unused(claims, by_code, names),
        *_under_another_code(claims, by_code),
        *_row_findings({code: by_code[code] for code in names if code in by_code}, names),
        *_people_findings(assignments.people),
    ]
    return Assigned({code: by_code[code] for code in names if code in by_code}, tuple(findings))


Claim = tuple[Assignment, str, int]
"""A row, the code of the duty that it is about ("" for none), how well it says so (0 best)."""


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
            yield AssignmentFinding("wording", _place(row), message)
        elif not code:
            called = f"{row.code or '未写编号'}　{row.name or '未写名称'}"
            message = f"清单中没有“{called}”这一项，这一行没有使用"
            yield AssignmentFinding("unknown duty", _place(row), message)
        elif by_code[code] is not row:
            used = _place(by_code[code])
            message = f"{code} 另有一行（{used}），这一行没有使用"
            yield AssignmentFinding("twice", _place(row), message)


_SHOWN_CODES = 5
"""Rows under another code that are told one by one: of last year's workbook it is nearly all."""


def _under_another_code(
    claims: Iterable[Claim], by_code: dict[str, Assignment]
) -> Iterator[AssignmentFinding]:
    moved = [
        f"{_place(row)} {row.code}→{code}"
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
            where = _place(row) if row else code
            yield AssignmentFinding("nobody", where, f"{code}　{name}：没有责任站所，也没有责任人")
        if row is None:
            continue
        if row.doubt:
            yield AssignmentFinding("doubt", _place(row), f"{code}　{name}：{row.doubt}")
        for person, count in Counter(row.people).items():
            if count > 1:
                message = f"{code}　{name}：责任人“{person}”写了 {count} 次"
                yield AssignmentFinding("person twice", _place(row), message)


def _people_findings(people: Iterable[Person]) -> Iterator[AssignmentFinding]:
    counts = Counter(person.name for person in people)
    for name, count in counts.items():
        if count > 1:
            yield AssignmentFinding(
                "person twice", "人员和站所", f"“{name}”有 {count} 行；如是重名，请在姓名后加注区分"
            )


def people_of(assignments: Assignments, found: Assigned) -> tuple[str, ...]:
    """Everyone who has a duty, those of the people's sheet first and in its order."""
    named = dict.fromkeys(person for row in found.by_code.values() for person in row.people)
    known = [person.name for person in assignments.people if person.name in named]
    return tuple(dict.fromkeys([*known, *named]))


def stations_of(assignments: Assignments, found: Assigned) -> tuple[str, ...]:
    """Every office (站所) that has a duty, those of the people's sheet first."""
    named = dict.fromkeys(station for row in found.by_code.values() for station in row.stations)
    known = [person.station for person in assignments.people if person.station in named]
    return tuple(dict.fromkeys([*known, *named]))


def _place(row: Assignment) -> str:
    return f"分工表第 {row.row} 行" if row.row else row.code


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in _BETWEEN_NAMES.split(text) if name)
