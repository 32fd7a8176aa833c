"""Reading a folder of lists into a store."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from dutylist.app.archives import Unpacked, is_archive, unpack
from dutylist.app.batch.files import Job, digest, find_files, path_text, shown_name
from dutylist.app.batch.outcome import Outcome, Told, reader_version
from dutylist.app.batch.own_files import own_files
from dutylist.app.batch.pool import read_in_pool
from dutylist.app.batch.report import BatchReport, FailedFile
from dutylist.app.batch.store import (
    add_failure,
    add_list,
    drop_files,
    forget_failures,
    gone_files,
    name_files,
    read_digests,
)
from dutylist.app.library.opening import DATABASE, library_files, open_store
from dutylist.app.temporary import temporary_folder
from dutylist.app.worker.answers import Failure, failure_of
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import DutyListError, FileMissingError

Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes the outcomes on and shows how many of a total have come."""


def batch(
    folder: Path,
    store: Path,
    *,
    workers: int = 2,
    scheduler: str | None = None,
    limits: ReadLimits | None = None,
    told: Told = Told(),  # noqa: B008
    progress: Progress = lambda outcomes, total: outcomes,
    leave_out: Iterable[Path] = (),
    drop_gone: bool = False,
) -> BatchReport:
    """Read every list below `folder` into `store`, each in a process within `limits`. A ZIP archive
    is a folder, too, and `folder` may be one. `told` is what the clerk says of all files.

    `workers` processes of this machine read or, where `scheduler` is the address of a Dask
    scheduler ("tcp://…:8786"), its workers do. What the store has is not read again; whatever
    failed the last time is. The lists of files that are gone from the folder stay in the store but
    with `drop_gone`; what is on the page stays in any case. `leave_out` are files of the folder
    that are no lists; those that the program has written are none, either. Where the store is a
    page's, the lists are on the page as soon as they are read.

    Raises FileMissingError, UnknownFormatError or CannotWriteError where folder or store cannot
    be used, and ProgramMissingError where the scheduler cannot. A list that cannot be read is no
    error: it is in the report.
    """
    started = time.monotonic()
    limits = limits or ReadLimits()
    # First of all: where there is no such folder, no store is made.
    found, closed = _below(folder, [*library_files(store), *_of_page(store, folder), *leave_out])
    own = own_files(found)
    found = [path for path in found if path not in own]
    with open_store(store, create=True) as connection, ExitStack() as temporary:
        failures = _Failures(connection, folder)
        for path, failure in closed.items():
            failures.note(failure, path, path.name)
        files = _unpacked(found, limits, temporary, failures)
        forget_failures(
            connection, folder.resolve(), [*found, *closed, *(one.shown for one in files)]
        )
        broken = len(failures.noted)
        contents = _by_content(files, failures)
        known = read_digests(connection, reader_version(told)) & contents.keys()
        name_files(connection, {sha256: contents[sha256].shown for sha256 in known})
        for sha256 in known:
            _show(connection, store, sha256, contents[sha256])
        new = {sha256: one for sha256, one in contents.items() if sha256 not in known}
        jobs = (
            Job(sha256, one.lies, shown_name(one.shown[0], folder)) for sha256, one in new.items()
        )
        read = present = 0
        # Closed in any case, so that Ctrl-C and a full disk end the readers too.
        with closing(_outcomes(jobs, workers, scheduler, limits, told)) as outcomes:
            for outcome in progress(outcomes, len(new)):
                content = new[outcome.sha256]
                if _keep(connection, outcome, content.shown, failures):
                    new_one = _show(connection, store, outcome.sha256, content)
                    read += new_one
                    present += not new_one
        # What could not be looked into is not gone.
        unseen = [*closed, *(Path(one.path) for one in failures.noted)]
        gone, moved = gone_files(connection, folder, [one.shown for one in files], unseen)
        if drop_gone:
            drop_files(connection, gone)
    failed = tuple(sorted(failures.noted, key=lambda failure: failure.path))
    count = len(files) + broken
    return BatchReport(
        *(count, read, len(known) + present, failed, time.monotonic() - started),
        *(tuple(gone), drop_gone, tuple(moved), len(own)),
    )


@dataclass(frozen=True)
class _Failures:
    """Notes the files below a folder that cannot be read, in the store and for the report."""

    store: sqlite3.Connection
    folder: Path
    noted: list[FailedFile] = field(default_factory=list)

    def note(
        self, failure: Failure, path: Path, called: str, sha256: str = "", attempts: int = 1
    ) -> None:
        """Note a file, which the failure's message calls so."""
        failure = _about(failure, called, shown_name(path, self.folder))
        add_failure(self.store, sha256, failure, attempts, [path])
        self.noted.append(
            FailedFile(path_text(path), failure.error, failure.exit_code, failure.message, attempts)
        )


@dataclass(frozen=True)
class _Content:
    """A content: where it lies to be read, and the files that have it, as they are shown."""

    lies: Path
    shown: list[Path]


def _of_page(store: Path, folder: Path) -> Iterator[Path]:
    """The files of a page's data that lie below the folder, where the store is the page's."""
    data = store.parent.resolve()
    if store.name == DATABASE and data.is_relative_to(folder.resolve()):
        yield from data.rglob("*")


def _show(connection: sqlite3.Connection, store: Path, sha256: str, content: _Content) -> bool:
    """Show a list of the store on the page, where the store is a page's; False where the page has
    it already, by its records alone."""
    if store.name == DATABASE:
        # Imported within: a store of its own needs nothing of the page.
        from dutylist.app.web.from_batch import Place, take_in
        from dutylist.app.web.store import Store

        place = Place(content.lies, content.shown[0].name)
        return take_in(connection, sha256, Store(store.parent), [place])
    return True


def _below(folder: Path, leave_out: Iterable[Path]) -> tuple[list[Path], dict[Path, Failure]]:
    """The files below a folder, or the archive that it is, and what cannot be looked into."""
    if os.path.isfile(folder) and is_archive(folder):
        return [folder.resolve()], {}
    return find_files(folder, leave_out)


def _unpacked(
    found: Iterable[Path], limits: ReadLimits, temporary: ExitStack, failures: _Failures
) -> list[Unpacked]:
    """The files, those of archives unpacked as long as `temporary` lasts; archives that cannot be
    unpacked are noted."""

    @cache
    def folder() -> Path:
        return temporary.enter_context(temporary_folder())

    files: list[Unpacked] = []
    for path in found:
        inside = _files_of(path, folder, limits)
        if isinstance(inside, Failure):
            failures.note(inside, path, path.name)
        else:
            files += inside
    return files


def _by_content(files: Iterable[Unpacked], failures: _Failures) -> dict[str, _Content]:
    """The contents of files by their digests; what cannot be read is noted."""
    contents: dict[str, _Content] = {}
    for file in files:
        sha256 = digest(file.path)
        if isinstance(sha256, Failure):
            failures.note(sha256, file.shown, file.path.name)
        else:
            contents.setdefault(sha256, _Content(file.path, [])).shown.append(file.shown)
    return contents


def _keep(
    store: sqlite3.Connection, outcome: Outcome, files: list[Path], failures: _Failures
) -> bool:
    """Put what came of reading a content into the store, for the files that have it; whether it is
    a list."""
    if isinstance(outcome.result, Failure):
        called = shown_name(files[0], failures.folder)
        for path in files:
            failures.note(outcome.result, path, called, outcome.sha256, outcome.attempts)
        return False
    add_list(store, outcome, outcome.result, files)
    return True


def _outcomes(
    jobs: Iterator[Job], workers: int, scheduler: str | None, limits: ReadLimits, told: Told
) -> Generator[Outcome]:
    if scheduler is None:
        return read_in_pool(jobs, workers, limits, told)
    # Dask is an extra of the installation: imported only where it is asked for.
    from dutylist.app.batch.cluster import read_in_cluster

    return read_in_cluster(jobs, scheduler, limits, told)


def _files_of(
    path: Path, folder: Callable[[], Path], limits: ReadLimits
) -> list[Unpacked] | Failure:
    """The file itself, or those of an archive, unpacked below a folder."""
    try:
        if not is_archive(path):
            return [Unpacked(path, path)]
        return unpack(path, path, Path(tempfile.mkdtemp(dir=folder())), limits)
    except FileMissingError:
        # Whoever opens it says why it cannot be read.
        return [Unpacked(path, path)]
    except DutyListError as error:
        return failure_of(error)


def _about(failure: Failure, other: str, name: str) -> Failure:
    """What was said of a file, said of another with the same content, or by its longer name."""
    return replace(failure, message=failure.message.replace(f"“{other}”", f"“{name}”", 1))
