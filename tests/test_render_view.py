"""The view model: nothing lost, nothing added, and each clause where it belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.extract.offices.leading import listed
from dutylist.extract.read import read_duty_list
from dutylist.records.codes import short_code
from dutylist.records.model import UNSETTLED, Duty, DutyList, DutyTable, PrintedPage, Source, leaves
from dutylist.records.roles import role
from dutylist.render.views.card import card_view
from dutylist.render.views.dates import printed_date
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.handout import fact_lines
from dutylist.render.views.marked import (
    MARK_ALL,
    MARK_MENTIONED,
    MARK_SHARED,
    MARK_UNASSIGNED,
    mark_word,
)
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.views.names import township_name
from dutylist.render.views.official import official_view
from dutylist.render.views.pages import page_numbers, page_words
from dutylist.render.views.widths import balanced_shares, text_width
from tests.found_changes import read_rows
from tests.render_documents import OTHER_LISTS, all_duties, excerpt, other_list, real_list
from tests.test_compare_reforms import OLD_ROWS


def test_a_card_says_each_departments_part_where_there_are_several(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "江北省青山县白云镇配合履职事项清单\n\n"
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        "1\t民生\t低保\t青山县民政局\t1.审核申请。\t受理。\n"
        "2\t民生\t救助\t青山县民政局、青山县公安局、青山县财政局\t"
        "1.县财政局拨付资金；2.县公安局核查户籍；3.县民政局审核申请。\t受理。\n",
        "utf-8",
    )
    duty_list = read_duty_list(path)
    table = duty_list.table("cooperative")
    assert table is not None
    alone, several = (
        [section.head for section in card_view(duty_list, "cooperative", duty).sections]
        for duty in table.duties
    )
    assert alone == ["青山县民政局", "江北省青山县白云镇配合职责"]
    assert several == [
        "青山县民政局（牵头）",
        "青山县公安局（配合）",
        "青山县财政局（配合）",
        "江北省青山县白云镇配合职责",
    ]


def test_a_clause_with_partners_alone_is_open_on_the_card_and_in_every_excerpt() -> None:
    duty_list = read_duty_list(Path(__file__).parent / "cases" / "whose" / "E_partners_only.txt")
    table = duty_list.table("cooperative")
    assert table is not None
    card = card_view(duty_list, "cooperative", table.duties[0])
    assert [(one.head, [clause.text for clause in one.clauses]) for one in card.sections] == [
        ("青山县民政局（牵头）", ["县民政局负责救助。"]),
        ("未明确分工（认出青山县公安局，待确认）", ["会同县公安局开展联合检查。"]),
        ("未明确分工", ["组织宣传。"]),
        ("江北省青山县白云镇配合职责", ["协助检查。"]),
    ]
    open_ones = [
        ("会同县公安局开展联合检查。", "未明确分工：认出青山县公安局，待确认"),
        ("组织宣传。", "未明确分工"),
    ]
    for department in ("青山县民政局", "青山县公安局"):
        (duty,) = (
            one
            for one in excerpt_view(duty_list, department).duties
            if one.name == table.duties[0].name
        )
        assert [(one.text, one.mark) for one in duty.clauses if one.mark] == open_ones


@pytest.mark.parametrize("name", ["real", *OTHER_LISTS])
def test_official_view_holds_every_text_as_in_the_records(name: str) -> None:
    duty_list = real_list() if name == "real" else other_list(name)
    view = official_view(duty_list, as_printed=True)
    shown = [
        [["\n".join(p.label + p.text for p in cell) for cell in row.cells] for row in one.rows]
        for one in view.lists
    ]
    assert shown == [[list(duty.cells) for duty in table.duties] for table in duty_list.lists]
    assert [one.columns for one in view.lists] == [table.headers for table in duty_list.lists]


def test_number_and_category_columns_are_found_by_what_they_hold() -> None:
    columns = {
        name: [(one.number_column, one.category_column) for one in official_view(found).lists]
        for name, found in {n: other_list(n) for n in OTHER_LISTS}.items()
    }
    assert columns == {
        "bayan": [(0, None), (0, None), (0, None)],
        "liuwan": [(None, 0), (None, 0), (None, 0)],
        "wangting": [(0, 1), (0, 1), (0, 1)],
    }


@pytest.mark.parametrize(
    ("issued", "shown"),
    [
        ("2025-07", "2025年7月"),
        ("2025-07-01", "2025年7月1日"),
        ("2025", "2025年"),
        ("", ""),
        ("秋", "秋"),
    ],
)
def test_dates_are_printed_in_chinese(issued: str, shown: str) -> None:
    assert printed_date(issued) == shown


def test_a_header_of_two_words_stands_on_one_line_however_little_its_column_holds() -> None:
    columns = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "镇配合职责")
    row = [["1"], ["党建"], ["养犬"], ["公安局"], ["长" * 900], ["长" * 300]]
    shares = balanced_shares(columns, [row])
    for column, share in zip(columns[:3], shares, strict=False):
        assert text_width(share) >= len(column)
    assert text_width(shares[3]) >= 4


cells = st.lists(st.text("字句，1", max_size=80), min_size=1, max_size=3)


@given(st.integers(1, 8).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n))))
@settings(deadline=None)
def test_shares_fill_the_table_and_leave_no_column_without_room(
    rows: list[list[list[str]]],
) -> None:
    columns = ["表头"] * (len(rows[0]) if rows else 3)
    shares = balanced_shares(columns, rows)
    assert sum(shares) == pytest.approx(1, abs=0.001)
    assert all(share > 0.04 for share in shares)


def test_every_department_gets_each_duty_that_lists_it_or_gives_it_work() -> None:
    duty_list = real_list()
    for department in duty_list.departments:
        view = excerpt(department.name)
        rows = [
            (table.kind, short_code(duty_list, table.kind, duty))
            for table in duty_list.lists
            for duty in table.duties
            if any(duty_list.canonical(name) == department.name for name in duty.departments)
            or any(department.name in c.departments for c in leaves(duty.department_clauses))
        ]
        codes = [code for kind, code in rows if kind == "cooperative"]
        assert sorted(duty.code for duty in view.duties) == codes
        assert [duty.code for duty in view.recalls] == [c for k, c in rows if k == "recalled"]
        assert view.led + view.helped + view.named == len(view.duties)
        assert view.taken_back == len(view.recalls)


def test_a_department_gets_its_own_clauses_and_what_is_not_is_marked() -> None:
    """For all departments and duties: own and shared clauses without exception, and a mark on
    whatever is not the department's alone."""
    duty_list = real_list()
    table = duty_list.table("cooperative")
    assert table is not None
    by_code = {short_code(duty_list, "cooperative", duty): duty for duty in table.duties}
    for department in duty_list.departments:
        for shown in excerpt(department.name).duties:
            clauses = list(leaves(by_code[shown.code].department_clauses))
            own = [c for c in clauses if department.name in c.departments]
            marks = {
                c.text: MARK_UNASSIGNED
                if c.basis == "part"
                else MARK_ALL
                if c.basis == "all"
                else MARK_SHARED
                if len(c.departments) > 1
                else ""
                for c in own
            }
            listed = [(c.text, mark_word(c.mark)) for c in shown.clauses]
            assert [(text, mark) for text, mark in listed if text in marks] == list(marks.items())
            for text, mark in listed:
                if text in marks:
                    continue
                clause = next(c for c in clauses if c.text == text)
                assert mark in {MARK_MENTIONED, MARK_UNASSIGNED, MARK_ALL}
                certain = clause.basis not in UNSETTLED
                mentioned = department.name in clause.mentions
                assert (mark == MARK_MENTIONED) == (certain and mentioned)
            township = list(leaves(by_code[shown.code].township_clauses))
            assert [clause.text for clause in shown.township] == [c.text for c in township]


def test_two_offices_that_take_back_one_duty_get_each_their_own_method() -> None:
    methods = {
        name: [r.methods for r in excerpt(name).recalls if r.number == "23"]
        for name in ("吉木萨尔县自然资源局", "吉木萨尔县住房和城乡建设局")
    }
    assert methods == {
        "吉木萨尔县自然资源局": [
            ("核实建筑物、构筑物性质和时限，并将线索移交至县住房和城乡建设局开展执法工作。",)
        ],
        "吉木萨尔县住房和城乡建设局": [("根据移交的线索确定拆除方式，依法处罚及拆除。",)],
    }


def test_a_duty_says_where_it_was_read() -> None:
    duty = next(d for d in excerpt("吉木萨尔县自然资源局").duties if d.number == "53")
    # The other office leads by the words of its clause, though it is listed second.
    assert (duty.code, duty.role, duty.pages) == ("配合-053", "配合", "33")
    assert duty.source == "配合履职事项清单第53项，原件第33页"


@pytest.mark.parametrize("name", ["real", *OTHER_LISTS])
def test_a_card_has_every_clause_once(name: str) -> None:
    duty_list = real_list() if name == "real" else other_list(name)
    for kind, duty in all_duties(duty_list):
        card = card_view(duty_list, kind, duty)
        shown = sorted(c.label + c.text for section in card.sections for c in section.clauses)
        clauses = list(leaves((*duty.department_clauses, *duty.township_clauses)))
        if kind == "recalled":
            methods = [line for t in duty.takeover for line in t.method.split("\n") if line]
            assert shown == sorted(methods)
        else:
            assert shown == sorted(clause.label + clause.text for clause in clauses)


@pytest.mark.parametrize("name", ["real", *OTHER_LISTS])
def test_codes_are_unique(name: str) -> None:
    duty_list = real_list() if name == "real" else other_list(name)
    codes = [short_code(duty_list, kind, duty) for kind, duty in all_duties(duty_list)]
    assert len(set(codes)) == len(codes)


def test_places() -> None:
    assert township_name(real_list()) == "吉木萨尔县三台镇"
    assert [township_name(other_list(name)) for name in OTHER_LISTS] == [
        "巴彦塔拉乡",
        "柳湾镇",
        "望汀街道",
    ]


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("县民政局、县财政局", ("牵头", "配合")),
        ("牵头部门：县民政局、县财政局；配合部门：县教育局", ("牵头", "牵头", "配合")),
        ("配合部门：县教育局；牵头单位：县民政局", ("配合", "牵头")),
        ("县教育局、县民政局（牵头）", ("配合", "牵头")),
    ],
)
def test_roles_are_as_the_list_says(cell: str, roles: tuple[str, ...]) -> None:
    names = tuple(
        sorted(("县民政局", "县财政局", "县教育局"), key=lambda n: cell.find(n))[-len(roles) :]
    )
    found = listed(("1", "民生", "临时救助", cell), ("序号", "类别", "名称", "部门"), names, str)
    duty = Duty(1, "民生", "临时救助", Source((1,), 1, 1), ("1", "民生", "临时救助", cell), found)
    assert tuple(role(duty, name) for name in names) == roles
    assert all(one.said is ("牵头" in cell) for one in found)


def test_a_department_without_duties_gets_an_empty_excerpt() -> None:
    duty_list = DutyList(
        "履职事项清单", ("甲县", "乙镇"), "", (), (DutyTable("basic", "", (), ()),)
    )
    view = excerpt_view(duty_list, "县民政局")
    assert (view.led, view.helped, view.taken_back, view.duties) == (0, 0, 0, ())


def test_partners_without_a_leader_are_nobodys_own_clause() -> None:
    """会同县公安局… says who joins in and not who leads."""
    duty_list = read_duty_list(Path(__file__).parent / "cases" / "whose" / "partners_only.txt")
    duty = duty_list.lists[0].duties[0]
    shared = duty.department_clauses[0]
    assert [(actor.office, actor.part) for actor in shared.actors] == [("青山县公安局", "joins")]
    heads = {
        clause.text: section.head
        for section in card_view(duty_list, "cooperative", duty).sections
        for clause in section.clauses
    }
    assert heads["会同县公安局开展联合检查。"] == f"{MARK_UNASSIGNED}（认出青山县公安局，待确认）"
    (seen,) = (
        clause
        for clause in excerpt_view(duty_list, "青山县民政局").duties[0].clauses
        if clause.text == "会同县公安局开展联合检查。"
    )
    assert seen.mark == f"{MARK_UNASSIGNED}：认出青山县公安局，待确认"


def test_a_shared_clause_names_those_it_is_shared_with() -> None:
    """On the sheet of 住建局 stands with whom: its clause stands under another's heading."""
    (shared,) = (
        clause.mark
        for duty in excerpt("吉木萨尔县住房和城乡建设局").duties
        for clause in duty.clauses
        if clause.text.startswith("与县住房和城乡建设局或其他部门依职责分工")
    )
    assert shared == "共同：与吉木萨尔县水利局（上方标题）"


def test_what_an_office_does_is_never_called_others_work(tmp_path: Path) -> None:
    """（县公安局负责） behind a clause that another office does, too, is no 涉及."""
    text = (Path(__file__).parent / "cases" / "whose" / "A_tail_next.txt").read_text("utf-8")
    path = tmp_path / "list.txt"
    path.write_text(
        text.replace("1.修订预案（县水务局）；", "1.县气象局修订预案（县水务局负责）；"), "utf-8"
    )
    duty_list = read_duty_list(path)
    marks = [
        mark_word(clause.mark)
        for duty in excerpt_view(duty_list, "赵县水务局").duties
        if duty.number == "2"
        for clause in duty.clauses
    ]
    assert marks == [MARK_UNASSIGNED]


def test_the_last_mark_tells_which_other_duties_name_the_office() -> None:
    told = ("另有", "2 项提到本部门（配合履职第37、87项）")
    assert excerpt("吉木萨尔县公安局").marks[-1] == told


@pytest.mark.parametrize(
    ("printed", "words", "numbers"),
    [
        ("33", "第33页", "33"),
        ("31", "第31页（文件第33页）", "31（文件33）"),
        ("", "文件第33页", "文件33"),
    ],
    ids=["as in the file", "another", "none printed"],
)
def test_a_page_is_told_as_it_is_printed_and_as_it_is_counted(
    printed: str, words: str, numbers: str
) -> None:
    duty = next(duty for _, duty in all_duties(real_list()) if duty.source.pages == (33,))
    known = (PrintedPage(33, printed),) if printed else ()
    duty_list = replace(real_list(), printed_pages=known)
    assert (page_words(duty_list, duty), page_numbers(duty_list, duty)) == (words, numbers)


def test_facts_of_sixteen_characters_stand_side_by_side_longer_ones_alone() -> None:
    short, long = "一二三四五六七八九十甲乙丙丁戊己", "一二三四五六七八九十甲乙丙丁戊己庚"
    lines = fact_lines("民生", "", [("责任人", short), ("电话", "1"), ("岗位", long)], "甲")
    assert [short in line and "电话" in line for line in lines] == [False, True, False, False]
    assert [long in line for line in lines] == [False, False, True, False]


def test_a_matrix_heads_offices_as_they_are_listed() -> None:
    """云垴县塅头水库管理处 is no 县塅头水库管理处."""
    offices = ("苏通市教育局", "临江市教育局", "临江市公安局")
    duty_list = read_rows([replace(OLD_ROWS[0], departments=offices)], 2025)
    region = ("苏通市", "临江市", "柳河镇")
    heads = [one.name for one in duty_matrix(replace(duty_list, region=region)).departments]
    assert sorted(heads) == sorted(offices)
