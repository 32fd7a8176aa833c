"""Reading what a command names and writing what it makes; "-" is standard input or output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from extract.read import read_duty_list
from records.errors import CannotWriteError
from records.model import Department, DutyList

STANDARD = "-"


def read_list(name: str, confirmed: tuple[Department, ...] = ()) -> DutyList:
    """The records of the file that a command names."""
    if name != STANDARD:
        return read_duty_list(Path(name), confirmed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "标准输入"
        path.write_bytes(sys.stdin.buffer.read())
        return read_duty_list(path, confirmed)


def write_text(name: str, text: str) -> None:
    """Write a text file whole or not at all. Raises CannotWriteError."""
    if name == STANDARD:
        click.echo(text, nl=False)
        return
    path = Path(name)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise CannotWriteError(
            f"写不进去（{error.strerror}）", "请换一个文件夹，或关闭正在打开的同名文件", file=name
        ) from error
