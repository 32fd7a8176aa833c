"""The page's SQLite file: its tables, whose file it is, its connections."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dutylist.records.errors import UnknownFormatError

DATABASE = "dutylist.sqlite"
"""The database in the folder of the page's data."""

APPLICATION_ID = 0x44555457
"""What marks the file as ours in SQLite's header: "DUTW"."""

VERSION = 1

SCHEMA = """
CREATE TABLE edition (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,    -- as uploaded; never a path
    suffix TEXT NOT NULL,       -- .pdf, .docx … of the stored file
    size INTEGER NOT NULL,      -- bytes
    sha256 TEXT NOT NULL UNIQUE,
    added TEXT NOT NULL,        -- YYYY-MM-DD HH:MM:SS, local time
    version INTEGER NOT NULL,   -- counts every change of the records or corrections
    title TEXT NOT NULL,
    township TEXT NOT NULL,
    issued TEXT NOT NULL,       -- YYYY, YYYY-MM or YYYY-MM-DD, or ''
    records TEXT NOT NULL,      -- the records file's text, as read
    pages TEXT NOT NULL,        -- JSON: [[width, height], …] in points, [] for no PDF
    summary TEXT NOT NULL       -- JSON: counts of one version, {} for none
) STRICT;
CREATE TABLE correction (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    field TEXT NOT NULL,
    target TEXT NOT NULL,       -- JSON
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_by TEXT NOT NULL,    -- '' where it stands
    undone_at TEXT NOT NULL
) STRICT;
CREATE INDEX correction_edition ON correction (edition, sequence);
CREATE TABLE correction_reason (
    correction TEXT PRIMARY KEY REFERENCES correction ON DELETE CASCADE,
    reason TEXT NOT NULL        -- why it was made; no row where nobody said
) STRICT;
CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition ON DELETE CASCADE,
    sequence INTEGER NOT NULL,  -- the state with the highest one counts
    content TEXT NOT NULL,      -- JSON: all assignments of the edition
    said TEXT NOT NULL,         -- what was done to the state before
    who TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX assignment_edition ON assignment (edition, sequence);
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    suffix TEXT NOT NULL,
    edition TEXT NOT NULL,      -- the edition to read again, the one read, or ''
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    started TEXT NOT NULL
) STRICT;
"""


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction, committed where nothing is raised."""
    connection = sqlite3.connect(path, timeout=30)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def make_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Create the tables, all or none; finish what an older version made.

    Raises UnknownFormatError where the file at `path` is not ours.
    """
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    shape, whole = shape_of(connection), own_shape()
    if found not in (0, APPLICATION_ID) or not shape <= whole:
        raise not_ours(path)
    if found == APPLICATION_ID and shape == whole:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    missing = ";".join(sql for kind, name, sql in sorted(whole - shape, reverse=True) if sql)
    connection.executescript(
        f"BEGIN IMMEDIATE;{missing};PRAGMA application_id = {APPLICATION_ID};"
        f"PRAGMA user_version = {VERSION};COMMIT;"
    )


def not_ours(path: Path) -> UnknownFormatError:
    """What is told of another program's file."""
    return UnknownFormatError(
        "不是 dutylist serve 的数据库，或是别的版本建的",
        "请用 --data 另选一个文件夹",
        file=str(path),
    )


def shape_of(database: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Every table, index, view and trigger with its definition."""
    return {
        (row[0], row[1], row[2] or "")
        for row in database.execute("SELECT type, name, sql FROM sqlite_master")
    }


def own_shape() -> set[tuple[str, str, str]]:
    """What a database of ours has."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(SCHEMA)
        shape = shape_of(database)
    database.close()
    return shape
