"""Showing a query's rows: a table on the terminal, JSON, CSV or an Excel sheet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dutylist.app.batch.queries import Change
from dutylist.app.files import write_text
from dutylist.app.terminal import give, plain, say
from dutylist.records.errors import UnknownFormatError

Value = str | int | None | tuple[str, ...] | tuple[Change, ...]
"""What a cell holds; `Change`s are shown with their marks."""

CONTEXT = 12
"""Characters of unchanged text that the terminal shows beside a change."""


WIDEST = 50
"""Width of a column on an Excel sheet, in digits; what is longer is wrapped."""

EM = 2.0
"""Width of a Chinese character, in digits."""


def write_rows(rows: Iterable[Any], columns: dict[str, str], output: str, as_json: bool) -> None:
    """Show dataclass rows. `columns` are field → heading; JSON has all fields.

    With `output` they go to that file, whose suffix (csv, xlsx, json) tells the format. Raises
    UnknownFormatError or CannotWriteError.
    """
    everything = list(rows)
    if not output:
        if as_json:
            give(_json(everything) + "\n")
        else:
            _print(everything, columns)
        return
    suffix = Path(output).suffix.lower()
    if suffix == ".json":
        write_text(output, _json(everything) + "\n")
    elif suffix == ".csv":
        write_text(output, "\ufeff" + _csv(everything, columns))
    elif suffix == ".xlsx":
        _write_xlsx(everything, columns, Path(output))
    else:
        raise UnknownFormatError(
            "不认识的输出格式", "文件名请以 .csv、.xlsx 或 .json 结尾", file=output
        )
    say(f"{output}：{len(everything)} 行", err=True)


def marked(changes: tuple[Change, ...]) -> str:
    """Changes as plain text: "开展〔增：宣传〕〔删：教育〕"."""
    marks = {"equal": "{}", "delete": "〔删：{}〕", "insert": "〔增：{}〕"}
    return "".join(marks[change.what].format(change.text) for change in changes)


def _json(rows: Sequence[Any]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)


def _plain(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, tuple):
        if all(isinstance(part, Change) for part in value):
            return marked(value)  # type: ignore[arg-type]
        return "、".join(str(part) for part in value)
    return value


def _csv(rows: Sequence[Any], columns: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns.values())
    for row in rows:
        writer.writerow(safe_cell(_plain(getattr(row, field))) for field in columns)
    return text.getvalue()


def safe_cell(value: str | int) -> str | int:
    """A value that a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _print(rows: Sequence[Any], columns: dict[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    styles = {"equal": "", "delete": "red strike", "insert": "green underline"}
    colours = sys.stdout.isatty()
    table = Table(show_lines="changes" in columns)
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        cells: list[Text] = []
        for field in columns:
            value = getattr(row, field)
            if colours and field == "changes":
                cells.append(
                    Text.assemble(
                        *((plain(part.text), styles[part.what]) for part in _nearby(value))
                    )
                )
            else:
                shown = _nearby(value) if field == "changes" else value
                cells.append(Text(plain(str(_plain(shown)))))
        table.add_row(*cells)
    Console(width=None if colours else 160).print(table)


def _nearby(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes with long unchanged stretches cut to what stands beside a change."""
    return tuple(
        Change("equal", f"{part.text[:CONTEXT]}…{part.text[-CONTEXT:]}")
        if part.what == "equal" and len(part.text) > 2 * CONTEXT + 1
        else part
        for part in changes
    )


def _write_xlsx(rows: Sequence[Any], columns: dict[str, str], path: Path) -> None:
    import xlsxwriter

    from dutylist.render.excel.workbook import LINE_HEIGHT, LONGEST_ROW
    from dutylist.render.files import write_file
    from dutylist.render.views.widths import lines_needed

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("查询结果")
        head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        inserted = book.add_format({"font_color": "#137333", "underline": 1})
        deleted = book.add_format({"font_color": "#B3261E", "font_strikeout": True})
        sheet.freeze_panes(1, 0)
        widths: list[float] = []
        for column, (field, heading) in enumerate(columns.items()):
            values = [getattr(row, field) for row in rows]
            longest = max((len(str(_plain(value))) for value in values), default=0)
            widths.append(min(WIDEST, 2 * max(len(heading), longest) + 3))
            sheet.set_column(column, column, widths[-1])
            sheet.write(0, column, heading, head)
            for line, value in enumerate(values, 1):
                if field == "changes" and len(value) > 1:
                    formats = {"insert": inserted, "delete": deleted}
                    parts: list[Any] = []
                    for part in value:
                        parts += [formats[part.what]] if part.what in formats else []
                        parts.append(part.text)
                    sheet.write_rich_string(line, column, *parts, wrap)
                else:
                    sheet.write(line, column, _plain(value), wrap)
        for line, row in enumerate(rows, 1):
            texts = [str(_plain(getattr(row, field))) for field in columns]
            # Programs differ in making rows high enough for wrapped text.
            lines = max(
                lines_needed(text.split("\n"), width / EM)
                for text, width in zip(texts, widths, strict=True)
            )
            sheet.set_row(line, min(LONGEST_ROW, LINE_HEIGHT * lines))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    write_file(path.parent, path.name, content.getvalue())
