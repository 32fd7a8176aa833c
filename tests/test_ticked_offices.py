"""Departments that have a column each, in which the duties that concern them are ticked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.read import read_duty_list


@pytest.mark.parametrize(
    ("yes", "no"),
    [("√", ""), ("√", "×"), ("☑", "□"), ("☒", "☐"), ("是", "否"), ("✔", "✗"), ("Y", "N")],
)
def test_what_is_not_ticked_is_as_empty(tmp_path: Path, yes: str, no: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("青山镇配合履职事项清单",),
        ("序号", "事项名称", "对应上级部门", "", "镇职责"),
        ("", "", "公安局", "水利局", ""),
        ("1", "河道巡查", no, yes, "巡河。"),
        ("2", "养犬管理", yes, no, "宣传。"),
        ("3", "防溺水", yes, yes, "设牌。"),
    ):
        sheet.append(row)
    for merged in ("C2:D2", "A2:A3", "B2:B3", "E2:E3"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "清单.xlsx")
    (table,) = read_duty_list(tmp_path / "清单.xlsx").lists
    assert [duty.departments for duty in table.duties] == [
        ("水利局",),
        ("公安局",),
        ("公安局", "水利局"),
    ]
