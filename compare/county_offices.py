"""One name for each office of a county, in however many ways its townships write it.

水利局, 县水利局, 青岚县水利局 are the same office within a county, and so is 县应急局 where
县应急管理局 is known by that name. A name that only means the same (县国土资源局, 县自然资源局) may
be the office's old or other one: it is taken with it, and told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from dutylist.compare.counties import innermost, places_above
from dutylist.compare.wording import fold
from dutylist.records.model import Department, DutyList
from dutylist.records.places import is_place
from dutylist.records.text import is_subsequence
from dutylist.records.words import PLACE_WORDS

_LETTERS = PLACE_WORDS.letters("county")
_UPPER = frozenset(PLACE_WORDS.letters("level"))
_SLIP = 2
"""Readers take two names that differ by so many characters for one office."""


Names = tuple[tuple[str, tuple[int, ...]], ...]
"""Names of offices, each with the places (from 0) of the lists that write it."""


class CountyOffices:
    """What the offices of a county's lists are called. No two that one list, or the confirmed
    departments file, has beside each other are one."""

    def __init__(self, lists: Sequence[DutyList]) -> None:
        self._at: defaultdict[str, set[int]] = defaultdict(set)
        counts: Counter[str] = Counter()
        for at, one in enumerate(lists):
            for duty in one.duties:
                for office in duty.acting:
                    self._at[office].add(at)
                    counts[office] += 1
                for listed in duty.listed:
                    self._at[listed.printed].add(at)
        every = [department for one in lists for department in one.departments]
        own = _OwnPlaces(lists)
        groups = _Groups(lists)
        other_words: list[tuple[str, str]] = []
        for department in every:
            for form in department.spellings:
                only_means = not department.confirmed and _only_means(form, department.name)
                if only_means:
                    other_words.append((department.name, form))
                else:
                    groups.join(department.name, form)
        forms = (form for one in every for form in (one.name, *one.spellings))
        names = list(dict.fromkeys((*counts, *forms)))
        by_place = _differing_by_place(names, own)
        for pair in (*((name, name) for name in names), *by_place):
            groups.join(*pair)
        chosen = {one.name for one in every if one.confirmed}
        bare = {short for short, name in by_place if name.removesuffix(short)[-1:] in _UPPER}

        def rank(name: str) -> tuple[bool, bool, int, int]:
            # The fullest common name: 县水利局 before 水利局.
            return name in chosen, name not in bare, counts[name], len(name)

        first = groups.named(rank)
        every = [one for one in every if not own.is_anothers(one)]
        known = _known_by(every, first, sure=True)
        short = {office: min(full) for office, full in known.items() if len(full) == 1}
        for office, full in short.items():
            groups.join(full, office)
        self._sure = groups.named(lambda name: (first[name] not in short, *rank(name)))
        for office, others in _known_by(every, self._sure, sure=False).items():
            other_words += [(other, office) for other in sorted(others)]
        for pair in other_words:
            groups.join(*pair)
        weight: Counter[str] = Counter()
        for name, known_as in self._sure.items():
            weight[known_as] += counts[name]
        self._names = groups.named(
            lambda name: (name in chosen, self._sure.get(name) == name, weight[name])
        )
        self._alike = _spelled_alike(self._names)

    def name(self, office: str) -> str:
        """The county's name of an office that a township's list names."""
        return self._names.get(fold(office), self._names.get(office, office))

    def others(self, name: str) -> Names:
        """The names that may be an office's old or other ones, each with the places (from 0) of the
        lists that write it."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for office, at in self._at.items():
            sure = self._sure.get(office, office)
            if self.name(office) == name and sure != name:
                found[sure] |= at
        return tuple((one, tuple(sorted(at))) for one, at in sorted(found.items()))

    def spellings(self, name: str) -> Names:
        """How the lists write an office, the commonest first, with their places (from 0)."""
        found = {one: at for one, at in self._at.items() if self.name(one) == name}
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((one, tuple(sorted(at))) for one, at in ordered)

    def alike(self, text: str) -> str:
        """A text with one form for each way in which it may write an office's name."""
        return self._alike(text)


class _Groups:
    """Names that are one office's; never two that a list has as two."""

    def __init__(self, lists: Sequence[DutyList]) -> None:
        self._group: dict[str, set[str]] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        confirmed = {one.name for each in lists for one in each.departments if one.confirmed}
        for names in (confirmed, *({one.name for one in each.departments} for each in lists)):
            for name in names:
                self._apart[name] |= names - {name}

    def join(self, one: str, other: str) -> None:
        mine, theirs = (self._group.setdefault(name, {name}) for name in (one, other))
        if mine is theirs or any(self._apart[name] & theirs for name in mine):
            return
        mine |= theirs
        for name in theirs:
            self._group[name] = mine

    def named(self, rank: Callable[[str], tuple[object, ...]]) -> dict[str, str]:
        """Each name onto that of its group that ranks highest."""
        best = {id(group): max(sorted(group), key=rank) for group in self._group.values()}
        return {name: best[id(group)] for name, group in self._group.items()}


class _OwnPlaces:
    """The county, "" where no list names one, and what may stand before its offices' names."""

    def __init__(self, lists: Sequence[DutyList]) -> None:
        county = Counter(filter(None, map(innermost, lists))).most_common(1)
        self.county = county[0][0] if county else ""
        self.above = {place for one in lists for place in places_above(one)} - {self.county}
        self.fronts = {self.county, self.county[-1:]} if county else set(_LETTERS)
        for one in lists:
            if (above := places_above(one)) and above[-1] == self.county:
                self.fronts |= {"".join(above[at:]) for at in range(len(above))}

    def is_anothers(self, department: Department) -> bool:
        """Whether an office is of another place of the same level: 邻水县水利局."""
        known = self.fronts | self.above
        return any(
            department.name.endswith(short)
            and short[0] in _UPPER
            and (front := department.name.removesuffix(short))
            and front + short[0] not in known
            and bool(self.above if short[0] not in self.county[-1:] else self.county)
            for short in department.short_names
        )


def _only_means(one: str, other: str) -> bool:
    """Whether two names are one office's by what they mean alone (县城市管理局, 县综合行政执法局):
    neither is a slip of the pen for the other, shortens it or has it within."""
    short, longer = sorted((fold(one), fold(other)), key=len)
    spelled = short in longer or is_subsequence(short, longer)
    return not spelled and Levenshtein.distance(short, longer) > _SLIP


def _differing_by_place(names: Sequence[str], own: _OwnPlaces) -> list[tuple[str, str]]:
    """Pairs of names of which the second has the places in front, or more of them: 水利局 and
    县水利局, 县水利局 and 青岚县水利局, 市生态环境局青岚分局 and 临澜市生态环境局青岚县分局."""
    found = []
    cities: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for pair in combinations(names, 2):
        short, longer = sorted(pair, key=lambda name: (len(name), name))
        front = _front(short, longer, own.county)
        if front is None:
            continue
        with_kind = front + short[0]
        if not front or front in own.fronts or with_kind in own.fronts:
            found.append((short, longer))
        elif short[0] in _UPPER - own.fronts and (
            with_kind in own.above or (not own.above and is_place(with_kind))
        ):
            cities[short].add((front, longer))
    for short, fuller in cities.items():
        if len({front for front, _ in fuller}) == 1:
            found += [(short, name) for _, name in sorted(fuller)]
    return found


def _front(short: str, longer: str, own: str) -> str | None:
    """What stands before one name in the other, the county within it with or without its kind
    (青岚分局, 青岚县分局); None where it does not end so."""
    for ending in (short, _without_kind(short, own)):
        for name in (longer, _without_kind(longer, own)):
            if name.endswith(ending):
                return name.removesuffix(ending)
    return None


def _without_kind(name: str, own: str) -> str:
    return name[:1] + name[1:].replace(own, own[:-1]) if len(own) > 2 else name


def _known_by(
    departments: Iterable[Department], name: Mapping[str, str], *, sure: bool
) -> dict[str, set[str]]:
    """Names that stand for an office onto its name: those that shorten it, or those that only mean
    the same."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    offices = set(name.values())
    for department in departments:
        full = name[department.name]
        for office in offices - {full}:
            if not _is_known_by(office, full, department.short_names):
                continue
            shortens = len(office) < len(full) and is_subsequence(office, full)
            if shortens == sure:
                found[office].add(full)
    return found


def _is_known_by(office: str, full: str, short_names: Iterable[str]) -> bool:
    """Whether `office` is another form behind the same place: 禾川县应急局 where 禾川县应急管理局
    is known as 县应急局, too; never another county's office."""
    return any(
        office.endswith(short) and full.startswith(office.removesuffix(short))
        for short in short_names
    )


def _spelled_alike(names: Mapping[str, str]) -> Callable[[str], str]:
    """A text with the name of each office for what it is called."""
    if not names:
        return str
    either = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return cache(lambda text: either.sub(lambda found: names[found[0]], text))
