"""Where an edition lacks a table that the other has, it was perhaps not given whole: what seems to
be taken away is to be looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import DutyChange
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import BESIDE_LISTS, Note
from dutylist.render.views.duty_changes import doubt_of
from dutylist.render.views.findings import findings

TEXT = """白云镇履职事项清单
2025年7月

基本履职事项清单

序号\t事项类别\t事项名称
1\t党的建设\t开展党员教育培训工作
2\t民生服务\t办理老年人优待证件

配合履职事项清单

序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t防汛抗旱\t县水利局\t调度水库泄洪\t转移受威胁群众
2\t森林防火\t县林业局\t组建扑火队伍\t登记进山人员
3\t食品安全\t县市场监督管理局\t抽检学校食堂\t上报聚餐信息
4\t道路交通\t县公安局\t查处超员车辆\t1.劝导骑乘人员；2.报送隐患路段。

上级部门收回事项清单

序号\t事项名称\t承接部门\t工作方式
1\t核发垂钓许可\t县农业农村局\t由县农业农村局核发
2\t设置犬类留检\t县公安局\t由县公安局设置
"""
WHOLE = duty_list_of(read_text(TEXT, "2025.txt"))
BASIC, COOPERATIVE, RECALLED = WHOLE.lists


def doubted(changes: tuple[DutyChange, ...], says: str) -> list[tuple[str, int]]:
    sides = ((change, (*change.old, *change.new)[0]) for change in changes)
    return [(one.list, one.position) for change, one in sides if says in doubt_of(change)]


@pytest.mark.parametrize("side", ["new", "old"])
def test_what_stood_in_a_table_that_is_missing_is_in_doubt(side: str) -> None:
    less = replace(WHOLE, lists=(BASIC, COOPERATIVE))
    pair = (WHOLE, less) if side == "new" else (less, WHOLE)
    changes = compare_editions(*pair).changes
    edition = "新清单" if side == "new" else "原清单"
    of_table = [("recalled", at) for at in range(len(RECALLED.duties))]
    assert doubted(changes, f"{edition}没有上级部门收回事项清单") == of_table
    assert [change.unsure for change in changes if change.kinds == ("same",)].count(True) == 0


def test_a_list_that_breaks_off_within_a_table_is_in_doubt_from_there() -> None:
    text = TEXT[: TEXT.index("聚餐信息")]
    changes = compare_editions(WHOLE, duty_list_of(read_text(text, "2026.txt"))).changes
    assert doubted(changes, "新清单在这前后断开") == [("cooperative", 2), ("cooperative", 3)]
    changes = compare_editions(duty_list_of(read_text(text, "2026.txt")), WHOLE).changes
    assert doubted(changes, "原清单在这前后断开") == [("cooperative", 2), ("cooperative", 3)]


def test_what_was_taken_out_before_the_cut_is_certain() -> None:
    middle = replace(COOPERATIVE, duties=COOPERATIVE.duties[1:])
    changes = compare_editions(WHOLE, replace(WHOLE, lists=(BASIC, middle))).changes
    assert doubted(changes, "断开") == []
    whole = compare_editions(WHOLE, replace(WHOLE, lists=(BASIC, middle, RECALLED))).changes
    assert doubted(whole, "可能没有给全") == []


def test_a_table_that_is_missing_in_between_breaks_nothing_off() -> None:
    less = replace(WHOLE, lists=(BASIC, replace(RECALLED, duties=RECALLED.duties[:-1])))
    changes = compare_editions(WHOLE, less).changes
    assert doubted(changes, "断开") == []
    gone = doubted(changes, "没有配合履职事项清单")
    assert gone == [("cooperative", at) for at in range(len(COOPERATIVE.duties))]


def test_a_duty_of_the_missing_table_that_stands_elsewhere_is_certain() -> None:
    moved = TEXT[: TEXT.index("上级部门收回")].replace(
        "2\t民生服务", "2\t民生服务\t设置犬类留检\n3\t民生服务"
    )
    changes = compare_editions(WHOLE, duty_list_of(read_text(moved, "2026.txt"))).changes
    assert doubted(changes, "没有上级部门收回") == [("recalled", 0)]


@pytest.mark.parametrize("side", ["new", "old"])
def test_what_is_told_once_of_a_missing_table_is_in_doubt_too(side: str) -> None:
    note = Note(1, BESIDE_LISTS + "注：本表由县委编办解释。")
    whole = replace(WHOLE, notes=(*WHOLE.notes, note))
    less = replace(WHOLE, lists=(BASIC, COOPERATIVE))
    comparison = compare_editions(*((whole, less) if side == "new" else (less, whole)))
    assert {head.part for head in comparison.heads if head.doubt} == {"list", "outside"}
    assert [(one.name, bool(one.doubt)) for one in comparison.offices] == [("县农业农村局", True)]
    told = [one.text for one in findings(comparison)]
    assert all("【待核】" in text and "可能没有给全" in text for text in told)


def test_an_office_that_only_whole_tables_name_is_gone_without_doubt() -> None:
    without = replace(COOPERATIVE, duties=COOPERATIVE.duties[1:])
    less = replace(WHOLE, lists=(BASIC, without))
    offices = compare_editions(WHOLE, less).offices
    assert {one.name: bool(one.doubt) for one in offices} == {
        "县农业农村局": True,
        "县水利局": False,
    }
    assert not any(
        one.doubt
        for one in compare_editions(WHOLE, replace(WHOLE, lists=(BASIC, without, RECALLED))).offices
    )
