"""Reading a folder of lists into a store."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from dutylist.app.batch.files import Job, digest, find_files, path_text
from dutylist.app.batch.outcome import Outcome, reader_version
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
from dutylist.app.worker.answers import Failure
from dutylist.extract.formats.limits import ReadLimits

Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes the outcomes on and shows how many of a total have come."""


def batch(
    folder: Path,
    store: Path,
    *,
    workers: int = 2,
    scheduler: str | None = None,
    limits: ReadLimits | None = None,
    progress: Progress = lambda outcomes, total: outcomes,
    leave_out: Iterable[Path] = (),
) -> BatchReport:
    """Read every list below `folder` into `store`, each in a process within `limits`.

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
    files = find_files(folder, [*store_files(store), *leave_out])
    failed: list[FailedFile] = []
    with open_store(store, create=True) as connection:
        forget_failures(connection, folder.resolve(), files)
        paths: dict[str, list[Path]] = defaultdict(list)
        for path in files:
            found = digest(path)
            if isinstance(found, Failure):
                add_failure(connection, "", found, 1, [path])
                failed.append(_failed_file(path, found, 1))
            else:
                paths[found].append(path)
        known = read_digests(connection, reader_version()) & paths.keys()
        name_files(connection, {sha256: paths[sha256] for sha256 in known})
        jobs = (Job(sha256, group[0]) for sha256, group in paths.items() if sha256 not in known)
        read = 0
        # Closed in any case, so that Ctrl-C and a full disk end the readers too.
        with closing(_outcomes(jobs, workers, scheduler, limits)) as outcomes:
            for outcome in progress(outcomes, len(paths) - len(known)):
                same = paths[outcome.sha256]
                result, attempts = outcome.result, outcome.attempts
                if isinstance(result, Failure):
                    add_failure(connection, outcome.sha256, result, attempts, same)
                    failed += [_failed_file(path, result, attempts) for path in same]
                else:
                    add_list(connection, outcome, result, same)
                    read += 1
    failed.sort(key=lambda failure: failure.path)
    return BatchReport(len(files), read, len(known), tuple(failed), time.monotonic() - started)


def _outcomes(
    jobs: Iterator[Job], workers: int, scheduler: str | None, limits: ReadLimits
) -> Generator[Outcome]:
    if scheduler is None:
        return read_in_pool(jobs, workers, limits)
    # Dask is an extra of the installation: imported only where it is asked for.
    from dutylist.app.batch.cluster import read_in_cluster

    return read_in_cluster(jobs, scheduler, limits)


def _failed_file(path: Path, failure: Failure, attempts: int) -> FailedFile:
    return FailedFile(path_text(path), failure.error, failure.exit_code, failure.message, attempts)
