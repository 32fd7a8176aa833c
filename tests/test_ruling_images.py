"""Rulings that a printer driver draws as images of one pixel, stretched; white spacers and strips
of a picture are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_pdf_ink import FONT
from tests.test_rows_begun_above import HEAD, ONE, XS

TWO = ("", "林木保护", "县林业局", "立案。", "宣传。")
"""A row that rulings alone tell: it has no number."""

Draw = Callable[[Canvas, float, float, float, float], None]


def of(image: Image.Image) -> Draw:
    """A line as an image, 0.7 points thick."""

    def draw(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        page.drawImage(ImageReader(image), x0, y0, max(x1 - x0, 0.7), max(y1 - y0, 0.7))

    return draw


def strip() -> Image.Image:
    """A strip of a picture, of several colours."""
    image = Image.new("RGB", (50, 1), "white")
    for at in range(0, 50, 3):
        image.putpixel((at, 0), (90, 120, 200))
    return image


def table(path: Path, ruled: Draw, besides: Draw | None = None) -> DutyList:
    """A table of such rulings; other images `besides` lie between the lines of its rows."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path))
    page.setFont(FONT, 14)
    page.drawString(180, 740, "甲镇配合履职事项清单")
    page.setFont(FONT, 10)
    rows = (HEAD, ONE, TWO)
    for at in range(len(rows) + 1):
        ruled(page, XS[0], 700 - 50 * at, XS[-1], 700 - 50 * at)
    for x in XS:
        ruled(page, x, 700 - 50 * len(rows), x, 700)
    for at, row in enumerate(rows):
        if besides:
            besides(page, XS[0], 675 - 50 * at, XS[-1], 675 - 50 * at)
        for x, text in zip(XS, row, strict=False):
            page.drawString(x + 4, 683 - 50 * at, text)
            if besides and text:
                page.drawString(x + 4, 662 - 50 * at, "（略）" if at else "")
    page.save()
    return read_duty_list(path)


def plain(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    page.line(x0, y0, x1, y1)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (1, 1), 0),
        Image.new("RGB", (1, 1), (40, 40, 120)),
        Image.new("RGB", (2, 200), "black"),
        Image.new("1", (1, 1), 0),
        Image.new("RGBA", (1, 1), (0, 0, 0, 255)),
    ],
    ids=["grey", "a colour", "many pixels", "one bit", "with opacity"],
)
def test_images_of_one_colour_are_rulings(image: Image.Image, tmp_path: Path) -> None:
    found = table(tmp_path / "list.pdf", of(image))
    assert [duty.cells for duty in found.lists[0].duties] == [ONE, TWO]
    assert not any("框线" in note.text for note in found.notes)


@pytest.mark.parametrize(
    "image", [Image.new("RGB", (1, 1), "white"), strip()], ids=["a spacer", "a strip"]
)
def test_white_ones_and_strips_are_none(image: Image.Image, tmp_path: Path) -> None:
    found = table(tmp_path / "list.pdf", plain, of(image))
    assert [duty.cells[2].replace("\n", "") for duty in found.lists[0].duties] == [
        "县公安局（略）",
        "县林业局（略）",
    ]
