"""A county's book: over the lists of all townships, each department with its duties – which
townships have them, and where their words differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import Indel

from dutylist.compare.identity import own_name
from dutylist.compare.mirror import place_of
from dutylist.compare.model import WordingChange
from dutylist.compare.own_names import kind_of, neutral_texts, only_kinds_differ
from dutylist.compare.wording import compare_wording, fold
from dutylist.records.model import Department, Duty, DutyList, Kind, leaves
from dutylist.records.wording import said

Where = Literal[
    "name",
    "category",
    "departments",
    "department duties",
    "duties of nobody",
    "township duties",
    "takeover",
]

LIKE = 0.75
"""Names so alike (share of characters in order) are one duty where no township has both."""

NAMES_LIKE, DONE_LIKE = 0.4, 0.85
"""So are names less alike where what both sides do is the same but for a clause."""

_KINDS: tuple[Kind, ...] = ("cooperative", "recalled")

_OF_OFFICE: frozenset[Where] = frozenset(("department duties", "takeover"))
"""What each office's book has of its own."""


@dataclass(frozen=True)
class Variant:
    """Townships whose text differs from that of most; `wording` goes from most to theirs."""

    where: Where
    townships: tuple[str, ...]
    wording: WordingChange


@dataclass(frozen=True)
class CountyDuty:
    """One duty over the county, in its texts 本乡镇 for each township's own name. `places` has each
    township's number of it, "" where it has none, None where it lacks the duty; `texts` are those
    of most townships. `offices` are all that its rows list, `listed_in` says in how many townships
    each. `unlisted` are townships whose row does not list the book's office, though a clause gives
    it work."""

    kind: Kind
    name: str
    places: tuple[tuple[str, str | None], ...]
    offices: tuple[str, ...]
    texts: tuple[tuple[Where, str], ...]
    variants: tuple[Variant, ...]
    unlisted: tuple[str, ...] = ()
    listed_in: tuple[int, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The townships that lack it."""
        return tuple(township for township, number in self.places if number is None)


@dataclass(frozen=True)
class OfficeBook:
    """A department's duties over the county, the commonest first."""

    office: str
    townships: tuple[str, ...]
    duties: tuple[CountyDuty, ...]


@dataclass
class _Group:
    """One duty as the townships have it: township's place in the county, and its row."""

    kind: Kind
    rows: dict[int, Duty] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def county(lists: Sequence[DutyList]) -> tuple[OfficeBook, ...]:
    """A book for each department that some township's list names, by name, with what only a clause
    gives it. Townships with the same name are told apart by their order."""
    townships = _townships(lists)
    groups = [group for kind in _KINDS for group in _groups(lists, townships, kind)]
    offices = _Offices(lists)
    by_office: dict[str, list[CountyDuty]] = {}
    for group in groups:
        acting = list(
            dict.fromkeys(
                offices.name(office) for duty in group.rows.values() for office in duty.acting
            )
        )
        for office, duty in zip(
            acting, _books_duties(group, acting, offices, townships), strict=True
        ):
            by_office.setdefault(office, []).append(duty)
    return tuple(
        OfficeBook(
            office,
            townships.names,
            tuple(sorted(found, key=lambda duty: (_KINDS.index(duty.kind), len(duty.missing)))),
        )
        for office, found in sorted(by_office.items())
    )


@dataclass(frozen=True)
class _Townships:
    """The county's townships: what each is called, a text of it without its own name, and what
    kind of township it is."""

    names: tuple[str, ...]
    neutral: tuple[Callable[[str], str], ...]
    kinds: tuple[str, ...]


def _townships(lists: Sequence[DutyList]) -> _Townships:
    names = [place_of(one) for one in lists]
    counts = Counter(names)
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(f"{name}（{seen[name]}）" if counts[name] > 1 else name)
    own = [own_name(one) for one in lists]
    instead = said("county.own_name")
    return _Townships(
        tuple(told),
        tuple(neutral_texts(one, own, instead) for one in lists),
        tuple(map(kind_of, own)),
    )


class _Offices:
    """One name for each office of the county: two registries' offices are one where they share a
    full spelling, or where one is the other's everyday name (县应急局) and no list has both."""

    def __init__(self, lists: Sequence[DutyList]) -> None:
        self._names: dict[str, str] = {}
        counts: Counter[str] = Counter(
            office for one in lists for duty in one.duties for office in duty.offices
        )
        every: list[Department] = [office for one in lists for office in one.departments]
        for department in sorted(every, key=lambda one: -counts[one.name]):
            forms = (department.name, *department.spellings)
            known = next(
                (self._names[fold(form)] for form in forms if fold(form) in self._names), ""
            )
            for form in forms:
                self._names.setdefault(fold(form), known or department.name)
        usual = _everyday_names(every, self.name, _listed_together(lists, self.name))
        self._names = {form: usual.get(name, name) for form, name in self._names.items()}

    def name(self, office: str) -> str:
        """The county's name of an office that a township's list names."""
        return self._names.get(fold(office), office)


def _listed_together(
    lists: Sequence[DutyList], name: Callable[[str], str]
) -> Mapping[str, frozenset[str]]:
    """For each office all that some list has beside it."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one in lists:
        offices = {name(office) for duty in one.duties for office in duty.offices}
        for office in offices:
            beside[office] |= offices - {office}
    return {office: frozenset(others) for office, others in beside.items()}


def _everyday_names(
    departments: Iterable[Department],
    name: Callable[[str], str],
    beside: Mapping[str, frozenset[str]],
) -> dict[str, str]:
    """Everyday names that stand for an office, onto its full name. What could be the name of two
    offices is nobody's."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for department in departments:
        full = name(department.name)
        for office in beside.keys() - {full} - beside.get(full, frozenset()):
            if len(office) < len(full) and _is_everyday_name(office, full, department.short_names):
                found[office].add(full)
    return {office: min(full) for office, full in found.items() if len(full) == 1}


def _is_everyday_name(office: str, full: str, short_names: Iterable[str]) -> bool:
    """Whether `office` is a short form behind the same place: 禾川县应急局 where 禾川县应急管理局
    is known as 县应急局, too; never another county's office."""
    return any(
        office.endswith(short) and full.startswith(office.removesuffix(short))
        for short in short_names
    )


def _groups(lists: Sequence[DutyList], townships: _Townships, kind: Kind) -> list[_Group]:
    """The duties of one kind, those of several townships that are one together."""
    by_name: dict[str, _Group] = {}
    more: list[_Group] = []
    for at, one in enumerate(lists):
        for table in one.lists:
            for duty in table.duties if table.kind == kind else ():
                name = townships.neutral[at](duty.name)
                group = by_name.setdefault(fold(name), _Group(kind))
                if at in group.rows:
                    more.append(_Group(kind, {at: duty}, [name]))
                    continue
                group.rows[at] = duty
                group.names.append(name)
    return [*_joined(list(by_name.values())), *more]


def _joined(groups: list[_Group]) -> list[_Group]:
    """Groups whose names are alike and that no township has both of are one; the largest first."""
    found: list[_Group] = []
    for group in sorted(groups, key=lambda one: -len(one.rows)):
        for other in found:
            if not other.rows.keys() & group.rows.keys() and _like(other, group):
                other.rows.update(group.rows)
                other.names.extend(group.names)
                break
        else:
            found.append(group)
    return found


def _like(one: _Group, other: _Group) -> bool:
    """Whether two groups' duties are one in other words: their names are alike, or somewhat, and
    both sides do the same."""
    names = Indel.normalized_similarity(fold(one.names[0]), fold(other.names[0]))
    if names >= LIKE:
        return True
    if one.kind != "cooperative" or names < NAMES_LIKE:
        return False
    return bool(Indel.normalized_similarity(_done(one), _done(other)) >= DONE_LIKE)


def _done(group: _Group) -> str:
    """What both sides do, by the first township's list."""
    duty = next(iter(group.rows.values()))
    clauses = (*leaves(duty.department_clauses), *leaves(duty.township_clauses))
    return fold("".join(clause.text for clause in clauses))


def _listing(group: _Group, offices: _Offices) -> dict[str, set[int]]:
    """The offices that the rows of a duty list, the commonest first, and by whose rows."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for at, duty in group.rows.items():
        for office in duty.offices:
            found[offices.name(office)].add(at)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _books_duties(
    group: _Group, names: Sequence[str], offices: _Offices, townships: _Townships
) -> Iterator[CountyDuty]:
    """The duty as each office's book has it, in the offices' order. What does not depend on the
    office is compared once."""
    name = Counter(group.names).most_common(1)[0][0]
    listing = _listing(group, offices)
    places = tuple((one, _number(group.rows.get(at))) for at, one in enumerate(townships.names))
    rows = sorted(group.rows.items())
    theirs = {at: {offices.name(one) for one in (*duty.offices, *duty.acting)} for at, duty in rows}
    shared: dict[Where, tuple[str, tuple[Variant, ...]]] = {}
    for office in names:
        doing = _doing(theirs, office)
        usual: list[tuple[Where, str]] = []
        variants: list[Variant] = []
        for where in _wheres(group.kind, office in listing):
            found = shared.get(where)
            if found is None:
                texts = {
                    at: townships.neutral[at](_text(duty, where, doing.get(at, office), offices))
                    for at, duty in rows
                    if at in doing or where not in _OF_OFFICE
                }
                most = _most(texts.values())
                found = most, tuple(_variants(where, most, texts, townships))
                if where not in _OF_OFFICE:
                    shared[where] = found
            usual.append((where, found[0]))
            variants.extend(found[1])
        unlisted = tuple(
            townships.names[at]
            for at, duty in rows
            if at not in listing.get(office, ()) and office in map(offices.name, duty.acting)
        )
        yield CountyDuty(
            *(group.kind, name, places, tuple(listing), tuple(usual), tuple(variants), unlisted),
            listed_in=tuple(map(len, listing.values())),
        )


def _doing(theirs: Mapping[int, Set[str]], office: str) -> dict[int, str]:
    """For each row, by its offices (`theirs`), whose part of it is the office's: its own, or that
    of the only office which the row has in its place (水利局 for 水务局). Rows that give it nothing
    have none: that their departments differ is told beside it."""
    beside = set().union(*(names for names in theirs.values() if office in names))
    found = {}
    for at, names in theirs.items():
        instead = names - beside
        if office in names:
            found[at] = office
        elif len(instead) == 1:
            found[at] = next(iter(instead))
    return found


def _number(duty: Duty | None) -> str | None:
    return None if duty is None else duty.shown_number


def _wheres(kind: Kind, listed: bool) -> tuple[Where, ...]:
    """What is compared; what is nobody's concerns the offices alone that a row lists."""
    own: tuple[Where, ...] = ("takeover",)
    if kind == "cooperative":
        nobodys: tuple[Where, ...] = ("duties of nobody",) if listed else ()
        own = ("department duties", *nobodys, "township duties")
    return ("name", "category", "departments", *own)


def _text(duty: Duty, where: Where, office: str, offices: _Offices) -> str:
    match where:
        case "name":
            return duty.name
        case "category":
            return duty.category
        case "departments":
            return "、".join(duty.departments)
        case "department duties":
            return "\n".join(
                clause.text
                for clause in leaves(duty.department_clauses)
                if any(offices.name(one) == office for one in clause.departments)
            )
        case "duties of nobody":
            # They may be any office's of the row: a difference in them is told in each one's book.
            return "\n".join(
                clause.text for clause in leaves(duty.department_clauses) if not clause.departments
            )
        case "township duties":
            return "\n".join(clause.text for clause in leaves(duty.township_clauses))
        case "takeover":
            return "\n".join(
                taken.method
                for taken in duty.takeover
                if offices.name(taken.department) == office or len(duty.takeover) == 1
            )


def _most(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else ""


def _variants(
    where: Where, most: str, texts: dict[int, str], townships: _Townships
) -> Iterator[Variant]:
    usual = {townships.kinds[at] for at, text in texts.items() if text == most}
    others: dict[tuple[str, str], list[int]] = {}
    for at, text in texts.items():
        if text != most:
            others.setdefault((text, townships.kinds[at]), []).append(at)
    told: dict[str, list[int]] = {}
    for (text, kind), places in others.items():
        if not only_kinds_differ(compare_wording(most, text), usual, kind):
            told.setdefault(text, []).extend(places)
    for text, places in told.items():
        names = tuple(townships.names[at] for at in sorted(places))
        yield Variant(where, names, compare_wording(most, text))
