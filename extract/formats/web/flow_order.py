"""The order in which a browser shows what stands in a row: of boxes whose style changes it, and of
text that is written from right to left."""

from __future__ import annotations

import re

from lxml import etree

from dutylist.extract.formats.web.hidden import style_of
from dutylist.extract.source import reversed_text

_FLEX = re.compile(r"display:(?:inline-)?(?:flex|grid)")
_BACKWARD = re.compile(r"flex-(?:direction|flow):[^;]*(?:row|column)-reverse")
_ORDER = re.compile(r"(?:^|;)order:(-?\d{1,6})")
_OVERRIDDEN = re.compile(r"unicode-bidi:(?:isolate-|bidi-)override")


def put_in_shown_order(root: etree._Element) -> None:
    """Put children and characters in the order in which they are seen, in place."""
    for element in [*root.iter("*")]:
        style = style_of(element)
        if _FLEX.search(style):
            _order_children(element, bool(_BACKWARD.search(style)))
        if _runs_backward(element, style):
            _turn(element)


def _order_children(element: etree._Element, backward: bool) -> None:
    children = list(element)
    orders = [_order(child) for child in children]
    if not backward and not any(orders):
        return
    _put_texts_in_boxes(element)
    children = sorted(element, key=_order)
    if backward:
        children.reverse()
    for child in children:
        element.append(child)


def _order(element: etree._Element) -> int:
    found = _ORDER.search(style_of(element)) if isinstance(element.tag, str) else None
    return int(found[1]) if found else 0


def _put_texts_in_boxes(element: etree._Element) -> None:
    """Give text beside the children a box of its own, as browsers do."""
    parts = [(0, element.text), *((at, child.tail) for at, child in enumerate(element, start=1))]
    element.text = None
    for child in element:
        child.tail = None
    for at, text in reversed(parts):
        if text and text.strip():
            box = etree.Element("span")
            box.text = text
            element.insert(at, box)


def _runs_backward(element: etree._Element, style: str) -> bool:
    if element.tag == "bdo":
        return (element.get("dir") or "").lower() == "rtl"
    return "direction:rtl" in style and _OVERRIDDEN.search(style) is not None


def _turn(element: etree._Element) -> None:
    """Write an element's characters in the order in which they are seen."""
    text = reversed_text("".join(map(str, element.itertext())))
    for child in list(element):
        element.remove(child)
    element.text = text
