"""What stands at a scan's border, and dark bands, are neither measured nor taken for rulings."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.sheet import even_light
from dutylist.extract.formats.scan.upright import dark, straightened
from dutylist.extract.formats.scan.warp import back
from dutylist.extract.pages.rulings import tables

DPI = 150.0
ROWS = (300, 360, 460, 560, 660)


def table(*, band: bool = False) -> Image.Image:
    image = Image.new("L", (1240, 1754), 235)
    draw = ImageDraw.Draw(image)
    for y in ROWS:
        draw.line((200, y, 1040, y), width=2)
    for x in (200, 420, 1040):
        draw.line((x, ROWS[0], x, ROWS[-1]), width=2)
    if band:
        draw.rectangle((200, ROWS[0], 1040, ROWS[1]), fill=30)
    return image


def tilt(grey: np.ndarray) -> float:
    """By how many degrees a picture is turned to be level."""
    steps, _ = straightened(grey, DPI)
    (x0, y0), (x1, y1) = back(steps, np.array([[100.0, 800.0], [1100.0, 800.0]]))
    return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))


@pytest.mark.parametrize("angle", [-2.0, 0.8, 3.0])
def test_black_strips_of_a_scanner_do_not_tell_how_a_sheet_lies(angle: float) -> None:
    """They are square to the picture, and longer than all rulings."""
    turned = table().rotate(-angle, Image.Resampling.BICUBIC, fillcolor=235)
    grey = np.array(turned)
    grey[:60] = grey[:, :50] = grey[:, -30:] = 8
    assert abs(tilt(even_light(grey, DPI)) - angle) < 0.1


@pytest.mark.parametrize("angle", [-2.0, 0.8, 3.0])
def test_lines_along_a_picture_s_border_do_not_either(angle: float) -> None:
    turned = table().rotate(-angle, Image.Resampling.BICUBIC, fillcolor=235)
    ImageDraw.Draw(turned).rectangle((1, 1, 1238, 1752), outline=60, width=3)
    assert abs(tilt(np.asarray(turned)) - angle) < 0.1


def test_of_a_dark_band_the_sides_are_rulings_not_its_middle() -> None:
    grey = np.asarray(table(band=True))
    (grid,) = tables(find_rulings(grey, dark(grey), DPI).rulings)
    assert [round(float(y) * DPI / 72) for y in grid.ys] == pytest.approx(ROWS, abs=3)
