"""An assignment workbook (分工表) that staff have filled in → assignments, every text as written.

Sheets and columns are found by their headings, so that staff may move, hide or add columns.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dutylist.extract.formats.sniff import need_file
from dutylist.records.assignments import (
    CODE,
    DOUBT,
    GONE_SHEET,
    NAME,
    OF_THE_LIST,
    PEOPLE_SHEET,
    SHEET,
    Assignment,
    Assignments,
    Person,
)
from dutylist.records.errors import InvalidRecordsError, UnknownFormatError

_HEAD_ROWS = 10
"""Rows looked through for the header row: staff put titles and notes above it."""

_MOST_ROWS = 20_000
"""A list has some hundreds of duties; a sheet formatted down to its last row is not read whole."""


def load_assignments(path: Path) -> Assignments:
    """The assignments of an .xlsx file.

    Raises FileMissingError, UnknownFormatError where it is no workbook, InvalidRecordsError where
    it has no sheet with the columns 编号 and 事项名称, or two columns of one name.
    """
    need_file(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnknownFormatError(
            "分工表须是 .xlsx 工作簿", "请在 Excel 或 WPS 中另存为 .xlsx", file=path.name
        ) from error
    try:
        sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    finally:
        book.close()
    columns, rows = _duty_rows(sheets, path.name)
    _, gone = _rows_of(sheets.get(GONE_SHEET, []), path.name)
    return Assignments(columns, rows, _people(sheets.get(PEOPLE_SHEET, [])), gone)


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_row=_MOST_ROWS, values_only=True):
        yield tuple(map(_text, row))


def _text(value: Any) -> str:
    """A cell's value as a person reads it: a telephone typed as a number has no ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).replace("\r\n", "\n").strip()


def _duty_rows(
    sheets: dict[str, list[tuple[str, ...]]], file: str
) -> tuple[tuple[str, ...], tuple[Assignment, ...]]:
    first = [SHEET] if SHEET in sheets else []
    for title in (*first, *(name for name in sheets if name not in (SHEET, GONE_SHEET))):
        if _header_at(sheets[title]) is not None:
            return _rows_of(sheets[title], file)
    raise InvalidRecordsError(
        f"没有找到带“{CODE}”和“{NAME}”两列的工作表",
        "请用 dutylist assign 清单 --write 分工.xlsx 写出一份再填",
        file=file,
    )


def _header_at(rows: Sequence[tuple[str, ...]]) -> int | None:
    """The index of the header row."""
    return next((n for n, row in enumerate(rows[:_HEAD_ROWS]) if CODE in row and NAME in row), None)


def _rows_of(
    rows: Sequence[tuple[str, ...]], file: str
) -> tuple[tuple[str, ...], tuple[Assignment, ...]]:
    """The office's columns, and a row for each duty."""
    at = _header_at(rows)
    if at is None:
        return (), ()
    header = rows[at]
    named = [text for text in header if text]
    if again := next((text for text in named if named.count(text) > 1), ""):
        raise InvalidRecordsError(f"有两列都叫“{again}”", "请改成不同的列名", file=file, row=at + 1)
    own = tuple(text for text in named if text not in (*OF_THE_LIST, DOUBT))
    found = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = dict(zip(header, row, strict=False))
        if not cells.get(CODE) and not cells.get(NAME):
            continue
        values = tuple((column, cells.get(column, "")) for column in own)
        found.append(
            Assignment(
                cells.get(CODE, ""), cells.get(NAME, ""), values, cells.get(DOUBT, ""), number
            )
        )
    return own, tuple(found)


def _people(rows: Sequence[tuple[str, ...]]) -> tuple[Person, ...]:
    at = next((n for n, row in enumerate(rows[:_HEAD_ROWS]) if "姓名" in row), None)
    if at is None:
        return ()
    people = []
    for row in rows[at + 1 :]:
        cells = dict(zip(rows[at], row, strict=False))
        if cells.get("姓名") or cells.get("站所"):
            people.append(
                Person(*(cells.get(column, "") for column in ("姓名", "站所", "职务", "联系电话")))
            )
    return tuple(people)
