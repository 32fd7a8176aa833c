"""Marks of a blue pen are told: what they strike out is read like any other words."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.pen import has_blue_marks
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.sheet import flat_sheet

DPI = 150.0
BLUE, RED, BLACK = (60, 80, 190), (200, 40, 50), (20, 20, 20)
Mark = tuple[tuple[int, int], ...]

TICK: Mark = ((0, 14), (8, 24), (30, 0))
STROKE: Mark = ((0, 0), (40, 0))


def page(*marks: tuple[Mark, tuple[int, int, int]]) -> np.ndarray:
    image = Image.new("RGB", (1240, 1754), (240, 238, 235))
    draw = ImageDraw.Draw(image)
    for y in range(200, 1600, 60):
        draw.text((150, y), "CLERK 12 of the township " * 3, fill=BLACK, font_size=24)
    for at, (mark, colour) in enumerate(marks):
        places = [(x + 1080, y + 200 + 150 * at) for x, y in mark]
        draw.line(places, fill=colour, width=4)
    return np.asarray(image)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        pytest.param([], False, id="none"),
        pytest.param([(TICK, BLUE), (TICK, BLUE)], True, id="two ticks"),
        pytest.param([(TICK, BLUE)], False, id="one"),
        pytest.param([(TICK, RED), (TICK, RED)], False, id="red ones"),
        pytest.param([(TICK, (190, 60, 200))] * 2, False, id="purple ones"),
        pytest.param([(((0, 0), (60, 3)), BLUE)] * 2, False, id="lines a little askew"),
        pytest.param([(TICK, BLACK), (TICK, BLACK)], False, id="black ones"),
        pytest.param([(STROKE, BLUE), (STROKE, BLUE)], False, id="lines"),
        pytest.param([(((-900, 0), (0, 300)), BLUE)] * 2, False, id="lines across the page"),
    ],
)
def test_a_page_with_several_blue_marks_is_told(
    marks: list[tuple[Mark, tuple[int, int, int]]], told: bool
) -> None:
    assert has_blue_marks(page(*marks), DPI) is told


def test_filled_areas_are_no_marks() -> None:
    image = Image.fromarray(page())
    draw = ImageDraw.Draw(image)
    for y in (300, 500):
        draw.rectangle((1080, y, 1120, y + 40), fill=BLUE)
    assert not has_blue_marks(np.asarray(image), DPI)


def test_what_is_known_of_a_picture_is_known_of_the_sheet_in_it() -> None:
    grey = np.full((1754, 1240), 60, np.uint8)
    grey[150:1600, 130:1120] = 240
    sheet, steps = flat_sheet(Picture(1, grey, DPI, at_seal=True, damaged=True, blue=True))
    assert steps
    assert (sheet.at_seal, sheet.damaged, sheet.blue) == (True, True, True)
