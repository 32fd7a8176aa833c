"""What documents say of pages and of offices that join in, are named or take over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.records.actors import CONFIRMED, DECIDED
from dutylist.records.model import (
    Actor,
    Box,
    Clause,
    Column,
    Department,
    Duty,
    DutyList,
    DutyTable,
    Listed,
    PrintedPage,
    Source,
    Span,
    Takeover,
)
from dutylist.render.views.card import card_view
from dutylist.render.views.clauses import clause_sheet
from dutylist.render.views.codes import qr_text
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.evidence import evidence_view
from dutylist.render.views.marked import (
    MARK_CONFIRMED,
    MARK_DECIDED,
    MARK_UNASSIGNED,
    department_mark,
    mark_word,
)
from dutylist.render.views.pages import page_numbers, page_words
from tests.test_letter_places import POLICE, edition, reworded

OFFICE, OTHER = "青山县公安局", "青山县民政局"
SPELLED = "县公安局"
COLUMNS = (
    Column("序号", "number"),
    Column("事项名称", "name"),
    Column("承接部门及工作方式", "takeover"),
)


def duty(*clauses: Clause, pages: tuple[int, ...] = (1,), taken: str = "") -> Duty:
    text = "".join(clause.text for clause in clauses)
    boxes = tuple((Box(pages[0], 10 * at, 10, 10 * at + 9, 20),) for at in range(3))
    return Duty(
        1,
        "",
        "临时救助",
        Source(pages, 1, 1, boxes if pages == (1,) else ()),
        ("1", "临时救助", text or taken),
        department_clauses=clauses,
        takeover=(Takeover(taken, "自行开展"),) if taken else (),
    )


def duty_list(one: Duty, kind: str = "cooperative", **more: object) -> DutyList:
    table = DutyTable(kind, "清单", COLUMNS, (one,))  # type: ignore[arg-type]
    departments = (Department(OFFICE, (OFFICE, SPELLED), ()), Department(OTHER, (OTHER,), ()))
    return DutyList(
        "履职事项清单",
        ("青山县", "白云镇"),
        "2025-07",
        (),
        (table,),
        departments,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("printed", "words", "numbers"),
    [
        (("1–2", "3–4"), "第1–4页（文件第1–2页）", "1–4（文件1–2）"),
        (("31", "32"), "第31–32页（文件第1–2页）", "31–32（文件1–2）"),
        (("31", ""), "文件第1–2页", "文件1–2"),
        (("1", "2"), "第1–2页", "1–2"),
    ],
)
def test_pages_are_told_as_they_are_printed_where_all_of_them_are(
    printed: tuple[str, str], words: str, numbers: str
) -> None:
    told = duty_list(
        duty(pages=(1, 2)),
        printed_pages=tuple(PrintedPage(at, text) for at, text in enumerate(printed, 1) if text),
    )
    (one,) = told.duties
    assert page_words(told, one) == words
    assert page_numbers(told, one) == numbers


def test_a_clause_that_only_says_who_joins_in_is_open_to_all() -> None:
    joining = Clause("1.", "会同县公安局开展。", actors=(Actor(OFFICE, "joins"),), basis="subject")
    assert mark_word(department_mark(joining, OTHER) or "") == MARK_UNASSIGNED
    leading = replace(joining, actors=(Actor(OFFICE, "does"),))
    assert department_mark(leading, OTHER) is None


def test_the_flat_sheet_has_who_does_and_joins_and_not_who_is_only_named() -> None:
    clause = Clause(
        "1.", "会同。", actors=(Actor(OFFICE, "does"), Actor(OTHER, "named")), basis="subject"
    )
    rows = clause_sheet(duty_list(duty(clause))).rows
    assert [(row.office, row.part) for row in rows] == [(OFFICE, "承担")]


def test_the_flat_sheet_calls_who_takes_over_by_its_full_name() -> None:
    (row,) = clause_sheet(duty_list(duty(taken=SPELLED), "recalled")).rows
    assert (row.office, row.text) == (OFFICE, "自行开展")


def test_the_published_page_marks_what_is_an_offices_own_and_what_only_names_it() -> None:
    own = Clause("", "甲", span=Span(3, 0, 1), actors=(Actor(OFFICE),), basis="subject")
    named = Clause(
        "", "乙", span=Span(3, 1, 2), actors=(Actor(OTHER), Actor(OFFICE, "named")), basis="subject"
    )
    its = replace(duty(own, named), listed=(Listed(OFFICE, OFFICE),))
    (cell,) = evidence_view(duty_list(its), OFFICE).cells
    assert [(one.start, one.end, one.sure) for one in cell.stretches] == [
        *((0, 1, True), (1, 2, False))
    ]


def test_the_published_page_frames_what_an_office_takes_back() -> None:
    view = evidence_view(duty_list(duty(taken=OFFICE), "recalled"), OFFICE)
    assert [(page.page, page.label) for page in view.pages] == [(1, "文件第1页")]
    assert [row.code for row in view.rows] == ["收回-001"]


def test_a_qr_code_names_the_place_the_duty_and_the_edition() -> None:
    told = duty_list(duty())
    card = card_view(told, "cooperative", told.duties[0])
    assert qr_text(card) == "白云镇 配合-001 2025-07"


def test_an_office_is_told_of_duties_that_only_changed_hands() -> None:
    """A row whose words stay is told to the office that came."""
    old = edition("查处")
    both = (Listed(POLICE, POLICE), Listed("宁远县民政局", "宁远县民政局"))
    (table,) = reworded(old, 3).lists
    duties = (replace(table.duties[0], listed=both), *table.duties[1:])
    new = replace(old, issued="2026-07", lists=(replace(table, duties=duties),))
    views = {one.name: one for one in comparison_view(compare_editions(old, new)).departments}
    assert [item.what for item in views["宁远县民政局"].items] == ["新列为对应部门"]
    assert [item.what for item in views[POLICE].items] == ["对应部门有增减", "事项名称调整"]


def test_each_office_of_a_clause_has_the_mark_of_what_a_person_did_for_it() -> None:
    clause = Clause(
        "1.",
        "审核。",
        actors=(Actor(OFFICE, "does", CONFIRMED), Actor(OTHER, "does", DECIDED)),
        basis="decided",
    )
    marks = [department_mark(clause, office) or "" for office in (OFFICE, OTHER)]
    assert [mark_word(mark) for mark in marks] == [MARK_CONFIRMED, MARK_DECIDED]
