"""The page's work in bounded processes, one for each task, and their end with the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from dutylist.app.worker.answers import DIED, Failure, Tell
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import LimitExceededError

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

_running: set[Worker] = set()
_lock = threading.Lock()


class TaskFailedError(Exception):
    """The task came to nothing; the message is a Chinese sentence for the clerk."""


def run_bounded(
    task: Callable[[Asked, Tell], Answered],
    request: Asked,
    limits: ReadLimits,
    name: str = "",
    on_stage: Callable[[str], None] = lambda text: None,
) -> Answered:
    """What a function answers when it is called in a process of its own.

    `name` is the file's as the clerk knows it; `on_stage` is told each stage in Chinese. Raises
    TaskFailedError where the task fails, or the process is ended at a limit or dies.
    """
    worker = Worker(limits)
    with _lock:
        _running.add(worker)
    try:
        answer = worker.run(task, request, name=name, on_stage=on_stage)
    finally:
        with _lock:
            _running.discard(worker)
        worker.close()
    if isinstance(answer, Failure):
        ended = answer.error in (LimitExceededError.__name__, DIED)
        raise TaskFailedError(answer.message + ("其他清单不受影响。" if ended else ""))
    return answer


def stop_all() -> None:
    """End every running task at once."""
    with _lock:
        workers = list(_running)
    for worker in workers:
        worker.stop()
