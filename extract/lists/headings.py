"""Texts that are headings: a category, a title said again, a sign that a table goes on."""

from __future__ import annotations

import re

from dutylist.records.labels import without_bullet
from dutylist.records.text import CONTINUED, squeezed
from dutylist.records.words import Pattern

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
LONGEST_CATEGORY = 16
"""Characters; the longest category of published lists (自然资源和生态环境保护) has eleven."""


def category_heading(text: str) -> str:
    """The category that a heading row or line names ("一、党的建设（16项）"), or ""."""
    bare = squeezed(without_bullet(text))
    if len(bare) > 30 or not _NUMBERED_HEADING.match(bare):
        return ""
    match = _CATEGORY_HEADING.fullmatch(bare)
    return match["name"] if match else ""


def plain_category(text: str) -> str:
    """The category in a heading row without a number (党的建设), or ""."""
    bare = _ARABIC_LABEL.sub("", squeezed(without_bullet(text)))
    short = len(bare) <= LONGEST_CATEGORY and not CONTINUED.fullmatch(bare)
    return bare if short and not re.search(r"[\d，。；：！？（）()]", bare) else ""


def same_title(one: str, other: str) -> bool:
    bare = [CONTINUED.sub("", squeezed(title)) for title in (one, other)]
    return bare[0] == bare[1]
