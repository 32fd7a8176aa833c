"""Where one thing in a list ends and the next begins: titles, headings, labels, headers, takeovers.

Each test has texts on both sides of a border, as published lists have them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.clauses import parse_clauses
from dutylist.extract.lists.columns import header_roles, nearest_header, text_below
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.lists.forms import without_forms
from dutylist.extract.lists.header_rows import read_header, side_by_side, used_columns
from dutylist.extract.lists.headings import category_heading, plain_category
from dutylist.extract.lists.kinds import (
    is_whole_title,
    kind_of_title,
    kind_of_value,
    names_list,
    names_other_table,
    title_of_kind,
)
from dutylist.extract.lists.label_order import with_labels_in_order
from dutylist.extract.lists.likely_characters import label_places
from dutylist.extract.lists.lines_above import other_title, place_lines_above, stands_near
from dutylist.extract.lists.row_again import kept_doubts
from dutylist.extract.lists.seams import cell_text
from dutylist.extract.lists.takeovers import split_takeover
from dutylist.extract.lists.verdicts import fit
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.model import Doubt, DutyList, with_children
from tests.small_list import ROWS, list_text


def row(*texts: str, page: int = 1, **other: bool) -> Row:
    cells = tuple(Cell((CellPart(text, page),)) if text else Cell() for text in texts)
    return Row(page, cells, **other)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("一、党的建设（16项）", "党的建设"),
        ("（二）平安法治", "平安法治"),
        ("第三类 民生服务", "民生服务"),
        ("第四部分：乡村振兴", "乡村振兴"),
        ("民生服务（共 9 项）", "民生服务"),
        ("四、安全稳定（5项）.", "安全稳定"),
        ("·四、安全稳定（5项）", "安全稳定"),
        ("五、自然资源、生态环境保护", "自然资源、生态环境保护"),
        ("党的建设", ""),
        ("一、负责党的建设，落实各项制度", ""),
        ("1.党的建设", ""),
        ("一、" + "党" * 16, "党" * 16),
        ("一、" + "党" * 17, ""),
    ],
)
def test_a_heading_with_a_number_names_a_category(text: str, category: str) -> None:
    assert category_heading(text) == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("党 的 建 设", "党的建设"),
        ("3.党的建设", "党的建设"),
        ("党" * 16, "党" * 16),
        ("党" * 17, ""),
        ("党的建设。", ""),
        ("党的建设（续）", ""),
        ("（续）", ""),
        ("续表", ""),
        ("2025年", ""),
    ],
)
def test_a_short_text_alone_in_its_row_may_be_a_category(text: str, category: str) -> None:
    assert plain_category(text) == category


@pytest.mark.parametrize(
    ("title", "is_list", "kind", "is_other"),
    [
        ("柳河镇基本履职事项清单", True, "basic", False),
        ("附表2：柳河镇配合履职事项清单（试行）", True, "cooperative", False),
        ("《柳河镇上级部门收回事项清单》", True, "recalled", False),
        ("柳河镇履职事项清单", True, "basic", False),
        ("关于印发《柳河镇基本履职事项清单》的通知", False, "basic", False),
        ("本清单为基本履职事项清单，自公布之日起施行", False, "basic", False),
        ("注：配合履职事项清单", False, "cooperative", False),
        ("办公用品采购清单", False, None, True),
        ("节假日值班安排表", False, None, True),
        ("附表1", False, None, False),
        ("附表1采购清单", False, None, True),
        ("柳河镇概况", False, None, False),
        ("", False, None, False),
    ],
)
def test_which_lines_are_titles_of_which_lists(
    title: str, is_list: bool, kind: str | None, is_other: bool
) -> None:
    assert (names_list(title), kind_of_title(title), names_other_table(title)) == (
        is_list,
        kind,
        is_other,
    )


def test_the_title_of_a_sheet_with_all_lists_is_made_that_of_each() -> None:
    title = "柳河镇履职事项清单"
    assert title_of_kind(title, "recalled") == "柳河镇上级部门收回事项清单"
    assert title_of_kind(title, "basic") == "柳河镇基本履职事项清单"
    assert title_of_kind("柳河镇配合履职事项清单", "basic") == "柳河镇配合履职事项清单"
    assert title_of_kind("任务表", "basic") == "任务表"
    assert [kind_of_value(text) for text in ("配合履职", " 基 本 履 职 ", "县民政局", "")] == [
        *("cooperative", "basic"),
        *(None, None),
    ]
    offices = ("县公安局（配合）", "县公安局（牵头）、县水利局（配合）", "镇自办（基本履职）")
    assert [kind_of_value(text) for text in offices] == [None, None, "basic"]


def lines(*texts: str) -> list[Line]:
    return [Line(1, text) for text in texts]


def test_a_title_stands_near_unless_a_sentence_stands_between() -> None:
    title = "柳河镇基本履职事项清单"
    assert stands_near(lines(title, "单位：项", "2025年7月"))
    assert stands_near(lines("本清单经县委审定。", title))
    assert not stands_near(lines(title, "本清单经县委审定。"))
    # In the contents a title has its page behind it.
    assert not stands_near(lines(f"{title}……3"))
    assert not stands_near([])


def test_the_title_of_another_table_counts_below_the_lists_title_alone() -> None:
    title, other = "柳河镇基本履职事项清单", "办公用品采购清单"
    assert other_title(lines(title, other), title)
    assert not other_title(lines(other, title), title)
    assert other_title(lines(other, "甲", "乙", "丙"), "")
    assert not other_title(lines(other, "甲", "乙", "丙", "丁"), "")


def test_places_above_a_title_belong_to_it_in_front_if_the_cover_has_its_own() -> None:
    place = ("云岭省清河市宁远县", "青禾镇")
    above = lines(*place, "青禾镇", "履职事项清单")
    assert place_lines_above(above, 3, in_front=False) == 0
    assert place_lines_above(above, 3, in_front=True) == 3
    cover = lines(place[0], "履职事项清单", "青禾镇", "基本履职事项清单")
    assert place_lines_above(cover, 3, in_front=True) == 2


@pytest.mark.parametrize(
    ("text", "doubtful", "header"),
    [
        ("事项名你", (3,), "事项名称"),
        ("事项名你", (0,), None),
        ("序亏", (1,), "序号"),
        ("部门贝", (2,), None),
        ("事项名称", (3,), None),
    ],
)
def test_a_misread_header_is_what_one_doubtful_character_makes_it(
    text: str, doubtful: tuple[int, ...], header: str | None
) -> None:
    assert nearest_header(text, doubtful) == header


@pytest.mark.parametrize(
    ("group", "text", "header"),
    [
        ("上级部门", "职责", "上级部门职责"),
        ("职责分工", "县级部门", "职责分工县级部门"),
        ("职责分工", "对应上级部门职责", "职责分工·对应上级部门职责"),
        ("配合履职", "备考", "配合履职·备考"),
        ("", "备考", "备考"),
    ],
)
def test_what_a_column_below_a_group_is_called(group: str, text: str, header: str) -> None:
    assert text_below(group, text) == header


@pytest.mark.parametrize(
    ("texts", "roles"),
    [
        (["序号", "事项名称"], ["number", "name"]),
        (["序号", "事项类别", "事项名称", "负责人"], ["number", "category", "name", None]),
        (["序号", "甲", "乙", "事项名称", "丙"], None),
        (["序号"], None),
        (["序号", "事项名称", "页码"], None),
        (["序号", "事项名称，含依据"], None),
        (["1", "事项名称"], None),
        (["序号", "部门"], None),
    ],
)
def test_which_rows_are_headers(texts: list[str], roles: list[str | None] | None) -> None:
    assert header_roles(texts) == roles


def test_a_header_of_two_rows_is_read_as_one() -> None:
    grouped = [row("序号", "事项名称", "职责分工", ""), row("", "", "上级部门", "乡镇")]
    found = read_header(grouped, {})
    assert found is not None
    assert found[2] == 2
    assert found[1] == ["number", "name", "department duties", "township duties"]
    # Above a whole header row a single text is the list's title.
    assert read_header([row("清单", ""), row("序号", "事项名称")], {}) is None
    single = read_header([row("序号", "事项名称"), row("1", "养犬管理")], {})
    assert single == (("序号", "事项名称"), ["number", "name"], 1)


@pytest.mark.parametrize(
    ("upper", "lower", "columns"),
    [
        ("职责", "上级部门 三山镇", "上级部门职责 三山镇职责"),
        ("主要职责", "县级部门 乡镇", "县级部门主要职责 乡镇主要职责"),
        # The group says what one of them holds, and the other has a text of its own.
        ("职责", "上级部门 内容", "职责上级部门 职责内容"),
        ("上级部门", "牵头 配合", "上级部门牵头 上级部门配合"),
    ],
)
def test_columns_below_a_group_that_says_what_they_hold(
    upper: str, lower: str, columns: str
) -> None:
    merged = Cell(merged=True)
    below = Row(1, (merged, merged, *row(*lower.split()).cells))
    found = read_header([row("序号", "事项名称", upper, ""), below], {})
    assert found is not None
    assert list(found[0][2:]) == columns.split()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("基本", "basic"),
        ("协助", "cooperative"),
        ("上收", "recalled"),
        ("（二）配合类", "cooperative"),
        ("【自办类】", "basic"),
        ("党的建设", None),
    ],
)
def test_a_sheets_name_that_is_a_kinds_is_a_title(title: str, kind: str | None) -> None:
    assert (kind_of_title(title), is_whole_title(title)) == (kind, kind is not None)


def test_a_third_header_row_is_told_by_the_cells_that_reach_into_it() -> None:
    def below(*texts: str) -> Row:
        return replace(row(*texts), cells=tuple(cell_of(text) for text in texts))

    def cell_of(text: str) -> Cell:
        return row(text).cells[0] if text else Cell(merged=True)

    upper = row("序号", "事项", "分工", "", "", "")
    middle = below("", "", "县直部门", "", "", "三山镇")
    lowest = below("", "", "主办", "协办", "承担的工作", "承担的工作")
    found = read_header([upper, middle, lowest], {})
    assert found is not None
    offices = ["departments", "departments"]
    told = ["number", "name", *offices, "department duties", "township duties"]
    assert (found[1], found[2]) == (told, 3)
    # A row below whose first cell is empty, but covered by none above, is a duty's.
    loose = row("", "", "县公安局", "县民政局", "办证。", "上报。")
    two = read_header([upper, middle, loose], {})
    assert two is None or two[2] == 2


def test_lists_side_by_side_begin_with_the_same_header_word() -> None:
    assert side_by_side(row("序号", "事项名称", "序号", "事项名称"), {}) == [(0, 2), (2, 4)]
    assert side_by_side(row("序号", "事项名称", "序号", "备考"), {}) == []
    assert side_by_side(row("序号", "事项名称"), {}) == []


def test_lists_side_by_side_may_have_other_columns_in_front() -> None:
    mixed = row("类别", "序号", "事项名称", "序号", "事项名称", "承接部门", "类别", "序号", "事项")
    assert side_by_side(mixed, {}) == [(0, 3), (3, 6), (6, 9)]
    # The numbers of categories and of the duties in them are one list's.
    assert side_by_side(row("类别", "序号", "类别", "序号", "事项名称"), {}) == []
    assert side_by_side(row("类别", "序号", "事项名称", "备注"), {}) == []
    assert side_by_side(row("1", "养犬", "1", "养犬"), {}) == []


def test_the_columns_of_a_list_are_those_filled_down_to_the_next_header() -> None:
    head, duty = row("序号", "", "事项名称", ""), row("1", "", "养犬管理", "")
    other = row("序号", "事项类别", "", "事项名称")
    assert used_columns([head, duty], {}) == [0, 2]
    assert used_columns([head, duty, other, row("1", "甲", "", "乙")], {}) == [0, 2]


def test_cells_are_filled_up_or_what_is_over_joins_the_last() -> None:
    cells = row("1", "养犬管理", "县公安局").cells
    assert [cell.text for cell in fit(cells, 4)] == ["1", "养犬管理", "县公安局", ""]
    assert [cell_text(cell) for cell in fit(cells, 2)] == ["1", "养犬管理\n县公安局"]
    assert fit(cells, 3) == cells


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("县民政局：组织年检。", (("县民政局", "组织年检。"),)),
        (
            "县民政局：组织年检。县公安局：配合查处。",
            (("县民政局", "组织年检。"), ("县公安局", "配合查处。")),
        ),
        (
            "县民政局、县公安局：联合年检。",
            (("县民政局", "联合年检。"), ("县公安局", "联合年检。")),
        ),
        ("不再开展，县民政局：组织年检。", (("", "不再开展，县民政局：组织年检。"),)),
        ("县民政局：方式如下：网上办理。", (("县民政局", "方式如下：网上办理。"),)),
        ("承接单位：县城管局\n收回方式：统一办理。", (("县城管局", "统一办理。"),)),
        (
            "承接部门：县城管局、县公安局；工作方式：联合办理。",
            (("县城管局", "联合办理。"), ("县公安局", "联合办理。")),
        ),
        (
            "承接部门：县城管局；工作方式：受理。承接部门：县公安局；工作方式：查处。",
            (("县城管局", "受理。"), ("县公安局", "查处。")),
        ),
        ("责任单位：县城管局。办理方式：受理。", (("县城管局", "受理。"),)),
        ("县城管局。工作方式：受理。", (("县城管局", "受理。"),)),
        ("收回单位：县城管局", (("县城管局", ""),)),
        ("负责单位：县城管局", (("县城管局", ""),)),
        ("牵头负责：县城管局受理。", (("", "牵头负责：县城管局受理。"),)),
        ("工作方式：受理。", (("", "受理。"),)),
        (
            "县民政局：组织年检。工作方式：抽查。",
            (("县民政局", "组织年检。工作方式：抽查。"),),
        ),
        ("", ()),
    ],
)
def test_who_takes_a_duty_back_and_how(text: str, taken: tuple[tuple[str, str], ...]) -> None:
    assert split_takeover(text) == taken


def clauses(*parts: tuple[str, int], open_end: bool = False) -> list[tuple[str, str, int]]:
    cell = Cell(tuple(CellPart(text, page, open_end=open_end) for text, page in parts))
    found = parse_clauses(
        cell, 5, lambda text, alone: text.rstrip("：") in ("县公安局", "县民政局")
    )
    return [(one.label, one.text, one.page) for one in with_children(found)]


def test_each_clause_is_on_the_page_where_it_begins() -> None:
    pages = (("1.甲事；", 3), ("2.乙事；", 4), ("3.丙事。", 5))
    assert clauses(*pages) == [("1.", "甲事；", 3), ("2.", "乙事；", 4), ("3.", "丙事。", 5)]
    goes_on = (("1.甲事由镇", 3), ("政府办理；2.乙事。", 4))
    assert clauses(*goes_on, open_end=True) == [
        ("1.", "甲事由镇政府办理；", 3),
        ("2.", "乙事。", 4),
    ]


def test_a_label_without_a_text_is_kept() -> None:
    assert clauses(("1.\n2.乙事。", 3)) == [("1.", "", 3), ("2.", "乙事。", 3)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1.甲；2.乙；3.丙", ["1.", "2.", "3."]),
        # One or two numbers may be left out behind a sentence, three may not.
        ("1.甲； 4.丁", ["1.", "4."]),
        ("1.甲； 5.戊", ["1."]),
        ("1.甲，2.乙", ["1.", "2."]),
        ("1.甲，3.丙", ["1."]),
        ("1.甲乙2.丙", ["1."]),
        ("1.甲县民政局2.丙", ["1."]),
        ("1.甲。县民政局2.丙", ["1.", "2."]),
        ("1.到2025.3.1前完成", ["1."]),
        ("办理：1.甲", ["", "1."]),
        ("办理：2.甲", [""]),
    ],
)
def test_where_a_number_within_a_paragraph_begins_a_clause(text: str, labels: list[str]) -> None:
    assert [label for label, _, _ in clauses((text, 1))] == labels


def scanned(text: str, doubtful: int, others: str = "") -> CellPart:
    sure = tuple(0.3 if at == doubtful else 1.0 for at in range(len(text)))
    return CellPart(text, 1, confidences=sure, others=((doubtful, others),))


def test_between_one_and_three_stands_two_whatever_was_read() -> None:
    assert with_labels_in_order(scanned("1.甲；Z.乙；3.丙", 4)).text == "1.甲；2.乙；3.丙"
    assert with_labels_in_order(scanned("1.甲；8.乙；3.丙", 4)).text == "1.甲；2.乙；3.丙"
    # Nothing behind tells: the recogniser must have thought of it.
    assert with_labels_in_order(scanned("1.甲；8.乙", 4)).text == "1.甲；8.乙"
    assert with_labels_in_order(scanned("1.甲；8.乙", 4, "2")).text == "1.甲；2.乙"
    certain = replace(scanned("1.甲；8.乙；3.丙", 4), confidences=(1.0,) * 11)
    assert with_labels_in_order(certain) == certain


def test_labels_stand_at_the_beginning_and_behind_what_ends_a_clause() -> None:
    assert list(label_places("1.甲；2.乙。 3.丙\n4.丁，5.戊")) == [0, 4, 9, 13]


def test_doubts_stay_where_their_characters_do() -> None:
    (duty, *_) = duty_list_of(read_text(list_text(ROWS), "清单.txt")).duties
    doubts = tuple(Doubt(3, at, at + 1, 0.4) for at in range(6))
    doubted = replace(duty, doubts=doubts)
    cells = (*duty.cells[:2], "森林消防检查", *duty.cells[3:])
    assert duty.name == "消防安全检查"
    assert [(one.start, one.end) for one in kept_doubts(doubted, cells)] == [
        *((2, 3), (3, 4)),
        *((4, 5), (5, 6)),
    ]


def read(*rows: tuple[str, ...]) -> DutyList:
    return duty_list_of(read_text(list_text(rows), "清单.txt"))


def test_a_row_with_an_empty_category_is_quoted_and_many_are_counted() -> None:
    first, rest = ROWS[0], [(str(at), "", *ROWS[1][2:]) for at in range(2, 9)]
    (note,) = [one for one in read(first, rest[0]).notes if "空的" in one.text]
    assert note.text == (
        "“配合履职事项清单”有一行的类别一栏是空的，按上面的行记类别，请核对："
        "2 特困人员供养 宁远县民政局 1.县民政局负责审批。 1.上门走访。"
    )
    (many,) = [one for one in read(first, *rest).notes if "空的" in one.text]
    assert "有 7 行的类别一栏是空的" in many.text


def test_forms_are_rows_and_a_label_whose_value_is_empty_stands_alone() -> None:
    def form(number: str, *more: Row) -> Table:
        return Table(
            1, (row("序号", number, "事项名称", "养犬管理"), *more, row("事项类别", "平安"))
        )

    def joined(*tables: Table) -> list[list[list[str]]]:
        found = without_forms(SourceDocument("清单.docx", tables)).blocks
        return [[[cell.text for cell in one.cells] for one in table.rows]
                for table in found if isinstance(table, Table)]  # fmt: skip

    empty = row("备注")
    assert joined(form("1", empty), form("2", empty)) == [
        [
            ["序号", "事项名称", "备注", "事项类别"],
            ["1", "养犬管理", "", "平安"],
            ["2", "养犬管理", "", "平安"],
        ]
    ]
    wide = form("1", row("备注", spans_all=True))
    assert joined(wide) == [[[cell.text for cell in one.cells] for one in wide.rows]]
    unknown = form("1", row("甲乙丙"))
    assert len(joined(unknown)[0]) == 3


def departments_of(printed: str, wrap: int, said: str) -> tuple[str, ...]:
    """The offices of a row whose narrow column breaks a line there, beside what its clauses say."""
    heads = ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
    duty = row("1", "养犬管理", "", said, "做好配合。")
    narrow = Cell((CellPart(printed, 1, wraps=(wrap,)),))
    duty = replace(duty, cells=(*duty.cells[:2], narrow, *duty.cells[3:]))
    title = Line(1, "青禾镇配合履职事项清单")
    found = duty_list_of(SourceDocument("清单.pdf", (title, Table(1, (row(*heads), duty)))))
    return found.duties[0].departments


@pytest.mark.parametrize(
    ("printed", "wrap", "said", "offices"),
    [
        ("宁远县公安局民政局", 6, "宁远县公安局查处。民政局安置。", ("宁远县公安局", "民政局")),
        ("宁远县公安局宁远县民政局", 6, "审批。", ("宁远县公安局", "宁远县民政局")),
        (
            "清河市生态环境局河东县分局",
            8,
            "清河市生态环境局河东县分局监测水质。",
            ("清河市生态环境局河东县分局",),
        ),
        ("宁远县住房和城乡建设局", 6, "宁远县住房和城乡建设局审批。", ("宁远县住房和城乡建设局",)),
        ("国家税务总局宁远县税务局", 6, "征收。", ("国家税务总局宁远县税务局",)),
    ],
)
def test_whether_a_narrow_columns_next_line_goes_on_with_an_office_or_names_another(
    printed: str, wrap: int, said: str, offices: tuple[str, ...]
) -> None:
    assert departments_of(printed, wrap, said) == offices


def test_lists_side_by_side_have_their_titles_from_the_line_above() -> None:
    heads = ("序号", "事项名称")
    body = Table(1, (row(*heads, *heads), row("1", "养犬管理", "1", "公墓年检")))
    titles = ("青禾镇基本履职事项清单", "青禾镇上级部门收回事项清单")

    def read_below(line: str) -> list[tuple[str, str, list[str]]]:
        found = duty_list_of(SourceDocument("清单.docx", (Line(1, line), body)))
        return [(one.title, one.kind, [duty.name for duty in one.duties]) for one in found.lists]

    assert read_below("\t".join(titles)) == [
        (titles[0], "basic", ["养犬管理"]),
        (titles[1], "recalled", ["公墓年检"]),
    ]
    # One title over both: they are two halves of one list.
    assert read_below(titles[0]) == [(titles[0], "basic", ["养犬管理", "公墓年检"])]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # Up to two numbers may have been left out where a sentence ends before the next.
        ("1.受理申请； 2.核实。", ["1.", "2."]),
        ("1.受理申请； 4.核实。", ["1.", "4."]),
        ("1.受理申请； 5.核实。", ["1."]),
        # A remark in brackets stands before the next number, not before any.
        ("1.受理；2.审核。（见附表）3.核对。", ["1.", "2.", "3."]),
        ("1.受理；2.审核。（见附表）1.核对。", ["1.", "2."]),
        ("1.受理；2.审核（见附表）3.核对。", ["1.", "2."]),
        # An office behind a clause is named behind it, whatever its mark, unless it is the next.
        ("1.受理；\n2.审核。\n（一）县公安局\n3.上报。", ["1.", "2.", "3."]),
        ("1.受理；\n2.审核。\n①县公安局\n3.上报。", ["1.", "2.", "3."]),
        ("1.受理；\n2.审核。\n3.县公安局\n4.上报。", ["1.", "2.", "3.", "4."]),
    ],
)
def test_which_numbers_within_a_cell_begin_a_clause(text: str, kept: list[str]) -> None:
    assert [label for label, _, _ in clauses((text, 3))] == kept
