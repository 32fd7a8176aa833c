"""Word files of comparisons, letters, excerpts, sheets and reports have as many pages as their
PDFs: LibreOffice opens them.

The lists and cards have their own such tests in tests/test_render_docx.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pypdfium2

from dutylist.compare.county import OfficeBook, county
from dutylist.compare.editions import compare_editions
from dutylist.compare.mirror import mirror
from dutylist.compare.model import Comparison
from dutylist.render.each import write_each
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.county import county_report
from dutylist.render.views.mirror import mirror_report
from dutylist.render.write import write_excerpts
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from dutylist.render.write_handouts import write_handouts, write_load
from dutylist.render.write_report import report_files
from tests.libreoffice import pages_in_libreoffice
from tests.render_documents import other_list, real_list
from tests.test_compare_pages import COMPARISONS, compared
from tests.test_render_pictures import shared_out

TOWNSHIPS = "two townships"
PAIRS = (*COMPARISONS, TOWNSHIPS)
"""The real list against an edition with seventy edits, and two made pairs."""

EXCERPTS = {
    real_list: ("吉木萨尔县委组织部", "吉木萨尔县公安局"),
    partial(other_list, "wuping"): (
        "洛浪苗族侗族自治县教育局",
        "洛浪苗族侗族自治县农业农村局（自治县乡村振兴局）",
        "洛浪苗族侗族自治县林业局",
    ),
}
"""Long ones: their pages ended elsewhere in Word, where rows and lines had other heights, and where
LibreOffice did not hold many small paragraphs to what they head."""


def pair(name: str) -> Comparison:
    if name == TOWNSHIPS:
        return compare_editions(other_list("wangting"), other_list("bayan"))
    return compared(name)


def longest(books: Iterable[OfficeBook]) -> list[OfficeBook]:
    """The three with the most duties."""
    return sorted(books, key=lambda book: (-len(book.duties), book.office))[:3]


def test_comparisons_letters_excerpts_sheets_and_reports_have_as_many_pages_in_word_as_in_pdf(
    tmp_path: Path,
) -> None:
    faces = load_faces(system=False)
    words: list[Path] = []
    for name in PAIRS:
        comparison = pair(name)
        offices = affected_departments(comparison)[:2]
        folder = tmp_path / name
        words += write_comparison(comparison, ["docx"], folder, faces=faces)
        words += write_notices(comparison, offices, ["docx"], folder, faces=faces)
        write_comparison(comparison, ["pdf"], folder, faces=faces)
        list(write_notices(comparison, offices, ["pdf"], folder, faces=faces))
    for edition, names in EXCERPTS.items():
        paths = write_excerpts(edition(), names, ["pdf", "docx"], tmp_path / "摘录", faces=faces)
        words += [path for path in paths if path.suffix == ".docx"]
    edition, given, _ = shared_out()
    for write in (write_load, write_handouts):
        sheets = write(edition, given, ["pdf", "docx"], tmp_path / "分工", faces=faces)
        words += [path for path in sheets if path.suffix == ".docx"]
    lists = [other_list(name) for name in ("wangting", "bayan", "wuping")]
    reports = {book.office: county_report(book) for book in longest(county(lists))}
    reports["对照"] = mirror_report(mirror(lists[:2], lists[2:]))
    for name, report in reports.items():
        wanted = report_files(report, name, ["pdf", "docx"], tmp_path / "汇总", faces)
        words += [path for path in write_each(wanted) if path.suffix == ".docx"]
    found = pages_in_libreoffice([path.read_bytes() for path in words], tmp_path)
    shown = {
        str(path.relative_to(tmp_path)): (
            pages,
            len(pypdfium2.PdfDocument(path.with_suffix(".pdf"))),
        )
        for path, pages in zip(words, found, strict=True)
    }
    assert len(shown) == 22
    assert {name: pair for name, pair in shown.items() if pair[0] != pair[1]} == {}
