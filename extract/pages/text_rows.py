"""Where rows begin between two rulings: by what stands in the first column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.text_lines import Strip, TextLine
from dutylist.records.labels import SIGNS
from dutylist.records.numerals import HAN
from dutylist.records.patterns import Pattern

Floats = NDArray[np.float64]

FIRST_COLUMN_PITCH = 1.9
"""Lines of the first column further apart than this many ems are of different rows."""


_HEADING = Pattern(rf"[（(]?{HAN}[、）)]")
"""A heading over rows that has a number of its own: 二、社区治理."""

CENTRED = 0.5
"""A centred line is no more than so many ems off the middle."""


def band_tops(lines: Sequence[TextLine], xs: Floats) -> set[float]:
    """How high the lines stand that are words alone from a table's first column on: a category
    over the rows below. It runs on over the next column or, in a table whose rows are numbered
    there, has a number below it."""
    first = [line for line in lines if line.edges[0] < xs[1]]
    numbered = {line.top for line in first if _begins_with_number(line.text)}
    alone = [line for line in first if len(line.segments) == 1 and line.top not in numbered]
    over = {line.top for line in alone if line.edges[1] > xs[1] + line.em}
    if 2 * len(numbered) < len(first):
        return over
    followed = {line.top for line, below in pairwise(first) if below.top in numbered}
    return over | {line.top for line in alone if line.top in followed}


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
    numbers. Cells set to the top begin level with it; else the widest gap before it counts.
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
    level = all(_clear_above(line, strip) for line in starts)
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
    return out


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
