"""Text of a page that leaves no ink: white on white, a layer switched off, covered by a picture,
cut off. It is told by drawing the page without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np

from dutylist.extract.formats.pdf.clear_text import Shapes
from dutylist.extract.formats.pdf.glyphs import drawn, drawn_without
from dutylist.extract.formats.pdf.objects import EVERYWHERE, WHITE, PageObjects, is_in_layer
from dutylist.extract.formats.pdf.shadows import MOST_PAIRS
from dutylist.extract.formats.pdf.text_paint import Text, Twins, object_boxes, of_tiles
from dutylist.extract.pages.arrays import is_in, median
from dutylist.extract.pages.matrices import IDENTITY
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

MOST_GROUPS = 4
"""A page is drawn with no more groups of text objects that lie over each other."""

CHANGED = 6
"""A pixel that changes by more than this of 255 has ink."""

PAPER = 225
"""White on a ground at least as light as this (of 255), as pictures of tinted paper are, has a
contrast below 1.3 to 1: nobody reads it."""

INK_SCALE = 1.5
"""Pixels a point when the page is drawn to look for ink: a hairline changes one."""


def unseen_text(
    page: object,
    frame: Frame,
    text: Text,
    objects: PageObjects,
    paint: Ints,
    masked: Bools,
    layers: bool,
    twins: Twins,
) -> Bools:
    """Which characters leave no ink on the page. It is drawn only where it gives reason: white or
    clear text, such as is `masked`, text under a picture or fill or a clip path, and, with `layers`
    in the file, text of one. The ink of a text's `twins` is its own."""
    doubtful = _suspects(objects, paint, masked, layers)
    nothing = np.zeros(len(text.codes), dtype=bool)
    if not doubtful.any():
        return nothing
    texts = objects.texts.tolist()
    again = {
        texts[at]: [texts[one] for one in twins.get(at, ())]
        for at in np.flatnonzero(doubtful).tolist()
    }
    items = list({*again, *(one for more in again.values() for one in more)})
    asked = np.flatnonzero(is_in(text.items, items) & text.kept & (text.codes != 0x20))
    if not len(asked):
        return nothing
    white = set(objects.texts[paint[:, :3].min(axis=1) >= WHITE].tolist())
    nothing[asked] = _cut_off(text, asked, objects, frame, again)
    changes: dict[int, Ints] = {}
    said = np.flatnonzero(is_in(objects.texts, text.items[asked]))
    is_white = is_in(objects.texts[said], list(white))
    after = drawn_without(page, frame, items, INK_SCALE).astype(np.int16)
    # What is white may cover what is not.
    for some, those in ((said[~is_white], set(items) - white), (said[is_white], set(items))):
        if not len(some):
            continue
        before = after if len(those) == len(items) else _drawn_of(page, frame, those, set())
        for group in _apart(object_boxes(objects, some)):
            own = objects.texts[some[group]].tolist()
            shown = {*own, *(one for item in own for one in again.get(item, ()))}
            changes.update(dict.fromkeys(own, _drawn_of(page, frame, those, shown) - before))
    height, width = after.shape
    edges = (text.boxes[asked, :4] * INK_SCALE).round().astype(int)
    clear = set(objects.texts[paint[:, 3] <= CHANGED].tolist()) & set(items)
    if clear:
        own = [index for index in asked.tolist() if text.items[index] in clear]
        printed = Shapes.of(page, frame, clear).are_printed(text.boxes[own])
        nothing[own] |= ~printed
    for index, (x0, top, x1, bottom) in zip(asked.tolist(), edges.tolist(), strict=True):
        if text.items[index] in clear:
            continue
        if x0 >= width or top >= height or x1 <= 0 or bottom <= 0:
            continue
        # The outermost columns may have ink of the characters beside it.
        x0, x1 = max(x0, 0) + 1, max(x1 - 1, x0 + 2)
        part = changes[int(text.items[index])][max(top, 0) : bottom + 1, x0:x1]
        nothing[index] |= not (np.abs(part) > CHANGED).any()
        # A pattern is told as white, too, and darkens the paper.
        if text.items[index] in white and not nothing[index] and part.min() >= -CHANGED:
            # White on paper is seen only where it takes away from something else.
            nothing[index] = median(after[max(top, 0) : bottom + 1, x0:x1]) >= PAPER
    return nothing


def _drawn_of(page: object, frame: Frame, items: Iterable[int], some: Set[int]) -> Ints:
    """The page with some of the suspect text objects, without the others."""
    without = set(items) - some
    if not without:
        return drawn(page, frame, INK_SCALE).astype(np.int16)
    return drawn_without(page, frame, without, INK_SCALE).astype(np.int16)


def _apart(boxes: Floats) -> list[list[int]]:
    """The places of boxes in groups of which none lies over another: ink where two lie over each
    other tells nothing of the one below (the earlier wording of a layer that is off)."""
    if len(boxes) ** 2 > MOST_PAIRS:
        return [list(range(len(boxes)))]
    over = _over(boxes[:, None], boxes[None, :])
    over |= over.T
    groups: list[list[int]] = [[]]
    for at in range(len(boxes)):
        free = (group for group in groups if not over[at, group].any())
        own = next(free, None)
        if own is None and len(groups) < MOST_GROUPS:
            groups.append(own := [])
        (groups[-1] if own is None else own).append(at)
    return groups


def _over(one: Floats, other: Floats) -> Bools:
    """Which boxes have a part in common with others that may hold a character of `one`."""
    common = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    least = (one[..., 2:] - one[..., :2]).min(axis=-1) / 2
    out: Bools = common.min(axis=-1) > least
    return out


def _cut_off(
    text: Text, asked: Ints, objects: PageObjects, frame: Frame, again: Mapping[int, Sequence[int]]
) -> Bools:
    """Which of the characters asked about stand outside the boxes that clip paths leave, of the
    texts that are there `again`, too: other text that leaves ink may stand there."""
    there = [(item, *again.get(item, ())) for item in text.items[asked].tolist()]
    out = np.ones(len(asked), dtype=bool)
    x0, y0, x1, y1 = text.boxes[asked, :4].T
    for turn in range(max(map(len, there))):
        clips = [objects.clips.get(one[min(turn, len(one) - 1)], EVERYWHERE) for one in there]
        left, top, right, bottom = frame.turned(np.array(clips)).T
        width = np.minimum(x1, right) - np.maximum(x0, left)
        height = np.minimum(y1, bottom) - np.maximum(y0, top)
        out &= (width * INK_SCALE < 1) | (height * INK_SCALE < 1)
    return out


def _suspects(objects: PageObjects, paint: Ints, masked: Bools, layers: bool) -> Bools:
    """The text objects of a page that may leave no ink."""
    white = paint[:, :3].min(axis=1) >= WHITE
    out: Bools = white | (paint[:, 3] <= CHANGED) | masked | of_tiles(paint)
    if objects.clips:
        out |= is_in(objects.texts, list(objects.clips))
    if layers:
        out |= [is_in_layer(item) for item in objects.texts.tolist()]
        out |= [matrix is not IDENTITY for matrix in objects.matrices]
    covers = np.concatenate([objects.covers, _white_texts(objects, white)])
    earlier = np.flatnonzero(np.arange(len(out)) < covers[:, 4].max(initial=0))
    if len(earlier):
        boxes = object_boxes(objects, earlier)
        for cover in covers:
            out[earlier[_over(boxes, cover[:4]) & (earlier < cover[4])]] = True
    # What cuts out what is painted behind it leaves no ink of its own.
    return out & ~is_in(objects.texts, list(objects.cutting))


def _white_texts(objects: PageObjects, white: Bools) -> Floats:
    """White texts as covers of those before them (█)."""
    places = np.flatnonzero(white)
    if not len(places):
        return np.zeros((0, 5))
    return np.column_stack([object_boxes(objects, places), places])
