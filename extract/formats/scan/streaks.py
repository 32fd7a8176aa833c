"""Lines that are not printed but come of a dirty copier, or of dust on a scanner's glass: thin,
straight, from one end of the sheet to the other, over the table's edges. Taken for rulings they
would part columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
"""Where the line is so many times as wide in a row of the table as beyond it, it hides a ruling."""


@dataclass(frozen=True)
class Streak:
    """A streak's place in pixels at a sheet's first row, and at its last; and at which of them it
    is seen: it may fade."""

    first: float
    last: float
    seen: tuple[bool, bool] = (True, True)

    def is_whole(self) -> bool:
        """Whether it is seen at both ends."""
        return all(self.seen)

    def at(self, rows: Ints, height: int) -> Ints:
        """Its columns at some rows."""
        return np.asarray(
            np.round(self.first + (self.last - self.first) * rows / max(height - 1, 1)), np.int64
        )


def streaks(grey: Grey, dpi: float) -> list[Streak]:
    """The streaks down a level picture, and what else goes on like one from one end over most of
    its height."""
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
    most = round(np.tan(np.radians(LEAN)) * len(thin))
    ends = slice(rim, outer), slice(height - outer, height - rim)
    likely = np.any([filled[end].mean(axis=0) >= SEEN / 2 for end in ends], axis=0)
    reach = np.ones((1, most | 1), np.uint8)
    xs = np.flatnonzero(cv2.dilate(likely[None].astype(np.uint8), reach)[0])
    best: dict[int, tuple[float, int, tuple[bool, bool]]] = {}
    for lean in range(-most, most + 1, 2) if len(xs) else ():
        shifts = np.round(lean * (np.arange(height) / height - 0.5)).astype(int)
        along = filled[np.arange(height)[:, None], (xs[None] + shifts[:, None]) % width]
        share_seen = along.mean(axis=0)
        at_ends = np.array([along[end].mean(axis=0) >= SEEN for end in ends])
        for at in np.flatnonzero((share_seen >= SEEN) & at_ends.any(axis=0)).tolist():
            top, bottom = at_ends[:, at].tolist()
            one = (float(share_seen[at]), lean, (top, bottom))
            best[int(xs[at])] = max(best.get(int(xs[at]), one), one)
    out: list[int] = []
    for x in sorted(best, key=lambda x: -best[x][0]):
        if all(abs(x - other) > THIN * share for other in out):
            out.append(x)
    return [
        Streak(x - lean / 2, x + lean / 2, seen)
        for x in sorted(out)
        for _, lean, seen in (best[x],)
    ]


def without_streak_edges(grey: Grey, dpi: float, edges: Floats) -> Floats:
    """The edges (n, 2, 2) of a picture without those of streaks, which tell nothing of how its
    rulings lie."""
    reach = NEAR * dpi / 72
    for axis, seen in enumerate((grey, np.ascontiguousarray(grey.T))):
        for streak in filter(Streak.is_whole, streaks(seen, dpi)):
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
    """The picture without streaks down through a table whose sides do not reach the ends of the
    sheet that they do, but for the rows where one hides a ruling; and how many cross rows that have
    none there. `level` (n, 3: y, x0, x1) are its level rulings in points."""
    if not len(level) or not found:
        return grey, 0
    share = dpi / 72
    lengths = level[:, 2] - level[:, 1]
    ys = (level[:, 0] * share).tolist()
    level = level[lengths >= LONG * lengths.max()] * share
    sides = float(np.median(level[:, 1])), float(np.median(level[:, 2]))
    ink = dark(grey)
    through = [_ends_seen(ink, x, share) for x in sides]
    sided = all(_is_side(ink, x, ys, share) for x in sides)
    thin = _thin(grey, dpi)
    out, count = grey, 0
    for streak in found:
        x = (streak.first + streak.last) / 2
        if not level[:, 1].min() < x < level[:, 2].max() or not (sided or streak.is_whole()):
            continue
        if any(_is_within(streak.seen, seen) for seen in through):
            continue
        width, alone = _alone(thin, streak, ys, share)
        out = _painted_out(out, streak, width, alone) if width else out
        count += width > 0 and bool(alone[round(min(ys)) : round(max(ys))].any())
    return out, count


def _painted_out(grey: Grey, streak: Streak, width: int, alone: Bools) -> Grey:
    """The picture with the grey between a streak's two sides in its place where it is darker, and
    `alone`."""
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
        lighter = np.maximum(out[rows, own], between)
        out[rows, own] = np.where(alone, lighter, out[rows, own]).astype(np.uint8)
    return out


def _near(ink: Grey, x: float, share: float) -> Grey:
    """The ink beside a place."""
    reach = round(NEAR * share)
    return ink[:, max(round(x) - reach, 0) : round(x) + reach + 1]


def _ends_seen(ink: Grey, x: float, share: float) -> tuple[bool, bool]:
    """At which ends of the picture a table's side is seen: where it is, the picture shows a part of
    the table, and all its rulings go on there."""
    outer, near = round(OUTER * len(ink)), _near(ink, x, share)
    top, bottom = (float(end.any(axis=1).mean()) >= SEEN for end in (near[:outer], near[-outer:]))
    return top, bottom


def _is_within(ends: tuple[bool, bool], others: tuple[bool, bool]) -> bool:
    return all(other for own, other in zip(ends, others, strict=True) if own)


def _is_side(ink: Grey, x: float, ys: Sequence[float], share: float) -> bool:
    """Whether a table has a ruling at its side."""
    beside = _near(ink, x, share)[round(min(ys)) : round(max(ys))]
    return bool(beside.size and float(beside.any(axis=1).mean()) >= SEEN)


def _alone(thin: Bools, streak: Streak, ys: Sequence[float], share: float) -> tuple[int, Bools]:
    """How many pixels wide a streak is, 0 where that cannot be told; and the rows where no ruling
    is under it, as between two level rulings, at the heights `ys`, it is as narrow as beyond."""
    height = len(thin)
    rows = np.arange(height)
    reach = max(round(THIN * share / 2), 1)
    columns = streak.at(rows, height)[:, None] + np.arange(-reach, reach + 1)[None]
    seen = thin[rows[:, None], np.clip(columns, 0, thin.shape[1] - 1)]
    widths = seen.sum(axis=1)
    beyond = widths[((rows < min(ys)) | (rows > max(ys))) & (widths > 0)]
    if not len(beyond):
        return 0, np.zeros(height, dtype=bool)
    usual = float(beyond.mean())
    alone = np.ones(height, dtype=bool)
    for top, bottom in pairwise([round(y) for y in sorted(ys)]):
        within = widths[top:bottom]
        within = within[within > 0]
        if len(within) and float(np.median(within)) > max(WIDER * usual, usual + 1):
            alone[top:bottom] = False
    return max(round(usual), 1), alone
