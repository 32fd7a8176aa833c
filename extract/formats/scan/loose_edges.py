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

OUTER = 0.06
"""What is seen in the outermost share of the sheet, too, is a streak or a fold."""

TABLE = 800.0
"""Level and upright edges of so many points each, in all, are a table's: of its faintest copies
they are 985 and 1283, of photos of pages without one 511 and 628 (the sheet's edges)."""


def has_table_edges(grey: Grey, dpi: float) -> bool:
    """Whether a picture has as many level and upright edges as a table."""
    along = np.abs(np.diff(edges_of(grey, dpi), axis=1))[:, 0] * (72 / dpi)
    level = along[:, 0] > along[:, 1]
    return bool(min(along[level, 0].sum(), along[~level, 1].sum()) > TABLE)


@dataclass(frozen=True)
class Piece:
    """A part of an upright edge in a row of one of the grids, in points; of a level one, turned, in
    a column."""

    grid: int
    row: int
    place: float
    length: float


@dataclass(frozen=True)
class Edge:
    """An edge by its pieces in tables, and whether it goes on to the end of the sheet, as no ruling
    does."""

    pieces: tuple[Piece, ...]
    beyond: bool


def loose_edges(grey: Grey, dpi: float, grids: Sequence[Grid]) -> tuple[list[Edge], list[Edge]]:
    """The upright, and level, edges in tables away from all rulings."""
    ends = edges_of(grey, dpi) * (72 / dpi)
    along = np.abs(ends[:, 1] - ends[:, 0])
    level = along[:, 0] > along[:, 1]
    ink = faint(grey) > 0
    flat = ends[level][:, :, ::-1]
    upright: list[Piece] = []
    across: list[Piece] = []
    for at, grid in enumerate(grids):
        upright += _loose(ends[~level], at, grid.xs, grid.ys, grid.cells, _Ink(ink, dpi / 72))
        across += _loose(flat, at, grid.ys, grid.xs, grid.cells.T, _Ink(ink.T, dpi / 72))
    height, width = (side * 72 / dpi for side in grey.shape)
    return _edges(upright, ends[~level], height), _edges(across, flat, width)


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
    ends: Floats, at: int, xs: Floats, ys: Floats, cells: Ints, ink: _Ink
) -> Iterator[Piece]:
    """The nearly upright edges inside a table, the one of that number, and none of its rulings, row
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
                yield Piece(at, row, x, length)


def _is_near(x: float, ruled: Floats) -> bool:
    return bool(np.abs(ruled - x).min() <= NEAR)


def _at(head: Floats, tail: Floats, y: float) -> float:
    """Where an edge is at that height."""
    share = (y - head[1]) / (tail[1] - head[1])
    return float(head[0] + share * (tail[0] - head[0]))


def _edges(pieces: Sequence[Piece], ends: Floats, size: float) -> list[Edge]:
    """The edges that pieces of nearly one place make, where they are long in all. `ends` are all of
    their way, `size` is the sheet's along them."""
    places: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.place):
        if places and piece.place - places[-1][-1].place <= NEAR:
            places[-1].append(piece)
        else:
            places.append([piece])
    out = []
    for own in places:
        if sum(piece.length for piece in own) > LEAST:
            x, y = ends[..., 0], ends[..., 1]
            near = (x >= own[0].place - NEAR) & (x <= own[-1].place + NEAR)
            outside = np.abs(y / size - 0.5) > 0.5 - OUTER
            out.append(Edge(tuple(own), bool((near & outside).any())))
    return out
