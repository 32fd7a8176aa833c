"""Lists that a portal or a database gave as JSON: objects whose keys are a header's words.

They stand anywhere in the file ({"data": {"rows": [...]}}); the nearest text that is a list's
title, or a key that is one, is their title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dutylist.extract.formats.header_words import is_header, is_title
from dutylist.extract.formats.text.text import cell_paragraphs
from dutylist.extract.source import Block, Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.json_form import NO_RECORDS
from dutylist.records.model import Note

_HAN = re.compile("[㐀-鿿]")

_TOTALS = frozenset(("total", "totalcount", "totalelements", "count", "总数", "总条数", "总记录数"))
"""Keys under which an answer in pages says how many rows there are in all."""


def read_exported(content: str, name: str) -> SourceDocument:
    """The lists in a JSON text as tables; `name` is the file's name for messages. Raises
    InvalidRecordsError where there is none."""
    try:
        data = json.loads(content)
        found = _Export()
        found.walk(data, "")
    except (ValueError, RecursionError) as error:
        raise InvalidRecordsError(
            "是 JSON 数据，但不完整或写法不对", "请重新导出，或导出为 Excel、CSV 再读", file=name
        ) from error
    if not found.rows:
        raise InvalidRecordsError(*NO_RECORDS, file=name)
    return SourceDocument(name, tuple(found.blocks), notes=tuple(found.notes))


@dataclass
class _Export:
    """Goes through JSON values, gathering the tables and what was left out of them."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: int = 0

    def walk(self, value: Any, title: str) -> None:
        if isinstance(value, dict):
            titles = [text for text in value.values() if isinstance(text, str) and is_title(text)]
            title = titles[0] if titles else title
            before = self.rows
            for key, inner in value.items():
                self.walk(inner, key if is_title(key) else title)
            self._missing(value, self.rows - before)
        elif isinstance(value, list):
            self._list(value, title)
        elif isinstance(value, str) and _HAN.search(value) and not is_title(value):
            self.blocks.append(Line(0, cell_paragraphs(value)))

    def _list(self, values: list[Any], title: str) -> None:
        rows = [one for one in values if isinstance(one, dict)]
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if not rows or not is_header(keys):
            for one in values:
                self.walk(one, title)
            return
        if title:
            self.blocks.append(Line(0, title))
        self.blocks.append(
            Table(
                0,
                (
                    Row(0, tuple(_cell(key) for key in keys)),
                    *(
                        Row(0, tuple(self._value(key, row.get(key)) for key in keys))
                        for row in rows
                    ),
                ),
            )
        )
        self.rows += len(rows)
        left = [one for one in values if not isinstance(one, dict) and one is not None]
        self._tell(_texts(left), "列表里不是对象的数据没有读入")

    def _missing(self, said: dict[str, Any], read: int) -> None:
        """Tell of rows that stand on other pages of the answer."""
        totals = [one for key, one in said.items() if key.lower() in _TOTALS]
        total = next((one for one in totals if isinstance(one, int)), 0)
        if total > read > 0:
            text = f"数据写明共 {total} 条，文件里只有 {read} 条，可能只导出了一页，请导出全部再读"
            self.notes.append(Note(0, text))

    def _value(self, key: str, value: Any) -> Cell:
        if isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
            return _cell("\n".join(_texts(value)))
        if isinstance(value, (dict, list)):
            self._tell(_texts(value), f"“{key}”一栏里套着的数据没有读入")
            return Cell()
        return _cell("".join(_texts(value)))

    def _tell(self, texts: Iterator[str], what: str) -> None:
        if said := "、".join(texts):
            self.notes.append(Note(0, f"{what}：{said}"))


def _texts(value: Any) -> Iterator[str]:
    """The texts and numbers in a value, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, bool):
        yield "是" if value else "否"
    elif value is not None:
        yield str(value)


def _cell(markup: str) -> Cell:
    text = cell_paragraphs(markup)
    return Cell((CellPart(text, 0),)) if text else Cell()
