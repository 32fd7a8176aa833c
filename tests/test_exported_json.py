"""Lists that a portal gives as JSON are read where their keys are a header's words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError, InvalidRecordsError
from dutylist.records.model import DutyList

TITLE = "青禾镇配合履职事项清单"
ROWS: list[dict[str, Any]] = [
    {
        "id": "a1",
        "序号": 1,
        "事项名称": "消防安全检查",
        "主管部门": "县公安局、县应急局",
        "上级部门职责": "<p>1.县公安局负责查处。</p><p>2.县应急局负责督查。</p>",
        "乡镇配合职责": ["1.开展巡查。", "2.报告情况。"],
    },
    {
        "id": "a2",
        "序号": 2,
        "事项名称": "特困人员供养",
        "主管部门": "县民政局",
        "上级部门职责": "1.县民政局负责审批。",
        "乡镇配合职责": None,
    },
]
BASIC = [{"序号": "1", "事项类别": "党的建设", "事项名称": "发展党员"}]
SHAPES: dict[str, Any] = {
    "rows alone": ROWS,
    "an answer": {"code": 200, "msg": "ok", "data": {"title": TITLE, "total": 2, "rows": ROWS}},
    "below its title": {"data": {TITLE: ROWS}},
}


def read(path: Path, data: object, *, escaped: bool = False) -> DutyList:
    path.write_text(json.dumps(data, ensure_ascii=escaped, indent=1), "utf-8")
    return read_duty_list(path)


def notes(found: DutyList) -> list[str]:
    return [note.text for note in found.notes if "“id”一栏" not in note.text]


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_objects_are_rows_and_keys_the_header(tmp_path: Path, shape: str, escaped: bool) -> None:
    found = read(tmp_path / "list.json", SHAPES[shape], escaped=escaped)
    (table,) = found.lists
    assert (table.kind, table.title) == ("cooperative", "" if shape == "rows alone" else TITLE)
    assert [(duty.number, duty.name, duty.departments) for duty in table.duties] == [
        (1, "消防安全检查", ("县公安局", "县应急局")),
        (2, "特困人员供养", ("县民政局",)),
    ]
    first = table.duties[0]
    assert [(one.text, one.departments) for one in first.department_clauses] == [
        ("县公安局负责查处。", ("县公安局",)),
        ("县应急局负责督查。", ("县应急局",)),
    ]
    assert [one.text for one in first.township_clauses] == ["开展巡查。", "报告情况。"]
    assert table.duties[1].township_clauses == ()
    assert notes(found) == []


def test_each_list_of_a_file_has_the_title_above_it(tmp_path: Path) -> None:
    data = {
        "data": [{"name": TITLE, "items": ROWS}, {"name": "青禾镇基本履职事项清单", "items": BASIC}]
    }
    found = read(tmp_path / "list.json", data)
    assert [(one.kind, one.title, len(one.duties)) for one in found.lists] == [
        ("cooperative", TITLE, 2),
        ("basic", "青禾镇基本履职事项清单", 1),
    ]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    nested = [{**ROWS[0], "附件": [{"名称": "方案.pdf"}]}, ROWS[1], "以上共两项"]
    data = {"total": 120, "remark": "解释权归县委编办", "rows": nested}
    found = read(tmp_path / "list.json", data)
    told = notes(found)
    assert "“附件”一栏里套着的数据没有读入：名称、方案.pdf" in told
    assert "列表里不是对象的数据没有读入：以上共两项" in told
    assert any("解释权归县委编办" in note for note in told)
    assert any("共 120 条，文件里只有 2 条" in note for note in told)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        ({"rows": [{"姓名": "张三", "电话": "1"}]}, InvalidRecordsError, "没有 schema、lists"),
        ({"rows": [{"name": "甲", "dept": "乙"}]}, InvalidRecordsError, "没有 schema、lists"),
        ([{"name": "甲", "dept": "乙"}], DutyListError, "没有找到履职事项清单的表格"),
    ],
)
def test_other_data_are_refused_in_words(
    tmp_path: Path, data: object, error: type[DutyListError], words: str
) -> None:
    with pytest.raises(error, match=words):
        read(tmp_path / "list.json", data)


def test_a_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    whole = json.dumps(ROWS, ensure_ascii=False)
    (tmp_path / "list.json").write_text(whole[:-40], "utf-8")
    with pytest.raises(InvalidRecordsError, match="不完整或写法不对"):
        read_duty_list(tmp_path / "list.json")


def test_one_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = '{"事项名称":' * 5000 + "1" + "}" * 5000
    (tmp_path / "list.json").write_text(deep, "utf-8")
    with pytest.raises(InvalidRecordsError):
        read_duty_list(tmp_path / "list.json")
