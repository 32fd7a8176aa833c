"""Lines that are not printed but come of a dirty copier, or of dust on a scanner's glass: thin,
straight, from one end of the sheet to the other, over the table's edges. Taken for rulings they
would part columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.page import Bools, Floats, Ints

THIN = 2.2
"""A streak is narrower than so many points,"""

DARKER = 20
"""darker than what is beside it by so many grey levels"""

GRAIN = 2.0
"""and so many times as much as three quarters of the sheet,"""

OUTER = 0.045
"""and seen in the outermost shares of the sheet,"""

RIM = 0.004
"""its very border apart,"""

SEEN = 0.5
"""over so much of each and of all its way."""

LEAN = 0.7
"""It may lean by so many degrees against the rulings."""

BLOCK = 3.0
"""It is looked for in blocks of so many points height,"""

FILLED = 0.5
"""of which so much has it."""

LONG = 0.5
"""A table's sides are where those of its level rulings end that are no shorter than this share of
the longest."""

NEAR = 3.0
"""What is seen within so many points of a side may be the side."""

WIDER = 1.35
"""Where the line is so many times as wide within the table as beyond, a ruling is hidden by it."""


@dataclass(frozen=True)
class Streak:
    """A streak's place in pixels at a sheet's first row, and at its last."""

    first: float
    last: float

    def at(self, rows: Ints, height: int) -> Ints:
        """Its columns at some rows."""
        return np.asarray(
            np.round(self.first + (self.last - self.first) * rows / max(height - 1, 1)), np.int64
        )


def streaks(grey: Grey, dpi: float) -> list[Streak]:
    """The streaks down a level picture, and what else goes on like one from end to end."""
    share = dpi / 72
    block = max(round(BLOCK * share), 1)
    thin = _thin(grey, dpi)
    height, width = len(thin) // block, thin.shape[1]
    outer, rim = max(round(OUTER * height), 2), round(RIM * height)
    if height < 4 * outer:
        return []
    means = thin[: height * block].reshape(height, block, width).mean(axis=1)
    # Of a streak that leans a column has a part, the next the rest.
    wide = np.maximum(means, np.roll(means, 1, axis=1) + np.roll(means, -1, axis=1))
    filled = wide >= FILLED
    ends = filled[rim:outer].mean(axis=0), filled[-outer : len(filled) - rim].mean(axis=0)
    if min(one.max() for one in ends) < SEEN:
        return []
    most = round(np.tan(np.radians(LEAN)) * len(thin))
    best: dict[int, tuple[float, int]] = {}
    for lean in range(-most, most + 1, 2):
        shifts = np.round(lean * (np.arange(height) / height - 0.5)).astype(int)
        columns = (np.arange(width)[None] + shifts[:, None]) % width
        along = np.take_along_axis(filled, columns, axis=1)
        all_of_it = along.mean(axis=0)
        own = (all_of_it >= SEEN) & (along[rim:outer].mean(axis=0) >= SEEN)
        own &= along[-outer : height - rim].mean(axis=0) >= SEEN
        for x in np.flatnonzero(own).tolist():
            best[x] = max(best.get(x, (0.0, 0)), (float(all_of_it[x]), lean))
    out: list[int] = []
    for x in sorted(best, key=lambda x: -best[x][0]):
        if all(abs(x - other) > THIN * share for other in out):
            out.append(x)
    return [Streak(x - best[x][1] / 2, x + best[x][1] / 2) for x in sorted(out)]


def without_streak_edges(grey: Grey, dpi: float, edges: Floats) -> Floats:
    """The edges (n, 2, 2) of a picture without those of streaks, which tell nothing of how its
    rulings lie."""
    reach = NEAR * dpi / 72
    for axis, seen in enumerate((grey, np.ascontiguousarray(grey.T))):
        for streak in streaks(seen, dpi):
            rows = edges[:, :, 1 - axis].round().astype(np.int64)
            off = np.abs(edges[:, :, axis] - streak.at(rows, len(seen)))
            edges = edges[(off > reach).any(axis=1)]
    return edges


def _thin(grey: Grey, dpi: float) -> Bools:
    """Where something is darker than the paper, or what else is, at either side."""
    side = round(THIN * dpi / 72) | 1
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8))
    darker = cv2.subtract(closed, grey)
    grain = float(np.percentile(darker[::4, ::4], 75))
    return np.asarray(darker > max(DARKER, GRAIN * grain))


def without_streaks(
    grey: Grey, found: Sequence[Streak], level: Floats, dpi: float
) -> tuple[Grey, int]:
    """The picture without streaks down through a table whose sides do not reach both ends of the
    sheet, as they do, and how many these are. `level` (n, 3: y, x0, x1) are its level rulings in
    points."""
    if not len(level) or not found:
        return grey, 0
    share = dpi / 72
    lengths = level[:, 2] - level[:, 1]
    level = level[lengths >= LONG * lengths.max()] * share
    sides = float(np.median(level[:, 1])), float(np.median(level[:, 2]))
    ink = dark(grey)
    if any(_goes_through(ink, x, share) for x in sides):
        return grey, 0
    thin = _thin(grey, dpi)
    out, count = grey, 0
    for streak in found:
        x = (streak.first + streak.last) / 2
        width = _width(thin, streak, level[:, 0], share)
        if not width or not level[:, 1].min() < x < level[:, 2].max():
            continue
        out = _painted_out(out, streak, width)
        count += 1
    return out, count


def _painted_out(grey: Grey, streak: Streak, width: int) -> Grey:
    """The picture with the grey between a streak's two sides in its place where it is darker."""
    rows = np.arange(len(grey))
    columns = streak.at(rows, len(grey))
    reach = width // 2 + 1
    last = grey.shape[1] - 1
    left, right = (
        grey[rows, np.clip(columns + by, 0, last)].astype(np.float64)
        for by in (-reach - 1, reach + 1)
    )
    out = grey.copy()
    for by in range(-reach, reach + 1):
        own = np.clip(columns + by, 0, last)
        part = (by + reach + 1) / (2 * reach + 2)
        between = (1 - part) * left + part * right
        out[rows, own] = np.maximum(out[rows, own], between).astype(np.uint8)
    return out


def _goes_through(ink: Grey, x: float, share: float) -> bool:
    """Whether a table's side is seen at both ends of the picture: it shows a part of the table,
    whose rulings all do so."""
    outer, reach = round(OUTER * len(ink)), round(NEAR * share)
    near = ink[:, max(round(x) - reach, 0) : round(x) + reach + 1]
    return all(float(end.any(axis=1).mean()) >= SEEN for end in (near[:outer], near[-outer:]))


def _width(thin: Bools, streak: Streak, ys: Floats, share: float) -> int:
    """How many pixels wide a streak is; 0 where a ruling may be under it."""
    rows = np.arange(len(thin))
    reach = max(round(THIN * share / 2), 1)
    columns = streak.at(rows, len(thin))[:, None] + np.arange(-reach, reach + 1)[None]
    seen = thin[rows[:, None], np.clip(columns, 0, thin.shape[1] - 1)]
    widths = seen.sum(axis=1)
    inside = (rows > ys.min()) & (rows < ys.max())
    beyond, within = (widths[part & (widths > 0)] for part in (~inside, inside))
    if not len(beyond) or not len(within):
        return 0
    usual = float(beyond.mean())
    return 0 if float(np.median(within)) > max(WIDER * usual, usual + 1) else max(round(usual), 1)
