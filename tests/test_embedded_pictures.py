"""Lists whose tables are pictures in a text: read in their place, or told with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from dutylist.extract.formats import embedded
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import PicturesOnlyError
from dutylist.records.model import DutyList

PICTURES = Path(__file__).parent / "cases" / "embedded"
COOPERATIVE = ("cooperative-1.png", "cooperative-2.png")
"""Two pages of a table drawn by Chromium; the second row goes on from one to the other."""

BASIC_ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "党的建设", "加强党组织建设"),
    ("2", "平安法治", "排查化解矛盾纠纷"),
]
COOPERATIVE_CELLS = [
    (
        *("1", "平安法治", "消防安全检查", "县消防救援局"),
        "1.制定检查计划，组织开展抽查；\n2.查处违法行为。",
        "1.开展日常巡查；\n2.发现隐患及时上报。",
    ),
    (
        *("2", "民生服务", "特困人员供养", "县民政局"),
        "1.负责审批供养申请；\n2.拨付供养资金。",
        "1.受理申请，入户调查；\n2.定期上门走访。",
    ),
    (
        *("3", "民生服务", "就业帮扶", "县人力资源和社会保障局"),
        *("1.负责指导培训。", "1.收集岗位信息。"),
    ),
]


def cells(found: DutyList) -> list[tuple[str, list[tuple[str, ...]]]]:
    return [(table.kind, [duty.cells for duty in table.duties]) for table in found.lists]


def notes(found: DutyList) -> list[str]:
    return [note.text for note in found.notes]


@pytest.fixture
def without_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without the packages for reading scans."""
    monkeypatch.setattr(embedded, "can_read_scans", lambda: False)


def word(target: Path, *blocks: str | list[tuple[str, ...]]) -> Path:
    """A Word file by python-docx: lines, pictures (by their names) and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(rows=len(block), cols=len(block[0]), style="Table Grid")
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        elif block.endswith(".png"):
            document.add_paragraph().add_run().add_picture(str(PICTURES / block), width=Cm(15))
        else:
            document.add_paragraph(block)
    document.save(str(target))
    return target


def test_pictures_are_read_where_they_stand(tmp_path: Path) -> None:
    """Before the real table: its duties keep their kind, and the pictures' title its own."""
    path = word(
        tmp_path / "清单.docx",
        *("宁远县青禾镇", "履职事项清单", "配合履职事项清单", *COOPERATIVE),
        *("基本履职事项清单", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert cells(found) == [("cooperative", COOPERATIVE_CELLS), ("basic", BASIC_ROWS[1:])]
    assert notes(found) == [
        "第 1、2 张图片（“配合履职事项清单”后面）的文字由识别得出，请对照原件核对，"
        "没有把握的字另有提示"
    ]


@pytest.mark.usefixtures("without_scans")
def test_the_title_above_an_unread_picture_is_not_that_of_the_table_below(tmp_path: Path) -> None:
    path = word(
        tmp_path / "清单.docx",
        *("宁远县青禾镇", "配合履职事项清单", "cooperative-1.png", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert [(table.kind, table.title) for table in found.lists] == [("basic", "")]
    assert notes(found)[:2] == [
        "第 1 张图片（“配合履职事项清单”后面）没有读入：没有安装文字识别组件，"
        "请安装文字识别组件（pip install 'dutylist[scan]'）后再读，或对照原件补录",
        "没有读入的图片后面的表格没有标题，读作“基本履职”，请核对",
    ]


@pytest.mark.usefixtures("without_scans")
def test_an_unread_picture_between_two_tables_keeps_its_title(tmp_path: Path) -> None:
    path = word(
        tmp_path / "清单.docx",
        *("青禾镇基本履职事项清单", BASIC_ROWS),
        *("青禾镇配合履职事项清单", "cooperative-1.png", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert [table.kind for table in found.lists] == ["basic"]
    assert "表外文字没有归入清单：青禾镇配合履职事项清单" in notes(found)
    assert "没有读入的图片后面的表格没有标题，读作“基本履职”，请核对" in notes(found)


@pytest.mark.usefixtures("without_scans")
def test_a_file_of_pictures_alone_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PicturesOnlyError, match=r"只有图片.*pip install 'dutylist\[scan\]'"):
        read_duty_list(word(tmp_path / "清单.docx", *COOPERATIVE))


def test_a_picture_that_is_none_is_told(tmp_path: Path) -> None:
    made = word(tmp_path / "made.docx", "基本履职事项清单", BASIC_ROWS, "basic.png")
    path = tmp_path / "清单.docx"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, b"none" if name.endswith(".png") else source.read(name))
    assert notes(read_duty_list(path)) == [
        "第 1 张图片（第 1 个表后面）没有读入：不是能读的图片格式，或已损坏，"
        "请另存为 PNG 后替换，或对照原件补录"
    ]


def test_a_picture_in_a_cell_is_told_with_its_row(tmp_path: Path) -> None:
    path = word(tmp_path / "清单.docx", "基本履职事项清单", BASIC_ROWS)
    document = docx.Document(str(path))
    run = document.tables[0].rows[2].cells[2].paragraphs[0].add_run()
    run.add_picture(str(PICTURES / "basic.png"), width=Cm(5))
    document.save(str(path))
    found = read_duty_list(path)
    assert cells(found) == [("basic", BASIC_ROWS[1:])]
    assert notes(found) == [
        "表格单元格里的图片没有读入：第 1 个表第 3 行，请对照原件补录",
    ]


def test_a_table_that_only_holds_pictures_is_none(tmp_path: Path) -> None:
    """Pictures are often put into a table of one cell, to keep them in their place."""
    document = docx.Document()
    document.add_paragraph("宁远县青禾镇基本履职事项清单")
    run = document.add_table(rows=1, cols=1).rows[0].cells[0].paragraphs[0].add_run()
    run.add_picture(str(PICTURES / "basic.png"), width=Cm(15))
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert [table.kind for table in found.lists] == ["basic"]
    assert [duty.name for duty in found.lists[0].duties] == [
        "加强党组织建设，做好党员教育管理",
        "排查化解矛盾纠纷",
    ]
