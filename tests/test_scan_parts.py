"""Parts of reading scans that need no recogniser: tilt, rulings, lines, marks, names."""

from __future__ import annotations

import contextlib
import io
import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from dutylist.app.terminal import telling_pages
from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.scan.colour import grey_of
from dutylist.extract.formats.scan.folds import creased
from dutylist.extract.formats.scan.lines import InkBox, Region, ink_lines
from dutylist.extract.formats.scan.loose_edges import loose_edges
from dutylist.extract.formats.scan.marks import FULL_WIDTH, MarkWidths, full_or_half, mark_widths
from dutylist.extract.formats.scan.models import NEVER, Deadline, OutOfTimeError
from dutylist.extract.formats.scan.picture import Picture, file_pictures
from dutylist.extract.formats.scan.recognise import ReadLine, recognise
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.sheet import even_light, flat_sheet, sheet_corners
from dutylist.extract.formats.scan.sheet_edges import corners_by_edges
from dutylist.extract.formats.scan.text import (
    ScannedLine,
    scanned_lines,
    with_dashes,
    with_spaces,
    with_unsure_colons,
    with_unsure_ends,
    with_unsure_gaps,
    with_unsure_letters,
    with_unsure_numerals,
    without_set_white,
)
from dutylist.extract.formats.scan.upright import ScanFrame, dark, straightened
from dutylist.extract.formats.scan.warp import (
    TERMS,
    Bend,
    Creased,
    Step,
    back,
    quarter_turns,
    redrawn,
    turn,
)
from dutylist.extract.formats.scan.words import weighed, with_unsure_singles, with_words
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.pages.rulings import tables
from dutylist.extract.source import UNSURE
from dutylist.records.dictionary import likelier

DPI = 150.0


def drawn(rows: int, columns: int) -> Image.Image:
    """A ruled table with strokes for text, on A4 at 150 dpi."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    xs = np.linspace(150, 1090, columns + 1).round()
    ys = np.linspace(200, 200 + 90 * rows, rows + 1).round()
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), width=2)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), width=2)
    for y in ys[:-1]:
        for x in xs[:-1]:
            for step in range(3):
                draw.rectangle((x + 20 + 24 * step, y + 20, x + 38 + 24 * step, y + 40), fill=0)
    return image


def grids_of(grey: np.ndarray) -> list[tuple[int, int]]:
    """Rows and columns of the tables found in a picture once it is straightened."""
    steps, _ = straightened(grey, DPI)
    level = redrawn(grey, steps, grey.shape[1], grey.shape[0])
    found = tables(find_rulings(level, dark(level), DPI).rulings)
    return [(len(grid.ys) - 1, len(grid.xs) - 1) for grid in found]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(1, 8), st.integers(2, 6), st.floats(-10, 10))
def test_a_tilted_table_is_levelled_and_its_cells_found(
    rows: int, columns: int, angle: float
) -> None:
    image = drawn(rows, columns).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert grids_of(np.asarray(image)) == [(rows, columns)]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(3, 8), st.integers(2, 6), st.floats(-0.03, 0.03), st.floats(-0.03, 0.03))
def test_a_table_seen_from_aslant_is_straightened(
    rows: int, columns: int, narrower: float, lower: float
) -> None:
    image = drawn(rows, columns)
    w, h = image.size
    aslant = image.transform(
        (w, h),
        Image.Transform.QUAD,
        (w * narrower, 0, 0, h * (1 - lower), w, h, w * (1 - narrower), h * lower),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    assert grids_of(np.asarray(aslant)) == [(rows, columns)]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(4, 8), st.integers(2, 5), st.floats(-14, 14))
def test_a_curled_sheet_is_straightened(rows: int, columns: int, curl: float) -> None:
    grey = np.asarray(drawn(rows, columns))
    height, width = grey.shape
    curled = Bend(float(width), float(height), (0.0, 0.0, curl, 0.0, 0.0, 0.0, 0.0), (0.0,) * 7)
    assert grids_of(redrawn(grey, (curled,), width, height)) == [(rows, columns)]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.integers(5, 8),
    st.integers(2, 5),
    st.sampled_from([(2, 30.0), (2, -30.0), (4, 26.0), (4, -26.0), (3, 24.0)]),
    st.floats(-8, 8),
)
def test_bowed_upright_rulings_are_straightened(
    rows: int, columns: int, bow: tuple[int, float], curl: float
) -> None:
    grey = np.asarray(drawn(rows, columns))
    height, width = grey.shape
    down, right = [0.0] * len(TERMS), [0.0] * len(TERMS)
    down[2], right[bow[0]] = curl, bow[1]
    bowed = Bend(float(width), float(height), tuple(down), tuple(right))
    assert grids_of(redrawn(grey, (bowed,), width, height)) == [(rows, columns)]


def zigzag(length: int, at: float, width: float, degrees: float) -> tuple[float, ...]:
    """How far off a sheet lies at each of `length` pixels that is folded at two places, `width`
    pixels apart, and slopes between them one way and back."""
    steep = np.tan(np.radians(degrees))
    x = np.arange(length, dtype=np.float64)
    return tuple(np.interp(x, [at, at + width, at + 2 * width], [0, steep * width, 0]).tolist())


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.integers(4, 8),
    st.integers(2, 5),
    st.floats(160, 700),
    st.floats(90, 180),
    st.floats(4, 15),
    st.booleans(),
    st.sampled_from([-1, 1]),
)
def test_a_folded_sheet_is_made_flat(
    rows: int, columns: int, at: float, width: float, degrees: float, upright: bool, way: int
) -> None:
    """A page folded along its height, or along its width."""
    grey = np.asarray(drawn(rows, columns))
    fold = zigzag(max(grey.shape), at, width, way * degrees)
    none = (0.0,) * len(fold)
    down, right = (none, fold) if upright else (fold, none)
    folded = Creased(float(grey.shape[1]), float(grey.shape[0]), 1.0, (down,), (right,))
    assert grids_of(redrawn(grey, (folded,), grey.shape[1], grey.shape[0])) == [(rows, columns)]


def test_places_that_coincide_tell_no_crease() -> None:
    path = np.array([(100.0, 100.0), (100.0, 100.0), (900.0, 100.0)])
    down = creased([path], [], 1240, 1754, DPI).down
    assert np.abs(np.array(down)).max() < 1e-6


def test_strokes_that_a_blurred_picture_runs_together_are_no_ruling() -> None:
    image = drawn(4, 3)
    draw = ImageDraw.Draw(image)
    x0, x1 = 150, 463
    for x in range(x0 + 2, x1 - 14, 15):
        draw.rectangle((x, 258, x + 11, 260), fill=0)
    assert grids_of(np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)))) == [(4, 3)]
    draw.line((x0, 259, x1, 259), width=3)
    assert grids_of(np.asarray(image)) == [(5, 3)]


def photo(grey: np.ndarray, corners: list[tuple[float, float]]) -> np.ndarray:
    """A sheet whose corners (clockwise from its top left) lie there on a dark desk."""
    height, width = grey.shape
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(own, np.array(corners, np.float32))
    return np.asarray(cv2.warpPerspective(grey, matrix, (1700, 2200), borderValue=60), np.uint8)


def test_the_sheet_is_found_on_a_desk_and_seen_from_above() -> None:
    corners = [(150.0, 160.0), (1520.0, 120.0), (1600.0, 2080.0), (90.0, 2040.0)]
    picture = Picture(1, photo(np.asarray(drawn(5, 4)), corners), 200.0)
    flat, steps = flat_sheet(picture)
    assert flat.grey.shape[0] / flat.grey.shape[1] == pytest.approx(2**0.5, abs=0.01)
    height, width = flat.grey.shape
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float)
    assert back(steps, own) == pytest.approx(np.array(corners), abs=12)
    assert grids_of(even_light(flat.grey, DPI)) == [(5, 4)]


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("least", [0.4, 0.35])
def test_a_sheet_is_found_whose_light_falls_off_to_half_way_to_the_desk(
    turns: int, least: float
) -> None:
    """The level that parts the picture best leaves the sheet's dark side to the desk."""
    corners = [(90.0, 100.0), (1600.0, 80.0), (1630.0, 2130.0), (60.0, 2110.0)]
    seen = photo(np.asarray(drawn(5, 4)), corners).astype(np.float64)
    light = np.linspace(1.0, least, seen.shape[1])[None, :]
    lit = np.where(seen == 60, 45, seen * light).astype(np.uint8)
    found = sheet_corners(np.ascontiguousarray(np.rot90(lit, turns)))
    assert found is not None
    height, width = lit.shape
    own = np.array([(x, y) for x, y in corners])
    for _ in range(turns):
        own = np.stack([own[:, 1], width - own[:, 0]], axis=1)
        height, width = width, height
    off = np.abs(found[:, None] - own[None]).max(axis=2).min(axis=1)
    assert off.max() < 16


def test_a_sheet_is_found_with_one_corner_in_the_shadow() -> None:
    """It is darker there than the desk where the light falls on it."""
    corners = [(90.0, 100.0), (1600.0, 80.0), (1630.0, 2130.0), (60.0, 2110.0)]
    seen = photo(np.asarray(drawn(5, 4)), corners).astype(np.float64)
    height, width = seen.shape
    down, right = np.mgrid[0:height, 0:width]
    light = 1.0 - 0.5 * np.clip((down / height + right / width - 1.2) / 0.8, 0, 1)
    desk = 112.0 - 60.0 * right / width
    found = sheet_corners(np.where(seen == 60, desk, seen * light).astype(np.uint8))
    assert found is not None
    assert np.abs(found - np.array(corners)).max() < 24


def on_desk(*corners: tuple[float, float], light: float = 200.0) -> np.ndarray:
    """A bright shape of those corners on a dark desk, with soft edges."""
    drawn_on = np.full((640, 480), 60.0)
    cv2.fillPoly(drawn_on, [np.array(corners, np.int32)], light)
    return np.asarray(cv2.GaussianBlur(drawn_on, (0, 0), 1.5))


FOUR = ((40.0, 50.0), (430.0, 30.0), (450.0, 600.0), (30.0, 610.0))


def found_by_edges(small: np.ndarray) -> np.ndarray | None:
    return corners_by_edges(small.astype(np.uint8))


def test_a_sheet_is_where_the_light_falls_all_round_it() -> None:
    found = found_by_edges(on_desk(*FOUR))
    assert found == pytest.approx(np.array(FOUR), abs=2)
    assert found_by_edges(on_desk(*FOUR, light=72.0)) is None


def test_a_side_that_is_bent_is_one() -> None:
    bent = [
        (40.0 + step, 50.0 - step / 20 + 9 * (step / 195 - 1) ** 2) for step in range(0, 391, 5)
    ]
    found = found_by_edges(on_desk(*bent, *FOUR[2:]))
    assert found is not None
    assert np.abs(found - np.array(FOUR)).max() < 14


@pytest.mark.parametrize(("share", "seen"), [(0.15, True), (0.5, False)])
def test_a_side_half_of_which_lies_on_something_bright_is_none(share: float, seen: bool) -> None:
    picture = on_desk(*FOUR)
    picture[round(600 - share * 570) : 590, 400:] = 200
    assert (found_by_edges(picture) is not None) == seen


@pytest.mark.parametrize(("fall", "seen"), [(26.0, False), (60.0, True)])
def test_paper_that_is_a_little_darker_from_a_line_on_has_no_edge_there(
    fall: float, seen: bool
) -> None:
    """By 26 levels of 230 in a fold's shadow, or by 60."""
    picture = on_desk(FOUR[0], (480.0, 30.0), (480.0, 600.0), FOUR[3], light=230.0)
    shadow = np.clip((np.arange(480) - 330) / 4, 0, 1)[None, :] * fall
    picture = np.where(picture > 150, picture - shadow, picture)
    assert (found_by_edges(picture) is not None) == seen


SHADOWS = {
    "aslant over a half": lambda across, down: across + 0.5 * down < 0.75,
    "over the lower half": lambda across, down: down > 0.45,
    "a hand's in the midst": lambda across, down: (across - 0.4) ** 2 + (down - 0.5) ** 2 < 0.06,
    "over one corner": lambda across, down: across + down < 0.6,
}


@pytest.mark.parametrize("shadow", SHADOWS)
@pytest.mark.parametrize("turns", [0, 3])
def test_a_sheet_is_found_with_a_shadow_over_it(shadow: str, turns: int) -> None:
    """In it the sheet is darker than the desk in the light: no grey level parts the two."""
    corners = [(90.0, 100.0), (1600.0, 80.0), (1630.0, 2130.0), (60.0, 2110.0)]
    seen = photo(np.asarray(drawn(5, 4)), corners).astype(np.float64)
    height, width = seen.shape
    down, right = np.mgrid[0:height, 0:width]
    dim = SHADOWS[shadow](right / width, down / height).astype(np.float64)
    light = 1.0 - 0.6 * cv2.GaussianBlur(dim, (0, 0), 30)
    grain = 8 * np.sin(down / 25)
    lit = np.where(seen == 60, 110 + grain, seen) * light
    found = sheet_corners(np.rot90(lit, turns).astype(np.uint8).copy())
    assert found is not None
    own = np.array(corners)
    for _ in range(turns):
        own = np.stack([own[:, 1], width - own[:, 0]], axis=1)
        height, width = width, height
    off = np.abs(found[:, None] - own[None]).max(axis=2).min(axis=1)
    assert off.max() < 8


@pytest.mark.parametrize("turns", range(4))
def test_a_shadow_s_edge_is_none_of_a_sheet_that_fills_the_picture(turns: int) -> None:
    grey = np.asarray(drawn(6, 4)).astype(np.float64)
    dim = np.zeros_like(grey)
    dim[100:-150, 200:-90] = 1.0
    light = 0.5 + 0.5 * cv2.GaussianBlur(dim, (0, 0), 100)
    assert sheet_corners(np.rot90(grey * light, turns).astype(np.uint8).copy()) is None


def test_a_scan_that_is_all_sheet_is_left_alone() -> None:
    picture = Picture(1, np.asarray(drawn(5, 4)), DPI)
    assert flat_sheet(picture) == (picture, ())


@pytest.mark.parametrize("turns", range(4))
def test_light_that_fades_over_a_sheet_is_no_edge_of_it(turns: int) -> None:
    grey = np.asarray(drawn(6, 4)).astype(np.float64)
    light = np.linspace(0.55, 1.0, grey.shape[1])[None, :] ** 1.5
    shadow = np.ascontiguousarray(np.rot90((grey * light).astype(np.uint8), turns))
    assert sheet_corners(shadow) is None


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("dark", [0.55, 0.8])
def test_the_edge_of_a_shadow_that_rulings_cross_is_none_of_the_sheet(
    turns: int, dark: float
) -> None:
    """What lay beyond it was cut off, and nothing was said: of a scan, and of a photo."""
    grey = np.asarray(drawn(6, 4)).astype(np.float64)
    shade = np.ones(grey.shape)
    shade[460:] = dark
    scan = (grey * shade).astype(np.uint8)
    assert sheet_corners(np.ascontiguousarray(np.rot90(scan, turns))) is None
    corners = [(90.0, 100.0), (1600.0, 80.0), (1630.0, 2130.0), (60.0, 2110.0)]
    found = sheet_corners(np.ascontiguousarray(np.rot90(photo(scan, corners), turns)))
    if found is not None:
        # All of the sheet, whatever else.
        left, top = found.min(axis=0)
        right, bottom = found.max(axis=0)
        assert (right - left) * (bottom - top) > 0.9 * 1520 * 2010


def test_uneven_light_is_evened_and_the_dark_round_a_sheet_is_white() -> None:
    grey = np.asarray(drawn(6, 3)).astype(np.float64)
    shadow = np.linspace(1.0, 0.35, grey.shape[1])[None, :]
    dim = (grey * shadow).astype(np.uint8)
    dim[:, :60] = 5
    even = even_light(dim, DPI)
    assert even[:, :60].min() > 200
    assert np.percentile(even, 20) > 200
    assert grids_of(even) == [(6, 3)]


@pytest.mark.parametrize("deepest", [0.07, 0.15])
def test_a_deep_shadow_that_fades_is_no_dark_round_a_sheet(deepest: float) -> None:
    """What lay in it was made white, and a third of a table with it."""
    grey = np.asarray(drawn(6, 3)).astype(np.float64)
    across = np.arange(grey.shape[1])
    shadow = np.interp(across, [0, 600, 1000], [deepest, deepest, 1.0])[None, :]
    assert grids_of(even_light((grey * shadow).astype(np.uint8), DPI)) == [(6, 3)]


@pytest.mark.parametrize("top", [60, 200])
def test_a_header_of_one_line_over_a_full_row_has_columns(top: int) -> None:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    rows = [top, top + 26, top + 52, top + 120, top + 190]
    for y in rows:
        draw.line((100, y, 1140, y), width=2)
    for x in (100, 300, 700, 1140):
        draw.line((x, rows[0], x, rows[1]), width=2)
        draw.line((x, rows[2], x, rows[4]), width=2)
    for x in (100, 1140):
        draw.line((x, rows[1], x, rows[2]), width=2)
    (grid,) = tables(find_rulings(np.asarray(image), dark(np.asarray(image)), DPI).rulings)
    assert [len(np.unique(row)) for row in grid.cells] == [3, 1, 3, 3]


@pytest.mark.parametrize("stroke", [(52, 69), (62, 78), (52, 78)])
def test_a_stroke_of_a_heading_row_at_a_column_is_no_ruling(stroke: tuple[int, int]) -> None:
    """The row over the whole width has a character where a column of the others ends, and its
    upright stroke touches the level ruling above or below, or both."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    rows = [200, 226, 252, 278, 370, 460]
    for y in rows:
        draw.line((100, y, 1140, y), width=2)
    for x in (100, 300, 1140):
        draw.line((x, rows[0], x, rows[2]), width=2)
        draw.line((x, rows[3], x, rows[5]), width=2)
    for x in (100, 1140):
        draw.line((x, rows[2], x, rows[3]), width=2)
    start, end = (200 + at for at in stroke)
    draw.line((300, start, 300, end), width=2)
    for x in (120, 170, 220, 285, 335):
        draw.line((x, 265, x + 30, 265), width=3)
    grey = np.asarray(image)
    boxes = [InkBox(110, 254, 380, 276)]
    (grid,) = tables(find_rulings(grey, dark(grey), DPI, boxes).rulings)
    assert [len(np.unique(row)) for row in grid.cells] == [2, 2, 1, 2, 2]


@pytest.mark.parametrize(
    ("height", "columns", "beside", "end", "merged"),
    [
        pytest.param(26, (300,), 3, 390, True, id="a heading"),
        pytest.param(26, (300,), 12, 390, False, id="paper beside it"),
        pytest.param(26, (300, 700), 3, 390, False, id="another column"),
        pytest.param(44, (300,), 3, 390, False, id="a row of two lines"),
        pytest.param(26, (300,), 3, 304, False, id="the end of a text"),
    ],
)
def test_a_ruling_through_a_line_of_text_is_a_stroke_in_a_heading_alone(
    height: int, columns: tuple[int, ...], beside: int, end: int, merged: bool
) -> None:
    """The detector takes the texts of two cells for one where they stand close."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    rows = [200, 226, 252, 252 + height, 400, 490]
    for y in rows:
        draw.line((100, y, 1140, y), width=2)
    for x in (100, *columns, 1140):
        draw.line((x, rows[0], x, rows[-1]), width=2)
    for step in range(0, 150, 14):
        draw.rectangle((292 - beside - step, 256, 300 - beside - step, 273), fill=0)
        draw.rectangle((300 + beside + step, 256, 308 + beside + step, 273), fill=0)
    grey = np.asarray(image)
    boxes = [InkBox(110, 254, end, 276)]
    (grid,) = tables(find_rulings(grey, dark(grey), DPI, boxes).rulings)
    found = [len(np.unique(row)) for row in grid.cells]
    assert [len(columns) + 1 - one for one in found] == [0, 0, merged, 0, 0]


@pytest.mark.parametrize("tall", [18, 26, 40])
def test_edges_that_run_on_through_a_heading_row_are_no_lost_ruling(tall: int) -> None:
    """On a blurred picture the edges of a column above and below a row over the whole width are
    one; where the row has been ruled after all, as far as it is high, the two are told."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    rows = [200, 300, 300 + tall, 700, 1000]
    for y in rows:
        draw.line((100, y, 1140, y), width=2)
    for x in (100, 300, 700, 1140):
        draw.line((x, rows[0], x, rows[-1]), width=2)
    grey = np.asarray(image)
    whole = tables(find_rulings(grey, dark(grey), DPI).rulings)
    headed = [replace(grid, cells=_merged_row(grid.cells, 1)) for grid in whole]
    assert loose_edges(grey, DPI, headed) == ([], [])
    one_column = [replace(grid, cells=_merged_row(grid.cells, 2)) for grid in whole]
    assert list(map(len, loose_edges(grey, DPI, one_column))) == [2, 0]


def _merged_row(cells: np.ndarray, row: int) -> np.ndarray:
    out = cells.copy()
    out[row] = out[row, 0]
    return out


def test_strokes_of_close_lines_are_no_rulings() -> None:
    """Type set without white between the lines, its strokes one under the other."""
    image = drawn(1, 2)
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 210, 560, 280), fill=255)
    for x in range(180, 560, 20):
        draw.line((x, 203, x, 287), width=2)
        draw.line((x - 7, 225, x + 7, 225), width=2)
        draw.line((x - 7, 245, x + 7, 245), width=2)
        draw.line((x - 7, 265, x + 7, 265), width=2)
    grey = np.asarray(image)
    boxes = [InkBox(170, 205, 570, 286)]
    (grid,) = tables(find_rulings(grey, dark(grey), DPI, boxes).rulings)
    assert grid.cells.shape == (1, 2)


def test_the_feet_of_characters_in_one_line_are_no_ruling() -> None:
    """Level strokes at the foot of each character of a line, over several cells, as long in all
    as a ruling is."""
    image = drawn(1, 3)
    draw = ImageDraw.Draw(image)
    for start in (160, 475, 788):
        draw.rectangle((start, 210, start + 270, 280), fill=255)
        for x in range(start + 10, start + 250, 16):
            draw.line((x, 250, x + 11, 250), width=2)
            draw.line((x + 6, 232, x + 6, 250), width=2)
            draw.line((x + 2, 247, x + 9, 247), width=2)
    grey = np.asarray(image)
    (grid,) = tables(find_rulings(grey, dark(grey), DPI).rulings)
    assert grid.cells.shape == (1, 3)


def test_lines_are_told_apart_and_their_parts_kept_together() -> None:
    ink = np.zeros((200, 300), dtype=np.uint8)
    for top in (10, 50, 90):
        ink[top : top + 20, 20:280] = 1
    ink[130:135, 20:60] = 1  # the two strokes of 二
    ink[145:150, 15:65] = 1
    (lines,) = ink_lines(ink, [Region(0, 0, 300, 200)])
    assert [(line.top, line.bottom) for line in lines] == [
        (10, 30),
        (50, 70),
        (90, 110),
        (130, 150),
    ]


@pytest.mark.parametrize("specks", [(60,), (60, 140), (60, 70, 130)])
def test_specks_above_and_below_a_line_do_not_cut_it(specks: tuple[int, ...]) -> None:
    """In a cell of one line they are as many as lines; the page has others."""
    ink = np.zeros((200, 600), dtype=np.uint8)
    for top in (10, 60, 110):
        ink[top : top + 40, 320:580] = 1
    ink[80:120, 20:280] = 1
    for y in specks:
        ink[y : y + 4, 100:104] = 1
    (lines, _) = ink_lines(ink, [Region(0, 0, 300, 200), Region(300, 0, 600, 200)])
    assert InkBox(20, 80, 280, 120) in lines


def test_a_cell_of_larger_type_is_not_cut_into_lines_of_the_page_s() -> None:
    ink = np.zeros((260, 200), np.uint8)
    for line in range(6):
        ink[10 + 40 * line : 30 + 40 * line, 5:90] = 1
    ink[40:76, 110:190] = 1
    small, large = ink_lines(ink, [Region(0, 0, 100, 260), Region(100, 0, 200, 260)])
    assert (len(small), len(large)) == (6, 1)


@given(st.floats(-5, 5), st.integers(0, 3), st.floats(10, 500), st.floats(10, 500))
def test_a_point_of_a_turned_page_keeps_its_distance_from_the_middle(
    tilt: float, quarters: int, x: float, y: float
) -> None:
    steps = (turn(596, 843, tilt), quarter_turns(596, 843, quarters))
    size = (842.0, 595.0) if quarters % 2 else (595.0, 842.0)
    frame = ScanFrame((0.0, 0.0, 595.0, 842.0), 0, quarters, size, steps)
    shown = frame.shown_point(x, y)
    here = np.hypot(x - size[0] / 2, y - size[1] / 2)
    assert np.hypot(shown[0] - 297.5, shown[1] - 421) == pytest.approx(here, abs=1e-6)


@given(st.lists(st.floats(-8, 8), min_size=14, max_size=14), st.floats(0, 999), st.floats(0, 999))
def test_a_bend_is_undone(weights: list[float], x: float, y: float) -> None:
    bend = Bend(1000.0, 1000.0, tuple(weights[:7]), tuple(weights[7:]))
    point = np.array([[x, y]])
    assert bend.before(bend.after(point)) == pytest.approx(point, abs=0.05)


@given(st.integers(0, 3), st.floats(-3, 3))
def test_steps_move_pixels_as_they_move_points(quarters: int, tilt: float) -> None:
    grey = np.full((160, 240), 255, dtype=np.uint8)
    grey[60:64, 90:94] = 0
    steps: tuple[Step, ...] = (turn(240, 160, tilt), quarter_turns(240, 160, quarters))
    width, height = (160, 240) if quarters % 2 else (240, 160)
    y, x = np.nonzero(redrawn(grey, steps, width, height) < 128)
    middle = np.array([[x.mean(), y.mean()]])
    assert back(steps, middle) == pytest.approx(np.array([[91.5, 61.5]]), abs=0.6)


def test_a_red_seal_vanishes_and_black_stays() -> None:
    page = Image.new("RGB", (600, 500), "white")
    draw = ImageDraw.Draw(page)
    draw.text((40, 200), "CLERK 12", fill=(20, 20, 20), font_size=40)
    draw.ellipse((300, 100, 560, 360), outline=(220, 30, 30), width=14)
    for angle in range(0, 360, 30):
        x, y = 430 + 90 * math.cos(angle), 230 + 90 * math.sin(angle)
        draw.text((x - 12, y - 15), "#", fill=(220, 30, 30), font_size=26)
    pixels = np.asarray(page)
    grey, at_seal = grey_of(pixels, DPI)
    assert np.array_equal(grey, pixels.max(axis=2))
    assert not at_seal


@pytest.mark.parametrize("colour", [(255, 0, 0), (0, 0, 255), (0, 176, 80), (192, 0, 0)])
def test_words_in_colour_stay_to_their_marks_and_numbers(colour: tuple[int, int, int]) -> None:
    page = Image.new("RGB", (900, 300), "white")
    draw = ImageDraw.Draw(page)
    draw.text((40, 60), "1", fill=colour, font_size=36)
    draw.text((200, 60), "Words, in colour.", fill=colour, font_size=36)
    draw.text((200, 140), "black words beside", fill=(0, 0, 0), font_size=36)
    grey, at_seal = grey_of(np.asarray(page), DPI)
    assert np.array_equal(grey, np.asarray(page).min(axis=2))
    assert not at_seal


@pytest.mark.parametrize(
    "stroke",
    [
        pytest.param(lambda draw: draw.line((30, 101, 420, 104), (30, 40, 200), 5), id="underline"),
        pytest.param(
            lambda draw: draw.ellipse((20, 40, 300, 120), None, (30, 40, 200), 5), id="ring"
        ),
        pytest.param(
            lambda draw: draw.line((60, 80, 80, 100, 130, 40), (30, 40, 200), 6),
            id="tick over print",
        ),
    ],
)
def test_strokes_of_a_pen_vanish(stroke: Callable[[ImageDraw.ImageDraw], None]) -> None:
    page = Image.new("RGB", (500, 200), "white")
    draw = ImageDraw.Draw(page)
    draw.text((40, 60), "printed words", fill=(0, 0, 0), font_size=36)
    stroke(draw)
    grey, _ = grey_of(np.asarray(page), DPI)
    assert np.array_equal(grey, np.asarray(page).max(axis=2))


def test_words_in_colour_under_a_seal_are_told() -> None:
    page = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(page)
    draw.text((60, 220), "Words in colour, and more", fill=(255, 0, 0), font_size=36)
    draw.ellipse((300, 100, 560, 360), outline=(220, 30, 30), width=14)
    _, at_seal = grey_of(np.asarray(page), DPI)
    assert at_seal


def read(text: str, *middles: float) -> ReadLine:
    return ReadLine(text, middles, (1.0,) * len(text), ("",) * len(text))


def evenly(text: str, step: float) -> ReadLine:
    return read(text, *(0.5 + step * index for index in range(len(text))))


WIDE, NARROW = MarkWidths(wide=True), MarkWidths()


def test_the_space_a_mark_takes_tells_its_width() -> None:
    assert full_or_half(read("乡,镇", 0.5, 1.3, 2.5), 1.0, NARROW).text == "乡，镇"
    assert full_or_half(read("乡，镇", 0.5, 1.1, 1.9), 1.0, NARROW).text == "乡,镇"
    assert full_or_half(read("做好;", 0.5, 1.5, 2.2), 1.0, NARROW).text == "做好；"
    assert full_or_half(read("a,b", 0.2, 0.6, 1.0), 1.0, NARROW).text == "a,b"


@pytest.mark.parametrize(
    ("mark", "taken", "seen", "doubtful"),
    [
        pytest.param("，", 0.95, "，", False, id="a full width"),
        pytest.param("，", 0.6, "，", True, id="squeezed, or half an em"),
        pytest.param(",", 0.6, ",", True, id="the same, read as a half-width one"),
        pytest.param("，", 0.3, ",", True, id="one of the few half-width ones, or misjudged"),
    ],
)
def test_among_full_width_marks_a_narrow_one_is_doubtful(
    mark: str, taken: float, seen: str, doubtful: bool
) -> None:
    one = read(f"乡{mark}镇", 0.5, 1.2, 1.5 + taken)
    others = read("乡，镇，村", 0.5, 1.5, 2.5, 3.5, 4.5)
    assert mark_widths([one, others], [1.0, 1.0]) == WIDE
    found = full_or_half(one, 1.0, WIDE)
    assert (found.text[1], found.confidences[1] < UNSURE) == (seen, doubtful)


@pytest.mark.parametrize("mark", [";", ",", ":"])
def test_a_lines_last_mark_that_was_cut_out_alone_is_as_the_pages_are_and_doubtful(
    mark: str,
) -> None:
    found = full_or_half(read(mark, 0.2), 1.0, WIDE)
    assert (found.text, found.confidences[0] < UNSURE) == (FULL_WIDTH[mark], True)
    assert full_or_half(read(mark, 0.2), 1.0, NARROW).text == mark


@pytest.mark.parametrize(
    ("text", "step", "many", "seen", "doubtful"),
    [
        pytest.param("村(社)予", 0.85, True, "()", False, id="as narrow as others"),
        pytest.param("村(社)予", 0.85, False, "()", True, id="alone"),
        pytest.param("村(社）予", 0.85, True, "（）", True, id="one is read wide"),
        pytest.param("村（社）予", 0.6, False, "()", False, id="no wide one is as narrow"),
        pytest.param("村(社)予", 1.0, False, "（）", False, id="full widths"),
    ],
)
def test_brackets_among_full_width_marks(
    text: str, step: float, many: bool, seen: str, doubtful: bool
) -> None:
    lines = [evenly("乡，镇", 1.0), *[evenly(text, step)] * (3 if many else 1)]
    page = mark_widths(lines, [1.0] * len(lines))
    found = full_or_half(lines[-1], 1.0, page)
    assert found.text[1] + found.text[3] == seen
    assert [found.confidences[index] < UNSURE for index in (1, 3)] == [doubtful] * 2


def test_brackets_where_marks_are_squeezed() -> None:
    """As wide as the commas of the page, which are full-width ones."""
    lines = [evenly("乡，镇，村", 1.0), evenly("乡,镇,村", 0.85), evenly("乡,镇", 0.85)]
    page = mark_widths(lines, [1.0] * 3)
    assert page == MarkWidths(wide=True, squeezed=True)
    assert not mark_widths(lines[:2], [1.0] * 2).squeezed
    assert full_or_half(lines[2], 1.0, page).text == "乡，镇"
    assert not mark_widths([evenly("乡，镇" * 30, 1.0), *lines], [1.0] * 4).squeezed
    found = full_or_half(evenly("村(社)予", 0.85), 1.0, page)
    assert found.text == "村（社）予"
    assert [index for index, sure in enumerate(found.confidences) if sure < UNSURE] == [1, 3]


@pytest.mark.parametrize(
    ("apart", "doubtful"),
    [
        pytest.param(1.55, True, id="half-width ones with a space"),
        pytest.param(1.75, False, id="full-width ones"),
        pytest.param(2.1, False, id="with a space"),
    ],
)
def test_marks_before_labels_that_stand_near_are_doubtful(apart: float, doubtful: bool) -> None:
    """；2. takes an em and a half digit's space, "; 2." half of the first and a space."""
    lines = [read("好；2.村", 0.5, 1.2, 0.5 + apart, 3.0, 3.6)] * 3
    page = mark_widths([*lines, evenly("乡，镇", 1.0)], [1.0] * 4)
    assert page.near == doubtful
    assert not mark_widths([*lines[:2], evenly("乡，镇", 1.0)], [1.0] * 3).near
    for one, read_as in ((lines[0], "好;2.村"), (evenly("做好；", 1.0), "做好；")):
        found = full_or_half(one, 1.0, page)
        assert found.text == (read_as if doubtful else one.text)
        assert (found.confidences[one.text.index("；")] < UNSURE) == doubtful
    assert min(full_or_half(evenly("做；好", 1.0), 1.0, page).confidences) == 1.0


@pytest.mark.parametrize(
    ("text", "possible", "found"),
    [
        pytest.param("对中请人的家庭", "申虫", "申", id="a fax's stroke lost"),
        pytest.param("对申请人的家庭", "中", "", id="a word as it is"),
        pytest.param("报县公安局", "具且", "", id="a word of one character"),
        pytest.param("对中请人的家庭", "", "", id="nothing else is possible"),
    ],
)
def test_the_dictionary_tells_what_is_likelier(text: str, possible: str, found: str) -> None:
    assert likelier(text, 1, possible) == found


def test_on_a_page_of_half_width_marks_none_is_doubtful() -> None:
    one = read("乡,镇,村", 0.5, 1.2, 2.0, 2.7, 3.5)
    assert mark_widths([one], [1.0]) == NARROW
    assert full_or_half(one, 1.0, NARROW) == one


@pytest.mark.parametrize(
    ("text", "below", "doubtful"),
    [
        pytest.param("排查：2.上报", "", True, id="before the next label"),
        pytest.param("排查：", "10、上报", True, id="at the line's end"),
        pytest.param("职责：1.上报", "", False, id="a count begins"),
        pytest.param("时间：2025年", "", False, id="no label"),
        pytest.param("排查：", "上报", False, id="words below"),
        pytest.param("排查：", None, True, id="at the cell's end"),
        pytest.param("职责：做好", None, False, id="within the cell's last line"),
    ],
)
def test_a_colon_that_may_be_a_semicolon_is_doubtful(
    text: str, below: str | None, doubtful: bool
) -> None:
    found = with_unsure_colons(read(text, *map(float, range(len(text)))), below)
    assert (found.confidences[text.index("：")] < UNSURE) == doubtful
    assert sum(one < UNSURE for one in found.confidences) == doubtful


def test_one_mark_before_a_label_that_stands_near_is_a_half_width_one() -> None:
    """Lists have single half-width marks among full-width ones."""
    found = full_or_half(read("好；2.村", 0.5, 1.2, 2.1, 3.0, 3.6), 1.0, MarkWidths(wide=True))
    assert (found.text, found.confidences[1] < UNSURE) == ("好;2.村", True)
    whole = full_or_half(read("好；2.村", 0.5, 1.2, 2.3, 3.0, 3.6), 1.0, MarkWidths(wide=True))
    assert (whole.text, whole.confidences[1]) == ("好；2.村", 1.0)


@pytest.mark.parametrize(("apart", "doubtful"), [(1.7, True), (1.95, False), (2.2, False)])
def test_a_mark_that_takes_much_less_than_others_before_labels_is_doubtful(
    apart: float, doubtful: bool
) -> None:
    """Where others have half an em of space behind them, it has none or is a half-width one."""
    usual, one = (read("好；2.村", 0.5, 1.2, 0.5 + by, 3.0, 3.6) for by in (2.2, apart))
    wide = evenly("乡，镇", 1.0)
    page = mark_widths([usual, usual, one, wide], [1.0] * 4)
    found = full_or_half(one, 1.0, page)
    assert (found.text, found.confidences[1] < UNSURE) == ("好；2.村", doubtful)
    few = mark_widths([usual, one, wide], [1.0] * 3)
    assert full_or_half(one, 1.0, few).confidences[1] == 1.0


@pytest.mark.parametrize("text", ["作(测土", "测土)等"])
def test_a_bracket_whose_other_stands_on_another_line_is_as_wide_as_its_place(text: str) -> None:
    page = MarkWidths(wide=True, squeezed=True)
    alone = full_or_half(evenly(text, 0.85), 1.0, page)
    assert alone.text in ("作（测土", "测土）等")
    assert min(alone.confidences) < UNSURE


def test_brackets_that_belong_together_have_one_width() -> None:
    """The white before the first bracket of a line is not in its picture."""
    assert full_or_half(read("(1）建立", 0.7, 1.25, 1.7, 3.0, 4.0), 1.0, NARROW).text == "（1）建立"
    assert full_or_half(read("(1)建立", 0.7, 1.25, 1.7, 3.0, 4.0), 1.0, NARROW).text == "（1）建立"
    assert full_or_half(read("（1）建立", 0.2, 0.75, 1.2, 2.0, 3.0), 1.0, NARROW).text == "(1)建立"
    assert full_or_half(read("县（1)乡", 0.5, 1.2, 1.75, 2.2, 3.0), 1.0, NARROW).text == "县(1)乡"
    assert full_or_half(read("法(“双”", 0.5, 1.8, 2.8, 3.5, 4.2), 1.0, NARROW).text == "法（“双”"
    assert full_or_half(read("71)，并", 0.2, 0.7, 1.2, 2.2, 3.5), 1.0, NARROW).text == "71），并"
    assert full_or_half(read("(a)", 0.2, 0.6, 1.0), 1.0, NARROW).text == "(a)"


def test_white_in_a_bracket_is_no_space() -> None:
    assert full_or_half(read("（1） 建", 0.7, 1.25, 1.7, 2.2, 3.0), 1.0, NARROW).text == "（1）建"


@pytest.mark.parametrize(
    ("text", "middles", "seen"),
    [
        pytest.param("务 AP", (0.5, 1.12, 1.5, 2.0), "务AP", id="before letters"),
        pytest.param("P 办", (0.25, 0.6, 1.25), "P办", id="behind one"),
        pytest.param("务 AP", (0.5, 1.4, 2.0, 2.5), "务 AP", id="wide white"),
        pytest.param("a b", (0.25, 0.6, 1.0), "a b", id="between words"),
        pytest.param("， A", (0.5, 1.12, 1.5), "， A", id="behind a mark"),
    ],
)
def test_the_white_that_programs_set_beside_latin_letters_is_no_space(
    text: str, middles: tuple[float, ...], seen: str
) -> None:
    assert without_set_white(read(text, *middles), 1.0).text == seen


def test_what_the_dictionary_holds_for_likelier_makes_doubtful() -> None:
    """The others that the recogniser all but rules out count where words speak for them."""
    line = replace(evenly("对中请人提交", 1.0), faint=("", "申", "", "", "", ""))
    found = with_words(line)
    assert found.text == "对中请人提交"
    assert [sure < UNSURE for sure in found.confidences] == [False, True, *[False] * 4]
    assert found.others[1] == "申"
    sound = evenly("对申请人提交", 1.0)
    assert with_words(replace(sound, faint=("", "中", "", "", "", ""))) == sound


def test_a_word_that_begins_on_one_line_and_ends_on_the_next_is_one() -> None:
    """中 and 请 on two lines of a cell are no word where 申请 is one; 申 and 请 are."""

    def two(first: str, faint: str, *, sure: float = 1.0) -> list[ReadLine]:
        end = evenly(first, 1.0)
        end = replace(end, confidences=(*end.confidences[:-1], sure))
        end = replace(end, faint=("",) * (len(first) - 1) + (faint,))
        return [end, replace(evenly("请人提交", 1.0), faint=("申",) + ("",) * 3)]

    def doubtful(lines: list[ReadLine], *owners: int) -> list[str]:
        return [
            one
            for line in weighed(lines, owners)
            for one, sure in zip(line.text, line.confidences, strict=True)
            if sure < UNSURE
        ]

    assert doubtful(two("对符合条件的中", "申"), 3, 3) == ["中"]
    assert doubtful(two("对符合条件的申", "中"), 3, 3) == []
    assert doubtful(two("对符合条件的中", "申"), 3, 4) == []
    assert doubtful(two("对符合条件的申", "", sure=0.97), 3, 3) == []
    assert doubtful(two("对符合条件的申", "", sure=0.97), 3, 4) == ["申"]
    assert doubtful(two("对符合条件的申", "", sure=0.97), -1, -1) == ["申"]


@pytest.mark.parametrize(
    ("text", "sure", "doubtful"),
    [
        pytest.param("划拨土级资金", 0.97, True, id="of no word"),
        pytest.param("划拨土级资金", 0.992, False, id="of no word, nearly certain"),
        pytest.param("划拨土地资金", 0.97, False, id="of a word"),
    ],
)
def test_a_character_of_no_word_is_to_be_nearly_certain(
    text: str, sure: float, doubtful: bool
) -> None:
    line = replace(evenly(text, 1.0), confidences=(1.0, 1.0, sure, 1.0, 1.0, 1.0))
    found = with_unsure_singles(line)
    assert [one < UNSURE for one in found.confidences] == [False] * 2 + [doubtful] + [False] * 3


def test_digits_and_marks_are_of_no_word_and_need_not_be_nearly_certain() -> None:
    line = replace(evenly("；12", 1.0), confidences=(0.97,) * 3)
    assert with_unsure_singles(line) == line


def test_roman_numerals_are_always_to_be_looked_at() -> None:
    line = with_unsure_numerals(read("（I—IⅣ级）Vi", *range(9)))
    assert line.text == "（I—IⅣ级）Vi"
    assert [sure < 0.95 for sure in line.confidences] == [
        *(False, True, False, True, True, False, False, False, False)
    ]


def test_where_a_sign_may_be_lost_those_beside_it_are_to_be_looked_at() -> None:
    """Of ；（ the recogniser may read （ alone."""
    whole = with_unsure_gaps(read("余份；（3）", 0.5, 1.5, 2.3, 3.7, 4.25, 4.8), 1.0)
    assert whole.confidences == (1.0,) * 6
    lost = with_unsure_gaps(read("余份（3）", 0.5, 1.5, 3.7, 4.25, 4.8), 1.0)
    assert [sure < 0.95 for sure in lost.confidences] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("whole", "lost"),
    [
        # A character before a closing mark and one behind an opening one; a digit among digits.
        (("圪塄、上村", 0.5, 1.5, 2.35, 3.5, 4.5), ("圪塄、上、", 0.5, 1.5, 2.35, 3.5, 5.4)),
        (("（户主）", 0.7, 1.4, 2.4, 3.2), ("（主）户", 0.7, 2.4, 3.2, 4.3)),
        (("2146亩", 0.25, 0.75, 1.25, 1.75, 2.5), ("214亩地", 0.25, 0.75, 1.75, 2.5, 3.5)),
    ],
)
def test_one_lost_beside_a_mark_or_among_digits_is_seen(
    whole: tuple[str, *tuple[float, ...]], lost: tuple[str, *tuple[float, ...]]
) -> None:
    assert min(with_unsure_gaps(read(*whole), 1.0).confidences) == 1.0
    assert min(with_unsure_gaps(read(*lost), 1.0).confidences) < UNSURE


def test_a_capital_that_looks_like_a_chinese_character_is_doubtful() -> None:
    """日 is read as H on a fax; a grade or a point of a map is none."""
    (one,) = (
        i
        for i, sure in enumerate(with_unsure_letters(evenly("10H内", 1.0)).confidences)
        if sure < UNSURE
    )
    assert one == 2
    for text in ("C级、D级", "坐标X1至X9", "安装App", "5G基站", "USB口"):
        assert min(with_unsure_letters(evenly(text, 1.0)).confidences) == 1.0


def test_a_mark_behind_a_bracket_is_as_wide_as_the_pages_and_doubtful() -> None:
    found = full_or_half(evenly("级(A);3", 1.0), 1.0, WIDE)
    assert found.text == "级（A）；3"
    assert found.confidences[4] < UNSURE
    assert full_or_half(evenly("级(A);3", 1.0), 1.0, NARROW).text[4] == ";"


def test_a_sign_that_takes_an_em_is_full_width_and_doubtful() -> None:
    wide = full_or_half(read("积>20", 0.5, 1.37, 2.25, 2.75), 1.0, WIDE)
    assert (wide.text, wide.confidences[1] < UNSURE) == ("积＞20", True)
    # The recogniser knows no ‰, which is as wide.
    for behind, sure in ((3.0, False), (2.85, True)):
        percent = full_or_half(read("展1%人", 0.5, 1.25, 2.0, behind), 1.0, WIDE)
        assert (percent.text, percent.confidences[2] > UNSURE) == ("展1%人", sure)
    half = full_or_half(read("积>20", 0.5, 1.25, 1.75, 2.25), 1.0, WIDE)
    assert (half.text, min(half.confidences)) == ("积>20", 1.0)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("2026一2030", "2026—2030"),
        ("I一IV级", "I—IV级"),
        ("做好2026一", "做好2026—"),
        ("第一2组", "第一2组"),
    ],
)
def test_a_dash_between_numbers_is_none_of_the_numerals(seen: str, meant: str) -> None:
    found = with_dashes(evenly(seen, 1.0))
    assert found.text == meant
    assert (min(found.confidences) < UNSURE) == (seen != meant)


def test_a_mark_stands_behind_the_digit_that_it_follows() -> None:
    """Its ink is at the left of its em, where the recogniser sees its middle."""
    line = ScannedLine(InkBox(0, 0, 300, 92), 0.0, read("1、负责", 22.0, 45.0, 200.0, 300.0))
    (printed,) = scanned_lines([line], [100.0], [0], 72.0)[0]
    assert printed.text == "1、负责"


def test_a_space_before_a_clause_is_seen() -> None:
    assert with_spaces(read("报；2.", 0.5, 1.3, 2.7, 3.1), 1.0, 1.0).text == "报； 2."
    assert with_spaces(read("报；2.", 0.5, 1.2, 2.3, 2.7), 1.0, 1.0).text == "报；2."


def test_a_space_after_a_colon_is_seen() -> None:
    assert with_spaces(read("局：负", 0.5, 1.3, 2.95), 1.0, 1.0).text == "局： 负"
    assert with_spaces(read("局：负", 0.5, 1.3, 2.5), 1.0, 1.0).text == "局：负"
    # In a stretched line all distances are greater.
    assert with_spaces(read("局：负", 0.5, 1.3, 2.9), 1.0, 1.1).text == "局：负"


def test_a_page_number_keeps_its_dashes() -> None:
    assert with_dashes(read("一3—", 1, 2, 3)).text == "—3—"
    assert with_dashes(read("一3个", 1, 2, 3)).text == "一3个"


def test_lines_set_without_white_between_them_are_no_error() -> None:
    """A cut run of ink whose piece lies wholly in the white between two lines."""
    ink = np.zeros((140, 300), dtype=np.uint8)
    for top, bottom in ((4, 24), (30, 50), (56, 76)):
        ink[top:bottom, 20:280] = 1
    ink[80:84, 20:60] = 1
    ink[99:103, 20:60] = 1
    ink[103:125, 20:280] = 1
    for top in range(80, 103):
        ink_lines(ink[:top], [Region(0, 0, 300, top)])
    assert ink_lines(np.zeros((9, 9), np.uint8), [Region(0, 0, 9, 9), Region(3, 3, 3, 3)]) == [
        [],
        [],
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 180), st.integers(1, 60)), max_size=8))
def test_any_ink_gives_lines_with_ink(runs: list[tuple[int, int]]) -> None:
    ink = np.zeros((240, 100), dtype=np.uint8)
    for top, height in runs:
        ink[top : top + height, 10 : 10 + height] = 1
    (lines,) = ink_lines(ink, [Region(0, 0, 100, 240)])
    for line in lines:
        assert ink[line.top : line.bottom, line.x0 : line.x1].any()


def test_what_cannot_be_a_line_is_not_enlarged() -> None:
    strip = np.full((1, 52_000), 255, dtype=np.uint8)
    assert [one.text for one in recognise([strip, strip[:, :0]], NEVER)] == ["", ""]
    with pytest.raises(OutOfTimeError):
        recognise([np.full((20, 60), 255, dtype=np.uint8)], Deadline(0.0, 0.0))


@pytest.mark.parametrize(
    ("clock", "processor", "over"),
    [(59.0, 90.0, False), (200.0, 20.0, False), (200.0, 61.0, True), (601.0, 20.0, True)],
    ids=["other threads", "a busy machine", "a page that ends nowhere", "the file's own time"],
)
def test_a_page_has_its_time_by_the_clock_and_by_the_processor(
    monkeypatch: pytest.MonkeyPatch, clock: float, processor: float, over: bool
) -> None:
    now = time.monotonic()
    deadline = Deadline.after(60.0, now + 600.0)
    used = time.process_time()
    monkeypatch.setattr(time, "monotonic", lambda: now + clock)
    monkeypatch.setattr(time, "process_time", lambda: used + processor)
    with pytest.raises(OutOfTimeError) if over else contextlib.nullcontext():
        deadline.check()


def test_a_fax_is_stretched_to_square_pixels(tmp_path: Path) -> None:
    path = tmp_path / "传真.tif"
    Image.new("1", (1728, 1143), 1).save(path, dpi=(204, 98))
    (picture,) = file_pictures(path, ReadLimits())
    assert picture.dpi == 204
    assert picture.grey.shape == (2379, 1728)


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    path = tmp_path / "截图.png"
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(path)
    (picture,) = file_pictures(path, ReadLimits())
    assert picture.grey.min() == 255


@pytest.mark.parametrize("ending", ["gif", "webp", "jp2", "heic", "bmp", "tif"])
def test_pictures_of_every_usual_kind_are_opened(tmp_path: Path, ending: str) -> None:
    pillow_heif.register_heif_opener()
    path = tmp_path / f"照片.{ending}"
    drawn(3, 3).save(path)
    expect_format(path, "gif", "webp", "jp2", "heic", "bmp", "tiff")
    (picture,) = file_pictures(path, ReadLimits())
    assert abs(picture.grey.astype(int) - np.asarray(drawn(3, 3))).mean() < 3


def test_each_page_of_a_picture_file_is_told_before_it_is_read(tmp_path: Path) -> None:
    first, second = drawn(2, 2), drawn(3, 3)
    path = tmp_path / "清单.tif"
    first.save(path, save_all=True, append_images=[second])
    told: list[tuple[int, int] | float] = []
    limits = ReadLimits(at_page=lambda *page: told.append(page), more_time=told.append)
    for picture in file_pictures(path, limits):
        told.append(-picture.number)
    assert told == [(1, 2), SCAN_SECONDS, -1, (2, 2), SCAN_SECONDS, -2]


class Terminal(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_who_waits_at_a_terminal_sees_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with telling_pages(ReadLimits()) as limits:
        limits.at_page(12, 69)
    assert sys.stderr.getvalue() == "\r\x1b[K正在识别第 12 页，共 69 页\r\x1b[K"
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with telling_pages(ReadLimits()) as limits:
        limits.at_page(12, 69)
    assert sys.stderr.getvalue() == ""


@pytest.mark.parametrize(
    ("x0", "x1", "doubtful"),
    [
        pytest.param(10, 110, [], id="all of the ink is read"),
        pytest.param(-30, 110, [0], id="a character before the first was not read"),
        pytest.param(10, 150, [2], id="one behind the last was not"),
        pytest.param(10, 116, [], id="a wide stroke of the last"),
        pytest.param(10, 121, [2], id="a mark behind the last was not"),
    ],
)
def test_ink_beyond_the_first_and_last_character_read_is_doubtful(
    x0: float, x1: float, doubtful: list[int]
) -> None:
    read = ReadLine("登记所", (25.0, 60.0, 95.0), (1.0, 1.0, 1.0), ("", "", ""))
    found = with_unsure_ends(read, x0, x1, 35.0)
    assert [i for i, sure in enumerate(found.confidences) if sure < 0.95] == doubtful
