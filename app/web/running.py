"""One page for each data folder: a second start opens the page that is running."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dutylist.app.locks import lock
from dutylist.render.files import replace_file

_LOCK = "serve.lock"
_ADDRESS = "running.json"
_PATIENCE = 10.0
"""Seconds in which a page that has just started says where it is."""


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether this is the only page over the folder; it is, for the length of the `with`.

    The system frees the lock of a process that dies. A folder on a disk that knows no locks
    (some network drives) is taken to be ours.
    """
    with (folder / _LOCK).open("a+b") as file:
        if lock(file) is False:
            yield False
            return
        (folder / _ADDRESS).unlink(missing_ok=True)
        try:
            yield True
        finally:
            (folder / _ADDRESS).unlink(missing_ok=True)


def say_where(folder: Path, url: str) -> None:
    """Let a second start know the address, which nobody else may read."""
    private(folder / _ADDRESS, json.dumps({"url": url}))


def where(folder: Path) -> str:
    """The address of the page that is running; "" where it does not say."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads((folder / _ADDRESS).read_text("utf-8"))["url"])
        time.sleep(0.1)
    return ""


def private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        replace_file(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
