"""TOML files that people edit by hand: read with what Notepad puts in, refused with the line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dutylist.records.errors import InvalidRecordsError

LARGEST = 64 << 20
"""Bytes of a file that a person edits; what is more is no such file (a device gives no end)."""


def small_content(path: Path) -> bytes:
    """The content of a file that a person edits. Raises OSError, and InvalidRecordsError where it
    is too large for one.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InvalidRecordsError(
            f"超过 {LARGEST >> 20} MB", "请核对是不是选错了文件", file=path.name
        )
    return content


def parse_toml(text: str, name: str, advice: str) -> dict[str, Any]:
    """What a file says. Raises InvalidRecordsError with the line and `advice`."""
    # Few commands read such a file.
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        place = f"第 {found.group(1)} 行" if found else "末尾"
        raise InvalidRecordsError(f"{place}写法不对（TOML：{error}）", advice, file=name) from error
    except ValueError as error:
        # Python refuses to read whole numbers of thousands of digits.
        line = line_of(text, r"\d{4000,}")
        raise InvalidRecordsError(f"第 {line} 行的数字太长", advice, file=name) from error
    except RecursionError as error:
        raise InvalidRecordsError("括号套得太深", advice, file=name) from error


def decode(content: bytes, name: str) -> str:
    """The text of such a file. Raises InvalidRecordsError where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRecordsError(
            "不是 UTF-8 编码的文本", "请用记事本另存为 UTF-8 编码", file=name
        ) from error


def line_of(text: str, pattern: str, after: int = 1) -> int:
    """The first line, from 1, that matches and is no comment, from line `after` on; or `after`."""
    for number, line in enumerate(text.splitlines(), 1):
        if number >= after and not line.lstrip().startswith("#") and re.search(pattern, line):
            return number
    return after
