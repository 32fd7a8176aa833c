"""Where rows begin between two rulings: by what stands in the first column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.text_lines import Strip, TextLine
from dutylist.records.labels import SIGNS
from dutylist.records.numerals import HAN
from dutylist.records.patterns import Pattern

Floats = NDArray[np.float64]

FIRST_COLUMN_PITCH = 1.9
"""Lines of the first column further apart than this many ems are of different rows."""


_HEADING = Pattern(rf"[（(]?{HAN}[、）)]")
"""A heading over rows that has a number of its own: 二、社区治理."""

_COUNTED = Pattern(r"[（(]共?\d+[项条个][）)]$")

INDENTED = 2.0
"""A heading in the middle stands at least so many ems from its column's sides."""

NEAR_MIDDLE = 3.0
"""Its own middle is at most so many ems off the table's, whose sides a page without rulings tells
only by its text."""

MOST_OF_NAMES = 3
"""Columns of a table that has names alone: number, name, remark."""

SAME_BASE = 0.3
"""Lines no further apart than this many ems stand on one baseline."""

WIDER = 0.25
"""White between rows is so many ems wider than that between the lines of a row."""

CENTRED = 0.5
"""A centred line is no more than so many ems off the middle."""


def band_tops(lines: Sequence[TextLine], xs: Floats) -> set[float]:
    """How high the lines stand that are words alone from a table's first column on: a category
    over the rows below. It runs on over the next column or, in a table whose rows are numbered
    there, has a number below it, or stands in the table's middle with a heading's number."""
    first = [line for line in lines if line.edges[0] < xs[1]]
    numbered = {line.top for line in first if _begins_with_number(line.text)}
    alone = [line for line in first if len(line.segments) == 1 and line.top not in numbered]
    over = {line.top for line in alone if line.edges[1] > xs[1] + line.em}
    if 2 * len(numbered) < len(first):
        return over
    followed = {line.top for line, below in pairwise(first) if below.top in numbered}
    headings = {line.top for line in lines if _is_heading_in_middle(line, xs)}
    return over | headings | {line.top for line in alone if line.top in followed}


def _is_heading_in_middle(line: TextLine, xs: Floats) -> bool:
    """Whether a line is 二、乡村振兴（5项） alone, away from where its column's text begins;
    without the count only in the middle of a table of names, as clauses have such numbers, too."""
    if len(line.segments) != 1 or not _HEADING.match(line.text):
        return False
    begin, end = line.edges
    inside = bool(begin > xs[1] + INDENTED * line.em and end < xs[-1] - INDENTED * line.em)
    off = abs(begin + end - float(xs[0] + xs[-1])) / 2
    middle = off < NEAR_MIDDLE * line.em and len(xs) <= MOST_OF_NAMES + 1
    return inside and (_COUNTED.search(line.text) is not None or middle)


_BEGUN = Pattern(rf"[ （(]*[\d{SIGNS}]")
_NUMBER = Pattern(rf"(?:[(（]?\d{{1,4}}[)）]?|[{SIGNS}])[.．、]?")
"""A number cell's whole text."""


def _begins_with_number(text: str) -> bool:
    return _BEGUN.match(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is what a number cell holds: 1, （1）, ①."""
    return _NUMBER.fullmatch(text) is not None


def numbers_of(strip: Strip, xs: Floats, column: int) -> list[TextLine]:
    """The lines of a strip that have a number, and nothing else, in that column."""
    return [line for line in strip.lines if _has_number(line, xs, column)]


def _has_number(line: TextLine, xs: Floats, column: int) -> bool:
    return is_number(_within(line, xs[column], xs[column + 1]))


def _within(line: TextLine, x0: float, x1: float) -> str:
    """The text of a line between two places."""
    return "".join(c for c, x in zip(line.text, line.x0, strict=True) if x0 <= x < x1).strip()


def row_tops(strip: Strip, xs: Floats, column: int = 0) -> list[float]:
    """The heights at which rows begin within a strip, its own top not among them.

    Each number in the first column, or in the `column` of the numbers, begins a row, each heading
    with a Chinese number, or each group of close lines of the first column where there are no
    numbers. Cells set to the top begin level with it; else, as where numbers stand at a row's
    middle or last line, the widest gap before it counts.
    """
    first = [line for line in strip.lines if line.edges[0] < xs[1]]
    texts = [_within(line, -math.inf, xs[1]) for line in first]
    starts = numbers_of(strip, xs, column) if column else []
    if starts:
        first, texts = [], []
    previous: TextLine | None = None
    for line, text in zip(first, texts, strict=True):
        numbered = _begins_with_number(text) or _HEADING.match(text)
        if previous is None or numbered or line.base - previous.base > FIRST_COLUMN_PITCH * line.em:
            starts.append(line)
        previous = line
    if not starts:
        return []
    level = all(_clear_above(line, strip) for line in starts) and not _stand_within(starts, strip)
    out = []
    for before, line in zip([None, *starts], starts, strict=False):
        above = [other for other in strip.lines if other.base < line.base - 0.3 * line.em]
        if before is not None:
            above = [other for other in above if other.base > before.base - 0.3 * line.em]
        if not above:
            continue
        if before is None and len(starts) == 1 and _in_middle(line, strip):
            continue
        if level:
            out.append((max(other.bottom for other in above) + line.top) / 2)
        elif before is not None:
            out.append(_widest_gap([*above, line]))
        elif (cut := _rest_above(starts, strip)) is not None:
            out.append(cut)
    return out


def _gaps(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The distances between the baselines of lines, those on one baseline once, and the middles of
    the white between them."""
    ordered = sorted(lines, key=lambda line: line.base)
    return [
        (below.base - above.base, (above.bottom + below.top) / 2)
        for above, below in pairwise(ordered)
        if below.base - above.base > SAME_BASE * below.em
    ]


def _from_to(strip: Strip, above: TextLine, below: TextLine) -> list[TextLine]:
    """The lines from the baseline of one to that of another."""
    reach = SAME_BASE * below.em
    return [line for line in strip.lines if above.base - reach < line.base < below.base + reach]


def _stand_within(starts: Sequence[TextLine], strip: Strip) -> bool:
    """Whether the numbers stand at the foot, or in the middle, of the rows that the widest white
    between them parts: none of those has its number in its first line."""
    between = [_gaps(_from_to(strip, *pair)) for pair in pairwise(starts)]
    if not between or not all(between):
        return False
    cuts = [-math.inf, *(max(its)[1] for its in between), math.inf]
    rows = [
        (number, [line.base for line in strip.lines if top < line.base < bottom])
        for number, (top, bottom) in zip(starts, pairwise(cuts), strict=True)
    ]
    reach = SAME_BASE * strip.lines[0].em
    high = [(number.base, min(bases), max(bases)) for number, bases in rows]
    high = [row for row in high if row[2] - row[1] > reach]
    if not high or any(base - top <= reach for base, top, _ in high):
        return False
    at_foot = all(bottom - base <= reach for base, _, bottom in high)
    return at_foot or all(abs(top + bottom - 2 * base) <= 2 * reach for base, top, bottom in high)


def _rest_above(starts: Sequence[TextLine], strip: Strip) -> float | None:
    """Where the rest of a row that the page before has cut ends, above a first row whose number
    does not stand at its top: at white as wide as that between the rows; None where there is no
    rest."""
    between = [_gaps(_from_to(strip, *pair)) for pair in pairwise(starts)]
    apart = [max(its)[0] for its in between if its]
    close = [gap for its in between for gap, _ in its if gap < max(its)[0]]
    above = _gaps(_from_to(strip, strip.lines[0], starts[0]))
    if not (apart and close and above):
        return None
    widest, place = max(above)
    em = starts[0].em
    told = (
        widest > middle_one(np.array(close)) + WIDER * em
        and widest > max(close) + WIDER / 2 * em
        and widest > min(apart) - SAME_BASE * em
    )
    return place if told else None


def _in_middle(line: TextLine, strip: Strip) -> bool:
    """Whether a line stands in the middle of what is printed between two rulings, as the number of
    a row does whose cells are centred."""
    top, bottom = strip.lines[0].top, strip.lines[-1].bottom
    return abs((top + bottom - line.top - line.bottom) / 2) < CENTRED * line.em


def _clear_above(line: TextLine, strip: Strip) -> bool:
    """Whether no other line stands half beside a line and half above it."""
    return not any(0.3 * line.em < line.base - other.base < 0.9 * line.em for other in strip.lines)


def _widest_gap(lines: list[TextLine]) -> float:
    """The middle of the widest level gap between lines."""
    ordered = sorted(lines, key=lambda line: line.base)
    gaps = [(b.base - a.base, (a.bottom + b.top) / 2) for a, b in pairwise(ordered)]
    return max(gaps)[1]
