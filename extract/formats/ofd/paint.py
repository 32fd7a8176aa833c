"""How objects of an OFD page are painted: colours, opacity, widths of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from dutylist.extract.formats.ofd.xml import children, number, numbers

LINE_WIDTH = 0.353
"""Millimetres of a line of which nothing else is said (GB/T 33190-2016, table 20)."""

OPAQUE = 255.0

_MOST_RELATIVES = 16
"""Ways that build on one another: one that comes back to itself has an end."""

Ways = Mapping[str, etree._Element]
"""Ways of drawing (DrawParam) by their ids."""


def ways_of(
    item: etree._Element, inherited: etree._Element | None, ways: Ways
) -> list[etree._Element]:
    """What says how an object is drawn, the nearest first: itself, the way that it names, those
    that this builds on, its layer's."""
    found = [item]
    for start in (item, inherited):
        name = start.get("DrawParam") if start is not None else None
        for _ in range(_MOST_RELATIVES):
            way = ways.get(name or "")
            if way is None:
                break
            found.append(way)
            name = way.get("Relative")
    return found


def painted(item: etree._Element, name: str, *, usually: bool) -> bool:
    """Whether an object is filled (`name` "Fill") or its outline drawn ("Stroke")."""
    return str(item.get(name, usually)).strip().lower() in ("true", "1")


def colour(found: list[etree._Element], name: str) -> tuple[list[float], float]:
    """The channels of a colour, each 0 to 1, and its opacity: black where none is told. Of a
    gradient the first colour is told."""
    own = next((one for way in found for one in children(way, name)), None)
    opacity = number(found[0].get("Alpha"), OPAQUE) / OPAQUE
    if own is None:
        return [0.0], opacity
    channels = _channels(own.get("Value"))
    if not channels:
        inner = (one.get("Value") for one in own.iter() if one is not own)
        channels = next(filter(None, map(_channels, inner)), [0.0])
    opacity *= number(own.get("Alpha"), OPAQUE) / OPAQUE
    return [min(max(one / 255, 0.0), 1.0) for one in channels], min(max(opacity, 0.0), 1.0)


def line_width(found: list[etree._Element]) -> float:
    """The width of an object's lines, in its own units."""
    told = (way.get("LineWidth") for way in found)
    return number(next((one for one in told if one is not None), None), LINE_WIDTH)


def dashes(found: list[etree._Element]) -> list[float]:
    """The lengths of an object's dashes and gaps; nothing for an unbroken line."""
    told = (numbers(way.get("DashPattern")) for way in found)
    own = next(filter(None, told), [])
    return own if all(one >= 0 for one in own) and any(own) else []


def _channels(value: str | None) -> list[float]:
    """Channels of a colour, 0 to 255, written as numbers or as hexadecimal ones (#FF)."""
    words = (value or "").split()
    if words and words[0].startswith("#"):
        return [float(int(word[1:], 16)) for word in words if _is_hexadecimal(word[1:])]
    out = numbers(value)
    return out if len(out) in (1, 3, 4) else []


def _is_hexadecimal(word: str) -> bool:
    return bool(word) and all(one in "0123456789abcdefABCDEF" for one in word)


def operators(channels: list[float], *, stroke: bool) -> Iterator[str]:
    """The operator of a PDF that sets a colour."""
    name = {1: "g", 3: "rg", 4: "k"}.get(len(channels))
    if name:
        numbers = " ".join(f"{one:.4f}" for one in channels)
        yield f"{numbers} {name.upper() if stroke else name}"
