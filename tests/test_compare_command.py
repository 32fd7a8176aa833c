"""The commands compare and history on files of several formats: what they say and write."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import html

from dutylist.compare.identity import Identity, names_of, pair_names
from tests.revision_pairs import CIVIL, COOPERATIVE, ROWS, Cells, Table, pdf_file, word_file


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    made = subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return made


def the(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def coop(*rows: Cells) -> list[Table]:
    return [Table("配合", COOPERATIVE, rows)]


def said(made: subprocess.CompletedProcess[str]) -> list[str]:
    """What a command tells: first of the comparison, then what the check of each list counts."""
    lines = made.stderr.splitlines()
    counts = [line for line in lines if line.startswith("核对")]
    assert counts
    assert lines[-len(counts) :] == counts
    return lines


def test_two_old_pdfs_of_merged_townships_against_a_new_word_file(tmp_path: Path) -> None:
    """One duty of the first township goes, one comes; all others are in the new list, of which
    the townships shared three."""
    came = (
        "民生服务",
        "夜间集市摊位设置",
        CIVIL,
        "1.县民政局负责设点审批。",
        "1.劝导摊位规范经营。",
    )
    one = pdf_file(tmp_path / "青石乡.pdf", "青石乡", 2025, coop(*ROWS[:7]))
    other = pdf_file(tmp_path / "白水乡.pdf", "白水乡", 2025, coop(*ROWS[4:]))
    new = word_file(tmp_path / "新镇.docx", "青白镇", 2026, coop(*ROWS[1:], came))
    made = run("compare", one, other, "--new", new, "--to", "json,docx", "-o", tmp_path / "out")
    first, second = said(made)[:2]
    assert first.startswith("新增1、取消1、部分旧清单原无8；")
    assert second == f"旧清单：{one}、{other}；新清单：{new}。"
    found = json.loads(the(tmp_path / "out", "*新旧对照表*.json").read_text("utf-8"))
    changed = [
        (one["kinds"], [old["name"] for old in one["old"]], [new["name"] for new in one["new"]])
        for one in found["changes"]
        if one["kinds"] not in (["same"], ["widened"])
    ]
    assert sorted(changed) == [
        (["added"], [], ["夜间集市摊位设置"]),
        (["removed"], [ROWS[0][1]], []),
    ]
    assert (found["old"]["name"], found["new"]["name"]) == ("2025年6月版", "2026年6月版")
    table = docx.Document(str(the(tmp_path / "out", "*新旧对照表*.docx"))).tables[-1]
    places = {row.cells[1].text for row in table.rows}
    assert "青石乡配合履职第1项（自然资源）" in places


def test_a_history_of_a_pdf_a_word_file_and_a_sheet(tmp_path: Path) -> None:
    """2025: a word is put in. 2026: a duty goes. The files are written in no order."""
    reworded = (*ROWS[2][:1], "林木采伐现场联合核验", *ROWS[2][2:])
    first = pdf_file(tmp_path / "a.pdf", "青石乡", 2024, coop(*ROWS[:6]))
    second = word_file(tmp_path / "b.docx", "青石乡", 2025, coop(*ROWS[:2], reworded, *ROWS[3:6]))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青石乡配合履职事项清单（2026年版）"])
    for row in Table("配合", COOPERATIVE, (*ROWS[1:2], reworded, *ROWS[3:6])).numbered:
        sheet.append(list(row))
    third = tmp_path / "c.xlsx"
    book.save(third)
    made = run("history", third, first, second, "--to", "html,xlsx,docx", "-o", tmp_path / "out")
    lines = said(made)
    assert "2024年6月版 → 2025年6月版：文字修改1" in "".join(lines)
    assert "2025年6月版 → 2026年版：取消1" in "".join(lines)
    (page,) = (tmp_path / "out").glob("*.html")
    text = html.fromstring(page.read_text("utf-8")).text_content()
    assert "林木采伐现场联合核验" in text
    (book_file,) = (tmp_path / "out").glob("*.xlsx")
    lives = {
        row[2]: row[3:] for row in openpyxl.load_workbook(book_file)["各事项"].values if row[2]
    }
    assert len(lives) == 1 + 6
    assert any("取消" in str(cell) for cell in lives[ROWS[0][1]])
    assert any("文字修改" in str(cell) for cell in lives["林木采伐现场联合核验"])


def test_documents_say_old_and_new_list_where_no_year_is_known(tmp_path: Path) -> None:
    old = word_file(tmp_path / "征求意见稿.docx", "青石乡", 0, coop(*ROWS[:4]))
    new = word_file(tmp_path / "印发稿.docx", "青石乡", 0, coop(*ROWS[1:4]))
    made = run("compare", old, new, "--to", "html,docx,xlsx,pdf,json", "--notices",
               "-o", tmp_path / "out")  # fmt: skip
    assert "没有写年份" in made.stderr
    found = json.loads(the(tmp_path / "out", "*新旧对照表*.json").read_text("utf-8"))
    assert (found["old"]["name"], found["new"]["name"]) == ("原清单", "新清单")
    page = the(tmp_path / "out", "*新旧对照表*.html").read_text("utf-8")
    texts = [html.fromstring(page).text_content()]
    for path in [
        the(tmp_path / "out", "*新旧对照表*.docx"),
        *(tmp_path / "out" / "函").glob("*.docx"),
    ]:
        document = docx.Document(str(path))
        cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
        texts.append("\n".join([*(p.text for p in document.paragraphs), *cells]))
    assert len(texts) > 2
    for text in texts:
        assert "原清单" in text or "新清单" in text
        assert ".docx" not in text


def test_another_township_is_said_and_every_document_names_the_years(tmp_path: Path) -> None:
    old = word_file(tmp_path / "a.docx", "青石乡", 2025, coop(*ROWS[:4]))
    new = word_file(tmp_path / "b.docx", "白水乡", 2026, coop(*ROWS[1:4]))
    made = run("compare", old, new, "--to", "xlsx,pdf", "--embedded-fonts", "-o", tmp_path / "o")
    assert "两份清单写的乡镇不同（青石乡；白水乡）" in made.stderr
    book = openpyxl.load_workbook(the(tmp_path / "o", "*新旧对照表*.xlsx"))
    pdf = pypdfium2.PdfDocument(the(tmp_path / "o", "*新旧对照表*.pdf"))
    for text in (
        "".join(str(value) for sheet in book for row in sheet.values for value in row),
        "".join(page.get_textpage().get_text_bounded() for page in pdf),
    ):
        assert "2025年6月版" in text
        assert "2026年6月版" in text
        assert "原清单" not in text


def known(file: str, issued: str) -> Identity:
    return Identity(file, "青石乡", issued, "")


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ((("a.docx", "2025-06"), ("b.docx", "2026")), ["2025年6月版", "2026年版"]),
        ((("a.docx", ""), ("b.docx", "2026")), ["a.docx", "2026年版"]),
        ((("x/a.docx", "2026"), ("b.docx", "2026")), ["2026年版（a.docx）", "2026年版（b.docx）"]),
        ((("x/a.docx", "2026"), ("y/a.docx", "2026")),
         ["2026年版（x/a.docx）", "2026年版（y/a.docx）"]),
        ((("x/a.docx", ""), ("y/a.docx", "")), ["x/a.docx", "y/a.docx"]),
    ],
)  # fmt: skip
def test_lists_are_called_by_year_and_told_apart_by_file(
    files: tuple[tuple[str, str], tuple[str, str]], names: list[str]
) -> None:
    one, other = (known(*file) for file in files)
    assert names_of([one, other]) == names


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("2025-06", "2026", ("2025年6月版", "2026年版")),
        ("", "2026", ("原清单", "2026年版")),
        ("2025", "", ("2025年版", "新清单")),
        ("", "", ("原清单", "新清单")),
        ("2026", "2026", ("原清单（2026年版）", "新清单（2026年版）")),
    ],
)
def test_no_file_names_what_letters_compare(old: str, new: str, names: tuple[str, str]) -> None:
    assert pair_names([known("x/a.docx", old)], known("b.docx", new)) == names


def test_old_lists_of_one_year_have_one_name_unless_the_new_one_has_it_too() -> None:
    olds = [known("a.pdf", "2025"), known("b.pdf", "2025")]
    assert pair_names(olds, known("c.docx", "2026")) == ("2025年版", "2026年版")
    assert pair_names(olds, known("c.docx", "2025")) == (
        "原清单（2025年版）",
        "新清单（2025年版）",
    )
