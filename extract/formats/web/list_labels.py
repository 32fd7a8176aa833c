"""The label that a browser puts in front of an item of a numbered list (<ol>)."""

from __future__ import annotations

import re

from lxml import etree

from dutylist.extract.formats.label_numbers import format_number

_NONE = re.compile(r"list-style(?:-type)?:[^;]*\bnone\b")
_CHINESE = re.compile(r"list-style(?:-type)?:[^;]*(?:cjk-ideographic|chinese|cjk-decimal)")
_MOST = 999
"""Larger numbers are written 1000., whatever the numerals: no list of duties has so many."""


def item_label(item: etree._Element) -> str:
    """The label of a list item ("1."); "" where the list is not numbered or shows no numbers."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return ""
    styles = " ".join("".join((part.get("style") or "").lower().split()) for part in (above, item))
    if _NONE.search(styles):
        return ""
    number = _number(item, above)
    if not 0 < number <= _MOST:
        return f"{number}."
    if _CHINESE.search(styles):
        return f"{format_number(number, 'chineseCounting')}、"
    kind = item.get("type") or above.get("type") or "1"
    roman = format_number(number, "lowerRoman")
    written = {"a": _letter(number), "i": roman}.get(kind.lower(), str(number))
    return f"{written.upper() if kind.isupper() else written}."


def _number(item: etree._Element, above: etree._Element) -> int:
    start = _whole(above.get("start"), 1)
    for sibling in above.iterchildren("li"):
        start = _whole(sibling.get("value"), start)
        if sibling is item:
            return start
        start += 1
    return start


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise


def _letter(number: int) -> str:
    """a to z, then aa, ab: browsers count so, Word aa, bb."""
    written = ""
    while number:
        number, place = divmod(number - 1, 26)
        written = chr(ord("a") + place) + written
    return written
