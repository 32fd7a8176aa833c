"""The process that reads one file after another: what a bad file brings down is only this.

It is a program of its own: requests come in on standard input and results go out on standard
output, both pickled. It ends when its input ends, that is also when its parent dies.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from dutylist.app.batch.outcome import Failure, failure_of
from dutylist.app.batch.rows import ListRows, list_rows
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError, LimitExceededError

GRACE = 10
"""Seconds after which a child ends itself, where the parent that should have done so is dead."""


def main() -> None:
    """Read requests (a file's name, then its bytes) until there are no more.

    The arguments are the limits, seconds and MiB, and a folder for temporary files.
    """
    seconds, memory, tempfile.tempdir = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    # Where Ctrl-C reaches children too, the parent decides what becomes of them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the results.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(memory)
    requests = sys.stdin.buffer
    while True:
        try:
            name = pickle.load(requests)
        except EOFError:
            return
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True)
        try:
            result = read_bytes(name, pickle.load(requests))
        except MemoryError:
            result = _out_of_memory(name)
        faulthandler.cancel_dump_traceback_later()
        try:
            pickle.dump(result, results)
            results.flush()
        except BrokenPipeError:
            os._exit(1)


def read_bytes(name: str, data: bytes) -> ListRows | Failure:
    """Read a file's content; `name` is its name, for messages. Every error becomes a failure."""
    try:
        with tempfile.TemporaryDirectory(prefix="dutylist-") as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return list_rows(read_duty_list(path))
    except DutyListError as error:
        return failure_of(error)
    except MemoryError:
        return _out_of_memory(name)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Failure(
            type(error).__name__,
            DutyListError.exit_code,
            f"“{name}”：程序内部错误（{type(error).__name__}：{error}，"
            f"{Path(place.filename).name} 第 {place.lineno} 行）。请把文件发给维护人员。",
        )


def _out_of_memory(name: str) -> Failure:
    return failure_of(
        LimitExceededError("读这个文件用的内存超出限度", "可用 --memory 放宽后再试", file=name)
    )


def _limit_memory(memory: int) -> None:
    """Let this process have no more than so many MiB. Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))


if __name__ == "__main__":
    main()
