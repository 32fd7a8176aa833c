"""A comparison into files: the one place that knows their names."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from compare.json_form import dump_comparison
from compare.model import Comparison
from records.errors import CannotWriteError, UnknownFormatError
from render.comparison_docx import comparison_docx
from render.comparison_html import comparison_html
from render.comparison_view import ComparisonView, comparison_view
from render.faces import Faces
from render.tracked_docx import tracked_docx

_STEM = "新旧对照表"

_FORMATS: dict[str, tuple[str, Callable[[Comparison, ComparisonView, Faces], bytes]]] = {
    "docx": (f"{_STEM}.docx", lambda _, view, __: comparison_docx(view)),
    "tracked": ("新清单（修订稿）.docx", lambda comparison, _, __: tracked_docx(comparison)),
    "html": (f"{_STEM}.html", lambda _, view, __: comparison_html(view).encode()),
    "json": (f"{_STEM}.json", lambda comparison, _, __: dump_comparison(comparison).encode()),
}


def write_comparison(
    comparison: Comparison, formats: Sequence[str], folder: Path, *, faces: Faces
) -> list[Path]:
    """Write the comparison in each format; the files' paths, in that order.

    Formats: docx, pdf, tracked (Word with tracked changes), html, xlsx, json. A file that is
    there is replaced only when the new one is complete. Raises UnknownFormatError and
    CannotWriteError.
    """
    for name in formats:
        if name not in _FORMATS:
            raise UnknownFormatError(
                f"新旧对照不能输出为“{name}”", f"可以输出：{'、'.join(_FORMATS)}"
            )
    view = comparison_view(comparison)
    written = []
    for name in formats:
        file, make = _FORMATS[name]
        written.append(_write(folder / file, make(comparison, view, faces)))
    return written


def _write(path: Path, data: bytes) -> Path:
    """Write beside the target, then put in its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o644)
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWriteError(
            "文件写不进去", "请检查文件夹是否存在、是否有权限、文件是否正被打开", file=str(path)
        ) from error
    return path
