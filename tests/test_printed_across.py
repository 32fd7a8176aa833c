"""A spreadsheet too wide for the paper: its right columns are printed on the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

FONT = "STSong-Light"
HEADER = ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]
ROWS = [
    ["1", "农村道路交通安全劝导", "县公安局", "查处酒驾。", "设立劝导站。"],
    ["2", "农家书屋管理", "县委宣传部", "更新目录。", "落实场地。"],
    ["3", "矿坑治理", "县自然资源局", "编制规划。", "设置警示标志。"],
    ["4", "加油站点摸底排查", "县商务局", "检定加油机。", "排查流动加油车。"],
    ["5", "校外培训治理", "县教育局", "审批学科类机构。", "公布举报电话。"],
]
HEIGHTS = (26, 60, 40, 50, 72, 34)
TITLE = "三江县高桥镇配合履职事项清单"
NOTE = "接成一张，请对照原件核对"


def printed(page: Canvas, rows: list[list[str]], heights: tuple[int, ...], title: str) -> None:
    """A page of a table; rows in the heights of the whole sheet."""
    page.setFont(FONT, 14)
    page.drawString(60, 790, title)
    page.setFont(FONT, 10)
    y, width = 770, 480 / len(rows[0])
    for row, height in zip(rows, heights, strict=True):
        for at, text in enumerate(row):
            page.rect(50 + at * width, y - height, width, height)
            page.drawString(54 + at * width, y - height / 2 - 4, text)
        y -= height
    page.showPage()


def read(path: Path, pages: list[tuple[list[list[str]], tuple[int, ...], str]]) -> DutyList:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path), pagesize=A4)
    for one in pages:
        printed(page, *one)
    page.save()
    return read_duty_list(path)


def halves(rows: list[list[str]], at: int) -> tuple[list[list[str]], list[list[str]]]:
    return [row[:at] for row in rows], [row[at:] for row in rows]


def told(found: DutyList) -> list[str]:
    return [note.text for note in found.notes if NOTE in note.text]


@pytest.mark.parametrize("at", [2, 3])
def test_the_halves_of_each_row_are_joined_and_told(at: int, tmp_path: Path) -> None:
    """The right columns' rows were duties of their own, told one by one."""
    left, right = halves([HEADER, *ROWS], at)
    found = read(
        tmp_path / "list.pdf",
        [(left, HEIGHTS, "三江县高桥镇配"), (right, HEIGHTS, "合履职事项清单")],
    )

    (table,) = found.lists
    assert (table.kind, table.title) == ("cooperative", TITLE)
    assert [list(duty.cells) for duty in table.duties] == ROWS
    assert table.duties[0].source.pages == (1, 2)
    assert len(told(found)) == 1


@pytest.mark.parametrize("header", [True, False])
def test_so_are_those_of_the_rows_that_follow(header: bool, tmp_path: Path) -> None:
    """Perhaps without the header row; a cell of the right half may be empty."""
    more = [[str(6 + at), f"{row[1]}之二", *row[2:]] for at, row in enumerate(ROWS)]
    more[2][3:] = ["", ""]
    rows = [HEADER, *more] if header else more
    heights = (30, 44, 58, 36, 61, 47)[: len(rows)]
    pages = [([HEADER, *ROWS], HEIGHTS, TITLE), (rows, heights, "")]
    found = read(
        tmp_path / "list.pdf",
        [(half, high, title) for one, high, title in pages for half in halves(one, 3)],
    )

    assert [list(duty.cells) for one in found.lists for duty in one.duties] == [*ROWS, *more]
    assert len(told(found)) == 2


@pytest.mark.parametrize(
    "second",
    [
        [HEADER, *([str(6 + at), *row[1:]] for at, row in enumerate(ROWS))],
        [["序号", "事项名称", "承接部门"], *([row[0], f"{row[1]}的处罚", row[2]] for row in ROWS)],
        [[str(6 + at), *row[1:]] for at, row in enumerate([*ROWS, ROWS[0]])],
    ],
    ids=["header again", "another list", "rows that follow"],
)
def test_tables_of_their_own_that_are_as_high_are_not_joined(
    second: list[list[str]], tmp_path: Path
) -> None:
    title = "上级部门收回事项清单" if "承接部门" in second[0] else ""
    found = read(
        tmp_path / "list.pdf", [([HEADER, *ROWS], HEIGHTS, TITLE), (second, HEIGHTS, title)]
    )

    assert not told(found)
    assert sum(len(table.duties) for table in found.lists) == len(ROWS) + len(second) - (
        "序号" in second[0]
    )


def test_rows_of_other_heights_are_not_joined(tmp_path: Path) -> None:
    left, right = halves([HEADER, *ROWS], 3)
    other = (26, 60, 40, 56, 66, 34)
    found = read(tmp_path / "list.pdf", [(left, HEIGHTS, TITLE), (right, other, "")])
    assert not told(found)
    assert found.notes


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("last", [1, 3])
def test_so_are_those_of_which_all_left_halves_are_printed_first(
    header: bool, last: int, tmp_path: Path
) -> None:
    """As spreadsheet programs do unless told otherwise: down, then over."""
    more = [[str(6 + at), f"{row[1]}之二", *row[2:]] for at, row in enumerate(ROWS)]
    end = [[str(11 + at), f"{row[1]}之三", *row[2:]] for at, row in enumerate(ROWS[:last])]
    sheets = [[HEADER, *ROWS], *([HEADER, *own] if header else own for own in (more, end))]
    heights = (HEIGHTS, (30, 44, 58, 36, 61, 47), (52, 38, 46, 33))
    titles = TITLE, "", ""
    both = [
        [(half[at], high[: len(half[at])], title if at == 0 else "")
         for half, high, title in zip((halves(one, 3) for one in sheets), heights, titles,
                                      strict=True)]
        for at in (0, 1)
    ]  # fmt: skip
    found = read(tmp_path / "list.pdf", [*both[0], *both[1]])

    rows = [list(duty.cells) for one in found.lists for duty in one.duties]
    assert rows == [*ROWS, *more, *end]
    assert found.lists[0].duties[0].source.pages == (1, 4)
    assert len(told(found)) == 3
    assert len(found.notes) == 3


SECTIONS = [["", "一、乡村治理", "", "", ""], *ROWS[:2], ["", "二、生态", "", "", ""], *ROWS[2:]]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3)], ids=["over", "down"])
@pytest.mark.parametrize(("at", "again"), [(3, 1), (3, 2), (2, 1)])
def test_columns_that_are_printed_again_tell_the_rows(
    at: int, again: int, order: tuple[int, ...], tmp_path: Path
) -> None:
    """The number, perhaps the name, too; a category stands on the left page alone."""
    more = [[str(6 + at), f"{row[1]}之二", *row[2:]] for at, row in enumerate(ROWS)]
    pages = []
    for rows, title in (([HEADER, *SECTIONS], TITLE), ([HEADER, *more], "")):
        left = [row[:at] for row in rows]
        right = [row[:again] + row[at:] for row in rows if row[0]]
        high = (30,) * len(left), (44,) * len(right)
        pages += [(left, high[0], title), (right, high[1], "")]
    found = read(tmp_path / "list.pdf", [pages[place] for place in order])

    (table,) = found.lists
    assert [list(duty.cells) for duty in table.duties] == [*ROWS, *more]
    assert [duty.category for duty in table.duties][:3] == ["乡村治理", "乡村治理", "生态"]
    assert len(told(found)) == 2


def test_a_page_printed_twice_is_no_right_half(tmp_path: Path) -> None:
    """Nor is a table of its own with the same numbers."""
    left, _ = halves([HEADER, *ROWS], 3)
    other = [["序号", "承接部门", "工作方式"], *([row[0], row[2], "自行办理。"] for row in ROWS)]
    found = read(tmp_path / "list.pdf", [(left, HEIGHTS, TITLE), (left, HEIGHTS, TITLE)])
    assert not told(found)
    rows = [["1", "禁毒", *ROWS[0][2:]], *ROWS[1:]]
    found = read(tmp_path / "list.pdf", [([HEADER, *rows], HEIGHTS, TITLE), (other, HEIGHTS, "")])
    assert not told(found)
    assert [list(duty.cells) for duty in found.lists[0].duties] == rows
