"""Rulings become a grid, a grid becomes cells.

Each step is a function of its own: edges are made from thin shapes, snapped to shared positions,
joined where they touch, grouped into tables, and the cells are what the walls enclose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

SNAP = 3.0
"""Rulings closer than this many points are one (double lines, borders of neighbouring cells)."""

JOIN = 3.0
"""Pieces of a ruling no further apart than this many points are one (dashes, crossings)."""

MIN_LENGTH = 4.0
"""Shorter marks, in points, are not rulings."""


@dataclass(frozen=True)
class Rulings:
    """Level and upright rulings of a page, in points from its top left.

    `level` is (n, 3): y, x0, x1. `upright` is (n, 3): x, y0, y1.
    """

    level: Floats
    upright: Floats

    @classmethod
    def of(cls, shapes: Floats, width: float, height: float) -> Rulings:
        """The rulings that thin boxes (n, 4: x0, top, x1, bottom) make on a page of that size."""
        x0, top, x1, bottom = np.clip(shapes, 0, [width, height, width, height]).T
        across, down = x1 - x0, bottom - top
        level = (across >= down) & (across >= MIN_LENGTH)
        upright = (down > across) & (down >= MIN_LENGTH)
        return cls(
            np.stack([((top + bottom) / 2)[level], x0[level], x1[level]], axis=1),
            np.stack([((x0 + x1) / 2)[upright], top[upright], bottom[upright]], axis=1),
        )


@dataclass(frozen=True)
class Grid:
    """A ruled table: the positions of its rulings and which field belongs to which cell.

    `xs` and `ys` are ascending positions in points; `cells` is (rows, columns) and holds the
    same number in all fields of one cell.
    """

    xs: Floats
    ys: Floats
    cells: Ints


@dataclass(frozen=True)
class Place:
    """A cell within its grid: first row and column, and the ones after its last."""

    top: int
    left: int
    bottom: int
    right: int


def snapped(values: Floats) -> Floats:
    """Each value moved to the middle of its cluster."""
    if not len(values):
        return values
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    cluster = np.concatenate([[0], np.cumsum(np.diff(ordered) > SNAP)])
    middle = np.bincount(cluster, ordered) / np.bincount(cluster)
    out = np.empty_like(values)
    out[order] = middle[cluster]
    return out


def joined(edges: Floats) -> Floats:
    """Edges (position, start, end) snapped, and those on one line that touch made one."""
    if not len(edges):
        return edges
    positions = snapped(edges[:, 0])
    out: list[list[float]] = []
    for index in np.lexsort((edges[:, 1], positions)):
        position, start, end = positions[index], edges[index, 1], edges[index, 2]
        if out and out[-1][0] == position and start <= out[-1][2] + JOIN:
            out[-1][2] = max(out[-1][2], end)
        else:
            out.append([position, start, end])
    return np.array(out)


def groups(level: Floats, upright: Floats) -> list[tuple[Floats, Floats]]:
    """The rulings that belong to one table, each group with level and upright ones.

    Rulings that touch belong together, and so do groups of the same top and bottom: between them
    is a column that no ruling crosses (one merged cell from top to bottom).
    """
    if not len(level) or not len(upright):
        return []
    y, x0, x1 = (column[:, None] for column in level.T)
    x, y0, y1 = (column[None, :] for column in upright.T)
    touch = (x >= x0 - SNAP) & (x <= x1 + SNAP) & (y >= y0 - SNAP) & (y <= y1 + SNAP)
    same = (np.abs(y0.T - y0) <= SNAP) & (np.abs(y1.T - y1) <= SNAP)
    start = len(level)
    links = np.argwhere(touch) + np.array([0, start])
    others = np.argwhere(np.triu(same, 1)) + start
    label = np.array(connected(start + len(upright), links.tolist() + others.tolist()))
    found = [(level[label[:start] == i], upright[label[start:] == i]) for i in set(label.tolist())]
    return [group for group in found if len(group[0]) and len(group[1])]


def connected(count: int, links: list[list[int]]) -> list[int]:
    """For each of `count` things the least number of those that the links join it to."""
    root = list(range(count))
    for one, other in links:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        while root[other] != other:
            root[other] = root[root[other]]
            other = root[other]
        root[max(one, other)] = min(one, other)
    for index in range(count):
        root[index] = root[root[index]]
    return root


def walls(edges: Floats, positions: Floats, between: Floats) -> Bools:
    """Whether an edge stands at each position along each of the spans between positions."""
    middles = (between[1:] + between[:-1]) / 2
    out = np.zeros((len(positions), len(middles)), dtype=bool)
    if len(edges):
        index = np.abs(positions[:, None] - edges[None, :, 0]).argmin(axis=0)
        covers = (edges[:, 1, None] <= middles) & (middles <= edges[:, 2, None])
        np.logical_or.at(out, index, covers)
    return out


def with_ends(positions: Floats, start: float, end: float) -> Floats:
    """Sorted positions with the table's outer sides added where no ruling stands there."""
    out = np.unique(positions)
    if not len(out) or start < out[0] - SNAP:
        out = np.concatenate([[start], out])
    if end > out[-1] + SNAP:
        out = np.concatenate([out, [end]])
    return out


def grid(level: Floats, upright: Floats) -> Grid | None:
    """The grid that touching rulings make, None where they enclose nothing.

    Sides that are not ruled (a table open at the sides, a row cut by a page break) are where
    the rulings that cross them end.
    """
    xs = with_ends(upright[:, 0], level[:, 1].min(), level[:, 2].max())
    ys = with_ends(level[:, 0], upright[:, 1].min(), upright[:, 2].max())
    if len(xs) < 2 or len(ys) < 2:
        return None
    sides = walls(upright, xs, ys)
    floors = walls(level, ys, xs)
    sides[[0, -1]] = True
    floors[[0, -1]] = True
    rows, columns = len(ys) - 1, len(xs) - 1
    field = np.arange(rows * columns).reshape(rows, columns)
    beside = ~sides[1:-1].T
    below = ~floors[1:-1]
    links = np.concatenate(
        [
            np.stack([field[:, :-1][beside], field[:, 1:][beside]], axis=1),
            np.stack([field[:-1][below], field[1:][below]], axis=1),
        ]
    )
    label = connected(field.size, links.tolist())
    cells = np.array(label, dtype=np.int64).reshape(rows, columns)
    return Grid(xs, ys, squared(cells))


def squared(cells: Ints) -> Ints:
    """Cells made rectangles: one that is not takes in what its outline covers."""
    out = cells.copy()
    while True:
        fields = np.bincount(out.ravel()).tolist()
        for number, place in places(out).items():
            if (place.bottom - place.top) * (place.right - place.left) != fields[number]:
                inside = out[place.top : place.bottom, place.left : place.right]
                out[np.isin(out, np.unique(inside))] = number
                break
        else:
            return out


def places(cells: Ints) -> dict[int, Place]:
    """Where each cell stands, in the order of their first fields."""
    out: dict[int, Place] = {}
    for row, numbers in enumerate(cells.tolist()):
        for column, number in enumerate(numbers):
            known = out.get(number)
            if known is None:
                out[number] = Place(row, column, row + 1, column + 1)
            elif row >= known.bottom or not known.left <= column < known.right:
                out[number] = Place(
                    known.top,
                    min(known.left, column),
                    max(known.bottom, row + 1),
                    max(known.right, column + 1),
                )
    return out


def tables(rulings: Rulings) -> list[Grid]:
    """The ruled tables of a page from top to bottom: at least two cells side by side."""
    level, upright = joined(rulings.level), joined(rulings.upright)
    found = [made for group in groups(level, upright) if (made := grid(*group))]
    wide = [one for one in found if len(np.unique(one.cells)) > 1 and len(one.xs) > 2]
    return sorted(
        (one for one in wide if not any(_within(one, other) for other in wide if other is not one)),
        key=lambda one: (float(one.ys[0]), float(one.xs[0])),
    )


def _within(inner: Grid, outer: Grid) -> bool:
    return bool(
        inner.xs[0] >= outer.xs[0] - SNAP
        and inner.xs[-1] <= outer.xs[-1] + SNAP
        and inner.ys[0] >= outer.ys[0] - SNAP
        and inner.ys[-1] <= outer.ys[-1] + SNAP
    )
