"""A report of tables as an Excel workbook: a sheet for each."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter

from dutylist.render.excel.workbook import LONGEST_CELL, OPTIONS, fitting, print_wide
from dutylist.render.views.lines import Run
from dutylist.render.views.report import Report, Section

_WIDTH = 160
"""Characters of all columns of a sheet together."""

_LONGEST_NAME = 31
"""Characters of a sheet's name; Excel refuses the file beyond it."""


def report_xlsx(view: Report) -> bytes:
    """The workbook's bytes. Texts are never read as formulas, numbers or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": view.title})
    looks = {
        "": book.add_format({"font_name": "仿宋"}),
        "deleted": book.add_format({"font_name": "仿宋", "font_strikeout": True}),
        "inserted": book.add_format({"font_name": "仿宋", "underline": True}),
        "quiet": book.add_format({"font_name": "仿宋", "underline": True}),
    }
    cell = book.add_format({"font_name": "仿宋", "border": 1, "valign": "top", "text_wrap": True})
    head = book.add_format(
        {"font_name": "黑体", "border": 1, "align": "center", "bg_color": "#EDEDED"}
    )
    names: set[str] = set()
    for section in view.sections:
        if section.rows:
            sheet = book.add_worksheet(_sheet_name(section.heading, names))
            _fill(sheet, section, cell, head, looks)
    if not names:
        book.add_worksheet(_sheet_name(view.title, names)).write_string(0, 0, view.subtitle)
    book.close()
    return file.getvalue()


def _sheet_name(text: str, names: set[str]) -> str:
    bare = re.sub(r"[\[\]:*?/\\']", "", text)[:_LONGEST_NAME] or "表"
    name, count = bare, 1
    while name.lower() in names:
        count += 1
        name = f"{bare[: _LONGEST_NAME - 4]} {count}"
    names.add(name.lower())
    return name


def _fill(sheet: Any, section: Section, cell: Any, head: Any, looks: dict[str, Any]) -> None:
    whole = sum(column.share for column in section.columns)
    for place, column in enumerate(section.columns):
        sheet.set_column(place, place, max(6, _WIDTH * column.share / whole))
        sheet.write_string(0, place, column.text, head)
    for at, row in enumerate(section.rows, 1):
        for place, runs in enumerate(row):
            _write(sheet, at, place, runs, cell, looks)
    sheet.autofilter(0, 0, len(section.rows), len(section.columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    print_wide(sheet)


def _write(
    sheet: Any, row: int, column: int, runs: tuple[Run, ...], cell: Any, looks: dict[str, Any]
) -> None:
    filled = [run for run in runs if run.text]
    text = "".join(run.text for run in filled)
    if len(filled) > 1 and len(text) <= LONGEST_CELL:
        parts = [part for run in filled for part in (looks[run.mark], run.text)]
        sheet.write_rich_string(row, column, *parts, cell)
    else:
        sheet.write_string(row, column, fitting(text), cell)
