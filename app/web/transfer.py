"""All data in one file: a ZIP with the database and the editions' files, out and in.

What comes in is not trusted: nothing in it is run, no name in it becomes a path, and it is taken
over row by row once all of it has been checked.
"""

from __future__ import annotations

import errno
import hashlib
import json
import math
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dutylist.app.corrections.model import (
    FIELD_NAMES,
    LONGEST_NAME,
    ROW_FIELDS,
    Correction,
    longest,
    rows_in,
)
from dutylist.app.library.opening import DATABASE
from dutylist.app.library.schema import (
    APPLICATION_ID,
    OLDER,
    VERSION,
    Shape,
    mark_of,
    own_shape,
    rows_shape,
    shape_of,
)
from dutylist.app.web.jobs import SUFFIXES, shown_name
from dutylist.app.web.store import Store
from dutylist.app.web.stored import (
    AssignmentState,
    NewEdition,
    correction_of,
    insert_assignments,
    insert_correction,
    insert_edition,
    now,
)
from dutylist.app.web.told import CHARACTERS, COLUMNS, MOST_TOLD, bring_told
from dutylist.extract.records_file import read_records
from dutylist.records.assignments_form import parse_assignments
from dutylist.records.errors import InvalidRecordsError, LimitExceededError
from dutylist.render.files import replace_file

MANIFEST = "manifest.json"
FORMAT = "dutylist"

MOST_UNPACKED = 8
"""The files may unpack to so many times the size allowed for the ZIP: SQLite and text pack well."""

_KNOWN = OLDER | {(APPLICATION_ID, VERSION)}
_TOLD = (COLUMNS, CHARACTERS)
_ID = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(rf"files/({_ID.pattern})((?:\.[a-z0-9]+)?)")


@dataclass(frozen=True)
class Imported:
    """What an import brought: editions added and already there, corrections added, and the names
    of the files whose list nobody can read, or that the export lacks."""

    added: int
    present: int
    corrections: int
    left_out: tuple[str, ...] = ()


def export_all(store: Store, target: Path) -> None:
    """Write all editions with files and corrections into a ZIP file, and what the clerk said once
    of all files."""
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix="part-", ignore_cleanup_errors=True
    ) as name:
        copy = Path(name) / DATABASE
        with store.connect() as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with _opened(copy) as database:
            # Rows are made anew from the editions where they are asked for.
            for kind, name, _ in rows_shape():
                if kind == "table":
                    database.execute(f"DELETE FROM {name}")
            database.execute("DELETE FROM job")
            database.commit()
            database.execute("VACUUM")
            editions = database.execute("SELECT id, suffix FROM edition").fetchall()
        manifest = {"format": FORMAT, "version": VERSION, "exported": now()}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest))
            archive.write(copy, DATABASE)
            for edition in editions:
                path = store.file(edition["id"], edition["suffix"])
                if path.exists():
                    archive.write(path, f"files/{path.name}")
            for told in _TOLD:
                if (store.folder / told).is_file():
                    archive.write(store.folder / told, told)


def import_all(store: Store, file: IO[bytes], limit: int) -> Imported:
    """Take over what an export holds and is not there yet; what is there stays as it is. A list
    that could not be read where it comes from is left out; it takes no other with it.

    `limit` is the size in bytes allowed for the ZIP. Raises InvalidRecordsError or
    LimitExceededError, before anything is taken over.
    """
    try:
        with (
            zipfile.ZipFile(file) as archive,
            tempfile.TemporaryDirectory(
                dir=store.folder, prefix="part-", ignore_cleanup_errors=True
            ) as name,
        ):
            _check_names(archive, limit * MOST_UNPACKED)
            folder = Path(name)
            _unpack(archive, DATABASE, folder / DATABASE)
            brought = _read_database(folder / DATABASE, set(archive.namelist()))
            for edition, _ in brought.editions:
                _unpack(archive, f"files/{edition.id}{edition.suffix}", folder / edition.id)
                _check_content(edition, folder / edition.id)
            for told in _TOLD:
                if told in archive.namelist():
                    _unpack(archive, told, folder / told)
            bring_told(store.folder, folder)
            return _take_over(store, brought, folder)
    except (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, sqlite3.Error, EOFError),
        *(KeyError, TypeError, ValueError, AttributeError, NotImplementedError, RuntimeError),
    ) as error:
        raise _wrong(f"内容不符合格式（{type(error).__name__}）") from error
    except OSError as error:
        # Places that lie before the archive's beginning; others tell of the disk.
        if error.errno != errno.EINVAL:
            raise
        raise _wrong("不完整") from error


def _wrong(problem: str) -> InvalidRecordsError:
    return InvalidRecordsError(
        f"这不是有效的数据文件：{problem}", "请选用“导出全部数据”得到的文件；现有数据没有改动"
    )


def _check_names(archive: zipfile.ZipFile, limit: int) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or not {DATABASE, MANIFEST} <= set(names):
        raise _wrong("里面缺少数据库，或有重复的文件")
    for name in names:
        match = _FILE.fullmatch(name)
        if name not in (DATABASE, MANIFEST, *_TOLD) and (
            match is None or match[2] not in ("", *SUFFIXES)
        ):
            raise _wrong("里面有不该有的文件")
    if sum(info.file_size for info in infos) > limit:
        raise LimitExceededError("数据文件解开后太大", "请核对文件；现有数据没有改动")
    for name, most in ((MANIFEST, 10_000), *((told, MOST_TOLD) for told in _TOLD)):
        if name in names and archive.getinfo(name).file_size > most:
            raise _wrong("说明部分太大")
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT or manifest.get("version") not in (1, VERSION):
        raise _wrong("版本不同")


def _unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Unpack one entry; never more bytes than it says it has."""
    size = archive.getinfo(name).file_size
    with archive.open(name) as source, target.open("wb") as out:
        while chunk := source.read(1 << 20):
            size -= len(chunk)
            if size < 0:
                raise _wrong("文件大小与记载不符")
            out.write(chunk)


@dataclass(frozen=True)
class _Brought:
    """What an export holds: editions with the time they were added, corrections and assignments
    with their edition, and the names of the files whose editions are left out."""

    editions: list[tuple[NewEdition, str]]
    corrections: list[tuple[str, Correction]]
    assignments: list[tuple[str, AssignmentState]]
    left_out: tuple[str, ...]


def _read_database(path: Path, names: set[str]) -> _Brought:
    """What the database of an export with entries of these names holds, all of it checked."""
    with _opened(path, read_only=True) as database:
        if mark_of(database)[0] not in {application for application, _ in _KNOWN}:
            raise _wrong("不是本程序的数据库")
        if mark_of(database) not in _KNOWN:
            raise _wrong("数据库版本不同")
        if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise _wrong("数据库已损坏")
        missing = own_shape() - shape_of(database)
        if shape_of(database) - own_shape() or not _only_of_later(missing):
            raise _wrong("数据库的结构不同")
        tables = {name for kind, name, _ in shape_of(database) if kind == "table"}
        reasons: dict[str, str] = {}
        if "correction_reason" in tables:
            reasons = dict(map(tuple, database.execute("SELECT * FROM correction_reason")))
        rows = database.execute("SELECT * FROM edition").fetchall()
        whole = [row for row in rows if _is_whole(row, names)]
        if rows and not whole:
            raise _wrong("清单的记录不符合格式，或没有原文件")
        editions = [(_edition(row), _short(row["added"])) for row in whole]
        known = {str(row["id"]) for row in rows}
        corrections = [
            (str(row["edition"]), _checked(correction_of(row, reasons.get(row["id"], ""))))
            for row in database.execute("SELECT * FROM correction ORDER BY edition, sequence")
        ]
        assignments = list(_assignments(database)) if "assignment" in tables else []
    if any(edition not in known for edition, _ in (*corrections, *assignments)):
        raise _wrong("更正或分工没有对应的清单")
    here = {edition.id for edition, _ in editions}
    return _Brought(
        editions,
        [one for one in corrections if one[0] in here],
        [one for one in assignments if one[0] in here],
        tuple(shown_name(str(row["file_name"])) for row in rows if row["id"] not in here),
    )


def _is_whole(row: sqlite3.Row, names: set[str]) -> bool:
    """Whether an edition's records can be read and its file is there."""
    try:
        read_records(row["records"], "")
    except InvalidRecordsError:
        return False
    return f"files/{row['id']}{row['suffix']}" in names


_OF_LATER = ("assignment", "correction_reason")
"""Tables that exports had not before there were assignments and reasons."""


def _only_of_later(missing: Shape) -> bool:
    """Whether a database lacks nothing, or what exports of an older version have not; the rows of
    lists are not looked at."""
    return all(any(table in name for table in _OF_LATER) for _, name, _ in missing - rows_shape())


def _assignments(database: sqlite3.Connection) -> Iterator[tuple[str, AssignmentState]]:
    rows = database.execute("SELECT * FROM assignment ORDER BY edition, sequence")
    for row in rows:
        if not _ID.fullmatch(row["id"]):
            raise _wrong("编号不对")
        parse_assignments(row["content"])
        texts = (_short(row[name]) for name in ("said", "who", "at"))
        yield str(row["edition"]), AssignmentState(row["id"], row["content"], *texts)


def _edition(row: sqlite3.Row) -> NewEdition:
    pages = json.loads(row["pages"])
    if not isinstance(pages, list) or not all(
        math.isfinite(float(side)) and 0 < float(side) < 1e6 for page in pages for side in page
    ):
        raise _wrong("页面大小不对")
    if not _ID.fullmatch(row["id"]) or not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise _wrong("编号不对")
    if row["suffix"] not in ("", *SUFFIXES):
        raise _wrong("文件类型不对")
    return NewEdition(
        id=row["id"],
        file_name=shown_name(row["file_name"]),
        suffix=row["suffix"],
        size=int(row["size"]),
        sha256=row["sha256"],
        title=_short(row["title"]),
        township=_short(row["township"]),
        issued=_short(row["issued"]),
        records=row["records"],
        pages=tuple((float(width), float(height)) for width, height in pages),
    )


def _checked(correction: Correction) -> Correction:
    if not _ID.fullmatch(correction.id) or correction.field not in FIELD_NAMES:
        raise _wrong("更正的格式不对")
    for text in (correction.who, correction.at, correction.target.made, correction.reason):
        _short(text)
    if max(len(correction.old), len(correction.new)) > longest(correction.field):
        raise _wrong("文字过长")
    if correction.field in ROW_FIELDS:
        rows_in(correction.old), rows_in(correction.new)
    return correction


def _short(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise _wrong("文字过长")
    return text


def _check_content(edition: NewEdition, path: Path) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != edition.sha256 or path.stat().st_size != edition.size:
        raise _wrong(f"“{edition.file_name}”的内容与记载不符")


def _take_over(store: Store, held: _Brought, folder: Path) -> Imported:
    added = present = 0
    # The same content may be kept here under another id.
    here: dict[str, str] = {}
    with store.connect() as connection:
        connection.execute("BEGIN IMMEDIATE")
        for edition, when in held.editions:
            row = connection.execute(
                "SELECT id FROM edition WHERE sha256 = ? OR id = ?", (edition.sha256, edition.id)
            ).fetchone()
            here[edition.id] = row["id"] if row else edition.id
            if row:
                present += 1
                continue
            insert_edition(connection, edition, when)
            replace_file(folder / edition.id, store.file(edition.id, edition.suffix))
            added += 1
        brought = 0
        for identity, correction in held.corrections:
            brought += _take_correction(connection, here[identity], correction)
        _take_assignments(connection, here, held.assignments)
        for identity in set(here.values()):
            connection.execute("UPDATE edition SET version = version + 1 WHERE id = ?", (identity,))
    return Imported(added, present, brought, held.left_out)


def _take_correction(connection: sqlite3.Connection, edition: str, correction: Correction) -> int:
    """Add a correction, or learn that one that is here was undone elsewhere; how many are new."""
    new = insert_correction(connection, edition, correction)
    if not new and correction.undone_at:
        connection.execute(
            "UPDATE correction SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at = ''",
            (correction.undone_by, correction.undone_at, correction.id),
        )
    return new


def _take_assignments(
    connection: sqlite3.Connection,
    here: dict[str, str],
    assignments: list[tuple[str, AssignmentState]],
) -> None:
    """Add the assignments of editions that have none here."""
    rows = connection.execute("SELECT DISTINCT edition FROM assignment")
    assigned = {row["edition"] for row in rows}
    for edition, state in assignments:
        if here[edition] not in assigned:
            insert_assignments(connection, here[edition], state)


@contextmanager
def _opened(path: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "ro&immutable=1" if read_only else "rw"
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    database.row_factory = sqlite3.Row
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        yield database
    finally:
        database.close()


def export_name() -> str:
    """The export's file name, with today's date."""
    return f"履职事项清单数据-{now()[:10]}.zip"
