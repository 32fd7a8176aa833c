"""The colours of a page's text and of what it stands on, as far as the page itself tells them."""

from __future__ import annotations

import re

from lxml import etree
from tinycss2.color3 import RGBA, parse_color

from dutylist.extract.formats.colours import WHITE, is_lost_in

_INK = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_PICTURE = re.compile(r"url\(|gradient\(", re.IGNORECASE)


def is_pale(colour: str) -> bool:
    """Whether a colour is that of paper, or none at all."""
    return _is_clear(colour) or is_lost_in(_hexadecimal(colour) or "", WHITE)


def has_pale_ink(element: etree._Element) -> bool:
    """Whether an element's own words give its text the colour of paper."""
    return is_pale(_own_ink(element))


def is_lost(element: etree._Element) -> bool:
    """Whether an element gives its text the colour of what it stands on, and nothing in it has a
    colour of its own."""
    ink = _own_ink(element)
    if not ink:
        return False
    if not _is_clear(ink) and not is_lost_in(_hexadecimal(ink) or "", _ground_of(element)):
        return False
    return not any(_own_ink(part) or _own_ground(part) for part in element.iterdescendants("*"))


def _own_ink(element: etree._Element) -> str:
    told = _last(_INK, element)
    return told or (element.get("color") or "" if element.tag == "font" else "")


def _own_ground(element: etree._Element) -> str:
    return _last(_GROUND, element) or element.get("bgcolor") or element.get("background") or ""


def _last(what: re.Pattern[str], element: etree._Element) -> str:
    style = element.get("style") or ""
    found = what.findall(style) if ":" in style else ()
    return found[-1].strip() if found else ""


def _ground_of(element: etree._Element) -> str:
    """The colour that an element stands on; "" where it is a picture, or sheets that are not in
    the page may tell it."""
    for one in (element, *element.iterancestors()):
        told = _own_ground(one)
        if not told:
            continue
        if _PICTURE.search(told) or one.get("background"):
            return ""
        colour = next(filter(None, map(_hexadecimal, (told, *told.split()))), None)
        if colour is not None:
            return colour
    linked = element.getroottree().iterfind(".//link[@rel='stylesheet']")
    return "" if next(linked, None) is not None else WHITE


def _is_clear(colour: str) -> bool:
    found = parse_color(colour.strip())
    return isinstance(found, RGBA) and found.alpha == 0


def _hexadecimal(colour: str) -> str | None:
    """A colour as six digits; None for what is none, or is see-through."""
    found = parse_color(colour.strip()) or parse_color(f"#{colour.strip()}")
    if not isinstance(found, RGBA) or found.alpha < 1:
        return None
    return "".join(f"{round(255 * part):02X}" for part in found[:3])
