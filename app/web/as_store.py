"""The page's lists as a store that can be asked as one of `batch` can."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dutylist.app.batch.outcome import Outcome
from dutylist.app.batch.rows import list_rows
from dutylist.app.batch.store import add_list, open_store
from dutylist.app.temporary import temporary_folder
from dutylist.app.terminal import say
from dutylist.app.web.database import not_ours
from dutylist.app.web.editions import UnreadableError, open_edition
from dutylist.app.web.store import Store


@contextmanager
def page_as_store(folder: Path) -> Iterator[sqlite3.Connection]:
    """The lists of a data folder with their corrections, for the length of a `with`; the page may
    be running. Raises UnknownFormatError where the database is another program's."""
    page = Store(folder)
    with temporary_folder() as made, open_store(made / "库.sqlite", create=True) as store:
        try:
            _put_in(page, store)
        except sqlite3.DatabaseError as error:
            raise not_ours(page.database) from error
        yield store


def _put_in(page: Store, store: sqlite3.Connection) -> None:
    """Put the page's editions into a store, without the findings that are dealt with."""
    editions = page.editions()
    names = Counter(one.file_name for one in editions)
    for edition in editions:
        try:
            opened = open_edition(page, edition.id)
        except UnreadableError as error:
            say(f"“{edition.file_name}”读不出来，没有查：{error.reason}", err=True)
            continue
        if opened is None:
            continue
        rows = replace(list_rows(opened.now), findings=opened.findings)
        # Of two files of one name both are there.
        name = Path(edition.file_name)
        path = Path(edition.id[:8]) / name if names[edition.file_name] > 1 else name
        add_list(store, Outcome(edition.sha256, "page", rows), rows, [path])
