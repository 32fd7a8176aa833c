"""The lines of a scanned page, by the white between them and by what the text detector has seen."""

from __future__ import annotations

import numpy as np
import pytest

from dutylist.extract.formats.scan.lines import InkBox, agreed_lines
from dutylist.extract.formats.scan.page import page_lines

EM = 30
DPI = 200.0


def page(*marks: tuple[int, int, int, int]) -> np.ndarray:
    """Ink in boxes (x0, top, x1, bottom)."""
    ink = np.zeros((400, 1600), np.uint8)
    for x0, top, x1, bottom in marks:
        ink[top:bottom, x0:x1] = 1
    return ink


def characters(x0: int, top: int, count: int) -> list[tuple[int, int, int, int]]:
    """Signs of two strokes side by side, an em each."""
    return [
        (x, y, x + EM - 4, y + 5)
        for x in range(x0, x0 + count * EM, EM)
        for y in (top, top + EM - 9)
    ]


LINE = characters(100, 100, 10)
BOX = InkBox(95, 95, 405, 132)
OWN = InkBox(100, 100, 396, 126)


def ends(lines: list[InkBox]) -> list[tuple[int, int]]:
    return [(line.x0, line.x1) for line in lines]


@pytest.mark.parametrize("between", [0, 1], ids=["overlapping", "side by side"])
def test_a_line_seen_in_two_boxes_is_read_to_its_end(between: int) -> None:
    """Two lines hang together where a pen crosses both, so that the boxes part them."""
    ink = page(*LINE, *characters(100, 140, 4), (150, 100, 153, 166))
    boxes = [InkBox(95, 95, 255, 132), InkBox(250 + 10 * between, 96, 405, 133)]
    boxes.append(InkBox(95, 135, 225, 170))
    own = [InkBox(100, 100, 396, 166)]
    found = agreed_lines(ink, own, boxes, EM)
    first = [line for line in found if line.top < 120]
    assert (min(x0 for x0, _ in ends(first)), max(x1 for _, x1 in ends(first))) == (100, 396)
    assert ends([line for line in found if line.top > 120]) == [(100, 216)]


def test_a_box_over_two_lines_takes_none_of_them_in() -> None:
    ink = page(*LINE, *characters(100, 140, 10), (150, 100, 153, 166))
    seen = [BOX, InkBox(95, 135, 405, 171), InkBox(300, 95, 500, 170)]
    found = agreed_lines(ink, [InkBox(100, 100, 396, 166)], seen, EM)
    assert [line.top for line in found] == [95, 135]


@pytest.mark.parametrize(
    ("speck", "far"),
    [
        pytest.param((1200, 110, 1203, 113), True, id="a speck"),
        pytest.param((20, 110, 23, 113), True, id="before the line"),
        pytest.param((30, 100, 45, 126), False, id="a digit before the line"),
        pytest.param((420, 110, 424, 118), False, id="a dot at its end"),
        pytest.param((600, 100, 615, 126), False, id="a digit that was not seen"),
    ],
)
def test_specks_far_from_what_was_seen_of_a_line_are_none_of_it(
    speck: tuple[int, int, int, int], far: bool
) -> None:
    x0, x1 = min(OWN.x0, speck[0]), max(OWN.x1, speck[2])
    own = [InkBox(x0, OWN.top, x1, OWN.bottom)]
    found = agreed_lines(page(*LINE, speck), own, [BOX], EM)
    assert ends(found) == ([(OWN.x0, OWN.x1)] if far else [(x0, x1)])


BLACK = (400, 99, 428, 127)
"""A character whose white is filled up, at the end of the line."""


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        pytest.param([InkBox(95, 95, 435, 132)], True, id="in a line"),
        pytest.param([InkBox(395, 95, 433, 132)], False, id="a hole, seen alone"),
        pytest.param([], False, id="a hole"),
    ],
)
def test_a_character_whose_white_is_filled_up_is_no_hole(seen: list[InkBox], kept: bool) -> None:
    line = LINE if kept else []
    found = page_lines(page(*line, BLACK), [], seen, DPI).lines
    assert max((x.x1 for x in found), default=0) == (BLACK[2] if kept else 0)
