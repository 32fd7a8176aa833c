"""Tables whose columns are ruled and whose rows are not: a number begins each row."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.printed_lines import SAME_LINE, in_order, run_starts
from dutylist.extract.pages.rulings import Grid
from dutylist.records.labels import label_of

FEW_ROWS = 4
"""A table of more ruled rows has a ruling between any two."""

LEAST_SPACE = 2.0
"""Between two rows there are at least so many points of white."""


def with_number_rows(grid: Grid, codes: Ints, boxes: Floats) -> Grid | None:
    """The grid with its rows cut where their first cells hold one number below the other, each
    one more than the last; None where none does. `codes` and `boxes` (n, 5) are the page's."""
    if len(grid.ys) - 1 > FEW_ROWS or len(grid.xs) < 3:
        return None
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    printed = (codes != 0x20) & (x > grid.xs[0]) & (x < grid.xs[-1])
    first = printed & (x < grid.xs[1])
    cuts: list[float] = []
    for top, bottom in zip(grid.ys[:-1], grid.ys[1:], strict=True):
        inside = (y > top) & (y < bottom)
        numbers = _numbers(codes[first & inside], boxes[first & inside])
        spans = boxes[printed & inside][:, [1, 3]]
        for above, below in pairwise(numbers):
            cut = _widest_space(spans, above, below)
            if cut is None:
                return None
            cuts.append(cut)
    return cut_rows(grid, cuts) if cuts else None


def _numbers(codes: Ints, boxes: Floats) -> list[float]:
    """The middles of the lines of a cell that holds numbers, each one more than the last."""
    if not len(codes) or np.ptp(boxes[:, 4]) < SAME_LINE * (boxes[:, 3] - boxes[:, 1]).min():
        # One line, as in most tables.
        return []
    found = in_order(codes, boxes, np.zeros(len(codes), dtype=np.int64))
    starts = run_starts(found.line).tolist()
    texts = [found.text[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    values = [_value(text.strip()) for text in texts]
    if len(texts) < 2 or not all(values) or any(b - a != 1 for a, b in pairwise(values)):
        return []
    middles: list[float] = ((found.top + found.bottom) / 2)[starts].tolist()
    return middles


def _value(text: str) -> int:
    """The number that a text is, bare or as a label (（1）, ①); 0 where it is none."""
    if text.isdecimal():
        return int(text)
    label = label_of(text)
    return label.number if label and label.text == text else 0


def _widest_space(spans: Floats, above: float, below: float) -> float | None:
    """The middle of the widest space between two places that no character reaches into, the
    lowest of several; None where there is none."""
    near = spans[(spans[:, 1] > above) & (spans[:, 0] < below)]
    near = near[np.argsort(near[:, 0])]
    reached = np.maximum.accumulate(near[:, 1])
    gaps = near[1:, 0] - reached[:-1]
    if not len(gaps) or gaps.max() < LEAST_SPACE:
        return None
    at = int(np.flatnonzero(gaps >= gaps.max() - 0.5)[-1])
    return float(reached[at] + gaps[at] / 2)


def cut_rows(grid: Grid, cuts: list[float]) -> Grid:
    """The grid with its rows cut at those places in points; cells over several rows are kept."""
    ys = np.sort(np.concatenate([grid.ys, cuts]))
    rows = np.searchsorted(grid.ys, (ys[:-1] + ys[1:]) / 2) - 1
    cells = grid.cells[rows].copy()
    for row in range(1, len(rows)):
        if rows[row] != rows[row - 1]:
            continue
        for number in sorted(set(cells[row].tolist())):
            others = grid.cells == number
            if others[rows[row]].any() and not np.delete(others, rows[row], axis=0).any():
                cells[row][cells[row] == number] = cells.max() + 1
    return Grid(grid.xs, ys, cells)
