"""The same three lists in layouts of Word, Excel, CSV, web pages and text, by other programs.

gold.json was written together with the files: kind, number, category, name, departments, what the
departments and the township do, who takes a duty back and how.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "layouts_office"
GOLD: dict[str, list[list[Any]]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly(name: str) -> None:
    found = read_duty_list(CASES / name)
    rows = [row(table, duty) for table in found.lists for duty in table.duties]
    # Lists stand in any order in the file.
    by_kind = sorted(rows, key=lambda one: ("basic", "cooperative", "recalled").index(one[0]))
    assert by_kind == [wanted(duty) for duty in GOLD[name]]
