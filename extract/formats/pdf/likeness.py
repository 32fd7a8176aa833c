"""Whether the glyphs of a PDF look like the characters that the file says them to be.

Each is drawn once, small, and compared with a face that is kept: a glyph that is much more like
another character of its page than like its own is a reason to read the page from its pictures.
Only that: fonts differ, and simple characters are like each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import MAX_SIDE, GlyphKey, drawn
from dutylist.extract.formats.pdf.references import FACES, Small, fitted, references
from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

SAMPLE = 400
"""So many glyphs of a file are looked at: these are nine tenths of a list's words."""

EM = 20
"""Pixels that a character is wide when its page is drawn."""

LEAST_SIDE = 0.5
"""A glyph whose ink is less than so many ems wide or high (一, 卜) is not compared."""

UNLIKE = 0.25
"""A glyph is suspect where another character is more like it by this much (of 1) than its own. Of
1,104 glyphs in eight faces none to nine are so, in one brush face 80; of two characters that are
said to be each other one is in 94 to 99 of 100 pairs."""

EXCHANGED = 0.1
"""Two glyphs, each more like the other's character by this much, are said to be one another: in
sound files the nearest are 厕 and 测, by 0.08."""


Picture = NDArray[np.float32]
"""Pictures of SIDE pixels a side, each a row."""


@dataclass(frozen=True)
class Suspect:
    """A glyph that is more like another character than the one that it is said to be, and by how
    much (0 to 1)."""

    key: GlyphKey
    said: str
    like: str
    more: float


@dataclass
class Looked:
    """What was looked at in a file so far: the glyphs, and what they are said to be; whether the
    file was `caught` saying other characters than it prints, and the glyphs that are said to be one
    another where nothing reads them."""

    glyphs: set[GlyphKey] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    caught: bool = False
    exchanged: dict[GlyphKey, Suspect] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Whether no more glyphs are to be looked at."""
        return len(self.glyphs) >= SAMPLE


def look(
    page: object,
    frame: Frame,
    characters: Characters,
    keys: list[GlyphKey],
    indexes: Ints,
    looked: Looked,
) -> list[Suspect]:
    """Those of a page's ideographs (their glyphs and places among its characters) that were not
    looked at yet and are suspect; `looked` then knows all of them."""
    new: dict[GlyphKey, int] = {}
    for key, index in zip(keys, indexes.tolist(), strict=True):
        if key not in looked.glyphs:
            new.setdefault(key, index)
    places = np.array(list(new.values()), dtype=np.int64)
    said = list(map(chr, characters.codes[places].tolist()))
    looked.glyphs.update(new)
    looked.said.update(said)
    ink, fit = _ink(frame, characters, places)
    if not fit.any():
        return []
    pictures = _pictures(page, frame, characters, places[fit], ink[fit])
    if pictures is None:
        return []
    found = [pair for pair, ok in zip(zip(new, said, strict=True), fit.tolist(), strict=True) if ok]
    unlike = _unlike(pictures, [one for _, one in found], sorted(looked.said))
    return [Suspect(*found[at], like, more) for at, (like, more) in unlike.items()]


def exchanged(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Those of some suspects that are each like what another is said to be."""
    pairs = {(one.said, one.like) for one in suspects}
    return [one for one in suspects if (one.like, one.said) in pairs]


def odd(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Those of some suspects that are reason enough to read them."""
    return [*exchanged(suspects), *(one for one in suspects if one.more > UNLIKE)]


def _ink(frame: Frame, characters: Characters, places: Ints) -> tuple[Floats, Bools]:
    """What glyphs draw, upright, and which of them draw enough to be compared."""
    ink = frame.turned(characters.ink(places))
    boxes = characters.boxes[places]
    ems = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    fit: Bools = (ink[:, 2:] - ink[:, :2]).min(axis=1, initial=np.inf) > LEAST_SIDE * ems
    return ink, fit


def _pictures(
    page: object, frame: Frame, characters: Characters, places: Ints, ink: Floats
) -> Picture | None:
    """The pictures of some glyphs; None where the page is too large to draw them of EM pixels."""
    boxes = characters.boxes[places]
    scale = EM / max(middle_one(boxes[:, 2] - boxes[:, 0]), 1.0)
    if scale * max(frame.size) > MAX_SIDE:
        return None
    picture = Image.fromarray(255 - drawn(page, frame, scale))
    width, height = picture.size
    limits = np.array([width, height, width, height])
    boxed = np.clip(ink * scale, 0, limits).tolist()
    return _compared(np.array([fitted(picture, box) for box in boxed]))


def _compared(pictures: Small) -> Picture:
    """Pictures as rows whose products say how like they are, 0 to 1: somewhat blurred, so that a
    stroke may stand elsewhere by a little."""
    padded = np.pad(pictures.astype(np.float32), ((0, 0), (1, 1), (1, 1)))
    level = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    rows = (level[:, :-2] + 2 * level[:, 1:-1] + level[:, 2:]).reshape(len(pictures), -1)
    rows -= rows.mean(axis=1, keepdims=True)
    out: Picture = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return out


def _unlike(pictures: Picture, said: list[str], known: list[str]) -> dict[int, tuple[str, float]]:
    """Which pictures are more like another of the known characters than the one that they are said
    to be, which that is and by how much. White on dark is as good as dark on white."""
    # All at once: one by one takes three times as long.
    faces = (_compared(references(known, face)) for face in range(len(FACES)))
    like = np.max([np.abs(pictures @ face.T) for face in faces], axis=0)
    place = {character: at for at, character in enumerate(known)}
    rows, own = np.arange(len(said)), [place[one] for one in said]
    like_own = like[rows, own]
    like[rows, own] = -1.0
    other = like.argmax(axis=1)
    more = like[rows, other] - like_own
    return {
        at: (known[other[at]], float(more[at])) for at in np.flatnonzero(more > EXCHANGED).tolist()
    }
