"""Categories merged over rows of a table without rulings between them: each stands at the middle of
its rows, and where one ends the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.header_words import category_place
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.pages.page import Floats, Ints
from dutylist.extract.pages.rulings import Grid

OFF = 0.3
"""Rows end within this share of the lowest one's height of where the middles tell: type is placed
to a tenth, and halves of a row are what would be mistaken."""

CLOSE = 0.9
"""Lines of one category have less white between them than so many times their height."""

Span = tuple[float, float]
"""From where to where a text reaches, in points down the page."""


@dataclass(frozen=True)
class Centred:
    """A grid, and the owners of the lines."""

    grid: Grid
    owners: tuple[int, ...]


def with_centred_categories(
    grid: Grid, lines: Sequence[ScannedLine], owners: Sequence[int], offset: int, dpi: float
) -> Centred:
    """A grid with its categories over all their rows, where their middles tell of which these are
    without a rest, and the owners of the lines then; else the same. Cells of the grid own lines by
    their number and `offset`."""
    heads = [_text(lines, owners, int(cell) + offset) for cell in grid.cells[0]]
    column = category_place(heads)
    cells = grid.cells.copy()
    for first, last in _parts(cells) if column is not None else ():
        own = set((cells[first:last, column] + offset).tolist())
        texts = _texts(
            [line for line, owner in zip(lines, owners, strict=True) if owner in own], 72 / dpi
        )
        for start, end in _spans(texts, grid.ys[first : last + 1]):
            cells[first + start : first + end, column] = cells[first + start, column]
    if (cells == grid.cells).all():
        return Centred(grid, tuple(owners))
    numbers = zip(grid.cells.ravel().tolist(), cells.ravel().tolist(), strict=True)
    moved = {before + offset: after + offset for before, after in numbers}
    return Centred(replace(grid, cells=cells), tuple(moved.get(owner, owner) for owner in owners))


def _text(lines: Sequence[ScannedLine], owners: Sequence[int], owner: int) -> str:
    return "".join(line.read.text for line, its in zip(lines, owners, strict=True) if its == owner)


def _parts(cells: Ints) -> list[tuple[int, int]]:
    """The rows below the header, those between two headings over the whole width for themselves."""
    whole = [row for row, its in enumerate(cells) if row and len(set(its.tolist())) == 1]
    edges = [0, *whole, len(cells)]
    return [(above + 1, below) for above, below in pairwise(edges) if above + 1 < below]


def _texts(lines: Sequence[ScannedLine], share: float) -> list[Span]:
    """From where to where the texts of a column reach, those of several lines as one."""
    out: list[Span] = []
    for line in sorted(lines, key=lambda line: line.ink.top):
        top, bottom = line.ink.top * share, line.ink.bottom * share
        if out and top - out[-1][1] < CLOSE * (bottom - top):
            out[-1] = (out[-1][0], max(out[-1][1], bottom))
        else:
            out.append((top, bottom))
    return out


def _spans(texts: Sequence[Span], ys: Floats) -> list[tuple[int, int]]:
    """Which rows, between the heights `ys`, each of the texts stands in the middle of, if they take
    all the rows one after the other; else none."""
    most = OFF * float(np.diff(ys).min())
    out: list[tuple[int, int]] = []
    start = 0
    for top, bottom in texts:
        wanted = top + bottom - float(ys[start])
        end = int(np.abs(ys - wanted).argmin())
        if end <= start or abs(float(ys[end]) - wanted) > most:
            return []
        out.append((start, end))
        start = end
    return out if start == len(ys) - 1 else []
