"""Characters that a PDF says to be others than it prints.

Some programs write wrong tables of what their glyphs mean: 局 is said to be 屁. The words then hold
characters that no list has so many of, or a glyph looks like another character of the page. On such
a page each glyph is read from its picture, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.directions import set_downwards
from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    SURE,
    GlyphKey,
    Placed,
    Readings,
    glyph_keys,
)
from dutylist.extract.formats.pdf.mistold.cut_codes import cut_codes
from dutylist.extract.formats.pdf.mistold.likeness import (
    CLEAR,
    FIRST,
    LARGE_EM,
    LAST,
    Look,
    Looked,
    Pictures,
    Suspect,
    exchanged,
    ideographs_of,
    is_ideograph,
    new_ones,
    odd,
    suspects,
)
from dutylist.extract.formats.pdf.mistold.look_alikes import look_alikes
from dutylist.extract.formats.pdf.mistold.marks import marks_as_pictured
from dutylist.extract.formats.pdf.mistold.pictured import (
    DIFFERENT,
    MOST_QUOTED,
    WHY,
    Pictured,
    marked,
    of_glyphs,
    other_places,
    quoted,
)
from dutylist.extract.formats.pdf.mistold.references import common_ones
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.records.code_points import folded

FEW = 40
"""A page of fewer different ideographs tells nothing."""

RARE_SHARE, LEAST_RARE = 0.05, 4
"""A page has reason to be looked at where this share of its different ideographs, and so many, are
none of the 3,755 common ones (GB 2312, level 1): in 282 lists there are never more than 0.022."""

LEAST_OTHERS = 3
"""So many glyphs surely read as others prove that a page's words are not to be believed."""

INK_STEPS, MARK_STEPS = 25, 100
"""Ink that differs by such a part of an em is another glyph's: digits are nearly of one size, and
stand nearly at one place."""

_MOST_STEPS = 1 << 10
"""Each length of a glyph's ink takes ten bits of its code."""

TRADITIONAL = 0.95
"""A page of which Big5 has this share is set in traditional characters."""

_BY_SHAPE = "按字形识别，没有把握的和改读的已标出，请对照原页核对"


@cache
def _rare() -> Bools:
    rare = np.zeros(LAST + 2, dtype=bool)
    rare[FIRST : LAST + 1] = True
    rare[list(map(ord, common_ones()))] = False
    return rare


def rare_ones(codes: Ints) -> str:
    """The different rare ideographs of a page in order where there are more than a list has; ""
    elsewhere."""
    known = np.minimum(codes, LAST + 1)
    rare = list(dict.fromkeys(codes[_rare()[known]].tolist()))
    if len(rare) < LEAST_RARE:
        return ""
    different = len({code for code in codes.tolist() if FIRST <= code <= LAST})
    if different < FEW or len(rare) < RARE_SHARE * different:
        return ""
    text = "".join(map(chr, codes.tolist()))
    # A list in traditional characters has as many.
    if len(text.encode("big5", "ignore").decode("big5")) > TRADITIONAL * len(text):
        return ""
    return "".join(map(chr, rare))


def as_pictured(look: Look) -> Pictured | None:
    """A page's characters, those that are asked about compared with their pictures: None where
    there is no reason to, or hardly any differs."""
    characters, looked = look.characters, look.looked
    parted = _said_twice(look)
    look = replace(look, placed=replace(look.placed, codes=_glyph_codes(characters)))
    new = {} if looked.caught else new_ones(look.placed, looked)
    wide = {key: at for key, at in new.items() if FIRST <= characters.codes[at] <= LAST}
    pictures = ideographs_of(look, wide)
    found = _unlikely(look, pictures)
    looked.printed |= look_alikes(look, pictures)
    looked.printed |= cut_codes(look, pictures)
    found = _together(characters, found, _as_printed(look))
    if not looked.caught:
        marks = {key: at for key, at in new.items() if key not in wide}
        if marks:
            # Marks that are set downwards look otherwise (﹄ for ”).
            downwards = set_downwards(look.placed.boxes)
            marks = {key: at for key, at in marks.items() if not downwards[at]}
        found = _together(characters, found, marks_as_pictured(look, marks))
    if not parted.placed.untold.any():
        return found
    own, parted_ones = _parted(parted), parted.placed.untold
    if found is None:
        return own
    return Pictured(
        np.where(parted_ones, own.codes, found.codes),
        np.where(parted_ones, own.sure, found.sure),
        (*found.notes, *own.notes),
    )


def _as_printed(look: Look) -> Pictured | None:
    """The characters, doubtful those of which it is known that they are printed otherwise, and
    these as they are printed where that is known, too; unless they are surely read as said."""
    looked, glyphs = look.looked, look.glyphs
    look = look.of(of_glyphs(looked.printed, look.placed))
    asked = look.placed
    which = np.flatnonzero(asked.untold)
    if not len(which):
        return None
    codes, sure = look.characters.codes.copy(), np.ones(len(look.characters.codes))
    others: dict[str, str] = {}
    keys = glyph_keys(asked.codes, asked.items, which, told=True)
    if glyphs is not None and not all(looked.printed[key] for key in keys):
        look.read(glyphs)
    for index, key in zip(which.tolist(), keys, strict=True):
        said, other = chr(codes[index]), looked.printed[key]
        read, confidence = (glyphs or {}).get(key, ("", 0.0))
        if not other and confidence >= SURE and read.strip():
            if folded(read) == folded(said):
                continue
            other = read
        sure[index] = DOUBTFUL
        others.setdefault(said, other)
        codes[index] = ord(other or said)
    if not others:
        return None
    return Pictured(codes, sure, (DIFFERENT + quoted(others.items()),))


def _together(
    characters: Characters, one: Pictured | None, other: Pictured | None
) -> Pictured | None:
    """What is told of some characters, and of others."""
    if one is None or other is None:
        return one or other
    codes = np.where(other.codes != characters.codes, other.codes, one.codes)
    return Pictured(codes, np.minimum(one.sure, other.sure), (*one.notes, *other.notes))


def _said_twice(look: Look) -> Look:
    """A look at the glyphs that are said to be what others of their font are."""
    parted = look.characters.parted
    return replace(look, placed=replace(look.placed, codes=parted)).of(
        look.placed.untold & (parted > 0)
    )


def _parted(look: Look) -> Pictured:
    """The characters, those of glyphs that are said to be what others of their font are as their
    pictures are read: doubtful where that is something else, or not sure."""
    characters, glyphs = look.characters, look.glyphs
    which = np.flatnonzero(look.placed.untold)
    codes, sure = characters.codes.copy(), np.ones(len(characters.codes))
    sure[which] = DOUBTFUL
    if glyphs is not None:
        keys = look.read(glyphs)
        for index, key in zip(which.tolist(), keys, strict=True):
            read, confidence = glyphs[key]
            if confidence >= SURE and read.strip():
                same = folded(read) == folded(chr(codes[index]))
                sure[index] = 1.0 if same else DOUBTFUL
                codes[index] = codes[index] if same else ord(read)
    open_ones = sure[which] < 1
    if not open_ones.any():
        return Pictured(codes, sure)
    said = dict.fromkeys(map(chr, characters.codes[which[open_ones]].tolist()))
    some = "".join(f"“{one}”" for one in list(said)[:MOST_QUOTED])
    return Pictured(codes, sure, (f"文件把几个不同的字形都写成{some}，{_BY_SHAPE}",))


def _unlikely(look: Look, new: Pictures) -> Pictured | None:
    """The characters where those that are said, or the pictures of `new` ideographs, give reason
    to doubt them."""
    characters, placed, looked, glyphs = look.characters, look.placed, look.looked, look.glyphs
    rare = rare_ones(characters.codes[placed.untold])
    found = suspects(new, looked)
    if not rare and not found and not looked.caught and not looked.others:
        return None
    places = dict(zip(new.keys, new.places.tolist(), strict=True))
    own = {one.key: places[one.key] for one in odd(found)}
    if glyphs is None:
        if rare:
            some = "".join(f"“{one}”" for one in rare[:MOST_QUOTED])
            note = f"这一页生僻字太多（{some}等 {len(rare)} 个），{WHY}"
            return Pictured(characters.codes, np.ones(len(placed.codes)), (note,))
        again = _odd(look, own).values()
        clear = [one for one in again if one.likeness > CLEAR]
        for one in (*exchanged(found), *clear):
            looked.others.setdefault(one.key, one)
        return _others(characters, placed, looked)
    if not rare and not looked.caught:
        asked = look.of(of_glyphs(_odd(look, own), placed))
        if not asked.placed.untold.any():
            return None
        if not _read(asked, glyphs).others:
            return None
        looked.caught = True
    read = _read(look, glyphs)
    if len(read.others) < (1 if looked.caught else LEAST_OTHERS):
        return None
    return Pictured(read.codes, read.sure, (DIFFERENT + quoted(read.others.items()),))


def _odd(look: Look, own: dict[GlyphKey, int]) -> dict[GlyphKey, Suspect]:
    """Those of some glyphs, and where they stand, that are reason enough to read them also when
    they are drawn large, and wherever they stand: a pixel more or less tells little. As they are
    where they look least like others."""
    found: dict[GlyphKey, Suspect] = {}
    keys = set(own)
    for places in [own, *other_places(keys, look.placed)] if keys else []:
        large = ideographs_of(look, places, LARGE_EM)
        again: dict[GlyphKey, Suspect] = {}
        for one in odd(suspects(large, look.looked)):
            again[one.key] = max(one, again.get(one.key, one), key=lambda own: own.likeness)
        keys -= places.keys() - again.keys()
        for key, one in again.items():
            found[key] = min(one, found.get(key, one), key=lambda own: own.likeness)
    return {key: found[key] for key in keys}


@dataclass(frozen=True)
class _Read:
    """The codes and how sure they are as in Pictured, and what characters that are said to be
    something surely are."""

    codes: Ints
    sure: Floats
    others: dict[str, str]


def _read(look: Look, glyphs: Readings) -> _Read:
    keys = look.read(glyphs)
    codes = look.characters.codes
    found = _Read(codes.copy(), np.ones(len(codes)), {})
    for index, key in zip(np.flatnonzero(look.placed.untold).tolist(), keys, strict=True):
        read, confidence = glyphs[key]
        said = chr(found.codes[index])
        if not read.strip() or folded(read) == folded(said):
            continue
        if confidence >= SURE:
            found.others.setdefault(said, read)
            found.codes[index] = ord(read)
        found.sure[index] = min(confidence, DOUBTFUL)
    return found


def _others(characters: Characters, placed: Placed, looked: Looked) -> Pictured | None:
    """The characters, doubtful those that look like others where nothing reads them."""
    which = of_glyphs(looked.others, placed)
    if not which.any():
        return None
    said = set(map(chr, characters.codes[which].tolist()))
    pairs = {one.said: one.like for one in looked.others.values() if one.said in said}
    return marked(characters.codes, which, pairs)


def _glyph_codes(characters: Characters) -> Ints:
    """A code for each glyph: those that are said to be one character and draw different ink are
    several."""
    left, bottom, right, top = characters.ink(np.arange(len(characters.codes))).T
    sizes = np.maximum(characters.boxes[:, 3] - characters.boxes[:, 1], 1.0)
    wide = is_ideograph(characters.codes)
    steps = np.where(wide, INK_STEPS, MARK_STEPS) / sizes
    pens = characters.origins.T
    beside = np.where(wide, 0.0, [left - pens[0], bottom - pens[1]])
    codes = characters.codes.copy()
    for step, length in enumerate((right - left, top - bottom, *beside)):
        part = np.round(steps * length).astype(np.int64) % _MOST_STEPS
        codes += part * 2 * FONT_CODE * _MOST_STEPS**step
    return codes
