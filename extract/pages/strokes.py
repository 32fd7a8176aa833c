"""Lines drawn on a page that rule no table: strokes of a pen, frames of a seal, underlines.

A ruling ends on other rulings. What crosses a table without ending on its rulings, and cuts its
words or reaches beyond it, was drawn over it; what runs along below words is their underline.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dutylist.extract.pages.page import Bools, Floats
from dutylist.extract.pages.rulings import SNAP, Ruling, connected

LEAST_TABLE = 4
"""So many rulings that end on one another make a table, or a closed frame."""

MOST_PAIRS = 1_000_000
"""A drawing of more crossings is not looked at."""

WITHIN = 0.2
"""A line cuts a character if it runs at least this share of its size from its edges."""

TOUCHING = 0.6
"""The end of an underline is further than this many points from an upright ruling."""

UNDER = 0.35
"""An underline is no further below the baseline than this share of a character's height."""

ALONG = 2.0
"""It begins and ends within this many points of the words above it."""


def without_strokes(
    level: Sequence[Ruling], upright: Sequence[Ruling], boxes: Floats
) -> tuple[list[Ruling], list[Ruling]]:
    """The level and upright rulings of a page without the strokes drawn over its tables.

    `boxes` (n, 5) are x0, top, x1, bottom and baseline of its characters.
    """
    if not level or not upright or len(level) * len(upright) > MOST_PAIRS:
        return list(level), list(upright)
    ys, x0, x1 = np.array(level).T[:, :, None]
    xs, y0, y1 = np.array(upright).T[:, None, :]
    meet = (x0 - SNAP <= xs) & (xs <= x1 + SNAP) & (y0 - SNAP <= ys) & (ys <= y1 + SNAP)
    ends = (np.abs(x0 - xs) <= SNAP) | (np.abs(x1 - xs) <= SNAP)
    ends |= (np.abs(y0 - ys) <= SNAP) | (np.abs(y1 - ys) <= SNAP)
    linked = meet & ends
    # Mostly all end on the table's four sides or cross rulings that do: one table.
    framed = linked[:, [0, -1]].any(axis=1).all() and linked[[0, -1]].any(axis=0).all()
    one = framed and linked[0, 0] and linked[-1, -1]
    dropped = set() if one else _drawn_over(level, upright, linked, meet & ~ends, boxes)
    near = meet & ((np.abs(x0 - xs) <= SNAP) | (np.abs(x1 - xs) <= SNAP))
    exact = meet & ((np.abs(x0 - xs) <= TOUCHING) | (np.abs(x1 - xs) <= TOUCHING))
    free = ~exact.any(axis=1) & (near.sum(axis=1) == meet.sum(axis=1))
    for index in np.flatnonzero(free).tolist():
        if _underlines(level[index], boxes):
            dropped.add(index)
    count = len(level)
    return (
        [ruling for index, ruling in enumerate(level) if index not in dropped],
        [ruling for index, ruling in enumerate(upright) if index + count not in dropped],
    )


def _drawn_over(
    level: Sequence[Ruling],
    upright: Sequence[Ruling],
    linked: Bools,
    crossing: Bools,
    boxes: Floats,
) -> set[int]:
    """The numbers of the lines, upright ones counted after the level ones, that were drawn over a
    table."""
    count = len(level)
    pairs = [(one, count + other) for one, other in np.argwhere(crossing).tolist()]
    if not pairs:
        return set()
    links = [(one, count + other) for one, other in np.argwhere(linked).tolist()]
    group = connected(count + len(upright), links)
    members: dict[int, list[int]] = {}
    for index, its in enumerate(group):
        members.setdefault(its, []).append(index)
    dropped: set[int] = set()
    for pair in pairs:
        over, table = sorted((group[index] for index in pair), key=lambda its: len(members[its]))
        if over == table or len(members[table]) <= max(len(members[over]), LEAST_TABLE - 1):
            continue
        if dropped.issuperset(members[over]):
            continue
        frame = len(members[over]) >= LEAST_TABLE
        if frame or any(
            _cuts(index, level, upright, boxes) or _beyond(index, members[table], level, upright)
            for index in members[over]
        ):
            dropped.update(members[over])
    return dropped


def _cuts(index: int, level: Sequence[Ruling], upright: Sequence[Ruling], boxes: Floats) -> bool:
    """Whether a line runs through a character."""
    across, along = (0, 1) if index >= len(level) else (1, 0)
    place, start, end = upright[index - len(level)] if across == 0 else level[index]
    low, high = boxes[:, across], boxes[:, across + 2]
    inner = WITHIN * (high - low)
    middle = (boxes[:, along] + boxes[:, along + 2]) / 2
    cut = (low + inner < place) & (place < high - inner) & (start < middle) & (middle < end)
    return bool(cut.any())


def _beyond(
    index: int, table: list[int], level: Sequence[Ruling], upright: Sequence[Ruling]
) -> bool:
    """Whether a line reaches beyond a table's outermost rulings of its own direction."""
    count = len(level)
    is_upright = index >= count
    alike = [
        (upright[other - count] if is_upright else level[other])
        for other in table
        if (other >= count) == is_upright
    ]
    if not alike:
        return False
    _, start, end = upright[index - count] if is_upright else level[index]
    first, last = min(one[1] for one in alike), max(one[2] for one in alike)
    return start < first - SNAP or end > last + SNAP


def _underlines(ruling: Ruling, boxes: Floats) -> bool:
    """Whether a level line runs along just below some words, from their first to their last."""
    y, x0, x1 = ruling
    reach = UNDER * (boxes[:, 3] - boxes[:, 1])
    above = (boxes[:, 4] <= y + 0.5) & (y - boxes[:, 4] <= reach)
    above &= (boxes[:, 2] > x0 + 0.5) & (boxes[:, 0] < x1 - 0.5)
    words = boxes[above]
    if not len(words):
        return False
    starts, ends = float(words[:, 0].min()), float(words[:, 2].max())
    return abs(starts - x0) <= ALONG and abs(ends - x1) <= ALONG
