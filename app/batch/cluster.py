"""Reading files on the workers of a Dask scheduler, where one machine is not enough.

A task carries its file's bytes, so that the workers need no shared folder, and so that the
scheduler can give it to another worker when one dies; what is scattered beforehand would be lost
with its worker. On the worker the file is read in a process of its own, within limits, as on one
machine: a bad file brings down that process and not the worker. What remains are workers that are
taken away; Dask gives up on a task after some deaths (KilledWorker) and the file is then tried
once more.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from dutylist.app.batch.files import Job, job_content
from dutylist.app.batch.outcome import Outcome, Told, reader_version
from dutylist.app.batch.reading import read_content
from dutylist.app.worker.answers import Failure
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import ProgramMissingError

CONNECT_SECONDS = 20
"""So long a scheduler may take to answer, and as long one of its workers to be there."""

_own = threading.local()


def read_in_cluster(
    jobs: Iterator[Job],
    address: str,
    limits: ReadLimits,
    told: Told = Told(),  # noqa: B008
) -> Generator[Outcome]:
    """The outcomes in the order in which they are ready.

    A few tasks per thread of the cluster are under way at a time; workers may come and go.
    Raises ProgramMissingError where Dask is not installed, the scheduler does not answer, or a
    worker has another version of the reader.
    """
    with _connected(address) as client:
        under_way = _UnderWay(client, limits, told)
        for job in jobs:
            yield from under_way.submit(job, 1)
            while under_way.full:
                yield from under_way.next_outcome()
        while under_way.running:
            yield from under_way.next_outcome()


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of a scheduler that has a worker."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ProgramMissingError(
            "没有安装 Dask", "请用 pip install 'dutylist[cluster]' 安装后再试"
        ) from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ProgramMissingError(
            f"连不上 Dask 调度器 {address}", "请核对地址，例如 tcp://10.0.0.5:8786"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError as error:
            raise ProgramMissingError(
                f"Dask 调度器 {address} 没有工作机", "请先启动 dask worker"
            ) from error
        yield client


class _UnderWay:
    """The jobs that a cluster has: each with how often it was handed over."""

    def __init__(self, client: Any, limits: ReadLimits, told: Told) -> None:
        from distributed import as_completed

        self.running: dict[str, tuple[Job, int]] = {}
        self._client, self._limits, self._told = client, limits, told
        self._completed = as_completed(loop=client.loop, with_results=True, raise_errors=False)

    @property
    def full(self) -> bool:
        """Whether the cluster has enough to do: as many again wait as there are threads."""
        threads: int = sum(self._client.nthreads().values())
        return len(self.running) >= max(2, 2 * threads)

    def submit(self, job: Job, attempt: int) -> Iterator[Outcome]:
        """Hand a job to the cluster; the outcome at once where the file cannot be had."""
        content = job_content(job, self._limits)
        if isinstance(content, Failure):
            yield Outcome(job.sha256, reader_version(self._told), content)
            return
        given = (job.sha256, job.name, content, self._limits, self._told)
        future = self._client.submit(read_on_worker, *given, pure=False)
        self.running[future.key] = (job, attempt)
        self._completed.add(future)

    def next_outcome(self) -> Iterator[Outcome]:
        """Wait for one of the jobs: its outcome, or none where it is tried once more."""
        future, result = next(self._completed)
        job, attempt = self.running.pop(future.key)
        if future.status == "finished":
            yield _same_reader(result, self._told)
        elif _not_installed(result):
            raise ProgramMissingError(
                "Dask 的调度器或工作机上没有安装 dutylist", "请在各机装同一版本后再试"
            )
        elif self._client.status != "running":
            raise ProgramMissingError(
                "与 Dask 调度器的连接断了", "读好的都已入库，请再运行一次接着读"
            )
        elif attempt == 1:
            yield from self.submit(job, 2)
        else:
            lost = _lost(job, result)
            yield Outcome(job.sha256, reader_version(self._told), lost, attempt)


def read_on_worker(
    sha256: str, name: str, content: bytes, limits: ReadLimits, told: Told
) -> Outcome:
    """Read a file's content on a Dask worker: each of its threads keeps a process for that."""
    workers: dict[ReadLimits, Worker] = _own.__dict__.setdefault("workers", {})
    if limits not in workers:
        workers[limits] = Worker(limits)
    return read_content(workers[limits], limits, told, sha256, name, content)


def _same_reader(outcome: Outcome, told: Told) -> Outcome:
    if outcome.reader != reader_version(told):
        raise ProgramMissingError(
            f"工作机上的 dutylist（{outcome.reader}）与本机的（{reader_version(told)}）版本不同",
            "请在工作机上装同一版本后再试",
        )
    return outcome


def _not_installed(result: Any) -> bool:
    """Whether a task failed because this module is not there; the scheduler reads tasks too."""
    error: BaseException | None = _error(result)
    while error is not None:
        if isinstance(error, ImportError):
            return True
        error = error.__cause__
    return False


def _error(result: Any) -> BaseException:
    """The error in what `as_completed` gives for a failed task: (type, error, traceback)."""
    error = result[1] if isinstance(result, tuple) else result
    return error if isinstance(error, BaseException) else RuntimeError(str(error))


def _lost(job: Job, result: Any) -> Failure:
    error = _error(result)
    return Failure(
        type(error).__name__,
        ProgramMissingError.exit_code,
        f"“{job.name}”：读它的 Dask 工作机几次中断（{type(error).__name__}）。请再运行一次。",
    )
