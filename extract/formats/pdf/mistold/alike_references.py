"""What the characters look like that look nearly the same, in the faces that are kept.

Their pictures, a small one and a fine one of each, are in a file beside this module, which
`python -m dutylist.extract.formats.pdf.mistold.alike_references` writes anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from dutylist.extract.formats.pdf.mistold.references import (
    FACE_EM,
    FACES,
    SIDE,
    Kept,
    Picture,
    drawn,
    kept_row,
    of_kept,
)
from dutylist.extract.formats.pdf.namesakes import alike

FINE_SIDE, FINE_EM = 32, 96
"""Pixels a side of a fine picture, and those that a character is wide in it."""

KEPT = Path(__file__).with_name("alike_references.npy")
"""For each face a row for each character: its small picture and its fine one."""

_SMALL = SIDE**2


def small_rows(characters: Sequence[str], face: int) -> Picture:
    """The small pictures of some of the characters in one of the FACES, each a row."""
    return of_kept(_kept()[face, _places_of(characters), :_SMALL])


def fine_rows(characters: Sequence[str], face: int) -> Picture:
    """The fine ones."""
    return of_kept(_kept()[face, _places_of(characters), _SMALL:])


def alike_row(character: str, face: int) -> Kept:
    """A character's pictures as they are kept."""
    small, fine = (
        drawn(character, face, em, side) for em, side in ((FACE_EM, SIDE), (FINE_EM, FINE_SIDE))
    )
    return np.concatenate([kept_row(small), kept_row(fine)])


def _places_of(characters: Sequence[str]) -> list[int]:
    return [_places()[one] for one in characters]


@cache
def _places() -> dict[str, int]:
    return {one: at for at, one in enumerate(sorted(alike()))}


@cache
def _kept() -> Kept:
    kept: Kept = np.load(KEPT)
    return kept


def main() -> None:
    """Write the pictures that are kept."""
    np.save(KEPT, [[alike_row(one, face) for one in sorted(alike())] for face in range(len(FACES))])


if __name__ == "__main__":
    main()
