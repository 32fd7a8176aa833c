"""The process that does one task after another: what a bad file brings down is only this.

A program of its own: `python -m dutylist.app.worker.child SECONDS MIB FOLDER`, with a folder for
temporary files. Requests (task, name, request) come in on standard input and answers go out on
standard output, all pickled: `Stage` and `MoreTime` while the task runs, then `Done` or `Failure`.
It ends when its input ends, that is also when its parent dies; then nobody else removes the
folder.
"""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import os
import pickle
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dutylist.app.worker.answers import Done, Failure, MoreTime, Stage, Tell, failure_of, too_large
from dutylist.app.worker.memory import OUT_OF_MEMORY, memory_limited
from dutylist.records.errors import DutyListError

GRACE = 10
"""Seconds after which a child ends itself, where the parent that should have done so is dead."""


def main() -> None:
    """Do what is asked for until nothing more is."""
    seconds, memory, tempfile.tempdir = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    # Where Ctrl-C reaches children too, the parent decides what becomes of them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def tell(message: Stage | MoreTime | Done | Failure) -> None:
        if isinstance(message, MoreTime):
            _end_after(seconds + message.seconds)
        pickle.dump(message, answers)
        answers.flush()

    # The parent is gone: nobody to tell.
    with contextlib.suppress(EOFError, BrokenPipeError), memory_limited(memory):
        try:
            while True:
                task, name, request = pickle.load(sys.stdin.buffer)
                _end_after(seconds)
                tell(attempt(task, name, request, tell, memory))
                faulthandler.cancel_dump_traceback_later()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
    shutil.rmtree(tempfile.tempdir, ignore_errors=True)
    # Threads of a library that still run must not keep the process.
    os._exit(0)


def _end_after(seconds: float) -> None:
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True)


def attempt(
    task: Callable[[Any, Tell], Any], name: str, request: Any, tell: Tell, memory: int
) -> Done | Failure:
    """Do a task. `name` is the name by which a person knows the file, "" for that of the error."""
    try:
        return Done(task(request, tell))
    except DutyListError as error:
        if error.file and name:
            error.file = name
        return failure_of(error)
    except MemoryError:
        # Answered below, when the task's own memory is free again.
        pass
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return failure_of(too_large(name, memory))
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Failure(
            type(error).__name__,
            DutyListError.exit_code,
            f"{f'“{name}”：' if name else ''}程序内部错误（{type(error).__name__}：{error}，"
            f"{Path(place.filename).name} 第 {place.lineno} 行）。请把文件发给维护人员。",
        )
    return failure_of(too_large(name, memory))


if __name__ == "__main__":
    main()
