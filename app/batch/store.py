"""The store: one SQLite file with the lists of thousands of townships.

A list is known by its content (SHA-256) and stands in the store once, however many files have that
content. Each list is written in one transaction: it is there whole or not at all, whenever the
program is killed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dutylist.app.batch.files import path_text
from dutylist.app.batch.outcome import Outcome
from dutylist.app.batch.rows import ListRows, duty_list_of_rows
from dutylist.app.worker.answers import Failure
from dutylist.records.errors import (
    CannotWriteError,
    FileMissingError,
    UnknownFormatError,
    system_words,
)
from dutylist.records.model import DutyList

APPLICATION_ID = 0x44555459
"""What marks the file as ours in SQLite's header: "DUTY"."""

VERSION = 1

_SCHEMA = f"""
CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    reader TEXT NOT NULL,       -- the version of the reader
    title TEXT NOT NULL,
    region TEXT NOT NULL,       -- outer place first, separated by blanks
    issued TEXT NOT NULL,       -- YYYY, YYYY-MM or YYYY-MM-DD, or ''
    head BLOB NOT NULL          -- the list's JSON without its duties, zlib
);
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX file_list ON file (list);
CREATE TABLE wording (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE   -- a duty's name, as printed
);
CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
    table_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,         -- basic, cooperative, recalled
    number INTEGER,             -- as printed
    category TEXT NOT NULL,
    wording INTEGER NOT NULL REFERENCES wording,
    page INTEGER NOT NULL,      -- 0: unknown
    record BLOB NOT NULL,       -- the duty's JSON, zlib
    UNIQUE (list, table_number, position)
);
CREATE INDEX duty_wording ON duty (wording);
CREATE TABLE duty_department (
    duty INTEGER NOT NULL REFERENCES duty ON DELETE CASCADE,
    position INTEGER NOT NULL,
    department TEXT NOT NULL,   -- canonical name
    mark TEXT NOT NULL,         -- lead, help, takeover, named
    PRIMARY KEY (duty, position)
) WITHOUT ROWID;
CREATE TABLE finding (
    list INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,        -- error, doubt, hint
    place TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (list, position)
) WITHOUT ROWID;
CREATE TABLE failure (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    error TEXT NOT NULL,
    exit_code INTEGER NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""


@contextmanager
def open_store(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a store, for the length of a `with`; `create` makes it where there is none.

    Raises FileMissingError where there is none to open, UnknownFormatError where the file is no
    store of this version, CannotWriteError where a new one cannot be made.
    """
    if not create and not os.path.isfile(path):
        raise FileMissingError("找不到这个库", "请先用 dutylist batch 建库", file=str(path))
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(
            f"库打不开（{system_words(error)}）", "请核对文件夹和权限", file=str(path)
        ) from error
    try:
        _prepare(connection, path, create)
        yield connection
    except sqlite3.OperationalError as error:
        raise CannotWriteError(
            f"库写不进去（{system_words(error)}）",
            "请核对磁盘空间，或等别的程序用完这个库",
            file=str(path),
        ) from error
    finally:
        connection.close()


def store_files(path: Path) -> list[Path]:
    """The files that are a store or, while it is written or after a kill, belong to it."""
    return [path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))]


def read_digests(store: sqlite3.Connection, reader: str) -> set[str]:
    """The contents that this version of the reader has read already."""
    rows = store.execute("SELECT sha256 FROM list WHERE reader = ?", (reader,))
    return {sha256 for (sha256,) in rows}


def add_list(
    store: sqlite3.Connection, outcome: Outcome, rows: ListRows, paths: Iterable[Path]
) -> None:
    """Put a list into the store, with the files that have it, in one transaction.

    It takes the place of what an older reader made of the same content, and of the lists that
    these files held before.
    """
    with _transaction(store):
        store.execute("DELETE FROM list WHERE sha256 = ?", (outcome.sha256,))
        list_id = store.execute(
            "INSERT INTO list (sha256, reader, title, region, issued, head)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            (outcome.sha256, outcome.reader, rows.title, rows.region, rows.issued, rows.head),
        ).fetchone()[0]
        _add_duties(store, list_id, rows)
        store.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)",
            [
                (list_id, position, finding.code, finding.level, finding.place, finding.message)
                for position, finding in enumerate(rows.findings, 1)
            ],
        )
        _name_files(store, list_id, paths)


def name_files(store: sqlite3.Connection, files: Mapping[str, Iterable[Path]]) -> None:
    """Note which files have the contents of lists in the store, in one transaction."""
    with _transaction(store):
        for sha256, paths in files.items():
            row = store.execute("SELECT id FROM list WHERE sha256 = ?", (sha256,)).fetchone()
            _name_files(store, row[0], paths)


def add_failure(
    store: sqlite3.Connection, sha256: str, failure: Failure, attempts: int, paths: Iterable[Path]
) -> None:
    """Note that these files could not be read, in one transaction.

    What they held before is no more what they hold: it leaves the store with the last of its files.
    """
    with _transaction(store):
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
    with _transaction(store):
        failed = [path for (path,) in store.execute("SELECT path FROM failure")]
        for path in failed:
            if path not in there and Path(path).is_relative_to(folder):
                store.execute("DELETE FROM failure WHERE path = ?", (path,))


def load_list(store: sqlite3.Connection, list_id: int) -> DutyList:
    """A list of the store, as records."""
    (head,) = store.execute("SELECT head FROM list WHERE id = ?", (list_id,)).fetchone()
    duties = store.execute(
        "SELECT table_number, record FROM duty WHERE list = ? ORDER BY table_number, position",
        (list_id,),
    ).fetchall()
    return duty_list_of_rows(head, duties)


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    try:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if create and empty and found == 0:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
            found = APPLICATION_ID
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise _no_store(path) from error
    if found != APPLICATION_ID or version != VERSION:
        raise _no_store(path)
    connection.execute("PRAGMA foreign_keys = ON")


def _no_store(path: Path) -> UnknownFormatError:
    return UnknownFormatError(
        "不是 dutylist 建的库，或是别的版本建的", "请换一个文件名", file=str(path)
    )


@contextmanager
def _transaction(store: sqlite3.Connection) -> Iterator[None]:
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")


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


def _name_files(store: sqlite3.Connection, list_id: int, paths: Iterable[Path]) -> None:
    for path in paths:
        held = store.execute("SELECT list FROM file WHERE path = ?", (path_text(path),)).fetchone()
        if held != (list_id,):
            _drop_file(store, path)
            store.execute("INSERT INTO file VALUES (?, ?)", (path_text(path), list_id))
        store.execute("DELETE FROM failure WHERE path = ?", (path_text(path),))


def _drop_file(store: sqlite3.Connection, path: Path) -> None:
    """Forget what a file held; a list leaves the store with the last of its files."""
    for (list_id,) in store.execute(
        "DELETE FROM file WHERE path = ? RETURNING list", (path_text(path),)
    ).fetchall():
        store.execute(
            "DELETE FROM list WHERE id = ? AND NOT EXISTS (SELECT 1 FROM file WHERE list = ?)",
            (list_id, list_id),
        )
