"""Rulings far paler than the characters: which of what is pale is a ruling."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.pale_rulings import with_pale_rulings
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.rulings import tables

DPI = 150.0


def page(grey: int) -> np.ndarray:
    """A page with a table of two columns and three rows in so pale a grey, and black words."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for y in (200, 260, 380, 500):
        draw.line((100, y, 1140, y), fill=grey, width=2)
    for x in (100, 300, 1140):
        draw.line((x, 200, x, 500), fill=grey, width=2)
    for top in (220, 300, 420):
        for x in range(340, 1000, 26):
            draw.rectangle((x, top, x + 20, top + 20), outline=0, width=3)
    return np.asarray(image)


@pytest.mark.parametrize(("grey", "found"), [(190, [(3, 2)]), (240, [])])
def test_pale_rulings_make_a_table_and_what_is_hardly_darker_than_paper_none(
    grey: int, found: list[tuple[int, int]]
) -> None:
    picture = page(grey)
    assert not tables(find_rulings(picture, dark(picture), DPI).rulings)
    ink = with_pale_rulings(picture, dark(picture), DPI)
    whole = tables(find_rulings(np.where(ink, 0, picture).astype(np.uint8), ink, DPI).rulings)
    assert [grid.cells.shape for grid in whole] == found


def test_a_pale_filled_cell_and_pale_dashes_are_no_rulings() -> None:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 200, 1140, 260), fill=190)
    for x in range(100, 1140, 40):
        draw.line((x, 400, x + 20, 400), fill=190, width=2)
    picture = np.asarray(image)
    assert not with_pale_rulings(picture, dark(picture), DPI).any()
