"""Kill -9 at chosen moments of an act: before a line of some of our modules is run.

The act runs in a copy of this process, so that a kill costs no start of Python, and the moments
are the same each time. The process itself must never have run one: the threads of a library
(Typst, a recogniser) are not in the copy.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

LONGEST = 60
"""Seconds that an act may take."""

Act = Callable[[], object]


def moments(act: Act, folders: tuple[str, ...]) -> int:
    """How many lines of the modules below these folders the act runs."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        seen = _watched(act, folders, -1)
        os.write(writing, str(seen).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return int(said)


def killed(act: Act, folders: tuple[str, ...], moment: int) -> bool:
    """Whether the act was killed before the line of that number; else it came to its end."""
    child = os.fork()
    if child == 0:
        _watched(act, folders, moment)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status != 0


def done(act: Act) -> None:
    """Do an act to its end, in a copy as well."""
    assert not killed(act, (), 0)


def spread(number: int, total: int) -> Iterator[int]:
    """So many moments, from the first to the last but one."""
    yield from (1 + kill * (total - 1) // number for kill in range(number))


def _watched(act: Act, folders: tuple[str, ...], moment: int) -> int:
    """Do the act in this process; the lines that were run."""
    # What hangs is no kill.
    signal.alarm(LONGEST)
    seen = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal seen
        if event == "line":
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(folders) else None

    sys.settrace(call)
    try:
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(3)
    sys.settrace(None)
    return seen
