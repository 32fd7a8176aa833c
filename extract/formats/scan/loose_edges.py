"""Straight edges in a table that are none of its rulings: a ruling that was not found, so that two
columns or two rows are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.upright import edges_of
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.rulings import Grid

NEAR = 3.0
"""An edge within so many points of a ruling is the ruling's."""

LEAST = 60.0
"""Edges of one place that are no longer in all, in points, are strokes."""

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
    upright = [
        edge for grid in grids for edge in _loose(ends[~level], grid.xs, grid.ys, grid.cells)
    ]
    flat = ends[level][:, :, ::-1]
    across = [edge for grid in grids for edge in _loose(flat, grid.ys, grid.xs, grid.cells.T)]
    return _places(upright), _places(across)


def _loose(ends: Floats, xs: Floats, ys: Floats, cells: Ints) -> Iterator[tuple[float, float]]:
    """The place and length of the nearly upright edges inside a table and none of its rulings, row
    by row: an edge may run on through a heading over the whole width."""
    for head, tail in ends:
        top, bottom = sorted((float(head[1]), float(tail[1])))
        for row, (start, end) in zip(cells, pairwise(ys.tolist()), strict=True):
            length = min(bottom, end) - max(top, start)
            x = _at(head, tail, (min(bottom, end) + max(top, start)) / 2)
            ruled = [0, *(np.flatnonzero(np.diff(row)) + 1), len(row)]
            if length > 0 and xs[0] < x < xs[-1] and np.abs(xs[ruled] - x).min() > NEAR:
                yield x, length


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
