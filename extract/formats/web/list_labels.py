"""The label that a browser puts in front of an item of a numbered list (<ol>)."""

from __future__ import annotations

import re
from itertools import chain

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
    """The number of an item of the list `above`; it is written into the items, for the next one to
    go on from: each looked from the list's start on otherwise."""
    unnumbered: list[etree._Element] = []
    number = None
    for one in chain((item,), item.itersiblings("li", preceding=True)):
        number = _whole(one.get("value"))
        if number is not None:
            break
        unnumbered.append(one)
    if number is None:
        start = _whole(above.get("start"))
        number = (1 if start is None else start) - 1
    for one in reversed(unnumbered):
        number += 1
        one.set("value", str(number))
    return number


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else None
