"""A report into files: the one place that knows their formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dutylist.records.templates import template
from dutylist.render.each import Wanted, all_written
from dutylist.render.excel.report import report_xlsx
from dutylist.render.formats import REPORT, expect_formats
from dutylist.render.typeset.faces import Faces, load_faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.report import Report
from dutylist.render.web.report import report_html
from dutylist.render.word.report import report_docx


def report_files(
    view: Report, name: str, formats: Sequence[str], folder: Path, faces: Faces | None = None
) -> list[Wanted]:
    """The report under a name in each format (docx, pdf, xlsx, html), not yet made.

    Raises UnknownFormatError.
    """
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: report_docx(view),
        "pdf": lambda: write_pdf(template("report.typ"), view, faces or load_faces()),
        "xlsx": lambda: report_xlsx(view),
        "html": lambda: report_html(view).encode(),
    }
    expect_formats("报表", formats, REPORT)
    return [Wanted(folder, f"{name}.{wanted}", writers[wanted]) for wanted in formats]


write_report = all_written(report_files)
"""Write them; the paths in the order of the formats."""
