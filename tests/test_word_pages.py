"""Word files of comparisons, letters, excerpts and sheets have as many pages as their PDFs:
LibreOffice opens them.

The lists and cards have their own such tests in tests/test_render_docx.py.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_excerpts
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from dutylist.render.write_handouts import write_handouts, write_load
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


def test_comparisons_letters_excerpts_and_sheets_have_as_many_pages_in_word_as_in_pdf(
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
    found = pages_in_libreoffice([path.read_bytes() for path in words], tmp_path)
    shown = {
        str(path.relative_to(tmp_path)): (
            pages,
            len(pypdfium2.PdfDocument(path.with_suffix(".pdf"))),
        )
        for path, pages in zip(words, found, strict=True)
    }
    assert len(shown) == 18
    assert {name: pair for name, pair in shown.items() if pair[0] != pair[1]} == {}
