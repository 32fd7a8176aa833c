"""The matrix as one HTML page that needs nothing else."""

from __future__ import annotations

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dutylist.records.department_marks import MARK_NAMES
from dutylist.render.files import template_folders
from dutylist.render.views.matrix import SHORT_MARKS, Matrix


def write_matrix_html(matrix: Matrix, source: str = "") -> bytes:
    """The page, in UTF-8. `source` is the address of the PDF that the pages link to, or ""."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("matrix.html.j2")
    page = template.render(matrix=matrix, marks=SHORT_MARKS, mark_names=MARK_NAMES, source=source)
    return page.encode("utf-8")
