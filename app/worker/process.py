"""Running tasks in a process of their own, within limits; the parent's side of child.py.

Why no ready-made pool: when a worker of concurrent.futures dies, every file in the pool fails and
none is known to be the culprit; other pools hand out work through one shared queue and do not
notice a worker that leaves with exit code 0. Here each process has its own pipes and one task at
a time, so that its death tells which file it was.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from dutylist.app.temporary import HeldFolder
from dutylist.app.worker.answers import (
    Done,
    Failure,
    MoreTime,
    Stage,
    Tell,
    died,
    failure_of,
    too_large,
    too_slow,
)
from dutylist.app.worker.ending import end_tree
from dutylist.app.worker.memory import out_of_memory
from dutylist.app.worker.windows import WindowsJob
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import LimitExceededError

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class Worker:
    """A process that does tasks one by one; started when needed, again when it has died."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._job: WindowsJob | None = None
        # The parent's, since a process that dies cannot clear up behind it.
        self._folder = HeldFolder()
        self._stopped = False
        # A process is begun, ended and waited for by one thread at a time.
        self._lock = threading.RLock()

    @property
    def folder(self) -> Path:
        """Where the task's temporary files go; emptied when the process dies."""
        return self._folder.path

    def run(
        self,
        task: Callable[[Asked, Tell], Answered],
        request: Asked,
        *,
        name: str = "",
        on_stage: Callable[[str], None] = lambda text: None,
    ) -> Answered | Failure:
        """What a function of a module answers when it is called in the process.

        `name` is the file's as a person knows it. `on_stage` is told what the task is at. The
        process's death is the failure DIED.
        """
        answer = self._attempt((task, name, request), name, on_stage)
        if isinstance(answer, Failure):
            return answer
        value: Answered = answer.value
        return value

    def stop(self) -> None:
        """End the process at once, whatever it is doing, and begin no other.

        For another thread than the one whose task it does: that one is told DIED, and may still
        write to the folder, which stays until `close`.
        """
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._kill(self._process)

    def close(self) -> None:
        """End the process and remove the folder, once no thread runs a task any more."""
        self.stop()
        if self._process is not None:
            self._end(self._process)
        self._folder.remove()

    def _attempt(
        self, message: tuple[Any, str, Any], name: str, on_stage: Callable[[str], None]
    ) -> Done | Failure:
        process = self._running()
        requests, answers = _pipes(process)
        clock = _Clock(self._limits.max_seconds, lambda: self._kill(process))
        answer: Done | Failure | None = None
        with clock, contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
            # A process without memory answers before it has taken in the whole request.
            with contextlib.suppress(OSError):
                pickle.dump(message, requests)
                requests.flush()
            while answer is None:
                said = pickle.load(answers)
                if isinstance(said, Stage):
                    on_stage(said.text)
                elif isinstance(said, MoreTime):
                    clock.extend(said.seconds)
                else:
                    answer = said
        if answer is not None and not clock.over and not _beyond_limits(answer):
            return answer
        if answer is None and not clock.over:
            _let_end(process)
        peak = self._end(process)
        self._process = None
        for left in self.folder.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        if answer is not None:
            return answer
        if clock.over:
            return failure_of(too_slow(name, self._limits.max_seconds))
        if out_of_memory(process.returncode, peak, self._limits.max_memory):
            return failure_of(too_large(name, self._limits.max_memory))
        return died(name, process.returncode)

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise RuntimeError("stopped")
            if self._process is None:
                self._process = self._begin()
            return self._process

    def _begin(self) -> subprocess.Popen[bytes]:
        limits = self._limits
        process = subprocess.Popen(
            # -P: a folder named "records" where the command is run must not be imported.
            [
                *(sys.executable, "-P", "-m", "dutylist.app.worker.child"),
                *(str(limits.max_seconds), str(limits.max_memory), str(self._folder.path)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Each thread of a numerical library takes memory of its own.
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            # A group of its own, so that the processes it starts end with it.
            start_new_session=True,
        )
        if sys.platform == "win32":
            self._job = WindowsJob(int(process._handle), limits.max_memory)
        return process

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            if self._job is not None:
                self._job.end()
                # Where the system gave no job, there is this.
                process.kill()
            elif process.returncode is None:
                end_tree(process.pid, group=True)

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """End the process; the most bytes of memory that it had."""
        with self._lock:
            return self._reaped(process)

    def _reaped(self, process: subprocess.Popen[bytes]) -> int:
        self._kill(process)
        peak = 0
        if self._job is not None:
            peak = self._job.peak()
            self._job.close()
        self._job = None
        if sys.platform != "win32" and process.returncode is None:
            with contextlib.suppress(ChildProcessError):
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                # It was begun with our own peak: only what is above that is its own.
                import resource

                own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                unit = 1 if sys.platform == "darwin" else 1024
                peak = usage.ru_maxrss * unit if usage.ru_maxrss > own else 0
        process.wait()
        for pipe in _pipes(process):
            with contextlib.suppress(OSError):
                pipe.close()
        return peak


class _Clock:
    """Calls `end` once the time is over, for the length of a `with`."""

    def __init__(self, seconds: float, end: Callable[[], None]) -> None:
        self._until = time.monotonic() + seconds
        self._end = end
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.over = False

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def extend(self, seconds: float) -> None:
        """Let the time be over so much later."""
        self._until += seconds

    def _watch(self) -> None:
        while not self._stopped.wait(max(0.0, self._until - time.monotonic())):
            if time.monotonic() >= self._until:
                self.over = True
                self._end()
                return


_MOMENT = 2.0
"""Seconds that a process which has closed its pipe may take to end by itself: its own exit code
says why."""


def _let_end(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _MOMENT
    while not _has_ended(process) and time.monotonic() < until:
        time.sleep(0.01)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has; on POSIX it is still to be waited for (macOS cannot look without waiting)."""
    if sys.platform == "win32":
        return process.poll() is not None
    if sys.platform == "darwin":
        return process.returncode is not None
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    try:
        return os.waitid(os.P_PID, process.pid, options) is not None
    except ChildProcessError:
        return True


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _beyond_limits(answer: Done | Failure) -> bool:
    """Whether the process should not be used again: memory that was short may stay so."""
    return isinstance(answer, Failure) and answer.error == LimitExceededError.__name__
