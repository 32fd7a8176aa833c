"""Tables whose rulings are characters (┌─┬┐ │ ├┼┤), as editors print text files: they are rulings,
not text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache

import numpy as np

from dutylist.extract.pages.arrays import different, median
from dutylist.extract.pages.page import Bools, Floats, PageContent
from dutylist.extract.pages.rulings import Rulings

FIRST, LAST = 0x2500, 0x257F
"""The characters that Unicode calls box drawings."""

FEWEST = 8
"""The corners and sides of one cell; fewer may be dashes of a text."""

_SIDES = {
    "HORIZONTAL": ("LEFT", "RIGHT"),
    "VERTICAL": ("UP", "DOWN"),
}


def with_boxes_ruled(page: PageContent) -> PageContent:
    """The page with such characters as rulings; as it is where it has few of them."""
    drawn = (page.codes >= FIRST) & (page.codes <= LAST)
    if drawn.sum() < FEWEST:
        return page
    level, upright = _lines(page, drawn)
    kept = ~drawn
    return replace(
        page,
        codes=page.codes[kept],
        boxes=page.boxes[kept],
        sure=None if page.sure is None else page.sure[kept],
        rulings=Rulings(
            np.concatenate([page.rulings.level, level]),
            np.concatenate([page.rulings.upright, upright]),
        ),
    )


@cache
def _arms(code: int) -> frozenset[str]:
    """To which sides a character's lines go from its middle: LEFT, RIGHT, UP, DOWN."""
    words = unicodedata.name(chr(code), "").split()
    if "DIAGONAL" in words:
        return frozenset()
    return frozenset(side for word in words for side in _SIDES.get(word, (word,)))


def _lines(page: PageContent, drawn: Bools) -> tuple[Floats, Floats]:
    """The level and upright lines that characters make: from the middle of each to its sides, and
    half a line's height up and down."""
    codes = page.codes[drawn].tolist()
    x0, top, x1, bottom, base = page.boxes[drawn].T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    half = _pitch(base) / 2
    left, right, up, down = (
        np.array([side in _arms(code) for code in codes])
        for side in ("LEFT", "RIGHT", "UP", "DOWN")
    )
    across, along = left | right, up | down
    level = np.stack([y, np.where(left, x0, x), np.where(right, x1, x)], axis=1)
    upright = np.stack([x, np.where(up, y - half, y), np.where(down, y + half, y)], axis=1)
    return level[across], upright[along]


def _pitch(base: Floats) -> float:
    """How far apart the lines are that stand next to each other."""
    steps = np.diff(different(base.round(1)))
    return median(steps[steps > 1]) if (steps > 1).any() else 0.0
