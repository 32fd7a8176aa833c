"""The rulings of a scanned page, found by their length."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.pages.page import Floats
from dutylist.extract.pages.rulings import Rulings

SHORTEST = 20.0
"""A ruling is at least this many points long; strokes of characters are shorter."""

CONNECTED = 40.0
"""What belongs to rulings is connected over so many points; characters are not."""

BRIDGED = 1.0
"""Gaps in a ruling up to this many points are flaws of the scan."""


@dataclass(frozen=True)
class FoundRulings:
    """Rulings in points, and where their ink is: `ink` (height, width), 1 on a ruling."""

    rulings: Rulings
    ink: Grey


def find_rulings(ink: Grey, dpi: float) -> FoundRulings:
    """The level and upright rulings in the ink (1 where dark) of an upright page.

    Of an area filled with dark, the sides count as rulings.
    """
    height, width = ink.shape
    ink = _connected(ink, CONNECTED * dpi / 72)
    length = round(SHORTEST * dpi / 72)
    gap = max(round(BRIDGED * dpi / 72), 1) * 2 + 1
    boxes: list[Floats] = []
    mask = np.zeros_like(ink)
    for across in (True, False):
        bridge = np.ones((1, gap) if across else (gap, 1), np.uint8)
        run = np.ones((1, length) if across else (length, 1), np.uint8)
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
        found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, run).astype(np.uint8)
        thin, filled = _thin_and_filled(found, dpi)
        boxes += [_boxes(thin, dpi), _sides(filled, dpi)]
        mask |= cv2.dilate(thin, np.ones((3, 3), np.uint8)).astype(np.uint8)
    shapes = np.concatenate(boxes)
    return FoundRulings(Rulings.of(shapes, width * 72 / dpi, height * 72 / dpi), mask)


def _connected(ink: Grey, side: float) -> Grey:
    """The ink of connected shapes at least that many pixels wide or high."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = stats[:count, 2:4].max(axis=1) >= side
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)


def _thin_and_filled(found: Grey, dpi: float) -> tuple[Grey, Grey]:
    """Runs no thicker than a ruling, and those that are parts of filled areas."""
    thick = round(MAX_RULING_WIDTH * dpi / 72) + 1
    square = np.ones((thick, thick), np.uint8)
    filled = cv2.morphologyEx(found, cv2.MORPH_OPEN, square).astype(np.uint8)
    return found & (1 - filled), filled


def _boxes(runs: Grey, dpi: float) -> Floats:
    """The boxes in points (n, 4: x0, top, x1, bottom) of connected runs."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    x, y, width, height = stats[1:count, :4].T
    return np.stack([x, y, x + width, y + height], axis=1).astype(np.float64) * (72 / dpi)


def _sides(filled: Grey, dpi: float) -> Floats:
    out = []
    for x0, top, x1, bottom in _boxes(filled, dpi).tolist():
        if min(x1 - x0, bottom - top) > 2 * MAX_RULING_WIDTH:
            out += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            out += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
    return np.array(out, dtype=np.float64).reshape(-1, 4)
