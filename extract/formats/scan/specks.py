"""Specks of a dirty copier's drum: where a page is full of them, those that can be no part of a
character are taken away before its lines are found and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.scan.lines import InkBox, tightened
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.pages.page import Bools
from dutylist.extract.pages.rulings import Grid

DIRTY = 75
"""A page with so many specks in the white of its tables is dirty: folded sheets and copies of
copies have up to 56, drums' copies from 88 on."""

SMALL = 0.5
"""What is no higher and no wider than this share of an em may be a speck, or a mark of a line."""

AROUND = 0.3
"""What is so many ems away from all text that the detector has seen is none of it: it takes specks
for text, too."""

MARK = 0.3
"""In a line a mark, and a dot of a character, is no larger than so many ems,"""

ALONE = (0.9, 0.6)
"""and has something larger within so many ems beside it, and so many above and below."""

DUST = 0.07
"""What is smaller than this share of an em is no dot of a character."""

RULED = 3.0
"""Nearer to a ruling than so many points stand pieces of it."""

ROUND = 1
"""The grey round a speck goes with it, so many pixels."""


@dataclass(frozen=True)
class Cleaned:
    """The ink of a page's text, where specks were taken from it, and whether it is so dirty that
    they were."""

    text: Grey
    gone: Grey
    dirty: bool

    def painted(self, grey: Grey) -> Grey:
        """A picture of the page with paper where the specks were."""
        paper = np.uint8(np.percentile(grey, 75)) if self.dirty else 0
        return np.where(self.gone > 0, paper, grey).astype(np.uint8) if self.dirty else grey


def without_drum_specks(
    text: Grey,
    grids: Sequence[Grid],
    boxes: Sequence[InkBox],
    em: float,
    dpi: float,
    mended: Grey | None = None,
) -> Cleaned:
    """The ink of a page's text without specks, where there are many in the white of its tables.
    `boxes` are where the detector has seen text, `em` the usual size of its type; `mended` is 1
    where streaks were painted out, which cuts characters into pieces as small as specks."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
    x, y, width, height = stats[:count, :4].T
    side = np.maximum(width, height)
    middles = y + height // 2, x + width // 2
    inks = [(box, tightened(text, box)) for box in boxes]
    seen = [box for box, tight in inks if tight and _size(tight) > SMALL * em]
    away = (_around(text, seen, round(AROUND * em)) == 0)[middles] & (side <= SMALL * em)
    in_table, by_ruling = _ruled(text, grids, dpi)
    if np.count_nonzero(away & in_table[middles] & ~by_ruling[middles]) < DIRTY:
        return Cleaned(text, np.zeros_like(text), dirty=False)
    larger = (side > MARK * em)[labels]
    larger[labels == 0] = False
    across, down = (2 * round(reach * em) + 1 for reach in ALONE)
    beside = cv2.dilate(larger.astype(np.uint8), np.ones((down, across), np.uint8))
    held = np.bincount(labels.ravel(), weights=beside.ravel(), minlength=count) > 0
    alone = (side <= MARK * em) & ~held
    speck = away | alone | (side < DUST * em)
    if mended is not None:
        touching = cv2.dilate(mended, np.ones((3, 3), np.uint8))
        speck &= np.bincount(labels[touching > 0], minlength=count) == 0
    speck[0] = False
    gone = speck[labels].astype(np.uint8)
    clean = text & (1 - gone)
    shape = np.ones((2 * ROUND + 1, 2 * ROUND + 1), np.uint8)
    round_it = np.asarray(cv2.dilate(gone, shape), np.uint8)
    round_it[cv2.dilate(clean, np.ones((3, 3), np.uint8)) > 0] = 0
    return Cleaned(np.asarray(clean, np.uint8), np.asarray(round_it | gone, np.uint8), dirty=True)


def _size(box: InkBox) -> int:
    return max(box.height, box.x1 - box.x0)


def _around(text: Grey, boxes: Sequence[InkBox], reach: int) -> Grey:
    out = np.zeros_like(text)
    for box in boxes:
        top, x0 = max(box.top - reach, 0), max(box.x0 - reach, 0)
        out[top : box.bottom + reach, x0 : box.x1 + reach] = 1
    return out


def _ruled(text: Grey, grids: Sequence[Grid], dpi: float) -> tuple[Bools, Bools]:
    """Where the page's tables are, and where it is near to one of their rulings."""
    share = dpi / 72
    inside, near = np.zeros(text.shape, bool), np.zeros(text.shape, bool)
    for grid in grids:
        rows = slice(round(float(grid.ys[0]) * share), round(float(grid.ys[-1]) * share))
        columns = slice(round(float(grid.xs[0]) * share), round(float(grid.xs[-1]) * share))
        inside[rows, columns] = True
        for x in (grid.xs * share).tolist():
            near[:, max(round(x - RULED * share), 0) : round(x + RULED * share)] = True
        for place in (grid.ys * share).tolist():
            near[max(round(place - RULED * share), 0) : round(place + RULED * share)] = True
    return inside, near
