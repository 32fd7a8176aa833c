"""Fonts of one-byte codes whose table of meanings has gaps: what a Latin encoding has at that code
is no character of the list. Real files by two programs, some meanings taken out."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dutylist.extract.formats.pdf import glyphs
from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.page import Learnt, read_page
from dutylist.extract.formats.pdf.prepared import prepared
from dutylist.extract.formats.pdf.table_gaps import left_out
from dutylist.extract.formats.pdf.to_unicode import Tables
from tests.fixtures.pdf_changes import gapped
from tests.test_cases_pdf import CASES

NAMES = ("two-up.pdf", "rl-random-order.pdf")


def page_text(path: Path) -> tuple[str, int]:
    """All pages' characters in order, and how many are not told; no glyph is read."""
    ready = prepared(path)
    document = pypdfium2.PdfDocument(ready.content or path)
    learnt = Learnt(None, said=ready.said)
    pages = [read_page(document.raw, at, learnt) for at in range(len(document))]
    document.close()
    text = "".join(chr(code) for page in pages for code in page.codes.tolist())
    return text, sum(page.unreadable for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_font_does_not_tell_is_no_latin_letter(name: str, tmp_path: Path) -> None:
    sound, told_all = page_text(CASES / "layouts" / name)
    broken, untold = page_text(gapped(CASES / "layouts" / name, tmp_path / name))
    assert told_all == 0
    assert untold > 20
    assert len(sound) == len(broken)
    assert all(one in (other, "\ufffd") for one, other in zip(broken, sound, strict=True))


@pytest.mark.parametrize("size", [2, 4])
def test_codes_with_a_width_and_without_a_name_are_gaps(size: int) -> None:
    """The table may have codes of as many digits as those of other fonts."""
    known = {f"{code:0{size}X}": "4E00" for code in (1, 3)}
    font = pikepdf.Dictionary(
        Subtype=pikepdf.Name.TrueType,
        FirstChar=1,
        Widths=pikepdf.Array([1000, 1000, 1000, 0, 500, *[0] * 26, 250, 1000]),
        Encoding=pikepdf.Dictionary(Differences=pikepdf.Array([5, pikepdf.Name.one])),
    )
    tables = Tables(((font, (1, 0)),), {}, {(1, 0): known})
    assert left_out(tables) == [((1, 0), f"{2:0{size}X}"), ((1, 0), f"{33:0{size}X}")]


@pytest.mark.parametrize("name", NAMES)
def test_a_font_is_asked_for_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    document = pypdfium2.PdfDocument(CASES / "layouts" / name)
    page = document[0]
    text = page.get_textpage()
    items = {call.char_object(call.pointer(call.address(text.raw)), at) for at in range(200)}
    font_name = call.font_name
    monkeypatch.setattr(
        call, "font_name", lambda font, *to: asked.append(font) or font_name(font, *to)
    )
    fonts = glyphs.fonts_of(items)
    assert set(fonts) == items
    assert len(asked) == len(set(asked)) < len(items)
    document.close()
