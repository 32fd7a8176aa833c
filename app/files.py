"""Reading what a command names and writing what it makes; "-" is standard input or output."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from dutylist.app.terminal import give, say
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.lists.choices import Choices
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import CannotWriteError
from dutylist.records.model import Department, DutyList
from dutylist.render.files import keep_old, write_file

STANDARD = "-"


def read_list(
    name: str,
    confirmed: tuple[Department, ...] = (),
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    choices: Choices = Choices(),  # noqa: B008
) -> DutyList:
    """The records of the file that a command names."""
    if name != STANDARD:
        return read_duty_list(Path(name), confirmed, limits, choices)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "标准输入"
        path.write_bytes(sys.stdin.buffer.read())
        return read_duty_list(path, confirmed, limits, choices)


def write_text(name: str, text: str) -> None:
    """Write a text file whole or not at all. Raises CannotWriteError."""
    if name == STANDARD:
        give(text)
        return
    _write(Path(name), text.encode())


def not_over(source: str, target: str) -> None:
    """Raise CannotWriteError where a file would be written over the one that was read."""
    if STANDARD not in (source, target):
        with contextlib.suppress(OSError):
            if os.path.samefile(source, target):
                raise CannotWriteError(
                    "这就是原件，不能写在它上面", "请另写一个文件名", file=target
                )


def write_by_hand(name: str, content: bytes) -> None:
    """Write a file that people go on with by hand; what stood there is kept under a number."""
    if name == STANDARD:
        give(content)
        return
    path = Path(name)
    if os.path.isfile(path) and path.read_bytes() != content:
        say(f"原来的“{path}”已另存为“{keep_old(path).name}”。", err=True)
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    write_file(path.parent, path.name, content)
