"""The pictures of a row: which part of which page of the file, and what is outlined in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dutylist.records.model import Box, Duty

MARGIN = 14
"""Points of the page shown beside a row's outermost cells."""

LINE_MARGIN = (70, 5)
"""Points of the page shown beside doubtful characters, and above and below them."""

MAGNIFIED = 1400
"""Pixels that the longer side of a page has where its row is shown magnified: 12 pt on A4 are 20
pixels high, which are read with ease at 1366 × 768."""

PageSizes = tuple[tuple[float, float], ...]
"""Width and height of each page of a file, in points."""


@dataclass(frozen=True)
class PageView:
    """A page of the file with the row's cells outlined: sizes and edges in points.

    The picture is cut to the row: `left`, `right`, `top` and `bottom` are its edges with a little
    around them, those of the page where it is not known where the row stands. `boxes` are the
    cells', each with its column from 1; `scale` is pixels per point where it is magnified.
    """

    number: int
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    boxes: tuple[tuple[int, Box], ...]
    doubts: tuple[Box, ...] = ()

    @property
    def scale(self) -> float:
        """How much the row is magnified."""
        return MAGNIFIED / max(self.width, self.height)


def row_pictures(sizes: PageSizes, duty: Duty) -> tuple[PageView, ...]:
    """The row on each page that it stands on; none where the file has no pages to be shown."""
    every = [(column, box) for column, its in enumerate(duty.source.boxes, 1) for box in its]
    first = min((box.x0 for _, box in every), default=0.0)
    last = max((box.x1 for _, box in every), default=math.inf)
    found = []
    for page in duty.source.pages:
        if not 1 <= page <= len(sizes):
            continue
        width, height = sizes[page - 1]
        boxes = tuple((column, box) for column, box in every if box.page == page)
        left, right = max(0.0, first - MARGIN), min(width, last + MARGIN)
        top = max(0.0, min((box.top for _, box in boxes), default=0.0) - MARGIN)
        bottom = min(height, max((box.bottom for _, box in boxes), default=height) + MARGIN)
        doubts = tuple(one.box for one in duty.doubts if one.box and one.box.page == page)
        found.append(PageView(page, width, height, left, right, top, bottom, boxes, doubts))
    return tuple(found)


def line_picture(sizes: PageSizes, box: Box) -> PageView | None:
    """What stands about doubtful characters; None where there is no such page."""
    if not 1 <= box.page <= len(sizes):
        return None
    width, height = sizes[box.page - 1]
    across, down = LINE_MARGIN
    return PageView(
        *(box.page, width, height),
        *(max(0.0, box.x0 - across), min(width, box.x1 + across)),
        *(max(0.0, box.top - down), min(height, box.bottom + down)),
        ((0, box),),
    )
