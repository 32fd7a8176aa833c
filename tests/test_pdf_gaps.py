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
from tests.fixtures.pdf_changes import gapped
from tests.test_cases_pdf import CASES

NAMES = ("two-up.pdf", "rl-random-order.pdf")


def page_text(path: Path) -> tuple[str, int]:
    """The first page's characters in order, and how many are not told; no glyph is read."""
    document = pypdfium2.PdfDocument(path)
    page = read_page(document.raw, 0, Learnt(None, told=prepared(path).told))
    document.close()
    return "".join(map(chr, page.codes.tolist())), page.unreadable


@pytest.mark.parametrize("name", NAMES)
def test_what_a_font_does_not_tell_is_no_latin_letter(name: str, tmp_path: Path) -> None:
    sound, told_all = page_text(CASES / "layouts" / name)
    broken, untold = page_text(gapped(CASES / "layouts" / name, tmp_path / name))
    assert told_all == 0
    assert untold > 20
    assert len(sound) == len(broken)
    assert all(one in (other, "\ufffd") for one, other in zip(broken, sound, strict=True))


def test_a_table_of_ranges_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "ranges.pdf"
    with pikepdf.new() as pdf:
        table = b"1 beginbfrange <01> <03> <4E00> <04> <05> [<4E8C> <4E094E5D>] endbfrange"
        font = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/AAAAAA+Face"}
        made = pikepdf.Dictionary({key: pikepdf.Name(value) for key, value in font.items()})
        made["/ToUnicode"] = pdf.make_stream(table)
        page = pdf.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(made)))
        pdf.save(path)
    told = {font: "".join(map(chr, codes)) for font, codes in prepared(path).told.items()}
    assert told == {(b"Face", 0): "一丁丂三九二"}


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
