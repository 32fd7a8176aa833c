"""Runs of characters that stand on a baseline of their own beside larger ones, found by their
places: a program may paint a page in any order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Bools, Floats, Ints

LEVEL = 0.3
"""Baselines nearer than so many points are the same."""

APART, APART_FROM_MARK = 0.3, 0.75
"""They begin at most so many ems behind what they are set to; behind a mark, which takes half its
square."""

APART_BEFORE = 0.15
"""They end at most so many ems before it, at the beginning of a line."""

SMALL_WORD = 0.8
"""A raised word is at most so many times as high as what it is set to."""

FURTHEST = 0.9
"""No character is set off further than so many times its line's height."""


@dataclass(frozen=True)
class Run:
    """The numbers of characters that follow one another, and of those on other baselines that end
    where it begins (`before`) or begin where it ends (`behind`)."""

    own: tuple[int, ...]
    before: tuple[int, ...]
    behind: tuple[int, ...] = ()


def set_off(boxes: Floats, blank: Bools, figures: Bools) -> list[Run]:
    """The runs on a page (upright boxes as in PageContent) of `figures` and small characters that
    may be set off, from left to right."""
    x0, top, x1, bottom, base = boxes.T
    height = bottom - top
    usual = middle_one(height)
    small = (height < SMALL_WORD * usual) & ~blank
    after, before = _beside(x0, x1, np.flatnonzero(figures | small), APART_FROM_MARK * height.max())
    step = np.abs(base[after] - base[before])
    joined = (step < LEVEL) & (x0[before] < x0[after])
    joined &= x0[after] - x1[before] < APART * np.maximum(height[after], height[before])
    begins = np.ones(len(boxes), dtype=bool)
    begins[after[joined]] = False
    off = begins[after] & (step >= LEVEL) & ~blank[before]
    off &= step < FURTHEST * np.maximum(np.maximum(height, x1 - x0)[before], usual)
    lone = np.flatnonzero(begins & small)
    if not off.any() and not len(lone):
        return []
    # Of several that may follow one, the nearest is named last.
    joined = np.flatnonzero(joined)[np.argsort(-x0[after[joined]], kind="stable")]
    follows = dict(zip(before[joined].tolist(), after[joined].tolist(), strict=True))
    starting = np.zeros(len(boxes), dtype=bool)
    starting[after[off]] = starting[lone] = True
    starts = np.flatnonzero(starting)
    runs = []
    for start in starts[np.argsort(x0[starts], kind="stable")].tolist():
        own = [start]
        while own[-1] in follows:
            own.append(follows[own[-1]])
        ends_before = tuple(before[off & (after == start)].tolist())
        near = np.abs(x0 - x1[own[-1]]) < APART_BEFORE * np.maximum(height, usual)
        near &= (np.abs(base - base[start]) >= LEVEL) & ~blank
        near &= np.abs(base - base[start]) < FURTHEST * height
        behind = () if ends_before else tuple(np.flatnonzero(near).tolist())
        if ends_before or behind:
            runs.append(Run(tuple(own), ends_before, behind))
    return runs


def _beside(x0: Floats, x1: Floats, some: Ints, reach: float) -> tuple[Ints, Ints]:
    """Of some characters and all those that end no further than `reach` from where they begin,
    each pair."""
    order = np.argsort(x1)
    low, high = np.searchsorted(x1[order], [x0[some] - reach, x0[some] + reach])
    counts = high - low
    ends = np.cumsum(counts)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(low - ends + counts, counts)
    return np.repeat(some, counts), order[places]
