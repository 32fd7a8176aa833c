"""Ideographs that a PDF says to be ones that look nearly the same: 己 is said to be 已.

The difference is a stroke's length: each is compared closely with those that look like it alone,
in the kept face that it is most like.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

import numpy as np

from dutylist.extract.formats.pdf.characters import FONT_CODE
from dutylist.extract.formats.pdf.glyphs import (
    SURE,
    GlyphKey,
    Readings,
    glyph_keys,
)
from dutylist.extract.formats.pdf.mistold.alike_references import (
    FINE_SIDE,
    fine_rows,
    small_rows,
)
from dutylist.extract.formats.pdf.mistold.likeness import (
    LARGE_EM,
    Look,
    Looked,
    Pictures,
    ideographs_of,
    like_own,
)
from dutylist.extract.formats.pdf.mistold.pictured import of_glyphs, other_places
from dutylist.extract.formats.pdf.mistold.references import FACES, Picture
from dutylist.extract.formats.pdf.namesakes import alike
from dutylist.extract.pages.arrays import is_in, median
from dutylist.extract.pages.page import Floats
from dutylist.records.dictionary import likelier

PERHAPS = -0.35
"""How near a picture is another character: -1 at its own, 1 at the other. Small ones of glyphs that
are another's are nearer than this."""

NEARER = 0.5
"""Closely compared those of other glyphs are nearer than this: in 90 sound files 0.78 was the most,
in a face unlike those kept, and -0.2 in others."""

CLOSE = 0.95
"""Closely compared are pictures as like one of the two as this: of a face unlike those kept the
words tell which are read."""

OF_FACE = 0.925
"""The small pictures of most characters of a kept face are more like their own than this: 0.935 to
0.97 of its files, in eight other faces 0.66 to 0.92."""

NOT_OWN = -0.75
"""Those of such a face that are no nearer their own character than this are read where words speak
against it: in the real list none is."""

OWN = 0.97
"""A small picture as like its own character as this is no other's."""

Rows = Callable[[Sequence[str], int], Picture]
"""The rows that characters' pictures make in a face."""


def look_alikes(look: Look, new: Pictures) -> dict[GlyphKey, str]:
    """Those of some ideographs that are printed as others that look nearly the same, wherever they
    stand, and these, "" where that is not sure."""
    places = dict(zip(new.keys, new.places.tolist(), strict=True))
    perhaps = {key: places[key] for key in _nearer(new, small_rows, 0.0, PERHAPS, OWN)}
    if not perhaps:
        return {}
    fine = ideographs_of(look, perhaps, LARGE_EM, FINE_SIDE)
    found = _nearer(fine, fine_rows, CLOSE, NEARER)
    read: dict[GlyphKey, str] = {}
    if look.glyphs is not None:
        open_ones = _nearer(fine, fine_rows, 0.0, NOT_OWN, CLOSE).keys() - found.keys()
        own = _of_other_faces(new, open_ones, look.looked)
        read = _read_otherwise(look, own, look.glyphs)
    for some in other_places(found, look.placed) if found else ():
        fine = ideographs_of(look, some, LARGE_EM, FINE_SIDE)
        there = _nearer(fine, fine_rows, CLOSE, NEARER)
        found = {
            key: other for key, other in found.items() if key not in some or there.get(key) == other
        }
    return read | found


def _of_other_faces(
    new: Pictures, some: Collection[GlyphKey], looked: Looked
) -> dict[GlyphKey, str]:
    """Those of some glyphs whose fonts are unlike the kept faces, and what they are said to be."""
    fonts: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, key in enumerate(new.keys):
        fonts[key[:-1]].append(at)
    out: dict[GlyphKey, str] = {}
    for own in fonts.values():
        asked = [at for at in own if new.keys[at] in some]
        if asked and median(np.array(like_own(new, own, looked))) < OF_FACE:
            out.update((new.keys[at], new.said[at]) for at in asked)
    return out


def _read_otherwise(look: Look, own: dict[GlyphKey, str], glyphs: Readings) -> dict[GlyphKey, str]:
    """Those of some glyphs, and what they are said to be, that make no word where another that
    looks nearly the same makes one, and that are read as such another."""
    placed, codes = look.placed, look.characters.codes
    which = np.flatnonzero(placed.untold & is_in(placed.codes, [key[-1] for key in own]))
    if not len(which):
        return {}
    text = "".join(map(chr, np.where(codes < FONT_CODE, codes, 0x20).tolist()))
    keys = glyph_keys(placed.codes, placed.items, which, told=True)
    at = zip(keys, which.tolist(), strict=True)
    odd = {key for key, index in at if key in own and likelier(text, index, alike()[own[key]])}
    if not odd:
        return {}
    look.of(of_glyphs(odd, placed)).read(glyphs)
    read = {key: glyphs[key] for key in odd}
    return {
        key: other if sure >= SURE else ""
        for key, (other, sure) in read.items()
        if other and other in alike()[own[key]]
    }


def _nearer(
    own: Pictures, rows: Rows, close: float, least: float, most: float = 1.0
) -> dict[GlyphKey, str]:
    """Those of some ideographs that are nearer another than `least`, and this: their pictures are
    at least as `close` to one of the two, and less like their own than `most`."""
    pairs = [
        (at, said, other)
        for at, said in enumerate(own.said)
        if said in alike()
        for other in alike()[said]
    ]
    if not pairs:
        return {}
    at, said, others = zip(*pairs, strict=True)
    nearness = _nearness(own.pictures[list(at)], said, others, rows, close, most)
    out: dict[GlyphKey, str] = {}
    for place in np.argsort(nearness).tolist():
        if nearness[place] > least:
            out[own.keys[at[place]]] = others[place]
    return out


def _nearness(
    pictures: Picture,
    said: Sequence[str],
    others: Sequence[str],
    rows: Rows,
    close: float,
    most: float,
) -> Floats:
    """How near each picture is the other character, in the face that it is most like; -1 where
    nothing is told."""
    likes, nearness = [], []
    for face in range(len(FACES)):
        one, two = rows(said, face), rows(others, face)
        like = np.abs([(pictures * one).sum(axis=1), (pictures * two).sum(axis=1)])
        apart = np.maximum(1 - (one * two).sum(axis=1), 1e-6)
        likes.append(like)
        nearness.append((like[1] - like[0]) / apart)
    closest = np.array(likes).max(axis=1)
    best = closest.argmax(axis=0)[None]
    told = (closest.max(axis=0) > close) & (np.array(likes)[:, 0].max(axis=0) < most)
    out: Floats = np.where(told, np.take_along_axis(np.array(nearness), best, axis=0)[0], -1.0)
    return out
