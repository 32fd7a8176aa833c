"""departments.toml: the offices' names as a person has confirmed or corrected them."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import tomlkit
from rapidfuzz.distance import Indel

from dutylist.records.errors import FileMissingError, InvalidRecordsError
from dutylist.records.model import Department

_EXPLANATION = (
    "部门名称确认表，由 dutylist departments --write 写出，可用记事本修改。",
    "name 正式名称；spellings 部门栏中的各种写法；short_names 条文中的简称；",
    "open_ended 开放式写法（…及其他…部门）。",
    "confirmed = false 表示几种写法由程序按相似度归为同一部门，尚未确认：",
    "确认无误改为 true；不是同一部门，就拆成两段，各写各的 name 和 spellings。",
)


def dump_departments(departments: tuple[Department, ...]) -> str:
    """The departments file's text. Departments with several spellings tell their similarity."""
    document = tomlkit.document()
    for line in _EXPLANATION:
        document.add(tomlkit.comment(line))
    tables = tomlkit.aot()
    for department in departments:
        table = tomlkit.table()
        table.add("name", department.name)
        table.add("spellings", _array(department.spellings))
        table.add("short_names", _array(department.short_names))
        if department.open_ended:
            table.add("open_ended", _array(department.open_ended))
        if len(department.spellings) > 1:
            flag = tomlkit.item(department.confirmed)
            flag.comment(f"各种写法的相似度 {similarity(department.spellings):.2f}")
            table.add("confirmed", flag)
        tables.append(table)
    document.add("department", tables)
    return tomlkit.dumps(document)


def load_departments(path: Path) -> tuple[Department, ...]:
    """Read a departments file.

    Raises FileMissingError where it is not there and InvalidRecordsError where it is not of the
    form that `dump_departments` writes, or gives one spelling to two departments.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileMissingError("找不到部门名称文件", "请核对文件名", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRecordsError(
            f"部门名称文件有语法错误（{error}）", "请改正后再试", file=path.name
        ) from error
    departments = tuple(_department(entry, path.name) for entry in data.get("department", []))
    owners: dict[str, str] = {}
    for department in departments:
        for spelling in department.spellings:
            if owners.setdefault(spelling, department.name) != department.name:
                raise InvalidRecordsError(
                    f"“{spelling}”同时归在“{owners[spelling]}”和“{department.name}”名下",
                    "请只留一处",
                    file=path.name,
                )
    return departments


def similarity(spellings: tuple[str, ...]) -> float:
    """How alike the least alike two of some spellings are, from 0 to 1."""
    pairs = combinations(spellings, 2)
    return min((Indel.normalized_similarity(one, other) for one, other in pairs), default=1.0)


def _array(values: tuple[str, ...]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(len(values) > 3)


def _department(entry: Any, file: str) -> Department:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        raise InvalidRecordsError("有一段没有写 name", "请补上正式名称", file=file)

    def texts(key: str) -> tuple[str, ...]:
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise InvalidRecordsError(
                f"“{name}”的 {key} 应是一列文字", '写成 ["…", "…"] 的样子', file=file
            )
        return tuple(values)

    return Department(
        name=name,
        spellings=texts("spellings") or (name,),
        short_names=texts("short_names"),
        open_ended=texts("open_ended"),
        confirmed=entry.get("confirmed", False) is True,
    )
