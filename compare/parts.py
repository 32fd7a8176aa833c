"""Texts that were split or merged: which part comes from which whole, and how much parts hold.

Duties and clauses alike (compare/split_duties.py, compare/clauses.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from dutylist.compare.likeness import Weights, products


@dataclass(frozen=True)
class Measure:
    """A part of what was split: so much of it comes from the whole, so much of the whole is only
    there, and so much of the whole all parts hold together."""

    contained: float
    gain: float
    covered: float


def parts_of(
    whole: Mapping[str, float],
    first: Sequence[int],
    claimed: Sequence[int],
    grams: Mapping[int, Set[str]],
    verbatim: Set[int],
    gain: float,
) -> tuple[list[int], float]:
    """The parts that each bring something of the whole, and how much of it they hold together.

    `whole` has its character sequences with their weights, `grams` those of each part; `first` are
    parts that are known. A part that is quoted word for word (`verbatim`) may bring little.
    """
    total = sum(whole.values())
    accepted = list(first)
    covered = {gram for part in accepted for gram in grams[part]} & whole.keys()
    for part in claimed:
        fresh = whole.keys() & grams[part] - covered
        quoted = part in verbatim and bool(fresh)
        if quoted or sum(whole[gram] for gram in fresh) >= gain * total:
            accepted.append(part)
            covered |= fresh
    return accepted, sum(whole[gram] for gram in covered) / total


def claims(
    parts: Sequence[int],
    part_weights: Mapping[int, Weights],
    whole_weights: Mapping[int, Weights],
    contained: float,
) -> dict[int, list[tuple[int, float]]]:
    """For each whole the parts of which `contained` comes from it, the largest share first."""
    wholes = list(whole_weights)
    shared = products(
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
