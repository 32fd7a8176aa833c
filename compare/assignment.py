"""The best assignment: who goes with whom, so that the likeness of all pairs is greatest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import lap
import numpy as np

Pair = tuple[int, int]


def best_assignment(gain: Mapping[Pair, float]) -> list[Pair]:
    """The pairs of the greatest total gain, each row and column at most once, in order.

    Only pairs with a gain above 0 are looked at. Rows and columns that no chain of such pairs
    joins are solved apart.
    """
    chosen: list[Pair] = []
    for pairs in _connected([pair for pair, value in gain.items() if value > 0]):
        chosen.extend(_solved(pairs, gain))
    return sorted(chosen)


def _solved(pairs: Iterable[Pair], gain: Mapping[Pair, float]) -> list[Pair]:
    pairs = list(pairs)
    if len(pairs) == 1:
        return pairs
    rows = sorted({row for row, _ in pairs})
    columns = sorted({column for _, column in pairs})
    at_row = {row: at for at, row in enumerate(rows)}
    at_column = {column: at for at, column in enumerate(columns)}
    cost = np.zeros((len(rows), len(columns)))
    for row, column in pairs:
        cost[at_row[row], at_column[column]] = -gain[row, column]
    _, column_of, _ = lap.lapjv(cost, extend_cost=True)
    return [(rows[i], columns[j]) for i, j in enumerate(column_of) if j >= 0 and cost[i, j] < 0]


def _connected(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs by connected component."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    pairs = list(pairs)
    for row, column in pairs:
        leader[find(("row", row))] = find(("column", column))
    members: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        members[find(("row", pair[0]))].append(pair)
    return list(members.values())
