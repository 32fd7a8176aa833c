"""Reading files in several processes of this machine."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from queue import SimpleQueue

from dutylist.app.batch.files import Job, job_content
from dutylist.app.batch.outcome import Failure, Limits, Outcome, reader_version
from dutylist.app.batch.reader_process import ReaderProcess


def read_in_pool(jobs: Iterator[Job], workers: int, limits: Limits) -> Generator[Outcome]:
    """The outcomes in the order in which they are ready.

    Only a few files per worker are under way at a time, so that memory does not grow with the
    number of files.
    """
    processes = [ReaderProcess(limits) for _ in range(workers)]
    idle: SimpleQueue[ReaderProcess] = SimpleQueue()
    for process in processes:
        idle.put(process)

    def read(job: Job) -> Outcome:
        content = job_content(job, limits)
        if isinstance(content, Failure):
            return Outcome(job.sha256, reader_version(), content)
        process = idle.get()
        try:
            return process.read(job.sha256, job.name, content)
        finally:
            idle.put(process)

    with ThreadPoolExecutor(workers) as pool:
        try:
            waiting = {pool.submit(read, job) for job in islice(jobs, 2 * workers)}
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    waiting |= {pool.submit(read, job) for job in islice(jobs, 1)}
                    yield future.result()
        finally:
            for process in processes:
                process.stop()
            pool.shutdown(wait=False, cancel_futures=True)
