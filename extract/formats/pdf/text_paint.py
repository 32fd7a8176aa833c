"""The text objects of a page: what paints them, where they stand, and which are drawn twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.objects import OPAQUE, PageObjects, bounds, colors, placed
from dutylist.extract.formats.pdf.shadows import SHADOW
from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.matrices import IDENTITY
from dutylist.extract.pages.page import Bools, Floats, Ints

_PATTERN = 0xBF
"""What pdfium tells for red, green and blue of a pattern of tiles, whatever they show."""

Twins = dict[int, list[int]]
"""Texts that are drawn several times in one place, by their places among a page's texts."""


@dataclass(frozen=True)
class Text:
    """The characters of a page with what sets them: `items` the text objects, `boxes` (n, 5) as in
    PageContent, `kept` which of them are text so far, `tilted` which are words of a watermark or a
    seal because they stand askew."""

    codes: Ints
    items: Ints
    boxes: Floats
    kept: Bools
    tilted: Bools


def see_through(objects: PageObjects, paint: Ints) -> Bools:
    """Which text objects are see-through though their colour is opaque: by a soft mask, perhaps."""
    found = map(call.is_see_through, map(call.pointer, objects.texts.tolist()))
    masked: Bools = np.fromiter(found, bool, len(paint)) & (paint[:, 3] == OPAQUE)
    return masked


def object_boxes(objects: PageObjects, places: Ints) -> Floats:
    """Left, bottom, right and top of some text objects, by their places among all."""
    boxes, _ = bounds(objects.texts[places].tolist())
    for at, place in enumerate(places.tolist()):
        matrix = objects.matrices[place]
        if matrix is not IDENTITY:
            boxes[at] = placed(boxes[[at]], matrix)[0]
    return boxes


def text_paint(objects: PageObjects) -> Ints:
    """The colours (n, 4) of a page's text objects, as opaque as the forms that they stand in."""
    paint = colors(call.fill_colors, objects.texts.tolist())
    paint[:, 3] = paint[:, 3] * objects.opacities // 255
    return paint


def of_tiles(paint: Ints) -> Bools:
    """Which text objects may be painted with a pattern of tiles: white ones, perhaps."""
    tiles: Bools = (paint[:, :3] == _PATTERN).all(axis=1)
    return tiles


def as_seen(paint: Ints, twins: Twins) -> Ints:
    """The colours, that of the darker where a text is drawn twice, with a shadow, of which pdfium
    tells one."""
    out = paint.copy()
    for at, others in twins.items():
        out[[at, *others]] = max(out[[at, *others]].tolist(), key=_visible)
    return out


def twins_of(objects: PageObjects, characters: Characters) -> Twins:
    """The texts, by their places among all, that are drawn again where they stand, of which pdfium
    tells one alone; and the places of the others."""
    said = set(characters.items.tolist())
    silent = np.array([item not in said for item in objects.texts.tolist()], dtype=bool)
    if not silent.any():
        return {}
    boxes = object_boxes(objects, np.arange(len(objects.texts)))
    # The ink of one mark may be low: the usual height counts.
    reach = SHADOW * middle_one(boxes[:, 3] - boxes[:, 1])
    found: Twins = {}
    for at in np.flatnonzero(silent).tolist():
        near = np.abs(boxes - boxes[at]).max(axis=1) <= reach
        for one in np.flatnonzero(near & ~silent).tolist():
            found.setdefault(one, []).append(at)
    return found


def _visible(paint: list[int]) -> int:
    """How well a colour is seen on paper."""
    red, green, blue, opacity = paint
    return (3 * 255 - red - green - blue) * opacity
