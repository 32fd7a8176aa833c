"""Nothing is lost between the list and the excerpts, or between a duty and its card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.department_counts import department_counts
from dutylist.records.model import Clause, DutyList, leaves
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.marked import mark_word
from dutylist.render.views.matrix import duty_matrix

DATA = Path(__file__).parent / "data"
LISTS = [DATA / "santai-2025.txt", *sorted((DATA / "other").glob("*.txt"))]


def nodes(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from nodes(clause.children)


def squeezed(*texts: str) -> str:
    return re.sub(r"\s", "", "".join(texts))


@pytest.fixture(scope="module", params=LISTS, ids=lambda path: path.stem)
def duty_list(request: pytest.FixtureRequest) -> DutyList:
    return read_duty_list(request.param)


def test_excerpts_together_cover_every_clause(duty_list: DutyList) -> None:
    """Each clause stands in the excerpt of each department that it belongs to, by name."""
    views = {d.name: excerpt_view(duty_list, d.name) for d in duty_list.departments}
    shown = {
        (name, duty.code, squeezed(clause.label, clause.text))
        for name, view in views.items()
        for duty in view.duties
        for clause in duty.clauses
    }
    table = duty_list.table("cooperative")
    assert table is not None
    codes = {
        position: code
        for view in views.values()
        for duty in view.duties
        for position, code in [((duty.name, duty.category), duty.code)]
    }
    for duty in table.duties:
        code = codes[(duty.name, duty.category)]
        listed = {duty_list.canonical(name) for name in duty.departments}
        for leaf in leaves(duty.department_clauses):
            readers = set(leaf.departments) or listed
            for name in readers & set(views):
                assert (name, code, squeezed(leaf.label, leaf.text)) in shown
            assert readers & set(views), (duty.number, leaf)


def test_excerpts_show_only_clauses_that_concern_the_department(duty_list: DutyList) -> None:
    table = duty_list.table("cooperative")
    assert table is not None
    by_name = {duty.name: duty for duty in table.duties}
    for department in duty_list.departments:
        for duty in excerpt_view(duty_list, department.name).duties:
            clauses = {
                squeezed(leaf.label, leaf.text): leaf
                for leaf in leaves(by_name[duty.name].department_clauses)
            }
            for shown in duty.clauses:
                leaf = clauses[squeezed(shown.label, shown.text)]
                own = department.name in leaf.departments
                assert own or mark_word(shown.mark) in ("涉及", "未明确分工", "各部门"), shown


def test_excerpts_cover_every_takeover(duty_list: DutyList) -> None:
    table = duty_list.table("recalled")
    assert table is not None
    shown = {
        (d.name, squeezed(recall.name))
        for d in duty_list.departments
        for recall in excerpt_view(duty_list, d.name).recalls
    }
    for duty in table.duties:
        for part in duty.takeover:
            assert (duty_list.canonical(part.department), squeezed(duty.name)) in shown


def test_cards_hold_every_word_of_the_duty(duty_list: DutyList) -> None:
    for table in duty_list.lists:
        for duty in table.duties:
            card = card_view(duty_list, table.kind, duty)
            text = squeezed(
                card.name,
                *(
                    part
                    for section in card.sections
                    for clause in section.clauses
                    for part in (section.head, clause.topic, clause.label, clause.text)
                ),
            )
            for clause in nodes(duty.department_clauses + duty.township_clauses):
                if clause.children and clause.basis == "heading":
                    continue
                assert squeezed(clause.text) in text, (duty.number, clause)
            for part in duty.takeover:
                assert squeezed(part.method) in text


def test_excerpt_matrix_and_departments_count_alike(duty_list: DutyList) -> None:
    """How many duties an office leads, helps with, is named in and took back."""
    matrix = {one.name: one.counts for one in duty_matrix(duty_list).departments}
    for count in department_counts(duty_list):
        name = count.department.name
        view = excerpt_view(duty_list, name)
        told = (view.led, view.helped, view.taken_back, view.named)
        assert told == tuple(map(len, (count.led, count.helped, count.recalled, count.named))), name
        assert told == matrix.get(name, told), name
