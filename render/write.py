"""Writes the documents into a folder: the official list, excerpts, cards.

Every file is first written beside its place and then moved there, so that a failure never costs
a file that was there, and each stands for itself. What writes a format is imported when that format
is asked for.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutylist.records.assigned import rows_by_code
from dutylist.records.assignments import (
    Assignments,
)
from dutylist.records.codes import short_code
from dutylist.records.errors import DutyListError, UnknownFormatError
from dutylist.records.model import Duty, DutyList, Kind, edition_name
from dutylist.records.templates import TEMPLATES
from dutylist.records.templates import template as page_template
from dutylist.records.wording import said
from dutylist.render.document_name import document_name
from dutylist.render.each import Wanted, all_written, attempted, written
from dutylist.render.files import named_after, safe_name, unique_names, write_file
from dutylist.render.formats import CARDS, EXCERPTS, OFFICIAL, expect_formats
from dutylist.render.typeset.faces import Faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, CodeKind, LayoutName, fit_cards
from dutylist.render.views.card_sheet import CardSheetView, sheet_view
from dutylist.render.views.evidence import evidence_view
from dutylist.render.views.excerpt import ExcerptView, excerpt_view, with_assignments
from dutylist.render.views.names import title_below, township_name
from dutylist.render.views.official import OfficialView, official_view

if TYPE_CHECKING:
    from dutylist.render.views.corrections import CorrectionLine

_log = logging.getLogger(__name__)


def _docx(view: OfficialView, pdf: Callable[[], bytes]) -> bytes:
    from dutylist.render.word.official import write_official_docx

    return write_official_docx(view, _pages_of(pdf))


def _xlsx(view: OfficialView) -> bytes:
    from dutylist.render.excel.official import write_official_xlsx

    return write_official_xlsx(view)


def _html(view: OfficialView) -> bytes:
    from dutylist.render.web.official import write_official_html

    return write_official_html(view)


def _txt(view: OfficialView) -> bytes:
    from dutylist.render.text import write_official_text

    return write_official_text(view)


def _ofd(pdf: bytes, faces: Faces, name: str) -> bytes:
    from dutylist.render.ofd import write_ofd

    return write_ofd(pdf, faces, name)


def official_files(
    duty_list: DutyList,
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
    as_printed: bool = False,
    corrections: Sequence[CorrectionLine] = (),
    assignments: Assignments | None = None,
) -> list[Wanted]:
    """The files of the official list (pdf, docx, xlsx, html, txt, ofd), not yet made.
    `as_printed` is as for `official_view`; behind the lists stands a 更正说明 where there are
    `corrections`. `assignments` are who does each duty, for an office's own template.

    Raises UnknownFormatError for a format that is none of these.
    """
    expect_formats("整份清单", formats, OFFICIAL)
    name = named_after(
        "".join(duty_list.region), title_below(duty_list), edition_name(duty_list.issued)
    )

    @cache
    def view() -> OfficialView:
        whole = official_view(duty_list, as_printed, rows_by_code(duty_list, assignments))
        if any(one.printed for one in corrections):
            from dutylist.render.views.corrections import corrections_list

            whole = replace(whole, lists=(*whole.lists, corrections_list(corrections)))
        return whole

    @cache
    def pdf() -> bytes:
        return write_pdf(page_template("official.typ"), view(), faces)

    makers: dict[str, Callable[[], bytes]] = {
        "pdf": pdf,
        "docx": lambda: _docx(view(), pdf),
        "xlsx": lambda: _xlsx(view()),
        "html": lambda: _html(view()),
        "txt": lambda: _txt(view()),
        "ofd": lambda: _ofd(pdf(), faces, name),
    }
    return [Wanted(folder, f"{name}.{suffix}", makers[suffix]) for suffix in formats]


def excerpt_files(
    duty_list: DutyList,
    departments: Sequence[str],
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
    template: Path | None = None,
    cover: bool | None = None,
    source: Path | None = None,
    assignments: Assignments | None = None,
) -> Iterator[Wanted]:
    """One excerpt (摘录) per department and format (pdf, docx).

    `assignments` are who does each duty in the township.

    `source` is the published PDF that the list was read from: its pages with the department's
    duties stand behind the PDF, what is the department's framed and marked.

    `template` is the office's own: a .docx for Word, a .typ for PDF; the other format keeps the
    one that comes with the program. `cover` is as for `excerpt_view`. Raises TemplateError and,
    for a department that the list does not have, DutyListError.
    """
    expect_formats("摘录", formats, EXCERPTS)
    _expect_departments(duty_list, departments)
    printed, word = _templates(template, "excerpt.typ", "excerpt.docx")
    word_file = None
    if "docx" in formats:
        from dutylist.render.word.filled import excerpt_filler

        word_file = excerpt_filler(word)
    names = unique_names(
        [document_name(duty_list, f"{department}履职事项摘录") for department in departments]
    )
    behind = _pages_behind(duty_list, source, printed, faces)
    rows = rows_by_code(duty_list, assignments)

    def make(department: str) -> dict[str, Callable[[], bytes]]:
        @cache
        def view() -> ExcerptView:
            return with_assignments(excerpt_view(duty_list, department, cover), rows)

        pdf = attempted(lambda: write_pdf(printed, view(), faces))
        contents = {}
        if "pdf" in formats:
            contents["pdf"] = attempted(lambda: behind(view(), pdf()))
        if word_file is not None:
            contents["docx"] = attempted(lambda: word_file(view(), _pages_of(pdf)))
        return contents

    return _in_threads(make, departments, names, formats, folder)


def _expect_departments(duty_list: DutyList, departments: Sequence[str]) -> None:
    known = {department.name for department in duty_list.departments}
    for department in departments:
        if department not in known:
            raise DutyListError(
                f"清单中没有“{department}”这个部门", "请用 dutylist departments 查看有哪些部门"
            )


def _pages_behind(
    duty_list: DutyList, source: Path | None, template: Path, faces: Faces
) -> Callable[[ExcerptView, bytes], bytes]:
    """What puts the pages of the published PDF behind an excerpt's, which says so; where there is
    no `source`, or nothing of the department on it, the excerpt stays as it is."""
    if source is None:
        return lambda view, pdf: pdf
    from dutylist.render.source_pages import SourcePages

    pages = SourcePages(source)

    def behind(view: ExcerptView, pdf: bytes) -> bytes:
        evidence = evidence_view(duty_list, view.department)
        if not evidence.pages:
            return pdf
        noted = replace(view, source_note=said("excerpt.source_note"))
        return pages.behind(write_pdf(template, noted, faces), evidence)

    return behind


def card_files(
    duty_list: DutyList,
    duties: Sequence[tuple[Kind, Duty]],
    formats: Sequence[str],
    folder: Path,
    *,
    faces: Faces,
    layout: LayoutName = "a5",
    code: CodeKind = "none",
    template: Path | None = None,
    one_file_each: bool = False,
    assignments: Assignments | None = None,
) -> Iterator[Wanted]:
    """The cards (责任卡) of `duties`, all in one file per format.

    With `one_file_each` every duty has a file of its own. `assignments` are who does each duty.
    `template` and the errors are as for `excerpt_files`.
    """
    expect_formats("责任卡", formats, CARDS)
    printed, word = _templates(template, "card.typ", f"card-{layout}.docx")
    word_file = None
    if "docx" in formats:
        from dutylist.render.word.filled import cards_filler

        word_file = cards_filler(word)
    region = township_name(duty_list)
    rows = rows_by_code(duty_list, assignments)
    groups = [[duty] for duty in duties] if one_file_each else [list(duties)]
    names = [document_name(duty_list, said("card.title"))]
    if one_file_each:
        names = [f"{short_code(duty_list, kind, duty)} {duty.name}" for kind, duty in duties]

    def make(group: Sequence[tuple[Kind, Duty]]) -> dict[str, Callable[[], bytes]]:
        @cache
        def sheet() -> CardSheetView:
            cards = [
                card_view(duty_list, kind, duty, rows.get(short_code(duty_list, kind, duty)))
                for kind, duty in group
            ]
            pages = fit_cards(cards, LAYOUTS[layout], code)
            return sheet_view(pages, LAYOUTS[layout], code, region)

        contents = {}
        if "pdf" in formats:
            contents["pdf"] = attempted(lambda: write_pdf(printed, sheet(), faces))
        if word_file is not None:
            contents["docx"] = attempted(lambda: word_file(sheet()))
        return contents

    safe = unique_names([safe_name(name) for name in names])
    return _in_threads(make, groups, safe, formats, folder)


write_official = all_written(official_files)
"""Write the official list; the paths in the order of the formats."""

write_excerpts = written(excerpt_files)
"""Write the excerpts, yielding each path; `excerpt_files` says what is given and raised."""

write_cards = written(card_files)
"""Write the cards, yielding each path; `card_files` says what is given and raised."""


def copy_templates(folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy the templates and the list of their tags into `folder`, for staff to edit.

    The files that were copied, and those that were already there and are left alone. Raises
    CannotWriteError.
    """
    copied, left = [], []
    for source in sorted(TEMPLATES.iterdir()):
        if source.suffix not in (".docx", ".typ", ".html", ".j2", ".md", ".toml"):
            continue
        if os.path.exists(folder / source.name):
            left.append(folder / source.name)
        else:
            copied.append(write_file(folder, source.name, source.read_bytes()))
    return copied, left


def _templates(own: Path | None, printed: str, word: str) -> tuple[Path, Path]:
    pair = {".typ": page_template(printed), ".docx": page_template(word)}
    if own is not None:
        if own.suffix.lower() not in pair:
            raise UnknownFormatError("模板须是 .docx 或 .typ 文件", "请检查文件名", file=own.name)
        pair[own.suffix.lower()] = own
    return pair[".typ"], pair[".docx"]


def _pages_of(pdf: Callable[[], bytes]) -> dict[str, str]:
    """The page of each heading, as the PDF has it. A PDF that cannot be made costs the Word file
    only these numbers, which Word can fill in."""
    from dutylist.render.typeset.outline import bookmark_pages

    try:
        return bookmark_pages(pdf())
    except MemoryError:
        raise
    except Exception:
        _log.warning("PDF 排不出来，Word 文件目录里的页码空着：在 Word 里按 Ctrl+A、F9 填上")
        return {}


def _in_threads(
    make: Callable[[Any], dict[str, Callable[[], bytes]]],
    items: Sequence[Any],
    names: Sequence[str],
    formats: Sequence[str],
    folder: Path,
) -> Iterator[Wanted]:
    """The files that `make` makes of each item, in order, on two threads that begin at once:
    Typst sets type outside Python's lock."""
    pool = ThreadPoolExecutor(max_workers=2)
    return _in_order(pool, [pool.submit(make, item) for item in items], names, formats, folder)


def _in_order(
    pool: ThreadPoolExecutor,
    making: Sequence[Future[dict[str, Callable[[], bytes]]]],
    names: Sequence[str],
    formats: Sequence[str],
    folder: Path,
) -> Iterator[Wanted]:
    waiting = deque(making)
    try:
        for name in names:
            made = waiting.popleft()
            for suffix in formats:
                yield Wanted(folder, f"{name}.{suffix}", partial(_content, made, suffix))
    finally:
        pool.shutdown(cancel_futures=True)


def _content(made: Future[dict[str, Callable[[], bytes]]], suffix: str) -> bytes:
    return made.result()[suffix]()
