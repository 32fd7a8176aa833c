"""Each file stands for itself: one that cannot be made or written costs none of the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from dutylist.records.errors import CannotWriteError, DutyListError
from dutylist.render.files import write_document

Given = ParamSpec("Given")

MOST_NAMED = 4
"""So many files are named in an error; of a folder of excerpts the number says more."""


@dataclass(frozen=True)
class Wanted:
    """A document to be written: its folder, its name, and what makes its content."""

    folder: Path
    name: str
    content: Callable[[], bytes]


def write_each(files: Iterable[Wanted], source: str = "") -> Iterator[Path]:
    """Make and write the documents one by one, yielding each path. `source` is the file, or the
    files, that all are made of: what was made of another one is kept.

    What fails is raised at the end, as one error that names what was not written, with the exit
    code of the first. A folder that takes no files is not tried again.
    """
    written = 0
    failed: list[tuple[str, Exception]] = []
    closed: dict[Path, Exception] = {}
    for one in files:
        try:
            if one.folder in closed:
                raise closed[one.folder]
            path = write_document(one.folder, one.name, one.content(), source)
        except MemoryError:
            # Whoever bounds this process tells it; and what comes next would fail as well. What is
            # being made beside it ends first, while the limit still holds.
            if isinstance(files, Generator):
                files.close()
            raise
        except Exception as error:
            failed.append((one.name, error))
            if isinstance(error, CannotWriteError) and not _takes_files(one.folder):
                closed[one.folder] = error
        else:
            written += 1
            yield path
    if failed:
        raise _not_written(failed, written)


def written(files: Callable[Given, Iterable[Wanted]]) -> Callable[Given, Iterator[Path]]:
    """The function that takes what `files` takes, and writes its documents as `write_each`."""

    @wraps(files)
    def write(*given: Given.args, **named: Given.kwargs) -> Iterator[Path]:
        return write_each(files(*given, **named))

    return write


def all_written(files: Callable[Given, Iterable[Wanted]]) -> Callable[Given, list[Path]]:
    """The same, with all paths at once."""

    @wraps(files)
    def write(*given: Given.args, **named: Given.kwargs) -> list[Path]:
        return list(write_each(files(*given, **named)))

    return write


def attempted(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Make a content now; what went wrong is raised when it is asked for."""
    made: Future[bytes] = Future()
    try:
        made.set_result(make())
    except Exception as error:
        made.set_exception(error)
    return made.result


def _takes_files(folder: Path) -> bool:
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def _not_written(failed: list[tuple[str, Exception]], written: int) -> Exception:
    """The error for files that were not written; it tells how many were all the same."""
    _, first = failed[0]
    reasons = list(dict.fromkeys(_reason(name, error) for name, error in failed))
    if isinstance(first, DutyListError) and not written and len(reasons) == 1:
        return first
    others = f"；其余 {written} 个文件已写好" if written else ""
    more = f"；另有 {len(reasons) - 1} 种原因" if len(reasons) > 1 else ""
    error = DutyListError(f"{_named([n for n, _ in failed])}没有写成（{reasons[0]}{more}）{others}")
    error.exit_code = getattr(first, "exit_code", DutyListError.exit_code)
    error.__cause__ = first
    return error


def _named(names: list[str]) -> str:
    few = "、".join(f"“{name}”" for name in names[:MOST_NAMED])
    return f"{few}等 {len(names)} 个文件" if len(names) > MOST_NAMED else few


def _reason(name: str, error: Exception) -> str:
    """Why, in words; without the file's own name, so that one reason for many is one."""
    if not isinstance(error, DutyListError):
        return repr(error)
    if isinstance(error, CannotWriteError) or Path(error.file).name == name:
        return "。".join(part for part in (error.problem, error.advice) if part)
    return str(error).rstrip("。")
