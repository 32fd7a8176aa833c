"""Cells that hold what two columns or two rows have, as a ruling between them was lost: an edge
without a ruling runs between text on its two sides. A streak or a fold goes through text, or on
beyond the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dutylist.extract.formats.scan.loose_edges import NEAR, Piece, loose_edges
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.rulings import Grid

THROUGH = 0.55
"""What is nearer to the middle of a character, in ems, goes through it, or between it and the
next;"""

MIDST = 0.25
"""and what is further than this share of its height from a line's top and bottom, through it."""

STROKES = frozenset("|｜丨I l1!！:：;；,，.。、·")
"""What may be read for a piece of a ruling, or has white beside it."""


@dataclass(frozen=True)
class Joined:
    """How many upright, and level, rulings may have been lost, and the numbers of the cells, over
    all tables, that hold what stood on two sides of one."""

    upright: int
    level: int
    cells: frozenset[int]


def joined_cells(
    grey: Grey,
    dpi: float,
    grids: Sequence[Grid],
    read: tuple[Sequence[ScannedLine], Sequence[float], Sequence[int]],
) -> Joined:
    """The cells that a lost ruling joins; `read` are the page's lines, their ems and owners."""
    if not grids:
        return Joined(0, 0, frozenset())
    own: dict[int, list[tuple[ScannedLine, float]]] = {}
    for line, em, owner in zip(*read, strict=True):
        own.setdefault(owner, []).append((line, em))
    counts, cells = [], set[int]()
    for across, edges in enumerate(loose_edges(grey, dpi, grids)):
        count = 0
        for edge in edges:
            joined = _at(edge.pieces, grids, own, dpi, across > 0)
            count += joined is not None and (bool(joined) or not edge.beyond)
            cells |= joined or set()
        counts.append(count)
    return Joined(counts[0], counts[1], frozenset(cells))


def _at(
    edge: Sequence[Piece],
    grids: Sequence[Grid],
    own: Mapping[int, Sequence[tuple[ScannedLine, float]]],
    dpi: float,
    across: bool,
) -> set[int] | None:
    """The cells that a ruling along an edge would part; None where it goes through as many others,
    or would part a row of one number (a seal's edge)."""
    joined: set[int] = set()
    crossed: set[int] = set()
    offset = 0
    for at, grid in enumerate(grids):
        sides, rows = (grid.ys, grid.cells.T) if across else (grid.xs, grid.cells)
        for row, place in zip(rows, _places(edge, at, len(rows)), strict=True):
            its = _cell_at(place, sides, row)
            lines = own.get(its + offset, ()) if its is not None else ()
            found = {
                side
                for line, em in lines
                for side in (_level if across else _upright)(line, em, place * dpi / 72)
            }
            if across and len(lines) == 1 and lines[0][0].read.text.strip().isdecimal():
                return None
            if its is not None and 0 in found:
                crossed.add(its + offset)
            elif its is not None and len(found) > 1:
                joined.add(its + offset)
        offset += int(grid.cells.max()) + 1
    return joined if len(joined) > len(crossed) or not crossed else None


def _places(edge: Sequence[Piece], grid: int, rows: int) -> Floats:
    """Where an edge is in each row of a grid, or where it would be: it may be bowed."""
    own = [piece for piece in edge if piece.grid == grid] or edge
    seen = np.array(sorted({piece.row for piece in own}))
    middles = [np.mean([piece.place for piece in own if piece.row == row]) for row in seen]
    return np.asarray(np.interp(np.arange(rows), seen, middles), dtype=np.float64)


def _cell_at(place: float, sides: Floats, row: Ints) -> int | None:
    """The cell of a row in which a place is; None where it is on one of its rulings."""
    at = int(np.searchsorted(sides, place)) - 1
    if not 0 <= at < len(row):
        return None
    its = np.flatnonzero(row == row[at])
    near = min(place - sides[its[0]], sides[its[-1] + 1] - place) <= NEAR
    return None if near else int(row[at])


def _upright(line: ScannedLine, em: float, x: float) -> set[int]:
    """On which sides of an upright edge the characters of a line stand, 0 where it goes through
    one."""
    out = set()
    for character, middle in zip(line.read.text, line.read.middles, strict=True):
        off = (line.start + middle - x) / max(em, 1)
        if character.isspace():
            continue
        if abs(off) >= THROUGH:
            out.add(1 if off > 0 else -1)
        elif character not in STROKES:
            out.add(0)
    return out


def _level(line: ScannedLine, em: float, y: float) -> set[int]:
    """On which side of a level edge a line stands, 0 where it goes through it."""
    reach = MIDST * line.ink.height
    if line.ink.top + reach < y < line.ink.bottom - reach:
        return {0}
    return {1 if y < (line.ink.top + line.ink.bottom) / 2 else -1}
