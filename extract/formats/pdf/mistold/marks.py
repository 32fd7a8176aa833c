"""Digits, letters and marks that a PDF says to be others than it prints: 9 is said to be £.

They are few: each glyph that does not look like what it is said to be is read from its picture,
and the page's other characters are believed.
"""

from __future__ import annotations

import numpy as np

from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    SURE,
    GlyphKey,
    glyph_keys,
)
from dutylist.extract.formats.pdf.mistold.likeness import Look, marks_of, odd_marks
from dutylist.extract.formats.pdf.mistold.mark_likeness import is_alike
from dutylist.extract.formats.pdf.mistold.pictured import (
    DIFFERENT,
    Pictured,
    marked,
    of_glyphs,
    other_places,
    quoted,
)
from dutylist.records.code_points import folded


def marks_as_pictured(look: Look, new: dict[GlyphKey, int]) -> Pictured | None:
    """A page's characters, the marks that do not look like what they are said to be as they are
    read; `new` are the glyphs that were not looked at yet. None where there are none."""
    looked, glyphs = look.looked, look.glyphs
    looked.marks |= _odd(look, new)
    asked = look.of(of_glyphs(looked.marks, look.placed))
    if not asked.placed.untold.any():
        return None
    if glyphs is None:
        return _marked(asked)
    codes, sure = look.characters.codes.copy(), np.ones(len(look.characters.codes))
    others: dict[str, str] = {}
    keys = asked.read(glyphs)
    for index, key in zip(np.flatnonzero(asked.placed.untold).tolist(), keys, strict=True):
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


def _odd(look: Look, new: dict[GlyphKey, int]) -> dict[GlyphKey, str]:
    """Those of some glyphs that are odd wherever they stand: a stamp may lie over one of them."""
    if not new:
        return {}
    odd = odd_marks(marks_of(look, new), look.placed.items)
    found = {key: one.like for key, one in odd.items() if one.told}
    for places in other_places(found, look.placed) if found else []:
        odd = odd_marks(marks_of(look, places), look.placed.items)
        found = {key: like for key, like in found.items() if key in odd or key not in places}
    return found


def _marked(look: Look) -> Pictured:
    """The characters, doubtful those that are asked about where nothing reads them."""
    characters, asked = look.characters, look.placed
    which = np.flatnonzero(asked.untold)
    keys = glyph_keys(asked.codes, asked.items, which, told=True)
    pairs = {
        chr(code): look.looked.marks[key]
        for code, key in zip(characters.codes[which].tolist(), keys, strict=True)
    }
    return marked(characters.codes, asked.untold, pairs)
