"""One page of an OFD document drawn as one of a PDF: its text, paths and pictures, in their order,
with their colours, clip paths and opacity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from dutylist.extract.formats.ofd.fonts import DrawnFont
from dutylist.extract.formats.ofd.paint import (
    colour,
    dashes,
    line_width,
    operators,
    painted,
    ways_of,
)
from dutylist.extract.formats.ofd.parts import Resources
from dutylist.extract.formats.ofd.paths import outline
from dutylist.extract.formats.ofd.text import Fonts, text_operators
from dutylist.extract.formats.ofd.xml import children, descend, name_of, number, numbers
from dutylist.extract.pages.matrices import IDENTITY, Matrix, product

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

MAX_DEPTH = 32
"""How deep blocks and composite objects are followed."""

MAX_OBJECTS = 100_000
"""Objects of one page. Composite objects within each other could make millions of few."""

_PLACES = {"Size": 1, "CTM": 6, "Boundary": 4}
"""Attributes of an object, and how many numbers each has."""


class TooManyObjectsError(Exception):
    """The page has more objects than any printed page."""


@dataclass
class Drawing:
    """What is drawn on a page so far: its operators, the opacities, fonts and pictures that these
    name, and what has no usable place."""

    resources: Resources
    fonts: Fonts
    font_name: Callable[[DrawnFont], str]
    out: list[str] = field(default_factory=list)
    opacities: dict[float, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    used: dict[str, DrawnFont] = field(default_factory=dict)
    misplaced: list[str] = field(default_factory=list)
    count: int = 0

    def name(self, font: DrawnFont) -> str:
        """The name of a font, which is then one of the page's."""
        name = self.font_name(font)
        self.used[name] = font
        return name


def draw(content: etree._Element | None, top_left: Matrix, drawing: Drawing) -> None:
    """Add what the layers of a page's (or template's) content hold; `top_left` moves the page's
    millimetres to a PDF's points.

    Raises TooManyObjectsError.
    """
    for layer in children(content, "Layer"):
        _walk(layer, layer, top_left, drawing, 0)


def _walk(
    parent: etree._Element, layer: etree._Element, matrix: Matrix, drawing: Drawing, depth: int
) -> None:
    for item in parent:
        name = name_of(item)
        if item.get("Visible", "").lower() == "false":
            continue
        drawing.count += 1
        if drawing.count > MAX_OBJECTS:
            raise TooManyObjectsError
        if name == "PageBlock" and depth < MAX_DEPTH:
            _walk(item, layer, matrix, drawing, depth + 1)
        elif name in _DRAWN:
            if told := _misplaced(item):
                drawing.misplaced.append(told)
            clips = list(_clips(item, product(_own(item), matrix)))
            own = list(_DRAWN[name](item, layer, product(_own(item), matrix), drawing))
            drawing.out += ["q", *clips, *own, "Q"] if own else []
        elif name == "CompositeObject" and depth < MAX_DEPTH:
            unit = drawing.resources.units.get(item.get("ResourceID", ""))
            content = descend(unit, "Content")
            if content is not None:
                if _unusable(item):
                    drawing.misplaced.append("".join(map(_words, content)))
                own_matrix = product(_own(item), matrix)
                drawing.out += ["q", *_clips(item, own_matrix)]
                _walk(content, layer, own_matrix, drawing, depth + 1)
                drawing.out.append("Q")


def _text(
    item: etree._Element, layer: etree._Element, matrix: Matrix, drawing: Drawing
) -> Iterator[str]:
    found = ways_of(item, layer, drawing.resources.ways)
    fill = painted(item, "Fill", usually=True)
    stroke = painted(item, "Stroke", usually=False)
    channels, opacity = colour(found, "FillColor" if fill else "StrokeColor")
    yield from _opacity(opacity, drawing)
    yield from operators(channels, stroke=False)
    if stroke:
        yield from operators(colour(found, "StrokeColor")[0], stroke=True)
    yield "BT"
    yield f"{0 if not stroke and fill else 2 if fill else 1 if stroke else 3} Tr"
    yield from text_operators(item, matrix, drawing.fonts, drawing.name)
    yield "ET"


def _path(
    item: etree._Element, layer: etree._Element, matrix: Matrix, drawing: Drawing
) -> Iterator[str]:
    fill = painted(item, "Fill", usually=False)
    stroke = painted(item, "Stroke", usually=True)
    data = descend(item, "AbbreviatedData")
    shape = outline(data.text if data is not None else "", matrix)
    if not shape or not (fill or stroke):
        return
    found = ways_of(item, layer, drawing.resources.ways)
    yield from _opacity(colour(found, "StrokeColor" if stroke else "FillColor")[1], drawing)
    if fill:
        yield from operators(colour(found, "FillColor")[0], stroke=False)
    if stroke:
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        yield from operators(colour(found, "StrokeColor")[0], stroke=True)
        yield f"{max(line_width(found) * scale, 0.0):.4f} w"
        yield f"[{' '.join(f'{one * scale:.4f}' for one in dashes(found))}] 0 d"
    yield from shape
    even = item.get("Rule", "").lower() == "even-odd"
    yield ("B" if stroke else "f") + "*" * even if fill else "S"


def _picture(
    item: etree._Element, layer: etree._Element, matrix: Matrix, drawing: Drawing
) -> Iterator[str]:
    part = drawing.resources.media.get(item.get("ResourceID", ""), "")
    if len(numbers(item.get("CTM"))) != _PLACES["CTM"]:
        # Without a matrix a picture fills its box.
        _, _, width, height = _boundary(item)
        matrix = product((width, 0.0, 0.0, height, 0.0, 0.0), matrix)
    yield from _opacity(number(item.get("Alpha"), 255.0) / 255, drawing)
    # A PDF's picture stands upwards.
    yield " ".join(f"{one:.6f}" for one in product((1, 0, 0, -1, 0, 1), matrix)) + " cm"
    yield f"/{drawing.pictures.setdefault(part, f'P{len(drawing.pictures)}')} Do"


_DRAWN = {"TextObject": _text, "PathObject": _path, "ImageObject": _picture}


def _opacity(opacity: float, drawing: Drawing) -> Iterator[str]:
    if opacity < 1:
        opacity = round(max(opacity, 0.0), 3)
        yield f"/{drawing.opacities.setdefault(opacity, f'A{len(drawing.opacities)}')} gs"


def _clips(item: etree._Element, matrix: Matrix) -> Iterator[str]:
    """What bounds an object: the areas of a clip together, of each of several clips."""
    for clips in children(item, "Clips"):
        for clip in children(clips, "Clip"):
            shape: list[str] = []
            for area in children(clip, "Area"):
                whole = product(_matrix(area), matrix)
                for path in children(area, "Path"):
                    data = descend(path, "AbbreviatedData")
                    text = data.text if data is not None else ""
                    shape += outline(text, product(_own(path), whole))
            if shape:
                yield from (*shape, "W n")


def _own(item: etree._Element) -> Matrix:
    """From an object's own space to that of its parent: its CTM, then its place."""
    x, y, _, _ = _boundary(item)
    a, b, c, d, e, f = _matrix(item)
    return a, b, c, d, e + x, f + y


def _matrix(item: etree._Element) -> Matrix:
    values = numbers(item.get("CTM"))
    if len(values) != _PLACES["CTM"]:
        return IDENTITY
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _boundary(item: etree._Element) -> tuple[float, float, float, float]:
    """Left, top, width and height."""
    values = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    return values[0], values[1], values[2], values[3]


def _misplaced(item: etree._Element) -> str:
    """What an object says whose size or place is unusable, so that it is lost or stands wrong."""
    kind = name_of(item)
    if kind == "TextObject":
        codes = [(one.get(name), 1) for one in children(item, "TextCode") for name in ("X", "Y")]
        size = numbers(item.get("Size"))
        return _words(item) if size[:1] <= [0.0] or _unusable(item) or _wrong(codes) else ""
    return "（线条）" if kind == "PathObject" and _unusable(item) else ""


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
