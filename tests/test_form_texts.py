"""What says nothing of its own – page numbers, signs that a table goes on – is known alike in every
format."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from openpyxl import Workbook

from dutylist.extract.formats.opendocument.content import margins
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.pages.layout import FoundCell
from dutylist.extract.pages.page_breaks import may_go_on
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.extract.pages.rulings import Place
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.text import CONTINUED, is_page_field_text, is_page_number_text

PAGE_NUMBERS = (
    "3", "12/69", "3 / 9", "— 3 —", "- 12 -", "~3~", "· 3 ·", "第3页", "第 3 页", "3页", "第三页",
    "第3页，共9页", "第 3 页 共 9 页", "第3页/共9页", "第一页 共十二页", "共9页 第3页",
    "（共9页，第3页）", "Page 3", "Page 3 of 9", "— Page 3 —", "iv", "Ⅳ", "— 三 —",
)  # fmt: skip
NO_PAGE_NUMBERS = (
    "", "三", "第三", "页", "2025-07-01", "0571-87654321", "2025/7/1", "甲镇 3", "第3项", "共9项",
    "123456", "第3页见附件", "1.5",
)  # fmt: skip
HEAD = ("序号", "事项类别", "事项名称")
ROWS = (HEAD, ("1", "党建", "甲事项"), ("2", "党建", "乙事项"))


@pytest.mark.parametrize("text", PAGE_NUMBERS)
def test_a_page_number(text: str) -> None:
    assert is_page_number_text(text)
    assert is_page_number_text(f"  {text} ")


@pytest.mark.parametrize("text", NO_PAGE_NUMBERS)
def test_no_page_number(text: str) -> None:
    assert not is_page_number_text(text)


@pytest.mark.parametrize("text", ["", "第 页", "第页，共页", "—  —", "Page  of ", " of ", "共 页"])
def test_page_numbers_whose_numbers_are_fields(text: str) -> None:
    assert is_page_field_text(text)


def in_word(path: Path, foot: str) -> Path:
    document = Document()
    document.sections[0].footer.paragraphs[0].text = foot
    document.add_paragraph("甲镇基本履职事项清单")
    table = document.add_table(0, 3)
    for texts in ROWS:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def in_excel(path: Path, foot: str) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["甲镇基本履职事项清单"])
    for texts in ROWS:
        sheet.append(texts)
    sheet.oddFooter.center.text = foot
    workbook.save(path)
    return path


WRITERS = {"docx": in_word, "xlsx": in_excel}


@pytest.mark.parametrize("ending", WRITERS)
def test_margins_tell_all_but_page_numbers(tmp_path: Path, ending: str) -> None:
    def said(foot: str) -> list[str]:
        found = read_duty_list(WRITERS[ending](tmp_path / f"a.{ending}", foot))
        assert [duty.name for duty in found.lists[0].duties] == ["甲事项", "乙事项"]
        return [note.text for note in found.notes]

    told = [text for text in ("0571-87654321", "甲镇编办 3") if text not in "".join(said(text))]
    assert told == []
    assert {text: notes for text in PAGE_NUMBERS if (notes := said(text))} == {}


def one_row(*texts: str) -> Row:
    return Row(1, tuple(Cell((CellPart(text, 1),)) for text in texts))


@pytest.mark.parametrize("text", ["第三页", "iv", "Ⅳ", "~iv~"])
def test_page_numbers_in_a_row_below_the_list_are_accounted_for(text: str) -> None:
    foot = Row(1, (Cell((CellPart(text, 1),)), Cell(), Cell()), spans_all=True)
    rows = (*(one_row(*texts) for texts in ROWS), foot)
    blocks = (Line(1, "甲镇基本履职事项清单"), Table(1, rows))
    notes = [note.text for note in duty_list_of(SourceDocument("例", blocks)).notes]
    assert not [note for note in notes if note.startswith("没有归入记录的文字")]


@pytest.mark.parametrize(
    ("foot", "told"),
    [*((text, False) for text in PAGE_NUMBERS), ("第 页 共 页", False), ("0571-87654321", True)],
)
def test_page_numbers_in_an_opendocument_margin(foot: str, told: bool) -> None:
    root = etree.fromstring(
        f"<styles><master-page><footer><p>{foot}</p></footer></master-page></styles>"
    )
    assert margins(root) == (foot,) * told


@pytest.mark.parametrize("text", PAGE_NUMBERS)
def test_page_numbers_among_the_lines_are_accounted_for(text: str) -> None:
    blocks = (
        Line(1, "甲镇基本履职事项清单"),
        Table(1, tuple(one_row(*texts) for texts in ROWS)),
        Line(1, text),
    )
    notes = [note.text for note in duty_list_of(SourceDocument("例", blocks)).notes]
    assert not [note for note in notes if note.startswith("没有归入记录的文字")]


@pytest.mark.parametrize(
    "text",
    ["3（续）", "续", "(续)", "续表", "（续表）", "甲镇清单（续上表）", "3（续1）", "清单续表二"],
)
def test_a_sign_that_a_row_goes_on(text: str) -> None:
    assert CONTINUED.search(text)


@pytest.mark.parametrize(
    "text", ["后续管护", "继续教育", "手续办理", "补办手续", "3", "连续", "续保"]
)
def test_words_that_only_hold_the_sign(text: str) -> None:
    assert not CONTINUED.search(text)


@pytest.mark.parametrize(
    ("lines", "goes_on"),
    [
        ((), True),
        (("3（续）",), True),
        (("3", "（续）"), True),
        (("3（", "续）"), True),
        (("后续管护",), False),
        (("继续教育", "办理"), False),
        (("手续办理",), False),
        (("3",), False),
    ],
)
def test_a_row_at_the_top_of_a_page_goes_on_by_its_first_cell(
    lines: tuple[str, ...], goes_on: bool
) -> None:
    printed = tuple(
        PrintedLine(text, 0, 60, at * 20, at * 20 + 12, at * 20 + 10, 60, 12, 0, 12, 12)
        for at, text in enumerate(lines)
    )
    assert may_go_on([FoundCell(Place(0, 0, 1, 1), 0, 0, 60, 40, printed)]) is goes_on


def test_a_page_number_among_the_tables_is_not_told_but_a_bare_number_is() -> None:
    """Where a format has no pages' edges, or the page is half a sheet."""
    table = Table(
        1, tuple(Row(1, tuple(Cell((CellPart(text, 1),)) for text in row)) for row in ROWS)
    )
    between = [
        Line(1, text) for text in ("— 1 —", "第 2 页", "第3页，共9页", "- 4 -", "第五页", "12")
    ]
    title = Line(1, "甲镇基本履职事项清单")
    more = Line(1, "甲镇上级部门收回事项清单")
    blocks = (Line(1, "- 1 -"), title, table, *between, more, table)
    found = duty_list_of(SourceDocument("清单.txt", blocks, 1))
    assert [note.text for note in found.notes] == ["表外文字没有归入清单：12"]
