"""A page's characters and rulings become tables of printed lines, and lines outside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.open_tables import free_rulings, open_tables, text_lines
from dutylist.extract.pages.page import Frame, PageContent
from dutylist.extract.pages.paragraphs import CellLines
from dutylist.extract.pages.printed_lines import PrintedLine, in_order, printed_lines
from dutylist.extract.pages.rulings import Grid, Place, joined, joined_tables, parted, places
from dutylist.extract.pages.strokes import without_strokes

TOUCHING = 0.1
"""Characters no further apart than this share of their height are of one word."""


@dataclass(frozen=True)
class FoundCell:
    """A cell: its place in the grid, its edges in points (upright) and its printed lines."""

    place: Place
    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[PrintedLine, ...]

    @property
    def text_lines(self) -> CellLines:
        """The lines with the edges that bound them."""
        return CellLines(self.lines, self.x0, self.x1)


@dataclass(frozen=True)
class FoundTable:
    """A table on one page: `cells` in reading order, `rows` and `columns` of its grid."""

    rows: int
    columns: int
    top: float
    cells: tuple[FoundCell, ...]


@dataclass(frozen=True)
class FoundPage:
    """What stands on a page, from top to bottom; lines and tables outside one another.

    `scanned` is true where it was read from a picture. `recognised` is the number of characters
    whose meaning the file does not tell and whose pictures were read, `unreadable` that of those
    that were not. `broken`: it was read from a picture because the file tells too few of them.
    `overlays` and `unseen` are words that were left out, as in PageContent. `notes`
    are sentences, without a full stop, on what a person has to look at on this page.
    """

    number: int
    frame: Frame
    blocks: tuple[PrintedLine | FoundTable, ...]
    pictures: float
    characters: int
    unreadable: int
    hidden: int
    scanned: bool = False
    notes: tuple[str, ...] = ()
    recognised: int = 0
    overlays: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    broken: bool = False


def lay_out(page: PageContent) -> FoundPage:
    """The tables and lines of a page, in reading order."""
    grids = _grids(page)
    owners = np.full(len(page.codes), -1, dtype=np.int64)
    x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    offset = 0
    offsets = []
    for grid in grids:
        inside = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[0]) & (y < grid.ys[-1])
        row = np.searchsorted(grid.ys, y[inside]) - 1
        column = np.searchsorted(grid.xs, x[inside]) - 1
        owners[inside] = grid.cells[row, column] + offset
        offsets.append(offset)
        offset += int(grid.cells.max()) + 1
    _keep_words_whole(page, owners)
    lines = printed_lines(page.codes, page.boxes, owners, page.sure)
    found: list[PrintedLine | FoundTable] = list(lines.get(-1, ()))
    found += [found_table(grid, offset, lines) for grid, offset in zip(grids, offsets, strict=True)]
    found.sort(key=lambda block: block.top)
    return FoundPage(
        page.number,
        page.frame,
        tuple(found),
        page.pictures,
        len(page.codes),
        page.unreadable,
        page.hidden,
        recognised=page.recognised,
        overlays=page.overlays,
        unseen=page.unseen,
    )


def _keep_words_whole(page: PageContent, owners: NDArray[np.int64]) -> None:
    """Give the rest of a number or Latin word that runs over its cell's edge to that cell."""
    narrow = (page.codes > 0x20) & (page.codes < 0x7F)
    boxes = page.boxes
    follows = (
        narrow[1:]
        & narrow[:-1]
        & (np.abs(np.diff(boxes[:, 4])) < 1)
        & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < TOUCHING * (boxes[1:, 3] - boxes[1:, 1]))
    )
    for index in np.flatnonzero(follows & (owners[1:] != owners[:-1])).tolist():
        owners[index + 1] = owners[index]


def _grids(page: PageContent) -> list[Grid]:
    """The ruled tables of a page and those without upright rulings."""
    level, upright = joined(page.rulings.level), joined(page.rulings.upright)
    level, upright = without_strokes(level, upright, page.boxes)
    closed = [part for whole in joined_tables(level, upright) for part in parted(whole)]
    free_level = free_rulings(page.rulings, closed, page.frame.size[0])
    if not free_level:
        return closed
    free = np.ones(len(page.codes), dtype=bool)
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    for grid in closed:
        free &= (y < grid.ys[0]) | (y > grid.ys[-1])
    nobody = np.full(int(free.sum()), -1, dtype=np.int64)
    lines = text_lines(in_order(page.codes[free], page.boxes[free], nobody))
    return closed + open_tables(free_level, lines, page.frame.size[1])


def found_table(grid: Grid, offset: int, lines: dict[int, tuple[PrintedLine, ...]]) -> FoundTable:
    """A grid with the printed lines of its cells, which `lines` has under their number in the
    grid plus `offset`."""
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    cells = [
        FoundCell(
            place,
            xs[place.left],
            ys[place.top],
            xs[place.right],
            ys[place.bottom],
            lines.get(number + offset, ()),
        )
        for number, place in places(grid.cells).items()
    ]
    cells.sort(key=lambda cell: (cell.place.top, cell.place.left))
    return FoundTable(len(ys) - 1, len(xs) - 1, ys[0], tuple(cells))
