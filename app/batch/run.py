"""Reading a folder of lists into a store."""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cache
from pathlib import Path

from dutylist.app.archives import Unpacked, is_archive, unpack
from dutylist.app.batch.files import Job, digest, find_files, path_text, shown_name
from dutylist.app.batch.outcome import Outcome, Told, reader_version
from dutylist.app.batch.pool import read_in_pool
from dutylist.app.batch.report import BatchReport, FailedFile
from dutylist.app.batch.store import (
    add_failure,
    add_list,
    forget_failures,
    name_files,
    open_store,
    read_digests,
    store_files,
)
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
) -> BatchReport:
    """Read every list below `folder` into `store`, each in a process within `limits`. A ZIP archive
    is a folder, too, and `folder` may be one. `told` is what the clerk says of all files.

    `workers` processes of this machine read or, where `scheduler` is the address of a Dask
    scheduler ("tcp://…:8786"), its workers do. What the store has is not read again; whatever
    failed the last time is. Files that are gone from the folder stay in the store. `leave_out`
    are files of the folder that are no lists.

    Raises FileMissingError, UnknownFormatError or CannotWriteError where folder or store cannot
    be used, and ProgramMissingError where the scheduler cannot. A list that cannot be read is no
    error: it is in the report.
    """
    started = time.monotonic()
    limits = limits or ReadLimits()
    found, closed = (
        ([folder.resolve()], {})
        if os.path.isfile(folder) and is_archive(folder)
        else find_files(folder, [*store_files(store), *leave_out])
    )
    failed: list[FailedFile] = []
    with (
        open_store(store, create=True) as connection,
        ExitStack() as temporary,
    ):

        @cache
        def unpacked() -> Path:
            return temporary.enter_context(temporary_folder())

        files: list[Unpacked] = []
        for path, failure in closed.items():
            add_failure(connection, "", failure, 1, [path])
            failed.append(_failed_file(path, failure, 1))
        for path in found:
            inside = _files_of(path, unpacked, limits)
            if isinstance(inside, Failure):
                inside = _about(inside, path.name, shown_name(path, folder))
                add_failure(connection, "", inside, 1, [path])
                failed.append(_failed_file(path, inside, 1))
            else:
                files += inside
        broken = len(failed)
        forget_failures(
            connection, folder.resolve(), [*found, *closed, *(one.shown for one in files)]
        )
        paths: dict[str, list[Path]] = defaultdict(list)
        lies: dict[str, Path] = {}
        for file in files:
            content = digest(file.path)
            if isinstance(content, Failure):
                content = _about(content, file.path.name, shown_name(file.shown, folder))
                add_failure(connection, "", content, 1, [file.shown])
                failed.append(_failed_file(file.shown, content, 1))
            else:
                paths[content].append(file.shown)
                lies.setdefault(content, file.path)
        known = read_digests(connection, reader_version(told)) & paths.keys()
        name_files(connection, {sha256: paths[sha256] for sha256 in known})
        jobs = (
            Job(sha256, lies[sha256], shown_name(paths[sha256][0], folder))
            for sha256 in paths
            if sha256 not in known
        )
        read = 0
        # Closed in any case, so that Ctrl-C and a full disk end the readers too.
        with closing(_outcomes(jobs, workers, scheduler, limits, told)) as outcomes:
            for outcome in progress(outcomes, len(paths) - len(known)):
                same = paths[outcome.sha256]
                result, attempts = outcome.result, outcome.attempts
                if isinstance(result, Failure):
                    first, *_ = names = [shown_name(path, folder) for path in same]
                    for path, name in zip(same, names, strict=True):
                        failure = _about(result, first, name)
                        add_failure(connection, outcome.sha256, failure, attempts, [path])
                        failed.append(_failed_file(path, failure, attempts))
                else:
                    add_list(connection, outcome, result, same)
                    read += 1
    failed.sort(key=lambda failure: failure.path)
    count = len(files) + broken
    return BatchReport(count, read, len(known), tuple(failed), time.monotonic() - started)


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


def _failed_file(path: Path, failure: Failure, attempts: int) -> FailedFile:
    return FailedFile(path_text(path), failure.error, failure.exit_code, failure.message, attempts)
