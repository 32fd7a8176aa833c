"""The assignment workbook (分工表) that staff fill in: every duty a row, people to choose from."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from dutylist.records.assigned import in_the_lists_order
from dutylist.records.assignments import (
    CODE,
    DOUBT,
    FIELDS,
    GONE_SHEET,
    LEADER,
    NAME,
    OF_THE_LIST,
    PEOPLE_SHEET,
    PERSON,
    SHEET,
    STATION,
    Assignment,
    Assignments,
)
from dutylist.records.codes import coded_duties
from dutylist.records.model import KIND_NAMES, DutyList
from dutylist.records.wording import heads
from dutylist.render.excel.workbook import OPTIONS, fitting, print_wide

_WIDTHS = (9, 10, 6, 12, 42, 24)
"""Of the columns that come from the list, in characters."""

_OWN_WIDTH = 14
_PEOPLE_ROWS = 500
"""Rows of the people's sheet that the drop-down lists look at."""


def assignments_xlsx(duty_list: DutyList, assignments: Assignments) -> bytes:
    """The workbook's bytes: 分工, 人员和站所, 填写说明, and 已取消的事项 where there are any.

    Rows stand in the list's order; `assignments` are those of its duties, wherever they stood.
    """
    assignments = in_the_lists_order(duty_list, assignments)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
    fixed = book.add_format(
        {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F2F2F2"}
    )
    open_ = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    doubt = book.add_format(
        {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}
    )
    columns = _columns(assignments)
    sheet = book.add_worksheet(SHEET)
    headed = [*zip(OF_THE_LIST, _WIDTHS, strict=True), *((one, _OWN_WIDTH) for one in columns)]
    headed.append((DOUBT, 26))
    for place, (text, width) in enumerate(headed):
        sheet.set_column(place, place, width)
        _put(sheet, 0, place, text, head)
    rows = {row.code: row for row in assignments.rows}
    count = 0
    for count, (code, table, duty) in enumerate(coded_duties(duty_list), 1):
        departments = "、".join(duty.departments)
        texts = (
            *(KIND_NAMES[table.kind], code, duty.shown_number),
            *(duty.category, duty.name, departments),
        )
        for place, text in enumerate(texts):
            _put(sheet, count, place, text, fixed)
        row = rows.get(code)
        _write_own(sheet, count, len(texts), columns, row, open_)
        _put(sheet, count, len(headed) - 1, row.doubt if row else "", doubt)
    _choices(sheet, columns, count)
    sheet.freeze_panes(1, 5)
    sheet.autofilter(0, 0, count, len(headed) - 1)
    sheet.repeat_rows(0)
    print_wide(sheet)
    _people_sheet(book, assignments, head, open_)
    if assignments.gone:
        _gone_sheet(book, assignments, columns, head, open_)
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, 0, 100)
    for place, text in enumerate(heads("assignments.help")):
        notes.write_string(place, 0, text)
    book.close()
    return buffer.getvalue()


def _put(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """A text as it is; an empty cell has its looks alone."""
    if text:
        sheet.write_string(row, column, fitting(text), form)
    else:
        sheet.write_blank(row, column, None, form)


def _columns(assignments: Assignments) -> tuple[str, ...]:
    """The usual columns first, then the office's own."""
    return tuple(dict.fromkeys((*FIELDS, *assignments.columns)))


def _write_own(
    sheet: Any,
    row: int,
    first: int,
    columns: tuple[str, ...],
    assignment: Assignment | None,
    form: Any,
) -> None:
    for place, column in enumerate(columns, first):
        _put(sheet, row, place, assignment.value(column) if assignment else "", form)


def _choices(sheet: Any, columns: tuple[str, ...], count: int) -> None:
    """Drop-down lists from the people's sheet; another text may be typed all the same."""
    first = len(OF_THE_LIST)
    sources = {LEADER: "A", PERSON: "A", STATION: "B"}
    for place, column in enumerate(columns, first):
        if letter := sources.get(column):
            sheet.data_validation(
                *(1, place, max(count, 1), place),
                {
                    "validate": "list",
                    "source": f"='{PEOPLE_SHEET}'!${letter}$2:${letter}${_PEOPLE_ROWS}",
                    "show_error": False,
                },
            )


def _people_sheet(book: Any, assignments: Assignments, head: Any, form: Any) -> None:
    sheet = book.add_worksheet(PEOPLE_SHEET)
    for place, (text, width) in enumerate(
        (("姓名", 14), ("站所", 24), ("职务", 18), ("联系电话", 18))
    ):
        sheet.set_column(place, place, width)
        _put(sheet, 0, place, text, head)
    for row, person in enumerate(assignments.people, 1):
        for place, text in enumerate((person.name, person.station, person.post, person.phone)):
            _put(sheet, row, place, text, form)
    sheet.freeze_panes(1, 0)


def _gone_sheet(
    book: Any, assignments: Assignments, columns: tuple[str, ...], head: Any, form: Any
) -> None:
    """The rows of duties that the list no longer has: nothing that was typed is lost."""
    sheet = book.add_worksheet(GONE_SHEET)
    for place, text in enumerate((CODE, NAME, *columns, DOUBT)):
        sheet.set_column(place, place, 42 if place == 1 else _OWN_WIDTH)
        _put(sheet, 0, place, text, head)
    for row, gone in enumerate(assignments.gone, 1):
        _put(sheet, row, 0, gone.code, form)
        _put(sheet, row, 1, gone.name, form)
        _write_own(sheet, row, 2, columns, gone, form)
        _put(sheet, row, 2 + len(columns), gone.doubt, form)
