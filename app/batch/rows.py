"""A list as the rows that the store keeps, and the list again from them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dutylist.extract.records_file import records_of
from dutylist.records.check import check
from dutylist.records.department_marks import Mark, department_marks
from dutylist.records.findings import Finding
from dutylist.records.json_form import file_json
from dutylist.records.model import DutyList, Kind


@dataclass(frozen=True)
class DutyRow:
    """A duty as it is stored. `table` and `position` count from 1 within list and table; `page`
    is 0 where unknown. `record` is the duty's JSON, compressed."""

    table: int
    position: int
    kind: Kind
    number: int | None
    category: str
    name: str
    page: int
    departments: tuple[tuple[str, Mark], ...]
    record: bytes


@dataclass(frozen=True)
class ListRows:
    """A list as it is stored. `head` is the list's JSON without its duties, compressed."""

    title: str
    region: str
    issued: str
    head: bytes
    duties: tuple[DutyRow, ...]
    findings: tuple[Finding, ...]


def list_rows(duty_list: DutyList) -> ListRows:
    """The rows of a list, with what a check of it finds."""
    tables = tuple(replace(table, duties=()) for table in duty_list.lists)
    whole = file_json(duty_list)
    duties = tuple(
        DutyRow(
            table=table_number,
            position=position,
            kind=table.kind,
            number=duty.number,
            category=duty.category,
            name=duty.name,
            page=duty.source.pages[0] if duty.source.pages else 0,
            departments=department_marks(table.kind, duty),
            record=pack(whole["lists"][table_number - 1]["duties"][position - 1]),
        )
        for table_number, table in enumerate(duty_list.lists, 1)
        for position, duty in enumerate(table.duties, 1)
    )
    return ListRows(
        title=duty_list.title,
        region=" ".join(duty_list.region),
        issued=duty_list.issued,
        head=pack(file_json(replace(duty_list, lists=tables))),
        duties=duties,
        findings=check(duty_list),
    )


def duty_list_of_rows(head: bytes, duties: Sequence[tuple[int, bytes]]) -> DutyList:
    """The list again; `duties` are (table from 1, record) in the list's order."""
    whole = unpack(head)
    for table, record in duties:
        whole["lists"][table - 1]["duties"].append(unpack(record))
    return records_of(whole, "")


def pack(value: dict[str, Any]) -> bytes:
    """JSON values, compressed."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(data: bytes) -> dict[str, Any]:
    """The JSON values in what `pack` made."""
    value: dict[str, Any] = json.loads(zlib.decompress(data))
    return value
