"""A table for each category: its heading, and the next list's title with it, stand in rows over
the whole width above the header, or between two rulings of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_rows_without_rulings import STYLE, TITLE, mm

Row = Sequence[str]
"""A row of cells; one text is a row over the whole width."""

BASIC, OTHER = ["编号", "事项名称"], ["编号", "事项名称", "上级部门职责", "街道配合职责"]
ROWS: list[Row] = [
    ["一、基本履职事项\n（一）民生服务"],
    BASIC,
    ["01", "受理最低生活保障申请"],
    ["（二）平安法治"],
    BASIC,
    ["02", "排查化解矛盾纠纷"],
    ["二、配合履职事项\n（一）生态环保"],
    OTHER,
    ["01", "秸秆禁烧", "区生态环境局：查处。", "巡查。"],
    ["（二）自然资源（1项）"],
    OTHER,
    ["02", "松材线虫病防治", "区林业局：除治。", "督促。"],
]
WANTED = [
    ("一、基本履职事项", ["民生服务", "平安法治"]),
    ("二、配合履职事项", ["生态环保", "自然资源"]),
]


def apart() -> list[Row]:
    """The rows with a row for each heading."""
    out: list[Row] = []
    for row in ROWS:
        out += [[line] for line in row[0].split("\n")] if len(row) == 1 else [row]
    return out


def found(path: Path) -> list[tuple[str, list[str]]]:
    read: DutyList = read_duty_list(path)
    assert not [note.text for note in read.notes]
    return [(one.title, [duty.category for duty in one.duties]) for one in read.lists]


def sheet(path: Path, rows: list[Row]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["柳荫街道履职事项清单"])
    page.merge_cells("A1:D1")
    for row in rows:
        page.append(list(row))
        if len(row) == 1:
            page.merge_cells(f"A{page.max_row}:D{page.max_row}")
    book.save(path / "清单.xlsx")
    return path / "清单.xlsx"


def word(path: Path, rows: list[Row]) -> Path:
    document = docx.Document()
    document.add_paragraph("柳荫街道履职事项清单")
    table = document.add_table(0, 4)
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[3])
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
    document.save(str(path / "清单.docx"))
    return path / "清单.docx"


@pytest.mark.parametrize("write", [sheet, word])
@pytest.mark.parametrize("rows", [ROWS, apart()], ids=["together", "apart"])
def test_rows_over_the_whole_width(
    write: Callable[[Path, list[Row]], Path], rows: list[Row], tmp_path: Path
) -> None:
    assert found(write(tmp_path, rows)) == WANTED


def test_lines_between_rulings(tmp_path: Path) -> None:
    flow = [Paragraph("柳荫街道履职事项清单", TITLE)]
    for at, row in enumerate(ROWS):
        if len(row) > 1:
            continue
        flow += [Paragraph(line, STYLE) for line in row[0].split("\n")]
        data = [[Paragraph(text, STYLE) for text in one] for one in ROWS[at + 1 : at + 3]]
        widths = {2: [20, 140], 4: [20, 60, 50, 30]}[len(data[0])]
        ruled = [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black)]
        ruled += [("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]
        flow.append(Table(data, [width * mm for width in widths], style=ruled))
    SimpleDocTemplate(str(tmp_path / "清单.pdf")).build(flow)
    assert found(tmp_path / "清单.pdf") == WANTED


@pytest.mark.parametrize("write", [sheet, word])
def test_a_line_without_a_number_below_a_title_is_told(
    write: Callable[[Path, list[Row]], Path], tmp_path: Path
) -> None:
    """It may be the category, a place or an office: the title is the list's, the line is quoted."""
    rows = [[row[0].replace("（一）", "")] if row == ["（一）生态环保"] else row for row in apart()]
    read = read_duty_list(write(tmp_path, rows))
    assert [one.title for one in read.lists] == [title for title, _ in WANTED]
    assert [note.text for note in read.notes] == ["表外文字没有归入清单：生态环保"]
