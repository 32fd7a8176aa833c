"""Records ↔ JSON: the file of records, whose form schema.json publishes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeVar, cast, get_args

from dutylist.records.errors import InvalidRecordsError
from dutylist.records.model import (
    KIND_NAMES,
    Basis,
    Box,
    Clause,
    ContentsEntry,
    Department,
    Doubt,
    Duty,
    DutyList,
    DutyTable,
    Kind,
    Note,
    Source,
    Takeover,
)

SCHEMA_VERSION = 1

Json = dict[str, Any]
T = TypeVar("T")


def schema() -> Json:
    """The published JSON Schema of the records file."""
    return cast(
        Json, json.loads(files("dutylist.records").joinpath("schema.json").read_text("utf-8"))
    )


def dump_records(duty_list: DutyList) -> str:
    """The records file's text: UTF-8 JSON, two spaces of indentation, one trailing newline."""
    return json.dumps(to_json(duty_list), ensure_ascii=False, indent=2) + "\n"


def load_records(text: str, name: str) -> DutyList:
    """Read a records file's text; `name` is the file's name for messages.

    Raises InvalidRecordsError where it is no JSON or not of the published form.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise InvalidRecordsError(
            f"不是有效的 JSON 记录文件（第 {line} 行）", "请用 dutylist extract 重新生成", file=name
        ) from error
    version = data.get("schema") if isinstance(data, dict) else None
    if version != SCHEMA_VERSION:
        raise InvalidRecordsError(
            f"不是第 {SCHEMA_VERSION} 版记录文件", "请用 dutylist extract 重新生成", file=name
        )
    try:
        return from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRecordsError(
            f"记录文件的内容不符合格式（{error}）",
            "请用 dutylist schema 查看格式，或用 dutylist extract 重新生成",
            file=name,
        ) from error


def to_json(duty_list: DutyList) -> Json:
    """The records as JSON values."""
    return {
        "schema": SCHEMA_VERSION,
        "title": duty_list.title,
        "region": list(duty_list.region),
        "issued": duty_list.issued,
        "contents": [{"title": entry.title, "page": entry.page} for entry in duty_list.contents],
        "lists": [_table_to_json(table) for table in duty_list.lists],
        "departments": [_department_to_json(department) for department in duty_list.departments],
        "notes": [{"page": note.page, "text": note.text} for note in duty_list.notes],
    }


def from_json(data: Mapping[str, Any]) -> DutyList:
    """The records in JSON values. Raises KeyError, TypeError or ValueError on another form."""
    return DutyList(
        title=_text(data["title"]),
        region=_texts(data["region"]),
        issued=_text(data["issued"]),
        contents=_each(
            data["contents"], lambda entry: ContentsEntry(_text(entry["title"]), int(entry["page"]))
        ),
        lists=_each(data["lists"], _table_from_json),
        departments=_each(data.get("departments", []), _department_from_json),
        notes=_each(
            data.get("notes", []), lambda note: Note(int(note["page"]), _text(note["text"]))
        ),
    )


def _table_to_json(table: DutyTable) -> Json:
    return {
        "kind": table.kind,
        "title": table.title,
        "columns": list(table.columns),
        "duties": [_duty_to_json(duty, table.kind) for duty in table.duties],
    }


def _table_from_json(data: Mapping[str, Any]) -> DutyTable:
    kind = data["kind"]
    if kind not in KIND_NAMES:
        raise ValueError(f"kind: {kind}")
    return DutyTable(
        cast(Kind, kind),
        _text(data["title"]),
        _texts(data["columns"]),
        _each(data["duties"], _duty_from_json),
    )


def _duty_to_json(duty: Duty, kind: Kind) -> Json:
    data: Json = {"number": duty.number, "category": duty.category, "name": duty.name}
    data["departments"] = list(duty.departments)
    if kind == "cooperative":
        data["department_clauses"] = [clause_to_json(c) for c in duty.department_clauses]
        data["township_clauses"] = [clause_to_json(c) for c in duty.township_clauses]
    if kind == "recalled":
        data["takeover"] = [
            {"department": part.department, "method": part.method, "page": part.page}
            for part in duty.takeover
        ]
    data["cells"] = list(duty.cells)
    data["source"] = _source_to_json(duty.source)
    if duty.doubts:
        data["doubts"] = [
            {
                "cell": doubt.cell,
                "start": doubt.start,
                "end": doubt.end,
                "confidence": doubt.confidence,
                "read": doubt.read,
            }
            for doubt in duty.doubts
        ]
    return data


def _duty_from_json(data: Mapping[str, Any]) -> Duty:
    number = data["number"]
    return Duty(
        number=None if number is None else int(number),
        category=_text(data["category"]),
        name=_text(data["name"]),
        source=_source_from_json(data["source"]),
        cells=_texts(data["cells"]),
        departments=_texts(data.get("departments", [])),
        department_clauses=_each(data.get("department_clauses", []), clause_from_json),
        township_clauses=_each(data.get("township_clauses", []), clause_from_json),
        takeover=_each(
            data.get("takeover", []),
            lambda part: Takeover(
                _text(part["department"]), _text(part["method"]), int(part.get("page", 0))
            ),
        ),
        doubts=_each(
            data.get("doubts", []),
            lambda doubt: Doubt(
                int(doubt["cell"]),
                int(doubt["start"]),
                int(doubt["end"]),
                float(doubt["confidence"]),
                _text(doubt["read"]),
            ),
        ),
    )


def _source_to_json(source: Source) -> Json:
    data: Json = {"pages": list(source.pages), "table": source.table, "row": source.row}
    if source.boxes:
        data["boxes"] = [
            [[box.page, box.x0, box.top, box.x1, box.bottom] for box in cell]
            for cell in source.boxes
        ]
    return data


def _source_from_json(data: Mapping[str, Any]) -> Source:
    return Source(
        pages=tuple(int(page) for page in data["pages"]),
        table=int(data["table"]),
        row=int(data["row"]),
        boxes=tuple(
            tuple(Box(int(box[0]), *(float(edge) for edge in box[1:5])) for box in cell)
            for cell in data.get("boxes", [])
        ),
    )


def clause_to_json(clause: Clause) -> Json:
    """A clause with its children as JSON values."""
    data: Json = {
        "label": clause.label,
        "text": clause.text,
        "topic": clause.topic,
        "departments": list(clause.departments),
        "basis": clause.basis,
        "mentions": list(clause.mentions),
        "page": clause.page,
        "cell": clause.cell,
        "children": [clause_to_json(child) for child in clause.children],
    }
    if clause.confidence is not None:
        data["confidence"] = clause.confidence
    return data


def clause_from_json(data: Mapping[str, Any]) -> Clause:
    """The clause in JSON values; raises KeyError, TypeError or ValueError on another form."""
    basis = data["basis"]
    if basis not in get_args(Basis):
        raise ValueError(f"basis: {basis}")
    topic = data["topic"]
    confidence = data.get("confidence")
    return Clause(
        label=_text(data["label"]),
        text=_text(data["text"]),
        topic=None if topic is None else _text(topic),
        departments=_texts(data["departments"]),
        basis=cast(Basis, basis),
        mentions=_texts(data.get("mentions", [])),
        page=int(data.get("page", 0)),
        cell=int(data.get("cell", 0)),
        children=_each(data["children"], clause_from_json),
        confidence=None if confidence is None else float(confidence),
    )


def _department_to_json(department: Department) -> Json:
    return {
        "name": department.name,
        "spellings": list(department.spellings),
        "short_names": list(department.short_names),
        "open_ended": list(department.open_ended),
        "confirmed": department.confirmed,
    }


def _department_from_json(data: Mapping[str, Any]) -> Department:
    return Department(
        _text(data["name"]),
        _texts(data["spellings"]),
        _texts(data["short_names"]),
        _texts(data.get("open_ended", [])),
        bool(data.get("confirmed", False)),
    )


def _each(values: Sequence[Any], read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"应为文字：{value!r}")
    return value


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)
