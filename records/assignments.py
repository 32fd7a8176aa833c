"""Who does each duty in the township (分工): leaders, offices, people, and columns of its own.

An assignment file belongs to one edition. What it says is kept as written; where it no longer
fits the list, that is a finding, and nothing is guessed.
"""

from __future__ import annotations

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

_BETWEEN_NAMES = Pattern(r"[、，,；;/\n]+")


@dataclass(frozen=True)
class Person:
    """Someone of the township: name, office (站所), post and telephone, as written."""

    name: str
    station: str = ""
    post: str = ""
    phone: str = ""

    @property
    def called(self) -> str:
        """The name as rows have it, without the blanks that spread it over a cell."""
        names = names_in(self.name)
        return names[0] if len(names) == 1 else self.name


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
    def leaders(self) -> tuple[str, ...]:
        """The names in 责任领导."""
        return names_in(self.value(LEADER))

    @property
    def people(self) -> tuple[str, ...]:
        """The names in 责任人, each as often as written."""
        return names_in(self.value(PERSON))

    @property
    def stations(self) -> tuple[str, ...]:
        """The offices in 责任站所."""
        return names_in(self.value(STATION))

    @property
    def place(self) -> str:
        """Where it stands, for a person who looks it up."""
        return f"分工表第 {self.row} 行" if self.row else self.code


@dataclass(frozen=True)
class Assignments:
    """A whole assignment file: its columns behind the duty's own, rows and people.

    `gone` are rows of the edition before whose duties the list no longer has.
    """

    columns: tuple[str, ...] = FIELDS
    rows: tuple[Assignment, ...] = ()
    people: tuple[Person, ...] = ()
    gone: tuple[Assignment, ...] = ()


FindingCode = Literal[
    "unknown duty",
    "twice",
    "wording",
    "code",
    "doubt",
    "nobody",
    "person twice",
    "unknown person",
    "unknown station",
    "which person",
    "elsewhere",
    "phone",
]

MISFITS: tuple[FindingCode, ...] = ("unknown duty", "twice", "wording", "code")
"""Findings that say how a row fits its list, and not who does the duty."""

UNUSED: tuple[FindingCode, ...] = ("unknown duty", "twice", "wording")
"""Those of rows that are used for nothing."""


@dataclass(frozen=True)
class AssignmentFinding:
    """Something about an assignment file that a person should look at."""

    code: FindingCode
    place: str
    message: str


def empty_assignments(duty_list: DutyList) -> Assignments:
    """A row for every duty, nothing filled in."""
    blank = tuple((column, "") for column in FIELDS)
    return Assignments(
        rows=tuple(Assignment(code, duty.name, blank) for code, _, duty in coded_duties(duty_list))
    )


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


def names_in(text: str) -> tuple[str, ...]:
    """The names in a cell; one that is spread over its width ("王 强", "王 建国") is one."""
    return tuple(
        name for part in _BETWEEN_NAMES.split(text) for name in _spread(part.split()) if name
    )


def _spread(words: list[str]) -> list[str]:
    """Words with a blank between them: a name has more than one character."""
    names: list[str] = []
    for word in words:
        if names and (len(names[-1]) == 1 or (len(word) == 1 and word is words[-1])):
            names[-1] += word
        else:
            names.append(word)
    return names
