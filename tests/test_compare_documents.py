"""What a reader of the comparison's documents sees, read back by other programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import html

from dutylist.compare.editions import compare_editions
from dutylist.compare.json_form import comparison_json
from dutylist.compare.model import Comparison
from dutylist.records.errors import DutyListError, TemplateError, UnknownFormatError
from dutylist.records.model import DutyList, Note
from dutylist.render.excel.workbook import LONGEST_ROW
from dutylist.render.typeset.faces import Faces, load_faces
from dutylist.render.views.comparison import ComparisonView, comparison_view
from dutylist.render.views.notice import notice_view
from dutylist.render.views.report import Report
from dutylist.render.web.comparison import comparison_html
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from dutylist.render.write_report import write_report
from tests.edits import Row, base_rows, edited
from tests.found_changes import read_rows

ROWS = base_rows()
OLD = read_rows(ROWS, 2025)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare_editions(OLD, read_rows(edited(ROWS, 7, 40).rows, 2026))


@pytest.fixture(scope="module")
def view(comparison: Comparison) -> ComparisonView:
    return comparison_view(comparison)


@pytest.fixture(scope="module")
def faces() -> Faces:
    return load_faces(system=False)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def one_change(**changed: object) -> Comparison:
    """The real list with one row of another content."""
    rows = [Row(**{**vars(row), **changed}) if row.uid == "r135" else row for row in ROWS]
    return compare_editions(OLD, read_rows(rows, 2026))


def test_the_table_shows_a_changed_clause_with_its_words_marked_and_leaves_out_the_rest() -> None:
    row = next(row for row in ROWS if row.uid == "r135")
    assert row.name == "高标准农田基础设施建设"
    clauses = [text.replace("申报", "报送") for text in row.department_clauses]
    (shown,) = comparison_view(one_change(department_clauses=tuple(clauses))).rows
    assert shown.kind_names == ("文字修改",)
    assert [
        (
            "".join(f"[{run.text}]" if run.mark else run.text for run in line.old.runs),
            "".join(f"[{run.text}]" if run.mark else run.text for run in line.new.runs),
            line.note,
        )
        for line in shown.lines
    ] == [
        ("配合履职第27项（乡村振兴）", "配合履职第27项（乡村振兴）", "文字修改"),
        ("高标准农田基础设施建设", "高标准农田基础设施建设", ""),
        ("上级部门职责", "上级部门职责", ""),
        (
            "1.审核三台镇[申报]的相关材料，确定项目实施地块；",
            "1.审核三台镇[报送]的相关材料，确定项目实施地块；",
            "文字修改",
        ),
        ("（2条未变，略）", "（2条未变，略）", ""),
        ("（乡镇职责6条未变，略）", "（乡镇职责6条未变，略）", ""),
    ]


def test_all_formats_are_written_and_say_the_same(
    comparison: Comparison, view: ComparisonView, faces: Faces, tmp_path: Path
) -> None:
    formats = ("docx", "pdf", "tracked", "html", "xlsx", "json")
    paths = write_comparison(comparison, formats, tmp_path, faces=faces)
    assert [path.name for path in paths] == [
        "昌吉回族自治州吉木萨尔县三台镇新旧对照表（2025年7月版对2026年7月版）.docx",
        "昌吉回族自治州吉木萨尔县三台镇新旧对照表（2025年7月版对2026年7月版）.pdf",
        "昌吉回族自治州吉木萨尔县三台镇新清单修订稿（2025年7月版对2026年7月版）.docx",
        "昌吉回族自治州吉木萨尔县三台镇新旧对照表（2025年7月版对2026年7月版）.html",
        "昌吉回族自治州吉木萨尔县三台镇新旧对照表（2025年7月版对2026年7月版）.xlsx",
        "昌吉回族自治州吉木萨尔县三台镇新旧对照表（2025年7月版对2026年7月版）.json",
    ]
    there = [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")]
    assert sorted(there) == sorted(path.name for path in paths)
    wanted = [
        squeezed("".join(run.text for run in side.runs))
        for row in view.rows
        for line in row.lines
        for side in (line.old, line.new)
    ]
    table = docx.Document(str(paths[0])).tables[-1]
    cells = {squeezed(cell.text) for row in table.rows for cell in row.cells}
    assert [text for text in wanted if text not in cells] == []
    page = html.fromstring(paths[3].read_text("utf-8"))
    cells = {squeezed(cell.text_content()) for cell in page.xpath("//table[@id='table']//td")}
    assert [text for text in wanted if text not in cells] == []
    sheet = openpyxl.load_workbook(paths[4])["新旧对照"]
    cells = {squeezed(str(value or "")) for row in sheet.values for value in row}
    assert [text for text in wanted if text not in cells] == []
    heights = {one.height for one in sheet.row_dimensions.values() if one.height}
    assert len(heights) > 3, "each row as high as its text"
    assert max(heights) <= LONGEST_ROW
    pdf = pypdfium2.PdfDocument(paths[1])
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in pdf))
    for row in view.rows:
        for place in (*row.old_place.split("、"), *row.new_place.split("、")):
            assert squeezed(place) in text


def test_the_word_table_strikes_deletions_and_underlines_additions(
    comparison: Comparison, view: ComparisonView, faces: Faces, tmp_path: Path
) -> None:
    (path,) = write_comparison(comparison, ["docx"], tmp_path, faces=faces)
    document = docx.Document(str(path))
    runs = [
        run
        for row in document.tables[-1].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    marks = {
        "deleted": {run.text for run in runs if run.font.strike},
        "inserted": {run.text for run in runs if run.font.underline is True},
    }
    for mark, texts in marks.items():
        wanted = {
            piece
            for row in view.rows
            for line in row.lines
            for run in (*line.old.runs, *line.new.runs)
            if run.mark == mark
            for piece in run.text.split("\n")
            if piece
        }
        assert texts == wanted
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert document.tables[-1].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert document.settings.odd_and_even_pages_header_footer


def test_the_web_page_escapes_the_list_and_asks_for_nothing_from_elsewhere() -> None:
    evil = '<script>alert("1")</script>与<b>粗</b>&amp;'
    duty = replace(OLD.lists[0].duties[0], name=evil)
    table = replace(OLD.lists[0], duties=(duty, *OLD.lists[0].duties[1:]))
    new = replace(OLD, lists=(table, *OLD.lists[1:]))
    page = comparison_html(comparison_view(compare_editions(OLD, new)))
    assert evil not in page
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//*[@src] | //link | //*[starts-with(@href, 'http')]") == []
    assert "url(" not in page
    assert "@import" not in page
    assert squeezed(evil) in squeezed(tree.text_content())


def test_the_json_form_is_json_and_its_texts_are_whole(comparison: Comparison) -> None:
    data = json.loads(json.dumps(comparison_json(comparison), ensure_ascii=False))
    assert len(data["changes"]) == len(comparison.changes)
    for change in data["changes"]:
        old = "".join(part["text"] for part in change["name"] if part["kind"] != "inserted")
        assert old == "\n".join(duty["name"] for duty in change["old"])


def test_a_notice_tells_an_office_what_changed_for_it(faces: Faces, tmp_path: Path) -> None:
    row = next(row for row in ROWS if row.uid == "r135")
    joined = one_change(
        departments=(*row.departments, "吉木萨尔县水利局"),
        department_clauses=(*row.department_clauses, "4.县水利局负责配套水源工程。"),
    )
    assert set(affected_departments(joined)) == {"吉木萨尔县农业农村局", "吉木萨尔县水利局"}
    paths = list(
        write_notices(joined, ["吉木萨尔县水利局"], ["docx", "pdf"], tmp_path, faces=faces)
    )
    assert [path.name for path in paths] == [
        "三台镇致吉木萨尔县水利局的函（2025年7月版对2026年7月版）.docx",
        "三台镇致吉木萨尔县水利局的函（2025年7月版对2026年7月版）.pdf",
    ]
    document = docx.Document(BytesIO(paths[0].read_bytes()))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[:4] == [
        "关于吉木萨尔县三台镇\n履职事项清单调整情况的函",
        "吉木萨尔县水利局：",
        "《吉木萨尔县三台镇履职事项清单（2026年7月版）》已经印发。与2025年7月版相比，"
        "涉及贵单位的调整共1项，具体条文见附件（下列为2026年7月版的序号）。",
        "1.新列为对应部门：配合履职第27项。",
    ]
    assert [cell.text for cell in document.tables[0].rows[-1].cells][1:] == [
        "",
        "4.县水利局负责配套水源工程。",
        "新增",
    ]
    assert "特此函告。" in texts
    written = document.paragraphs
    office = next(at for at, it in enumerate(written) if it.text == "吉木萨尔县三台镇人民政府")
    last_text, signed, date = (it.paragraph_format for it in written[office - 1 : office + 2])
    # The office's 12 characters are centred over the date's 7.5, which end four from the edge;
    # the seal has room, and text on its page.
    assert (signed.right_indent.pt, date.right_indent.pt) == (28.0, 64.0)
    assert (signed.space_before.pt, date.space_before.pt) == (56.0, 0.0)
    kept = [it.keep_with_next for it in (last_text, signed, date)]
    assert kept == [True, True, True]
    assert texts[texts.index("吉木萨尔县三台镇人民政府") + 2] == (
        "（联系人：　　　　　；联系电话：　　　　　）"
    )
    assert "附件：涉及贵单位的调整事项对照表" in texts
    pdf = pypdfium2.PdfDocument(paths[1])
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in pdf))
    assert "4.县水利局负责配套水源工程。" in text


def test_an_office_without_changes_gets_a_notice_that_says_so(
    comparison: Comparison, faces: Faces, tmp_path: Path
) -> None:
    untouched = {one.name for one in OLD.departments} - set(affected_departments(comparison))
    renamed = {name for rename in comparison.renames for name in rename.old}
    (path,) = write_notices(comparison, [min(untouched - renamed)], ["docx"], tmp_path, faces=faces)
    texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert any("没有调整" in text for text in texts)


def test_unknown_formats_and_offices_are_refused_before_anything_is_written(
    comparison: Comparison, faces: Faces, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFormatError, match="wps"):
        write_comparison(comparison, ["docx", "wps"], tmp_path, faces=faces)
    with pytest.raises(DutyListError, match="某某局"):
        list(write_notices(comparison, ["某某局"], ["docx"], tmp_path, faces=faces))
    with pytest.raises(UnknownFormatError, match="wps"):
        write_report(Report("汇总", "", ()), "汇总", ["docx", "wps"], tmp_path, faces=faces)
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_a_template_of_the_office_is_told_with_the_file(
    comparison: Comparison, view: ComparisonView, tmp_path: Path
) -> None:
    (tmp_path / "notice.md").write_text("关于{{ 乡镇 }}的通知", encoding="utf-8")
    office = view.departments[0]
    with pytest.raises(TemplateError, match=r"notice\.md"):
        notice_view(comparison, view, office, tmp_path / "notice.md")


def test_two_equal_editions_make_a_document_that_says_so(faces: Faces, tmp_path: Path) -> None:
    same = compare_editions(OLD, OLD)
    formats = ("docx", "pdf", "tracked", "html", "xlsx", "json")
    paths = write_comparison(same, formats, tmp_path, faces=faces)
    sentence = "<p>两年清单的事项没有不同。</p>"
    assert sentence in paths[3].read_text("utf-8")
    assert "两年清单的事项没有不同。" in _paragraphs(paths[0])
    empty = DutyList("", (), "", (), ())
    assert (
        len(write_comparison(compare_editions(empty, empty), formats, tmp_path, faces=faces)) == 6
    )


def _paragraphs(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def test_an_empty_table_sends_to_what_goes_through_the_whole_list(
    faces: Faces, tmp_path: Path
) -> None:
    """A date, or another name of an office, changes no row."""
    later = compare_editions(OLD, replace(OLD, issued="2026-08"))
    docx_file, pdf, page = write_comparison(later, ("docx", "pdf", "html"), tmp_path, faces=faces)
    sentence = "除上面“贯穿全文的变化”所列的以外，两年清单的事项没有不同。"
    assert sentence in _paragraphs(docx_file)
    assert f"<p>{sentence}</p>" in page.read_text("utf-8")
    printed = pypdfium2.PdfDocument(pdf)
    text = "".join(one.get_textpage().get_text_bounded() for one in printed)
    assert squeezed(sentence) in squeezed(text)


def test_a_side_with_errors_is_told_on_the_printed_first_page(faces: Faces, tmp_path: Path) -> None:
    new = read_rows(edited(base_rows(), 11, 70).rows, 2026)
    lost = tuple(Note(page, "这一页的内容有损坏", damage=True) for page in (3, 4, 5, 6))
    comparison = compare_editions(read_rows(base_rows(), 2025), replace(new, notes=lost))
    (path,) = write_comparison(comparison, ["pdf"], tmp_path, faces=faces)
    first = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
    assert "清单有错误" in "".join(first.split())


def test_the_workbook_is_printed_in_type_that_can_be_read(faces: Faces, tmp_path: Path) -> None:
    """So many characters of Excel's fit across A4, landscape, in 9 pt; what each line of a duty
    has alike is seen in the first one and found by the filter in all."""
    (path,) = write_comparison(one_change(name="改了名称的事项"), ["xlsx"], tmp_path, faces=faces)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        assert sum(one.width for one in sheet.column_dimensions.values()) <= 185
        assert sheet.print_title_rows == "$1:$1"
    table = book["新旧对照"]
    rows = [list(row[1:5]) for row in table.iter_rows(min_row=2)]
    assert len(rows) > 1
    assert [{cell.number_format for cell in row} for row in rows] == [
        {"General"},
        *[{";;;"}] * (len(rows) - 1),
    ]
    assert len({tuple(cell.value for cell in row) for row in rows}) == 1
