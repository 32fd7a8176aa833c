"""Upright rulings that go on, paler, into a first or last row filled with grey: even light makes
the grey white, and what is drawn over it paler."""

from __future__ import annotations

import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.pages.page import Floats, Ints

ENDS = 2.5
"""A ruling ends on another within so many points."""

HIGHEST = 60.0
"""A header is no higher, in points."""

ACROSS, BESIDE = 0.7, 2.0
"""A ruling is seen within the first number of points of its place, the paper up to the second."""

DARKER = 20.0
"""It is darker than the paper on both its sides by so many grey levels"""

WHOLE = 0.9
"""over this share of the row: no strokes of a word are."""


def into_filled_rows(upright: Floats, level: Floats, grey: Grey, dpi: float) -> Floats:
    """The upright rulings (n, 4, in pixels), longer where they go on, paler, from the level one on
    which they end to the next, the table's last: its sides do, paler or not."""
    out = upright.copy()
    for edge, sign in ((1, -1), (3, 1)):
        for y in np.unique(out[:, edge].round()).tolist():
            own = np.flatnonzero(np.abs(out[:, edge] - y) <= ENDS * dpi / 72)
            beyond = _next(level, out[own], y, sign, dpi) if len(own) else None
            if beyond is None:
                continue
            on = [i for i in own.tolist() if _goes_on(grey, out[i], y, beyond, dpi)]
            if on and _has_sides(out, own, on, (y, beyond, edge), dpi):
                out[on, edge] = beyond
    return out


def _next(level: Floats, own: Floats, y: float, sign: int, dpi: float) -> float | None:
    """Where the next level ruling is over, or below, all of some upright ones that end at `y`."""
    reach = ENDS * dpi / 72
    xs = own[:, [0, 2]].mean(axis=1)
    across = (level[:, 0] <= xs.min() + reach) & (level[:, 2] >= xs.max() - reach)
    away = (level[across][:, [1, 3]].mean(axis=1) - y) * sign
    away = away[(away > 2 * reach) & (away <= HIGHEST * dpi / 72)]
    return y + sign * float(away.min()) if len(away) else None


def _has_sides(
    upright: Floats, own: Ints, on: list[int], row: tuple[float, float, int], dpi: float
) -> bool:
    """Whether a row has sides that end with it: those that do not end where it begins, or the
    first and the last of its `own`. Beside a heading within a table they run on."""
    y, beyond, edge = row
    reach, middle = ENDS * dpi / 72, (y + beyond) / 2
    beside = upright[(upright[:, 1] < middle) & (upright[:, 3] > middle)]
    if len(beside):
        return bool((np.abs(beside[:, edge] - beyond) <= reach).all())
    xs = upright[own].mean(axis=1)
    return len(own) > 1 and {int(own[xs.argmin()]), int(own[xs.argmax()])} <= set(on)


def _goes_on(grey: Grey, ruling: Floats, y: float, beyond: float, dpi: float) -> bool:
    """Whether a line darker than what is beside it runs on from a ruling's end at `y`."""
    share = dpi / 72
    top, bottom = sorted((round(y), round(beyond)))
    half = max(round(ACROSS * share), 1)
    x0, x1 = max(round(ruling[0]) - half, 0), round(ruling[2]) + half
    wide = max(round(BESIDE * share), 2)
    rows = grey[top:bottom].astype(np.int16)
    left, right = rows[:, max(x0 - wide, 0) : x0], rows[:, x1 : x1 + wide]
    if not left.size or not right.size or top == bottom:
        return False
    paper = np.minimum(np.median(left, axis=1), np.median(right, axis=1))
    return bool((paper - rows[:, x0:x1].min(axis=1) >= DARKER).mean() >= WHOLE)
