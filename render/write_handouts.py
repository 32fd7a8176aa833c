"""Writes what is handed out within the township: sheets per office and person, who has what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dutylist.records.assignments import (
    Assignments,
    assigned,
    people_of,
    stations_of,
    with_phones,
)
from dutylist.records.model import DutyList
from dutylist.render.each import Wanted, write_each, written
from dutylist.render.files import safe_name, template, unique_names
from dutylist.render.typeset.faces import Faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.handout import load_view, person_handout, station_handout
from dutylist.render.views.names import township_name


def write_load(
    duty_list: DutyList, assignments: Assignments, folder: Path, *, faces: Faces
) -> Path:
    """Write 分工一览.pdf: who has how much, and which duties nobody has. Raises as `write_each`."""
    (path,) = write_each([load_file(duty_list, assignments, folder, faces=faces)])
    return path


def load_file(
    duty_list: DutyList, assignments: Assignments, folder: Path, *, faces: Faces
) -> Wanted:
    """分工一览.pdf, not yet made."""
    load = load_view(duty_list, assignments, assigned(duty_list, assignments))
    name = safe_name(f"{township_name(duty_list)}分工一览")
    return Wanted(folder, f"{name}.pdf", partial(write_pdf, template("load.typ"), load, faces))


def handout_files(
    duty_list: DutyList,
    assignments: Assignments,
    folder: Path,
    *,
    faces: Faces,
    whose: str | None = None,
) -> Iterator[Wanted]:
    """A PDF for each office (站所) and each person, or for `whose` alone."""
    found = assigned(duty_list, with_phones(assignments))
    place = township_name(duty_list)
    stations, people = stations_of(assignments, found), people_of(assignments, found)
    views = [
        *(("站所", station_handout(duty_list, found, name)) for name in stations),
        *(("个人", person_handout(duty_list, assignments, found, name)) for name in people),
    ]
    views = [one for one in views if whose in (None, one[1].whose)]
    names = unique_names([safe_name(f"{place}{view.whose}履职事项单") for _, view in views])
    for name, (room, view) in zip(names, views, strict=True):
        content = partial(write_pdf, template("handout.typ"), view, faces)
        yield Wanted(folder / room, f"{name}.pdf", content)


write_handouts = written(handout_files)
"""Write the files of `handout_files`, yielding each path."""
