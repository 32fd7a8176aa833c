"""What the page keeps: editions, their corrections, who does their duties, jobs; and their rows."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dutylist.app.corrections.model import Correction, dump_target, load_target
from dutylist.compare.identity import identify
from dutylist.records.model import DutyList
from dutylist.render.views.names import township_name

JobState = Literal["waiting", "reading", "done", "failed"]


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


def listed_by(duty_list: DutyList, file_name: str) -> dict[str, str]:
    """The title, township and date that an edition is listed and sorted by. Where its cover does
    not say them, its titles or its file's name may."""
    identity = identify(duty_list, file_name)
    return {
        "title": duty_list.title,
        "township": duty_list.place or identity.township or township_name(duty_list),
        "issued": duty_list.issued or identity.issued,
    }


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


EDITION_COLUMNS = (
    "id, file_name, suffix, size, sha256, added, version, title, township, issued, pages, summary"
)


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
    new = connection.execute(
        "INSERT OR IGNORE INTO correction SELECT ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM correction WHERE edition = ?), "
        "?, ?, ?, ?, ?, ?, ?, ?",
        (
            *(one.id, edition, edition, one.field, dump_target(one.target)),
            *(one.old, one.new, one.who, one.at, one.undone_by, one.undone_at),
        ),
    ).rowcount
    if new and one.reason:
        connection.execute("INSERT INTO correction_reason VALUES (?, ?)", (one.id, one.reason))
    return new


def corrections_of(connection: sqlite3.Connection, edition: str) -> list[Correction]:
    """An edition's corrections in the order they were made, undone ones included."""
    rows = connection.execute(
        "SELECT correction.*, reason FROM correction "
        "LEFT JOIN correction_reason ON correction_reason.correction = correction.id "
        "WHERE edition = ? ORDER BY sequence, id",
        (edition,),
    )
    return [correction_of(row, row["reason"] or "") for row in rows.fetchall()]


def insert_assignments(
    connection: sqlite3.Connection, edition: str, state: AssignmentState
) -> None:
    """Insert a state of an edition's assignments behind the others."""
    connection.execute(
        "INSERT INTO assignment SELECT ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM assignment WHERE edition = ?), ?, ?, ?, ?",
        (state.id, edition, edition, state.content, state.said, state.who, state.at),
    )


def correction_of(row: sqlite3.Row, reason: str = "") -> Correction:
    """The correction in a row, made for that reason. Raises ValueError or TypeError where it is not
    of the form."""
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
        reason=reason,
    )


def edition_of(row: sqlite3.Row) -> Edition:
    values = dict(row)
    values["pages"] = tuple((width, height) for width, height in json.loads(row["pages"]))
    values["summary"] = json.loads(row["summary"])
    return Edition(**values)
