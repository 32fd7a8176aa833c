"""Characters that a PDF says to be others than it prints.

Some programs write wrong tables of what their glyphs mean: 局 is said to be 屁. The words then hold
characters that no list has so many of, or a glyph looks like another character of the page. On such
a page each glyph is read from its picture, once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    SURE,
    GlyphKey,
    Placed,
    Readings,
    glyph_keys,
    read_glyphs,
)
from dutylist.extract.formats.pdf.likeness import Looked, Suspect, exchanged, look, odd
from dutylist.extract.formats.pdf.references import common_ones
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints
from dutylist.records.code_points import folded

FEW = 40
"""A page of fewer different ideographs tells nothing."""

RARE_SHARE, LEAST_RARE = 0.05, 4
"""A page has reason to be looked at where this share of its different ideographs, and so many, are
none of the 3,755 common ones (GB 2312, level 1): in 282 lists there are never more than 0.022."""

LEAST_OTHERS = 3
"""So many glyphs surely read as others prove that a page's words are not to be believed."""

INK_STEPS = 25
"""Ink that differs by such a part of an em is another glyph's."""

TRADITIONAL = 0.95
"""A page of which Big5 has this share is set in traditional characters."""

_WHY = "文件里写的字可能与印出的不同，请对照原页逐字核对，或安装识别组件（dutylist[scan]）后再试"

_DIFFERENT = "文件里写的字与印出的字形不同，按字形读，已标出，请对照原页核对："

_BY_SHAPE = "按字形识别，没有把握的和改读的已标出，请对照原页核对"

MOST_QUOTED = 5
"""A note quotes so many."""

_FIRST, _LAST = 0x4E00, 0x9FFF


@cache
def _rare() -> Bools:
    rare = np.zeros(_LAST + 2, dtype=bool)
    rare[_FIRST : _LAST + 1] = True
    rare[list(map(ord, common_ones()))] = False
    return rare


def rare_ones(codes: Ints) -> str:
    """The different rare ideographs of a page in order where there are more than a list has; ""
    elsewhere."""
    known = np.minimum(codes, _LAST + 1)
    rare = list(dict.fromkeys(codes[_rare()[known]].tolist()))
    if len(rare) < LEAST_RARE:
        return ""
    different = len({code for code in codes.tolist() if _FIRST <= code <= _LAST})
    if different < FEW or len(rare) < RARE_SHARE * different:
        return ""
    text = "".join(map(chr, codes.tolist()))
    # A list in traditional characters has as many.
    if len(text.encode("big5", "ignore").decode("big5")) > TRADITIONAL * len(text):
        return ""
    return "".join(map(chr, rare))


@dataclass(frozen=True)
class Pictured:
    """The codes of a page's characters as their pictures are read, how sure they are, and
    sentences, without a full stop, on those that differ."""

    codes: Ints
    sure: Floats
    notes: tuple[str, ...] = ()


def as_pictured(
    page: object,
    frame: Frame,
    characters: Characters,
    boxes: Floats,
    which: Bools,
    looked: Looked,
    glyphs: Readings | None,
) -> Pictured | None:
    """A page's characters, those that are asked about compared with their pictures: None where
    there is no reason to, or hardly any differs. `glyphs` are None where they are not read."""
    found = _unlikely(page, frame, characters, boxes, which, looked, glyphs)
    parted = which & (characters.parted > 0)
    if not parted.any():
        return found
    items = characters.objects(slice(None))
    own = _parted(page, frame, characters, Placed(characters.parted, boxes, items, parted), glyphs)
    if found is None:
        return own
    return Pictured(
        np.where(parted, own.codes, found.codes),
        np.where(parted, own.sure, found.sure),
        (*found.notes, *own.notes),
    )


def _parted(
    page: object, frame: Frame, characters: Characters, placed: Placed, glyphs: Readings | None
) -> Pictured:
    """The characters, those of glyphs that are said to be what others of their font are as their
    pictures are read: doubtful where that is something else, or not sure."""
    which = np.flatnonzero(placed.untold)
    codes, sure = characters.codes.copy(), np.ones(len(characters.codes))
    sure[which] = DOUBTFUL
    if glyphs is not None:
        keys = read_glyphs(page, frame, placed, glyphs, told=True)
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
    quoted = "".join(f"“{one}”" for one in list(said)[:MOST_QUOTED])
    return Pictured(codes, sure, (f"文件把几个不同的字形都写成{quoted}，{_BY_SHAPE}",))


def _unlikely(
    page: object,
    frame: Frame,
    characters: Characters,
    boxes: Floats,
    which: Bools,
    looked: Looked,
    glyphs: Readings | None,
) -> Pictured | None:
    """The characters where those that are said, or their pictures, give reason to doubt them."""
    rare = rare_ones(characters.codes[which])
    if not rare and looked.enough and not looked.caught and not looked.exchanged:
        return None
    items = characters.objects(slice(None))
    placed = Placed(_glyph_codes(characters), boxes, items, which)
    suspects = _suspects(page, frame, characters, placed, looked)
    if glyphs is None:
        if rare:
            quoted = "".join(f"“{one}”" for one in rare[:MOST_QUOTED])
            note = f"这一页生僻字太多（{quoted}等 {len(rare)} 个），{_WHY}"
            return Pictured(characters.codes, np.ones(len(which)), (note,))
        return _exchanged(characters, placed, suspects, looked)
    if not rare and not looked.caught:
        asked = replace(placed, untold=_of({one.key for one in odd(suspects)}, placed))
        if not asked.untold.any():
            return None
        if not _read(page, frame, characters, asked, glyphs).others:
            return None
        looked.caught = True
    read = _read(page, frame, characters, placed, glyphs)
    if len(read.others) < (1 if looked.caught else LEAST_OTHERS):
        return None
    return Pictured(read.codes, read.sure, (_DIFFERENT + _quoted(read.others.items()),))


@dataclass(frozen=True)
class _Read:
    """The codes and how sure they are as in Pictured, and what characters that are said to be
    something surely are."""

    codes: Ints
    sure: Floats
    others: dict[str, str]


def _read(
    page: object, frame: Frame, characters: Characters, placed: Placed, glyphs: Readings
) -> _Read:
    keys = read_glyphs(page, frame, placed, glyphs, told=True)
    found = _Read(characters.codes.copy(), np.ones(len(characters.codes)), {})
    for index, key in zip(np.flatnonzero(placed.untold).tolist(), keys, strict=True):
        read, confidence = glyphs[key]
        said = chr(found.codes[index])
        if not read.strip() or folded(read) == folded(said):
            continue
        if confidence >= SURE:
            found.others.setdefault(said, read)
            found.codes[index] = ord(read)
        found.sure[index] = min(confidence, DOUBTFUL)
    return found


def _quoted(pairs: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"“{said}”印作“{read}”" for said, read in list(pairs)[:MOST_QUOTED])


def _suspects(
    page: object, frame: Frame, characters: Characters, placed: Placed, looked: Looked
) -> list[Suspect]:
    """The page's ideographs that were not looked at yet and look like others."""
    if looked.enough or looked.caught:
        return []
    codes = characters.codes
    indexes = np.flatnonzero(placed.untold & (codes >= _FIRST) & (codes <= _LAST))
    keys = glyph_keys(placed.codes, placed.items, indexes, told=True)
    return look(page, frame, characters, keys, indexes, looked)


def _of(keys: Collection[GlyphKey], placed: Placed) -> Bools:
    """Which of the characters that are asked about are of these glyphs."""
    asked = np.flatnonzero(placed.untold)
    own = glyph_keys(placed.codes, placed.items, asked, told=True)
    out = np.zeros(len(placed.untold), dtype=bool)
    out[asked] = [key in keys for key in own]
    return out


def _exchanged(
    characters: Characters, placed: Placed, suspects: list[Suspect], looked: Looked
) -> Pictured | None:
    """The characters, doubtful those that look like one another where nothing reads them."""
    looked.exchanged |= {one.key: one for one in exchanged(suspects)}
    which = _of(looked.exchanged, placed)
    if not which.any():
        return None
    said = set(map(chr, characters.codes[which].tolist()))
    pairs = {one.said: one.like for one in looked.exchanged.values() if one.said in said}
    return Pictured(
        characters.codes,
        np.where(which, DOUBTFUL, 1.0),
        (f"{_quoted(pairs.items())}：已标出，{_WHY}",),
    )


def _glyph_codes(characters: Characters) -> Ints:
    """A code for each glyph: those that are said to be one character and draw different ink are
    several."""
    left, bottom, right, top = characters.ink(np.arange(len(characters.codes))).T
    sizes = np.maximum(characters.boxes[:, 3] - characters.boxes[:, 1], 1.0)
    wide = np.round(INK_STEPS * (right - left) / sizes).astype(np.int64)
    high = np.round(INK_STEPS * (top - bottom) / sizes).astype(np.int64)
    codes: Ints = (wide * INK_STEPS * 8 + high) * 2 * FONT_CODE + characters.codes
    return codes
