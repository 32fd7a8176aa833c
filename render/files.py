"""Files of documents: written whole or not at all, under names that every system takes."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dutylist.records.errors import CannotWriteError

NAME_LENGTH = 80
"""Characters of a file name before its suffix: 240 bytes in UTF-8, under every system's 255."""


def write_file(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all. Raises CannotWriteError naming the folder."""
    path = folder / name
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".写入中-", delete=False) as file:
            temporary = file.name
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise CannotWriteError(
            f"写不进去（{error.strerror}）",
            "请换一个可以写入的文件夹，或关闭正打开的同名文件",
            file=str(path),
        ) from error
    return path


def safe_name(text: str) -> str:
    """A file name without suffix: no characters that a system forbids, NAME_LENGTH at most."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "_", text).strip(" .")
    name = re.sub(r"\s+", " ", name)[:NAME_LENGTH].strip(" .")
    return name or "未命名"


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
