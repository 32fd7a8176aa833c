"""The official list as an Excel workbook, one sheet a list."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import xlsxwriter

from dutylist.records.wording import said
from dutylist.render.excel.workbook import (
    A4,
    LINE_HEIGHT,
    LONGEST_ROW,
    OPTIONS,
    fitting,
    in_rows,
    print_wide,
)
from dutylist.render.views.official import ListView, OfficialView, RowView
from dutylist.render.views.widths import lines_needed

SHEET_EM = 95.0
"""em across a landscape A4 sheet at the printed size (fit to one page wide)."""


def write_official_xlsx(view: OfficialView) -> bytes:
    """The workbook: header rows frozen, filtered and repeated on each printed page."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    place = "".join(view.region)
    book.set_properties({"title": f"{place}{view.title}", "author": place, "keywords": view.issued})
    title = book.add_format(
        {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
    )
    head = book.add_format(
        {
            "font_name": "黑体",
            "font_size": 11,
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
        }
    )
    text = book.add_format(
        {"font_name": "仿宋", "font_size": 11, "border": 1, "valign": "top", "text_wrap": True}
    )
    centre = book.add_format(
        {
            "font_name": "仿宋",
            "font_size": 11,
            "border": 1,
            "align": "center",
            "valign": "top",
            "text_wrap": True,
        }
    )
    remark = book.add_format(
        {"font_name": "仿宋", "font_size": 11, "valign": "top", "text_wrap": True}
    )
    formats = {"remark": remark, "title": title, "head": head, "text": text, "centre": centre}
    names: set[str] = set()
    _write_cover(book, view, title)
    for one in view.lists:
        _write_sheet(book, one, formats, names)
    book.close()
    return file.getvalue()


def _write_cover(book: xlsxwriter.Workbook, view: OfficialView, title: object) -> None:
    """The cover: the places, the list's title, the month, one line each."""
    sheet = book.add_worksheet(said("official.cover"))
    sheet.set_column(0, 0, 90)
    for n, line in enumerate((*view.region, view.title, view.issued)):
        sheet.write_string(n + 3, 0, line, title)
        sheet.set_row(n + 3, 36)
    sheet.set_landscape()
    sheet.set_paper(A4)


def _sheet_name(title: str, names: set[str]) -> str:
    """A sheet name that Excel takes: 31 characters, none of []:*?/\\, each once."""
    base = re.sub(r"[\[\]:*?/\\']", "", title)[:28] or "清单"
    name, n = base, 2
    while name in names:
        name, n = f"{base}{n}", n + 1
    names.add(name)
    return name


def _parts(one: ListView, row: RowView, widths: Sequence[float]) -> Iterator[tuple[list[str], int]]:
    """A duty as rows of the sheet, most often one: the cells of each, and how many lines high it
    is. What is too high for a row goes on in the next one, below the number and name（续）."""
    whole = [[paragraph.label + paragraph.text for paragraph in cell] for cell in row.cells]
    keys = (one.number_column, one.category_column, one.name_column)
    columns = [
        ["\n".join(cell)] if i in keys else in_rows(cell, widths[i] - 1, LINE_HEIGHT)
        for i, cell in enumerate(whole)
    ]
    for at in range(max(map(len, columns))):
        texts = [parts[at] if at < len(parts) else "" for parts in columns]
        if at:
            for i in (key for key in keys if key is not None):
                again = said("card.continued") if i != one.category_column else ""
                texts[i] = columns[i][0] + again if columns[i][0] else ""
        yield (
            texts,
            max(lines_needed(text.split("\n"), widths[i] - 1) for i, text in enumerate(texts)),
        )


def _write_sheet(
    book: xlsxwriter.Workbook, one: ListView, formats: dict[str, object], names: set[str]
) -> None:
    sheet = book.add_worksheet(_sheet_name(one.contents_title, names))
    last = len(one.columns) - 1
    widths = [share * SHEET_EM for share in one.shares]
    for i, width in enumerate(widths):
        sheet.set_column(i, i, round(width * 1.9, 1))
    if last > 0:
        sheet.merge_range(0, 0, 0, last, one.title, formats["title"])
    else:
        sheet.write_string(0, 0, one.title, formats["title"])
    sheet.set_row(0, 30)
    for i, column in enumerate(one.columns):
        sheet.write_string(1, i, column, formats["head"])
    n = 1
    for row in one.rows:
        n += 1
        if one.category_column is None and row.opens:
            sheet.merge_range(n, 0, n, last, row.category, formats["head"])
            n += 1
        for at, (texts, lines) in enumerate(_parts(one, row, widths)):
            n += at > 0
            for i, content in enumerate(texts):
                narrow = i in (one.number_column, one.category_column)
                style = formats["centre" if narrow else "text"]
                # ①, or 01, is no number that Excel would show as it is printed.
                if i == one.number_column and content.isdecimal() and str(int(content)) == content:
                    sheet.write_number(n, i, int(content), style)
                else:
                    sheet.write_string(n, i, fitting(content), style)
            sheet.set_row(n, min(LONGEST_ROW, lines * LINE_HEIGHT + 4))
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, n, last)
    if one.remarks:
        remarks = fitting("\n".join(one.remarks))
        if last > 0:
            sheet.merge_range(n + 1, 0, n + 1, last, remarks, formats["remark"])
        else:
            sheet.write_string(n + 1, 0, remarks, formats["remark"])
        lines = lines_needed(one.remarks, sum(widths) - 1)
        sheet.set_row(n + 1, min(LONGEST_ROW, lines * LINE_HEIGHT + 4))
    sheet.repeat_rows(1)
    print_wide(sheet)
