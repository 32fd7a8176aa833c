"""What is written is read again: the records, whole, from each of our own formats."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from extract.read import read_duty_list
from records.model import Clause, Duty, DutyList, Source
from render.faces import load_faces
from render.write import write_official
from tests.made_lists import duty_lists

DATA = Path(__file__).parent / "data"
LISTS = [DATA / "santai-2025.txt", *sorted((DATA / "other").glob("*.txt"))]
FORMATS = ["pdf", "docx", "xlsx", "txt"]


def without_places(duty_list: DutyList) -> DutyList:
    """The list without what belongs to the file it was read from: pages, contents, notes."""

    def clause(one: Clause) -> Clause:
        return replace(one, page=0, cell=0, children=tuple(map(clause, one.children)))

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
        lists=tuple(
            replace(table, duties=tuple(map(duty, table.duties))) for table in duty_list.lists
        ),
    )


def written_and_read(duty_list: DutyList, suffix: str) -> DutyList:
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_official(duty_list, [suffix], Path(folder), faces=load_faces(system=False))
        return read_duty_list(path)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("source", LISTS, ids=lambda path: path.stem)
def test_known_lists(source: Path, suffix: str) -> None:
    duty_list = read_duty_list(source)
    again = written_and_read(duty_list, suffix)
    assert without_places(again) == without_places(duty_list)
    assert again.notes == ()


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(duty_list=duty_lists())
def test_any_list(suffix: str, duty_list: DutyList) -> None:
    again = written_and_read(duty_list, suffix)
    assert without_places(again) == without_places(duty_list)
