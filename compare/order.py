"""What really moved: one inserted row shifts all numbers below it and moves nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass


def out_of_order(places: Sequence[int]) -> frozenset[int]:
    """The indexes of those elements that left the order: all but a longest increasing run.

    `places` are the new places of elements given in their old order; each place occurs once.
    """
    ends: list[int] = []
    ends_at: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(ends_at[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            ends_at.append(index)
        else:
            ends[at] = place
            ends_at[at] = index
    kept: set[int] = set()
    index = ends_at[-1] if ends_at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return frozenset(range(len(places))) - kept


@dataclass(frozen=True)
class Moved:
    """Which elements moved, by index. `exchanged` have the others that they changed places with:
    which of them moved, the order alone cannot tell."""

    away: frozenset[int]
    exchanged: dict[int, tuple[int, ...]]


def what_moved(places: Sequence[int], unsure: Set[int] = frozenset()) -> Moved:
    """What moved, whichever longest increasing run is taken to have stayed.

    An element that no such run has has moved; one that some have, and others have not, changed
    places. Of elements that are `unsure` (perhaps others altogether) all together weigh less than
    a single other one.
    """
    weights = [1 if index in unsure else len(places) + 1 for index in range(len(places))]
    ends = _heaviest_before(places, weights)
    backwards = _heaviest_before([-place for place in reversed(places)], weights[::-1])[::-1]
    total = max(ends, default=0)
    in_some = [
        index
        for index, weight in enumerate(weights)
        if ends[index] + backwards[index] - weight == total
    ]
    # Each heaviest run fills 0 to `total` with its weights: where two elements fill the same part,
    # no run has both.
    filled = sorted((ends[index] - weights[index], ends[index], index) for index in in_some)
    open_ones: set[int] = set()
    last = (0, -1)
    for start, end, index in filled:
        if start < last[0]:
            open_ones |= {index, last[1]}
        last = max(last, (end, index))
    away = frozenset(range(len(places))) - frozenset(in_some)
    return Moved(away, {one: crossed(places, one, open_ones) for one in sorted(open_ones)})


def _heaviest_before(places: Sequence[int], weights: Sequence[int]) -> list[int]:
    """For each element the greatest weight of an increasing run that ends with it."""
    rank = {place: at for at, place in enumerate(sorted(places), 1)}
    best = [0] * (len(places) + 1)
    found = []
    for place, weight in zip(places, weights, strict=True):
        heaviest, at = 0, rank[place] - 1
        while at:
            heaviest, at = max(heaviest, best[at]), at & (at - 1)
        found.append(heaviest + weight)
        at = rank[place]
        while at < len(best):
            best[at] = max(best[at], found[-1])
            at += at & -at
    return found


def crossed(places: Sequence[int], one: int, others: Set[int]) -> tuple[int, ...]:
    """The others that stood on one side of an element and stand on its other side now."""
    return tuple(
        other for other in sorted(others) if (other < one) != (places[other] < places[one])
    )


def stands_in_blocks(keys: Sequence[Hashable]) -> bool:
    """Equal keys stand next to each other: a list grouped by category."""
    starts = sum(index == 0 or key != keys[index - 1] for index, key in enumerate(keys))
    return starts == len(set(keys))
