"""What runs through a whole comparison is said once, in words: each finding as it is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison, OfficeChange, Rename, Replacement, Why
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.findings import UNSURE
from tests.found_changes import read_rows
from tests.test_compare_reforms import FARM, OLD_ROWS, POLICE

OLD = read_rows(OLD_ROWS[:4], 2025)
SAME = compare_editions(OLD, OLD)


def findings(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(one.label, one.text, one.places) for one in comparison_view(comparison).findings]


def test_an_office_comes_and_another_is_no_longer_named() -> None:
    offices = (OfficeChange("县甲局", "added", (0,)), OfficeChange("县乙局", "removed", (1, 2)))
    assert findings(replace(SAME, offices=offices)) == [
        ("新增部门", "县甲局", "配合1"),
        ("不再出现的部门", "县乙局", "配合2、3"),
    ]


def test_a_doubtful_rename_says_what_it_was_where_the_old_name_stands_and_why() -> None:
    rename = Rename("department", ("县甲局",), ("县乙局",), (0, 1), still=(2,), doubt="只有两项")
    certain = replace(rename, still=(), doubt="")
    assert findings(replace(SAME, renames=(rename, certain))) == [
        (
            "部门更名",
            f"{UNSURE}县甲局 → 县乙局；仍用原名称“县甲局”：配合3（只有两项，请核对）",
            "配合1、2",
        ),
        ("部门更名", "县甲局 → 县乙局", "配合1、2"),
    ]


def test_a_wording_changed_throughout_is_one_finding() -> None:
    replacement = Replacement("wording", "乡镇", "街道", (0, 1), 5, left=(3,))
    assert findings(replace(SAME, replacements=(replacement,))) == [
        ("通篇改动", "“乡镇”改为“街道”（2项，5处）；仍有“乡镇”：配合4", "配合1、2")
    ]


@pytest.mark.parametrize(
    ("why", "old", "new", "said"),
    [
        ("space", " ", "", "删去空格"),
        ("space", "", " ", "增加空格"),
        ("space", "\u3000", " ", "空格宽窄不同"),
        ("end mark", "；", "", "条款末尾标点“；”改为无"),
        ("width", ",", "，", "标点“,”改为“，”"),
    ],
)
def test_marks_changed_throughout_are_said_so_that_they_can_be_read(
    why: Why, old: str, new: str, said: str
) -> None:
    found = findings(replace(SAME, replacements=(Replacement(why, old, new, (0, 1), 5),)))
    assert found == [("通篇改动", f"{said}（2项，5处）", "配合1、2")]


def test_a_reworded_duty_is_not_among_those_that_only_have_another_number() -> None:
    first, second, *rest = OLD_ROWS[:4]
    added = replace(first, uid="new", name="低空飞行器起降点选址踏勘并公示")
    reworded = replace(second, name=second.name + "工作")
    new = read_rows([added, first, reworded, *rest], 2025)
    counts = comparison_view(compare_editions(OLD, new)).counts
    assert [one.number for one in counts if one.label == "仅序号顺延的事项"] == [3]


@pytest.mark.parametrize(
    ("becomes", "label"),
    [
        ("1.制定方案、组织培训；", "条款中间标点不同（处）"),
        ("1.制定方案，组织培训。", "条款末尾标点不同（处）"),
        ("1.制定方案,组织培训；", "标点全角半角不同（处）"),
        ("1.制定方案， 组织培训；", "空格不同（处）"),
    ],
)
def test_what_differs_in_marks_alone_is_counted_by_its_kind(becomes: str, label: str) -> None:
    first, *rest = OLD_ROWS[:4]
    clauses = ("1.制定方案，组织培训；", "2.通报情况。")
    old, new = (
        read_rows([replace(first, department_clauses=(text, clauses[1])), *rest], 2025)
        for text in (clauses[0], becomes)
    )
    counts = comparison_view(compare_editions(old, new)).counts
    kinds = [one for one in counts if one.label.endswith("不同（处）")]
    assert [(one.label, one.number) for one in kinds if one.number] == [(label, 1)]


def test_a_changed_remark_concerns_every_office_of_its_row() -> None:
    first, second, *rest = OLD_ROWS[:4]
    offices = (FARM, POLICE)
    rows = [replace(first, departments=offices, remark=text) for text in ("三年", "五年")]
    old, new = (read_rows([row, second, *rest], 2025) for row in rows)
    view = comparison_view(compare_editions(old, new))
    lines = {
        one.name: [run.text for item in one.items for line in item.lines for run in line.new.runs]
        for one in view.departments
    }
    assert {name for name, texts in lines.items() if "五年" in texts} == set(offices)
