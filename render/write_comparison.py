"""A comparison into files: the one place that knows their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dutylist.compare.json_form import dump_comparison
from dutylist.compare.model import Comparison
from dutylist.records.errors import UnknownFormatError
from dutylist.render.excel.comparison import comparison_xlsx
from dutylist.render.files import safe_name, unique_names, write_document
from dutylist.render.typeset.faces import Faces
from dutylist.render.typeset.pdf import TEMPLATES, write_pdf
from dutylist.render.views.comparison import ComparisonView, comparison_view
from dutylist.render.views.notice import department_view, notice_view
from dutylist.render.web.comparison import comparison_html
from dutylist.render.word.comparison import comparison_docx
from dutylist.render.word.notice import notice_docx
from dutylist.render.word.tracked import tracked_docx

_STEM = "新旧对照表"

_FORMATS: dict[str, tuple[str, Callable[[Comparison, ComparisonView, Faces], bytes]]] = {
    "docx": (f"{_STEM}.docx", lambda _, view, __: comparison_docx(view)),
    "pdf": (
        f"{_STEM}.pdf",
        lambda _, view, faces: write_pdf(TEMPLATES / "comparison.typ", view, faces),
    ),
    "tracked": ("新清单（修订稿）.docx", lambda comparison, _, __: tracked_docx(comparison)),
    "html": (f"{_STEM}.html", lambda _, view, __: comparison_html(view).encode()),
    "xlsx": (f"{_STEM}.xlsx", lambda _, view, __: comparison_xlsx(view)),
    "json": (f"{_STEM}.json", lambda comparison, _, __: dump_comparison(comparison).encode()),
}

_NOTICE_FORMATS = ("docx", "pdf")


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
        written.append(write_document(folder, file, make(comparison, view, faces)))
    return written


def affected_departments(comparison: Comparison) -> tuple[str, ...]:
    """The offices for which something changed, under the names the new edition gives them."""
    return tuple(one.name for one in comparison_view(comparison).departments)


def write_notices(
    comparison: Comparison,
    departments: Sequence[str],
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
) -> Iterator[Path]:
    """Write one notice (通知) per office and format (docx, pdf), yielding each path.

    Offices may go by old or new names. Raises UnknownFormatError, CannotWriteError,
    TemplateError and, for an office that neither edition names, DutyListError.
    """
    for name in formats:
        if name not in _NOTICE_FORMATS:
            raise UnknownFormatError(
                f"通知不能输出为“{name}”", f"可以输出为 {'、'.join(_NOTICE_FORMATS)}"
            )
    view = comparison_view(comparison)
    found = [department_view(comparison, view, name) for name in departments]
    names = unique_names([safe_name(f"{one.name}通知") for one in found])
    for department, name in zip(found, names, strict=True):
        notice = notice_view(comparison, view, department)
        for suffix in formats:
            if suffix == "docx":
                content = notice_docx(notice)
            else:
                content = write_pdf(TEMPLATES / "notice.typ", notice, faces)
            yield write_document(folder, f"{name}.{suffix}", content)
