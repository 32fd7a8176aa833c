"""A report of tables as a Word document: landscape A4."""

from __future__ import annotations

from collections.abc import Sequence

from dutylist.render.views.paper import WIDE
from dutylist.render.views.report import Column, Report
from dutylist.render.word.comparison import append_table, landscape_document, run_table
from dutylist.render.word.package import saved


def report_docx(view: Report) -> bytes:
    """The bytes of the .docx file."""
    document = landscape_document(view.title)
    document.add_paragraph(view.title, style="对照 标题")
    document.add_paragraph(view.subtitle, style="对照 副题")
    for section in view.sections:
        document.add_paragraph(section.heading, style="对照 节")
        for sentence in section.said:
            said = document.add_paragraph(sentence, style="对照 说明")
            said.paragraph_format.keep_with_next = bool(section.rows)
        if section.rows:
            table = run_table(_columns(section.columns), section.rows, view.most_whole)
            append_table(document, table)
    return saved(document)


def _columns(columns: Sequence[Column]) -> list[tuple[str, float]]:
    whole = sum(column.share for column in columns)
    return [(column.text, WIDE.text_width * column.share // whole) for column in columns]
