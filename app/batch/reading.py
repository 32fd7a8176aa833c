"""Reading one file of a batch into rows, in a bounded process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dutylist.app.batch.outcome import Outcome, Told, reader_version
from dutylist.app.batch.rows import ListRows, list_rows
from dutylist.app.worker.answers import DIED, Failure, MoreTime, Tell
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list

ATTEMPTS = 2
"""How often a file is tried whose process dies."""


@dataclass(frozen=True)
class Wanted:
    """A file to be read, within limits; `told` is what the clerk says of all files."""

    path: Path
    limits: ReadLimits
    told: Told


def read_rows(wanted: Wanted, tell: Tell) -> ListRows:
    """The rows of a file; runs in the bounded process."""
    limits = replace(wanted.limits, more_time=lambda seconds: tell(MoreTime(seconds)))
    told = wanted.told
    return list_rows(read_duty_list(wanted.path, told.departments, limits, told.choices))


def read_content(
    worker: Worker, limits: ReadLimits, told: Told, sha256: str, name: str, content: bytes
) -> Outcome:
    """Read a file's content. The death of the process is a failure after a second try. `name` is
    the file's for messages, with folders.
    """
    path = worker.folder / Path(name).name
    attempts = 0
    while attempts < ATTEMPTS:
        attempts += 1
        # Written anew: what the process leaves when it dies is cleared away.
        path.write_bytes(content)
        result = worker.run(read_rows, Wanted(path, limits, told), name=name)
        if not (isinstance(result, Failure) and result.error == DIED):
            break
    path.unlink(missing_ok=True)
    return Outcome(sha256, reader_version(told), result, attempts)
