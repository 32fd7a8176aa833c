"""Which duty of the old edition became which of the new: over all three lists at once.

Identical duties are paired first. For the rest, pairs that share rare character sequences are
looked up in an index, scored, and the best assignment is taken; what is then left over is looked
at for duties that were split or merged.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dutylist.compare.assignment import best_assignment
from dutylist.compare.departments import Offices
from dutylist.compare.model import PlacedDuty
from dutylist.compare.passages import passages
from dutylist.compare.wording import fold
from dutylist.records.model import DutyList, Kind

# Below this similarity two duties are an addition and a removal, not a rewording.
MATCH = 0.42
# Below this similarity, or with another pair this near, a person should look.
SURE = 0.58
MARGIN = 0.06

# Below this edit similarity two names have nothing to do with each other.
_NAMES_APART = 0.3

# A name says more about a duty than as much text of its clauses.
_NAME_WEIGHT = 2.0
# Pairs looked at for one duty.
_CANDIDATES = 8


@dataclass(frozen=True)
class _Measure:
    """A part of a split duty: so much of it comes from the whole, so much of the whole is only
    there, and so much of the whole all parts hold together."""

    contained: float
    gain: float
    covered: float


_PLAIN = _Measure(0.6, 0.12, 0.6)
# Parts that were rewritten, too: never certain.
_REWRITTEN = _Measure(0.3, 0.1, 0.45)
# A new duty that has so much of an old one that became something else is perhaps a part of it.
_PERHAPS = 0.22
# An old duty that is plainly one new duty has no parts elsewhere.
_WHOLE = 0.85
# A name this long that stands word for word in another is no accident.
_SHORTEST_QUOTE = 8
# Between equals, less for each row further down: too little to count for anything else.
_LATER = 1e-7
# Ties go to the duty in the same list, category and departments.
_SAME_PLACE = 0.02


Weights = Mapping[str, float]
"""Character sequences with their weights."""


@dataclass(frozen=True)
class Rival:
    """Another pair, by index, that was nearly as similar."""

    old: int
    new: int
    similarity: float


@dataclass(frozen=True)
class Link:
    """Duties that belong together, by their index in the two sequences."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    confidence: float = 1.0
    doubtful: bool = False
    decided: bool = False
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class _Features:
    """What of a duty is compared: folded name and body, and how often each sequence occurs."""

    name: str
    body: str
    identity: tuple[str, ...]
    place: tuple[str, str, frozenset[str]]


@dataclass
class _State:
    """What is still to be placed while the steps run."""

    old: set[int]
    new: set[int]
    links: list[Link] = field(default_factory=list)

    def take(self, link: Link) -> None:
        self.links.append(link)
        self.old -= set(link.old)
        self.new -= set(link.new)


def placed_duties(*editions: DutyList, origins: Sequence[str] = ()) -> tuple[PlacedDuty, ...]:
    """All duties of an edition in reading order; of several editions, one after the other.

    Positions go on through all tables of a kind. `origins` are what the editions are called.
    """
    placed: list[PlacedDuty] = []
    count: Counter[Kind] = Counter()
    for part, edition in enumerate(editions):
        origin = origins[part] if origins else ""
        for table in edition.lists:
            for duty in table.duties:
                placed.append(
                    PlacedDuty(table.kind, count[table.kind], duty, table.columns, part, origin)
                )
                count[table.kind] += 1
    return tuple(placed)


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
    known = {index for link in links for index in link.new}
    for new_ones, found in alone.items():
        if not known & set(new_ones):
            links.append(max(found, key=lambda link: link.doubtful))
    return tuple(links)


def match_duties(
    old: Sequence[PlacedDuty],
    new: Sequence[PlacedDuty],
    offices: Offices,
    decided: Iterable[Link] = (),
) -> tuple[Link, ...]:
    """Every duty of both editions in exactly one link; `decided` links are kept as they are."""
    before = [_features(one, offices) for one in old]
    now = [_features(one, offices) for one in new]
    state = _State(set(range(len(old))), set(range(len(new))))
    for link in decided:
        state.take(link)
    _pair_identical(state, before, now)
    if state.old and state.new:
        vectors = _vectors(state, before, now)
        _pair_best(state, before, now, vectors)
        old_names, new_names = ([one.name for one in side] for side in (before, now))
        for measure in (_PLAIN, _REWRITTEN):
            _find_parts(state, vectors, old_names, new_names, measure, swapped=False)
            _find_parts(state, vectors, new_names, old_names, measure, swapped=True)
        _add_left_over(state, vectors)
    for index in sorted(state.old):
        state.links.append(Link((index,), ()))
    for index in sorted(state.new):
        state.links.append(Link((), (index,)))
    return tuple(state.links)


def _add_left_over(state: _State, vectors: _Vectors) -> None:
    """Duties without a counterpart that may yet come from, or have gone into, a changed one."""
    sides = (
        (state.new, vectors.new_weights, vectors.old_weights, False),
        (state.old, vectors.old_weights, vectors.new_weights, True),
    )
    changed: tuple[set[int], set[int]] = (set(state.old), set(state.new))
    for link in state.links:
        parted = len(link.old) + len(link.new) > 2
        if (link.confidence < _WHOLE or parted) and not link.decided:
            changed[0].update(link.old)
            changed[1].update(link.new)
    for left_over, part_weights, whole_weights, swapped in sides:
        candidates = changed[1] if swapped else changed[0]
        wholes = {whole: one for whole, one in whole_weights.items() if whole in candidates}
        claims = _claims(sorted(left_over), part_weights, wholes, _PERHAPS)
        for whole, claimed in claims.items():
            for part, share in claimed:
                old, new = (part, whole) if swapped else (whole, part)
                state.take(
                    Link(
                        (part,) if swapped else (),
                        () if swapped else (part,),
                        confidence=round(1 - share, 3),
                        doubtful=True,
                        rivals=(Rival(old, new, round(share, 3)),),
                    )
                )


def _features(placed: PlacedDuty, offices: Offices) -> _Features:
    duty = placed.duty
    name = fold(duty.name)
    texts = [fold(one.text) for one in passages(placed, offices)]
    departments = offices.of(duty)
    return _Features(
        name,
        "".join(texts),
        (placed.list, fold(duty.category), name, *departments, *texts),
        (placed.list, fold(duty.category), frozenset(departments)),
    )


def _pair_identical(state: _State, before: Sequence[_Features], now: Sequence[_Features]) -> None:
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in sorted(state.new, reverse=True):
        waiting[now[index].identity].append(index)
    for index in sorted(state.old):
        same = waiting.get(before[index].identity)
        if same:
            state.take(Link((index,), (same.pop(),)))


@dataclass(frozen=True)
class _Vectors:
    """The duties left (in `old` and `new`) as weighted character sequences, by rarity.

    `names` and `texts` (name and body) have rows of length 1, in the order of `old` and `new`;
    `weights` holds the plain weights of the sequences in each duty, by the duty's index, for
    coverage.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    old_names: Sequence[Weights]
    new_names: Sequence[Weights]
    old_texts: Sequence[Weights]
    new_texts: Sequence[Weights]
    old_weights: Mapping[int, Weights]
    new_weights: Mapping[int, Weights]


def _grams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _vectors(state: _State, before: Sequence[_Features], now: Sequence[_Features]) -> _Vectors:
    old, new = tuple(sorted(state.old)), tuple(sorted(state.new))
    rows = [before[index] for index in old] + [now[index] for index in new]
    names = [_grams(row.name) for row in rows]
    bodies = [_grams(row.body) if row.body else set() for row in rows]
    frequency: Counter[str] = Counter()
    # Most duties stand in both editions.
    for (name, body), times in Counter((one.name, one.body) for one in (*before, *now)).items():
        for gram in _grams(name) | (_grams(body) if body else set()):
            frequency[gram] += times
    total = len(before) + len(now) + 1
    rarity = {gram: math.log(total / times) for gram, times in frequency.items()}
    weights = [
        {gram: rarity[gram] * (_NAME_WEIGHT if gram in name else 1.0) for gram in name | body}
        for name, body in zip(names, bodies, strict=True)
    ]
    name_weights = [{gram: rarity[gram] for gram in name} for name in names]
    split = len(old)
    return _Vectors(
        old,
        new,
        _unit_rows(name_weights[:split]),
        _unit_rows(name_weights[split:]),
        _unit_rows(weights[:split]),
        _unit_rows(weights[split:]),
        dict(zip(old, weights[:split], strict=True)),
        dict(zip(new, weights[split:], strict=True)),
    )


def _unit_rows(rows: Sequence[Weights]) -> list[Weights]:
    lengths = [math.sqrt(sum(value * value for value in row.values())) or 1.0 for row in rows]
    return [
        {gram: value / length for gram, value in row.items()}
        for row, length in zip(rows, lengths, strict=True)
    ]


def _products(left: Sequence[Weights], right: Sequence[Weights]) -> NDArray[np.float64]:
    """Each row of `left` times each row of `right`: the sum over the sequences both have."""
    held: dict[str, tuple[list[int], list[float]]] = {}
    for column, row in enumerate(right):
        for gram, value in row.items():
            at, weights = held.setdefault(gram, ([], []))
            at.append(column)
            weights.append(value)
    # All columns and weights in one array each, one sequence after the other.
    columns = np.array([column for at, _ in held.values() for column in at], np.intp)
    values = np.array([value for _, weights in held.values() for value in weights])
    lengths = [len(at) for at, _ in held.values()]
    stretch = dict(
        zip(held, zip(accumulate(lengths, initial=0), lengths, strict=False), strict=True)
    )
    products = np.zeros((len(left), len(right)))
    for row_number, row in enumerate(left):
        known = [(*stretch[gram], factor) for gram, factor in row.items() if gram in stretch]
        if known:
            starts, counts, factors = (np.array(one) for one in zip(*known, strict=True))
            shifts = np.repeat(starts - (np.cumsum(counts) - counts), counts)
            places = shifts + np.arange(len(shifts))
            products[row_number] = np.bincount(
                columns[places], values[places] * np.repeat(factors, counts), len(right)
            )
    return products


def _pair_best(
    state: _State,
    before: Sequence[_Features],
    now: Sequence[_Features],
    vectors: _Vectors,
) -> None:
    names = _products(vectors.old_names, vectors.new_names)
    texts = _products(vectors.old_texts, vectors.new_texts)
    scores: dict[tuple[int, int], float] = {}
    # A body that stands in many duties (执法检查、立案、处罚…) says nothing of who is who.
    bodies = Counter(one.body for one in (*before, *now))
    for row, column in sorted(_candidates(names) | _candidates(texts)):
        by_name, by_text = names[row, column], texts[row, column]
        one, other = before[vectors.old[row]], now[vectors.new[column]]
        telling = all(side.body and bodies[side.body] <= 2 for side in (one, other))
        scores[row, column] = _similarity(
            one,
            other,
            float(by_text if telling else by_name),
            float(by_name),
            telling_body=telling,
        )
    by_row: dict[int, list[Rival]] = defaultdict(list)
    by_column: dict[int, list[Rival]] = defaultdict(list)
    for (row, column), score in scores.items():
        rival = Rival(vectors.old[row], vectors.new[column], score)
        by_row[row].append(rival)
        by_column[column].append(rival)
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
        state.take(
            Link(
                (old,),
                (new,),
                confidence=round(min(score, 1.0), 3),
                doubtful=score < SURE or bool(rivals) or _only_bodies(before[old], now[new]),
                rivals=tuple(rivals[:3]),
            )
        )


def _only_bodies(one: _Features, other: _Features) -> bool:
    """The names have next to nothing in common: only the clauses say it is one duty."""
    return Indel.normalized_similarity(one.name, other.name) < _NAMES_APART


def _similarity(
    one: _Features, other: _Features, likeness: float, by_name: float, *, telling_body: bool
) -> float:
    """From 0 to a little over 1: rare sequences in common, the names' edit distance, the place."""
    name = Indel.normalized_similarity(one.name, other.name)
    score = max(
        (likeness + name) / 2, (by_name + name) / 2, likeness * 0.9 if telling_body else 0.0
    )
    if one.name == other.name:
        score = max(score, 0.9)
    same = [
        one.place[0] == other.place[0],
        one.place[1] == other.place[1],
        bool(one.place[2] & other.place[2]),
    ]
    return score + _SAME_PLACE * sum(same)


def _candidates(likeness: NDArray[np.float64]) -> set[tuple[int, int]]:
    """The most alike pairs of each row and of each column, as far as they have anything alike."""
    pairs: set[tuple[int, int]] = set()
    for matrix, turned in ((likeness, False), (likeness.T, True)):
        for row, values in enumerate(matrix):
            for column in np.argsort(-values, kind="stable")[:_CANDIDATES]:
                if values[column] > 0:
                    pairs.add((int(column), row) if turned else (row, int(column)))
    return pairs


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


def _find_parts(
    state: _State,
    vectors: _Vectors,
    whole_names: Sequence[str],
    part_names: Sequence[str],
    measure: _Measure,
    *,
    swapped: bool,
) -> None:
    """Duties left over that are parts of another duty: split (or, swapped, merged)."""
    whole_weights, part_weights = vectors.old_weights, vectors.new_weights
    left_over, wanting = state.new, state.old
    if swapped:
        whole_weights, part_weights = part_weights, whole_weights
        left_over, wanting = wanting, left_over
    claims = _claims(sorted(left_over), part_weights, whole_weights, measure.contained)
    for whole, shares in claims.items():
        claimed = [part for part, _ in shares]
        linked = [
            link
            for link in state.links
            if whole in (link.new if swapped else link.old) and not link.decided
        ]
        if not linked and whole not in wanting:
            continue
        accepted = [part for link in linked for part in (link.old if swapped else link.new)]
        weights = whole_weights[whole]
        held = 0.0
        # Where duties were split by name only, the clauses of both parts may be the same.
        name = {gram: weights[gram] for gram in _grams(whole_names[whole])}
        part_grams = {part: part_weights[part].keys() for part in (*accepted, *claimed)}
        name_grams = {part: _grams(part_names[part]) for part in part_grams}
        names = [part_names[part] for part in accepted]
        verbatim = {
            part
            for part in claimed
            if (quote := _quote(part_names[part], whole_names[whole], measure))
            and not any(quote in one for one in names)
        }
        for text, grams in ((weights, part_grams), (name, name_grams)):
            chosen, held = _parts_of(text, accepted, claimed, grams, verbatim, measure.gain)
            if len(chosen) > 1 and held >= measure.covered:
                accepted = chosen
                break
        if len(accepted) < 2 or held < measure.covered:
            continue
        for link in linked:
            state.links.remove(link)
        parts = tuple(sorted(accepted))
        state.take(
            Link(
                parts if swapped else (whole,),
                (whole,) if swapped else parts,
                confidence=round(held, 3),
                doubtful=measure is not _PLAIN or held < measure.covered + MARGIN,
            )
        )


def _quote(part: str, whole: str, measure: _Measure) -> str:
    """What of a part's name stands word for word in the whole's: all of it, or, where the parts
    were rewritten, a third of it or more; "" where that is too short or too little."""
    if measure is _PLAIN:
        return part if len(part) >= _SHORTEST_QUOTE and part in whole else ""
    match = SequenceMatcher(None, part, whole, autojunk=False).find_longest_match()
    quote = part[match.a : match.a + match.size]
    return quote if len(quote) >= max(_SHORTEST_QUOTE, len(part) / 3) else ""


def _parts_of(
    whole: Mapping[str, float],
    first: Sequence[int],
    claimed: Sequence[int],
    grams: Mapping[int, Set[str]],
    verbatim: Set[int],
    gain: float,
) -> tuple[list[int], float]:
    """The parts that each bring something of the whole, and how much of it they hold together.

    A part whose name stands word for word in the whole's name (`verbatim`) may bring little.
    """
    total = sum(whole.values())
    accepted = list(first)
    covered = {gram for part in accepted for gram in grams[part]} & whole.keys()
    for part in claimed:
        fresh = whole.keys() & grams[part] - covered
        if part in verbatim or sum(whole[gram] for gram in fresh) >= gain * total:
            accepted.append(part)
            covered |= fresh
    return accepted, sum(whole[gram] for gram in covered) / total


def _claims(
    parts: Sequence[int],
    part_weights: Mapping[int, Weights],
    whole_weights: Mapping[int, Weights],
    contained: float,
) -> dict[int, list[tuple[int, float]]]:
    """For each whole the parts of which `contained` comes from it, the largest share first."""
    wholes = list(whole_weights)
    shared = _products(
        [part_weights[part] for part in parts],
        [dict.fromkeys(whole_weights[one], 1.0) for one in wholes],
    )
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for row, part in enumerate(parts):
        if not wholes:
            break
        best = int(np.argmax(shared[row]))
        share = float(shared[row, best]) / sum(part_weights[part].values())
        if share >= contained:
            found[wholes[best]].append((share, part))
    return {
        whole: [(part, share) for share, part in sorted(claimed, reverse=True)]
        for whole, claimed in found.items()
    }
