"""Some offices of a document, looked up by core, by field and by body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.names import OfficeName
from dutylist.extract.offices.places import Level
from dutylist.records.text import is_subsequence
from dutylist.records.words import OFFICE_ENDINGS

_TEAMS = OFFICE_ENDINGS.words("teams_by_rank")
_BODY_KINDS = OFFICE_ENDINGS.words("body_kind")
_OFFICE_ENDS = OFFICE_ENDINGS.words("organ")


def _rank(name: str) -> int:
    """How far below the highest a team is by its name's ending; the lowest where it is none."""
    return next((at for at, end in enumerate(_TEAMS) if name.endswith(end)), len(_TEAMS))


@dataclass(frozen=True)
class Office:
    """An office of the document: its canonical name and each of its names taken apart."""

    name: str
    names: tuple[OfficeName, ...]

    @cached_property
    def covers(self) -> frozenset[str]:
        """The fields of work that its names speak of; none for a body (交警大队)."""
        return frozenset[str]().union(*(name.meaning.covers for name in self.names))

    @cached_property
    def parents(self) -> frozenset[str]:
        """The fields of the offices that it belongs to, of a body."""
        return frozenset[str]().union(*(name.meaning.parents for name in self.names))

    @cached_property
    def bodies(self) -> frozenset[str]:
        return frozenset(name.meaning.body for name in self.names if name.meaning.body)

    @cached_property
    def cores(self) -> frozenset[str]:
        return frozenset(name.core for name in self.names)

    def answers_to(self, level: Level) -> bool:
        """Whether a name of that level can be this office's (县公安局 is not 州公安局)."""
        if level in ("", "town"):
            return True
        return any((name.level or "county") == level for name in self.names)

    def may_be_team(self, name: OfficeName) -> bool:
        """Whether a body's name can be this body's: 交警大队 that of 交警支队二一七团大队, but
        neither 交警支队, which is above it, nor 交警支队一四三团大队, another of its teams."""
        return any(
            own.meaning.body == name.meaning.body
            and _rank(name.core) >= _rank(own.core)
            and name.meaning.team in ("", own.meaning.team or name.meaning.team)
            for own in self.names
        )


@dataclass(frozen=True)
class Pool:
    """Some offices, looked up by core, by field and by body."""

    by_core: dict[str, tuple[Office, ...]]
    by_field: dict[str, tuple[Office, ...]]
    by_body: dict[str, tuple[Office, ...]]
    by_parent: dict[str, tuple[Office, ...]]

    def named(self, name: OfficeName) -> str:
        """The only office that has this name, or one of its everyday names."""
        meaning = name.meaning
        teams = self.by_body.get(meaning.body, ())
        for found in (
            self.by_core.get(name.core, ()),
            [office for office in teams if office.may_be_team(name)],
            self._covering(meaning.own),
        ):
            fitting = [office for office in found if office.answers_to(name.level)]
            if fitting:
                return fitting[0].name if len(fitting) == 1 else ""
        return ""

    def branch(self, name: OfficeName) -> str | None:
        """The only body or branch of its field and kind that a body's or branch's name shortens
        (公安局石涌分局 for 公安分局); "" where those that there are may or may not be it, None
        where there is none."""
        kind = next((end for end in _BODY_KINDS if name.core.endswith(end)), "")
        found = {
            office.name: office
            for one in (name.meaning.parents | name.meaning.own if kind else ())
            for office in self.by_parent.get(one, ())
            if office.answers_to(name.level) and any(core.endswith(kind) for core in office.cores)
        }
        short = [
            one
            for one, office in found.items()
            if any(is_subsequence(name.core, core) for core in office.cores)
        ]
        if len(short) == 1:
            return short[0]
        # 公安局交警支队城西大队 says itself that it is no other than 公安局's.
        return "" if found and not name.meaning.team else None

    def meant(self, name: OfficeName, document: Pool) -> str:
        """The only office that has this name, or whose body or whose work it names."""
        if found := self.named(name):
            return found
        if (branch := self.branch(name)) is not None:
            return branch
        meaning = name.meaning
        also = [
            other
            for one in (*meaning.own, *meaning.parents)
            if not document.by_field.get(one)
            for other in LEXICON.also.get(one, ())
        ]
        # Last, a listed body whose own office is not listed (海警局工作站 for 海警), but not for
        # that office's own name: 房产管理局 is not 住建局.
        is_office = name.core.endswith(_OFFICE_ENDS)
        for index, fields in (
            (self.by_field, meaning.parents),
            (self.by_field, also),
            (self.by_parent, frozenset[str]() if is_office else meaning.own),
        ):
            offices = {
                office.name
                for one in fields
                for office in index.get(one, ())
                if office.answers_to(name.level)
            }
            if offices:
                return offices.pop() if len(offices) == 1 else ""
        return ""

    def _covering(self, fields: frozenset[str]) -> tuple[Office, ...]:
        """The offices whose work is all of these fields, rather those without others."""
        if not fields:
            return ()
        first, *rest = (self.by_field.get(one, ()) for one in fields)
        names = [{office.name for office in offices} for offices in rest]
        found = [office for office in first if all(office.name in each for each in names)]
        alone = [office for office in found if office.covers == fields]
        return tuple(alone or found)


def pool_of(offices: Iterable[Office]) -> Pool:
    by_core: dict[str, list[Office]] = {}
    by_field: dict[str, list[Office]] = {}
    by_body: dict[str, list[Office]] = {}
    by_parent: dict[str, list[Office]] = {}
    for office in offices:
        for index, keys in (
            (by_core, office.cores),
            (by_field, office.covers),
            (by_body, office.bodies),
            (by_parent, office.parents),
        ):
            for key in keys:
                index.setdefault(key, []).append(office)
    return Pool(_fixed(by_core), _fixed(by_field), _fixed(by_body), _fixed(by_parent))


def _fixed(index: dict[str, list[Office]]) -> dict[str, tuple[Office, ...]]:
    return {key: tuple(offices) for key, offices in index.items()}
