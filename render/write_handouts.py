"""Writes what is handed out within the township: sheets per office and person, who has what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from dutylist.records.assigned import (
    assigned,
    people_of,
    stations_of,
    with_phones,
)
from dutylist.records.assignments import (
    Assignments,
)
from dutylist.records.model import DutyList
from dutylist.records.templates import template
from dutylist.render.document_name import document_name
from dutylist.render.each import Wanted, written
from dutylist.render.files import unique_names
from dutylist.render.formats import HANDOUTS, expect_formats
from dutylist.render.typeset.faces import Faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.handout import (
    HandoutView,
    LoadView,
    load_view,
    person_handout,
    station_handout,
)

View = TypeVar("View", HandoutView, LoadView)


def load_files(
    duty_list: DutyList,
    assignments: Assignments,
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
) -> Iterator[Wanted]:
    """分工一览 in each format (pdf, docx): who has how much, and which duties nobody has.

    Raises UnknownFormatError.
    """
    expect_formats("分工一览", formats, HANDOUTS)
    view = load_view(duty_list, assignments, assigned(duty_list, assignments))
    name = document_name(duty_list, "分工一览")
    for suffix in formats:
        content = _content(suffix, "load.typ", _load_docx, view, faces)
        yield Wanted(folder, f"{name}.{suffix}", content)


def handout_files(
    duty_list: DutyList,
    assignments: Assignments,
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
    whose: str | None = None,
) -> Iterator[Wanted]:
    """A file for each office (站所) and each person, or for `whose` alone, and format (pdf, docx).

    Raises UnknownFormatError.
    """
    expect_formats("履职事项单", formats, HANDOUTS)
    found = assigned(duty_list, with_phones(assignments))
    stations, people = stations_of(assignments, found), people_of(assignments, found)
    views = [
        *(("站所", station_handout(duty_list, found, name)) for name in stations),
        *(("个人", person_handout(duty_list, assignments, found, name)) for name in people),
    ]
    views = [one for one in views if whose in (None, one[1].whose)]
    names = unique_names([document_name(duty_list, f"{view.whose}履职事项单") for _, view in views])
    for name, (room, view) in zip(names, views, strict=True):
        for suffix in formats:
            content = _content(suffix, "handout.typ", _handout_docx, view, faces)
            yield Wanted(folder / room, f"{name}.{suffix}", content)


def _content(
    suffix: str, printed: str, word: Callable[[View], bytes], view: View, faces: Faces
) -> Callable[[], bytes]:
    if suffix == "docx":
        return partial(word, view)
    return partial(write_pdf, template(printed), view, faces)


def _load_docx(view: LoadView) -> bytes:
    from dutylist.render.word.load import load_docx

    return load_docx(view)


def _handout_docx(view: HandoutView) -> bytes:
    from dutylist.render.word.handout import handout_docx

    return handout_docx(view)


write_load = written(load_files)
"""Write the files of `load_files`, yielding each path."""

write_handouts = written(handout_files)
"""Write the files of `handout_files`, yielding each path."""
