"""Codes that a font's table of meanings leaves out: the rest is what a program makes up.

A font of one-byte codes that an office program cut down gives its glyphs codes as they come. Where
its table of meanings leaves one out, pdfium takes the code for a letter of a Latin encoding (资 is
read as ⁄) and says nothing.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from dutylist.extract.formats.pdf.to_unicode import GlyphCode, Tables

_SIMPLE = ("/TrueType", "/Type1")
_FIRST_IDEOGRAPH = "4E00"
_SPACES = (0x20, 0xA0)


def left_out(tables: Tables) -> list[GlyphCode]:
    """The glyphs without a meaning of the fonts of one-byte codes that tell Chinese characters; no
    others have codes as they come."""
    out: set[GlyphCode] = set()
    for font, number in tables.fonts:
        known = tables.known[number]
        chinese = max(known.values(), default="") >= _FIRST_IDEOGRAPH
        if chinese and str(font.get("/Subtype")) in _SIMPLE:
            size = len(next(iter(known)))
            out |= {(number, f"{code:0{size}X}") for code in _codes(font)}
    return sorted(glyph for glyph in out if glyph[1] not in tables.known[glyph[0]])


def _codes(font: Any) -> set[int]:
    """The codes of a font that have a width, but spaces and those that it gives a name."""
    first, widths = int(font.get("/FirstChar", 0)), list(font.get("/Widths", []))
    encoding: Any = font.get("/Encoding")
    named: set[int] = set()
    if isinstance(encoding, pikepdf.Dictionary):
        at = 0
        for part in list(encoding.get("/Differences", [])):
            if isinstance(part, pikepdf.Name):
                named.add(at)
            at = at + 1 if isinstance(part, pikepdf.Name) else int(part)
    own = {first + at for at, width in enumerate(widths) if float(width) > 0}
    return own - named - set(_SPACES)
