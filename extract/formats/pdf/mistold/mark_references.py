"""What digits, letters and marks look like, small, and how large they are: in the faces that are
kept, and in those that pdfium has of its own for what a file does not bring.

The pictures are kept in a file beside this module; `python -m
dutylist.extract.formats.pdf.mistold.mark_references` writes it anew.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont

from dutylist.extract.formats.pdf.mistold.references import (
    FACES,
    SIDE,
    Picture,
    Small,
    compared,
    fitted,
)

_LATIN = (*map(chr, range(0x21, 0x7F)), *map(chr, range(0xA1, 0xAD)), *map(chr, range(0xAE, 0x100)))
_CHINESE = "、。，；：！？（）《》〈〉【】〔〕“”‘’「」『』…—–℃％＋－＝～／①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ○●□■√★※→"

MARKS = (*_LATIN, *_CHINESE)
"""The characters that are kept."""

OWN_FACES = (b"Helvetica", b"Times-Roman", b"Courier")
"""pdfium's own faces, which have the Latin ones of them."""

KEPT = Path(__file__).with_name("mark_references.npy")
"""For each face and character how long its longer side is, in hundredths of an em (0: the face
has none), and its picture."""

EM = 64
"""Pixels that an em has where they are drawn."""


@cache
def place_of() -> dict[str, int]:
    """Where in MARKS each stands."""
    return {mark: at for at, mark in enumerate(MARKS)}


@cache
def mark_pictures() -> tuple[Picture, ...]:
    """For each face a row for each of the MARKS, 0 where it has none."""
    return tuple(compared(face[:, 1:].reshape(-1, SIDE, SIDE)) for face in _kept())


@cache
def mark_sizes() -> NDArray[np.float64]:
    """The least and the greatest length of each mark's longer side, in ems."""
    lengths = _kept()[:, :, 0] / 100
    least = np.where(lengths > 0, lengths, np.inf).min(axis=0)
    return np.stack([least, lengths.max(axis=0)])


@cache
def _kept() -> Small:
    kept: Small = np.load(KEPT)
    return kept


def _row(picture: Image.Image) -> Small:
    inked = picture.getbbox()
    if inked is None:
        return np.zeros(1 + SIDE * SIDE, dtype=np.uint8)
    box = [float(edge) for edge in inked]
    longest = round(100 * max(box[2] - box[0], box[3] - box[1]) / EM)
    return np.append(np.uint8(longest), fitted(picture, box).ravel())


def _by_kept(face: ImageFont.FreeTypeFont, mark: str) -> Small:
    mask = face.getmask(mark)
    return _row(Image.frombytes("L", mask.size, bytes(mask)))


def _by_pdfium(document: object, font: object, mark: str) -> Small:
    import pypdfium2.raw as pdfium

    if ord(mark) > 0xFF:
        return np.zeros(1 + SIDE * SIDE, dtype=np.uint8)
    side = 2 * EM
    page = pdfium.FPDFPage_New(document, 0, side, side)
    item = pdfium.FPDFPageObj_CreateTextObj(document, font, float(EM))
    pdfium.FPDFText_SetText(item, (ctypes.c_ushort * 2)(ord(mark), 0))
    pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, EM / 2, EM / 2)
    pdfium.FPDFPage_InsertObject(page, item)
    pdfium.FPDFPage_GenerateContent(page)
    bitmap = pdfium.FPDFBitmap_CreateEx(side, side, pdfium.FPDFBitmap_Gray, None, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, side, side, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, side, side, 0, 0)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    flat = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * side)
    grey = np.frombuffer(flat, np.uint8).reshape(side, stride)[:, :side]
    return _row(Image.fromarray(255 - grey))


def main() -> None:
    """Write what is kept."""
    import pypdfium2.raw as pdfium

    kept = [ImageFont.truetype(path(), EM) for path in FACES]
    rows = [[_by_kept(face, mark) for mark in MARKS] for face in kept]
    document = pdfium.FPDF_CreateNewDocument()
    for name in OWN_FACES:
        font = pdfium.FPDFText_LoadStandardFont(document, name)
        rows.append([_by_pdfium(document, font, mark) for mark in MARKS])
    np.save(KEPT, rows)


if __name__ == "__main__":
    main()
