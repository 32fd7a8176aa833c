"""The strips of one table become its grid: columns by gutters, rows by rulings or numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dutylist.extract.pages.gutters import (
    between_headers,
    column_edges,
    coverage,
    crosses,
    gutters,
    least_crossed,
)
from dutylist.extract.pages.rulings import Grid
from dutylist.extract.pages.text_lines import Strip, header_columns, is_header
from dutylist.extract.pages.text_rows import row_tops


def strip_grid(strips: list[Strip], left: float, right: float) -> Grid | None:
    """The grid of a table that reaches from `left` to `right`; None where it has no gutter."""
    lines = [line for strip in strips for line in strip.lines]
    if not lines:
        return None
    covered = coverage(lines, left, right)
    cuts = gutters(covered, len(lines), left)
    if is_header(strips[0]):
        cuts = between_headers(cuts, covered, header_columns(strips[0]), left)
    if not cuts:
        return None
    cuts = [least_crossed(cut, covered, left) for cut in cuts]
    xs = column_edges(lines, cuts, left, right)
    middles = np.array([(a + b) / 2 for a, b in cuts])
    ys: list[float] = [strips[0].top]
    tops = [row_tops(strip, xs) for strip in strips]
    ruled = len(strips) > 2 and sum(bool(inner) for inner in tops) < 0.5 * len(strips)
    for strip, inner in zip(strips, tops, strict=True):
        ys += [] if ruled or is_header(strip) else inner
        ys.append(strip.bottom)
    rows, columns = len(ys) - 1, len(xs) - 1
    cells = np.arange(rows * columns).reshape(rows, columns)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        inside = [line for line in lines if top < (line.top + line.bottom) / 2 < bottom]
        if inside and all(crosses(line, middles) for line in inside):
            cells[row] = cells[row, 0]
    return Grid(xs, np.array(ys), cells)
