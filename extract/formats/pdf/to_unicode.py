"""Fonts' tables of meanings (ToUnicode): which characters each code stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

MOST_CODES = 0x10000
"""A range has no more codes."""

MOST_TOGETHER = 100
"""A block of a table has no more lines."""

Meaning = tuple[str, str]
"""A code, and the UTF-16 units that it stands for, as hexadecimal digits."""

_BLOCK = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PART = re.compile(r"<([0-9A-Fa-f\s]*)>|([\[\]])")

_TABLE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Own def
/CMapType 2 def
1 begincodespacerange
<{first}> <{last}>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def meanings(table: bytes) -> Iterator[Meaning]:
    """The codes of a table and what they stand for. Raises ValueError or IndexError where it is
    none."""
    for kind, block in _BLOCK.findall(table.decode("latin-1")):
        parts = [sign or "".join(text.split()) for text, sign in _PART.findall(block)]
        at = 0
        while at < len(parts):
            if kind == "char":
                yield parts[at], parts[at + 1]
                at += 2
                continue
            first, last = int(parts[at], 16), int(parts[at + 1], 16)
            codes = [_digits(one, parts[at]) for one in range(first, last + 1)[:MOST_CODES]]
            if parts[at + 2] == "[":
                end = parts.index("]", at)
                yield from zip(codes, parts[at + 3 : end], strict=False)
                at = end + 1
                continue
            value = parts[at + 2]
            yield from (
                (code, _digits(int(value, 16) + more, value)) for more, code in enumerate(codes)
            )
            at += 3


def _digits(number: int, like: str) -> str:
    return f"{number:0{len(like)}X}"


def text_of(units: str) -> str:
    """The characters that UTF-16 units stand for."""
    return bytes.fromhex(units).decode("utf-16-be", "replace")


def table_of(known: Sequence[Meaning]) -> bytes:
    """A table with these meanings."""
    blocks = []
    for start in range(0, len(known), MOST_TOGETHER):
        part = known[start : start + MOST_TOGETHER]
        lines = "\n".join(f"<{code}> <{units}>" for code, units in part)
        blocks.append(f"{len(part)} beginbfchar\n{lines}\nendbfchar")
    size = len(known[0][0])
    return _TABLE.format(first="0" * size, last="F" * size, blocks="\n".join(blocks)).encode()


PRIVATE = range(0xE000, 0xF900)
"""The codes that glyphs are given of which the file does not tell the meaning."""

TableNumber = tuple[int, int]

GlyphCode = tuple[TableNumber, str]
"""The table that a font has, and the glyph's code in it."""


@dataclass(frozen=True)
class Tables:
    """The fonts of a file, with the number of the table of each, the tables, and what these have;
    which may be changed."""

    fonts: tuple[tuple[Any, TableNumber], ...]
    streams: dict[TableNumber, pikepdf.Stream]
    known: dict[TableNumber, dict[str, str]]

    @classmethod
    def of(cls, document: pikepdf.Pdf) -> Tables:
        """Those of a file."""
        fonts, streams = [], {}
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary):
                table: Any = item.get("/ToUnicode")
                if isinstance(table, pikepdf.Stream):
                    fonts.append((item, table.objgen))
                    streams[table.objgen] = table
        known = {number: _known(table) for number, table in streams.items()}
        return cls(tuple(fonts), streams, known)

    def free_codes(self) -> Iterator[int]:
        """The private codes that no table has."""
        taken = {units for own in self.known.values() for units in own.values()}
        return (code for code in PRIVATE if f"{code:04X}" not in taken)

    def give(self, given: dict[GlyphCode, int]) -> None:
        """Writes the tables anew in which glyphs are given codes."""
        for (table, own), code in given.items():
            self.known[table][own] = f"{code:04X}"
        for number in {table for table, _ in given}:
            self.streams[number].write(table_of(list(self.known[number].items())))


def _known(table: pikepdf.Stream) -> dict[str, str]:
    try:
        return {code.upper(): units.upper() for code, units in meanings(table.read_bytes())}
    except (ValueError, IndexError):
        return {}
