"""Whether the glyphs of a PDF look like the characters that the file says them to be.

Each is drawn once, small, and compared with faces that are kept: an ideograph that is much more
like another one of the file than like its own is a reason to read its page from the pictures.
Only that: fonts differ, and simple characters are like each other. Digits and marks, which are
few, are told one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import GlyphKey, Placed, Readings, glyphs_of, read_glyphs
from dutylist.extract.formats.pdf.mistold.glyph_pictures import (
    AS_DRAWN,
    AS_TOLD,
    Fit,
    glyph_pictures,
)
from dutylist.extract.formats.pdf.mistold.mark_likeness import Unlike, is_narrow, unlike_marks
from dutylist.extract.formats.pdf.mistold.references import (
    FACES,
    SIDE,
    Picture,
    common_ones,
    common_pictures,
    compared,
    likeness,
    references,
)
from dutylist.extract.formats.pdf.objects import size_in
from dutylist.extract.pages.arrays import is_in, middle_one
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

FIRST, LAST = 0x3400, 0x9FFF
"""The ideographs that are compared with each other."""

EM = 20
"""Pixels that a character is wide when it is drawn."""

LARGE_EM = 60
"""Pixels that it is wide when it is looked at again: a glyph is drawn at whole pixels, and half a
pixel of twenty may make another of it."""

MARK_EM = 30
"""Pixels that it is wide when digits and marks are drawn."""

SAMPLE = 800
"""So many glyphs of a file are looked at each for itself: nearly all of a list's words. Of those
that come later only one of each code and size is, in whatever font."""

MOST_KNOWN = 4096
"""A glyph is compared with the first so many ideographs of its file."""

SQUARE, TALLEST = 0.95, 1.6
"""A Latin letter with an accent is not so many ems wide, as Chinese characters are, whose lines are
at most so many times as high."""

LEAST_SIDE = 0.5
"""A glyph whose ink is less than so many ems wide or high (一, 卜) is not compared."""

UNLIKE = 0.25
"""A glyph is suspect where another character is more like it by this much (of 1) than its own. Of
1,104 glyphs in eight faces none to nine are so, in one brush face 80; of two characters that are
said to be each other one is in 94 to 99 of 100 pairs."""

STRANGE = 0.6
"""What is less like its own character than this is compared with all common ones, too: another's
glyph may be the only one of its file. None to 17 of the real list's are, in ten layouts; of
characters said to be others 97 of 100."""

SAME = 0.7
"""And suspect where it is as like one of them as this: of 1,106 glyphs none to two are so in eight
faces, nine in a bold and 39 in a brush face; of characters said to be others 88 to 97 of 100."""

CLEAR = 0.85
"""One that is drawn large and as like another as this is that one, also where nothing reads it: of
1,106 glyphs none is so in nine faces, the brush face among them."""

EXCHANGED = 0.1
"""Two glyphs, each more like the other's character by this much, are said to be one another: in
sound files the nearest are 厕 and 测, by 0.08."""


@dataclass(frozen=True)
class Suspect:
    """A glyph that is more like another character than the one that it is said to be, by how much
    (0 to 1), and how like that one it is."""

    key: GlyphKey
    said: str
    like: str
    more: float
    likeness: float


class Known:
    """The ideographs that a file said so far, and what they look like in each face."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self._rows: NDArray[np.float32] = np.empty((len(FACES), MOST_KNOWN, SIDE**2), np.float32)

    def add(self, said: Iterable[str]) -> None:
        """Take up those that are new."""
        new = [one for one in dict.fromkeys(said) if one not in self.place]
        start = len(self.place)
        new = new[: MOST_KNOWN - start]
        if new:
            for face in range(len(FACES)):
                self._rows[face, start : start + len(new)] = references(new, face)
            self.place |= {one: start + at for at, one in enumerate(new)}

    def like_own(self, pictures: Picture, own: list[int]) -> Floats:
        """How like some pictures are each to its own character."""
        out: Floats = np.abs((pictures * self._rows[:, own]).sum(axis=2)).max(axis=0)
        return out

    def like(self, pictures: Picture) -> Picture:
        """How like some pictures are to each."""
        return likeness(pictures, self._rows[:, : len(self.place)])


@dataclass
class Looked:
    """What was looked at in a file so far: the glyphs, their codes, and the ideographs that are
    `known`; whether the file was `caught` saying other characters than it prints; the glyphs that
    look like `others` where nothing reads them, and the digits and `marks` that do not look like
    what they are said to be, with what these are like, perhaps; and what glyphs print in place of
    what they are said to be where that is known, or "" where only that they do is."""

    glyphs: set[GlyphKey] = field(default_factory=set)
    codes: set[int] = field(default_factory=set)
    known: Known = field(default_factory=Known)
    caught: bool = False
    others: dict[GlyphKey, Suspect] = field(default_factory=dict)
    marks: dict[GlyphKey, str] = field(default_factory=dict)
    printed: dict[GlyphKey, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """What is needed to look at a page's glyphs: the page, how it is turned, its characters, which
    of them are asked about (`placed`), what was looked at in the file so far, and how its glyphs
    were read, None where they are not read."""

    page: object
    frame: Frame
    characters: Characters
    placed: Placed
    looked: Looked
    glyphs: Readings | None

    def of(self, which: Bools) -> Look:
        """A look at those alone."""
        return replace(self, placed=replace(self.placed, untold=which))

    def read(self, glyphs: Readings) -> list[GlyphKey]:
        """The glyphs of the characters that are asked about; `glyphs` then says how each reads."""
        return read_glyphs(self.page, self.frame, self.placed, glyphs, told=True)


@dataclass(frozen=True)
class Pictures:
    """Some glyphs of a page, where they stand among its characters, what they are said to be,
    width and height of their boxes and of their ink (n, 2), and their pictures, as many of each."""

    keys: list[GlyphKey]
    places: Ints
    said: list[str]
    boxes: Floats
    ink: Floats
    pictures: Picture


_NONE = Pictures(
    [],
    np.zeros(0, np.int64),
    [],
    np.ones((0, 2)),
    np.ones((0, 2)),
    np.zeros((0, SIDE**2), np.float32),
)


def new_ones(placed: Placed, looked: Looked) -> dict[GlyphKey, int]:
    """The glyphs of the characters that are asked about that are to be looked at, and the place of
    each, in order; `looked` then has them."""
    late = len(looked.glyphs) >= SAMPLE
    own = glyphs_of(_unseen(placed, looked) if late else placed)
    new = sorted(own.keys() - looked.glyphs, key=own.__getitem__)
    looked.glyphs.update(new)
    looked.codes.update(key[-1] for key in new)
    return {key: own[key] for key in new}


def _unseen(placed: Placed, looked: Looked) -> Placed:
    """Those whose code no glyph had yet, in any font: most of a list's were seen on its first
    pages."""
    unseen = set(placed.codes.tolist()) - looked.codes
    return replace(placed, untold=placed.untold & is_in(placed.codes, list(unseen)))


def ideographs_of(
    look: Look, glyphs: dict[GlyphKey, int], pixels: int = EM, side: int = SIDE
) -> Pictures:
    """Those of some that are said to be ideographs, drawn so many pixels wide, in pictures of so
    many a side."""
    return _pictures(look, glyphs, pixels, (AS_TOLD,), side)


def like_own(new: Pictures, which: list[int], looked: Looked) -> list[float]:
    """How like some of the pictures are to what they are said to be; 1 where that is not known."""
    places = [looked.known.place.get(new.said[at], -1) for at in which]
    like = looked.known.like_own(new.pictures[which], places).tolist()
    return [1.0 if place < 0 else one for place, one in zip(places, like, strict=True)]


def marks_of(look: Look, glyphs: dict[GlyphKey, int]) -> Pictures:
    """Those of some that are said to be digits, letters or marks."""
    return _pictures(look, glyphs, MARK_EM, AS_DRAWN)


def _pictures(
    look: Look,
    glyphs: dict[GlyphKey, int],
    pixels: int,
    fits: Sequence[Fit],
    side: int = SIDE,
) -> Pictures:
    if not glyphs:
        return _NONE
    frame, characters = look.frame, look.characters
    places = np.array(list(glyphs.values()), dtype=np.int64)
    ink = frame.turned(characters.ink(places))
    # What lies beyond the edge is not drawn.
    room = np.hstack([ink[:, :2], np.array(frame.size) - ink[:, 2:]])
    within = room.min(axis=1) >= 0
    keys = [key for key, ok in zip(glyphs, within.tolist(), strict=True) if ok]
    places, ink = places[within], ink[within]
    codes, boxes = characters.codes[places], frame.turned(characters.boxes[places])
    sizes = np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0)
    scales = np.full(len(ink), pixels / _em(frame, characters))
    small = glyph_pictures(look.page, frame, ink, scales, fits, side)
    said = list(map(chr, codes.tolist()))
    return Pictures(keys, places, said, sizes, ink[:, 2:] - ink[:, :2], compared(small))


def _em(frame: Frame, characters: Characters) -> float:
    """How wide a page's ideographs are: all are drawn in one size, of whole pixels an em, as the
    outlines of fonts are drawn best."""
    boxes = frame.turned(characters.boxes)
    wide = is_ideograph(characters.codes)
    sizes = boxes[wide, 2] - boxes[wide, 0] if wide.any() else boxes[:, 3] - boxes[:, 1]
    return max(middle_one(sizes), 1.0)


def is_ideograph(codes: Ints) -> Bools:
    """Which characters are Chinese ones that are compared with each other."""
    return (codes >= FIRST) & (codes <= LAST)


def suspects(own: Pictures, looked: Looked) -> list[Suspect]:
    """Those of some ideographs that are suspect."""
    looked.known.add(own.said)
    fit = own.ink.min(axis=1, initial=np.inf) > LEAST_SIDE * own.boxes.min(axis=1, initial=np.inf)
    fit &= np.array([one in looked.known.place for one in own.said], dtype=bool)
    return _unlike(own, np.flatnonzero(fit).tolist(), looked.known) if fit.any() else []


def odd_marks(own: Pictures, items: Ints) -> dict[GlyphKey, Unlike]:
    """Those of some digits, letters and marks that are more like others than like what they are
    said to be; `items` are the text objects that set the page's characters."""
    set_in = np.array([size_in(item) for item in items[own.places].tolist()])
    sizes = np.hstack([own.ink / own.boxes[:, 1:], own.ink / np.maximum(set_in, 1.0)[:, None]])
    found = unlike_marks(own.said, own.pictures, sizes)
    square = (own.boxes[:, 0] > SQUARE * set_in) & (own.boxes[:, 0] > own.boxes[:, 1] / TALLEST)
    for at in np.flatnonzero(square & (set_in > 0)).tolist():
        if is_narrow(own.said[at]):
            found[at] = replace(found.get(at, Unlike("")), told=True)
    return {own.keys[at]: one for at, one in found.items()}


def exchanged(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Those of some suspects that are each like what another is said to be."""
    pairs = {(one.said, one.like) for one in suspects}
    return [one for one in suspects if (one.like, one.said) in pairs]


def odd(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Those of some suspects that are reason enough to read them."""
    return [*exchanged(suspects), *(one for one in suspects if one.more > UNLIKE)]


def _unlike(own: Pictures, which: list[int], known: Known) -> list[Suspect]:
    """Which of some glyphs are more like another of the known characters than the one that they
    are said to be."""
    places = [known.place[own.said[at]] for at in which]
    like_own = known.like_own(own.pictures[which], places)
    # Nothing is more like another than it can be.
    some = np.flatnonzero(like_own < 1 - EXCHANGED).tolist()
    like = known.like(own.pictures[[which[at] for at in some]])
    like[np.arange(len(some)), [places[at] for at in some]] = -1.0
    other = like.argmax(axis=1)
    more = like[np.arange(len(some)), other] - like_own[some]
    names = list(known.place)
    found = []
    for at in np.flatnonzero(more > EXCHANGED).tolist():
        one = which[some[at]]
        best = like[at, other[at]]
        found.append(
            Suspect(own.keys[one], own.said[one], names[other[at]], float(more[at]), float(best))
        )
    return [*found, *_strangers(own, which, like_own)]


def _strangers(own: Pictures, which: list[int], like_own: Floats) -> Iterator[Suspect]:
    """Those of some glyphs that are much more like a common character, said in the file or not."""
    strange = np.flatnonzero(like_own < STRANGE).tolist()
    if not strange:
        return
    like = likeness(own.pictures[[which[at] for at in strange]], common_pictures())
    for at, row in zip(strange, like, strict=True):
        one = which[at]
        best, most = common_ones()[int(row.argmax())], float(row.max())
        more = most - float(like_own[at])
        if more > UNLIKE and most > SAME and best != own.said[one]:
            yield Suspect(own.keys[one], own.said[one], best, more, most)
