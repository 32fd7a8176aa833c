"""Writes a document that was ordered, in a bounded process: for each kind the function of render
that makes it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.app.web.comparisons import usable_decisions
from dutylist.app.web.wishes import Order, What
from dutylist.app.worker.answers import Tell
from dutylist.records.assignments import (
    Assignments,
)
from dutylist.records.errors import DutyListError, EmptyListError
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.records.named_duties import named_duties
from dutylist.records.templates import template
from dutylist.render.files import replace_file, write_file

if TYPE_CHECKING:
    from dutylist.compare.model import Comparison
    from dutylist.render.typeset.faces import Faces


@dataclass(frozen=True)
class _Work:
    """An order with its lists, the folder for what is made, and the faces to set it in."""

    order: Order
    lists: tuple[DutyList, ...]
    folder: Path
    faces: Faces

    @property
    def duty_list(self) -> DutyList:
        """The list that the document is of; of several, the newest."""
        return self.lists[-1]

    @property
    def formats(self) -> list[str]:
        return [self.order.wish.format]

    @property
    def assignments(self) -> Assignments:
        return self.order.assignments or Assignments()


def write_document(order: Order, tell: Tell) -> Path:
    """Write the document that is ordered; runs in a bounded process."""
    from dutylist.render.typeset.faces import load_faces

    made = order.folder / "parts"
    made.mkdir()
    lists = tuple(load_records(path.read_text("utf-8"), "") for path in order.records)
    work = _Work(order, lists, made, load_faces())
    paths = _WRITERS[order.wish.what](work)
    if order.wish.what in _ARCHIVES:
        return _zipped(paths, order.folder)
    return replace_file(paths[0], order.folder / paths[0].name)


def _official(work: _Work) -> list[Path]:
    from dutylist.render.write import write_official

    wish = work.order.wish
    return write_official(
        *(work.duty_list, work.formats, work.folder),
        faces=work.faces,
        as_printed=wish.as_printed,
        corrections=work.order.corrections if wish.stated else (),
        assignments=work.order.assignments,
    )


def _excerpts_of(work: _Work, names: list[str]) -> Iterator[Path]:
    from dutylist.render.write import write_excerpts

    return write_excerpts(
        *(work.duty_list, names, work.formats, work.folder),
        faces=work.faces,
        source=work.order.source,
        assignments=work.order.assignments,
    )


def _departments(work: _Work) -> list[str]:
    return [department.name for department in work.duty_list.departments]


def _excerpt(work: _Work) -> list[Path]:
    return list(_excerpts_of(work, [work.order.wish.department]))


def _excerpts(work: _Work) -> list[Path]:
    return _written(_excerpts_of(work, _departments(work)), work.folder)


def _bound(work: _Work) -> list[Path]:
    from dutylist.render.bound import write_bound_excerpts

    names = _departments(work)
    parts = list(zip(names, _excerpts_of(work, names), strict=True))
    return [write_bound_excerpts(work.duty_list, parts, work.order.folder, faces=work.faces)]


def _clauses(work: _Work) -> list[Path]:
    from dutylist.render.excel.clauses import clauses_xlsx
    from dutylist.render.views.clauses import clause_sheet

    content = clauses_xlsx(clause_sheet(work.duty_list))
    return [write_file(work.folder, "条文一览.xlsx", content)]


def _corrections(work: _Work) -> list[Path]:
    from dutylist.render.typeset.pdf import write_pdf
    from dutylist.render.views.corrections import corrections_view

    view = corrections_view(work.duty_list, work.order.corrections)
    content = write_pdf(template("corrections.typ"), view, work.faces)
    return [write_file(work.folder, "更正说明.pdf", content)]


def _history(work: _Work) -> list[Path]:
    from dutylist.compare.history import history_of
    from dutylist.render.write_history import write_history

    history = history_of(list(work.lists), list(work.order.called))
    return write_history(history, work.formats, work.folder)


def _cards(work: _Work) -> list[Path]:
    from dutylist.render.write import write_cards

    wish, duty_list = work.order.wish, work.duty_list
    duties = [
        (table.kind, duty)
        for table in duty_list.lists
        for duty in table.duties
        if not wish.department or wish.department in duty.offices
    ]
    if wish.duties:
        duties = list(named_duties(duty_list, wish.duties))
    if not duties:
        raise EmptyListError("没有这个部门的事项，做不成责任卡", "请另选部门")
    return list(
        write_cards(
            *(duty_list, duties, work.formats, work.folder),
            faces=work.faces,
            layout=wish.layout,
            assignments=work.order.assignments,
        )
    )


def _load(work: _Work) -> list[Path]:
    from dutylist.render.write_handouts import write_load

    given = work.duty_list, work.assignments, work.formats, work.folder
    return list(write_load(*given, faces=work.faces))


def _handouts(work: _Work) -> list[Path]:
    """One's own, or where nobody is named everybody's."""
    from dutylist.render.write_handouts import write_handouts

    whose = work.order.wish.whose or None
    given = work.duty_list, work.assignments, work.formats, work.folder
    handouts = write_handouts(*given, faces=work.faces, whose=whose)
    paths = _written(handouts, work.folder) if whose is None else list(handouts)
    if not paths:
        raise EmptyListError("分工里没有这样的人员或站所", "请先填写分工")
    return paths


def _matrix(work: _Work) -> list[Path]:
    from dutylist.render.write_matrix import write_matrix

    return write_matrix(
        work.duty_list, work.formats, work.folder, assignments=work.order.assignments
    )


def _records(work: _Work) -> list[Path]:
    path = work.folder / "履职事项清单记录.json"
    path.write_text(dump_records(work.duty_list), "utf-8")
    return [path]


def _comparison(work: _Work) -> list[Path]:
    from dutylist.render.write_comparison import write_comparison

    return write_comparison(_compared(work), work.formats, work.folder, faces=work.faces)


def _notices(work: _Work) -> list[Path]:
    from dutylist.render.write_comparison import affected_departments, write_notices

    comparison = _compared(work)
    names = affected_departments(comparison)
    if not names:
        raise EmptyListError("没有部门的事项有变化，不用发函", "请核对所选的两份清单")
    letters = write_notices(comparison, names, work.formats, work.folder, faces=work.faces)
    return _written(letters, work.folder)


def _compared(work: _Work) -> Comparison:
    from dutylist.compare.editions import compare_several

    (old, new), (old_name, new_name) = work.lists, work.order.called
    decisions = usable_decisions(work.order.decisions, old, new)
    return compare_several((old,), new, decisions, names=(old_name, new_name))


_WRITERS: dict[What, Callable[[_Work], list[Path]]] = {
    "official": _official,
    "excerpt": _excerpt,
    "excerpts": _excerpts,
    "bound": _bound,
    "clauses": _clauses,
    "corrections": _corrections,
    "history": _history,
    "cards": _cards,
    "load": _load,
    "handout": _handouts,
    "handouts": _handouts,
    "matrix": _matrix,
    "records": _records,
    "comparison": _comparison,
    "notices": _notices,
}

_ARCHIVES: tuple[What, ...] = ("excerpts", "notices", "handouts")
"""Documents that are several files in one."""


def _written(paths: Iterator[Path], folder: Path) -> list[Path]:
    """The files that go into an archive together; a text among them says which were not written."""
    written: list[Path] = []
    try:
        written.extend(paths)
    except DutyListError as error:
        if not written:
            raise
        written.append(write_file(folder, "没有写成.txt", f"{error}\n".encode()))
    return written


def _zipped(paths: list[Path], folder: Path) -> Path:
    """The files in one."""
    archive = folder / "各部门.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in paths:
            target.write(path, path.name)
    return archive
