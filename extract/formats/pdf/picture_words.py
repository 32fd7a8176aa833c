"""Pictures in a page's table that may have words: a clause pasted as a screenshot.

They are read where the packages for it are there, and marked; else they are told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.pdf.glyphs import DOUBTFUL, drawn
from dutylist.extract.formats.pdf.objects import PageObjects
from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Floats, Frame, Ints, within

if TYPE_CHECKING:
    from dutylist.extract.formats.scan.pasted import Pasted

T = TypeVar("T", bound=np.generic)

SCALE = 2.0
"""Pixels a point when the page is drawn to look."""

MOST_OF_PAGE = 0.5
"""A picture of more than this share of the page is the page itself: a scan, or its ruling."""

LEAST_WIDE, LEAST_HIGH = 1.6, 0.8
"""Ems of the table's text; what is smaller is read as a character, or a mark."""

DARK = 70
"""Grey of words; a seal's red is brighter."""

LEAST_DARK, MOST_DARK = 0.01, 0.45
"""Shares of a picture's pixels that words take."""

RULING = 0.6
"""A line of pixels that is dark for this share is a ruling, no words."""

MOST_QUOTED = 12
"""A note quotes so many characters of the text beside a picture, or in it."""

READ_DPI = 200.0
"""Pixels an inch when a picture is drawn to be read."""


@dataclass(frozen=True)
class PictureWords:
    """What pictures say: codes, boxes (n, 5, as in PageContent) and how sure each character is;
    and sentences, without a full stop, on what was read and what was not."""

    codes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    boxes: Floats = field(default_factory=lambda: np.zeros((0, 5)))
    sure: Floats = field(default_factory=lambda: np.zeros(0))
    notes: tuple[str, ...] = ()


def picture_words(
    page: object, frame: Frame, objects: PageObjects, codes: Ints, boxes: Floats, *, read: bool
) -> PictureWords:
    """The words of pictures in the table, as far as they are to be `read`; `codes` and `boxes` (as
    in PageContent) are the characters of the page's text."""
    found = PictureWords()
    if not len(objects.pictures) or not len(objects.lines) or not len(boxes):
        return found
    some = _in_table(frame.turned(objects.pictures), frame.turned(objects.lines), frame)
    em = middle_one(boxes[:, 3] - boxes[:, 1])
    sides = some[:, 2:] - some[:, :2]
    some = some[(sides[:, 0] >= LEAST_WIDE * em) & (sides[:, 1] >= LEAST_HIGH * em)]
    if not len(some):
        return found
    dark = _drawn_beside(page, frame, boxes, SCALE) < DARK
    words = [box for box in some if _has_words(_part(dark, box, SCALE))]
    if not words:
        return found
    scale = READ_DPI / 72
    large = _drawn_beside(page, frame, boxes, scale) if read else None
    for box in words:
        one = None if large is None else _read(_part(large, box, scale))
        if one is None:
            beside = _beside(box, codes, boxes)
            note = f"表格里有图片，里面的字没有读入，请对照原页补上：在“{beside}”旁边"
            found = replace(found, notes=(*found.notes, note))
        else:
            quoted = one.text[:MOST_QUOTED]
            note = f"表格里有图片，里面的字是识别的，已标出，请对照原页核对：“{quoted}”"
            found = PictureWords(
                np.append(found.codes, one.codes),
                np.vstack([found.boxes, one.boxes + box[[0, 1, 0, 1, 1]]]),
                np.append(found.sure, np.minimum(one.sure, DOUBTFUL)),
                (*found.notes, note),
            )
    return replace(found, notes=tuple(dict.fromkeys(found.notes)))


def _read(grey: NDArray[np.uint8]) -> Pasted | None:
    # The packages are heavy and wanted for such pages only.
    from dutylist.extract.formats.scan.pasted import read_pasted

    return read_pasted(grey, READ_DPI)


def _drawn_beside(page: object, frame: Frame, boxes: Floats, scale: float) -> NDArray[np.uint8]:
    """The page as a grey picture without its text."""
    grey = drawn(page, frame, scale)
    for x0, top, x1, bottom in (boxes[:, :4] * scale).round().astype(int).clip(0).tolist():
        grey[top : bottom + 1, x0 : x1 + 1] = 255
    return grey


def _part(picture: NDArray[T], box: Floats, scale: float) -> NDArray[T]:
    x0, top, x1, bottom = (box * scale).round().astype(int).clip(0).tolist()
    return picture[top:bottom, x0:x1]


def _in_table(pictures: Floats, lines: Floats, frame: Frame) -> Floats:
    """The pictures whose middle stands between the page's lines, and that are not the page."""
    around = (*lines[:, :2].min(axis=0), *lines[:, 2:].max(axis=0))
    sides = pictures[:, 2:] - pictures[:, :2]
    width, height = frame.size
    own = within(pictures, around)
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
