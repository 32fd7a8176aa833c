"""A county's book: a township's own name in its texts is no difference between townships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.compare.county import CountyDuty, county
from dutylist.compare.own_names import only_kinds_differ
from dutylist.compare.wording import compare_wording
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.county import county_report

HEADER = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"


def township(
    place: str, theirs: str, own: str = "劝导。", name: str = "养犬管理", above: str = "禾川县"
) -> DutyList:
    """A township's list with one duty."""
    row = f"1\t{name}\t县公安局\t1.县公安局{theirs}\t1.{own}\n"
    text = f"{above}{place}\n履职事项清单\n配合履职事项清单\n{HEADER}{row}"
    return duty_list_of(read_text(text, "清单.txt"))


def only(lists: Sequence[DutyList]) -> CountyDuty:
    (book,) = county(lists)
    (duty,) = book.duties
    return duty


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        (
            {place: f"指导{place}排查。" for place in ("青石镇", "柳河镇", "沙岭乡")},
            "指导本乡镇排查。",
        ),
        (
            {
                "青石镇": "指导禾川县青石镇排查。",
                "柳河镇": "指导柳河镇排查。",
                "沙岭乡": "指导江北省青山市禾川县沙岭乡排查。",
            },
            "指导本乡镇排查。",
        ),
        (
            {"柳河镇": "指导柳河镇排查。", "大柳河镇": "指导大柳河镇排查。"},
            "指导本乡镇排查。",
        ),
        (
            {"新城街道": "指导新城街道排查。", "青石镇": "指导青石镇排查。"},
            "指导本乡镇排查。",
        ),
    ],
    ids=["short names", "with the places above", "one name in another", "a street office"],
)
def test_own_names_are_no_difference(texts: dict[str, str], most: str) -> None:
    lists = [township(place, text, above="江北省青山市禾川县") for place, text in texts.items()]
    duty = only(lists)
    assert duty.variants == ()
    assert dict(duty.texts)["department duties"] == f"县公安局{most}"


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ("上报本镇情况，由村采集、镇核实。", "上报本乡情况，由村采集、乡核实。"),
        ("报镇党委、镇人民政府。", "报乡党委、乡人民政府。"),
        ("通知镇级干部，配合乡镇工作。", "通知乡级干部，配合乡镇工作。"),
    ],
)
def test_what_a_township_is_is_no_difference(second: str, third: str) -> None:
    duty = only(
        [
            township("青石镇", "指导。", second),
            township("柳河镇", "指导。", second),
            township("沙岭乡", "指导。", third),
        ]
    )
    assert duty.variants == ()
    assert dict(duty.texts)["township duties"] == second


def test_a_book_says_how_it_prints_own_names() -> None:
    (book,) = county([township(place, f"指导{place}。") for place in ("青石镇", "柳河镇")])
    notes = [note for section in county_report(book).sections for note in section.said]
    assert any("各乡镇写自己名称的地方印作“本乡镇”" in note for note in notes)


@pytest.mark.parametrize(
    ("places", "texts", "old", "new"),
    [
        (
            ("青石镇", "柳河镇", "沙岭乡"),
            ("指导青石镇排查。", "指导柳河镇排查。", "指导沙岭乡每月排查。"),
            "指导本乡镇排查。",
            "指导本乡镇每月排查。",
        ),
        (
            ("青石镇", "柳河镇", "沙岭乡"),
            ("指导青石镇排查。", "指导柳河镇排查。", "指导青石镇排查。"),
            "指导本乡镇排查。",
            "指导青石镇排查。",
        ),
        (
            ("青石镇", "柳河镇", "沙岭乡"),
            ("排查城镇住户。", "排查城镇住户。", "排查城乡住户。"),
            "排查城镇住户。",
            "排查城乡住户。",
        ),
        (
            ("青石镇", "柳河镇", "沙岭乡"),
            ("通知镇核实。", "通知镇核实。", "通知乡审核。"),
            "通知镇核实。",
            "通知乡审核。",
        ),
        (
            ("青石镇", "柳河镇", "石桥镇"),
            ("通知镇核实。", "通知镇核实。", "通知乡核实。"),
            "通知镇核实。",
            "通知乡核实。",
        ),
        (
            ("柳河镇", "沙岭乡", "大柳河镇"),
            ("指导柳河镇排查。", "指导沙岭乡排查。", "指导柳河镇排查。"),
            "指导本乡镇排查。",
            "指导柳河镇排查。",
        ),
        (
            ("大柳河镇", "沙岭乡", "柳河镇"),
            ("会同本乡镇排查。", "会同本乡镇排查。", "会同大柳河镇排查。"),
            "会同本乡镇排查。",
            "会同大柳河镇排查。",
        ),
        (
            ("青石镇", "柳河镇", "沙岭乡"),
            ("通知镇核实，上报。", "通知镇核实，上报。", "通知乡核实、上报。"),
            "通知镇核实，上报。",
            "通知乡核实、上报。",
        ),
        (
            ("青石乡", "柳河乡", "沙岭镇"),
            ("走访乡贤。", "走访乡贤。", "走访镇贤。"),
            "走访乡贤。",
            "走访镇贤。",
        ),
    ],
    ids=[
        "other words",
        "another township's name",
        "part of another word",
        "what it is and other words",
        "not what it is",
        "a neighbour's shorter name",
        "a neighbour's longer name",
        "what it is and a mark",
        "part of a word in front",
    ],
)
def test_what_differs_is_told_to_the_character(
    places: tuple[str, ...], texts: tuple[str, ...], old: str, new: str
) -> None:
    lists = [township(place, text) for place, text in zip(places, texts, strict=True)]
    (variant,) = only(lists).variants
    assert (variant.where, variant.townships) == ("department duties", (places[2],))
    assert (variant.wording.old, variant.wording.new) == (f"县公安局{old}", f"县公安局{new}")


def test_a_name_of_two_characters_may_be_anything() -> None:
    lists = [
        replace(township(place, "在东乡镇区排查。"), township=name)
        for place, name in (("青石镇", "东乡"), ("柳河镇", "柳河镇"))
    ]
    assert dict(only(lists).texts)["department duties"] == "县公安局在东乡镇区排查。"


def test_a_word_for_what_others_are_is_a_word_of_its_own() -> None:
    """街道 of a town's text are roads, though another of the county's townships is a 街道."""
    texts = {
        "青石镇": "清扫街道。",
        "柳河镇": "清扫街道。",
        "新城街道": "清扫街道。",
        "沙岭乡": "清扫乡。",
    }
    lists = [township(place, text) for place, text in texts.items() if place != "新城街道"]
    (variant,) = only([*lists, township("新城街道", "巡查。")]).variants[:1]
    assert variant.townships == ("沙岭乡",)


def test_a_duty_named_for_each_township_is_one() -> None:
    names = ("青石镇", "柳河镇", "沙岭乡")
    duty = only([township(place, "指导。", name=f"{place}集贸市场管理") for place in names])
    assert (duty.name, duty.missing, duty.variants) == ("本乡镇集贸市场管理", (), ())


def test_one_list_with_three_townships_names_has_no_differences() -> None:
    """The whole real one, which names its township in more than fifty clauses."""
    text = (Path(__file__).parent / "data" / "santai-2025.txt").read_text("utf-8")
    lists = [
        duty_list_of(read_text(text.replace("三台镇", town), f"{town}.txt"))
        for town in ("青石镇", "柳河镇", "沙岭乡")
    ]
    books = county(lists)
    differing = {
        (book.office, duty.name) for book in books for duty in book.duties if duty.variants
    }
    assert sum(len(book.duties) for book in books) > 190
    assert differing == set()
    named = [text for book in books for duty in book.duties for _, text in duty.texts]
    assert sum("本乡镇" in text for text in named) > 50
    assert not any(town in text for text in named for town in ("青石镇", "柳河镇", "沙岭乡"))


@pytest.mark.parametrize(
    ("old", "new", "only"),
    [
        ("1.镇核实情况。", "1.乡核实情况。", True),
        ("1.镇核实情况，镇上报。", "1.乡核实情况，乡上报。", True),
        ("1.镇核实情况，每月上报县局。", "1.乡核实情况，每季上报县局。", False),
        ("1.镇核实情况。", "1.乡核实情况", False),
        ("1.城镇居民。", "1.城乡居民。", False),
    ],
)
def test_texts_that_differ_in_the_kind_of_township_only(old: str, new: str, only: bool) -> None:
    assert only_kinds_differ(compare_wording(old, new), ["镇", "街道"], "乡") is only
