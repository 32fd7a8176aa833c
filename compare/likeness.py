"""How much duties have in common: rare character sequences, the names' edit distance, the place."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dutylist.compare.departments import Offices
from dutylist.compare.links import State
from dutylist.compare.model import PlacedDuty
from dutylist.compare.passages import passages
from dutylist.compare.wording import fold

# A name says more about a duty than as much text of its clauses.
_NAME_WEIGHT = 2.0
# Ties go to the duty in the same list, category and departments.
_SAME_PLACE = 0.02
# Where a sequence is held by so many duties on average, its products are added to all at once.
_MANY = 60
Weights = Mapping[str, float]
"""Character sequences with their weights."""


@dataclass(frozen=True)
class Features:
    """What of a duty is compared: folded name and body, and how often each sequence occurs."""

    name: str
    body: str
    identity: tuple[str, ...]
    place: tuple[str, str, frozenset[str]]

    @property
    def texts(self) -> tuple[str, ...]:
        """Name, departments and body, wherever they stand."""
        return self.identity[2:]


def features_of(placed: PlacedDuty, offices: Offices) -> Features:
    """A duty as it is compared."""
    duty = placed.duty
    name = fold(duty.name)
    texts = [fold(one.text) for one in passages(placed, offices)]
    departments = offices.of(duty)
    return Features(
        name,
        "".join(texts),
        (placed.list, fold(duty.category), name, *departments, *texts),
        (placed.list, fold(duty.category), frozenset(departments)),
    )


@dataclass(frozen=True)
class Vectors:
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


def grams(text: str) -> set[str]:
    """The pairs of neighbouring characters; a text of one character is its own."""
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def vectors_of(state: State, before: Sequence[Features], now: Sequence[Features]) -> Vectors:
    """The duties that are still to be placed, their sequences weighed by rarity among all."""
    old, new = tuple(sorted(state.old)), tuple(sorted(state.new))
    rows = [before[index] for index in old] + [now[index] for index in new]
    names = [grams(row.name) for row in rows]
    bodies = [grams(row.body) if row.body else set() for row in rows]
    frequency: Counter[str] = Counter()
    # Most duties stand in both editions.
    for (name, body), times in Counter((one.name, one.body) for one in (*before, *now)).items():
        for gram in grams(name) | (grams(body) if body else set()):
            frequency[gram] += times
    total = len(before) + len(now) + 1
    rarity = {gram: math.log(total / times) for gram, times in frequency.items()}
    weights = [
        {
            # In order: a sum depends on it in its last bits, and which of two equal ones is first.
            gram: rarity[gram] * (_NAME_WEIGHT if gram in name else 1.0)
            for gram in sorted(name | body)
        }
        for name, body in zip(names, bodies, strict=True)
    ]
    name_weights = [{gram: rarity[gram] for gram in sorted(name)} for name in names]
    split = len(old)
    return Vectors(
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


def products(left: Sequence[Weights], right: Sequence[Weights]) -> NDArray[np.float64]:
    """Each row of `left` times each row of `right`: the sum over the sequences both have."""
    held: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for column, row in enumerate(right):
        for gram, value in row.items():
            held[gram].append((column, value))
    holders = [len(its) for its in held.values()]
    many = sum(count * count for count in holders) > _MANY * sum(holders)
    arrays = {gram: _columns(its) for gram, its in held.items()} if many else {}
    products = np.zeros((len(left), len(right)))
    for number, row in enumerate(left):
        if many:
            # In the same order as one by one: the sums are the same to the last bit.
            sums = products[number]
            for gram, factor in row.items():
                if gram in arrays:
                    columns, values = arrays[gram]
                    sums[columns] += values * factor
            continue
        # Plain sums: a duty's clauses are too few for arrays.
        plain = [0.0] * len(right)
        for gram, factor in row.items():
            for column, value in held.get(gram, ()):
                plain[column] += value * factor
        products[number] = plain
    return products


def _columns(held: Sequence[tuple[int, float]]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    columns, values = zip(*held, strict=True)
    return np.array(columns), np.array(values)


def similarity(
    one: Features, other: Features, likeness: float, by_name: float, *, telling_body: bool
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
