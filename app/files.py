"""Reading what a command names and writing what it makes; "-" is standard input or output."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Department, DutyList
from dutylist.render.files import write_file

STANDARD = "-"


def read_list(
    name: str,
    confirmed: tuple[Department, ...] = (),
    limits: ReadLimits = ReadLimits(),  # noqa: B008
) -> DutyList:
    """The records of the file that a command names."""
    if name != STANDARD:
        return read_duty_list(Path(name), confirmed, limits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "标准输入"
        path.write_bytes(sys.stdin.buffer.read())
        return read_duty_list(path, confirmed, limits)


def write_text(name: str, text: str) -> None:
    """Write a text file whole or not at all. Raises CannotWriteError."""
    if name == STANDARD:
        click.echo(text, nl=False)
        return
    write_bytes(name, text.encode())


def write_bytes(name: str, content: bytes) -> None:
    """Write a file whole or not at all. Raises CannotWriteError."""
    path = Path(name)
    write_file(path.parent, path.name, content)
