"""All that a document shows, word for word: what the views make of the editions in cases/told.

cases/shown has a file for each kind of document; RENEW_CASES=1 writes what is shown now, for its
difference to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from dutylist.compare.county import county
from dutylist.compare.history import history_of
from dutylist.compare.mirror import mirror
from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import Assigned, assigned
from dutylist.records.assignments import (
    FIELDS,
    Assignment,
    Assignments,
    Person,
)
from dutylist.records.check import check
from dutylist.records.codes import coded_duties
from dutylist.records.findings import report
from dutylist.records.model import ContentsEntry, DutyList
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, fit_cards
from dutylist.render.views.card_sheet import sheet_view
from dutylist.render.views.clauses import clause_sheet
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.corrections import CorrectionLine, corrections_list, corrections_view
from dutylist.render.views.county import county_report
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.handout import load_view, person_handout, station_handout
from dutylist.render.views.history import history_view
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.views.mirror import finding_text, mirror_report
from dutylist.render.views.notice import notice_view
from dutylist.render.views.official import official_view
from dutylist.render.word.tags import card_values, excerpt_values
from tests.test_compare_whole import TOLD, told
from tests.whole import kept, whole

SHOWN = TOLD.parent / "shown"

LINES = (
    CorrectionLine("“查处”改为“查办”", "王芳", "2026年1月5日"),
    CorrectionLine("另加一行：医疗救助", "", ""),
    CorrectionLine(
        "条文“查处”的部门由“（无）”改为“县公安局”", "王芳", "2026年1月5日", printed=False
    ),
)


@cache
def edition(name: str) -> DutyList:
    return read_duty_list(TOLD / f"{name}.txt")


OLD, NEW = "reform/old", "reform/new"


@cache
def people() -> tuple[Assignments, Assigned]:
    """Every third duty of the new edition with nobody, one with a leader alone."""
    rows = []
    for at, (code, _, duty) in enumerate(coded_duties(edition(NEW))):
        texts = (
            ("张明", "民生办", "李红、王芳", "")
            if at % 3
            else ("刘强", "", "", "")
            if at == 3
            else ()
        )
        values = dict.fromkeys(FIELDS, "") | dict(zip(FIELDS, texts, strict=False))
        rows.append(Assignment(code, duty.name, tuple((values | {"网格": "三"}).items()), ""))
    known = (
        Person("李红", "民生办", "副主任", "13800000001"),
        Person("张明", "", "镇长", ""),
        Person("赵云", "司法所", "", ""),
    )
    found = Assignments((*FIELDS, "网格"), tuple(rows), known, ())
    return found, assigned(edition(NEW), found)


def history() -> Any:
    return history_view(history_of([edition(OLD), edition(NEW), edition(OLD)], ["甲", "乙", "丙"]))


def letters(case: str) -> list[Any]:
    comparison = told(case)
    view = comparison_view(comparison)
    return [notice_view(comparison, view, one) for one in view.departments]


def sides() -> list[Any]:
    folder = TOLD.parent / "told_sides"
    names = ("township", "department")
    found = mirror(*([read_duty_list(folder / f"{side}.txt")] for side in names))
    return [mirror_report(found), [finding_text(one) for one in found.findings]]


def handouts() -> list[Any]:
    assignments, found = people()
    return [
        load_view(edition(NEW), assignments, found),
        station_handout(edition(NEW), found, "民生办"),
        person_handout(edition(NEW), assignments, found, "李红"),
    ]


def excerpts() -> list[Any]:
    return [excerpt_view(edition(NEW), one.name) for one in edition(NEW).departments]


def cards() -> list[Any]:
    _, found = people()
    every = list(coded_duties(edition(OLD)))
    return [
        card_view(edition(OLD), table.kind, duty, found.by_code.get(code))
        for code, table, duty in (every[0], *every[12:16], every[-1])
    ]


def printed_cards() -> list[Any]:
    """On both papers: a short one, one with people, one that goes on upon a second card."""
    _, found = people()
    every = list(coded_duties(edition(OLD)))
    cards = [
        card_view(edition(OLD), table.kind, duty, found.by_code.get(code))
        for code, table, duty in (every[0], *every[12:14])
    ]
    long = cards[-1]
    cards.append(replace(long, sections=(*long.sections * 9,)))
    fields = ("李红、王芳、赵云、钱青、孙明、周强、吴敏、郑丽", "两行\n写的", "短", "也短")
    facts = tuple(zip(("责任领导", "责任站所", "责任人", "联系电话"), fields, strict=True))
    cards.append(replace(long, assignment=facts))
    shown = []
    for layout in LAYOUTS.values():
        sheet = whole(sheet_view(fit_cards(cards, layout, "short"), layout, "short", "安丰县"))
        for card in sheet["cards"]:
            del card["card"]
        shown.append(sheet)
    return shown


def findings() -> list[Any]:
    """What a check says of a sound list and of one that contradicts itself."""
    first, *others = edition(OLD).lists[1].duties
    odd = replace(first, number=9, category="")
    table = replace(edition(OLD).lists[1], duties=(odd, *others, others[-1]))
    lists = (replace(edition(OLD).lists[0], title="应办事项清单"), table)
    contents = (ContentsEntry("应办事项", 1), ContentsEntry("收回清单", 3))
    wrong = replace(edition(OLD), lists=lists, contents=contents)
    told = check(edition(NEW)), check(wrong)
    return [[[one.place, whole(one)] for one in found] + [report(found)] for found in told]


def tags() -> list[Any]:
    """What an office's own Word template may ask for."""
    views = [excerpt_view(edition(NEW), one.name) for one in edition(NEW).departments]
    of_both = next(one for one in views if one.duties and one.recalls)
    of_duties = max((one for one in views if not one.recalls), key=lambda one: len(one.duties))
    some = [
        card_view(edition(NEW), table.kind, duty)
        for _, table, duty in list(coded_duties(edition(NEW)))[10:14]
    ]
    sheet = sheet_view(fit_cards(some, LAYOUTS["a5"], "none"), LAYOUTS["a5"], "none", "安丰县")
    pages = {code: str(at) for at, (code, *_) in enumerate(coded_duties(edition(NEW)), 3)}
    return [
        *(excerpt_values(view, pages) for view in (of_both, of_duties)),
        card_values(sheet, [""] * len(sheet.cards)),
    ]


def towns() -> list[Any]:
    names = ("merged_townships/old_1", "merged_townships/old_2", OLD)
    return [county_report(one) for one in county([edition(name) for name in names])]


SHOWS: dict[str, Callable[[], Any]] = {
    "comparison": lambda: comparison_view(told("reform")),
    "comparison of merged townships": lambda: comparison_view(told("merged_townships")),
    "comparison of many edits": lambda: comparison_view(told("many_edits")),
    "letters": lambda: letters("reform"),
    "letters of merged townships": lambda: letters("merged_townships"),
    "letters after a division": lambda: letters("divided_office"),
    "letters of many edits": lambda: letters("many_edits")[:4],
    "history": history,
    "mirror": sides,
    "county": towns,
    "official": lambda: official_view(edition(NEW)),
    "corrections": lambda: [
        corrections_view(edition(NEW), LINES), corrections_view(edition(NEW), ()),
        corrections_list(LINES),
    ],
    "excerpts": excerpts,
    "cards": cards,
    "cards on paper": printed_cards,
    "handouts": handouts,
    "tags of Word templates": tags,
    "findings": findings,
    "matrix": lambda: duty_matrix(edition(NEW)),
    "clauses": lambda: clause_sheet(edition(OLD)),
}  # fmt: skip


@pytest.mark.parametrize("document", SHOWS)
def test_everything_that_a_document_shows(document: str) -> None:
    assert kept(SHOWN / f"{document}.json", whole(SHOWS[document]()))
