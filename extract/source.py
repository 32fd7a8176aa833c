"""What every reader hands on: a document as lines and table rows, in reading order.

A reader (text.py, docx.py, xlsx.py, pdf.py …) knows its format and nothing of duty lists;
tables.py and what follows know duty lists and nothing of formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dutylist.records.model import Box, Note
from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed as squeezed

UNSURE = 0.95
"""Characters read with less confidence are to be checked by a person: on printed lists scanned
at 200 dpi about one in a thousand (`bench/scan.py` counts them)."""


@dataclass(frozen=True)
class CellPart:
    """The part of a cell that stands on one page.

    `text` has a newline at each paragraph break. `open_end` is true where the part's last line
    runs to the cell's right edge, so that its paragraph may go on after a page break; `text` then
    ends with a space where one stands between the two.
    `confidences` has one number (0 to 1) for each character of `text` where it was read from a
    picture. `readings` are what the picture was read as where it was corrected: index in `text`
    and the character before. `others` are the characters that the picture may show instead: index
    in `text` and those, the likeliest first. `wraps` are the indexes in a short `text` at which a
    printed line ended and the text seemed to go on, without a space. `lines` are the printed lines
    of a `text` that has confidences: first and last index + 1 in it, and where the line stands.
    """

    text: str
    page: int
    box: Box | None = None
    open_end: bool = False
    confidences: tuple[float, ...] = ()
    readings: tuple[tuple[int, str], ...] = ()
    wraps: tuple[int, ...] = ()
    lines: tuple[tuple[int, int, Box], ...] = ()
    others: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in one row of one table.

    `parts` is empty for a cell with no text. `merged` is true where it is covered by a cell that
    began above it; its text then stands in the row where the merge began. `struck` is true where
    a person struck words of it through: what they said is left out and quoted in a note.
    """

    parts: tuple[CellPart, ...] = ()
    merged: bool = False
    struck: bool = False

    @property
    def text(self) -> str:
        """The text of all parts, a newline at each paragraph break."""
        if len(self.parts) == 1:
            return self.parts[0].text
        return "\n".join([part.text for part in self.parts])


@dataclass(frozen=True)
class Row:
    """A table row: one cell per column; a cell over several columns stands in its first, and
    `spans_all` tells that it takes the whole width (a heading row). `beside` tells that it stands
    on the second of two pages that share a sheet and a number, in its first table. `begins_next`
    tells that it is the beginning of the first row on the next page, where its number stands."""

    page: int
    cells: tuple[Cell, ...]
    spans_all: bool = False
    beside: bool = False
    begins_next: bool = False


@dataclass(frozen=True)
class Line:
    """A line or paragraph outside the tables."""

    page: int
    text: str


@dataclass(frozen=True)
class Table:
    """One table as it stands on one page (PDF) or in one place of the document (Word, Excel)."""

    page: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A picture that stands in a text, in its place among the lines and tables.

    `data` is its file as embedded, b"" where the source does not hold it. `crop` are the shares
    of its width and height that are cut off at left, top, right and bottom. What stands above
    one that was not read may be the title of what it shows.
    """

    page: int
    data: bytes = field(default=b"", repr=False)
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


Block = Line | Table | Picture


@dataclass(frozen=True)
class SourceDocument:
    """A whole source: blocks in reading order. `name` is the file's name, for messages.

    `pages` is the number of pages, 0 where the format has none. `printed` are the page numbers
    that stand on its pages: the page from 1, and what is printed there. `margins` are the texts of
    its pages' heads and feet where the format keeps them apart.
    """

    name: str
    blocks: tuple[Block, ...]
    pages: int = 0
    notes: tuple[Note, ...] = ()
    printed: tuple[tuple[int, str], ...] = ()
    margins: tuple[str, ...] = ()


_UNSEEN_RANGES = (
    *((at, at) for at in (0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF)),
    *((0x202A, 0x202E), (0x2066, 0x2069), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)),
)
UNSEEN = frozenset(code for first, last in _UNSEEN_RANGES for code in range(first, last + 1))
"""Soft hyphen, zero-width space, direction marks, word joiner, byte order mark, variation
selectors: pasting from web pages leaves them, and fonts' tables of meanings have them."""

# The zero-width joiners shape letters in some scripts (Arabic to Mongolian): there they are seen.
_SHAPED = "[\u0600-\u1cff]"
# As ranges: each of 240 variation selectors by itself would be asked of every character.
_UNSEEN = Pattern(
    f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _UNSEEN_RANGES)}]"
    f"|(?<!{_SHAPED})[\u200c\u200d]|[\u200c\u200d](?!{_SHAPED})"
)


_OVERRIDE = "\u202e"
_OVERRIDDEN = Pattern("\u202e([^\u202c\u202e\n]*)\u202c?")

_MIRRORED = "()[]{}<>（）［］｛｝〈〉《》「」『』【】〔〕"
_TURNED = str.maketrans(
    _MIRRORED, "".join(_MIRRORED[at + 1] + _MIRRORED[at] for at in range(0, len(_MIRRORED), 2))
)


def reversed_text(text: str) -> str:
    """A text that is written from right to left as it is seen: its brackets are mirrored."""
    return text[::-1].translate(_TURNED)


def seen_text(text: str) -> str:
    """The text without the signs that nobody sees; what a sign turns about is turned."""
    if _OVERRIDE in text:
        text = _OVERRIDDEN.sub(lambda found: reversed_text(found[1]), text)
    return _UNSEEN.sub("", text)
