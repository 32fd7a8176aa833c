"""Reading files in several processes of this machine."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from queue import SimpleQueue

from dutylist.app.batch.files import Job, job_content
from dutylist.app.batch.outcome import Outcome, Told, reader_version
from dutylist.app.batch.reading import read_content
from dutylist.app.worker.answers import Failure
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits


def read_in_pool(
    jobs: Iterator[Job],
    workers: int,
    limits: ReadLimits,
    told: Told = Told(),  # noqa: B008
) -> Generator[Outcome]:
    """The outcomes in the order in which they are ready.

    Only a few files per worker are under way at a time, so that memory does not grow with the
    number of files.
    """
    crew = [Worker(limits) for _ in range(workers)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def read(job: Job) -> Outcome:
        content = job_content(job, limits)
        if isinstance(content, Failure):
            return Outcome(job.sha256, reader_version(told), content)
        worker = idle.get()
        try:
            return read_content(worker, limits, told, job.sha256, job.name, content)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(workers)
    try:
        waiting = {pool.submit(read, job) for job in islice(jobs, 2 * workers)}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                waiting |= {pool.submit(read, job) for job in islice(jobs, 1)}
                yield future.result()
    finally:
        # The processes end first, then the threads that waited for them, and when nothing can
        # write there any more the folders go.
        for worker in crew:
            worker.stop()
        pool.shutdown(cancel_futures=True)
        for worker in crew:
            worker.close()
