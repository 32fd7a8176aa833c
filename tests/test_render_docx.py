"""The Word documents: native parts, and the pages that LibreOffice makes of them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.outline import bookmark_pages
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, LayoutName, fit_cards
from dutylist.render.views.card_sheet import sheet_view
from dutylist.render.views.official import official_view
from dutylist.render.word.filled import cards_docx
from dutylist.render.word.official import write_official_docx
from dutylist.render.word.tags import CARD_TAGS, EXCERPT_TAGS, card_values, excerpt_values
from dutylist.render.word.template import fill_template, load_template
from tests.libreoffice import pages_in_libreoffice
from tests.render_documents import (
    OTHER_LISTS,
    card_sheet,
    excerpt,
    excerpt_pdf,
    faces,
    official_docx,
    official_pdf,
    other_list,
    real_list,
    small_list,
)

OFFICE = "吉木萨尔县农业农村局"

PACK = 60
"""Cards in a file of a test: LibreOffice's time grows with the square of a file's pages."""

# The order that the schema of ECMA-376 part 1 (17.3.1, 17.3.2, 17.6) asks of the parts we write.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs snapToGrid spacing ind contextualSpacing jc textAlignment "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing w kern position sz szCs highlight u "
    "effect bdr shd vertAlign lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
}


def excerpt_docx(department: str) -> bytes:
    template = load_template(TEMPLATES / "excerpt.docx", EXCERPT_TAGS)
    pages = bookmark_pages(excerpt_pdf(department))
    return fill_template(template, excerpt_values(excerpt(department), pages))


def cards_document(layout: Any) -> bytes:
    template = load_template(TEMPLATES / f"card-{layout}.docx", CARD_TAGS)
    return cards_docx(template, card_sheet(layout, "qr"))


def cell_text(cell: Any) -> str:
    return "\n".join(paragraph.text for paragraph in cell.paragraphs)


@pytest.mark.parametrize("name", ["real", *OTHER_LISTS])
def test_every_text_stands_in_the_tables(name: str) -> None:
    duty_list = real_list() if name == "real" else other_list(name)
    data = write_official_docx(official_view(duty_list, as_printed=True), {})
    document = docx.Document(io.BytesIO(data))
    assert len(document.tables) == len(duty_list.lists)
    for found, table in zip(document.tables, duty_list.lists, strict=True):
        rows = [
            tuple("\n".join(p.text for p in docx.table._Cell(tc, found).paragraphs) for tc in tcs)
            for row in found._tbl.tr_lst
            if len(tcs := row.tc_lst) == len(table.headers)
        ]
        assert rows[0] == table.headers
        assert rows[1:] == [duty.cells for duty in table.duties]


def test_the_list_is_made_of_styles_and_real_headings() -> None:
    document = docx.Document(io.BytesIO(official_docx()))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [table.title for table in real_list().lists]
    assert document.styles["Heading 1"].font.name == "方正小标宋简体"
    body = document.element.body
    direct = [r for r in body.iter(qn("w:rPr")) if r.getparent().tag == qn("w:r")]
    assert all(child.tag == qn("w:rStyle") for properties in direct for child in properties)
    allowed = {qn("w:pStyle"), qn("w:sectPr")}
    assert {child.tag for p in body.iter(qn("w:pPr")) for child in p} <= allowed
    second = [p for t in document.tables for p in t._tbl.iter(qn("w:pStyle"))]
    assert sum(p.get(qn("w:val")) == "Heading2" for p in second) >= 19


def test_header_rows_repeat_and_short_rows_are_not_broken() -> None:
    for table in docx.Document(io.BytesIO(official_docx())).tables:
        rows = table._tbl.tr_lst
        assert [bool(row.findall(f".//{qn('w:tblHeader')}")) for row in rows] == [True] + [
            False
        ] * (len(rows) - 1)
        assert any(row.findall(f".//{qn('w:cantSplit')}") for row in rows[1:])


def fields(element: Any) -> list[str]:
    return [text.text.strip() for text in element.iter(qn("w:instrText"))]


def test_contents_and_page_numbers_are_fields_already_filled() -> None:
    document = docx.Document(io.BytesIO(official_docx()))
    found = fields(document.element.body)
    assert found[0] == "TOC \\f \\h \\z"
    assert [code for code in found if code.startswith("PAGEREF")] == [
        f"PAGEREF _Toc{n:08d} \\h" for n in (1, 2, 3)
    ]
    pages = bookmark_pages(official_pdf())
    contents = [p for p in document.paragraphs if p.style.name == "toc 1"]
    shown = ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in contents]
    assert shown == [
        entry.title + pages[table.title]
        for entry, table in zip(real_list().contents, real_list().lists, strict=True)
    ]
    last = document.sections[-1]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((last.footer, "页码 奇数页"), (last.even_page_footer, "页码 偶数页")):
        assert fields(footer._element) == ["PAGE"]
        # The number stands in a text box turned with the page.
        (box,) = footer._element.iter(qn("w:txbxContent"))
        (paragraph,) = box.iter(qn("w:p"))
        assert "".join(text.text for text in paragraph.iter(qn("w:t"))) == "— 1 —"
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        assert document.styles[side].style_id == style
    assert last._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert last.page_width > last.page_height


def test_properties() -> None:
    properties = docx.Document(io.BytesIO(official_docx())).core_properties
    assert properties.title == "新疆维吾尔自治区昌吉回族自治州吉木萨尔县三台镇履职事项清单"
    assert (properties.language, properties.comments) == ("zh-CN", "")
    properties = docx.Document(io.BytesIO(excerpt_docx(OFFICE))).core_properties
    assert properties.title == f"{OFFICE}履职事项清单摘录"


@pytest.mark.parametrize("kind", ["official", "excerpt", "a5", "a4-4up"])
def test_parts_stand_in_the_order_of_the_schema(kind: str) -> None:
    """Word refuses or repairs documents in which they do not."""
    data = {
        "official": official_docx,
        "excerpt": lambda: excerpt_docx(OFFICE),
        "a5": lambda: cards_document("a5"),
        "a4-4up": lambda: cards_document("a4-4up"),
    }[kind]()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if not re.fullmatch(r"word/(document|styles|footer\d*)\.xml", name):
                continue
            root = etree.fromstring(package.read(name))
            ids = [e.get(qn("w:id")) for e in root.iter(qn("w:bookmarkStart"))]
            assert len(ids) == len(set(ids))
            for tag, order in ORDER.items():
                places = {qn(f"w:{child}"): n for n, child in enumerate(order.split())}
                for element in root.iter(qn(f"w:{tag}")):
                    found = [places[child.tag] for child in element if child.tag in places]
                    assert found == sorted(found), etree.tostring(element)[:400]
            for cell in root.iter(qn("w:tc")):
                assert cell[-1].tag == qn("w:p")


def test_an_excerpt_says_the_same_in_word_as_in_pdf() -> None:
    document = docx.Document(io.BytesIO(excerpt_docx(OFFICE)))
    word = "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    for duty in excerpt(OFFICE).duties:
        assert f"{duty.code}　{duty.name}" in word
        for clause in (*duty.clauses, *duty.township):
            name, _, behind = clause.mark.partition("：")
            mark = (name and f"{name} ") + (behind and f"（{behind}）")
            assert f"{clause.label}{mark}{clause.text}" in word
    numbers = re.findall(r"PAGEREF _Ref\d+", " ".join(fields(document.element.body)))
    assert len(numbers) == len(excerpt(OFFICE).duties) + len(excerpt(OFFICE).recalls)


@pytest.mark.parametrize(("pages", "shown"), [("12", "12"), ("", "—")])
def test_the_table_of_an_excerpt_has_the_lists_pages_or_says_that_it_has_none(
    pages: str, shown: str
) -> None:
    view = excerpt(OFFICE)
    view = replace(view, duties=tuple(replace(duty, pages=pages) for duty in view.duties))
    template = load_template(TEMPLATES / "excerpt.docx", EXCERPT_TAGS)
    document = docx.Document(io.BytesIO(fill_template(template, excerpt_values(view, {}))))
    rows = {cell_text(row.cells[0]): row for table in document.tables for row in table.rows}
    assert {cell_text(rows[duty.code].cells[4]) for duty in view.duties} == {shown}


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_document_that_opens(texts: list[str]) -> None:
    duty_list = small_list(*texts)
    document = docx.Document(io.BytesIO(write_official_docx(official_view(duty_list), {})))
    assert len(document.tables[0].rows) == len(texts) + 1
    card = card_view(duty_list, "basic", duty_list.lists[0].duties[0])
    sheet = sheet_view(fit_cards([card], LAYOUTS["a5"], "none"), LAYOUTS["a5"], "none", texts[0])
    template = load_template(TEMPLATES / "card-a5.docx", CARD_TAGS)
    docx.Document(io.BytesIO(cards_docx(template, sheet)))


def test_cards_carry_their_codes() -> None:
    data = cards_document("a4-4up")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        codes = [name for name in package.namelist() if name.startswith("word/media/")]
        assert len(codes) == 241
        document = etree.fromstring(package.read("word/document.xml"))
    drawings = list(document.iter(qn("w:drawing")))
    assert len(drawings) == len(card_sheet("a4-4up", "qr").cards)
    plain = card_sheet("a4-4up", "none")
    assert len(plain.cards) < len(drawings), "without a code there is room for more"
    values = card_values(plain, [""] * len(plain.cards))
    assert len(values["版面"]) == -(-len(plain.cards) // 2)


def test_libreoffice_makes_as_many_pages_as_the_pdf_has(tmp_path: Path) -> None:
    lists = [real_list(), *map(other_list, ("bayan", "wuping", "shibo", "wangting"))]
    views = [official_view(one) for one in lists]
    pdfs = [write_pdf(TEMPLATES / "official.typ", view, faces()) for view in views]
    found = pages_in_libreoffice(
        [*(write_official_docx(view, {}) for view in views), excerpt_docx(OFFICE)], tmp_path
    )
    printed = [len(pypdfium2.PdfDocument(pdf)) for pdf in (*pdfs, excerpt_pdf(OFFICE))]
    assert found == printed


def test_a_long_titles_page_number_stands_whole_at_the_right(tmp_path: Path) -> None:
    view = official_view(other_list("bayan"))
    lengths = (8, 24, 25, 26, 27, 28, 49)
    lists = tuple(
        replace(view.lists[0], title=f"第{n}", contents_title="清" * n, rows=view.lists[0].rows[:1])
        for n in lengths
    )
    pages = {one.title: "12" for one in lists}
    data = write_official_docx(replace(view, lists=lists), pages)
    pages_in_libreoffice([data], tmp_path)
    text = pypdfium2.PdfDocument(tmp_path / "0.pdf")[1].get_textpage()
    places = [text.get_charbox(at) for at in range(text.count_chars())]
    shown = [text.get_text_range(at, 1) for at in range(text.count_chars())]
    numbers = [at for at, one in enumerate(shown) if one == "1" and shown[at + 1] == "2"]
    assert len(numbers) == len(lengths)
    for at in numbers:
        assert places[at][1] == pytest.approx(places[at + 1][1], abs=2)
        assert places[at + 1][2] == pytest.approx((210 - 26) / 25.4 * 72, abs=2)


@pytest.mark.parametrize(("layout", "on_a_page"), [("a5", 1), ("a4-4up", 4)])
def test_libreoffice_puts_as_many_cards_on_a_page(
    layout: LayoutName, on_a_page: int, tmp_path: Path
) -> None:
    sheet = card_sheet(layout, "qr")
    packs = [sheet.cards[first : first + PACK] for first in range(0, len(sheet.cards), PACK)]
    template = load_template(TEMPLATES / f"card-{layout}.docx", CARD_TAGS)
    documents = [cards_docx(template, replace(sheet, cards=pack)) for pack in packs]
    assert pages_in_libreoffice(documents, tmp_path) == [
        -(-len(pack) // on_a_page) for pack in packs
    ]
