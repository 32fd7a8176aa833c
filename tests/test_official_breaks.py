"""Where the published list breaks its lines and its rows: looked at in the PDF, and in the view."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pypdfium2
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.official import official_view
from dutylist.render.views.widths import balanced_shares, text_width
from dutylist.render.write import write_official

HEADS = "序号\t类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责"
STANDARD = "负责殡葬改革的组织实施，制定标准（GB/T 9704—2012、DB36/T 1234-2020）。"
LONG = "\n".join(f"{at}.做好第{at}件工作，按时上报，接受检查。" for at in range(1, 60))
ADDRESS = "建立数据库（http://gjz.yunnan.gov.cn/data/v2/archive_list.aspx?id=20250601&type=duty）。"


def made(tmp_path: Path, cover: str = "") -> DutyList:
    rows = [
        ("1", "经济发展", "殡葬改革", "县民政局", STANDARD, "做好宣传。"),
        ("2", "", "自然灾害防范和应急处置", "县应急管理局", f'"{LONG}"', "1.值守。"),
        ("3", "文化和旅游", "数据库", "县委组织部", ADDRESS, "做好宣传。"),
    ]
    lines = "\n".join(map("\t".join, rows))
    path = tmp_path / "清单.txt"
    path.write_text(f"{cover}\n\n望汀镇配合履职事项清单\n\n{HEADS}\n{lines}\n", "utf-8")
    return read_duty_list(path)


def printed_lines(duty_list: DutyList, tmp_path: Path) -> list[list[str]]:
    """The lines of each page of the PDF, as they stand."""
    (path,) = write_official(duty_list, ["pdf"], tmp_path / "o", faces=load_faces(system=False))
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return [[line.strip() for line in page.splitlines()] for page in pages]


def test_strings_of_numbers_and_letters_stay_whole_and_addresses_break(tmp_path: Path) -> None:
    lines = [line for page in printed_lines(made(tmp_path), tmp_path) for line in page]
    for whole in ("GB/T 9704—2012", "DB36/T 1234-2020"):
        assert any(whole in line for line in lines)
    (begun,) = [line for line in lines if "http://gjz" in line]
    assert "建立数据库（http://" in begun
    assert ADDRESS not in begun


def test_a_row_that_goes_on_says_its_name_again(tmp_path: Path) -> None:
    pages = ["".join(page) for page in printed_lines(made(tmp_path), tmp_path)]
    going_on = [page for page in pages if re.search(r"2\s*（续）", page)]
    assert going_on
    for page in going_on:
        assert re.search(r"自然灾害.*应急处置\s*（续）", page)


def test_a_row_of_a_merged_category_says_it_but_as_printed(tmp_path: Path) -> None:
    duty_list = made(tmp_path)
    said, as_is = (
        [
            "".join(p.text for p in row.cells[1])
            for row in official_view(duty_list, way).lists[0].rows
        ]
        for way in (False, True)
    )
    assert said == ["经济发展", "经济发展", "文化和旅游"]
    assert as_is == ["经济发展", "", "文化和旅游"]


@pytest.mark.parametrize(("category", "room"), [("经济发展", 4), ("文化和旅游", 4), ("党建", 2)])
def test_a_category_of_four_characters_has_a_line(category: str, room: int) -> None:
    rows = [[["1"], [category], ["甲" * 60], ["乙" * 900]]] * 9
    shares = balanced_shares(["序号", "类别", "名称", "职责"], rows, 0, 1)
    assert text_width(shares[1]) >= room


def test_categories_of_more_are_broken_evenly(tmp_path: Path) -> None:
    lines = [line for page in printed_lines(made(tmp_path), tmp_path) for line in page]
    assert "文化和旅" not in "".join(line for line in lines if "旅游" not in line)
    assert any(line.startswith("文化和") or "文化和" in line for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("基本履职事项清单（2025年版）", ("基本履职事项清单", "（2025年版）")),
        ("履职清单（2025年版）", ("履职清单（2025年版）",)),
        ("乡镇和街道基本履职事项总清单汇编", ("乡镇和街道基本履职事项总清单汇编",)),
    ],
)
def test_a_remark_stands_below_a_long_title(
    tmp_path: Path, title: str, lines: tuple[str, ...]
) -> None:
    duty_list = made(tmp_path, f"云岭县望汀镇\n{title}")
    view = official_view(duty_list)
    assert view.title == title
    assert view.title_lines == lines
    printed = printed_lines(duty_list, tmp_path)[0][1:]
    assert "".join(printed).startswith(title)
    assert len(lines) == 1 or printed[: len(lines)] == list(lines)
    (path,) = write_official(duty_list, ["docx"], tmp_path / "w", faces=load_faces(system=False))
    assert "\n".join(lines) in [p.text for p in docx.Document(str(path)).paragraphs]
    assert read_duty_list(path).title == title
