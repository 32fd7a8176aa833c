"""Rulings become a grid, a grid becomes cells.

Each step is a function of its own: edges are made from thin shapes, snapped to shared positions,
joined where they touch, grouped into tables, and the cells are what the walls enclose. Few are left
once they are joined: plain lists are quicker than arrays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.arrays import is_in

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Ruling = tuple[float, float, float]
"""A level ruling's y, x0 and x1, or an upright one's x, y0 and y1, in points."""

SNAP = 3.0
"""Rulings closer than this many points are one (double lines, borders of neighbouring cells)."""

JOIN = 3.0
"""Pieces of a ruling no further apart than this many points are one (dashes, crossings)."""

DASHES = 6
"""So many short pieces at equal distances are a dashed ruling."""

LONG_DASH = 20.0
"""A dash, and the gap to the next, is no longer than this many points."""

UNEVEN = 0.3
"""Gaps of one ruling differ by less than this share."""

MOST_EVEN = 0.7
"""At least this share of the gaps are alike: rows begin their dashes anew."""

MIN_LENGTH = 4.0
"""Shorter marks, in points, are not rulings but where they stand in a row."""

MIN_DOTTED = 12.0
"""A row of shorter marks is a dotted ruling if it is at least this many points long."""


@dataclass(frozen=True)
class Rulings:
    """Level and upright rulings of a page, in points from its top left.

    `level` is (n, 3): y, x0, x1. `upright` is (n, 3): x, y0, y1.
    """

    level: Floats
    upright: Floats

    @classmethod
    def of(cls, shapes: Floats, width: float, height: float, beyond: float = 0.0) -> Rulings:
        """The rulings that thin boxes (n, 4: x0, top, x1, bottom) make on a page of that size, and
        so many points beyond its edges."""
        most = (width + beyond, height + beyond) * 2
        x0, top, x1, bottom = np.minimum(np.maximum(shapes, -beyond), most).T
        across, down = x1 - x0, bottom - top
        level = (across >= down) & (across >= MIN_LENGTH)
        upright = (down > across) & (down >= MIN_LENGTH)
        dots = ~level & ~upright
        levels = [np.stack([((top + bottom) / 2)[level], x0[level], x1[level]], axis=1)]
        uprights = [np.stack([((x0 + x1) / 2)[upright], top[upright], bottom[upright]], axis=1)]
        if dots.any():
            x0, top, x1, bottom = x0[dots], top[dots], x1[dots], bottom[dots]
            levels.append(dotted((top + bottom) / 2, x0, x1))
            uprights.append(dotted((x0 + x1) / 2, top, bottom))
        return cls(np.concatenate(levels), np.concatenate(uprights))


@dataclass(frozen=True)
class Grid:
    """A ruled table: the positions of its rulings and which field belongs to which cell.

    `xs` and `ys` are ascending positions in points; `cells` is (rows, columns) and holds the
    same number in all fields of one cell. `fine` are the cells before those that are no rectangles
    took in what stands within their outlines, None where there are none.
    """

    xs: Floats
    ys: Floats
    cells: Ints
    fine: Ints | None = None


@dataclass(frozen=True)
class Place:
    """A cell within its grid: first row and column, and the ones after its last."""

    top: int
    left: int
    bottom: int
    right: int


def dotted(places: Floats, starts: Floats, ends: Floats) -> Floats:
    """The rulings (n, 3) that marks too short to be one make where they stand close in a row."""
    # Dots of one ruling stand exactly in line; a tenth of a point is for rounding.
    rows = np.round(places, 1)
    order = np.lexsort((starts, rows))
    rows, starts, ends = rows[order], starts[order], ends[order]
    begins = np.ones(len(rows), dtype=bool)
    marks = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    gaps = [dash_gap(list(line)) for _, line in groupby(marks, key=itemgetter(0))]
    begins[1:] = np.diff(rows) > 0
    apart = np.array(gaps)[np.cumsum(begins) - 1]
    begins[1:] |= starts[1:] - ends[:-1] > apart[1:]
    first = np.flatnonzero(begins)
    last = np.maximum.reduceat(ends, first)
    long = last - starts[first] >= MIN_DOTTED
    return np.stack([rows[first][long], starts[first][long], last[long]], axis=1)


def snapped(values: Sequence[float]) -> list[float]:
    """Each value moved to the middle of its cluster."""
    out = list(values)
    order = sorted(range(len(out)), key=out.__getitem__)
    start = 0
    for stop in range(1, len(order) + 1):
        if stop == len(order) or values[order[stop]] - values[order[stop - 1]] > SNAP:
            cluster = order[start:stop]
            middle = sum(values[index] for index in cluster) / len(cluster)
            for index in cluster:
                out[index] = middle
            start = stop
    return out


def level_and_upright(rulings: Rulings) -> tuple[list[Ruling], list[Ruling]]:
    """The rulings of a page, the pieces of each joined."""
    level = joined(rulings.level)
    return level, joined(rulings.upright, level)


def joined(edges: Floats, across: Sequence[Ruling] = ()) -> list[Ruling]:
    """Rulings (n, 3: position, start, end) snapped, and those on one line that touch, or are the
    dashes of one, made one; in the order of their positions. `across` are those that cross them.
    """
    places, starts, ends = edges.T.tolist()
    out: list[Ruling] = []
    pieces = sorted(zip(snapped(places), starts, ends, strict=True))
    for _, line in groupby(pieces, key=itemgetter(0)):
        on_line = list(line)
        apart = dash_gap(on_line)
        if apart > JOIN and _leaves_out_rows(on_line, across):
            apart = JOIN
        out.append(on_line[0])
        for position, start, end in on_line[1:]:
            if start <= out[-1][2] + apart:
                out[-1] = (position, out[-1][1], max(out[-1][2], end))
            else:
                out.append((position, start, end))
    return out


def dash_gap(pieces: Sequence[Ruling]) -> float:
    """How far apart the pieces on one line may be that make one ruling: JOIN, or somewhat more
    than the usual gap where they are dashes, short and equally far apart."""
    if len(pieces) < DASHES:
        return JOIN
    gaps = sorted(b[1] - a[2] for a, b in pairwise(pieces))
    usual = gaps[len(gaps) // 2]
    longest = sorted(end - start for _, start, end in pieces)[len(pieces) * 3 // 4]
    even = sum(abs(gap - usual) < UNEVEN * usual for gap in gaps)
    if usual <= JOIN or max(usual, longest) > LONG_DASH or even < MOST_EVEN * len(gaps):
        return JOIN
    return (1 + 2 * UNEVEN) * usual


def _leaves_out_rows(pieces: Sequence[Ruling], across: Sequence[Ruling]) -> bool:
    """Whether the gaps of a ruling are rows that it does not divide, for most of them go from one
    ruling that crosses it to the next: headings over the whole width between rows of one line."""
    crossing = [place for place, start, end in across if start - SNAP <= pieces[0][0] <= end + SNAP]
    gaps = [(one[2], other[1]) for one, other in pairwise(pieces)]
    rows = sum(
        len([place for place in crossing if first - SNAP <= place <= last + SNAP]) > 1
        and any(abs(place - first) <= SNAP for place in crossing)
        and any(abs(place - last) <= SNAP for place in crossing)
        for first, last in gaps
    )
    return rows > len(gaps) / 2


def groups(
    level: Sequence[Ruling], upright: Sequence[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The rulings that belong to one table, each group with level and upright ones; all are in
    the order of their positions.

    Rulings that touch belong together, and so do groups of the same top and bottom: between them
    is a column that no ruling crosses (one merged cell from top to bottom).
    """
    start = len(level)
    xs = [x for x, _, _ in upright]
    links = [
        (one, start + other)
        for one, (y, x0, x1) in enumerate(level)
        for other in range(bisect_left(xs, x0 - SNAP), bisect_right(xs, x1 + SNAP))
        if upright[other][1] - SNAP <= y <= upright[other][2] + SNAP
    ]
    touching = connected(start + len(upright), links)
    heights: dict[int, tuple[float, float]] = {}
    for index, (_, top, bottom) in enumerate(upright, start=start):
        first, last = heights.get(touching[index], (top, bottom))
        heights[touching[index]] = min(first, top), max(last, bottom)
    links += [
        (one, other)
        for one, other in combinations(heights, 2)
        if abs(heights[one][0] - heights[other][0]) <= SNAP
        and abs(heights[one][1] - heights[other][1]) <= SNAP
    ]
    found: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, label in enumerate(connected(start + len(upright), links)):
        its_level, its_upright = found.setdefault(label, ([], []))
        if index < start:
            its_level.append(level[index])
        else:
            its_upright.append(upright[index - start])
    return [group for group in found.values() if group[0] and group[1]]


def connected(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
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


def walls(
    edges: Sequence[Ruling], positions: Sequence[float], between: Sequence[float]
) -> list[list[bool]]:
    """For each position whether an edge stands at it along each of the spans of `between`; both
    ascend."""
    middles = [(start + end) / 2 for start, end in pairwise(between)]
    out = [[False] * len(middles) for _ in positions]
    for place, start, end in edges:
        at = bisect_left(positions, place)
        if at == len(positions) or (at and place - positions[at - 1] <= positions[at] - place):
            at -= 1
        for span in range(bisect_left(middles, start), bisect_right(middles, end)):
            out[at][span] = True
    return out


def with_ends(positions: Iterable[float], start: float, end: float) -> list[float]:
    """Sorted positions with the table's outer sides added where no ruling stands there."""
    out = sorted(set(positions))
    if start < out[0] - SNAP:
        out.insert(0, start)
    if end > out[-1] + SNAP:
        out.append(end)
    return out


def grid(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    """The grid that touching rulings make, None where they enclose nothing.

    Sides that are not ruled (a table open at the sides, a row cut by a page break) are where
    the rulings that cross them end.
    """
    xs = with_ends((x for x, _, _ in upright), *_extent(level))
    ys = with_ends((y for y, _, _ in level), *_extent(upright))
    rows, columns = len(ys) - 1, len(xs) - 1
    if not rows or not columns:
        return None
    sides = walls(upright, xs, ys)
    floors = walls(level, ys, xs)
    links = [
        (row * columns + column - 1, row * columns + column)
        for column in range(1, columns)
        for row, wall in enumerate(sides[column])
        if not wall
    ]
    links += [
        ((row - 1) * columns + column, row * columns + column)
        for row in range(1, rows)
        for column, wall in enumerate(floors[row])
        if not wall
    ]
    cells = np.array(connected(rows * columns, links), dtype=np.int64).reshape(rows, columns)
    whole = squared(cells) if links else cells
    fine = None if (whole == cells).all() else cells
    return Grid(np.array(xs), np.array(ys), whole, fine)


def _extent(rulings: Sequence[Ruling]) -> tuple[float, float]:
    """Where the first of the rulings starts and the last of them ends."""
    return min(start for _, start, _ in rulings), max(end for _, _, end in rulings)


def squared(cells: Ints) -> Ints:
    """Cells made rectangles: one that is not takes in what its outline covers."""
    out = cells.copy()
    while True:
        fields = np.bincount(out.ravel()).tolist()
        for number, place in places(out).items():
            if (place.bottom - place.top) * (place.right - place.left) != fields[number]:
                inside = out[place.top : place.bottom, place.left : place.right]
                out[is_in(out, inside)] = number
                break
        else:
            return out


def parted(table: Grid) -> list[Grid]:
    """The tables that stand close one under the other in what seems one grid.

    They are parted where the columns of the rows above and those below are not the same, nor the
    ones a finer division of the others. What spans the whole width (a title) goes with what
    follows.
    """
    cells = table.cells
    sides = cells[:, 1:] != cells[:, :-1]
    if sides.all(axis=1).any():
        return [table]
    cuts = [0]
    used = sides[0]
    free = len(cells) if sides[0].any() else 0
    for row in range(1, len(cells)):
        here = sides[row]
        if (here & ~used).any() and (used & ~here).any():
            cut = min(free, row)
            if cut > cuts[-1] and not (cells[cut] == cells[cut - 1]).any():
                cuts.append(cut)
                used = here
        used = used | here
        free = len(cells) if here.any() else min(free, row)
    return [_rows_of(table, top, bottom) for top, bottom in pairwise([*cuts, len(cells)])]


def _rows_of(table: Grid, top: int, bottom: int) -> Grid:
    """Some rows of a grid, without the columns that none of them has."""
    cells = table.cells[top:bottom]
    kept = (cells[:, 1:] != cells[:, :-1]).any(axis=0)
    if table.fine is not None:
        fine = table.fine[top:bottom]
        kept |= (fine[:, 1:] != fine[:, :-1]).any(axis=0)
    columns = np.flatnonzero(np.append(True, kept))
    return Grid(
        table.xs[np.append(columns, len(kept) + 1)],
        table.ys[top : bottom + 1],
        cells[:, columns],
        None if table.fine is None else fine[:, columns],
    )


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
    return joined_tables(*level_and_upright(rulings))


def joined_tables(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Grid]:
    """The tables that rulings make which are joined already, without those in others' cells."""
    return outermost(all_grids(level, upright))


def all_grids(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Grid]:
    """All grids of at least two cells side by side that joined rulings make, those within others'
    cells too."""
    found = [made for group in groups(level, upright) if (made := grid(*group))]
    return [one for one in found if len(one.xs) > 2 and (one.cells != one.cells[0, 0]).any()]


def outermost(grids: Sequence[Grid]) -> list[Grid]:
    """The grids that stand in no other one's cell, from top to bottom; one in which a larger table
    stands lays out the page and is none."""
    kept = [one for one in grids if not any(_lays_out(one, other) for other in grids)]
    return sorted(
        (one for one in kept if not any(within(one, other) for other in kept if other is not one)),
        key=lambda one: (float(one.ys[0]), float(one.xs[0])),
    )


def _lays_out(outer: Grid, inner: Grid) -> bool:
    """Whether the inner one is the page's table: it has as many columns and fills most of it."""
    if outer is inner or not within(inner, outer) or len(inner.xs) < len(outer.xs):
        return False
    return bool(2 * np.ptp(inner.xs) * np.ptp(inner.ys) > np.ptp(outer.xs) * np.ptp(outer.ys))


def within(inner: Grid, outer: Grid) -> bool:
    """Whether one grid stands within the outline of another."""
    return bool(
        inner.xs[0] >= outer.xs[0] - SNAP
        and inner.xs[-1] <= outer.xs[-1] + SNAP
        and inner.ys[0] >= outer.ys[0] - SNAP
        and inner.ys[-1] <= outer.ys[-1] + SNAP
    )
