"""Cells over several rows in tables without upright rulings: short rulings leave their column out,
or their text stands once, in the middle, between two rulings with several rows between them."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.rulings import SNAP, Ruling
from dutylist.extract.pages.text_lines import Strip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

COVERED = 0.6
"""A short ruling is a column's where it covers this share of its width: columns are as wide as
their text."""

LEAST_COLUMNS = 2
"""Short rulings that part rows run below at least so many columns."""

IN_MIDDLE = 1.0
"""Text over several rows has its middle, or its top, within so many ems of theirs."""

BETWEEN_TWO = 0.4
"""Text between the two middle rows has its middle within so many ems of theirs."""

BLOCK_PITCH = 2.4
"""Lines of one text stand no further apart than so many ems."""


def short_cuts(strip: Strip, short: list[Ruling], xs: Floats, numbers: int) -> dict[float, Bools]:
    """Where short rulings part the rows of a strip, and which columns they leave out: their cells
    go on below. `numbers` is the column of the numbers, under which each row has its ruling."""
    inside = [one for one in short if strip.top + SNAP < one[0] < strip.bottom - SNAP]
    cuts: dict[float, Bools] = {}
    for y, pieces in groupby(inside, key=lambda one: one[0]):
        covered = np.zeros(len(xs) - 1)
        for _, x0, x1 in pieces:
            covered += np.clip(np.minimum(xs[1:], x1) - np.maximum(xs[:-1], x0), 0, None)
        under = covered >= COVERED * np.diff(xs)
        # The numbers' column, or all but the first: a category in front of the numbers goes on.
        if (under[numbers] or under[1:].all()) and LEAST_COLUMNS <= under.sum() < len(under):
            cuts[y] = ~under
    return cuts


def columns_once(
    strips: list[Strip], tops: list[list[float]], xs: Floats, numbers: int
) -> list[int]:
    """The columns whose text stands once in each strip, also where it has several rows, beside some
    of which there is none; `tops` are where rows begin within each strip, `numbers` is the column
    of their numbers. The text stands at the top or in the middle; in a table of one strip between
    its two middle rows."""
    others = (column for column in range(len(xs) - 1) if column != numbers)
    return [column for column in others if _stands_once(strips, tops, xs, column)]


def _stands_once(strips: list[Strip], tops: list[list[float]], xs: Floats, column: int) -> bool:
    alone = len(strips) == 1
    missing = False
    for at, (strip, inner) in enumerate(zip(strips, tops, strict=True)):
        found = _column_lines(strip, xs[column], xs[column + 1])
        # The page may have cut it.
        if not found and at in (0, len(strips) - 1):
            continue
        if not _is_one_block(found):
            return False
        if not inner:
            continue
        em = max(em for _, _, em in found)
        middle = (found[0][0] + found[-1][1]) / 2
        off = abs(middle - (strip.top + strip.bottom) / 2) / em
        at_top = found[0][0] - min(line.top for line in strip.lines) < IN_MIDDLE * em
        between_two = off < BETWEEN_TWO and len(inner) % 2 == 1
        if not (between_two if alone else off < IN_MIDDLE or at_top):
            return False
        missing |= any(
            not any(top < (a + b) / 2 < bottom for a, b, _ in found)
            for top, bottom in pairwise([strip.top, *inner, strip.bottom])
        )
    return missing


def _is_one_block(lines: list[tuple[float, float, float]]) -> bool:
    return bool(lines) and all(b[0] - a[0] <= BLOCK_PITCH * a[2] for a, b in pairwise(lines))


def _column_lines(strip: Strip, x0: float, x1: float) -> list[tuple[float, float, float]]:
    """Top, bottom and em of the lines that have text between two places."""
    out = []
    for line in strip.lines:
        middles = (line.x0 + line.x1) / 2
        here = (middles > x0) & (middles < x1)
        if any(there and not sign.isspace() for there, sign in zip(here, line.text, strict=True)):
            out.append((line.top, line.bottom, line.em))
    return sorted(out)
