"""Rulings that are broken throughout (copies of copies, weak faxes, dotted ones): found by what of
their whole way is dark with paper on both sides, and drawn through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.scan.picture import Grey

HALF = 0.6
"""A ruling's ink lies within so many points of its middle"""

BESIDE = (0.8, 2.6)
"""and has paper on either side between so many points from there."""

GAP = 20.0
"""Pieces of a ruling are no further apart than so many points."""

LEAST = 60.0
"""A ruling's place is known by one way of so many points"""

SEEN = 0.5
"""of which so much is dark."""

SAME = 3.0
"""Ways within so many points are of one ruling."""

WALL = 0.35
"""Between two neighbouring rulings that it meets there is a part of a ruling where so much is dark
(what characters have is less)"""

WHOLE, WORN = 0.6, 0.15
"""or so little, where it goes on so beside, or the first share is dark from side to side."""

OFF = 1.0
"""A ruling leaves its place by no more points."""

Bools = NDArray[np.bool_]

Way = tuple[int, int, int]
"""Where a part of a ruling begins, where it lies, and where it ends, in pixels."""


def drawn_through(ink: Grey, dpi: float) -> Grey:
    """The ink of a level page with its broken rulings whole."""
    share = dpi / 72
    level, upright = _clear(ink, share), _clear(np.ascontiguousarray(ink.T), share)
    rows, columns = (_places(_ways(one, share), share) for one in (level, upright))
    xs, ys = ([round(sum(place) / 2) for place in places] for places in (columns, rows))
    out = ink.copy()
    for x0, y, x1 in _walls(level, rows, xs, share):
        out[max(y - 1, 0) : y + 1, x0 : x1 + 1] = 1
    for y0, x, y1 in _walls(upright, columns, ys, share):
        out[y0 : y1 + 1, max(x - 1, 0) : x + 1] = 1
    return out


def _clear(ink: Grey, share: float) -> Bools:
    """Where the ink of a level ruling may be: paper is above and below, as of few characters."""
    half = max(round(HALF * share), 1)
    near, far = (round(points * share) + half for points in BESIDE)
    there = cv2.dilate(ink, np.ones((2 * half + 1, 1), np.uint8)).astype(bool)
    sums = np.cumsum(np.pad(ink.astype(np.int32), ((1, 0), (0, 0))), axis=0)
    rows = np.arange(len(ink))

    def free(first: int, last: int) -> Bools:
        a, b = (np.clip(rows + edge, 0, len(ink)) for edge in (first, last + 1))
        return np.asarray(sums[a] == sums[b], dtype=bool)

    return np.asarray(there & free(-far, -near) & free(near, far), dtype=bool)


def _ways(clear: Bools, share: float) -> list[Way]:
    """The longest level ways that are dark for the most part, one at each place."""
    found: list[tuple[int, Way]] = []
    for y in np.flatnonzero(clear.sum(axis=1) >= SEEN * LEAST * share).tolist():
        xs = np.flatnonzero(clear[y])
        parts = np.split(xs, np.flatnonzero(np.diff(xs) > GAP * share) + 1)
        for part in parts:
            x0, x1 = int(part[0]), int(part[-1]) + 1
            if x1 - x0 >= LEAST * share and len(part) >= SEEN * (x1 - x0):
                found.append((len(part), (x0, y, x1)))
    out: list[Way] = []
    for _, (x0, y, x1) in sorted(found, reverse=True):
        if not any(abs(y - b) <= SAME * share and x0 < c and a < x1 for a, b, c in out):
            out.append((x0, y, x1))
    return out


def _places(ways: Sequence[Way], share: float) -> list[tuple[int, int]]:
    """From where to where each ruling lies, in order: one that slopes is found in several ways."""
    out: list[tuple[int, int]] = []
    for place in sorted(place for _, place, _ in ways):
        if out and place - out[-1][1] <= SAME * share:
            out[-1] = (out[-1][0], place)
        else:
            out.append((place, place))
    return out


def _walls(
    clear: Bools, places: Sequence[tuple[int, int]], xs: Sequence[int], share: float
) -> list[Way]:
    """The parts of level rulings between each two upright ones."""
    off = max(round(OFF * share), 1)
    out: list[Way] = []
    for first, last in places if len(xs) > 1 else ():
        top = max(first - off, 0)
        band = clear[top : last + off + 1]
        dark = np.asarray(band.any(axis=0), dtype=bool)
        seen = [float(dark[a:b].mean()) for a, b in pairwise(xs)]
        whole = dark[xs[0] : xs[-1]].mean() >= WHOLE
        for at, (a, b) in enumerate(pairwise(xs)):
            beside = max([*seen[max(at - 1, 0) : at], *seen[at + 1 : at + 2]], default=0.0)
            if seen[at] >= (WORN if whole or beside >= WALL else WALL):
                out.append((a, top + int(band[:, a:b].sum(axis=1).argmax()), b))
    return out
