"""The characters of a PDF page's text layer, and for which of them the file tells no meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import repeat

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.pages.arrays import is_in, median
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.source import seen_text

UNTOLD = 0xFFFD
"""What stands for a character whose meaning the file does not tell."""

FONT_CODE = 0x110000
"""Codes from here on, beyond Unicode, are the font's own, less this."""

MADE_UP_SHARE = 0.3
"""A font is not believed where the file tells no meaning, or an unlikely one, for at least this
share of its characters."""

MANY_ODD = 3
"""So many different accented letters or control codes in a font are no foreign name."""

LATIN_END = 0x200
"""Codes from here on are no Latin letters; Ghostscript's wrong ones are below."""

SAME_WIDTH = 0.08
"""Widths that differ by less than this share are the same: no Latin font has other letters as
wide as that."""

NEAR = 12
"""A Chinese character tells the size of what stands within so many ems of it."""

NEIGHBOURS = 3
"""So many before it are asked, and so many behind it: some fonts (Type 3) have no more of a
character than its ink."""

_OFTEN_WIDE = [ord(mark) for mark in "MWmw@%&+=<>~¤§¨°±·×÷¼½¾©®Æ"]
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x4E00, 0x9FA5
_FIRST_WIDE = 0x2E80
_HYPHENS = (0x02, 0xFFFE)
"""pdfium's signs for a hyphen at a line end."""


_NOTHING_SAID: Mapping[int, int] = {}


FULL_WIDTH_ABOVE = 0xFEE0
"""A full-width digit's or letter's code is so much above the half-width one's."""

_FULL_WIDTH = [
    code + FULL_WIDTH_ABOVE
    for first, last in ("09", "AZ", "az")
    for code in range(ord(first), ord(last) + 1)
]

NARROW = 0.7
"""What is narrower than this share of the Chinese characters of its size is not full-width: digits
of all faces are about half as wide."""

SAME_HEIGHT = 0.05
"""The heights of characters of one size differ by no more than this share."""


@dataclass(frozen=True)
class Characters:
    """The characters of pdfium's text page in its order, in PDF units.

    `indexes` are their numbers in the text page at the address `page`. `codes` are code points,
    or FONT_CODE and more. `boxes` are left, bottom, right, top; `origins` where
    the pen began. `untold`: the file does not tell what the glyph means. `parted`: the code that
    was given to the glyph where the file does not tell which it is, 0 elsewhere.
    """

    page: int
    indexes: Ints
    codes: Ints
    boxes: Floats
    origins: Floats
    untold: Bools
    parted: Ints

    def only(self, kept: Bools) -> Characters:
        """Those of the characters."""
        return replace(
            self,
            indexes=self.indexes[kept],
            codes=self.codes[kept],
            boxes=self.boxes[kept],
            origins=self.origins[kept],
            untold=self.untold[kept],
            parted=self.parted[kept],
        )

    def objects(self, indexes: Ints | slice) -> Ints:
        """The text objects that set characters, 0 where there is none."""
        return self.items[indexes]

    @cached_property
    def items(self) -> Ints:
        """The text objects of all characters."""
        numbers = self.indexes.tolist()
        page = repeat(call.pointer(self.page))
        return np.fromiter(map(call.char_object, page, numbers), np.int64, len(numbers))

    def ink(self, indexes: Ints) -> Floats:
        """Left, bottom, right and top of what upright characters draw, in PDF units."""
        page = repeat(call.pointer(self.page))
        ink, _ = call.char_ink(len(indexes), page, self.indexes[indexes].tolist())
        return ink[:, [0, 2, 1, 3]]


def read_characters(text: int, said: Mapping[int, int] = _NOTHING_SAID) -> Characters:
    """All characters of the text page at that address but those that pdfium makes up (spaces and
    line ends between parts); the halves of one beyond U+FFFF are one. `said` is what glyphs are
    that have codes of their own."""
    count = max(call.char_count(text), 0)
    codes = _codes(text, count)
    page = repeat(call.pointer(text))
    made_up = np.flatnonzero((codes == 0x20) | (codes == 0x0D) | (codes == 0x0A))
    keep = np.ones(count, dtype=bool)
    keep[made_up] = np.fromiter(map(call.char_generated, page, made_up.tolist()), int) == 0
    _join_halves(codes, keep)
    indexes = np.flatnonzero(keep)
    numbers = indexes.tolist()
    edges, _ = call.char_boxes(len(numbers), page, numbers)
    pens, _ = call.char_origins(len(numbers), page, numbers)
    untold = np.fromiter(map(call.char_unmapped, page, numbers), np.int64, len(numbers)) == 1
    # FS_RECTF is left, top, right, bottom.
    boxes = edges[:, [0, 3, 2, 1]].astype(np.float64)
    codes = codes[indexes] + FONT_CODE * untold
    codes, parted = _as_said(codes, said)
    untold |= codes >= FONT_CODE
    found = _without_unseen(Characters(text, indexes, codes, boxes, pens, untold, parted))
    return _without_broken_fonts(_with_misfits(_with_odd_codes(_with_narrow_ones(found))))


def unseen_signs(found: Characters) -> Bools:
    """Which of the characters the file says to be signs that nobody sees (a zero-width space)."""
    some = [code for code in set(found.codes[_rare(found.codes)].tolist()) if _is_unseen(code)]
    return is_in(found.codes, some) & ~found.untold


def _without_unseen(found: Characters) -> Characters:
    """The characters without the unseen signs that a glyph is said to mean beside what it shows
    (县 and a zero-width space)."""
    unseen = unseen_signs(found)
    if not unseen.any():
        return found
    glyph = np.append(0, np.cumsum((np.diff(found.origins, axis=0) != 0).any(axis=1)))
    shows = np.bincount(glyph[~unseen], minlength=int(glyph[-1]) + 1) > 0
    return found.only(~(unseen & shows[glyph]))


@lru_cache(maxsize=65_536)
def _is_unseen(code: int) -> bool:
    return code < FONT_CODE and not seen_text(chr(code))


def _as_said(codes: Ints, said: Mapping[int, int]) -> tuple[Ints, Ints]:
    """The codes as the file says them, and the glyphs' own."""
    if not said:
        return codes, np.zeros(len(codes), dtype=np.int64)
    parted = np.where(is_in(codes, list(said)), codes, 0)
    return np.array([said.get(code, code) for code in codes.tolist()], dtype=np.int64), parted


def _codes(text: int, count: int) -> Ints:
    """The UTF-16 units of all characters; 0 where there is none."""
    buffer = np.zeros(count + 1, dtype=np.uint16)
    written = call.char_text(text, 0, count, buffer.ctypes.data)
    # One unit for each character, unless some are left out.
    if written == count + 1:
        return buffer[:count].astype(np.int64)
    codes = [call.char_code(text, index) & 0xFFFFFFFF for index in range(count)]
    return np.array([code if code <= 0x10FFFF else 0 for code in codes], dtype=np.int64)


def _join_halves(codes: Ints, keep: Bools) -> None:
    """Make the two halves of a character beyond U+FFFF one code point, at the first of them."""
    high = (codes >= 0xD800) & (codes < 0xDC00)
    if not high.any():
        return
    low = (codes >= 0xDC00) & (codes < 0xE000)
    pairs = np.flatnonzero(high[:-1] & low[1:])
    codes[pairs] = 0x10000 + ((codes[pairs] - 0xD800) << 10) + codes[pairs + 1] - 0xDC00
    keep[pairs + 1] = False


def _rare(codes: Ints) -> Bools:
    """Which codes are neither printable ASCII nor Chinese, as most are: those are seen and have
    meanings."""
    return ((codes < 0x20) | (codes > 0x7E)) & ~_is_ideograph(codes)


def _is_ideograph(codes: Ints) -> Bools:
    """Which codes are Chinese characters as most are: they are as wide as high."""
    return (codes >= _FIRST_IDEOGRAPH) & (codes <= _LAST_IDEOGRAPH)


def _with_narrow_ones(found: Characters) -> Characters:
    """The characters, digits and letters that are said to be full-width ones as half-width ones
    where they are printed as narrow as these."""
    wide = is_in(found.codes, _FULL_WIDTH) & ~found.untold
    if not wide.any():
        return found
    sides = np.sort(found.boxes[:, 2:] - found.boxes[:, :2], axis=1)
    around = _is_ideograph(found.codes)
    codes = found.codes.copy()
    for index in np.flatnonzero(wide).tolist():
        as_high = around & (np.abs(sides[:, 1] - sides[index, 1]) < SAME_HEIGHT * sides[index, 1])
        if as_high.any() and sides[index, 0] < NARROW * median(sides[as_high, 0]):
            codes[index] -= FULL_WIDTH_ABOVE
    return replace(found, codes=codes)


def _with_odd_codes(found: Characters) -> Characters:
    """The characters, those untold too whose code means nothing to others: private-use,
    unassigned and control codes, lone halves."""
    codes = found.codes
    odd = [code for code in set(codes[_rare(codes)].tolist()) if not _means(code)]
    if not odd:
        return found
    untold = found.untold | is_in(found.codes, odd)
    hyphens = np.flatnonzero(is_in(found.codes, _HYPHENS) & ~found.untold)
    numbers = found.indexes[hyphens].tolist()
    page = repeat(call.pointer(found.page))
    untold[hyphens] = np.fromiter(map(call.char_hyphen, page, numbers), int, len(numbers)) != 1
    codes = found.codes.copy()
    codes[hyphens[~untold[hyphens]]] = ord("-")
    return replace(found, codes=codes, untold=untold)


def _with_misfits(found: Characters) -> Characters:
    """The characters, those untold too that are said to be Latin letters, digits or ASCII marks
    and are exactly as wide as the Chinese characters beside them: Ghostscript says "1" for "、".
    A few that fonts do make so wide (W, ×) count only where there are others."""
    codes, boxes = found.codes, found.boxes
    latin = np.flatnonzero((codes > 0x20) & (codes < LATIN_END) & ~found.untold)
    wide = np.flatnonzero(_is_ideograph(codes))
    if not len(latin) or not len(wide):
        return found
    widths = boxes[:, 2] - boxes[:, 0]
    if widths[latin].max() < (1 - SAME_WIDTH) * widths[wide].min():
        return found
    after = np.searchsorted(wide, latin)
    misfit = np.zeros(len(latin), dtype=bool)
    for step in range(-NEIGHBOURS, NEIGHBOURS):
        neighbours = wide[np.clip(after + step, 0, len(wide) - 1)]
        ems = widths[neighbours]
        near = np.abs(boxes[neighbours, :2] - boxes[latin, :2]).max(axis=1) < NEAR * ems
        misfit |= near & (np.abs(widths[latin] - ems) < SAME_WIDTH * ems)
    # A glyph may stand for several letters.
    same = (np.diff(found.origins, axis=0) == 0).all(axis=1)
    misfit &= ~(np.append(same, False) | np.append(False, same))[latin]
    # A letter that lies on its side is as wide as high.
    left, bottom, _, top = boxes[latin].T
    pens = found.origins[latin]
    misfit &= (pens[:, 0] - left < 0.3 * widths[latin]) & (
        pens[:, 1] - bottom < 0.5 * (top - bottom)
    )
    if is_in(codes[latin[misfit]], _OFTEN_WIDE).all():
        return found
    untold = found.untold.copy()
    untold[latin[misfit]] = True
    if ord("?") in codes[latin[misfit]]:
        # What a program puts for what it does not know: narrow ones, too.
        untold |= codes == ord("?")
    return replace(found, untold=untold)


@lru_cache(maxsize=65_536)
def _means(code: int) -> bool:
    """Whether a code point is that of a character, the same one for everybody."""
    if code in (0x09, 0x0A, 0x0D):
        return True
    if code >= FONT_CODE or code == UNTOLD:
        return False
    return unicodedata.category(chr(code)) not in ("Cc", "Cs", "Co", "Cn")


def with_named(
    characters: Characters, named: Mapping[str, str]
) -> tuple[Characters, list[tuple[str, str]]]:
    """The characters, private ones as they are named; and which of the names were used."""
    codes, untold = characters.codes.copy(), characters.untold.copy()
    used = []
    for code, meant in named.items():
        which = characters.codes == ord(code)
        if which.any():
            codes[which], untold[which] = ord(meant), False
            used.append((code, meant))
    return replace(characters, codes=codes, untold=untold), used


def is_private(code: int) -> bool:
    """Whether a code point is one of those that everybody may use as he likes."""
    return 0xE000 <= code < 0xF900 or 0xF0000 <= code < FONT_CODE


def _without_broken_fonts(found: Characters) -> Characters:
    """The characters, untold all those of fonts whose glyphs stand for other characters than
    their codes: many of them have no meaning, the rest are no Chinese."""
    accented = (found.codes >= 0xA1) & (found.codes < 0x250)
    if not found.untold.any() and accented.sum() < MANY_ODD:
        return found
    items = found.items
    fonts = {item: call.text_font(item) if item else 0 for item in set(items.tolist())}
    font = np.array([fonts[item] for item in items.tolist()], dtype=np.int64)
    accented &= [code < 0x250 and chr(code).isalpha() for code in found.codes.tolist()]
    untold = found.untold.copy()
    for one in set(font.tolist()):
        own = font == one
        odd = own & (found.untold | accented)
        chinese = (found.codes[own & ~found.untold] >= _FIRST_WIDE).any()
        many = len(set(found.codes[odd].tolist())) >= MANY_ODD
        if many and not chinese and odd.sum() >= MADE_UP_SHARE * own.sum():
            untold |= own
    return replace(found, untold=untold)
