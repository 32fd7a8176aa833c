"""Glyphs of a font that a PDF says to be the same character.

Some programs' tables of meanings take one character for another that it looks like: the glyphs of
己 and 已 are both said to be 已. Which of them is meant the file does not tell. Before pdfium opens
the file each such glyph gets a code of its own; on the page it is read from its picture. Sound
fonts have several glyphs for one character too: digits of several widths, and where a browser
thickens a face all that is printed both ways.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf

from dutylist.extract.formats.pdf.to_unicode import Meaning, meanings, table_of, text_of

PRIVATE = range(0xE000, 0xF900)
"""The codes that glyphs are given."""

Said = dict[int, int]
"""What each glyph that got a code of its own is said to be."""

_Table = tuple[int, int]
_Glyph = tuple[_Table, str]


def part_namesakes(document: pikepdf.Pdf) -> Said:
    """Gives each glyph that shares what it is said to be with others of its font a code."""
    tables: dict[_Table, pikepdf.Stream] = {}
    fonts: defaultdict[object, set[_Table]] = defaultdict(set)
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary):
            table: Any = item.get("/ToUnicode")
            if isinstance(table, pikepdf.Stream):
                tables[table.objgen] = table
                fonts[_font(item)].add(table.objgen)
    known = {number: _meanings(table) for number, table in tables.items()}
    shared = chain.from_iterable(
        _namesakes({number: known[number] for number in own}) for own in fonts.values()
    )
    taken = {units for own in known.values() for units in own.values()}
    free = (code for code in PRIVATE if f"{code:04X}" not in taken)
    given = dict(zip(sorted(set(shared)), free, strict=False))
    out = {code: ord(text_of(known[table][own])) for (table, own), code in given.items()}
    for (table, own), code in given.items():
        known[table][own] = f"{code:04X}"
    for number in {table for table, _ in given}:
        tables[number].write(table_of(list[Meaning](known[number].items())))
    return out


def _font(item: Any) -> object:
    """What the fonts have in common that are parts of one: browsers make of one font many, each of
    some glyphs, with one descriptor."""
    descriptor: Any = item.get("/FontDescriptor")
    if str(item.get("/Subtype")) == "/Type3" and descriptor is not None and descriptor.objgen[0]:
        return descriptor.objgen
    return item["/ToUnicode"].objgen


def _meanings(table: pikepdf.Stream) -> dict[str, str]:
    try:
        return {code: units.upper() for code, units in meanings(table.read_bytes())}
    except (ValueError, IndexError):
        return {}


def _namesakes(known: dict[_Table, dict[str, str]]) -> list[_Glyph]:
    """The glyphs of one font that are said to be the same character of those that look like others;
    none of a font that has as many glyphs of other Chinese characters twice."""
    glyphs: defaultdict[str, list[_Glyph]] = defaultdict(list)
    for number, own in known.items():
        for code, units in own.items():
            glyphs[units].append((number, code))
    several = {text_of(units): own for units, own in glyphs.items() if len(own) > 1}
    if not several:
        return []
    alike = [own for text, own in several.items() if text in _look_alikes()]
    usual = [text for text in several if text >= "一" and text not in _look_alikes()]
    return list(chain.from_iterable(alike)) if len(alike) > len(usual) else []


@cache
def _look_alikes() -> frozenset[str]:
    groups = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return frozenset(chain.from_iterable(chain.from_iterable(groups.values())))
