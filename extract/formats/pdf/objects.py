"""What a PDF page draws: text objects, thin shapes that may be rulings, and images."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.ruling_images import of_one_colour
from dutylist.extract.pages.matrices import IDENTITY, Matrix, moved, product

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF units."""

EVERYWHERE: Edges = (-math.inf, -math.inf, math.inf, math.inf)

MAX_RULING_WIDTH = 4.0
"""A filled shape no thicker than this many points is a ruling, a thicker one a background."""

CORNERS = 4
"""A box is drawn with at least so many straight lines."""

MAX_FORM_DEPTH = 6
"""How deep forms within forms are followed."""

MAX_PATH_SEGMENTS = 20_000
"""A path of more segments is a drawing, not the rulings of a table."""

WHITE = 250
"""A ruling whose red, green and blue are all at least this is not seen on paper."""

OFF_LAYER = "layer that is off"
"""The name that is given to the layers that are switched off."""

LAYER_MARK = "OC"
"""What stands before the objects of a layer."""

LEAST_OUTLINE = 8
"""The outline of the simplest character (口) has so many segments."""

LONGEST_FIGURE = 30.0
"""The outline of a thin figure is no more points high."""

DARK = 140
"""Red, green and blue of what is printed as text are less than this."""

LEAST_RING = 25.0
"""A round shape of fewer points in width or height is no seal."""

COLOURED = 60
"""Of a colour the greatest of red, green and blue is more than so much above the least."""

_CORNERS = 4
"""Corners, and sides, of a box."""

_ENDS = 2
"""Points of a line."""

LEAST_GAP = 8.0
"""Where a ruling stops for more points than this, cells are merged: dashes stand closer, and no
cell is so narrow or low."""

OPAQUE = 255


@dataclass(frozen=True)
class PageObjects:
    """What a page draws, in PDF units, in the order of drawing.

    `texts` are the addresses of the text objects, `matrices` those of the forms they stand in and
    `opacities` how opaque these are (0 to 255).
    `lines` and `pictures` (n, 4) are left, bottom, right, top of thin shapes and of images.
    `invisible` are the text objects that are not painted (the text layer of a scan), `cutting`
    those of them that cut out what is painted behind them, if anything is. `rings`
    (n, 5) are the boxes of round shapes and their colour (red, green and blue in one number):
    seals; `frames` those of boxes drawn as outlines in a colour: stamps, or a table's cells.
    `covers` (n, 5) are the boxes of filled shapes, shadings and images and how many of the texts
    are drawn before each: these it may cover. `fills` (n, 4) are the boxes of the filled shapes
    that are not white. `outlines` (n, 5) are those of the dark ones drawn with many segments, and
    their number: characters, perhaps. `clips` are the texts of which clip paths may leave out some
    or all, and the box that holds what these leave.
    """

    texts: Ints
    matrices: tuple[Matrix, ...]
    opacities: Ints
    lines: Floats
    pictures: Floats
    invisible: frozenset[int]
    cutting: frozenset[int]
    rings: Floats
    frames: Floats
    covers: Floats
    fills: Floats
    outlines: Floats
    clips: dict[int, Edges]


@dataclass(frozen=True)
class _Form:
    """The form that objects stand in, or the page: how it places them, how opaque (0 to 255) and
    how deep within others it is, whether its layer is shown and the box that clip paths leave."""

    matrix: Matrix = IDENTITY
    opacity: int = OPAQUE
    depth: int = 0
    shown: bool = True
    clip: Edges = EVERYWHERE

    def within(self, item: int) -> _Form:
        """The form `item` that stands in this one."""
        own = int(colors(call.fill_colors, [item])[0, 3])
        matrix = product(matrix_of(item), self.matrix)
        clip = self.clipped(item)
        return _Form(matrix, self.opacity * own // OPAQUE, self.depth + 1, clip=clip)

    def clipped(self, item: int) -> Edges:
        """The box that holds what clip paths leave of an object that stands in this form."""
        clip = self.clip
        handle = call.clip_path(item)
        for number in range(call.clip_count(handle)):
            count = call.clip_segments(handle, number)
            segments = [call.clip_segment(handle, number, at) for at in range(count)]
            points = [moved(self.matrix, *_point(one)) for one in segments] or [(0.0, 0.0)]
            x, y = zip(*points, strict=True)
            clip = _common(clip, (min(x), min(y), max(x), max(y)))
        return clip


_PAGE = _Form()


@dataclass
class _Found:
    """What is found of PageObjects so far. `layers`: what is drawn in those that are off is left
    out, but text."""

    layers: bool = False
    texts: list[int] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    opacities: list[int] = field(default_factory=list)
    clips: dict[int, Edges] = field(default_factory=dict)
    invisible: set[int] = field(default_factory=set)
    cutting: set[int] = field(default_factory=set)
    lines: list[Floats] = field(default_factory=list)
    pictures: list[Floats] = field(default_factory=list)
    rings: list[tuple[float, ...]] = field(default_factory=list)
    frames: list[tuple[float, ...]] = field(default_factory=list)
    covers: list[Floats] = field(default_factory=list)
    fills: list[Floats] = field(default_factory=list)
    outlines: list[tuple[float, ...]] = field(default_factory=list)

    def take_texts(self, objects: list[int], modes: Ints, form: _Form) -> None:
        """Add those of the objects that are text, as their render modes tell."""
        before = len(self.texts)
        self.texts += compress(objects, (modes >= 0).tolist())
        self.matrices += [form.matrix] * (len(self.texts) - before)
        self.opacities += [form.opacity] * (len(self.texts) - before)
        added = self.texts[before:]
        self.clips.update((added[at], clip) for at, clip in _clips(added, form).items())
        self.cutting.update(compress(objects, (modes == pdfium.FPDF_TEXTRENDERMODE_CLIP).tolist()))
        invisible = modes == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        self.invisible.update(compress(objects, invisible.tolist()), self.cutting)


def page_objects(page: int, *, layers: bool = False) -> PageObjects:
    """All objects of the page at that address, those in forms too; of a file with `layers` without
    the paths and pictures in those that are off."""
    found = _Found(layers)
    numbers = range(call.object_count(page))
    _collect(list(map(call.object_at, repeat(call.pointer(page)), numbers)), found)
    nothing = np.zeros((0, 4))
    return PageObjects(
        np.array(found.texts, dtype=np.int64),
        tuple(found.matrices),
        np.array(found.opacities, dtype=np.int64),
        np.concatenate([nothing, *found.lines]),
        np.concatenate([nothing, *found.pictures]),
        frozenset(found.invisible),
        frozenset(found.cutting),
        np.array(found.rings).reshape(-1, 5),
        np.array(found.frames).reshape(-1, 5),
        np.concatenate([np.zeros((0, 5)), *found.covers]),
        np.concatenate([nothing, *found.fills]),
        np.array(found.outlines).reshape(-1, 5),
        found.clips,
    )


def _collect(objects: list[int], found: _Found, form: _Form = _PAGE) -> None:
    # Only text objects have a mode that is not below 0.
    modes = np.fromiter(map(call.render_mode, map(call.pointer, objects)), np.int64, len(objects))
    paths, images, shadings = [], [], []
    orders: tuple[list[int], list[int], list[int]] = ([], [], [])
    done = 0
    for at in np.flatnonzero(modes < 0).tolist():
        item = objects[at]
        kind = call.object_type(item)
        shown = form.shown and not (found.layers and _is_off(item))
        if kind == pdfium.FPDF_PAGEOBJ_PATH and shown:
            paths.append(item)
            orders[0].append(at)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and shown:
            images.append(item)
            orders[1].append(at)
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING and shown:
            shadings.append(item)
            orders[2].append(at)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and form.depth < MAX_FORM_DEPTH:
            found.take_texts(objects[done:at], modes[done:at], form)
            done = at + 1
            count = max(call.form_count(item), 0)
            children = list(map(call.form_at, repeat(item), range(count)))
            _collect(children, found, replace(form.within(item), shown=shown))
    found.take_texts(objects[done:], modes[done:], form)
    # Texts within forms count as drawn where the form is: after all before it.
    before = len(found.texts) - int((modes >= 0).sum()) + np.cumsum(modes >= 0)
    if paths:
        _take_paths(found, paths, before[orders[0]], form)
    if images:
        boxes, known, _ = _visible(images, form)
        thin = known & (_thickness(boxes) <= MAX_RULING_WIDTH)
        if thin.any():
            plain = of_one_colour(list(compress(images, thin.tolist())), WHITE)
            found.lines.append(boxes[thin][plain])
        found.pictures.append(boxes[known])
        found.covers.append(np.column_stack([boxes, before[orders[1]]])[known])
    if shadings:
        boxes, known, _ = _visible(shadings, form)
        found.covers.append(np.column_stack([boxes, before[orders[2]]])[known])


def _visible(items: Sequence[int], form: _Form) -> tuple[Floats, Bools, dict[int, Edges]]:
    """The boxes (n, 4) of a form's objects as they stand on the page, as far as clip paths leave
    them, of which there is any, and what these paths leave by the places of the objects."""
    boxes, known = bounds(items)
    boxes = placed(boxes, form.matrix)
    clips = _clips(items, form)
    for at, clip in clips.items():
        boxes[at] = _common(tuple(boxes[at].tolist()), clip)
        known[at] &= _is_any(boxes[at])
    return boxes, known, clips


def _is_any(box: Sequence[float] | Floats) -> bool:
    return bool(box[0] <= box[2] and box[1] <= box[3])


def _clips(items: Sequence[int], form: _Form) -> dict[int, Edges]:
    """The boxes that hold what clip paths leave of those of a form's objects that are cut, by their
    places."""
    cut: Iterable[int] = range(len(items))
    if form.clip is EVERYWHERE:
        # pdfium forgets the clip paths that hold all of an object.
        counts = map(call.clip_count, map(call.clip_path, items))
        cut = compress(cut, map((0).__lt__, counts))
    return {at: form.clipped(items[at]) for at in cut}


def _common(one: Edges, other: Edges) -> Edges:
    """What two boxes have in common; where it is nothing, its right is left of its left."""
    (a, b, c, d), (p, q, r, s) = one, other
    return max(a, p), max(b, q), min(c, r), min(d, s)


def is_in_layer(item: int) -> bool:
    """Whether an object is marked as of a layer."""
    return any(True for _ in _layer_marks(item))


def _is_off(item: int) -> bool:
    """Whether an object is marked as of a layer that is switched off."""
    name = ctypes.create_string_buffer(2 * len(OFF_LAYER) + 2)
    size = ctypes.c_ulong()
    written = ctypes.addressof(name), len(name), ctypes.addressof(size)
    return any(
        call.mark_text(mark, b"Name", *written) and _utf16(name, size) == OFF_LAYER
        for mark in _layer_marks(item)
    )


def _layer_marks(item: int) -> Iterator[int]:
    name = ctypes.create_string_buffer(2 * len(LAYER_MARK) + 2)
    size = ctypes.c_ulong()
    for index in range(call.mark_count(call.pointer(item))):
        mark = call.mark_at(item, index)
        call.mark_name(mark, ctypes.addressof(name), len(name), ctypes.addressof(size))
        if _utf16(name, size) == LAYER_MARK:
            yield mark


def _utf16(name: ctypes.Array[ctypes.c_char], size: ctypes.c_ulong) -> str:
    """What pdfium wrote; nothing where there was no room for it."""
    return name.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")


def bounds(items: Sequence[int]) -> tuple[Floats, Bools]:
    """The boxes (n, 4) of objects within the form or page they stand in, and which have one."""
    boxes, known = call.object_bounds(len(items), map(call.pointer, items))
    return boxes.astype(np.float64), known


def _thickness(boxes: Floats) -> Floats:
    """The shorter sides of boxes."""
    return np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])


def placed(boxes: Floats, matrix: Matrix) -> Floats:
    """Boxes within a form as they stand on the page."""
    if matrix is IDENTITY:
        return boxes
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = boxes.T
    xs = np.sort([a * x0 + c * y0 + e, a * x1 + c * y1 + e], axis=0)
    ys = np.sort([b * x0 + d * y0 + f, b * x1 + d * y1 + f], axis=0)
    return np.stack([xs[0], ys[0], xs[1], ys[1]], axis=1)


def matrix_of(item: int) -> Matrix:
    """The matrix of an object within the form or page it stands in."""
    values = (ctypes.c_float * 6)()
    call.object_matrix(item, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def size_in(item: int) -> float:
    """The size in which a text object is set, in units of what it stands in; 0 where none is
    told."""
    size = ctypes.c_float()
    if not item or not call.font_size(item, ctypes.addressof(size)):
        return 0.0
    a, b, c, d, _, _ = matrix_of(item)
    return float(size.value * abs(a * d - b * c) ** 0.5)


def colors(written: call.Writer, items: Sequence[int]) -> Ints:
    """Red, green, blue and opacity (n, 4; 0 to 255) that objects are stroked or filled with, as
    `written` tells (`stroke_colors`, `fill_colors`)."""
    found, known = written(len(items), map(call.pointer, items))
    found[~known] = 0, 0, 0, 255
    return found.astype(np.int64)


def _take_paths(found: _Found, paths: list[int], before: Ints, form: _Form) -> None:
    """Add the thin shapes that a form's paths make on the page, the round ones and the fills;
    `before` is how many texts are drawn before each."""
    boxes, known, clips = _visible(paths, form)
    matrix = form.matrix
    modes, _ = call.draw_modes(len(paths), map(call.pointer, paths))
    filled, stroked = modes.astype(bool).T
    paint = np.zeros((len(paths), 4), dtype=np.int64)
    for written, wanted in ((call.stroke_colors, stroked), (call.fill_colors, ~stroked)):
        paint[wanted] = colors(written, list(compress(paths, wanted.tolist())))
    seen = known & (filled | stroked)
    seen &= (paint[:, 3] > 0) & (paint[:, :3].min(axis=1) < WHITE)
    thin = _thickness(boxes) <= MAX_RULING_WIDTH
    parts: list[Edges] = []
    for index in np.flatnonzero(seen & ~thin).tolist():
        shapes = _path_shapes(paths[index], matrix, bool(stroked[index]))
        own = _sides(shapes) if stroked[index] else _thin_parts(shapes)
        parts += _left_by(clips.get(index), own)
        round_shape = bool(shapes) and max(map(len, shapes)) == 1
        red, green, blue = paint[index, :3].tolist()
        coloured = max(red, green, blue) - min(red, green, blue) > COLOURED
        if stroked[index] and coloured and _is_box(shapes):
            # Without the line's own width, by which boxes are larger.
            (left, right), (bottom, top) = (
                (min(one), max(one)) for one in zip(*shapes[0], strict=True)
            )
            found.frames.append((left, bottom, right, top, red << 16 | green << 8 | blue))
        if round_shape and (boxes[index, 2:] - boxes[index, :2]).min() >= LEAST_RING:
            found.rings.append((*boxes[index].tolist(), red << 16 | green << 8 | blue))
    whole = seen & thin
    for index in np.flatnonzero(whole).tolist():
        if several := _thin_stretches(paths[index], matrix):
            whole[index] = False
            parts += _left_by(clips.get(index), several)
    found.lines.append(np.concatenate([boxes[whole], np.array(parts).reshape(-1, 4)]))
    # A thick white stroke hides what is below it as a fill does.
    white = stroked & (paint[:, :3].min(axis=1) >= WHITE)
    opaque = known & ~thin & (white | (filled & ~stroked)) & (paint[:, 3] == OPAQUE)
    found.covers.append(np.column_stack([boxes, before])[opaque])
    found.fills.append(boxes[seen & ~thin & filled])
    long = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    # A figure (1) may be as thin as a ruling.
    shape = ~thin | ((long > MAX_RULING_WIDTH) & (long < LONGEST_FIGURE))
    dark = seen & shape & filled & (paint[:, :3].max(axis=1) < DARK)
    for index in np.flatnonzero(dark).tolist():
        count = call.segment_count(paths[index])
        if count >= LEAST_OUTLINE:
            found.outlines.append((*boxes[index].tolist(), float(count)))


def _left_by(clip: Edges | None, parts: list[Edges]) -> list[Edges]:
    """What a clip path leaves of some lines."""
    if clip is None:
        return parts
    return [left for left in (_common(part, clip) for part in parts) if _is_any(left)]


def _thin_stretches(item: int, matrix: Matrix) -> list[Edges]:
    """The stretches of a thin path that leaves out a cell's width or height: nothing for one that
    goes on from end to end, dashed perhaps."""
    count = call.segment_count(item)
    # One line, or one box.
    if count < 2 * _ENDS or count == _CORNERS + 1 or count > MAX_PATH_SEGMENTS:
        return []
    stretches: list[Edges] = []
    for shape in _shapes(item, count, product(matrix_of(item), matrix)):
        if len(shape) > 1:
            (x0, x1), (y0, y1) = ((min(one), max(one)) for one in zip(*shape, strict=True))
            stretches.append((x0, y0, x1, y1))
    stretches.sort()
    joined: list[Edges] = []
    for one in stretches:
        if joined and max(one[0] - joined[-1][2], one[1] - joined[-1][3]) <= LEAST_GAP:
            x0, y0, x1, y1 = zip(joined[-1], one, strict=True)
            joined[-1] = min(x0), min(y0), max(x1), max(y1)
        else:
            joined.append(one)
    return joined if len(joined) > 1 else []


def _path_shapes(item: int, matrix: Matrix, stroked: bool) -> list[list[tuple[float, float]]]:
    """The parts of a path drawn in straight lines; none of a plain filled box."""
    count = call.segment_count(item)
    if count > MAX_PATH_SEGMENTS or (not stroked and count <= 5):
        return []
    return _shapes(item, count, product(matrix_of(item), matrix))


def _shapes(item: int, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The points of each part of a path that is drawn in straight lines; a curve ends a part."""
    shapes: list[list[tuple[float, float]]] = []
    begin = (0.0, 0.0)
    for index in range(count):
        segment = call.segment_at(item, index)
        place = moved(matrix, *_point(segment))
        kind = call.segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = place
        if kind != pdfium.FPDF_SEGMENT_LINETO or not shapes:
            # Of a curve only its end is kept, where a straight line may go on from.
            shapes.append([])
        shapes[-1].append(place)
        if call.segment_close(segment):
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                shapes[-1].append(begin)
            elif max(abs(place[0] - begin[0]), abs(place[1] - begin[1])) > 0.5:
                shapes.append([place, begin])
    return shapes


_PLACE = (ctypes.c_float * 2)()
_X = ctypes.addressof(_PLACE)


def _point(segment: int) -> tuple[float, float]:
    """The point that a segment of a path leads to."""
    call.segment_point(segment, _X, _X + 4)
    return _PLACE[0], _PLACE[1]


def _is_box(shapes: list[list[tuple[float, float]]]) -> bool:
    """Whether a path is one closed box of four level and upright sides."""
    if len(shapes) != 1 or len(set(shapes[0])) != _CORNERS or shapes[0][0] != shapes[0][-1]:
        return False
    long = [one for one in _sides(shapes) if one[:2] != one[2:]]
    return len(long) == _CORNERS


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
        if len(shape) < CORNERS:
            continue
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
