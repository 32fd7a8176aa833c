"""What became of an office that the new edition calls otherwise: renamed, joined, divided.

A reform shows in many rows at once. All rows of an old office are weighed together: to which
new names they went, and in which rows the old name stayed. Nothing is certain that another
reading of the same rows could be; such a reform carries the reason for its doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dutylist.compare.assignment import best_assignment
from dutylist.compare.model import ReformKind
from dutylist.compare.office_words import alike, common_subject, word_of_part
from dutylist.records.wording import said

# Of an office's rows, so many go with a rename, or with all heirs of a division together.
_CONSISTENT = 0.8
# With names that are alike, half of the rows may do, and one row alone.
_HALF = 0.5
# An heir of a division has so many rows, or this share of them.
_HEIR_ROWS = 2
_HEIR_SHARE = 0.2
# Two ways to pair offices are as good as each other where their names' likeness differs less.
_AS_GOOD = 10.0
# A scan misreads a character or two of a name.
_MISREAD = 2

Row = tuple[tuple[str, ...], tuple[str, ...]]
"""The offices of one duty, before and now."""


@dataclass(frozen=True)
class Reform:
    """Old names and what they became; `doubt` says in Chinese why it is not certain, or ""."""

    kind: ReformKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    doubt: str = ""

    def heirs(self, name: str, there: Iterable[str]) -> tuple[str, ...]:
        """What the office `name` became in a row whose offices now are `there`.

        The name itself where the reform does not show: no row is told of an office that it
        never had. An office that perhaps only gave rows away keeps its name in all rows, which
        then tell of the other office themselves.
        """
        if self.doubt and name in self.new:
            return (name,)
        return self.became(name, there)

    def became(self, name: str, there: Iterable[str]) -> tuple[str, ...]:
        """The same, whatever the doubt."""
        if name not in self.old:
            return (name,)
        now = set(there)
        return tuple(one for one in self.new if one in now and name not in now) or (name,)


@dataclass(frozen=True)
class _Rows:
    """By office: the rows that had it, lost it and gained it."""

    had: Mapping[str, Set[int]]
    lost: Mapping[str, Set[int]]
    gained: Mapping[str, Set[int]]
    old_names: Set[str]
    new_names: Set[str]
    scanned: bool

    def together(self, name: str, other: str) -> int:
        return len(self.lost[name] & self.gained[other])

    def share(self, name: str, other: str) -> float:
        return self.together(name, other) / len(self.had[name])

    def overlap(self, name: str, other: str) -> float:
        return self.together(name, other) / len(self.lost[name] | self.gained[other])


def find_reforms(
    rows: Sequence[Row],
    old_names: Set[str],
    new_names: Set[str],
    *,
    related: Sequence[Row] = (),
    handed_over: Set[tuple[str, str]] = frozenset(),
    scanned: bool = False,
) -> tuple[Reform, ...]:
    """The reforms that the rows show.

    `rows` are the offices of each duty that stayed in its list, `related` those of each old and
    new duty that belong together, whatever its list, split or merged; `old_names` and `new_names`
    are all offices of each edition. `handed_over` are offices of which the new edition says nothing
    more, each with one that has a row of it whose text is otherwise as it was. `scanned`: a name
    may have been misread.
    """
    facts = _facts(rows, old_names, new_names, scanned)
    wide = _facts(related or rows, old_names, new_names, scanned)
    fresh = sorted(facts.gained.keys() - old_names)
    possible = {
        (name, other): facts.overlap(name, other)
        for name in facts.lost
        for other in fresh
        if _may_follow(facts, name, other)
    }
    heirs: dict[str, list[str]] = {name: [other] for name, other in _best_pairs(possible)}
    for name in sorted(facts.lost.keys() - heirs.keys()):
        into = [(value, other) for (old, other), value in possible.items() if old == name]
        if into:
            heirs[name] = [max(into)[1]]
    taken = {other for others in heirs.values() for other in others}
    for name in sorted(facts.lost):
        further = [one for one in fresh if one not in taken and _may_inherit(facts, name, one)]
        candidates = [*heirs.get(name, ()), *further]
        if further and len(candidates) > 1 and _explained(facts, name, candidates):
            heirs[name] = candidates
            taken.update(further)
    for name in sorted(heirs):
        parts = [one for one in _parts(wide, name, heirs[name]) if one not in taken]
        heirs[name] = [*heirs[name], *parts]
        taken.update(parts)
    for name in sorted(facts.lost.keys() - heirs.keys() - new_names):
        # It stands in the place of this one, too: 自然资源和林业局 for 自然资源局 and for 林业局.
        joined = [one for one in sorted(taken) if _in_its_place(facts, name, one)]
        # One row more makes nothing doubtful that many rows say.
        if joined and all(
            facts.together(one, joined[0]) < _HEIR_ROWS and others == [joined[0]]
            for one, others in heirs.items()
            if joined[0] in others
        ):
            heirs[name] = [joined[0]]
    found = list(_reforms(facts, wide, heirs, possible))
    found += _branches(facts, sorted((facts.lost.keys() - heirs.keys()) & new_names), taken)
    for name in sorted(facts.lost.keys() - heirs.keys() - new_names):
        spelled = [
            other
            for other in sorted(facts.gained.keys() & old_names)
            if facts.share(name, other) >= _CONSISTENT
            and Levenshtein.distance(name, other) <= _MISREAD
        ]
        if spelled:
            doubt = said("reforms.two_spellings")
            found.append(Reform("renamed", (name,), (spelled[0],), doubt))
            continue
        into = [
            (facts.together(name, other), other)
            for other in facts.gained
            if other in old_names and facts.share(name, other) >= _CONSISTENT
        ]
        if into and max(into)[0] >= _HEIR_ROWS:
            target = max(into)[1]
            found.append(Reform("absorbed", (name,), (target,), said("reforms.by_rows")))
            continue
        if into and (name, max(into)[1]) in handed_over:
            found.append(Reform("absorbed", (name,), (max(into)[1],), said("reforms.one_row")))
            continue
        instead = [one for one in fresh if one not in taken and _in_its_place(facts, name, one)]
        if instead:
            other = max(instead, key=lambda one: fuzz.ratio(name, one))
            taken.add(other)
            found.append(Reform("renamed", (name,), (other,), said("reforms.one_row")))
    return tuple(found)


def _branches(facts: _Rows, names: Iterable[str], taken: Set[str]) -> Iterable[Reform]:
    """Offices that keep their name and some rows, while others went to a new office.

    All rows that the new office has were the old one's, which perhaps stands beside it still: a
    division, or duties that were only given to somebody else.
    """
    for name in names:
        new = [
            other
            for other in sorted(facts.gained.keys() - facts.old_names - taken)
            if facts.together(name, other) >= _HEIR_ROWS and facts.gained[other] <= facts.had[name]
        ]
        if new:
            yield Reform("divided", (name,), (name, *new), said("reforms.or_handed_on"))


def without(reforms: Iterable[Reform], told: Container[str]) -> list[Reform]:
    """What the reforms say of the old offices that are not `told` of otherwise."""
    found = []
    for one in reforms:
        old = tuple(name for name in one.old if name not in told)
        kind: ReformKind = "renamed" if one.kind == "merged" and len(old) == 1 else one.kind
        if old:
            found.append(replace(one, old=old, kind=kind))
    return found


def decided(
    reforms: Iterable[Reform],
    told: Mapping[str, tuple[str, ...]],
    old_names: Set[str] = frozenset(),
) -> tuple[Reform, ...]:
    """The reforms with what a person `told` became of offices in place of what was found of
    them; `old_names` are all offices of the old edition."""
    found = without(reforms, told)
    joined: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, new in told.items():
        if new and new != (name,):
            joined[new].append(name)
    for new, names in joined.items():
        if len(new) > 1:
            found += [Reform("divided", (name,), new) for name in names]
        elif new[0] in old_names:
            found.append(Reform("absorbed", tuple(names), new))
        else:
            found.append(Reform("merged" if len(names) > 1 else "renamed", tuple(names), new))
    return tuple(found)


def _facts(rows: Sequence[Row], old_names: Set[str], new_names: Set[str], scanned: bool) -> _Rows:
    had: dict[str, set[int]] = defaultdict(set)
    lost: dict[str, set[int]] = defaultdict(set)
    gained: dict[str, set[int]] = defaultdict(set)
    for index, (before, now) in enumerate(rows):
        if not before or not now:
            continue
        for name in before:
            had[name].add(index)
            if name not in now:
                lost[name].add(index)
        for name in now:
            if name not in before:
                gained[name].add(index)
    return _Rows(had, lost, gained, old_names, new_names, scanned)


def _may_follow(facts: _Rows, name: str, other: str) -> bool:
    """The rows alone, or half of them with a name that is alike, speak for a rename."""
    together, share = facts.together(name, other), facts.share(name, other)
    if not together:
        return False
    if alike(name, other):
        return share >= _HALF
    return share >= _CONSISTENT and together >= _HEIR_ROWS


def _may_inherit(facts: _Rows, name: str, other: str) -> bool:
    """A new office that has a part of the old one's rows, and most of its own from there."""
    together = facts.together(name, other)
    enough = together >= _HEIR_ROWS or together / len(facts.had[name]) >= _HEIR_SHARE
    return bool(together) and enough and together >= _HALF * len(facts.gained[other])


def _parts(wide: _Rows, name: str, heirs: Sequence[str]) -> list[str]:
    """New offices with a row of the old one that none of its `heirs` has, and most of whose own
    rows come from there: one row may be all that the list says of a division."""
    return [
        other
        for other in sorted(wide.gained.keys() - wide.old_names)
        if _went_apart(wide, name, heirs, other)
        and wide.together(name, other) >= _HALF * len(wide.gained[other])
    ]


def _went_apart(wide: _Rows, name: str, heirs: Sequence[str], other: str) -> bool:
    """Whether another office than its heirs has a row of the old one."""
    those = set[int]().union(*(wide.gained.get(one, set()) for one in heirs))
    return bool((wide.lost.get(name, set()) & wide.gained.get(other, set())) - those)


def _named_part(wide: _Rows, name: str, heir: str) -> tuple[str, str]:
    """Another office whose name goes on with a word of the old one's that its heir does not have,
    and that word: one that is new, or that was there before and has a row of it now; "" if none."""
    for other in sorted(wide.new_names - {name, heir}):
        word = word_of_part(name, heir, other)
        if word and (other not in wide.old_names or _went_apart(wide, name, [heir], other)):
            return other, word
    return "", ""


def _explained(facts: _Rows, name: str, heirs: Sequence[str]) -> bool:
    """Each heir has rows of its own, and together they have half of the old office's or more.

    Several new offices in one row alone are no division: the row may just be another one.
    """
    rows = [facts.lost[name] & facts.gained[one] for one in heirs]
    together = set[int]().union(*rows)
    own = [part - set[int]().union(*rows[:at], *rows[at + 1 :]) for at, part in enumerate(rows)]
    always = all(len(part) >= _CONSISTENT * len(together) for part in rows)
    apart = all(own) or (always and len(together) >= _HEIR_ROWS)
    return apart and len(together) >= _HALF * len(facts.had[name])


def _in_its_place(facts: _Rows, name: str, other: str) -> bool:
    """Whether a new office stands in the only row of one that is gone, or one of its two, and their
    names speak of something alike: 科技和数据局 for 科学技术局."""
    few = facts.together(name, other) < _HEIR_ROWS
    return few and facts.share(name, other) >= _HALF and bool(common_subject(name, other))


def _forgotten(facts: _Rows, name: str, together: int) -> bool:
    """One row alone still has the old name: it was forgotten there. Several are an office."""
    return len(facts.had[name]) - together <= 1


def _best_pairs(likeness: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """Each old office with at most one new one, so that the rows agree best over all.

    Offices that always act together are told apart by their names.
    """
    old = sorted({name for name, _ in likeness})
    new = sorted({other for _, other in likeness})
    gain = {
        (old.index(name), new.index(other)): value + fuzz.ratio(name, other) / 10_000
        for (name, other), value in likeness.items()
    }
    return [(old[i], new[j]) for i, j in best_assignment(gain)]


def _reforms(
    facts: _Rows,
    wide: _Rows,
    heirs: Mapping[str, Sequence[str]],
    possible: Mapping[tuple[str, str], float],
) -> Iterable[Reform]:
    joined: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, others in heirs.items():
        joined[tuple(others)].append(name)
    shared = {one for others in heirs.values() if len(others) > 1 for one in others}
    for new, old in joined.items():
        if len(new) > 1:
            for name in old:
                yield Reform("divided", (name,), new, said("reforms.to_several"))
            continue
        kind: ReformKind = "merged" if len(old) > 1 else "renamed"
        doubts = [_doubt(facts, name, new[0], old, possible) for name in old]
        doubts += [_doubt_of_parts(wide, name, new[0]) for name in old]
        if new[0] in shared:
            doubts.append(said("reforms.others", office=new[0], from_offices="、".join(old)))
        yield Reform(kind, tuple(old), new, next(filter(None, doubts), ""))


def _doubt_of_parts(wide: _Rows, name: str, heir: str) -> str:
    """That the office was perhaps divided; "" where nothing speaks for it."""
    part, word = _named_part(wide, name, heir)
    return said("reforms.named_part", office=part, word=word) if part else ""


def _doubt(
    facts: _Rows,
    name: str,
    other: str,
    joined: Sequence[str],
    possible: Mapping[tuple[str, str], float],
) -> str:
    """Why another reading is possible; "" where none is."""
    together, share = facts.together(name, other), facts.share(name, other)
    likely = alike(name, other)
    others = set[int]().union(*(facts.lost[one] for one in joined if one != name), set())
    rivals = [rival for (old, rival) in possible if old == name and rival != other]
    as_good = [
        rival
        for rival in rivals
        if facts.together(name, rival) == together
        and fuzz.ratio(name, other) - fuzz.ratio(name, rival) < _AS_GOOD
    ]
    explained = facts.gained[other] & set[int]().union(*(facts.lost[one] for one in joined))
    if facts.scanned and Levenshtein.distance(name, other) <= _MISREAD:
        return said("reforms.misread")
    if together < _HEIR_ROWS:
        return said("reforms.one_row")
    if share < _CONSISTENT:
        return said("reforms.some_rows", rows=len(facts.had[name]), count=together)
    if name in facts.new_names and not (likely and _forgotten(facts, name, together)):
        return said("reforms.still_used")
    if name.startswith(other) or other.startswith(name):
        return said("reforms.within")
    if as_good:
        return said("reforms.or_else", offices="、".join(as_good))
    if len(joined) > 1 and not facts.lost[name] - others:
        return said("reforms.no_rows", office=name)
    if len(explained) < _HALF * len(facts.gained[other]) and not likely:
        return said("reforms.others", office=other, from_offices="、".join(joined))
    return ""
