"""Marks of footnotes that run together with a cell's text (铁路护路联防2, 河道巡查①).

As printed is kept; that the last character may be no part of the text is told where a line outside
the tables begins with the same mark, and of a raised figure behind a Chinese character wherever its
note stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from dutylist.extract.source import Line, SourceDocument
from dutylist.records.model import Duty, DutyTable, Note
from dutylist.records.patterns import Pattern

_SIGN = r"[①-⑳⁰¹²³⁴-⁹]|[*＊※†‡]|\d{1,2}"
_AT_END = Pattern(rf"[㐀-鿿）)》”][\[〔（(]?(?P<sign>{_SIGN})[\]〕）)]?$")
_LONGEST_END = 5
"""Characters that it looks at: 防（12）."""
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_AT_START = Pattern(
    rf"(?:注|注释|备注)?[：:\s]*[\[〔（(]?(?P<sign>{_SIGN})[\]〕）)]?[\s.、．:：]*\S"
)
_LONGEST_QUOTE = 20
"""Characters of a cell's end, and of a line, that a note quotes."""


def footnote_marks(document: SourceDocument, lists: Sequence[DutyTable]) -> Iterator[Note]:
    """A note of each cell that seems to end in a footnote's mark."""
    lines: dict[str, str] = {}
    for block in document.blocks:
        if isinstance(block, Line) and (match := _AT_START.match(block.text.strip())):
            lines.setdefault(_plain(match["sign"]), block.text.strip())
    for table in lists:
        for duty in table.duties:
            yield from _of_duty(duty, table, lines)


def _of_duty(duty: Duty, table: DutyTable, lines: dict[str, str]) -> Iterator[Note]:
    page = duty.source.pages[0] if duty.source.pages else 0
    for column, cell in zip(table.columns, duty.cells, strict=False):
        text = cell.rstrip()
        if column.role in ("number", "kind"):
            continue
        if not (match := _AT_END.search(text, max(len(text) - _LONGEST_END, 0))):
            continue
        line = lines.get(_plain(match["sign"]), "")
        if line or match["sign"] in _RAISED:
            end = text[-_LONGEST_QUOTE:]
            where = f"（表外有“{line[:_LONGEST_QUOTE]}”）" if line else ""
            yield Note(
                page,
                f"“{end}”末尾的“{match['sign']}”像是注释的编号{where}，照原文保留，请核对",
            )


def _plain(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)
