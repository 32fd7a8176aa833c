"""Every rule about table rows is tried on its own example: it decides there, and no earlier one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dutylist.extract.explain import explanation, row_reasons
from dutylist.extract.lists.continuation import HANGING
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.lists.rules import RowRule
from dutylist.extract.lists.tables import list_tables
from dutylist.extract.lists.verdicts import DUTY, RULES
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table

ALL = [*RULES, *HANGING]


def cell(text: str, page: int) -> Cell:
    if text == "^":
        return Cell(merged=True)
    if text == "~":
        return Cell(struck=True)
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
    texts = [text.rstrip("…").strip("^~") for text in line.lstrip("=").split("|")]
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


def test_departments_in_rows_of_their_own_may_have_no_duties() -> None:
    example = (
        "#甲镇配合履职事项清单\n序号|事项名称|上级部门|上级部门职责|乡镇配合职责\n"
        "1|养犬|甲县公安局||1.上报。\n^|^|甲县民政局||2.劝导。"
    )
    (table,) = duty_list_of(document(example)).lists
    (duty,) = table.duties
    assert duty.department_clauses == ()
    assert [clause.text for clause in duty.township_clauses] == ["上报。", "劝导。"]


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


def test_each_duty_knows_what_was_said_of_its_rows() -> None:
    """Of the header, the headings and the rows that were joined: nothing is said twice, nothing is
    left out."""
    example = (
        "#甲镇配合履职事项清单\n序号|事项名称|上级部门|上级部门职责|乡镇配合职责\n"
        "=民生服务\n1|养犬|甲县公安局|1.办证，…|上报。\n---\n|||收养。|\n"
        "2|救助|甲县民政局|2.救助。|上报。\n^|^|甲县公安局|3.护送。|"
    )
    found = list_tables(document(example))
    reasons = row_reasons(found)
    assert {place: [line.split("：")[0] for line in lines] for place, lines in reasons.items()} == {
        (1, 1): [
            "文件第 1 页 序号|事项名称|上级部门|上级部门职责|乡镇配合职责",
            "文件第 1 页 民生服务||",
            "文件第 1 页 1|养犬|甲县公安局|1.办证，|上报。",
            "文件第 2 页 |||收养。|",
        ],
        (1, 2): [
            "文件第 2 页 2|救助|甲县民政局|2.救助。|上报。",
            "文件第 2 页 ||甲县公安局|3.护送。|",
        ],
    }
    assert "接" in reasons[1, 1][3]


@pytest.mark.parametrize(
    ("behind", "duties"),
    [
        ("序号|姓名|职务|备注\n1|王强|主任|无", 2),
        ("序号|更正前|更正后|日期\n1|甲|乙|丙", 2),
        # A header of which one word is left, and rows that go on without one, are the list's.
        ("序号|||\n3|防火|甲县林业局|无", 3),
        ("3|防火|甲县林业局|无", 3),
    ],
)
def test_a_table_behind_the_list_with_a_header_of_its_own_is_none_of_its_rows(
    behind: str, duties: int
) -> None:
    example = (
        "#甲镇配合履职事项清单\n序号|事项名称|对应部门|备注\n1|养犬|甲县公安局|无\n"
        f"2|救助|甲县民政局|无\n---\n{behind}"
    )
    (table,) = duty_list_of(document(example)).lists
    assert [duty.name for duty in table.duties] == ["养犬", "救助", "防火"][:duties]


@pytest.mark.parametrize("name", ["each/word-duty-over-rows/source.docx", "whose/G_except.txt"])
def test_every_reason_for_whose_a_clause_is_is_a_word_that_a_clerk_reads(name: str) -> None:
    found = read_duty_list(Path(__file__).parent / "cases" / name)
    reasons = {
        actor.because
        for table in found.lists
        for duty in table.duties
        for clause in duty.department_clauses
        for actor in clause.actors
    }
    assert reasons
    assert [reason for reason in reasons if re.search("[a-z]", reason)] == []
