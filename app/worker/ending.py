"""Ending a process with all that it has started."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def end_tree(pid: int, *, group: bool) -> None:
    """Kill a process that nobody has waited for yet, and all below it.

    `group` says that it leads a process group of its own, which ends with it. What it started in
    groups of their own (LibreOffice) is found where the system lists children (Linux).
    """
    below = descendants(pid)
    with contextlib.suppress(ProcessLookupError):
        if group:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)
    for child in below:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and theirs; none where the system lists none."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, listed.read_text().split()):
                found += [child, *descendants(child)]
    return found
