"""Straight edges in a table that are none of its rulings: a ruling that was not found, so that two
columns or two rows are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.scan.edges import edges_of
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.upright import faint
from dutylist.extract.pages.page import Bools, Floats, Ints
from dutylist.extract.pages.rulings import Grid

NEAR = 3.0
"""An edge within so many points of a ruling is the ruling's."""

LEAST = 60.0
"""Edges of one place that are no longer in all, in points, are strokes."""

ACROSS, DRAWN = 1.5, 0.7
"""A ruling is darker than paper within so many points of its place, over this share of a row's
height: an edge that is followed through a heading over the whole width has the strokes of its words
there at most."""

TABLE = 800.0
"""Level and upright edges of so many points each, in all, are a table's: of its faintest copies
they are 985 and 1283, of photos of pages without one 511 and 628 (the sheet's edges)."""


def has_table_edges(grey: Grey, dpi: float) -> bool:
    """Whether a picture has as many level and upright edges as a table."""
    along = np.abs(np.diff(edges_of(grey, dpi), axis=1))[:, 0] * (72 / dpi)
    level = along[:, 0] > along[:, 1]
    return bool(min(along[level, 0].sum(), along[~level, 1].sum()) > TABLE)


def loose_edges(grey: Grey, dpi: float, grids: Sequence[Grid]) -> tuple[int, int]:
    """At how many places in tables there are upright, and level, edges away from all rulings."""
    ends = edges_of(grey, dpi) * (72 / dpi)
    along = np.abs(ends[:, 1] - ends[:, 0])
    level = along[:, 0] > along[:, 1]
    ink = faint(grey) > 0
    flat = ends[level][:, :, ::-1]
    upright: list[tuple[float, float]] = []
    across: list[tuple[float, float]] = []
    for grid in grids:
        upright += _loose(ends[~level], grid.xs, grid.ys, grid.cells, _Ink(ink, dpi / 72))
        across += _loose(flat, grid.ys, grid.xs, grid.cells.T, _Ink(ink.T, dpi / 72))
    return _places(upright), _places(across)


@dataclass(frozen=True)
class _Ink:
    """What is darker than paper, and pixels a point."""

    dark: Bools
    share: float

    def has_line(self, x: float, top: float, bottom: float) -> bool:
        """Whether there is a ruling at a place, from one height to another, all in points."""
        x0, x1 = (round((x + by) * self.share) for by in (-ACROSS, ACROSS))
        part = self.dark[round(top * self.share) : round(bottom * self.share), max(x0, 0) : x1 + 1]
        return bool(part.size and part.any(axis=1).mean() >= DRAWN)


def _loose(
    ends: Floats, xs: Floats, ys: Floats, cells: Ints, ink: _Ink
) -> Iterator[tuple[float, float]]:
    """The place and length of the nearly upright edges inside a table and none of its rulings, row
    by row: an edge may be followed through a heading over the whole width."""
    ruled = [xs[[0, *(np.flatnonzero(np.diff(row)) + 1), len(row)]] for row in cells]
    for head, tail in ends:
        top, bottom = sorted((float(head[1]), float(tail[1])))
        for row, (start, end) in enumerate(pairwise(ys.tolist())):
            length = min(bottom, end) - max(top, start)
            x = _at(head, tail, (min(bottom, end) + max(top, start)) / 2)
            if length <= 0 or not xs[0] < x < xs[-1] or _is_near(x, ruled[row]):
                continue
            both = 0 < row < len(ruled) - 1 and all(_is_near(x, ruled[row + by]) for by in (-1, 1))
            if not both or ink.has_line(x, start, end):
                yield x, length


def _is_near(x: float, ruled: Floats) -> bool:
    return bool(np.abs(ruled - x).min() <= NEAR)


def _at(head: Floats, tail: Floats, y: float) -> float:
    """Where an edge is at that height."""
    share = (y - head[1]) / (tail[1] - head[1])
    return float(head[0] + share * (tail[0] - head[0]))


def _places(edges: Sequence[tuple[float, float]]) -> int:
    """How many places there are where the edges are long in all."""
    places: list[tuple[float, float]] = []
    for x, length in sorted(edges):
        if places and x - places[-1][0] <= NEAR:
            places[-1] = (x, places[-1][1] + length)
        else:
            places.append((x, length))
    return sum(length > LEAST for _, length in places)
