"""Rare ideographs that a PDF says to be others than it prints.

Programs that count sixteen bits a character cut the codes beyond U+FFFF: 𣲗 is said to be 㲗. What
a name's rare character does not look like at all, it is not.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from dutylist.extract.formats.pdf.glyphs import GlyphKey
from dutylist.extract.formats.pdf.mistold.likeness import (
    CLEAR,
    LARGE_EM,
    SAME,
    UNLIKE,
    Look,
    Pictures,
    ideographs_of,
    like_own,
)
from dutylist.extract.formats.pdf.mistold.pictured import other_places
from dutylist.extract.formats.pdf.mistold.references import (
    FACES,
    Picture,
    common_ones,
    common_pictures,
    is_in_face,
    likeness,
    references,
)
from dutylist.extract.pages.arrays import median

PLANES = (0x20000, 0x30000)
"""What is cut off: the ideographs beyond U+FFFF begin here."""

SAMPLE = 50
"""Where so many of a page's glyphs are mostly unlike what they are said to be (hatched, cut out, in
a face unlike those kept), their pictures tell nothing."""

NOT_AT_ALL = 0.5
"""A rare character less like its own picture than this is another: of 90 files one sound glyph was,
drawn small and cut by a ruling."""


def cut_codes(look: Look, new: Pictures) -> dict[GlyphKey, str]:
    """Those of some glyphs, said to be rare ideographs, that are printed otherwise wherever they
    stand, and as what, "" where that is not known."""
    rare = [at for at, said in enumerate(new.said) if said not in _common()]
    likes = like_own(new, rare, look.looked) if rare else []
    own = {
        new.keys[at]: int(new.places[at])
        for at, like in zip(rare, likes, strict=True)
        if like < CLEAR
    }
    usual = list(range(0, len(new.said), max(len(new.said) // SAMPLE, 1)))
    if not own or median(np.array(like_own(new, usual, look.looked))) < SAME:
        return {}
    found: dict[GlyphKey, str] = {}
    keys = set(own)
    for places in (own, *other_places(keys, look.placed)):
        large = ideographs_of(look, places, LARGE_EM)
        there = {
            key: other
            for key, said, picture in zip(large.keys, large.said, large.pictures, strict=True)
            if (other := _other(picture, said)) is not None
        }
        keys -= {
            key for key in places if key not in there or there[key] != found.get(key, there[key])
        }
        found |= there
    return {key: found[key] for key in keys}


def _other(picture: Picture, said: str) -> str | None:
    """What a picture shows in place of what it is said to be, "" for something else; None where it
    may be that."""
    own = _like(picture, said)
    cut = [chr(plane + ord(said)) for plane in PLANES]
    likes = [(_like(picture, one), one) for one in cut if is_in_face(one, 0)]
    if own < CLEAR:
        like = likeness(picture[None], common_pictures())[0]
        if like.max() > CLEAR:
            likes.append((float(like.max()), common_ones()[int(like.argmax())]))
    best, other = max(likes, default=(0.0, ""))
    if best > SAME and best - own > UNLIKE:
        return other
    return "" if own < NOT_AT_ALL and is_in_face(said, 0) else None


def _like(picture: Picture, character: str) -> float:
    rows = [references([character], face)[0] for face in range(len(FACES))]
    return float(np.abs(np.stack(rows) @ picture).max())


@cache
def _common() -> frozenset[str]:
    return frozenset(common_ones())
