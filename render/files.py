"""Files of documents: written whole or not at all, under names that every system takes."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import logging
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from dutylist.records.errors import CannotWriteError, system_words

_log = logging.getLogger(__name__)

NAME_LENGTH = 80
"""Characters of a file name before its suffix: 240 bytes in UTF-8, under every system's 255."""

NUMBERED = 8
"""Characters that （原有123） takes of it."""

INDEX = ".dutylist-index.json"
"""Beside the documents: the digests of those that we wrote, to tell which were edited since."""

_MADE_OF = "of "
"""Stands there before the digest of what a document was made of."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever its suffix."""

_UNFINISHED = ".写入中-"
"""How the name of a file begins that is being written."""

_LEFT_OVER = 600
"""Seconds after which such a file is nobody's any more: its run was killed, or the power failed.
Writing one takes seconds, even to a slow disk."""

PATIENCE = 2.0
"""Seconds to wait for a program that holds a file for a moment (a virus scanner, a preview)."""


def write_file(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all. Raises CannotWriteError naming the file.

    A link is followed; what is there and is no regular file (a device, a pipe) is written
    through. A regular file that is there keeps its permissions.
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            with path.open("wb") as through:
                through.write(content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except UnicodeEncodeError as error:
        raise CannotWriteError(
            "写不进去（文件名里有本机写不了的字）",
            "请把系统的区域设置改为中文或 UTF-8",
            file=ascii(str(path)),
        ) from error
    except OSError as error:
        raise CannotWriteError(
            f"写不进去（{system_words(error)}）",
            "请换一个可以写入的文件夹，或关闭正打开的同名文件",
            file=str(path),
        ) from error
    return path


def write_document(folder: Path, name: str, content: bytes, source: str = "") -> Path:
    """Write a document under a name that the program chose; raises CannotWriteError.

    A file of that name which is not as we wrote it (edited since, or somebody else's), or which
    was made of another `source` (a list's file, "" where none is told), is kept under a numbered
    name, and a warning is logged.
    """
    path = folder / name
    ours = _index(folder)
    there = _digest(path)
    digest = hashlib.sha256(content).hexdigest()
    known = ours.get(name, [])
    made_of = [_MADE_OF + hashlib.sha256(source.encode()).hexdigest()] if source else []
    others = _others(known, made_of)
    if there and there != digest and there not in known:
        kept = keep_old(path)
        _log.warning("“%s”改动过，原来的已另存为“%s”", path, kept.name)
    elif there and there != digest and others:
        kept = keep_old(path)
        ours[kept.name] = [there, *others]
        _log.warning("“%s”是用另一个文件做出的，原来的已另存为“%s”", path, kept.name)
    # Both digests are noted first: whichever file an interruption leaves is known as ours.
    ours[name] = list(dict.fromkeys([digest, *([there] if there else []), *made_of]))
    write_file(folder, INDEX, json.dumps(ours, indent=0).encode())
    try:
        return write_file(folder, name, content)
    except CannotWriteError as error:
        if not (isinstance(error.__cause__, PermissionError) and path.is_file()):
            raise
        other = write_file(folder, _free_name(path, "新").name, content)
        _log.warning("“%s”正被别的程序打开，新的写在“%s”", path, other.name)
        return other


def _others(known: Sequence[str], made_of: Sequence[str]) -> list[str]:
    """What else than that a file is known to be made of; nothing where either is not told."""
    sources = [one for one in known if one.startswith(_MADE_OF)]
    return [one for one in sources if made_of and one not in made_of]


def written_by_us(folder: Path, files: Iterable[Path]) -> set[Path]:
    """Those of a folder's files that are as we wrote them."""
    ours = _index(folder)
    return {path for path in files if _digest(path) in ours.get(path.name, ())} if ours else set()


def keep_old(path: Path) -> Path:
    """Copy a file to a numbered name beside it: 清单（原有1）.docx. Raises CannotWriteError."""
    kept = _free_name(path, "原有")
    return write_file(kept.parent, kept.name, path.read_bytes())


def _free_name(path: Path, word: str) -> Path:
    stem = path.stem[: NAME_LENGTH - NUMBERED]
    numbers = itertools.count(1)
    names = (path.with_name(f"{stem}（{word}{n}）{path.suffix}") for n in numbers)
    return next(name for name in names if not name.exists())


def _replace(path: Path, content: bytes) -> None:
    """Put a complete file in the place of a regular file or of nothing."""
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
            temporary = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _clear_left(path.parent)
        os.chmod(temporary, _permissions(path))
        replace_file(Path(temporary), path)
    except BaseException:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise


@cache
def _clear_left(folder: Path) -> None:
    """Remove what former runs left half written in a folder; once in each run."""
    with contextlib.suppress(OSError):
        # By the clock of the disk, which need not be ours: that of the file just written.
        left = [(path, path.stat().st_mtime) for path in folder.glob(f"{_UNFINISHED}*")]
        now = max(written for _, written in left)
        for path, written in left:
            if now - written > _LEFT_OVER:
                path.unlink()


def _permissions(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def replace_file(source: Path, target: Path) -> Path:
    """Put a file or folder in the place of another or of nothing; gives the new place.

    Windows refuses to replace what another program has open, mostly for a moment: that is waited
    for. Raises OSError.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
            return target
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > end:
                raise
            time.sleep(0.1)


def _index(folder: Path) -> dict[str, list[str]]:
    """The digests of the documents that we wrote in a folder; none where they are not readable."""
    try:
        found = json.loads((folder / INDEX).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    known = found.items() if isinstance(found, dict) else ()
    return {name: digests for name, digests in known if isinstance(digests, list)}


def _digest(path: Path) -> str:
    """The SHA-256 of a regular file, or "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() if path.is_file() else ""
    except (OSError, UnicodeEncodeError):
        return ""


def safe_name(text: str) -> str:
    """A file name without suffix: no characters that a system forbids, NAME_LENGTH at most."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "_", text).strip(" .")
    name = re.sub(r"\s+", " ", name)[:NAME_LENGTH].strip(" .")
    return f"_{name}" if _DEVICE.match(name) else name or "未命名"


def named_after(place: str, text: str, edition: str) -> str:
    """A file name without suffix: the place, the text and the edition where one is told; where all
    of it is too long the place gives way, since the text and the year tell more."""
    end = f"{text}（{edition}）" if edition else text
    room = max(0, NAME_LENGTH - len(end))
    return safe_name((place[-room:] if room else "") + end)


def unique_names(names: Sequence[str]) -> list[str]:
    """The names, each that comes again with （2）, （3）…; upper and lower case count as one."""
    taken = {name.casefold() for name in names}
    seen: set[str] = set()
    unique: list[str] = []
    for name in names:
        chosen, n = name, 2
        while chosen.casefold() in seen or (chosen != name and chosen.casefold() in taken):
            chosen, n = f"{name}（{n}）", n + 1
        seen.add(chosen.casefold())
        unique.append(chosen)
    return unique
