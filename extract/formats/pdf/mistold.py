"""Characters that a PDF says to be others than it prints.

Some programs write wrong tables of what their glyphs mean: 局 is said to be 屁. The words then hold
characters that no list has so many of. On such a page each glyph is read from its picture, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    SURE,
    Placed,
    Readings,
    read_glyphs,
)
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

MOST_QUOTED = 5
"""A note quotes so many."""

_FIRST, _LAST = 0x4E00, 0x9FFF


@cache
def _rare() -> Bools:
    rows = bytes(
        byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    )
    rare = np.zeros(_LAST + 2, dtype=bool)
    rare[_FIRST : _LAST + 1] = True
    rare[[ord(sign) for sign in rows.decode("gb2312", "ignore")]] = False
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
    rare: str,
    glyphs: Readings | None,
) -> Pictured:
    """Those of a page's characters that are asked about, each glyph compared with its picture. As
    they are told where hardly any differs, and where glyphs are not read (None)."""
    told = Pictured(characters.codes, np.ones(len(which)))
    if glyphs is None:
        quoted = "".join(f"“{one}”" for one in rare[:MOST_QUOTED])
        return replace(told, notes=(f"这一页生僻字太多（{quoted}等 {len(rare)} 个），{_WHY}",))
    items = characters.objects(slice(None))
    placed = Placed(_glyph_codes(characters), boxes, items, which)
    keys = read_glyphs(page, frame, placed, glyphs, told=True)
    codes, sure = told.codes.copy(), told.sure.copy()
    others: dict[str, str] = {}
    for index, key in zip(np.flatnonzero(which).tolist(), keys, strict=True):
        read, confidence = glyphs[key]
        said = chr(codes[index])
        if not read.strip() or folded(read) == folded(said):
            continue
        if confidence >= SURE:
            others.setdefault(said, read)
            codes[index] = ord(read)
        sure[index] = min(confidence, DOUBTFUL)
    if len(others) < LEAST_OTHERS:
        return told
    pairs = list(others.items())[:MOST_QUOTED]
    quoted = "、".join(f"“{said}”印作“{read}”" for said, read in pairs)
    note = f"文件里写的字与印出的字形不同，按字形读，已标出，请对照原页核对：{quoted}"
    return Pictured(codes, sure, (note,))


def _glyph_codes(characters: Characters) -> Ints:
    """A code for each glyph: those that are said to be one character and draw different ink are
    several."""
    indexes = characters.indexes
    page = repeat(call.pointer(characters.page))
    ink, _ = call.char_ink(len(indexes), page, indexes.tolist())
    sizes = np.maximum(characters.boxes[:, 3] - characters.boxes[:, 1], 1.0)
    wide = np.round(INK_STEPS * (ink[:, 1] - ink[:, 0]) / sizes).astype(np.int64)
    high = np.round(INK_STEPS * (ink[:, 3] - ink[:, 2]) / sizes).astype(np.int64)
    codes: Ints = (wide * INK_STEPS * 8 + high) * 2 * FONT_CODE + characters.codes
    return codes
