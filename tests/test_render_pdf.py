"""The PDF of list and excerpts, read by other programs: pikepdf, pdfplumber, pdfium."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.compare.editions import compare_editions
from dutylist.records.assigned import assigned
from dutylist.records.assignments import (
    Assignments,
    empty_assignments,
)
from dutylist.records.model import Column as ListColumn
from dutylist.records.model import DutyList, DutyTable
from dutylist.records.templates import TEMPLATES
from dutylist.render.bound import BoundPart, BoundView
from dutylist.render.typeset.faces import (
    OFFICIAL,
    Role,
    load_faces,
    missing_characters,
    stand_ins,
    unprintable,
)
from dutylist.render.typeset.outline import bookmark_pages
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.corrections import CorrectionLine, corrections_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.handout import load_view, person_handout
from dutylist.render.views.line_breaks import NOT_AT_END, NOT_AT_START
from dutylist.render.views.notice import department_view, notice_view
from dutylist.render.views.official import official_view
from dutylist.render.views.report import Column, Report, Section
from dutylist.render.views.report import cell as report_cell
from dutylist.render.word.report import report_docx
from dutylist.render.write_comparison import write_comparison, write_notices
from dutylist.render.write_handouts import write_handouts, write_load
from tests.render_documents import (
    OTHER_LISTS,
    card_sheet,
    cards_pdf,
    excerpt_pdf,
    faces,
    official_pdf,
    other_list,
    real_list,
    small_list,
)

OFFICE = "吉木萨尔县农业农村局"


def official(duty_list: DutyList) -> bytes:
    return write_pdf(TEMPLATES / "official.typ", official_view(duty_list), faces())


@cache
def lines_of(page: int) -> list[str]:
    """The text lines of a page of the real list, from pdfium; pages from 1."""
    text = pypdfium2.PdfDocument(official_pdf())[page - 1].get_textpage().get_text_bounded()
    return [line.strip() for line in text.splitlines() if line.strip()]


def page_count() -> int:
    return len(pypdfium2.PdfDocument(official_pdf()))


def test_cover_and_contents() -> None:
    assert lines_of(1) == [
        "新疆维吾尔自治区昌吉回族自治州",
        "吉木萨尔县三台镇",
        "履职事项清单",
        "2025年7月",
    ]
    entries = [re.match(r"(.+?) ?\.* ?(\d+)$", line) for line in lines_of(2)[1:]]
    assert [match and match[1].rstrip(". ") for match in entries] == [
        "基本履职事项清单",
        "配合履职事项清单",
        "上级部门收回事项清单",
    ]
    for match, table in zip(entries, real_list().lists, strict=True):
        assert match is not None
        assert table.title in lines_of(int(match[2]) + 2)[:2]


def test_contents_are_links() -> None:
    with pikepdf.open(io.BytesIO(official_pdf())) as document:
        links = [a for a in document.pages[1].Annots if a.Subtype == "/Link"]
        assert len(links) >= 3


def test_each_page_has_the_header_row_and_its_number_on_the_outer_side() -> None:
    headers = {"".join(table.headers) for table in real_list().lists}
    with pdfplumber.open(io.BytesIO(official_pdf())) as document:
        for number, page in enumerate(document.pages[2:], 1):
            # 7 mm below the short edge's margin of 35 mm, as on upright pages: the binding is
            # the page's upper edge.
            turned = [char for char in page.chars if char["x1"] < (35 - 7) * 72 / 25.4 + 1]
            assert "".join(c["text"] for c in turned).replace(" ", "") == f"—{number}—"
            assert [c["top"] for c in turned] == sorted(c["top"] for c in turned)
            assert (turned[0]["top"] > page.height / 2) == (number % 2 == 1)
            text = re.sub(r"\s", "", "".join(lines_of(number + 2)[:4]))
            assert any(header in text for header in headers), number


def test_outline_labels_and_metadata() -> None:
    pages = bookmark_pages(official_pdf())
    assert pages[real_list().lists[0].title] == "1"
    assert {duty.category for table in real_list().lists for duty in table.duties} <= set(pages)
    with pikepdf.open(io.BytesIO(official_pdf())) as document:
        labels = [page.label for page in document.pages]
        assert labels[1:4] == ["I", "1", "2"]
        assert labels[-1] == str(page_count() - 2)
        assert str(document.Root.Lang).lower().startswith("zh")
        with document.open_metadata() as metadata:
            assert (
                metadata["dc:title"] == "新疆维吾尔自治区昌吉回族自治州吉木萨尔县三台镇履职事项清单"
            )
            assert metadata["dc:creator"] == ["新疆维吾尔自治区昌吉回族自治州吉木萨尔县三台镇"]


def assert_archive_file(pdf: bytes) -> None:
    """The main rules of PDF/A-2a (ISO 19005-2) that can be seen without a validator."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.is_encrypted
        root = document.Root
        with document.open_metadata() as metadata:
            assert (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) == ("2", "A")
        assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
        assert root.OutputIntents[0].DestOutputProfile is not None
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot.K is not None
        assert "/JavaScript" not in root.get("/Names", pikepdf.Dictionary())
        assert "/AA" not in root
        seen = 0
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == "/Font":
                if element.Subtype == "/Type0":
                    assert "/ToUnicode" in element
                    continue
                descriptor = element.get("/FontDescriptor")
                if descriptor is not None:
                    seen += 1
                    assert any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
            if isinstance(element, pikepdf.Stream):
                assert "/LZWDecode" not in str(element.get("/Filter", ""))
        assert seen > 0


def test_pdfs_are_archive_files() -> None:
    for pdf in (official_pdf(), excerpt_pdf(OFFICE), cards_pdf("a4-4up", "qr")):
        assert_archive_file(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1"


def test_comparisons_letters_and_sheets_are_archive_files(tmp_path: Path) -> None:
    edition, faces = other_list("bayan"), load_faces(system=False)
    comparison = compare_editions(edition, replace(edition, issued="2026-07-01"))
    office = [edition.departments[0].name]
    nobody = empty_assignments(edition)
    first, *others = nobody.rows
    held = tuple({**dict(first.values), "责任站所": "党政办", "责任人": "王强"}.items())
    somebody = replace(nobody, rows=(replace(first, values=held), *others))
    written = [
        *write_comparison(comparison, ["pdf"], tmp_path, faces=faces),
        *write_notices(comparison, office, ["pdf"], tmp_path, faces=faces),
        *write_load(edition, somebody, ["pdf"], tmp_path, faces=faces),
        *write_handouts(edition, somebody, ["pdf"], tmp_path, faces=faces),
    ]
    assert len(written) == 5
    for path in written:
        assert_archive_file(path.read_bytes())
        with pikepdf.open(path) as document, document.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1", path.name


def test_tables_and_headings_are_tagged() -> None:
    with pikepdf.open(io.BytesIO(official_pdf())) as document:
        kinds = {
            str(element.S)
            for element in document.objects
            if isinstance(element, pikepdf.Dictionary) and "/S" in element and "/P" in element
        }
    assert {"/Table", "/TR", "/TH", "/TD", "/H1", "/H2", "/TOC", "/P"} <= kinds


def test_no_line_begins_or_ends_with_the_wrong_mark() -> None:
    """Kinsoku (避头尾), on the characters' places as pdfplumber sees them."""
    wrong = []
    with pdfplumber.open(io.BytesIO(official_pdf())) as document:
        for page in document.pages[2:]:
            for table in page.find_tables():
                for cell in table.cells:
                    inside = page.crop(cell, strict=False).extract_text_lines()
                    for n, line in enumerate(inside):
                        text = line["text"].strip()
                        if n > 0 and text[0] in NOT_AT_START:
                            wrong.append(text)
                        if n < len(inside) - 1 and text[-1] in NOT_AT_END:
                            wrong.append(text)
            page.close()
    assert wrong == []


def test_a_row_that_crosses_a_page_repeats_number_and_category() -> None:
    again = [
        (page, line)
        for page in range(3, page_count() + 1)
        for line in lines_of(page)[:6]
        if "（续）" in line
    ]
    assert len(again) > 20
    text = "".join(re.sub(r"\s", "", line) for _, line in again)
    assert re.search(r"\d+（续）", text)
    assert re.search(r"[一-龥]{2,}（续）", text)


def test_short_rows_are_not_broken() -> None:
    kept = [
        (one.title, row.cells[0][0].text or row.cells[0][0].label)
        for one in official_view(real_list()).lists
        for row in one.rows
        if row.kept
    ]
    assert len(kept) > 150
    basic = range(3, int(bookmark_pages(official_pdf())[real_list().lists[1].title]) + 2)
    assert not any("（续）" in line for page in basic for line in lines_of(page))


@pytest.mark.parametrize("name", OTHER_LISTS)
def test_lists_of_other_shapes(name: str) -> None:
    duty_list = other_list(name)
    pdf = official(duty_list)
    text = "".join(
        re.sub(r"\s", "", page.get_textpage().get_text_bounded())
        for page in pypdfium2.PdfDocument(pdf)
    )
    for table in duty_list.lists:
        assert re.sub(r"\s", "", table.title) in text
        for duty in table.duties:
            assert duty.category in text
    assert_archive_file(pdf)


def test_rare_names_are_printed_with_their_own_glyphs() -> None:
    pdf = official(small_list("𬭎、𰻞、䶮、㙍诸村，〇①㎡℃"))
    text = pypdfium2.PdfDocument(pdf)[2].get_textpage().get_text_bounded()
    assert "𬭎、𰻞、䶮、㙍诸村，〇①㎡℃" in text
    assert_archive_file(pdf)


def test_a_character_that_no_face_has_is_shown_and_reported() -> None:
    duty_list = small_list("正常", "\U0002a6d6村\ue000")
    assert [note.text for note in unprintable(duty_list, faces())] == [
        "《乙镇基本履职事项清单》第 2 项的“\ue000”（U+E000）没有可用的字体，"
        "PDF 中印作“〓(U+E000)”，请安装含此字的字体后重新输出",
        "《乙镇基本履职事项清单》第 2 项的“\U0002a6d6”（U+2A6D6）没有可用的字体，"
        "PDF 中印作“〓(U+2A6D6)”，请安装含此字的字体后重新输出",
    ]
    text = pypdfium2.PdfDocument(official(duty_list))[2].get_textpage().get_text_bounded()
    assert "〓(U+2A6D6)村〓(U+E000)" in text


def test_the_real_list_lacks_no_character() -> None:
    assert unprintable(real_list(), faces()) == ()


def test_what_prints_nothing_is_not_missing() -> None:
    assert missing_characters("\u200b\u200d\ufe0f\U000e0100\u2028\t\n", faces()) == frozenset()


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_any_text_makes_an_archive_file(texts: list[str]) -> None:
    assert_archive_file(official(small_list(*texts)))


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$ *b* _i_ `c` <l> @r // c", "\\u{41} [a] {b}", "="]
)
def test_text_is_never_markup(text: str) -> None:
    page = pypdfium2.PdfDocument(official(small_list(text)))[2].get_textpage()
    assert text in page.get_text_bounded()


def test_empty_and_bare_lists_can_be_printed() -> None:
    bare = DutyList("", (), "", (), ())
    assert_archive_file(official(bare))
    table = DutyTable("basic", "", (ListColumn("序号"),), ())
    assert_archive_file(official(replace(bare, lists=(table,))))


def test_the_office_faces_come_first_where_the_machine_has_them() -> None:
    found = load_faces(system=True)
    assert all(role.families for role in found.roles.values())
    assert found.roles["body"].families[-1] in found.fonts.families()
    alone = load_faces(system=False)
    assert {family for role in alone.roles.values() for family in role.families} == {
        "Noto Serif SC",
        "Noto Sans SC",
    }


def test_faces_that_stand_in_for_the_official_ones_are_told_in_one_sentence() -> None:
    alone = load_faces(system=False)
    assert stand_ins(alone) == (
        "本机没有公文用的字体，PDF 中小标宋、仿宋、楷体、宋体代以 Noto Serif SC，"
        "黑体代以 Noto Sans SC"
    )
    official = {
        role: Role((OFFICIAL[role][0], *found.families)) for role, found in alone.roles.items()
    }
    assert stand_ins(replace(alone, roles=official)) == ""


def test_excerpt_has_cover_summary_and_place_to_sign() -> None:
    document = pypdfium2.PdfDocument(excerpt_pdf(OFFICE))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert "部门摘录" in texts[0]
    assert OFFICE in texts[0]
    assert "一、摘要" in texts[1]
    assert "所列第一个部门视为牵头" in re.sub(r"\s", "", texts[1])
    assert "负责人（签字）" in texts[-1]
    assert "（盖章）" in texts[-1]
    pages = bookmark_pages(excerpt_pdf(OFFICE))
    assert re.sub(r"\s", "", texts[int(pages["配合-053"])]).find("配合-053") >= 0


def test_every_template_sets_an_archive_file_that_everybody_can_read() -> None:
    edition = other_list("bayan")
    comparison = compare_editions(edition, replace(edition, issued="2026-07-01"))
    changes = comparison_view(comparison)
    name = edition.departments[0].name
    first, *others = empty_assignments(edition).rows
    held = tuple({**dict(first.values), "责任站所": "党政办", "责任人": "王强"}.items())
    given = Assignments(rows=(replace(first, values=held), *others))
    found = assigned(edition, given)
    rows = ((report_cell("1"), report_cell("一")),)
    section = Section("一、差异", ("共一处。",), (Column("序号", 20), Column("内容", 80)), rows)
    line = CorrectionLine("基本-001：名称“旧”改为“新”", "王芳", "2026年7月1日")
    views: dict[str, object] = {
        "official": official_view(edition),
        "excerpt": excerpt_view(edition, name),
        "card": card_sheet("a5", "qr"),
        "comparison": changes,
        "notice": notice_view(comparison, changes, department_view(comparison, changes, name)),
        "handout": person_handout(edition, given, found, "王强"),
        "load": load_view(edition, given, found),
        "corrections": corrections_view(edition, [line]),
        "report": Report("两边对照", "石桥镇", (section,)),
        "bound": BoundView("石桥镇", "清单", "", "摘录", (BoundPart(name, 2, 3),)),
    }
    templates = {
        path.stem for path in TEMPLATES.glob("*.typ") if "set document" in path.read_text()
    }
    assert templates == set(views)
    for template, view in views.items():
        pdf = write_pdf(TEMPLATES / f"{template}.typ", view, faces())
        assert_archive_file(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1", template


def test_which_rows_of_a_report_are_cut_is_told_in_one_place() -> None:
    """A row that the page's end meets goes over whole in PDF and Word, or is cut in both."""
    above, last = (report_cell("上"), ()), (report_cell("文" * 140), ())
    rows = (above,) * 14 + (last,)
    section = Section("一、差异", (), (Column("内容", 20), Column("空栏", 80)), rows)
    for most_whole, cut in ((139, True), (140, False)):
        view = Report("两边对照", "石桥镇", (section,), most_whole)
        first = pypdfium2.PdfDocument(write_pdf(TEMPLATES / "report.typ", view, faces()))[0]
        assert ("文" in first.get_textpage().get_text_bounded()) is cut
        row = docx.Document(io.BytesIO(report_docx(view))).tables[0].rows[-1]._tr
        assert (not list(row.iter(qn("w:cantSplit")))) is cut


def test_bound_with_upright_pages_the_head_lies_at_the_binding_on_odd_pages() -> None:
    """GB/T 9704-2012, 7.9: turned upright, the table's head stands at the binding of odd pages
    (their left edge) and the fore-edge of even ones; 7.5: the number at the foot, odd ones right,
    7 mm below the type area, whose lower margin is 35 mm."""
    with pikepdf.open(io.BytesIO(official_pdf())) as document:
        pages = list(document.pages)[2:6]
        turned = pikepdf.Pdf.new()
        for page in pages:
            turned.pages.append(page)
        for page in turned.pages:
            page.rotate(-90, relative=True)
        upright = io.BytesIO()
        turned.save(upright)
    with pdfplumber.open(upright) as document:
        for number, page in enumerate(document.pages, 1):
            assert (round(page.width), round(page.height)) == (595, 842)
            head = [char for char in page.chars if char["text"] in "序号"]
            assert max(char["x1"] for char in head) < page.width / 2
            digits = [char for char in page.chars if char["top"] > page.height - 34 * 72 / 25.4]
            assert "".join(char["text"] for char in digits).split() == ["—", str(number), "—"]
            assert digits[0]["top"] == pytest.approx(page.height - 28 * 72 / 25.4, abs=3)
            assert (digits[0]["x0"] > page.width / 2) == (number % 2 == 1)
