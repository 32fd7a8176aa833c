"""Raised and lowered figures of a PDF page, which stand in the line of what they are set to."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.objects import size_in
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.pages.printed_lines import FIRST_WIDE

SMALLER = 0.9
"""Raised figures are at most so many times as large as what they are set to: Word sets 65 %,
LibreOffice 58 %, browsers 83 %."""

RAISE, LOWER = (0.15, 0.75), (0.05, 0.6)
"""They stand higher or lower by these shares of its size."""

APART, APART_FROM_MARK = 0.3, 0.75
"""They begin at most so many ems behind it; behind a mark, which takes half its square."""

SMALL_WORD = 0.8
"""A raised word is at most so many times as high as what it is set to."""

BEFORE = 4
"""So many characters before it are quoted."""

LONGEST_WORD = 2
"""It has no more characters (注, 附注)."""

INK_RAISED, INK_LOWERED = 0.25, 0.42
"""A font's own raised figures are drawn from so many ems above the baseline on, its lowered ones
end so many above it: old-style figures are as high as small letters, 0.43 and more."""

INK_HEIGHT = 0.5
"""Raised ones are at most so many ems high."""

INK_DEPTH = 0.25
"""Lowered ones go no further below the baseline than so many ems: in lines that run downwards all
figures do."""

_BEGIN = np.zeros(0x10000, dtype=bool)
_BEGIN[[*RAISED, *map(ord, "[［（〔【")]] = True
_WITHIN = _BEGIN.copy()
_WITHIN[list(map(ord, ".,-–]］）〕】"))] = True
_MARKS = frozenset(map(ord, "，。、；：！？）】》」』〉〕”’"))
_LEVEL = 0.3
"""Baselines nearer than so many points are the same."""


def with_raised(
    characters: Characters, codes: Ints, boxes: Floats, keep: Bools, *, level: bool
) -> tuple[Ints, Floats]:
    """The codes and upright boxes (n, 5, as in PageContent) of all characters: among those kept,
    raised and lowered figures are characters of their own; they, and the brackets round them, are
    on the baseline of their line. `level`: the page's text runs level as the file has it."""
    kept = np.flatnonzero(keep)
    if len(kept) < 2:
        return codes, boxes
    codes = codes.copy()
    if level:
        _drawn_forms(characters, codes, kept)
    known = np.minimum(codes[kept], len(_BEGIN) - 1)
    begin, within = _BEGIN[known], _WITHIN[known]
    x0, top, x1, bottom, base = boxes[kept].T
    step, gap = np.abs(np.diff(base)), np.abs(x0[1:] - x1[:-1])
    reach = 2 * np.maximum(bottom - top, x1 - x0)[:-1]
    begins = begin[1:] & (step > _LEVEL) & (step < reach) & (gap < reach)
    starts = np.flatnonzero(begins) + 1
    if not len(starts):
        return codes, boxes
    boxes = boxes.copy()
    for start in starts.tolist():
        before = int(kept[start - 1])
        size = _size(characters, before)
        em = x1[start - 1] - x0[start - 1] if codes[before] >= FIRST_WIDE else size
        forms = _forms(base[start - 1] - base[start], em)
        behind = APART_FROM_MARK if int(codes[before]) in _MARKS else APART
        if not forms or abs(x0[start] - x1[start - 1]) > behind * em:
            continue
        at = start
        while at < len(kept) and within[at] and abs(base[at] - base[start]) < _LEVEL:
            one = int(kept[at])
            joined = at == start or x0[at] - x1[at - 1] < APART * em
            if not joined or _size(characters, one) > SMALLER * size:
                break
            codes[one] = forms.get(int(codes[one]), codes[one])
            boxes[one, 4] = base[start - 1]
            at += 1
    return codes, boxes


def raised_words(codes: Ints, boxes: Floats, keep: Bools) -> tuple[str, ...]:
    """A sentence, without a full stop, on the small raised words (注) that stand behind others:
    they are read as the text goes on, and lead to a note, perhaps."""
    kept = np.flatnonzero(keep & (codes != 0x20))
    heights, base = boxes[kept, 3] - boxes[kept, 1], boxes[kept, 4]
    up, em = base[:-1] - base[1:], heights[:-1]
    begins = (codes[kept[1:]] >= FIRST_WIDE) & (heights[1:] < SMALL_WORD * em)
    begins &= (up > RAISE[0] * em) & (up < RAISE[1] * em)
    begins &= np.abs(boxes[kept[1:], 0] - boxes[kept[:-1], 2]) < APART * em
    found = []
    for start in (np.flatnonzero(begins) + 1).tolist():
        line = np.abs(base[start:] - base[start]) < _LEVEL
        end = start + int(np.argmin(np.append(line, False)))
        if end - start <= LONGEST_WORD:
            said = codes[kept[max(start - BEFORE, 0) : end]].tolist()
            found.append("".join(map(chr, (one for one in said if one < FONT_CODE))))
    if not found:
        return ()
    quoted = "".join(f"“{one}”" for one in dict.fromkeys(found))
    return (f"有抬高的小字，照读在文中，请对照原页核对是不是注的记号：{quoted}",)


def _drawn_forms(characters: Characters, codes: Ints, kept: Ints) -> None:
    """Make figures of their own those that a font draws raised or lowered, on the baseline and in
    the size of their line."""
    digits = kept[(codes[kept] >= ord("0")) & (codes[kept] <= ord("9"))]
    digits = digits[~characters.untold[digits]]
    if not len(digits):
        return
    page = repeat(call.pointer(characters.page))
    ink, known = call.char_ink(len(digits), page, characters.indexes[digits].tolist())
    _, _, low, high = ink.T
    em = characters.boxes[digits, 3] - characters.boxes[digits, 1]
    base = characters.origins[digits, 1]
    drawn = known & (high > low)
    raised = drawn & (low - base > INK_RAISED * em) & (high - low < INK_HEIGHT * em)
    lowered = drawn & (high - base < INK_LOWERED * em) & (base - low < INK_DEPTH * em)
    for which, forms in ((raised, RAISED), (lowered, LOWERED)):
        for index in digits[which].tolist():
            codes[index] = forms[int(codes[index])]


def _forms(up: float, em: float) -> dict[int, int]:
    """The forms of figures that stand so many points higher than the line before them."""
    if RAISE[0] * em < up < RAISE[1] * em:
        return RAISED
    return LOWERED if LOWER[0] * em < -up < LOWER[1] * em else {}


def _size(characters: Characters, index: int) -> float:
    """The size in which a character is set, in units of what it stands in; 0 where none is told."""
    return size_in(int(characters.objects(slice(index, index + 1))[0]))
