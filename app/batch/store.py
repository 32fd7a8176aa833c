"""The lists of a library as rows: thousands of townships in one SQLite file.

A list is known by its content (SHA-256) and stands there once, however many files have that
content. Each list is written in one transaction: it is there whole or not at all, whenever the
program is killed. What people have on the page no batch replaces or takes away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from dutylist.app.batch.files import path_text
from dutylist.app.batch.outcome import Outcome
from dutylist.app.batch.rows import ListRows, duty_list_of_rows
from dutylist.app.library.opening import transaction
from dutylist.app.worker.answers import Failure
from dutylist.records.model import DutyList


def read_digests(store: sqlite3.Connection, reader: str) -> set[str]:
    """The contents that this version of the reader has read already, or that are on the page."""
    rows = store.execute(
        "SELECT sha256 FROM list WHERE reader = ? UNION SELECT sha256 FROM edition",
        (reader,),
    )
    return {sha256 for (sha256,) in rows}


def add_list(
    store: sqlite3.Connection, outcome: Outcome, rows: ListRows, paths: Iterable[Path]
) -> None:
    """Put a list into the store, with the files that have it, in one transaction.

    It takes the place of what an older reader made of the same content, and of the lists that
    these files held before.
    """
    with transaction(store):
        list_id = put_rows(store, outcome.sha256, outcome.reader, rows)
        store.execute("DELETE FROM file WHERE list = ?", (list_id,))
        _name_files(store, list_id, paths)


def put_rows(store: sqlite3.Connection, sha256: str, reader: str, rows: ListRows) -> int:
    """Put the rows of a content's list in place of those that it had, within a transaction; the
    list's id."""
    found = store.execute("SELECT id FROM list WHERE sha256 = ?", (sha256,)).fetchone()
    list_id = int(found[0]) if found else None
    head = (reader, rows.title, rows.region, rows.issued, rows.head)
    if list_id is None:
        (list_id,) = store.execute(
            "INSERT INTO list (reader, title, region, issued, head, sha256)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            (*head, sha256),
        ).fetchone()
    else:
        store.execute("DELETE FROM duty WHERE list = ?", (list_id,))
        store.execute("DELETE FROM finding WHERE list = ?", (list_id,))
        store.execute(
            "UPDATE list SET reader = ?, title = ?, region = ?, issued = ?, head = ? WHERE id = ?",
            (*head, list_id),
        )
    _add_duties(store, list_id, rows)
    store.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)",
        [
            (list_id, position, finding.code, finding.level, finding.place, finding.message)
            for position, finding in enumerate(rows.findings, 1)
        ],
    )
    return list_id


def name_files(store: sqlite3.Connection, files: Mapping[str, Iterable[Path]]) -> None:
    """Note which files have the contents of lists in the store, in one transaction."""
    with transaction(store):
        for sha256, paths in files.items():
            row = store.execute("SELECT id FROM list WHERE sha256 = ?", (sha256,)).fetchone()
            # The page's has a name of its own, also where its rows are not written yet.
            _name_files(store, row[0] if row else None, paths)


def add_failure(
    store: sqlite3.Connection, sha256: str, failure: Failure, attempts: int, paths: Iterable[Path]
) -> None:
    """Note that these files could not be read, in one transaction.

    What they held before is no more what they hold: it leaves the store with the last of its files.
    """
    with transaction(store):
        for path in paths:
            _drop_file(store, path)
            store.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)",
                (
                    path_text(path),
                    sha256,
                    failure.error,
                    failure.exit_code,
                    failure.message,
                    attempts,
                ),
            )


def forget_failures(store: sqlite3.Connection, folder: Path, files: Iterable[Path]) -> None:
    """Forget the failures of files below a folder that are no longer among its files."""
    there = {path_text(path) for path in files}
    with transaction(store):
        failed = [path for (path,) in store.execute("SELECT path FROM failure")]
        for path in failed:
            if path not in there and Path(path).is_relative_to(folder):
                store.execute("DELETE FROM failure WHERE path = ?", (path,))


def gone_files(
    store: sqlite3.Connection, folder: Path, files: Iterable[Path], unseen: Iterable[Path]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Files below a folder that the store has lists of and that are no longer among its files; and
    those of them whose content another of the files has, with that file, which are forgotten.
    `unseen` are folders and archives that could not be looked into."""
    there = {path_text(path) for path in files}
    held = dict(store.execute("SELECT path, list FROM file ORDER BY path").fetchall())
    now: dict[int, str] = {}
    for path, list_id in held.items():
        if path in there:
            now.setdefault(list_id, path)
    root, closed = folder.resolve(), set(unseen)
    missing = [
        path
        for path in held
        if path not in there
        and Path(path).is_relative_to(root)
        and not closed & {Path(path), *Path(path).parents}
    ]
    moved = [(path, now[held[path]]) for path in missing if held[path] in now]
    drop_files(store, [path for path, _ in moved])
    return [path for path in missing if held[path] not in now], moved


def drop_files(store: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget what these files held, in one transaction."""
    with transaction(store):
        for path in paths:
            _drop_file(store, Path(path))


def load_list(store: sqlite3.Connection, list_id: int) -> DutyList:
    """A list of the store, as records."""
    (head,) = store.execute("SELECT head FROM list WHERE id = ?", (list_id,)).fetchone()
    duties = store.execute(
        "SELECT table_number, record FROM duty WHERE list = ? ORDER BY table_number, position",
        (list_id,),
    ).fetchall()
    return duty_list_of_rows(head, duties)


def _add_duties(store: sqlite3.Connection, list_id: int, rows: ListRows) -> None:
    for duty in rows.duties:
        store.execute("INSERT OR IGNORE INTO wording (text) VALUES (?)", (duty.name,))
        duty_id = store.execute(
            "INSERT INTO duty (list, table_number, position, kind, number, category, wording, page,"
            " record) SELECT ?, ?, ?, ?, ?, ?, id, ?, ? FROM wording WHERE text = ? RETURNING id",
            (
                *(list_id, duty.table, duty.position, duty.kind, duty.number, duty.category),
                *(duty.page, duty.record, duty.name),
            ),
        ).fetchone()[0]
        store.executemany(
            "INSERT INTO duty_department VALUES (?, ?, ?, ?)",
            [
                (duty_id, position, name, mark)
                for position, (name, mark) in enumerate(duty.departments, 1)
            ],
        )


def _name_files(store: sqlite3.Connection, list_id: int | None, paths: Iterable[Path]) -> None:
    for path in paths:
        held = store.execute("SELECT list FROM file WHERE path = ?", (path_text(path),)).fetchone()
        if held != (list_id,):
            _drop_file(store, path)
            if list_id is not None:
                store.execute("INSERT INTO file VALUES (?, ?)", (path_text(path), list_id))
        store.execute("DELETE FROM failure WHERE path = ?", (path_text(path),))


def _drop_file(store: sqlite3.Connection, path: Path) -> None:
    """Forget what a file held; a list leaves the store with the last of its files, but not one that
    is on the page."""
    for (list_id,) in store.execute(
        "DELETE FROM file WHERE path = ? RETURNING list", (path_text(path),)
    ).fetchall():
        store.execute(
            "DELETE FROM list WHERE id = ? AND id NOT IN (SELECT list FROM edition_rows)"
            " AND NOT EXISTS (SELECT 1 FROM file WHERE list = ?)",
            (list_id, list_id),
        )
