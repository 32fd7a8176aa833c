"""Every rule about table rows is tried on its own example: it decides there, and no earlier one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.explain import explanation
from dutylist.extract.lists.continuation import HANGING
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.lists.rules import RowRule
from dutylist.extract.lists.tables import list_tables
from dutylist.extract.lists.verdicts import DUTY, RULES
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table

ALL = [*RULES, *HANGING]


def cell(text: str, page: int) -> Cell:
    if text == "^":
        return Cell(merged=True)
    open_end = text.endswith("…")
    return Cell((CellPart(text.rstrip("…"), page, open_end=open_end),)) if text else Cell()


def document(example: str) -> SourceDocument:
    """The document that an example writes down."""
    blocks: list[Line | Table] = []
    rows: list[Row] = []
    page = 1
    for line in [*example.replace(">", "").split("\n"), "---"]:
        if line.startswith(("#", "---")):
            if rows:
                blocks.append(Table(page, tuple(rows)))
                rows = []
            page += line == "---"
            if line.startswith("#"):
                blocks.append(Line(page, line[1:]))
            continue
        wide = line.startswith("=")
        cells = tuple(cell(text, page) for text in line.lstrip("=").split("|"))
        rows.append(Row(page, cells + (Cell(), Cell()) * wide, spans_all=wide))
    return SourceDocument("例", tuple(blocks))


def judged_row(example: str) -> tuple[int, str]:
    """The page and the texts of the row that the rule is to judge."""
    before, _, behind = example.partition(">")
    line = behind.split("\n")[0]
    texts = [text.rstrip("…").replace("^", "") for text in line.lstrip("=").split("|")]
    wide = line.startswith("=")
    return 1 + before.count("---"), "|".join(texts + ["", ""] * wide)


@pytest.mark.parametrize("rule", ALL, ids=[rule.name for rule in ALL])
def test_every_rule_decides_its_own_example(rule: RowRule[object]) -> None:
    page, text = judged_row(rule.example)
    found = [
        verdict
        for verdict in list_tables(document(rule.example)).verdicts
        if verdict.page == page and verdict.text.rstrip("|") == text.rstrip("|")
    ]
    assert found, text
    assert rule.name in found[0].rules


def test_rules_have_names_of_their_own_and_chinese_reasons() -> None:
    names = [rule.name for rule in ALL]
    assert len(set(names)) == len(names)
    assert RULES[-1].name == DUTY
    assert all(any("一" <= character <= "龥" for character in rule.why) for rule in ALL)


def test_a_sub_row_that_a_page_break_cuts_keeps_its_rest() -> None:
    """The department's row goes on on the next page: its clauses are all there."""
    example = (
        "#甲镇配合履职事项清单\n序号|事项名称|上级部门|上级部门职责|乡镇配合职责\n"
        "1|养犬|甲县公安局|1.办证。|上报。\n^|^|甲县民政局|1.负责救助，…|\n"
        "---\n||| 收养。|"
    )
    (table,) = duty_list_of(document(example.replace(" 收养", "收养"))).lists
    (duty,) = table.duties
    assert [(clause.text, clause.departments) for clause in duty.department_clauses] == [
        ("办证。", ("甲县公安局",)),
        ("负责救助，收养。", ("甲县民政局",)),
    ]


def test_reading_says_why(tmp_path: Path) -> None:
    path = tmp_path / "清单.txt"
    path.write_text(
        "甲县白云镇\n配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        "1\t养犬管理\t甲县公安局、甲县民政局\t1.县公安局负责办证。 2.组织宣传。\t上报。\n"
        "合计\t1项\n",
        "utf-8",
    )
    assert explanation(path).splitlines() == [
        "表格各行",
        "序号|事项名称|对应上级部门|上级部门职责|乡镇配合职责：是清单的表头",
        "1|养犬管理|甲县公安局、甲县民政局|1.县公安局负责办证。 2.组织宣传。|上报。"
        "：表头下的第一行，是一项",
        "合计|1项：只写共有多少项，不是事项",
        "",
        "各条职责",
        "配合履职第 1 项 养犬管理",
        "  1.县公安局负责办证。：条文写明：甲县公安局承担（主语）",
        "  2.组织宣传。：未明确分工",
    ]
