"""The page's lists as rows that can be asked, with their corrections."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dutylist.app.batch.outcome import reader_version
from dutylist.app.batch.rows import list_rows
from dutylist.app.batch.store import put_rows
from dutylist.app.library.opening import transaction
from dutylist.app.progress import track
from dutylist.app.terminal import say
from dutylist.app.web.editions import OpenEdition, UnreadableError, open_edition
from dutylist.app.web.store import Store

MANY = 20
"""From so many lists on, each a tenth of a second, it is shown how far they are."""


def write_rows(library: sqlite3.Connection, database: Path, editions: Sequence[str]) -> None:
    """Write the rows of these editions as they are now, without the findings that are dealt with;
    the page may be running. What cannot be read is told and has none."""
    page = Store(database.parent, database.name)
    shown = track(editions, len(editions), "整理清单") if len(editions) >= MANY else editions
    for identity in shown:
        try:
            while (opened := open_edition(page, identity)) and not _put(library, opened):
                # Somebody has changed it in between.
                pass
        except UnreadableError as error:
            say(f"“{error.edition.file_name}”读不出来，没有查：{error.reason}", err=True)
            _take_away(library, identity)


def _put(library: sqlite3.Connection, opened: OpenEdition) -> bool:
    """Write an edition's rows; False where it is another by now."""
    edition = opened.edition
    rows = replace(list_rows(opened.now), findings=opened.findings)
    with transaction(library):
        now = library.execute("SELECT version FROM edition WHERE id = ?", (edition.id,)).fetchone()
        if now != (edition.version,):
            return False
        list_id = put_rows(library, edition.sha256, reader_version(), rows)
        library.execute(
            "INSERT OR REPLACE INTO edition_rows VALUES (?, ?, ?)",
            (edition.id, list_id, edition.version),
        )
    return True


def _take_away(library: sqlite3.Connection, edition: str) -> None:
    library.execute(
        "DELETE FROM list WHERE id IN (SELECT list FROM edition_rows WHERE edition = ?)", (edition,)
    )
