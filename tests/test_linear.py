"""Sizes that would not come to an end where the work grew with the square of one cell or line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Table

CASES = Path(__file__).parent / "cases" / "bounds"

HEADER = "序号\t事项类别\t事项名称\n1\t经济发展\t"


WORDS = "负责统筹协调辖区内的工作" * 8


def repr_end(piece: str) -> str:
    """A short name for a case."""
    return repr(piece[:1] + piece[-2:])


@pytest.mark.parametrize(
    "piece", [f"{WORDS}\t", f"{WORDS},", f'"{WORDS}"\t', f'"{WORDS}\t'], ids=repr_end
)
def test_a_line_of_many_cells(piece: str) -> None:
    """Millions of characters on one line, cut at each tab, comma or quotation mark."""
    assert second_cell(HEADER + piece * 60_000) == "事项类别"


@pytest.mark.parametrize("piece", [" ", "|-", "|", "\t.", "**a", "<p ", '"'])
def test_a_line_of_one_sign(piece: str) -> None:
    """Signs that a pattern could begin at again and again."""
    assert second_cell(HEADER + piece * 150_000) == "事项类别"


def second_cell(text: str) -> str:
    """The second cell of a text's first table."""
    blocks = read_text(text, "清单.txt").blocks
    return next(block for block in blocks if isinstance(block, Table)).rows[0].cells[1].text


@pytest.mark.parametrize("name", ["depts-16000.docx", "oneline-16000.docx"])
def test_a_cell_of_sixteen_thousand(name: str) -> None:
    """Offices in one cell, clauses in one paragraph: files of some kilobytes."""
    (duty,) = read_duty_list(CASES / name).lists[0].duties
    assert len(duty.departments) == 16_000 or len(duty.department_clauses) == 999


@pytest.mark.parametrize("sign", ["。", "；", "（县水务局）", "水务和农业工作"])
def test_a_cell_of_one_sign(sign: str) -> None:
    rows = (
        "二、配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t防汛抗旱\t县水务局\t{sign * 30_000}\t1.配合巡查。\n"
    )
    (table,) = duty_list_of(read_text(rows, "清单.txt")).lists
    assert table.duties[0].cells[3] == (sign * 30_000).strip()


@pytest.mark.parametrize("one", ["县水务局", "县第{}局"])
def test_a_cell_of_headings(one: str) -> None:
    """Names one below the other with nothing below them: each is looked at by itself."""
    cell = "<br>".join(one.format(number) for number in range(6_000))
    rows = (
        "二、配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t防汛抗旱\t县水务局\t{cell}\t1.配合巡查。\n"
    )
    (table,) = duty_list_of(read_text(rows, "清单.txt")).lists
    assert len(table.duties[0].department_clauses) == 6_000
