"""Raised and lowered figures of a PDF page, which stand in the line of what they are set to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.objects import size_in
from dutylist.extract.formats.pdf.set_off import (
    APART,
    APART_FROM_MARK,
    LEVEL,
    SMALL_WORD,
    Run,
    set_off,
)
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.pages.printed_lines import FIRST_WIDE

SMALLER = 0.9
"""Raised figures are at most so many times as large as what they are set to: Word sets 65 %,
LibreOffice 58 %, browsers 83 %."""

RAISE, LOWER = (0.15, 0.75), (0.05, 0.6)
"""They stand higher or lower by these shares of its size."""

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
_SIGNS = frozenset("*＊※†‡§")
_UP = "有抬高的小字，照读在文中，请对照原页核对是不是注的记号："
_DOWN = "有降低的小字，照读在文中，请对照原页核对："
_UNSURE = "抬高或降低的小字属于上一行还是下一行没有把握，已标出，请对照原页核对："


@dataclass(frozen=True)
class Raised:
    """A page's characters with the raised and lowered ones in their lines: codes and upright boxes
    (n, 5, as in PageContent), which nobody can say the line of, and sentences, without a full
    stop, on these and on small words."""

    codes: Ints
    boxes: Floats
    unsure: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    """What raised characters are set to: its baseline, its em and the size of its characters."""

    base: float
    em: float
    size: float
    height: float


def with_raised(
    characters: Characters, codes: Ints, boxes: Floats, keep: Bools, *, level: bool
) -> Raised:
    """Among the characters kept, raised and lowered figures are characters of their own; they, the
    brackets round them and short small words are on the baseline of their line, in whatever order
    the page is painted. `level`: the page's text runs level as the file has it."""
    kept = np.flatnonzero(keep)
    if len(kept) < 2:
        return Raised(codes, boxes)
    codes = codes.copy()
    if level:
        _drawn_forms(characters, codes, kept)
    known = codes[kept]
    runs = set_off(boxes[kept], known == 0x20, _WITHIN[np.minimum(known, len(_WITHIN) - 1)])
    page = _Setting(characters, kept, codes, boxes.copy() if runs else boxes)
    for run in runs:
        page.take(run)
    return Raised(codes, page.boxes, tuple(page.unsure), page.notes())


@dataclass
class _Setting:
    """A page whose raised characters are put in their lines one run after the other, from left to
    right: what stands raised behind a lowered figure is set to the line of that one."""

    characters: Characters
    kept: Ints
    codes: Ints
    boxes: Floats
    lines: dict[int, _Line] = field(default_factory=dict)
    unsure: list[int] = field(default_factory=list)
    up: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)

    def take(self, run: Run) -> None:
        """Put a run in its line, where it has one."""
        own = self.kept[list(run.own)].tolist()
        lines = self._lines(own[0], self.kept[list(run.before)].tolist())
        if not lines:
            behind = self.kept[list(run.behind)].tolist()
            lines = [line for line in map(self._line_at, behind) if self._may_be(own[0], line)]
        if not lines:
            return
        nearest = min(lines, key=lambda line: abs(line.base - self.boxes[own[0], 4]))
        count = self._figures(own, nearest)
        if not count and len(own) > LONGEST_WORD:
            return
        if any(abs(line.base - nearest.base) > LEVEL for line in lines):
            self.unsure += own
        self._put(own, count, nearest)

    def _lines(self, first: int, before: list[int]) -> list[_Line]:
        """The lines that a character may be set to of those that end before it."""
        lines = []
        for one in before:
            line = self._line_at(one)
            behind = APART_FROM_MARK if int(self.codes[one]) in _MARKS else APART
            gap = abs(self.boxes[first, 0] - self.boxes[one, 2])
            if gap <= behind * line.em and self._may_be(first, line):
                lines.append(line)
        return lines

    def _line_at(self, index: int) -> _Line:
        """The line in which a character stands, or that it is set to."""
        if index in self.lines:
            return self.lines[index]
        x0, top, x1, bottom, base = self.boxes[index].tolist()
        size = _size(self.characters, index)
        em = x1 - x0 if self.codes[index] >= FIRST_WIDE else size
        return _Line(base, em, size, bottom - top)

    def _may_be(self, index: int, line: _Line) -> bool:
        """Whether a character is small enough for what is set to a line, and where such stands."""
        up, (_, top, _, bottom, _) = line.base - self.boxes[index, 4], self.boxes[index]
        if _BEGIN[min(int(self.codes[index]), len(_BEGIN) - 1)]:
            return bool(_forms(up, line.em)) and self._is_small(index, line)
        least, most = RAISE if up > 0 else (RAISE[0], LOWER[1])
        # A font may tell no more of a character's height than its ink's (一).
        small = bottom - top < SMALL_WORD * line.height and self._is_small(index, line)
        return small and least * line.height < abs(up) < most * line.height

    def _is_small(self, index: int, line: _Line) -> bool:
        return _size(self.characters, index) <= SMALLER * line.size

    def _figures(self, own: list[int], line: _Line) -> int:
        """How many figures a run begins with."""
        if not _BEGIN[min(int(self.codes[own[0]]), len(_BEGIN) - 1)]:
            return 0
        within = _WITHIN[np.minimum(self.codes[own], len(_WITHIN) - 1)].tolist()
        some = (known and self._is_small(one, line) for one, known in zip(own, within, strict=True))
        return next((at for at, figure in enumerate(some) if not figure), len(own))

    def _put(self, own: list[int], figures: int, line: _Line) -> None:
        """Put a run in its line, of whose characters the first are so many figures; what is no
        figure is told."""
        up = line.base - self.boxes[own[0], 4]
        said = self._said(own, line) if not figures else ""
        forms = _forms(up, line.em)
        for one in own[: figures or len(own)]:
            if figures:
                self.codes[one] = forms.get(int(self.codes[one]), self.codes[one])
            self.boxes[one, 4] = line.base
            self.lines[one] = line
        if said:
            (self.up if up > 0 else self.down).append(said)

    def _said(self, own: list[int], line: _Line) -> str:
        """A word with what stands before it in its line; nothing of marks that mean nothing."""
        word = self._text(own)
        if not any(one.isalnum() or one in _SIGNS for one in word):
            return ""
        x0, base = self.boxes[self.kept, 0], self.boxes[self.kept, 4]
        before = self.kept[(np.abs(base - line.base) < LEVEL) & (x0 < self.boxes[own[0], 0])]
        before = before[np.argsort(self.boxes[before, 0])]
        return self._text(before[-BEFORE:].tolist()) + word

    def _text(self, some: list[int]) -> str:
        return "".join(map(chr, (code for code in self.codes[some].tolist() if code < FONT_CODE)))

    def notes(self) -> tuple[str, ...]:
        """Sentences, without a full stop, on what was put in its line."""
        unsure = [self._text([one]) for one in self.unsure]
        found = ((_UP, self.up), (_DOWN, self.down), (_UNSURE, unsure))
        return tuple(
            said + "".join(f"“{one}”" for one in dict.fromkeys(some))
            for said, some in found
            if some
        )


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
