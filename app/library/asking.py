"""The lists of a library as they are now, whoever has read them, to be asked."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dutylist.app.batch.outcome import reader_version
from dutylist.app.library.opening import database_of, open_store
from dutylist.app.temporary import temporary_folder


@contextmanager
def open_library(path: Path) -> Iterator[sqlite3.Connection]:
    """A library to be asked, for the length of a `with`: a file, or the folder of a page's data.
    What was corrected or read on the page since is written into its rows first.

    One that may not be written is asked as a copy. Raises as `open_store`.
    """
    database = database_of(path)
    with _to_be_written(database) as own, open_store(own) as library:
        if stale := stale_editions(library):
            # Imported within: a library without editions needs nothing of the page.
            from dutylist.app.web.as_rows import write_rows

            write_rows(library, own, stale)
        yield library


def stale_editions(library: sqlite3.Connection) -> list[str]:
    """The ids of the editions whose rows do not say what they are now, or were made by another
    version of the reader."""
    reader = reader_version()
    rows = library.execute(
        "SELECT edition.id FROM edition"
        " LEFT JOIN edition_rows ON edition_rows.edition = edition.id"
        " LEFT JOIN list ON list.id = edition_rows.list"
        " WHERE edition_rows.version IS NOT edition.version"
        " OR substr(list.reader, 1, ?) IS NOT ? ORDER BY edition.added, edition.id",
        (len(reader), reader),
    )
    return [identity for (identity,) in rows]


@contextmanager
def _to_be_written(database: Path) -> Iterator[Path]:
    """The library itself or, where it may not be written, a copy."""
    folder = database.parent
    if not os.path.isfile(database) or all(os.access(one, os.W_OK) for one in (database, folder)):
        yield database
        return
    with temporary_folder() as made:
        _copy(database, made / database.name)
        yield made / database.name


def _copy(database: Path, copy: Path) -> None:
    address = f"{database.resolve().as_uri()}?mode=ro"
    try:
        _back_up(address, copy)
    except sqlite3.OperationalError:
        # SQLite may not put its log beside a page's library; where there is none nobody writes.
        if database.with_name(f"{database.name}-wal").exists():
            raise
        _back_up(f"{address}&immutable=1", copy)


def _back_up(address: str, copy: Path) -> None:
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
