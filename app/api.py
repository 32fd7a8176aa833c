"""What `import dutylist` gives: the commands' work as functions, for programs of the office's own.

Files are named by path; records and comparisons are the plain frozen dataclasses of
dutylist.records.model and dutylist.compare.model. Every error is a DutyListError with a Chinese
sentence that names the file and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.records.model import DutyList

if TYPE_CHECKING:
    from dutylist.compare.model import Comparison
    from dutylist.records.findings import Finding
    from dutylist.render.typeset.faces import Faces
    from dutylist.render.views.card_fit import LayoutName

AnyPath = str | PathLike[str]


def read(path: AnyPath) -> DutyList:
    """Read a duty list from any source: PDF, Word, Excel, OFD, a picture, text, a records file.

    Raises a DutyListError: FileMissingError, UnknownFormatError, DamagedFileError,
    EmptyListError (no duty list in it), LimitExceededError, PicturesOnlyError.
    """
    from dutylist.extract.read import read_duty_list

    return read_duty_list(Path(path))


def check(duty_list: DutyList) -> tuple[Finding, ...]:
    """What a clerk should look at, the whole document's findings first, then list by list.

    A finding has its level ("error", "doubt", "hint"), a Chinese message, and its place.
    """
    from dutylist.records.check import check

    return check(duty_list)


def compare(old: DutyList, new: DutyList, decisions: AnyPath | None = None) -> Comparison:
    """What became of each duty and clause between two editions.

    `decisions` is a file of pairs that a person has confirmed (decisions.toml). Raises
    InvalidRecordsError where it is not of that form or names a duty that is not there.
    """
    from dutylist.compare.decisions import read_decisions
    from dutylist.compare.editions import compare_editions

    return compare_editions(old, new, read_decisions(Path(decisions)) if decisions else None)


def render(
    what: DutyList | Comparison,
    folder: AnyPath,
    formats: Sequence[str] = ("pdf", "docx"),
    *,
    as_printed: bool = False,
) -> list[Path]:
    """Write a list as the official document (pdf, docx, xlsx, html, txt, ofd), or a comparison
    (pdf, docx, tracked, xlsx, html, json); the files' paths, in the order of `formats`.

    In a list each clause is a line of its own; `as_printed` (照原文) leaves them in the paragraphs
    of the source. Raises UnknownFormatError and CannotWriteError.
    """
    from dutylist.render.write import write_official
    from dutylist.render.write_comparison import write_comparison

    if isinstance(what, DutyList):
        return write_official(what, formats, Path(folder), faces=_faces(), as_printed=as_printed)
    return write_comparison(what, formats, Path(folder), faces=_faces())


def excerpts(
    duty_list: DutyList,
    folder: AnyPath,
    departments: Iterable[str] | None = None,
    formats: Sequence[str] = ("pdf", "docx"),
) -> list[Path]:
    """Write an excerpt (摘录) for each department, for all that the list knows if None; the
    files' paths.

    A department goes by its name, a spelling or a short name. Raises EmptyListError where the
    list has none of that name, UnknownFormatError and CannotWriteError.
    """
    from dutylist.render.write import write_excerpts

    names = _department_names(duty_list, departments)
    return list(write_excerpts(duty_list, names, formats, Path(folder), faces=_faces()))


def cards(
    duty_list: DutyList,
    folder: AnyPath,
    departments: Iterable[str] | None = None,
    formats: Sequence[str] = ("pdf", "docx"),
    layout: LayoutName = "a5",
) -> list[Path]:
    """Write the cards (责任卡) of the duties that list one of `departments`, of all if None, all
    in one file per format; the files' paths. `layout` is "a5" or "a4-4up".

    Raises as `excerpts`, and EmptyListError where there is no such duty.
    """
    from dutylist.records.errors import EmptyListError
    from dutylist.render.write import write_cards

    wanted = None if departments is None else set(_department_names(duty_list, departments))
    duties = [
        (table.kind, duty)
        for table in duty_list.lists
        for duty in table.duties
        if wanted is None or wanted.intersection(duty.offices)
    ]
    if not duties:
        raise EmptyListError("没有这些部门的事项，做不成责任卡", "请另选部门")
    return list(
        write_cards(duty_list, duties, formats, Path(folder), faces=_faces(), layout=layout)
    )


def _department_names(duty_list: DutyList, wanted: Iterable[str] | None) -> list[str]:
    from dutylist.records.department_counts import find_department

    if wanted is None:
        return [department.name for department in duty_list.departments]
    return [find_department(duty_list, name).name for name in wanted]


@cache
def _faces() -> Faces:
    """The machine's faces, looked for once."""
    from dutylist.render.typeset.faces import load_faces

    return load_faces()
