"""Gutters: the upright strips of a page that (nearly) no line of a table crosses."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.text_lines import TextLine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GUTTER = 3.0
"""Columns stand at least this many points apart."""

CROSSED = 0.05
"""This share of the lines may cross a gutter (heading rows over the full width)."""

STEP = 0.5
"""Gutters are looked for in steps of this many points."""

LINES_AT_ONCE = 256
"""So many lines are looked at together, that a page of many takes no more memory."""


def coverage(lines: list[TextLine], left: float, right: float) -> Ints:
    """How many lines have ink at each step from `left` to `right`."""
    size = max(int((right - left) / STEP), 1)
    covered = np.zeros(size, dtype=np.int64)
    for first in range(0, len(lines), LINES_AT_ONCE):
        covered += _coverage(lines[first : first + LINES_AT_ONCE], left, size)
    return covered


def _coverage(lines: list[TextLine], left: float, size: int) -> Ints:
    printed = np.array([not character.isspace() for line in lines for character in line.text])
    counts = np.array([len(line.text) for line in lines])
    row = np.repeat(np.arange(len(lines)) * (size + 1), counts)[printed]
    x0 = np.concatenate([line.x0 for line in lines])[printed]
    x1 = np.concatenate([line.x1 for line in lines])[printed]
    starts = row + np.clip(((x0 - left) / STEP).astype(int), 0, size)
    ends = row + np.clip(np.ceil((x1 - left) / STEP).astype(int), 0, size)
    steps = len(lines) * (size + 1)
    change = np.bincount(starts, minlength=steps) - np.bincount(ends, minlength=steps)
    inked = np.cumsum(change.reshape(len(lines), size + 1)[:, :-1], axis=1) > 0
    total: Ints = inked.sum(axis=0)
    return total


def gutters(covered: Ints, lines: int, left: float) -> list[tuple[float, float]]:
    """The upright strips that (nearly) none of the lines crosses, but for the outermost."""
    empty = covered <= CROSSED * lines
    edges = np.flatnonzero(np.diff(np.concatenate([[False], empty, [False]]).astype(int)))
    return [
        (left + float(a) * STEP, left + float(b) * STEP)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if (b - a) * STEP >= GUTTER and a > 0 and b < len(covered)
    ]


def least_crossed(gutter: tuple[float, float], covered: Ints, left: float) -> tuple[float, float]:
    """The widest part of a gutter that the fewest lines cross: a few may cross the rest of it."""
    first, last = (round((edge - left) / STEP) for edge in gutter)
    here = covered[first:last]
    if not len(here):
        return gutter
    least = here == here.min()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], least, [False]]).astype(int)))
    start, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda run: run[1] - run[0])
    if (end - start) * STEP < GUTTER:
        return gutter
    return left + (first + float(start)) * STEP, left + (first + float(end)) * STEP


def between_headers(
    cuts: list[tuple[float, float]],
    covered: Ints,
    headers: list[tuple[float, float]],
    left: float,
) -> list[tuple[float, float]]:
    """For each two neighbours in the header row the widest gutter between their middles, or the
    place that the fewest lines cross: a gutter within one of them goes through a line, too."""
    out = []
    for (a0, a1), (b0, b1) in pairwise(headers):
        start, end = (a0 + a1) / 2, (b0 + b1) / 2
        between = [cut for cut in cuts if cut[1] > start and cut[0] < end]
        if between:
            # Of a gutter beside a column set apart from its header only the part between counts.
            inside = [min(b, end) - max(a, start) for a, b in between]
            cut = between[inside.index(max(inside))]
            through = cut[1] <= a1 or cut[0] >= b0
            beside, crossed = _fewest(covered, a1, b0, left)
            out.append(beside if through and crossed <= _fewest(covered, *cut, left)[1] else cut)
        else:
            out.append(_fewest(covered, start, end, left)[0])
    return out


def _fewest(
    covered: Ints, start: float, end: float, left: float
) -> tuple[tuple[float, float], int]:
    """The place from `start` to `end` that the fewest lines cross, and how many do."""
    first = min(max(int((start - left) / STEP), 0), len(covered) - 1)
    last = max(int((end - left) / STEP), first + 1)
    here = covered[first:last]
    lowest = np.flatnonzero(here == here.min())
    place = left + (first + lowest[0]) * STEP, left + (first + lowest[-1] + 1) * STEP
    return place, int(here.min())


def column_edges(
    lines: list[TextLine], cuts: list[tuple[float, float]], left: float, right: float
) -> Floats:
    """Where the columns' cells begin: the text's left edge less the padding of the first."""
    x0 = np.concatenate([line.x0 for line in lines])
    padding = max(min(float(x0.min()) - left, *(end - start for start, end in cuts)), 0.0)
    return np.array([left, *(end - padding for _, end in cuts), right])


def crosses(line: TextLine, middles: Floats) -> bool:
    """Whether a character or the space between two of one word stands over a gutter."""
    if len(line.segments) > 1:
        return False
    x0, x1 = line.edges
    return bool(((x0 < middles) & (x1 > middles)).any())
