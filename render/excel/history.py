"""The history as an Excel workbook: the whole list, offices, duties, and every change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from dutylist.render.excel.workbook import OPTIONS, fitting, print_wide
from dutylist.render.views.history import HistoryView
from dutylist.render.views.lines import Side


def history_xlsx(view: HistoryView) -> bytes:
    """The workbook's bytes. Texts are never read as formulas, numbers or links."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": f"{view.region}{view.title}"})
    cell = book.add_format({"font_name": "仿宋", "border": 1, "valign": "top", "text_wrap": True})
    head = book.add_format(
        {
            "font_name": "黑体",
            "border": 1,
            "align": "center",
            "text_wrap": True,
            "bg_color": "#EDEDED",
        }
    )
    lists = [label for label, _ in view.bars[0].parts]
    _sheet(
        book.add_worksheet("各版"),
        [("版次", 16), *((label, 14) for label in lists), ("合计", 10), ("与上一版相比", 80)],
        (
            (bar.name, *(number for _, number in bar.parts), bar.total, _step(view, at))
            for at, bar in enumerate(view.bars)
        ),
        cell,
        head,
    )
    steps = [(f"{step.new_name}的变化", 44) for step in view.steps]
    _sheet(
        book.add_worksheet("各部门"),
        [("部门", 34), ("原名称", 28), *((name, 12) for name in view.names), *steps],
        ((one.name, "、".join(one.former_names), *one.counts, *one.steps) for one in view.offices),
        cell,
        head,
    )
    columns = [column for name in view.names for column in ((name, 12), (f"{name}变化", 20))]
    _sheet(
        book.add_worksheet("各事项"),
        [("序号", 6), ("清单", 14), ("事项名称", 60), ("部门", 30), *columns],
        (
            (
                life.number,
                life.list,
                life.name,
                "、".join(life.departments),
                *(text for pair in zip(life.places, life.marks, strict=True) for text in pair),
            )
            for life in view.lives
        ),
        cell,
        head,
    )
    _sheet(
        book.add_worksheet("逐项变化"),
        [("序号", 6), ("版次", 16), ("变化", 24), ("旧文", 60), ("新文", 60), ("说明", 30)],
        (
            (life.number, step.edition, step.what, _text(line.old), _text(line.new), line.note)
            for life in view.lives
            for step in life.steps
            for line in step.lines
        ),
        cell,
        head,
    )
    book.close()
    return file.getvalue()


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
