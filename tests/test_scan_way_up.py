"""Which way up a scanned sheet lies: what its lines say where their boxes mislead."""

from __future__ import annotations

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dutylist.extract.formats.scan.detect import text_boxes
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.recognise import recognise
from dutylist.extract.formats.scan.sheets import _across_columns, upright_sheets
from dutylist.extract.source import UNSURE

DPI = 200.0
WORDS = (
    "负责辖区内食品安全突发事件的应急处置对涉嫌违法违规情形开展调查取证和处罚指导监督农村聚餐活动"
)


def spaced(step: int, pitch: int, *, ruled: bool = False) -> Image.Image:
    """A block of spaced lines that stand close: the detector takes each place for a column."""
    sheet = Image.new("L", (640, 800), 255)
    pen = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 25)
    for row in range(24):
        for place in range(17):
            character = WORDS[(row * 17 + place) % len(WORDS)]
            x = 40 + place * step + (20 if ruled and place > 8 else 0)
            pen.text((x, 40 + row * pitch), character, 0, face)
    if ruled:
        x = 40 + 9 * step + 7
        pen.line((x, 30, x, 760), 0, 2)
    return sheet


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize(("step", "pitch", "ruled"), [(30, 27, False), (32, 26, True)])
def test_spaced_lines_that_stand_close_are_no_columns(
    step: int, pitch: int, ruled: bool, turned: int
) -> None:
    """Neither where a ruling parts them into two cells."""
    sheet = spaced(step, pitch, ruled=ruled)
    if not turned:
        boxes = text_boxes(np.asarray(sheet), DPI, NEVER)
        assert sum(box.height for box in boxes) > sum(box.x1 - box.x0 for box in boxes)
    grey = np.asarray(sheet.rotate(turned, expand=True))
    (found,) = upright_sheets(Picture(1, grey, DPI), NEVER)
    assert np.abs(found.picture.grey.astype(int) - np.asarray(sheet)).mean() < 12


def test_a_column_that_shares_no_height_with_a_block_is_none_of_it() -> None:
    """It stands beside it and lower: what crosses both would be nothing."""
    grey = np.full((700, 400), 255, dtype=np.uint8)
    for y in range(100, 300, 40):
        grey[y : y + 20, 100:190] = 0
    block = [InkBox(x, 100, x + 28, 300) for x in (100, 131, 162)]
    below = InkBox(193, 400, 221, 600)
    assert len(_across_columns(grey, block)) == 5
    assert len(_across_columns(grey, [*block, below])) == 5


def test_a_page_number_beside_what_cannot_be_read_does_not_turn_the_page() -> None:
    """It stands upright on a page whose table lies on its side."""
    blur = spaced(25, 60).filter(ImageFilter.GaussianBlur(4))
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 40)
    number = Image.new("L", (240, 60), 255)
    ImageDraw.Draw(number).text((5, 2), "第十二页", 0, face)
    blur.paste(number.rotate(90, expand=True, fillcolor=255), (560, 300))
    (found,) = upright_sheets(Picture(1, np.asarray(blur), DPI), NEVER)
    assert found.frame.upright % 2 == 0


def drawn(text: str) -> np.ndarray:
    line = Image.new("L", (60 + 42 * len(text), 60), 255)
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 42)
    ImageDraw.Draw(line).text((30, 2), text, 0, face)
    return np.asarray(line)


@pytest.mark.parametrize("text", ["汭口埌坪碶头洑溪", "芣溪塅上硚子沟"])
def test_rare_characters_of_names_are_read_as_they_are(text: str) -> None:
    """GB 2312 lacks them, and has others that look alike (埌 琅, 洑 状)."""
    (found,) = recognise([drawn(text)], NEVER)
    assert found.text == text


def test_traditional_characters_are_doubtful() -> None:
    """Lists are printed in simplified ones: what the recogniser knows beside them is a slip."""
    (found,) = recognise([drawn("乡鎮配合事項")], NEVER)
    assert found.text.endswith("项")
    assert [sure < UNSURE for sure in found.confidences] == [False, True, *[False] * 3, True]
