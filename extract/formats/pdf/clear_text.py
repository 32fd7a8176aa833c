"""Clear text that a page prints by something else in its place: outlines, or a fill that the text
itself cuts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.glyphs import INK, drawn
from dutylist.extract.formats.pdf.objects import PageObjects
from dutylist.extract.pages.arrays import is_in
from dutylist.extract.pages.page import Bools, Floats, Frame

SCALE = 3.0
"""Pixels a point when the page is drawn to look."""

COVERED = 0.5
"""At least this share of a character's shape has ink where it is printed."""

NEARLY_ALL = 0.8
"""Where this share of a page's clear characters are printed, so are the others, of thin strokes."""

FRINGE = 0.3
"""Of a character's ink so much may come and go at its edges."""

BESIDE = 0.5
"""Beside it there is at most this share of its ink: a picture has more."""


@dataclass(frozen=True)
class Shapes:
    """A page without some text objects, `paper`, and the pixels that these would take."""

    paper: NDArray[np.uint8]
    taken: Bools

    @classmethod
    def of(cls, page: object, frame: Frame, items: Collection[int]) -> Shapes:
        """Those of clear text objects, which stay clear."""
        white, black, clear = (
            _drawn_in(page, frame, items, *colour) for colour in ((255, 255), (0, 255), (0, 0))
        )
        return cls(clear, (white.astype(np.int16) - black) > INK)

    def are_printed(self, boxes: Floats) -> Bools:
        """Which characters (boxes as in PageContent) have ink where their shapes are, and hardly
        any beside it; all where nearly all have."""
        printed = np.array([self._is_printed(box) for box in boxes], dtype=bool)
        all_of_them = bool(printed.mean() >= NEARLY_ALL)
        return np.ones(len(printed), dtype=bool) if all_of_them else printed

    def _is_printed(self, box: Floats) -> bool:
        x0, top, x1, bottom = (box[:4] * SCALE).round().astype(int).clip(0).tolist()
        taken, inked = self.taken[top:bottom, x0:x1], self.paper[top:bottom, x0:x1] < INK
        if not taken.any():
            return False
        beside = int((inked & ~taken).sum())
        return bool(inked[taken].mean() >= COVERED and beside <= BESIDE * taken.sum())


def with_cut_out(
    page: object, frame: Frame, found: Characters, objects: PageObjects
) -> PageObjects:
    """The objects, those texts no longer invisible that cut out what is painted behind them so
    that most of their characters are seen."""
    items = found.items
    own = np.flatnonzero(is_in(items, list(objects.cutting)))
    if not len(own):
        return objects
    printed = _are_cut_out(page, frame, objects.cutting, frame.turned(found.boxes[own]))
    seen, counts = Counter(items[own][printed].tolist()), Counter(items[own].tolist())
    shown = frozenset(item for item, count in counts.items() if 2 * seen[item] > count)
    return replace(objects, invisible=objects.invisible - shown, cutting=shown)


def _are_cut_out(page: object, frame: Frame, items: Collection[int], boxes: Floats) -> Bools:
    """Which characters (boxes as in PageContent) are cut out of something dark: they have ink, and
    as much where their texts are printed before that, too."""
    paper = drawn(page, frame, SCALE)
    for item in items:
        call.set_render_mode(call.pointer(item), pdfium.FPDF_TEXTRENDERMODE_FILL)
    printed = _drawn_in(page, frame, items, 0, 255)
    for item in items:
        call.set_render_mode(call.pointer(item), pdfium.FPDF_TEXTRENDERMODE_CLIP)
    more = (paper.astype(np.int16) - printed) > INK
    edges = (boxes[:, :4] * SCALE).round().astype(int).clip(0).tolist()
    parts = [np.s_[top:bottom, x0:x1] for x0, top, x1, bottom in edges]
    return np.array([more[at].sum() < FRINGE * (paper[at] < INK).sum() for at in parts], dtype=bool)


def _drawn_in(
    page: object, frame: Frame, items: Collection[int], grey: int, opacity: int
) -> NDArray[np.uint8]:
    for item in items:
        call.set_fill(call.pointer(item), grey, grey, grey, opacity)
    return drawn(page, frame, SCALE)
