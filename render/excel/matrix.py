"""The matrix as an Excel workbook: the matrix, the duties it links to, the departments' counts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dutylist.records.department_marks import MARK_NAMES
from dutylist.records.wording import heads, said
from dutylist.render.excel.workbook import (
    A3,
    LONGEST_ROW,
    OPTIONS,
    fitting,
    in_rows,
    page_head,
    print_wide,
)
from dutylist.render.views.matrix import SHORT_MARKS, Matrix, MatrixDuty
from dutylist.render.views.widths import lines_needed

MATRIX = said("matrix.sheet_matrix")
DUTIES = said("matrix.sheet_duties")
DEPARTMENTS = said("matrix.sheet_departments")
FIXED_WIDTHS = (13, 6, 14, 46, 11, 6)
MARK_WIDTH = 4.3
NAME_WIDTH, TEXT_WIDTH = 40, 104
"""Of the duties' names and texts."""
OWN_WIDTH = 16
"""Of a column of the township's workbook: a name and a telephone number."""
LINE_HEIGHT = 14.5
"""pt of a line of 10 pt."""

EM = 1.95
"""Excel's column width for one Chinese character of 10 pt, its unit being a digit of 11 pt."""

LONGEST_LINK = 2_079
"""Characters that Excel takes in a link."""

_COLOURS = {"lead": ("#1F4E79", "#FFFFFF"), "help": ("#DDEBF7", "#000000")}
_COLOURS |= {"takeover": ("#FCE4D6", "#7F3000"), "named": ("#FFFFFF", "#595959")}


def write_matrix_xlsx(matrix: Matrix, source: str = "") -> bytes:
    """The workbook. `source` is the address of the PDF that the pages link to, or ""."""
    file = io.BytesIO()
    title = matrix.place + said("matrix.title")
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": title, "author": matrix.place})
        formats = _formats(book)
        sheets = [book.add_worksheet(name) for name in (MATRIX, DUTIES, DEPARTMENTS)]
        _write_matrix(sheets[0], matrix, formats, source)
        _write_duties(sheets[1], matrix, formats, source)
        _write_departments(sheets[2], matrix, formats)
        for sheet in sheets:
            print_wide(sheet, A3)
            sheet.set_margins(0.4, 0.4, 0.6, 0.5)
            sheet.set_header(page_head(title, matrix.issued))
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#A6A6A6"}
    head = {**base, "bold": True, "bg_color": "#F2F2F2", "align": "center", "valign": "vcenter"}
    text = {**base, "valign": "top", "text_wrap": True}
    link = {**text, "font_color": "#0563C1", "underline": 1}
    formats = {
        "head": book.add_format({**head, "text_wrap": True}),
        "turned": book.add_format({**head, "rotation": 270, "valign": "bottom"}),
        "text": book.add_format(text),
        "centre": book.add_format({**text, "align": "center"}),
        "link": book.add_format(link),
        "centre link": book.add_format({**link, "align": "center"}),
    }
    for mark, (background, colour) in _COLOURS.items():
        style = {"bg_color": background, "font_color": colour, "align": "center", "bold": True}
        formats[mark] = book.add_format({**text, **style})
    return formats


def _write_matrix(sheet: Any, matrix: Matrix, formats: dict[str, Any], source: str) -> None:
    for column, (heading, width) in enumerate(
        zip(heads("matrix.heads"), FIXED_WIDTHS, strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write(0, column, heading, formats["head"])
    first = len(FIXED_WIDTHS)
    last = first + len(matrix.departments)
    sheet.set_column(first, last - 1, MARK_WIDTH)
    sheet.set_column(last, last, 30)
    # Characters stand one below the other; the filter's arrow needs the rest.
    longest = max(len(department.name) for department in matrix.departments)
    sheet.set_row(0, min(LONGEST_ROW, 24 + LINE_HEIGHT * longest))
    for column, department in enumerate(matrix.departments, first):
        sheet.write(0, column, department.name, formats["turned"])
    sheet.write(0, last, said("matrix.unlisted"), formats["head"])
    places = list(accumulate((len(parts) for _, parts in _in_parts(matrix)), initial=1))
    for line, duty in enumerate(matrix.duties, 1):
        _set_height(sheet, line, ((duty.name, FIXED_WIDTHS[3]), (duty.category, FIXED_WIDTHS[2])))
        _write_duty(sheet, line, duty, formats, source)
        target = f"internal:'{DUTIES}'!A{places[line - 1] + 1}"
        _write_link(sheet, line, 5, target, said("matrix.look"), formats["centre link"])
        for column, mark in enumerate(duty.marks, first):
            if mark is None:
                sheet.write_blank(line, column, None, formats["text"])
            else:
                sheet.write(line, column, SHORT_MARKS[mark], formats[mark])
        sheet.write(line, last, duty.others, formats["text"])
    if matrix.lead_note:
        sheet.write_string(len(matrix.duties) + 2, 0, matrix.lead_note)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(1, len(matrix.duties)), last)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 3)


def _write_duties(sheet: Any, matrix: Matrix, formats: dict[str, Any], source: str) -> None:
    headings = (*heads("matrix.duty_heads"), *matrix.assigned)
    widths = (13, 6, 14, NAME_WIDTH, 11, 6, 22, TEXT_WIDTH, *[OWN_WIDTH] * len(matrix.assigned))
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write(0, column, heading, formats["head"])
    line = 0
    for number, (duty, parts) in enumerate(_in_parts(matrix), 1):
        for at, whole in enumerate(parts):
            line += 1
            shown = duty if at == 0 else _continued(duty)
            _write_duty(sheet, line, shown, formats, source)
            target = f"internal:'{MATRIX}'!A{number + 1}"
            _write_link(sheet, line, 5, target, said("matrix.back"), formats["centre link"])
            sheet.write(line, 6, duty.place, formats["text"])
            sheet.write_string(line, 7, fitting(whole), formats["text"])
            for column, text in enumerate(duty.assignment, 8):
                sheet.write_string(line, column, fitting(text), formats["text"])
            own = ((text, OWN_WIDTH) for text in duty.assignment)
            _set_height(sheet, line, ((whole, TEXT_WIDTH), (shown.name, NAME_WIDTH), *own))
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(1, line), len(headings) - 1)
    sheet.repeat_rows(0)


def _in_parts(matrix: Matrix) -> Iterator[tuple[MatrixDuty, list[str]]]:
    """The duties, each with its texts in as many parts as there are rows that show all of them."""
    for duty in matrix.duties:
        known = (duty.number, duty.category, duty.name, "")
        texts = [f"【{head}】{text}" for head, text in duty.texts if text not in known]
        paragraphs = "\n".join(texts).split("\n")
        yield duty, in_rows(paragraphs, TEXT_WIDTH / EM, LINE_HEIGHT)


def _continued(duty: MatrixDuty) -> MatrixDuty:
    again = said("card.continued")
    return replace(duty, number=duty.number and duty.number + again, name=duty.name + again)


def _write_departments(sheet: Any, matrix: Matrix, formats: dict[str, Any]) -> None:
    headings = (said("matrix.department"), *MARK_NAMES.values(), said("matrix.sum"))
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(headings) - 1, 9)
    for column, heading in enumerate(headings):
        sheet.write(0, column, heading, formats["head"])
    for line, department in enumerate(matrix.departments, 1):
        target = f"internal:'{MATRIX}'!{xl_col_to_name(len(FIXED_WIDTHS) + line - 1)}1"
        _write_link(sheet, line, 0, target, department.name, formats["link"])
        for column, count in enumerate((*department.counts, sum(department.counts)), 1):
            sheet.write(line, column, count, formats["centre"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(matrix.departments)), len(headings) - 1)
    sheet.repeat_rows(0)


def _set_height(sheet: Any, line: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row high enough for texts in columns of these widths; programs differ in doing so."""
    lines = max(lines_needed(text.split("\n"), width / EM) for text, width in texts)
    sheet.set_row(line, min(LONGEST_ROW, 3 + LINE_HEIGHT * lines))


def _write_duty(
    sheet: Any, line: int, duty: MatrixDuty, formats: dict[str, Any], source: str
) -> None:
    """What both sheets have of a duty in their first five columns."""
    sheet.write(line, 0, duty.kind, formats["text"])
    sheet.write(line, 1, _number(duty.number), formats["centre"])
    sheet.write(line, 2, duty.category, formats["text"])
    # The name itself is no link: LibreOffice does not wrap a link's text.
    sheet.write_string(line, 3, fitting(duty.name), formats["text"])
    address = f"{source}#page={duty.page}"
    if source and duty.page and len(address) <= LONGEST_LINK:
        _write_link(sheet, line, 4, address, duty.pages, formats["centre link"])
    else:
        sheet.write(line, 4, duty.pages, formats["centre"])


def _write_link(sheet: Any, line: int, column: int, target: str, text: str, style: Any) -> None:
    """A link that shows a text; where Excel takes no more links (65 530 a sheet), the text."""
    if sheet.write_url(line, column, target, style, text) < 0:
        sheet.write_string(line, column, text, style)


def _number(number: str) -> int | str:
    return int(number) if number.isascii() and number.isdigit() else number
