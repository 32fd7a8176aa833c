"""Who in the township is meant by a name in an assignment file: two of one name are two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dutylist.records.assignments import Assignment, Assignments, Person


@dataclass(frozen=True)
class Doer:
    """Somebody of the township: what a heading calls them, and the rows of the people's sheet about
    them; none where it has none, or does not tell which of several of the name is meant."""

    name: str
    known: tuple[Person, ...] = ()

    @property
    def phone(self) -> str:
        """Their telephone; "" where nothing says it."""
        phones = {person.phone for person in self.known if person.phone}
        return phones.pop() if len(phones) == 1 else ""

    @property
    def posts(self) -> str:
        """Their offices and posts."""
        return "；".join("　".join(filter(None, (one.station, one.post))) for one in self.known)

    @property
    def stations(self) -> tuple[str, ...]:
        """Their offices."""
        return tuple(one.station for one in self.known if one.station)


class Roster:
    """The people of the township by name."""

    def __init__(self, assignments: Assignments) -> None:
        rows: dict[str, list[Person]] = {}
        for person in assignments.people:
            if person.name:
                rows.setdefault(person.called, []).append(person)
        self._by_name = {name: _told_apart(name, known) for name, known in rows.items()}
        self.doers = tuple(one for several in self._by_name.values() for one in several)
        self._by_heading = {one.name: one for one in self.doers}

    def named(self, name: str) -> tuple[Doer, ...]:
        """Those who may be meant by a name, or by what a heading calls one of them."""
        if name in self._by_heading:
            return (self._by_heading[name],)
        return self._by_name.get(name, ())

    def doer(self, row: Assignment, name: str) -> Doer:
        """Who is meant in a row: of several of the name the one of its office."""
        several = self.named(name)
        if len(several) > 1:
            several = tuple(one for one in several if set(one.stations) & set(row.stations))
        return several[0] if len(several) == 1 else Doer(name)


_TELLING: tuple[Callable[[Person], str], ...] = (
    lambda one: one.station,
    lambda one: one.station + one.post,
    lambda one: one.station + one.post + one.phone,
)
"""What tells people of one name apart, the shortest first."""


def _told_apart(name: str, known: list[Person]) -> tuple[Doer, ...]:
    """One, or several of one name; who has one telephone in two offices is one."""
    by_phone: dict[object, list[Person]] = {}
    for number, person in enumerate(known):
        by_phone.setdefault(person.phone or number, []).append(person)
    people = [tuple(dict.fromkeys(rows)) for rows in by_phone.values()]
    if len(people) == 1:
        return (Doer(name, people[0]),)
    for told in _TELLING:
        signs = ["和".join(filter(None, map(told, rows))) or "未写站所" for rows in people]
        if len(set(signs)) == len(signs):
            pairs = zip(signs, people, strict=True)
            return tuple(Doer(f"{name}（{sign}）", rows) for sign, rows in pairs)
    return (Doer(name, tuple(known)),)
