"""Rulings far paler than the characters, as web pages and grids on a screen have them: what tells
ink from paper takes them for paper."""

from __future__ import annotations

import cv2
import numpy as np

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.upright import faint

LEAST = 14.0
"""A pale ruling has no gap over so many points: the pale rims of characters are shorter."""


def with_pale_rulings(grey: Grey, ink: Grey, dpi: float) -> Grey:
    """The ink of a level page with its pale rulings."""
    pale = faint(grey)
    length, side = round(LEAST * dpi / 72), round(MAX_RULING_WIDTH * dpi / 72) + 1
    out = ink.copy()
    for shape in ((1, length), (length, 1)):
        runs = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) > 0
        filled = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
        out[runs & ~filled] = 1
    return out
