"""The XML of an OFD file: names without their namespace, for programs differ in theirs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The children of these names, in order."""
    for child in element if element is not None else ():
        if name_of(child) in names:
            yield child


def descend(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element along a path of names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def numbers(text: str | None) -> list[float]:
    """The numbers in a text; what is none ends them."""
    out: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value):
            break
        out.append(value)
    return out


def number(text: str | None, otherwise: float) -> float:
    """The first number in a text."""
    return (numbers(text) or [otherwise])[0]
