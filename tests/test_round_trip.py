"""What is written is read again: the records, whole, from each of our own formats."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from dutylist.extract.read import read_duty_list
from dutylist.records.model import Clause, Duty, DutyList, Source, leaves
from dutylist.records.text import squeezed
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official
from tests.made_lists import duty_lists

DATA = Path(__file__).parent / "data"
LISTS = [DATA / "santai-2025.txt", *sorted((DATA / "other").glob("*.txt"))]
FORMATS = ["pdf", "docx", "xlsx", "txt"]


def without_places(duty_list: DutyList) -> DutyList:
    """The list without what belongs to the file it was read from: pages, contents, notes."""

    def clause(one: Clause) -> Clause:
        return replace(one, page=0, span=None, children=tuple(map(clause, one.children)))

    def duty(one: Duty) -> Duty:
        return replace(
            one,
            source=Source((), 0, 0),
            department_clauses=tuple(map(clause, one.department_clauses)),
            township_clauses=tuple(map(clause, one.township_clauses)),
            takeover=tuple(replace(part, page=0) for part in one.takeover),
        )

    return replace(
        duty_list,
        contents=(),
        notes=(),
        printed_pages=(),
        lists=tuple(
            replace(table, duties=tuple(map(duty, table.duties))) for table in duty_list.lists
        ),
    )


def printed_lines_alike(duty_list: DutyList) -> DutyList:
    """The list with no space before the next of several run-on clauses ("…； 2.…").

    Where a printed line ends there, nobody can see whether a space stood.
    """

    def duty(one: Duty) -> Duty:
        cells = tuple(re.sub(r"(?<=[；;。]) (?=\d{1,3}[.．、])", "", cell) for cell in one.cells)
        return replace(one, cells=cells)

    return replace(
        duty_list,
        lists=tuple(
            replace(table, duties=tuple(map(duty, table.duties))) for table in duty_list.lists
        ),
    )


def written_and_read(duty_list: DutyList, suffix: str, as_printed: bool = True) -> DutyList:
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_official(
            duty_list, [suffix], Path(folder), faces=load_faces(system=False), as_printed=as_printed
        )
        return read_duty_list(path)


def assert_same(again: DutyList, wanted: DutyList) -> None:
    """Equal, told duty by duty: a whole list is too much to show where it is not."""
    read, written = (
        printed_lines_alike(without_places(duty_list)) for duty_list in (again, wanted)
    )
    head = {"lists": (), "departments": ()}
    assert replace(read, **head) == replace(written, **head)
    for one, other in zip(read.lists, written.lists, strict=True):
        assert replace(one, duties=()) == replace(other, duties=())
        for duty, expected in zip(one.duties, other.duties, strict=True):
            assert duty.cells == expected.cells
            assert duty == expected
    assert read.departments == written.departments


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("source", LISTS, ids=lambda path: path.stem)
def test_known_lists(source: Path, suffix: str) -> None:
    duty_list = read_duty_list(source)
    again = written_and_read(duty_list, suffix)
    assert_same(again, duty_list)
    # An empty category cell stays one, and is told.
    assert [note.text for note in again.notes if "类别一栏是空的" not in note.text] == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_with_each_clause_on_a_line_the_clauses_are_the_same(suffix: str) -> None:
    duty_list = read_duty_list(LISTS[0])
    again = written_and_read(duty_list, suffix, as_printed=False)
    for one, other in zip(again.lists, duty_list.lists, strict=True):
        for duty, expected in zip(one.duties, other.duties, strict=True):
            read, written = (
                [(c.label, c.text, c.actors) for c in leaves(both)]
                for both in (
                    (*duty.department_clauses, *duty.township_clauses),
                    (*expected.department_clauses, *expected.township_clauses),
                )
            )
            assert read == written
            assert list(map(squeezed, duty.cells)) == list(map(squeezed, expected.cells))


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(duty_list=duty_lists())
def test_any_list(suffix: str, duty_list: DutyList) -> None:
    again = written_and_read(duty_list, suffix)
    assert_same(again, duty_list)
