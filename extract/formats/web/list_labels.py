"""The label that a browser puts in front of an item of a numbered list (<ol>)."""

from __future__ import annotations

import re

from lxml import etree

from dutylist.extract.formats.web.counter_styles import CounterStyle, counter_style

_TYPE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:([^;!]*)")
_KINDS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_MOST = 999
"""Larger numbers are written 1000., whatever the numerals: no list of duties has so many."""


def item_label(item: etree._Element) -> str:
    """The label of a list item ("1."); "" where the list is not numbered or shows no numbers."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return ""
    style = _styled(item) or _styled(above) or _typed(item, above)
    number = item_number(item, above)
    if not 0 < number <= _MOST and style.suffix:
        return f"{number}."
    return style.write(number) + style.suffix


def _styled(element: etree._Element) -> CounterStyle | None:
    """The style that an element's style attribute names."""
    told = _TYPE.findall((element.get("style") or "").lower())
    words = told[-1].split() if told else ()
    return next(filter(None, map(counter_style, words)), None)


def _typed(item: etree._Element, above: etree._Element) -> CounterStyle:
    kind = item.get("type") or above.get("type") or "1"
    style = counter_style(_KINDS.get(kind, "decimal"))
    assert style is not None
    return style


def item_number(item: etree._Element, above: etree._Element) -> int:
    """The number of an item of the list `above`."""
    start = _whole(above.get("start"), 1)
    for sibling in above.iterchildren("li"):
        start = _whole(sibling.get("value"), start)
        if sibling is item:
            return start
        start += 1
    return start


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise
