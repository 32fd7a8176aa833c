"""Scanned pages as grey pictures: from PDF pages and from PNG, JPEG and TIFF files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import DamagedFileError, LimitExceededError, UnknownFormatError

Grey = NDArray[np.uint8]
"""Pixels (height, width): of a picture, 0 for black; of ink, 1 where it is dark."""

LOWEST_DPI = 150.0
"""A page is drawn at no fewer pixels an inch, so that strokes keep apart."""

HIGHEST_DPI = 300.0
"""Nor at more: it costs time and the reading gains nothing."""

A4_LONG_SIDE = 297 / 25.4
"""Long side of A4 in inches, the size of a picture that does not tell its own."""

MAX_SIDE = 40.0
"""A page side of more inches than this is a mistake in the file's resolution."""


@dataclass(frozen=True)
class Picture:
    """A page as a picture: `number` from 1, `grey` (height, width) with 0 for black, and its
    pixels an inch."""

    number: int
    grey: Grey
    dpi: float


def pdf_pictures(document: pypdfium2.PdfDocument, pages: Sequence[int]) -> Iterator[Picture]:
    """The pages (from 1) of an open PDF, drawn at the resolution of the scan in them."""
    for number in pages:
        page = document[number - 1]
        try:
            dpi = _page_dpi(page)
            bitmap = page.render(scale=dpi / 72)
            yield Picture(number, without_colour(bitmap.to_numpy()[:, :, :3]), dpi)
        finally:
            page.close()


def _page_dpi(page: pypdfium2.PdfPage) -> float:
    """The resolution of the largest picture on the page, within what reading needs."""
    best = (0.0, HIGHEST_DPI)
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        a, b, c, d, _, _ = item.get_matrix().get()
        width, height = float(np.hypot(a, b)), float(np.hypot(c, d))
        columns, _rows = item.get_px_size()
        if width * height > best[0]:
            best = (width * height, columns / width * 72)
    return min(max(best[1], LOWEST_DPI), HIGHEST_DPI)


def file_pictures(path: Path, limits: ReadLimits) -> Iterator[Picture]:
    """The pages of a PNG, JPEG or TIFF file.

    Raises UnknownFormatError, DamagedFileError and LimitExceededError.
    """
    try:
        with Image.open(path) as image:
            if getattr(image, "n_frames", 1) > limits.max_pages:
                raise LimitExceededError(
                    f"图片有 {getattr(image, 'n_frames', 1)} 页，超过上限 {limits.max_pages} 页",
                    "请只保留清单所在的页，或调高读取上限",
                    file=path.name,
                )
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                yield _file_picture(number, ImageOps.exif_transpose(frame.copy()))
    except UnidentifiedImageError as error:
        raise UnknownFormatError(
            "内容不是能读的图片", "请另存为 PNG、JPEG、TIFF 或 PDF 后再试", file=path.name
        ) from error
    except Image.DecompressionBombError as error:
        raise LimitExceededError(
            "图片的像素太多", "请以 300 dpi 重新扫描，或缩小后再试", file=path.name
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFileError(
            "图片已损坏或不完整", "请确认文件是否下载完整，或重新扫描", file=path.name
        ) from error


def _file_picture(number: int, image: Image.Image) -> Picture:
    longest = max(image.size)
    dpi = float(image.info.get("dpi", (0, 0))[0] or 0)
    assumed = longest / A4_LONG_SIDE
    # Cameras and screenshots write 72 or 96 whatever the page's size.
    if dpi < 100 or longest / dpi > MAX_SIDE:
        dpi = assumed
    if image.mode in ("1", "L", "I;16", "I"):
        grey = np.asarray(image.convert("L"))
    else:
        grey = without_colour(np.asarray(image.convert("RGB")))
    if dpi > 1.2 * HIGHEST_DPI:
        share = HIGHEST_DPI / dpi
        size = (round(image.width * share), round(image.height * share))
        grey = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))
        dpi = HIGHEST_DPI
    return Picture(number, grey, dpi)


def without_colour(pixels: NDArray[np.uint8]) -> Grey:
    """Colour pixels (height, width, 3) as grey ones: red seals and blue ink all but vanish,
    for each leaves one of the three colours bright."""
    return np.ascontiguousarray(pixels.max(axis=2))
