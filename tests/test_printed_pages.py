"""The page number at a page's foot is kept beside the file's page, and is what documents cite."""

from __future__ import annotations

from pathlib import Path

import fpdf
import pytest
from fpdf.enums import TextEmphasis

from dutylist.extract.pages.page_numbers import in_sequence, printed_number
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.pages import page_numbers, page_words
from tests.fixtures.pdf_layouts import FONT_FILE
from tests.render_documents import real_list

HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
WIDTHS = (15, 25, 45, 40, 70, 60)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("— 12 —", 12), ("12", 12), ("第 12 页 共 58 页", 12), ("12 / 58", 12)],
        *[("Page 3 of 9", 3), ("ⅳ", None), ("2025年", None), ("", None)],
        *[("第十二页", 12), ("第 二十 页", 20), ("第一百零三页", 103), ("第一〇三页", 103)],
        *[("— 九 —", 9), ("第三页 共十页", 3), ("第三项", None), ("三", None)],
        *[("- 12 -", 12), ("－12－", 12), ("·12·", 12), ("第12页，共58页", 12)],
    ],
)
def test_the_number_in_a_page_number(text: str, number: int | None) -> None:
    assert printed_number(text) == number


@pytest.mark.parametrize(
    ("found", "believed"),
    [
        # Covers have none, and each list may begin anew.
        ([(1, None), (2, 1), (3, 2), (4, 1), (5, 2)], "2:1 3:2 4:1 5:2"),
        # A misprint, a misreading, a number that is something else.
        ([(1, 1), (2, 2), (3, 5), (4, 4), (5, 5)], "1:1 2:2 4:4 5:5"),
        ([(1, None), (2, 2025)], ""),
        # Two printed pages on one of the file's.
        ([(1, 1), (1, 2), (2, 3), (2, 4)], "1:1–2 2:3–4"),
        # A picture in between.
        ([(1, 7), (2, None), (3, 9)], "1:7 3:9"),
    ],
)
def test_a_number_is_believed_that_counts_on(
    found: list[tuple[int, int | None]], believed: str
) -> None:
    assert " ".join(f"{page}:{number}" for page, number in in_sequence(found)) == believed


def numbered_pdf(path: Path, feet: list[str], *, turned: bool = False) -> Path:
    """A list with a duty on each page, and at the page's foot what `feet` says; by fpdf2."""
    document = fpdf.FPDF(orientation="landscape", format="A4")
    document.add_font("song", fname=FONT_FILE)
    document.set_font("song", size=10)
    document.set_auto_page_break(False)
    for number, foot in enumerate(feet, 1):
        document.add_page()
        if number == 1:
            document.cell(text="宁远县青禾镇配合履职事项清单", new_x="LMARGIN", new_y="NEXT")
        duty = (str(number), "平安", f"第{number}件事", "宁远县公安局", "负责查处。", "开展巡查。")
        with document.table(
            col_widths=WIDTHS, headings_style=fpdf.FontFace(emphasis=TextEmphasis.NONE)
        ) as table:
            table.row(HEADER)
            table.row(duty)
        if turned:
            with document.rotation(-90, 12, 60):
                document.text(12, 60, foot)
        else:
            document.text(145, 200, foot)
    document.output(str(path))
    return path


def cited(duty_list: DutyList) -> list[str]:
    return [page_words(duty_list, duty) for duty in duty_list.lists[0].duties]


def test_documents_cite_the_printed_page(tmp_path: Path) -> None:
    feet = ["— 5 —", "— 6 —", "— 7 —"]
    duty_list = read_duty_list(numbered_pdf(tmp_path / "list.pdf", feet))
    words = ["第5页（文件第1页）", "第6页（文件第2页）", "第7页（文件第3页）"]
    assert cited(duty_list) == words
    duties = duty_list.lists[0].duties
    assert page_numbers(duty_list, duties[0]) == "5（文件1）"
    card = card_view(duty_list, "cooperative", duties[1])
    assert card.source == "配合履职事项清单第2项，原件第6页（文件第2页）"
    assert excerpt_view(duty_list, "宁远县公安局").duties[2].source.endswith(words[2])
    assert load_records(dump_records(duty_list), "记录.json") == duty_list


def test_a_number_turned_with_the_table_is_read(tmp_path: Path) -> None:
    feet = ["— 5 —", "— 6 —", "— 7 —"]
    path = numbered_pdf(tmp_path / "list.pdf", feet, turned=True)
    assert cited(read_duty_list(path))[0] == "第5页（文件第1页）"


@pytest.mark.parametrize(
    "feet",
    [
        *(["第十页", "第十一页", "第十二页"], ["- 10 -", "- 11 -", "- 12 -"]),
        *(["— 十 —", "— 十一 —", "— 十二 —"], ["第一〇页", "第一一页", "第一二页"]),
    ],
)
def test_numbers_in_every_writing_are_cited(tmp_path: Path, feet: list[str]) -> None:
    duty_list = read_duty_list(numbered_pdf(tmp_path / "list.pdf", feet))
    assert cited(duty_list)[2] == "第12页（文件第3页）"
    assert [duty.number for duty in duty_list.lists[0].duties] == [1, 2, 3]
    assert not [note for note in duty_list.notes if "页" in note.text]


def test_where_no_number_is_printed_the_files_page_is_called_so(tmp_path: Path) -> None:
    duty_list = read_duty_list(numbered_pdf(tmp_path / "list.pdf", ["", "", ""]))
    assert cited(duty_list) == ["文件第1页", "文件第2页", "文件第3页"]
    assert page_numbers(duty_list, duty_list.lists[0].duties[0]) == "文件1"


def test_where_both_are_the_same_one_is_enough(tmp_path: Path) -> None:
    duty_list = read_duty_list(numbered_pdf(tmp_path / "list.pdf", ["1", "2", "3"]))
    assert cited(duty_list) == ["第1页", "第2页", "第3页"]


def test_text_counts_pages_as_the_paper_does() -> None:
    """Header rows stand once a page, and the contents page agrees."""
    assert cited(real_list())[0] == "第1页"
    assert not [found for found in check(real_list()) if found.code == "contents"]
