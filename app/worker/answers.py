"""What a bounded process says to the one that watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dutylist.records.errors import DutyListError, LimitExceededError


@dataclass(frozen=True)
class Stage:
    """What the process is at, in Chinese."""

    text: str


@dataclass(frozen=True)
class MoreTime:
    """So many seconds may be taken in addition from now on."""

    seconds: float


@dataclass(frozen=True)
class Done:
    """The task's result."""

    value: Any


@dataclass(frozen=True)
class Failure:
    """Why there is none: the error's name, its exit code, the sentence for the clerk."""

    error: str
    exit_code: int
    message: str


Tell = Callable[[Stage | MoreTime], None]


def failure_of(error: DutyListError) -> Failure:
    """The failure that an error for the clerk is."""
    return Failure(type(error).__name__, error.exit_code, str(error))


def too_large(name: str, memory: int) -> LimitExceededError:
    """The error for a file that takes more than so many MiB of memory."""
    return LimitExceededError(
        f"用的内存超过 {memory} MB，已经停止",
        "文件可能损坏或过大，请核对；确实需要时可用 --max-memory 放宽",
        file=name,
    )


def too_slow(name: str, seconds: float) -> LimitExceededError:
    """The error for a file that takes more than so many seconds."""
    return LimitExceededError(
        f"超过 {seconds:g} 秒还没有完成，已经停止",
        "文件可能损坏或过大，请核对；确实需要时可用 --max-seconds 放宽",
        file=name,
    )


DIED = "WorkerDied"
"""The name of the failure of a process that died for no known reason."""


def died(name: str, status: int) -> Failure:
    """The failure of a process that died; `status` is its exit code, negative for a signal."""
    how = f"收到信号 {-status}" if status < 0 else f"退出码 {status}"
    return Failure(
        DIED,
        DutyListError.exit_code,
        f"{f'“{name}”：' if name else ''}处理程序意外退出（{how}），多半是文件损坏。"
        "请核对文件，或把它发给维护人员。",
    )
