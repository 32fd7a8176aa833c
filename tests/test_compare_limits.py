"""Where one finding of a comparison ends and the next begins, each on the smallest lists that show
both sides of the border."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from dutylist.compare.carry_over import carry_over
from dutylist.compare.county import county
from dutylist.compare.decisions import decisions_text, joined, parse_decisions
from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.history import history_of
from dutylist.compare.identity import Identity, identify, order_of
from dutylist.compare.json_form import comparison_json
from dutylist.compare.mirror import mirror
from dutylist.compare.model import ClauseChange, Comparison, Passage, Transfer
from dutylist.compare.several import joined as joined_lists
from dutylist.compare.wording import compare_wording, replaced
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.assignments import (
    STATION,
    Assignment,
    empty_assignments,
)
from dutylist.records.model import Doubt, DutyList
from tests.edits import Row
from tests.found_changes import read_rows
from tests.small_list import list_text
from tests.test_compare_reforms import (
    FARM,
    OLD_ROWS,
    POLICE,
    WATER,
    changed,
    compared,
    recalled,
    rows_of,
)
from tests.test_compare_wording import RULES, marked

LONG = "会同有关部门研究处置重大动物疫情"


def with_clause(texts: dict[int, str]) -> list[Row]:
    """The rows, those at these places with a third clause of the department."""
    return [
        replace(row, department_clauses=(*row.department_clauses, f"3.{texts[at]}。"))
        if at in texts
        else row
        for at, row in enumerate(OLD_ROWS)
    ]


def transfers(comparison: Comparison) -> list[tuple[str, str]]:
    """The clauses that left a duty, with what they say, and the duty in which they stand now."""
    return [
        (clause.old[0].text, clause.transfer.duty.duty.name)
        for change in comparison.changes
        for clause in change.clauses
        if clause.transfer and clause.old
    ]


@pytest.mark.parametrize("now", [LONG, LONG.replace("部门", "单位")])
def test_a_clause_that_two_duties_lost_did_not_surely_go_from_either_to_a_third(now: str) -> None:
    assert transfers(compared(with_clause({2: LONG}), with_clause({4: now}))) == [
        (f"{LONG}。", OLD_ROWS[4].name)
    ]
    assert transfers(compared(with_clause({2: LONG, 6: LONG}), with_clause({4: now}))) == []
    assert transfers(compared(with_clause({2: LONG}), with_clause({4: now, 6: now}))) == []


def test_a_reworded_clause_stays_where_it_was_unless_another_duty_has_it_much_nearer() -> None:
    """Elsewhere stands the same but for a word, in its place but for two, or half of it."""
    elsewhere = LONG.replace("部门", "单位")
    near, far = elsewhere.replace("处置", "处理"), "会同有关单位研究防汛物资储备"
    old = with_clause({2: LONG})
    for here, told in ((near, []), (far, [(f"{LONG}。", OLD_ROWS[4].name)])):
        assert transfers(compared(old, with_clause({2: here, 4: elsewhere}))) == told


def test_a_clause_whose_new_words_another_duty_has_lost_came_from_there() -> None:
    """Nothing was added anywhere: the new words stand where others went."""
    other = "会同有关单位研究防汛物资储备"
    old = with_clause({2: LONG, 4: other})
    (came,) = [
        clause
        for change in compared(old, with_clause({4: LONG})).changes
        for clause in change.clauses
        if clause.transfer and clause.new
    ]
    assert came.kinds[0] == "transferred"
    assert (came.new[0].text, came.transfer and came.transfer.duty.duty.name) == (
        f"{LONG}。",
        OLD_ROWS[2].name,
    )


def township(name: str, *names: str) -> DutyList:
    rows = [*(Row(f"b{at}", "basic", "水利", one) for at, one in enumerate(names)), *OLD_ROWS]
    edition = read_rows(rows, 2025)
    return replace(
        edition,
        township=name,
        lists=tuple(replace(one, title=one.title.replace("三台镇", name)) for one in edition.lists),
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_duty_that_is_perhaps_a_part_of_one_townships_is_in_doubt_whatever_the_other_had(
    turned: bool,
) -> None:
    whole = "加强妇联基层组织建设，推进妇联阵地建设和管理，维护妇女儿童合法权益"
    part = "维护妇女儿童合法权益，开展妇女儿童关爱帮扶工作，建立工作台账，定期走访困难家庭"
    rest = "加强妇联基层组织建设，推进妇联阵地建设和管理"
    olds = [township("红旗乡", whole), township("老台乡", "管护农村公路")]
    new = read_rows(
        [Row("r", "basic", "水利", rest), Row("p", "basic", "水利", part), *OLD_ROWS], 2026
    )
    comparison = compare_several(olds[::-1] if turned else olds, new)
    (told,) = (one for one in comparison.changes if not one.old and one.new[0].duty.name == part)
    assert told.doubtful


def test_of_many_things_that_a_duty_may_be_the_three_nearest_are_told_the_nearest_first() -> None:
    name = "开展农村{}安全隐患排查整治"
    others = ("燃气使用", "自建房屋", "道路交通", "电气线路", "渔船")
    old = [Row(f"o{what}", "basic", "安全", name.format(what)) for what in others]
    new = [replace(old[0], uid="n", name=name.format("居民用火用电"))]
    (change,) = (one for one in compared([*old, *OLD_ROWS], [*new, *OLD_ROWS]).changes
                 if one.old and one.new and one.new[0].list == "basic")  # fmt: skip
    shares = [one.similarity for one in change.alternatives]
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)


def test_an_office_that_only_handed_rows_on_still_stands_where_it_always_did() -> None:
    """A division keeps the old name: its rows are no leftovers of a name that went."""
    new = "吉木萨尔县种业发展中心"
    rows = [replace(row, departments=(new,)) if at < 4 else row for at, row in enumerate(OLD_ROWS)]
    (rename,) = compared(OLD_ROWS, rows).renames
    assert (rename.kind, rename.new, rename.still) == ("divided", (FARM, new), ())


def test_a_new_name_touches_rows_that_name_the_office_in_their_clauses_alone() -> None:
    new = "吉木萨尔县种养业发展局"

    def named(name: str) -> list[Row]:
        rows = [
            replace(row, departments=tuple(name if one == FARM else one for one in row.departments),
                    department_clauses=tuple(text.replace(FARM[4:], name[4:])
                                             for text in row.department_clauses))
            for row in OLD_ROWS
        ]  # fmt: skip
        rows[14] = replace(rows[14], township_clauses=(f"1.向{name[4:]}通报禁毒情况。",))
        return rows

    (rename,) = compared(named(FARM), named(new)).renames
    assert (rename.old, rename.new) == ((FARM,), (new,))
    assert rename.changes == (*range(12), 14)
    assert [one.changes for one in rename.handed] == [tuple(range(12))]


def test_a_misread_name_is_told_once_for_a_row_that_has_it_in_both_years() -> None:
    wrong = FARM.replace("业", "亚")
    rows = [replace(OLD_ROWS[0], departments=(wrong,)), *OLD_ROWS[1:]]
    for old, new in ((rows, rows[:1] + OLD_ROWS[1:]), (rows, OLD_ROWS)):
        for misreading in compared(old, new).misreadings:
            assert misreading.changes == (0,)


def test_a_category_that_differs_by_one_character_may_be_misread_in_a_scan_another_is_not() -> None:
    old = read_rows(OLD_ROWS, 2025)
    (table,) = (one for one in old.lists if one.duties)
    doubt = Doubt(cell=3, start=0, end=1, confidence=0.4)
    first = replace(table.duties[0], doubts=(doubt,))
    scanned = replace(old, lists=(replace(table, duties=(first, *table.duties[1:])),))
    for category, doubts in (("综合实务", ("类别只差一字，扫描件可能误认",)), ("党的建设", ())):
        rows = [*OLD_ROWS[:14], replace(OLD_ROWS[14], category=category)]
        for edition, told in ((scanned, doubts), (old, ())):
            (change,) = changed(compare_editions(edition, read_rows(rows, 2026)))
            assert (change.kinds, change.reading_doubts) == (("recategorized",), told)


@pytest.mark.parametrize(
    ("old", "new", "swapped", "unsure"),
    [
        ("2025", "2025-07", False, True),
        ("2025-07", "2025", False, True),
        ("2025-07", "2025-08", False, False),
        ("2025-08", "2025-07", True, False),
        ("2025-12", "2026", False, False),
    ],
)
def test_a_year_alone_says_nothing_of_the_months_in_it(
    old: str, new: str, swapped: bool, unsure: bool
) -> None:
    order = order_of(*(Identity(one, "三台镇", one, "封面日期") for one in (old, new)))
    assert (order.swapped, order.unsure) == (swapped, unsure)


def test_what_can_be_no_month_is_none() -> None:
    plain = replace(read_rows(OLD_ROWS, 2025), issued="")
    files = ("清单2026-13.pdf", "清单2026-12.pdf", "清单2026-0.pdf", "清单2026-1.pdf")
    assert [identify(plain, file).issued for file in files] == [
        "2026",
        "2026-12",
        "2026",
        "2026-01",
    ]


def test_lists_that_are_joined_have_each_title_once() -> None:
    one, other = township("红旗乡"), township("老台乡")
    titles = {table.kind: table.title for table in joined_lists([one, one, other]).lists}
    own, others = ({table.kind: table.title for table in it.lists} for it in (one, other))
    assert titles == {kind: f"{own[kind]}；{others[kind]}" for kind in own}


def test_lives_stand_in_the_order_of_the_last_editions_lists() -> None:
    rows = [*OLD_ROWS[:2], Row("b", "basic", "水利", "管护水渠"), *recalled(FARM, 1)]
    found = history_of([read_rows(rows, 2025), read_rows(rows, 2026)], ["甲", "乙"])
    lists = [life.last_duty.list for life in found.lives]
    assert lists == ["basic", "cooperative", "cooperative", "recalled"]


def listed(*rows: tuple[str, ...], township: str = "青禾镇", more: str = "") -> DutyList:
    text = list_text(rows).replace("青禾镇", township)
    return duty_list_of(read_text(text + more, f"{township}.txt"))


def test_a_book_has_what_the_office_helps_with_before_what_it_took_back_the_commonest_first() -> (
    None
):
    office = "宁远县民政局"
    heads = "序号\t事项名称\t承接部门及工作方式"
    back = f"上级部门收回事项清单\n{heads}\n1\t公墓年检\t县民政局：组织年检。\n"
    rare = ("", "民生服务", "殡葬管理", office, "1.审批。", "1.宣传。")
    often = ("5", "民生服务", "临时救助", office, "1.审批。", "1.受理。")
    lists = [listed(rare, often, more=back), listed(often, township="柳河镇", more=back)]
    (book,) = county(lists)
    assert [(one.kind, one.name, one.places) for one in book.duties] == [
        ("cooperative", "临时救助", (("青禾镇", "5"), ("柳河镇", "5"))),
        # It has no number in that township's list, but it is there.
        ("cooperative", "殡葬管理", (("青禾镇", ""), ("柳河镇", None))),
        ("recalled", "公墓年检", (("青禾镇", "1"), ("柳河镇", "1"))),
    ]
    assert dict(book.duties[2].texts)["takeover"] == "组织年检。"


def test_a_duty_that_each_township_words_otherwise_is_one_and_counts_as_all_of_them() -> None:
    """No two of the three say it alike, and still it is commoner than one that two have alike."""
    rest = ("民生服务", "宁远县民政局", "1.审批。", "1.受理。")

    def of(township: str, *names: str) -> DutyList:
        rows = ((str(at), rest[0], name, *rest[1:]) for at, name in enumerate(names, 1))
        return listed(*rows, township=township)

    lists = [
        of("青禾镇", "临时救助", "农村饮水工程管护"),
        of("柳河镇", "临时救助", "农村饮水工程的管护"),
        of("老台乡", "农村饮水工程管护工作"),
    ]
    (book,) = county(lists)
    assert [(one.name, one.missing) for one in book.duties] == [
        ("农村饮水工程管护", ()),
        ("临时救助", ("老台乡",)),
    ]
    names = {one.townships: one.wording.new for one in book.duties[0].variants}
    assert names == {
        ("柳河镇",): "农村饮水工程的管护",
        ("老台乡",): "农村饮水工程管护工作",
    }


def test_of_a_duty_of_several_offices_a_department_answers_for_its_own_clauses_alone() -> None:
    office = "宁远县民政局"
    head = f"云岭省清河市宁远县\n{office}\n履职事项清单\n2025年7月\n镇街配合履职事项清单\n"
    columns = "序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责\n"
    row = "1\t临时救助\t各镇街\t1.审批救助申请。\t1.受理。\n"
    own = duty_list_of(read_text(f"{head}{columns}{row}", "部门.txt"))
    clauses = "<p>1.县民政局审批救助申请。</p> <p>2.县审计局审计资金。</p>"
    for offices, faults in ((office, ["department duties"]), (f"{office}、宁远县审计局", [])):
        theirs = listed(("1", "民生服务", "临时救助", offices, clauses, "1.受理。"))
        assert [one.where for one in mirror([theirs], [own]).findings] == faults


def test_rows_of_duties_that_went_say_of_which_year_they_were_or_that_they_are_old() -> None:
    old, new = read_rows(OLD_ROWS[:3], 2025), read_rows(OLD_ROWS[:2], 2026)
    for issued, called in (("2025-07", "2025年7月版"), ("", "原清单")):
        edition = replace(old, issued=issued)
        blank = empty_assignments(edition)
        filled = replace(blank, rows=tuple(_at_station(one) for one in blank.rows))
        (gone,) = carry_over(compare_editions(edition, new), (edition, filled)).gone
        assert gone.doubt == f"{called}有，2026年7月版已取消"


def test_who_does_a_duty_is_asked_again_where_clauses_went_to_the_other_side() -> None:
    clauses = [("1.审批；", "2.发放。"), ("1.受理。",)], [("1.审批。",), ("1.受理；", "2.发放。")]
    old, new = (
        read_rows(
            [replace(OLD_ROWS[0], department_clauses=one, township_clauses=other), *OLD_ROWS[1:]],
            2025 + at,
        )
        for at, (one, other) in enumerate(clauses)
    )
    blank = empty_assignments(old)
    filled = replace(blank, rows=tuple(_at_station(one) for one in blank.rows))
    first = carry_over(compare_editions(old, new), (old, filled)).rows[0]
    assert first.doubt.startswith("条文调整（原 ")


def _at_station(row: Assignment) -> Assignment:
    return replace(row, values=tuple((column, "农办" if column == STATION else text)
                                     for column, text in row.values))  # fmt: skip


def test_a_number_with_its_dot_is_no_text_of_the_duty() -> None:
    rest = ("宁远县民政局", "1.审批。", "1.受理。")
    old, new = (
        listed(
            *((f"{at}{dot}", "民生服务", name, *rest) for at, name in ((1, "救助"), (2, "殡葬")))
        )
        for dot in ("", "、")
    )
    comparison = compare_editions(old, new)
    assert [one.kinds for one in comparison.changes] == [("same",), ("same",)]
    assert [len(one.clauses) for one in comparison.changes] == [2, 2]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        # Two characters between changes twice as long read as a part of one change.
        (
            "制定年度方案组织业务培训",
            "编写专项计划组织应急演练",
            "[制定年度方案组织业务培训]{编写专项计划组织应急演练}",
        ),
        (
            "制定年度方案组织培训",
            "编写专项计划组织演练",
            "[制定年度方案]{编写专项计划}组织[培训]{演练}",
        ),
        # What was put in ends where the text does.
        ("巡查河道", "巡查河道清理河道", "巡查河道{清理河道}"),
        ("甲、乙、丙", "甲、丙", "甲、[乙、]丙"),
        ("甲、乙", "甲", "甲[、乙]"),
    ],
)
def test_how_much_reads_as_one_change(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_an_old_name_that_still_stands_there_was_not_replaced() -> None:
    new = "县民政局、县社会工作局审批"
    assert marked("县民政局审批", new, RULES) == "县民政局{、县社会工作局}审批"
    assert marked("县民政局审批", "县社会工作局审批", RULES) == (
        "[县民政局:rename]{县社会工作局:rename}审批"
    )


def test_what_was_only_taken_out_or_put_in_is_told_as_such() -> None:
    def told(old: str, new: str) -> list[tuple[str, str]]:
        return list(replaced(compare_wording(old, new), "wording"))

    assert told("组织开展巡查", "开展巡查") == [("组织", "")]
    assert told("开展巡查", "组织开展巡查") == [("", "组织")]
    assert told("开展巡查", "开展核查") == [("巡查", "核查")]


@pytest.mark.parametrize(("count", "renamed"), [(1, False), (2, True)])
def test_one_row_does_not_tell_that_a_category_has_a_new_name(count: int, renamed: bool) -> None:
    old = [
        *OLD_ROWS[:10],
        *(replace(one, category="平安法治") for one in OLD_ROWS[10 : 10 + count]),
    ]
    new = [
        *OLD_ROWS[:10],
        *(replace(one, category="法治平台") for one in OLD_ROWS[10 : 10 + count]),
    ]
    told = [one.old for one in compared(old, new).renames if one.subject == "category"]
    assert told == [("平安法治",)] * renamed


@pytest.mark.parametrize("length", [60, 61])
def test_a_decisions_file_quotes_sixty_characters_of_a_name(length: int) -> None:
    name = ("承办低空飞行器起降点选址踏勘" * 5)[:length]
    text = decisions_text(compared(OLD_ROWS, [Row("n", "basic", "水利", name), *OLD_ROWS]))
    shown = name if length == 60 else f"{name[:59]}…"
    assert f"#   新：{shown}\n" in text


def test_of_two_files_of_decisions_the_first_counts_for_a_duty_of_which_both_speak() -> None:
    head = '["对应"]\n'
    first = parse_decisions(f'{head}"旧 配合-1" = "新 配合-2"\n')
    second = parse_decisions(f'{head}"旧 配合-9" = "新 配合-2"\n"旧 配合-3" = "无对应"\n')
    assert [
        [str(it) for it in (*one.old, *one.new)] for one in joined(first, second).decisions
    ] == [
        ["旧 配合-1", "新 配合-2"],
        ["旧 配合-3"],
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, [("absorbed", "只有一项可据")]), (2, [("absorbed", "只从事项的对应部门推断")])],
)
def test_one_row_tells_only_that_an_office_perhaps_went_into_another(
    count: int, told: list[tuple[str, str]]
) -> None:
    gone = "吉木萨尔县林业和草原局"
    old = [
        replace(row, departments=(gone,)) if at < count else row for at, row in enumerate(OLD_ROWS)
    ]
    new = [
        replace(row, departments=(WATER,)) if at < count else row for at, row in enumerate(OLD_ROWS)
    ]
    assert [(one.kind, one.doubt) for one in compared(old, new).renames] == told


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (("1.制定方案。", "2.组织检查。"), ["absorbed"]),
        (("1.制定方案；", "2.县水利局拨付资金；", "3.组织检查。"), ["absorbed"]),
        (("1.制定方案。",), []),
        (("1.制定方案。", "2.组织抽查。"), []),
    ],
)
def test_of_an_office_that_is_gone_the_other_must_do_all_that_it_did(
    clauses: tuple[str, ...], told: list[str]
) -> None:
    gone, was = "吉木萨尔县林业和草原局", ("1.制定方案。", "2.组织检查。")
    old, new = (
        [replace(OLD_ROWS[0], departments=(office,), department_clauses=texts), *OLD_ROWS[1:]]
        for office, texts in ((gone, was), (WATER, clauses))
    )
    assert [one.kind for one in compared(old, new).renames] == told


def test_json_has_each_field_of_what_became_of_a_clause() -> None:
    comparison = compared(with_clause({2: LONG}), with_clause({4: LONG}))
    clauses = [
        clause for change in comparison_json(comparison)["changes"] for clause in change["clauses"]
    ]
    (came,) = [one for one in clauses if one["transfer"] and one["new"]]
    assert set(came) == names_of(ClauseChange)
    assert set(came["transfer"]) == names_of(Transfer)
    assert came["transfer"]["duty"]["name"] == OLD_ROWS[2].name
    assert {frozenset(one) for clause in clauses for one in (*clause["old"], *clause["new"])} == {
        frozenset(names_of(Passage) - {"span", "front"})
    }
    assert {one["duty"] for clause in clauses for one in clause["new"]} == {0}


def names_of(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_what_a_person_says_became_of_an_office_is_told_as_that() -> None:
    new = "吉木萨尔县种养业发展中心"
    rows = rows_of(lambda at: FARM if at < 9 else new if at < 14 else POLICE)
    text = f'["部门"]\n"{FARM}" = "{new}"\n"{WATER}" = "{new}"\n'
    decided = parse_decisions(text, "对应.toml")
    comparison = compare_editions(read_rows(OLD_ROWS, 2025), read_rows(rows, 2026), decided)
    assert [(one.kind, set(one.old), one.new, one.doubt) for one in comparison.renames] == [
        ("merged", {FARM, WATER}, (new,), "")
    ]
