"""The editions, their corrections, who does their duties and the reading jobs, in one SQLite file.

Every function opens a connection of its own, so that requests and readers may run side by side:
SQLite's write-ahead log lets them. What a file says comes in as records; what people say about it
stands beside it as corrections and is never mixed in.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from dutylist.app.corrections.model import Correction, Field, Target, dump_target, load_target
from dutylist.records.errors import CannotWriteError, UnknownFormatError, system_words
from dutylist.render.files import replace_file

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
    issued TEXT NOT NULL,       -- YYYY-MM, or ''
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

JobState = Literal["waiting", "reading", "done", "failed"]


class AlreadyThereError(Exception):
    """A file with the same content is kept already; `edition` is its id."""

    def __init__(self, edition: str) -> None:
        super().__init__(edition)
        self.edition = edition


@dataclass(frozen=True)
class Edition:
    """One edition as kept, without its records. `pages` are sizes in points."""

    id: str
    file_name: str
    suffix: str
    size: int
    sha256: str
    added: str
    version: int
    title: str
    township: str
    issued: str
    pages: tuple[tuple[float, float], ...]
    summary: dict[str, Any]


@dataclass(frozen=True)
class NewEdition:
    """What reading a file gives."""

    id: str
    file_name: str
    suffix: str
    size: int
    sha256: str
    title: str
    township: str
    issued: str
    records: str
    pages: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class AssignmentState:
    """The assignments of an edition (`content`: JSON, "" where they are only listed), what was done
    to those before, by whom and when."""

    id: str
    content: str
    said: str
    who: str
    at: str


@dataclass(frozen=True)
class Job:
    """The reading of one file. `edition` is the one to read again, or the one read, or ""."""

    id: str
    file_name: str
    suffix: str
    edition: str
    state: JobState
    message: str
    started: str

    @property
    def active(self) -> bool:
        """Still waiting or at work."""
        return self.state in ("waiting", "reading")


def new_id() -> str:
    """A random name for a file or row: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def now() -> str:
    """The local time, to the second."""
    return datetime.now().isoformat(" ", "seconds")


@dataclass(frozen=True)
class Store:
    """The database in a folder, and where the files beside it stand."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "dutylist.sqlite"

    def file(self, identity: str, suffix: str) -> Path:
        """Where the file of an edition or job lies. Both parts are the program's own."""
        return self.folder / "files" / f"{identity}{suffix}"

    def pictures(self, identity: str) -> Path:
        """The folder with the pictures of an edition's pages."""
        return self.folder / "pictures" / identity

    def keep_reasons(self, identity: str, file: Path) -> None:
        """Keep the file that says why an edition's rows were read as they were, beside the
        pictures of its pages."""
        self.pictures(identity).mkdir(parents=True, exist_ok=True)
        replace_file(file, self.pictures(identity) / REASONS)

    def reasons(self, identity: str) -> dict[str, list[str]]:
        """Why an edition's rows were read as they were, by "table-row" of their source; {} for
        records files, and where it was read before that was kept."""
        try:
            text = (self.pictures(identity) / REASONS).read_text("utf-8")
        except FileNotFoundError:
            return {}
        found: dict[str, list[str]] = json.loads(text)
        return found

    def prepare(self) -> None:
        """Create what is not there yet.

        Of a former run's jobs, those that are done are forgotten, and those that it left are told
        as failed.
        """
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        try:
            with self.connect() as connection:
                self._make(connection)
                connection.execute("DELETE FROM job WHERE state = 'done'")
                connection.execute(
                    "UPDATE job SET state = 'failed', message = '上次关闭时还没有读完，请重试。' "
                    "WHERE state IN ('waiting', 'reading')"
                )
            self._remove_strays()
        except sqlite3.OperationalError as error:
            raise CannotWriteError(
                f"数据库写不进去（{system_words(error)}）",
                "请核对磁盘空间和文件夹权限",
                file=str(self.database),
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._not_ours() from error

    def _make(self, connection: sqlite3.Connection) -> None:
        """Create the tables, all or none; finish what an older version left half made."""
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        shape, whole = shape_of(connection), own_shape()
        if found not in (0, APPLICATION_ID) or not shape <= whole:
            raise self._not_ours()
        if found == APPLICATION_ID and shape == whole:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        missing = ";".join(sql for kind, name, sql in sorted(whole - shape, reverse=True) if sql)
        connection.executescript(
            f"BEGIN IMMEDIATE;{missing};PRAGMA application_id = {APPLICATION_ID};"
            f"PRAGMA user_version = {VERSION};COMMIT;"
        )

    def _not_ours(self) -> UnknownFormatError:
        return UnknownFormatError(
            "不是 dutylist serve 的数据库，或是别的版本建的",
            "请用 --data 另选一个文件夹",
            file=str(self.database),
        )

    def _remove_strays(self) -> None:
        """Remove files that belong to no edition or job: an upload that was cut off."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT id || suffix AS name FROM edition UNION SELECT id || suffix FROM job"
            ).fetchall()
        known = {row["name"] for row in rows}
        for path in (self.folder / "files").iterdir():
            if path.name not in known:
                path.unlink(missing_ok=True)

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction, committed where nothing is raised."""
        connection = sqlite3.connect(self.database, timeout=30)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def editions(self) -> list[Edition]:
        """All editions: townships together, the newest edition first."""
        with self.connect() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM edition ORDER BY township, issued DESC, added DESC"
            ).fetchall()
        return [_edition(row) for row in rows]

    def editions_with(self, words: Sequence[str]) -> list[str]:
        """The ids of the editions in whose records each of these words stands, or that have
        corrections: sorted as `editions`. Words of other width or case may stand in others, too,
        so where there are few editions it is all of them."""
        every = self.editions()
        if len(every) <= _FEW:
            return [one.id for one in every]
        has = " AND ".join(["instr(records, ?) > 0"] * len(words)) or "1"
        with self.connect() as connection:
            rows = connection.execute(
                f"SELECT id FROM edition WHERE ({has}) "
                "OR id IN (SELECT edition FROM correction WHERE undone_at = '')",
                tuple(words),
            ).fetchall()
        found = {row["id"] for row in rows}
        return [one.id for one in every if one.id in found]

    def edition(self, identity: str) -> Edition | None:
        """The edition of that id."""
        with self.connect() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM edition WHERE id = ?", (identity,)
            ).fetchone()
        return _edition(row) if row else None

    def records(self, identity: str) -> str:
        """The text of an edition's records as read, without corrections."""
        with self.connect() as connection:
            row = connection.execute(
                "SELECT records FROM edition WHERE id = ?", (identity,)
            ).fetchone()
        return str(row["records"])

    def edition_of_content(self, sha256: str) -> str | None:
        """The id of the edition whose file has that content."""
        with self.connect() as connection:
            row = connection.execute(
                "SELECT id FROM edition WHERE sha256 = ?", (sha256,)
            ).fetchone()
        return str(row["id"]) if row else None

    def add_edition(self, new: NewEdition, message: str) -> None:
        """Keep an edition, whose job of the same id is thereby done, as `message` says.

        Raises AlreadyThereError where its content is kept already.
        """
        try:
            with self.connect() as connection:
                insert_edition(connection, new, now())
                connection.execute(
                    "UPDATE job SET state = 'done', message = ?, edition = id WHERE id = ?",
                    (message, new.id),
                )
        except sqlite3.IntegrityError as error:
            existing = self.edition_of_content(new.sha256)
            if existing is None:
                raise
            raise AlreadyThereError(existing) from error

    def replace_records(self, new: NewEdition) -> None:
        """Keep what reading an edition's file again gave; its corrections stay."""
        with self.connect() as connection:
            connection.execute(
                "UPDATE edition SET records = ?, pages = ?, title = ?, township = ?, issued = ?, "
                "version = version + 1 WHERE id = ?",
                (
                    *(new.records, json.dumps(new.pages)),
                    *(new.title, new.township, new.issued, new.id),
                ),
            )

    def keep_summary(self, edition: Edition, summary: dict[str, Any]) -> None:
        """Keep the counts of an edition's version."""
        with self.connect() as connection:
            connection.execute(
                "UPDATE edition SET summary = ? WHERE id = ? AND version = ?",
                (json.dumps(summary), edition.id, edition.version),
            )

    def delete_edition(self, edition: Edition) -> None:
        """Forget an edition with its corrections and jobs, and remove its file and pictures."""
        with self.connect() as connection:
            connection.execute("DELETE FROM job WHERE edition = ?", (edition.id,))
            connection.execute("DELETE FROM edition WHERE id = ?", (edition.id,))
        self.file(edition.id, edition.suffix).unlink(missing_ok=True)
        shutil.rmtree(self.pictures(edition.id), ignore_errors=True)

    def corrections(self, edition: str) -> list[Correction]:
        """An edition's corrections in the order they were made, undone ones included."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT * FROM correction WHERE edition = ? ORDER BY sequence, id", (edition,)
            ).fetchall()
        return [correction_of(row) for row in rows]

    def add_correction(
        self, edition: Edition, field: Field, target: Target, old: str, new: str, who: str
    ) -> bool:
        """Keep a correction; False where the edition has changed since it was looked at."""
        one = Correction(new_id(), field, target, old, new, who, now())
        return self.take_corrections(edition, [one])

    def take_corrections(self, edition: Edition, corrections: Sequence[Correction]) -> bool:
        """Keep corrections that were made elsewhere, with their ids, names and times, all or none;
        False where the edition has changed since it was looked at."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            unchanged = connection.execute(
                "UPDATE edition SET version = version + 1 WHERE id = ? AND version = ?",
                (edition.id, edition.version),
            ).rowcount
            if not unchanged:
                return False
            for one in corrections:
                insert_correction(connection, edition.id, one)
        return True

    def keep_names(self, edition: str, title: str, township: str, issued: str) -> None:
        """Keep what an edition is listed and sorted by, where a person has corrected it."""
        with self.connect() as connection:
            connection.execute(
                "UPDATE edition SET title = ?, township = ?, issued = ?, version = version + 1 "
                "WHERE id = ?",
                (title, township, issued, edition),
            )

    def undo_correction(self, edition: str, correction: str, who: str) -> bool:
        """Mark a correction as undone; whether there was one that stood."""
        with self.connect() as connection:
            done = connection.execute(
                "UPDATE correction SET undone_by = ?, undone_at = ? "
                "WHERE id = ? AND edition = ? AND undone_at = ''",
                (who, now(), correction, edition),
            ).rowcount
            if done:
                connection.execute(
                    "UPDATE edition SET version = version + 1 WHERE id = ?", (edition,)
                )
        return bool(done)

    def assignments(self, edition: str) -> str:
        """An edition's assignments as JSON text; "" for none."""
        with self.connect() as connection:
            row = connection.execute(
                "SELECT content FROM assignment WHERE edition = ? ORDER BY sequence DESC LIMIT 1",
                (edition,),
            ).fetchone()
        return str(row["content"]) if row else ""

    def assignment_states(self, edition: str) -> list[AssignmentState]:
        """What was done to an edition's assignments, the last first, without their contents."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT id, '' AS content, said, who, at FROM assignment WHERE edition = ? "
                "ORDER BY sequence DESC",
                (edition,),
            ).fetchall()
        return [AssignmentState(**dict(row)) for row in rows]

    def keep_assignments(self, edition: Edition, state: AssignmentState) -> bool:
        """Keep an edition's assignments; False where it has changed since it was looked at."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            unchanged = connection.execute(
                "UPDATE edition SET version = version + 1 WHERE id = ? AND version = ?",
                (edition.id, edition.version),
            ).rowcount
            if unchanged:
                insert_assignments(connection, edition.id, state)
                connection.execute(
                    "DELETE FROM assignment WHERE edition = ? AND sequence <= "
                    "(SELECT max(sequence) FROM assignment WHERE edition = ?) - ?",
                    (edition.id, edition.id, ASSIGNMENT_STATES),
                )
        return bool(unchanged)

    def undo_assignments(self, edition: str, state: str) -> bool:
        """Go back to the assignments before the last change, which must be `state`; whether it
        was."""
        with self.connect() as connection:
            done = connection.execute(
                "DELETE FROM assignment WHERE id = ? AND edition = ? AND sequence = "
                "(SELECT max(sequence) FROM assignment WHERE edition = ?)",
                (state, edition, edition),
            ).rowcount
            if done:
                connection.execute(
                    "UPDATE edition SET version = version + 1 WHERE id = ?", (edition,)
                )
        return bool(done)

    def jobs(self) -> list[Job]:
        """All jobs, the newest first."""
        with self.connect() as connection:
            rows = connection.execute("SELECT * FROM job ORDER BY started DESC, rowid DESC")
            return [Job(**dict(row)) for row in rows]

    def job(self, identity: str) -> Job | None:
        """The job of that id."""
        return next((job for job in self.jobs() if job.id == identity), None)

    def add_job(self, job: Job) -> None:
        """Keep a new job."""
        with self.connect() as connection:
            connection.execute(
                "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(job.id, job.file_name, job.suffix, job.edition),
                    *(job.state, job.message, job.started),
                ),
            )

    def update_job(self, identity: str, state: JobState, message: str, edition: str = "") -> None:
        """Say how far a job is; `edition` is what it read, once it is done."""
        with self.connect() as connection:
            connection.execute(
                "UPDATE job SET state = ?, message = ?, "
                "edition = CASE WHEN ? = '' THEN edition ELSE ? END WHERE id = ?",
                (state, message, edition, edition, identity),
            )

    def delete_job(self, identity: str) -> None:
        """Forget a job."""
        with self.connect() as connection:
            connection.execute("DELETE FROM job WHERE id = ?", (identity,))


REASONS = "reasons.json"

ASSIGNMENT_STATES = 50
"""So many states of an edition's assignments are kept, of some 50 KB each."""

_FEW = 24
"""So many editions are opened to be searched: as many as are kept in memory."""

_COLUMNS = (
    "id, file_name, suffix, size, sha256, added, version, title, township, issued, pages, summary"
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


def insert_edition(connection: sqlite3.Connection, new: NewEdition, added: str) -> None:
    """Insert an edition's row."""
    connection.execute(
        "INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, '{}')",
        (
            *(new.id, new.file_name, new.suffix, new.size, new.sha256, added),
            *(new.title, new.township, new.issued, new.records, json.dumps(new.pages)),
        ),
    )


def insert_correction(connection: sqlite3.Connection, edition: str, one: Correction) -> int:
    """Insert a correction's row behind the others; 0 where its id is there already, else 1."""
    return connection.execute(
        "INSERT OR IGNORE INTO correction SELECT ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM correction WHERE edition = ?), "
        "?, ?, ?, ?, ?, ?, ?, ?",
        (
            *(one.id, edition, edition, one.field, dump_target(one.target)),
            *(one.old, one.new, one.who, one.at, one.undone_by, one.undone_at),
        ),
    ).rowcount


def insert_assignments(
    connection: sqlite3.Connection, edition: str, state: AssignmentState
) -> None:
    """Insert a state of an edition's assignments behind the others."""
    connection.execute(
        "INSERT INTO assignment SELECT ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM assignment WHERE edition = ?), ?, ?, ?, ?",
        (state.id, edition, edition, state.content, state.said, state.who, state.at),
    )


def correction_of(row: sqlite3.Row) -> Correction:
    """The correction in a row. Raises ValueError or TypeError where it is not of the form."""
    return Correction(
        id=row["id"],
        field=row["field"],
        target=load_target(row["target"]),
        old=row["old"],
        new=row["new"],
        who=row["who"],
        at=row["at"],
        undone_by=row["undone_by"],
        undone_at=row["undone_at"],
    )


def _edition(row: sqlite3.Row) -> Edition:
    values = dict(row)
    values["pages"] = tuple((width, height) for width, height in json.loads(row["pages"]))
    values["summary"] = json.loads(row["summary"])
    return Edition(**values)
