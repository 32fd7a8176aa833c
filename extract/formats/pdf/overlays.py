"""Text of a page that is none of its table's: what lies over other text.

Watermarks, stamps and seals are told by their colour: other than the page's usual one and
see-through, or lying over other text, or repeated, or in a ring of that colour.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from dutylist.extract.formats.pdf.characters import FONT_CODE
from dutylist.extract.formats.pdf.objects import WHITE, PageObjects
from dutylist.extract.formats.pdf.shadows import MOST_PAIRS, MOSTLY, kept_too
from dutylist.extract.formats.pdf.text_paint import Text
from dutylist.extract.pages.arrays import is_in
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints, within
from dutylist.extract.pages.rulings import MIN_LENGTH

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

OverlayWords = tuple[str, int]
"""What a text object of an overlay says, and its colour."""


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
    for *box, ring in rings.tolist():
        over |= others & within(text.boxes, box) & (own >> 8 == ring)
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
