"""Small pictures of single glyphs of a page: what lies elsewhere takes no time to draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image

from dutylist.extract.formats.pdf.mistold.references import SIDE, Small, fit_in, sheet_of
from dutylist.extract.pages.page import Floats, Frame

ROOM = 64
"""A glyph is drawn with at most so many pixels a side."""

MARGIN = 2
"""So many of them around it."""

Fit = tuple[float, float]
"""By how many pixels a glyph's left edge is moved, and its right one."""

AS_TOLD = (0.0, 0.0)
AS_DRAWN = (AS_TOLD, (0.0, 1.0), (-1.0, 0.0), (-0.5, 0.5))
"""pdfium draws a glyph at whole pixels, and as wide."""

Room = tuple[object, NDArray[np.uint8], Image.Image]
"""A bitmap of pdfium's, and its pixels for numpy and for Pillow."""


def glyph_pictures(
    page: object,
    frame: Frame,
    ink: Floats,
    scales: Floats,
    fits: Sequence[Fit] = (AS_TOLD,),
    side: int = SIDE,
) -> Small:
    """The pictures of what is drawn in upright boxes, so many pixels a point: of each as many as
    there are fits, one behind the other, with so many pixels a side."""
    count = len(fits)
    sheet = sheet_of(len(ink) * count, side)
    longest = np.maximum((ink[:, 2:] - ink[:, :2]).max(axis=1, initial=0), 0.1)
    scales = np.minimum(scales, (ROOM - 2 * MARGIN) / longest)
    boxes = ink * scales[:, None]
    starts = boxes[:, :2].astype(np.int64) - MARGIN
    ends = boxes[:, 2:].astype(np.int64) + MARGIN
    own = (boxes - np.tile(starts, 2)).tolist()
    pages = np.maximum(np.round(scales[:, None] * np.array(frame.size)), 1).astype(np.int64)
    turn = (frame.upright - frame.shown) % 4
    each = zip(starts.tolist(), (ends - starts).tolist(), pages.tolist(), own, strict=True)
    for at, ((left, above), size, whole, box) in enumerate(each):
        # What lies beyond the bitmap is not drawn: it is as small as can be.
        bitmap, pixels, picture = _room(*size)
        pixels.fill(255)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -above, *whole, turn, 0)
        np.subtract(255, pixels, out=pixels)
        x0, top, x1, bottom = box
        for fit, (left, right) in enumerate(fits):
            fit_in(sheet, at * count + fit, picture, [x0 + left, top, x1 + right, bottom])
    return np.asarray(sheet).reshape(-1, side, side)


@lru_cache(maxsize=512)
def _room(width: int, height: int) -> Room:
    pixels = np.zeros((height, width), dtype=np.uint8)
    start = pixels.ctypes.data
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, start, width)
    return bitmap, pixels, Image.frombuffer("L", (width, height), pixels, "raw", "L", 0, 1)
