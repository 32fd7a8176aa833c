"""Letters that a page's styles show as capitals, or as small ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from dutylist.extract.formats.web.hidden import style_of

_TOLD = re.compile(r"(?:^|;)(?:text-transform|font-variant(?:-caps)?):([^;]*)")

_WAYS: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: re.sub(r"\b[a-z]", lambda found: found[0].upper(), text),
    "small-caps": str.upper,
    "all-small-caps": str.upper,
}


def put_in_capitals(root: etree._Element) -> None:
    """Write letters as they are shown, in place."""
    told = {item: found[-1] for item in root.iter("*") if (found := _TOLD.findall(style_of(item)))}
    if not told:
        return
    for element in root.iter("*"):
        if element.text and (way := _way(element, told)):
            element.text = way(element.text)
        above = element.getparent()
        if element.tail and above is not None and (way := _way(above, told)):
            element.tail = way(element.tail)


def _way(element: etree._Element, told: dict[etree._Element, str]) -> Callable[[str], str] | None:
    """What is done to an element's own text: what its style says, or the nearest around it."""
    for one in (element, *element.iterancestors()):
        if one in told:
            return _WAYS.get(told[one].removesuffix("!important"))
    return None
