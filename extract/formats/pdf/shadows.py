"""Characters that are printed again beside themselves: a text's shadow."""

from __future__ import annotations

from collections import Counter

import numpy as np

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.pages.page import Bools, Floats, Ints

MOST_PAIRS = 4_000_000
"""More pairs of characters are not compared."""

SHADOW = 0.25
"""The shadow of a text stands no further from it than this share of its height."""

MOSTLY = 0.9
"""At least this share of a shadow's characters have their own beside them."""


def kept_too(codes: Ints, boxes: Floats, left_out: Bools, kept: Bools) -> Bools:
    """Which characters that were left out are printed at nearly the same place all the same: a
    shadow's."""
    out = np.zeros(len(codes), dtype=bool)
    one, other = np.flatnonzero(left_out), np.flatnonzero(kept)
    for code in set(codes[one].tolist()):
        own, same = one[codes[one] == code], other[codes[other] == code]
        if not len(same) or len(own) * len(same) > MOST_PAIRS:
            continue
        apart = np.abs(boxes[own][:, None, :4] - boxes[same][None, :, :4]).max(axis=2)
        heights = boxes[own, 3] - boxes[own, 1]
        out[own] = (apart <= SHADOW * heights[:, None]).any(axis=1)
    return out


def shadows(characters: Characters, boxes: Floats, left_out: Bools, kept: Bools) -> Bools:
    """Which characters that were left out are those of shadows: of their text objects nearly all
    are printed all the same. Of an earlier wording some may be."""
    again = kept_too(characters.codes, boxes, left_out, kept)
    if not again.any():
        return again
    at = np.flatnonzero(left_out)
    items = characters.objects(at)
    all_of, again_of = Counter(items.tolist()), Counter(items[again[at]].tolist())
    again[at] &= [again_of[item] >= MOSTLY * all_of[item] for item in items.tolist()]
    return again
