"""Header words and list titles in wordings that no list here had: made of whose and what, in any
order of columns, below merged groups; and sheets that hold all kinds of list.

The files were made by python-docx, openpyxl and XlsxWriter, and their gold before they were read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.lists.columns import header_roles
from dutylist.extract.lists.kinds import kind_of_title, names_list, names_other_table, title_of_kind
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Clause, Kind
from dutylist.records.text import squeezed

CASES = Path(__file__).parent / "cases" / "layouts_heads"
GOLD: dict[str, list[dict[str, Any]]] = json.loads((CASES / "gold.json").read_text("utf-8"))


def whole(clauses: tuple[Clause, ...]) -> str:
    return "".join(clause.label + clause.text + whole(clause.children) for clause in clauses)


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly(name: str) -> None:
    found = read_duty_list(CASES / name)
    read = {
        (table.kind, found.side): [
            [
                duty.shown_number,
                duty.category,
                duty.name,
                "、".join(duty.departments),
                squeezed(
                    whole(duty.department_clauses) + "".join(one.method for one in duty.takeover)
                ),
                squeezed(whole(duty.township_clauses)),
            ]
            for duty in table.duties
        ]
        for table in found.lists
    }
    assert read == {
        (gold["kind"], gold["side"]): [[squeezed(text) for text in row] for row in gold["rows"]]
        for gold in GOLD[name]
    }


def test_the_lists_of_one_sheet_have_titles_of_their_own_and_it_is_told() -> None:
    found = read_duty_list(CASES / "flat.xlsx")
    titles = [table.title for table in found.lists]
    assert titles == [
        "云岭县五里牌街道基本履职事项清单",
        "云岭县五里牌街道配合履职事项清单",
        "云岭县五里牌街道上级部门收回事项清单",
    ]
    (note,) = [note.text for note in found.notes if "由此得出，原件没有" in note.text]
    assert all(title in note for title in (*titles, "云岭县五里牌街道履职事项清单"))


@pytest.mark.parametrize(
    ("title", "kind", "made"),
    [
        ("石门乡履职事项清单汇总表", "basic", "石门乡基本履职事项清单汇总表"),
        ("石门乡基本履职、配合履职事项清单", "basic", "石门乡基本履职、配合履职事项清单"),
        ("石门乡职责清单", "cooperative", "石门乡职责清单"),
        ("", "recalled", ""),
    ],
)
def test_a_title_that_names_kinds_itself_stays(title: str, kind: Kind, made: str) -> None:
    assert title_of_kind(title, kind) == made


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("河西街道办事处不再承担事项清单", "recalled"),
        ("青岩镇协同履职事项清单", "cooperative"),
        ("临空经济区管理委员会主责事项清单", "basic"),
        ("南湖农场法定事项清单", "basic"),
    ],
)
def test_titles_in_other_words(title: str, kind: Kind) -> None:
    assert names_list(title)
    assert not names_other_table(title)
    assert kind_of_title(title) == kind


@pytest.mark.parametrize("title", ["街道办事处采购清单", "办事指南目录", "河西街道值班安排表"])
def test_other_tables_stay_other_tables(title: str) -> None:
    assert not names_list(title)
    assert names_other_table(title)


def test_who_is_to_do_it_is_no_name() -> None:
    header = ["项次", "事项", "牵头部门负责", "乡镇负责", "负责人"]
    assert header_roles(header) == ["number", "name", "department duties", "township duties", None]
