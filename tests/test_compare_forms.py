"""Offices that are named in front of each clause, or in a heading above: a way of writing. Who does
what is compared apart, and whatever else changed stays told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.clauses import Ignored, compare_clauses
from dutylist.compare.editions import compare_editions
from dutylist.compare.forms import front_of
from dutylist.compare.model import DutyChange, Passage
from dutylist.compare.wording import WordingRules
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import Basis, DutyList
from dutylist.render.views.comparison import comparison_view
from tests.test_compare_given import FINANCE, HEADER, HOUSING, edition

IN_FRONT = [
    f"1.{HOUSING}组织危房鉴定，建立台账；",
    f"2.{HOUSING}负责竣工验收；",
    f"3.{FINANCE}下达补助资金，每年12月前清算。",
]
ABOVE = [
    *(f"{HOUSING}：", "1.组织危房鉴定，建立台账；", "2.负责竣工验收。"),
    *(f"{FINANCE}：", "下达补助资金，每年12月前清算。"),
]


def change(old: list[str], new: list[str]) -> DutyChange:
    """What became of the only duty."""
    before, now = (edition(year, one, ["1.巡查。"]) for year, one in ((2025, old), (2026, new)))
    (found,) = compare_editions(before, now).changes
    return found


def duties(year: int, rows: list[tuple[str, list[str]]]) -> DutyList:
    """A list of several cooperative duties, each with its clauses."""
    lines = [
        "\t".join(
            (str(at), name, f'"{HOUSING}\n{FINANCE}"', '"' + "\n".join(theirs) + '"', "巡查。")
        )
        for at, (name, theirs) in enumerate(rows, 1)
    ]
    text = f"青山县白云镇\n履职事项清单\n{year}年7月\n配合履职事项清单\n{HEADER}\n" + "\n".join(
        lines
    )
    return duty_list_of(read_text(text, "清单.txt"))


def told(old: list[str], new: list[str]) -> list[str]:
    """What the table says beside the lines of the duty, without what only says that it is a way of
    writing."""
    before, now = (edition(year, one, ["1.巡查。"]) for year, one in ((2025, old), (2026, new)))
    view = comparison_view(compare_editions(before, now))
    return [
        line.note
        for row in view.rows
        for line in row.lines
        if line.note and line.note != "分工写法不同"
    ]


FORMS = {
    "heading": ABOVE,
    "heading and verb": [ABOVE[0].replace("：", "负责："), *ABOVE[1:]],
    "numbered headings": [f"（一）{HOUSING}", *ABOVE[1:3], f"（二）{FINANCE}", *ABOVE[4:]],
    "colon in front": [
        f"1.{HOUSING}：组织危房鉴定，建立台账；",
        f"2.{HOUSING}：竣工验收；",
        f"3.{FINANCE}：下达补助资金，每年12月前清算。",
    ],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("turned", [False, True], ids=["there", "back"])
def test_where_the_offices_are_named_is_no_change_of_words(form: str, turned: bool) -> None:
    old, new = (FORMS[form], IN_FRONT) if turned else (IN_FRONT, FORMS[form])
    assert change(old, new).kinds == ("form",)
    assert told(old, new) == ["仅分工写法不同，由谁承担未变"]


@pytest.mark.parametrize("form", ["heading and verb", "numbered headings"])
def test_headings_of_the_same_offices_are_one_in_other_words(form: str) -> None:
    assert change(ABOVE, FORMS[form]).kinds == ("form",)


def test_the_order_of_offices_is_part_of_how_it_is_written() -> None:
    """Each office has its clauses together below its heading, wherever they stood."""
    old = [IN_FRONT[0], IN_FRONT[2].replace("3.", "2."), IN_FRONT[1].replace("2.", "3.")]
    assert change(old, ABOVE).kinds == ("form",)


def test_numbers_and_marks_that_follow_from_it_are_not_told_for_the_whole_list() -> None:
    """Six duties, in each of which a clause ends its office's paragraph and loses its number."""
    rows = [
        (f"第{at}类巡查", [f"1.{HOUSING}巡查{at}号楼；", f"2.{FINANCE}拨付{at}号楼款项。"])
        for at in "一二三四五六"
    ]
    new_rows = [
        (name, [f"{HOUSING}：", f"巡查{name[1]}号楼。", f"{FINANCE}：", f"拨付{name[1]}号楼款项。"])
        for name, _ in rows
    ]
    comparison = compare_editions(duties(2025, rows), duties(2026, new_rows))
    assert {one.kinds for one in comparison.changes} == {("form",)}
    assert not comparison.replacements


def test_every_character_of_both_texts_stands_in_the_pair() -> None:
    for one in change(IN_FRONT, ABOVE).clauses:
        assert one.wording.old == "".join(text.text for text in one.old)
        assert one.wording.new == "".join(text.text for text in one.new)


@pytest.mark.parametrize(
    ("was", "becomes", "note"),
    [
        ("12月前", "10月前", "分工写法不同；文字修改"),
        ("下达", "协助下达", "分工写法不同；文字修改"),
        ("，每年12月前清算", "", "分工写法不同；文字修改"),
    ],
)
def test_what_else_changed_in_a_clause_stays_told(was: str, becomes: str, note: str) -> None:
    new = [one.replace(was, becomes) for one in ABOVE]
    assert change(IN_FRONT, new).kinds == ("reworded",)
    assert told(IN_FRONT, new) == ["文字修改", note]


def test_a_clause_below_another_office_is_that_offices_now() -> None:
    new = [*ABOVE[:2], ABOVE[3], "1.竣工验收；", f"2.{ABOVE[4]}"]
    notes = told(IN_FRONT, new)
    assert change(IN_FRONT, new).kinds == ("reworded",)
    assert any(f"责任部门由{HOUSING}调整为{FINANCE}" in one for one in notes)


def test_a_clause_that_came_with_its_office_is_told_and_its_heading_too() -> None:
    new = [*ABOVE[:3], f"{FINANCE}：", "1.监督资金使用。"]
    notes = told(IN_FRONT[:2], new)
    assert notes == ["文字修改", "新增", "新增"]


def test_clauses_that_changed_places_below_their_office_are_told() -> None:
    new = [ABOVE[0], "1.负责竣工验收；", "2.组织危房鉴定，建立台账。", *ABOVE[3:]]
    assert change(IN_FRONT, new).kinds == ("rearranged",)
    assert any("先后对调" in one for one in told(IN_FRONT, new))


def test_an_office_that_leads_or_joins_is_more_than_a_name() -> None:
    old = [f"1.{HOUSING}牵头组织危房鉴定；", f"2.{FINANCE}会同{HOUSING}下达补助资金。"]
    new = [f"{HOUSING}：", "组织危房鉴定。", f"{FINANCE}：", "下达补助资金。"]
    assert change(old, new).kinds == ("reworded",)
    assert told(old, new) == ["文字修改", "分工写法不同；文字修改", "删去", "新增", "新增"]


def test_only_another_offices_name_in_front_is_told_as_that() -> None:
    new = [*IN_FRONT[:1], IN_FRONT[1].replace(HOUSING, FINANCE), *IN_FRONT[2:]]
    assert change(IN_FRONT, new).kinds == ("rearranged",)
    assert told(IN_FRONT, new) == ["条文调整", f"责任部门由{HOUSING}调整为{FINANCE}"]


def test_headings_that_only_follow_a_clause_to_its_new_office_are_no_words() -> None:
    old = [f"{HOUSING}：", "1.组织危房鉴定；", "2.下达补助资金。"]
    new = [f"{HOUSING}：", "组织危房鉴定。", f"{FINANCE}：", "下达补助资金。"]
    assert change(old, new).kinds == ("rearranged",)
    assert f"责任部门由{HOUSING}调整为{FINANCE}" in told(old, new)[-1]


OFFICES = {"县水利局": ("县水利局", "水利局"), "县公安局": ("县公安局",)}


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("县水利局巡查堤防", "县水利局"),
        ("由县水利局、县公安局负责巡查堤防", "由县水利局、县公安局"),
        ("县水利局和 县公安局：巡查堤防", "县水利局和 县公安局"),
        ("水利局，巡查堤防", "水利局"),
        ("由乡镇巡查", ""),
        ("巡查县水利局的堤防", ""),
    ],
)
def test_what_a_text_begins_with_that_only_names_offices(text: str, front: str) -> None:
    assert front_of(text, OFFICES) == front


def test_a_noun_behind_an_office_is_no_verb_of_it() -> None:
    """县财政局负责人 is a person."""
    old = [*IN_FRONT[:2], f"3.{FINANCE}负责人签字。"]
    found = change(old, [*ABOVE[:4], "签字。"])
    assert found.kinds == ("reworded",)
    assert ("负责人", "wording") in [
        (part.text, part.why) for one in found.clauses for part in one.wording.segments
    ]


@pytest.mark.parametrize("turned", [False, True], ids=["merged", "split"])
def test_what_each_of_several_duties_said_stands_once_where_they_are_one(turned: bool) -> None:
    one = Passage("takeover", "", "巡查路面，作出处罚决定。", departments=(FINANCE,))
    several = [one, replace(one, duty=1)]
    same, other = several, [*several, replace(one, departments=(HOUSING,), duty=1)]
    for whole, left in ((same, []), (other, ["added" if turned else "removed"])):
        old, new = ([one], whole) if turned else (whole, [one])
        changes = compare_clauses(
            old, new, WordingRules(), lambda names, there: names, ignored=Ignored()
        )
        assert [kind for change in changes for kind in change.kinds] == ["same", *left]
        assert sum(len(change.old) for change in changes) == len(old)
        assert sum(len(change.new) for change in changes) == len(new)


def passage(text: str, *, heading: bool = False, basis: Basis = "subject") -> Passage:
    """A department's clause of the finance office, or a heading that names it."""
    front = FINANCE if text.startswith(FINANCE) else ""
    return Passage("department", "", text, heading, (FINANCE,), basis, front=front)


def kinds_of(old: list[Passage], new: list[Passage]) -> list[tuple[str, ...]]:
    """What became of the passages of one duty."""
    changes = compare_clauses(
        old, new, WordingRules(), lambda names, there: names, ignored=Ignored()
    )
    return [change.kinds for change in changes]


@pytest.mark.parametrize(
    ("basis", "kinds"),
    [
        ("only department", ("form",)),
        ("heading", ("form",)),
        # A person's word, or what the row says of all its offices, is no text that says it.
        ("decided", ("reworded",)),
        ("all", ("reworded",)),
    ],
)
def test_only_what_the_list_itself_says_above_stands_for_the_name(
    basis: Basis, kinds: tuple[str, ...]
) -> None:
    old = passage(f"{FINANCE}下达补助资金。")
    assert kinds_of([old], [passage("下达补助资金。", basis=basis)]) == [kinds]


def test_a_heading_that_says_more_than_the_name_is_new() -> None:
    old = passage(f"{FINANCE}下达补助资金。")
    new = passage("下达补助资金。", basis="heading")
    for text, kinds in ((f"{FINANCE}主要职责：", ("form",)), (f"{FINANCE}牵头：", ("added",))):
        assert kinds_of([old], [passage(text, heading=True), new]) == [kinds, ("form",)]


def test_another_office_in_other_words_is_told_as_both() -> None:
    old = passage(f"{FINANCE}负责下达补助资金。")
    for text, kinds in (("负责下达", ("reassigned",)), ("下达", ("reworded", "reassigned"))):
        new = replace(passage(f"{HOUSING}{text}补助资金。"), departments=(HOUSING,), front=HOUSING)
        assert kinds_of([old], [new]) == [kinds]
