"""The lists of a library, whoever has read them: a store of `batch`, or the data of the page."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dutylist.app.batch.store import open_store
from dutylist.app.web.database import DATABASE


def is_page_data(path: Path) -> bool:
    """Whether a path is the folder of a page's data, or the database there."""
    # A name that no system takes is no file, either.
    return os.path.isfile(_folder(path) / DATABASE)


@contextmanager
def open_library(path: Path) -> Iterator[sqlite3.Connection]:
    """A store to be asked, for the length of a `with`; the page's lists, by the folder of its data
    or the database there, are put into one as they are corrected.

    Raises as `open_store`, and UnknownFormatError where the database is another program's.
    """
    if not is_page_data(path):
        with open_store(path) as store:
            yield store
        return
    # Imported within: a store of `batch` needs nothing of the page.
    from dutylist.app.web.as_store import page_as_store

    with page_as_store(_folder(path)) as store:
        yield store


def _folder(path: Path) -> Path:
    return path.parent if path.name == DATABASE else path
