"""Images that are rulings: some printer drivers draw a line as one pixel, stretched."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

MOST_PIXELS = 10_000
"""An image of more pixels is a picture, or a strip of one."""


def of_one_colour(items: Sequence[int], white: int) -> Bools:
    """Which images are of one colour throughout, some part of it below `white`: a strip of a
    picture, which pictures of whole pages may be cut into, has several."""
    return np.array([_is_plain(item, white) for item in items], dtype=bool)


def _is_plain(item: int, white: int) -> bool:
    image = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(image, width, height):
        return False
    if width.value * height.value > MOST_PIXELS:
        return False
    bitmap = pdfium.FPDFImageObj_GetBitmap(image)
    if not bitmap:
        return False
    try:
        pixels = _pixels(bitmap)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bool((pixels == pixels[0, 0]).all() and pixels[0, 0].min() < white)


def _pixels(bitmap: object) -> NDArray[np.uint8]:
    """The pixels of a bitmap (height, width, parts of the colour; opacity not among them)."""
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    size = {pdfium.FPDFBitmap_Gray: 1, pdfium.FPDFBitmap_BGR: 3}.get(
        pdfium.FPDFBitmap_GetFormat(bitmap), 4
    )
    data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    rows = np.frombuffer(data, np.uint8).reshape(height, stride)[:, : width * size]
    return rows.reshape(height, width, size)[..., :3].copy()
