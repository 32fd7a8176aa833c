"""Scanned pages as grey pictures: from PDF pages and from picture files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pillow_heif
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.scan.colour import Grey as Grey
from dutylist.extract.formats.scan.colour import grey_of
from dutylist.extract.formats.scan.jpeg import jpeg_whole
from dutylist.extract.formats.scan.pen import Mark, blue_marks
from dutylist.records.errors import DamagedFileError, LimitExceededError, UnknownFormatError

LOWEST_DPI = 150.0
"""A page is drawn at no fewer pixels an inch, so that strokes keep apart."""

HIGHEST_DPI = 300.0
"""Nor at more: it costs time and the reading gains nothing."""

OPEN_FOR = 10
"""Pages after which a PDF is opened anew: what pdfium has read of a file, the scans' compressed
pictures, it keeps until the file is closed."""

A4_LONG_SIDE = 297 / 25.4
"""Long side of A4 in inches, the size of a picture that does not tell its own."""

MAX_SIDE = 40.0
"""A page side of more inches than this is a mistake in the file's resolution."""


_JPEG = ("JPEG", "MPO")
"""Pillow's names of JPEG files; MPO is what some telephones write."""

SQUARE = 1.02
"""Pixels are taken for square up to this ratio of their sides."""

NO_FAX = 4.0
"""A standard fax has 204 pixels an inch across and 98 down; a greater ratio is a mistake."""


@dataclass(frozen=True)
class Picture:
    """A page as a picture: `number` from 1, `grey` (height, width) with 0 for black, and its
    pixels an inch. `at_seal`: a seal stands at words in colour, which are not read under it.
    `blue`: the marks of a blue pen on it.
    `damaged`: its file has lost data, so that a part of it is not what was scanned."""

    number: int
    grey: Grey
    dpi: float
    at_seal: bool = False
    damaged: bool = False
    blue: tuple[Mark, ...] = ()


def pdf_pictures(path: Path, pages: Sequence[int] | None, limits: ReadLimits) -> Iterator[Picture]:
    """Those pages (from 1) of a PDF, or all, drawn at the resolution of the scan in them; `limits`
    are told of each. Raises DamagedFileError and LimitExceededError."""
    first, count = 0, 1
    while first < count:
        with closing(_opened(path, limits)) as document:
            wanted = range(1, len(document) + 1) if pages is None else pages
            count = len(wanted)
            for number in wanted[first : first + OPEN_FOR]:
                limits.at_page(number, len(document))
                limits.more_time(SCAN_SECONDS)
                with closing(document[number - 1]) as page:
                    dpi = _page_dpi(page)
                    bitmap = page.render(scale=dpi / 72)
                    pixels = bitmap.to_numpy()[:, :, 2::-1]
                    grey, at_seal = grey_of(pixels, dpi)
                    yield Picture(number, grey, dpi, at_seal, blue=blue_marks(pixels, dpi))
        first += OPEN_FOR


def _opened(path: Path, limits: ReadLimits) -> pypdfium2.PdfDocument:
    # What reads scans is there without what reads PDFs.
    from dutylist.extract.formats.pdf.repaired import opened

    try:
        document = opened(path)
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError(
            "文件已损坏、不完整或有打开密码",
            "请确认文件是否下载完整，或在原网站重新下载",
            file=path.name,
        ) from error
    if len(document) > limits.max_pages:
        raise LimitExceededError(
            f"共 {len(document)} 页，超过上限 {limits.max_pages} 页",
            "请只保留清单所在的页，或调高读取上限",
            file=path.name,
        )
    return document


def _page_dpi(page: pypdfium2.PdfPage) -> float:
    """The resolution of the largest picture on the page, within what reading needs."""
    best = (0.0, HIGHEST_DPI)
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        a, b, c, d, _, _ = item.get_matrix().get()
        width, height = float(np.hypot(a, b)), float(np.hypot(c, d))
        columns, rows = item.get_px_size()
        if width * height > best[0]:
            best = (width * height, max(columns / width, rows / height) * 72)
    return min(max(best[1], LOWEST_DPI), HIGHEST_DPI)


def file_pictures(path: Path, limits: ReadLimits) -> Iterator[Picture]:
    """The pages of a picture file; `limits` are told of each.

    Raises UnknownFormatError, DamagedFileError and LimitExceededError.
    """
    pillow_heif.register_heif_opener()
    try:
        with Image.open(path) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.max_pages:
                raise LimitExceededError(
                    f"图片有 {count} 页，超过上限 {limits.max_pages} 页",
                    "请只保留清单所在的页，或调高读取上限",
                    file=path.name,
                )
            damaged = image.format in _JPEG and not jpeg_whole(path.read_bytes())
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                limits.at_page(number, count)
                limits.more_time(SCAN_SECONDS)
                page = _file_picture(number, ImageOps.exif_transpose(frame.copy()))
                yield replace(page, damaged=damaged)
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
    across, down = (float(one or 0) for one in image.info.get("dpi", (0, 0)))
    grey, at_seal, blue = _grey(image, _dpi(max(image.size), max(across, down)))
    if min(across, down) > 0 and SQUARE < max(across, down) / min(across, down) < NO_FAX:
        most = max(across, down)
        share = (most / across, most / down)
        size = (round(image.width * share[0]), round(image.height * share[1]))
        grey, across = np.asarray(Image.fromarray(grey).resize(size)), most
    dpi = _dpi(max(grey.shape), across)
    if dpi > 1.2 * HIGHEST_DPI:
        share_of = HIGHEST_DPI / dpi
        size = (round(grey.shape[1] * share_of), round(grey.shape[0] * share_of))
        grey = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))
        dpi = HIGHEST_DPI
    return Picture(number, grey, dpi, at_seal, blue=blue)


def _dpi(longest: int, told: float) -> float:
    """The pixels an inch of a picture whose longer side has so many pixels."""
    # Cameras and screenshots write 72 or 96 whatever the page's size.
    return longest / A4_LONG_SIDE if told < 100 or longest / told > MAX_SIDE else told


def _grey(image: Image.Image, dpi: float) -> tuple[Grey, bool, tuple[Mark, ...]]:
    """The picture in grey, on white where it is transparent, whether a seal stands at words in
    colour, and the marks of a blue pen."""
    if image.mode.startswith("I"):
        deep = np.asarray(image, dtype=np.float64)
        return (deep * (255 / max(float(deep.max()), 1.0))).astype(np.uint8), False, ()
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L")), False, ()
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    pixels = np.asarray(image.convert("RGB"))
    return *grey_of(pixels, dpi), blue_marks(pixels, dpi)
