"""The comparison as an Excel workbook: summary, table with filters, one line per office."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from dutylist.records.wording import heads, said
from dutylist.render.excel.workbook import (
    LINE_HEIGHT,
    LONGEST_CELL,
    LONGEST_ROW,
    OPTIONS,
    fitting,
    print_wide,
)
from dutylist.render.views.comparison import ComparisonView
from dutylist.render.views.lines import Mark, Run, Side

_TABLE_WIDTHS = (5, 9, 10, 12, 12, 42, 42, 16, 16, 14)
_OFFICE_WIDTHS = (26, 18, 6, 16, 22, 44)
"""In Excel's characters, two of ours each: so wide they are printed in some 9 pt on A4."""
_CHARACTERS = {column: round(wide / 2.2) for column, wide in enumerate(_TABLE_WIDTHS)}
"""How many of ours stand in a line of a column."""


def comparison_xlsx(view: ComparisonView) -> bytes:
    """The workbook's bytes. Texts are never read as formulas, numbers or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": f"{view.region}{view.title}"})
    formats = _formats(book)
    _write_summary(book.add_worksheet(said("comparison.sheet_summary")), view, formats)
    _write_table(book.add_worksheet(said("comparison.sheet_table")), view, formats)
    _write_offices(book.add_worksheet(said("comparison.sheet_offices")), view, formats)
    book.close()
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": "仿宋", "font_size": 11, "border": 1, "valign": "top", "text_wrap": True}
    run = {"font_name": "仿宋", "font_size": 11}
    head = {**cell, "font_name": "黑体", "align": "center", "bg_color": "#EDEDED"}
    return {
        # A filter finds it in each line of a duty; it is read in the first one.
        "unseen": book.add_format({**cell, "num_format": ";;;"}),
        "title": book.add_format({"font_name": "宋体", "font_size": 16, "bold": True}),
        "head": book.add_format(head),
        "cell": book.add_format(cell),
        "heading": book.add_format({**cell, "font_name": "黑体"}),
        "": book.add_format(run),
        "deleted": book.add_format({**run, "font_strikeout": True}),
        "inserted": book.add_format({**run, "underline": 1}),
        "quiet": book.add_format({**run, "italic": True}),
    }


def _write_summary(sheet: Any, view: ComparisonView, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 60)
    sheet.write_string(0, 0, f"{view.region}{view.title}", formats["title"])
    sheet.write_string(1, 0, f"{view.old_edition} — {view.new_edition}", formats[""])
    row = 3
    for count in (*view.counts, *view.kind_counts):
        sheet.write_string(row, 0, count.label, formats["cell"])
        sheet.write_number(row, 1, count.number, formats["cell"])
        row += 1
    for finding in view.findings:
        row += 1
        for column, text in enumerate((finding.label, finding.text, finding.places)):
            sheet.write_string(row, column, text, formats["cell"])
    sheet.write_string(row + 2, 0, said("comparison.sheet_quiet"), formats[""])
    print_wide(sheet)


def _write_table(sheet: Any, view: ComparisonView, formats: dict[str, Any]) -> None:
    names = list(heads("comparison.sheet_table_heads"))
    names[5:7] = view.heads
    _heads(sheet, list(zip(names, _TABLE_WIDTHS, strict=True)), formats)
    at = 1
    for row in view.rows:
        offices = "、".join(row.departments)
        for line in row.lines:
            first = line is row.lines[0]
            sheet.write_number(at, 0, row.number, formats["cell"])
            texts = ("、".join(row.lists), "、".join(row.kind_names), row.old_place, row.new_place)
            for column, text in enumerate(texts, 1):
                sheet.write_string(at, column, text, formats["cell" if first else "unseen"])
            _write_side(sheet, at, 5, line.old, formats)
            _write_side(sheet, at, 6, line.new, formats)
            sheet.write_string(at, 7, line.note, formats["cell"])
            for column, text in ((8, offices), (9, row.doubtful)):
                sheet.write_string(at, column, text, formats["cell" if first else "unseen"])
            lengths = {5: _length(line.old.runs), 6: _length(line.new.runs), 7: len(line.note)}
            if first:
                lengths |= {column: len(text) for column, text in enumerate(texts, 1)}
                lengths |= {8: len(offices), 9: len(row.doubtful)}
            lines = max(length // _CHARACTERS[column] for column, length in lengths.items())
            sheet.set_row(at, min(LINE_HEIGHT * (lines + 1), LONGEST_ROW))
            at += 1
    _finish(sheet, at, len(_TABLE_WIDTHS))


def _write_offices(sheet: Any, view: ComparisonView, formats: dict[str, Any]) -> None:
    columns = zip(heads("comparison.sheet_office_heads"), _OFFICE_WIDTHS, strict=True)
    _heads(sheet, list(columns), formats)
    at = 1
    for office in view.departments:
        former = "、".join(office.former_names)
        for item in office.items:
            sheet.write_string(at, 0, office.name, formats["cell"])
            sheet.write_string(at, 1, former, formats["cell"])
            sheet.write_number(at, 2, item.number, formats["cell"])
            for column, text in enumerate((item.what, item.place, item.name), 3):
                sheet.write_string(at, column, text, formats["cell"])
            at += 1
    _finish(sheet, at, len(_OFFICE_WIDTHS))


def _heads(sheet: Any, columns: Sequence[tuple[str, int]], formats: dict[str, Any]) -> None:
    for column, (text, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, formats["head"])


def _finish(sheet: Any, rows: int, columns: int) -> None:
    """Filters, and a head row that stays and repeats."""
    sheet.autofilter(0, 0, max(rows - 1, 1), columns - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    print_wide(sheet)


def _write_side(sheet: Any, row: int, column: int, side: Side, formats: dict[str, Any]) -> None:
    base = formats["heading" if side.heading else "cell"]
    runs = [run for run in side.runs if run.text]
    text = "".join(run.text for run in runs)
    if len(runs) < 2 or len(text) > LONGEST_CELL:
        mark: Mark = runs[0].mark if len(runs) == 1 else ""
        if not mark or len(text) > LONGEST_CELL:
            sheet.write_string(row, column, fitting(text), base)
            return
        # Excel takes a rich text only of two or more pieces: an empty one is not allowed either.
        runs = [Run(runs[0].text[:1], mark), Run(runs[0].text[1:], mark)]
        if not runs[1].text:
            sheet.write_string(row, column, text, base)
            return
    pieces: list[Any] = []
    for run in runs:
        pieces += [formats[run.mark], run.text]
    sheet.write_rich_string(row, column, *pieces, base)


def _length(runs: Iterable[Run]) -> int:
    return sum(len(run.text) + _CHARACTERS[5] * run.text.count("\n") for run in runs)
