"""Characters with places become printed lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.records.code_points import IDEOGRAPHS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_LINE = 0.35
"""Characters whose baselines differ by less than this share of their height stand in one line."""

OVERPRINT = 0.35
"""The same character printed again within this share of its width was made bold that way."""

WORD_GAP = 0.25
"""Between two Latin letters or digits a gap wider than this many ems is a space."""

CLOSING = frozenset("，。、；：？！）】》」』〉〕”’…—～·％‰℃,.;:?!)]}%")
"""Characters that may not begin a line (避头)."""

OPENING = frozenset("（【《「『〈〔“‘([{")
"""Characters that may not end a line (避尾)."""

QUOTES = frozenset("“”‘’—…·")
"""Characters that programs treat differently at line ends."""

_KEPT = CLOSING | QUOTES

_OPENS = np.zeros(0x10000)
_OPENS[[ord(mark) for mark in OPENING if ord(mark) > 0x7F]] = 1.0


_UPRIGHT_FORMS = (
    "︐，︑、︒。︓：︔；︕！︖？︗〖︘〗︙…︰：︱—︵（︶）︷｛︸｝︹〔︺〕"
    "︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』﹇［﹈］"
)
"""Marks as they are set in lines that run downwards, each before its usual form."""


def _plain_characters() -> dict[int, int]:
    table = dict(IDEOGRAPHS)
    table[0xA0] = table[0x09] = 0x20
    # XeTeX and others say these for the hyphen that is printed.
    table[0x2010] = table[0x2011] = ord("-")
    table.update(zip(map(ord, _UPRIGHT_FORMS[::2]), map(ord, _UPRIGHT_FORMS[1::2]), strict=True))
    table.update(dict.fromkeys(range(0xD800, 0xE000), 0xFFFD))
    return table


PLAIN = _plain_characters()
"""Radicals and compatibility ideographs that fonts put for the ideographs they look like."""

_UNPRINTED = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)

FIRST_WIDE = 0x2E80
"""Characters from this code point on take a full em."""


@dataclass(frozen=True)
class PrintedLine:
    """One printed line, in points, upright.

    `solid` is `x1` without closing punctuation at the end, which may hang over the edge. `base` is
    the baseline, `em` the size of a Chinese character. `gap` is the mean space between characters
    beyond their own widths, in ems: above the usual where the line is stretched to the edge
    (justified).
    `unit` and `long_unit` are the least and greatest width of what the line begins with and
    cannot be broken. `space` tells that a space is printed after the last character.
    `confidences` has one number (0 to 1) for each character of a scanned line, or of one in which
    the file does not tell every character; none elsewhere. `others` has, for each character of a
    scanned line, those that it may be instead, the likeliest first.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    solid: float
    em: float
    gap: float
    unit: float
    long_unit: float
    space: bool = False
    confidences: tuple[float, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Characters:
    """Printed characters in the order of reading, as columns of equal length.

    `owner` is the cell they stand in (-1: none), `line` the number of their printed line; `x0`,
    `x1`, `top`, `bottom`, `base` and `em` are points. `sure` is 0 to 1, None where all are certain.
    """

    text: str
    owner: Ints
    line: Ints
    x0: Floats
    x1: Floats
    top: Floats
    bottom: Floats
    base: Floats
    em: Floats
    sure: Floats | None = None


def printed_lines(
    codes: Ints, boxes: Floats, owners: Ints, sure: Floats | None = None
) -> dict[int, tuple[PrintedLine, ...]]:
    """The printed lines of each owner (a cell's number, or -1 for the page) from top to bottom.

    `codes` are code points, `boxes` (n, 5) x0, top, x1, bottom and baseline; `sure` is how
    certain each is (0 to 1), None where all are.
    """
    characters = in_order(codes, boxes, owners, sure)
    if not characters.text:
        return {}
    starts = run_starts(characters.line)
    ends = np.append(starts[1:], len(characters.text))
    widths = characters.x1 - characters.x0
    natural = np.add.reduceat(widths, starts).tolist()
    tops = np.minimum.reduceat(characters.top, starts).tolist()
    bottoms = np.maximum.reduceat(characters.bottom, starts).tolist()
    columns = _Columns(
        characters.text,
        characters.x0.tolist(),
        characters.x1.tolist(),
        characters.base.tolist(),
        characters.em.tolist(),
        _word_gaps(characters),
        None if characters.sure is None else characters.sure.tolist(),
    )
    owners = characters.owner[starts].tolist()
    out: dict[int, list[PrintedLine]] = {}
    for owner, start, end, *measures in zip(
        owners, starts.tolist(), ends.tolist(), natural, tops, bottoms, strict=True
    ):
        line = _line(columns, start, end, *measures)
        if line is not None:
            out.setdefault(owner, []).append(line)
    return {owner: tuple(lines) for owner, lines in out.items()}


def in_order(codes: Ints, boxes: Floats, owners: Ints, sure: Floats | None = None) -> Characters:
    """Characters line by line for each owner; what is printed twice for boldness only once."""
    keep = np.ones(len(codes), dtype=bool)
    for code in _UNPRINTED:
        keep &= codes != code
    codes, boxes, owners = codes[keep], boxes[keep], owners[keep]
    sure = None if sure is None else sure[keep]
    if not len(codes):
        nothing = np.zeros(0)
        none = np.zeros(0, dtype=np.int64)
        return Characters("", none, none, nothing, nothing, nothing, nothing, nothing, nothing)
    order = np.lexsort((boxes[:, 4], owners))
    base, height, owner = boxes[order, 4], (boxes[:, 3] - boxes[:, 1])[order], owners[order]
    reach = SAME_LINE * np.maximum(height[1:], height[:-1])
    begins = (np.diff(owner) != 0) | (np.diff(base) > reach)
    line = np.concatenate([[0], np.cumsum(begins)])
    # An opening mark has its ink in its right half: without the left one it may begin as far left
    # as the mark before it.
    width = boxes[:, 2] - boxes[:, 0]
    places = boxes[:, 0] + 0.4 * width * _OPENS[codes & 0xFFFF]
    again = np.lexsort((places[order], line))
    order, line = order[again], line[again]
    codes, boxes, owners = codes[order], boxes[order], owners[order]
    sure = None if sure is None else sure[order]
    x0, top, x1, bottom, base = boxes.T
    overprinted = (
        (codes[1:] == codes[:-1])
        & (line[1:] == line[:-1])
        # Spaces on their own have no width.
        & (np.diff(x0) < np.maximum(OVERPRINT * (x1 - x0)[:-1], 0.1))
    )
    keep = np.concatenate([[True], ~overprinted])
    em = _ems(codes, boxes, line)
    x1 = np.where(codes >= FIRST_WIDE, np.minimum(x1, x0 + em), x1)
    return Characters(
        _text(codes[keep]),
        owners[keep],
        line[keep],
        x0[keep],
        x1[keep],
        top[keep],
        bottom[keep],
        base[keep],
        em[keep],
        None if sure is None else sure[keep],
    )


def _ems(codes: Ints, boxes: Floats, line: Ints) -> Floats:
    """For each character the em of its line: the usual width of its Chinese characters, or the
    font's height where it has none."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    starts = run_starts(line)
    em = np.maximum(np.maximum.reduceat(height, starts), 1.0)
    wide = (codes >= FIRST_WIDE) & (width > 0)
    order = np.lexsort((width[wide], line[wide]))
    ordered, lines = width[wide][order], line[wide][order]
    first = run_starts(lines)
    counts = np.diff(np.append(first, len(lines)))
    em[lines[first]] = ordered[first + (counts - 1) // 2]
    return em[line]


def run_starts(values: Ints) -> Ints:
    """Where each run of equal values begins."""
    begins = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def _text(codes: Ints) -> str:
    """One character for each code; radicals and the like as the characters they stand for."""
    doubtful = (codes >= 0x2E80) & (codes < 0x2FE0) | (codes >= 0xD800) | (codes < 0x21)
    doubtful |= (codes == 0xA0) | (codes == 0x2010) | (codes == 0x2011)
    if doubtful.any():
        codes = codes.copy()
        plain = [PLAIN.get(code, code) for code in codes[doubtful].tolist()]
        codes[doubtful] = plain
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _word_gaps(characters: Characters) -> list[int]:
    """Before which characters a space is seen though none is printed: between Latin words."""
    gap = characters.x0[1:] - characters.x1[:-1] > WORD_GAP * characters.em[1:]
    gap &= characters.line[1:] == characters.line[:-1]
    return [
        index + 1
        for index in np.flatnonzero(gap).tolist()
        if "!" <= characters.text[index] <= "~" and "!" <= characters.text[index + 1] <= "~"
    ]


@dataclass(frozen=True)
class _Columns:
    """Characters as plain lists, for quick access one by one; `gaps` are unprinted spaces,
    `sure` is as in Characters."""

    text: str
    x0: list[float]
    x1: list[float]
    base: list[float]
    em: list[float]
    gaps: list[int]
    sure: list[float] | None


def _line(
    columns: _Columns, start: int, end: int, natural: float, top: float, bottom: float
) -> PrintedLine | None:
    """The line of the characters from `start` to before `end`; None where it is only spaces.

    `natural` is the sum of their widths.
    """
    printed = columns.text[start:end]
    text = printed.rstrip()
    if not text:
        return None
    x0, x1 = columns.x0, columns.x1
    last = start + len(text)
    text = text.lstrip()
    first = last - len(text)
    if last - first < end - start:
        natural = sum(x1[first:last]) - sum(x0[first:last])
    solid = len(text)
    while solid > 1 and text[solid - 1] in CLOSING:
        solid -= 1
    em = columns.em[start]
    stretch = x1[last - 1] - x0[first] - natural
    least, most = _units(text)
    within = slice(bisect_right(columns.gaps, first), bisect_left(columns.gaps, last))
    gaps = [gap - first for gap in columns.gaps[within]]
    sure = columns.sure[first:last] if columns.sure else []
    return PrintedLine(
        " ".join(text[a:b] for a, b in pairwise([0, *gaps, len(text)])) if gaps else text,
        x0[first],
        x1[last - 1],
        top,
        bottom,
        columns.base[first],
        x1[first + solid - 1],
        em,
        stretch / (em * (len(text) - 1)) if len(text) > 1 else 0.0,
        _width(text, x0[first], x1[first + least - 1], least, em),
        _width(text, x0[first], x1[first + most - 1], most, em),
        last < end,
        _with_gaps(sure, gaps) if min(sure, default=1.0) < 1.0 else (),
    )


def _with_gaps(sure: list[float], gaps: list[int]) -> tuple[float, ...]:
    """The confidences of a line's characters; those of the spaces put in before `gaps` are 1."""
    out = list(sure)
    for gap in reversed(gaps):
        out.insert(gap, 1.0)
    return tuple(out)


def _width(text: str, x0: float, x1: float, count: int, em: float) -> float:
    """The width of a line's first characters. Of a glyph that is drawn, not set (月 of some
    browsers), only the ink is told: a Chinese character takes an em all the same."""
    return max(x1 - x0, em) if ord(text[count - 1]) >= FIRST_WIDE else x1 - x0


def _units(text: str) -> tuple[int, int]:
    """The least and greatest number of characters at the start that no program breaks."""
    count = len(text)
    end = 0
    while end < count - 1 and text[end] in OPENING:
        end += 1
    narrow = "!" <= text[end] <= "~"
    end += 1
    while narrow and end < count and "!" <= text[end] <= "~":
        end += 1
    least = end
    if narrow and end < count and text[end] == " ":
        end += 1
    if narrow and end < count:
        end += 1
    while end < count and text[end] in _KEPT:
        glued = text[end] in QUOTES
        end += 1
        if glued:
            while end < count and text[end] in OPENING:
                end += 1
            end = min(end + 1, count)
    return least, end
