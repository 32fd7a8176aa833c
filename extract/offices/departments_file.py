"""departments.toml: the offices' names as a person has confirmed or corrected them."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import tomlkit
from rapidfuzz.distance import Indel

from dutylist.records.errors import FileMissingError, InvalidRecordsError
from dutylist.records.model import Department
from dutylist.records.toml_file import decode, line_of, parse_toml, small_content
from dutylist.records.unmatched import UnmatchedName

_TABLE = "department"
_MOST_NUMBERS = 8
"""Duties that stand behind a name: enough for looking it up."""

_KEYS = ("name", "spellings", "short_names", "open_ended", "confirmed")

_EXPLANATION = (
    "部门名称确认表，由 dutylist departments --write 写出，可用记事本修改。",
    "name 正式名称；spellings 部门栏中的各种写法；short_names 条文中的简称；",
    "open_ended 开放式写法（…及其他…部门）。",
    "confirmed = false 表示几种写法由程序按相似度归为同一部门，尚未确认：",
    "确认无误改为 true；不是同一部门，就拆成两段，各写各的 name 和 spellings。",
)


def dump_departments(
    departments: tuple[Department, ...], unmatched: tuple[UnmatchedName, ...] = ()
) -> str:
    """The departments file's text. Departments with several spellings tell their similarity; the
    names in the clauses that are nobody's stand above, to be put into somebody's short_names."""
    document = tomlkit.document()
    for line in (*_EXPLANATION, *unmatched_lines(unmatched)):
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
    document.add(_TABLE, tables)
    return tomlkit.dumps(document)


def unmatched_lines(unmatched: tuple[UnmatchedName, ...]) -> list[str]:
    """What a person reads of the names that are nobody's; nothing where there are none."""
    if not unmatched:
        return []
    lines = [
        "",
        f"条文中有 {len(unmatched)} 个名称没有对应到部门，所在条文未明确分工或待确认。",
        "是某个部门的，把名称抄进那个部门的 short_names，再用 --departments-file 读入：",
    ]
    for one in unmatched:
        numbers = "、".join(one.numbers[:_MOST_NUMBERS])
        more = " 等" if len(one.numbers) > _MOST_NUMBERS else ""
        lines.append(f'  "{one.name}"  {one.count} 处（配合履职第 {numbers} 项{more}）')
    return lines


def merged_departments(text: str, departments: tuple[Department, ...]) -> str:
    """The text of a departments file with the departments that it does not have yet put behind.

    What stands there stays as it is, remarks and all. Raises InvalidRecordsError where the text
    is none of a departments file.
    """
    known = {
        spelling
        for department in parse_departments(text)
        for spelling in (department.name, *department.spellings)
    }
    new = tuple(
        one for one in departments if not known & {one.name, *one.spellings, *one.open_ended}
    )
    if not new:
        return text
    entries = dump_departments(new).split("\n\n", 1)[-1].partition(f"[[{_TABLE}]]")
    return f"{text.rstrip()}\n\n{''.join(entries[1:])}"


def load_departments(path: Path) -> tuple[Department, ...]:
    """Read a departments file. Raises FileMissingError and what `parse_departments` raises."""
    try:
        content = small_content(path)
    except OSError as error:
        raise FileMissingError("找不到部门名称文件", "请核对文件名", file=str(path)) from error
    return parse_departments(decode(content, path.name), path.name)


def parse_departments(text: str, file: str = "") -> tuple[Department, ...]:
    """The departments of a file's text.

    Raises InvalidRecordsError, with the line, where it is not of the form that
    `dump_departments` writes, or gives one spelling to two departments.
    """
    data = parse_toml(text, file, "请改正后再试")
    for key in data:
        if key != _TABLE:
            line = line_of(text, rf"\b{re.escape(key)}\b")
            raise InvalidRecordsError(
                f"第 {line} 行不认识“{key}”", f"每个部门一段，以 [[{_TABLE}]] 开头", file=file
            )
    entries = data.get(_TABLE, [])
    if not isinstance(entries, list):
        line = line_of(text, _TABLE)
        raise InvalidRecordsError(f"第 {line} 行写法不对", f"请写成 [[{_TABLE}]]", file=file)
    starts = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(rf"\s*\[\[\s*[\"']?{_TABLE}[\"']?\s*\]\]", line)
    ]
    departments = tuple(
        _department(entry, text, starts[at] if at < len(starts) else 1, file)
        for at, entry in enumerate(entries)
    )
    owners: dict[str, str] = {}
    for department in departments:
        for spelling in department.spellings:
            if owners.setdefault(spelling, department.name) != department.name:
                raise InvalidRecordsError(
                    f"“{spelling}”同时归在“{owners[spelling]}”和“{department.name}”名下",
                    "请只留一处",
                    file=file,
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


def _department(entry: Any, text: str, start: int, file: str) -> Department:
    """The department of one entry; `start` is the line of its [[department]]."""
    if not isinstance(entry, dict):
        raise InvalidRecordsError(
            f"第 {start} 行写法不对", f"每个部门一段，以 [[{_TABLE}]] 开头", file=file
        )

    def refused(key: str, problem: str, advice: str) -> InvalidRecordsError:
        line = line_of(text, rf"\b{re.escape(key)}\b", start)
        return InvalidRecordsError(f"第 {line} 行{problem}", advice, file=file)

    for key in entry:
        if key not in _KEYS:
            raise refused(key, f"不认识“{key}”", f"可以写的有：{'、'.join(_KEYS)}")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise refused("name", "起的一段没有写 name", "请补上正式名称，文字加引号")

    def texts(key: str) -> tuple[str, ...]:
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise refused(key, f"“{name}”的 {key} 应是一列文字", '写成 ["…", "…"] 的样子')
        return tuple(values)

    confirmed = entry.get("confirmed", False)
    if not isinstance(confirmed, bool):
        raise refused(
            "confirmed", "confirmed 只能写 true 或 false", "不加引号，写成 confirmed = true"
        )
    return Department(
        name=name,
        spellings=texts("spellings") or (name,),
        short_names=texts("short_names"),
        open_ended=texts("open_ended"),
        confirmed=confirmed,
    )
