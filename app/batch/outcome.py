"""What comes of reading one file: its rows, or why there are none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from dutylist.app.batch.rows import ListRows
from dutylist.app.worker.answers import Failure
from dutylist.extract.lists.choices import Choices
from dutylist.records.model import Department


@dataclass(frozen=True)
class Outcome:
    """One file's content, read. `reader` is the version of the reader that did it."""

    sha256: str
    reader: str
    result: ListRows | Failure
    attempts: int = 1


@dataclass(frozen=True)
class Told:
    """What the clerk says of all files: of tables and columns, and confirmed departments."""

    choices: Choices = field(default_factory=Choices)
    departments: tuple[Department, ...] = ()


def reader_version(told: Told = Told()) -> str:
    """The version of what turns a file into rows: the reader's, and what it was told."""
    said = hashlib.sha256(repr(told).encode()).hexdigest()[:6]
    return _program_version() if told == Told() else f"{_program_version()}+{said}"


@cache
def _program_version() -> str:
    """The program's version, and a digest of its source.

    The digest changes with every change of the reader, so that a store never keeps what an
    older reader understood.
    """
    digest = hashlib.sha256()
    for package, left_out in _PACKAGES:
        for source in sources(files("dutylist").joinpath(package), left_out):
            digest.update(source.read_bytes())
    return f"{version('dutylist')}+{digest.hexdigest()[:12]}"


def sources(folder: Traversable, left_out: Collection[str] = ()) -> list[Traversable]:
    """What the reader is made of, below a folder: its code and its data, sorted by name in each,
    without the folder's own files of the names `left_out`."""
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += sources(entry)
        elif entry.name.endswith((".py", ".toml")) and entry.name not in left_out:
            found.append(entry)
    return found


# What only asks or shows.
_NOT_READING = {"queries.py", "output.py", "report.py", "commands.py", "run.py", "cluster.py"}
_PACKAGES: tuple[tuple[str, Collection[str]], ...] = (
    ("app/batch", _NOT_READING),
    # Rows of what was corrected on the page.
    ("app/corrections", ()),
    ("extract", ()),
    ("records", ()),
)
