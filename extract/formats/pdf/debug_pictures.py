"""What was found on the pages of a PDF, drawn over them: debugging is looking."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.pdf import iter_pages, page_count
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.records.errors import CannotWriteError
from dutylist.records.model import Box

CELL = (214, 39, 40, 255)
"""Colour of a cell's edges."""

TEXT = (31, 119, 180, 90)
"""Colour of the printed lines in cells."""

OUTSIDE = (44, 160, 44, 110)
"""Colour of the printed lines outside the tables."""


def debug_pictures(
    path: Path,
    folder: Path,
    pages: range | None = None,
    scale: float = 1.5,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
) -> tuple[Path, ...]:
    """Write a PNG for each page of a PDF with the found cells and lines drawn over it.

    `pages` counts from 1; all pages where it is None. `scale` is pixels per point. The files are
    `page-0001.png` and so on in `folder`, which is made. Raises what `read_pdf` raises for a file
    that cannot be opened, and CannotWriteError.
    """
    count = page_count(path, limits)
    wanted = pages or range(1, count + 1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write(path, folder, wanted, scale))
    except OSError as error:
        raise CannotWriteError(
            "写不了检查用的图片", "请检查文件夹的写入权限和磁盘空间", file=str(folder)
        ) from error


def _write(path: Path, folder: Path, pages: range, scale: float) -> Iterator[Path]:
    document = pypdfium2.PdfDocument(path)
    try:
        for number in pages:
            for found in iter_pages(path, number - 1, number):
                page = document[number - 1]
                picture = page.render(scale=scale).to_pil().convert("RGB")
                page.close()
                target = folder / f"page-{number:04d}.png"
                part = target.with_suffix(".part")
                drawn(picture, found, scale).save(part, "PNG")
                os.replace(part, target)
                yield target
    finally:
        document.close()


def drawn(picture: Image.Image, found: FoundPage, scale: float) -> Image.Image:
    """The picture of a page with what was found on it; `scale` is pixels per point."""
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    frame, number = found.frame, found.number
    for block in found.blocks:
        if not isinstance(block, FoundTable):
            box = frame.shown_box(number, block.x0, block.top, block.x1, block.bottom)
            pen.rectangle(_pixels(box, scale), fill=OUTSIDE)
            continue
        for cell in block.cells:
            for line in cell.lines:
                box = frame.shown_box(number, line.x0, line.top, line.x1, line.bottom)
                pen.rectangle(_pixels(box, scale), fill=TEXT)
            box = frame.shown_box(number, cell.x0, cell.top, cell.x1, cell.bottom)
            pen.rectangle(_pixels(box, scale), outline=CELL, width=max(round(scale), 1))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale
