"""Clauses that left one duty and stand in another, and duties that stand twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from dutylist.compare.model import (
    ClauseChange,
    ClauseKind,
    DutyChange,
    Passage,
    PlacedDuty,
    Transfer,
)
from dutylist.compare.wording import END_MARKS, fold, whole_text

# A shorter clause (做好宣传工作) stands in many duties and tells of no move.
_SHORTEST = 8
# With other words a clause is taken for the same from this likeness on (0 to 100), in doubt.
_ALIKE = 85.0
# A clause elsewhere is the same sooner than the one in its place if it is so much more alike.
_NEARER = 10.0

_Found = tuple[int, int]
"""The change and its clause change, by index."""


def with_transfers(changes: Sequence[DutyChange]) -> tuple[DutyChange, ...]:
    """The changes, their removed and added clauses marked where one became the other."""
    changes = _parted(changes)
    gone = _lonely(changes, "removed")
    come = _lonely(changes, "added")
    texts_before = Counter(_key(one) for change in changes for one in _passages(change, "old"))
    texts_now = Counter(_key(one) for change in changes for one in _passages(change, "new"))
    pairs: list[tuple[_Found, _Found, bool]] = []
    for key in gone.keys() & come.keys():
        if texts_before[key] == 1 == texts_now[key]:
            pairs.append((gone.pop(key), come.pop(key), True))
    for key, place in gone.items():
        rivals = [(fuzz.ratio(key, other), other) for other in come]
        score, best = max(rivals, default=(0.0, ""))
        if score >= _ALIKE and texts_before[key] == 1 == texts_now[best]:
            pairs.append((place, come.pop(best), False))
    marked: dict[_Found, Transfer] = {}
    for old, new, same in pairs:
        if old[0] != new[0]:
            marked[old] = Transfer((changes[new[0]].new)[0], same)
            marked[new] = Transfer((changes[old[0]].old)[0], same)
    return tuple(_marked(change, index, marked) for index, change in enumerate(changes))


def _parted(changes: Sequence[DutyChange]) -> tuple[DutyChange, ...]:
    """The changes; a reworded clause is one that went and one that came where the old words, or
    the new ones, stand in another duty that had, or now has, no such clause."""
    gone, come = _lonely(changes, "removed"), _lonely(changes, "added")
    if not gone and not come:
        return tuple(changes)

    def parts(clause: ClauseChange, index: int) -> Iterator[ClauseChange]:
        elsewhere = {
            side: [key for key, (at, _) in found.items() if at != index]
            for side, found in (("old", come), ("new", gone))
        }
        if _is_of_another(clause, elsewhere):
            old, new = clause.old[0], clause.new[0]
            yield ClauseChange(("removed",), (old,), (), whole_text(old.text, "deleted"))
            yield ClauseChange(("added",), (), (new,), whole_text(new.text, "inserted"))
        else:
            yield clause

    return tuple(
        replace(change, clauses=tuple(one for it in change.clauses for one in parts(it, index)))
        for index, change in enumerate(changes)
    )


def _is_of_another(clause: ClauseChange, elsewhere: Mapping[str, Sequence[str]]) -> bool:
    """A clause elsewhere is plainly nearer to one side of a reworded clause than its other side."""
    if "reworded" not in clause.kinds or len(clause.old) != 1 or len(clause.new) != 1:
        return False
    old, new = _key(clause.old[0]), _key(clause.new[0])
    least = max(_ALIKE, fuzz.ratio(old, new) + _NEARER)
    return any(
        len(key) >= _SHORTEST and fuzz.ratio(key, other, score_cutoff=least) >= least
        for key, others in ((old, elsewhere["old"]), (new, elsewhere["new"]))
        for other in others
    )


def _lonely(changes: Sequence[DutyChange], kind: ClauseKind) -> dict[str, _Found]:
    """Clauses long enough that were removed (or added), by their text."""
    found: dict[str, _Found] = {}
    for index, change in enumerate(changes):
        for at, clause in enumerate(change.clauses):
            (*_, passage) = clause.old or clause.new
            key = _key(passage)
            if clause.kinds == (kind,) and not passage.heading and len(key) >= _SHORTEST:
                found[key] = (index, at)
    return found


def _passages(change: DutyChange, side: str) -> Iterable[Passage]:
    return (one for clause in change.clauses for one in getattr(clause, side))


def _key(passage: Passage) -> str:
    return fold(passage.text).rstrip("".join(END_MARKS))


def _marked(change: DutyChange, index: int, marked: dict[_Found, Transfer]) -> DutyChange:
    clauses: list[ClauseChange] = []
    for at, clause in enumerate(change.clauses):
        transfer = marked.get((index, at))
        if transfer:
            clause = replace(clause, kinds=("transferred",), transfer=transfer)
        clauses.append(clause)
    return replace(change, clauses=tuple(clauses))


def with_repeats(changes: Sequence[DutyChange]) -> tuple[DutyChange, ...]:
    """The changes, added and removed duties in doubt where the same stands elsewhere, too."""
    known: dict[tuple[str, tuple[object, ...]], list[PlacedDuty]] = defaultdict(list)
    for change in changes:
        for side in ("old", "new"):
            for placed in getattr(change, side):
                known[side, _identity(placed)].append(placed)
    return tuple(_with_repeat(change, known) for change in changes)


def _with_repeat(
    change: DutyChange, known: dict[tuple[str, tuple[object, ...]], list[PlacedDuty]]
) -> DutyChange:
    if change.old and change.new:
        return change
    side, placed = ("new", change.new[0]) if change.new else ("old", change.old[0])
    others = [one for one in known[side, _identity(placed)] if one is not placed]
    return replace(change, repeats=tuple(others))


def _identity(placed: PlacedDuty) -> tuple[object, ...]:
    duty = placed.duty
    texts = (*duty.department_clauses, *duty.township_clauses)
    return (
        fold(duty.name),
        tuple(fold(one.text) for one in texts),
        tuple(map(fold, duty.departments)),
        tuple(fold(one.method) for one in duty.takeover),
    )
