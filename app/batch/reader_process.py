"""Reading a file in a process of its own, within limits; the parent's side of child.py.

Why no ready-made pool: when a worker of concurrent.futures dies, every file in the pool fails and
none is known to be the culprit; other pools hand out work through one shared queue and do not
notice a worker that leaves with exit code 0. Here each process has its own pipes and one file at
a time, so that its death tells which file it was.
"""

from __future__ import annotations

import contextlib
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

from dutylist.app.batch.outcome import Failure, Limits, Outcome, failure_of, reader_version
from dutylist.app.batch.rows import ListRows
from dutylist.app.processes import kill_group
from dutylist.records.errors import DutyListError, LimitExceededError

ATTEMPTS = 2
"""How often a file is tried whose process dies."""


class ReaderProcess:
    """A process that reads files one by one; started when needed, again when it has died."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        # The parent's, since a process that dies cannot clear up behind it.
        self._folder = tempfile.TemporaryDirectory(prefix="dutylist-")
        self._stopped = False

    def read(self, sha256: str, name: str, data: bytes) -> Outcome:
        """Read a file's content. Its process's death is a failure after a second try."""
        reader = reader_version()
        status = 0
        for attempt in range(1, ATTEMPTS + 1):
            result = self._read_once(name, data)
            if not isinstance(result, int):
                return Outcome(sha256, reader, result, attempt)
            status = result
        return Outcome(sha256, reader, _death(name, status), ATTEMPTS)

    def stop(self) -> None:
        """End the process at once, whatever it is doing."""
        self._stopped = True
        if self._process is not None:
            _end(self._process)
        self._folder.cleanup()

    def _read_once(self, name: str, data: bytes) -> ListRows | Failure | int:
        """The result, or the exit status of a process that died."""
        process = self._running()
        requests, results = _pipes(process)
        overtime = threading.Event()

        def end() -> None:
            overtime.set()
            _end(process)

        timer = threading.Timer(self._limits.seconds, end)
        timer.start()
        result: ListRows | Failure | None = None
        # A process without memory answers before it has taken in the whole request.
        with contextlib.suppress(OSError):
            pickle.dump(name, requests)
            pickle.dump(data, requests)
            requests.flush()
        with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
            result = pickle.load(results)
        timer.cancel()
        timer.join()
        if result is None or overtime.is_set() or _out_of_memory(result):
            _end(process)
            self._process = None
            for left in Path(self._folder.name).iterdir():
                shutil.rmtree(left, ignore_errors=True)
        if result is not None:
            return result
        if overtime.is_set():
            return failure_of(
                LimitExceededError(
                    f"{self._limits.seconds:g} 秒没有读完", "可用 --timeout 放宽后再试", file=name
                )
            )
        return process.returncode

    def _running(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise RuntimeError("stopped")
        if self._process is None:
            self._process = subprocess.Popen(
                # -P: a folder named "records" where the command is run must not be imported.
                [
                    *(sys.executable, "-P", "-m", "dutylist.app.batch.child"),
                    *(str(self._limits.seconds), str(self._limits.memory), self._folder.name),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # A group of its own, so that the processes it starts end with it.
                start_new_session=True,
            )
        return self._process


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    kill_group(process)
    for pipe in _pipes(process):
        with contextlib.suppress(OSError):
            pipe.close()


def _out_of_memory(result: ListRows | Failure) -> bool:
    return isinstance(result, Failure) and result.error == LimitExceededError.__name__


def _death(name: str, status: int) -> Failure:
    how = f"收到信号 {-status}" if status < 0 else f"退出码 {status}"
    return Failure(
        "ReaderDied",
        DutyListError.exit_code,
        f"“{name}”：读取程序意外退出（{how}），试了 {ATTEMPTS} 次都是这样。请把文件发给维护人员。",
    )
