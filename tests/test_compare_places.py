"""What the places on two covers say of the texts below: a county that is a city now, a town that
is a subdistrict now."""

from __future__ import annotations

import pytest

from dutylist.compare.counties import raised
from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison
from dutylist.compare.own_names import calls_itself
from dutylist.compare.reforms import Reform
from dutylist.compare.townships import kinds_changed
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view
from tests.small_list import ROWS, list_text


def read(text: str, year: int) -> DutyList:
    return duty_list_of(read_text(text.replace("2025年", f"{year}年"), f"{year}.txt"))


def compared(old: str, new: str) -> Comparison:
    return compare_editions(read(old, 2025), read(new, 2026))


OLD = list_text((("1", *ROWS[0][1:5], "1.报宁远县人民政府备案。2.开展巡查。"), *ROWS[1:]))


def doubts(comparison: Comparison) -> list[str]:
    return [one.doubt for one in comparison.renames if one.subject == "department"]


def test_the_offices_of_a_county_that_is_a_city_now_have_certain_new_names() -> None:
    new = (
        OLD.replace("宁远县", "宁远市").replace("县公安局", "市公安局").replace("县民政", "市民政")
    )
    comparison = compared(OLD, new)
    assert sorted((*one.old, *one.new) for one in comparison.renames) == [
        ("宁远县公安局", "宁远市公安局"),
        ("宁远县民政局", "宁远市民政局"),
    ]
    assert doubts(comparison) == ["", ""]
    assert {one.kinds for one in comparison.changes} == {("same",)}


def test_an_office_that_the_city_does_not_have_has_no_new_name() -> None:
    new = OLD.replace("宁远县", "宁远市")
    comparison = compared(OLD, new[: new.index("2\t")])
    assert [one.new for one in comparison.renames] == [("宁远市公安局",)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Perhaps the city that the county lies in: the cover still has the county.
        (OLD, OLD.replace("宁远县公安局", "宁远市公安局")),
        # Perhaps the township went to another county.
        (OLD, OLD.replace("宁远县", "平远县")),
        # One office is the county's still.
        (OLD, OLD.replace("宁远县\n", "宁远市\n").replace("宁远县公安局", "宁远市公安局")),
        # An office of the city was there before.
        (
            OLD.replace("宁远县民政局\t1.", "宁远县民政局、宁远市卫生局\t1."),
            OLD.replace("宁远县民政局\t1.", "宁远市民政局、宁远市卫生局\t1.").replace(
                "宁远县", "宁远市"
            ),
        ),
    ],
)
def test_no_office_is_certainly_the_same_where_another_place_may_be_meant(
    old: str, new: str
) -> None:
    comparison = compared(old, new)
    told = {(*one.old, *one.new): one.doubt for one in comparison.renames}
    assert all(doubt for names, doubt in told.items() if "公安" in names[0])
    assert told.get(("宁远县公安局", "宁远市公安局"), "?")


def test_townships_of_two_counties_say_of_neither_that_it_is_a_city_now() -> None:
    olds = [read(OLD, 2025), read(OLD.replace("宁远县", "平远县"), 2025)]
    assert raised(olds, [read(OLD.replace("宁远县", "宁远市"), 2026)]) == ("", "")


def test_a_name_without_a_kind_tells_nothing_of_what_a_township_calls_itself() -> None:
    reforms = [Reform("renamed", ("青禾林场",), ("青禾镇",))]
    assert kinds_changed(reforms) == frozenset()


TOWN = OLD.replace("1.上门走访。", "1.协助镇开展走访。").replace(
    "1.收集岗位。", "1.在本镇收集岗位。"
)
AS_SUBDISTRICT = (
    TOWN.replace("青禾镇", "青禾街道")
    .replace("协助镇", "协助街道")
    .replace("本镇", "本街道")
    .replace("1.开展巡查。", "1.巡查乡镇企业和城镇道路。")
)


def test_a_town_s_words_for_itself_go_with_its_name_however_few_they_are() -> None:
    comparison = compared(TOWN, AS_SUBDISTRICT)
    (only,) = comparison.replacements
    assert (only.old, only.new, only.changes, only.left) == ("镇", "街道", (1, 2), ())
    assert [one.kinds for one in comparison.changes[1:]] == [("same",), ("same",)]


def test_another_word_that_changed_in_more_places_does_not_hide_them() -> None:
    comparison = compared(TOWN, AS_SUBDISTRICT.replace("负责", "承担"))
    assert [(one.old, one.new) for one in comparison.replacements] == [("镇", "街道")]


@pytest.mark.parametrize(
    ("text", "kind", "calls"),
    [
        *[("向乡报告", "乡", True), ("扶持乡镇企业", "乡", False), ("报乡镇政府", "镇", False)],
        *[("由镇、街道报告", "镇", True), ("整治城镇道路", "镇", False), ("本街道", "街道", True)],
    ],
)
def test_a_text_calls_the_township_a_town_by_that_word_alone(
    text: str, kind: str, calls: bool
) -> None:
    assert calls_itself(text, kind) == calls


def test_what_is_said_of_all_townships_is_no_word_of_the_town_s_own() -> None:
    old = TOWN.replace("负责指导", "负责对乡镇进行指导")
    comparison = compared(old, AS_SUBDISTRICT.replace("负责指导", "负责对街道进行指导"))
    (text,) = (one for one in comparison.changes[2].wordings() if one.count("wording"))
    assert [part.text for part in text.segments if part.kind == "deleted"] == ["乡镇"]


def test_where_the_new_list_still_says_town_is_told() -> None:
    new = AS_SUBDISTRICT.replace("本街道", "本镇")
    (only,) = compared(TOWN, new).replacements
    assert (only.changes, only.left) == ((1,), (2,))


@pytest.mark.parametrize("words", ["乡镇企业", "城镇道路"])
def test_a_town_within_another_word_is_not_left_over(words: str) -> None:
    (only,) = compared(TOWN, AS_SUBDISTRICT.replace("负责指导", f"负责{words}指导")).replacements
    assert only.left == ()


def test_a_few_other_words_for_the_township_are_a_change_where_it_kept_its_name() -> None:
    comparison = compared(TOWN, AS_SUBDISTRICT.replace("青禾街道", "青禾镇"))
    assert comparison.replacements == ()
    assert [one.kinds for one in comparison.changes[1:]] == [("reworded",), ("reworded",)]


FULL = OLD.replace("宁远县公安局", "县公安局").replace("宁远县民政局", "县民政局")


def written(old: str, new: str) -> list[tuple[str, str]]:
    """What is told for the whole list of offices' names."""
    found = comparison_view(compared(old, new)).findings
    return [(one.label, one.text) for one in found if one.label.startswith("部门")]


@pytest.mark.parametrize("turned", [False, True], ids=["in full", "short"])
def test_offices_that_are_written_with_their_countys_name_are_told_in_one_sentence(
    turned: bool,
) -> None:
    old, new = (OLD, FULL) if turned else (FULL, OLD)
    pairs = "县公安局 → 宁远县公安局、县民政局 → 宁远县民政局"
    if turned:
        pairs = "宁远县公安局 → 县公安局、宁远县民政局 → 县民政局"
    assert written(old, new) == [
        ("部门名称写法", f"{pairs}，2个部门的名称只多写或少写了地名，部门未变")
    ]
    comparison = compared(old, new)
    assert {one.kinds for one in comparison.changes} == {("same",)}
    assert [one.former_names for one in comparison_view(comparison).departments] == []


def test_a_party_office_is_written_in_full_with_the_partys_name() -> None:
    old = FULL.replace("县公安局", "县委政法委")
    new = old.replace("\t县委政法委", "\t中共宁远县委政法委")
    assert [label for label, _ in written(old, new)] == ["部门名称写法"]


@pytest.mark.parametrize(
    "new",
    [
        # The cover has another county, or none.
        OLD.replace("云岭省清河市宁远县", "云岭省清河市平远县"),
        OLD.replace("云岭省清河市宁远县\n", ""),
        # Both names stand in one list: perhaps two offices.
        OLD.replace("宁远县民政局", "县公安局", 1),
    ],
)
def test_a_county_in_front_that_may_be_another_is_told_as_a_new_name(new: str) -> None:
    assert not any(one.written for one in compared(FULL, new).renames if "公安" in one.old[0])
