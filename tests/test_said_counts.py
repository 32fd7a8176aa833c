"""What a source says of how many duties there are, against those that were read: a difference is
told with both numbers."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from dutylist.extract.lists.counts import is_total, only_counts, without_count
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.model import DutyList
from tests import plain_office

HEADER = ["序号", "事项类别", "事项名称"]
ROWS = [
    ["1", "党的建设", "做好党员教育"],
    ["2", "党的建设", "发展党员"],
    ["3", "民生服务", "办理参保登记"],
]


def told(found: DutyList) -> list[str]:
    return [note.text for note in found.notes if "写明" in note.text]


def said(text: str, number: int, read: int) -> str:
    return f"“{text}”写明 {number} 项，读到 {read} 项，请核对有没有漏读或写错"


def word(path: Path, *blocks: plain_office.Block) -> DutyList:
    return read_duty_list(plain_office.word(path / "清单.docx", *blocks))


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("柳溪镇基本履职事项清单（共3项）", ""),
        ("柳溪镇基本履职事项清单（4项）", "基本履职事项清单(4项（基本履职）"),
        ("柳溪镇基本履职事项清单（共 4 项）", "基本履职事项清单(共4项（基本履职）"),
    ],
)
def test_in_a_title(tmp_path: Path, title: str, wrong: str) -> None:
    assert told(word(tmp_path, title, [HEADER, *ROWS])) == ([said(wrong, 4, 3)] if wrong else [])


def test_a_list_that_the_notice_in_front_names_and_that_is_missing(tmp_path: Path) -> None:
    found = word(
        tmp_path,
        "现将清单印发给你们，其中基本履职事项3项、配合履职事项2项、上级部门收回事项1项。",
        "柳溪镇基本履职事项清单",
        [HEADER, *ROWS],
    )
    assert told(found) == [
        said("配合履职事项2项（配合履职）", 2, 0),
        said("收回事项1项（上级部门收回）", 1, 0),
    ]
    codes = [(one.code, one.message) for one in check(found) if "写明" in one.message]
    assert codes == [("note", text) for text in told(found)]


@pytest.mark.parametrize(("count", "wrong"), [("共3项", False), ("共5项", True)])
def test_on_a_line_between_title_and_table(tmp_path: Path, count: str, wrong: bool) -> None:
    found = word(tmp_path, "柳溪镇基本履职事项清单", count, [HEADER, *ROWS])
    assert told(found) == ([said("共5项", 5, 3)] if wrong else [])


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "3"],
        ["合计", "3项", ""],
        ["共3项", "", ""],
        ["基本履职事项合计", "", "3项"],
        ["以上总计：", "3", ""],
    ],
)
def test_a_row_of_the_total(tmp_path: Path, total: list[str]) -> None:
    rows = [HEADER, *ROWS, total]
    assert told(word(tmp_path, "柳溪镇基本履职事项清单", rows)) == []
    found = word(tmp_path, "柳溪镇基本履职事项清单", [HEADER, *ROWS[1:], total])
    assert told(found) == [said(" ".join(filter(None, total)), 3, 2)]


def test_headings_of_categories(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for texts in (
        ["柳溪镇基本履职事项清单", "", ""],
        ["序号", "事项名称", "备注"],
        ["一、党的建设（2项）", "", ""],
        ["1", "做好党员教育", ""],
        ["2", "发展党员", ""],
        ["二、民生服务（共3项）", "", ""],
        ["3", "办理参保登记", ""],
        ["小计", "1", ""],
        ["民生服务小计", "", "1项"],
        ["合计", "3", ""],
    ):
        sheet.append([text or None for text in texts])
    book.save(tmp_path / "清单.xlsx")
    found = read_duty_list(tmp_path / "清单.xlsx")
    assert [duty.category for duty in found.lists[0].duties] == ["党的建设", "党的建设", "民生服务"]
    assert told(found) == [said("二、民生服务（共3项）", 3, 1)]


def test_a_merged_cell_says_the_same_of_each_duty_that_it_stands_beside(tmp_path: Path) -> None:
    rows = [
        ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
        ["1", "河道采砂巡查", "县水利局", "查处非法采砂。", "开展巡查。"],
        ["2", "水库安全度汛", "", "制定调度方案。", "落实巡库责任人。"],
    ]
    path = plain_office.word(tmp_path / "清单.docx", "柳溪镇配合履职事项清单", rows)
    document = docx.Document(str(path))
    cells = document.tables[0]
    cells.cell(1, 2).merge(cells.cell(2, 2))
    document.save(str(path))
    found = read_duty_list(path)
    assert [duty.departments for duty in found.lists[0].duties] == [("县水利局",)] * 2
    assert not found.notes


def test_a_name_alone_in_its_row_is_a_duty_where_names_come_first(tmp_path: Path) -> None:
    found = word(
        tmp_path,
        "柳溪镇基本履职事项清单",
        [
            ["事项名称", "责任科室"],
            ["做好党员教育", "党政办"],
            ["落实河（湖）长制，开展巡河", ""],
            ["办理参保登记", "便民中心"],
        ],
    )
    assert [duty.name for duty in found.lists[0].duties] == [
        "做好党员教育",
        "落实河（湖）长制，开展巡河",
        "办理参保登记",
    ]


def test_signs_behind_a_backslash_in_a_markdown_table(tmp_path: Path) -> None:
    path = tmp_path / "清单.md"
    lines = ["# 基本履职事项清单", "|序号|事项名称|", "|--|--|", r"|1|达\*5\*星\|一类|"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [duty.name for duty in read_duty_list(path).lists[0].duties] == ["达*5*星|一类"]


def test_the_same_as_above_is_what_stands_above_and_told(tmp_path: Path) -> None:
    found = word(
        tmp_path,
        "柳溪镇配合履职事项清单",
        [
            ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
            ["1", "生态环保", "河道采砂巡查", "县水利局", "查处非法采砂。", "开展巡查。"],
            ["2", "〃", "水库安全度汛", "同上", "制定调度方案。", "落实巡库责任人。"],
        ],
    )
    second = found.lists[0].duties[1]
    assert (second.category, second.departments) == ("生态环保", ("县水利局",))
    assert [note.text for note in found.notes] == [
        f"“{column}”一栏有 1 行写“〃”“同上”之类，按上面的行读，请对照原件核对"
        for column in ("事项类别", "对应上级部门")
    ]


COUNTS = (
    "共16项", "总计16项", "合计：16项", "（合计16项）", "(共 16 项)", "共16个", "计16项",
    "共计16条",
    "一共16项", "总数：16", "合计16", "16项", "（16项）", "共16项。", "合计共16项",
)  # fmt: skip


@pytest.mark.parametrize("text", COUNTS)
def test_every_way_to_say_how_many_says_nothing_else(text: str) -> None:
    assert only_counts(text)
    assert is_total([text])
    assert is_total(["合计", text])
    assert without_count(["党的建设", text]) == ["党的建设"]


@pytest.mark.parametrize(
    "text", ["16", "合计", "共16项工作", "第16项", "党的建设（16项）", "共项", ""]
)
def test_what_says_more_or_less_than_how_many(text: str) -> None:
    assert not only_counts(text)


@pytest.mark.parametrize("text", COUNTS)
def test_it_is_taken_alike_on_a_line_and_in_a_row(tmp_path: Path, text: str) -> None:
    """Above the table, below the title in the sheet, as the last row: told, for there are three."""
    wrong = [said(text, 16, 3)]
    head: list[str | list[list[str]]] = ["柳溪镇基本履职事项清单", text, [HEADER, *ROWS]]
    assert told(word(tmp_path, *head)) == wrong
    last = word(tmp_path, "柳溪镇基本履职事项清单", [HEADER, *ROWS, [text, "", ""]])
    assert told(last) == wrong
    first: list[str | list[list[str]]] = ["柳溪镇基本履职事项清单", [HEADER, *ROWS]]
    second = word(tmp_path, *first, "柳溪镇上级部门收回事项清单", text, [HEADER, *ROWS])
    assert [note.text for note in second.notes] == wrong
    for found in (word(tmp_path, *head), last):
        assert [duty.name for duty in found.lists[0].duties] == [row[2] for row in ROWS]
        assert [note.text for note in found.notes] == wrong
