"""Booklets: two pages a sheet, in the order in which folded sheets have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

FONT = "STSong-Light"
HEADER = ("序号", "事项名称", "上级部门", "上级部门职责", "镇职责")
NAMES = "水利林业教育民政司法审计统计档案税务气象交通商务文旅卫健"
ROWS = [
    (str(at + 1), f"{name}管理", f"县{name}局", f"检查{name}。", f"巡查{name}。")
    for at in range(len(NAMES) // 2)
    if (name := NAMES[2 * at : 2 * at + 2])
]
XS = (40, 70, 170, 250, 320, 385)
NOTE = "对折成册"


def page_of(
    canvas: Canvas, left: float, rows: list[tuple[str, ...]] | None, number: int | None
) -> None:
    """A page of half a sheet's width; without rows a cover, with None an empty one."""
    canvas.setFont(FONT, 10)
    if rows == []:
        canvas.drawString(left + 140, 400, "柳河镇配合履职事项清单")
        canvas.drawString(left + 160, 200, "二〇二五年六月")
    top = 540.0
    for at, row in enumerate(rows or ()):
        for x, end, text in zip(XS, XS[1:], row, strict=False):
            canvas.rect(left + x, top - 30 * at, end - x, 30)
            canvas.drawString(left + x + 2, top - 30 * at + 10, text)
    if number is not None:
        canvas.drawString(left + 200, 24, f"— {number} —")


Pages = Sequence[tuple[list[tuple[str, ...]] | None, int | None]]


def booklet(path: Path, pages: Pages) -> DutyList:
    """The pages, as they stand on the sheets from left to right."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(842, 595))
    for at, (rows, number) in enumerate(pages):
        page_of(canvas, 421.0 * (at % 2), rows, number)
        if at % 2:
            canvas.showPage()
    canvas.save()
    return read_duty_list(path)


def parts(count: int, first: int) -> list[tuple[list[tuple[str, ...]], int | None]]:
    """A cover and the list on as many pages less one."""
    each = -(-len(ROWS) // (count - 1))
    cut = [ROWS[at : at + each] for at in range(0, len(ROWS), each)]
    return [([], None), *(([HEADER, *own], first + at) for at, own in enumerate(cut))]


@pytest.mark.parametrize(
    "order", [(3, 0, 1, 2), (7, 0, 1, 6, 5, 2, 3, 4)], ids=["one sheet", "two sheets"]
)
@pytest.mark.parametrize("first", [1, 2])
def test_a_booklets_pages_are_read_in_its_order_and_this_is_told(
    first: int, order: tuple[int, ...], tmp_path: Path
) -> None:
    pages = parts(len(order), first)
    found = booklet(tmp_path / "list.pdf", [pages[at] for at in order])
    assert [duty.cells for duty in found.lists[0].duties] == ROWS
    assert [NOTE in note.text for note in found.notes] == [True]


@pytest.mark.parametrize("numbered", [True, False])
def test_sheets_of_two_pages_in_order_stay_as_they_are(numbered: bool, tmp_path: Path) -> None:
    pages = [(rows, number if numbered else None) for rows, number in parts(4, 1)]
    found = booklet(tmp_path / "list.pdf", pages)
    assert [duty.cells for duty in found.lists[0].duties] == ROWS
    assert not any(NOTE in note.text for note in found.notes)


@pytest.mark.parametrize("number", [4, None], ids=["numbered", "without a number"])
def test_the_last_page_of_a_booklet_may_be_empty(number: int | None, tmp_path: Path) -> None:
    """It stands beside the cover; a row is cut between two pages of the sheets."""
    whole = ("3", "教育管理", "县教育局", "检查教育。", "巡查教育、上报。")
    above, below = (*whole[:4], "巡查教育、"), ("", "", "", "", "上报。")
    second = ([HEADER, *ROWS[:2], above], 2)
    third = ([HEADER, below, *ROWS[3:]], 3)
    found = booklet(tmp_path / "list.pdf", [(None, number), ([], 1), second, third])
    assert [duty.cells for duty in found.lists[0].duties] == [*ROWS[:2], whole, *ROWS[3:]]

    rest = ([HEADER, *ROWS[3:]], 4)
    third = ([HEADER, below], 3)
    sheets = [(None, number and 8), ([], 1), second, (None, 7), (None, 6), third, rest, (None, 5)]
    found = booklet(tmp_path / "list.pdf", sheets)
    assert [duty.cells for duty in found.lists[0].duties] == [*ROWS[:2], whole, *ROWS[3:]]
    assert sum(NOTE in note.text for note in found.notes) == 1


FEET = ["— {} —", "第{}页", "打印任务2025-0093　　第{}页　共3页"]


def backwards(path: Path, numbers: Sequence[int], foot: str) -> DutyList:
    """A list on pages of their own, in the order of the numbers that stand at their feet."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(421, 595))
    whole = [ROWS[:2], ROWS[2:4], ROWS[4:]]
    for number in numbers:
        page_of(
            canvas, 0, [HEADER, *whole[number - 1]] if number > 1 else [HEADER, *ROWS[:2]], None
        )
        if number == 1:
            canvas.drawString(120, 575, "柳河镇配合履职事项清单")
        canvas.drawString(150, 24, foot.format(number))
        canvas.showPage()
    canvas.save()
    return read_duty_list(path)


@pytest.mark.parametrize("foot", FEET)
def test_pages_printed_from_the_last_to_the_first_are_read_from_the_first(
    foot: str, tmp_path: Path
) -> None:
    found = backwards(tmp_path / "list.pdf", (3, 2, 1), foot)
    assert [duty.cells for duty in found.lists[0].duties] == ROWS
    pages = [duty.source.pages for duty in found.lists[0].duties]
    assert pages == [(3,)] * 2 + [(2,)] * 2 + [(1,)] * (len(ROWS) - 4)
    assert sum("从最后一页印起" in note.text for note in found.notes) == 1


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, 3, 2)])
def test_others_are_read_as_they_come(numbers: Sequence[int], tmp_path: Path) -> None:
    found = backwards(tmp_path / "list.pdf", numbers, FEET[0])
    assert not any("从最后一页印起" in note.text for note in found.notes)
