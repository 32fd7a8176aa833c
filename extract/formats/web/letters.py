"""Letters that a page's styles show as capitals, or its fonts as signs (Wingdings)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from lxml import etree

from dutylist.extract.formats.symbol_fonts import is_symbol_font, signs
from dutylist.extract.formats.web.hidden import style_of

_CASE = re.compile(r"(?:^|;)(?:text-transform|font-variant(?:-caps)?):([^;!]*)")
_FONT = re.compile(r"(?:^|;)\s*font(?:-family)?\s*:([^;!]*)", re.IGNORECASE)

_Way = Callable[[str], str]

_WAYS: dict[str, _Way] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: re.sub(r"\b[a-z]", lambda found: found[0].upper(), text),
    "small-caps": str.upper,
    "all-small-caps": str.upper,
}


def put_letters_as_shown(root: etree._Element) -> None:
    """Write letters as they are shown, in place."""
    for way_of in (_own_signs, _own_case):
        ways = {item: way for item in root.iter("*") if (way := way_of(item)) is not None}
        if ways:
            _write(root, ways)


def _write(root: etree._Element, ways: dict[etree._Element, _Way]) -> None:
    for element in root.iter("*"):
        if element.text:
            element.text = _way(element, ways)(element.text)
        above = element.getparent()
        if element.tail and above is not None:
            element.tail = _way(above, ways)(element.tail)


def _way(element: etree._Element, ways: dict[etree._Element, _Way]) -> _Way:
    """What is done to an element's own text: what it says itself, or the nearest around it."""
    near = (one for one in (element, *element.iterancestors()) if one in ways)
    return ways.get(next(near, element), str)


def _own_case(element: etree._Element) -> _Way | None:
    found = _CASE.findall(style_of(element))
    return _WAYS.get(found[-1], str) if found else None


def _own_signs(element: etree._Element) -> _Way | None:
    told = _FONT.findall(element.get("style") or "")
    named = told[-1] if told else (element.get("face") or "" if element.tag == "font" else "")
    if not named:
        return None
    # "font" has the size before the names: 12pt Wingdings.
    first = named.split(",")[0].strip()
    fonts = (first, first.rpartition("pt ")[2], first.rpartition("px ")[2])
    font = next(filter(is_symbol_font, fonts), "")
    return partial(signs, font=font) if font else str
