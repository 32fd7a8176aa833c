"""Folders for temporary files that stay behind no process for good, however it ended.

Each has a file that its maker keeps locked, which the system frees when the maker dies. The first
folder that a run makes is the occasion to remove those that nobody holds any more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from dutylist.app.locks import lock

_PREFIX = "dutylist-"
_HELD = ".held"

YOUNG = 60.0
"""Seconds in which a folder's maker has surely locked its file."""


class HeldFolder:
    """A new folder for temporary files, this process's until `remove` or its end.

    Raises OSError where there is no place for one.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        file = (self.path / _HELD).open("w+b")
        lock(file)
        # A copy of the process (fork) must not take the folder from the one that made it.
        self._end = weakref.finalize(self, _end, self.path, file, os.getpid())
        _remove_left(self.path.parent)

    def remove(self) -> None:
        """Remove the folder; what cannot be removed is no reason to fail."""
        self._end()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for temporary files, for the length of a `with`."""
    folder = HeldFolder()
    try:
        yield folder.path
    finally:
        folder.remove()


def _end(path: Path, file: IO[bytes], maker: int) -> None:
    if os.getpid() == maker:
        # Windows removes no file that is open.
        file.close()
        shutil.rmtree(path, ignore_errors=True)


@cache
def _remove_left(parent: Path) -> None:
    """Remove what processes left that were killed; once in each run."""
    with contextlib.suppress(OSError):
        for folder in parent.glob(f"{_PREFIX}*"):
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Whether a folder is one of ours that nobody holds."""
    try:
        state = folder.lstat()
        ours = not hasattr(os, "getuid") or state.st_uid == os.getuid()
        if not ours or folder.is_symlink() or time.time() - state.st_mtime < YOUNG:
            return False
        with (folder / _HELD).open("r+b") as file:
            return lock(file) is True
    except OSError:
        return False
