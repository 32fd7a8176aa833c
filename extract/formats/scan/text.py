"""What the recogniser reads in a line becomes a printed line with places in points.

The recogniser tells the middle of each character. Their distances tell the size of the line, and
where spaces are or characters were lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.marks import NARROW, is_ideograph, is_wide
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.printed_lines import (
    CLOSING,
    FIRST_WIDE,
    OPENING,
    PrintedLine,
    printed_lines,
)
from dutylist.extract.source import UNSURE

INK_SHARE = 0.92
"""Share of an em that the ink of a line of Chinese characters takes in height."""

BEARING = 0.04
"""White at either side of a Chinese character within its em."""

SPACED = 1.9
"""Between the last character of a clause and the number of the next lie the clause's mark and
half a digit, 1.8 ems in all; more is a space, which the recogniser does not tell."""

SPACED_MARK = 1.12
"""The same from the mark on."""

SPACED_WORD = 2.3
"""The same between the characters on both sides of a colon: without a space they are 2 ems apart,
as measured up to 2.25. A narrow space may be missed; nothing hangs on it."""

SET_WHITE = 0.55
"""Programs set Chinese and Latin letters a quarter em apart, which the recogniser may take for a
space; a typed one that takes no more cannot be told from it."""

_DASHED = re.compile(r"[一—－–-]\s*\d{1,4}\s*[一—－–-]")
_RANGE = re.compile(r"(?<=[0-9A-Za-zⅠ-Ⅻ%％‰])一(?=[0-9A-Za-zⅠ-Ⅻ]|$)")
_ROMAN = re.compile(r"(?<![A-Za-z])[IVXⅠ-Ⅻ]+(?![A-Za-z])")
_ALONE = re.compile(r"(?<![A-Za-z])[EFHIJLOTUYZ](?=[一-鿿])")
_BEFORE_NEXT = re.compile(r"[：:](?=\s?(?:[2-9]|[1-9]\d)[.、．])")
LOST = 0.75
"""So many ems of white between two characters have room for another one."""

MARKS_INK = 0.4
"""And from where a full-width mark's middle was seen to its em's edge at the side of its ink: 417
stood 0.8 ems behind the middle of a Chinese character, none more than 1.11."""

LOST_MARK = 0.15
"""The ink of a mark that closes a line reaches so many ems and more beyond the Chinese character
before it (点； read as 点: 0.25); of 356 lines without one 0.09 at most."""

COARSE = 0.08
"""A page is coarse (a fax, a copy of copies) where more than this share of its characters is
doubtful: of a clean scan it is a tenth of that, of the faintest toner three quarters."""

SENTENCE = 8
"""A cell of so many characters and more may be a sentence, whose full stop a copy of copies loses:
30 of the 32 wrong characters without a mark on six pages were such."""

COARSE_LOST = 0.45
"""And loses whole characters, with less white than on others, for strokes run together."""


@dataclass(frozen=True)
class ScannedLine:
    """A line as read: its ink in pixels, the pixel column where its picture begins, the reading."""

    ink: InkBox
    start: float
    read: ReadLine


def pitch(line: ScannedLine) -> float:
    """The usual distance in pixels of neighbouring Chinese characters; 0 where it has none."""
    middles, text = line.read.middles, line.read.text
    steps = [
        b - a
        for a, b, one, two in zip(middles, middles[1:], text, text[1:], strict=False)
        if is_ideograph(one) and is_ideograph(two)
    ]
    if len(steps) < 2:
        return 0.0
    usual = median(steps)
    even = [step for step in steps if abs(step - usual) < 0.3 * usual]
    return sum(even) / len(even) if even else usual


def em_of(lines: Sequence[ScannedLine]) -> list[float]:
    """The em of each line in pixels: that of lines of the same height set without stretching."""
    pitches = np.array([pitch(line) for line in lines])
    heights = np.array([line.ink.height for line in lines], dtype=np.float64)
    counts = np.array([len(line.read.text) for line in lines])
    sure = (pitches > 0) & (counts >= 5) & (np.abs(pitches * INK_SHARE - heights) < 0.25 * pitches)
    out = []
    for index, height in enumerate(heights.tolist()):
        alike = pitches[sure & (np.abs(heights - height) < 0.12 * height)]
        if len(alike):
            out.append(float(np.percentile(alike, 25)))
        elif pitches[index] > 0:
            out.append(float(pitches[index]))
        else:
            near = pitches[sure]
            guess = height / INK_SHARE
            usual = float(np.median(near)) if len(near) else guess
            # A line of digits or a dash alone is lower than its em.
            out.append(usual if guess < 1.3 * usual else guess)
    return out


def with_unsure_numerals(read: ReadLine) -> ReadLine:
    """The reading with Roman numerals unsure: Ⅳ is one character or two letters, which look the
    same, and the recogniser mixes Ⅰ, I and 1."""
    return read.doubted(
        [index for match in _ROMAN.finditer(read.text) for index in range(*match.span())]
    )


def with_unsure_letters(read: ReadLine) -> ReadLine:
    """The reading with capital letters unsure that stand alone before a Chinese character and look
    like one themselves (10H内 for 10日内): no list has them there."""
    return read.doubted([match.start() for match in _ALONE.finditer(read.text)])


def is_coarse(lines: Sequence[ReadLine]) -> bool:
    """Whether a page with these lines is a coarse picture."""
    sure = [one for line in lines for one in line.confidences]
    return sum(one < UNSURE for one in sure) > COARSE * len(sure)


def with_unsure_traces(read: ReadLine, em: float) -> ReadLine:
    """The reading of a line of a coarse page with what is unsure there, however sure it looks:
    colons, which a semicolon is whose lower end is lost, points behind Chinese characters, which a
    comma is, and what stands beside a little white."""
    unsure = [
        index
        for index, one in enumerate(read.text)
        if one in ":：" or _is_odd_dot(read.text, index)
    ]
    return with_unsure_gaps(read.doubted(unsure), em, COARSE_LOST)


def _is_odd_dot(text: str, index: int) -> bool:
    before, after = text[max(index - 1, 0) : index], text[index + 1 :].lstrip()[:1]
    return text[index] == "." and is_ideograph(before) and (not after or is_ideograph(after))


def with_unsure_stop(read: ReadLine, cell: str) -> ReadLine:
    """The last line of a coarse page's cell with its end unsure where the cell is long enough for a
    sentence and none ends there: full stops fade first, and no white tells of them."""
    if len(cell) < SENTENCE or not is_ideograph(cell[-1:]):
        return read
    return read.doubted([len(read.text) - 1])


def with_unsure_colons(read: ReadLine, below: str | None) -> ReadLine:
    """The reading with the colons unsure that a label from 2 on follows, be it on the line `below`
    in the same cell, and one that ends the cell (None below it): a colon begins a count with 1,
    what ends the clause before is a semicolon."""
    starts = [match.start() for match in _BEFORE_NEXT.finditer(read.text + (below or ""))]
    if below is None and read.text.endswith(("：", ":")):
        starts.append(len(read.text) - 1)
    return read.doubted([start for start in starts if start < len(read.text)])


def with_unsure_gaps(read: ReadLine, em: float, lost: float = LOST) -> ReadLine:
    """The reading with the characters unsure between which there is white, or ink that was not
    read, for one more, `lost` ems wide: two marks side by side may be read as one."""
    doubtful: list[int] = []
    for index, (one, two) in enumerate(pairwise(read.text)):
        if one == " " or two == " ":
            continue
        apart = (read.middles[index + 1] - read.middles[index]) / em
        digits = one.isdigit() and two.isdigit()
        room = reach_of(one, behind=True) + reach_of(two) + (lost * NARROW if digits else lost)
        if apart > room:
            doubtful += (index, index + 1)
    return read.doubted(doubtful)


def with_unsure_ends(read: ReadLine, x0: float, x1: float, em: float) -> ReadLine:
    """The reading with the first and last characters unsure beyond which the line's ink goes on,
    from `x0` to `x1` in pixels of its picture, as far as one more would, or a mark behind a Chinese
    character."""
    if not read.text:
        return read
    doubtful = []
    if (read.middles[0] - x0) / em > reach_of(read.text[0]) + LOST:
        doubtful.append(0)
    room = LOST_MARK if is_ideograph(read.text[-1]) else LOST
    if (x1 - read.middles[-1]) / em > reach_of(read.text[-1], behind=True) + room:
        doubtful.append(len(read.text) - 1)
    return read.doubted(doubtful)


def reach_of(character: str, *, behind: bool = False) -> float:
    """How far a character reaches from where its middle was seen, at most, in ems, to its left, or
    to what is `behind` it: the ink of a full-width mark stands at one side of its em."""
    if is_ideograph(character):
        return 0.5
    if not is_wide(character):
        return NARROW / 2
    return MARKS_INK if character in (OPENING if behind else CLOSING) else 0.75


def with_dashes(read: ReadLine) -> ReadLine:
    """A page number read with the dashes that are printed around it ("— 3 —"), and a range with
    the one within it (2026—2030), which the recogniser may take for the character 一; the latter
    is doubtful."""
    if _DASHED.fullmatch(read.text):
        return replace(read, text=read.text.replace("一", "—"))
    return read.put_right({match.start(): "—" for match in _RANGE.finditer(read.text)})


def without_set_white(read: ReadLine, em: float) -> ReadLine:
    """The reading without the spaces between Chinese and Latin letters that were not typed."""
    kept = [
        index
        for index, character in enumerate(read.text)
        if not (character == " " and _is_set_white(read, index, em))
    ]
    return read.picked(kept)


def _is_set_white(read: ReadLine, index: int, em: float) -> bool:
    around = read.text[index - 1 : index], read.text[index + 1 : index + 2]
    if sorted(map(is_ideograph, around)) != [False, True] or not all(map(str.isalpha, around)):
        return False
    return (read.middles[index + 1] - read.middles[index - 1]) / em - 0.75 <= SET_WHITE


def with_spaces(read: ReadLine, em: float, stretched: float) -> ReadLine:
    """The reading with the spaces that set clauses, and what follows a colon, apart. `stretched`
    is the em with the space that stretching the line puts between characters."""
    text, middles, sure = list(read.text), list(read.middles), list(read.confidences)
    others = list(read.others)
    for index in range(len(text) - 1, 0, -1):
        mark = text[index - 1]
        before = text[index - 2] if index > 1 else ""
        if mark not in "；;。：":
            continue
        if is_ideograph(text[index]):
            reach = middles[index] - middles[index - 2] if is_ideograph(before) else 0.0
            spaced = mark == "：" and reach > SPACED_WORD * stretched
        elif not text[index].isdigit():
            continue
        elif is_ideograph(before):
            spaced = middles[index] - middles[index - 2] > SPACED * em
        else:
            spaced = middles[index] - middles[index - 1] > SPACED_MARK * em
        if spaced:
            text.insert(index, " ")
            middles.insert(index, (middles[index - 1] + middles[index]) / 2)
            sure.insert(index, 1.0)
            others.insert(index, "")
    return ReadLine("".join(text), tuple(middles), tuple(sure), tuple(others))


def scanned_lines(
    lines: Sequence[ScannedLine], ems: Sequence[float], owners: Sequence[int], dpi: float
) -> dict[int, tuple[PrintedLine, ...]]:
    """The printed lines of each owner (a cell's number, or -1 for the page), in points."""
    codes, boxes = characters_of(lines, ems, dpi)
    if not len(codes):
        return {}
    numbers = np.repeat(np.arange(len(lines)), [len(line.read.text) for line in lines])
    found = printed_lines(codes, boxes, numbers)
    out: dict[int, list[PrintedLine]] = {}
    for number, printed in found.items():
        own = [_with_confidences(one, lines[number].read) for one in printed]
        out.setdefault(owners[number], []).extend(own)
    return {owner: tuple(own) for owner, own in out.items()}


def characters_of(
    lines: Sequence[ScannedLine], ems: Sequence[float], dpi: float
) -> tuple[Ints, Floats]:
    """The code points of all characters of the lines, and their boxes (n, 5: x0, top, x1, bottom
    and baseline) in points."""
    codes = [ord(character) for line in lines for character in line.read.text]
    boxes = [box for line, em in zip(lines, ems, strict=True) for box in _boxes(line, em)]
    places = np.array(boxes, dtype=np.float64).reshape(-1, 5) * (72 / dpi)
    return np.array(codes, dtype=np.int64), places


def cut_at(line: ScannedLine, xs: Sequence[float]) -> list[ScannedLine]:
    """The line cut at those places in pixels, without the pieces that have no text."""
    out = []
    ends = [-math.inf, *xs, math.inf]
    for start, end in pairwise(ends):
        own = [i for i, x in enumerate(line.read.middles) if start <= line.start + x < end]
        if not own:
            continue
        read, ink = line.read.picked(own), line.ink
        x0, x1 = max(ink.x0, math.ceil(max(start, 0))), min(ink.x1, math.floor(min(end, ink.x1)))
        out.append(ScannedLine(InkBox(x0, ink.top, max(x1, x0 + 1), ink.bottom), line.start, read))
    return out


def side_by_side(lines: Sequence[ScannedLine], em: float) -> ScannedLine:
    """Lines that stand side by side as one, with spaces where they stand apart."""
    text: list[str] = []
    middles: list[float] = []
    sure: list[float] = []
    others: list[str] = []
    for line in lines:
        if text and line.read.text and line.start + line.read.middles[0] - middles[-1] > 2 * em:
            text.append(" ")
            middles.append((middles[-1] + line.start + line.read.middles[0]) / 2)
            sure.append(1.0)
            others.append("")
        text += line.read.text
        middles += (line.start + x for x in line.read.middles)
        sure += line.read.confidences
        others += line.read.others
    inks = [line.ink for line in lines]
    ink = InkBox(
        min(ink.x0 for ink in inks),
        min(ink.top for ink in inks),
        max(ink.x1 for ink in inks),
        max(ink.bottom for ink in inks),
    )
    read = ReadLine("".join(text), tuple(middles), tuple(sure), tuple(others))
    return ScannedLine(ink, 0.0, read)


def _boxes(line: ScannedLine, em: float) -> list[tuple[float, ...]]:
    """The boxes (x0, top, x1, bottom, baseline) of a line's characters, in pixels."""
    ink, text = line.ink, line.read.text
    tall = ink.height > 0.7 * em
    middle = (ink.top + ink.bottom) / 2 if tall else ink.bottom - 0.38 * em
    out: list[tuple[float, ...]] = []
    for index, (character, x) in enumerate(zip(text, line.read.middles, strict=True)):
        half = em / 2 if ord(character) >= FIRST_WIDE else em * NARROW / 2
        x0, x1 = line.start + x - half, line.start + x + half
        if index == 0 and is_ideograph(character):
            x0 = ink.x0 - BEARING * em
        if index == len(text) - 1 and is_ideograph(character):
            x1 = ink.x1 + BEARING * em
        out.append((x0, middle - em / 2, max(x1, x0 + 1), middle + em / 2, middle + 0.38 * em))
    return _meeting(_with_marks_placed(out, text, em), text)


def _with_marks_placed(
    boxes: list[tuple[float, ...]], text: str, em: float
) -> list[tuple[float, ...]]:
    """Boxes with full-width marks following the character before at once: their ink stands at
    one side of the em, and the recogniser's middle somewhere between."""
    for index in range(1, len(boxes)):
        if text[index] in CLOSING and is_wide(text[index]) and text[index - 1] != " ":
            x0 = boxes[index - 1][2]
            boxes[index] = (x0, boxes[index][1], x0 + em, *boxes[index][3:])
    return boxes


def _meeting(boxes: list[tuple[float, ...]], text: str) -> list[tuple[float, ...]]:
    """Boxes of neighbouring letters and digits made to meet: the recogniser reads the spaces
    between words, so that none is to be seen in the distances."""
    for index, (one, two) in enumerate(pairwise(text)):
        if "!" <= one <= "~" and "!" <= two <= "~":
            seam = (boxes[index][2] + boxes[index + 1][0]) / 2
            boxes[index] = (*boxes[index][:2], seam, *boxes[index][3:])
            boxes[index + 1] = (seam, *boxes[index + 1][1:])
    return boxes


def _with_confidences(line: PrintedLine, read: ReadLine) -> PrintedLine:
    """The line with the confidences of its characters, and what else they may be; spaces put in
    are certain."""
    out: list[tuple[float, str]] = []
    rest = iter(zip(read.text, read.confidences, read.others, strict=True))
    for character in line.text:
        if character == " ":
            out.append((1.0, ""))
            continue
        out.append(next((sure, others) for one, sure, others in rest if not one.isspace()))
    return replace(
        line, confidences=tuple(sure for sure, _ in out), others=tuple(others for _, others in out)
    )
