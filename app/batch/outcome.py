"""What comes of reading one file: its rows, or why there are none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from dutylist.app.batch.rows import ListRows
from dutylist.records.errors import DutyListError


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds, MiB of memory, MiB of file."""

    seconds: float = 300
    memory: int = 3072
    file_size: int = 500


@dataclass(frozen=True)
class Failure:
    """Why a file was not read: the error's name, its exit code, the sentence for the clerk."""

    error: str
    exit_code: int
    message: str


@dataclass(frozen=True)
class Outcome:
    """One file's content, read. `reader` is the version of the reader that did it."""

    sha256: str
    reader: str
    result: ListRows | Failure
    attempts: int = 1


def failure_of(error: DutyListError) -> Failure:
    """The failure that an error for the clerk is."""
    return Failure(type(error).__name__, error.exit_code, str(error))


@cache
def reader_version() -> str:
    """The version of what turns a file into rows: the program's, and a digest of its source.

    The digest changes with every change of the reader, so that a store never keeps what an
    older reader understood.
    """
    digest = hashlib.sha256()
    for package in ("app/batch", "extract", "records"):
        for source in _sources(files("dutylist").joinpath(package)):
            digest.update(source.read_bytes())
    return f"{version('dutylist')}+{digest.hexdigest()[:12]}"


def _sources(folder: Traversable) -> list[Traversable]:
    """What the reader is made of, below a folder: its code and its data, sorted by name in each.

    What only asks or shows is left out.
    """
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _sources(entry)
        elif entry.name.endswith((".py", ".toml")) and entry.name not in _NOT_READING:
            found.append(entry)
    return found


_NOT_READING = {"queries.py", "output.py", "report.py", "commands.py", "run.py", "cluster.py"}
