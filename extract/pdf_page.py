"""One PDF page as pdfium sees it: its characters, its rulings and how much of it is pictures.

pdfium is called through ctypes with plain addresses: a page has a thousand characters, and the
ready-made wrappers cost more than pdfium itself.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.rulings import Rulings
from records.model import Box

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_RULING_WIDTH = 4.0
"""A filled shape no thicker than this many points is a ruling, a thicker one a background."""

MAX_FORM_DEPTH = 6
"""How deep forms within forms are followed."""

MAX_PATH_SEGMENTS = 20_000
"""A path of more segments is a drawing, not the rulings of a table."""

LARGE_TEXT = 1.6
"""Pale text larger than this many times the page's usual size is a watermark."""


@dataclass(frozen=True)
class Frame:
    """How the page is turned so that its text stands upright.

    `box` is the visible part in PDF units (left, bottom, right, top). `shown` and `upright` are
    quarter turns clockwise: from PDF units to the page as a viewer shows it, and on to where its
    text is upright.
    """

    box: tuple[float, float, float, float]
    shown: int
    upright: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points where the text is upright."""
        left, bottom, right, top = self.box
        width, height = right - left, top - bottom
        return (height, width) if self.upright % 2 else (width, height)

    def turned(self, boxes: Floats) -> Floats:
        """Boxes in PDF units (x0, y0, x1, y1) as upright ones (x0, top, x1, bottom)."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = boxes.T
        turns = self.upright
        if turns == 0:
            edges = (x0 - left, top - y1, x1 - left, top - y0)
        elif turns == 1:
            edges = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        elif turns == 2:
            edges = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        else:
            edges = (top - y1, right - x1, top - y0, right - x0)
        return np.stack(edges, axis=1)

    def shown_box(self, page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
        """An upright box as it stands on the page that a viewer shows."""
        width, height = self.size
        for _ in range((self.upright - self.shown) % 4):
            # One quarter back, counter-clockwise.
            x0, top, x1, bottom = top, width - x1, bottom, width - x0
            width, height = height, width
        return Box(page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


@dataclass(frozen=True)
class PageContent:
    """The printed characters and rulings of a page, upright, in points from the top left.

    `codes` are code points, `boxes` (n, 5) their x0, top, x1, bottom and baseline; x0 is where
    the pen began. `objects` tells which characters were set together. `pictures` is the share of the page covered by
    images, `unreadable` the number of characters whose meaning the file does not tell, `hidden`
    that of invisible ones (the text layer of a scan).
    """

    number: int
    frame: Frame
    codes: Ints
    boxes: Floats
    objects: Ints
    rulings: Rulings
    pictures: float
    unreadable: int
    hidden: int


def _function(name: str, *types: type) -> ctypes._CFunctionType:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(ctypes.c_int, *types)(address)  # type: ignore[arg-type]


def _pointer_function(name: str, *types: type) -> ctypes._CFunctionType:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *types)(address)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
_char_count = _function("FPDFText_CountChars", _P)
_loose_box = _function("FPDFText_GetLooseCharBox", _P, _I, _P)
_origin = _function("FPDFText_GetCharOrigin", _P, _I, _P, _P)
_unicode = _function("FPDFText_GetUnicode", _P, _I)
_map_error = _function("FPDFText_HasUnicodeMapError", _P, _I)
_generated = _function("FPDFText_IsGenerated", _P, _I)
_text_object = _pointer_function("FPDFText_GetTextObject", _P, _I)
_render_mode = _function("FPDFTextObj_GetTextRenderMode", _P)
_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
_fill_color = _function("FPDFPageObj_GetFillColor", _P, _P, _P, _P, _P)
_stroke_color = _function("FPDFPageObj_GetStrokeColor", _P, _P, _P, _P, _P)
_object_count = _function("FPDFPage_CountObjects", _P)
_object_at = _pointer_function("FPDFPage_GetObject", _P, _I)
_object_type = _function("FPDFPageObj_GetType", _P)
_bounds = _function("FPDFPageObj_GetBounds", _P, _P, _P, _P, _P)
_draw_mode = _function("FPDFPath_GetDrawMode", _P, _P, _P)
_segment_count = _function("FPDFPath_CountSegments", _P)
_segment_at = _pointer_function("FPDFPath_GetPathSegment", _P, _I)
_segment_type = _function("FPDFPathSegment_GetType", _P)
_segment_point = _function("FPDFPathSegment_GetPoint", _P, _P, _P)
_segment_close = _function("FPDFPathSegment_GetClose", _P)
_form_count = _function("FPDFFormObj_CountObjects", _P)
_form_at = _pointer_function("FPDFFormObj_GetObject", _P, ctypes.c_ulong)


def read_page(document: object, index: int) -> PageContent:
    """The content of page `index` (from 0) of an open pdfium document.

    Text turned otherwise than the page's own lines, pale oversized text (watermarks), invisible
    text and text outside the page's visible part are left out.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        text = pdfium.FPDFText_LoadPage(page)
        try:
            return _content(page, text, index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _address(pointer: object) -> int:
    value = ctypes.cast(pointer, ctypes.c_void_p).value  # type: ignore[arg-type]
    return value or 0


def _content(page_pointer: object, text_pointer: object, number: int) -> PageContent:
    page, text = _address(page_pointer), _address(text_pointer)
    box = _page_box(page_pointer)
    shapes = _shapes(page)
    codes, edges, origins, objects = _characters(text)
    codes, edges, origins, objects = _with_spaces(codes, edges, origins, objects, shapes.spaces)
    turns, keep, hidden = _visible(objects, edges)
    frame = Frame(box, pdfium.FPDFPage_GetRotation(page_pointer) % 4, turns)
    boxes = frame.turned(edges)
    pens = frame.turned(origins[:, [0, 1, 0, 1]])
    boxes = np.column_stack([pens[:, 0], boxes[:, 1:], pens[:, 1]])
    width, height = frame.size
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    keep &= (middle_x > 0) & (middle_x < width) & (middle_y > 0) & (middle_y < height)
    unreadable = int((keep & ((codes == 0) | (codes == 0xFFFD))).sum())
    keep &= codes > 0
    area = width * height
    return PageContent(
        number,
        frame,
        codes[keep],
        boxes[keep],
        _numbered(objects)[keep],
        Rulings.of(frame.turned(shapes.lines), width, height),
        _covered(frame.turned(shapes.pictures), width, height) / area if area else 0.0,
        unreadable,
        hidden,
    )


def _page_box(page: object) -> tuple[float, float, float, float]:
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rectangle)
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _characters(text: int) -> tuple[Ints, Floats, Floats, list[int]]:
    """Code points, boxes and origins in PDF units, and text objects of all printed characters."""
    count = max(_char_count(text), 0)
    boxes, origins = np.zeros((count, 4), dtype=np.float32), np.zeros((count, 2))
    box, origin = boxes.ctypes.data, origins.ctypes.data
    for index in range(count):
        _loose_box(text, index, box + index * 16)
        _origin(text, index, origin + index * 16, origin + index * 16 + 8)
    codes = [_unicode(text, index) for index in range(count)]
    objects = [_text_object(text, index) or 0 for index in range(count)]
    printed = [
        index
        for index, (code, item) in enumerate(zip(codes, objects, strict=True))
        if item and not (code in _DOUBTFUL and _generated(text, index))
    ]
    # FS_RECTF is left, top, right, bottom.
    edges = boxes[printed][:, [0, 3, 2, 1]].astype(np.float64)
    pens = origins[printed]
    items = [objects[index] for index in printed]
    _spread_ligatures(edges, pens, items)
    return np.array([codes[index] for index in printed], dtype=np.int64), edges, pens, items


def _spread_ligatures(edges: Floats, pens: Floats, items: list[int]) -> None:
    """Give the characters that one glyph stands for (the two of a long dash) each its part.

    Only glyphs of level lines are spread: those of turned pages keep one place for all.
    """
    same = np.flatnonzero((pens[1:] == pens[:-1]).all(axis=1))
    index = 0
    while index < len(same):
        start = int(same[index])
        stop = start + 1
        while index < len(same) and same[index] == stop - 1 and items[stop] == items[start]:
            stop += 1
            index += 1
        if stop == start + 1:
            index += 1
            continue
        left, right = edges[start, 0], edges[start, 2]
        if right - left > edges[start, 3] - edges[start, 1]:
            cuts = np.linspace(left, right, stop - start + 1)
            edges[start:stop, 0], edges[start:stop, 2] = cuts[:-1], cuts[1:]
            pens[start:stop, 0] = cuts[:-1]


def _numbered(objects: list[int]) -> Ints:
    """Each text object's number in order of appearance."""
    numbers = {item: index for index, item in enumerate(dict.fromkeys(objects))}
    return np.array([numbers[item] for item in objects], dtype=np.int64)


def _with_spaces(
    codes: Ints, edges: Floats, origins: Floats, objects: list[int], spaces: list[Space]
) -> tuple[Ints, Floats, Floats, list[int]]:
    """The characters and the spaces that stand alone, which pdfium's text leaves out."""
    if not spaces:
        return codes, edges, origins, objects
    points = np.array([(space.x, space.y) for space in spaces])
    return (
        np.concatenate([codes, np.full(len(spaces), 0x20)]),
        np.concatenate([edges, points[:, [0, 1, 0, 1]]]),
        np.concatenate([origins, points]),
        objects + [space.item for space in spaces],
    )


_DOUBTFUL = frozenset((0x20, 0x0D, 0x0A))


def _visible(objects: list[int], raw: Floats) -> tuple[int, NDArray[np.bool_], int]:
    """Quarter turns of the page's text, which characters to keep, and how many are invisible."""
    values = (ctypes.c_float * 6)()
    address = ctypes.addressof(values)
    angles: dict[int, int] = {}
    invisible: set[int] = set()
    for item in dict.fromkeys(objects):
        _matrix(item, address)
        a, b = values[0], values[1]
        degrees = math.degrees(math.atan2(b, a)) if a or b else 0.0
        nearest = round(degrees / 90)
        angles[item] = nearest % 4 if abs(degrees - nearest * 90) < 5 else -1
        if _render_mode(item) in (3, 7):
            invisible.add(item)
    counts = Counter(angles[item] for item in objects if item not in invisible)
    counts.pop(-1, None)
    direction = counts.most_common(1)[0][0] if counts else 0
    good = {item for item, angle in angles.items() if angle == direction and item not in invisible}
    keep = np.array([item in good for item in objects], dtype=bool)
    heights = raw[:, 3] - raw[:, 1] if direction % 2 == 0 else raw[:, 2] - raw[:, 0]
    if keep.any():
        usual = float(np.median(heights[keep]))
        for index in np.flatnonzero(keep & (heights > LARGE_TEXT * usual)):
            if _pale(objects[index]):
                keep[index] = False
    return direction % 4, keep, sum(item in invisible for item in objects)


def _color(function: ctypes._CFunctionType, item: int) -> tuple[int, int, int, int]:
    values = (ctypes.c_uint * 4)()
    start = ctypes.addressof(values)
    if not function(item, start, start + 4, start + 8, start + 12):
        return 0, 0, 0, 255
    return values[0], values[1], values[2], values[3]


def _pale(item: int) -> bool:
    red, green, blue, alpha = _color(_fill_color, item)
    return alpha < 200 or (red + green + blue) / 3 > 150


@dataclass(frozen=True)
class Space:
    """A space set on its own: its text object and where it stands in PDF units."""

    item: int
    x: float
    y: float


@dataclass(frozen=True)
class Shapes:
    """What a page draws besides its words, in PDF units: thin shapes and lines, images, and
    spaces that stand alone."""

    lines: Floats
    pictures: Floats
    spaces: list[Space]


def _shapes(page: int) -> Shapes:
    lines: list[Edges] = []
    pictures: list[Edges] = []
    spaces: list[Space] = []
    objects = [_object_at(page, index) for index in range(_object_count(page))]
    _collect(objects, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), lines, pictures, spaces, 0)
    return Shapes(
        np.array(lines, dtype=np.float64).reshape(-1, 4),
        np.array(pictures, dtype=np.float64).reshape(-1, 4),
        spaces,
    )


Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]


def _through(matrix: Matrix, box: Edges) -> Edges:
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


def _collect(
    objects: list[int],
    matrix: Matrix,
    lines: list[Edges],
    pictures: list[Edges],
    spaces: list[Space],
    depth: int,
) -> None:
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    for item in objects:
        kind = _object_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if (
                _bounds(item, start, start + 4, start + 8, start + 12)
                and values[0] == values[2]
                and values[1] == values[3]
            ):
                x, y, _, _ = _through(matrix, (values[0], values[1], values[2], values[3]))
                spaces.append(Space(item, x, y))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            if _bounds(item, start, start + 4, start + 8, start + 12):
                bounds = _through(matrix, (values[0], values[1], values[2], values[3]))
                lines.extend(_path_lines(item, bounds, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if _bounds(item, start, start + 4, start + 8, start + 12):
                pictures.append(_through(matrix, (values[0], values[1], values[2], values[3])))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = (ctypes.c_float * 6)()
            _matrix(item, ctypes.addressof(inner))
            children = [_form_at(item, index) for index in range(max(_form_count(item), 0))]
            _collect(children, _product(tuple(inner), matrix), lines, pictures, spaces, depth + 1)


def _product(first: tuple[float, ...], then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _path_lines(item: int, bounds: Edges, matrix: Matrix) -> list[Edges]:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    _draw_mode(item, ctypes.addressof(mode), ctypes.addressof(stroked))
    if not mode.value and not stroked.value:
        return []
    red, green, blue, alpha = _color(_stroke_color if stroked.value else _fill_color, item)
    if alpha == 0 or min(red, green, blue) >= 250:
        return []
    if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= MAX_RULING_WIDTH:
        return [bounds]
    if not stroked.value and _segment_count(item) <= 5:
        return []
    own = (ctypes.c_float * 6)()
    _matrix(item, ctypes.addressof(own))
    return _outline_lines(item, _product(tuple(own), matrix), bool(stroked.value))


def _outline_lines(item: int, matrix: Matrix, stroked: bool) -> list[Edges]:
    """The straight level and upright parts of a path.

    Of a filled path the thin shapes count, and the sides of a ring (a frame drawn as one shape
    within another).
    """
    shapes: list[list[tuple[float, float]]] = []
    a, b, c, d, e, f = matrix
    point = (ctypes.c_float * 2)()
    start = ctypes.addressof(point)
    count = _segment_count(item)
    if count > MAX_PATH_SEGMENTS:
        return []
    for index in range(count):
        segment = _segment_at(item, index)
        kind = _segment_type(segment)
        _segment_point(segment, start, start + 4)
        x, y = point[0], point[1]
        place = (a * x + c * y + e, b * x + d * y + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([place])
        else:
            shapes[-1].append(place)
        if _segment_close(segment) and shapes[-1]:
            shapes[-1].append(shapes[-1][0])
    found: list[Edges] = []
    if stroked:
        for shape in shapes:
            for (x0, y0), (x1, y1) in zip(shape, shape[1:], strict=False):
                if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
                    found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found
    outer: Edges | None = None
    for shape in shapes:
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= MAX_RULING_WIDTH:
            found.append(box)
        elif outer and _ring(outer, box):
            x0, y0, x1, y1 = ((p + q) / 2 for p, q in zip(outer, box, strict=True))
            found += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        outer = box
    return found


def _ring(first: Edges, second: Edges) -> bool:
    """Whether two rectangles are the outer and inner side of one frame."""
    return all(abs(p - q) <= MAX_RULING_WIDTH for p, q in zip(first, second, strict=True))


def _covered(pictures: Floats, width: float, height: float) -> float:
    """The area in square points that images cover on the page; overlaps count twice."""
    if not len(pictures):
        return 0.0
    x0, y0, x1, y1 = pictures.T
    widths = np.clip(x1, 0, width) - np.clip(x0, 0, width)
    heights = np.clip(y1, 0, height) - np.clip(y0, 0, height)
    return float((widths * heights).sum())
