"""Rulings far paler than the characters, as web pages and grids on a screen have them: what tells
ink from paper takes them for paper."""

from __future__ import annotations

import cv2
import numpy as np

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.formats.scan.picture import Grey

FAINT = 30.0
"""A pale ruling is darker than paper by so many grey levels"""

LEAST = 14.0
"""over so many points without a gap: the pale rims of characters are shorter."""


def with_pale_rulings(grey: Grey, ink: Grey, dpi: float) -> Grey:
    """The ink of a level page with its pale rulings."""
    faint = (grey < float(np.percentile(grey, 90)) - FAINT).astype(np.uint8)
    length, side = round(LEAST * dpi / 72), round(MAX_RULING_WIDTH * dpi / 72) + 1
    out = ink.copy()
    for shape in ((1, length), (length, 1)):
        runs = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) > 0
        filled = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
        out[runs & ~filled] = 1
    return out
