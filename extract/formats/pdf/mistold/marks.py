"""Digits, letters and marks that a PDF says to be others than it prints: 9 is said to be £.

They are few: each glyph that does not look like what it is said to be is read from its picture,
and the page's other characters are believed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    SURE,
    GlyphKey,
    Placed,
    Readings,
    glyph_keys,
    read_glyphs,
)
from dutylist.extract.formats.pdf.mistold.likeness import Looked, marks_of, odd_marks
from dutylist.extract.formats.pdf.mistold.mark_likeness import is_alike
from dutylist.extract.formats.pdf.mistold.pictured import (
    DIFFERENT,
    Pictured,
    marked,
    of_glyphs,
    other_places,
    quoted,
)
from dutylist.extract.pages.page import Frame
from dutylist.records.code_points import folded


def marks_as_pictured(
    page: object,
    frame: Frame,
    characters: Characters,
    placed: Placed,
    new: dict[GlyphKey, int],
    looked: Looked,
    glyphs: Readings | None,
) -> Pictured | None:
    """A page's characters, the marks that do not look like what they are said to be as they are
    read; `new` are the glyphs that were not looked at yet. None where there are none."""
    looked.marks |= _odd(page, frame, characters, placed, new)
    asked = replace(placed, untold=of_glyphs(looked.marks, placed))
    if not asked.untold.any():
        return None
    if glyphs is None:
        return _marked(characters, asked, looked)
    codes, sure = characters.codes.copy(), np.ones(len(characters.codes))
    others: dict[str, str] = {}
    keys = read_glyphs(page, frame, asked, glyphs, told=True)
    for index, key in zip(np.flatnonzero(asked.untold).tolist(), keys, strict=True):
        read, confidence = glyphs[key]
        said = chr(codes[index])
        # What reads the picture does not know what the file says: that both say the same is enough.
        if folded(read) == folded(said) or (confidence >= SURE and is_alike(said, read)):
            looked.marks.pop(key, None)
            continue
        sure[index] = min(confidence, DOUBTFUL)
        if read.strip():
            codes[index] = ord(read)
            others.setdefault(said, read)
    return Pictured(codes, sure, (DIFFERENT + quoted(others.items()),)) if others else None


def _odd(
    page: object,
    frame: Frame,
    characters: Characters,
    placed: Placed,
    new: dict[GlyphKey, int],
) -> dict[GlyphKey, str]:
    """Those of some glyphs that are odd wherever they stand: a stamp may lie over one of them."""
    if not new:
        return {}
    odd = odd_marks(marks_of(page, frame, characters, new), placed.items)
    found = {key: one.like for key, one in odd.items() if one.told}
    for places in other_places(found, placed) if found else []:
        odd = odd_marks(marks_of(page, frame, characters, places), placed.items)
        found = {key: like for key, like in found.items() if key in odd or key not in places}
    return found


def _marked(characters: Characters, asked: Placed, looked: Looked) -> Pictured:
    """The characters, doubtful those that are asked about where nothing reads them."""
    which = np.flatnonzero(asked.untold)
    keys = glyph_keys(asked.codes, asked.items, which, told=True)
    pairs = {
        chr(code): looked.marks[key]
        for code, key in zip(characters.codes[which].tolist(), keys, strict=True)
    }
    return marked(characters.codes, asked.untold, pairs)
