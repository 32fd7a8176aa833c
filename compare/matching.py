"""Which duty of the old edition became which of the new: over all three lists at once.

Identical duties are paired first. For the rest, pairs that share rare character sequences are
looked up in an index, scored, and the best assignment is taken; what is then left over is looked
at for duties that were split or merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dutylist.compare.assignment import best_assignment
from dutylist.compare.departments import Offices
from dutylist.compare.likeness import (
    Features,
    Vectors,
    features_of,
    products,
    similarity,
    vectors_of,
)
from dutylist.compare.links import MOST_RIVALS, Link, Rival, State
from dutylist.compare.model import PlacedDuty
from dutylist.compare.rewritten import doubt_rewritten
from dutylist.compare.rivals import doubt_rivalled
from dutylist.compare.split_duties import (
    MARGIN,
    PLAIN,
    REWRITTEN,
    SHORTEST_QUOTE,
    WHOLE,
    add_left_over,
    find_parts,
)

# Below this similarity two duties are an addition and a removal, not a rewording.
MATCH = 0.42
# Below this similarity a person should look.
SURE = 0.65
# The same where a duty would stand in another list now.
_SURE_ELSEWHERE = 0.75
# Below this edit similarity two names have nothing to do with each other.
_NAMES_APART = 0.3
# Pairs looked at for one duty.
_CANDIDATES = 8
# Between equals, less for each row further down: too little to count for anything else.
_LATER = 1e-7


def match_parts(
    old: Sequence[PlacedDuty],
    new: Sequence[PlacedDuty],
    offices: Offices,
    decided: Iterable[Link] = (),
) -> tuple[Link, ...]:
    """Each of several old lists matched with the new one by itself.

    A new duty is in a link with each old list that has it, and in one alone if none has.
    """
    decided = tuple(decided)
    links: list[Link] = []
    alone: dict[tuple[int, ...], list[Link]] = defaultdict(list)
    parts = sorted({one.part for one in old}) or [0]
    for part in parts:
        own = [index for index, one in enumerate(old) if one.part == part]
        at = {index: place for place, index in enumerate(own)}
        here = [
            replace(link, old=tuple(at[index] for index in link.old if index in at))
            for link in decided
            if not link.old or at.keys() & set(link.old)
        ]
        for link in match_duties([old[index] for index in own], new, offices, here):
            shifted = replace(
                link,
                old=tuple(own[index] for index in link.old),
                rivals=tuple(replace(one, old=own[one.old]) for one in link.rivals),
            )
            if shifted.old:
                links.append(shifted)
            else:
                alone[shifted.new].append(shifted)
    links = _not_from_elsewhere(links)
    known = {index for link in links for index in link.new}
    for new_ones, found in alone.items():
        if not known & set(new_ones):
            links.append(max(found, key=lambda link: link.doubtful))
    return tuple(links)


def _not_from_elsewhere(links: Sequence[Link]) -> list[Link]:
    """The links without doubtful pairs whose new duty surely comes from another old list."""
    sure = {index for link in links if not link.doubtful for index in link.new}
    found = []
    for link in links:
        pair = len(link.old) == len(link.new) == 1
        if pair and link.doubtful and not link.decided and link.new[0] in sure:
            rival = Rival(link.old[0], link.new[0], link.confidence)
            link = replace(link, new=(), rivals=(rival, *link.rivals))
        found.append(link)
    return found


def match_duties(
    old: Sequence[PlacedDuty],
    new: Sequence[PlacedDuty],
    offices: Offices,
    decided: Iterable[Link] = (),
) -> tuple[Link, ...]:
    """Every duty of both editions in exactly one link; `decided` links are kept as they are."""
    before = [features_of(one, offices) for one in old]
    now = [features_of(one, offices) for one in new]
    state = State(set(range(len(old))), set(range(len(new))))
    for link in decided:
        state.take(link)
    _pair_identical(state, before, now)
    if state.old and state.new:
        vectors = vectors_of(state, before, now)
        weak = _pair_best(state, before, now, vectors)
        old_names, new_names = ([one.name for one in side] for side in (before, now))
        for measure in (PLAIN, REWRITTEN):
            find_parts(state, vectors, old_names, new_names, measure, swapped=False)
            find_parts(state, vectors, new_names, old_names, measure, swapped=True)
            for link in weak:
                if state.old.issuperset(link.old) and state.new.issuperset(link.new):
                    state.take(link)
        add_left_over(state, vectors)
        _leave_alone(state)
        doubt_rivalled(state, vectors)
    _leave_alone(state)
    doubt_rewritten(state, before, now)
    return tuple(state.links)


def _leave_alone(state: State) -> None:
    """What is still to be placed stands in one edition only."""
    for index in sorted(state.old):
        state.take(Link((index,), ()))
    for index in sorted(state.new):
        state.take(Link((), (index,)))


def _pair_identical(state: State, before: Sequence[Features], now: Sequence[Features]) -> None:
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in sorted(state.new, reverse=True):
        waiting[now[index].identity].append(index)
    for index in sorted(state.old):
        same = waiting.get(before[index].identity)
        if same:
            state.take(Link((index,), (same.pop(),)))


_Doubled = set[tuple[str, tuple[str, ...]]]
"""Texts of either edition (old, new)."""


def _pair_best(
    state: State,
    before: Sequence[Features],
    now: Sequence[Features],
    vectors: Vectors,
) -> list[Link]:
    """Take the best pairs; those that are weak, where one side's name stands word for word in
    another duty, are given back: it may have been merged or split."""
    doubled = _doubled(state, before, now)
    scores = _scores(before, now, vectors, doubled)
    by_row: dict[int, list[Rival]] = defaultdict(list)
    by_column: dict[int, list[Rival]] = defaultdict(list)
    for (row, column), score in scores.items():
        rival = Rival(vectors.old[row], vectors.new[column], score)
        by_row[row].append(rival)
        by_column[column].append(rival)
    old_names = "\n".join(before[one].name for one in vectors.old)
    new_names = "\n".join(now[one].name for one in vectors.new)
    weak: list[Link] = []
    for row, column in _assign(scores):
        score = scores[row, column]
        old, new = vectors.old[row], vectors.new[column]
        rivals = [
            rival
            for rival in (*by_row[row], *by_column[column])
            if (rival.old, rival.new) != (old, new)
            and rival.similarity > max(score - MARGIN, MATCH)
        ]
        rivals.sort(key=lambda rival: -rival.similarity)
        link = Link(
            (old,),
            (new,),
            confidence=round(min(score, 1.0), 3),
            doubtful=(
                score < (SURE if before[old].place[0] == now[new].place[0] else _SURE_ELSEWHERE)
                or bool(rivals)
                or _only_bodies(before[old], now[new])
                or bool(doubled & {("old", before[old].texts), ("new", now[new].texts)})
            ),
            rivals=tuple(rivals[:MOST_RIVALS]),
        )
        if score < SURE and (
            _stands_in(before[old].name, new_names, now[new].name)
            or _stands_in(now[new].name, old_names, before[old].name)
        ):
            weak.append(link)
        else:
            state.take(link)
    return weak


def _scores(
    before: Sequence[Features], now: Sequence[Features], vectors: Vectors, doubled: _Doubled
) -> dict[tuple[int, int], float]:
    """How alike the duties are that may be pairs, by their rows and columns of the vectors."""
    names = products(vectors.old_names, vectors.new_names)
    texts = products(vectors.old_texts, vectors.new_texts)
    scores: dict[tuple[int, int], float] = {}
    # A body that stands in many duties (执法检查、立案、处罚…) says nothing of who is who.
    bodies = Counter(one.body for one in (*before, *now))
    for row, column in sorted(_candidates(names) | _candidates(texts)):
        by_name, by_text = names[row, column], texts[row, column]
        one, other = before[vectors.old[row]], now[vectors.new[column]]
        telling = all(side.body and bodies[side.body] <= 2 for side in (one, other))
        score = similarity(
            one,
            other,
            float(by_text if telling else by_name),
            float(by_name),
            telling_body=telling,
        )
        # What stands a second time is a second copy sooner than something like it.
        if score >= WHOLE or not doubled & {("old", one.texts), ("new", other.texts)}:
            scores[row, column] = score
    return scores


def _doubled(state: State, before: Sequence[Features], now: Sequence[Features]) -> _Doubled:
    """The texts, of either edition, of which one copy has its identical counterpart already."""
    found: _Doubled = set()
    for link in state.links:
        found |= {("old", before[one].texts) for one in link.old}
        found |= {("new", now[one].texts) for one in link.new}
    return found


def _stands_in(name: str, names: str, counterpart: str) -> bool:
    """Whether it is quoted in one of the names, a line each, other than its counterpart's."""
    return len(name) >= SHORTEST_QUOTE and names.count(name) > counterpart.count(name)


def _only_bodies(one: Features, other: Features) -> bool:
    """The names have next to nothing in common: only the clauses say it is one duty."""
    return Indel.normalized_similarity(one.name, other.name) < _NAMES_APART


def _candidates(likeness: NDArray[np.float64]) -> set[tuple[int, int]]:
    """The most alike pairs of each row and of each column, as far as they have anything alike."""
    pairs: set[tuple[int, int]] = set()
    for matrix, turned in ((likeness, False), (likeness.T, True)):
        for row, values in enumerate(matrix):
            for column in _greatest(values):
                pairs.add((column, row) if turned else (row, column))
    return pairs


def _greatest(values: NDArray[np.float64]) -> list[int]:
    """Where the greatest values above 0 stand, of equal ones the first: the order of all values
    takes a long list most of its time."""
    places = values.nonzero()[0]
    if len(places) > _CANDIDATES:
        held = values[places]
        places = places[held >= np.partition(held, -_CANDIDATES)[-_CANDIDATES]]
    order = np.argsort(-values[places], kind="stable")[:_CANDIDATES]
    return [int(place) for place in places[order]]


def _assign(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of the greatest total similarity, each row and column at most once.

    What lies above the threshold counts: one good pair is better than two poor ones. Of two rows
    that are as good (one stands twice) the first is the old one's.
    """
    return best_assignment(
        {
            (row, column): score - MATCH + 0.01 - _LATER * column
            for (row, column), score in scores.items()
            if score >= MATCH
        }
    )
