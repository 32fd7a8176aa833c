"""What stands on one page of an OFD document: characters, rulings and pictures, in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.pages.matrices import IDENTITY, Matrix, moved, product

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

MAX_DEPTH = 32
"""How deep blocks and composite objects are followed."""

MAX_OBJECTS = 100_000
"""Objects of one page. Composite objects within each other could make millions of few."""

ASCENT = 0.88
"""Height above the baseline of a character's box, in ems; the rest is below it."""

_COMMANDS = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class TooManyObjectsError(Exception):
    """The page has more objects than any printed page."""


@dataclass(frozen=True)
class Glyph:
    """A character: its pen position and the corners of its box in points, y downward from the
    page's top left; `turns` are quarter turns clockwise of its writing (-1: tilted), `pale`
    whether it is printed faintly, `size` its em in points."""

    character: str
    pen: tuple[float, float]
    box: tuple[float, float, float, float]
    turns: int
    pale: bool
    size: float


@dataclass
class PageObjects:
    """All glyphs of a page, thin shapes (x0, top, x1, bottom) and boxes of pictures with the ids
    of their resources."""

    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    count: int = 0


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace: programs differ in theirs."""
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


def collect(
    content: etree._Element | None,
    units: Mapping[str, etree._Element],
    origin: tuple[float, float],
    found: PageObjects,
) -> None:
    """Add what the layers of a page's (or template's) content hold. `origin` is the page's top
    left in millimetres; `units` are the composite graphics by their ids.

    Raises TooManyObjectsError.
    """
    start: Matrix = (POINTS, 0.0, 0.0, POINTS, -origin[0] * POINTS, -origin[1] * POINTS)
    for layer in children(content, "Layer"):
        _walk(layer, start, units, found, 0)


def _walk(
    parent: etree._Element,
    matrix: Matrix,
    units: Mapping[str, etree._Element],
    found: PageObjects,
    depth: int,
) -> None:
    for item in parent:
        name = name_of(item)
        if item.get("Visible", "").lower() == "false":
            continue
        found.count += 1
        if found.count > MAX_OBJECTS:
            raise TooManyObjectsError
        if name == "PageBlock" and depth < MAX_DEPTH:
            _walk(item, matrix, units, found, depth + 1)
        elif name == "TextObject":
            if _misplaced(item):
                found.misplaced.append(_words(item))
            found.glyphs += _glyphs(item, product(_own(item), matrix))
        elif name == "PathObject":
            if _unusable(item):
                found.misplaced.append("（线条）")
            found.lines += _path_lines(item, product(_own(item), matrix))
        elif name == "ImageObject":
            found.pictures.append(_through(matrix, _boundary(item)))
            found.resources.append(item.get("ResourceID", ""))
        elif name == "CompositeObject" and depth < MAX_DEPTH:
            unit = units.get(item.get("ResourceID", ""))
            content = descend(unit, "Content")
            if content is not None:
                if _unusable(item):
                    found.misplaced.append("".join(map(_words, content)))
                _walk(content, product(_own(item), matrix), units, found, depth + 1)


def _boundary(item: etree._Element) -> tuple[float, float, float, float]:
    values = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    x, y, width, height = values[:4]
    return x, y, x + width, y + height


def _own(item: etree._Element) -> Matrix:
    """From an object's own space to that of its parent: its CTM, then its place."""
    x, y, _, _ = _boundary(item)
    values = numbers(item.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else IDENTITY
    return a, b, c, d, e + x, f + y


def _through(
    matrix: Matrix, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    corners = [moved(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


_PLACES = {"Size": 1, "CTM": 6, "Boundary": 4}
"""Attributes of an object, and how many numbers each has."""


def _misplaced(item: etree._Element) -> bool:
    """Whether an object's size or place is unusable, so that its text is lost or stands wrong."""
    codes = [(code.get(name), 1) for code in children(item, "TextCode") for name in ("X", "Y")]
    size = numbers(item.get("Size"))
    return size[:1] <= [0.0] or _unusable(item) or _wrong(codes)


def _unusable(item: etree._Element) -> bool:
    """Whether an object's place or matrix is none: not so many numbers, or all in one point."""
    matrix = numbers(item.get("CTM"))
    flat = len(matrix) == _PLACES["CTM"] and matrix[0] * matrix[3] == matrix[1] * matrix[2]
    return flat or _wrong([(item.get(name), count) for name, count in _PLACES.items()])


def _wrong(given: list[tuple[str | None, int]]) -> bool:
    """Whether one of the texts that are there has not so many numbers."""
    return any(text is not None and len(numbers(text)) != count for text, count in given)


def _words(item: etree._Element) -> str:
    return "".join(code.text or "" for code in children(item, "TextCode"))


def _glyphs(item: etree._Element, matrix: Matrix) -> Iterator[Glyph]:
    size = (numbers(item.get("Size")) or [0.0])[0]
    scale = (numbers(item.get("HScale")) or [1.0])[0]
    if size <= 0:
        return
    degrees = math.degrees(math.atan2(matrix[1], matrix[0]))
    direction = (numbers(item.get("CharDirection")) or [0.0])[0]
    nearest = round((degrees + direction) / 90)
    turns = nearest % 4 if abs(degrees + direction - 90 * nearest) < 5 else -1
    pale = _pale(item)
    em = size * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    x = y = 0.0
    for code in children(item, "TextCode"):
        # Where a text gives no place of its own, it has that of the one before.
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        text = re.sub(r"[\r\n\t]", "", code.text or "")
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        at_x, at_y = x, y
        for index, character in enumerate(text):
            usual = (1.0 if ord(character) >= 0x2E80 else 0.5) * size * scale
            step_x = across[index] if index < len(across) else (0.0 if down else usual)
            step_y = down[index] if index < len(down) else 0.0
            width = usual if not 0.2 * usual < step_x < usual else step_x
            box = (at_x, at_y - ASCENT * size, at_x + width, at_y + (1 - ASCENT) * size)
            yield Glyph(
                character,
                moved(matrix, at_x, at_y),
                _through(matrix, box),
                turns,
                pale,
                em,
            )
            at_x, at_y = at_x + step_x, at_y + step_y


def _steps(text: str | None) -> list[float]:
    """The steps of DeltaX or DeltaY; "g 3 5.0" stands for three steps of 5."""
    out: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word != "g":
            out += numbers(word)
            continue
        count, step = numbers(next(words, "")), numbers(next(words, ""))
        if count and step:
            out += step * min(max(int(count[0]), 0), 10_000)
    return out


def _color(item: etree._Element, name: str) -> tuple[list[float], float]:
    """The values of a colour, black where none is given, and its opacity (0 to 255)."""
    color = next(children(item, name), None)
    values = numbers(color.get("Value")) if color is not None else []
    alpha = (numbers(color.get("Alpha")) if color is not None else []) or [255.0]
    own = numbers(item.get("Alpha")) or [255.0]
    return values or [0.0], min(alpha[0], own[0])


def _pale(item: etree._Element) -> bool:
    values, alpha = _color(item, "FillColor")
    return alpha < 200 or (len(values) != 4 and sum(values) / len(values) > 150)


def _path_lines(
    item: etree._Element, matrix: Matrix
) -> Iterator[tuple[float, float, float, float]]:
    """The straight level and upright parts of a stroked path, and thin filled shapes."""
    stroked = item.get("Stroke", "true").lower() != "false"
    filled = item.get("Fill", "false").lower() == "true"
    if not stroked and not filled:
        return
    values, alpha = _color(item, "StrokeColor" if stroked else "FillColor")
    if alpha == 0 or (len(values) == 3 and min(values) >= 250):
        return
    data = next(children(item, "AbbreviatedData"), None)
    for shape in _shapes(data.text if data is not None else ""):
        points = [moved(matrix, x, y) for x, y in shape]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= MAX_RULING_WIDTH:
            yield box
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
                    yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _shapes(data: str | None) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; of a curve only its end."""
    shape: list[tuple[float, float]] = []
    words = iter(_COMMANDS.findall(data or ""))
    for word in words:
        count = _ARGUMENTS.get(word)
        if count is None:
            continue
        values = numbers(" ".join(next(words, "") for _ in range(count)))
        if len(values) < count:
            break
        if word in "SM":
            if len(shape) > 1:
                yield shape
            shape = [(values[0], values[1])]
        elif word == "C" and shape:
            shape.append(shape[0])
        elif shape:
            shape.append((values[-2], values[-1]))
    if len(shape) > 1:
        yield shape


def as_array(boxes: list[tuple[float, float, float, float]]) -> NDArray[np.float64]:
    """Boxes as an array (n, 4)."""
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
