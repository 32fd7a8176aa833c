"""A second look at a page: what the text detector sees and the reading does not have."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import Deadline
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.recognise import recognise
from dutylist.extract.formats.scan.text import ScannedLine, with_dashes

LONG_ENOUGH = 3
"""Texts of fewer characters are not looked for: page numbers, parts of seals."""

COVERED = 0.85
"""A box is read where lines of its height cover this share of its width."""

AS_HIGH = 1.6
"""Lines so many times as high as the box are several in one."""

SURE = 0.85
"""The reading of such lines is at least so sure on average, or the box is read again."""

LEGIBLE = 0.75
"""What is read in a box with less confidence on average is no text (a seal, a picture)."""

SAME_TEXT = 70.0
"""Texts that agree by this percentage are the same, misread characters apart."""


def overlooked(
    grey: Grey, boxes: Sequence[InkBox], lines: Sequence[ScannedLine], deadline: Deadline
) -> list[str]:
    """The texts of three characters and more that stand in boxes and in none of the lines.

    Only boxes that no line covers neatly are read. Raises OutOfTimeError after `deadline`.
    """
    again = [box for box in boxes if not _covered(box, lines)]
    read = recognise([grey[box.top : box.bottom, box.x0 : box.x1] for box in again], deadline)
    out = []
    for box, one in zip(again, read, strict=True):
        text = _plain(with_dashes(one).text)
        if len(text) < LONG_ENOUGH or float(np.mean(one.confidences)) < LEGIBLE:
            continue
        near = [_plain(line.read.text) for line in lines if _near(line.ink, box)]
        if not any(_holds(other, text) for other in [*near, "".join(near)]):
            out.append(one.text)
    return out


def _covered(box: InkBox, lines: Sequence[ScannedLine]) -> bool:
    width = 0
    for line in lines:
        ink = line.ink
        middle = (ink.top + ink.bottom) / 2
        if not box.top <= middle <= box.bottom or ink.height > AS_HIGH * box.height:
            continue
        across = min(box.x1, ink.x1) - max(box.x0, ink.x0)
        if across > 0 and float(np.mean(line.read.confidences or [0.0])) >= SURE:
            width += across
    # The box is wider than its ink at either side.
    return width >= COVERED * max(box.x1 - box.x0 - 0.8 * box.height, 1)


def _near(ink: InkBox, box: InkBox) -> bool:
    return ink.top < box.bottom and ink.bottom > box.top


def _holds(text: str, part: str) -> bool:
    return len(text) >= 0.7 * len(part) and fuzz.partial_ratio(part, text) >= SAME_TEXT


def _plain(text: str) -> str:
    """The letters, digits and ideographs of a text, in their usual form."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())
