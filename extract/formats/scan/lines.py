"""The printed lines of a scanned page, cell by cell, found by the white between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.scan.picture import Grey

SPECK = 0.9
"""Dark spots with fewer square points are dust; a dot at 9 points has one and more."""

ALONE = 0.6
"""A run of ink lower than this share of the usual line is a part of one (二, ……, a dot)."""

TALLEST = 1.6
"""A run of ink higher than this many usual lines is several that touch."""


@dataclass(frozen=True)
class InkBox:
    """Where the ink of one printed line is, in pixels; `x1` and `bottom` lie outside."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Region:
    """A part of the page to be read on its own (a cell), in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def without_specks(ink: Grey, dpi: float) -> Grey:
    """The ink without dust."""
    least = SPECK * (dpi / 72) ** 2 / 4
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = stats[:count, cv2.CC_STAT_AREA] >= least
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)


def ink_lines(ink: Grey, regions: list[Region]) -> list[list[InkBox]]:
    """The lines of each region, from top to bottom. `ink` has 1 where there is ink of text."""
    runs = [_runs(np.any(ink[r.top : r.bottom, r.x0 : r.x1], axis=1)) for r in regions]
    heights = [end - start for found in runs for start, end in found]
    # The parts of broken characters are many and low, so the taller half tells.
    tall = [height for height in heights if height > 0.5 * max(median(heights or [0]), 1)]
    usual = float(median(tall or [1]))
    return [
        _boxes(ink, region, _lines(found, ink[region.top : region.bottom, region.x0 : region.x1]))
        for region, found in zip(regions, (_merged(found, usual) for found in runs), strict=True)
    ]


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    steps = np.flatnonzero(np.diff(filled.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _merged(runs: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Runs that are parts of one line made one."""
    own = [end - start for start, end in runs if end - start > ALONE * usual]
    height = float(median(own)) if own else usual
    out: list[tuple[int, int]] = []
    for start, end in runs:
        if out:
            before = out[-1]
            low = min(end - start, before[1] - before[0]) < ALONE * height
            if low and end - before[0] <= 1.2 * height:
                out[-1] = (before[0], end)
                continue
        out.append((start, end))
    return out


def _lines(runs: list[tuple[int, int]], ink: Grey) -> list[tuple[int, int]]:
    """Runs with those cut that are lines touching one another."""
    heights = [end - start for start, end in runs]
    usual = float(median(heights or [1]))
    if not runs or max(heights) <= TALLEST * usual:
        return runs
    weight = ink.sum(axis=1)
    out = []
    for start, end in runs:
        parts = round((end - start) / usual) if end - start > TALLEST * usual else 1
        cuts = [start]
        for part in range(1, parts):
            middle = start + (end - start) * part // parts
            reach = max(round(0.3 * usual), 1)
            low = middle - reach
            cuts.append(low + int(np.argmin(weight[low : middle + reach])))
        cuts.append(end)
        out += [(a, b) for a, b in pairwise(cuts) if b > a]
    return out


def _boxes(ink: Grey, region: Region, lines: list[tuple[int, int]]) -> list[InkBox]:
    out = []
    for start, end in lines:
        columns = np.flatnonzero(
            ink[region.top + start : region.top + end, region.x0 : region.x1].any(axis=0)
        )
        if not len(columns):
            # A cut run's piece may lie in the white between two lines that were taken for one.
            continue
        x0, x1 = region.x0 + int(columns[0]), region.x0 + int(columns[-1]) + 1
        out.append(InkBox(x0, region.top + start, x1, region.top + end))
    return out
