"""The same lists as other programs write them: workbooks with merged duties, hidden rows, formulas,
headers of two levels; CSV; pages of government sites; Markdown; OpenDocument; old Excel.

The files were made by openpyxl, XlsxWriter, SheetJS, odfpy, python-docx and by hand, and their
gold before they were read. `told` are words that a note or finding must have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.model import leaves
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "layouts_kinds"
GOLD: dict[str, dict[str, Any]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))
KINDS = ("basic", "cooperative", "recalled")


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly_and_what_is_odd_is_told(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = read_duty_list(CASES / name)
    rows = [row(table, duty) for table in found.lists for duty in table.duties]
    assert sorted(rows, key=lambda one: KINDS.index(one[0])) == [
        wanted(duty) for duty in GOLD[name]["rows"]
    ]
    said = "\n".join([*(note.text for note in found.notes), *(one.message for one in check(found))])
    assert [words for words in GOLD[name]["told"] if words not in said] == []


@pytest.mark.parametrize("name", ["e01.xlsx", "d07.docx"])
def test_where_a_duty_has_a_row_for_each_department_the_row_tells_who_acts(name: str) -> None:
    duty = read_duty_list(CASES / name).lists[0].duties[0]
    assert [(clause.text, clause.departments) for clause in leaves(duty.department_clauses)] == [
        ("划定水源地范围；", ("白芷县水利局",)),
        ("设置保护标志。", ("白芷县水利局",)),
        ("监测水质；", ("市生态环境局白芷县分局",)),
        ("查处违法排污。", ("市生态环境局白芷县分局",)),
    ]
