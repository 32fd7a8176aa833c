"""A page of fixed places as every such format hands it on: its characters and rulings, upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.rulings import Rulings
from dutylist.records.model import Box

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def within(boxes: Floats, box: Sequence[float] | Floats) -> Bools:
    """Which boxes have their middle in another (x0, top, x1, bottom): so it is told whether a
    character stands there, whose edges may overlap a little."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, top, x1, bottom = box
    inside: Bools = (x0 < x) & (x < x1) & (top < y) & (y < bottom)
    return inside


@dataclass(frozen=True)
class Frame:
    """How the page is turned so that its text stands upright.

    `box` is the visible part in PDF units (left, bottom, right, top). `shown` and `upright` are
    quarter turns clockwise: from PDF units to the page as a viewer shows it, and to where its
    text is upright.
    """

    box: tuple[float, float, float, float]
    shown: int
    upright: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points where the text is upright."""
        left, bottom, right, top = self.box
        width, height = right - left, top - bottom
        return (height, width) if self.upright % 2 else (width, height)

    @property
    def paper(self) -> tuple[float, float]:
        """From where to where the paper reaches across, in upright points."""
        return 0.0, self.size[0]

    def turned(self, boxes: Floats) -> Floats:
        """Boxes in PDF units (x0, y0, x1, y1) as upright ones (x0, top, x1, bottom)."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = boxes.T
        if self.upright == 0:
            edges = (x0 - left, top - y1, x1 - left, top - y0)
        elif self.upright == 1:
            edges = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        elif self.upright == 2:
            edges = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        else:
            edges = (top - y1, right - x1, top - y0, right - x0)
        return np.stack(edges, axis=1)

    def shown_point(self, x: float, y: float) -> tuple[float, float]:
        """An upright point as it stands on the page that a viewer shows."""
        width, height = self.size
        for _ in range((self.upright - self.shown) % 4):
            x, y = y, width - x
            width, height = height, width
        return x, y

    def shown_box(self, page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
        """An upright box as it stands on the page that a viewer shows."""
        if self.upright != self.shown:
            x0, top, x1, bottom = self._turned_back(x0, top, x1, bottom)
        return Box(page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))

    def _turned_back(
        self, x0: float, top: float, x1: float, bottom: float
    ) -> tuple[float, float, float, float]:
        width, height = self.size
        for _ in range((self.upright - self.shown) % 4):
            # One quarter back, counter-clockwise.
            x0, top, x1, bottom = top, width - x1, bottom, width - x0
            width, height = height, width
        return x0, top, x1, bottom


@dataclass(frozen=True)
class TurnedText:
    """Characters that stand at a quarter turn to the page's own: codes, upright boxes (n, 4), the
    places of their pens (n, 2), how certain each is, and how many quarters counter-clockwise."""

    codes: Ints
    boxes: Floats
    pens: Floats
    sure: Floats
    quarters: Ints

    def own_boxes(self, which: Bools, quarter: int, size: tuple[float, float]) -> Floats:
        """The boxes (n, 5, as in PageContent) of some of them as they stand where their own lines
        are upright; `size` is the page's width and height."""
        width, height = size
        x0, top, x1, bottom = self.boxes[which].T
        x, y = self.pens[which].T
        if quarter == 1:
            edges = (height - y, x0, height - top, x1, x)
        elif quarter == 3:
            edges = (y, width - x1, bottom, width - x0, width - x)
        else:
            edges = (width - x, height - bottom, width - x0, height - top, height - y)
        return np.stack(edges, axis=1)


@dataclass(frozen=True)
class PageContent:
    """The printed characters and rulings of a page, upright, in points from the top left.

    `codes` are code points, `boxes` (n, 5) their x0, top, x1, bottom and baseline; x0 is where
    the pen began. `pictures` is the share of the page covered by images, `hidden` the number of
    invisible characters (the text layer of a scan). `sure` has one number (0 to 1) for each
    character where the file does not tell some of them, None where it tells all: `recognised` is
    the number of those read from their picture, `unreadable` that of the others. `overlays` are
    the words of watermarks, stamps and seals that were left out, `unseen` those that leave no ink.
    `turned` are characters that stand on their side. Characters may lie beyond the page's edges.
    `fills` (n, 4) are the boxes of areas that are filled with a colour. `notes` are as in
    FoundPage. `struck` (n, 4) are the boxes of characters that a person struck out, which are left
    out.
    """

    number: int
    frame: Frame
    codes: Ints
    boxes: Floats
    rulings: Rulings
    pictures: float
    unreadable: int
    hidden: int
    sure: Floats | None = None
    recognised: int = 0
    overlays: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    turned: TurnedText | None = None
    fills: Floats | None = None
    notes: tuple[str, ...] = ()
    struck: Floats | None = None
