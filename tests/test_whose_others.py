"""Whose a clause is that speaks of all but one office, of money of another's, of a stranger, or
that stands behind the last heading."""

from __future__ import annotations

import pytest

from tests.test_whose_kinds import clauses, told

THREE = "公安局、民政局、水务局"


@pytest.mark.parametrize(
    "text",
    [
        "县公安局以外的单位开展检查，县水务局汇总。",
        "除县公安局以外的部门开展检查。",
        "除县公安局之外的其他单位开展检查，县民政局汇总。",
        "除县公安局外，各部门按职责开展检查，县水务局负责汇总。",
    ],
)
def test_all_but_one_office_are_the_rows_others(text: str) -> None:
    assert told(f"1.{text}", THREE) == ["民政局、水务局"]


def test_an_office_that_acts_among_all_but_one_is_the_rows_or_another_rows() -> None:
    assert told("1.除县公安局外，各部门排查，县财政局保障经费。", THREE, "财政局") == [
        "民政局、水务局、财政局"
    ]


@pytest.mark.parametrize(
    "text", ["除县公安局另有规定外，县民政局核查。", "除涉密事项外，县民政局核查。"]
)
def test_what_is_left_out_is_not_an_office(text: str) -> None:
    assert told(f"1.{text}", THREE) == ["民政局"]


def test_a_paragraph_behind_that_of_the_last_heading_is_to_be_confirmed() -> None:
    text = "县公安局：巡查。\n县民政局：核查。\n县水务局：修复。\n及时采取措施。"
    assert told(text, THREE) == ["公安局", "民政局", "水务局", "水务局?"]


def test_the_only_department_does_what_stands_before_another_rows_money() -> None:
    text = "1.发放低保金；县财政局拨付资金。"
    (clause,) = clauses(text, "民政局", "财政局")
    assert [(one.office, one.because) for one in clause.actors] == [
        ("青山县民政局", "唯一部门"),
        ("青山县财政局", "主语"),
    ]


@pytest.mark.parametrize("bracket", ["（县财政局）", "（派出所）", "（市财政局）"])
def test_a_name_in_brackets_leaves_the_only_department_open(bracket: str) -> None:
    assert told(f"1.开展检查{bracket}。", "水务局", "财政局")[0].endswith("?")


@pytest.mark.parametrize("bracket", ["（报县人民政府备案）", "（含各乡镇）"])
def test_who_is_no_department_changes_nothing_in_brackets(bracket: str) -> None:
    assert told(f"1.组织演练{bracket}。", "水务局") == ["水务局"]
