"""Words of a PDF page that are struck out: by a line drawn through them, or by an annotation.

As in Word, what is struck out is not read, and is quoted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.pdf.characters import FONT_CODE, UNTOLD
from dutylist.extract.pages.page import Bools, Floats, Ints, within

HIGHEST, LOWEST = 0.3, 0.72
"""A line strikes a character out between these shares of its height, from its top: below is the
place of an underline, above that of an overline."""

WITHIN = 0.15
"""It runs through the ink of what it strikes out, at least this share of the ink's height from
where that ends: how high fonts say their characters to be is not to be believed."""

ENDS = 0.5
"""It begins and ends no further than so many ems from what it strikes out: a ruling does not."""

APART = 1.0
"""What it strikes out stands no further apart than so many ems."""

MOST_QUOTED = 40
"""A note quotes so many characters."""

Ink = Callable[[Ints], Floats]
"""Where the ink of characters of a page is (n, 4), by their places among all, upright."""


@dataclass(frozen=True)
class Struck:
    """Which characters of a page are struck out, which of its lines do it, and sentences, without
    a full stop, that quote them."""

    which: Bools
    lines: Bools
    notes: tuple[str, ...] = ()


def struck_out(
    codes: Ints, boxes: Floats, kept: Bools, ink: Ink, lines: Floats, annotated: Floats
) -> Struck:
    """What is struck out of the characters that are `kept` so far (`boxes` as in PageContent), by
    some of the page's `lines` (n, 4) or under the boxes of annotations that strike out."""
    which, by = np.zeros(len(codes), dtype=bool), np.zeros(len(lines), dtype=bool)
    left_out: list[Ints] = []
    doubtful: list[Ints] = []
    for own, line in _drawn_through(codes, boxes, kept, lines):
        sure = _through_ink(ink(own), lines[line])
        by[line] = sure
        (left_out if sure else doubtful).append(own)
    unmet = 0
    for box in annotated.tolist():
        own = np.flatnonzero(kept & within(boxes, box))
        unmet += not len(own)
        left_out.append(own)
    for own in left_out:
        which[own] = True
    notes = (
        _note("画了删除线的文字没有读入", left_out, codes, boxes),
        _note("有文字被画了删除线，仍照读，请核对是否作废", doubtful, codes, boxes),
        f"有 {unmet} 处批注的删除线，划去的是哪些字没有认出，请对照原页核对" if unmet else "",
    )
    return Struck(which, by, tuple(note for note in notes if note))


def _note(said: str, some: list[Ints], codes: Ints, boxes: Floats) -> str:
    """A sentence with the words that some characters make, from top to bottom."""
    words = []
    for own in some:
        seen = own[codes[own] != 0x20]
        if len(seen):
            printed = codes[own[np.argsort(boxes[own, 0])]].tolist()
            text = "".join(chr(code if code < FONT_CODE else UNTOLD) for code in printed).strip()
            words.append((round(boxes[seen[0], 1]), float(boxes[seen, 0].min()), text))
    texts = dict.fromkeys(text for _, _, text in sorted(words))
    return f"{said}：{''.join(f'“{text[:MOST_QUOTED]}”' for text in texts)}" if texts else ""


def _drawn_through(
    codes: Ints, boxes: Floats, kept: Bools, lines: Floats
) -> list[tuple[Ints, int]]:
    """The characters that a level line is drawn through from the first to the last, and its place
    among all."""
    level = np.flatnonzero(lines[:, 2] - lines[:, 0] > 2 * (lines[:, 3] - lines[:, 1]))
    y = (lines[level, 1] + lines[level, 3]) / 2
    x0, top, x1, bottom = boxes[:, :4].T
    high, low = top + HIGHEST * (bottom - top), top + LOWEST * (bottom - top)
    heights = np.sort(y)
    met = np.flatnonzero(kept & (np.searchsorted(heights, high) < np.searchsorted(heights, low)))
    if not (codes[met] != 0x20).any():
        return []
    found = []
    middle = (x0 + x1) / 2
    for line, at in zip(level.tolist(), y.tolist(), strict=True):
        left, right = lines[line, [0, 2]].tolist()
        met_here = met[(left < middle[met]) & (middle[met] < right)]
        met_here = met_here[(high[met_here] < at) & (at < low[met_here])]
        if len(met_here):
            # The boxes of some fonts are their characters' ink: that of 一 and of a comma is low.
            base = boxes[met_here[0], 4]
            reach = ENDS * float((bottom - top)[met_here].max())
            own = np.flatnonzero(kept & (left < middle) & (middle < right))
            own = own[np.abs(boxes[own, 4] - base) < reach]
            if _is_whole(codes[own], boxes[own], left, right, at, reach):
                found.append((own[np.argsort(x0[own])], line))
    return found


def _is_whole(
    codes: Ints, boxes: Floats, left: float, right: float, at: float, reach: float
) -> bool:
    """Whether a line strikes the characters of a line out from the first to the last."""
    x0, top, x1, bottom, _ = boxes[np.argsort(boxes[:, 0])].T
    high, low = float(top.min()), float(bottom.max())
    if not high + HIGHEST * (low - high) < at < high + LOWEST * (low - high):
        return False
    seen = codes[np.argsort(boxes[:, 0])] != 0x20
    gaps = x0[seen][1:] - x1[seen][:-1]
    near = abs(left - x0[0]) < reach and abs(right - x1.max()) < reach
    return bool(near and not (gaps > APART * reach / ENDS).any())


def _through_ink(ink: Floats, line: Floats) -> bool:
    """Whether a line runs through the middle of what characters draw."""
    top, bottom = float(ink[:, 1].min()), float(ink[:, 3].max())
    room = WITHIN * (bottom - top)
    return top + room < float(line[1] + line[3]) / 2 < bottom - room
