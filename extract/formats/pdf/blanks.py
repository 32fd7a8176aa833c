"""Characters that a PDF says to be blank, or a box, though it prints something else.

Programs that do not know what a glyph means put a space, a zero-width mark or □ for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import drawn, drawn_without
from dutylist.extract.pages.page import Bools, Frame
from dutylist.extract.source import UNSEEN

BLANKS = frozenset(
    (
        *map(ord, "\t\n\r \xa0\u3000\u2028\u2029\u202f\u205f\ufffc"),
        *range(0x2000, 0x2010),
        *(code for code in UNSEEN if code < 0x10000),
    )
)
"""Spaces, and what takes no room."""

SCALE = 3.0
"""Pixels a point when they are drawn to look: a stroke has at least one."""

CHANGED = 64
"""A pixel that changes by more than this of 255 has ink."""

LEAST_INK = 0.05
"""A blank glyph is less than so many ems wide or high."""

LEAST_BOX = 0.35
"""A box is at least so many ems wide and high."""

LINE = 3
"""The sides of a box are drawn within so many pixels of its edges."""

MOST = 0.8
"""At least this share of a side, or of a full box, has ink."""

Changes = NDArray[np.int16]
_Looks = Callable[[NDArray[np.bool_]], bool]


def _hollow(ink: NDArray[np.bool_]) -> bool:
    level = [part.any(axis=0).mean() for part in (ink[:LINE], ink[-LINE:])]
    upright = [part.any(axis=1).mean() for part in (ink[:, :LINE], ink[:, -LINE:])]
    return not _middle(ink).any() and min(level + upright) > MOST


def _solid(ink: NDArray[np.bool_]) -> bool:
    return bool(ink.mean() > MOST)


def _two_bars(ink: NDArray[np.bool_]) -> bool:
    middle = len(ink) // 2
    sides = ink[:LINE].any(axis=0).mean() > MOST and ink[-LINE:].any(axis=0).mean() > MOST
    return sides and not ink[middle : middle + 1].any()


def _middle(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rows, columns = ink.shape
    return ink[rows // 4 : rows - rows // 4, columns // 4 : columns - columns // 4]


BOXES: dict[int, _Looks] = {
    **dict.fromkeys((0x25A1, 0x25A2, 0x25AB, 0x25AD, 0x25AF, 0x25FB, 0x2610), _hollow),
    **dict.fromkeys((0x25A0, 0x25AA, 0x25AE, 0x25FC), _solid),
    0x3013: _two_bars,
}
"""What stands for a glyph that a program does not know, and how such a sign itself looks."""


_MAY_BE = np.zeros(0x10000, dtype=np.int64)
_MAY_BE[list(BLANKS)], _MAY_BE[list(BOXES)] = 1, 2


def with_ink_told(page: object, frame: Frame, characters: Characters) -> Characters:
    """The characters, untold those that are said to be blank, or a box, and are not as drawn."""
    codes = characters.codes
    suspects = _suspects(characters)
    if not len(suspects):
        return characters
    ink = ink_of(page, frame, set(characters.objects(suspects).tolist())) > CHANGED
    untold = characters.untold.copy()
    ems = characters.boxes[suspects, 3] - characters.boxes[suspects, 1]
    least = (LEAST_BOX * ems * SCALE).tolist()
    edges = (frame.turned(characters.ink(suspects)) * SCALE).round().astype(int).clip(0)
    for index, (x0, top, x1, bottom), side in zip(
        suspects.tolist(), edges.tolist(), least, strict=True
    ):
        part = ink[top:bottom, x0:x1]
        looks = BOXES.get(int(codes[index]))
        if part.size and part.any():
            untold[index] |= not (looks and min(part.shape) > side and looks(part))
    return replace(characters, untold=untold)


def ink_of(page: object, frame: Frame, items: Collection[int], scale: float = SCALE) -> Changes:
    """By how much each pixel of a page, upright, of `scale` pixels a point, changes for what some
    text objects draw."""
    before = drawn(page, frame, scale).astype(np.int16)
    changes: Changes = np.abs(before - drawn_without(page, frame, items, scale))
    return changes


def _suspects(characters: Characters) -> NDArray[np.int64]:
    kinds = _MAY_BE[np.minimum(characters.codes, len(_MAY_BE) - 1)] * ~characters.untold
    blank, boxes = np.flatnonzero(kinds == 1), np.flatnonzero(kinds == 2)
    left, bottom, right, top = characters.ink(blank).T
    em = characters.boxes[blank, 3] - characters.boxes[blank, 1]
    inked: Bools = (right - left > LEAST_INK * em) & (top - bottom > LEAST_INK * em)
    return np.concatenate([blank[inked], boxes])
