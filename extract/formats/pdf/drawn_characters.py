"""Characters that a PDF prints in a line of text and has no text for: pictures, outlines, and
glyphs that pdfium takes for one space too many."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.pdf.blanks import CHANGED, SCALE, ink_of
from dutylist.extract.formats.pdf.characters import UNTOLD, Characters
from dutylist.extract.formats.pdf.drawn_figures import figures_alone, marks_between, runs
from dutylist.extract.formats.pdf.glyphs import INK, WIDE, drawn
from dutylist.extract.formats.pdf.objects import PageObjects, bounds, placed
from dutylist.extract.formats.pdf.spaces import places_between
from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints, within

SIZES = (0.4, 1.6)
"""A character is so many ems high, and wide."""

NEAR = 0.5
"""It begins no further than so many ems behind the character before it."""

WHOLE, CLOSE = 0.7, 0.15
"""What stands first in a line is a character where it is at least so many ems wide and high and a
Chinese one follows within so many ems: an icon is smaller, or stands apart."""

SLIM, FIGURE_HEIGHTS, BESIDE = 0.75, (0.5, 0.9), 0.25
"""A figure is at most so many times as wide as high, so many ems high, and no more ems from what
it stands beside: a bullet or a tick is wider."""

ON_BASE = 0.12
"""It stands no more ems off the baseline."""

LEVEL = 0.4
"""Middles no more than so many ems apart are in one line."""

MANY_SEGMENTS = 20
"""The outline of a character has at least so many segments, that of a dot or a tick fewer."""

FEW = 2
"""A word of so many characters may be the name of a place that is in no font."""

LONGEST = 20
"""A word has at most so many characters."""

GAP = 0.35
"""Characters of one text object so many ems further apart than its others may have one between."""

WIDEST_GAP = 3.0
"""Where they are more ems apart, they are of different columns."""

RISE, DROP = 0.88, 0.12
"""So many ems above and below the baseline a character stands."""


def drawn_characters(
    page: object,
    frame: Frame,
    characters: Characters,
    objects: PageObjects,
    boxes: Floats,
    keep: Bools,
) -> Floats:
    """The upright boxes (n, 5, as in PageContent) of characters without text; `boxes` are those of
    the page's characters, of which some are kept."""
    kept = np.flatnonzero(keep & (characters.codes != 0x20))
    nothing = np.zeros((0, 5))
    if len(kept) < 2:
        return nothing
    own = boxes[kept]
    em = middle_one(own[:, 3] - own[:, 1])
    found = [nothing, _shapes(page, frame, objects, own, em)]
    found.append(_between_figures(frame, objects, characters.codes[kept], own, found[1], em))
    found.append(_in_gaps(page, frame, characters, boxes, np.flatnonzero(keep), em))
    found.append(_untold_objects(page, frame, characters, objects, own, em))
    return np.concatenate(found)


def few_together(found: Floats) -> Bools:
    """Which of the boxes found stand alone or in twos among text. No font had these characters: the
    recogniser takes them for others that it knows, and is sure of it (㘭 for 均)."""
    order = np.lexsort((found[:, 0], np.round(found[:, 4])))
    boxes = found[order]
    heights = boxes[:, 3] - boxes[:, 1]
    apart = boxes[1:, 0] - boxes[:-1, 2] > NEAR * heights[1:]
    apart |= np.abs(np.diff(boxes[:, 4])) > LEVEL * heights[1:]
    out = np.zeros(len(found), dtype=bool)
    for run in np.split(order, np.flatnonzero(apart) + 1):
        out[run] = len(run) <= FEW
    return out


def with_drawn(
    characters: Characters, boxes: Floats, keep: Bools, found: Floats
) -> tuple[Characters, Floats, Bools]:
    """The characters, their upright boxes and which are kept, with those found behind them: the
    file does not tell what they mean."""
    count = len(found)
    if not count:
        return characters, boxes, keep
    nowhere = np.full((count, 4), -1.0)
    more = replace(
        characters,
        indexes=np.append(characters.indexes, np.full(count, -1)),
        codes=np.append(characters.codes, np.full(count, UNTOLD)),
        boxes=np.concatenate([characters.boxes, nowhere]),
        origins=np.concatenate([characters.origins, nowhere[:, :2]]),
        untold=np.append(characters.untold, np.ones(count, dtype=bool)),
        parted=np.append(characters.parted, np.zeros(count, dtype=np.int64)),
    )
    return more, np.concatenate([boxes, found]), np.append(keep, np.ones(count, dtype=bool))


def _shapes(page: object, frame: Frame, objects: PageObjects, own: Floats, em: float) -> Floats:
    """Outlines and small pictures that stand in a line of text behind a character, or several
    outlines side by side."""
    outlines, pictures = frame.turned(objects.outlines[:, :4]), frame.turned(objects.pictures)
    segments = np.append(objects.outlines[:, 4], np.zeros(len(pictures)))
    shapes = np.concatenate([outlines, pictures])
    sizes = shapes[:, 2:] - shapes[:, :2]
    across = np.maximum(np.round(sizes[:, 0] / em), 1).astype(np.int64)
    # A word may be one outline, of so many segments a character.
    across[segments < MANY_SEGMENTS * across] = 1
    fit = (sizes > SIZES[0] * em).all(axis=1) & (sizes[:, 1] < SIZES[1] * em)
    fit |= (segments > 0) & _slim(shapes, em)
    fit &= (sizes[:, 0] < SIZES[1] * em) | ((across > 1) & (across <= LONGEST))
    for ring in frame.turned(objects.rings[:, :4]):
        fit &= ~((shapes[:, :2] >= ring[:2]).all(axis=1) & (shapes[:, 2:] <= ring[2:]).all(axis=1))
    fit[fit] = [not _on_text(shape, own) for shape in shapes[fit]]
    if not fit.any():
        return np.zeros((0, 5))
    shapes, segments = _cut(shapes[fit], segments[fit], across[fit])
    out: list[Floats] = []
    figures: list[list[int]] = []
    alone: list[list[int]] = []
    for run in runs(shapes, NEAR * em, LEVEL * em):
        boxes = _line_part(shapes[run], segments[run], own, em)
        slim = bool((_slim(shapes[run], em) & (segments[run] > 0)).all())
        if slim:
            (figures if boxes else alone).append(run)
        out += boxes
    for run in figures_alone(shapes, segments, figures, alone, em):
        out += _placed_in(shapes[run], middle_one(shapes[run, 3]), em)
    picture = drawn(page, frame, SCALE) if out else np.zeros((0, 0), np.uint8)
    inked = [box for box in out if (_part(picture, box) < INK).any()]
    return np.array(inked).reshape(-1, 5)


def _between_figures(
    frame: Frame,
    objects: PageObjects,
    codes: Ints,
    own: Floats,
    shapes: Floats,
    em: float,
) -> Floats:
    """Small shapes that stand between two figures, be these text or not: a decimal point."""
    small = np.concatenate([frame.turned(objects.lines), frame.turned(objects.fills)])
    small = small[(small[:, 2:] - small[:, :2]).max(axis=1) < em]
    if not len(small):
        return np.zeros((0, 5))
    figures = np.concatenate([shapes, own[(codes >= ord("0")) & (codes <= ord("9"))]])
    return marks_between(figures, small, em)


def _cut(shapes: Floats, segments: Floats, across: Ints) -> tuple[Floats, Floats]:
    """Shapes cut into so many beside each other, and the segments of each part."""
    parts = []
    for (x0, top, x1, bottom), count in zip(shapes.tolist(), across.tolist(), strict=True):
        edges = np.linspace(x0, x1, count + 1).tolist()
        parts += [(a, top, b, bottom) for a, b in pairwise(edges)]
    return np.array(parts), np.repeat(segments / across, across)


def _on_text(shape: Floats, own: Floats) -> bool:
    """Whether a shape has a character's middle in it, or its own middle in one: a frame, a
    background, a character printed twice."""
    x0, top, x1, bottom = shape
    inside = within(own, shape)
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    inside |= (
        (own[:, 0] < middle_x)
        & (middle_x < own[:, 2])
        & (own[:, 1] < middle_y)
        & (middle_y < own[:, 3])
    )
    return bool(inside.any())


def _line_part(shapes: Floats, segments: Floats, own: Floats, em: float) -> list[Floats]:
    """The boxes of shapes side by side as characters of the line that they stand in; none where
    they are no characters."""
    middle = (shapes[0, 1] + shapes[0, 3]) / 2
    level = np.abs((own[:, 1] + own[:, 3]) / 2 - middle) < LEVEL * em
    gap = shapes[0, 0] - own[:, 2]
    before = own[level & (gap > -NEAR * em) & (gap < NEAR * em)]
    complex_ones = int((segments >= MANY_SEGMENTS).sum())
    behind = own[level & (np.abs(own[:, 0] - shapes[-1, 2]) < CLOSE * em)]
    beside = own[level & _beside(shapes, own, em)]
    if _slim(shapes, em).all() and len(beside):
        base = beside[0, 4]
    elif (shapes[:, 2] - shapes[:, 0]).min() <= SIZES[0] * em:
        return []
    elif len(before):
        if not complex_ones and segments.all():
            return []
        base = before[0, 4]
    elif _leads(shapes, segments, behind, em):
        base = behind[0, 4]
    elif complex_ones >= 2:
        base = middle_one(shapes[:, 3]) - DROP * em / 2
    else:
        return []
    return _placed_in(shapes, base, em, float(before[0, 2]) if len(before) else -np.inf)


def _placed_in(shapes: Floats, base: float, em: float, begin: float = -np.inf) -> list[Floats]:
    """The boxes of shapes as characters that stand on a baseline, none before `begin`."""
    middles = (shapes[:, 0] + shapes[:, 2]) / 2
    # The ink of a character takes less than its square.
    half = np.where(shapes[:, 2] - shapes[:, 0] > WIDE * em, em, shapes[:, 2] - shapes[:, 0]) / 2
    left, right = middles - half, middles + half
    left[1:] = np.maximum(left[1:], right[:-1])
    left[0] = max(left[0], begin)
    top, bottom = base - RISE * em, base + DROP * em
    return [np.array([a, top, b, bottom, base]) for a, b in zip(left, right, strict=True)]


def _slim(shapes: Floats, em: float) -> Bools:
    """Which shapes may be figures."""
    width, height = (shapes[:, 2:] - shapes[:, :2]).T
    least, most = FIGURE_HEIGHTS
    out: Bools = (width <= SLIM * height) & (height > least * em) & (height < most * em)
    return out


def _beside(shapes: Floats, own: Floats, em: float) -> Bools:
    """Which characters shapes side by side stand beside, on their baseline."""
    gap = np.minimum(np.abs(shapes[0, 0] - own[:, 2]), np.abs(own[:, 0] - shapes[-1, 2]))
    off = np.abs(shapes[:, 3][:, None] - own[:, 4]).max(axis=0)
    out: Bools = (gap < BESIDE * em) & (off < ON_BASE * em)
    return out


def _leads(shapes: Floats, segments: Floats, behind: Floats, em: float) -> bool:
    """Whether shapes are the first characters of a line that goes on with those behind them."""
    whole = bool((shapes[:, 2:] - shapes[:, :2] > WHOLE * em).all())
    drawn_fully = bool(((segments == 0) | (segments >= MANY_SEGMENTS)).all())
    return whole and drawn_fully and bool((behind[:, 2] - behind[:, 0] > WIDE * em).any())


def _part(picture: np.ndarray, box: Floats) -> np.ndarray:
    x0, top, x1, bottom = (box[:4] * SCALE).round().astype(int).clip(0).tolist()
    return picture[top:bottom, x0:x1]


def _in_gaps(
    page: object, frame: Frame, characters: Characters, boxes: Floats, kept: Ints, em: float
) -> Floats:
    """What stands in the gap between two characters of one text object that are further apart than
    its others: pdfium leaves out the second of two spaces, whatever they look like."""
    one, other = kept[:-1], kept[1:]
    gaps = boxes[other, 0] - boxes[one, 2]
    near = np.abs(boxes[other, 4] - boxes[one, 4]) < 1
    wide = near & (gaps > GAP * em) & (gaps < WIDEST_GAP * em)
    wide &= characters.indexes[other] - characters.indexes[one] <= 2
    at = np.flatnonzero(wide)
    if not len(at):
        return np.zeros((0, 5))
    items = characters.objects(one[at])
    same = (items == characters.objects(other[at])) & (items != 0)
    at, items = at[same], items[same]
    usual: dict[int, float] = {}
    for item in set(items.tolist()):
        own = np.flatnonzero(near & (characters.objects(one) == item))
        usual[item] = middle_one(gaps[own]) if len(own) else 0.0
    apart = [gap - usual[item] > GAP * em for gap, item in zip(gaps[at], items, strict=True)]
    at, items = at[apart], items[apart]
    if not len(at):
        return np.zeros((0, 5))
    places = np.column_stack([boxes[one[at], 2], boxes[other[at], 0], boxes[one[at], 4]])
    empty = [not _has_text(place, boxes[kept]) for place in places]
    if not any(empty):
        return np.zeros((0, 5))
    return _inked(page, frame, set(items[empty].tolist()), places[empty], em)


def _has_text(place: Floats, own: Floats) -> bool:
    """Whether a character's middle stands in a gap: lines may be set in any order."""
    x0, x1, base = place
    middle = (own[:, 0] + own[:, 2]) / 2
    return bool(((middle > x0) & (middle < x1) & (np.abs(own[:, 4] - base) < 1)).any())


def _inked(page: object, frame: Frame, items: set[int], places: Floats, em: float) -> Floats:
    """The boxes of the characters that text objects draw from x0 to x1 above a baseline."""
    ink = ink_of(page, frame, items) > CHANGED
    out = []
    for x0, x1, base in places.tolist():
        inner = np.array([x0 + 0.05 * em, base - 0.75 * em, x1 - 0.05 * em, base + 0.05 * em])
        if _part(ink, inner).any():
            count = max(round((x1 - x0) / em), 1)
            edges = np.linspace(x0, x1, count + 1).tolist()
            out += [(a, base - RISE * em, b, base + DROP * em, base) for a, b in pairwise(edges)]
    return np.array(out).reshape(-1, 5)


def _untold_objects(
    page: object,
    frame: Frame,
    characters: Characters,
    objects: PageObjects,
    own: Floats,
    em: float,
) -> Floats:
    """What text objects print of which pdfium says nothing: each one a character taken for a space
    too many."""
    places = places_between(characters, objects.texts)
    boxes, known = bounds(objects.texts[places].tolist())
    known &= (boxes[:, 2] - boxes[:, 0] > 0) & (boxes[:, 3] - boxes[:, 1] > 0)
    items = objects.texts[places].tolist()
    known &= np.array([item not in objects.invisible for item in items], dtype=bool)
    if not known.any():
        return np.zeros((0, 5))
    said = set(characters.items.tolist())
    at = [place for place in places[known].tolist() if int(objects.texts[place]) not in said]
    found = []
    for place in at:
        item = int(objects.texts[place])
        box, _ = bounds([item])
        shape = frame.turned(placed(box, objects.matrices[place]))[0]
        level = np.abs((own[:, 1] + own[:, 3] - shape[1] - shape[3]) / 2) < LEVEL * em
        if level.any() and not _on_text(shape, own):
            edges = np.array([[shape[0], shape[2], own[level][0, 4]]])
            found.append(_inked(page, frame, {item}, edges, em))
    return np.concatenate([np.zeros((0, 5)), *found])
