"""What has a new name between two editions: offices, categories, townships."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dutylist.compare.counties import raised, with_county, written_out
from dutylist.compare.decisions import Decisions, decided_offices
from dutylist.compare.departments import Offices, renamed_forms, row_departments
from dutylist.compare.identity import own_name
from dutylist.compare.links import Link
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.model import (
    PlacedDuty,
)
from dutylist.compare.reforms import Reform, decided, find_reforms
from dutylist.compare.stated import with_stated
from dutylist.compare.townships import township_reforms
from dutylist.compare.wording import END_MARKS, WordingRules, fold
from dutylist.records.model import Duty, DutyList, Kind, with_children

# Of a category's rows, so many must stand under the other name for it to be a rename.
_CONSISTENT = 0.8
# So many rows make a category that was taken out of another.
_SEVERAL = 2


@dataclass(frozen=True)
class Naming:
    """What has a new name, and what holds throughout. `divided` are categories out of which a new
    one was taken: the list, the old category and the new one (folded). `written` are old offices
    whose name has, or has no longer, the county's in front."""

    offices: Offices
    reforms: tuple[Reform, ...]
    categories: Mapping[str, str]
    divided: frozenset[tuple[Kind, str, str]]
    townships: tuple[Reform, ...]
    places: frozenset[str]
    scanned: bool
    forms: tuple[tuple[str, str], ...] = ()
    county: tuple[str, str] = ("", "")
    written: frozenset[str] = frozenset()
    made: dict[tuple[tuple[str, str], ...], WordingRules] = field(default_factory=dict)

    def heirs(self, name: str, there: Iterable[str]) -> tuple[str, ...]:
        """What an old office is called in a row whose offices now are `there`."""
        reform = next((one for one in self.reforms if name in one.old), None)
        return reform.heirs(name, there) if reform else (name,)

    def new_offices(self, names: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
        """Old offices under their new names in that row, each once."""
        now = tuple(there)
        return tuple(dict.fromkeys(new for name in names for new in self.heirs(name, now)))

    def new_category(self, category: str) -> str:
        """An old category, folded, under its new name."""
        return self.categories.get(fold(category), fold(category))

    def is_taken_out(self, was: PlacedDuty, becomes: PlacedDuty) -> bool:
        """Whether a duty stands in a category that was taken out of its old one, told once."""
        categories = fold(was.duty.category), fold(becomes.duty.category)
        return was.list == becomes.list and (was.list, *categories) in self.divided

    def column_rules(self, duties: tuple[Duty, Duty], rules: WordingRules) -> WordingRules:
        """The rules for the departments' column of a row before and now: each printed name onto
        the one that it has there now, however short it is."""
        was, becomes = duties
        now = self.offices.of(becomes)
        pairs = {}
        for printed in row_departments(was):
            name = self.offices.name(printed)
            heirs = self.heirs(name, now)
            if len(heirs) == 1 and heirs != (name,):
                # What takes others in (…等部门) goes on after the name.
                pairs[name if printed.startswith(name) else printed] = heirs[0]
        if pairs.items() <= rules.renamed.items():
            return rules
        key = (*sorted(pairs.items()), ("", ""), *sorted(rules.renamed.items()))
        if key not in self.made:
            self.made[key] = WordingRules(rules.names, {**rules.renamed, **pairs})
        return self.made[key]

    def rules(self, had: Iterable[str], has: Sequence[str]) -> WordingRules:
        """How the texts of a row with these offices, before and now, are read."""
        handed = {
            (old, new)
            for reform in self.reforms
            if reform.kind in ("renamed", "merged")
            for old in reform.old
            for new in reform.new
        }
        for name in had:
            heirs = self.heirs(name, has)
            if len(heirs) == 1 and heirs != (name,):
                handed.add((name, heirs[0]))
        key = tuple(sorted(handed))
        if key not in self.made:
            forms = dict(self.forms)
            for old, new in key:
                forms |= renamed_forms(old, new, self.offices)
            if all(self.county):
                forms.setdefault(*self.county)
            forms.update((old, one.new[0]) for one in self.townships for old in one.old)
            self.made[key] = WordingRules(self.offices.all_forms() | self.places, forms)
        return self.made[key]


def naming_of(
    olds: Sequence[DutyList],
    news: Sequence[DutyList],
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    links: Iterable[Link],
    offices: Offices,
    decisions: Decisions,
) -> Naming:
    """What the pairs of duties (`links`) and a person (`decisions`) say of names."""
    links = tuple(links)
    pairs = [
        (before[link.old[0]], now[link.new[0]])
        for link in links
        if len(link.old) == len(link.new) == 1
    ]
    # What was split or merged tells of its category, too.
    related = [
        (before[one], now[other]) for link in links for one in link.old for other in link.new
    ]
    scanned = any(map(_scanned, (*olds, *news)))
    old_names, new_names = (
        {name for placed in side for name in offices.of(placed.duty)} for side in (before, now)
    )
    rows = [
        (offices.of(was.duty), offices.of(becomes.duty))
        for was, becomes in pairs
        if was.list == becomes.list
    ]
    reforms = find_reforms(
        rows,
        old_names,
        new_names,
        related=[(offices.of(was.duty), offices.of(becomes.duty)) for was, becomes in related],
        handed_over=_handed_over(pairs, now, offices),
        scanned=scanned,
    )
    reforms = with_stated(reforms, news, rows, offices, (old_names, new_names))
    county = raised(olds, news)
    written = written_out((*olds, *news), old_names, new_names)
    told = {
        **with_county(county, old_names, new_names),
        **{old: (new,) for old, new in written.items()},
        **decided_offices(decisions, offices, old_names, new_names),
    }
    reforms = decided(reforms, told, old_names)
    return Naming(
        offices,
        reforms,
        _renamed_categories(related, before, now),
        _divided_categories(related, before),
        township_reforms(olds, news),
        frozenset(filter(None, map(own_name, (*olds, *news)))),
        scanned,
        county=county,
        written=frozenset(old for old, new in written.items() if told[old] == (new,)),
    )


def _handed_over(
    pairs: Iterable[tuple[PlacedDuty, PlacedDuty]], now: Sequence[PlacedDuty], offices: Offices
) -> set[tuple[str, str]]:
    """Offices that no text of the new edition names, each with the one that stands in its place in
    a row which still says all that it said."""
    found: set[tuple[str, str]] = set()
    for was, becomes in pairs:
        had, has = offices.of(was.duty), offices.of(becomes.duty)
        lost = [name for name in had if name not in has]
        gained = [name for name in has if name not in had]
        if was.list == becomes.list and len(lost) == len(gained) == 1:
            before = _without(offices.forms(lost[0]), _texts(was.duty))
            if before <= _without(offices.forms(gained[0]), _texts(becomes.duty)):
                found.add((lost[0], gained[0]))
    gone = {name for name, _ in found}
    if gone:
        text = "\n".join(text for one in now for text in _texts(one.duty))
        gone = {name for name in gone if not any(form in text for form in offices.forms(name))}
    return {pair for pair in found if pair[0] in gone}


def _texts(duty: Duty) -> list[str]:
    """What a duty says, without marks at the ends; of its columns only those with its offices are
    left out."""
    clauses = with_children((*duty.department_clauses, *duty.township_clauses))
    takeover = (f"{one.department}{one.method}" for one in duty.takeover)
    texts = (duty.name, *(one.text for one in clauses), *takeover)
    return [fold(one).rstrip("".join(END_MARKS)) for one in texts]


def _without(forms: Iterable[str], texts: Iterable[str]) -> set[str]:
    """The texts without an office's names."""
    names = "|".join(map(re.escape, sorted(map(fold, forms), key=len, reverse=True)))
    return {re.sub(names, "", text) for text in texts}


def _scanned(edition: DutyList) -> bool:
    """Its characters were recognised from pictures: single ones may be wrong."""
    return any(
        duty.doubts or any(one.confidence is not None for one in duty.department_clauses)
        for duty in edition.duties
    )


def _renamed_categories(
    pairs: Iterable[tuple[PlacedDuty, PlacedDuty]],
    before: Iterable[PlacedDuty],
    now: Iterable[PlacedDuty],
) -> dict[str, str]:
    """Categories that all their duties find under another, new name (both folded)."""
    known_before = {fold(one.duty.category) for one in before}
    known_now = {fold(one.duty.category) for one in now}
    became: dict[str, Counter[str]] = defaultdict(Counter)
    for was, becomes in pairs:
        if was.list == becomes.list:
            became[fold(was.duty.category)][fold(becomes.duty.category)] += 1
    found: dict[str, str] = {}
    for category, times in became.items():
        successor, together = times.most_common(1)[0]
        if category in known_now or successor in known_before or not category:
            continue
        if look_alike(category, successor):
            continue
        if together >= max(_CONSISTENT * times.total(), 2):
            found[category] = successor
    return found


def _divided_categories(
    pairs: Iterable[tuple[PlacedDuty, PlacedDuty]], before: Iterable[PlacedDuty]
) -> frozenset[tuple[Kind, str, str]]:
    """Categories that are new to their list and whose duties, several, all come from one that has,
    or gave, others besides."""
    known = {(one.list, fold(one.duty.category)) for one in before}
    came: dict[tuple[Kind, str], Counter[str]] = defaultdict(Counter)
    went: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for was, becomes in pairs:
        if was.list == becomes.list:
            old, new = fold(was.duty.category), fold(becomes.duty.category)
            came[becomes.list, new][old] += 1
            went[was.list, old].add(new)
    found = set()
    for (kind, new), times in came.items():
        (old, count), *others = times.most_common()
        alone = not others and count >= _SEVERAL and len(went[kind, old]) > 1
        # Rows that went to a category that was there were only moved.
        kept = all(one == old or (kind, one) not in known for one in went[kind, old])
        if old and new and alone and kept and (kind, new) not in known:
            found.add((kind, old, new))
    return frozenset(found)
