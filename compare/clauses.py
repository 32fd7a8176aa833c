"""Which clause of the old duty became which of the new, and how its words changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process

from dutylist.compare.assignment import best_assignment
from dutylist.compare.forms import (
    SameOffices,
    compare_forms,
    form_alone,
    is_form,
    is_form_of_heading,
    same_task,
    stands_above,
    task_of,
    written_otherwise,
)
from dutylist.compare.likeness import Weights, grams
from dutylist.compare.model import ClauseChange, ClauseKind, Passage, Why, WordingChange
from dutylist.compare.order import what_moved
from dutylist.compare.parts import Measure, claims, parts_of
from dutylist.compare.throughout import label_style
from dutylist.compare.wording import (
    WordingRules,
    compare_texts,
    compare_wording,
    fold,
    fold_width,
    replaced,
)

# Below this similarity (0 to 1) a clause was replaced, not reworded.
_MATCH = 0.5
# Ties go to the clause in the same column and the same relative place.
_SAME_PART = 0.05
_SAME_PLACE = 0.03
# A part of a split clause, and one that was rewritten, too: never certain.
_PLAIN = Measure(0.75, 0.1, 0.75)
_REWRITTEN = Measure(0.35, 0.1, 0.6)
# A shorter text that stands in the whole is a word, not a part.
_SHORTEST_QUOTE = 4


# The clause, or a person, names its offices.
_NAMED = ("heading", "subject", "decided")


NewNames = Callable[[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]
"""Old departments under the names they have where the second ones are there now."""


@dataclass(frozen=True)
class Ignored:
    """Differences of marks that are none: of a whole kind, or told once for the whole list."""

    whys: frozenset[Why] = frozenset()
    marks: frozenset[tuple[Why, str, str]] = frozenset()


@dataclass(frozen=True)
class _Pair:
    old: tuple[int, ...]
    new: tuple[int, ...]
    doubtful: bool = False
    copies: bool = False
    """One clause, which the duties that were merged, or became of one, all have."""


def compare_clauses(
    old: Sequence[Passage],
    new: Sequence[Passage],
    rules: WordingRules,
    renamed_offices: NewNames,
    *,
    ignored: Ignored,
) -> tuple[ClauseChange, ...]:
    """Every passage of both sides in one change, in the new order, removed ones in their place.

    `renamed_offices` gives old departments their new names where the second ones are there now.
    """
    if old == new:
        return tuple(
            ClauseChange(("same",), (was,), (becomes,), compare_wording(was.text, becomes.text))
            for was, becomes in zip(old, new, strict=True)
        )
    columns = _renamed_column(old, new)
    kept = "".join(fold(one.text) for one in new)

    def same_offices(was: Passage, becomes: Passage) -> bool:
        named = was.departments and becomes.departments
        return bool(named) and set(renamed_offices(was.departments, becomes.departments)) == set(
            becomes.departments
        )

    otherwise = written_otherwise(old, new, same_offices)
    before = [
        _Text(
            one,
            _renamed(task_of(one) if at in otherwise[0] else fold(one.text), rules, kept),
            columns.get(one.column, one.column),
        )
        for at, one in enumerate(old)
    ]
    now = [
        _Text(one, task_of(one) if at in otherwise[1] else fold(one.text), one.column)
        for at, one in enumerate(new)
    ]
    pairs = _pairs(before, now)
    forms = _forms(pairs, old, new, same_offices)
    given = {
        pair
        for pair in pairs
        if _reassigned(
            [old[index] for index in pair.old], [new[index] for index in pair.new], renamed_offices
        )
    }
    moved = _moved(pairs, given, forms, old, new)
    changes = []
    for pair in _in_reading_order(pairs):
        was = tuple(old[index] for index in pair.old)
        becomes = tuple(new[index] for index in pair.new)
        had, has = (was[:1], becomes[:1]) if pair.copies else (was, becomes)
        if pair not in forms:
            wording = compare_texts([one.text for one in had], [one.text for one in has], rules)
        elif was and becomes:
            wording = compare_forms(was[0], becomes[0], rules)
        else:
            wording = form_alone((*was, *becomes)[0], "deleted" if was else "inserted")
        kinds = _kinds(had, has, wording, moved.get(pair), ignored, form=pair in forms)
        if pair in given:
            # Who does it is told by itself, where the clause differs in nothing else.
            alone = len(was) == len(becomes) == 1 and same_task(*was, *becomes)
            kinds = (*(one for one in kinds if one != "reworded" or not alone), "reassigned")
        changes.append(
            ClauseChange(kinds or ("same",), was, becomes, wording, doubtful=pair.doubtful)
        )
    return tuple(_with_numbers(changes))


def _forms(
    pairs: Sequence[_Pair],
    old: Sequence[Passage],
    new: Sequence[Passage],
    same_offices: SameOffices,
) -> set[_Pair]:
    """The pairs in which only the way differs to write whose a clause is, and the headings that one
    edition alone has for it."""
    found: set[_Pair] = set()
    below: tuple[list[Passage], list[Passage]] = [], []
    for pair in pairs:
        if len(pair.old) == len(pair.new) == 1:
            was, becomes = old[pair.old[0]], new[pair.new[0]]
            if is_form(was, becomes, same_offices):
                below[0].extend(() if was.front else (was,))
                below[1].extend(() if becomes.front else (becomes,))
                found.add(pair)
            elif is_form_of_heading(was, becomes, same_offices):
                found.add(pair)
    for pair in pairs:
        for at, side, clauses in ((pair.old, old, below[0]), (pair.new, new, below[1])):
            alone = len(at) == 1 and len(pair.old) + len(pair.new) == 1
            if alone and stands_above(side[at[0]], clauses):
                found.add(pair)
    return found


def _reassigned(old: Sequence[Passage], new: Sequence[Passage], renamed_offices: NewNames) -> bool:
    """The clause itself, or one of those that it was split into or merged from, gives the task to
    other offices than before.

    What belongs to all offices of the row, or to none, follows the row: no news of its own. The
    same words name the same office, whether the row lists it (and it is known) or not.
    """
    if not old or not new:
        return False
    if any(one.part == "takeover" or one.basis not in _NAMED for one in (*old, *new)):
        return False
    if not all(one.departments for one in (*old, *new)):
        return False
    return any(
        set(renamed_offices(was.departments, becomes.departments)) != set(becomes.departments)
        for was in old
        for becomes in new
        if not (was.basis == becomes.basis == "subject" and fold(was.text) == fold(becomes.text))
    )


@dataclass(frozen=True)
class _Text:
    passage: Passage
    folded: str
    column: str

    @property
    def bare(self) -> str:
        """The text without its last mark."""
        return self.folded.rstrip("；。;.")

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """What makes two passages the same, the most telling first."""
        passage = self.passage
        # What stands in a column of its own kind (备注) is no clause, whatever it says.
        return (
            (self.folded, self.column),
            (passage.heading, passage.part),
            passage.departments,
        )


def _renamed_column(old: Sequence[Passage], new: Sequence[Passage]) -> dict[str, str]:
    """An old column onto a new one, where one heading on each side is unknown to the other."""
    was, becomes = ({one.column for one in side} for side in (old, new))
    gone, come = was - becomes, becomes - was
    return dict(zip(gone, come, strict=True)) if len(gone) == len(come) == 1 else {}


def _renamed(text: str, rules: WordingRules, kept: str) -> str:
    """The old text with the new names, as far as only likeness is asked for; names that the new
    texts (`kept`) still have were not replaced here."""
    for old, new in rules.longest_first:
        if old in text and old not in kept:
            text = text.replace(old, new)
    return text


def _pairs(before: Sequence[_Text], now: Sequence[_Text]) -> list[_Pair]:
    pairs: list[_Pair] = []
    left_old, left_new = dict.fromkeys(range(len(before))), dict.fromkeys(range(len(now)))
    for strictness in (3, 2, 1):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in reversed(left_new):
            waiting[now[index].identity[:strictness]].append(index)
        for index in list(left_old):
            same = waiting.get(before[index].identity[:strictness])
            if same:
                other = same.pop()
                pairs.append(_Pair((index,), (other,)))
                del left_old[index], left_new[other]
    pairs += _best(before, now, list(left_old), list(left_new))
    for pair in pairs:
        for index in pair.old:
            left_old.pop(index, None)
        for index in pair.new:
            left_new.pop(index, None)
    for measure in (_PLAIN, _REWRITTEN):
        for swapped in (False, True):
            pairs = _with_parts(pairs, before, now, left_old, left_new, measure, swapped=swapped)
    pairs = [_with_copies(pair, before, now, left_old, left_new) for pair in pairs]
    pairs += [_Pair((index,), ()) for index in left_old]
    pairs += [_Pair((), (index,)) for index in left_new]
    return pairs


def _with_copies(
    pair: _Pair,
    before: Sequence[_Text],
    now: Sequence[_Text],
    left_old: dict[int, None],
    left_new: dict[int, None],
) -> _Pair:
    if len(pair.old) != 1 or len(pair.new) != 1:
        return pair
    old, new = _copies(pair.old, before, left_old), _copies(pair.new, now, left_new)
    if not old and not new:
        return pair
    return replace(pair, old=(*pair.old, *old), new=(*pair.new, *new), copies=True)


def _copies(paired: tuple[int, ...], side: Sequence[_Text], left: dict[int, None]) -> list[int]:
    """What other duties of the change say in the very words of a clause, for the same offices: it
    stands once where they were merged, and in each where they were split."""
    (at,) = paired
    one = side[at]
    found = [
        index
        for index in left
        if side[index].identity == one.identity and side[index].passage.duty != one.passage.duty
    ]
    for index in found:
        del left[index]
    return found


def _best(
    before: Sequence[_Text], now: Sequence[_Text], old: Sequence[int], new: Sequence[int]
) -> list[_Pair]:
    if not old or not new:
        return []
    likeness = (
        process.cdist(
            [before[index].folded for index in old],
            [now[index].folded for index in new],
            scorer=fuzz.ratio,
            dtype=np.float64,
        )
        / 100
    )
    allowed = np.array(
        [
            [
                (before[i].passage.heading, before[i].column)
                == (now[j].passage.heading, now[j].column)
                for j in new
            ]
            for i in old
        ]
    )
    score = np.where(allowed & (likeness >= _MATCH), likeness - _MATCH + 0.01, 0.0)
    parts = np.array([[before[i].passage.part == now[j].passage.part for j in new] for i in old])
    place = np.array(
        [[1 - abs(i / len(before) - j / len(now)) for j in new] for i in old], dtype=np.float64
    )
    gain = np.where(score > 0, score + _SAME_PART * parts + _SAME_PLACE * place, 0.0)
    possible = {(int(i), int(j)): float(gain[i, j]) for i, j in zip(*gain.nonzero(), strict=True)}
    return [_Pair((old[i],), (new[j],)) for i, j in best_assignment(possible)]


def _with_parts(
    pairs: Sequence[_Pair],
    before: Sequence[_Text],
    now: Sequence[_Text],
    left_old: dict[int, None],
    left_new: dict[int, None],
    measure: Measure,
    *,
    swapped: bool,
) -> list[_Pair]:
    """Clauses left over join the clause they are a part of: split (or, swapped, merged)."""
    wholes, parts = (now, before) if swapped else (before, now)
    left_parts, left_wholes = (left_old, left_new) if swapped else (left_new, left_old)
    if not left_parts:
        return list(pairs)
    whole_grams, part_grams = (
        {at: dict.fromkeys(grams(one.folded), 1.0) for at, one in side if not one.passage.heading}
        for side in (enumerate(wholes), enumerate(parts))
    )
    left_over = [index for index in left_parts if index in part_grams]
    result = list(pairs)
    whole_columns, part_columns = (
        {at: one.passage.part for at, one in enumerate(side)} for side in (wholes, parts)
    )
    claimed_by = _claims(
        left_over, part_grams, whole_grams, (whole_columns, part_columns), measure.contained
    )
    for whole, shares in claimed_by.items():
        linked = [pair for pair in result if whole in (pair.new if swapped else pair.old)]
        if not linked and whole not in left_wholes:
            continue
        if linked and len(linked[0].new if swapped else linked[0].old) != 1:
            continue
        known = [part for pair in linked for part in (pair.old if swapped else pair.new)]
        claimed = [part for part, _ in shares]
        quoted = {
            part
            for part in claimed
            if len(parts[part].bare) > _SHORTEST_QUOTE and parts[part].bare in wholes[whole].folded
        }
        own = {part: grams(parts[part].folded) for part in (*known, *claimed)}
        accepted, held = parts_of(whole_grams[whole], known, claimed, own, quoted, measure.gain)
        if len(accepted) < 2 or accepted == known or held < measure.covered:
            continue
        result = [pair for pair in result if pair not in linked]
        all_parts = tuple(sorted(accepted))
        olds, news = (all_parts, (whole,)) if swapped else ((whole,), all_parts)
        result.append(_Pair(olds, news, doubtful=measure is _REWRITTEN))
        for part in accepted:
            left_parts.pop(part, None)
        left_wholes.pop(whole, None)
    return result


def _claims(
    parts: Sequence[int],
    part_grams: Mapping[int, Weights],
    whole_grams: Mapping[int, Weights],
    columns: tuple[Mapping[int, str], Mapping[int, str]],
    contained: float,
) -> dict[int, list[tuple[int, float]]]:
    """For each whole its parts as `claims` has them; what two wholes hold alike is a part of the
    one in its own column (`columns` of wholes and of parts)."""
    whole_columns, part_columns = columns
    found: dict[int, list[tuple[int, float]]] = {}
    for column in dict.fromkeys(part_columns[part] for part in parts):
        own = {at: grams for at, grams in whole_grams.items() if whole_columns[at] == column}
        here = [part for part in parts if part_columns[part] == column]
        found |= claims(here, part_grams, own, contained)
    claimed = {part for shares in found.values() for part, _ in shares}
    rest = [part for part in parts if part not in claimed]
    for whole, shares in claims(rest, part_grams, whole_grams, contained).items():
        found[whole] = [*found.get(whole, []), *shares]
    return found


def _moved(
    pairs: Iterable[_Pair],
    given: Set[_Pair],
    forms: Set[_Pair],
    old: Sequence[Passage],
    new: Sequence[Passage],
) -> dict[_Pair, ClauseKind]:
    """Pairs within one column of one duty that left the order of the others, or changed places;
    a clause that was `given` to another office's heading has its place there. Clauses that stand
    below their offices in one edition alone (`forms`) have an order among those of their offices.
    """
    groups: dict[Hashable, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        if len(pair.old) == len(pair.new) == 1:
            was, becomes = old[pair.old[0]], new[pair.new[0]]
            # Ways of working stand in the order of their offices, which is told of these.
            another = pair in given and "heading" in (was.basis, becomes.basis)
            if was.part == becomes.part != "takeover" and not was.heading and not another:
                whose = frozenset(becomes.departments) if pair in forms else None
                groups[was.part, was.duty, becomes.duty, whose].append(pair)
    found: dict[_Pair, ClauseKind] = {}
    for group in groups.values():
        in_order = sorted(group, key=lambda pair: pair.old)
        order = what_moved([pair.new[0] for pair in in_order])
        found.update((in_order[index], "moved") for index in order.away)
        found.update((in_order[index], "exchanged") for index in order.exchanged)
    return found


def _in_reading_order(pairs: Iterable[_Pair]) -> list[_Pair]:
    """By the new place; what is gone stands after what stood before it."""
    ordered: list[_Pair] = []
    known = sorted((pair for pair in pairs if pair.new), key=lambda pair: pair.new)
    gone = sorted((pair for pair in pairs if not pair.new), key=lambda pair: pair.old)
    ordered.extend(known)
    for pair in gone:
        before = [
            index
            for index, other in enumerate(ordered)
            if other.old and max(other.old) < min(pair.old)
        ]
        nearest = max(before, key=lambda index: ordered[index].old, default=-1)
        ordered.insert(nearest + 1, pair)
    return ordered


def _kinds(
    old: Sequence[Passage],
    new: Sequence[Passage],
    wording: WordingChange,
    moved: ClauseKind | None,
    ignored: Ignored,
    *,
    form: bool,
) -> tuple[ClauseKind, ...]:
    if not old:
        return ("form",) if form else ("added",)
    if not new:
        return ("form",) if form else ("removed",)
    kinds: list[ClauseKind] = ["form"] if form else []
    if len(new) > 1:
        kinds.append("split")
    if len(old) > 1:
        kinds.append("merged")
    if wording.count("wording"):
        kinds.append("reworded")
    elif wording.count("lookalike"):
        kinds.append("lookalike")
    elif not kinds and (is_typography(wording, ignored) or _restyled(old[0], new[0], ignored)):
        kinds.append("typography")
    if {one.part for one in old} != {one.part for one in new}:
        kinds.append("other side")
    elif moved:
        kinds.append(moved)
    return tuple(kinds)


def _restyled(old: Passage, new: Passage, ignored: Ignored) -> bool:
    """The number in front is written otherwise, and not all through the list."""
    if old.part != new.part:
        return False
    was, becomes = label_style(old.label), label_style(new.label)
    if "width" in ignored.whys:
        was, becomes = fold_width(was), fold_width(becomes)
    return was != becomes and ("label", was, becomes) not in ignored.marks


def _with_numbers(changes: Sequence[ClauseChange]) -> Iterator[ClauseChange]:
    """The changes, those with another number in front told where none came, went or moved: else
    the others' numbers only follow."""
    texts = [one for change in changes for one in (*change.old, *change.new)]
    # Of rows that were split or merged the numbers begin anew.
    parted = any(one.duty for one in texts)
    shifted = (
        {one.part for one in texts}
        if parted
        else {
            one.part
            for change in changes
            if len(change.old) != 1 or len(change.new) != 1 or _LEFT_ITS_PLACE & set(change.kinds)
            for one in (*change.old, *change.new)
        }
    )
    for change in changes:
        told = change.kinds == ("same",) and change.new[0].part not in shifted
        was, becomes = (side[0].label if side else "" for side in (change.old, change.new))
        if told and was != becomes and label_style(was) == label_style(becomes):
            change = replace(change, kinds=("typography",))
        yield change


_LEFT_ITS_PLACE: frozenset[ClauseKind] = frozenset(("moved", "exchanged", "other side"))


def is_typography(wording: WordingChange, ignored: Ignored) -> bool:
    """Marks or white space differ, and the reader wants to know."""
    whys: tuple[Why, ...] = ("width", "space", "mark", "end mark")
    return any(
        why not in ignored.whys and (why, old, new) not in ignored.marks
        for why in whys
        for old, new in replaced(wording, why)
    )
