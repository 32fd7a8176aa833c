"""A county's book: over the lists of all townships, each department with its duties – which
townships have them, and where their words differ.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz.distance import Indel

from dutylist.compare.county_offices import CountyOffices, Names
from dutylist.compare.identity import own_name
from dutylist.compare.mirror import place_of
from dutylist.compare.model import WordingChange
from dutylist.compare.own_names import kind_of, neutral_texts, only_kinds_differ
from dutylist.compare.wording import compare_wording, fold
from dutylist.records.model import KIND_NAMES, Duty, DutyList, Kind, leaves
from dutylist.records.wording import said

Where = Literal[
    "name",
    "category",
    "departments",
    "lead",
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
    each, `led_by` the one that leads with most. `unlisted` are townships whose row does not list
    the book's office, though a clause gives it work. `elsewhere` are those that have the duty in
    the list of another kind, and `only_written` is how many texts differ in how they are written
    alone: an office's name, the mark at the end."""

    kind: Kind
    name: str
    places: tuple[tuple[str, str | None], ...]
    offices: tuple[str, ...]
    texts: tuple[tuple[Where, str], ...]
    variants: tuple[Variant, ...]
    unlisted: tuple[str, ...] = ()
    listed_in: tuple[int, ...] = ()
    led_by: str = ""
    elsewhere: tuple[tuple[Kind, tuple[str, ...]], ...] = ()
    only_written: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The townships that lack it."""
        return tuple(township for township, number in self.places if number is None)


@dataclass(frozen=True)
class OfficeBook:
    """A department's duties over the county, the commonest first. `spellings` are the names that
    the townships write for it, `perhaps` those that may be its old or other ones, with who writes
    each. `unsaid` are townships whose lists do not say that they are of the county."""

    office: str
    townships: tuple[str, ...]
    duties: tuple[CountyDuty, ...]
    spellings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    perhaps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass
class _Group:
    """One duty as the townships have it: township's place in the county, and its row."""

    kind: Kind
    rows: dict[int, Duty] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lacking:
    """A duty that most townships have and one lacks: how many have it, and in which other lists
    that one has it."""

    kind: Kind
    name: str
    having: int
    elsewhere: tuple[Kind, ...]


def lacking(lists: Sequence[DutyList]) -> tuple[tuple[str, tuple[Lacking, ...]], ...]:
    """For each township what it lacks of the duties that most have, of all kinds."""
    townships = _townships(lists)
    groups = [group for kind in KIND_NAMES for group in _groups(lists, townships, kind)]
    found: list[list[Lacking]] = [[] for _ in lists]
    for group in groups:
        if 2 * len(group.rows) <= len(lists):
            continue
        elsewhere = _elsewhere(group, groups, townships)
        name = Counter(group.names).most_common(1)[0][0]
        for at in set(range(len(lists))) - group.rows.keys():
            kinds = tuple(kind for kind, names in elsewhere if townships.names[at] in names)
            found[at].append(Lacking(group.kind, name, len(group.rows), kinds))
    return tuple((name, tuple(own)) for name, own in zip(townships.names, found, strict=True))


def county(lists: Sequence[DutyList], unsaid: Iterable[int] = ()) -> tuple[OfficeBook, ...]:
    """A book for each department that some township's list names, by name, with what only a clause
    gives it. Townships with the same name are told apart by their order; `unsaid` are the places
    (from 0) of lists that do not say their county."""
    townships = _townships(lists)
    groups = [group for kind in _KINDS for group in _groups(lists, townships, kind)]
    offices = CountyOffices(lists)
    by_office: dict[str, list[CountyDuty]] = {}
    for group in groups:
        acting = list(
            dict.fromkeys(
                offices.name(office) for duty in group.rows.values() for office in duty.acting
            )
        )
        elsewhere = _elsewhere(group, groups, townships)
        for office, duty in zip(
            acting, _books_duties(group, acting, offices, townships), strict=True
        ):
            by_office.setdefault(office, []).append(replace(duty, elsewhere=elsewhere))

    def written(found: Names) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((one, tuple(townships.names[at] for at in places)) for one, places in found)

    unsaid = tuple(unsaid)
    return tuple(
        OfficeBook(
            office,
            townships.names,
            tuple(sorted(found, key=lambda duty: (_KINDS.index(duty.kind), len(duty.missing)))),
            written(offices.spellings(office)),
            written(offices.others(office)),
            tuple(townships.names[at] for at in unsaid),
        )
        for office, found in sorted(by_office.items())
    )


def _elsewhere(
    group: _Group, groups: Sequence[_Group], townships: _Townships
) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    """The townships that lack the duty, and have it in the list of another kind."""
    found: dict[Kind, list[str]] = {}
    name = fold(group.names[0])
    for other in groups:
        if other.kind == group.kind or not other.rows.keys() - group.rows.keys():
            continue
        if Indel.normalized_similarity(name, fold(other.names[0])) >= LIKE:
            own = sorted(other.rows.keys() - group.rows.keys())
            found.setdefault(other.kind, []).extend(townships.names[at] for at in own)
    return tuple((kind, tuple(names)) for kind, names in found.items())


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


def _listing(group: _Group, offices: CountyOffices) -> dict[str, set[int]]:
    """The offices that the rows of a duty list, the commonest first, and by whose rows."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for at, duty in group.rows.items():
        for office in duty.offices:
            found[offices.name(office)].add(at)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _books_duties(
    group: _Group, names: Sequence[str], offices: CountyOffices, townships: _Townships
) -> Iterator[CountyDuty]:
    """The duty as each office's book has it, in the offices' order. What does not depend on the
    office is compared once."""
    name = Counter(group.names).most_common(1)[0][0]
    listing = _listing(group, offices)
    places = tuple((one, _number(group.rows.get(at))) for at, one in enumerate(townships.names))
    rows = sorted(group.rows.items())
    shared: dict[Where, _Compared] = {}
    leads = Counter(lead for _, duty in rows if (lead := _lead(duty, offices)))
    led_by = max(leads, key=leads.__getitem__, default="")
    for office in names:
        doing = {at for at, duty in rows if office in map(offices.name, duty.acting)}
        usual: list[tuple[Where, str]] = []
        variants: list[Variant] = []
        only_written = 0
        for where in _wheres(group.kind, office in listing):
            found = shared.get(where)
            if found is None:
                texts = {
                    at: townships.neutral[at](_text(duty, where, office, offices, tuple(listing)))
                    for at, duty in rows
                    if (at in doing or where not in _OF_OFFICE)
                    # Where the usual one is not listed, that is what differs.
                    and (where != "lead" or led_by in map(offices.name, duty.offices))
                }
                of_office = office if where in _OF_OFFICE else ""
                found = _compared(where, texts, townships, offices, of_office)
                if where not in _OF_OFFICE:
                    shared[where] = found
            usual.append((where, found.most))
            variants.extend(found.variants)
            only_written += found.only_written
        unlisted = tuple(
            townships.names[at]
            for at, duty in rows
            if at not in listing.get(office, ()) and office in map(offices.name, duty.acting)
        )
        yield CountyDuty(
            *(group.kind, name, places, tuple(listing), tuple(usual), tuple(variants), unlisted),
            listed_in=tuple(map(len, listing.values())),
            led_by=led_by,
            only_written=only_written,
        )


def _lead(duty: Duty, offices: CountyOffices) -> str:
    """The office that leads a duty, "" where none or several do."""
    leading = [offices.name(listed.office) for listed in duty.listed if listed.leads]
    return leading[0] if len(set(leading)) == 1 else ""


def _number(duty: Duty | None) -> str | None:
    return None if duty is None else duty.shown_number


def _wheres(kind: Kind, listed: bool) -> tuple[Where, ...]:
    """What is compared; what is nobody's concerns the offices alone that a row lists."""
    own: tuple[Where, ...] = ("takeover",)
    if kind == "cooperative":
        nobodys: tuple[Where, ...] = ("duties of nobody",) if listed else ()
        own = ("lead", "department duties", *nobodys, "township duties")
    return ("name", "category", "departments", *own)


def _text(
    duty: Duty, where: Where, office: str, offices: CountyOffices, listing: tuple[str, ...]
) -> str:
    match where:
        case "name":
            return duty.name
        case "category":
            return duty.category
        case "departments":
            own = set(map(offices.name, duty.offices))
            return "、".join(one for one in listing if one in own)
        case "lead":
            return _lead(duty, offices)
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


@dataclass(frozen=True)
class _Compared:
    """The text of most, what differs from it, and how many differ in how they are written alone."""

    most: str
    variants: tuple[Variant, ...]
    only_written: int


_ENDS = "。；;.,，"


def _compared(
    where: Where,
    texts: Mapping[int, str],
    townships: _Townships,
    offices: CountyOffices,
    office: str,
) -> _Compared:
    """The townships' texts of one place of a duty. How an office is written, whether the one whose
    text it is (`office`) stands before its clauses or above them, and what mark ends a clause, is
    no difference."""
    plain = {at: _plain(text, offices, office) for at, text in texts.items()}
    usual = _most(plain.values())
    most = _most(text for at, text in texts.items() if plain[at] == usual)
    kinds = {townships.kinds[at] for at, text in plain.items() if text == usual}
    others: dict[tuple[str, str], list[int]] = {}
    for at, text in plain.items():
        if text != usual:
            others.setdefault((text, townships.kinds[at]), []).append(at)
    told: dict[str, list[int]] = {}
    for (text, kind), places in others.items():
        if not only_kinds_differ(compare_wording(usual, text), kinds, kind):
            told.setdefault(text, []).extend(places)
    variants = []
    for places in told.values():
        names = tuple(townships.names[at] for at in sorted(places))
        text = texts[min(places)]
        variants.append(Variant(where, names, compare_wording(most, text)))
    differing = {at for places in told.values() for at in places}
    written = sum(text != most for at, text in texts.items() if at not in differing)
    return _Compared(most, tuple(variants), written)


def _plain(text: str, offices: CountyOffices, office: str) -> str:
    """A text as it is compared: one name for each office, none for the own one at the beginning of
    a clause, no mark at its end."""
    lines = [offices.alike(fold(line)).rstrip(_ENDS) for line in text.split("\n")]
    if office:
        begins = re.compile(rf"^(?:由?{re.escape(office)}:?)?(?:负责)?")
        lines = [begins.sub("", line) for line in lines]
    return "\n".join(lines)


def _most(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else ""
