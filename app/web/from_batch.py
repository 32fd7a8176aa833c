"""The lists of a library that `dutylist batch` has read, taken over into the page's data."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from dutylist.app.batch.store import load_list
from dutylist.app.library.opening import open_store
from dutylist.app.web.jobs import SUFFIXES, shown_name
from dutylist.app.web.store import Store
from dutylist.app.web.stored import NewEdition, insert_edition, listed_by, new_id, now
from dutylist.records.json_form import dump_records
from dutylist.records.model import DutyList
from dutylist.render.files import replace_file


def take_over(library: Path, store: Store) -> tuple[int, int]:
    """Take over the lists that are not there yet; how many are new, how many were there.

    A list's file is copied where it still lies where it was read, unchanged; else its records
    stand for it. Each list is taken over whole or not at all. Raises FileMissingError,
    UnknownFormatError and CannotWriteError.
    """
    added = present = 0
    with open_store(library) as lists:
        for identity, sha256 in lists.execute("SELECT id, sha256 FROM list ORDER BY id").fetchall():
            if store.edition_of_content(sha256) is not None:
                present += 1
                continue
            if _take(lists, identity, sha256, store):
                added += 1
            else:
                present += 1
    return added, present


def _take(lists: sqlite3.Connection, identity: int, sha256: str, store: Store) -> bool:
    duty_list = load_list(lists, identity)
    records = dump_records(duty_list)
    paths = [
        Path(path) for (path,) in lists.execute("SELECT path FROM file WHERE list = ?", (identity,))
    ]
    # Its records stood for it when its file was not there.
    if store.edition_of_content(_digest(records.encode())) is not None:
        return False
    name, suffix, content = _file_of(paths, sha256, records)
    new = NewEdition(
        id=new_id(),
        file_name=shown_name(name),
        suffix=suffix,
        size=len(content),
        sha256=_digest(content),
        **listed_by(duty_list, name),
        records=records,
        # Pictures of the pages come with reading the file again.
        pages=(),
    )
    with tempfile.NamedTemporaryFile(dir=store.folder, prefix="part-", delete=False) as file:
        file.write(content)
    # The file first: one without an edition is cleared away at the next start.
    replace_file(Path(file.name), store.file(new.id, suffix))
    with store.connect() as connection:
        insert_edition(connection, new, now())
        connection.execute(
            "UPDATE edition SET summary = ? WHERE id = ?",
            (json.dumps(_summary(lists, identity, duty_list)), new.id),
        )
    return True


def _file_of(paths: list[Path], sha256: str, records: str) -> tuple[str, str, bytes]:
    """Name, suffix and content of a list's file, or its records in their place."""
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if _digest(content) == sha256:
            suffix = next((one for one in SUFFIXES if path.name.lower().endswith(one)), "")
            return path.name, suffix, content
    name = f"{paths[0].stem}（记录）" if paths else "记录"
    return f"{name}.json", ".json", records.encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _summary(lists: sqlite3.Connection, identity: int, duty_list: DutyList) -> dict[str, Any]:
    """The counts that the first page shows, from what the batch has checked already."""
    found = Counter(
        level for (level,) in lists.execute("SELECT level FROM finding WHERE list = ?", (identity,))
    )
    return {
        "version": 1,
        "lists": [[table.kind, len(table.duties)] for table in duty_list.lists],
        "departments": len(duty_list.departments),
        "findings": {level: found[level] for level in ("error", "doubt", "hint")},
        "settled": 0,
        "corrections": 0,
    }
