"""Lists in layouts that nobody had tried when they were made: by reportlab, fpdf2, Typst, Chromium,
python-docx, openpyxl, XlsxWriter and by hand. gold.json was written with them, before they were
read: kind, number, category, name, departments, what departments and township do, takeover."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "layouts_late"
GOLD: dict[str, list[list[Any]]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))
KINDS = ("basic", "cooperative", "recalled")
COLUMNS = "kind number category name departments duties township takeover".split()  # noqa: SIM905

TOLD = {
    "O03-sheet-a-category.xlsx": ({"category"}, "没有事项类别，既无此栏也无类别标题行"),
    "O15-number-in-name.xlsx": ({"number", "name"}, "缺少“序号”一栏"),
    "P13-wide-sheet.pdf": ({"duties", "township"}, "表外文字没有归入清单：上级部门职责"),
}
"""What is not read, and the words that tell of it."""


def in_order(rows: list[list[Any]]) -> list[list[Any]]:
    return sorted(rows, key=lambda one: KINDS.index(one[0]))


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly_or_what_is_not_is_told(name: str) -> None:
    found = read_duty_list(CASES / name)
    rows = in_order([row(table, duty) for table in found.lists for duty in table.duties])
    for one in rows:
        one[4] = one[4] or [office for office, _ in one[7] if office]
    gold = in_order([wanted(duty) for duty in GOLD[name]])
    wrong, words = TOLD.get(name, (set(), ""))
    kept = [at for at, column in enumerate(COLUMNS) if column not in wrong]
    assert [[one[at] for at in kept] for one in rows] == [[one[at] for at in kept] for one in gold]
    if words:
        notes = [note.text for note in found.notes]
        assert any(words in text for text in [*notes, *(one.message for one in check(found))])
