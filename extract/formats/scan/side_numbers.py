"""Page numbers that stand sideways beside the tables of a landscape page, as on paper that is
bound with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import Deadline
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.recognise import ReadLine, recognise
from dutylist.extract.pages.page_numbers import BESIDE
from dutylist.extract.pages.rulings import Grid
from dutylist.records.text import is_page_number_text

APART = 1.5
"""Signs of one number are no more ems apart: so much white stands between the parts of
第 9 页 共 58 页, and between the number and the dashes round it less."""

WIDEST, LONGEST = 2.0, 20.0
"""It is no wider, nor longer, in ems."""

AROUND = 0.25
"""White around it in its picture, in ems."""

SURE = 0.7
"""Its characters are read with this confidence on average"""

CLEARER = 0.03
"""and by so much surer than upright, which short numbers are read as, too."""

_EITHER_WAY = frozenset("01689")
"""Digits that are some the other way round."""

_DASHES = "-—–－―─一ー_|·. "
"""What the recogniser reads for the dashes round a number."""


@dataclass(frozen=True)
class SideNumber:
    """A page number that stands sideways, and where it does in pixels; no text where it may be
    read either way (6, 9)."""

    text: str
    box: InkBox


def side_number(
    grey: Grey, outside: Grey, grids: Sequence[Grid], em: float, dpi: float, deadline: Deadline
) -> SideNumber | None:
    """The page number that stands sideways at the left or right edge of a page, beside its ruled
    tables, if there is one. `outside` is the ink outside them, `em` the usual size of type.

    Raises OutOfTimeError after `deadline`.
    """
    for box in _columns(outside, grids, em, dpi):
        side = round(AROUND * em)
        rows = slice(max(box.top - side, 0), box.bottom + side)
        crop = grey[rows, max(box.x0 - side, 0) : box.x1 + side]
        ways = [np.ascontiguousarray(np.rot90(crop, by)) for by in (0, 1, -1)]
        upright, *turned = map(_number, recognise(ways, deadline))
        best, other = sorted(turned, key=lambda number: -number.sure)
        if best.sure >= max(SURE, upright.sure + CLEARER):
            either = other.sure >= SURE and set(best.text) <= _EITHER_WAY
            return SideNumber("" if either else best.text, box)
    return None


@dataclass(frozen=True)
class _Number:
    """The page number that is read, without the dashes round it, and how sure its characters are
    on average: not at all where it is none."""

    text: str = ""
    sure: float = 0.0


def _number(read: ReadLine) -> _Number:
    text = read.text.strip(_DASHES)
    if not is_page_number_text(text):
        return _Number()
    start = read.text.index(text)
    return _Number(text, float(np.mean(read.confidences[start : start + len(text)])))


def _columns(outside: Grey, grids: Sequence[Grid], em: float, dpi: float) -> list[InkBox]:
    """The boxes of the ink beside all tables that stands in one column of its own."""
    if not grids:
        return []
    width = outside.shape[1]
    share = dpi / 72
    x0 = min(round(min(float(grid.xs[0]) for grid in grids) * share), round(BESIDE * width))
    x1 = max(round(max(float(grid.xs[-1]) for grid in grids) * share), round((1 - BESIDE) * width))
    out = []
    for start, end in ((0, max(x0, 0)), (min(x1, width), width)):
        part = outside[:, start:end]
        rows = np.flatnonzero(part.any(axis=1))
        if not len(rows):
            continue
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > APART * em) + 1):
            top, bottom = int(run[0]), int(run[-1]) + 1
            columns = np.flatnonzero(part[top:bottom].any(axis=0))
            box = InkBox(start + int(columns[0]), top, start + int(columns[-1]) + 1, bottom)
            if box.x1 - box.x0 <= WIDEST * em and 0.3 * em <= box.height <= LONGEST * em:
                out.append(box)
    return out
