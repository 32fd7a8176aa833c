"""A duty that became several, or several that became one: which clause went where is said of each,
in the table and in the letters."""

from __future__ import annotations

from dutylist.compare.model import Comparison
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.lines import Side, ViewLine
from tests.edits import Row
from tests.test_compare_reforms import FARM, OLD_ROWS, POLICE, WATER, compared, letter
from tests.test_compare_whole import told

WHOLE = Row(
    *("w", "cooperative", "综合事务", "开展农村饮水工程巡查，做好水库安全度汛和值守", (WATER,)),
    ("1.县水利局制定农村饮水工程巡查方案；", "2.县水利局调度水库安全度汛和值守。"),
    ("1.巡查农村饮水工程管网；", "2.落实水库安全度汛值守人员。"),
)
ONE = Row(
    *("a", "cooperative", "综合事务", "开展农村饮水工程巡查", (WATER,)),
    ("1.县水利局制定农村饮水工程巡查方案。",),
    ("1.巡查农村饮水工程管网。",),
)
OTHER = Row(
    *("b", "cooperative", "综合事务", "做好水库安全度汛和值守", (WATER, POLICE)),
    ("1.县水利局调度水库安全度汛和值守；", "2.县公安局维护水库周边秩序。"),
    ("1.落实水库安全度汛值守人员。",),
)


def text(side: Side) -> str:
    return "".join(run.text for run in side.runs)


def lines(comparison: Comparison) -> list[ViewLine]:
    """Of the last duty that was split or merged."""
    *_, row = (
        one for one in comparison_view(comparison).rows if {"split", "merged"} & {*one.kinds}
    )
    return list(row.lines)


def test_each_clause_of_a_split_duty_is_said_to_be_in_one_of_the_new_ones() -> None:
    comparison = compared([WHOLE, *OLD_ROWS], [ONE, OTHER, *OLD_ROWS])
    told_of = lines(comparison)
    assert text(told_of[1].new) == "第1项：开展农村饮水工程巡查\n第2项：做好水库安全度汛和值守"
    assert f"对应上级部门：第1项：{WATER}；第2项：{WATER}、{POLICE}" in [
        text(one.new) for one in told_of
    ]
    clauses = [(text(one.old), text(one.new), one.note) for one in told_of[3:] if one.note]
    assert [(old[:2], new[:2], note.rpartition("；")[2]) for old, new, note in clauses] == [
        *(("1.", "1.", "归第1项"), ("1.", "1.", "归第1项"), ("2.", "1.", "归第2项")),
        *(("", "2.", "归第2项"), ("（乡", "（乡", "归第2项")),
    ]


def test_each_clause_of_a_merged_duty_is_said_to_be_of_one_of_the_old_ones() -> None:
    comparison = compared([ONE, OTHER, *OLD_ROWS], [WHOLE, *OLD_ROWS])
    told_of = lines(comparison)
    assert text(told_of[1].old) == "第1项：开展农村饮水工程巡查\n第2项：做好水库安全度汛和值守"
    notes = [one.note for one in told_of[3:] if one.note]
    assert [note.rpartition("；")[2] for note in notes] == [
        *("出自原第1项", "出自原第2项", "出自原第2项", "出自原第1项", "出自原第2项")
    ]
    assert "删去；出自原第2项" in notes


def test_what_became_two_duties_of_two_lists_is_said_with_the_lists() -> None:
    basic = Row("a", "basic", "综合事务", "开展农村饮水工程巡查")
    told_of = lines(compared([WHOLE, *OLD_ROWS], [basic, OTHER, *OLD_ROWS]))
    assert "归配合履职第1项" in [one.note for one in told_of]
    assert text(told_of[1].new).startswith("基本履职第1项：")
    # The township's own has no departments.
    assert f"对应上级部门：{WATER}、{POLICE}" in [text(one.new) for one in told_of]


def test_the_letter_says_it_too() -> None:
    comparison = compared([WHOLE, *OLD_ROWS], [ONE, OTHER, *OLD_ROWS])
    (item,) = letter(comparison, POLICE)[0].items
    assert "新增；归第2项" in [one.note for one in item.lines]
    assert letter(comparison, FARM)[0].items == ()


def test_the_real_duty_that_was_divided_says_what_is_left_of_it() -> None:
    notes = [one.note for one in lines(told("divided_office"))]
    assert "归第12项" in notes
    assert notes.count("新增；归第13项") == 4
