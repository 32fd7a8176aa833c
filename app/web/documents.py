"""The documents that the page hands out, written in a bounded process where they are not there yet,
and kept until what they are made of changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

from dutylist.app.corrections.lay_over import with_notes
from dutylist.app.corrections.statement import correction_lines
from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.decided import decisions_of
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.wishes import Order, What, Wish
from dutylist.app.web.writers import write_document
from dutylist.compare.identity import as_named, names_of
from dutylist.records.json_form import dump_records
from dutylist.records.model import DutyList
from dutylist.render.files import replace_file

_writing = threading.Lock()
"""One document at a time: setting type takes all that two processors have."""


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


_AS_PUBLISHED: tuple[What, ...] = ("official", "comparison", "notices", "history")
"""Documents that say of a list what it says itself, or name it otherwise; the others say township
and year wherever these are known from."""


def _as_wished(wish: Wish, opened: OpenEdition) -> DutyList:
    """The records that a document is made of."""
    if wish.what == "records":
        return with_notes(opened.corrected)
    if wish.what in _AS_PUBLISHED:
        return opened.now
    return as_named(opened.now, opened.edition.file_name)


def _source(settings: Settings, opened: OpenEdition) -> Path:
    return Store(settings.folder).file(opened.edition.id, opened.edition.suffix)


def _write(settings: Settings, wish: Wish, editions: tuple[OpenEdition, ...], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix="part-"))
    try:
        paths = []
        for index, opened in enumerate(editions):
            path = temporary / f"{index}.records"
            path.write_text(dump_records(_as_wished(wish, opened)), "utf-8")
            paths.append(path)
        decisions = decisions_of(*editions) if len(editions) == 2 else ""
        lines = tuple(correction_lines(editions[-1].corrected))
        order = Order(
            *(wish, tuple(paths), temporary, decisions, lines),
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
