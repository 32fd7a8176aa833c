"""Pictures in a page's table that may have words: a clause pasted as a screenshot."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.pdf.glyphs import drawn
from dutylist.extract.formats.pdf.objects import PageObjects
from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

SCALE = 2.0
"""Pixels a point when the page is drawn to look."""

MOST_OF_PAGE = 0.5
"""A picture of more than this share of the page is the page itself: a scan, or its ruling."""

LEAST_WIDE, LEAST_HIGH = 3.0, 0.8
"""Ems of the table's text; what is smaller is read as a character, or a mark."""

DARK = 70
"""Grey of words; a seal's red is brighter."""

LEAST_DARK, MOST_DARK = 0.01, 0.45
"""Shares of a picture's pixels that words take."""

RULING = 0.6
"""A line of pixels that is dark for this share is a ruling, no words."""

MOST_QUOTED = 12
"""A note quotes so many characters of the text beside a picture."""


def picture_notes(
    page: object, frame: Frame, objects: PageObjects, codes: Ints, boxes: Floats
) -> tuple[str, ...]:
    """A sentence, without a full stop, for each picture in the table that may have words; `codes`
    and `boxes` (as in PageContent) are the characters that are read."""
    if not len(objects.pictures) or not len(objects.lines) or not len(boxes):
        return ()
    some = _in_table(frame.turned(objects.pictures), frame.turned(objects.lines), frame)
    em = middle_one(boxes[:, 3] - boxes[:, 1])
    sides = some[:, 2:] - some[:, :2]
    some = some[(sides[:, 0] >= LEAST_WIDE * em) & (sides[:, 1] >= LEAST_HIGH * em)]
    if not len(some):
        return ()
    dark = drawn(page, frame, SCALE) < DARK
    for x0, top, x1, bottom in (boxes[:, :4] * SCALE).round().astype(int).clip(0).tolist():
        dark[top : bottom + 1, x0 : x1 + 1] = False
    return tuple(dict.fromkeys(_sentences(some, dark, codes, boxes)))


def _sentences(some: Floats, dark: Bools, codes: Ints, boxes: Floats) -> Iterator[str]:
    for box in some:
        x0, top, x1, bottom = (box * SCALE).round().astype(int).clip(0).tolist()
        if _has_words(dark[top:bottom, x0:x1]):
            beside = _beside(box, codes, boxes)
            yield f"表格里有图片，里面的字没有读入，请对照原页补上：在“{beside}”旁边"


def _in_table(pictures: Floats, lines: Floats, frame: Frame) -> Floats:
    """The pictures whose middle stands between the page's lines, and that are not the page."""
    (left, top), (right, bottom) = lines[:, :2].min(axis=0), lines[:, 2:].max(axis=0)
    x, y = (pictures[:, 0] + pictures[:, 2]) / 2, (pictures[:, 1] + pictures[:, 3]) / 2
    sides = pictures[:, 2:] - pictures[:, :2]
    width, height = frame.size
    own = (left < x) & (x < right) & (top < y) & (y < bottom)
    inside: Floats = pictures[own & (sides.prod(axis=1) < MOST_OF_PAGE * width * height)]
    return inside


def _has_words(dark: NDArray[np.bool_]) -> bool:
    if not dark.size:
        return False
    words = dark.copy()
    words[dark.mean(axis=1) > RULING] = False
    words[:, dark.mean(axis=0) > RULING] = False
    return bool(LEAST_DARK <= words.mean() <= MOST_DARK)


def _beside(box: Floats, codes: Ints, boxes: Floats) -> str:
    """The line of text that stands nearest to a picture."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    apart_x = np.maximum(np.maximum(box[0] - x, x - box[2]), 0)
    apart_y = np.maximum(np.maximum(box[1] - y, y - box[3]), 0)
    near = int(np.argmin(apart_x + apart_y))
    line = np.abs(y - y[near]) < (boxes[near, 3] - boxes[near, 1]) / 2
    line &= np.abs(x - x[near]) < MOST_QUOTED * (boxes[near, 3] - boxes[near, 1])
    order = np.flatnonzero(line)[np.argsort(x[line])]
    text = "".join(map(chr, codes[order].tolist())).strip()
    return text[:MOST_QUOTED]
