"""Page numbers that stand sideways beside the table of a landscape page, and stray signs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from dutylist.extract.formats.scan.lines import InkBox, touches
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import read_picture, read_sheet
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.sheets import upright_sheets
from dutylist.extract.pages.layout import FoundTable
from dutylist.extract.pages.page_numbers import printed_number

DPI = 200.0
HEADS = ("序号", "事项名称", "上级部门", "上级部门职责")
XS = (320, 500, 1000, 1400, 2050)


def page(beside: str, turned: int, x: int) -> np.ndarray:
    """A landscape page with a table, and with words beside it turned by so many degrees."""
    sheet = Image.new("L", (2339, 1654), 255)
    pen = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 33)
    for at, row in enumerate((HEADS, ("1", "森林防火", "县林业局", "划定防火区并组织扑救"))):
        for left, text in zip(XS, row, strict=False):
            pen.text((left + 15, 310 + 100 * at), text, 0, face)
    for y in (300, 400, 500):
        pen.line((XS[0], y, XS[-1], y), 0, 2)
    for left in XS:
        pen.line((left, 300, left, 500), 0, 2)
    words = Image.new("L", (round(face.getlength(beside)) + 12, 50), 255)
    ImageDraw.Draw(words).text((6, 2), beside, 0, face)
    sheet.paste(words.rotate(turned, expand=True, fillcolor=255), (x, 700))
    return np.asarray(sheet)


def read(grey: np.ndarray) -> tuple[str, list[str]]:
    """What stands beside the table of a page, and the lines outside it."""
    (found,) = read_picture(Picture(1, grey, DPI), NEVER)
    assert sum(isinstance(block, FoundTable) for block in found.blocks) == 1
    assert not any("没有读进来" in note for note in found.notes)
    return found.beside, [b.text for b in found.blocks if not isinstance(b, FoundTable)]


@pytest.mark.parametrize("x", [110, 2180])
@pytest.mark.parametrize("turned", [90, -90])
@pytest.mark.parametrize(
    ("beside", "number"), [("— 12 —", 12), ("- 57 -", 57), ("第 3 页 共 58 页", 3)]
)
def test_a_page_number_that_stands_sideways_is_no_text(
    beside: str, number: int, turned: int, x: int
) -> None:
    found, lines = read(page(beside, turned, x))
    assert (printed_number(found), lines) == (number, [])


def test_a_number_that_may_be_read_either_way_is_no_text_and_tells_nothing() -> None:
    assert read(page("— 9 —", 90, 110)) == ("", [])


@pytest.mark.parametrize(
    ("beside", "x"), [("注", 2180), ("征求意见稿", 2120), ("12", 2180), ("3", 110)]
)
def test_words_and_numbers_that_stand_upright_beside_a_table_stay(beside: str, x: int) -> None:
    assert read(page(beside, 0, x)) == ("", [beside])


@pytest.mark.parametrize(("seen", "lines"), [(True, ["一"]), (False, [])])
def test_a_staple_that_no_detector_sees_is_no_character(seen: bool, lines: list[str]) -> None:
    """Read by itself, it is like 一."""
    grey = page("— 12 —", 90, 110).copy()
    grey[150:163, 260:330] = 0
    (sheet,) = upright_sheets(Picture(1, grey, DPI), NEVER)
    staple = InkBox(255, 145, 335, 168)
    boxes = [box for box in sheet.boxes if not touches(box, staple)]
    found = read_sheet(replace(sheet, boxes=(*boxes, *([staple] if seen else []))))
    texts = [block.text for block in found.blocks if not isinstance(block, FoundTable)]
    assert ["一" for text in texts if len(text) == 1] == lines
