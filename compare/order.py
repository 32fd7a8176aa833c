"""What really moved: one inserted row shifts all numbers below it and moves nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence


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


def stands_in_blocks(keys: Sequence[Hashable]) -> bool:
    """Equal keys stand next to each other: a list grouped by category."""
    starts = sum(index == 0 or key != keys[index - 1] for index, key in enumerate(keys))
    return starts == len(set(keys))
