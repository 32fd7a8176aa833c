"""Blue marks on a page: changes written by hand, what is struck out, ticks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.scan.colour import COLOURED, DARK, PAPER, paper_of, without_tint

FINER = 2
"""A picture so many times smaller shows them as well."""

BLUE = 0.5
"""Of blue ink, blue is brighter than red by this share of what its colours differ at most."""

JOINED = 3.0
"""Strokes within so many points are of one mark."""

LEAST, MOST = 4.0, 120.0
"""Both sides of a mark have at least so many points, the longer one no more: beyond are pictures
and filled areas"""

INKED, FILLED = 4.0, 0.6
"""as where less than so many square points, or more than this share of its box, are ink."""

SEVERAL = 2
"""One mark may be a picture's, a window's button on a screenshot."""


@dataclass(frozen=True)
class Mark:
    """Where a mark is, as shares of the picture's width and height."""

    x0: float
    top: float
    x1: float
    bottom: float

    def covers(self, x: float, y: float) -> bool:
        """Whether a place, in the same shares, lies in its box."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def blue_marks(pixels: NDArray[np.uint8], dpi: float) -> tuple[Mark, ...]:
    """The blue marks on a page (height, width, 3: red, green, blue)."""
    small, point = np.ascontiguousarray(pixels[::FINER, ::FINER]), dpi / FINER / 72
    even = without_tint(small, point)
    brightest, darkest = even.max(axis=2), even.min(axis=2)
    apart = brightest.astype(np.int16) - darkest
    redder = even[:, :, 2].astype(np.int16) - even[:, :, 0]
    paper = paper_of(darkest, point)
    ink = (paper > PAPER) & (darkest < DARK * paper) & (apart > COLOURED * paper)
    ink &= (redder > BLUE * apart) & (even[:, :, 2] == brightest)
    reach = max(round(JOINED / 2 * point), 1)
    joined = cv2.dilate(ink.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    area = np.bincount(labels[ink], minlength=count)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] - 2 * reach
    marks = (sides.min(axis=1) >= LEAST * point) & (sides.max(axis=1) <= MOST * point)
    marks &= (area > INKED * point * point) & (area < FILLED * sides.clip(1).prod(axis=1))
    marks[0] = False
    if np.count_nonzero(marks) < SEVERAL:
        return ()
    height, width = ink.shape
    corners = np.column_stack([stats[:, :2], stats[:, :2] + stats[:, 2:4]])[marks]
    shares = corners / (width, height, width, height)
    return tuple(Mark(*(float(edge) for edge in box)) for box in shares)
