"""What the clerk says of a file that it does not say itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutylist.extract.source import squeezed
from dutylist.records.code_points import private_characters
from dutylist.records.errors import DamagedFileError, FileMissingError
from dutylist.records.model import Role
from dutylist.records.toml_file import small_content

ROLE_NAMES: dict[str, Role] = {
    "序号": "number",
    "清单类型": "kind",
    "类别": "category",
    "名称": "name",
    "内容": "content",
    "部门": "departments",
    "乡镇": "townships",
    "部门职责": "department duties",
    "乡镇职责": "township duties",
    "承接部门及工作方式": "takeover",
    "承接部门": "takeover department",
    "工作方式": "takeover method",
    "备注": "remark",
}
"""What a column may hold, as the clerk writes it."""


@dataclass(frozen=True)
class Choices:
    """`take_all`: every table that could be a list is one. `roles`: what columns hold, by their
    header texts without white space. `said`: texts whose words decide what a scan leaves open,
    such as last year's records; they are looked up for scans alone. `characters`: what private
    characters are, by the character."""

    take_all: bool = False
    roles: dict[str, Role] = field(default_factory=dict)
    said: Iterable[str] = ()
    characters: dict[str, str] = field(default_factory=dict)


def load_said(path: Path) -> str:
    """The words of a records file or a text. Raises FileMissingError and DamagedFileError."""
    return _text(path, "请先用 dutylist extract 读成记录，再用记录文件")


def _text(path: Path, hint: str) -> str:
    try:
        return small_content(path).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissingError("找不到这个文件", "请核对文件名和文件夹", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedFileError("打不开，或不是 UTF-8 编码", hint, file=path.name) from error


def load_columns(path: Path) -> dict[str, Role]:
    """The roles of columns in a file columns.toml: `"办理科室" = "部门"`.

    Raises FileMissingError, and DamagedFileError naming what is not understood.
    """
    told = _toml(path, '每行写成 "表头" = "部门"')
    wrong = [f"{header} = {role}" for header, role in told.items() if role not in ROLE_NAMES]
    if wrong:
        raise DamagedFileError(
            f"不认识“{'、'.join(wrong)}”", f"可以写 {'、'.join(ROLE_NAMES)}", file=path.name
        )
    return {squeezed(header): ROLE_NAMES[role] for header, role in told.items()}


def load_characters(path: Path) -> dict[str, str]:
    """What private characters are, in a file characters.toml: `"U+E5E0" = "、"`; the character
    itself may stand for its code.

    Raises FileMissingError, and DamagedFileError naming what is not understood.
    """
    hint = '每行写成 "U+E5E0" = "、"'
    named: dict[str, str] = {}
    for code, meant in _toml(path, hint).items():
        sign = private_character(code)
        if not sign or not is_one_sign(meant):
            raise DamagedFileError(
                f"不认识“{code} = {meant}”，左边要是自造字，右边是一个字", hint, file=path.name
            )
        named[sign] = meant
    return named


def private_character(code: str) -> str:
    """The private character that is written so, as itself or U+E5E0; "" where it is none."""
    point = re.fullmatch(r"[Uu]\+([0-9A-Fa-f]{4,6})", code.strip())
    sign = chr(int(point[1], 16)) if point and int(point[1], 16) <= sys.maxunicode else code
    return sign if len(sign) == 1 and private_characters(sign) else ""


def is_one_sign(meant: object) -> bool:
    """Whether a private character may be said to be this: one character that is seen."""
    return isinstance(meant, str) and len(meant) == 1 and meant.isprintable()


def _toml(path: Path, hint: str) -> dict[str, Any]:
    # Only where somebody has such a file.
    import tomllib

    try:
        return tomllib.loads(_text(path, "请用记事本另存为 UTF-8"))
    except tomllib.TOMLDecodeError as error:
        raise DamagedFileError(f"不是 TOML 格式（{error}）", hint, file=path.name) from error
