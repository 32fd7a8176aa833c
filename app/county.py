"""The lists of a county's townships, from a folder or a store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dutylist.app.archives import is_archive
from dutylist.app.batch.outcome import Told
from dutylist.app.batch.queries import findings_sentence
from dutylist.app.batch.report import own_sentence
from dutylist.app.batch.run import Progress, batch
from dutylist.app.batch.store import load_list
from dutylist.app.library.asking import open_library
from dutylist.app.library.opening import database_of
from dutylist.app.temporary import temporary_folder
from dutylist.app.terminal import say
from dutylist.compare.newest import newest_of_each
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList


@dataclass(frozen=True)
class TownshipLists:
    """A county's lists, one of each township, with their files; `unread` is how many files were
    not read."""

    lists: tuple[DutyList, ...]
    files: tuple[str, ...]
    unread: int


def township_lists(
    source: Path, target: Path, limits: ReadLimits, told: Told, progress: Progress
) -> TownshipLists:
    """The newest list of each township below a folder, in a ZIP archive, or of a library, as they
    are corrected on the page. A file that is no list is told and left out; so are departments' own
    lists and older years. Files below `target` are ours.

    Raises FileMissingError, and EmptyListError where there is none.
    """
    library = database_of(source)
    unread = 0
    if os.path.isfile(library) and not is_archive(library):
        found = list(_stored(library))
    else:
        found, unread = _below(source, target, limits, told, progress)
    townships = [(one, file) for one, file in found if one.side == "township"]
    if len(townships) < len(found):
        say(f"部门自己的清单 {len(found) - len(townships)} 份没有用上。", err=True)
    if not townships:
        raise EmptyListError("没有乡镇的清单", "请核对文件夹", file=str(source))
    newest = newest_of_each([one for one, _ in townships], [file for _, file in townships])
    for sentence in newest.says:
        say(f"{sentence}。", err=True)
    return TownshipLists(
        tuple(one for _, one in newest.lists),
        tuple(townships[at][1] for at, _ in newest.lists),
        unread,
    )


_Found = tuple[DutyList, str]
"""A list and its file's name."""


def _below(
    folder: Path, target: Path, limits: ReadLimits, told: Told, progress: Progress
) -> tuple[list[_Found], int]:
    """The lists, and how many files were not read."""
    ours = target.resolve()
    written = ours.rglob("*") if folder.resolve() in ours.parents else ()
    with temporary_folder() as temporary:
        store = temporary / "清单.sqlite"
        report = batch(
            folder,
            store,
            workers=os.cpu_count() or 1,
            limits=limits,
            told=told,
            progress=progress,
            leave_out=written,
        )
        for failure in report.failed:
            say(f"没有读入：{failure.message}", err=True)
        if report.own:
            say(own_sentence(report), err=True)
        found = [(one, os.path.relpath(file, folder)) for one, file in _stored(store)]
        return found, len(report.failed)


def _stored(path: Path) -> Iterator[_Found]:
    """The lists of a store, in the order of their files' names; what their check counts is told."""
    with open_library(path) as store:
        rows = store.execute(
            "SELECT list.id, min(path) FROM list LEFT JOIN list_file ON list_file.list = list.id"
            " GROUP BY list.id ORDER BY min(path), list.id"
        )
        found = rows.fetchall()
        if found:
            say(f"核对各清单：{findings_sentence(store) or '没有发现问题'}", err=True)
        for number, file in found:
            yield load_list(store, number), file or ""
