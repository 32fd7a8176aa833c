"""decisions.toml: written for a person, respected by the next run, refused with its line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dutylist.compare.decisions import Decisions, decisions_text, parse_decisions, read_decisions
from dutylist.compare.editions import compare_editions
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.model import DutyList
from tests.edits import base_rows, edited
from tests.found_changes import read_rows


@cache
def old() -> DutyList:
    return read_rows(base_rows(), 2025)


@cache
def new() -> DutyList:
    return read_rows(edited(base_rows(), 4, 50).rows, 2026)


def test_nothing_written_is_decided_before_a_person_says_so() -> None:
    comparison = compare_editions(old(), new())
    text = decisions_text(comparison)
    assert parse_decisions(text) == Decisions()
    assert sum(line.startswith('# "') for line in text.splitlines()) > 10


def test_confirming_everything_keeps_the_comparison_and_ends_the_doubts() -> None:
    comparison = compare_editions(old(), new())
    confirmed = re.sub(r'^# (?="(?:旧|新))', "", decisions_text(comparison), flags=re.MULTILINE)
    again = compare_editions(old(), new(), parse_decisions(confirmed))
    assert [change.kinds for change in again.changes] == [
        change.kinds for change in comparison.changes
    ]
    assert not any(change.doubtful for change in again.changes)
    assert any(change.decided for change in again.changes)
    rewritten = decisions_text(again)
    assert {(one.old, one.new) for one in parse_decisions(rewritten).decisions} == {
        (one.old, one.new) for one in parse_decisions(confirmed).decisions
    }


def test_a_decision_overrules_the_matching(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    file.write_text(
        '["对应"]\n"旧 配合-53" = "无对应"\n"旧 基本-12、旧 基本-13" = "新 收回-第1行"\n',
        encoding="utf-8",
    )
    comparison = compare_editions(old(), old(), read_decisions(file))
    kinds = {
        tuple(f"{one.list} {one.duty.number}" for one in change.old): change.kinds
        for change in comparison.changes
        if change.decided
    }
    assert kinds == {
        ("cooperative 53",): ("removed",),
        ("basic 12", "basic 13"): ("merged", "moved"),
    }


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ('["对应"]\n\n"旧 配合-53" = "配合-55"\n', "第 3 行", "旧 配合-53"),
        ('["对应"]\n"旧 配合-53" = 55\n', "第 2 行", "带半角引号"),
        ('["对应"]\n"旧 配合-530" = "无对应"\n', "第 2 行", "请核对编号"),
        ('["对应"]\n"旧 配合-530" = "无对应"\n', "第 2 行", "在去年的清单里没有"),
        ('["对应"]\n"无对应" = "新 配合-530"\n', "第 2 行", "在今年的清单里没有"),
        ('["对应"]\n"旧 配合-53" = "旧 配合-54"\n', "第 2 行", "一边写“旧”，一边写“新”"),
        ('["对应"]\n"无对应" = "无对应"\n', "第 2 行", "删去这一行"),
        (
            '["对应"]\n"旧 配合-53" = "新 配合-55"\n"旧 配合-54" = "新 配合-55"\n',
            "第 3 行",
            "一项只能有一个去向",
        ),
        (
            '["对应"]\n"旧 配合-53" = "无对应"\n"旧 配合-第53行" = "无对应"\n',
            "第 3 行",
            "一项只能有一个去向",
        ),
        ('["对应"]\n"旧 配合-53" = “新 配合-55”\n', "第 2 行", "引号和等号用半角"),
        ('["匹配"]\n', "第 1 行", '["对应"]'),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(text: str, line: str, advice: str) -> None:
    with pytest.raises(InvalidRecordsError) as error:
        compare_editions(old(), old(), parse_decisions(text, "decisions.toml"))
    message = str(error.value)
    assert "decisions.toml" in message
    assert line in message
    assert advice in message


def test_offices_are_decided_in_the_same_file() -> None:
    """A rename, a division, and that nothing became of one; unknown names are refused."""
    text = (
        '["部门"]\n"甲县农业局" = "甲县农业农村局"\n'
        '"甲县城管局" = "甲县住建局、甲县执法局"\n"甲县林业局" = "无对应"\n'
    )
    decisions = parse_decisions(text, "对应.toml")
    assert [(one.old, one.new, one.line) for one in decisions.offices] == [
        ("甲县农业局", ("甲县农业农村局",), 2),
        ("甲县城管局", ("甲县住建局", "甲县执法局"), 3),
        ("甲县林业局", (), 4),
    ]
    rewritten = decisions_text(compare_editions(old(), old()), decisions)
    assert [(one.old, one.new) for one in parse_decisions(rewritten).offices] == [
        (one.old, one.new) for one in decisions.offices
    ]
    with pytest.raises(
        InvalidRecordsError, match="第 2 行的“甲县农业局”在去年的清单里没有。请照清单里的部门名称写"
    ):
        compare_editions(old(), new(), decisions)
