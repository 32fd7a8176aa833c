"""Printed lines of tables without upright rulings: which of their words stand apart."""

from __future__ import annotations

import numpy as np
import pytest

from dutylist.extract.pages.gutters import STEP, between_headers
from dutylist.extract.pages.strip_grid import strip_grid
from dutylist.extract.pages.text_lines import Strip, TextLine

EM = 10.0


def line(text: str, *white: float, top: float = 0.0) -> TextLine:
    """A line whose characters have so many points of white before them, each one em wide, marks
    half of it."""
    wide = np.array([5.0 if mark in "、）（" else EM for mark in text])
    x0 = np.cumsum([0.0, *wide[:-1]]) + np.cumsum(white)
    return TextLine(x0, x0 + wide, top, top + EM, top + EM - 1, EM, text)


@pytest.mark.parametrize(
    ("text", "white", "parts"),
    [
        pytest.param("三、住房", (0, 0, 7.5, 0), ["三、住房"], id="a mark's own white"),
        pytest.param("住房（水", (0, 0, 7.5, 0), ["住房（水"], id="that before a bracket"),
        pytest.param("三房住房", (0, 0, 7.5, 0), ["三房", "住房"], id="two words"),
        pytest.param("三、住房", (0, 0, 12.0, 0), ["三、", "住房"], id="a mark and more"),
        pytest.param("住（水）", (0, 0, 7.5, 0), ["住（", "水）"], id="behind an opening bracket"),
    ],
)
def test_the_white_of_a_full_width_mark_parts_no_words(
    text: str, white: tuple[float, ...], parts: list[str]
) -> None:
    assert line(text, *white).segments == parts


def test_a_heading_with_marks_takes_the_whole_row() -> None:
    """The white behind its mark stands where the column of numbers ends in the other rows."""

    def strip(row: int, one: TextLine) -> Strip:
        return Strip(20.0 * row, 20.0 * row + 20, (one,))

    duty = "1乡村道路养护县交通局"
    rows = [line(duty, 8, 20, *[0] * 5, 30, *[0] * 3, top=20.0 * row + 5) for row in range(4)]
    heading = line("三、住房（3项）", 0, 0, 7.5, *[0] * 5, top=45)
    rows[2] = heading
    grid = strip_grid([strip(row, one) for row, one in enumerate(rows)], 0.0, 150.0)
    assert grid is not None
    assert [len(set(row)) for row in grid.cells.tolist()] == [3, 3, 1, 3]


@pytest.mark.parametrize(
    ("crossed_by_rows", "start"),
    [pytest.param(2, 40.0, id="beside it"), pytest.param(9, 25.0, id="all rows cross there")],
)
def test_a_gutter_does_not_go_through_a_word_of_the_header(
    crossed_by_rows: int, start: float
) -> None:
    """Few lines cross the gutter, and one of them is the header's word."""
    covered = np.full(round(100 / STEP), 9)
    covered[round(25 / STEP) : round(29 / STEP)] = 3
    covered[round(40 / STEP) : round(42 / STEP)] = crossed_by_rows
    found = between_headers([(25.0, 29.0)], covered, [(10.0, 32.0), (60.0, 90.0)], 0.0)
    assert found[0][0] == pytest.approx(start, abs=STEP)


def test_numbers_part_rows_between_short_rulings_too() -> None:
    """Only a part of a ruling between two categories was found: below and above it are the rows of
    several duties, each with its number."""
    lines = [
        line("序号类别名称", 2, 0, 30, 0, 30, 0, top=5.0),
        *(line(f"{row}乡村道路养护", 7, 88, *[0] * 5, top=20.0 * row + 5) for row in (1, 2, 3, 4)),
    ]
    strips = [Strip(0.0, 20.0, (lines[0],)), Strip(20.0, 100.0, tuple(lines[1:]))]
    grid = strip_grid(strips, 0.0, 180.0, [(60.0, 35.0, 180.0)])
    assert grid is not None
    assert len(set(grid.cells[:, -1].tolist())) == 5
