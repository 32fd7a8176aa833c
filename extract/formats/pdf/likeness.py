"""Whether the glyphs of a PDF look like the characters that the file says them to be.

Each is drawn once, small, and compared with a face that is kept: a glyph that is much more like
another character of its page than like its own is a reason to read the page from its pictures.
Only that: fonts differ, and simple characters are like each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import MAX_SIDE, GlyphKey, drawn
from dutylist.extract.formats.pdf.objects import middle_one
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

SAMPLE = 400
"""So many glyphs of a file are looked at: these are nine tenths of a list's words."""

EM = 20
"""Pixels that a character is wide when its page is drawn."""

SIDE = 16
"""Pictures are compared with so many pixels a side."""

FACES = (serif_path, sans_path)
"""The faces that are kept: a glyph is like a character where it is like either's."""

FACE_EM = 48
"""Pixels that a character of a kept face is wide: with fewer its strokes go to whole pixels."""

SQUARE = 0.7
"""What is at least so many times as wide as high, or as high as wide, is compared as a square."""

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
"""A picture of SIDE pixels a side, or several, each a row."""


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
    return _compared([_fitted(picture, box) for box in np.clip(ink * scale, 0, limits).tolist()])


def _fitted(picture: Image.Image, box: list[float]) -> Picture:
    """A part of a picture as a square of SIDE pixels, filled unless it is long and narrow."""
    wide, high = box[2] - box[0], box[3] - box[1]
    out = np.zeros((SIDE, SIDE), dtype=np.float32)
    if min(wide, high) < 1:
        return out
    size = SIDE, SIDE
    if min(wide, high) < SQUARE * max(wide, high):
        longest = max(wide, high)
        size = max(round(SIDE * wide / longest), 1), max(round(SIDE * high / longest), 1)
    x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    part = picture.resize(size, Image.Resampling.BILINEAR, box=(box[0], box[1], box[2], box[3]))
    out[y : y + size[1], x : x + size[0]] = np.asarray(part)
    return out


def _compared(pictures: list[Picture]) -> Picture:
    """Pictures as rows whose products say how like they are, 0 to 1: somewhat blurred, so that a
    stroke may stand elsewhere by a little."""
    padded = np.pad(np.array(pictures), ((0, 0), (1, 1), (1, 1)))
    level = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    rows = (level[:, :-2] + 2 * level[:, 1:-1] + level[:, 2:]).reshape(len(pictures), -1)
    rows -= rows.mean(axis=1, keepdims=True)
    out: Picture = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return out


@cache
def _face(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, FACE_EM)


@lru_cache(maxsize=8_192)
def _reference(character: str, path: str) -> Picture:
    """A kept face's character as a square of SIDE pixels."""
    mask = _face(path).getmask(character)
    inked = mask.getbbox()
    if inked is None:
        return np.zeros((SIDE, SIDE), dtype=np.float32)
    picture = Image.frombytes("L", mask.size, bytes(mask))
    return _fitted(picture, [float(edge) for edge in inked])


def _unlike(pictures: Picture, said: list[str], known: list[str]) -> dict[int, tuple[str, float]]:
    """Which pictures are more like another of the known characters than the one that they are said
    to be, which that is and by how much. White on dark is as good as dark on white."""
    # All at once: one by one takes three times as long as drawing them.
    faces = (_compared([_reference(one, path()) for one in known]) for path in FACES)
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
