"""Coarse pictures: rulings that a fax has lost, and characters that it shows as others."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from dutylist.extract.formats.scan import again as again_module
from dutylist.extract.formats.scan import page
from dutylist.extract.formats.scan.again import agreed
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.lost_rulings import with_lost_rulings
from dutylist.extract.formats.scan.models import NEVER, Deadline
from dutylist.extract.formats.scan.page import read_sheet
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.recognise import NOTHING, ReadLine, recognise
from dutylist.extract.formats.scan.sheets import Sheet, upright_sheets
from dutylist.extract.formats.scan.text import (
    ScannedLine,
    is_coarse,
    with_unsure_stop,
    with_unsure_traces,
)
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.rulings import Grid
from dutylist.extract.source import UNSURE
from tests.fixtures.scans import scanned_page
from tests.fixtures.short_list import short_list

DPI = 150


@cache
def sheet() -> Sheet:
    """A header row and four rows, each between two rulings; below them the next table begins."""
    drawn = scanned_page(short_list(), 3, DPI).convert("L")
    upper = drawn.crop((0, 0, drawn.width, drawn.height * 43 // 100))
    (found,) = upright_sheets(Picture(1, np.asarray(upper), DPI), NEVER)
    return found


@cache
def whole() -> FoundPage:
    return read_sheet(sheet())


def table_of(found: FoundPage) -> FoundTable:
    (table,) = (block for block in found.blocks if isinstance(block, FoundTable))
    return table


def without_ruling(number: int) -> Sheet:
    """The sheet with paper over the ruling above that row, from 0, but for the columns' own."""
    grey = sheet().picture.grey.copy()
    y = round(sorted({cell.top for cell in table_of(whole()).cells})[number] * DPI / 72)
    band = grey[y - 3 : y + 4]
    band[:, np.asarray(band > 128).any(axis=0)] = 240
    return replace(sheet(), picture=replace(sheet().picture, grey=grey))


def cells(found: FoundPage) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table_of(found).cells:
        rows.setdefault(cell.place.top, []).append("".join(line.text for line in cell.lines))
    return list(rows.values())


def test_the_sheet_is_read_whole() -> None:
    assert [row[0] for row in cells(whole())] == ["序号", "1", "2", "3", "4"]
    assert whole().notes == ()


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_ruling_that_is_lost_is_put_back_and_told(lost: int) -> None:
    found = read_sheet(without_ruling(lost))
    assert cells(found) == cells(whole())
    assert found.notes == ("这一页的表格有 1 条横线没有扫出来，行按表头和序号划分，请对照原件核对",)


def line(text: str, sure: float, *, apart: float = 40.0) -> ReadLine:
    middles = tuple(apart * index for index in range(len(text)))
    return ReadLine(text, middles, (sure,) * len(text), ("",) * len(text))


def cell(*texts: str, x: int, top: int) -> list[ScannedLine]:
    """The lines of a cell, each 20 pixels high and 10 below the last."""
    return [
        ScannedLine(InkBox(x, y, x + 20 * len(text), y + 20), 0.0, line(text, 1.0))
        for y, text in zip(range(top, 1000, 30), texts, strict=False)
    ]


TOP_ALIGNED = (
    cell("69", x=10, top=164),
    cell("城乡", "建设", x=110, top=160),
    cell("经营者", "监管", "", "", "公租房", "审核", x=210, top=40),
    cell("1.对", "申请", "审核", x=410, top=160),
)
"""The end of the row before stands above the name, four lines above the number."""

MIDDLE = (
    cell("69", x=10, top=160),
    cell("城乡", x=110, top=160),
    cell("公租房", "审核", "", "", "申请", "轮候", "退出", x=210, top=70),
    cell("工作", x=410, top=160),
)


@pytest.mark.parametrize(
    ("columns", "cuts"),
    [
        pytest.param(TOP_ALIGNED, 1, id="the end of the row before"),
        pytest.param(MIDDLE, 0, id="cells stand in the middle"),
        pytest.param((*TOP_ALIGNED[:1], *TOP_ALIGNED[2:]), 1, id="three columns"),
        pytest.param((TOP_ALIGNED[0], TOP_ALIGNED[2], TOP_ALIGNED[2]), 0, id="most begin above"),
        pytest.param((cell("甲", x=10, top=160), *TOP_ALIGNED[1:]), 0, id="no number"),
    ],
)
def test_text_above_the_line_on_which_a_row_begins_is_of_the_row_before(
    columns: tuple[list[ScannedLine], ...], cuts: int
) -> None:
    xs = np.arange(len(columns) + 1) * 100.0
    placed = [
        replace(one, ink=replace(one.ink, x0=100 * number + 10, x1=100 * number + 90))
        for number, lines in enumerate(columns)
        for one in lines
        if one.read.text
    ]
    owners = [number for number, lines in enumerate(columns) for one in lines if one.read.text]
    grid = Grid(xs, np.array([30.0, 400.0]), np.arange(len(columns))[None])
    found = with_lost_rulings([grid], placed, owners, 72.0)
    assert found.cuts == cuts
    (got,) = found.grids
    assert len(got.ys) == 2 + cuts
    if cuts:
        assert 90 < got.ys[1] < 160


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        pytest.param("队伍.加强", [2], id="between"),
        pytest.param("队伍.", [2], id="at the line's end"),
        pytest.param("1.加强", [], id="a label"),
    ],
)
def test_on_a_coarse_page_a_point_behind_a_chinese_character_is_not_sure(
    text: str, doubtful: list[int]
) -> None:
    read = with_unsure_traces(line(text, 1.0, apart=35.0), 40.0)
    found = [index for index, one in enumerate(read.confidences) if one < UNSURE]
    assert found == doubtful


def lines_at(text: str, x: int, *tops: int) -> list[ScannedLine]:
    return [one for top in tops for one in cell(text, x=x, top=top)]


ENDING_LATE = (
    [*cell("57", x=10, top=40), *cell("58", x=10, top=160)],
    lines_at("业务", 110, 40, 70, 100, 130, 160, 190),
    lines_at("核实", 210, 40, 85, 115, 140, 160),
)
"""The lines of the row before reach one beside the other down to the number."""

WHITE = (
    ENDING_LATE[0],
    lines_at("业务", 110, 40, 70, 100, 160, 190),
    lines_at("核实", 210, 40, 70, 160, 190, 220, 250),
)


@pytest.mark.parametrize(
    ("columns", "below"),
    [
        pytest.param(ENDING_LATE, "59", id="no white, a row below tells"),
        pytest.param(WHITE, "59", id="white, a row below tells"),
        pytest.param(WHITE, "", id="white, all columns begin beside both numbers"),
    ],
)
def test_a_row_whose_number_stands_at_its_top_begins_there(
    columns: tuple[list[ScannedLine], ...], below: str
) -> None:
    last = (
        [*cell(below, x=10, top=310)],
        lines_at("业务", 110, 310, 340),
        lines_at("核", 210, 310),
    )
    lines = [one for column in columns for one in column]
    owners = [number for number, column in enumerate(columns) for _ in column]
    if below:
        lines += [one for column in last for one in column]
        owners += [3 + number for number, column in enumerate(last) for _ in column]
    grid = Grid(np.arange(4) * 100.0, np.array([30.0, 300.0, 400.0]), np.arange(6).reshape(2, 3))
    found = with_lost_rulings([grid], lines, owners, 72.0)
    (got,) = found.grids
    assert len(got.ys) == 4
    assert 120 < got.ys[1] < 160
    assert {
        owner for line, owner in zip(lines, found.owners, strict=True) if line.ink.top < 150
    } == {0, 1, 2}


@pytest.mark.parametrize(
    ("numbers", "unsure"),
    [
        pytest.param(("57", "58"), {0, 1}, id="one number and the next"),
        pytest.param(("57", "59"), set(), id="others"),
    ],
)
def test_a_row_of_two_numbers_that_no_white_parts_is_unsure(
    numbers: tuple[str, str], unsure: set[int]
) -> None:
    one, other = numbers
    columns = [*cell(one, x=10, top=40), *cell(other, x=10, top=160)], lines_at("业务", 110, 60)
    (tall,) = columns[1]
    columns[1][:] = [replace(tall, ink=replace(tall.ink, bottom=200))]
    lines = [one for column in columns for one in column]
    owners = [number for number, column in enumerate(columns) for _ in column]
    grid = Grid(np.arange(4) * 100.0, np.array([30.0, 300.0]), np.arange(3)[None])
    found = with_lost_rulings([grid], lines, owners, 72.0)
    assert (found.cuts, found.unsure) == (0, unsure)


@pytest.mark.parametrize(
    ("doubtful", "coarse"),
    [pytest.param(7, False, id="few"), pytest.param(9, True, id="more than one of twelve")],
)
def test_a_page_with_many_doubtful_characters_is_coarse(doubtful: int, coarse: bool) -> None:
    lines = [line("负" * (100 - doubtful), 1.0), line("员" * doubtful, UNSURE - 0.01)]
    assert is_coarse(lines) is coarse


@pytest.mark.parametrize(
    ("text", "apart", "doubtful"),
    [
        pytest.param("负责", 40.0, False, id="side by side"),
        pytest.param("负责", 62.0, True, id="white for half a character between"),
        pytest.param("12", 20.0, False, id="digits"),
        pytest.param("：：", 40.0, True, id="what a faded semicolon looks like"),
    ],
)
def test_on_a_coarse_page_what_may_have_lost_something_is_unsure(
    text: str, apart: float, doubtful: bool
) -> None:
    read = with_unsure_traces(line(text, 0.999, apart=apart), 40.0)
    assert [one < UNSURE for one in read.confidences] == [doubtful] * 2


@pytest.mark.parametrize(
    ("text", "own", "others", "doubtful"),
    [
        pytest.param("对员", 0.999, 0.95, True, id="in no word, nearly sure"),
        pytest.param("对员", 0.999, 0.96, False, id="in no word, sure"),
        pytest.param("负责", 0.9, 0.91, False, id="in a word, three agree"),
        pytest.param("负责", 0.9, 0.89, True, id="in a word, less sure"),
        pytest.param("12", 0.9, 0.91, False, id="digits"),
    ],
)
def test_on_a_coarse_page_three_readings_tell_how_sure_one_is(
    text: str, own: float, others: float, doubtful: bool
) -> None:
    (found,) = agreed([line(text, own)], [0], [[line(text, others)] * 2])
    assert found.text == text
    assert [one < UNSURE for one in found.confidences] == [doubtful] * 2


@pytest.mark.parametrize(
    ("again", "text", "others", "doubtful"),
    [
        pytest.param(("负责 人", "负责人"), "负责人", "", [], id="a space more"),
        pytest.param(("负员人", "负责人"), "负责人", "", [1], id="one has another"),
        pytest.param(("负员人", "负员人"), "负员人", "责", [1], id="both have the same other"),
        pytest.param(("负员人", "负贵人"), "负责人", "", [1], id="each has another"),
        pytest.param(("负人", "负责人"), "负责人", "", [1], id="one has it not"),
        pytest.param(("负担责人", "负责人"), "负责人", "", [0, 1], id="one has one more"),
        pytest.param(("负责；", "负责;"), "负责人", "", [2], id="a mark takes no one's place"),
    ],
)
def test_where_readings_of_a_coarse_line_differ_it_is_doubtful(
    again: tuple[str, str], text: str, others: str, doubtful: list[int]
) -> None:
    given = [line(one, 1.0) for one in again]
    (found,) = agreed([line("负责人", 1.0)], [0], [given])
    assert found.text == text
    assert "".join(found.others) == others
    assert [at for at, one in enumerate(found.confidences) if one < UNSURE] == doubtful


def test_marks_of_a_coarse_line_are_the_same_in_either_width() -> None:
    (found,) = agreed([line("核实；", 1.0)], [0], [[line("核实;", 1.0)] * 2])
    assert found == line("核实；", 1.0)


def test_a_word_over_two_lines_of_a_coarse_cell_is_one() -> None:
    lines = [line("由县级部门负", 0.95), line("责办理", 0.95)]
    again = [[one, one] for one in lines]
    whole = [one.confidences for one in agreed(lines, [0, 0], again)]
    apart = [one.confidences for one in agreed(lines, [0, 1], again)]
    assert (whole[0][-1] < UNSURE, whole[1][0] < UNSURE) == (False, False)
    assert (apart[0][-1] < UNSURE, apart[1][0] < UNSURE) == (True, True)


def test_a_coarse_page_is_read_from_three_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = cells(whole())
    given: list[list[tuple[int, ...]]] = []

    def unsure(lines: list[np.ndarray], deadline: Deadline) -> list[ReadLine]:
        given.append([one.shape for one in lines])
        return [
            replace(one, confidences=(0.945,) * len(one.text)) for one in recognise(lines, deadline)
        ]

    monkeypatch.setattr(page, "recognise", unsure)
    monkeypatch.setattr(again_module, "recognise", unsure)
    found = read_sheet(sheet())
    assert cells(found) == wanted
    first, narrowed, blurred = given
    assert blurred == first
    assert all(one[1] < other[1] for one, other in zip(narrowed, first, strict=True))
    (table,) = (block for block in found.blocks if isinstance(block, FoundTable))
    marked = [
        character
        for cell in table.cells
        for line_ in cell.lines
        for character, sure in zip(line_.text, line_.confidences, strict=True)
        if sure < UNSURE
    ]
    assert "县" in marked or "对" in marked
    assert "务" not in marked


@pytest.mark.parametrize("rest", [0, 1])
def test_ink_of_a_coarse_page_in_which_nothing_is_read_is_no_line(
    rest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line of a cell with nothing in it has no end that may have lost its full stop."""

    def some(lines: list[np.ndarray], deadline: Deadline) -> list[ReadLine]:
        return [
            replace(one, confidences=(0.945,) * len(one.text)) if at % 2 == rest else NOTHING
            for at, one in enumerate(recognise(lines, deadline))
        ]

    monkeypatch.setattr(page, "recognise", some)
    found = read_sheet(sheet())
    assert found.notes[-1].startswith("这一页的图很粗")
    assert "处墨迹没有读出字" in found.notes[-2]
    assert 0 < found.characters < whole().characters


@pytest.mark.parametrize(
    ("text", "cell", "doubtful"),
    [
        pytest.param("监督工作", "1.做好宣传；2.做好监督工作", True, id="a full stop is lost"),
        pytest.param("工作。", "1.做好宣传；2.做好工作。", False, id="a full stop"),
        pytest.param("验收工作", "污水治理验收工作", True, id="one sentence"),
        pytest.param("自然资源", "自然资源", False, id="a category"),
        pytest.param("", "", False, id="nothing read"),
    ],
)
def test_a_coarse_page_s_cell_that_has_lost_its_full_stop_is_told(
    text: str, cell: str, doubtful: bool
) -> None:
    found = with_unsure_stop(line(text, 1.0), cell)
    assert [one < UNSURE for one in found.confidences[-1:]] == [doubtful] * bool(text)
    assert sum(one < UNSURE for one in found.confidences) == doubtful


@pytest.mark.parametrize(
    ("sure", "told"),
    [
        pytest.param(0.93, "这一页没有读入：大约每 14 个字会认错 1 个", id="not worth reading"),
        pytest.param(0.945, "这一页的图很粗", id="worth its marks"),
        pytest.param(0.96, "", id="sound"),
    ],
)
def test_a_page_is_refused_where_too_many_characters_are_wrong(
    sure: float, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognise = page.recognise

    def unsure(*given: object) -> list[ReadLine]:
        return [
            replace(one, confidences=(sure,) * len(one.text))
            for one in recognise(*given)  # type: ignore[arg-type]
        ]

    monkeypatch.setattr(page, "recognise", unsure)
    notes = read_sheet(sheet()).notes
    assert [note.startswith(told) for note in notes] == ([True] if told else [])


def test_a_page_is_judged_by_what_stands_in_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grain of a desk round it was read, and a legible page of few rows was refused."""
    recognise = page.recognise

    def unsure(*given: object) -> list[ReadLine]:
        return [
            line(one.text + "木" * 90, 0.3, apart=5.0) if "清单" in one.text else one
            for one in recognise(*given)  # type: ignore[arg-type]
        ]

    monkeypatch.setattr(page, "recognise", unsure)
    found = read_sheet(sheet())
    assert cells(found) == cells(whole())
    assert found.notes == ()


def test_a_page_with_little_in_its_tables_is_judged_by_all_its_lines() -> None:
    inside, outside = cell("字" * 50, "字" * 50, x=10, top=10), cell("木" * 40, x=10, top=90)
    lines = [*inside, *outside]
    assert page._judged(lines, [0, 0, -1]) == inside
    assert page._judged(lines[1:], [0, -1]) == lines[1:]
