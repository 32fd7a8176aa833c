"""The cells of a row become what the record says of the duty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.model import Clause, DutyList

COOPERATIVE = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
RECALLED = ("序号", "事项类别", "事项名称", "承接部门及工作方式")


def read(title: str, *rows: tuple[str | Cell, ...]) -> DutyList:
    made = tuple(Row(1, tuple(map(as_cell, row))) for row in rows)
    return duty_list_of(SourceDocument("清单", (Line(1, title), Table(1, made))))


def as_cell(text: str | Cell) -> Cell:
    return text if isinstance(text, Cell) else Cell((CellPart(text, 1),) if text else ())


def kinds(clauses: tuple[Clause, ...]) -> list[tuple[str, str, str]]:
    """Each clause's kind, label and text, those below it after it."""
    return [
        found
        for clause in clauses
        for found in ((clause.kind, clause.label, clause.text), *kinds(clause.children))
    ]


def duty_with(clauses: str | Cell, departments: str | Cell = "县公安局\n县水利局") -> DutyList:
    row = ("1", "平安", "巡查河道", departments, clauses, "1.上报。")
    return read("安丰镇配合履职事项清单", COOPERATIVE, row)


def test_a_clause_is_a_heading_of_an_office_a_topic_or_what_is_to_be_done() -> None:
    (duty,) = (
        duty_with("县公安局：\n一、巡查\n1.每日巡查；\n2.记录。\n县水利局：\n3.修复。")
        .lists[0]
        .duties
    )
    assert kinds(duty.department_clauses) == [
        ("office", "", "县公安局："),
        ("topic", "一、", "巡查"),
        ("clause", "1.", "每日巡查；"),
        ("clause", "2.", "记录。"),
        ("office", "", "县水利局："),
        ("clause", "3.", "修复。"),
    ]


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        (
            "县环境分局：监测。\n县城管局（牵头）：1.受理；2.查处。",
            {"县环境分局": False, "县城管局": True},
        ),
        ("1.县民政局：审核。\n2.县财政局：拨款。", {"县民政局": True, "县财政局": False}),
        (
            "县民政局、县财政局：审核。县公安局：核查。",
            {"县民政局": True, "县财政局": False, "县公安局": False},
        ),
        ("【县公安局】核查。", {"县公安局": True}),
        ("监测时间：每月。县公安局：核查。", {"县公安局": True}),
    ],
)
def test_where_no_column_lists_the_departments_the_heads_of_their_duties_do(
    said: str, listed: dict[str, bool]
) -> None:
    header = ("序号", "事项名称", "牵头单位及职责", "街道配合内容")
    found = read("安丰街道配合履职事项清单", header, ("1", "巡查", said, "上报。"))
    (duty,) = found.lists[0].duties
    assert {one.printed: one.leads for one in duty.listed} == listed


def test_kinds_in_brackets_and_a_category_merged_over_two_kinds() -> None:
    header = ("序号", "领域", "类型", "事项", "部门职责（收回类为承接部门及工作方式）", "镇职责")
    merged = Cell(merged=True)
    found = read(
        "安丰镇履职事项清单",
        header,
        ("1", "水利", "自办类（基本履职）", "巡河", "", ""),
        ("2", merged, "配合类（配合履职）", "节水", "县水利局：推广。", "宣传。"),
        ("3", merged, "收回类\n（上级收回）", "鉴定", "县水利局：委托。", ""),
        ("4", "", "自办类（基本履职）", "护林", "", ""),
    )
    assert {
        table.kind: [(duty.category, duty.departments) for duty in table.duties]
        for table in found.lists
    } == {
        "basic": [("水利", ()), ("", ())],
        "cooperative": [("水利", ("县水利局",))],
        "recalled": [("水利", ("县水利局",))],
    }
    (taken,) = found.lists[2].duties[0].takeover
    assert (taken.department, taken.method) == ("县水利局", "委托。")


def test_behind_a_label_an_office_with_a_colon_says_who_acts() -> None:
    (duty,) = duty_with("1.县公安局：负责巡查；\n2.县水利局：负责修复。").lists[0].duties
    assert {kind for kind, _, _ in kinds(duty.department_clauses)} == {"clause"}


def test_a_topic_with_its_sentence_behind_a_space_is_above_it() -> None:
    (duty,) = duty_with("一、分户工作 收到申请后，及时办理。\n二、销户 当日办理。").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("topic", "一、", "分户工作"),
        ("clause", "", "收到申请后，及时办理。"),
        ("topic", "二、", "销户"),
        ("clause", "", "当日办理。"),
    ]


def test_numbers_begin_anew_right_behind_an_offices_name() -> None:
    (duty,) = duty_with("县公安局1.查处；2.移送。县水利局1.修复；2.记录。").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("office", "", "县公安局"),
        ("clause", "1.", "查处；"),
        ("clause", "2.", "移送。"),
        ("office", "", "县水利局"),
        ("clause", "1.", "修复；"),
        ("clause", "2.", "记录。"),
    ]
    (duty,) = duty_with("1.巡查河道1.5公里；2.记录水位2.每日上报。").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("clause", "1.", "巡查河道1.5公里；"),
        ("clause", "2.", "记录水位2.每日上报。"),
    ]


def test_a_number_left_out_still_begins_a_clause_behind_a_sentence() -> None:
    """At most two are left out, and never in mid-sentence."""
    for text, labels in (
        ("1.查处。2.移送。 5.记录。", ["1.", "2.", "5."]),
        ("1.查处。2.移送。 6.记录。", ["1.", "2."]),
        ("1.查处。2.移送第 5.记录。", ["1.", "2."]),
        ("1.查处。2.移送。 2.记录。", ["1.", "2."]),
    ):
        (duty,) = duty_with(text).lists[0].duties
        assert [label for _, label, _ in kinds(duty.department_clauses)] == labels


def test_a_line_with_an_office_at_the_end_is_a_heading_where_the_cell_begins_with_one() -> None:
    (duty,) = duty_with("1.查处；\n2.移送。\n县公安局").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("clause", "1.", "查处；"),
        ("clause", "2.", "移送。 县公安局"),
    ]
    (duty,) = duty_with("县公安局\n1.查处；\n2.移送。\n县水利局").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("office", "", "县公安局"),
        ("clause", "1.", "查处；"),
        ("clause", "2.", "移送。"),
        ("office", "", "县水利局"),
    ]


def test_who_leads_is_told_of_the_offices_that_help_with_a_duty_and_not_of_those_that_take_it() -> (
    None
):
    names = "县公安局（牵头）\n县水利局"
    (duty,) = duty_with("1.查处。", names).lists[0].duties
    assert [(one.printed, one.leads) for one in duty.listed] == [
        ("县公安局", True),
        ("县水利局", False),
    ]
    recalled = read(
        "安丰镇上级部门收回事项清单", RECALLED, ("1", "执法", "查处", f"{names}：查处。")
    )
    assert not any(one.leads for one in recalled.lists[0].duties[0].listed)


def test_a_sentence_with_a_mark_or_without_a_space_is_no_topic() -> None:
    (duty,) = duty_with("一、登记，造册 后报送。\n二、收到申请后及时办理。").lists[0].duties
    assert kinds(duty.department_clauses) == [
        ("clause", "一、", "登记，造册 后报送。"),
        ("clause", "二、", "收到申请后及时办理。"),
    ]


def test_who_takes_a_duty_over_and_how_as_it_is_spoken() -> None:
    found = read(
        "安丰镇上级部门收回事项清单",
        RECALLED,
        ("1", "执法", "查处一", "承接部门：县司法局、县公安局。工作方式：直接办理。"),
        ("2", "执法", "查处二", "县司法局：巡查。县公安局：处罚。"),
        ("3", "执法", "查处三", "不再开展。"),
    )
    assert [
        [(taken.department, taken.method) for taken in duty.takeover]
        for duty in found.lists[0].duties
    ] == [
        [("县司法局", "直接办理。"), ("县公安局", "直接办理。")],
        [("县司法局", "巡查。"), ("县公安局", "处罚。")],
        [("", "不再开展。")],
    ]


def test_odd_characters_are_told_with_the_number_of_their_row() -> None:
    rows = (("7", "平安", "做好⼯作", "县公安局", "1.查。", "1.报。"),)
    found = read("安丰镇配合履职事项清单", COOPERATIVE, *rows)
    assert {note.page for note in found.notes} == {0}
    assert [note.text for note in found.notes] == [
        "有形近的部首或兼容字“⼯”（配合履职第 7 项），记录照原文保留，查找和比较时当作“工”"
    ]


def test_offices_that_fill_their_lines_are_told_apart() -> None:
    names = Cell((CellPart("县公安局县司法局", 1, wraps=(4,)),))
    (duty,) = duty_with("县公安局：1.查。", names).lists[0].duties
    assert [one.printed for one in duty.listed] == ["县公安局", "县司法局"]
    one = Cell((replace(names.parts[0], text="县农业农村局", wraps=(4,)),))
    (duty,) = duty_with("县公安局：1.查。", one).lists[0].duties
    assert [one.printed for one in duty.listed] == ["县农业农村局"]


def test_a_clause_stands_on_the_page_of_its_part_of_the_cell() -> None:
    parts = tuple(
        CellPart(text, page)
        for page, text in enumerate(("1.查处；\n", "2.移送；\n", "3.记录。\n4.上报。"), 1)
    )
    (duty,) = duty_with(Cell(parts)).lists[0].duties
    assert [(one.text, one.page) for one in duty.department_clauses] == [
        *[("查处；", 1), ("移送；", 2), ("记录。", 3), ("上报。", 3)],
    ]


def test_which_column_an_office_stands_in_says_whether_it_leads() -> None:
    head = ("序号", "事项名称", "配合部门", "牵头部门", "部门职责", "乡镇职责")
    row = ("1", "消防", "县公安局、县应急局", "县住建局", "1.检查。", "1.上报。")
    (duty,) = read("安丰镇配合履职事项清单", head, row).lists[0].duties
    assert {one.printed: (one.leads, one.said) for one in duty.listed} == {
        "县公安局": (False, True),
        "县应急局": (False, True),
        "县住建局": (True, True),
    }
    # A column of the leading office alone says nothing of the others in it.
    head, row = (head[0], head[1], *head[3:]), (*row[:2], "县住建局、县公安局", *row[4:])
    (duty,) = read("安丰镇配合履职事项清单", head, row).lists[0].duties
    assert [(one.leads, one.said) for one in duty.listed] == [(True, False), (False, False)]
