"""What was not understood in a list is told: each of these changed or lost content in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import fpdf
import openpyxl
import pikepdf
import pylopdf_fonts_zh_cn
import pytest

from dutylist.compare.editions import compare_editions, compare_several
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.findings import Finding
from dutylist.records.model import DutyList, Note
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.official import official_view
from tests.plain_office import excel, word
from tests.small_list import ROWS, list_text, write_list

CASES = Path(__file__).parent / "cases" / "robust"
HEADER = ("序号", "事项类别", "事项名称")
Rows = tuple[tuple[str, ...], ...]


def told(duty_list: DutyList, words: str) -> list[Finding]:
    return [finding for finding in check(duty_list) if words in finding.message]


@pytest.mark.parametrize(
    ("name", "level", "words"),
    [
        ("no-category.docx", "doubt", "类别一栏是空的，按上面的行记类别，请核对：2 事项乙乙乙"),
        ("number-range.docx", "error", "序号写作“1-3”，可能几项写在或读成了一行"),
        ("two-numbers.docx", "doubt", "序号 1、2 写在一行，按名称的分段读作 2 项"),
        ("extra-cell.docx", "doubt", "表头没有的一栏里有文字：“多余单元格内容”"),
        (
            "ofd-size-nan.ofd",
            "doubt",
            "没有读入或错位：“垃圾的餐饮经”",
        ),
        ("blank-page.pdf", "error", "这一页的内容有损坏"),
        ("stream-half-rows-lost.pdf", "error", "这一页的内容有损坏"),
    ],
)
def test_cases(name: str, level: str, words: str) -> None:
    (finding,) = told(read_duty_list(CASES / name), words)
    assert finding.level == level


# The same kinds, made by other programs


def basic_docx(path: Path, rows: Rows) -> Path:
    return word(path, "青禾镇基本履职事项清单", (HEADER, *rows))


def basic_xlsx(path: Path, rows: Rows) -> Path:
    return excel(path, "青禾镇基本履职事项清单", (HEADER, *rows))


def basic_txt(path: Path, rows: Rows) -> Path:
    lines = ["青禾镇基本履职事项清单", *("\t".join(row) for row in (HEADER, *rows))]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def basic_pdf(path: Path, rows: Rows, blank_after: int = 0, begins_anew: str = "") -> Path:
    """A ruled table by fpdf2; an empty page after so many rows, a title on the page after it."""
    document = fpdf.FPDF(format="A4")
    document.add_font("sans", fname=str(pylopdf_fonts_zh_cn.sans_path()))
    document.set_font("sans", size=12)
    document.add_page()
    document.cell(0, 12, "青禾镇基本履职事项清单", new_x="LMARGIN", new_y="NEXT")
    parts = [rows[:blank_after], rows[blank_after:]] if blank_after else [rows]
    for index, part in enumerate(parts):
        if index:
            document.add_page()
            document.add_page()
            if begins_anew:
                document.cell(0, 12, begins_anew, new_x="LMARGIN", new_y="NEXT")
        with document.table(col_widths=(10, 30, 120), first_row_as_headings=False) as table:
            for row in (HEADER, *part):
                table.row(row)
    document.output(str(path))
    return path


MAKERS = {"docx": basic_docx, "xlsx": basic_xlsx, "txt": basic_txt, "pdf": basic_pdf}
EVERY_FORMAT = pytest.mark.parametrize("suffix", MAKERS)
FOUR: Rows = (
    ("1", "党的建设", "发展党员"),
    ("2", "党的建设", "党务公开"),
    ("3", "经济发展", "项目申报"),
    ("4", "经济发展", "招商引资"),
)


def made(folder: Path, suffix: str, rows: Rows) -> DutyList:
    return read_duty_list(MAKERS[suffix](folder / f"清单.{suffix}", rows))


@EVERY_FORMAT
def test_a_sound_list_is_not_suspected(tmp_path: Path, suffix: str) -> None:
    found = check(made(tmp_path, suffix, FOUR))
    assert {finding.message for finding in found} == {
        "没有读到配合履职事项清单",
        "没有读到上级部门收回事项清单",
    }


@EVERY_FORMAT
def test_an_empty_category_among_filled_ones(tmp_path: Path, suffix: str) -> None:
    rows = (*FOUR[:2], ("3", "", "项目申报"), FOUR[3])
    assert len(told(made(tmp_path, suffix, rows), "类别一栏是空的")) == 1


def test_categories_written_once_are_told_in_one_sentence(tmp_path: Path) -> None:
    rows = tuple((str(n), "党的建设" if n == 1 else "", f"开展第{n}批培训") for n in range(1, 30))
    (finding,) = told(made(tmp_path, "xlsx", rows), "类别一栏是空的")
    assert "有 28 行" in finding.message


def test_merged_categories_are_no_empty_ones(tmp_path: Path) -> None:
    path = basic_xlsx(tmp_path / "清单.xlsx", (FOUR[0], ("2", "", "党务公开"), *FOUR[2:]))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B3:B4")
    book.save(path)
    assert not told(read_duty_list(path), "类别一栏是空的")


@pytest.mark.parametrize("row", [0, 2])
@pytest.mark.parametrize("printed", ["1-3", "1~3", "1、2", "1\n2", "一之二", "新增", ""])
def test_a_number_that_is_none(tmp_path: Path, row: int, printed: str) -> None:
    rows = tuple((printed, *one[1:]) if n == row else one for n, one in enumerate(FOUR))
    (finding,) = told(made(tmp_path, "docx", rows), "序号") or [None]
    assert finding is not None
    assert finding.level == "error"
    assert " ".join(printed.split()) in finding.message


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("printed", ["2\n3", "2.\n3.", "2、3", "（2）\n（3）"])
def test_two_duties_in_one_row_are_parted_and_told(
    tmp_path: Path, suffix: str, printed: str
) -> None:
    rows = (FOUR[0], (printed, "党的建设", "党务公开\n项目申报"), FOUR[3])
    found = made(tmp_path, suffix, rows)
    assert [(duty.number, duty.category, duty.name) for duty in found.duties] == [
        (1, "党的建设", "发展党员"),
        (2, "党的建设", "党务公开"),
        (3, "党的建设", "项目申报"),
        (4, "经济发展", "招商引资"),
    ]
    assert [duty.source.row for duty in found.duties] == [1, 2, 3, 4]
    (finding,) = told(found, "序号 2、3 写在一行")
    assert "“党务公开”“项目申报”" in finding.message
    assert not told(found, "可能几项写在")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("2\n3", "党务公开和项目申报"),
        ("2\n4", "党务公开\n项目申报"),
        ("3\n4", "党务公开\n项目申报"),
        ("2\n3", "党务公开\n项目申报\n招商引资"),
    ],
)
def test_a_row_that_cannot_be_parted_is_told(tmp_path: Path, printed: str, name: str) -> None:
    found = made(tmp_path, "docx", (FOUR[0], (printed, "党的建设", name), FOUR[3]))
    assert len(found.duties) == 3
    (finding,) = told(found, "可能几项写在或读成了一行")
    assert " ".join(printed.split()) in finding.message


def test_one_whose_clauses_stand_in_one_cell_is_told(tmp_path: Path) -> None:
    """Whose a clause is nobody can tell."""
    document = docx.Document()
    document.add_paragraph("青禾镇配合履职事项清单")
    head = ("序号", "事项名称", "对应部门", "上级部门职责", "乡镇配合职责")
    clauses = ("1.指导。\n2.培训。", "1.宣传。\n2.报告。")
    rows = (head, ("1\n2", "森林防火\n防汛", "县林业局\n县应急局", *clauses))
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert len(found.duties) == 1
    assert len(told(found, "可能几项写在或读成了一行")) == 1


def test_a_blank_page_within_a_table_and_behind_it(tmp_path: Path) -> None:
    within = read_duty_list(basic_pdf(tmp_path / "中.pdf", FOUR, blank_after=2))
    assert [finding.page for finding in told(within, "这一页是空白的")] == [2]
    path = basic_pdf(tmp_path / "后.pdf", FOUR)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.add_blank_page()
        document.save()
    assert [finding.page for finding in told(read_duty_list(path), "这一页是空白的")] == [2]


def test_a_blank_page_between_two_lists_is_usual(tmp_path: Path) -> None:
    """Lists begin on a right-hand page."""
    path = basic_pdf(tmp_path / "清单.pdf", FOUR, 2, "青禾镇配合履职事项清单")
    assert not told(read_duty_list(path), "这一页是空白的")


# White space in a category


def test_a_category_printed_with_a_space_gets_no_heading_row() -> None:
    view = official_view(read_duty_list(CASES / "cat-space.docx"))
    assert view.lists[0].category_column == 1


# Records that were edited by hand


def test_a_name_that_is_not_that_of_its_cell_is_told() -> None:
    duty_list = duty_list_of(read_text(list_text(), "清单.txt"))
    (table,) = duty_list.lists
    for changed in ({"name": "别的事项"}, {"category": "别的类别"}):
        duties = (replace(table.duties[0], **changed), *table.duties[1:])
        edited = replace(duty_list, lists=(replace(table, duties=duties),))
        (finding,) = told(edited, "与原文单元格")
        assert finding.level == "error"
    assert not told(duty_list, "与原文单元格")


# Said on the comparison's first page


def test_a_comparison_says_that_a_side_has_errors(tmp_path: Path) -> None:
    old = read_duty_list(write_list(tmp_path / "旧.txt"))
    new = read_duty_list(write_list(tmp_path / "新.txt", (ROWS[0], ROWS[2])))
    (first, *_) = comparison_view(compare_editions(old, new)).findings
    assert first.label == "清单有错误"
    assert "缺少序号 2" in first.text
    assert not [
        finding
        for finding in comparison_view(compare_editions(old, old)).findings
        if finding.label == "清单有错误"
    ]


def test_of_several_old_lists_the_one_with_errors_is_named(tmp_path: Path) -> None:
    """Their numbers begin again with each; a gap in one is an error all the same."""
    one = read_duty_list(write_list(tmp_path / "甲.txt"))
    gap = read_duty_list(write_list(tmp_path / "乙.txt", (ROWS[0], ROWS[2])))
    one, gap = replace(one, township="甲乡"), replace(gap, township="乙乡")

    def said(*olds: DutyList) -> list[str]:
        findings = comparison_view(compare_several(olds, one)).findings
        return [finding.text for finding in findings if finding.label == "清单有错误"]

    (text,) = said(one, gap)
    assert "核对有错误1处：乙乡" in text
    assert "缺少序号 2" in text
    assert said(one, replace(one, township="丙乡")) == []


def test_damage_of_a_side_is_said_as_well(tmp_path: Path) -> None:
    old = read_duty_list(write_list(tmp_path / "旧.txt"))
    damaged = replace(old, notes=(Note(3, "这一页的内容有损坏", damage=True),))
    (first, *_) = comparison_view(compare_editions(old, damaged)).findings
    assert "第 3 页这一页的内容有损坏" in first.text


@pytest.mark.parametrize(
    ("suffix", "words"),
    [("xlsx", "表头没有的一栏里有文字"), ("txt", "这一行有 4 栏，表头有 3 栏")],
)
def test_a_cell_beyond_the_header(tmp_path: Path, suffix: str, words: str) -> None:
    rows = (*FOUR[:3], (*FOUR[3], "多出来的字"))
    assert len(told(made(tmp_path, suffix, rows), words)) == 1
