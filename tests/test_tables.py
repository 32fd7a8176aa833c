"""Rows of any source become the rows of the lists: continuation, merged cells, heading rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.clauses import parse_clauses
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.lists.tables import list_tables
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.model import DutyList

HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")


def cell(text: str, page: int = 1, *, open_end: bool = False) -> Cell:
    return Cell((CellPart(text, page, open_end=open_end),)) if text else Cell()


def row(*texts: str, page: int = 1, open_ends: tuple[int, ...] = ()) -> Row:
    return Row(
        page,
        tuple(cell(text, page, open_end=i in open_ends) for i, text in enumerate(texts)),
    )


def read(*blocks: Line | Table) -> DutyList:
    return duty_list_of(SourceDocument("清单", blocks))


def test_row_cut_by_a_page_break_is_joined() -> None:
    first = Table(
        1,
        (
            row(*HEADER),
            row("1", "平安", "养犬", "县公安局", "1.负责办证，查处", "1.上报。", open_ends=(4,)),
        ),
    )
    second = Table(
        2,
        (
            row(*HEADER, page=2),
            row("", "", "", "", "违法行为；\n2.宣传。", "2.配合检查。", page=2),
            row("2", "", "禁毒", "县公安局", "宣传。", "宣传。", page=2),
        ),
    )
    (table,) = read(Line(1, "甲镇配合履职事项清单"), first, second).lists
    assert [duty.cells for duty in table.duties] == [
        (
            "1",
            "平安",
            "养犬",
            "县公安局",
            "1.负责办证，查处违法行为；\n2.宣传。",
            "1.上报。\n2.配合检查。",
        ),
        ("2", "", "禁毒", "县公安局", "宣传。", "宣传。"),
    ]
    assert [duty.category for duty in table.duties] == ["平安", "平安"]
    assert [duty.source.pages for duty in table.duties] == [(1, 2), (2,)]
    clauses = table.duties[0].department_clauses
    assert [(clause.label, clause.page) for clause in clauses] == [("1.", 1), ("2.", 2)]


def test_number_printed_again_on_the_next_page_is_no_new_duty() -> None:
    first = Table(1, (row("序号", "事项名称"), row("7", "养犬管理，宣传", open_ends=(1,))))
    second = Table(2, (row("序号", "事项名称", page=2), row("7（续）", "教育", page=2)))
    (table,) = read(Line(1, "基本履职事项清单"), first, second).lists
    assert [(duty.number, duty.name) for duty in table.duties] == [(7, "养犬管理，宣传教育")]


def test_heading_rows_give_the_category() -> None:
    body = Table(
        1,
        (
            row("序号", "事项名称"),
            Row(1, (cell("一、党的建设（2项）"), Cell()), spans_all=True),
            row("1", "发展党员"),
            row("2", "党务公开"),
            Row(1, (cell("二、经济发展（1项）"), Cell()), spans_all=True),
            row("1", "招商"),
        ),
    )
    (table,) = read(Line(1, "基本履职事项清单"), body).lists
    assert [(duty.category, duty.number) for duty in table.duties] == [
        ("党的建设", 1),
        ("党的建设", 2),
        ("经济发展", 1),
    ]


def test_each_department_in_a_row_of_its_own_below_a_merged_number() -> None:
    merged = Cell(merged=True)
    body = Table(
        1,
        (
            row(*HEADER),
            row("1", "平安", "养犬", "县公安局", "办证。", "上报。"),
            Row(1, (merged, merged, merged, cell("县民政局"), cell("宣传。"), merged)),
            row("2", "平安", "禁毒", "县公安局", "宣传。", "宣传。"),
        ),
    )
    (table,) = read(Line(1, "配合履职事项清单"), body).lists
    assert [duty.number for duty in table.duties] == [1, 2]
    assert table.duties[0].departments == ("县公安局", "县民政局")
    assert [(c.text, c.departments, c.basis) for c in table.duties[0].department_clauses] == [
        ("办证。", ("县公安局",), "heading"),
        ("宣传。", ("县民政局",), "heading"),
    ]


def test_columns_are_known_by_their_texts_in_any_order() -> None:
    text = (
        "配合履职事项清单\n"
        "履职事项\t街道配合职责\t序号\t事项分类\t主管部门职责\t主管部门\n"
        "养犬\t上报。\t1\t平安\t办证。\t区公安分局\n"
    )
    (table,) = duty_list_of(read_text(text, "清单")).lists
    (duty,) = table.duties
    assert table.kind == "cooperative"
    assert (duty.number, duty.category, duty.name) == (1, "平安", "养犬")
    assert duty.departments == ("区公安分局",)
    assert [clause.text for clause in duty.department_clauses] == ["办证。"]
    assert [clause.text for clause in duty.township_clauses] == ["上报。"]


def test_what_is_not_recognised_is_noted_and_kept() -> None:
    text = (
        "基本履职事项清单\n序号\t事项名称\t办理时限\n1\t招商\t每年\n随手写的一句话\n2\t统计\t每月\n"
    )
    found = duty_list_of(read_text(text, "清单"))
    assert [duty.cells for duty in found.lists[0].duties] == [
        ("1", "招商", "每年"),
        ("2", "统计", "每月"),
    ]
    assert [note.text for note in found.notes] == [
        "“办理时限”一栏不认识，原文保留在记录的单元格中",
        "表外文字没有归入清单：随手写的一句话",
    ]


def test_header_row_of_two_rows() -> None:
    merged = Cell(merged=True)
    body = Table(
        1,
        (
            row("序号", "事项名称", "上级部门", "", "乡镇配合职责"),
            Row(1, (merged, merged, cell("名称"), cell("职责"), merged)),
            row("1", "养犬", "县公安局", "办证。", "上报。"),
        ),
    )
    (table,) = read(Line(1, "配合履职事项清单"), body).lists
    assert table.headers == ("序号", "事项名称", "上级部门名称", "上级部门职责", "乡镇配合职责")
    assert [duty.departments for duty in table.duties] == [("县公安局",)]


@pytest.mark.parametrize(
    ("lower", "roles"),
    [
        ("县级部门 乡镇（街道）", ["department duties", "township duties"]),
        ("上级部门职责 镇配合职责", ["department duties", "township duties"]),
        ("对应上级部门 县级部门职责", ["departments", "department duties"]),
        ("牵头部门 职责", ["departments", "department duties"]),
        ("设定依据 联系电话", [None, None]),
    ],
)
def test_a_groups_name_counts_where_the_column_below_does_not_say_all(
    lower: str, roles: list[str | None]
) -> None:
    """Cells of the first row reach into the second, so that it is a header whatever it says."""
    merged = Cell(merged=True)
    heads = (
        row("序号", "事项名称", "职责分工", ""),
        Row(1, (merged, merged, *map(cell, lower.split()))),
    )
    body = Table(1, (*heads, row("1", "养犬", "县公安局", "办证。")))
    (table,) = read(Line(1, "配合履职事项清单"), body).lists
    assert (table.roles[:2], list(table.roles[2:])) == (("number", "name"), roles)
    assert [duty.name for duty in table.duties] == ["养犬"]


@pytest.mark.parametrize(
    ("heads", "lists"),
    [
        # They are categories of the list whose kind its title names.
        (("一、基本类", "二、特色类"), {"安丰镇基本履职事项清单": ["基本类", "特色类"]}),
        (("一、基本职责", "二、党的建设"), {"安丰镇基本履职事项清单": ["基本职责", "党的建设"]}),
        (
            ("一、党的建设", "二、配合类"),
            {"安丰镇基本履职事项清单": ["党的建设"], "二、配合类": [""]},
        ),
    ],
)
def test_a_kinds_name_within_the_list_of_that_kind_is_a_category(
    heads: tuple[str, str], lists: dict[str, list[str]]
) -> None:
    wide = [replace(row(head, ""), spans_all=True) for head in heads]
    rows = (row("序号", "事项名称"), wide[0], row("1", "巡河"), wide[1], row("2", "护林"))
    found = read(Line(1, "安丰镇基本履职事项清单"), Table(1, rows))
    assert {table.title: [duty.category for duty in table.duties] for table in found.lists} == lists


def test_a_kinds_name_between_a_lists_title_and_its_table_is_not_its_title() -> None:
    rows = (row("序号", "事项名称"), row("1", "巡河"), row("2", "护林"))
    found = read(Line(1, "安丰镇基本履职事项清单"), Line(1, "一、基本类"), Table(1, rows))
    assert [table.title for table in found.lists] == ["安丰镇基本履职事项清单"]
    alone = read(Line(1, "安丰镇履职事项清单"), Line(1, "一、基本类"), Table(1, rows))
    assert [table.title for table in alone.lists] == ["一、基本类"]


def test_sections_beside_the_departments_are_the_townships_own() -> None:
    rows = (
        row("序号", "事项名称", "责任科室", "对应上级部门", "上级部门职责", "镇职责"),
        row("1", "养犬", "平安办", "县公安局", "办证。", "上报。"),
    )
    found = read(Line(1, "配合履职事项清单"), Table(1, rows))
    assert found.lists[0].duties[0].departments == ("县公安局",)
    assert [note.text for note in found.notes] == ["“责任科室”一栏不认识，原文保留在记录的单元格中"]
    alone = read(
        Line(1, "配合履职事项清单"),
        Table(1, (row("序号", "事项名称", "责任科室"), row("1", "养犬", "公安科"))),
    )
    assert alone.lists[0].duties[0].departments == ("公安科",)


texts = st.text("甲乙丙丁，；。", min_size=1, max_size=12)


@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=8), st.data())
def test_page_cuts_anywhere_give_the_same_rows(
    rows: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    """However a table's rows are cut at page breaks, within paragraphs, they come out whole."""
    tables: list[Row] = []
    page = 1
    pages: list[Table] = []
    for number, (name, department, duties) in enumerate(rows, start=1):
        cuts = data.draw(st.integers(0, len(duties)))
        whole = (str(number), name, department)
        if 0 < cuts < len(duties):
            tables.append(row(*whole, duties[:cuts], page=page, open_ends=(1, 2, 3)))
            pages.append(
                Table(page, (row(*HEADER[:1], "事项名称", "主管部门", "部门职责"), *tables))
            )
            page += 1
            tables = [row("", "", "", duties[cuts:], page=page)]
        else:
            tables.append(row(*whole, duties, page=page))
    pages.append(Table(page, (row("序号", "事项名称", "主管部门", "部门职责"), *tables)))
    document = SourceDocument("清单", (Line(1, "配合履职事项清单"), *pages))
    (table,) = list_tables(document).tables
    found = duty_list_of(document).lists[0]
    assert len(table.rows) == len(rows)
    assert [duty.cells for duty in found.duties] == [
        (str(number), *whole) for number, whole in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize("text", ["十三五、十四五规划落实；", "一二、三产业融合。", "三二十、其他"])
def test_numerals_that_are_no_number_are_no_label(text: str) -> None:
    clauses = parse_clauses(Cell((CellPart(text, 1),)), 1, lambda _, alone: False)

    assert [(clause.label, clause.text) for clause in clauses] == [("", text)]


def test_a_category_written_one_sign_a_line_reads_the_same_in_every_row() -> None:
    body = Table(
        1,
        (
            row("序号", "事项类别", "事项名称"),
            row("1", "党\n的\n建\n设", "甲"),
            Row(1, (cell("2"), Cell(merged=True), cell("乙"))),
        ),
    )
    (table,) = read(Line(1, "基本履职事项清单"), body).lists
    assert [duty.category for duty in table.duties] == ["党的建设", "党的建设"]


@pytest.mark.parametrize(
    "heading",
    [
        ("", "（一）党的建设", "", ""),
        ("", "党的建设（2项）", "", ""),
        ("一", "党的建设（2项）", "", ""),
        ("（一）", "党的建设", "", ""),
    ],
)
def test_a_heading_row_whose_text_stands_in_the_name_column(heading: tuple[str, ...]) -> None:
    body = Table(
        1,
        (
            row("序号", "事项名称", "承接部门及工作方式", "备注"),
            row(*heading),
            row("1", "甲", "县民政局：审核。", ""),
            row("2", "乙", "县民政局：审核。", ""),
        ),
    )
    (table,) = read(Line(1, "收回事项清单"), body).lists
    assert [(duty.number, duty.category, duty.name) for duty in table.duties] == [
        (1, "党的建设", "甲"),
        (2, "党的建设", "乙"),
    ]


@pytest.mark.parametrize("signs", ["1 2 3", "（1） （2） （3）", "A B C", "一 二 三"])
def test_a_row_that_counts_the_columns_is_no_duty(signs: str) -> None:
    body = Table(1, (row("序号", "类别", "事项名称"), row(*signs.split()), row("1", "党建", "甲")))
    found = read(Line(1, "基本履职事项清单"), body)
    assert [duty.name for duty in found.lists[0].duties] == ["甲"]
    assert found.notes == ()


def test_a_heading_row_with_its_count_in_another_column() -> None:
    body = Table(1, (row("序号", "事项名称"), row("一、党的建设", "共1项"), row("1", "甲")))
    (table,) = read(Line(1, "基本履职事项清单"), body).lists
    assert [(duty.category, duty.name) for duty in table.duties] == [("党的建设", "甲")]


def test_chinese_numbers_of_duties_are_no_headings() -> None:
    body = Table(
        1, (row("序号", "事项名称"), row("一", "招商"), row("二", "统计"), row("", "宣传"))
    )
    (table,) = read(Line(1, "基本履职事项清单"), body).lists
    assert [duty.name for duty in table.duties] == ["招商", "统计", "宣传"]


def test_who_filled_in_the_form_is_no_duty() -> None:
    body = Table(
        1,
        (
            row("序号", "事项类别", "事项名称"),
            row("1", "党的建设", "甲"),
            row("填报人：某某", "", "审核人：某某 联系电话：123456"),
            row("", "填表日期：2025年7月1日", ""),
        ),
    )
    found = read(Line(1, "基本履职事项清单"), body)
    assert [duty.name for duty in found.lists[0].duties] == ["甲"]
    assert [note.text for note in found.notes] == [
        "表外文字没有归入清单：填报人：某某\t审核人：某某 联系电话：123456",
        "表外文字没有归入清单：填表日期：2025年7月1日",
    ]


@pytest.mark.parametrize("total", [("合计", "2", ""), ("合 计", "", "2项"), ("共2项", "", "")])
def test_a_row_with_the_total_is_no_duty(total: tuple[str, ...]) -> None:
    body = Table(
        1,
        (
            row("事项类别", "序号", "事项名称"),
            row("党的建设", "1", "甲"),
            row("党的建设", "2", "乙"),
            row(*total),
        ),
    )
    found = read(Line(1, "基本履职事项清单"), body)
    assert [duty.name for duty in found.lists[0].duties] == ["甲", "乙"]
    assert found.notes == ()


def test_a_contents_page_that_is_a_table() -> None:
    contents = Table(
        1,
        (
            row("序号", "清单名称", "页码"),
            row("1", "基本履职事项清单", "1"),
            row("2", "配合履职事项清单", "15"),
        ),
    )
    body = Table(2, (row("序号", "事项名称", page=2), row("1", "甲", page=2)))
    found = read(Line(1, "目录"), contents, Line(2, "望汀镇基本履职事项清单"), body)
    assert [(table.title, len(table.duties)) for table in found.lists] == [
        ("望汀镇基本履职事项清单", 1)
    ]
    assert [(entry.title, entry.page) for entry in found.contents] == [
        ("基本履职事项清单", 1),
        ("配合履职事项清单", 15),
    ]
    assert found.notes == ()


def test_a_title_on_two_lines_with_the_place_above() -> None:
    head = row("序号", "事项名称")
    found = read(
        Line(1, "云海省江岚市"),
        Line(1, "望汀镇"),
        Line(1, "履职事项清单"),
        Line(1, "目录"),
        Line(1, "基本履职事项清单……1"),
        Line(1, "附件1"),
        Line(1, "江岚市望汀镇"),
        Line(1, "基本履职事项清单"),
        Line(1, "（共1项）"),
        Table(1, (head, row("1", "甲"))),
        Line(1, "江岚市望汀镇"),
        Line(1, "上级部门收回事项清单"),
        Table(1, (head, row("1", "乙"))),
        Line(1, "江岚市望汀镇上级部门收回事项清单（续表）"),
        Table(1, (head, row("2", "丙"))),
    )
    assert [(table.title, len(table.duties)) for table in found.lists] == [
        ("江岚市望汀镇基本履职事项清单", 1),
        ("江岚市望汀镇上级部门收回事项清单", 2),
    ]
    assert found.region == ("云海省江岚市", "望汀镇")
    assert [entry.title for entry in found.contents] == ["基本履职事项清单"]
    assert [note.text for note in found.notes] == ["封面或目录中的文字没有归入记录：附件1"]


def test_a_cover_right_above_its_only_list_keeps_its_place() -> None:
    body = Table(1, (row("序号", "事项名称"), row("1", "甲")))
    found = read(Line(1, "云海省江岚市"), Line(1, "望汀镇"), Line(1, "基本履职事项清单"), body)
    assert found.region == ("云海省江岚市", "望汀镇")
    assert [table.title for table in found.lists] == ["基本履职事项清单"]


def test_a_list_in_two_halves_side_by_side() -> None:
    body = Table(
        1,
        (
            row("序号", "事项名称", "序号", "事项名称"),
            Row(1, (cell("一、党的建设"), Cell(), Cell(), Cell()), spans_all=True),
            row("1", "甲", "3", "丙"),
            row("2", "乙", "", ""),
            Row(1, (cell("二、民生服务"), Cell(), Cell(), Cell()), spans_all=True),
            row("4", "丁", "5", "戊"),
        ),
    )
    found = read(Line(1, "基本履职事项清单"), body)
    (table,) = found.lists
    assert [(duty.number, duty.category, duty.name) for duty in table.duties] == [
        (1, "党的建设", "甲"),
        (2, "党的建设", "乙"),
        (3, "党的建设", "丙"),
        (4, "民生服务", "丁"),
        (5, "民生服务", "戊"),
    ]
    assert found.notes == ()


def test_two_lists_side_by_side_with_their_titles() -> None:
    body = Table(
        1,
        (
            row("望汀镇基本履职事项清单", "", "", "望汀镇收回事项清单", "", ""),
            row("序号", "事项名称", "", "序号", "事项名称", "承接部门及工作方式"),
            row("1", "甲", "", "1", "丙", "县民政局：审核。"),
            row("2", "乙", "", "", "", ""),
        ),
    )
    found = read(body)
    assert [(table.kind, table.title, table.headers) for table in found.lists] == [
        ("basic", "望汀镇基本履职事项清单", ("序号", "事项名称")),
        ("recalled", "望汀镇收回事项清单", ("序号", "事项名称", "承接部门及工作方式")),
    ]
    assert [[duty.name for duty in table.duties] for table in found.lists] == [["甲", "乙"], ["丙"]]
    assert found.notes == ()


def test_a_merged_category_that_pasting_leaves_out() -> None:
    text = (
        "望汀镇基本履职事项清单\n序号\t类别\t事项名称\n1\t党的建设\t甲\n2\t乙\n"
        "望汀镇收回事项清单\n类别\t序号\t事项名称\t承接部门及工作方式\t备注\n"
        "平安\t1\t丙\t县民政局：审核。\t\n2\t丁\t县民政局：审核。\t\n平安\t3\t戊\t县民政局：审核。\n"
    )
    found = duty_list_of(read_text(text, "清单"))
    assert [
        [(duty.number, duty.category, duty.name) for duty in table.duties] for table in found.lists
    ] == [
        [(1, "党的建设", "甲"), (2, "党的建设", "乙")],
        [(1, "平安", "丙"), (2, "平安", "丁"), (3, "平安", "戊")],
    ]
    assert [note.text for note in found.notes] == [
        "这一行有 4 栏，表头有 5 栏，请核对：平安 | 3 | 戊 | 县民政局：审核。",
        "“望汀镇基本履职事项清单”有 1 行比表头少一栏，读作类别与上面的行合并，请核对",
        "“望汀镇收回事项清单”有 1 行比表头少一栏，读作类别与上面的行合并，请核对",
    ]


@pytest.mark.parametrize("last", ["备注", "办结情况", "乡镇配合职责"])
def test_a_row_that_lacks_its_last_cell_keeps_its_category(last: str) -> None:
    header = ("序号", "类别", "事项名称", "对应上级部门", "上级部门职责", last)
    whole = ("1", "平安", "甲", "县公安局", "查处。", "无")
    text = "\n".join(
        map("\t".join, [("望汀镇配合履职事项清单",), header, whole, ("2", *whole[1:5])])
    )
    found = duty_list_of(read_text(text, "清单"))
    assert [(duty.category, duty.name) for duty in found.lists[0].duties] == [("平安", "甲")] * 2
    assert "这一行有 5 栏，表头有 6 栏，请核对：2 | 平安 | 甲 | 县公安局 | 查处。" in [
        note.text for note in found.notes
    ]


@pytest.mark.parametrize("last", ["备注", "办结情况"])
def test_a_cell_that_may_be_the_last_is_not_called_the_category(last: str) -> None:
    """A remark is left out as often as a merged category is."""
    header = ("序号", "类别", "事项名称", "对应上级部门", "上级部门职责", last)
    rows = (
        ("1", "平安", "甲", "县公安局", "查处。", "无"),
        ("2", "民生", "乙", "县民政局", "核查。"),
    )
    text = "\n".join(map("\t".join, [("望汀镇配合履职事项清单",), header, *rows]))
    read = duty_list_of(read_text(text, "清单")).lists[0].duties
    assert [(duty.category, duty.name) for duty in read] == [("平安", "甲"), ("民生", "乙")]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("一、党的建设（1项）", "党的建设"),
        ("（一）党的建设", "党的建设"),
        ("1.党的建设（共1项）", "党的建设"),
        ("2、党的建设", "党的建设"),
        ("第一类：党的建设", "党的建设"),
        ("第二部分 党的建设", "党的建设"),
        ("党的建设", "党的建设"),
    ],
)
def test_how_heading_rows_are_written(text: str, category: str) -> None:
    body = Table(
        1,
        (
            row("序号", "事项名称"),
            Row(1, (cell(text), Cell()), spans_all=True),
            row("1", "甲"),
        ),
    )
    found = read(Line(1, "基本履职事项清单"), body)
    assert [duty.category for duty in found.lists[0].duties] == [category]
    assert found.notes == ()


def test_a_table_for_each_category_below_its_heading() -> None:
    def part(name: str) -> Table:
        return Table(1, (row("序号", "事项名称"), row("1", name)))

    found = read(
        Line(1, "履职事项清单"),
        Line(1, "基本履职事项清单"),
        Line(1, "（一）党的建设"),
        part("甲"),
        Line(1, "2.经济发展（1项）"),
        part("乙"),
        Line(1, "一、上级部门收回事项清单"),
        Line(1, "一、民生服务"),
        part("丙"),
    )
    assert [
        (table.title, [(duty.category, duty.name) for duty in table.duties])
        for table in found.lists
    ] == [
        ("基本履职事项清单", [("党的建设", "甲"), ("经济发展", "乙")]),
        ("一、上级部门收回事项清单", [("民生服务", "丙")]),
    ]
    assert found.notes == ()


def test_a_sentence_about_lists_is_no_title() -> None:
    found = read(
        Line(1, "望汀镇基本履职事项清单"),
        Line(1, "说明：配合履职事项、收回事项另表列出。"),
        Table(1, (row("序号", "事项名称"), row("1", "甲"))),
    )
    assert [(table.kind, table.title) for table in found.lists] == [
        ("basic", "望汀镇基本履职事项清单")
    ]
    assert [note.text for note in found.notes] == [
        "封面或目录中的文字没有归入记录：说明：配合履职事项、收回事项另表列出。"
    ]


SECOND_TITLES = (
    "甲镇配合履职事项清单",
    "甲镇配合履职事项",
    "甲镇配合履职事项一览表",
    "甲镇配合履职事项汇总表",
    "甲镇配合履职工作目录",
    "甲镇配合履职事项（共1项）",
    "配合履职事项",
)


@pytest.mark.parametrize("title", SECOND_TITLES)
@pytest.mark.parametrize("between", [(), ("（共1项）",), ("",)])
def test_a_second_title_within_a_sheet_is_the_second_lists(
    title: str, between: tuple[str, ...]
) -> None:
    wide = [Row(1, (cell(text), Cell()), spans_all=True) for text in (title, *between)]
    head = row("序号", "事项名称")
    sheet = Table(1, (head, row("1", "甲"), *wide, head, row("1", "乙")))
    found = read(Line(1, "甲镇基本履职事项清单"), sheet)
    assert [(table.title, [duty.name for duty in table.duties]) for table in found.lists] == [
        ("甲镇基本履职事项清单", ["甲"]),
        (title, ["乙"]),
    ]
    assert [duty.category for table in found.lists for duty in table.duties] == ["", ""]
    assert found.notes == ()


@pytest.mark.parametrize("title", SECOND_TITLES)
def test_a_title_at_the_foot_of_a_page_is_that_of_the_next_pages_list(title: str) -> None:
    head = row("序号", "事项名称")
    foot = Row(1, (cell(title), Cell()), spans_all=True)
    first, second = Table(1, (head, row("1", "甲"), foot)), Table(2, (head, row("1", "乙")))
    found = read(Line(1, "甲镇基本履职事项清单"), first, second)
    assert [(table.title, len(table.duties)) for table in found.lists] == [
        ("甲镇基本履职事项清单", 1),
        (title, 1),
    ]
    assert found.notes == ()


def test_merged_cells_taken_apart_and_filled_down() -> None:
    body = Table(
        1,
        (
            row(*HEADER),
            row("1", "平安", "养犬", "县公安局", "办证。", "上报。"),
            row("1", "平安", "养犬", "县民政局", "宣传。", "上报。"),
            row("1", "平安", "养犬", "县财政局", "拨付。", "上报。"),
            row("2", "平安", "禁毒", "县公安局", "宣传。", "宣传。"),
            row("2", "平安", "禁毒", "县公安局", "宣传。", "宣传。"),
            row("2", "平安", "防火", "县公安局", "宣传。", "宣传。"),
        ),
    )
    duties = read(Line(1, "配合履职事项清单"), body).lists[0].duties
    assert [(duty.number, duty.name) for duty in duties] == [
        (1, "养犬"),
        (2, "禁毒"),
        (2, "禁毒"),
        (2, "防火"),
    ]
    assert duties[0].cells == (
        "1",
        "平安",
        "养犬",
        "县公安局\n县民政局\n县财政局",
        "办证。\n宣传。\n拨付。",
        "上报。",
    )
    assert [(clause.text, clause.departments) for clause in duties[0].department_clauses] == [
        ("办证。", ("县公安局",)),
        ("宣传。", ("县民政局",)),
        ("拨付。", ("县财政局",)),
    ]


def test_a_name_that_goes_on_after_a_page_break_is_no_heading() -> None:
    head = row("序号", "事项名称")
    found = read(
        Line(1, "基本履职事项清单"),
        Table(1, (head, row("1", "做好：（一）宣传；", open_ends=(1,)))),
        Table(2, (row("", "（二）巡查", page=2), row("2", "乙", page=2))),
    )
    assert [duty.name for duty in found.lists[0].duties] == ["做好：（一）宣传；（二）巡查", "乙"]


def test_an_empty_category_goes_on_within_its_kind_of_list_alone() -> None:
    """One table for all kinds: the first recalled duty is not of the last category above."""
    header = (
        "序号",
        "清单类型",
        "事项类别",
        "事项名称",
        "对应上级部门",
        "上级部门职责",
        "乡镇配合职责",
    )
    rows = (
        row("1", "配合履职事项", "公共安全", "养犬管理", "县公安局", "1.办证。", "1.上报。"),
        row("2", "配合履职事项", "", "禁毒宣传", "县公安局", "1.宣传。", "1.配合。"),
        row("3", "上级部门收回事项", "", "收养登记", "县民政局", "", ""),
        row("4", "上级部门收回事项", "民生服务", "殡葬管理", "县民政局", "", ""),
    )
    found = read(Line(1, "绿水镇履职事项总表"), Table(1, (row(*header), *rows)))
    categories = {d.number: d.category for one in found.lists for d in one.duties}
    assert categories == {1: "公共安全", 2: "公共安全", 3: "", 4: "民生服务"}
