"""Rows whose first part stands above their number: at a page's foot, or below a heading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.lists.tables import ListTables, list_tables
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_pdf_ink import FONT
from tests.test_row_rules import document

HEAD = ("序号", "事项名称", "上级部门", "上级部门职责", "乡镇职责")
ONE = ("1", "养犬管理", "县公安局", "办证。", "上报。")
XS = (40, 80, 180, 280, 430, 540)
TOLD = "没有序号的一行看作下面"

LIST = "#甲镇配合履职事项清单\n序号|事项名称|上级部门|上级部门职责|乡镇配合职责\n"


def printed(path: Path, pages: Sequence[Sequence[Sequence[str]]], *, closed: bool) -> DutyList:
    """Pages of a list's rows, one text alone for a heading; rulings at the page breaks if they are
    `closed`."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path))
    for number, rows in enumerate(pages):
        page.setFont(FONT, 14)
        if number == 0:
            page.drawString(180, 740, "甲镇配合履职事项清单")
        page.setFont(FONT, 10)
        for at in range(len(rows) + 1):
            at_break = (at == 0 and number > 0) or (at == len(rows) and number + 1 < len(pages))
            if closed or not at_break:
                page.line(XS[0], 700 - 40 * at, XS[-1], 700 - 40 * at)
        for at, row in enumerate(rows):
            top = 700 - 40 * at
            for x in XS if len(row) > 1 else (XS[0], XS[-1]):
                page.line(x, top, x, top - 40)
            for x, text in zip(XS, row, strict=False):
                for line, part in enumerate(text.split("\n")):
                    page.drawString(x + 4, top - 22 - 12 * line, part)
        page.showPage()
    page.save()
    return read_duty_list(path)


BEGINS = ("", "", "", "县林业局：巡查；", "")


@pytest.mark.parametrize(
    ("foot", "rest"),
    [
        (BEGINS, ("2", "林木保护", "县林业局", "立案查处。", "宣传。")),
        (
            ("", "林木保护", "", "县林业局：巡查；", ""),
            ("2", "", "县林业局", "立案查处。", "宣传。"),
        ),
        (
            ("", "", "县林业局", "县林业局：巡查；", "宣传。"),
            ("2", "林木保护", "", "立案查处。", ""),
        ),
    ],
    ids=["duties alone", "the name, too", "all but number and name"],
)
@pytest.mark.parametrize("heading", [[], [("二、自然资源（1项）",)]], ids=["plain", "headed"])
def test_a_row_begun_at_a_pages_foot_has_its_number_on_the_next(
    heading: list[Sequence[str]], foot: Sequence[str], rest: Sequence[str], tmp_path: Path
) -> None:
    pages = [[HEAD, ONE, *heading, foot], [rest, ("3", "防火", "县林业局", "发布。", "巡山。")]]
    found = printed(tmp_path / "list.pdf", pages, closed=False)
    cells = [duty.cells for duty in found.lists[0].duties]
    assert cells[0] == ONE
    assert [text.replace("\n", "") for text in cells[1]] == [
        "2",
        "林木保护",
        "县林业局",
        "县林业局：巡查；立案查处。",
        "宣传。",
    ]
    assert len(cells) == 3
    assert sum(TOLD in note.text for note in found.notes) == 1


def test_a_sentence_goes_on_over_the_break(tmp_path: Path) -> None:
    """The part at the foot fills its line; a space stands between a number and a word."""
    foot = ("", "", "", "负责林区的防火巡查和设施修缮", "")
    rest = ("2", "林木保护", "县林业局", "管理，查处。", "宣传。")
    found = printed(tmp_path / "list.pdf", [[HEAD, ONE, foot], [rest]], closed=False)
    assert found.lists[0].duties[1].cells[3] == "负责林区的防火巡查和设施修缮管理，查处。"


LINE = "负责林区的防火巡查和设施修缮"


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    ("foot", "rest", "text"),
    [
        (
            f"{LINE}森林火情报警值班电话",
            "0838-12345678，立案查处。",
            f"{LINE}森林火情报警值班电话0838-12345678，立案查处。",
        ),
        (f"{LINE}森林火情报警值班电话", "立案查处。", f"{LINE}森林火情报警值班电话\n立案查处。"),
        ("县林业局：巡查；", "立案查处。", "县林业局：巡查；\n立案查处。"),
    ],
    ids=["no room for what follows", "room for what follows", "ended"],
)
@pytest.mark.parametrize("number", ["2", ""])
def test_what_stands_behind_the_break_tells_whether_a_paragraph_goes_on(
    number: str, foot: str, rest: str, text: str, closed: bool, tmp_path: Path
) -> None:
    """A line ends where the next word has no room, which stands on the next page."""
    begun = bool(number) and not closed
    lines = [foot[: len(LINE)], foot[len(LINE) :]] if foot.startswith(LINE) else [foot]
    above = ("", "", "", "\n".join(lines), "")
    below = ("2", "林木保护", "县林业局", rest, "宣传。") if number else ("", "", "", rest, "")
    found = printed(tmp_path / "list.pdf", [[HEAD, ONE, above], [below]], closed=closed)
    duty = found.lists[0].duties[1 if begun else 0]
    if begun or not number:
        assert duty.cells[3].endswith(text)
        assert duty.cells[3].removesuffix(text) in ("", "办证。\n")


@pytest.mark.parametrize("number", ["2", ""])
def test_what_stands_above_the_break_tells_whether_clauses_run_on(
    number: str, tmp_path: Path
) -> None:
    above = ("", "", "", "1.巡查；2.上报；3.负责林", "")
    rest = "区防火巡查和设施修缮管理；\n4.查处。"
    below = ("2", "林木保护", "县林业局", rest, "宣传。") if number else ("", "", "", rest, "")
    found = printed(tmp_path / "list.pdf", [[HEAD, ONE, above], [below]], closed=False)
    assert found.lists[0].duties[-1].cells[3].endswith("管理；4.查处。")


def test_what_goes_on_with_the_row_above_stays_its_own(tmp_path: Path) -> None:
    rest = ("", "", "", "立案查处。", "")
    found = printed(tmp_path / "list.pdf", [[HEAD, ONE, BEGINS], [rest]], closed=False)
    assert "县林业局：巡查；" in found.lists[0].duties[0].cells[3]
    assert not any(TOLD in note.text for note in found.notes)


def test_rows_with_numbers_on_both_sides_of_an_open_break_are_two(tmp_path: Path) -> None:
    two, three = (
        ("2", "禁毒", "县公安局", "查处。", "宣传。"),
        ("3", "防火", "县林业局", "发布。", "巡山。"),
    )
    found = printed(tmp_path / "list.pdf", [[HEAD, ONE, two], [three]], closed=False)
    assert [duty.cells for duty in found.lists[0].duties] == [ONE, two, three]


def read(example: str) -> ListTables:
    return list_tables(document(LIST + example))


def texts(found: ListTables) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.tables[0].rows]


def test_a_number_set_in_the_middle_of_rows_that_are_not_merged() -> None:
    """Sheets on which the cells of a duty stand in rows of their own, its number in the second."""
    found = read(
        "1|养犬|公安局|办证。|上报。\n=二、治安\n||公安局|宣传。|\n2|禁毒|司法局|查处。|上报。\n||民政局|救助。|"
    )
    assert texts(found)[0] == ["1", "养犬", "公安局", "办证。", "上报。"]
    assert texts(found)[1][:3] == ["2", "禁毒", "公安局\n司法局\n民政局"]
    assert [row.category for row in found.tables[0].rows] == ["", "治安"]


@pytest.mark.parametrize("again", ["二、治安", "二、治安（续）", "治安（续）"])
def test_a_heading_printed_again_begins_nothing(again: str) -> None:
    found = read(
        f"=二、治安\n1|养犬|公安局|负责办证、|上报。\n---\n={again}\n|||查处。|\n2|禁毒|公安局|宣传。|宣传。"
    )
    assert [one[0] for one in texts(found)] == ["1", "2"]
    assert "查处" in texts(found)[0][3]
