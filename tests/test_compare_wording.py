"""Wording differences: exact to the character, in whole words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.compare.wording import WordingRules, compare_wording, replaced

ALPHABET = '负责开展宣传教育工作县民政局财农业村、，；。;,（）()《》“”"0123年月日% \n\t１２Ａa𠮷'
TEXTS = st.text(ALPHABET, max_size=60)
RULES = WordingRules(frozenset({"县财政局"}), {"县民政局": "县社会工作局", "民政局": "社会工作局"})


def marked(old: str, new: str, rules: WordingRules | None = None) -> str:
    """The comparison on one line: [deleted]{inserted}, other reasons than wording with a name."""
    shown = {"equal": "{0}", "deleted": "[{0}{1}]", "inserted": "{{{0}{1}}}"}
    return "".join(
        shown[part.kind].format(part.text, "" if part.why in ("", "wording") else f":{part.why}")
        for part in compare_wording(old, new, rules).segments
    )


@given(TEXTS, TEXTS)
def test_all_but_insertions_is_the_old_text_and_all_but_deletions_the_new(
    old: str, new: str
) -> None:
    for rules in (None, RULES):
        change = compare_wording(old, new, rules)
        assert (change.old, change.new) == (old, new)


@given(TEXTS, st.integers(0, 60), TEXTS)
def test_an_insertion_is_found_as_insertions_only(old: str, at: int, added: str) -> None:
    change = compare_wording(old, old[:at] + added + old[at:])
    assert change.new == old[:at] + added + old[at:]
    assert change.old == old


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert all(part.kind == "equal" for part in compare_wording(text, text).segments)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "负责乡村振兴工作，做好农民专业合作社规范提升",
            "负责乡村全面振兴工作，做好家庭农场、农民专业合作社规范提升",
            "负责乡村{全面}振兴工作，做好{家庭农场、}农民专业合作社规范提升",
        ),
        (
            "排查甲、乙、丙三类场所",
            "排查甲、乙、丁、丙三类场所",
            "排查甲、乙、{丁、}丙三类场所",
        ),
        (
            "2025年7月前完成30%的任务",
            "2026年7月前完成35%的任务",
            "[2025年7月]{2026年7月}前完成[30%]{35%}的任务",
        ),
        ("30分钟内到场", "60分钟内到场", "[30分钟]{60分钟}内到场"),
        ("15个工作日内反馈", "10个工作日内反馈", "[15个工作日]{10个工作日}内反馈"),
        ("3个月内办结", "3个工作日内办结", "[3个月]{3个工作日}内办结"),
        ("3个月内办结", "6个月内办结", "[3个月]{6个月}内办结"),
        ("5个自然日内办结", "7个自然日内办结", "[5个自然日]{7个自然日}内办结"),
        ("2个小时内报告", "3个小时内报告", "[2个小时]{3个小时}内报告"),
        ("2小时内报告", "24小时内报告", "[2小时]{24小时}内报告"),
        ("公示3天", "公示7天", "公示[3天]{7天}"),
        (
            "依据《中华人民共和国安全生产法》开展检查",
            "依据《中华人民共和国安全生产法（2021修正）》开展检查",
            "依据[《中华人民共和国安全生产法》]{《中华人民共和国安全生产法（2021修正）》}开展检查",
        ),
        (
            "对擅自改变林地用途的处罚",
            "对擅自改变草原用途的行政处罚",
            "对擅自改变[林地]{草原}用途的[处罚]{行政处罚}",
        ),
    ],
)
def test_differences_are_whole_words_numbers_and_titles(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_width_space_and_last_mark_are_told_apart_from_words() -> None:
    assert marked("做好宣传;做好 服务；", "做好宣传；做好服务。") == (
        "做好宣传[;:width]{；:width}做好[ :space]服务[；:end mark]{。:end mark}"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("服务百姓，三家联动", "服务百姓三家联动", "服务百姓[，:mark]三家联动"),
        ("每月二、三日巡查", "每月二三日巡查", "每月[二、三日]{二三日}巡查"),
        ("三、开展巡查", "三开展巡查", "三[、:mark]开展巡查"),
    ],
)
def test_a_mark_between_two_numbers_is_no_matter_of_marks(
    old: str, new: str, expected: str
) -> None:
    assert marked(old, new) == expected


def test_a_renamed_office_is_no_change_of_words() -> None:
    assert marked("县民政局负责审核救助对象", "县社会工作局负责复核救助对象", RULES) == (
        "[县民政局:rename]{县社会工作局:rename}负责[审核]{复核}救助对象"
    )


def test_neighbours_of_one_reason_are_one_change_and_of_several_are_several() -> None:
    assert marked("第１２条", "第12条") == "第[１２:width]{12:width}条"
    assert marked("民政局(三家)", "社会工作局（三家）", RULES) == (
        "[民政局:rename]{社会工作局:rename}[(:width]{（:width}三家[):width]{）:width}"
    )


@given(TEXTS, TEXTS)
def test_no_two_neighbours_are_of_one_kind_and_deletions_stand_before_insertions(
    old: str, new: str
) -> None:
    for one, other in pairwise(compare_wording(old, new, RULES).segments):
        assert (one.kind, one.why) != (other.kind, other.why)
        assert (one.kind, other.kind, one.why) != ("inserted", "deleted", other.why)


def test_two_places_are_two_changes_and_a_replacement_is_one() -> None:
    assert compare_wording("甲负责审核，乙负责登记", "甲承担审核，乙承担登记").count("wording") == 2


@pytest.mark.parametrize(
    ("old", "new", "differing"),
    [
        # One character between two changes reads as a part of them, however short they are.
        ("收和发", "取和送", [("收和发", "取和送")]),
        # Two do where both changes are twice as long, not else.
        (
            "民政部门材料公安机关",
            "教育系统材料税务机构",
            [("民政部门材料公安机关", "教育系统材料税务机构")],
        ),
        ("审核材料登记", "复核材料备案", [("审核", "复核"), ("登记", "备案")]),
        ("民政部门材料登记", "教育系统材料备案", [("民政部门", "教育系统"), ("登记", "备案")]),
        # What became one change may be so with the one before.
        (
            "民政部门材料审核和登记",
            "教育系统材料复核和备案",
            [("民政部门材料审核和登记", "教育系统材料复核和备案")],
        ),
        # A mark beside a change of words is a part of it.
        ("巡查、并登记", "巡查，并备案", [("、并登记", "，并备案")]),
        ("登记并、巡查", "备案并，巡查", [("登记并、", "备案并，")]),
    ],
)
def test_changes_with_next_to_nothing_between_them_are_one(
    old: str, new: str, differing: list[tuple[str, str]]
) -> None:
    assert list(replaced(compare_wording(old, new), "wording")) == differing


def test_a_mark_in_front_of_a_number_stands_between_no_two() -> None:
    wording = compare_wording("：3日内办结第5", "3日内办结第5")
    assert [(part.text, part.why) for part in wording.segments if part.kind == "deleted"] == [
        ("：", "mark")
    ]
