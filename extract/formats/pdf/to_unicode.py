"""A font's table of meanings (ToUnicode): which characters each code of it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
