"""The strips of one table become its grid: columns by gutters, rows by rulings or numbers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise

import numpy as np

from dutylist.extract.pages.gutters import (
    between_headers,
    column_edges,
    coverage,
    crosses,
    gutters,
    least_crossed,
)
from dutylist.extract.pages.merged_rows import columns_once, short_cuts
from dutylist.extract.pages.page import Floats
from dutylist.extract.pages.rulings import Grid, Ruling
from dutylist.extract.pages.text_lines import Strip, header_columns, is_header, number_column
from dutylist.extract.pages.text_rows import band_tops, numbers_of, row_tops


def strip_grid(
    strips: list[Strip], left: float, right: float, short: list[Ruling] | None = None
) -> Grid | None:
    """The grid of a table that reaches from `left` to `right`; None where it has no gutter.
    `short` are rulings below some of its columns."""
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
    head = [strips[0]] if is_header(strips[0]) else []
    bands = band_tops([line for strip in strips[len(head) :] for line in strip.lines], xs)
    body = [part for strip in strips[len(head) :] for part in _parted(strip, bands)]
    strips = [*head, *body]
    alone = {strip.top for strip in body if strip.lines and strip.lines[0].top in bands}
    numbers = min(number_column(head[0]), len(xs) - 2) if head else 0
    cuts_of = {strip.top: short_cuts(strip, short or [], xs, numbers) for strip in body}
    rows_of = [strip for strip in body if strip.top not in alone]
    tops = {one.top: _tops(one, cuts_of[one.top], xs, numbers) for one in rows_of}
    inner = [tops[strip.top] for strip in rows_of]
    merged = columns_once(rows_of, inner, xs, numbers)
    parts = len(head) + len(rows_of)
    ruled = parts > 2 and sum(map(bool, inner)) < 0.5 * parts
    for strip in strips:
        several = len(numbers_of(strip, xs, numbers)) > 1
        cut = strip.top in tops and (not ruled or several or merged or cuts_of[strip.top])
        ys += tops[strip.top] if cut else []
        ys.append(strip.bottom)
    rows, columns = len(ys) - 1, len(xs) - 1
    cells = np.arange(rows * columns).reshape(rows, columns)
    left_out = {y: columns for cuts in cuts_of.values() for y, columns in cuts.items()}
    bounds = {strip.top for strip in strips}
    for row, y in enumerate(ys[1:-1], start=1):
        if y in left_out:
            cells[row, left_out[y]] = cells[row - 1, left_out[y]]
        elif y not in bounds:
            cells[row, merged] = cells[row - 1, merged]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        inside = [line for line in lines if top < (line.top + line.bottom) / 2 < bottom]
        if inside and all(line.top in bands or crosses(line, middles) for line in inside):
            cells[row] = cells[row, 0]
    return Grid(xs, np.array(ys), cells)


def _tops(strip: Strip, cuts: Iterable[float], xs: Floats, numbers: int) -> list[float]:
    """Where rows begin within a strip: at its short rulings, and at the numbers where several stand
    between two of them."""
    cuts = sorted(cuts)
    if not cuts:
        return row_tops(strip, xs, numbers)
    out = list(cuts)
    for top, bottom in pairwise([strip.top, *cuts, strip.bottom]):
        inside = [line for line in strip.lines if top < (line.top + line.bottom) / 2 < bottom]
        part = Strip(top, bottom, tuple(inside))
        if len(numbers_of(part, xs, numbers)) > 1:
            out += row_tops(part, xs, numbers)
    return sorted(out)


def _parted(strip: Strip, bands: set[float]) -> list[Strip]:
    """A strip parted above and below the bands in it: they stand between two fills, as the row
    below them does."""
    groups = [list(group) for _, group in groupby(strip.lines, key=lambda line: line.top in bands)]
    if len(groups) < 2:
        return [strip]
    edges = [
        (max(line.bottom for line in above) + min(line.top for line in below)) / 2
        for above, below in pairwise(groups)
    ]
    bounds = [strip.top, *edges, strip.bottom]
    return [
        Strip(top, bottom, tuple(group))
        for group, (top, bottom) in zip(groups, pairwise(bounds), strict=True)
    ]
