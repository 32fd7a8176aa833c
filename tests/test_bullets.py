"""Bullets (◆ ● ■ ★) in front of headings, names and clauses count nothing and name nobody."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.lists.headings import category_heading, plain_category
from dutylist.extract.read import read_duty_list
from dutylist.records.labels import BULLETS, without_bullet
from dutylist.records.model import DutyList, leaves
from tests.plain_office import word

TITLE = "青山镇基本履职事项清单"
ROWS = (
    ("◆ 一、党的建设", ""),
    ("1", "落实基层党建责任制"),
    ("● 二、经济发展（1项）", ""),
    ("2", "服务企业发展"),
    ("■ 民生服务", ""),
    ("3", "做好社会救助"),
    ("★（三）平安法治", ""),
    ("4", "开展法治宣传"),
)
CATEGORIES = ["党的建设", "经济发展", "民生服务", "平安法治"]


def categories(found: DutyList) -> list[str]:
    return [duty.category for duty in found.duties]


def book(path: Path, rows: list[tuple[str, ...]]) -> DutyList:
    """The list in a workbook of these rows; one that fills its first cell alone is merged."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for number, row in enumerate(rows, start=1):
        sheet.append(row)
        if not any(row[1:]):
            sheet.merge_cells(
                start_row=number, end_row=number, start_column=1, end_column=len(rows[1])
            )
    made.save(path)
    return read_duty_list(path)


def test_a_category_over_the_whole_width_has_no_bullet(tmp_path: Path) -> None:
    found = book(tmp_path / "list.xlsx", [(TITLE, ""), ("序号", "事项名称"), *ROWS])
    assert categories(found) == CATEGORIES
    assert not found.notes


def test_nor_has_one_above_a_table_of_its_own(tmp_path: Path) -> None:
    blocks = [
        block
        for heading, row in zip(ROWS[::2], ROWS[1::2], strict=True)
        if not heading[0].startswith("■")
        for block in (heading[0], (("序号", "事项名称"), row))
    ]
    found = read_duty_list(word(tmp_path / "list.docx", TITLE, *blocks))
    assert categories(found) == ["党的建设", "经济发展", "平安法治"]


def test_nor_has_one_in_lines_of_text_even_without_a_number(tmp_path: Path) -> None:
    lines = [first if not name else f"{first}. {name}" for first, name in ROWS]
    (tmp_path / "list.txt").write_text("\n".join([TITLE, *lines]), "utf-8")
    found = read_duty_list(tmp_path / "list.txt")
    assert categories(found) == CATEGORIES
    assert [duty.name for duty in found.duties] == [name for _, name in ROWS if name]
    assert any("“民生服务”一行没有编号" in note.text for note in found.notes)


def test_nor_has_one_in_a_column_whose_cells_stay_as_printed(tmp_path: Path) -> None:
    head = ("序号", "事项类别", "事项名称")
    rows = [("1", "◆党的建设", "落实基层党建责任制"), ("2", "★ 民生服务", "做好社会救助")]
    found = book(tmp_path / "list.xlsx", [(TITLE, "", ""), head, *rows])
    assert categories(found) == ["党的建设", "民生服务"]
    assert [duty.cells[1] for duty in found.duties] == ["◆党的建设", "★ 民生服务"]


@pytest.mark.parametrize("bullet", BULLETS)
def test_clauses_behind_a_bullet_are_read_as_others_are(tmp_path: Path, bullet: str) -> None:
    head = ("序号", "事项名称", "对应部门", "上级部门职责", "乡镇配合职责")
    offices = f"{bullet}县水利局\n{bullet}县教育局"
    clauses = (
        f"{bullet}县水利局负责防汛。\n{bullet} 县教育局负责监管。",
        f"{bullet}县水利局：\n1.负责防汛。\n{bullet}县教育局：\n1.负责监管。",
        f"1.县水利局负责防汛；{bullet}县教育局负责监管",
        f"县水利局负责防汛。 {bullet} 县教育局负责监管",
    )
    rows = [
        (str(number), "防溺水", offices, text, f"{bullet}开展巡查。")
        for number, text in enumerate(clauses, start=1)
    ]
    found = book(tmp_path / "list.xlsx", [("青山镇配合履职事项清单", *[""] * 4), head, *rows])
    own = [
        [office for clause in leaves(duty.department_clauses) for office in clause.departments]
        for duty in found.duties
    ]
    assert own == [["县水利局", "县教育局"]] * 4
    assert [duty.cells[3] for duty in found.duties] == list(clauses)
    assert found.duties[0].departments == ("县水利局", "县教育局")


@pytest.mark.parametrize(
    ("text", "bare"),
    [("◆ 一、党建", "一、党建"), (" ●■党建", "党建"), ("●", "●"), ("", ""), (" 党建", " 党建")],
)
def test_a_bullet_is_left_out_only_in_front_of_something(text: str, bare: str) -> None:
    assert without_bullet(text) == bare


def test_headings_say_what_stands_behind_their_bullet() -> None:
    assert category_heading("★ 一、党的建设（16项）") == "党的建设"
    assert plain_category("■ 民生服务") == "民生服务"
    assert category_heading("■ 民生服务") == ""
