"""Text of a page that is none of its table's: what lies over other text, and what nobody sees.

Watermarks, stamps and seals are told by their colour: other than the page's usual one and
see-through, or lying over other text, or repeated, or in a ring of that colour. Text without ink
(white on white, a layer switched off, covered by a picture, cut off) is told by drawing the page
without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.clear_text import Shapes
from dutylist.extract.formats.pdf.glyphs import drawn, drawn_without
from dutylist.extract.formats.pdf.objects import (
    EVERYWHERE,
    OPAQUE,
    WHITE,
    PageObjects,
    bounds,
    colors,
    is_in_layer,
    placed,
)
from dutylist.extract.pages.arrays import is_in, median, middle_one
from dutylist.extract.pages.matrices import IDENTITY
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints
from dutylist.extract.pages.rulings import MIN_LENGTH

Twins = dict[int, list[int]]
"""Texts that are drawn several times in one place, by their places among a page's texts."""

SEE_THROUGH = 200
"""Text less opaque than this (of 255) is see-through."""

PALE = 150
"""Text whose red, green and blue are on average above this is pale."""

LARGE_TEXT = 1.6
"""Pale text larger than this many times the page's usual size is a watermark."""

OWN_SHARE = 0.15
"""See-through text that makes at least this share of a page and seldom repeats is its own."""

SELDOM = 0.6
"""Words seldom repeat where at least this share of them are different."""

REPEATED = 4
"""Pale words that stand so often on a page, and hardly any others, are a watermark."""

TWO_TEXTS = 2
"""A watermark has no more different lines."""

TOUCHES = 1.5
"""Points between lines that touch."""

MOST_PAIRS = 4_000_000
"""More pairs of characters are not compared."""

MOST_GROUPS = 4
"""A page is drawn with no more groups of text objects that lie over each other."""

CHANGED = 6
"""A pixel that changes by more than this of 255 has ink."""

PAPER = 225
"""White on a ground at least as light as this (of 255), as pictures of tinted paper are, has a
contrast below 1.3 to 1: nobody reads it."""

INK_SCALE = 1.5
"""Pixels a point when the page is drawn to look for ink: a hairline changes one."""


SHADOW = 0.25
"""The shadow of a text stands no further from it than this share of its height."""


MOSTLY = 0.9
"""At least this share of a shadow's characters have their own beside them."""


OverlayWords = tuple[str, int]
"""What a text object of an overlay says, and its colour."""


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


def overlays(
    text: Text, objects: PageObjects, paint: Ints, frame: Frame, known: set[OverlayWords]
) -> Bools:
    """Which characters lie over the page as a watermark, a stamp or a seal; `paint` (n, 4) are the
    colours of the page's text objects. `known` are the words and colours of those on the pages
    before, and takes up this page's."""
    own = _of_characters(text, objects, _packed(paint))
    over = np.zeros(len(text.codes), dtype=bool)
    kept = text.kept
    if not kept.any():
        return over
    # The usual colour is that of the most different characters: a watermark repeats its own.
    pairs = set(zip(own[kept].tolist(), text.codes[kept].tolist(), strict=True))
    usual = Counter(colour for colour, _ in pairs).most_common(1)[0][0]
    heights = (text.boxes[:, 3] - text.boxes[:, 1]).round()
    others = kept & (own != usual)
    for colour in set(own[others].tolist()) - {-1}:
        for height in set(heights[others & (own == colour)].tolist()):
            group = others & (own == colour) & (heights == height)
            said = {(word, colour) for word in _said(text.codes[group], text.items[group])}
            if (
                (said and said <= known)
                or _is_overlay(text, group, colour)
                or _is_shadow(text, group)
                or _cut_by_rulings(text, group, frame.turned(objects.lines))
            ):
                over |= group
                known |= said
    for colour in set(own[text.tilted].tolist()) - {-1, usual}:
        over |= (own == colour) & _among(text.boxes, text.tilted & (own == colour))
    marks = np.concatenate([objects.rings, _stamps(objects)])
    rings = np.column_stack([frame.turned(marks[:, :4]), marks[:, 4]])
    for x0, y0, x1, y1, ring in rings.tolist():
        middle_x = (text.boxes[:, 0] + text.boxes[:, 2]) / 2
        middle_y = (text.boxes[:, 1] + text.boxes[:, 3]) / 2
        inside = (x0 < middle_x) & (middle_x < x1) & (y0 < middle_y) & (middle_y < y1)
        over |= others & inside & (own >> 8 == ring)
    # A space may be of another height than the words that it stands between.
    over |= kept & (text.codes == 0x20) & is_in(text.items, text.items[over])
    return over


def _stamps(objects: PageObjects) -> Floats:
    """The coloured frames that stand alone: no other line ends on a side of one or goes on with it,
    as in a table."""
    return np.array(
        [one for one in objects.frames if not _is_joined(one[:4], objects.lines)]
    ).reshape(-1, 5)


def _is_joined(box: Floats, lines: Floats) -> bool:
    """Whether a line that is none of a box's own sides touches its outline from without."""
    left, bottom, right, top = box.tolist()
    x0, y0, x1, y1 = lines.T
    within = (x0 > left - TOUCHES) & (x1 < right + TOUCHES)
    within &= (y0 > bottom - TOUCHES) & (y1 < top + TOUCHES)
    ends_x = (np.abs(x1 - left) < TOUCHES) | (np.abs(x0 - right) < TOUCHES)
    ends_y = (np.abs(y1 - bottom) < TOUCHES) | (np.abs(y0 - top) < TOUCHES)
    beside_x = (x1 > left - TOUCHES) & (x0 < right + TOUCHES)
    beside_y = (y1 > bottom - TOUCHES) & (y0 < top + TOUCHES)
    # A ruling that runs through a stamp touches none of its sides but crosses two.
    along_y = (np.abs(y0 - bottom) < TOUCHES) | (np.abs(y1 - top) < TOUCHES)
    along_x = (np.abs(x0 - left) < TOUCHES) | (np.abs(x1 - right) < TOUCHES)
    level, upright = y1 - y0 < TOUCHES, x1 - x0 < TOUCHES
    joined = (ends_x & beside_y) | (ends_y & beside_x)
    joined |= (level & along_y & beside_x) | (upright & along_x & beside_y)
    return bool((joined & ~within).any())


def _among(boxes: Floats, which: Bools) -> Bools:
    """Which boxes lie within the one around some of them: of words on a circle a few stand
    level or on their side."""
    x0, top, x1, bottom = boxes[:, :4].T
    # Those that stand level or on their side are the outermost.
    reach = 2 * float((bottom - top)[which].max())
    out: Bools = (x0[which].min() - reach < x0) & (x1 < x1[which].max() + reach)
    out &= (top[which].min() - reach < top) & (bottom < bottom[which].max() + reach)
    return out


def _packed(paint: Ints) -> Ints:
    packed: Ints = (paint[:, 0] << 24) | (paint[:, 1] << 16) | (paint[:, 2] << 8) | paint[:, 3]
    return packed


def _of_characters(text: Text, objects: PageObjects, values: Ints) -> Ints:
    """For each character the value of its text object, -1 where it has none."""
    order = np.argsort(objects.texts)
    at = np.searchsorted(objects.texts, text.items, sorter=order)
    place = np.append(order, 0)[at]
    known = np.append(objects.texts, -1)[np.where(at < len(order), place, -1)] == text.items
    return np.where(known, np.append(values, -1)[place], -1)


def _is_overlay(text: Text, group: Bools, colour: int) -> bool:
    """Whether the characters of one colour and size, not the page's usual ones, lie over it."""
    said = _said(text.codes[group], text.items[group])
    if not said:
        return False
    different = len(set(said)) / len(said)
    opacity = colour & 0xFF
    channels = colour >> 24 & 0xFF, colour >> 16 & 0xFF, colour >> 8 & 0xFF
    pale = sum(channels) / 3 > PALE
    if opacity < SEE_THROUGH:
        return group.sum() < OWN_SHARE * text.kept.sum() or different < SELDOM
    if pale and min(channels) < WHITE and len(set(said)) <= TWO_TEXTS and len(said) >= REPEATED:
        return max(map(len, said)) > TWO_TEXTS
    return _lies_over(text, group)


def words(codes: Ints, items: Ints) -> tuple[str, ...]:
    """What some characters and the text objects that set them say, each once, in order."""
    return tuple(dict.fromkeys(_said(codes, items)))


def _said(codes: Ints, items: Ints) -> list[str]:
    out: defaultdict[int, str] = defaultdict(str)
    for item, code in zip(items.tolist(), codes.tolist(), strict=True):
        if code < FONT_CODE:
            out[item] += chr(code)
    return [word.strip() for word in out.values() if word.strip()]


def _is_shadow(text: Text, group: Bools) -> bool:
    """Whether the characters of one colour and size are printed again close by in another."""
    again = kept_too(text.codes, text.boxes, group, text.kept & ~group)
    return bool(again.sum() >= MOSTLY * group.sum())


def kept_too(codes: Ints, boxes: Floats, left_out: Bools, kept: Bools) -> Bools:
    """Which characters that were left out are printed at nearly the same place all the same: a
    shadow's."""
    out = np.zeros(len(codes), dtype=bool)
    one, other = np.flatnonzero(left_out), np.flatnonzero(kept)
    for code in set(codes[one].tolist()):
        own, same = one[codes[one] == code], other[codes[other] == code]
        if not len(same) or len(own) * len(same) > MOST_PAIRS:
            continue
        apart = np.abs(boxes[own][:, None, :4] - boxes[same][None, :, :4]).max(axis=2)
        heights = boxes[own, 3] - boxes[own, 1]
        out[own] = (apart <= SHADOW * heights[:, None]).any(axis=1)
    return out


def shadows(characters: Characters, boxes: Floats, left_out: Bools, kept: Bools) -> Bools:
    """Which characters that were left out are those of shadows: of their text objects nearly all
    are printed all the same. Of an earlier wording some may be."""
    again = kept_too(characters.codes, boxes, left_out, kept)
    if not again.any():
        return again
    at = np.flatnonzero(left_out)
    items = characters.objects(at)
    all_of, again_of = Counter(items.tolist()), Counter(items[again[at]].tolist())
    again[at] &= [again_of[item] >= MOSTLY * all_of[item] for item in items.tolist()]
    return again


def _lies_over(text: Text, group: Bools) -> bool:
    """Whether a character of the group stands on another one, not the same, outside it."""
    rest = text.kept & ~group & (text.codes != 0x20)
    one, other = text.boxes[group], text.boxes[rest]
    if len(one) * len(other) > MOST_PAIRS or not len(other):
        return False
    met = _meets(one[:, None, 0], one[:, None, 2], other[None, :, 0], other[None, :, 2])
    met &= _meets(one[:, None, 1], one[:, None, 3], other[None, :, 1], other[None, :, 3])
    met &= text.codes[group][:, None] != text.codes[rest][None, :]
    return bool(met.any())


def _cut_by_rulings(text: Text, group: Bools, lines: Floats) -> bool:
    """Whether upright rulings run through the middle of a character of the group: what a cell
    says does not cross its sides."""
    tall = lines[:, 3] - lines[:, 1] > np.maximum(lines[:, 2] - lines[:, 0], MIN_LENGTH)
    x = (lines[tall, 0] + lines[tall, 2]) / 2
    x0, top, x1, bottom = text.boxes[group, :4].T[:, :, None]
    third, middle = (x1 - x0) / 3, (top + bottom) / 2
    cut = (x0 + third < x) & (x < x1 - third)
    cut &= (lines[tall, 1] < middle) & (middle < lines[tall, 3])
    return bool(cut.any())


def _meets(a0: Floats, a1: Floats, b0: Floats, b1: Floats) -> Bools:
    """Whether the middle halves of two spans have a part in common."""
    a, b = (a1 - a0) / 4, (b1 - b0) / 4
    met: Bools = (a0 + a < b1 - b) & (b0 + b < a1 - a)
    return met


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
        for group in _apart(_object_boxes(objects, some)):
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


def see_through(objects: PageObjects, paint: Ints) -> Bools:
    """Which text objects are see-through though their colour is opaque: by a soft mask, perhaps."""
    found = map(call.is_see_through, map(call.pointer, objects.texts.tolist()))
    masked: Bools = np.fromiter(found, bool, len(paint)) & (paint[:, 3] == OPAQUE)
    return masked


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
    out: Bools = white | (paint[:, 3] <= CHANGED) | masked
    if objects.clips:
        out |= is_in(objects.texts, list(objects.clips))
    if layers:
        out |= [is_in_layer(item) for item in objects.texts.tolist()]
        out |= [matrix is not IDENTITY for matrix in objects.matrices]
    covers = np.concatenate([objects.covers, _white_texts(objects, white)])
    earlier = np.flatnonzero(np.arange(len(out)) < covers[:, 4].max(initial=0))
    if len(earlier):
        boxes = _object_boxes(objects, earlier)
        for cover in covers:
            out[earlier[_over(boxes, cover[:4]) & (earlier < cover[4])]] = True
    # What cuts out what is painted behind it leaves no ink of its own.
    return out & ~is_in(objects.texts, list(objects.cutting))


def _white_texts(objects: PageObjects, white: Bools) -> Floats:
    """White texts as covers of those before them (█)."""
    places = np.flatnonzero(white)
    if not len(places):
        return np.zeros((0, 5))
    return np.column_stack([_object_boxes(objects, places), places])


def _object_boxes(objects: PageObjects, places: Ints) -> Floats:
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
    boxes = _object_boxes(objects, np.arange(len(objects.texts)))
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
