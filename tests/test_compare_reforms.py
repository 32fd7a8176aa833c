"""Reforms of offices and replacements all through a list: told once, never wrongly.

The lists are small and made up; each test says what was done and what a clerk must be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison, DutyChange
from dutylist.compare.reforms import Reform, decided
from dutylist.records.model import BESIDE_LISTS, Note
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.department_changes import DepartmentView
from dutylist.render.views.notice import department_view, notice_view
from tests.edits import Row
from tests.found_changes import read_rows

FARM = "吉木萨尔县农业农村局"
WATER = "吉木萨尔县水利局"
POLICE = "吉木萨尔县公安局"

SUBJECTS = (
    "农药使用指导", "高标准农田管护", "动物防疫", "秸秆禁烧", "农机安全检查",
    "种子市场巡查", "耕地保护巡查", "农村宅基地审批", "畜禽粪污利用", "渔业资源保护",
    "农产品质量检测", "农民合作社培育",
    "河道采砂巡查", "防汛物资储备", "禁毒宣传教育",
)  # fmt: skip
WORK = (
    "制定年度方案并组织培训", "审核申报材料", "开展专项执法检查", "建立台账并定期通报",
    "发布预警信息", "组织技术人员现场指导", "受理群众举报", "会商研判风险隐患",
)  # fmt: skip


def rows_of(office: Callable[[int], str]) -> list[Row]:
    """Fifteen cooperative duties; `office` gives the department of each."""
    rows = []
    for at, subject in enumerate(SUBJECTS):
        name = office(at)
        short = name.removeprefix("吉木萨尔")
        rows.append(
            Row(
                f"r{at}",
                "cooperative",
                "综合事务",
                f"{subject}工作",
                (name,),
                (
                    f"1.{short}负责{subject}，{WORK[at % 8]}；",
                    f"2.对{subject}情况{WORK[(at + 3) % 8]}。",
                ),
                (f"1.{subject}的日常巡查；", f"2.上报本镇{subject}情况。"),
            )
        )
    return rows


def recalled(office: str, count: int) -> list[Row]:
    return [
        Row(
            f"x{at}",
            "recalled",
            "综合事务",
            f"{SUBJECTS[at]}行政处罚",
            takeover=f"{office}：依法查处{SUBJECTS[at]}案件。",
        )
        for at in range(count)
    ]


OLD_ROWS = rows_of(lambda at: FARM if at < 12 else WATER if at < 14 else POLICE)


def compared(old: list[Row], new: list[Row]) -> Comparison:
    return compare_editions(read_rows(old, 2025), read_rows(new, 2026))


def changed(comparison: Comparison) -> list[DutyChange]:
    return [change for change in comparison.changes if change.kinds != ("same",)]


def letter(comparison: Comparison, office: str) -> tuple[DepartmentView, str]:
    view = comparison_view(comparison)
    department = department_view(comparison, view, office)
    paragraphs = notice_view(comparison, view, department).paragraphs
    return department, "\n".join(one.text for one in paragraphs)


def test_an_office_whose_rows_all_have_one_new_name_was_renamed() -> None:
    new = "吉木萨尔县种养业发展局"
    rows = rows_of(lambda at: new if at < 12 else WATER if at < 14 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, rename.new, rename.doubt, rename.still) == (
        "renamed",
        (FARM,),
        (new,),
        "",
        (),
    )
    assert len(rename.changes) == 12
    assert changed(comparison) == []
    assert "由“吉木萨尔县农业农村局”改为“吉木萨尔县种养业发展局”" in letter(comparison, new)[1]


def test_a_rename_touches_the_row_of_another_office_too_whose_clause_has_the_new_name() -> None:
    def named(short: str, office: str) -> list[Row]:
        rows = rows_of(lambda at: office if at < 12 else WATER if at < 14 else POLICE)
        clauses = (*rows[12].department_clauses, f"3.会同{short}核查{SUBJECTS[12]}线索。")
        return [*rows[:12], replace(rows[12], department_clauses=clauses), *rows[13:]]

    new = "吉木萨尔县种养业发展局"
    (rename,) = compared(named("县农业农村局", FARM), named("县种养业发展局", new)).renames
    assert rename.changes == tuple(range(13))


def test_a_duty_that_left_its_list_is_told_as_a_whole_without_a_word_at_each_clause() -> None:
    was = OLD_ROWS[12]
    takeover = f"{WATER}：依法查处河道采砂案件。"
    now = Row(was.uid, "recalled", was.category, was.name, takeover=takeover)
    department, _ = letter(compared(OLD_ROWS, [*OLD_ROWS[:12], *OLD_ROWS[13:], now]), WATER)
    (item,) = department.items
    assert item.what == "由配合履职调整为上级部门收回"
    assert len(item.lines) == 9
    assert [line.note for line in item.lines if line.note] == []


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ("2026-07-15", "2026年7月　　日"),
        ("2026-11", "2026年11月　　日"),
        ("2026", "2026年　月　　日"),
        ("", "年　月　　日"),
    ],
)
def test_a_letter_leaves_room_for_what_the_editions_date_does_not_tell(
    issued: str, date: str
) -> None:
    rows = rows_of(lambda at: "吉木萨尔县种养业发展局" if at < 12 else POLICE)
    old, new = read_rows(OLD_ROWS, 2025), replace(read_rows(rows, 2026), issued=issued)
    text = letter(compare_editions(old, new), "吉木萨尔县种养业发展局")[1]
    *_, signed, contact = text.splitlines()
    assert (signed, contact) == (date, "（联系人：　　　　　；联系电话：　　　　　）")


def test_only_whom_a_letter_goes_to_stands_at_the_margin() -> None:
    """A sentence before a list of changes ends with a colon, too."""
    rows = rows_of(lambda at: "吉木萨尔县种养业发展局" if at < 12 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    view = comparison_view(comparison)
    department = department_view(comparison, view, POLICE)
    assert department.throughout
    paragraphs = notice_view(comparison, view, department).paragraphs
    assert [it.text for it in paragraphs if it.place == "flush"] == [f"{POLICE}："]
    assert [it.place for it in paragraphs if it.text == "清单中下列改动也涉及贵单位："] == [
        "indented"
    ]


def test_a_renamed_office_gets_one_letter_though_a_row_was_taken_from_it() -> None:
    new = "吉木萨尔县种养业发展局"
    rows = rows_of(lambda at: new if at < 12 else WATER if at < 14 else POLICE)
    old = [replace(OLD_ROWS[12], departments=(WATER, FARM)) if at == 12 else row
           for at, row in enumerate(OLD_ROWS)]  # fmt: skip
    comparison = compared(old, rows)
    (rename,) = comparison.renames
    assert (rename.doubt, rename.still) == ("", ())
    (office,) = (one for one in comparison_view(comparison).departments if one.name != WATER)
    assert (office.name, office.former_names) == (new, (FARM,))
    assert [(item.place, item.what) for item in office.items] == [
        ("配合履职第13项", "不再列为对应部门")
    ]
    assert letter(comparison, FARM) == letter(comparison, new)


PLANTS, ANIMALS, FISH = "吉木萨尔县种植业服务局", "吉木萨尔县畜牧兽医局", "吉木萨尔县渔业局"


@pytest.mark.parametrize(
    "heir",
    [
        lambda at: PLANTS if at % 2 else ANIMALS,
        lambda at: PLANTS if at < 9 else ANIMALS,
        lambda at: PLANTS if at < 10 else ANIMALS,
        lambda at: (PLANTS, ANIMALS, FISH)[at % 3],
    ],
)
def test_an_office_divided_among_new_ones_was_not_renamed(heir: Callable[[int], str]) -> None:
    rows = rows_of(lambda at: heir(at) if at < 12 else WATER if at < 14 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, set(rename.new)) == (
        "divided",
        (FARM,),
        {heir(at) for at in range(12)},
    )
    assert rename.doubt
    assert comparison.offices == ()
    assert {one.new: len(one.changes) for one in rename.handed} == {
        name: sum(heir(at) == name for at in range(12)) for name in rename.new
    }
    # No row tells of an office that it never had.
    for change in comparison.changes:
        names = {name for one in (*change.old, *change.new) for name in one.duty.departments}
        assert {*change.departments_added, *change.departments_dropped} <= names
    assert changed(comparison) == []
    for office in rename.new:
        department, text = letter(comparison, office)
        own = [at for at in range(12) if heir(at) == office]
        assert department.former_names == ()
        assert [item.place for item in department.items] == [f"配合履职第{at + 1}项" for at in own]
        assert {item.what for item in department.items} == {f"由“{FARM}”改列，可能是分设【待核】"}
        assert "名称在新清单中由" not in text
        assert "【待核】部门分设" in text
    department, text = letter(comparison, FARM)
    assert len(department.items) == 12
    assert {item.what for item in department.items} == {
        f"改列“{office}”，可能是分设【待核】" for office in rename.new
    }
    assert "【待核】" in text


def test_a_row_that_keeps_the_old_name_is_told_and_does_not_hide_the_rename() -> None:
    new = "吉木萨尔县农业和农村发展局"
    rows = rows_of(lambda at: FARM if at == 4 else new if at < 12 else WATER if at < 14 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, rename.new, rename.still) == ("renamed", (FARM,), (new,), (4,))
    assert [len(one.changes) for one in rename.handed] == [11]
    assert comparison.offices == ()
    assert changed(comparison) == []
    finding, _ = comparison_view(comparison).findings
    assert finding.text == (
        f"{FARM} → {new}：12项中11项改列{new}（配合1—4、6—12）；仍用原名称“{FARM}”：配合5"
    )
    assert "仍用原名称" in letter(comparison, new)[1]


CULTURE, BROADCAST = "吉木萨尔县文化和旅游局", "吉木萨尔县文化广电和旅游局"


def test_a_new_name_that_a_reader_takes_for_another_spelling_is_told_too() -> None:
    """In the new list both names stand, two characters apart: its reader knows one office."""
    old = rows_of(lambda at: CULTURE if at < 6 else WATER)
    comparison = compared(old, rows_of(lambda at: BROADCAST if at < 5 else old[at].departments[0]))
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, rename.new) == ("renamed", (CULTURE,), (BROADCAST,))
    assert (rename.doubt, rename.still) == ("", (5,))


def test_a_spelling_put_right_is_told_as_perhaps_none() -> None:
    new = rows_of(lambda at: CULTURE if at < 6 else WATER)
    comparison = compared(rows_of(lambda at: BROADCAST if at == 2 else new[at].departments[0]), new)
    (rename,) = comparison.renames
    assert (rename.old, rename.new) == ((BROADCAST,), (CULTURE,))
    assert "同一部门的两种写法" in rename.doubt
    assert changed(comparison) == []


def test_two_spellings_in_both_editions_are_one_office() -> None:
    rows = rows_of(lambda at: CULTURE if at < 6 else BROADCAST if at < 8 else WATER)
    comparison = compared(rows, rows[1:])
    assert (comparison.renames, comparison.offices) == ((), ())
    gone = compared(rows, [row for row in rows if BROADCAST not in row.departments])
    assert (gone.renames, gone.offices) == ((), ())


def test_a_rename_forgotten_in_a_whole_list_is_told_with_the_places() -> None:
    new = "吉木萨尔县农业和农村发展局"
    old = [*OLD_ROWS, *recalled(FARM, 4)]
    rows = rows_of(lambda at: new if at < 12 else WATER if at < 14 else POLICE)
    comparison = compared(old, [*rows, *recalled(FARM, 4)])
    (rename,) = comparison.renames
    assert (rename.old, rename.new) == ((FARM,), (new,))
    assert len(rename.still) == 4
    assert changed(comparison) == []
    assert "收回1—4" in comparison_view(comparison).findings[0].text


def test_an_office_that_stays_with_most_rows_was_not_renamed() -> None:
    new = "吉木萨尔县数据局"
    rows = rows_of(lambda at: new if at < 4 else FARM if at < 12 else WATER if at < 14 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    (rename,) = comparison.renames
    assert (rename.kind, rename.new, bool(rename.doubt)) == ("divided", (FARM, new), True)
    assert {change.departments_dropped for change in changed(comparison)} == {(FARM,)}


def test_what_a_new_office_has_from_several_is_no_division() -> None:
    new = "吉木萨尔县数据局"
    rows = rows_of(lambda at: new if at in (0, 1, 12) else FARM if at < 12 else WATER)
    comparison = compared(OLD_ROWS, rows[:14])
    assert comparison.renames == ()
    assert (new, "added") in [(one.name, one.kind) for one in comparison.offices]


def test_several_rows_under_the_old_name_are_perhaps_an_office() -> None:
    new = "吉木萨尔县农业和农村发展局"
    rows = rows_of(lambda at: FARM if at < 2 else new if at < 12 else WATER if at < 14 else POLICE)
    (rename,) = compared(OLD_ROWS, rows).renames
    assert (rename.kind, rename.doubt, rename.still) == ("renamed", "原名称仍在使用", (0, 1))


def test_an_office_taken_into_one_that_was_there_is_told_with_a_doubt() -> None:
    rows = rows_of(lambda at: FARM if at < 14 else POLICE)
    comparison = compared(OLD_ROWS, rows)
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, rename.new) == ("absorbed", (WATER,), (FARM,))
    assert rename.doubt
    department, text = letter(comparison, FARM)
    assert [item.place for item in department.items] == ["配合履职第13项", "配合履职第14项"]
    assert "【待核】部门并入" in text


def test_two_offices_under_one_new_name_were_merged() -> None:
    new = "吉木萨尔县农业水利局"
    rows = rows_of(lambda at: new if at < 14 else POLICE)
    (rename,) = compared(OLD_ROWS, rows).renames
    assert (rename.kind, set(rename.old), rename.new) == ("merged", {FARM, WATER}, (new,))
    department, text = letter(compared(OLD_ROWS, rows), new)
    assert not department.items
    assert f"由“{FARM}”“{WATER}”改为“{new}”" in text


@pytest.mark.parametrize(
    ("reform", "what"),
    [
        (lambda at: "吉木萨尔县农业水利局" if at < 13 else WATER if at < 14 else POLICE, "合并"),
        (lambda at: FARM if at < 14 else POLICE, "并入"),
        (lambda at: "吉木萨尔县公安分局" if at == 14 else FARM if at < 12 else WATER, "更名"),
    ],
)
def test_a_doubtful_new_name_is_told_as_one_in_the_letters_sentence(
    reform: Callable[[int], str], what: str
) -> None:
    comparison = compared(OLD_ROWS, rows_of(reform))
    (rename,) = comparison.renames
    assert rename.doubt
    for office in {rename.old[-1], rename.new[-1]}:
        items = letter(comparison, office)[0].items
        assert items
        assert all(item.what.endswith(f"可能是{what}【待核】") for item in items)


def test_one_row_alone_with_another_name_is_no_rename_unless_the_names_are_alike() -> None:
    rows = rows_of(lambda at: FARM if at < 12 else WATER if at < 14 else "吉木萨尔县应急局")
    comparison = compared(OLD_ROWS, rows)
    assert comparison.renames == ()
    assert {(one.name, one.kind) for one in comparison.offices} == {
        (POLICE, "removed"),
        ("吉木萨尔县应急局", "added"),
    }
    rows = rows_of(lambda at: FARM if at < 12 else WATER if at < 14 else "吉木萨尔县公安分局")
    (rename,) = compared(OLD_ROWS, rows).renames
    assert rename.doubt == "只有一项可据"


@pytest.mark.parametrize("wrong", ["吉木萨尔具农业农村局", "吉木萨尔县农亚农村局"])
def test_look_alike_characters_make_no_office_and_no_rename(wrong: str) -> None:
    rows = rows_of(lambda at: wrong if at % 2 else OLD_ROWS[at].departments[0])
    comparison = compared(OLD_ROWS, rows)
    assert comparison.renames == ()
    assert not [one for one in comparison.offices if one.name == wrong]
    assert any({one.old, one.new} == {FARM, wrong} for one in comparison.misreadings)
    assert all(
        change.kinds == ("lookalike",) and change.reading_doubts
        for change in changed(comparison)
        if FARM in change.old[0].duty.departments
    )


def test_a_misread_name_that_the_reader_knows_for_the_office_is_told_too() -> None:
    house = "吉木萨尔县住房和城乡建设局"
    old = rows_of(lambda at: house)
    new = [*old[:-1], replace(old[-1], departments=(house.replace("县", "具"),))]
    (misread,) = compared(old, new).misreadings
    assert (misread.old, misread.new) == (house, house.replace("县", "具"))
    assert misread.changes == (14,)


def test_a_misread_word_or_category_is_no_certain_change() -> None:
    rows = [
        replace(row, category="综合事劳", name=row.name.replace("使用", "便用"))
        if row.uid == "r0"
        else replace(row, name=row.name.replace("巡查", "巡杳"))
        for row in OLD_ROWS
    ]
    comparison = compared(OLD_ROWS, rows)
    assert [one.subject for one in comparison.misreadings] == ["category"]
    for change in changed(comparison)[1:]:
        assert change.kinds == ("lookalike",)
        assert change.reading_doubts


def test_a_clause_that_went_to_another_duty_is_one_and_the_same() -> None:
    rows = list(OLD_ROWS)
    moved = "2.对动物防疫情况受理群众举报。"
    assert moved not in rows[2].department_clauses
    rows[2] = replace(rows[2], department_clauses=(rows[2].department_clauses[0],))
    gone = OLD_ROWS[2].department_clauses[1]
    rows[4] = replace(
        rows[4], department_clauses=(*rows[4].department_clauses, gone.replace("2.", "3."))
    )
    transfers = [
        (change.new[0].duty.number, bool(clause.old), clause.transfer)
        for change in changed(compared(OLD_ROWS, rows))
        for clause in change.clauses
        if clause.kinds != ("same",)
    ]
    assert [
        (number, here, transfer.duty.duty.number, transfer.same)
        for number, here, transfer in transfers
        if transfer
    ] == [(3, True, 5, True), (5, False, 3, True)]
    assert len(transfers) == 2


def test_a_row_that_stands_twice_is_told_as_such() -> None:
    rows = [*OLD_ROWS[:3], replace(OLD_ROWS[0], uid="again"), *OLD_ROWS[3:]]
    (only,) = changed(compared(OLD_ROWS, rows))
    assert only.kinds == ("added",)
    assert [one.duty.name for one in only.repeats] == ["农药使用指导工作"]
    (row,) = comparison_view(compared(OLD_ROWS, rows)).rows
    assert "重复" in row.doubtful


def test_of_a_reworded_row_that_stands_twice_the_second_is_the_new_one() -> None:
    reworded = replace(OLD_ROWS[5], name="种子市场巡查和宣传工作")
    new = [*OLD_ROWS[:5], reworded, replace(reworded, uid="again"), *OLD_ROWS[6:]]
    (only,) = (one for one in compared(OLD_ROWS, new).changes if not one.old)
    assert only.new[0].position == 6
    assert only.repeats


def test_a_duty_split_in_three_with_new_words_is_never_told_as_certainly_new() -> None:
    whole = Row(
        "w",
        "basic",
        "综合事务",
        "农村饮水安全设施巡查维护，水源地保护宣传教育，用水纠纷调解和水费收缴",
    )
    parts = [
        "农村饮水安全设施的日常巡查、维护和应急抢修",
        "集中式水源地保护区标识管理和宣传教育活动",
        "村组用水纠纷排查调解，协助收缴水费",
    ]
    new = [Row(f"w{at}", "basic", "综合事务", name) for at, name in enumerate(parts)]
    for change in compared([whole, *OLD_ROWS], [*new, *OLD_ROWS]).changes:
        if change.new and change.new[0].list == "basic":
            assert change.doubtful


def test_an_office_divided_in_one_list_and_forgotten_in_another_is_told_with_the_places() -> None:
    old = [*OLD_ROWS, *recalled(FARM, 4)]
    new = rows_of(lambda at: (PLANTS, ANIMALS, FISH)[at % 3] if at < 12 else WATER)
    new = [*new[:12], *OLD_ROWS[12:], *recalled(FARM, 4)]
    (rename,) = compared(old, new).renames
    assert (rename.kind, set(rename.new)) == ("divided", {PLANTS, ANIMALS, FISH})
    assert rename.doubt
    assert len(rename.still) == 4


def test_several_new_offices_in_one_row_are_no_division() -> None:
    new = list(OLD_ROWS)
    new[14] = replace(new[14], departments=(PLANTS, ANIMALS, FISH))
    assert compared(OLD_ROWS, new).renames == ()


def test_two_misreadings_of_an_office_are_told_by_its_name() -> None:
    new = list(OLD_ROWS)
    new[0] = replace(new[0], departments=("吉木萨尔具农业农村局",))
    new[1] = replace(new[1], departments=("吉木萨尔县农亚农村局",))
    assert {one.old for one in compared(OLD_ROWS, new).misreadings} == {FARM}


def test_clauses_in_the_same_words_are_no_other_offices() -> None:
    """The columns have a new name, the clauses were forgotten: they did not change."""
    new = [
        replace(row, departments=("吉木萨尔县种养业发展局",)) if at < 12 else row
        for at, row in enumerate(OLD_ROWS)
    ]
    comparison = compared(OLD_ROWS, new)
    assert len(comparison.renames) == 1
    assert changed(comparison) == []


def test_a_new_office_most_of_whose_rows_come_from_elsewhere_is_doubtful() -> None:
    old = rows_of(lambda at: FARM if at < 5 else WATER)
    new = rows_of(lambda at: "吉木萨尔县种养业发展中心" if at < 5 else WATER)
    new = [
        replace(row, departments=(*row.departments, "吉木萨尔县种养业发展中心")) if at >= 5 else row
        for at, row in enumerate(new)
    ]
    (rename,) = compared(old, new).renames
    assert (rename.old, "另有事项不是由" in rename.doubt) == ((FARM,), True)


def test_an_heir_all_of_whose_rows_another_has_too_is_no_division() -> None:
    first, second = "吉木萨尔县种养业发展中心", "吉木萨尔县乡村建设促进局"
    old = rows_of(lambda at: FARM if at < 9 else WATER)
    new = [
        replace(
            row,
            departments=(first, second) if at < 6 else (second,) if at < 9 else (WATER, second),
        )
        for at, row in enumerate(old)
    ]
    assert "divided" not in [rename.kind for rename in compared(old, new).renames]


def test_an_heir_is_no_division_for_rows_that_it_had_from_another_office() -> None:
    """All that the second got of the old office's rows the first got as well."""
    first, second = "吉木萨尔县种养业发展中心", "吉木萨尔县乡村建设促进局"
    offices = {
        **dict.fromkeys(range(2), (first, second)),
        **dict.fromkeys(range(2, 6), (first,)),
        6: (WATER, first),
        **dict.fromkeys(range(7, 9), (WATER, second)),
    }
    old = rows_of(lambda at: FARM if at < 6 else WATER)
    new = [replace(row, departments=offices.get(at, row.departments)) for at, row in enumerate(old)]
    assert "divided" not in [rename.kind for rename in compared(old, new).renames]


@pytest.mark.parametrize(
    ("before", "now", "offered"),
    [
        ("吉木萨尔县科学技术局", "吉木萨尔县科技和数据局", True),
        ("吉木萨尔县商务和工业信息化局", "吉木萨尔县商务局", True),
        ("吉木萨尔县卫生局", "吉木萨尔县卫健委", True),
        ("吉木萨尔县公安局", "吉木萨尔县应急局", False),
        # Nothing but what joins words, and what offices are called.
        ("吉木萨尔县林业和草原局", "吉木萨尔县文化和旅游局", False),
        ("吉木萨尔县教育委员会", "吉木萨尔县残疾人工作委员会", False),
        # Another place's.
        ("吉木萨尔县科学技术局", "昌吉州科技和数据局", False),
    ],
)
def test_of_an_office_with_one_duty_a_name_in_its_place_is_perhaps_its_own(
    before: str, now: str, *, offered: bool
) -> None:
    """Where neither stands anywhere else: else its letter says for certain that it is gone."""
    old, new = (
        rows_of(lambda at, one=one: FARM if at < 12 else WATER if at < 14 else one)
        for one in (before, now)
    )
    comparison = compared(old, new)
    told = [(one.old, one.new, one.doubt) for one in comparison.renames]
    assert told == ([((before,), (now,), "只有一项可据")] if offered else [])
    assert {one.name for one in comparison.offices} == (set() if offered else {before, now})
    for office in (before, now):
        (item,) = letter(comparison, office)[0].items
        assert item.what.endswith("可能是更名【待核】") is offered


@pytest.mark.parametrize(
    ("at", "office"),
    [(0, "吉木萨尔县科学技术局"), (13, "吉木萨尔县科技和数据局")],
    ids=["the old one is still there", "the new one was there"],
)
def test_an_office_that_stands_elsewhere_too_is_not_perhaps_renamed(at: int, office: str) -> None:
    old, new = (
        rows_of(lambda at, one=one: FARM if at < 12 else WATER if at < 14 else one)
        for one in ("吉木萨尔县科学技术局", "吉木萨尔县科技和数据局")
    )
    for rows in (old, new):
        rows[at] = replace(rows[at], departments=(*rows[at].departments, office))
    found = [(one.kind, one.doubt) for one in compared(old, new).renames]
    # What was there may have taken it in.
    assert found == ([("absorbed", "只有一项可据")] if at else [])


@pytest.mark.parametrize(
    ("rows", "renamed", "doubt"),
    [(2, 1, "只有一项可据"), (3, 1, ""), (4, 2, "")],
)
def test_one_of_the_two_rows_of_an_office_that_is_gone_speaks_for_another_name(
    rows: int, renamed: int, doubt: str
) -> None:
    """The others only lost it."""
    with_police = [(POLICE, "吉木萨尔县科学技术局")] * rows + [(POLICE,)] * (15 - rows)
    now = [(POLICE, "吉木萨尔县科技和数据局")] * renamed + [(POLICE,)] * (15 - renamed)
    old, new = (
        [replace(row, departments=own) for row, own in zip(OLD_ROWS, side, strict=True)]
        for side in (with_police, now)
    )
    assert [one.doubt for one in compared(old, new).renames] == ([doubt] if doubt else [])


def test_a_certain_rename_stays_certain_where_an_office_with_one_duty_went_the_same_way() -> None:
    """The new name is another office's already."""
    old = rows_of(lambda at: FARM if at < 12 else WATER if at < 14 else "吉木萨尔县种业管理局")
    new = rows_of(lambda at: WATER if at in (12, 13) else "吉木萨尔县种养业发展局")
    (rename,) = compared(old, new).renames
    assert (rename.old, rename.doubt) == ((FARM,), "")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({FARM: ("丙局",)}, [("renamed", (FARM,), ("丙局",))]),
        ({FARM: (WATER,)}, [("absorbed", (FARM,), (WATER,))]),
        ({FARM: ("丙局",), POLICE: ("丙局",)}, [("merged", (FARM, POLICE), ("丙局",))]),
        ({FARM: ("丙局", "丁局")}, [("divided", (FARM,), ("丙局", "丁局"))]),
        ({FARM: (FARM,)}, []),
    ],
)
def test_what_a_person_told_of_offices_is_the_reform_that_it_says(
    told: dict[str, tuple[str, ...]], kept: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = decided((), told, {FARM, WATER, POLICE})
    assert [(one.kind, one.old, one.new, one.doubt) for one in found] == [
        (*one, "") for one in kept
    ]


def test_a_merger_is_a_new_name_alone_where_a_person_took_all_but_one_office_out() -> None:
    merged = Reform("merged", (FARM, WATER, POLICE), ("丙局",), "只有一项可据")
    of_two, of_one = (
        decided((merged,), dict.fromkeys(out, ("丁局",)))[0] for out in ((FARM,), (FARM, WATER))
    )
    assert (of_two.kind, of_two.old) == ("merged", (WATER, POLICE))
    assert (of_one.kind, of_one.old) == ("renamed", (POLICE,))


REVIVAL = "吉木萨尔县乡村振兴局"


def with_revival(office: str, at: int = 14) -> list[Row]:
    return rows_of(lambda place: office if place == at else FARM if place < 12 else WATER)


def test_an_office_with_one_duty_that_another_has_now_was_perhaps_taken_in() -> None:
    comparison = compared(with_revival(REVIVAL), with_revival(FARM))
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, rename.new) == ("absorbed", (REVIVAL,), (FARM,))
    assert rename.doubt == "只有一项可据"
    for office in (REVIVAL, FARM):
        items = letter(comparison, office)[0].items
        assert items
        assert all(item.what.endswith("可能是并入【待核】") for item in items)


def test_what_else_changed_or_names_it_still_is_not_perhaps_a_merger() -> None:
    new = with_revival(FARM)
    reworded = [*new[:14], replace(new[14], township_clauses=("1.配合入户核查帮扶对象；",))]
    named = [
        replace(new[0], township_clauses=("1.向县乡村振兴局报送名单；", "2.开展巡查。")),
        *new[1:],
    ]
    beside = [*new[:14], replace(new[14], departments=(FARM, POLICE))]
    for rows in (reworded, named, beside):
        assert compared(with_revival(REVIVAL), rows).renames == ()


MERGED = "吉木萨尔县农业水利局"


def remarked(rows: list[Row], remark: str) -> Comparison:
    """The lists compared, the new one with a remark of its own."""
    new = read_rows(rows, 2026)
    return compare_editions(
        read_rows(OLD_ROWS, 2025), replace(new, notes=(Note(1, f"{BESIDE_LISTS}{remark}"),))
    )


@pytest.mark.parametrize(
    ("remark", "merged"),
    [
        ("说明：县农业农村局、县公安局合并组建吉木萨尔县农业水利局。", True),
        ("说明：整合吉木萨尔县农业农村局、县公安局职责，组建县农业水利局；其他不变。", True),
        # Of another sentence, without an old office, or without a word of it.
        ("说明：县农业农村局、县公安局职责调整；组建县农业水利局。", False),
        ("说明：县农业农村局与其他部门合并组建县农业水利局。", False),
        ("说明：县农业农村局、县公安局的事项见县农业水利局。", False),
    ],
)
def test_a_merger_that_a_remark_tells_of_is_one_where_the_rows_agree(
    remark: str, merged: bool
) -> None:
    rows = rows_of(lambda at: MERGED if at < 12 or at == 14 else WATER)
    found = {(one.kind, frozenset(one.old), one.doubt) for one in remarked(rows, remark).renames}
    told = ("merged", frozenset((FARM, POLICE)), "据新清单的说明")
    assert (told in found) == merged
    # No row of the police went there.
    other = rows_of(lambda at: MERGED if at < 12 else WATER if at < 14 else POLICE)
    assert told not in {
        (one.kind, frozenset(one.old), one.doubt) for one in remarked(other, remark).renames
    }


@pytest.mark.parametrize("beside", [True, False])
def test_a_new_office_beside_the_one_whose_rows_it_has_was_perhaps_divided_from_it(
    beside: bool,
) -> None:
    """Of its three rows the old office has one still; or one was never the old office's."""
    new = "吉木萨尔县种业发展局"
    rows = rows_of(lambda at: new if at < 2 else FARM if at < 12 else WATER if at < 14 else POLICE)
    at, office = (2, FARM) if beside else (14, POLICE)
    rows[at] = replace(rows[at], departments=(office, new))
    found = [
        (one.kind, one.old, one.new, bool(one.doubt)) for one in compared(OLD_ROWS, rows).renames
    ]
    assert found == ([("divided", (FARM,), (FARM, new), True)] if beside else [])
