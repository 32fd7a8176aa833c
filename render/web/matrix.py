"""The matrix as one HTML page that needs nothing else."""

from __future__ import annotations

from dutylist.records.department_marks import MARK_NAMES
from dutylist.render.views.matrix import SHORT_MARKS, Matrix
from dutylist.render.web.filled import filled_page


def write_matrix_html(matrix: Matrix, source: str = "") -> bytes:
    """The page, in UTF-8. `source` is the address of the PDF that the pages link to, or "".

    Raises TemplateError, see `filled_page`.
    """
    page = filled_page(
        "matrix.html.j2",
        matrix=matrix,
        marks=SHORT_MARKS,
        mark_names=MARK_NAMES,
        source=source,
    )
    return page.encode("utf-8")
