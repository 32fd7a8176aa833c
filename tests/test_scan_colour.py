"""What in colour is a word, and what is a seal or a pen's stroke: each rule by shapes that it alone
tells apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.scan.colour import Words, coloured_words, grey_of

DPI = 144.0
"""Two pixels a point."""

RED, PALE, BLACK = (220, 20, 20), (200, 158, 158), (10, 10, 10)

Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]


def words_in(drawn: Callable[[Draw], None]) -> Words:
    image = Image.new("RGB", (600, 400), "white")
    drawn(ImageDraw.Draw(image))
    pixels = np.asarray(image)
    return coloured_words(pixels.max(axis=2), pixels.min(axis=2), DPI)


def sign(draw: Draw, x: int, y: int, size: int = 20, colour: Colour = RED, width: int = 2) -> None:
    """A sign like 田, with its top left corner there."""
    draw.rectangle((x, y, x + size, y + size), outline=colour, width=width)
    draw.line((x + size // 2, y, x + size // 2, y + size), fill=colour, width=width)
    draw.line((x, y + size // 2, x + size, y + size // 2), fill=colour, width=width)


def row(draw: Draw, size: int = 20, gap: int = 8, colour: Colour = RED, width: int = 2) -> None:
    """Three signs side by side."""
    for at in range(3):
        sign(draw, 100 + at * (size + gap), 100, size, colour, width)


def rings(draw: Draw) -> None:
    for at in range(3):
        draw.rectangle((100 + 60 * at, 100, 150 + 60 * at, 150), outline=RED)


def blots(draw: Draw) -> None:
    for at in range(3):
        draw.rectangle((100 + 30 * at, 100, 120 + 30 * at, 120), fill=RED)


def dots(draw: Draw) -> None:
    for at in range(5):
        draw.rectangle((100 + 9 * at, 100, 104 + 9 * at, 104), outline=RED)


def over_print(draw: Draw) -> None:
    for y in range(102, 120, 6):
        draw.line((90, y, 190, y), fill=BLACK, width=2)
    row(draw)


def aslant(draw: Draw) -> None:
    sign(draw, 100, 100)
    sign(draw, 128, 118)


def of_two_sizes(draw: Draw) -> None:
    sign(draw, 100, 100, 48)
    sign(draw, 156, 115, 18)


def long_one(draw: Draw, length: int) -> None:
    draw.rectangle((100, 100, 100 + length, 120), outline=RED, width=2)
    for x in range(106, 100 + length, 8):
        draw.line((x, 100, x, 120), fill=RED, width=2)


def fringed(draw: Draw) -> None:
    row(draw, colour=PALE, width=4)
    for at in range(3):
        draw.line((100 + 28 * at, 100, 100 + 28 * at, 112), fill=RED)


def alone(draw: Draw) -> None:
    sign(draw, 100, 100)


def apart(draw: Draw) -> None:
    sign(draw, 100, 100)
    sign(draw, 180, 100)


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        pytest.param(row, True, id="words"),
        pytest.param(over_print, False, id="drawn over black print"),
        pytest.param(rings, False, id="little ink: rings"),
        pytest.param(blots, False, id="much ink: blots"),
        pytest.param(dots, False, id="lower than words"),
        pytest.param(lambda draw: row(draw, 70, 20, width=5), False, id="higher than words"),
        pytest.param(lambda draw: row(draw, gap=14), True, id="signs a little apart"),
        pytest.param(alone, False, id="one sign alone"),
        pytest.param(apart, False, id="signs far apart"),
        pytest.param(aslant, False, id="one below the other's side"),
        pytest.param(of_two_sizes, False, id="of two sizes"),
        pytest.param(lambda draw: long_one(draw, 60), True, id="characters that touch"),
        pytest.param(lambda draw: long_one(draw, 28), False, id="not so long"),
        pytest.param(lambda draw: row(draw, colour=PALE), False, id="pale"),
        pytest.param(fringed, False, id="pale, with a fringe of colour"),
    ],
)
def test_words_in_colour_are_told_by_shape(drawn: Callable[[Draw], None], kept: bool) -> None:
    assert words_in(drawn).mask.any() == kept


@pytest.mark.parametrize(
    ("ring", "kept", "at_seal"),
    [
        pytest.param((60, 60, 240, 170), True, True, id="a pen's ring as large as a seal"),
        pytest.param((80, 80, 280, 150), True, False, id="a low one"),
        pytest.param((40, 10, 240, 210), False, False, id="a seal"),
    ],
)
def test_words_within_a_seal_are_its_own(
    ring: tuple[int, int, int, int], kept: bool, at_seal: bool
) -> None:
    def drawn(draw: Draw) -> None:
        draw.ellipse(ring, outline=RED, width=3)
        row(draw)

    found = words_in(drawn)
    assert (found.mask[100:121, 100:178].any(), found.at_seal) == (kept, at_seal)


def test_small_signs_beside_words_are_kept_but_for_a_seal_s() -> None:
    def drawn(draw: Draw) -> None:
        row(draw)
        draw.rectangle((184, 112, 190, 119), outline=RED)
        draw.ellipse((300, 40, 460, 200), outline=RED, width=3)
        draw.rectangle((376, 108, 386, 118), outline=RED)

    mask = words_in(drawn).mask
    assert mask[110:122, 182:194].any()
    assert not mask[40:201, 300:461].any()


def test_a_line_beside_words_is_none_of_them() -> None:
    def drawn(draw: Draw) -> None:
        row(draw)
        draw.rectangle((220, 109, 300, 112), fill=RED)

    mask = words_in(drawn).mask
    assert mask[100:121, 100:178].any()
    assert not mask[:, 210:].any()


@pytest.mark.parametrize("red", [True, False])
def test_the_edge_of_a_sheet_on_a_coloured_desk_is_no_seal(red: bool) -> None:
    """Round or not, it is larger than seals are; words in colour on the sheet are words."""

    def drawn(draw: Draw) -> None:
        draw.rectangle((0, 0, 600, 400), fill=(190, 130, 80))
        draw.rectangle((30, 10, 570, 390), fill="white")
        row(draw, colour=RED if red else BLACK)

    found = words_in(drawn)
    assert (found.mask[100:121, 100:178].any(), found.at_seal) == (red, False)


@pytest.mark.parametrize(
    ("colour", "kept"),
    [
        pytest.param((150, 150, 150), False, id="pale black type"),
        pytest.param(RED, True, id="words in red"),
    ],
)
def test_under_a_warm_lamp_black_type_is_not_in_colour(colour: Colour, kept: bool) -> None:
    image = Image.new("RGB", (600, 400), "white")
    row(ImageDraw.Draw(image), colour=colour)
    pixels = (np.asarray(image) * np.array((0.9, 0.82, 0.6))).astype(np.uint8)
    grey, _ = grey_of(pixels, DPI)
    assert (grey != pixels.max(axis=2)).any() == kept
