"""The documents that the page hands out: the one place that knows how they are written.

`document` is for the page: it has a bounded process write what is not in the cache yet.
`write_document` runs in that.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from dutylist.app.corrections.lay_over import with_notes
from dutylist.app.corrections.statement import correction_lines
from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.comparisons import usable_decisions
from dutylist.app.web.decided import decisions_of
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.worker.answers import Tell
from dutylist.compare.identity import names_of
from dutylist.records.assignments import Assignments
from dutylist.records.errors import DutyListError, EmptyListError
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.render.files import replace_file, safe_name, unique_names, write_file
from dutylist.render.formats import CARDS, COMPARISON, EXCERPTS, HISTORY, MATRIX, NOTICES, OFFICIAL
from dutylist.render.views.corrections import CorrectionLine

What = Literal[
    "official",
    "excerpt",
    "excerpts",
    "bound",
    "cards",
    "matrix",
    "clauses",
    "records",
    "comparison",
    "notices",
    "history",
    "corrections",
    "load",
    "handout",
    "handouts",
]

FORMATS: dict[What, tuple[str, ...]] = {
    "official": OFFICIAL,
    "excerpt": EXCERPTS,
    "excerpts": EXCERPTS,
    "bound": ("pdf",),
    "clauses": ("xlsx",),
    "corrections": ("pdf",),
    "history": HISTORY,
    "cards": CARDS,
    "load": ("pdf",),
    "handout": ("pdf",),
    "handouts": ("pdf",),
    "matrix": MATRIX,
    "records": ("json",),
    "comparison": COMPARISON,
    "notices": NOTICES,
}

_writing = threading.Lock()
"""One document at a time: setting type takes all that two processors have."""


@dataclass(frozen=True)
class Wish:
    """A document that somebody wants. `department` is "" for all; `layout` is for cards; `whose`
    is the person or office of the township that a handout is for. Of the official list,
    `as_printed` has its paragraphs as the source has them, `stated` the 更正说明 behind it; behind
    excerpts stand, `with_source`, the pages of the PDF that the list was read from."""

    what: What
    format: str
    department: str = ""
    layout: Literal["a5", "a4-4up"] = "a5"
    whose: str = ""
    as_printed: bool = False
    stated: bool = False
    with_source: bool = False


@cache
def faces_told() -> str:
    """What stands in for official faces that the machine has not, without a full stop; looked up
    once, since documents that were made are kept as long as the page runs."""
    from dutylist.render.typeset.faces import load_faces, stand_ins

    return stand_ins(load_faces())


def document(settings: Settings, wish: Wish, *editions: OpenEdition) -> Path:
    """The file of a document of one edition, or of the comparison of two (old, new).

    Raises TaskFailedError.
    """
    versions = [[one.edition.id, one.edition.version] for one in editions]
    key = json.dumps([wish.__dict__, versions], ensure_ascii=False, sort_keys=True)
    folder = settings.folder / "cache" / hashlib.sha256(key.encode()).hexdigest()
    with _writing:
        if not folder.is_dir():
            _write(settings, wish, editions, folder)
    return next(path for path in folder.iterdir() if path.is_file())


@dataclass(frozen=True)
class Order:
    """A wish, the records files of its lists, these editions' years ("" where nothing tells), the
    folder to write in, what people decided of their comparison, what they put right in the list,
    who does each duty (None: nobody said), what a document calls the editions, and the PDF whose
    pages stand behind excerpts."""

    wish: Wish
    records: tuple[Path, ...]
    names: tuple[str, ...]
    folder: Path
    decisions: str = ""
    corrections: tuple[CorrectionLine, ...] = ()
    assignments: Assignments | None = None
    called: tuple[str, ...] = ()
    source: Path | None = None


def write_document(order: Order, tell: Tell) -> Path:
    """Write the document that is ordered; runs in a bounded process."""
    from dutylist.compare.history import history_of
    from dutylist.render.bound import write_bound_excerpts
    from dutylist.render.excel.clauses import clauses_xlsx
    from dutylist.render.files import TEMPLATES
    from dutylist.render.typeset.faces import load_faces
    from dutylist.render.typeset.pdf import write_pdf
    from dutylist.render.views.clauses import clause_sheet
    from dutylist.render.views.corrections import corrections_view
    from dutylist.render.views.names import township_name
    from dutylist.render.write import write_cards, write_excerpts, write_official
    from dutylist.render.write_handouts import write_handouts, write_load
    from dutylist.render.write_history import write_history
    from dutylist.render.write_matrix import write_matrix

    folder, wish = order.folder, order.wish
    made = folder / "parts"
    made.mkdir()
    lists = [load_records(path.read_text("utf-8"), "") for path in order.records]
    duty_list = lists[-1]
    formats = [wish.format]
    faces = load_faces()
    match wish.what:
        case "official":
            paths = write_official(
                *(duty_list, formats, made),
                faces=faces,
                as_printed=wish.as_printed,
                corrections=order.corrections if wish.stated else (),
            )
        case "excerpt":
            paths = list(
                write_excerpts(
                    *(duty_list, [wish.department], formats, made),
                    faces=faces,
                    source=order.source,
                    assignments=order.assignments,
                )
            )
        case "excerpts":
            names = [department.name for department in duty_list.departments]
            paths = _written(
                write_excerpts(
                    *(duty_list, names, formats, made),
                    faces=faces,
                    source=order.source,
                    assignments=order.assignments,
                ),
                made,
            )
        case "bound":
            names = [department.name for department in duty_list.departments]
            excerpts = list(
                write_excerpts(
                    *(duty_list, names, ["pdf"], made),
                    faces=faces,
                    assignments=order.assignments,
                )
            )
            parts = list(zip(names, excerpts, strict=True))
            paths = [write_bound_excerpts(duty_list, parts, folder, faces=faces)]
        case "clauses":
            paths = [write_file(made, "条文一览.xlsx", clauses_xlsx(clause_sheet(duty_list)))]
        case "corrections":
            view = corrections_view(duty_list, order.corrections)
            content = write_pdf(TEMPLATES / "corrections.typ", view, faces)
            paths = [write_file(made, "更正说明.pdf", content)]
        case "history":
            paths = write_history(history_of(lists, list(order.called)), formats, made)
        case "cards":
            duties = [
                (table.kind, duty)
                for table in duty_list.lists
                for duty in table.duties
                if not wish.department
                or any(duty_list.canonical(name) == wish.department for name in duty.departments)
            ]
            if not duties:
                raise EmptyListError("没有这个部门的事项，做不成责任卡", "请另选部门")
            paths = list(
                write_cards(
                    *(duty_list, duties, formats, made),
                    faces=faces,
                    layout=wish.layout,
                    assignments=order.assignments,
                )
            )
        case "load":
            paths = [write_load(duty_list, order.assignments or Assignments(), made, faces=faces)]
        case "handout" | "handouts":
            assignments = order.assignments or Assignments()
            whose = wish.whose or None
            handouts = write_handouts(duty_list, assignments, made, faces=faces, whose=whose)
            paths = _written(handouts, made) if whose is None else list(handouts)
            if not paths:
                raise EmptyListError("分工里没有这样的人员或站所", "请先填写分工")
        case "matrix":
            paths = write_matrix(duty_list, formats, made)
        case "records":
            paths = [made / "履职事项清单记录.json"]
            paths[0].write_text(dump_records(duty_list), "utf-8")
        case "comparison" | "notices":
            paths = _write_comparison(order, lists[0], lists[1], made)
    if wish.what in ("excerpts", "notices", "handouts"):
        # A handout's own name has the place already.
        place = "" if wish.what == "handouts" else township_name(duty_list)
        return _zipped(paths, folder, place, order.names[-1])
    return replace_file(paths[0], folder / paths[0].name)


def _write_comparison(order: Order, old: DutyList, new: DutyList, folder: Path) -> list[Path]:
    from dutylist.compare.editions import compare_several
    from dutylist.render.typeset.faces import load_faces
    from dutylist.render.write_comparison import (
        affected_departments,
        write_comparison,
        write_notices,
    )

    wish = order.wish
    decisions = usable_decisions(order.decisions, old, new)
    comparison = compare_several((old,), new, decisions, names=(order.called[0], order.called[1]))
    faces = load_faces()
    if wish.what == "comparison":
        return write_comparison(comparison, [wish.format], folder, faces=faces)
    names = affected_departments(comparison)
    if not names:
        raise EmptyListError("没有部门的事项有变化，不用发函", "请核对所选的两份清单")
    return _written(write_notices(comparison, names, [wish.format], folder, faces=faces), folder)


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


def _zipped(paths: list[Path], folder: Path, place: str, edition: str) -> Path:
    """The files in one; each is called after its township and edition, to be told from others'."""
    archive = folder / "各部门.zip"
    which = f"（{edition}）" if edition else ""
    names = unique_names([safe_name(f"{place}{path.stem}{which}") for path in paths])
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path, name in zip(paths, names, strict=True):
            target.write(path, f"{name}{path.suffix}")
    return archive


def _source(settings: Settings, opened: OpenEdition) -> Path:
    return Store(settings.folder).file(opened.edition.id, opened.edition.suffix)


def _write(settings: Settings, wish: Wish, editions: tuple[OpenEdition, ...], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix="part-"))
    try:
        paths = []
        for index, opened in enumerate(editions):
            path = temporary / f"{index}.records"
            duty_list = with_notes(opened.corrected) if wish.what == "records" else opened.now
            path.write_text(dump_records(duty_list), "utf-8")
            paths.append(path)
        names = tuple(one.identity.name for one in editions)
        decisions = decisions_of(*editions) if len(editions) == 2 else ""
        lines = tuple(correction_lines(editions[-1].corrected))
        order = Order(
            *(wish, tuple(paths), names, temporary, decisions, lines),
            editions[-1].assignments,
            tuple(names_of([one.identity for one in editions])),
            _source(settings, editions[-1]) if wish.with_source else None,
        )
        done = run_bounded(write_document, order, settings.limits)
        finished = temporary / "done"
        finished.mkdir()
        replace_file(done, finished / done.name)
        replace_file(finished, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
