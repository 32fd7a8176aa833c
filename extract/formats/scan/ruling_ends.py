"""Level rulings that end in the open followed further: thin ones are paler than ink in places, and
where a sheet was not flat their ends leave the straight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.pages.page import Floats

NEXT = 1
"""From one column of pixels to the next a ruling goes up or down by no more pixels."""

DRIFT = 2.5
"""Away from where it was found it strays no more points: beyond, it is of the next line of text."""

GAP = 3.0
"""It ends where it has nothing over more points."""

COVERED = 0.8
"""A way that is dark over less than this share is none of its own."""

LEAST = 4.0
"""A way of fewer points is not worth following."""

ENDS = 2.5
"""A ruling ends on an upright one within so many points."""

PIECE = 4.0
"""The way is told in pieces of so many points."""

Edges = tuple[int, int, int, int]
"""x0, top, x1 and bottom in pixels."""


def followed(
    level: Sequence[Edges], upright: Floats, faint: Grey, dpi: float
) -> tuple[list[Edges], list[Edges]]:
    """The level rulings, longer where `faint`, what is darker than paper, goes on from their ends;
    and the pieces of the ways, whose ink is theirs too. `upright` (n, 4) are boxes in pixels."""
    share = dpi / 72
    out, ways = [], []
    for x0, top, x1, bottom in level:
        y = (top + bottom) / 2
        there = (upright[:, 1] - ENDS * share <= y) & (y <= upright[:, 3] + ENDS * share)
        xs = upright[there][:, [0, 2]].mean(axis=1)
        left, right = (bool((np.abs(xs - end) <= ENDS * share).any()) for end in (x0, x1))
        before = [] if left else _way(faint[:, :x0][:, ::-1], y, share)
        behind = [] if right else _way(faint[:, x1:], y, share)
        ways += [(x0 - b, up, x0 - a, down) for a, up, b, down in before]
        ways += [(x1 + a, up, x1 + b, down) for a, up, b, down in behind]
        start, end = (way[-1][2] if way else 0 for way in (before, behind))
        out.append((x0 - start, top, x1 + end, bottom))
    return out, ways


def _way(faint: Grey, y: float, share: float) -> list[Edges]:
    """The pieces of a ruling's way from the left side of `faint` on, at whose beginning it is at
    `y`."""
    thick = MAX_RULING_WIDTH * share
    window = round(thick) + 2
    middle = y
    found: list[tuple[int, int, int]] = []
    for x in range(faint.shape[1]):
        if x - (found[-1][0] if found else -1) > GAP * share:
            break
        low = max(round(middle) - window, 0)
        rows = _run_near(faint[low : round(middle) + window + 1, x], middle - low)
        if not rows or rows[1] - rows[0] > thick:
            continue
        off = (rows[0] + rows[1] - 1) / 2 + low - middle
        middle += float(np.clip(off, -NEXT, NEXT)) / 2
        if abs(middle - y) > DRIFT * share:
            break
        found.append((x, rows[0] + low, rows[1] + low))
    if not found or found[-1][0] < LEAST * share or len(found) < COVERED * (found[-1][0] + 1):
        return []
    step = max(round(PIECE * share), 1)
    pieces = [found[at : at + step] for at in range(0, len(found), step)]
    return [
        (piece[0][0], min(up for _, up, _ in piece), piece[-1][0] + 1, max(d for *_, d in piece))
        for piece in pieces
    ]


def _run_near(column: Grey, middle: float) -> tuple[int, int] | None:
    """The first row of the dark run of a column of pixels that lies at a height, and that below
    its last."""
    steps = np.flatnonzero(np.diff(column.astype(np.int8), prepend=0, append=0)).tolist()
    runs = zip(steps[::2], steps[1::2], strict=True)
    return next((run for run in runs if run[0] - NEXT <= middle <= run[1] - 1 + NEXT), None)
