"""The files of a folder, told apart by what is in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dutylist.app.archives import may_be_list
from dutylist.app.worker.answers import Failure, failure_of
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import (
    DamagedFileError,
    FileMissingError,
    LimitExceededError,
    system_words,
)


@dataclass(frozen=True)
class Job:
    """A content to be read: its digest, one of the files that have it, and that file's name for
    messages, with the folders below the one that is read."""

    sha256: str
    path: Path
    name: str


def find_files(
    folder: Path, leave_out: Iterable[Path] = ()
) -> tuple[list[Path], dict[Path, Failure]]:
    """All files below a folder, sorted; without hidden ones, Office's lock files ("~$…") and those
    to be left out. And what could not be looked into: folders without rights, paths too long.

    Raises FileMissingError where there is no such folder.
    """
    if os.path.isfile(folder):
        raise FileMissingError(
            "这是文件，不是文件夹", "一份清单用 dutylist extract、dutylist check", file=str(folder)
        )
    if not os.path.isdir(folder):
        raise FileMissingError("找不到这个文件夹", "请核对文件夹的名称", file=str(folder))
    root = folder.resolve()
    unwanted = {path.resolve() for path in leave_out}
    closed: dict[Path, Failure] = {}

    def note(error: OSError) -> None:
        path = Path(error.filename)
        if may_be_list(path.relative_to(root).parts):
            closed[path] = _unreadable(shown_name(path, folder), error)

    files = []
    for base, _, names in os.walk(root, onerror=note):
        for path in (Path(base, name) for name in names):
            try:
                wanted = path.is_file() and may_be_list(path.relative_to(root).parts)
            except OSError as error:
                note(error)
            else:
                files += [path] if wanted and path not in unwanted else []
    return sorted(files), closed


def path_text(path: Path | str) -> str:
    """A path that can be stored and shown: bytes that are no UTF-8 stand as "�"."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def shown_name(path: Path, folder: Path) -> str:
    """How messages call a file: with the folders below the one that is read."""
    root = folder.resolve()
    inside = path != root and path.is_relative_to(root)
    return path_text(path.relative_to(root) if inside else path.name)


def digest(path: Path) -> str | Failure:
    """The SHA-256 of a file's content, or why it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return _unreadable(path_text(path.name), error)


def job_content(job: Job, limits: ReadLimits) -> bytes | Failure:
    """A job's content, or why there is none: gone, changed since, or too large."""
    try:
        size = job.path.stat().st_size
        if size > limits.max_bytes:
            return failure_of(
                LimitExceededError(
                    f"文件有 {size >> 20} MB，超过上限 {limits.max_bytes >> 20} MB",
                    "请核对是不是选错了文件，或用 --max-mb 放宽",
                    file=job.name,
                )
            )
        content = job.path.read_bytes()
    except OSError as error:
        return _unreadable(job.name, error)
    if hashlib.sha256(content).hexdigest() != job.sha256:
        return failure_of(DamagedFileError("文件在读取期间被改动", "请再运行一次", file=job.name))
    return content


def _unreadable(name: str, error: OSError) -> Failure:
    return failure_of(
        FileMissingError(f"读不到（{system_words(error)}）", "请核对权限和路径的长度", file=name)
    )
