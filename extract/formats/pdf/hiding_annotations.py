"""Annotations that hide words of a page: a stamp with a white ground put over an old wording.

Whether one does is told by drawing the page with annotations and without, each with its text and
without it.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.glyphs import drawn, drawn_without
from dutylist.extract.formats.pdf.objects import page_objects
from dutylist.extract.formats.pdf.unseen_text import CHANGED, INK_SCALE
from dutylist.extract.pages.page import Bools, Floats, Frame

MOSTLY = 0.8
"""An annotation hides the words under it where so much of their ink is lost: the lines of a stamp
or a pen lie over a part of it."""


def hide_words(page: object, frame: Frame, boxes: Floats) -> Bools:
    """Which boxes (n, 4, upright, in points) of annotations have words under them that those
    hide."""
    texts = page_objects(call.address(page)).texts.tolist()
    inked = _ink_of(page, frame, texts, annotated=False)
    seen = _ink_of(page, frame, texts, annotated=True)
    out = np.zeros(len(boxes), dtype=bool)
    edges = (boxes * INK_SCALE).round().astype(int).clip(0).tolist()
    for at, (x0, top, x1, bottom) in enumerate(edges):
        ink = inked[top:bottom, x0:x1]
        lost = ink & ~seen[top:bottom, x0:x1]
        out[at] = ink.any() and lost.sum() >= MOSTLY * ink.sum()
    return out


def _ink_of(page: object, frame: Frame, texts: Collection[int], *, annotated: bool) -> Bools:
    """The pixels of a page that its text changes."""
    with_text = drawn(page, frame, INK_SCALE, annotated=annotated).astype(np.int16)
    without = drawn_without(page, frame, texts, INK_SCALE, annotated=annotated)
    out: Bools = np.abs(with_text - without) > CHANGED
    return out
