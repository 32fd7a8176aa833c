"""What a PDF page draws: text objects, thin shapes that may be rulings, and images."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract import pdfium_calls as call

Floats = NDArray[np.float64]
Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF units."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

MAX_RULING_WIDTH = 4.0
"""A filled shape no thicker than this many points is a ruling, a thicker one a background."""

MAX_FORM_DEPTH = 6
"""How deep forms within forms are followed."""

MAX_PATH_SEGMENTS = 20_000
"""A path of more segments is a drawing, not the rulings of a table."""

WHITE = 250
"""A ruling whose red, green and blue are all at least this is not seen on paper."""

_INVISIBLE = (3, 7)


@dataclass(frozen=True)
class PageObjects:
    """What a page draws, in PDF units, in the order of drawing.

    `texts` are the addresses of the text objects, each with the matrix of the form it stands in.
    `lines` and `pictures` (n, 4) are left, bottom, right, top of thin shapes and of images.
    `invisible` are the text objects that are not painted (the text layer of a scan).
    """

    texts: tuple[tuple[int, Matrix], ...]
    lines: Floats
    pictures: Floats
    invisible: frozenset[int]


def page_objects(page: int) -> PageObjects:
    """All objects of the page at that address, those in forms too."""
    texts: list[tuple[int, Matrix]] = []
    lines: list[Edges] = []
    pictures: list[Edges] = []
    objects = [call.object_at(page, index) for index in range(call.object_count(page))]
    _collect(objects, IDENTITY, texts, lines, pictures, 0)
    return PageObjects(
        tuple(texts),
        np.array(lines, dtype=np.float64).reshape(-1, 4),
        np.array(pictures, dtype=np.float64).reshape(-1, 4),
        frozenset(item for item, _ in texts if call.render_mode(item) in _INVISIBLE),
    )


def _collect(
    objects: list[int],
    matrix: Matrix,
    texts: list[tuple[int, Matrix]],
    lines: list[Edges],
    pictures: list[Edges],
    depth: int,
) -> None:
    for item, kind in zip(objects, map(call.object_type, objects), strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append((item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            lines.extend(_path_lines(item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if box := bounds(item, matrix):
                pictures.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            count = max(call.form_count(item), 0)
            children = [call.form_at(item, index) for index in range(count)]
            inner = _product(matrix_of(item), matrix)
            _collect(children, inner, texts, lines, pictures, depth + 1)


def bounds(item: int, matrix: Matrix) -> Edges | None:
    """The box of an object on the page."""
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    if not call.object_bounds(item, start, start + 4, start + 8, start + 12):
        return None
    x0, y0, x1, y1 = values
    if matrix is IDENTITY:
        return x0, y0, x1, y1
    a, b, c, d, e, f = matrix
    xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


def matrix_of(item: int) -> Matrix:
    """The matrix of an object within the form or page it stands in."""
    values = (ctypes.c_float * 6)()
    call.object_matrix(item, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def color(item: int, stroked: bool) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity (0 to 255) that an object is stroked or filled with."""
    values = (ctypes.c_uint * 4)()
    start = ctypes.addressof(values)
    function = call.stroke_color if stroked else call.fill_color
    if not function(item, start, start + 4, start + 8, start + 12):
        return 0, 0, 0, 255
    return values[0], values[1], values[2], values[3]


def _product(first: Matrix, then: Matrix) -> Matrix:
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


def _path_lines(item: int, matrix: Matrix) -> list[Edges]:
    box = bounds(item, matrix)
    values = (ctypes.c_int * 2)()
    start = ctypes.addressof(values)
    call.draw_mode(item, start, start + 4)
    filled, stroked = values
    if box is None or not (filled or stroked):
        return []
    red, green, blue, opacity = color(item, bool(stroked))
    if opacity == 0 or min(red, green, blue) >= WHITE:
        return []
    if min(box[2] - box[0], box[3] - box[1]) <= MAX_RULING_WIDTH:
        return [box]
    count = call.segment_count(item)
    if count > MAX_PATH_SEGMENTS or (not stroked and count <= 5):
        return []
    shapes = _shapes(item, count, _product(matrix_of(item), matrix))
    return _sides(shapes) if stroked else _thin_parts(shapes)


def _shapes(item: int, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The points of each part of a path."""
    a, b, c, d, e, f = matrix
    point = (ctypes.c_float * 2)()
    start = ctypes.addressof(point)
    shapes: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = call.segment_at(item, index)
        call.segment_point(segment, start, start + 4)
        x, y = point
        place = (a * x + c * y + e, b * x + d * y + f)
        if call.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([])
        shapes[-1].append(place)
        if call.segment_close(segment):
            shapes[-1].append(shapes[-1][0])
    return shapes


def _sides(shapes: list[list[tuple[float, float]]]) -> list[Edges]:
    """The level and upright lines of a stroked path."""
    return [
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for shape in shapes
        for (x0, y0), (x1, y1) in pairwise(shape)
        if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5
    ]


def _thin_parts(shapes: list[list[tuple[float, float]]]) -> list[Edges]:
    """The thin parts of a filled path, and the sides of a frame drawn as one box in another."""
    found: list[Edges] = []
    outer: Edges | None = None
    for shape in shapes:
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= MAX_RULING_WIDTH:
            found.append(box)
        elif outer and _is_frame(outer, box):
            x0, y0, x1, y1 = ((p + q) / 2 for p, q in zip(outer, box, strict=True))
            found += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        outer = box
    return found


def _is_frame(first: Edges, second: Edges) -> bool:
    return all(abs(p - q) <= MAX_RULING_WIDTH for p, q in zip(first, second, strict=True))
