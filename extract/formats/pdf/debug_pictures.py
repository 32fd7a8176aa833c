"""What was found on the pages of a PDF, drawn over them: debugging is looking."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.pdf import iter_pages, page_count
from dutylist.extract.formats.pdf.repaired import opened
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.records.model import Box

CELL = (214, 39, 40, 255)
"""Colour of a cell's edges."""

TEXT = (31, 119, 180, 90)
"""Colour of the printed lines in cells."""

OUTSIDE = (44, 160, 44, 110)
"""Colour of the printed lines outside the tables."""


def debug_pictures(
    path: Path,
    pages: range | None = None,
    scale: float = 1.5,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
) -> Iterator[tuple[str, bytes]]:
    """A PNG for each page of a PDF with the found cells and lines drawn over it.

    `pages` counts from 1; all pages where it is None. `scale` is pixels per point. They are called
    `page-0001.png` and so on. Raises what `read_pdf` raises for a file that cannot be opened.
    """
    wanted = pages or range(1, page_count(path, limits) + 1)
    document = opened(path)
    try:
        for number in wanted:
            for found in iter_pages(path, number - 1, number):
                page = document[number - 1]
                picture = page.render(scale=scale).to_pil().convert("RGB")
                page.close()
                out = io.BytesIO()
                drawn(picture, found, scale).save(out, "PNG")
                yield f"page-{number:04d}.png", out.getvalue()
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
