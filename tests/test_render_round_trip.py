"""What was printed is read again: extract(render(list)) is the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.read import read_duty_list
from records.model import Clause, Duty, DutyList, Source
from render.write import write_official
from tests.render_documents import OTHER_LISTS, faces, other_list, real_list


def without_places(duty_list: DutyList) -> DutyList:
    """The list without what a new printing changes: pages and tables."""

    def clause(one: Clause) -> Clause:
        return replace(one, page=0, children=tuple(map(clause, one.children)))

    def duty(one: Duty) -> Duty:
        return replace(
            one,
            source=Source((), 0, 0),
            department_clauses=tuple(map(clause, one.department_clauses)),
            township_clauses=tuple(map(clause, one.township_clauses)),
            takeover=tuple(replace(takeover, page=0) for takeover in one.takeover),
        )

    return replace(
        duty_list,
        contents=tuple(replace(entry, page=0) for entry in duty_list.contents),
        lists=tuple(
            replace(table, duties=tuple(map(duty, table.duties))) for table in duty_list.lists
        ),
        notes=(),
    )


def unsure(suffix: str, name: str, reason: str) -> object:
    """A case in which the printed page does not tell all that the records hold."""
    return pytest.param(suffix, name, marks=pytest.mark.xfail(reason=reason, strict=False))


NO_NUMBERS = "without numbers, nothing tells whether a row begins or goes on on a new page"
SPACE_AT_END = "a space at a line's end is not printed"


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        *[("docx", name) for name in ("real", *OTHER_LISTS)],
        ("pdf", "real"),
        ("pdf", "bayan"),
        unsure("pdf", "liuwan", NO_NUMBERS),
        unsure("pdf", "wangting", SPACE_AT_END),
    ],
)
def test_the_list_is_read_as_it_was_printed(tmp_path: Path, suffix: str, name: str) -> None:
    duty_list = real_list() if name == "real" else other_list(name)
    path = write_official(duty_list, [suffix], tmp_path, faces=faces())[0]
    again = without_places(read_duty_list(path))
    before = without_places(duty_list)
    assert (again.title, again.region, again.issued) == (
        before.title,
        before.region,
        before.issued,
    )
    for found, table in zip(again.lists, before.lists, strict=True):
        assert (found.kind, found.title, found.columns) == (table.kind, table.title, table.columns)
        for one, other in zip(found.duties, table.duties, strict=True):
            assert one == other
    assert again.departments == before.departments
