"""The flat sheet of clauses as an Excel workbook: one header row, no merged cells."""

from __future__ import annotations

import io
from dataclasses import astuple

import xlsxwriter

from dutylist.records.wording import heads, said
from dutylist.render.excel.workbook import OPTIONS, fitting, page_head, print_wide
from dutylist.render.views.clauses import ClauseSheet

_WIDTHS = (13, 6, 14, 40, 26, 8, 7, 60, 16, 10)


def clauses_xlsx(view: ClauseSheet) -> bytes:
    """The workbook; every cell is text, so that a mail merge shows what stands there."""
    file = io.BytesIO()
    title = view.place + said("clauses.title")
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": title, "author": view.place})
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#A6A6A6"}
        head = book.add_format({**base, "bold": True, "bg_color": "#F2F2F2"})
        text = book.add_format({**base, "valign": "top", "text_wrap": True, "num_format": "@"})
        sheet = book.add_worksheet(said("clauses.title"))
        for column, (heading, width) in enumerate(
            zip(heads("clauses.heads"), _WIDTHS, strict=True)
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, head)
        for at, row in enumerate(view.rows, start=1):
            for column, value in enumerate(astuple(row)):
                sheet.write_string(at, column, fitting(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(view.rows), len(_WIDTHS) - 1)
        print_wide(sheet)
        sheet.set_header(page_head(title, view.issued))
        sheet.repeat_rows(0)
    return file.getvalue()
