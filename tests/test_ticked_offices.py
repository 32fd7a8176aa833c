"""Departments that have a column each, in which the duties that concern them are ticked."""

from __future__ import annotations

import ast
from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.lists import columns
from dutylist.extract.read import read_duty_list


def written(folder: Path, yes: str, other: str, no: str = "") -> Path:
    """Three duties, of one office, of the other, and of both; `other` stands beside `yes`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("青山镇配合履职事项清单",),
        ("序号", "事项名称", "对应上级部门", "", "镇职责"),
        ("", "", "公安局", "水利局", ""),
        ("1", "河道巡查", no, yes, "巡河。"),
        ("2", "养犬管理", yes, no, "宣传。"),
        ("3", "防溺水", yes, other, "设牌。"),
    ):
        sheet.append(row)
    for merged in ("C2:D2", "A2:A3", "B2:B3", "E2:E3"):
        sheet.merge_cells(merged)
    path = folder / "清单.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("yes", "no"),
    [("√", ""), ("√", "×"), ("☑", "□"), ("☒", "☐"), ("是", "否"), ("✔", "✗"), ("Y", "N")],
)
def test_what_is_not_ticked_is_as_empty(tmp_path: Path, yes: str, no: str) -> None:
    (table,) = read_duty_list(written(tmp_path, yes, yes, no)).lists
    assert [duty.departments for duty in table.duties] == [
        ("水利局",),
        ("公安局",),
        ("公安局", "水利局"),
    ]


@pytest.mark.parametrize(
    ("yes", "other", "told"),
    [
        ("●", "○", "“●”、“○”"),
        ("√", "★", "“√”、“★”"),
        ("√", "✔", ""),
        ("是", "√", ""),
        ("✔", "★", "“✔”、“★”"),
        ("●", "●", ""),
    ],
)
def test_signs_that_may_tell_who_leads_are_told(
    tmp_path: Path, yes: str, other: str, told: str
) -> None:
    found = read_duty_list(written(tmp_path, yes, other))
    notes = [note.text for note in found.notes if "几种记号" in note.text]
    assert [told in note for note in notes] == [True] * bool(told)
    (table,) = found.lists
    assert table.duties[2].departments == ("公安局", "水利局")
    assert not any(one.leads for one in table.duties[2].listed)


def test_the_signs_stand_in_the_words_and_in_no_code() -> None:
    rooms = Path(columns.__file__).parent
    signs = set(columns.CHECKS) - {"Y", "是", "有"}
    found = [
        path.name
        for path in rooms.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if len(node.value) <= 2 * len(signs) and signs.intersection(node.value)
    ]
    assert found == []
    assert columns.CHECKS > set(columns.BESIDE_NUMBER) >= {"√"}
