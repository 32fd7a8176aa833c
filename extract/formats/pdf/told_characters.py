"""Which characters the fonts of a PDF tell: the rest is what a program makes up.

A font of one-byte codes that an office program cut down gives its glyphs codes as they come. Where
its table of meanings leaves one out, pdfium takes the code for a letter of a Latin encoding (资 is
read as ⁄) and says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pikepdf

from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.glyphs import fonts_of
from dutylist.extract.formats.pdf.to_unicode import meanings, text_of
from dutylist.extract.pages.page import Ints
from dutylist.extract.pages.printed_lines import FIRST_WIDE

_SIMPLE = ("/TrueType", "/Type1")
_FIRST_IDEOGRAPH = 0x4E00
_LIGATURES = (0xFB01, 0xFB02)
"""What of the Latin encodings is not among the Latin codes."""

FontKey = tuple[bytes, int]
"""A font's name without the mark of a part of it (ABCDEF+), and the size of its file in bytes."""

Told = dict[FontKey, Ints]
"""The characters that fonts tell."""


def told_characters(document: pikepdf.Pdf) -> Told:
    """What the fonts of one-byte codes tell that tell Chinese characters; no others have codes as
    they come."""
    found: defaultdict[FontKey, set[str]] = defaultdict(set)
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and str(item.get("/Subtype")) in _SIMPLE:
            table: Any = item.get("/ToUnicode")
            if isinstance(table, pikepdf.Stream):
                found[_key(item)].update(
                    chain.from_iterable(text_of(units) for _, units in meanings(table.read_bytes()))
                )
    return {
        font: np.array(sorted(map(ord, values)), dtype=np.int64)
        for font, values in found.items()
        if max(map(ord, values), default=0) >= _FIRST_IDEOGRAPH
    }


def _key(font: Any) -> FontKey:
    name = str(font.get("/BaseFont", "")).lstrip("/").rpartition("+")[2]
    descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
    files = (descriptor.get(f"/FontFile{number}") for number in ("", "2", "3"))
    return name.encode(), sum(len(file.read_bytes()) for file in files if file is not None)


def with_untold(characters: Characters, told: Told) -> Characters:
    """The characters, untold those of a Latin encoding that their fonts do not tell."""
    if not told:
        return characters
    codes, untold = characters.codes.copy(), characters.untold.copy()
    latin = (codes > 0x20) & (codes != 0xA0) & (codes < FIRST_WIDE) | np.isin(codes, _LIGATURES)
    asked = np.flatnonzero(latin & ~untold)
    items = characters.objects(asked)
    asked, items = asked[items != 0], items[items != 0]
    fonts = fonts_of(set(items.tolist()))
    of_font: defaultdict[FontKey, list[int]] = defaultdict(list)
    for index, item in zip(asked.tolist(), items.tolist(), strict=True):
        of_font[fonts[item][:2]].append(index)
    for font, indexes in of_font.items():
        if (known := told.get(font)) is not None:
            own = np.array(indexes)
            missing = own[~np.isin(codes[own], known)]
            codes[missing] += FONT_CODE
            untold[missing] = True
    return replace(characters, codes=codes, untold=untold)
