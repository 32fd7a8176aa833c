"""Which files of a folder the program itself has written: no lists to be read again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from dutylist.app.batch.report import FAILURES_HEAD
from dutylist.app.library.opening import DATABASE
from dutylist.app.library.schema import APPLICATION_ID, OLDER
from dutylist.render.files import written_by_us

_SQLITE = b"SQLite format 3\x00"
_ID_AT = 68
"""Where SQLite's file format has the application's id, of four bytes."""

_REPORT = ("\ufeff" + ",".join(FAILURES_HEAD)).encode()


def own_files(files: Iterable[Path]) -> set[Path]:
    """Documents as they were written (one that was edited since is somebody's), libraries, reports
    of failures, and all below a folder of the page's data."""
    files = sorted(files)
    pages = {path.parent for path in files if path.name == DATABASE and _is_own(path)}
    own = {path for path in files if pages & set(path.parents) or _is_own(path)}
    for folder, inside in groupby(
        (path for path in files if path not in own), attrgetter("parent")
    ):
        own |= written_by_us(folder, inside)
    return own


def _is_own(path: Path) -> bool:
    """A library, or a report of failures."""
    try:
        with path.open("rb") as file:
            head = file.read(_ID_AT + 4)
    except OSError:
        return False
    ids = {APPLICATION_ID, *(one for one, _ in OLDER)}
    library = head.startswith(_SQLITE) and int.from_bytes(head[_ID_AT:], "big") in ids
    return library or head.startswith(_REPORT)
