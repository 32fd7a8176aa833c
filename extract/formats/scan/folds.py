"""Sheets that were folded, or are uneven beyond what a few terms tell, made flat by following their
rulings piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.scan.warp import Creased, Floats

KNOT = 7.0
"""A crease is placed to within so many points: of twice as many a sharp one is rounded off."""

STEEPEST = 25.0
"""Rulings beside a crease slope by no more degrees."""

TRUSTED = 0.1
"""A slope that is off by this much (6 degrees) from what the other rulings tell counts half."""

STIFF = 0.3
"""How much a sheet resists folding where its rulings tell less than a pixel."""

UNEVEN = 2
"""The highest power of the place across with which creases change."""


def creased(
    level: Sequence[Floats], upright: Sequence[Floats], width: int, height: int, dpi: float
) -> Creased:
    """The creases of a sheet of that size in pixels, by which the paths of its rulings (places,
    (n, 2)) become level and upright."""
    step = KNOT * dpi / 72
    down = _heights(level, width, height, step)
    right = _heights([path[:, ::-1] for path in upright], height, width, step)
    return Creased(float(width), float(height), step, down, right)


def _heights(
    paths: Sequence[Floats], length: int, breadth: int, step: float
) -> tuple[tuple[float, ...], ...]:
    """How far off places are that paths along the first axis go through, at every knot: for each
    power of the place across, in half breadths from the middle, its weight there."""
    knots = int(length / step) + 2
    pieces = np.concatenate([np.zeros((0, 2, 2)), *(_pieces(path, step) for path in paths)])
    if not len(pieces):
        return ((0.0,) * knots,)
    starts, ends = pieces[:, 0], pieces[:, 1]
    along = _hats(ends[:, 0], step, knots) - _hats(starts[:, 0], step, knots)
    across = (starts[:, 1] + ends[:, 1]) / breadth - 1
    terms = np.concatenate(
        [along * (across**power)[:, None] for power in range(UNEVEN + 1)], axis=1
    )
    rises, runs = ends[:, 1] - starts[:, 1], ends[:, 0] - starts[:, 0]
    stiff = _stiffness(knots)
    held = stiff.T @ stiff
    trust = np.ones(len(runs))
    for _ in range(6):
        trusted = terms * trust[:, None]
        found = np.linalg.solve(trusted.T @ trusted + held, trusted.T @ (rises * trust))
        trust = 1 / np.hypot(1, (terms @ found - rises) / runs / TRUSTED)
    return tuple(tuple(row) for row in found.reshape(UNEVEN + 1, knots).tolist())


def _pieces(path: Floats, step: float) -> Floats:
    """The pieces of a path no longer than a step, without steep ones."""
    out = []
    for (x0, y0), (x1, y1) in pairwise(path):
        if abs(y1 - y0) >= np.tan(np.radians(STEEPEST)) * (x1 - x0):
            continue
        cuts = np.linspace(0, 1, max(round((x1 - x0) / step), 1) + 1)
        places = np.stack([x0 + cuts * (x1 - x0), y0 + cuts * (y1 - y0)], axis=1)
        out += list(pairwise(places))
    return np.array(out, dtype=np.float64).reshape(-1, 2, 2)


def _hats(places: Floats, step: float, knots: int) -> Floats:
    """How much each knot counts at places between two of them."""
    at = np.clip(places / step, 0, knots - 1.001)
    before, share = at.astype(int), at % 1
    out = np.zeros((len(places), knots))
    rows = np.arange(len(places))
    out[rows, before], out[rows, before + 1] = 1 - share, share
    return out


def _stiffness(knots: int) -> Floats:
    """Rows that ask of the weights to go straight on from knot to knot, the more the higher their
    power, and to be small."""
    straight = np.diff(np.eye(knots), 2, axis=0)
    powers = np.diag(STIFF * (1.0 + np.arange(UNEVEN + 1)))
    small = np.eye(knots * (UNEVEN + 1)) * 1e-3
    return np.vstack([np.kron(powers, straight), small])
