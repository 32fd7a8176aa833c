"""What of a page is not shown: by an element's attribute, or by its style, in which the page's
style sheets stand as well (style_sheets.py)."""

from __future__ import annotations

import re

from lxml import etree

_ZERO = r"0(?:px|pt|r?em|%)?"
_HIDES = re.compile(r"display:none|visibility:(?:hidden|collapse)")
_NO_SIZE = re.compile(rf"font-size:{_ZERO}(?:!important)?(?:;|$)")

_OUT_OF_SIGHT = re.compile(
    r"(?:^|;)(?:opacity:0?\.?0*|(?:text-indent|(?:margin-)?left|(?:margin-)?top):-\d{4,}(?:px|pt)"
    r"|clip:rect\((?:0(?:px)?|1px)[, ][^)]*\)|clip-path:inset\((?:50|100)%\))(?:!important)?(?:;|$)"
)
"""See-through, or moved or cut off the page: text for those who copy, or who do not see."""

HIDING_VALUE = re.compile(rf"^(?:none|hidden|collapse|{_ZERO})$")
"""A value by which a property hides an element."""


def is_hidden(item: etree._Element) -> bool:
    """Whether an element is not shown."""
    style = style_of(item)
    if item.get("hidden") is not None or _HIDES.search(style):
        return True
    if _OUT_OF_SIGHT.search(style):
        # A slide among others: a click shows it.
        return next(item.iter("table"), None) is None
    return bool(_NO_SIZE.search(style)) and not _sized_within(item)


def hides(name: str, value: str) -> bool:
    """Whether a declaration hides an element."""
    told = f"{name}:{''.join(value.lower().split())}"
    return any(way.search(told) for way in (_HIDES, _NO_SIZE, _OUT_OF_SIGHT))


def takes_no_place(item: etree._Element) -> bool:
    """Whether an element that is not shown is left out of the layout, so that what follows moves
    up."""
    return item.get("hidden") is not None or "display:none" in style_of(item)


def show(item: etree._Element) -> None:
    """Take away what hides an element."""
    item.attrib.pop("hidden", None)
    item.set("style", _NO_SIZE.sub("", _HIDES.sub("", style_of(item))))


def style_of(item: etree._Element) -> str:
    """An element's style as it is compared: in small letters, without blanks."""
    return "".join((item.get("style") or "").lower().split())


def _sized_within(item: etree._Element) -> bool:
    """Whether an element within has a size of its own: pages set 0 to close gaps between boxes."""
    styles = (style_of(part) for part in item.iterdescendants())
    return any("font-size:" in style and not _NO_SIZE.search(style) for style in styles)
