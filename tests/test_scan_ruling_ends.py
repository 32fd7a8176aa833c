"""How far a level ruling goes that was found in part: each rule by a drawn page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.upright import dark
from dutylist.extract.pages.rulings import joined

DPI = 150.0
Y = 600
Part = tuple[tuple[int, int, int, int], int]
"""A line in pixels, and its grey."""

FOUND: Part = ((500, Y, 1140, Y), 0)
WHOLE, HALF = 100, 500


def begins(*parts: Part, width: int = 2) -> int:
    """Where the ruling at `Y` begins that has `FOUND` and these parts, in pixels."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for line, grey in [FOUND, *parts]:
        draw.line(line, fill=grey, width=2 if line == FOUND[0] else width)
    grey = np.asarray(image)
    level = joined(find_rulings(grey, dark(grey), DPI).rulings.level)
    return round(min(x0 for y, x0, _ in level if abs(y * DPI / 72 - Y) < 5) * DPI / 72)


def way(x0: int, x1: int, slope: float) -> list[Part]:
    """A line in steps of some pixels from `x1` at `Y` to `x0`, downwards."""
    xs = list(range(x1, x0, -20))
    return [((x - 20, y := Y + round((x1 - x) * slope), x, y), 0) for x in xs]


@pytest.mark.parametrize(
    ("parts", "start"),
    [
        pytest.param([((100, Y, 500, Y), 200)], WHOLE, id="paler than ink"),
        pytest.param([((100, Y, 500, Y), 240)], HALF, id="no darker than a crease"),
        pytest.param(way(400, 500, 0.04), 400, id="leaving the straight"),
        pytest.param(way(100, 500, 0.04), 350, id="leaving it far"),
        pytest.param(way(100, 500, 0.3), 480, id="leaving it at once"),
        pytest.param([((100, Y, 480, Y), 200)], HALF, id="beyond a gap"),
        pytest.param([((100, Y, 496, Y), 200)], WHOLE, id="beyond a flaw"),
        pytest.param(
            [((x, Y, x + 4, Y), 200) for x in range(100, 500, 8)], HALF, id="dots half as dense"
        ),
    ],
)
def test_a_ruling_found_in_part_goes_on_where_it_is_pale_or_bent(
    parts: list[Part], start: int
) -> None:
    assert begins(*parts) == pytest.approx(start, abs=3 if start in (WHOLE, HALF) else 35)


def test_a_ruling_does_not_go_on_into_a_thick_bar() -> None:
    assert begins(((300, Y, 500, Y), 200), width=24) == pytest.approx(HALF, abs=6)


def test_a_ruling_that_ends_on_an_upright_one_ends_there() -> None:
    """What goes on from it beyond the table's side is the next sheet's, or dirt."""
    upright = ((500, 400, 500, 800), 0)
    others = [((500, y, 1140, y), 0) for y in (400, 800)]
    right = ((1140, 400, 1140, 800), 0)
    assert begins(upright, right, *others, ((440, Y, 500, Y), 200)) == pytest.approx(HALF, abs=3)
