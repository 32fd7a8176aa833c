"""The words of a picture that stands in the table of a page with text: a clause pasted as one."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np

from dutylist.extract.formats.scan.lines import Region, ink_lines, without_specks
from dutylist.extract.formats.scan.marks import is_ideograph, mark_widths
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import LEGIBLE, corrected, read_lines
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.text import characters_of, em_of
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.rulings import tables

MOST = 0.7
"""Ink in one piece that takes more than this share of a picture's width and of its height is a
frame around the words."""

LEAST_TAKEN = 0.5
"""Its characters, each an em wide, take at least this share of its lines: digits and letters are
half as wide, and of what stands upside down hardly any are read."""

EDGE = 12
"""Pixels of white around a picture: its outermost line is read, too."""


@dataclass(frozen=True)
class Pasted:
    """The characters of a picture, line by line: codes, boxes (n, 5: x0, top, x1, bottom and
    baseline) in points from its corner, and how sure each is (0 to 1)."""

    codes: Ints
    boxes: Floats
    sure: Floats

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(map(chr, self.codes.tolist()))


def read_pasted(grey: Grey, dpi: float) -> Pasted | None:
    """The words of a picture; None where it has none that can be read, or is a table itself."""
    framed = np.pad(grey, EDGE, constant_values=255)
    ink = dark(framed)
    found = find_rulings(framed, ink, dpi)
    if any(grid.cells.size > 1 for grid in tables(found.rulings)):
        return None
    height, width = ink.shape
    text = without_specks(_without_frame(ink), dpi)
    lines = ink_lines(text, [Region(0, 0, width, height)])[0]
    # Pictures that hold words are few and small.
    read = read_lines(framed, lines, NEVER)
    sure = [confidence for one in read for confidence in one.read.confidences]
    if not sure or fmean(sure) < LEGIBLE:
        return None
    ems = em_of(read)
    taken = sum(em * len(one.read.text) for em, one in zip(ems, read, strict=True))
    if taken < LEAST_TAKEN * sum(line.x1 - line.x0 for line in lines):
        return None
    marks = mark_widths([one.read for one in read], ems)
    fixed = [corrected(one, em, marks) for one, em in zip(read, ems, strict=True)]
    codes, boxes = characters_of(fixed, ems, dpi)
    if not any(is_ideograph(chr(code)) for code in codes.tolist()):
        return None
    confidences = [confidence for one in fixed for confidence in one.read.confidences]
    return Pasted(codes, boxes - EDGE * 72 / dpi, np.array(confidences))


def _without_frame(ink: Grey) -> Grey:
    height, width = ink.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    frame = stats[:, cv2.CC_STAT_WIDTH] > MOST * width
    frame &= stats[:, cv2.CC_STAT_HEIGHT] > MOST * height
    return np.where(frame[labels], np.uint8(0), ink)
