"""Tasks for a worker process, kept apart: it imports them by name."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from dutylist.app.worker.answers import MoreTime, Stage, Tell


def echo(request: str, tell: Tell) -> str:
    tell(Stage("正在看"))
    return request * 2


def die(request: int, tell: Tell) -> None:
    os.kill(os.getpid(), request)


def linger(seconds: float, tell: Tell) -> str:
    tell(MoreTime(seconds))
    time.sleep(seconds)
    return "好"


def start_another(request: str, tell: Tell) -> int:
    """A program in a session of its own, as LibreOffice is started; then nothing more."""
    other = subprocess.Popen(["sleep", "600"], start_new_session=True)
    Path(request).write_text(str(other.pid))
    time.sleep(600)
    return 0


def hoard(kind: str, tell: Tell) -> object:
    """Take more memory than there is, in large or small pieces, or only in the answer."""
    if kind == "large":
        return len(b"x" * (1 << 40))
    if kind == "answer":
        return [f"{n:08}" for n in range(1_500_000)]
    held: list[object] = []
    while True:
        held.append({str(len(held)): [len(held)]})
