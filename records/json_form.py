"""Records ↔ JSON: the file of records, whose form `schema` publishes.

The dataclasses of records.model are the form: a member for each field, in their order. What has
its default value is left out, so that files stay small. Reading is strict: what the schema does
not allow is refused, and so is what contradicts itself (a doubt outside its cell).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dutylist.records.errors import InvalidRecordsError
from dutylist.records.model import Clause, Duty, DutyList, DutyTable
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

SCHEMA_VERSION = 2

DEEPEST_CLAUSE = 20
"""Clauses within clauses: printed lists have at most five levels."""

Json = dict[str, Any]

ISSUED = Pattern(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
"""An edition's date: 2025-07, 2025-07-15, 2025, or nothing."""

_LINE = 100
"""A value is written on one line where it takes no more characters."""


def dump_records(duty_list: DutyList) -> str:
    """The records file's text: UTF-8 JSON, what fits on a line on one, one trailing newline."""
    return _laid_out({"schema": SCHEMA_VERSION, **dict(_members(duty_list))}, 0) + "\n"


def file_json(duty_list: DutyList) -> Json:
    """The records file's JSON object."""
    return {"schema": SCHEMA_VERSION, **to_json(duty_list)}


def load_records(text: str, name: str) -> DutyList:
    """Read a records file's text; `name` is the file's name for messages.

    Raises InvalidRecordsError where it is no JSON or not of the published form, naming the place.
    """
    return records_in(parsed(text, name), name)


NO_RECORDS = (
    "是 JSON 数据，但不是本程序的记录文件（没有 schema、lists）",
    "从网站或别的系统导出的清单，请导出为 Excel、Word 或 CSV，"
    "或在浏览器里打开网页，复制表格粘贴到 Word 里存下，再读",
)
"""Why JSON is no records file, and what to do."""


def parsed(text: str, name: str) -> Json:
    """The JSON object in a file's text, numbers and nesting within bounds.

    Raises InvalidRecordsError.
    """
    # pydantic takes a fifth of a second to import: only who reads records waits for it.
    from pydantic_core import from_json

    try:
        data = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"（第 {line[1]} 行）" if line else ""
        raise InvalidRecordsError(
            f"不是有效的 JSON 记录文件{place}：{error}", "请用 dutylist extract 重新生成", file=name
        ) from error
    if not isinstance(data, dict):
        raise InvalidRecordsError(
            "不是记录文件：最外层应是一个对象", "请用 dutylist extract 重新生成", file=name
        )
    return data


def records_in(data: Json, name: str) -> DutyList:
    """The records in a file's JSON object. Raises InvalidRecordsError naming the place."""
    from pydantic import ValidationError
    from pydantic_core import to_json as bytes_of

    if not {"schema", "lists"} & data.keys():
        raise InvalidRecordsError(*NO_RECORDS, file=name)
    if type(data.get("schema")) is not int or data["schema"] != SCHEMA_VERSION:
        raise InvalidRecordsError(
            f"不是第 {SCHEMA_VERSION} 版记录文件", "请用 dutylist extract 重新生成", file=name
        )
    body = {key: value for key, value in data.items() if key != "schema"}
    try:
        # Strict reading of JSON takes arrays for tuples; of Python objects it would not.
        (duty_list,) = _adapter().validate_json(bytes_of([body]))
    except ValidationError as error:
        raise _refused(*_first_fault(error), name) from error
    for place, problem in _contradictions(duty_list):
        raise _refused(place, problem, name)
    return duty_list


def to_json(value: Any) -> Any:
    """Records, or a part of them, as JSON values; what has its default value is left out."""
    kind = value.__class__
    if kind is str or kind is int or kind is float:
        return value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if not is_dataclass(kind):
        return value
    return {name: to_json(item) for name, item in _members(value)}


def _members(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a record that have not their default values."""
    for name, default in _defaults(record.__class__):
        if (item := getattr(record, name)) != default:
            yield name, item


@cache
def schema() -> Json:
    """The published JSON Schema of the records file, made from the dataclasses; the descriptions
    stand in field_words.toml."""
    whole = _adapter().json_schema()
    form: Json = whole["$defs"].pop("DutyList")
    form["properties"] = {"schema": {"const": SCHEMA_VERSION}, **form["properties"]}
    form["required"] = ["schema", *form["required"]]
    for name, part in {"DutyList": form, **whole["$defs"]}.items():
        part.pop("title", None)
        for key, member in part["properties"].items():
            member.pop("title", None)
            if words := _words().get(name, {}).get(key):
                member["description"] = words
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "履职事项清单记录",
        "description": _words()["about"],
        **form,
        "$defs": whole["$defs"],
    }


@cache
def _adapter() -> TypeAdapter[tuple[DutyList]]:
    """How records are read. The dataclasses are plain; one within another type takes its form of
    strictness from here."""
    from pydantic import ConfigDict, TypeAdapter

    config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
    return TypeAdapter(tuple[DutyList], config=config)


@cache
def _defaults(record: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their default values (none: MISSING)."""
    return tuple((field.name, field.default) for field in fields(record))


@cache
def _words() -> Json:
    """What the fields hold, in Chinese, by dataclass and field."""
    return own_toml("dutylist.records", "field_words.toml")


_written = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring


def _laid_out(value: Any, indent: int) -> str:
    """JSON text of records, or of JSON values, with two spaces of indentation, what fits on a line
    on one. To make JSON values of the records first would take as long again."""
    kind = value.__class__
    if kind is str:
        return _quoted(value)
    if kind is int or kind is float:
        return repr(value)
    if kind is tuple or kind is list:
        begin, end = "[", "]"
        parts = [_laid_out(item, indent + 2) for item in value]
    elif kind is dict or is_dataclass(kind):
        begin, end = "{", "}"
        members = value.items() if kind is dict else _members(value)
        parts = [f'"{name}": {_laid_out(item, indent + 2)}' for name, item in members]
    else:
        return _written(value)
    # Braces, and ", " between the parts; a part of several lines is longer than a line.
    if indent + sum(map(len, parts)) + 2 * len(parts) <= _LINE:
        return f"{begin}{', '.join(parts)}{end}"
    inner = "\n" + " " * (indent + 2)
    return f"{begin}{inner}{f',{inner}'.join(parts)}\n{' ' * indent}{end}"


def _refused(place: str, problem: str, name: str) -> InvalidRecordsError:
    return InvalidRecordsError(
        f"记录文件的内容不符合格式：{place}{problem}",
        "请用 dutylist schema 查看格式，或用 dutylist extract 重新生成",
        file=name,
    )


_PROBLEMS = {
    "missing": "缺少这一项",
    "unexpected_keyword_argument": "不认识这一项",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为数组",
    "dataclass_type": "应为对象",
    "dataclass_exact_type": "应为对象",
}


def _first_fault(error: ValidationError) -> tuple[str, str]:
    """The place of the first thing that is not of the form, and what is wrong, in Chinese."""
    fault = error.errors(include_url=False, include_input=False)[0]
    limits = fault.get("ctx", {})
    bounds = {
        "greater_than_equal": f"不能小于 {limits.get('ge')}",
        "less_than_equal": f"不能大于 {limits.get('le')}",
        "literal_error": f"只能是 {str(limits.get('expected')).replace(' or ', '、')} 之一",
    }
    problem = bounds.get(fault["type"]) or _PROBLEMS.get(fault["type"]) or fault["msg"]
    return _place(fault["loc"][1:]), problem


def _place(steps: tuple[int | str, ...]) -> str:
    """ "lists 第 1 个 duties 第 3 个 number" and a colon; "" for the whole file."""
    words = [f"第 {step + 1} 个" if isinstance(step, int) else step for step in steps]
    return f"{' '.join(words)}：" if words else ""


def _contradictions(duty_list: DutyList) -> Iterator[tuple[str, str]]:
    """What the form allows and cannot be: its place, and the problem in Chinese."""
    if not ISSUED.fullmatch(duty_list.issued):
        yield _place(("issued",)), "应为 2025-07、2025-07-15 或 2025 的样子，没有则为空"
    for number, note in enumerate(duty_list.notes):
        if note.below > len(duty_list.lists):
            yield _place(("notes", number, "below")), f"没有第 {note.below} 张清单"
    for number, table in enumerate(duty_list.lists):
        if not table.columns:
            yield _place(("lists", number, "columns")), "清单没有栏目"
        for position, duty in enumerate(table.duties):
            for place, problem in _duty_contradictions(table, duty):
                yield _place(("lists", number, "duties", position, *place)), problem


def _duty_contradictions(table: DutyTable, duty: Duty) -> Iterator[tuple[tuple[str, ...], str]]:
    if len(duty.cells) != len(table.columns):
        yield ("cells",), f"有 {len(duty.cells)} 格，清单有 {len(table.columns)} 栏"
    if duty.source.boxes and len(duty.source.boxes) != len(duty.cells):
        yield (
            ("source", "boxes"),
            f"有 {len(duty.source.boxes)} 格的位置，本行有 {len(duty.cells)} 格",
        )
    for doubt in duty.doubts:
        if not _within(duty, doubt.cell, doubt.start, doubt.end):
            yield ("doubts",), f"第 {doubt.cell} 栏第 {doubt.start}–{doubt.end} 字不在单元格内"
    for clauses in ("department_clauses", "township_clauses"):
        for clause, depth in _with_depths(getattr(duty, clauses)):
            span = clause.span
            if depth > DEEPEST_CLAUSE:
                yield (clauses,), f"条文的层次超过 {DEEPEST_CLAUSE} 层"
            if span and not _within(duty, span.cell, span.start, span.end):
                yield (clauses,), f"第 {span.cell} 栏第 {span.start}–{span.end} 字不在单元格内"


def _within(duty: Duty, cell: int, start: int, end: int) -> bool:
    return cell <= len(duty.cells) and start < end <= len(duty.cells[cell - 1])


def _with_depths(clauses: tuple[Clause, ...], depth: int = 1) -> Iterator[tuple[Clause, int]]:
    for clause in clauses:
        yield clause, depth
        yield from _with_depths(clause.children, depth + 1)
