"""Marks, readings and notes set small above or below words, which are none of the text: emphasis
dots, pinyin, a word in characters (ruby)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dutylist.extract.formats.pdf.directions import set_downwards
from dutylist.extract.pages.arrays import is_in, middle_one
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.pages.printed_lines import FIRST_WIDE

FIGURES = tuple(map(ord, "0123456789%."))
"""A figure set small above another corrects it by hand."""

SMALL = 0.65
"""They are at most so many times as high as the page's usual characters: browsers set half."""

DOTS = frozenset(map(ord, "•·．.˙・●○◦◉◎▲△﹅﹆、丶"))
"""What stands above or below a character to stress it."""

CENTRED = 0.3
"""A dot's middle is no more than so many ems from that of its character."""

FAR = 0.7
"""It is no further than so many ems above or below it."""

OVER = (-0.5, 0.6)
"""The lower edge of a reading is so many ems above the upper edge of its word."""

PITCH = (0.4, 1.25)
"""The baseline of a note is so many ems above that of its word: more than in a line, less than
lines are apart."""

LONGEST_NOTE = 8
"""A note has no more characters: longer ones are lines of small print."""

MOST_QUOTED = 40
"""A note quotes so many characters."""

_TONES = frozenset("ˊˇˋ˙ˉ'’ ")


@dataclass(frozen=True)
class Beside:
    """Which of a page's characters are emphasis dots, readings of words, and notes on words in
    characters, or in such as the file does not tell."""

    dots: Bools
    readings: Bools
    notes: Bools

    @property
    def any(self) -> Bools:
        """Which are one of them."""
        return self.dots | self.readings | self.notes


def beside_words(codes: Ints, boxes: Floats, kept: Bools, untold: Bools) -> Beside:
    """Those of the kept characters (upright boxes as in PageContent) that are set small above or
    below others; of those that are `untold` nobody knows what they are."""
    nothing = np.zeros(len(codes), dtype=bool)
    wide = kept & ((codes >= FIRST_WIDE) | untold)
    if not wide.any():
        return Beside(nothing, nothing, nothing)
    heights = boxes[:, 3] - boxes[:, 1]
    em = middle_one(heights[wide])
    small = kept & (heights <= SMALL * em) & (codes != 0x20)
    if small.any():
        small &= ~set_downwards(boxes)
    words = boxes[wide & ~small]
    if not small.any() or not len(words):
        return Beside(nothing, nothing, nothing)
    dots, readings = nothing.copy(), nothing.copy()
    level = boxes[kept & ~small & (codes != 0x20)]
    for index in np.flatnonzero(small & ~untold).tolist():
        if int(codes[index]) in DOTS:
            dots[index] = _stresses(boxes[index], words, em)
        elif _is_reading(int(codes[index])):
            readings[index] = _is_over(boxes[index], words, em)
    for index in np.flatnonzero(dots | readings).tolist():
        # What stands in a line of usual characters is a mark of that line or a raised letter.
        if _in_line(boxes[index], level, em):
            dots[index] = readings[index] = False
    if readings.any():
        # The spaces between readings are theirs.
        own = boxes[readings]
        for index in np.flatnonzero(kept & (codes == 0x20) & (heights <= SMALL * em)).tolist():
            readings[index] = _in_line(boxes[index], own, em)
    figures = kept & is_in(codes, FIGURES)
    below = boxes[(wide | figures) & ~small]
    notes = _notes(boxes, small & (wide | figures) & ~dots & ~readings, below, em)
    for index in np.flatnonzero(notes).tolist():
        notes[index] = not _in_line(boxes[index], level, em)
    return Beside(dots, readings, notes)


def _notes(boxes: Floats, small: Bools, words: Floats, em: float) -> Bools:
    """Which small characters stand, short runs of them, close above words and nowhere else."""
    out = np.zeros(len(boxes), dtype=bool)
    order = np.flatnonzero(small)
    if not len(order):
        return out
    order = order[np.lexsort((boxes[order, 0], boxes[order, 4].round()))]
    own = boxes[order]
    apart = np.abs(np.diff(own[:, 4])) > 0.3 * em
    apart |= own[1:, 0] - own[:-1, 2] > em
    for run in np.split(order, np.flatnonzero(apart) + 1):
        if len(run) <= LONGEST_NOTE:
            out[run] = all(_is_noted(boxes[index], words, em) for index in run.tolist())
    return out


def _is_noted(note: Floats, words: Floats, em: float) -> bool:
    x = (note[0] + note[2]) / 2
    above = words[:, 4] - note[4]
    near = (above > PITCH[0] * em) & (above < PITCH[1] * em)
    return bool((near & (words[:, 0] < x) & (x < words[:, 2])).any())


def beside_notes(codes: Ints, untold: Bools, beside: Beside) -> tuple[str, ...]:
    """Sentences, without a full stop, on what was left out."""
    notes = []
    if beside.dots.any():
        notes.append("字旁的着重号没有读入")
    if beside.readings.any():
        said = "".join(map(chr, codes[beside.readings].tolist()))
        notes.append(f"字上的注音没有读入：“{said[:MOST_QUOTED]}”")
    if beside.notes.any():
        told = "".join(map(chr, codes[beside.notes & ~untold].tolist()))
        said = f"“{told[:MOST_QUOTED]}”" if told else f"{beside.notes.sum()} 个字"
        notes.append(f"字上加注的小字没有读入：{said}")
    return tuple(notes)


def _stresses(dot: Floats, words: Floats, em: float) -> bool:
    x, y = (dot[0] + dot[2]) / 2, (dot[1] + dot[3]) / 2
    centred = np.abs((words[:, 0] + words[:, 2]) / 2 - x) < CENTRED * em
    off = np.maximum(words[:, 1] - y, y - words[:, 3])
    return bool((centred & (off > -0.2 * em) & (off < FAR * em)).any())


def _is_over(letter: Floats, words: Floats, em: float) -> bool:
    x = (letter[0] + letter[2]) / 2
    above = words[:, 1] - letter[3]
    near = (above > OVER[0] * em) & (above < OVER[1] * em)
    return bool((near & (words[:, 0] - em / 2 < x) & (x < words[:, 2] + em / 2)).any())


def _in_line(letter: Floats, level: Floats, em: float) -> bool:
    same = np.abs(level[:, 4] - letter[4]) < 0.3 * em
    beside = (level[:, 0] < letter[2] + 2 * em) & (letter[0] - 2 * em < level[:, 2])
    return bool((same & beside).any())


@lru_cache(maxsize=1024)
def _is_reading(code: int) -> bool:
    """Whether a character is one of those that tell how a word is spoken: Latin letters, bopomofo,
    kana."""
    if code < 0x110000 and chr(code) in _TONES:
        return True
    name = unicodedata.name(chr(code), "") if code < 0x110000 else ""
    return name.startswith(("LATIN SMALL", "LATIN CAPITAL", "BOPOMOFO", "HIRAGANA", "KATAKANA"))
