"""Level rulings of columns that are narrower than the shortest one found by itself (numbers beside
categories that are merged over several rows): they go from one upright ruling to the next at the
height of one in other columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.pages.page import Floats

THICK = 1.0
"""A ruling's ink is within so many points of the height at which it stands in other columns."""

WHOLE = 0.95
"""It is dark over so much of the way: no sign reaches from ruling to ruling."""

ENDS = 2.5
"""A row begins and ends no less than so many points from where an upright ruling does."""

Edges = tuple[int, int, int, int]
"""x0, top, x1 and bottom in pixels."""


def across_narrow(
    level: Sequence[Edges], upright: Floats, ink: Grey, narrowest: float, dpi: float
) -> list[Edges]:
    """The level rulings with those of columns narrower than so many points. `upright` (n, 4) are
    boxes in pixels."""
    share = dpi / 72
    thick, ends = max(round(THICK * share), 1), ENDS * share
    out = list(level)
    for _, top, _, bottom in level:
        y = (top + bottom) // 2
        through = (upright[:, 1] < y - ends) & (upright[:, 3] > y + ends)
        walls = np.unique(upright[through][:, [0, 2]].mean(axis=1).round().astype(int))
        for x0, x1 in pairwise(walls.tolist()):
            middle = (x0 + x1) / 2
            if x1 - x0 >= (narrowest + ENDS) * share or any(
                a < middle < c and abs((b + d) / 2 - y) <= ends for a, b, c, d in out
            ):
                continue
            band = ink[max(y - thick, 0) : y + thick + 1, x0:x1]
            if x1 - x0 > 2 * ends and float(band.any(axis=0).mean()) >= WHOLE:
                out.append((x0, top, x1, bottom))
    return out
