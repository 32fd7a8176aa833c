"""Names and small look-ups of WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}

# Containers that stand around paragraphs, tables, rows, cells or runs and mean nothing to text.
_WRAPPERS = ("w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:hyperlink", "w:dir", "w:bdo")

_LARGEST = 1_000_000
"""Beyond any place, width or number that a document means."""


@cache
def tag(name: str) -> str:
    """The full name of "w:p" as lxml spells it."""
    space, local = name.split(":")
    return f"{{{_SPACES[space]}}}{local}"


def child(element: Element | None, path: str) -> Element | None:
    """The first descendant along a path of children: "w:pPr/w:numPr"."""
    if element is None:
        return None
    for name in _full_names(path):
        # Several times faster than find(), which is called a hundred thousand times.
        element = next(element.iterchildren(name), None)
        if element is None:
            return None
    return element


@cache
def _full_names(path: str) -> tuple[str, ...]:
    return tuple(tag(name) for name in path.split("/"))


def value(element: Element | None, path: str = "", name: str = "w:val") -> str | None:
    """An attribute of the element at a path, None where either is not there."""
    found = child(element, path) if path and element is not None else element
    return None if found is None else found.get(tag(name))


def number(element: Element | None, path: str = "", name: str = "w:val") -> int | None:
    """An attribute as a whole number, kept within ± a million; None where it is none."""
    text = value(element, path, name)
    if text is None:
        return None
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not (digits.isascii() and digits.isdigit()):
        return None
    return sign * (_LARGEST if len(digits) > 7 else min(int(digits), _LARGEST))


def is_on(element: Element | None, path: str) -> bool | None:
    """An on/off property: None where it is not set here."""
    found = None if element is None else child(element, path)
    if found is None:
        return None
    return found.get(tag("w:val"), "true").lower() not in ("0", "false", "off", "none")


def content(element: Element) -> Iterator[Element]:
    """The children, as if containers without meaning (w:sdt, accepted insertions …) were not."""
    for item in element:
        if item.tag in _WRAPPER_TAGS:
            yield from content(item)
        elif item.tag == _SDT:
            inner = child(item, "w:sdtContent")
            if inner is not None:
                yield from content(inner)
        else:
            yield item


PARAGRAPH = tag("w:p")
TABLE = tag("w:tbl")
_WRAPPER_TAGS = frozenset(tag(name) for name in _WRAPPERS)
_SDT = tag("w:sdt")
