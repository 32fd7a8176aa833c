"""What one person or one office (站所) of the township has to do, and who has how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dutylist.records.assigned import Assigned, people_of, stations_of
from dutylist.records.assignments import (
    Assignment,
    Assignments,
)
from dutylist.records.codes import coded_duties
from dutylist.records.doers import Roster
from dutylist.records.model import KIND_NAMES, Duty, DutyList, DutyTable, Kind
from dutylist.records.wording import heads, said
from dutylist.render.views.card import CardSection, card_view
from dutylist.render.views.dates import printed_date
from dutylist.render.views.line_breaks import character_width
from dutylist.render.views.names import title_below, township_name

KINDS: tuple[Kind, ...] = ("basic", "cooperative", "recalled")


@dataclass(frozen=True)
class HandoutDuty:
    """One duty on a handout: the township's own people, and what the county's side does.

    `people` are the columns of the assignments' workbook that are filled in, `assignment` all;
    `facts` are the lines below the duty's name, in which these, category, offices and source stand.
    """

    code: str
    category: str
    name: str
    departments: str
    people: tuple[tuple[str, str], ...]
    sections: tuple[CardSection, ...]
    source: str
    assignment: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandoutGroup:
    """The duties of one list, under its name."""

    heading: str
    duties: tuple[HandoutDuty, ...]


@dataclass(frozen=True)
class HandoutView:
    """All duties of one person or one office. `whose` is its name, `what` 站所 or 个人.

    `counts` are the numbers of duties below `heads`.
    """

    heading: str
    whose: str
    what: str
    note: str
    township: str
    title: str
    issued: str
    heads: tuple[str, ...]
    counts: tuple[str, ...]
    groups: tuple[HandoutGroup, ...]


@dataclass(frozen=True)
class LoadRow:
    """How many duties of each list someone has, and all together."""

    name: str
    note: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Vacancy:
    """A duty without anyone."""

    code: str
    category: str
    name: str


@dataclass(frozen=True)
class LoadView:
    """Who has how much, and which duties nobody has."""

    heading: str
    township: str
    title: str
    issued: str
    heads: tuple[str, ...]
    stations: tuple[LoadRow, ...]
    people: tuple[LoadRow, ...]
    leaders: tuple[LoadRow, ...]
    vacancies: tuple[Vacancy, ...]
    vacancies_heading: str


def station_handout(duty_list: DutyList, found: Assigned, station: str) -> HandoutView:
    """All duties of an office of the township."""
    return _handout(duty_list, found, station, "站所", lambda row: station in row.stations, "")


def person_handout(
    duty_list: DutyList, assignments: Assignments, found: Assigned, name: str
) -> HandoutView:
    """All duties of a person, by the name of `people_of`."""
    roster = Roster(assignments)
    known = [one for one in roster.doers if one.name == name]
    note = "　".join(filter(None, (known[0].posts, known[0].phone))) if known else ""
    return _handout(duty_list, found, name, "个人", lambda row: name in _doers(roster, row), note)


def load_view(duty_list: DutyList, assignments: Assignments, found: Assigned) -> LoadView:
    """Who has how much; duties without office and person are vacancies."""
    rows = [
        (table.kind, row)
        for code, table, _ in coded_duties(duty_list)
        if (row := found.by_code.get(code))
    ]
    roster = Roster(assignments)
    notes = {one.name: one.posts for one in roster.doers}
    leaders = tuple(dict.fromkeys(name for _, row in rows for name in _leaders(roster, row)))
    vacancies = tuple(
        Vacancy(code, duty.category, duty.name)
        for code, _, duty in coded_duties(duty_list)
        if not _has_anyone(found.by_code.get(code))
    )
    township = township_name(duty_list)
    return LoadView(
        heading=said("handout.load_title", township=township),
        township=township,
        title=title_below(duty_list),
        issued=printed_date(duty_list.issued),
        heads=heads("handout.heads"),
        stations=tuple(
            LoadRow(name, "", _counts(kind for kind, row in rows if name in row.stations))
            for name in stations_of(assignments, found)
        ),
        people=tuple(
            LoadRow(
                name,
                notes.get(name, ""),
                _counts(kind for kind, row in rows if name in _doers(roster, row)),
            )
            for name in people_of(assignments, found)
        ),
        leaders=tuple(
            LoadRow(
                name,
                notes.get(name, ""),
                _counts(kind for kind, row in rows if name in _leaders(roster, row)),
            )
            for name in leaders
        ),
        vacancies=vacancies,
        vacancies_heading=said("handout.vacancies", count=len(vacancies)),
    )


def _doers(roster: Roster, row: Assignment) -> set[str]:
    return {roster.doer(row, name).name for name in row.people}


def _leaders(roster: Roster, row: Assignment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(roster.doer(row, name).name for name in row.leaders))


def _has_anyone(row: Assignment | None) -> bool:
    return row is not None and bool(row.people or row.stations)


def _counts(kinds: Iterable[Kind]) -> tuple[int, ...]:
    """How many of each list, in the order of KINDS, and all together."""
    found = Counter(kinds)
    return (*(found[kind] for kind in KINDS), found.total())


def _handout(
    duty_list: DutyList,
    found: Assigned,
    whose: str,
    what: str,
    has: Callable[[Assignment], bool],
    note: str,
) -> HandoutView:
    mine = [
        (table, duty, row)
        for code, table, duty in coded_duties(duty_list)
        if (row := found.by_code.get(code)) and has(row)
    ]
    by_kind = [
        (kind, [item for item in mine if item[0].kind == kind])
        for kind in KINDS
        if any(item[0].kind == kind for item in mine)
    ]
    counts = _counts(table.kind for table, _, _ in mine)
    return HandoutView(
        heading=said("handout.title", whose=whose),
        whose=whose,
        what=what,
        note=note,
        township=township_name(duty_list),
        title=title_below(duty_list),
        issued=printed_date(duty_list.issued),
        heads=heads("handout.heads"),
        counts=tuple(said("handout.count", count=count) for count in counts),
        groups=tuple(
            HandoutGroup(
                said("handout.list", numeral=numeral, list=KIND_NAMES[kind], count=len(items)),
                tuple(_duty(duty_list, *item) for item in items),
            )
            for numeral, (kind, items) in zip(heads("handout.numerals"), by_kind, strict=False)
        ),
    )


def _duty(duty_list: DutyList, table: DutyTable, duty: Duty, row: Assignment) -> HandoutDuty:
    card = card_view(duty_list, table.kind, duty, row)
    departments = "、".join(card.departments)
    people = tuple((column, text) for column, text in card.assignment if text)
    return HandoutDuty(
        code=card.code,
        category=card.category,
        name=card.name,
        departments=departments,
        people=people,
        sections=card.sections,
        source=card.source,
        assignment=card.assignment,
        facts=fact_lines(card.category, departments, people, card.source),
    )


FACTS_WIDTH = 35.0
"""em; a line of facts: 156 mm of 12 pt type, less the rule beside them."""

SHORT = 16
"""Characters of a name, an office, a telephone number: they stand side by side, what is longer has
a line of its own."""


def fact_lines(
    category: str, departments: str, people: Iterable[tuple[str, str]], source: str
) -> tuple[str, ...]:
    """What stands below a duty's name, line by line; what somebody is called is not broken."""
    told = [(said("handout.fact", name=name, text=text), len(text)) for name, text in people]
    return tuple(
        filter(
            None,
            (
                category and said("handout.category", category=category),
                departments and said("handout.departments", departments=departments),
                *_side_by_side([fact for fact, length in told if length <= SHORT]),
                *(fact for fact, length in told if length > SHORT),
                said("handout.source", source=source),
            ),
        )
    )


def _side_by_side(facts: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for fact in facts:
        both = f"{lines[-1]}　　{fact}" if lines else fact
        if lines and sum(map(character_width, both)) <= FACTS_WIDTH:
            lines[-1] = both
        else:
            lines.append(fact)
    return lines
