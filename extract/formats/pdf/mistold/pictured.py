"""What is told of a page's characters whose pictures were looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.pdf.glyphs import DOUBTFUL, PLACES, GlyphKey, Placed, glyph_keys
from dutylist.extract.pages.page import Bools, Floats, Ints

WHY = "文件里写的字可能与印出的不同，请对照原页逐字核对，或安装识别组件（dutylist[scan]）后再试"

DIFFERENT = "文件里写的字与印出的字形不同，按字形读，已标出，请对照原页核对："

MOST_QUOTED = 5
"""A note quotes so many."""


@dataclass(frozen=True)
class Pictured:
    """The codes of a page's characters as their pictures are read, how sure they are, and
    sentences, without a full stop, on those that differ."""

    codes: Ints
    sure: Floats
    notes: tuple[str, ...] = ()


def marked(codes: Ints, which: Bools, pairs: Mapping[str, str]) -> Pictured:
    """A page's characters, some of them doubtful where nothing reads them; `pairs` are what these
    are said to be and what they look like."""
    return Pictured(
        codes, np.where(which, DOUBTFUL, 1.0), (f"{quoted(pairs.items())}：已标出，{WHY}",)
    )


def of_glyphs(keys: Collection[GlyphKey], placed: Placed) -> Bools:
    """Which of the characters that are asked about are of these glyphs."""
    out = np.zeros(len(placed.untold), dtype=bool)
    if keys:
        asked = np.flatnonzero(placed.untold)
        own = glyph_keys(placed.codes, placed.items, asked, told=True)
        out[asked] = [key in keys for key in own]
    return out


def other_places(keys: Collection[GlyphKey], placed: Placed) -> list[dict[GlyphKey, int]]:
    """Where else some glyphs stand among the characters that are asked about: the second place of
    each that has one, the third."""
    asked = np.flatnonzero(of_glyphs(keys, placed))
    own = glyph_keys(placed.codes, placed.items, asked, told=True)
    places: dict[GlyphKey, list[int]] = {}
    for key, index in zip(own, asked.tolist(), strict=True):
        places.setdefault(key, []).append(index)
    return [
        {key: have[at] for key, have in places.items() if len(have) > at} for at in range(1, PLACES)
    ]


def quoted(pairs: Iterable[tuple[str, str]]) -> str:
    """What is said, and what it looks like, where that is known."""
    some = list(pairs)[:MOST_QUOTED]
    return "、".join(f"“{said}”印作“{read}”" if read else f"“{said}”" for said, read in some)
