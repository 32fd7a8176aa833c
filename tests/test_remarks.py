"""Remarks on a list (注：…, 说明：…): read with the list they stand below, printed below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.lists.remarks import are_remarks
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.json_form import dump_records, load_records
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official

BASIC = "序号\t事项类别\t事项名称\n1\t党的建设\t党建工作\n2\t平安法治\t法治宣传\n"
TAKEN = "序号\t事项名称\t承接部门\t工作方式\n1\t证照核发\t县民政局\t由县民政局核发。\n"
TEXT = (
    "云岭县望汀镇\n履职事项清单\n2025年6月\n\n望汀镇基本履职事项清单\n"
    f"说明：本表按类别排列。\n\n{BASIC}\n注：1.村含涉农社区。\n2.标“*”的由县里保障。\n附件2\n\n"
    f"望汀镇上级部门收回事项清单\n备注：先办结再移交。\n\n{TAKEN}\n资料来源：县委编办。\n联系人：张某\n"
)
ABOVE = ("说明：本表按类别排列。",)
FIRST = ("注：1.村含涉农社区。", "2.标“*”的由县里保障。")
SECOND = ("备注：先办结再移交。", "资料来源：县委编办。")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "原件.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_each_belongs_to_the_list_it_stands_at(source: Path) -> None:
    read = read_duty_list(source)
    assert set(read.remarks(1)) == {*ABOVE, *FIRST}
    assert read.remarks(2) == SECOND
    outside = {note.outside: note.below for note in read.notes if note.outside}
    assert outside["附件2"] == outside["联系人：张某"] == 0


def test_a_list_that_is_not_there_is_refused(source: Path) -> None:
    text = dump_records(read_duty_list(source))
    assert load_records(text, "") == read_duty_list(source)
    with pytest.raises(InvalidRecordsError, match="没有第 9 张清单"):
        load_records(text.replace('"below": 2', '"below": 9'), "")


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx", "html", "txt"])
def test_every_format_prints_them_below_their_list(
    source: Path, suffix: str, tmp_path: Path
) -> None:
    read = read_duty_list(source)
    (path,) = write_official(read, [suffix], tmp_path / suffix, faces=load_faces(system=False))
    again = read_duty_list(path)
    for number in (1, 2):
        texts = [line for text in again.remarks(number) for line in text.split("\n")]
        assert sorted(texts) == sorted(read.remarks(number))
    assert [len(table.duties) for table in again.lists] == [2, 1]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ("说 明：|1.甲。|2.乙。", [True, True, True]),
        ("注1.甲。|【备注】乙|＊为县直部门保障|责任编辑：李某", [True, True, True, False]),
        ("说明书编制|注销登记|备注栏由县里填|附件2|1.甲", [False] * 5),
        ("云岭县人民政府|2025年6月1日", [False, False]),
    ],
)
def test_which_lines_are_remarks(texts: str, found: list[bool]) -> None:
    assert are_remarks(texts.split("|")) == found
