"""A ZIP archive of lists as a folder: what a county sends of its townships."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.package import MAX_ENTRIES
from dutylist.extract.formats.sniff import MOST_DIRECTORY_BYTES, sniff, zip_directory_bytes
from dutylist.records.errors import DamagedFileError, LimitExceededError

MOST_NESTED = 4
"""Archives within archives that are opened: a city's of its counties' of their townships'."""

_UTF_8 = 0x800
"""The flag of an entry whose name is UTF-8 (APPNOTE.TXT, 4.4.4); others are of the machine that
wrote them: Windows in Chinese writes GBK."""

_LOCKED = 0x1
_CHUNK = 1 << 20
_NO_LISTS = ("__macosx", "thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True)
class Unpacked:
    """A file of an archive: where it lies now, and its path with the archive's as a folder's."""

    path: Path
    shown: Path


@dataclass
class _Budget:
    """What all archives within one may still give."""

    name: str
    most: int
    left: int = field(init=False)
    entries: int = MAX_ENTRIES

    def __post_init__(self) -> None:
        self.left = self.most

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise LimitExceededError(
                f"压缩包展开后超过上限 {self.most >> 20} MB，可能是压缩炸弹",
                "请核对文件来源；确实需要时用 --max-mb 调高上限，或解压后分开读",
                file=self.name,
            )

    def count(self) -> None:
        self.entries -= 1
        if self.entries < 0:
            raise LimitExceededError(
                f"压缩包里的文件超过 {MAX_ENTRIES} 个", "请解压后分开读", file=self.name
            )


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive, and no Office file, which is one, too."""
    return sniff(path) == "zip"


def unpack(path: Path, shown: Path, folder: Path, limits: ReadLimits) -> list[Unpacked]:
    """The files of an archive that its user knows as `shown`, and of those in it, put into
    `folder`, each under a number of its own; their names with folders stand in their `shown`. All
    together hold at most `max_bytes`.

    Raises DamagedFileError (cut off, locked) and LimitExceededError with the archive's name.
    """
    return list(_unpack(path, shown, folder, _Budget(shown.name, limits.max_bytes), 1))


def _unpack(
    path: Path, shown: Path, folder: Path, budget: _Budget, depth: int
) -> Iterator[Unpacked]:
    if depth > MOST_NESTED:
        raise LimitExceededError(
            f"压缩包套压缩包超过 {MOST_NESTED} 层", "请解压后再读", file=budget.name
        )
    # zipfile builds an object for each entry before it can be asked how many there are.
    if not 0 <= zip_directory_bytes(path) <= MOST_DIRECTORY_BYTES:
        raise _damaged(budget.name)
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = entry_name(entry)
                if entry.is_dir() or not may_be_list(name.split("/")):
                    continue
                if entry.flag_bits & _LOCKED:
                    raise DamagedFileError(
                        "压缩包加了密码", "请输入密码解压后再读", file=budget.name
                    )
                budget.count()
                inner = folder / f"{MAX_ENTRIES - budget.entries}" / PurePosixPath(name).name
                inner.parent.mkdir()
                with inner.open("wb") as target:
                    for chunk in _content(archive, entry, budget.name):
                        budget.take(len(chunk))
                        target.write(chunk)
                if is_archive(inner):
                    yield from _unpack(inner, shown / name, folder, budget, depth + 1)
                else:
                    yield Unpacked(inner, shown / name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged(budget.name) from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """An entry's bytes. What the system says of a place that is not in the file is damage; what
    it says of the disk that they are written to is not said here."""
    try:
        with archive.open(entry) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except (OSError, RuntimeError) as error:
        raise _damaged(name) from error


def entry_name(entry: zipfile.ZipInfo) -> str:
    """An entry's name, decoded as its writer meant it, with no way out of the folder."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        written = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [
        "".join(sign for sign in part if sign.isprintable() and sign not in ':*?"<>|')[-120:]
        for part in name.replace("\\", "/").split("/")
    ]
    return "/".join(part for part in parts if part.strip(". ")) or "未命名"


def may_be_list(parts: Iterable[str]) -> bool:
    """Whether a file, by the parts of its path, may be a list: what systems and editors leave is
    none."""
    return not any(part.startswith((".", "~$")) or part.lower() in _NO_LISTS for part in parts)


def _damaged(name: str) -> DamagedFileError:
    return DamagedFileError("压缩包不完整或已损坏", "请重新下载，或解压后再读", file=name)
