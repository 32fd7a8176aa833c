"""A comparison into files: the one place that knows their names.

What writes a format is imported when that format is asked for: a command should start fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.compare.json_form import dump_comparison
from dutylist.compare.model import Comparison
from dutylist.records.wording import said
from dutylist.render.each import Wanted, all_written, written
from dutylist.render.files import unique_names
from dutylist.render.formats import COMPARISON, NOTICES, expect_formats
from dutylist.render.views.comparison import ComparisonView, comparison_view

if TYPE_CHECKING:
    from dutylist.render.typeset.faces import Faces
    from dutylist.render.views.notice import NoticeView

_STEM = "新旧对照表"
_TRACKED = "新清单修订稿"

MakeView = Callable[[], ComparisonView]
"""What makes the view: not every format needs it."""


def _docx(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    from dutylist.render.word.comparison import comparison_docx

    return comparison_docx(view())


def _pdf(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    from dutylist.records.templates import template
    from dutylist.render.typeset.faces import load_faces
    from dutylist.render.typeset.pdf import write_pdf

    return write_pdf(template("comparison.typ"), view(), faces or load_faces())


def _tracked(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    from dutylist.render.word.tracked import tracked_docx

    return tracked_docx(comparison)


def _html(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    from dutylist.render.web.comparison import comparison_html

    return comparison_html(view()).encode()


def _xlsx(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    from dutylist.render.excel.comparison import comparison_xlsx

    return comparison_xlsx(view())


def _json(comparison: Comparison, view: MakeView, faces: Faces | None) -> bytes:
    return dump_comparison(comparison).encode()


_FORMATS: dict[str, Callable[[Comparison, MakeView, Faces | None], bytes]] = {
    "docx": _docx,
    "pdf": _pdf,
    "tracked": _tracked,
    "html": _html,
    "xlsx": _xlsx,
    "json": _json,
}


def comparison_files(
    comparison: Comparison,
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces | None = None,
) -> list[Wanted]:
    """The comparison in each format, not yet made.

    Formats: docx, pdf, tracked (Word with tracked changes), html, xlsx, json. `faces` print the
    PDF; found where None. Raises UnknownFormatError.
    """
    expect_formats("新旧对照", formats, COMPARISON)

    @cache
    def view() -> ComparisonView:
        return comparison_view(comparison)

    def content(name: str) -> bytes:
        return _FORMATS[name](comparison, view, faces)

    return [
        Wanted(folder, _file_name(comparison, name), partial(content, name)) for name in formats
    ]


def _file_name(comparison: Comparison, format_: str) -> str:
    from dutylist.render.document_name import comparison_name

    if format_ == "tracked":
        return f"{comparison_name(comparison, _TRACKED)}.docx"
    return f"{comparison_name(comparison, _STEM)}.{format_}"


write_comparison = all_written(comparison_files)
"""Write the comparison in each format; the files' paths, in that order."""


def affected_departments(comparison: Comparison) -> tuple[str, ...]:
    """The offices for which something changed, under the names the new edition gives them."""
    return tuple(one.name for one in comparison_view(comparison).departments)


def unsure_departments(comparison: Comparison) -> tuple[str, ...]:
    """Those of them whose letters are drafts: something is to be checked before they are sent."""
    return tuple(one.name for one in comparison_view(comparison).departments if one.unsure)


def notice_files(
    comparison: Comparison,
    departments: Sequence[str],
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces | None = None,
    template: Path | None = None,
) -> Iterator[Wanted]:
    """One letter (函) per office and format (docx, pdf).

    A letter that holds what is to be checked (待核) is called a draft. Offices may go by old or new
    names; `template` has the wording instead of notice.md. Raises
    UnknownFormatError, TemplateError and, for an office that neither edition names, DutyListError.
    """
    expect_formats("函", formats, NOTICES)
    from dutylist.render.document_name import comparison_name
    from dutylist.render.views.notice import department_view, notice_view

    view = comparison_view(comparison)
    found = [department_view(comparison, view, name) for name in departments]
    notices = [notice_view(comparison, view, one, template) for one in found]
    names = unique_names([comparison_name(comparison, _notice_name(one)) for one in notices])
    for notice, name in zip(notices, names, strict=True):
        for suffix in formats:
            yield Wanted(folder, f"{name}.{suffix}", partial(_NOTICES[suffix], notice, faces))


def _notice_name(notice: NoticeView) -> str:
    draft = said("letter.draft_file") if notice.draft else ""
    return f"致{notice.department}的{notice.genre}{draft}"


def _notice_docx(notice: NoticeView, faces: Faces | None) -> bytes:
    from dutylist.render.word.notice import notice_docx

    return notice_docx(notice)


def _notice_pdf(notice: NoticeView, faces: Faces | None) -> bytes:
    from dutylist.records.templates import template
    from dutylist.render.typeset.faces import load_faces
    from dutylist.render.typeset.pdf import write_pdf

    return write_pdf(template("notice.typ"), notice, faces or load_faces())


_NOTICES: dict[str, Callable[[NoticeView, Faces | None], bytes]] = {
    "docx": _notice_docx,
    "pdf": _notice_pdf,
}


write_notices = written(notice_files)
"""Write the letters, yielding each path."""
