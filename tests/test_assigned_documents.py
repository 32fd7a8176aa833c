"""Who does each duty, on what is printed: every command that takes an assignment file, and the
office's own templates, which name its columns."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn

from dutylist.extract.assignments_file import load_assignments
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import TemplateError
from dutylist.render.excel.assignments import assignments_xlsx
from dutylist.render.write import copy_templates, write_cards
from tests.render_documents import all_duties, faces
from tests.test_assignments import OLD, duty_list, everyone, filled


@pytest.fixture(name="folder")
def list_and_assignments(tmp_path: Path) -> Path:
    """清单.txt, and 分工.xlsx filled in for it."""
    (tmp_path / "清单.txt").write_text(OLD, "utf-8")
    written = filled(tmp_path, read_duty_list(tmp_path / "清单.txt"), everyone)
    edition = read_duty_list(tmp_path / "清单.txt")
    (tmp_path / "分工.xlsx").write_bytes(assignments_xlsx(edition, written))
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    faces = () if arguments[0] == "matrix" else ("--embedded-fonts",)
    done = subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *arguments, *faces],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def pdf_words(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return "".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in pages)


def word_words(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return re.sub(r"\s", "", "".join(text.text or "" for text in body.iter(qn("w:t"))))


CONTACT = "乡镇（街道）承办：民生办李红0994-12345"
ON_A_CARD = ("责任站所民生办", "责任人李红", "联系电话0994-12345", "网格员第7组")


def assert_on_paper(folder: Path, excerpt: Path, cards: Path) -> None:
    assert CONTACT in pdf_words(excerpt.with_suffix(".pdf"))
    assert CONTACT in word_words(excerpt.with_suffix(".docx").read_bytes())
    for words in (
        pdf_words(cards.with_suffix(".pdf")),
        word_words(cards.with_suffix(".docx").read_bytes()),
    ):
        for fact in ON_A_CARD:
            assert fact in words, fact


def test_excerpts_cards_and_all_of_a_list_have_who_does_it(folder: Path) -> None:
    sheet = ("--assignments", "分工.xlsx")
    run(folder, "excerpt", "清单.txt", "--department", "绿原县公安局", *sheet, "-o", "摘录")
    run(folder, "cards", "清单.txt", *sheet, "-o", "卡")
    run(folder, "all", "清单.txt", *sheet, "-o", "全部")
    excerpt = "石桥镇绿原县公安局履职事项摘录（2025年7月版）"
    cards = "绿原县石桥镇履职事项责任卡（2025年7月版）"
    assert_on_paper(folder, folder / "摘录" / excerpt, folder / "卡" / cards)
    assert_on_paper(folder, folder / "全部" / "摘录" / excerpt, folder / "全部" / "责任卡" / cards)


def card_template(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in ("{%p for 行 in 版面 %}", "{%p for 卡 in 行 %}", *paragraphs):
        document.add_paragraph(paragraph)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    path = folder / "自己的卡.docx"
    document.save(str(path))
    return path


def cards_by(folder: Path, template: Path) -> list[str]:
    edition = read_duty_list(folder / "清单.txt")
    (path,) = write_cards(
        *(edition, all_duties(edition)[:2], ["docx"], folder / "卡"),
        faces=faces(),
        template=template,
        assignments=load_assignments(folder / "分工.xlsx"),
    )
    return [p.text for p in docx.Document(str(path)).paragraphs if p.text]


def test_a_template_names_the_offices_own_columns(folder: Path) -> None:
    line = "{{ 卡.名称 }}：{{ 卡.分工.责任人 }}（{{ 卡.分工.网格员 }}）"
    assert cards_by(folder, card_template(folder, line)) == [
        "落实“三会一课”制度，严肃党内政治生活：王强（第2组）",
        "开展关心下一代工作：李红（第3组）",
    ]


def test_a_column_whose_name_is_no_word_stands_in_brackets(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "分工.xlsx")
    (own,) = [cell for cell in book["分工"][1] if cell.value == "网格员"]
    own.value = "网格员（二组）"
    book.save(folder / "分工.xlsx")
    template = card_template(folder, "{{ 卡.分工['网格员（二组）'] }}")
    assert cards_by(folder, template) == ["第2组", "第3组"]


def test_a_column_that_the_workbook_has_not_is_told(folder: Path) -> None:
    with pytest.raises(TemplateError, match="包村干部"):
        cards_by(folder, card_template(folder, "{{ 卡.分工.包村干部 }}"))


def test_a_typst_template_finds_them_as_well(folder: Path) -> None:
    copy_templates(folder / "模板")
    template = folder / "模板" / "自己的卡.typ"
    template.write_text(
        '#import "common.typ": *\n#show: chinese\n#set document(title: "卡")\n'
        "#for card in view.cards [#card.name：#for (name, text) in card.card.assignment "
        '[#if name == "网格员" [#text]]\\ ]\n',
        "utf-8",
    )
    edition = duty_list(folder)
    (path,) = write_cards(
        *(edition, all_duties(edition)[:2], ["pdf"], folder / "卡"),
        faces=faces(),
        template=template,
        assignments=load_assignments(folder / "分工.xlsx"),
    )
    assert "开展关心下一代工作：第3组" in pdf_words(path)


def test_handouts_have_the_countys_side_and_the_sum_the_vacancies(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "分工.xlsx")
    for cell in book["分工"][1]:
        if cell.value in ("责任人", "责任站所"):
            book["分工"].cell(2, cell.column, "")
    book.save(folder / "分工.xlsx")
    run(folder, "handouts", "清单.txt", "--assignments", "分工.xlsx", "-o", "分工")
    mine = pdf_words(folder / "分工" / "个人" / "绿原县石桥镇王强履职事项单（2025年7月版）.pdf")
    for words in ("配合-001", "绿原县民政局", "1.审核；", "2.发放。", "1.受理；"):
        assert words in mine
    load = pdf_words(folder / "分工" / "绿原县石桥镇分工一览（2025年7月版）.pdf")
    assert "没有落实到人的事项（1项）" in load
    assert "基本-001" in load
    assert "王强（平安办主任）1102" in load


def test_sheets_say_the_same_in_word_as_in_pdf(folder: Path) -> None:
    run(folder, "handouts", "清单.txt", "--assignments", "分工.xlsx", "-o", "分工")
    printed = sorted((folder / "分工").rglob("*.pdf"))
    assert len(printed) == 5
    for path in printed:
        text = re.sub(r"—\d+—", "", pdf_words(path))
        assert word_words(path.with_suffix(".docx").read_bytes()) == text, path.name


def test_own_columns_are_printed_by_name_in_excerpts_and_sheets(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder / "模板"
    copy_templates(own)
    column = '#it.assignment.to-dict().at("网格员", default: "")'
    for name, line, more in (
        ("excerpt.typ", "  par[出处：#it.source]", f"  par[网格：{column}；出处：#it.source]"),
        ("handout.typ", "{ par(line) }", f"{{ par(line) }}\n    par[网格：{column}]"),
    ):
        text = (own / name).read_text("utf-8")
        assert line in text
        (own / name).write_text(text.replace(line, more), "utf-8")
    document = docx.Document(str(own / "excerpt.docx"))
    for paragraph in document.paragraphs:
        if "项.出处" in paragraph.text:
            paragraph.add_run("；网格：{{ 项.分工.网格员 }}")
    document.save(str(own / "excerpt.docx"))
    monkeypatch.setenv("DUTYLIST_TEMPLATES", str(own))
    sheet = ("--assignments", "分工.xlsx")
    run(folder, "excerpt", "清单.txt", "--department", "绿原县公安局", *sheet, "-o", "摘录")
    run(folder, "handouts", "清单.txt", *sheet, "-o", "分工单")
    excerpt = folder / "摘录" / "石桥镇绿原县公安局履职事项摘录（2025年7月版）"
    printed = pdf_words(excerpt.with_suffix(".pdf"))
    groups = re.findall(r"网格：(第\d组)", printed)
    assert groups
    written = word_words(excerpt.with_suffix(".docx").read_bytes())
    assert re.findall(r"网格：(第\d组)", written) == groups
    mine = pdf_words(folder / "分工单" / "个人" / "绿原县石桥镇王强履职事项单（2025年7月版）.pdf")
    assert "网格：第2组" in mine


def test_a_duty_without_a_row_has_the_columns_empty(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "分工.xlsx")
    book["分工"].delete_rows(2)
    book.save(folder / "分工.xlsx")
    line = "{{ 卡.名称 }}：{{ 卡.分工.网格员 }}"
    assert cards_by(folder, card_template(folder, line)) == [
        "落实“三会一课”制度，严肃党内政治生活：",
        "开展关心下一代工作：第3组",
    ]


def test_the_matrix_has_the_columns_of_the_workbook_that_are_filled(folder: Path) -> None:
    sheet = ("--assignments", "分工.xlsx")
    run(folder, "matrix", "清单.txt", *sheet, "--to", "xlsx,html", "-o", "矩阵")
    run(folder, "matrix", "清单.txt", "--to", "xlsx", "-o", "无分工")
    (book,) = (folder / "矩阵").glob("*.xlsx")
    heads, first, *_ = openpyxl.load_workbook(book)["事项"].iter_rows(values_only=True)
    told = dict(zip(heads, first, strict=True))
    assert [told[column] for column in ("责任站所", "责任人", "联系电话", "网格员")] == [
        *("平安办", "王强", "13900001111", "第6组")
    ]
    assert "监督电话" not in told  # Nobody filled it.
    (page,) = (folder / "矩阵").glob("*.html")
    assert "<dt>网格员</dt>\n<dd>第6组</dd>" in page.read_text("utf-8")
    (bare,) = (folder / "无分工").glob("*.xlsx")
    assert openpyxl.load_workbook(bare)["事项"].max_column == 8


def test_an_own_template_of_the_list_names_the_workbooks_columns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_templates(folder / "模板")
    typ = folder / "模板" / "official.typ"
    cell = "set-cell(form, row, id, i)"
    asked = (
        'if i == form.columns.len() - 1 [【#row.assignment.to-dict().at("网格员", default: "")】]'
    )
    text = typ.read_text("utf-8")
    assert cell in text
    typ.write_text(text.replace(f"{cell},\n", f"{cell} + {asked},\n"), "utf-8")
    html = folder / "模板" / "official.html"
    line = "{%- for cell in row.cells -%}"
    text = html.read_text("utf-8")
    assert line in text
    own = "<td>【{{ dict(row.assignment)['网格员'] }}】</td>"
    html.write_text(text.replace(line, own + line), "utf-8")
    monkeypatch.setenv("DUTYLIST_TEMPLATES", str(folder / "模板"))
    sheet = ("--assignments", "分工.xlsx")
    run(folder, "render", "清单.txt", *sheet, "--to", "pdf,html", "-o", "清单")
    (pdf,), (page,) = ((folder / "清单").glob(f"*.{kind}") for kind in ("pdf", "html"))
    for words in (pdf_words(pdf), page.read_text("utf-8")):
        assert [f"【第{n}组】" in words for n in (2, 3, 6)] == [True] * 3


OF_THE_LIST = [
    ("cards", "--to", "docx"),
    ("excerpt", "--all", "--to", "docx"),
    ("render", "--to", "docx"),
    ("matrix", "--to", "html"),
    ("all", "--to", "docx"),
    ("handouts", "--to", "docx"),
]


@pytest.mark.parametrize("command", OF_THE_LIST, ids=lambda command: command[0])
def test_a_workbook_of_another_year_is_told_by_whatever_prints_it(
    folder: Path, command: tuple[str, ...]
) -> None:
    """Last year's 配合-002 stood on this year's card, and nothing was said."""
    book = openpyxl.load_workbook(folder / "分工.xlsx")
    (name,) = [cell.column for cell in book["分工"][1] if cell.value == "事项名称"]
    book["分工"].cell(7, name, "去年的事项")
    book.save(folder / "分工.xlsx")
    first, *more = command
    said = run(folder, first, "清单.txt", *more, "--assignments", "分工.xlsx", "-o", "出")
    assert "分工表第 7 行：配合-002 的事项名称与清单不同" in said
    assert "分工表核对：2 处要看（其中没有责任站所和责任人的 1 项）" in said
    for path in (folder / "出").rglob("*.docx"):
        if "分工一览" not in path.name:
            assert "第7组" not in word_words(path.read_bytes()), path.name
