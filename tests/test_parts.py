"""Each office of a clause has its part in the record: it leads, acts, or joins."""

from __future__ import annotations

import pytest

from dutylist.records.model import Clause
from dutylist.render.views.marked import department_mark
from tests.test_whose_kinds import clauses, told

THREE = "公安局、民政局、水务局"


def parts(clause: Clause) -> dict[str, str]:
    """The part of each office of a clause that is not only named: 民政局 → leads."""
    return {
        actor.office.removeprefix("青山县"): actor.part
        for actor in clause.actors
        if actor.part != "named"
    }


def parts_of(text: str, listed: str = THREE) -> list[dict[str, str]]:
    return [parts(clause) for clause in clauses(text, listed)]


LEADS_JOINS = {"民政局": "leads", "公安局": "joins"}


@pytest.mark.parametrize(
    "text",
    [
        "由县民政局牵头，县公安局配合，开展检查。",
        "县民政局牵头，县公安局配合。",
        "县民政局应当统一牵头开展核查，县公安局予以协助。",
        "县民政局负责牵头核查，县公安局参与。",
        "县民政局主办，县公安局协办。",
        "以县民政局为主，县公安局配合。",
        "县民政局为牵头单位，县公安局为配合单位。",
        "县民政局发挥牵头作用，县公安局提供名单予以配合。",
        "县民政局会同县公安局开展检查。",
        "由县民政局会同县公安局开展检查。",
        "县民政局审核对象，并会同县公安局核查。",
        "县民政局在接到报告后会同县公安局处置。",
        "开展检查（县民政局牵头，县公安局配合）。",
        "开展检查。牵头单位：县民政局；配合单位：县公安局",
        "开展检查（牵头单位：县民政局，配合单位：县公安局）。",
        "开展检查，由县民政局牵头县公安局配合。",
        "县民政局牵头招募志愿者，由县公安局协助办理手续。",
    ],
)
def test_the_record_says_who_leads_and_who_joins(text: str) -> None:
    assert parts_of(f"1.{text}") == [LEADS_JOINS]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Who leads is not said.
        ("县民政局核查对象，县公安局提供户籍。", {"民政局": "does", "公安局": "does"}),
        ("县民政局、县公安局联合检查。", {"民政局": "does", "公安局": "does"}),
        ("责任单位：县民政局。核查。", {"民政局": "does"}),
        ("县民政局负责核查。", {"民政局": "does"}),
        ("县公安局负责处置县民政局牵头的事项。", {"公安局": "does"}),
        # Two lead; one leads and another acts.
        ("县民政局、县水务局牵头，县公安局配合。", {**LEADS_JOINS, "水务局": "leads"}),
        ("县民政局牵头，县公安局负责抓捕。", {"民政局": "leads", "公安局": "does"}),
    ],
)
def test_who_leads_is_only_whom_the_text_calls_so(text: str, said: dict[str, str]) -> None:
    assert parts_of(f"1.{text}") == [said]


@pytest.mark.parametrize(
    "heading",
    ["牵头单位：县民政局", "县民政局（牵头）：", "县民政局牵头：", "【牵头部门：县民政局】"],
)
def test_who_leads_by_a_heading_leads_in_the_clauses_below(heading: str) -> None:
    assert parts_of(f"{heading}\n1.核查对象。\n2.会同县公安局开展检查。") == [
        {"民政局": "leads"},
        LEADS_JOINS,
    ]


def test_headings_one_below_the_other_say_who_leads_and_who_joins() -> None:
    text = "牵头单位：县民政局\n配合单位：县公安局、县水务局\n1.核查对象。"
    assert parts_of(text)[-1] == {**LEADS_JOINS, "水务局": "joins"}


def test_one_of_all_that_leads_is_said_to() -> None:
    said = parts_of("1.县民政局牵头，各相关部门按职责分工，建立联合检查机制。")
    assert said == [{"民政局": "leads", "公安局": "all", "水务局": "all"}]


def test_those_named_in_another_clause_leave_it_to_be_confirmed() -> None:
    assert told("1.县民政局联合上述部门开展专项排查。", THREE) == ["民政局?"]


def test_a_leader_that_is_not_named_is_open() -> None:
    (clause,) = clauses("1.会同县公安局开展检查。", THREE)
    assert (parts(clause), clause.basis) == ({"公安局": "joins"}, "part")


def excerpt_marks(cell: str, office: str) -> list[str]:
    """The marks on the sheet of an office whose row has a cell of such text."""
    return [department_mark(clause, f"青山县{office}") or "" for clause in clauses(cell, THREE)]


def test_a_sheet_says_who_of_those_that_share_a_clause_leads() -> None:
    text = "1.县民政局牵头，县公安局、县水务局配合。\n2.县民政局核查，县公安局抓捕。"
    assert excerpt_marks(text, "民政局") == [
        "共同：本部门牵头，与青山县公安局、青山县水务局",
        "共同：与青山县公安局",
    ]
    assert excerpt_marks(text, "公安局") == [
        "共同：与青山县民政局（牵头）、青山县水务局",
        "共同：与青山县民政局",
    ]


def test_a_sheet_says_under_whose_heading_a_shared_clause_stands() -> None:
    text = "县民政局：\n1.与县公安局共同核查。"
    assert excerpt_marks(text, "公安局") == ["共同：与青山县民政局（上方标题）"]
    assert excerpt_marks(text, "民政局") == ["共同：与青山县公安局"]
    text = "县公安局：\n1.县民政局牵头，县公安局配合核查。"
    assert excerpt_marks(text, "公安局") == ["共同：与青山县民政局（牵头）"]
