"""Which way a PDF page's text runs, and which of it stands turned, askew or unseen."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.objects import PageObjects, colors, matrix_of
from dutylist.extract.formats.pdf.overlays import LARGE_TEXT, PALE, SEE_THROUGH
from dutylist.extract.formats.pdf.text_paint import as_seen, text_paint, twins_of
from dutylist.extract.pages.arrays import is_in, middle_one
from dutylist.extract.pages.matrices import IDENTITY, Matrix, product
from dutylist.extract.pages.page import Bools, Floats, Ints

TILTED = 5.0
"""Text tilted more than this many degrees from level or upright is a watermark or stamp."""

LEANS = 0.5
"""Text that stands more degrees askew than its page's is a stamp's, where it is little."""

LEVEL = 0.1
"""Programs set all other text of a page within so many degrees: the words of a scan are not."""

LEANING_SHARE = 0.25
"""It makes no more than this share of a page's characters."""

COLUMN_STEP = 0.3, 1.6
"""Ems; characters set downwards follow each other so closely: brackets take half an em."""

BACKDROP = -1
"""In place of the quarter turns of a watermark's characters."""


def directions(characters: Characters, objects: PageObjects) -> tuple[int, Bools, int, Ints]:
    """Quarter turns of the page's text, which characters to keep, how many are invisible, and by
    how many quarters counter-clockwise each of the others is turned against the page's text, -1
    where it is tilted."""
    keep = np.ones(len(characters.codes), dtype=bool)
    quarters = np.zeros(len(keep), dtype=np.int64)
    direction = hidden = 0
    if objects.invisible or not _all_level(characters):
        items = characters.items.tolist()
        forms = dict(zip(objects.texts.tolist(), objects.matrices, strict=True))
        used = dict.fromkeys(item for item in items if item)
        degrees = {item: _degrees(item, forms.get(item, IDENTITY)) for item in used}
        angles = _quarters(degrees, items)
        counts = Counter(angles.get(item, -1) for item in items if item not in objects.invisible)
        counts.pop(-1, None)
        direction = counts.most_common(1)[0][0] if counts else 0
        keep = np.array(
            [angles.get(i) == direction and i not in objects.invisible for i in items], dtype=bool
        )
        hidden = sum(item in objects.invisible for item in items)
        turned = [angles.get(item, -1) for item in items]
        quarters = np.array([(a - direction) % 4 if a >= 0 else BACKDROP for a in turned], np.int64)
        quarters[[item in objects.invisible for item in items]] = 0
    first = 0 if direction % 2 else 1
    heights = characters.boxes[:, first + 2] - characters.boxes[:, first]
    if keep.any():
        large = np.flatnonzero(keep & (heights > LARGE_TEXT * middle_one(heights[keep])))
        if len(large):
            pale = large[_is_pale(characters.objects(large), characters, objects)]
            keep[pale] = False
            quarters[pale] = BACKDROP
    return direction, keep, hidden, quarters


def _all_level(characters: Characters) -> bool:
    """Whether all text runs from left to right, as the places of the pens in the boxes tell:
    at the left, and not far above the bottom."""
    left, bottom, right, top = characters.boxes.T
    width, height = right - left, top - bottom
    sure = (width > 0.3 * height) & (height > 0)
    x = (characters.origins[:, 0] - left)[sure] / width[sure]
    y = (characters.origins[:, 1] - bottom)[sure] / height[sure]
    return bool(((x < 0.3) & (y < 0.5)).all()) and not _leans(characters.origins, height)


def _leans(pens: Floats, heights: Floats) -> bool:
    """Whether a character stands close behind another on a line somewhat askew."""
    right, up = np.diff(pens, axis=0).T
    up = np.abs(up)
    least, most = (math.tan(math.radians(one)) for one in (LEANS, TILTED))
    close = (right > 0) & (right < 2 * heights[:-1])
    return bool((close & (up > least * right) & (up < most * right)).any())


def _degrees(item: int, form: Matrix) -> float:
    """By how many degrees counter-clockwise a text object in a form is turned on the page."""
    a, b, *_ = product(matrix_of(item), form)
    return math.degrees(math.atan2(b, a))


def _quarters(degrees: dict[int, float], items: list[int]) -> dict[int, int]:
    """How many quarters the text objects that set a page's characters are turned; -1 for those that
    are tilted, and where they are few for those that lean against the others."""
    quarters = {item: round(own / 90) for item, own in degrees.items()}
    askew = {item: own - 90 * quarters[item] for item, own in degrees.items()}
    usual = middle_one(np.array([askew[item] for item in items if item])) if askew else 0.0
    leaning = {item for item, own in askew.items() if abs(own - usual) > LEANS}
    others = [own for item, own in askew.items() if item not in leaning]
    few = sum(item in leaning for item in items) <= LEANING_SHARE * len(items)
    if not few or any(abs(own - usual) > LEVEL for own in others):
        leaning = set()
    return {
        item: -1 if abs(askew[item]) >= TILTED or item in leaning else quarter % 4
        for item, quarter in quarters.items()
    }


def _is_pale(items: Ints, characters: Characters, objects: PageObjects) -> Bools:
    """Which of the text objects are printed pale alone: the grey of a shadow has its black."""
    paint = colors(call.fill_colors, items.tolist())
    pale = _looks_pale(paint)
    if pale.any():
        twins = twins_of(objects, characters)
        at = list(twins)
        dark = ~_looks_pale(as_seen(text_paint(objects), twins)[at])
        pale &= ~is_in(items, objects.texts[at][dark])
    return pale


def _looks_pale(paint: Ints) -> Bools:
    pale: Bools = (paint[:, 3] < SEE_THROUGH) | (paint[:, :3].mean(axis=1) > PALE)
    return pale


def set_downwards(boxes: Floats) -> Bools:
    """Which characters (upright boxes as in PageContent, in the file's order) stand in a column of
    their own, three at least one below the other: a reading above its word (ruby) makes no three.
    """
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 4]
    em = boxes[1:, 2] - boxes[1:, 0]
    down = np.diff(y)
    step = (np.abs(np.diff(x)) < em / 2) & (COLUMN_STEP[0] * em < down)
    step &= down < COLUMN_STEP[1] * em
    out = np.zeros(len(boxes), dtype=bool)
    for first in np.flatnonzero(step[:-1] & step[1:]).tolist():
        out[first : first + 3] = True
    return out
