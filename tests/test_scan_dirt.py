"""Dirty copies: streaks from end to end are no rulings, and specks no marks."""

from __future__ import annotations

import numpy as np
import pytest

from dutylist.extract.formats.scan.lines import InkBox, agreed_lines
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.speck_signs import with_unsure_signs, without_speck_signs
from dutylist.extract.formats.scan.specks import DIRTY, without_drum_specks
from dutylist.extract.formats.scan.streaks import (
    streaks,
    without_streak_edges,
    without_streaks,
)
from dutylist.extract.pages.page import Floats
from dutylist.extract.pages.rulings import Grid
from dutylist.extract.source import UNSURE

DPI = 72.0
LEVEL = np.array([(y, 50.0, 350.0) for y in (100, 200, 300, 400)])


def sheet(*, cut: bool = False) -> np.ndarray:
    """A table of three columns, on a sheet or with nothing round it."""
    grey = np.full((500, 400), 245, dtype=np.uint8)
    for y in (100, 200, 300, 400):
        grey[y, 50:351] = 0
    rows = slice(0, 500) if cut else slice(100, 401)
    for x in (50, 150, 250, 350):
        grey[rows, x] = 0
    return grey


def test_a_streak_from_end_to_end_goes_and_rulings_stay() -> None:
    grey = sheet()
    grey[:, 200] = np.minimum(grey[:, 200], 60)
    clean, count = without_streaks(grey, streaks(grey, DPI), LEVEL, DPI)
    assert count == 1
    assert (np.abs(clean.astype(int) - sheet()) <= 1).all()


def test_a_streak_may_lean_and_be_broken() -> None:
    grey = sheet()
    rows = np.arange(500)
    grey[rows, np.round(200 + rows / 150).astype(int)] = 60
    grey[::7] = sheet()[::7]
    clean, count = without_streaks(grey, streaks(grey, DPI), LEVEL, DPI)
    assert count == 1
    assert (np.abs(clean.astype(int) - sheet()) > 40).mean() < 0.001


def test_rulings_of_a_part_of_a_table_are_no_streaks() -> None:
    grey = sheet(cut=True)
    assert len(streaks(grey, DPI)) == 4
    clean, count = without_streaks(grey, streaks(grey, DPI), LEVEL, DPI)
    assert count == 0
    assert (clean == grey).all()


def test_a_ruling_under_a_streak_stays() -> None:
    grey = sheet()
    grey[100:401, 249:252] = 0
    grey[:, 252] = 60
    found = streaks(grey, 2 * DPI)
    assert len(found) == 1
    _, count = without_streaks(grey, found, LEVEL / 2, 2 * DPI)
    assert count == 0


def test_a_streak_goes_where_the_ruling_under_it_ends() -> None:
    """It runs on over a heading across all columns, and beyond the table."""
    grey = sheet()
    grey[100:401, 249:252] = 0
    grey[201:300, 249:252] = 245
    clean = grey.copy()
    grey[:, 252] = np.minimum(grey[:, 252], 60)
    found, count = without_streaks(grey, streaks(grey, 2 * DPI), LEVEL / 2, 2 * DPI)
    assert count == 1
    assert (np.abs(found.astype(int) - clean)[[*range(100), *range(202, 299)]] <= 1).all()
    assert (found[101:200, 249:252] == 0).all()


@pytest.mark.parametrize(
    ("rows", "table", "gone"),
    [
        pytest.param((180, 500), {}, True, id="fades towards the top"),
        pytest.param((0, 330), {}, True, id="towards the bottom"),
        pytest.param((180, 470), {}, False, id="at no end"),
        pytest.param((300, 500), {}, False, id="short"),
        pytest.param((180, 500), {"to": 500}, False, id="a table that goes on itself"),
        pytest.param((180, 500), {"sides": False}, False, id="a table without sides"),
    ],
)
def test_a_streak_may_fade(rows: tuple[int, int], table: dict[str, int], gone: bool) -> None:
    grey = sheet()
    if not table.get("sides", True):
        grey[101:400, [50, 350]] = 245
        grey[[200, 300], 50] = grey[[200, 300], 350] = 0
    grey[400 : table.get("to", 400), [50, 150, 250, 350]] = 0
    clean = grey.copy()
    grey[slice(*rows), 200] = np.minimum(grey[slice(*rows), 200], 60)
    found, count = without_streaks(grey, streaks(grey, DPI), LEVEL, DPI)
    assert count == gone
    assert (np.abs(found.astype(int) - clean) <= 1).all() == gone


def test_edges_of_streaks_do_not_tell_how_a_sheet_lies() -> None:
    grey = sheet()
    grey[:, 200] = 60
    edges: Floats = np.array(
        [[(200, 10), (200, 90)], [(150, 110), (150, 390)], [(200, 100), (340, 100)]], float
    )
    assert without_streak_edges(grey, DPI, edges).tolist() == edges[1:].tolist()


def read(text: str, middles: list[float] | None = None) -> ReadLine:
    places = middles or [float(at) for at in range(len(text))]
    return ReadLine(text, tuple(places), (1.0,) * len(text), ("",) * len(text))


def unsure(line: ReadLine) -> str:
    return "".join(
        one for one, sure in zip(line.text, line.confidences, strict=True) if sure < UNSURE
    )


@pytest.mark.parametrize(
    ("text", "middles", "left", "doubtful"),
    [
        pytest.param("负·责任", [0, 0.5, 1, 2], "负责任", "", id="between two characters"),
        pytest.param("负，责任", [0, 0.7, 2, 3], "负，责任", "", id="with room"),
        pytest.param("实。《一", [0, 0.6, 1.25, 2], "实《一", "《", id="before a title"),
        pytest.param(".平安", [0, 0.6, 1.6], "平安", "平", id="before a line"),
        pytest.param("1.平安", [0, 0.3, 1, 2], "1.平安", "", id="a label"),
    ],
)
def test_marks_without_room_are_specks(
    text: str, middles: list[float], left: str, doubtful: str
) -> None:
    found = without_speck_signs(read(text, middles), 1.0)
    assert (found.text, unsure(found)) == (left, doubtful)


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        pytest.param("开展工作.", ".", id="behind a clause"),
        pytest.param("8.", ".", id="behind a number"),
        pytest.param("1.开展工作；", "", id="a label, and a clause's end"),
        pytest.param("服务；按照", "；", id="a comma with a speck over it"),
        pytest.param("一村一品", "", id="characters like dashes"),
        pytest.param("2-", "-", id="a dash"),
    ],
)
def test_marks_that_may_be_specks_are_unsure(text: str, doubtful: str) -> None:
    assert unsure(with_unsure_signs(read(text))) == doubtful


def specked(count: int) -> np.ndarray:
    """The ink of a line of three characters with a mark, and specks in the white of a table."""
    ink = np.zeros((500, 400), dtype=np.uint8)
    for x in (100, 135, 200):
        ink[200:228, x : x + 26] = 1
    ink[222:228, 166:171] = 1
    places = [(60 + 8 * (at % 35), 300 + 8 * (at // 35)) for at in range(count)]
    for x, y in places:
        ink[y : y + 3, x : x + 3] = 1
    return ink


GRID = Grid(np.array([50.0, 350.0]), np.array([100.0, 400.0]), np.zeros((1, 1), dtype=np.int64))
BOX = InkBox(95, 195, 230, 233)


def test_specks_go_where_a_page_is_full_of_them_and_marks_stay() -> None:
    clean = without_drum_specks(specked(DIRTY), [GRID], [BOX], 30.0, DPI)
    assert clean.dirty
    assert (clean.text == specked(0)).all()
    assert (clean.painted(np.where(specked(DIRTY) > 0, 0, 245))[290:] == 245).all()


def test_few_specks_are_left_to_the_readers_doubts() -> None:
    clean = without_drum_specks(specked(DIRTY - 1), [GRID], [BOX], 30.0, DPI)
    assert not clean.dirty
    assert (clean.text == specked(DIRTY - 1)).all()


def test_pieces_that_a_streak_left_are_no_specks() -> None:
    ink = specked(DIRTY)
    mended = np.zeros_like(ink)
    mended[:, 63] = 1
    left = without_drum_specks(ink, [GRID], [BOX], 30.0, DPI, mended).text
    assert left[290:, 55:65].sum() == ink[290:, 55:65].sum()
    assert left[290:, 66:].sum() == 0


def test_a_line_that_the_detector_saw_is_read_where_specks_join_it_to_the_one_above() -> None:
    ink = np.zeros((200, 300), dtype=np.uint8)
    ink[20:150, 10:290] = 1
    own = [InkBox(10, 20, 290, 150)]
    seen = [InkBox(10, 20, 290, 50), InkBox(10, 60, 90, 120), InkBox(10, 122, 290, 150)]
    assert agreed_lines(ink, own, seen, 30.0) == seen
