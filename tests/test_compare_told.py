"""What is told of one change, all of it: what became of it, what else it may be, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.departments import Offices, renamed_forms
from dutylist.compare.model import Comparison, DutyChange
from dutylist.compare.one_table import row_pairs
from tests.edits import Row
from tests.test_compare_reforms import OLD_ROWS, POLICE, WATER, changed, compared


def only(comparison: Comparison) -> DutyChange:
    (change,) = changed(comparison)
    return change


def with_first(**other: object) -> list[Row]:
    return [replace(OLD_ROWS[0], **other), *OLD_ROWS[1:]]  # type: ignore[arg-type]


def clauses_told(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """What became of the department's clauses of one duty: kinds, the old texts, the new ones."""
    change = only(compared(with_first(department_clauses=old), with_first(department_clauses=new)))
    return [
        (
            "、".join(one.kinds),
            "".join(text.label + text.text for text in one.old),
            "".join(text.label + text.text for text in one.new),
        )
        for one in change.clauses
        if (one.old or one.new)[0].part == "department"
    ]


def test_a_clause_that_keeps_half_of_its_words_was_reworded_one_that_keeps_less_was_replaced() -> (
    None
):
    """Ten characters of which five stay, and of which four do."""
    was = "甲乙丙丁戊己庚辛壬癸"
    assert clauses_told((f"1.{was}",), ("1.甲乙丙丁戊子丑寅卯辰",)) == [
        ("reworded", f"1.{was}", "1.甲乙丙丁戊子丑寅卯辰")
    ]
    assert clauses_told((f"1.{was}",), ("1.甲乙丙丁子丑寅卯辰巳",)) == [
        ("removed", f"1.{was}", ""),
        ("added", "", "1.甲乙丙丁子丑寅卯辰巳"),
    ]


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        # They changed places.
        ((("1.编制计划；", "2.组织考核。"), ("2.上报情况；", "1.巡查河道。")), ("rearranged",)),
        # One went to the other side, and is the last there.
        ((("1.编制计划；", "2.组织考核；", "3.上报情况。"), ("1.巡查河道。",)), ("rearranged",)),
        # A number in front alone.
        ((("编制计划；", "2.组织考核。"), ("1.巡查河道；", "2.上报情况。")), ("typography",)),
        ((("1.编制计划；", "2.组织考核。"), ("1.巡查河道；", "2.上报险情。")), ("reworded",)),
        ((("1.编制计划。",), ("1.巡查河道；", "2.上报情况。")), ("reworded",)),
        # Perhaps another word, perhaps misread.
        ((("1.编制计划；", "2.组织考核。"), ("2.上报清况；", "1.巡查河道。")), ("reworded",)),
        (
            (("1.编制计划；", "2.组织考核；", "3.上报情况。"), ("1.每日巡查河道。",)),
            ("reworded",),
        ),
    ],
)
def test_a_duty_none_of_whose_words_differ_was_only_arranged_otherwise(
    new: tuple[tuple[str, ...], tuple[str, ...]], kinds: tuple[str, ...]
) -> None:
    old = ("1.编制计划；", "2.组织考核。"), ("1.巡查河道；", "2.上报情况。")
    before, now = (
        with_first(department_clauses=one[0], township_clauses=one[1]) for one in (old, new)
    )
    assert only(compared(before, now)).kinds == kinds


OFFICES = (WATER, POLICE)

PARTED = "1.制定年度工作方案；", "2.组织业务培训考核；", "3.巡查河道。"
TOGETHER = "1.制定年度工作方案，组织业务培训考核。", "2.巡查河道。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TOGETHER, PARTED),
        (PARTED, TOGETHER),
        # The first is the last.
        (
            ("1.编制计划；", "2.组织考核；", "3.巡查河道；", "4.上报险情。"),
            ("1.组织考核；", "2.巡查河道；", "3.上报险情；", "4.编制计划。"),
        ),
        # The same clauses under the other office's name.
        (
            (f"{WATER}：", "1.编制计划。", f"{POLICE}：", "1.查处案件。"),
            (f"{POLICE}：", "1.编制计划。", f"{WATER}：", "1.查处案件。"),
        ),
    ],
)
def test_clauses_that_moved_were_parted_joined_or_given_to_others_have_no_other_words(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    before, now = (with_first(departments=OFFICES, department_clauses=one) for one in (old, new))
    assert only(compared(before, now)).kinds == ("rearranged",)


@pytest.mark.parametrize(
    ("was", "becomes", "kinds"),
    [
        ("县水利局负责巡查河道。", "县公安局负责巡查河道。", ("reassigned",)),
        ("县水利局负责巡查河道。", "县水利局负责巡查河道。", ("same",)),
        ("巡查河道。", "县公安局负责巡查河道。", ("reworded",)),
        ("县水利局、县公安局负责巡查河道。", "县公安局负责巡查河道。", ("reassigned",)),
    ],
)
def test_a_clause_that_names_another_office_now_was_given_to_that_one(
    was: str, becomes: str, kinds: tuple[str, ...]
) -> None:
    """One that named nobody followed its row, and what it says now is new, not taken away."""
    rest = "2.县水利局负责验收工程。"
    old, new = (
        with_first(departments=OFFICES, department_clauses=(f"1.{text}", rest), name=name)
        for text, name in ((was, "河道管理"), (becomes, "河道的管理"))
    )
    change = only(compared(old, new))
    assert change.clauses[0].kinds == kinds


def test_the_same_words_are_no_news_though_the_row_has_another_office_of_that_field() -> None:
    """城管部门 was 城市管理局, 综合行政执法局 now: the row's offices changed, not the clause."""
    clauses = ("1.城管部门负责巡查河道。", "2.县司法局负责验收工程。")
    old, new = (
        with_first(departments=("吉木萨尔县司法局", office), department_clauses=clauses)
        for office in ("吉木萨尔县城市管理局", "吉木萨尔县综合行政执法局")
    )
    change = only(compared(old, new))
    first = change.clauses[0]
    assert first.old[0].departments != first.new[0].departments
    assert [clause.kinds for clause in change.clauses[:2]] == [("same",), ("same",)]
    assert change.kinds == ("departments",)


def test_each_spelling_of_an_office_reads_as_the_new_name_each_short_form_as_its_like() -> None:
    """安丰县农业局 is an older spelling: what it ends with says nothing of 县农业农村局."""
    old, new = "安丰县农业农村局", "安丰县农业农村和水务局"
    short = ("安丰县农业局", "县农业农村局", "县农业局", "农业农村局", "县畜牧站")
    assert renamed_forms(old, new, Offices({}, {old: short})) == {
        old: new,
        "安丰县农业局": new,
        "县农业农村局": "县农业农村和水务局",
        "县农业局": "县农业农村和水务局",
        "农业农村局": "农业农村和水务局",
    }
    assert renamed_forms(old, "丰水县农业局", Offices({}, {old: short})) == {}


def test_of_two_rows_of_which_one_is_in_doubt_that_one_moves_in_the_table_too() -> None:
    """The list of changes tells that the doubtful one left its place; so does the table."""
    sure = Row("a", "basic", "水利", "开展河道采砂巡查并上报线索")
    was = Row("b", "basic", "水利", "做好水库安全度汛值守")
    now = replace(was, name="做好水库汛期巡查值守")
    found = compared([sure, was, *OLD_ROWS], [now, sure, *OLD_ROWS])
    change = only(found)
    assert (change.doubtful, change.kinds) == (True, ("reordered", "reworded"))
    assert [
        (old.name if old else "", new.name if new else "")
        for old, new, _ in row_pairs(found, "basic")
    ] == [("", now.name), (sure.name, sure.name), (was.name, "")]


def test_what_a_duty_may_be_else_is_told_with_the_share_that_it_has_of_it() -> None:
    women = "加强妇联基层组织建设，推进妇联阵地建设和管理，维护妇女儿童合法权益"
    parts = ("加强妇联基层组织建设，推进数字化管理", "推进妇联阵地建设和管理，接受社会监督",
             "维护妇女儿童合法权益，开展妇女儿童关爱帮扶工作，建立工作台账")  # fmt: skip
    old = [
        Row("a", "basic", "党的建设", women),
        Row("b", "basic", "党的建设", "加强残联基层组织建设"),
    ]
    new = [Row(f"n{at}", "basic", "党的建设", name) for at, name in enumerate(parts)]
    changes = changed(compared([*old, *OLD_ROWS], [*new, *OLD_ROWS]))
    told = [
        (other.old.duty.name, other.new.duty.name, other.similarity)
        for change in changes
        for other in change.alternatives
    ]
    assert told
    assert all(0.1 < share < 1 for _, _, share in told), told
