"""Marks of a blue pen are told: what they strike out is read like any other words."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import read_sheet
from dutylist.extract.formats.scan.pen import Mark, blue_marks
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.sheet import flat_sheet
from dutylist.extract.formats.scan.sheets import upright_sheets
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.source import UNSURE
from tests.fixtures.scans import scanned_page
from tests.fixtures.short_list import short_list

DPI = 150.0
BLUE, RED, BLACK = (60, 80, 190), (200, 40, 50), (20, 20, 20)
Drawn = tuple[tuple[int, int], ...]
MARKS = (Mark(0.1, 0.2, 0.3, 0.4),)

TICK: Drawn = ((0, 14), (8, 24), (30, 0))
STROKE: Drawn = ((0, 0), (40, 0))


def page(*marks: tuple[Drawn, tuple[int, int, int]]) -> np.ndarray:
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
    marks: list[tuple[Drawn, tuple[int, int, int]]], told: bool
) -> None:
    assert bool(blue_marks(page(*marks), DPI)) is told


def test_filled_areas_are_no_marks() -> None:
    image = Image.fromarray(page())
    draw = ImageDraw.Draw(image)
    for y in (300, 500):
        draw.rectangle((1080, y, 1120, y + 40), fill=BLUE)
    assert not blue_marks(np.asarray(image), DPI)


def test_what_is_known_of_a_picture_is_known_of_the_sheet_in_it() -> None:
    grey = np.full((1754, 1240), 60, np.uint8)
    grey[150:1600, 130:1120] = 240
    sheet, steps = flat_sheet(Picture(1, grey, DPI, at_seal=True, damaged=True, blue=MARKS))
    assert steps
    assert (sheet.at_seal, sheet.damaged, sheet.blue) == (True, True, MARKS)


def test_marks_are_told_where_they_are() -> None:
    found = blue_marks(page((TICK, BLUE), (TICK, BLUE)), DPI)
    assert len(found) == 2
    assert all(found[at].covers(1095 / 1240, (212 + 150 * at) / 1754) for at in (0, 1))
    assert not any(mark.covers(1060 / 1240, 212 / 1754) for mark in found)


@cache
def strip() -> Image.Image:
    whole = scanned_page(short_list(), 4, 200).convert("L")
    return whole.crop((0, 0, whole.width, whole.height // 3))


def places(found: FoundPage) -> list[tuple[float, float, float]]:
    """About where the characters of a page's tables stand in the picture, in shares of its size,
    and their confidence."""
    _, _, width, height = found.frame.box
    tables = (block for block in found.blocks if isinstance(block, FoundTable))
    lines = (line for table in tables for cell in table.cells for line in cell.lines)
    out = []
    for line in lines:
        step = (line.x1 - line.x0) / len(line.text)
        for at, sure in enumerate(line.confidences):
            x0, y = line.x0 + at * step, (line.top + line.bottom) / 2
            box = found.frame.shown_box(1, x0, y, x0 + step, y)
            out.append(((box.x0 + box.x1) / 2 / width, box.top / height, sure))
    return out


@pytest.mark.parametrize("turned", [0, 180])
def test_what_a_mark_touches_is_doubtful(turned: int) -> None:
    grey = np.asarray(strip().rotate(turned, expand=True))
    mark = Mark(0.4, 0.3, 0.6, 0.7)
    found = [
        places(read_sheet(upright_sheets(Picture(1, grey, 200.0, blue=blue), NEVER)[0]))
        for blue in ((), (mark,))
    ]
    changed = [
        (x, y) for (x, y, one), (*_, other) in zip(*found, strict=True) if other < UNSURE <= one
    ]
    touched = [(x, y) for x, y, one in found[0] if mark.covers(x, y) and one >= UNSURE]
    assert len(touched) > 20
    assert len(set(changed) ^ set(touched)) <= len(touched) / 10
