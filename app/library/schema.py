"""What a library holds: the page's editions with what people say of them, and lists as rows that
can be asked; and whose file an SQLite file is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

Shape = set[tuple[str, str, str]]
"""The kind, name and definition of all that a database is made of."""

APPLICATION_ID = 0x44555459
"""What marks the file as ours in SQLite's header: "DUTY"."""

VERSION = 2

OLDER = frozenset({(0x44555457, 0), (0x44555457, 1), (APPLICATION_ID, 1)})
"""What marked a page's database ("DUTW") and a batch's store, each of which had some of the tables.
"""

_EDITIONS = """
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
"""What came to the page, as it was read, and what people say of it."""

_ROWS = """
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
"""
"""Lists as they can be asked: what a batch has read, and the page's as they are corrected."""

_BETWEEN = """
CREATE TABLE edition_rows (
    edition TEXT PRIMARY KEY REFERENCES edition ON DELETE CASCADE,
    list INTEGER NOT NULL UNIQUE REFERENCES list ON DELETE CASCADE,
    version INTEGER NOT NULL    -- of the edition, that the rows say
) STRICT;
CREATE INDEX edition_file_name ON edition (file_name);
CREATE VIEW list_file AS        -- what a list's files are called: paths, or the page's names
SELECT list, path FROM file
UNION ALL
SELECT list, iif(
    (SELECT count(*) FROM edition AS alike WHERE alike.file_name = edition.file_name) > 1,
    substr(edition.id, 1, 8) || '/' || file_name, file_name) AS path
FROM edition_rows JOIN edition ON edition.id = edition_rows.edition
WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.list = edition_rows.list);
"""


def mark_of(database: sqlite3.Connection) -> tuple[int, int]:
    """Whose file it is, and of which version: (0, 0) where nobody has marked it."""
    application: int = database.execute("PRAGMA application_id").fetchone()[0]
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    return application, version


def shape_of(database: sqlite3.Connection) -> Shape:
    """Every table, index, view and trigger with its definition."""
    return {
        (row[0], row[1], row[2] or "")
        for row in database.execute("SELECT type, name, sql FROM sqlite_master")
    }


def own_shape() -> Shape:
    """What a library of ours has."""
    return _shape_made_by(_EDITIONS + _ROWS + _BETWEEN)


def rows_shape() -> Shape:
    """What of it an export of the page's data need not have."""
    return own_shape() - _shape_made_by(_EDITIONS)


def _shape_made_by(statements: str) -> Shape:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(statements)
        return shape_of(database)


def complete(database: sqlite3.Connection) -> None:
    """Make the tables that are not there yet, and mark the file, within a transaction."""
    missing = own_shape() - shape_of(database)
    for _, _, statement in sorted(missing, reverse=True):
        if statement:
            database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {VERSION}")
