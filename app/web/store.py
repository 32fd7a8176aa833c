"""The editions, their corrections, who does their duties and the reading jobs, in one SQLite file.

Every function opens a connection of its own, so that requests and readers may run side by side:
SQLite's write-ahead log lets them. What a file says comes in as records; what people say about it
stands beside it as corrections and is never mixed in.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutylist.app.corrections.model import Correction, Field, Target
from dutylist.app.library.opening import DATABASE, connected, not_ours, open_store
from dutylist.app.web.stored import (
    EDITION_COLUMNS,
    AssignmentState,
    Edition,
    Job,
    JobState,
    NewEdition,
    corrections_of,
    edition_of,
    insert_assignments,
    insert_correction,
    insert_edition,
    new_id,
    now,
)
from dutylist.records.errors import CannotWriteError, system_words
from dutylist.render.files import replace_file

REASONS = "reasons.json"

ASSIGNMENT_STATES = 50
"""So many states of an edition's assignments are kept, of some 50 KB each."""

_FEW = 24
"""So many editions are opened to be searched: as many as are kept in memory."""


class AlreadyThereError(Exception):
    """A file with the same content is kept already; `edition` is its id."""

    def __init__(self, edition: str) -> None:
        super().__init__(edition)
        self.edition = edition


@dataclass(frozen=True)
class Store:
    """The library in a folder, and where the files beside it stand."""

    folder: Path
    name: str = DATABASE

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / self.name

    def file(self, identity: str, suffix: str) -> Path:
        """Where the file of an edition or job lies. Both parts are the program's own."""
        return self.folder / "files" / f"{identity}{suffix}"

    def pictures(self, identity: str) -> Path:
        """The folder with the pictures of an edition's pages."""
        return self.folder / "pictures" / identity

    def keep_beside(self, identity: str, files: dict[str, Path]) -> None:
        """Keep what reading an edition gave beside its records, each file under a name, by the
        pictures of its pages."""
        self.pictures(identity).mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            if file.exists():
                replace_file(file, self.pictures(identity) / name)

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
            with open_store(self.database, create=True) as library:
                # Requests and readers read while one of them writes.
                library.execute("PRAGMA journal_mode = WAL")
            with self.connect() as connection:
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
            raise not_ours(self.database) from error

    def _remove_strays(self) -> None:
        """Remove files that belong to no edition or job: an upload that was cut off."""
        with self.connect() as connection:
            # Who keeps an edition does it with its file: nobody does so meanwhile.
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.execute(
                "SELECT id || suffix AS name FROM edition UNION SELECT id || suffix FROM job"
            ).fetchall()
            known = {row["name"] for row in rows}
            for path in (self.folder / "files").iterdir():
                if path.name not in known:
                    path.unlink(missing_ok=True)

    def connect(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for one transaction, committed where nothing is raised."""
        return connected(self.database)

    def editions(self) -> list[Edition]:
        """All editions: townships together, the newest edition first."""
        with self.connect() as connection:
            rows = connection.execute(
                f"SELECT {EDITION_COLUMNS} FROM edition ORDER BY township, issued DESC, added DESC"
            ).fetchall()
        return [edition_of(row) for row in rows]

    def editions_with(self, words: Sequence[Sequence[str]]) -> list[str]:
        """The ids of the editions in whose records each word stands in one of its forms (a word
        without forms stands in all), or that have corrections: sorted as `editions`. Where there
        are few it is all of them."""
        every = self.editions()
        forms = [one for one in words if one]
        if len(every) <= _FEW or not forms:
            return [one.id for one in every]
        has = " AND ".join(
            f"({' OR '.join(['instr(records, ?) > 0'] * len(one))})" for one in forms
        )
        with self.connect() as connection:
            rows = connection.execute(
                f"SELECT id FROM edition WHERE ({has}) "
                "OR id IN (SELECT edition FROM correction WHERE undone_at = '')",
                tuple(form for one in forms for form in one),
            ).fetchall()
        found = {row["id"] for row in rows}
        return [one.id for one in every if one.id in found]

    def edition(self, identity: str) -> Edition | None:
        """The edition of that id."""
        with self.connect() as connection:
            row = connection.execute(
                f"SELECT {EDITION_COLUMNS} FROM edition WHERE id = ?", (identity,)
            ).fetchone()
        return edition_of(row) if row else None

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
            connection.execute(
                "DELETE FROM list WHERE id IN (SELECT list FROM edition_rows WHERE edition = ?)",
                (edition.id,),
            )
            connection.execute("DELETE FROM edition WHERE id = ?", (edition.id,))
        self.file(edition.id, edition.suffix).unlink(missing_ok=True)
        shutil.rmtree(self.pictures(edition.id), ignore_errors=True)

    def corrections(self, edition: str) -> list[Correction]:
        """An edition's corrections in the order they were made, undone ones included."""
        with self.connect() as connection:
            return corrections_of(connection, edition)

    def add_correction(
        self,
        edition: Edition,
        field: Field,
        target: Target,
        old: str,
        new: str,
        who: str,
        reason: str = "",
    ) -> bool:
        """Keep a correction; False where the edition has changed since it was looked at."""
        one = Correction(new_id(), field, target, old, new, who, now(), reason=reason)
        return self.take_corrections(edition, [one])

    def take_corrections(self, edition: Edition, corrections: Sequence[Correction]) -> bool:
        """Keep corrections that were made elsewhere, with their ids, names and times, all or none;
        False where the edition has changed since it was looked at."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            unchanged = _make_newer(connection, edition)
            if unchanged:
                for one in corrections:
                    insert_correction(connection, edition.id, one)
        return unchanged

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
        return self.undo_corrections(edition, [correction], who)

    def undo_corrections(self, edition: str, corrections: Sequence[str], who: str) -> bool:
        """Mark corrections as undone, all or none; whether all stood."""
        at = now()
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            done = connection.executemany(
                "UPDATE correction SET undone_by = ?, undone_at = ? "
                "WHERE id = ? AND edition = ? AND undone_at = ''",
                [(who, at, one, edition) for one in corrections],
            ).rowcount
            if done != len(corrections):
                connection.rollback()
                return False
            connection.execute("UPDATE edition SET version = version + 1 WHERE id = ?", (edition,))
        return True

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
            unchanged = _make_newer(connection, edition)
            if unchanged:
                insert_assignments(connection, edition.id, state)
                connection.execute(
                    "DELETE FROM assignment WHERE edition = ? AND sequence <= "
                    "(SELECT max(sequence) FROM assignment WHERE edition = ?) - ?",
                    (edition.id, edition.id, ASSIGNMENT_STATES),
                )
        return unchanged

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


def _make_newer(connection: sqlite3.Connection, edition: Edition) -> bool:
    """Count what is changed now as another version; False where the edition is another one already
    than the one that was looked at."""
    return bool(
        connection.execute(
            "UPDATE edition SET version = version + 1 WHERE id = ? AND version = ?",
            (edition.id, edition.version),
        ).rowcount
    )
