"""What characters look like, small, in the faces that are kept: glyphs are compared with it.

A list has a thousand of them, and drawing these is a tenth of reading it: the pictures of the
common ones are kept in a file beside this module, which
`python -m dutylist.extract.formats.pdf.mistold.references` writes anew. The others are drawn when
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

SIDE = 16
"""Pictures are compared with so many pixels a side."""

FACES = (serif_path, sans_path)
"""The faces that are kept: a glyph is like a character where it is like either's."""

FACE_EM = 48
"""Pixels that a character of a kept face is wide: with fewer its strokes go to whole pixels."""

NO_CHARACTER = "\U0010ffff"
"""A code that no face has."""

SQUARE = 0.7
"""What is at least so many times as wide as high, or as high as wide, is compared as a square."""

AT_ONCE = 1000
"""A picture is compared with so many at a time."""

KEPT = Path(__file__).with_name("references.npy")
"""The pictures of the common characters, in each face: the rows that `compared` makes of them, in
STEPs, for making them takes longer than all that a list's glyphs are compared with them."""

STEP = 0.003
"""No pixel of such a row is more than 127 of them."""

Small = NDArray[np.uint8]
"""A picture of SIDE pixels a side."""

Kept = NDArray[np.int8]
"""Rows in STEPs."""

Picture = NDArray[np.float32]
"""Pictures of SIDE pixels a side, each a row."""


@cache
def common_ones() -> str:
    """The 3,755 common characters (GB 2312, level 1)."""
    rows = bytes(
        byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    )
    return rows.decode("gb2312", "ignore")


@cache
def common_pictures() -> tuple[Picture, ...]:
    """For each face a row for each of the common ones."""
    return tuple(map(of_kept, _kept()))


def references(characters: Sequence[str], face: int) -> Picture:
    """The pictures of some characters in one of the FACES, each a row."""
    places = [_places().get(one, -1) for one in characters]
    rows = _kept()[face, places]
    for at, place in enumerate(places):
        if place < 0:
            rows[at] = _row(characters[at], face)
    return of_kept(rows)


def _row(character: str, face: int) -> Kept:
    """A character's picture as it is kept."""
    return kept_row(drawn_small(character, face))


def kept_row(picture: Small) -> Kept:
    """A picture as it is kept."""
    (row,) = compared(picture[None])
    out: Kept = np.round(row / STEP).clip(-127, 127).astype(np.int8)
    return out


def of_kept(rows: Kept) -> Picture:
    """Pictures that are kept."""
    out: Picture = rows * np.float32(STEP)
    return out


def fitted(picture: Image.Image, box: list[float], side: int = SIDE) -> Small:
    """A part of a picture as a square of so many pixels."""
    sheet = sheet_of(1, side)
    fit_in(sheet, 0, picture, box)
    return np.asarray(sheet)


def sheet_of(count: int, side: int) -> Image.Image:
    """Room for so many squares, one below the other."""
    return Image.new("L", (side, side * count))


def fit_in(sheet: Image.Image, at: int, picture: Image.Image, box: list[float]) -> None:
    """Put a part of a picture into one of a sheet's squares, filled unless it is long and narrow:
    to make an array of each takes as long as all else."""
    side = sheet.width
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(wide, high) < 1:
        return
    size = side, side
    if min(wide, high) < SQUARE * max(wide, high):
        longest = max(wide, high)
        size = max(round(side * wide / longest), 1), max(round(side * high / longest), 1)
    x, y = (side - size[0]) // 2, (side - size[1]) // 2
    part = picture.resize(size, Image.Resampling.BILINEAR, box=(box[0], box[1], box[2], box[3]))
    sheet.paste(part, (x, at * side + y))


def compared(pictures: Small) -> Picture:
    """Pictures as rows whose products say how like they are, 0 to 1: somewhat blurred, so that a
    stroke may stand elsewhere by a little."""
    padded = np.pad(pictures.astype(np.float32), ((0, 0), (1, 1), (1, 1)))
    level = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    rows = (level[:, :-2] + 2 * level[:, 1:-1] + level[:, 2:]).reshape(len(pictures), -1)
    rows -= rows.mean(axis=1, keepdims=True)
    out: Picture = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return out


def likeness(pictures: Picture, faces: Sequence[Picture] | Picture) -> Picture:
    """How like each picture is to each of the characters, in the face where it is most. White on
    dark is as good as dark on white."""
    count = len(faces[0])
    # One by one and in parts: larger products wake threads, which take longer than the work.
    parts = [[face[at : at + AT_ONCE] for at in range(0, count, AT_ONCE)] for face in faces]
    rows = [
        [np.concatenate([part @ picture for part in own]) for own in parts] for picture in pictures
    ]
    out: Picture = np.abs(np.array(rows).reshape(-1, len(faces), count)).max(axis=1)
    return out


@lru_cache(maxsize=8_192)
def drawn_small(character: str, face: int) -> Small:
    """A character's picture as it is drawn anew."""
    return drawn(character, face, FACE_EM, SIDE)


def is_in_face(character: str, face: int) -> bool:
    """Whether a kept face has a character: one that it lacks looks as all those do."""
    return not np.array_equal(drawn_small(character, face), drawn_small(NO_CHARACTER, face))


def drawn(character: str, face: int, em: int, side: int) -> Small:
    """A character's picture of so many pixels a side, drawn so many pixels wide."""
    mask = _face(face, em).getmask(character)
    inked = mask.getbbox()
    if inked is None:
        return np.zeros((side, side), dtype=np.uint8)
    picture = Image.frombytes("L", mask.size, bytes(mask))
    return fitted(picture, [float(edge) for edge in inked], side)


@cache
def _face(face: int, em: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[face](), em)


@cache
def _kept() -> Kept:
    kept: Kept = np.load(KEPT)
    return kept


@cache
def _places() -> dict[str, int]:
    return {character: at for at, character in enumerate(common_ones())}


def main() -> None:
    """Write the pictures that are kept."""
    np.save(KEPT, [[_row(one, face) for one in common_ones()] for face in range(len(FACES))])


if __name__ == "__main__":
    main()
