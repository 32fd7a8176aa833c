"""Opening a library: made where there is none, and what an older program made is brought up to date
first, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dutylist.app.library.schema import (
    APPLICATION_ID,
    OLDER,
    VERSION,
    complete,
    mark_of,
    own_shape,
    shape_of,
)
from dutylist.records.errors import (
    CannotWriteError,
    FileMissingError,
    UnknownFormatError,
    system_words,
)

DATABASE = "dutylist.sqlite"
"""The library in the folder of the page's data."""

PATIENCE = 60.0
"""Seconds to wait until another program has written what it is writing."""

_BESIDE = f".before-version-{VERSION}"
"""What the name of an older program's file ends with while it is brought up to date: no name that
somebody else would give."""


def database_of(path: Path) -> Path:
    """The library that a path means: a file, or the one in the folder of a page's data."""
    # A name that no system takes is no folder, either.
    return path / DATABASE if os.path.isdir(path) else path


def library_to_write(path: Path) -> Path:
    """The library that a path means, which is made where there is none: in a folder only where that
    is empty. Raises CannotWriteError where something else lies there."""
    database = database_of(path)
    if database != path and not os.path.isfile(database) and any(path.iterdir()):
        raise CannotWriteError(
            "这个文件夹里有别的文件，不是网页的数据文件夹",
            "请写网页的数据文件夹、空的文件夹，或库文件（例如 清单库.sqlite）",
            file=str(path),
        )
    return database


def library_files(path: Path) -> list[Path]:
    """The files that are a library or, while it is written or after a kill, belong to it."""
    ends = ("-journal", "-wal", "-shm")
    return [path, *(path.with_name(path.name + end) for end in ends), *_beside(path)]


@contextmanager
def open_store(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a library, for the length of a `with`; `create` makes it where there is none.

    Raises FileMissingError where there is none to open, UnknownFormatError where the file is no
    library, CannotWriteError where it cannot be made, brought up to date or written.
    """
    if not create and not os.path.isfile(path):
        raise FileMissingError("找不到这个库", "请先用 dutylist batch 建库", file=str(path))
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(
            f"库打不开（{system_words(error)}）", "请核对文件夹和权限", file=str(path)
        ) from error
    try:
        bring_up_to_date(connection, path, create=create)
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection
    except sqlite3.OperationalError as error:
        raise CannotWriteError(
            f"库写不进去（{system_words(error)}）",
            "请核对磁盘空间，或等别的程序用完这个库",
            file=str(path),
        ) from error
    finally:
        connection.close()


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


@contextmanager
def transaction(library: sqlite3.Connection) -> Iterator[None]:
    """What is done within is done whole or not at all."""
    library.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        library.execute("ROLLBACK")
        raise
    library.execute("COMMIT")


def bring_up_to_date(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    """Give a library the tables that it has not yet: one that an older program made, or, to
    `create`, a file that is empty or whose making was cut off. No row is touched.

    While that is done, the older program's file lies beside. Raises UnknownFormatError where the
    file is not ours, sqlite3.OperationalError where it cannot be written.
    """
    try:
        if mark_of(connection) != (APPLICATION_ID, VERSION):
            with transaction(connection):
                _complete(connection, path, create)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise not_ours(path) from error
    # Also what a process left that was killed as soon as it was done.
    with contextlib.suppress(OSError):
        _clear(path)


def not_ours(path: Path) -> UnknownFormatError:
    """What is told of another program's file."""
    if path.name == DATABASE:
        what, advice = "dutylist serve 的数据库", "请用 --data 另选一个文件夹"
    else:
        what, advice = "dutylist 建的库", "请换一个文件名"
    return UnknownFormatError(f"不是 {what}，或是别的版本建的", advice, file=str(path))


def _complete(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    """Complete a library, within a transaction: nobody else writes meanwhile."""
    mark, shape = mark_of(connection), shape_of(connection)
    if mark == (APPLICATION_ID, VERSION):
        # Somebody else has done it while we waited.
        return
    if mark not in OLDER | ({(0, 0)} if create else set()) or not shape <= own_shape():
        raise not_ours(path)
    if mark in OLDER:
        _keep_beside(path)
    complete(connection)


def _keep_beside(path: Path) -> None:
    # A part of it, where that was killed.
    _clear(path)
    beside, _ = _beside(path)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as target:
        source.backup(target)


def _clear(path: Path) -> None:
    for file in _beside(path):
        file.unlink(missing_ok=True)


def _beside(path: Path) -> tuple[Path, Path]:
    """The older program's file, and SQLite's journal of writing that."""
    beside = path.with_name(path.name + _BESIDE)
    return beside, beside.with_name(f"{beside.name}-journal")
