"""Tables that lie on their side: the header's texts one below the other, a duty a column."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList

BASIC = [
    ["序号", "1", "2", "3"],
    ["类别", "党建", "", "旅游"],
    ["事项名称", "轮训党员", "管护渠系", "管护步道"],
]
HELPED = [
    ["序号", "1", "2", ""],
    ["事项名称", "养犬管理", "病害防治", ""],
    ["对应上级部门", "县公安局", "县农业农村局\n县科技局", ""],
    ["上级部门职责", "办证。", "1.发药；\n2.指导。", ""],
    ["镇职责", "上报。", "统计面积。", ""],
]


def read(folder: Path, *sheets: tuple[str, list[list[str]]]) -> DutyList:
    book = openpyxl.Workbook()
    sheet = book.active
    for title, rows in sheets:
        sheet.append([title])
        for row in rows:
            sheet.append(row)
    book.save(folder / "清单.xlsx")
    return read_duty_list(folder / "清单.xlsx")


def test_a_column_is_a_duty_and_that_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, ("甲镇基本履职事项清单", BASIC), ("甲镇配合履职事项清单", HELPED))
    basic, helped = found.lists
    assert [(duty.number, duty.category, duty.name) for duty in basic.duties] == [
        (1, "党建", "轮训党员"),
        (2, "党建", "管护渠系"),
        (3, "旅游", "管护步道"),
    ]
    assert [duty.cells for duty in helped.duties] == [
        tuple(row[at] for row in HELPED) for at in (1, 2)
    ]
    assert helped.duties[1].departments == ("县农业农村局", "县科技局")
    told = [note.text for note in found.notes if "横竖对调" in note.text]
    assert [text.rpartition("：")[2] for text in told] == [
        "序号｜类别｜事项名称",
        "序号｜事项名称｜对应上级部门｜上级部门职责｜镇职责",
    ]


def test_an_upright_table_and_a_form_are_not_turned(tmp_path: Path) -> None:
    upright = [list(row) for row in zip(*HELPED, strict=True)][:3]
    found = read(tmp_path, ("甲镇配合履职事项清单", upright))
    assert [duty.number for duty in found.lists[0].duties] == [1, 2]
    assert not [note for note in found.notes if "横竖对调" in note.text]


@pytest.mark.parametrize(
    "rows",
    [
        # Labels and values by turns.
        [["序号", "1", "事项类别", "党建"], ["事项名称", "轮训党员", "备注", "无"]],
        [["序号", "1", "所属类别", "党建"], ["事项名称", "轮训党员", "", ""]],
        # One duty, with an empty column beside its values.
        [["序号", "1", ""], ["事项类别", "党建", ""], ["事项名称", "轮训党员", ""]],
        # A line of words in front of texts is no header.
        [["责任人", "甲", "乙"], ["电话", "1", "2"]],
    ],
)
def test_what_is_no_list_on_its_side(tmp_path: Path, rows: list[list[str]]) -> None:
    try:
        found = read(tmp_path, ("甲镇基本履职事项清单", rows))
    except EmptyListError:
        return
    assert not [note for note in found.notes if "横竖对调" in note.text]


TAKEN = [
    ["事项名称", "水质检测", "公租房转租处理"],
    ["承接单位", "县水务局", "县住房保障中心"],
    ["工作方式", "委托检测机构按月采样检测。", "入户核查后依合同收回房源。"],
]


@pytest.mark.parametrize(
    "counted",
    [
        ["项目", "配合事项1", "配合事项2", ""],
        ["栏目", "第一项", "第二项", ""],
        ["　", "事项（1）", "事项（2）", ""],
    ],
)
def test_a_first_row_that_only_counts_the_duties_is_no_label(
    tmp_path: Path, counted: list[str]
) -> None:
    rows = [counted[:3], *(row[:3] for row in HELPED)]
    (table,) = read(tmp_path, ("甲镇配合履职事项清单", rows)).lists
    assert [duty.name for duty in table.duties] == ["养犬管理", "病害防治"]


def test_a_sentence_that_names_no_more_than_an_office_is_no_label(tmp_path: Path) -> None:
    (table,) = read(tmp_path, ("甲镇上级部门收回事项清单", TAKEN)).lists
    assert [duty.takeover[0].method for duty in table.duties] == TAKEN[2][1:]


def test_a_first_row_that_says_more_than_it_counts_is_a_duty(tmp_path: Path) -> None:
    rows = [["事项名称", "禁渔1期", "禁渔2期"], *TAKEN[1:]]
    (table,) = read(tmp_path, ("甲镇上级部门收回事项清单", rows)).lists
    assert [duty.name for duty in table.duties] == ["禁渔1期", "禁渔2期"]
