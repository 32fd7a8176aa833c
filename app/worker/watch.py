"""The command line's own bounds: it reads a stranger's file in a process that another one watches.

Where the system can copy a process (fork), the first file that is read splits the command in two:
the copy goes on with all there is to do and bounds its own memory, the original waits, ends it
when the time is over, and turns its death into a sentence and an exit code. That costs a start
nothing. On Windows the whole command runs again as a watched child from its beginning.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

from dutylist.app.temporary import HeldFolder
from dutylist.app.worker.answers import died, too_large, too_slow
from dutylist.app.worker.ending import end_tree
from dutylist.app.worker.memory import memory_limited, out_of_memory
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import LimitExceededError

if sys.platform == "win32":
    import msvcrt
    import subprocess

    from dutylist.app.worker.windows import WindowsJob

_WATCHED = "DUTYLIST_WATCHED"
"""On Windows: the pipe by which a watched command says what it is at."""

_GRACE = 0.5
"""Seconds that a reader's own, better sentence may come after the time is over."""

_HOUR = 3600.0

_TICK = 0.1
"""Seconds between two looks at the clock on Windows."""

_PR_SET_PDEATHSIG = 1
"""linux/prctl.h: the signal that a process gets when its parent dies."""


class _Watch:
    """Whether this process may be split, and the pipe to the one that watches it."""

    allowed = False
    pipe: int | None = None
    folder: HeldFolder | None = None
    """Held by both processes, so that it is nobody's only when both have ended."""


def allow_watching() -> None:
    """Let `bounded` split this process: it is the command itself, not a test or a library's user.

    On Windows it may be the watched child itself.
    """
    _Watch.allowed = True
    if sys.platform == "win32" and _WATCHED in os.environ:
        _Watch.pipe = msvcrt.open_osfhandle(int(os.environ.pop(_WATCHED)), os.O_WRONLY)


@contextmanager
def bounded(name: str, limits: ReadLimits) -> Iterator[ReadLimits]:
    """Within the limits of memory and time for the length of a `with`, for the file of that name.

    Gives the limits to read with. Raises LimitExceededError where Python itself runs out of
    memory; what ends the process otherwise is told by the one that watches it.
    """
    if not _Watch.allowed:
        yield limits
        return
    if _Watch.pipe is None:
        if sys.platform == "win32":
            _split_on_windows()
        _split()
    _say(name=name, seconds=limits.max_seconds, memory=limits.max_memory)
    try:
        with memory_limited(limits.max_memory):
            yield replace(limits, more_time=lambda seconds: _say(more=seconds))
    except MemoryError as error:
        raise too_large(name, limits.max_memory) from error
    finally:
        _say(name="")


def _say(**message: object) -> None:
    assert _Watch.pipe is not None
    with contextlib.suppress(OSError):
        os.write(_Watch.pipe, json.dumps(message).encode() + b"\n")


def _split() -> None:
    """Go on in a copy of this process; the original only watches it, and never returns."""
    reading, writing = os.pipe()
    folder = _folder()
    sys.stdout.flush()
    sys.stderr.flush()
    original = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        tempfile.tempdir = str(folder.path) if folder else None
        _Watch.pipe = writing
        if sys.platform == "linux":
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != original:
                os._exit(1)
        return
    os.close(writing)
    # Ctrl-C reaches the copy as well, which says what is to be said; other ends are passed on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: os.kill(child, number))
    told = _Told()
    over = _watch(reading, told, lambda: end_tree(child, group=False))
    _, wait_status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if folder is not None:
        folder.remove()
    _end_as(os.waitstatus_to_exitcode(wait_status), over, peak, told)


def _folder() -> HeldFolder | None:
    """A folder for the temporary files of the watched process, which may be ended at any moment;
    None where there is no place for one: most commands need none."""
    try:
        _Watch.folder = HeldFolder()
    except OSError:
        return None
    return _Watch.folder


class _Told:
    """What the watched process has said: the file that it reads, and within which limits."""

    name = ""
    seconds = 0.0
    memory = 0
    until: float | None = None

    def hear(self, line: bytes) -> None:
        """Take in one message."""
        said = json.loads(line)
        if "more" in said:
            self.until = (self.until or time.monotonic()) + said["more"]
        elif said["name"]:
            self.name, self.seconds, self.memory = said["name"], said["seconds"], said["memory"]
            self.until = time.monotonic() + self.seconds + _GRACE
        else:
            self.name, self.until = "", None


def _watch(pipe: int, told: _Told, end: Callable[[], None]) -> bool:
    """Hear the watched process until it has ended; whether it was ended because time was over."""
    waiting = b""
    while True:
        left = None if told.until is None else told.until - time.monotonic()
        if left is not None and left <= 0:
            end()
            return True
        ready, _, _ = select.select([pipe], [], [], None if left is None else min(left, _HOUR))
        if not ready:
            continue
        chunk = os.read(pipe, 65_536)
        if not chunk:
            return False
        *lines, waiting = (waiting + chunk).split(b"\n")
        for line in lines:
            told.hear(line)


def _end_as(status: int, over: bool, peak: int, told: _Told) -> NoReturn:
    """End this process as the watched one ended, with a sentence where it could not say its own."""
    error = _error_of(status, over, peak, told)
    if error is not None:
        message, code = error
        sys.stderr.write(f"出错：{message}\n")
        sys.stderr.flush()
        os._exit(code)
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


def _error_of(status: int, over: bool, peak: int, told: _Told) -> tuple[str, int] | None:
    """The sentence and exit code for a process that ended while it read a file."""
    if over:
        return str(too_slow(told.name, told.seconds)), LimitExceededError.exit_code
    if not told.name or (status >= 0 and sys.platform != "win32"):
        return None
    if out_of_memory(status, peak, told.memory):
        return str(too_large(told.name, told.memory)), LimitExceededError.exit_code
    if -status in (signal.SIGINT, signal.SIGTERM):
        return None
    failure = died(told.name, status)
    return failure.message, failure.exit_code


if sys.platform == "win32":

    def _split_on_windows() -> None:
        """Run the same command as a watched child, from its beginning, and end as it ends."""
        reading, writing = os.pipe()
        handle = msvcrt.get_osfhandle(writing)
        os.set_handle_inheritable(handle, True)
        folder = _folder()
        place = dict.fromkeys(("TEMP", "TMP"), str(folder.path)) if folder else {}
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dutylist.app.cli", *sys.argv[1:]],
            env={**os.environ, **place, _WATCHED: str(handle)},
            close_fds=False,
        )
        os.close(writing)
        job = WindowsJob(int(process._handle))
        told = _Told()

        def hear() -> None:
            with os.fdopen(reading, "rb") as pipe:
                for line in pipe:
                    told.hear(line)
                    job.limit(told.memory if told.name else 0)

        hearing = threading.Thread(target=hear, daemon=True)
        hearing.start()
        over = False
        while process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                process.wait(timeout=_TICK)
            if told.until is not None and time.monotonic() > told.until and not over:
                over = True
                job.end()
                # Where the system gave no job, there is this.
                process.kill()
        # What it said last may not be heard yet; a process that it left behind may hold the pipe.
        hearing.join(_GRACE)
        if folder is not None:
            folder.remove()
        _end_as(process.returncode, over, job.peak(), told)
