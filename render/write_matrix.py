"""Writes the matrix of departments and duties into a folder.

What writes a format is imported when that format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dutylist.records.assigned import rows_by_code
from dutylist.records.assignments import (
    Assignments,
)
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList
from dutylist.render.document_name import document_name
from dutylist.render.each import Wanted, all_written
from dutylist.render.formats import MATRIX, expect_formats
from dutylist.render.views.matrix import Matrix, duty_matrix


def _xlsx(matrix: Matrix, address: str) -> bytes:
    from dutylist.render.excel.matrix import write_matrix_xlsx

    return write_matrix_xlsx(matrix, address)


def _html(matrix: Matrix, address: str) -> bytes:
    from dutylist.render.web.matrix import write_matrix_html

    return write_matrix_html(matrix, address)


_WRITERS: dict[str, Callable[[Matrix, str], bytes]] = {
    "xlsx": _xlsx,
    "html": _html,
}


def matrix_files(
    duty_list: DutyList,
    formats: Sequence[str],
    folder: Path,
    *,
    source: Path | None = None,
    assignments: Assignments | None = None,
) -> list[Wanted]:
    """The files of the matrix (xlsx, html), not yet made.

    `source` is the PDF that the list was read from: each page number links to its page.
    `assignments` are who does each duty in the township. Raises
    EmptyListError where no duty names a department, UnknownFormatError for a format that is none
    of these.
    """
    expect_formats("矩阵", formats, MATRIX)
    matrix = duty_matrix(duty_list, rows_by_code(duty_list, assignments))
    if not matrix.duties:
        raise EmptyListError("清单中没有一项写明部门，做不成矩阵", "请用 dutylist check 核对")
    address = source.resolve().as_uri() if source is not None else ""
    name = document_name(duty_list, "部门事项矩阵")
    return [
        Wanted(folder, f"{name}.{suffix}", partial(_WRITERS[suffix], matrix, address))
        for suffix in formats
    ]


write_matrix = all_written(matrix_files)
"""Write them; the paths in the order of the formats."""
