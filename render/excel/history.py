"""The history as an Excel workbook: the whole list, offices, duties, and every change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from dutylist.records.wording import said
from dutylist.render.excel.workbook import OPTIONS, fitting, print_wide
from dutylist.render.views.history import HistoryView
from dutylist.render.views.lines import Side


def history_xlsx(view: HistoryView) -> bytes:
    """The workbook's bytes. Texts are never read as formulas, numbers or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": f"{view.region}{view.title}"})
    cell = book.add_format({"font_name": "仿宋", "border": 1, "valign": "top", "text_wrap": True})
    looks = {"font_name": "黑体", "border": 1, "align": "center", "text_wrap": True}
    head = book.add_format(looks | {"bg_color": "#EDEDED"})
    for name, (columns, rows) in (
        (said("history.sheet_editions"), _editions(view)),
        (said("history.sheet_offices"), _offices(view)),
        (said("history.sheet_duties"), _duties(view)),
        (said("history.sheet_changes"), _changes(view)),
    ):
        _sheet(book.add_worksheet(name), columns, rows, cell, head)
    book.close()
    return file.getvalue()


Columns = list[tuple[str, int]]
Rows = Iterator[Sequence[str | int]]


def _editions(view: HistoryView) -> tuple[Columns, Rows]:
    """How many duties each edition has, and what came of the one before."""
    lists = [(label, 14) for label, _ in view.bars[0].parts]
    columns = [
        (said("history.edition"), 16),
        *lists,
        (said("history.sum"), 10),
        (said("history.since"), 80),
    ]
    return columns, (
        (bar.name, *(number for _, number in bar.parts), bar.total, _step(view, at))
        for at, bar in enumerate(view.bars)
    )


def _offices(view: HistoryView) -> tuple[Columns, Rows]:
    """Each office's number of duties in each edition, and what each step brought it."""
    columns = [
        (said("history.office"), 34),
        (said("history.former"), 28),
        *((name, 12) for name in view.names),
        *((said("history.step", edition=step.new_name), 44) for step in view.steps),
    ]
    return columns, (
        (one.name, "、".join(one.former_names), *one.counts, *one.steps) for one in view.offices
    )


def _duties(view: HistoryView) -> tuple[Columns, Rows]:
    """Each duty's place in each edition, and what became of it there."""
    columns = [
        (said("history.number"), 6),
        (said("history.list"), 14),
        (said("history.name"), 60),
        (said("history.office"), 30),
    ]
    for name in view.names:
        columns += [(name, 12), (said("history.step_mark", edition=name), 20)]
    return columns, (
        (
            life.number,
            life.list,
            life.name,
            "、".join(life.departments),
            *(text for pair in zip(life.places, life.marks, strict=True) for text in pair),
        )
        for life in view.lives
    )


def _changes(view: HistoryView) -> tuple[Columns, Rows]:
    """Each change of each duty, line by line."""
    columns = [
        (said("history.number"), 6),
        (said("history.edition"), 16),
        (said("history.change"), 24),
        (said("history.old_text"), 60),
        (said("history.new_text"), 60),
        (said("history.note"), 30),
    ]
    return columns, (
        (life.number, step.edition, step.what, _text(line.old), _text(line.new), line.note)
        for life in view.lives
        for step in life.steps
        for line in step.lines
    )


def _step(view: HistoryView, at: int) -> str:
    if at == 0:
        return ""
    step = view.steps[at - 1]
    return "\n".join((step.summary, *(f"{one.label}：{one.text}" for one in step.findings)))


def _text(side: Side) -> str:
    return "".join(run.text for run in side.runs)


def _sheet(
    sheet: Any,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int]],
    cell: Any,
    head: Any,
) -> None:
    """Heads, rows, filters, and a head row that stays and repeats."""
    for column, (text, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, head)
    at = 0
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value, cell)
            else:
                sheet.write_string(at, column, fitting(value), cell)
    sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    print_wide(sheet)
