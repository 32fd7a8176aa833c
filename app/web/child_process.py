"""Running a task in a process of its own, within limits; the parent's side of child.py."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, Literal

from dutylist.app.processes import kill_group
from dutylist.app.web.settings import Limits

Task = Literal["read", "picture", "document", "comparison"]

_CPU_SIGNAL = getattr(signal, "SIGXCPU", None)

_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()


class TaskFailedError(Exception):
    """The task came to nothing; the message is a Chinese sentence for the clerk."""


def run_child(
    task: Task,
    request: dict[str, Any],
    limits: Limits,
    on_progress: Callable[[str], None] = lambda stage: None,
) -> dict[str, Any]:
    """Run a task of child.py and return what it answers.

    `on_progress` is told each stage in Chinese. Raises TaskFailedError where the task fails, or
    the process is ended at a limit or dies.
    """
    process = _start(task, limits)
    overtime = threading.Event()

    def end() -> None:
        overtime.set()
        kill_group(process)

    timer = threading.Timer(limits.seconds, end)
    timer.start()
    try:
        answer = _converse(process, request, on_progress)
    finally:
        timer.cancel()
        kill_group(process)
        with _lock:
            _running.discard(process)
    if answer is None:
        raise TaskFailedError(_death(process.returncode, overtime.is_set(), limits))
    if "error" in answer:
        raise TaskFailedError(str(answer["error"]))
    return answer


def stop_children() -> None:
    """End every running child at once."""
    with _lock:
        processes = list(_running)
    for process in processes:
        kill_group(process)


def _start(task: Task, limits: Limits) -> subprocess.Popen[bytes]:
    arguments = [task, str(limits.seconds), str(limits.cpu_seconds), str(limits.memory)]
    process = subprocess.Popen(
        # -P: a folder named "records" where the command is run must not be imported.
        [sys.executable, "-P", "-m", "dutylist.app.web.child", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Each thread of a numerical library takes address space that counts as memory.
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        # A group of its own, so that the processes it starts end with it.
        start_new_session=True,
    )
    with _lock:
        _running.add(process)
    return process


def _converse(
    process: subprocess.Popen[bytes], request: dict[str, Any], on_progress: Callable[[str], None]
) -> dict[str, Any] | None:
    """The child's last word, or None where it died without one."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
        for line in process.stdout:
            message = json.loads(line)
            if not isinstance(message, dict):
                return None
            if "stage" not in message:
                return message
            on_progress(str(message["stage"]))
    return None


def _death(status: int, overtime: bool, limits: Limits) -> str:
    if overtime or (_CPU_SIGNAL is not None and status == -_CPU_SIGNAL):
        return (
            f"超过 {limits.seconds:g} 秒还没有完成，已经停止。"
            "文件可能损坏或过大，请检查后再试；其他清单不受影响。"
        )
    how = f"信号 {-status}" if status < 0 else f"退出码 {status}"
    return (
        f"处理程序意外退出（{how}），多半是文件损坏或内存不够。请检查文件后再试；其他清单不受影响。"
    )
