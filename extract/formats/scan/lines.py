"""The printed lines of a scanned page, cell by cell, found by the white between them."""

from __future__ import annotations

from collections.abc import Sequence
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


LOWEST, HIGHEST = 0.5, 1.5
"""A line's ink is between so many ems high."""

WORD_GAP = 0.4
"""Characters of one word stand no further apart than this share of their height."""

DUST = 0.05
"""Specks have less ink than this share of a square em, or of the box round them."""

FAINT = 0.12
"""Rows with less than this share of a line's usual ink are the white above and below it."""


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
        _boxes(
            ink,
            region,
            _lines(found, ink[region.top : region.bottom, region.x0 : region.x1], usual),
        )
        for region, found in zip(regions, (_merged(found, usual) for found in runs), strict=True)
    ]


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    steps = np.flatnonzero(np.diff(filled.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _merged(runs: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Runs that are parts of one line made one."""
    height = _usual_height(runs, usual)
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


def _usual_height(runs: list[tuple[int, int]], usual: float) -> float:
    """The usual height of a region's lines, the page's where it has specks alone."""
    own = [end - start for start, end in runs if end - start > ALONE * usual]
    return float(median(own)) if own else usual


def _lines(runs: list[tuple[int, int]], ink: Grey, usual: float) -> list[tuple[int, int]]:
    """Runs with those cut that are lines touching one another. `usual` is the height of the page's
    lines."""
    usual = _usual_height(runs, usual)
    if all(end - start <= TALLEST * usual for start, end in runs):
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


def tightened(ink: Grey, box: InkBox) -> InkBox | None:
    """The part of a box that the ink of its line takes, without what the lines above and below
    reach into it; None where it has no ink."""
    part = ink[box.top : box.bottom, box.x0 : box.x1]
    weight = part.sum(axis=1)
    if not weight.any():
        return None
    third = len(weight) // 3
    least = FAINT * float(np.percentile(weight[third : len(weight) - third], 75))
    rows = np.flatnonzero(weight > least)
    # Characters such as 二 have white within them, lines do not.
    start, end = int(rows[0]), int(rows[-1]) + 1
    if box.x1 - box.x0 > 3 * box.height:
        middle = rows[int(np.argmin(np.abs(rows - len(weight) // 2)))]
        run = next(run for run in _runs(weight > least) if run[0] <= middle < run[1])
        start, end = run
    columns = np.flatnonzero(part[start:end].any(axis=0))
    return InkBox(
        box.x0 + int(columns[0]), box.top + start, box.x0 + int(columns[-1]) + 1, box.top + end
    )


def widened(ink: Grey, box: InkBox) -> InkBox:
    """A tight box with the characters beside it that the detector has left out of a large or
    spaced line."""
    inked = np.flatnonzero(ink[box.top : box.bottom].any(axis=0))
    reach = round(WORD_GAP * box.height)
    x0, x1 = box.x0, box.x1
    for x in inked[inked < x0][::-1].tolist():
        if x0 - x > reach:
            break
        x0 = x
    for x in inked[inked >= x1].tolist():
        if x - x1 > reach:
            break
        x1 = x + 1
    return InkBox(x0, box.top, x1, box.bottom)


def apart(boxes: Sequence[InkBox]) -> list[InkBox]:
    """The boxes with those made one that are of one line and overlap."""
    out: list[InkBox] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        for index, other in enumerate(out):
            if _beside(box, other):
                top, bottom = min(box.top, other.top), max(box.bottom, other.bottom)
                out[index] = InkBox(other.x0, top, max(box.x1, other.x1), bottom)
                break
        else:
            out.append(box)
    return out


def agreed_lines(
    ink: Grey, own: Sequence[InkBox], seen: Sequence[InkBox], em: float
) -> list[InkBox]:
    """The lines of a region by the white between them, but where that cannot be (lines set close,
    broken characters) by the boxes that the text detector has seen; from top to bottom."""
    seen = _one_line_each(seen, em)
    own = [
        line
        for line in own
        if any(_beside(line, box) for box in seen) or not _is_dust(ink, line, em)
    ]
    out = [line for line in own if _is_line(line, em)]
    odd = [line for line in own if not _is_line(line, em)]
    for box in seen:
        here = [line for line in own if _beside(line, box)]
        if len(here) == 1 and here[0] in out:
            continue
        if box.height > HIGHEST * em:
            odd += here
            continue
        out = [line for line in out if line not in here or not _within(line, box)]
        if not any(_beside(line, box) for line in out):
            out.append(box)
    # What no box has seen is kept as it was found.
    out += [line for line in odd if not any(_beside(box, line) for box in out)]
    # Nor is what was seen lost where ink of one line runs into the next.
    out += [box for box in seen if not any(_beside(line, box) for line in out)]
    out = [_without_far_dust(ink, line, seen, em) for line in out]
    return sorted(set(out), key=lambda line: (line.top, line.x0))


def _one_line_each(seen: Sequence[InkBox], em: float) -> list[InkBox]:
    """The boxes with those made one that overlap in one line; not those of several lines."""
    high = [box for box in seen if box.height > HIGHEST * em]
    return [*apart([box for box in seen if box not in high]), *high]


def _without_far_dust(ink: Grey, line: InkBox, seen: Sequence[InkBox], em: float) -> InkBox:
    """The line without specks further than an em from what the text detector has seen of it: from
    a picture that is mostly white the recogniser leaves characters out."""
    here = [box for box in seen if _beside(line, box)]
    if not here:
        return line
    part = ink[line.top : line.bottom]
    x0 = max(line.x0, min(box.x0 for box in here) - round(em))
    x1 = min(line.x1, max(box.x1 for box in here) + round(em))
    most = DUST * em * em
    x0 = x0 if part[:, line.x0 : x0].sum() <= most else line.x0
    x1 = x1 if part[:, x1 : line.x1].sum() <= most else line.x1
    columns = x0 + np.flatnonzero(part[:, x0:x1].any(axis=0))
    return InkBox(int(columns[0]), line.top, int(columns[-1]) + 1, line.bottom)


def _is_dust(ink: Grey, line: InkBox, em: float) -> bool:
    """Whether what no detector has seen is a few specks, or the rest of a ruling."""
    part = ink[line.top : line.bottom, line.x0 : line.x1]
    width = line.x1 - line.x0
    low = line.height < 0.25 * em and not 0.5 * em <= width <= 2.5 * em
    return low or bool(part.sum() < DUST * em * em or part.mean() < DUST)


def _is_line(line: InkBox, em: float) -> bool:
    """Whether ink has the height of one line, or is a low sign such as 一 or a dash."""
    return LOWEST * em <= line.height <= HIGHEST * em or (
        line.height < LOWEST * em and line.x1 - line.x0 <= 2.5 * em
    )


def beside(one: InkBox, other: InkBox) -> bool:
    """Whether two boxes stand on one line: they share half of the lower one's height."""
    share = min(one.bottom, other.bottom) - max(one.top, other.top)
    return share > 0.5 * min(one.height, other.height)


def _beside(one: InkBox, other: InkBox) -> bool:
    """Whether two boxes are of one line and one place in it."""
    return beside(one, other) and min(one.x1, other.x1) > max(one.x0, other.x0)


def touches(one: InkBox, other: InkBox) -> bool:
    """Whether two boxes have a part in common."""
    across = min(one.x1, other.x1) > max(one.x0, other.x0)
    return across and min(one.bottom, other.bottom) > max(one.top, other.top)


def within(one: InkBox, other: InkBox) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    return other.x0 <= x <= other.x1 and other.top <= y <= other.bottom


def _within(line: InkBox, box: InkBox) -> bool:
    middle = (line.top + line.bottom) / 2
    return box.top <= middle <= box.bottom and line.x0 >= box.x0 - 2 and line.x1 <= box.x1 + 2


def loose_ink(ink: Grey, taken: Sequence[InkBox], em: float) -> list[InkBox]:
    """The signs that stand in none of the boxes, those on one line and close together as one:
    the detector overlooks single digits."""
    rest = ink.copy()
    for box in taken:
        rest[box.top : box.bottom, box.x0 : box.x1] = 0
    reach = max(round(em * 0.6), 1)
    joined = cv2.dilate(rest, np.ones((1, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out = []
    for label in range(1, count):
        x, top, width, height, _ = stats[label].tolist()
        if not 0.35 * em <= height <= HIGHEST * em or width > 6 * em:
            continue
        own = rest[top : top + height, x : x + width] * (
            labels[top : top + height, x : x + width] == label
        )
        columns = np.flatnonzero(own.any(axis=0))
        if len(columns) and own.sum() > 0.04 * em * em:
            out.append(InkBox(x + int(columns[0]), top, x + int(columns[-1]) + 1, top + height))
    return out
