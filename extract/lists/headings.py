"""Texts that are headings: a category, a title said again, a sign that a table goes on; and rows
that hold several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dutylist.extract.lists.kinds import names_list
from dutylist.extract.source import Cell, CellPart, Row, SourceDocument, Table
from dutylist.records.labels import SPECKS, without_bullet
from dutylist.records.patterns import Pattern
from dutylist.records.text import CONTINUED, squeezed

_CATEGORY_HEADING = Pattern(
    r"(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．]?|\d{1,2}[.．、]"
    r"|第[一二三四五六七八九十]+(?:部分|[类章节])[：:、]?)?"
    r"(?P<name>[^，。；：、\d（(]{2,16}(?:、[^，。；：、\d（(]{2,10})*)"
    r"(?:\s*[（(](?:共)?\s*\d+\s*(?:项|条|个)?[）)])?"
)
_NUMBERED_HEADING = Pattern(
    r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]|[（(][一二三四五六七八九十]+[）)]"
    r"|第[一二三四五六七八九十]+(?:部分|[类章节])"
    r"|.*[（(]\s*共?\s*\d+\s*项"
)
_ARABIC_LABEL = Pattern(r"^\d{1,2}[.．、]")
_ARABIC_NUMBER = Pattern(r"\d{1,2}(?:[.．、]|\s)\s*(\D+)$")
LONGEST_CATEGORY = 16
"""Characters; the longest category of published lists (自然资源和生态环境保护) has eleven."""


def category_heading(text: str) -> str:
    """The category that a heading row or line names ("一、党的建设（16项）"), or ""."""
    bare = squeezed(without_bullet(text)).strip(SPECKS)
    if len(bare) > 30 or not _NUMBERED_HEADING.match(bare):
        return ""
    match = _CATEGORY_HEADING.fullmatch(bare)
    return match["name"] if match else ""


def heading_above_header(text: str) -> str:
    """The category that a line names just above a header row, where an Arabic number tells as well
    as a Chinese one (1 城市管理, 2.教育), or ""."""
    numbered = _ARABIC_NUMBER.match(text.strip())
    return category_heading(text) or (plain_category(numbered[1]) if numbered else "")


def plain_category(text: str) -> str:
    """The category in a heading row without a number (党的建设), or ""."""
    bare = _ARABIC_LABEL.sub("", squeezed(without_bullet(text)))
    short = len(bare) <= LONGEST_CATEGORY and not CONTINUED.fullmatch(bare)
    return bare if short and not re.search(r"[\d，。；：！？（）()]", bare) else ""


_GOES_ON = Pattern(r"^[（(]?续[）)]?(?=表)")


def bare_title(text: str) -> str:
    """A title without white space and the sign that its list goes on: 表1 of 续表1."""
    return _GOES_ON.sub("", CONTINUED.sub("", squeezed(text)))


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one list's, of which either may say that it goes on."""
    return bare_title(one) == bare_title(other)


def with_headings_apart(document: SourceDocument) -> SourceDocument:
    """The document in which headings that share a row over the whole width (the next list's title
    and its first category, each in a line of its own) have a row each."""
    blocks = tuple(
        replace(block, rows=tuple(row for whole in block.rows for row in _apart(whole)))
        if isinstance(block, Table)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _apart(row: Row) -> Iterator[Row]:
    filled = [cell for cell in row.cells if cell.text.strip()]
    if len(filled) != 1 or len(filled[0].parts) != 1 or filled[0] is not row.cells[0]:
        yield row
        return
    (part,) = filled[0].parts
    lines = [line for line in part.text.split("\n") if line.strip()]
    headings = all(names_list(line) or category_heading(line) for line in lines)
    # Characters read from a picture carry places that a cut would move.
    if len(lines) < 2 or not headings or part.confidences:
        yield row
        return
    for line in lines:
        cell = Cell((CellPart(line, part.page, part.box),))
        yield replace(row, cells=(cell, *row.cells[1:]))
