"""Marks of footnotes at the end of a cell are kept as printed and told."""

from __future__ import annotations

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of


def told(name: str, below: str) -> list[str]:
    rows = f"序号\t事项名称\n1\t{name}\n2\t做好防汛工作\n"
    found = duty_list_of(read_text(f"石桥镇基本履职事项清单\n{rows}\n{below}\n", "清单.txt"))
    assert found.duties[0].name == name
    return [note.text for note in found.notes if "注释的编号" in note.text]


@pytest.mark.parametrize(
    ("name", "sign", "below"),
    [
        ("铁路护路联防2", "2", "2. 指宝成线、西成客专本区段。"),
        ("铁路护路联防①", "①", "①指宝成线、西成客专本区段。"),
        ("铁路护路联防①", "①", "注1：指宝成线、西成客专本区段。"),
        ("铁路护路联防1", "1", "注：1 指宝成线、西成客专本区段。"),
        ("铁路护路联防²", "²", "2指宝成线、西成客专本区段。"),
        ("铁路护路联防[1]", "1", "[1] 指宝成线、西成客专本区段。"),
        ("铁路护路联防（12）", "12", "12 指宝成线、西成客专本区段。"),
        ("铁路护路联防*", "*", "* 指宝成线、西成客专本区段。"),
        ("铁路护路联防（试行）※", "※", "※指宝成线、西成客专本区段。"),
    ],
)
def test_a_mark_that_a_line_outside_begins_with_is_told(name: str, sign: str, below: str) -> None:
    (note,) = told(name, below)
    assert note.startswith(f"“{name}”末尾的“{sign}”像是注释的编号（表外有“{below[:20]}”）")


def test_a_raised_figure_behind_a_chinese_character_is_told_wherever_its_note_stands() -> None:
    (note,) = told("铁路护路联防²", "本清单自印发之日起施行。")
    assert note == "“铁路护路联防²”末尾的“²”像是注释的编号，照原文保留，请核对"


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("做好12345工单办理12", "1. 指本镇。"),
        ("宅基地面积不超过120m²", "2. 指本镇。"),
        ("铁路护路联防2", "指宝成线、西成客专本区段。"),
    ],
    ids=["another number", "a unit's", "no mark below"],
)
def test_a_number_of_the_text_is_none(name: str, below: str) -> None:
    assert told(name, below) == []
