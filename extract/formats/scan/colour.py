"""Colour pictures become grey ones without seals and pen strokes, but with words in colour.

Offices print what is new in red, and stamp what they publish in red, too. What tells them apart
is the shape: words are rows of signs of one size on bare paper, a seal is round and large, a pen's
rings, ticks and lines have little ink in their box or cross the print.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""Pixels (height, width): of a picture, 0 for black; of ink, 1 where it is dark."""

Mask = NDArray[np.bool_]
Boxes = NDArray[np.int64]

DARK = 0.75
"""The darkest of a coloured pixel's three colours is less than this share of the paper's."""

APART = 0.1
"""Its three colours differ by at least this share of the paper's brightness."""

COLOURED, OF_SIGN = 0.22, 0.15
"""Of a coloured sign at least this share of the pixels differ by so much; black type has pale
fringes of colour."""

BLACK = 0.45
"""The brightest of a black pixel's three colours is less than this share of the paper's."""

PAPER = 90
"""Darker surroundings are no paper, but a desk, a picture or a filled cell."""

UNTINTED, LEAST_TINT = 0.97, 0.5
"""Paper is white whose three colours differ by no more than the rest; of paper under a lamp the
least was over 0.6 of the greatest."""

AROUND = 10.0
"""The paper's brightness is the greatest so many points around."""

COARSE = 4
"""It is looked for on a picture so many times smaller."""

STROKES_APART = 0.8
"""Strokes closer than twice so many points are of one sign."""

LOWEST, HIGHEST = 3.0, 26.0
"""The lesser side of a word has between so many points; a seal's ring, a pen's line have others."""

INKED, FILLED = 0.1, 0.75
"""Between these shares of a word's box are ink; a ring or a slanting line has less, a spot or a
filled cell more."""

STROKES = 0.7
"""A row of pixels in a word crosses so many strokes for each of its characters; a line is one."""

CROSSED = 0.05
"""Where so great a share of a sign's box is black ink, it was drawn over print."""

ROUND = 1.3
"""A seal is no further from round than this."""

SEAL, LARGEST = 40.0, 180.0
"""Nor smaller than so many points, nor larger: those of offices are 100 to 170, a pen's rings are
as high as a line; the edge of a sheet on a coloured desk goes all round the words."""

NEXT = 1.0
"""The next sign of a word begins within so many times its lesser side."""

BESIDE = 0.4
"""It stands beside it where they share this much of their height, or width."""

ALIKE = 2.0
"""And neither is more than so many times as large as the other."""

WORD = 1.8
"""A sign so many times as long as high is itself a word whose characters touch."""

MOST_SIGNS = 20_000
"""A page has no more characters; what has is a photo, not print."""


@dataclass(frozen=True)
class Words:
    """Where words printed in colour stand, and whether a seal stands next to some: words under it
    are not told from it."""

    mask: Mask
    at_seal: bool = False


@dataclass(frozen=True)
class _Signs:
    """Coloured signs: boxes (n, 4: x0, top, x1, bottom) in pixels, the share of each that is ink,
    and which have colour enough."""

    boxes: Boxes
    share: NDArray[np.float64]
    coloured: Mask

    @property
    def least(self) -> NDArray[np.int64]:
        """The lesser side of each."""
        sides: Boxes = self.boxes[:, 2:] - self.boxes[:, :2]
        return np.minimum(sides[:, 0], sides[:, 1])

    @property
    def most(self) -> NDArray[np.int64]:
        """The greater side of each."""
        sides: Boxes = self.boxes[:, 2:] - self.boxes[:, :2]
        return np.maximum(sides[:, 0], sides[:, 1])


def grey_of(pixels: NDArray[np.uint8], dpi: float) -> tuple[Grey, bool]:
    """Colour pixels (height, width, 3) in grey: of each the brightest of its three colours, which
    all but takes red seals and blue ink away, but the darkest where coloured words stand. And
    whether some of these stand at a seal, as in `Words`."""
    brightest, darkest = pixels.max(axis=2), pixels.min(axis=2)
    even = without_tint(pixels, dpi / 72)
    words = coloured_words(even.max(axis=2), even.min(axis=2), dpi)
    return np.where(words.mask, darkest, brightest), words.at_seal


def without_tint(pixels: NDArray[np.uint8], point: float) -> NDArray[np.uint8]:
    """The pixels as if the paper were white: under a warm lamp black type is brown."""
    height, width = pixels.shape[:2]
    paper = np.stack([_coarse_paper(pixels[:, :, one], point) for one in range(3)], axis=2)
    tint = paper / np.maximum(paper.max(axis=2, keepdims=True), 1.0)
    if tint.min() > UNTINTED:
        return pixels
    gains = (1 / np.maximum(tint, LEAST_TINT)).astype(np.float32)
    out = np.empty_like(pixels)
    for one in range(3):
        gain = cv2.resize(gains[:, :, one], (width, height), interpolation=cv2.INTER_LINEAR)
        out[:, :, one] = cv2.multiply(pixels[:, :, one], gain, dtype=cv2.CV_8U)
    return out


def coloured_words(brightest: Grey, darkest: Grey, dpi: float) -> Words:
    """The words in colour, by the brightest and the darkest of each pixel's three colours."""
    point = dpi / 72
    paper = paper_of(darkest, point)
    apart = brightest.astype(np.int16) - darkest
    ink = (paper > PAPER) & (darkest < DARK * paper) & (apart > APART * paper)
    if np.count_nonzero(ink & (apart > COLOURED * paper)) < (LOWEST * point) ** 2:
        return Words(np.zeros(ink.shape, dtype=bool))
    reach = max(round(STROKES_APART * point), 1)
    joined = cv2.dilate(ink.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    if count > MOST_SIGNS:
        return Words(np.zeros(ink.shape, dtype=bool))
    area = np.bincount(labels[ink], minlength=count)
    strong = np.bincount(labels[ink & (apart > COLOURED * paper)], minlength=count)
    signs = _signs(stats.astype(np.int64), area, strong, reach)
    large = _large(signs, point)
    rounded = signs.most < ROUND * signs.least
    seals = signs.boxes[large & rounded]
    # A seal's ring that words touch is no longer round.
    joined_to = bool((large & ~rounded & (signs.least > SEAL * point)).any())
    own = _word_like(signs, seals, point)
    black = (brightest < BLACK * paper) & (paper > PAPER)
    for index in np.flatnonzero(own):
        x0, top, x1, bottom = signs.boxes[index]
        own[index] = black[top:bottom, x0:x1].mean() < CROSSED and _written(ink[top:bottom, x0:x1])
    own = _in_words(signs, own)
    if not own.any():
        return Words(np.zeros(ink.shape, dtype=bool), joined_to)
    usual = float(np.median(signs.least[own]))
    at_seal = any(_gaps(signs.boxes[own], seal).max(axis=1).min() < usual for seal in seals)
    return Words((own | _small(signs, own, seals, usual))[labels], at_seal or joined_to)


def paper_of(darkest: Grey, point: float) -> NDArray[np.float32]:
    """The brightness of the paper round each pixel."""
    top = _coarse_paper(darkest, point)
    whole = cv2.resize(top, darkest.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return whole.astype(np.float32)


def _coarse_paper(grey: Grey, point: float) -> Grey:
    """The same on a smaller picture."""
    small = cv2.resize(grey, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA)
    side = max(round(AROUND * point / COARSE), 1) * 2 + 1
    return cv2.dilate(small, np.ones((side, side), np.uint8)).astype(np.uint8)


def _signs(
    stats: NDArray[np.int64], area: NDArray[np.int64], strong: NDArray[np.int64], reach: int
) -> _Signs:
    """The signs by the components that their strokes make, each `reach` wider than its ink; the
    first is the paper."""
    x, y, width, height, _ = stats.T
    boxes = np.column_stack([x + reach, y + reach, x + width - reach, y + height - reach])
    size = np.maximum((boxes[:, 2:] - boxes[:, :2]).prod(axis=1), 1)
    coloured = strong > OF_SIGN * area
    coloured[0] = False
    return _Signs(boxes, area / size, coloured)


def _large(signs: _Signs, point: float) -> Mask:
    """What is larger than words, and no filled cell: seals, if they are round."""
    out = signs.coloured & (signs.least > HIGHEST * point) & (signs.share < FILLED)
    return out & (signs.least < LARGEST * point)


def _word_like(signs: _Signs, seals: Boxes, point: float) -> Mask:
    """The signs of a word's size and ink that stand in no seal."""
    out = signs.coloured & (signs.share > INKED) & (signs.share < FILLED)
    out &= (signs.least >= LOWEST * point) & (signs.least <= HIGHEST * point)
    return out & ~_inside(signs.boxes, seals)


def _inside(boxes: Boxes, others: Boxes) -> Mask:
    """Which boxes lie in one of the others."""
    out = np.zeros(len(boxes), dtype=bool)
    for other in others:
        out |= ((boxes[:, :2] >= other[:2]) & (boxes[:, 2:] <= other[2:])).all(axis=1)
    return out


def _written(ink: Mask) -> bool:
    """Whether ink has as many strokes along its box as words have."""
    if ink.shape[0] > ink.shape[1]:
        ink = ink.T
    begins = np.diff(ink.astype(np.int8), axis=1, prepend=0) == 1
    strokes = np.count_nonzero(begins, axis=1)
    return bool(strokes.max() >= STROKES * ink.shape[1] / ink.shape[0])


def _gaps(boxes: Boxes, box: Boxes) -> Boxes:
    """How far boxes are from one, across and down (n, 2); 0 where they overlap."""
    apart: Boxes = np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:])
    return np.maximum(apart, 0)


def _in_words(signs: _Signs, own: Mask) -> Mask:
    """Those that are words themselves, or that have one of their size beside them."""
    out = own & (signs.most > WORD * signs.least)
    places = np.flatnonzero(own)
    boxes, least = signs.boxes[places], signs.least[places]
    for index, box, side in zip(places, boxes, least, strict=True):
        shared = np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2])
        beside = (shared > BESIDE * np.minimum(side, least)[:, None]).any(axis=1)
        alike = (least < ALIKE * side) & (side < ALIKE * least) & (places != index)
        near = _gaps(boxes, box).max(axis=1) < NEXT * np.maximum(side, least)
        out[index] |= (beside & alike & near).any()
    return out


def _small(signs: _Signs, words: Mask, seals: Boxes, usual: float) -> Mask:
    """The small signs in a row with words: dots and commas beside them, a number in a cell of its
    own. `usual` is the usual height of words."""
    out = signs.coloured & ~words & ~_inside(signs.boxes, seals) & (signs.most < usual)
    boxes = signs.boxes[words]
    for index in np.flatnonzero(out):
        out[index] = (_gaps(boxes, signs.boxes[index]).min(axis=1) == 0).any()
    return out
