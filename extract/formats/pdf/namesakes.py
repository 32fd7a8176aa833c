"""Glyphs of a font that a PDF says to be the same character.

Some programs' tables of meanings take one character for another that it looks like: the glyphs of
己 and 已 are both said to be 已. Which of them is meant the file does not tell. Before pdfium opens
the file each such glyph gets a code of its own; on the page it is read from its picture. Sound
fonts have several glyphs for one character too: digits of several widths, and where a browser
thickens a face all that is printed both ways.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import Any

from dutylist.extract.formats.pdf.to_unicode import GlyphCode, TableNumber, Tables, text_of
from dutylist.records.own_toml import own_toml


def namesakes(tables: Tables) -> list[GlyphCode]:
    """The glyphs that share what they are said to be with others of their font, of the characters
    that look like others."""
    fonts: defaultdict[object, set[TableNumber]] = defaultdict(set)
    for item, number in tables.fonts:
        fonts[_font(item, number)].add(number)
    return sorted(set(chain.from_iterable(_of_font(tables, own) for own in fonts.values())))


def _font(item: Any, number: TableNumber) -> object:
    """What the fonts have in common that are parts of one (ABCDEF+Name): programs whose fonts have
    no more than 256 glyphs make several of one, browsers very many, without a name, that have one
    descriptor."""
    prefix, plus, name = str(item.get("/BaseFont", "")).partition("+")
    if plus:
        return name
    descriptor: Any = item.get("/FontDescriptor")
    if not prefix and descriptor is not None and descriptor.objgen[0]:
        return descriptor.objgen
    return number


def _of_font(tables: Tables, numbers: set[TableNumber]) -> list[GlyphCode]:
    """None of a font that has as many glyphs of other Chinese characters twice."""
    glyphs: defaultdict[str, list[GlyphCode]] = defaultdict(list)
    for number in numbers:
        for code, units in tables.known[number].items():
            glyphs[units].append((number, code))
    several = {text_of(units): own for units, own in glyphs.items() if len(own) > 1}
    if not several:
        return []
    alike = [own for text, own in several.items() if text in _look_alikes()]
    usual = [text for text in several if text >= "一" and text not in _look_alikes()]
    return [*chain.from_iterable(alike)] if len(alike) > len(usual) else []


@cache
def _look_alikes() -> frozenset[str]:
    groups = own_toml("dutylist.extract.formats.pdf", "namesakes.toml")
    return frozenset(chain.from_iterable(chain.from_iterable(groups.values())))


@cache
def alike() -> dict[str, str]:
    """The ideographs that look like others, and for each these others."""
    groups = own_toml("dutylist.extract.formats.pdf", "namesakes.toml")["characters"]
    out: defaultdict[str, str] = defaultdict(str)
    for group in groups:
        own = [one for one in group if "一" < one <= "鿿"]
        for one in own:
            out[one] += "".join(other for other in own if other != one)
    return {one: others for one, others in out.items() if others}
