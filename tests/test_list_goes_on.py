"""A table called 续表1 goes on with 表1; the cover of a township of one character."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.places import is_place

HEADS = "序号\t类别\t事项名称"


@pytest.mark.parametrize("again", ["续表1　基本履职事项清单", "表1　基本履职事项清单（续表）"])
def test_a_table_that_goes_on_is_no_list_of_its_own(tmp_path: Path, again: str) -> None:
    text = (
        f"望汀镇\n表1　基本履职事项清单\n\n{HEADS}\n1\t党的建设\t党建工作\n2\t党的建设\t统战\n\n"
        f"{again}\n\n{HEADS}\n3\t平安法治\t法治宣传\n4\t平安法治\t调解纠纷\n"
    )
    path = tmp_path / "清单.txt"
    path.write_text(text, "utf-8")
    read = read_duty_list(path)
    assert [(one.title, len(one.duties)) for one in read.lists] == [("表1　基本履职事项清单", 4)]
    assert not read.notes


def test_a_township_of_one_character_stands_on_the_cover(tmp_path: Path) -> None:
    path = tmp_path / "清单.txt"
    path.write_text(
        f"云岭县塅乡\n履职事项清单\n\n塅乡基本履职事项清单\n\n{HEADS}\n1\t党的建设\t党建工作\n",
        "utf-8",
    )
    read = read_duty_list(path)
    assert (read.region, read.township, read.notes) == (("云岭县塅乡",), "塅乡", ())


@pytest.mark.parametrize("text", ["云岭县城镇", "云岭县各乡镇", "云岭县乡镇", "云岭县古镇"])
def test_a_word_for_towns_is_none(text: str) -> None:
    assert not is_place(text)
