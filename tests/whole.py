"""A result of the program in full, as text that can be read and kept."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dutylist.compare.model import CellChange, Passage, PlacedDuty, Segment, WordingChange
from dutylist.records.model import Clause, Duty, DutyList, DutyTable
from dutylist.render.views.lines import Run

RENEW = "RENEW_CASES" in os.environ

_SIGNS = {"deleted": "−", "inserted": "＋", "quiet": "～", "equal": "", "": ""}


def whole(value: Any) -> Any:
    """The value in lists and dictionaries, without fields that hold nothing: texts with marks as
    one text (在【−本镇】【＋本街道】登记), duties by their list, place and name."""
    match value:
        case WordingChange():
            return "".join(map(_segment, value.segments))
        case Segment():
            return _segment(value)
        case Run():
            return _marked(value.text, value.mark)
        case Passage():
            whose = f" ← {'、'.join(value.departments)} ({value.basis})"
            span = value.span
            place = f" @{span.cell}:{span.start}–{span.end}" if span else ""
            where = f"{value.part}{value.duty or ''}{value.column}{' heading' * value.heading}"
            return f"{where} | {value.label} | {value.text}{whose}{place}"
        case CellChange():
            return f"{value.old_column}→{value.new_column}: {whole(WordingChange(value.segments))}"
        case PlacedDuty():
            where = f"{value.origin}{value.list} {value.position + 1} {value.duty.name}"
            return where if not value.part else f"{where} ({value.part})"
        case Duty() | DutyTable():
            return value.name if isinstance(value, Duty) else value.title
        case DutyList():
            return f"{value.title} {value.township} {value.issued}"
        case tuple() | list():
            found = [whole(one) for one in value]
            if value and isinstance(value[0], Run | Segment):
                return "".join(found)
            return found
        case dict():
            return {str(key): whole(one) for key, one in value.items()}
        case _ if dataclasses.is_dataclass(value):
            fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
            return {
                name: whole(held)
                for name, held in fields.items()
                if held not in ((), "", None, False, 0)
            }
        case float():
            return round(value, 3)
    return value


def _segment(part: Segment) -> str:
    mark = _marked(part.text, part.kind) + (f"({part.move})" if part.move else "")
    return mark if part.why in ("", "wording") else f"{mark[:-1]}:{part.why}】"


def _marked(text: str, mark: str) -> str:
    return f"【{_SIGNS[mark]}{text}】" if mark and mark != "equal" else text


def kept(path: Path, found: Any) -> bool:
    """Whether a result is the one that is kept at `path`; RENEW_CASES=1 writes it there, for its
    difference to be looked at."""
    text = found if isinstance(found, str) else _lines(found)
    text = f"{text.rstrip()}\n"
    if RENEW:
        path.write_text(text, "utf-8")
    assert text.splitlines() == path.read_text("utf-8").splitlines()
    return True


def _lines(found: Any) -> str:
    """As JSON; lists of texts that fit stand on one line."""
    text = json.dumps(found, ensure_ascii=False, indent=1)

    def joined(match: re.Match[str]) -> str:
        line = re.sub(r"\n\s*", " ", match[0])
        return line if len(line) < 90 else match[0]

    return re.sub(r'\[\n(?:\s*(?:"[^"\n]*"|[-\d.]+),?\n)+\s*\]', joined, text)


def whole_record(duty_list: DutyList) -> dict[str, Any]:
    """A record in full but for the places on the page: its lists with all clauses, as a tree."""
    about = {
        name: whole(getattr(duty_list, name))
        for name in ("title", "township", "side", "region", "issued", "contents", "departments")
    }
    lists = [
        {
            "title": table.title,
            "kind": table.kind,
            "columns": [f"{one.text}: {one.role}" for one in table.columns],
            "duties": [_duty(duty) for duty in table.duties],
        }
        for table in duty_list.lists
    ]
    notes = [f"{note.page}: {note.text}" for note in duty_list.notes]
    return {**about, "lists": lists, "notes": notes}


_OF_DUTY = ("number", "label", "category", "name", "departments", "listed", "cells", "takeover")


def _duty(duty: Duty) -> dict[str, Any]:
    source = duty.source
    place = f"table {source.table}, row {source.row}, pages {source.pages}"
    clauses = {
        name: [line for one in getattr(duty, name) for line in _clause(one, "")]
        for name in ("department_clauses", "township_clauses")
    }
    told = {name: whole(getattr(duty, name)) for name in _OF_DUTY}
    return {**told, **clauses, "doubts": whole(duty.doubts), "source": place}


def _clause(clause: Clause, indent: str) -> Iterator[str]:
    span = clause.span
    place = f"@{span.cell}:{span.start}–{span.end}" if span else ""
    whose = "、".join(f"{one.office} {one.part} ({one.because})" for one in clause.actors)
    about = (
        f"{clause.kind} {clause.number} {clause.topic or ''} {clause.basis} {place} {clause.page}"
    )
    yield f"{indent}{clause.label}|{clause.text} ← {whose} | {about}"
    for child in clause.children:
        yield from _clause(child, f"{indent}  ")
