"""The departments' column is a text: whatever differs in it is told, in every document."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from dutylist.compare.departments import Offices
from dutylist.compare.editions import compare_editions
from dutylist.compare.json_form import comparison_json
from dutylist.compare.model import Comparison
from dutylist.compare.wording import fold
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view
from dutylist.render.web.comparison import comparison_html
from dutylist.render.word.comparison import comparison_docx
from tests.small_list import HEADER, ROWS, list_text
from tests.test_compare_reforms import compared as pair
from tests.test_compare_reforms import recalled, rows_of

CIVIL, POLICE, FARM = "宁远县民政局", "宁远县公安局", "宁远县农业农村局"


def read(offices: str, year: int) -> DutyList:
    first = (*ROWS[0][:3], offices, *ROWS[0][4:])
    return duty_list_of(read_text(list_text((first, *ROWS[1:])), f"{year}.txt"))


def compared(old: str, new: str) -> Comparison:
    return compare_editions(read(old, 2025), read(new, 2026))


WORDINGS = [
    (POLICE, f"{POLICE}等部门"),
    (POLICE, f"{POLICE}等有关单位"),
    (f"{POLICE}等部门", POLICE),
    (f"{POLICE}、{CIVIL}", f"{POLICE}、{CIVIL}、{POLICE}"),
    (f"{POLICE}、{CIVIL}、{FARM}", f"{POLICE}、{FARM}、{CIVIL}"),
]


@pytest.mark.parametrize(("old", "new"), WORDINGS)
def test_words_of_the_column_that_change_nobody_are_told(old: str, new: str) -> None:
    comparison = compared(old, new)
    first, *rest = comparison.changes
    assert (first.offices.old, first.offices.new) == (old, new)
    assert first.kinds == ("reworded",)
    assert {one.kinds for one in rest} == {("same",)}


@pytest.mark.parametrize(("old", "new"), [*WORDINGS, (POLICE, f"{CIVIL}、{POLICE}")])
def test_every_document_shows_both_texts_of_the_column(old: str, new: str) -> None:
    comparison = compared(old, new)
    told = comparison_json(comparison)["changes"][0]["offices"]
    assert "".join(part["text"] for part in told if part["kind"] != "deleted") == new
    view = comparison_view(comparison)
    (row,) = view.rows
    sides = [(one.old, one.new) for one in row.lines]
    texts = [tuple("".join(run.text for run in side.runs) for side in pair) for pair in sides]
    assert (f"对应上级部门：{old}", f"对应上级部门：{new}") in texts
    html = comparison_html(view)
    word = zipfile.ZipFile(BytesIO(comparison_docx(view))).read("word/document.xml").decode()
    for part in told:
        if part["kind"] != "equal":
            assert f">{part['text']}</{'del' if part['kind'] == 'deleted' else 'ins'}>" in html
            assert f">{part['text']}</w:t>" in word


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (f"{POLICE}、{CIVIL}", f"{POLICE}，{CIVIL}", "typography"),
        (POLICE, f"{POLICE}，{CIVIL}", "departments"),
        (f"、{POLICE}", POLICE, "typography"),
        (f"{POLICE}、{CIVIL}", f"{POLICE}、{CIVIL}。", "typography"),
        (POLICE, POLICE, "same"),
    ],
)
def test_marks_between_offices_are_marks(old: str, new: str, kind: str) -> None:
    assert compared(old, new).changes[0].kinds == (kind,)


OFFICE, PARTY = "宁远县委办公室", "宁远县委"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"{POLICE}\n{CIVIL}", f"{POLICE}、{CIVIL}"),
        (f"{OFFICE}\n{PARTY}\n{POLICE}", f"{OFFICE}、{PARTY}、{POLICE}"),
    ],
)
def test_a_line_s_end_between_departments_is_a_mark(tmp_path: Path, cell: str, text: str) -> None:
    document = docx.Document()
    document.add_paragraph("配合履职事项清单")
    rows = (HEADER, (*ROWS[0][:3], cell, *ROWS[0][4:]), *ROWS[1:])
    table = document.add_table(len(rows), len(HEADER))
    for at, row in enumerate(rows):
        for column, held in enumerate(row):
            table.cell(at, column).text = held
    document.save(str(tmp_path / "清单.docx"))
    first, *_ = compare_editions(read_duty_list(tmp_path / "清单.docx"), read(text, 2026)).changes
    assert (first.offices.old, first.offices.new) == (text, text)
    assert first.kinds == ("same",)


@pytest.mark.parametrize("cell", ["宁远县公\n安局、宁远县民政局", "宁远县公\n安局\n宁远县民\n政局"])
def test_a_line_s_end_within_a_department_s_name_is_nothing(cell: str) -> None:
    edition = read(f"{POLICE}、{CIVIL}", 2025)
    (table,) = edition.lists
    first, *others = table.duties
    cells = (*first.cells[:3], cell, *first.cells[4:])
    duties = (replace(first, cells=cells), *others)
    broken = replace(edition, lists=(replace(table, duties=duties),))
    change, *_ = compare_editions(broken, edition).changes
    assert (change.offices.old, change.kinds) == (f"{POLICE}、{CIVIL}", ("same",))


def test_of_a_cell_that_says_more_the_names_alone_are_the_column() -> None:
    first, *_ = compared(f"牵头单位：{POLICE}", f"牵头部门：{POLICE}").changes
    assert (first.offices.old, first.offices.new) == (POLICE, POLICE)
    (clause,) = [one for one in first.clauses if one.kinds != ("same",)]
    assert (clause.wording.old, clause.wording.new) == (
        f"牵头单位：{POLICE}",
        f"牵头部门：{POLICE}",
    )


@pytest.mark.parametrize("empty", ["", "　"])
def test_of_two_columns_of_departments_an_empty_cell_says_nothing(empty: str) -> None:
    """Records that another program wrote may hold white space for nothing."""
    head = (*HEADER[:3], "牵头单位", "配合单位", *HEADER[4:])
    rows = ((*ROWS[0][:3], POLICE, CIVIL, *ROWS[0][4:]), (*ROWS[1][:3], CIVIL, "", *ROWS[1][4:]))
    text = "配合履职事项清单\n" + "\n".join("\t".join(row) for row in (head, *rows)) + "\n"
    edition = duty_list_of(read_text(text, "清单.txt"))
    (table,) = edition.lists
    both, alone = table.duties
    cells = (*alone.cells[:4], empty, *alone.cells[5:])
    duties = (both, replace(alone, cells=cells))
    edition = replace(edition, lists=(replace(table, duties=duties),))
    told = [one.offices.new for one in compare_editions(edition, edition).changes]
    assert told == [f"{POLICE}；{CIVIL}", CIVIL]


def test_an_office_that_is_said_to_lead_leads_wherever_it_stands() -> None:
    comparison = compared(f"{POLICE}（牵头）、{CIVIL}", f"{POLICE}、{CIVIL}（牵头）")
    assert comparison.changes[0].lead_changed == (POLICE, CIVIL)
    (row,) = comparison_view(comparison).rows
    assert f"牵头部门由{POLICE}改为{CIVIL}" in row.lines[0].note


def test_the_offices_of_a_row_are_told_what_changed_in_their_column() -> None:
    view = comparison_view(compared(POLICE, f"{POLICE}等部门"))
    (police,) = view.departments
    assert [item.what for item in police.items] == ["部门一栏写法有改动"]


def test_departments_that_stand_before_their_way_of_working_are_named_once() -> None:
    rows = [*rows_of(lambda at: FARM)[:3], *recalled(FARM, 2)]
    changes = pair(rows, rows).changes
    assert {one.offices.new for one in changes} == {FARM}


CITY, LAW, PARKS, BOTH = (
    "宁远县城市管理局",
    "宁远县综合行政执法局",
    "宁远县园林局",
    "宁远县城市管理和园林局",
)


def of_offices(names: Sequence[str], year: int) -> DutyList:
    """A duty for each office, all of them different."""
    subjects = [
        "公厕管护",
        "路灯维护",
        "广告牌整治",
        "违建查处",
        "绿化养护",
        "公园管理",
        "古树修剪",
    ]
    rows = tuple(
        (str(at), "城乡建设", subject, name, f"1.负责{subject}。", f"1.配合{subject}。")
        for at, (subject, name) in enumerate(zip(subjects, names, strict=False), 1)
    )
    return duty_list_of(read_text(list_text(rows), f"{year}.txt"))


def test_two_offices_taken_for_one_are_told_apart_where_only_one_of_them_merged() -> None:
    old = of_offices([CITY, CITY, CITY, LAW, PARKS, PARKS, PARKS], 2025)
    new = of_offices([BOTH, BOTH, BOTH, LAW, BOTH, BOTH, BOTH], 2026)
    (rename,) = compare_editions(old, new).renames
    assert (rename.kind, set(rename.old), rename.new) == ("merged", {CITY, PARKS}, (BOTH,))
    kept = compare_editions(old, new).changes[3]
    assert kept.clauses[0].old[0].departments == (LAW,)
    (divided,) = compare_editions(new, old).renames
    assert LAW not in (*divided.old, *divided.new)


@pytest.mark.parametrize(("gone", "stays"), [(CITY, LAW), (LAW, CITY)])
def test_an_office_that_is_perhaps_another_is_named_as_its_row_prints_it(
    gone: str, stays: str
) -> None:
    old = of_offices([gone, gone, stays, stays], 2025)
    new = of_offices([PARKS, gone, stays, stays], 2026)
    first, *rest = compare_editions(old, new).changes
    assert (first.departments_dropped, first.departments_added) == ((gone,), (PARKS,))
    assert {one.kinds for one in rest} == {("same",)}


@pytest.mark.parametrize(
    ("old", "new", "handed"),
    [
        ([CITY, LAW, CITY, LAW], [LAW, LAW, CITY, LAW], 1),
        ([CITY, CITY, LAW, PARKS], [LAW, LAW, LAW, PARKS], 2),
        ([LAW, LAW, PARKS], [CITY, LAW, PARKS], 1),
    ],
)
def test_a_duty_handed_between_two_names_that_are_perhaps_one_office_is_to_be_checked(
    old: Sequence[str], new: Sequence[str], handed: int
) -> None:
    comparison = compare_editions(of_offices(old, 2025), of_offices(new, 2026))
    assert comparison.renames == ()
    for change in comparison.changes[:handed]:
        assert change.kinds == ("reworded",)
        (doubt,) = change.reading_doubts
        assert CITY in doubt
        assert LAW in doubt
    rest = comparison.changes[handed:]
    assert {(one.kinds, one.reading_doubts) for one in rest} == {(("same",), ())}


@pytest.mark.parametrize(
    ("name", "offices", "doubtful"),
    [
        ("加油站安全检查", CITY, True),
        ("消防安全检查", CITY, False),
        ("加油站安全检查", f"{CITY}、{POLICE}", False),
        ("加油站安全检查", POLICE, False),
    ],
)
def test_another_name_and_none_of_the_offices_is_to_be_checked(
    name: str, offices: str, doubtful: bool
) -> None:
    old, new = (
        duty_list_of(read_text(list_text((row, *ROWS[1:])), f"{year}.txt"))
        for row, year in (
            ((*ROWS[0][:2], "加气站安全检查" if "站" in name else name, *ROWS[0][3:]), 2025),
            ((*ROWS[0][:2], name, offices, *ROWS[0][4:]), 2026),
        )
    )
    assert compare_editions(old, new).changes[0].doubtful is doubtful


RECALLED = (
    "\n上级部门收回事项清单\n序号\t事项类别\t事项名称\t承接部门\t工作方式\n"
    "1\t执法\t检查\t{}\t联合检查。\n"
)


def with_recalled(offices: str, year: int) -> DutyList:
    return duty_list_of(read_text(list_text() + RECALLED.format(offices), f"{year}.txt"))


def test_offices_that_take_a_duty_back_in_another_order_are_told_by_their_column() -> None:
    comparison = compare_editions(
        with_recalled(f"{POLICE}、{CIVIL}", 2025), with_recalled(f"{CIVIL}、{POLICE}", 2026)
    )
    *_, last = comparison.changes
    assert last.kinds == ("departments",)
    assert last.offices.new == f"{CIVIL}、{POLICE}"
    assert {clause.kinds for clause in last.clauses} == {("same",)}


@pytest.mark.parametrize(
    ("office", "new"),
    [
        ("县民政局", "县社会事务局"),
        ("县民政局", "市民政局"),
        ("县民政局等部门", "县社会事务局等部门"),
        ("县综合行政执法局", "县城市管理和综合执法局"),
    ],
)
def test_a_new_name_is_told_once_however_little_of_the_old_one_it_has(
    office: str, new: str
) -> None:
    def named(office: str, year: int) -> DutyList:
        rows = tuple((*row[:3], office, "1.负责查处。", row[5]) for row in ROWS)
        text = list_text(rows) + RECALLED.format(office)
        return duty_list_of(read_text(text, f"{year}.txt"))

    comparison = compare_editions(named(office, 2025), named(new, 2026))
    assert [(one.old, one.new) for one in comparison.renames] == [
        ((office.removesuffix("等部门"),), (new.removesuffix("等部门"),))
    ]
    assert {one.kinds for one in comparison.changes} == {("same",)}


def test_the_column_that_says_which_list_a_row_belongs_to_is_told_by_the_list() -> None:
    heads = "清单类型\t序号\t事项类别\t事项名称\t对应部门\t部门职责\t乡镇职责"

    def flat(kind: str, year: int) -> DutyList:
        rows = ["基本履职\t1\t党建\t教育党员\t\t\t", f"{kind}\t1\t党建\t发展党员\t\t\t1.办理。",
                f"配合履职\t2\t安全\t消防检查\t{POLICE}\t1.检查。\t1.巡查。"]  # fmt: skip
        return duty_list_of(read_text("\n".join(["履职事项清单", heads, *rows]), f"{year}.txt"))

    comparison = compare_editions(flat("配合履职", 2025), flat("基本履职", 2026))
    (moved,) = [one for one in comparison.changes if "moved" in one.kinds]
    assert {clause.new[0].text for clause in moved.clauses if clause.new} == {"办理。"}


def test_another_office_in_front_is_told_where_a_clause_says_which_one_leads() -> None:
    duties = "1.县公安局负责查处，由宁远县公安局牵头。"
    old, new = (
        duty_list_of(
            read_text(list_text(((*ROWS[0][:3], names, duties, ROWS[0][5]), *ROWS[1:])), "清单.txt")
        )
        for names in (f"{POLICE}、{CIVIL}", f"{CIVIL}、{POLICE}")
    )
    first = compare_editions(old, new).changes[0]
    assert (first.kinds, first.lead_changed) == (("departments",), (POLICE, CIVIL))


@pytest.mark.parametrize(
    ("one", "other", "perhaps"),
    [
        ("县城市管理局", "县综合行政执法局", True),
        ("县农业农村局", "县农业农林局", False),
        ("水利局", "青山县水利局", False),
        ("县水利局", "县水利局等部门", False),
        ("县水利局", "县水利局", False),
        ("县林业局", "县综合行政执法局", False),
    ],
)
def test_two_names_of_one_office_are_perhaps_two_where_only_their_meaning_says_so(
    one: str, other: str, perhaps: bool
) -> None:
    names = {
        fold(name): office
        for office, forms in {
            "执法": ("县城市管理局", "县综合行政执法局"),
            "农业": ("县农业农村局", "县农业农林局"),
            "水利": ("水利局", "青山县水利局", "县水利局", "县水利局等部门"),
        }.items()
        for name in forms
    }
    offices = Offices(names, {})
    assert offices.perhaps_two(one, other) is perhaps
    both = frozenset((fold(one), fold(other)))
    assert not Offices(names, {}, confirmed=both).perhaps_two(one, other)
