"""Figures that a PDF draws as shapes, alone in a cell, and the marks between figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dutylist.extract.pages.arrays import middle_one
from dutylist.extract.pages.page import Bools, Floats, Ints

SURELY = 3
"""So many figures beside text, or in cells one below the other, tell that a page draws them."""

AS_HIGH = 0.1
"""The figures of a page are alike high within so many ems."""

ONE_BASE = 0.15
"""Figures in one line stand on one baseline within so many ems."""

GAP = 0.7
"""Two figures between which a mark stands are no more ems apart."""

ABOVE, BELOW = 0.95, 0.3
"""A mark between figures reaches no more ems above and below their baseline."""

BESIDE = 0.3
"""Nothing else stands between them so many ems further up or down."""

OVER = 0.1
"""Boxes that stand beside each other lie over each other by no more ems."""


def runs(shapes: Floats, near: float, level: float) -> list[list[int]]:
    """The shapes (n, 4, upright) in runs of those that follow each other on a line, no further
    apart than `near`, their middles no further from level than `level`."""
    middles = (shapes[:, 1] + shapes[:, 3]) / 2
    lines = _clustered(middles, level)
    out: list[list[int]] = []
    for at in np.lexsort((shapes[:, 0], lines)).tolist():
        last = out[-1][-1] if out else at
        gap = shapes[at, 0] - shapes[last, 2]
        goes_on = lines[at] == lines[last] and abs(middles[at] - middles[last]) < level
        if out and goes_on and -near < gap < near:
            out[-1].append(at)
        else:
            out.append([at])
    return out


def figures_alone(
    shapes: Floats,
    segments: Floats,
    figures: Sequence[list[int]],
    alone: Sequence[list[int]],
    em: float,
) -> list[list[int]]:
    """Those of some runs of slim shapes that stand `alone` that are figures, too: they are as high
    as the `figures` beside the page's text, or those of a column and not all alike."""
    beside = [at for run in figures for at in run]
    if len(beside) >= SURELY:
        usual = middle_one(_heights(shapes[beside]))
        return [run for run in alone if _as_high(shapes[run], usual, em)]
    return [run for run in alone if _in_column(run, shapes, segments, alone, em)]


def _in_column(
    run: list[int], shapes: Floats, segments: Floats, alone: Sequence[list[int]], em: float
) -> bool:
    middle, usual = _middle(shapes[run]), middle_one(_heights(shapes[run]))
    column = [
        other
        for other in alone
        if abs(_middle(shapes[other]) - middle) < em and _as_high(shapes[other], usual, em)
    ]
    different = {tuple(segments[other].tolist()) for other in column}
    return len(column) >= SURELY and len(different) > 1


def _middle(shapes: Floats) -> float:
    return float(shapes[0, 0] + shapes[-1, 2]) / 2


def _heights(shapes: Floats) -> Floats:
    out: Floats = shapes[:, 3] - shapes[:, 1]
    return out


def _as_high(shapes: Floats, usual: float, em: float) -> bool:
    return bool((np.abs(_heights(shapes) - usual) < AS_HIGH * em).all())


def marks_between(figures: Floats, small: Floats, em: float) -> Floats:
    """The upright boxes (n, 5, as in PageContent) of what `small` shapes make between two figures
    that follow each other on a line: each gap's for one mark (., :, /)."""
    if len(figures) < 2:
        return np.zeros((0, 5))
    lines = _clustered(figures[:, 4], ONE_BASE * em)
    order = np.lexsort((figures[:, 0], lines))
    before, behind = figures[order[:-1]], figures[order[1:]]
    apart = behind[:, 0] - before[:, 2]
    gaps = (np.diff(lines[order]) == 0) & (apart > 0) & (apart < GAP * em)
    found = []
    for at in np.flatnonzero(gaps).tolist():
        x0, x1, base = before[at, 2], behind[at, 0], before[at, 4]
        between = small[(small[:, 0] > x0 - OVER * em) & (small[:, 2] < x1 + OVER * em)]
        inside = between[_reaches(between, base, em, ABOVE, BELOW)]
        near = _reaches(between, base, em, ABOVE + BESIDE, BELOW + BESIDE)
        # The dashes of a ruling go on.
        if len(inside) and near.sum() == len(inside):
            (left, top), (right, bottom) = inside[:, :2].min(axis=0), inside[:, 2:].max(axis=0)
            found.append([left, top, right, bottom, base])
    return np.array(found).reshape(-1, 5)


def _reaches(small: Floats, base: float, em: float, above: float, below: float) -> Bools:
    """Which shapes reach no more ems above and below a baseline."""
    out: Bools = (small[:, 1] > base - above * em) & (small[:, 3] < base + below * em)
    return out


def _clustered(values: Floats, apart: float) -> Ints:
    """The number of the cluster of each value."""
    order = np.argsort(values, kind="stable")
    out = np.zeros(len(values), dtype=np.int64)
    out[order[1:]] = np.cumsum(np.diff(values[order]) > apart)
    return out
