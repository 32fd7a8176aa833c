"""Spaces that pdfium leaves out of a page's text, or takes for some that it makes up itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.objects import PageObjects, bounds, placed
from dutylist.extract.pages.arrays import is_in, median
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.pages.printed_lines import FIRST_WIDE

SPACE_SHARE = 0.1
"""A space is at least this share of a character's height wide."""

SWALLOWED = 0.2
"""A space printed in a stretched line is at least this share of an em wide."""

STRETCHED_RUN = 4
"""So many characters one after the other, a made-up space behind each, are a stretched line's."""

_MARKS = [ord(mark) for mark in "；。：，、！？;:,"]
"""What a space of its own stands behind between Chinese words."""

OVERPRINT = 0.35
"""A character less than this share of its width from the one before is printed over it."""

COMPRESSED = 0.95
"""A Chinese mark is cut narrower where the next character is less than this share of its width
away."""


def lone_spaces(characters: Characters, objects: PageObjects, in_order: bool) -> Floats:
    """The places (n, 4), in PDF units, of spaces set on their own, which pdfium leaves out.

    Such a space is a text object without extent, between those of two characters or after the
    last one of a line. Where pdfium's characters are `in_order` (it is not where the page is
    turned), one is looked for only where they stand apart.
    """
    places = np.arange(len(objects.texts))
    if in_order and len(characters.codes):
        places = places_between(characters, objects.texts)
    boxes, known = bounds(objects.texts[places].tolist())
    known &= (boxes[:, 0] == boxes[:, 2]) & (boxes[:, 1] == boxes[:, 3])
    spaces = [
        placed(boxes[[at]], objects.matrices[places[at]]) for at in np.flatnonzero(known).tolist()
    ]
    return np.concatenate([np.zeros((0, 4)), *spaces])


def swallowed_spaces(characters: Characters, lone: Floats) -> Floats:
    """The places (n, 4), in PDF units, of spaces behind marks in lines that are stretched so far
    that pdfium makes up a space between all characters, and takes a printed one for one of these:
    there two stand further apart by its width. Where one of the `lone` spaces stands is none."""
    left, right = characters.boxes[:, 0], characters.boxes[:, 2]
    across, up = np.diff(characters.origins, axis=0).T
    parted = (np.diff(characters.indexes) == 2) & (across > 0) & (np.abs(up) < 1)
    width = (right - left)[:-1]
    spaces = [np.zeros((0, 4))]
    for first, last in _runs(parted):
        gaps, ems = (across - width)[first:last], width[first:last]
        usual = median(gaps)
        wider = gaps > usual + SWALLOWED * ems
        wider &= is_in(characters.codes[first:last], _MARKS)
        at = first + np.flatnonzero(wider)
        between = (lone[:, 0] > left[at, None]) & (lone[:, 0] <= left[at + 1, None])
        level = np.abs(lone[:, 1] - characters.origins[at, 1, None]) < width[at, None]
        at = at[~(between & level).any(axis=1)]
        x, y = right[at] + usual, characters.origins[at, 1]
        spaces.append(np.stack([x, y, x, y], axis=1))
    return np.concatenate(spaces)


def _runs(which: Bools) -> Iterator[tuple[int, int]]:
    """The beginnings and ends of the stretches of at least STRETCHED_RUN that are true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], which, [False]]).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        if last - first >= STRETCHED_RUN:
            yield first, last


def places_between(characters: Characters, texts: Ints) -> Ints:
    """The places in `texts`, at most two each, that follow the text object of a character and
    are not the next one's, where the two stand apart."""
    apart, end = _apart(characters), len(texts)
    start = _places_of(characters.objects(apart), texts)
    stop = np.append(_places_of(characters.objects(apart[:-1] + 1), texts), end)
    stop[stop < start] = end
    following = start[:, None] + (1, 2)
    # Not np.unique: it loads all of numpy.ma.
    return np.flatnonzero(np.bincount(following[following < stop[:, None]]))


def _places_of(items: Ints, texts: Ints) -> Ints:
    """The place of each item in `texts`, behind the last one where it is not among them."""
    order = np.argsort(texts)
    at = np.searchsorted(texts, items, sorter=order)
    found = np.append(order, len(texts))[at]
    return np.where(np.append(texts, 0)[found] == items, found, len(texts))


def _apart(characters: Characters) -> Ints:
    """The characters that the next one does not follow closely, and the last one."""
    left, bottom, right, top = characters.boxes.T
    across, up = np.diff(characters.origins, axis=0).T
    apart = across - (right - left)[:-1] > SPACE_SHARE * (top - bottom)[:-1]
    apart |= (across < 0) | (np.abs(up) > 1)
    # A mark whose empty half is cut off may have a space within what its box takes.
    cut = (across > OVERPRINT * (right - left)[:-1]) & (across < COMPRESSED * (right - left)[:-1])
    apart |= cut & (characters.codes[:-1] >= FIRST_WIDE)
    apart |= (characters.codes[:-1] < FIRST_WIDE) & (np.diff(characters.indexes) > 1)
    return np.append(np.flatnonzero(apart), len(characters.codes) - 1)
