"""A duty that a person struck through is no duty: its whole row is left out and quoted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

HEADER = ("序号", "事项类别", "事项名称", "责任单位")
ROWS = (
    ("1", "党的建设", "开展主题党日", "县委组织部"),
    ("2", "平安法治", "代收乡镇统筹费", "县公安局"),
    ("3", "", "排查民用枪支", ""),
    ("4", "民生服务", "慰问困难老人", "县民政局"),
)
"""The second is struck through but for its number; category and office of the second and third
are merged."""

LEFT = "事项名称画了删除线，整行没有读入，这一行其余的文字：2 | 平安法治 | 县公安局"


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("临江镇基本履职事项清单")
    table = document.add_table(rows=1 + len(ROWS), cols=len(HEADER))
    for row, texts in enumerate((HEADER, *ROWS)):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for run in table.cell(2, 2).paragraphs[0].runs:
        run.font.strike = True
    for column in (1, 3):
        table.cell(2, column).merge(table.cell(3, column))
    document.save(str(path))
    return path


def excel(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["临江镇基本履职事项清单"])
    for texts in (HEADER, *ROWS):
        sheet.append(list(texts))
    sheet["C4"].font = Font(strike=True)
    sheet.merge_cells("B4:B5")
    sheet.merge_cells("D4:D5")
    book.save(path)
    return path


def page(path: Path, struck: str = "<td><s>代收乡镇统筹费</s></td>") -> Path:
    path.write_text(
        "<h1>临江镇基本履职事项清单</h1><table><tr>"
        + "".join(f"<th>{text}</th>" for text in HEADER)
        + "</tr><tr><td>1</td><td>党的建设</td><td>开展主题党日</td><td>县委组织部</td></tr>"
        f"<tr><td>2</td><td rowspan=2>平安法治</td>{struck}<td rowspan=2>县公安局</td></tr>"
        "<tr><td>3</td><td>排查民用枪支</td></tr>"
        "<tr><td>4</td><td>民生服务</td><td>慰问困难老人</td><td>县民政局</td></tr></table>",
        encoding="utf-8",
    )
    return path


def duties(found: DutyList) -> list[tuple[int | None, str, str, tuple[str, ...]]]:
    return [
        (duty.number, duty.category, duty.name, duty.departments)
        for table in found.lists
        for duty in table.duties
    ]


KEPT = [
    (1, "党的建设", "开展主题党日", ("县委组织部",)),
    (3, "平安法治", "排查民用枪支", ("县公安局",)),
    (4, "民生服务", "慰问困难老人", ("县民政局",)),
]


@pytest.mark.parametrize(("write", "ending"), [(word, "docx"), (excel, "xlsx"), (page, "html")])
def test_a_row_struck_out_is_left_out_whole_and_quoted(
    write: Callable[[Path], Path], ending: str, tmp_path: Path
) -> None:
    found = read_duty_list(write(tmp_path / f"清单.{ending}"))
    assert duties(found) == KEPT
    notes = [note.text for note in found.notes]
    assert LEFT in notes
    # Without pages in these formats: of the whole file.
    assert {note.page for note in found.notes} == {0}
    assert any("代收乡镇统筹费" in note for note in notes)


def test_a_cell_that_its_style_strikes_through_is_struck_out_too(tmp_path: Path) -> None:
    struck = '<td style="text-decoration: line-through">代收乡镇统筹费</td>'
    found = read_duty_list(page(tmp_path / "清单.html", struck))
    assert duties(found) == KEPT
    assert LEFT in [note.text for note in found.notes]


def test_a_name_of_which_some_words_are_struck_stays(tmp_path: Path) -> None:
    found = read_duty_list(page(tmp_path / "清单.html", "<td><s>代收</s>核对乡镇统筹费</td>"))
    assert [name for _, _, name, _ in duties(found)] == [
        "开展主题党日",
        "核对乡镇统筹费",
        "排查民用枪支",
        "慰问困难老人",
    ]
    assert not [note for note in found.notes if "整行没有读入" in note.text]
