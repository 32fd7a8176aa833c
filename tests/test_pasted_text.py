"""Tables pasted as text: without borders, lines cut anywhere, a cell a line, or no table at all.

The files imitate what PDF viewers, browsers, chats and pdftotext copy; their gold was written with
them, before they were read.
"""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError, EmptyListError
from dutylist.records.model import DutyList
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "pasted"
GOLD: dict[str, list[list[Any]]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))
HEADER = "序号 事项类别 事项名称"


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly(name: str) -> None:
    found = read_duty_list(CASES / name)
    assert [row(table, duty) for table in found.lists for duty in table.duties] == [
        wanted(duty) for duty in GOLD[name]
    ]


@pytest.mark.parametrize(
    "name", [name for name in GOLD if name[:3] in ("p15", "p16", "p17", "p26")]
)
def test_columns_told_by_their_place_are_to_be_confirmed(name: str) -> None:
    said = [note.text for note in read_duty_list(CASES / name).notes]
    assert "这个表格的各栏是按空格对齐的位置分开的，请对照原件核对" in said


@pytest.mark.parametrize("name", [name for name in GOLD if name[:3] in ("p09", "p12", "p34")])
def test_lists_without_a_table_are_to_be_confirmed(name: str) -> None:
    said = [note.text for note in read_duty_list(CASES / name).notes]
    assert len(said) == 1
    assert "没有表格，编了号的行各读作一项，请对照原件核对" in said[0]


@pytest.mark.parametrize("sign", "²①⒈৩")
@pytest.mark.parametrize("name", GOLD)
def test_signs_that_are_numbers_in_another_way_end_no_reading(
    name: str, sign: str, tmp_path: Path
) -> None:
    """A raised, circled or Bengali figure where a row's number stands: int() takes few of them."""
    text = (CASES / name).read_text("utf-8")
    path = tmp_path / name
    path.write_text(re.sub(r"(?m)^(\W*)\d", rf"\g<1>{sign}", text, count=2), "utf-8")
    with contextlib.suppress(DutyListError):
        read_duty_list(path)


def read(path: Path, *lines: str) -> DutyList:
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_duty_list(path)


def refusal(path: Path, *lines: str) -> str:
    with pytest.raises(EmptyListError) as error:
        read(path, *lines)
    return str(error.value)


def test_cells_that_run_into_one_another_are_refused_with_what_to_do(tmp_path: Path) -> None:
    said = refusal(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "学习宣传贯彻党的创新理论，落实“三会一课”、主题党日",
        "1 党的建设 等制度，推进党支部标准化规范化建设",
    )
    assert "有表头的字（序号、事项类别、事项名称），但文字没有分栏" in said
    assert "粘贴到 Excel 或 Word 里存下再读；从 PDF 里复制的，直接读那个 PDF" in said
    whole = CASES / "p29_pdf_coop_mixed.txt"
    with pytest.raises(EmptyListError, match="但文字没有分栏"):
        read_duty_list(whole)


def test_a_line_that_goes_on_after_a_short_one_is_nobodys(tmp_path: Path) -> None:
    said = refusal(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "1 党的建设 做好党员教育",
        "学习宣传贯彻党的创新理论，落实“三会一课”、主题党日",
        "2 党的建设 等制度，推进党支部标准化规范化建设",
    )
    assert "但文字没有分栏" in said


def test_what_stands_below_the_last_row_is_none_of_it(tmp_path: Path) -> None:
    found = read(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "1 党的建设 做好党员教育",
        "2 民生服务 办理城乡居民基本养老保险参保登记",
        "注：本清单自公布之日起施行。",
    )
    assert [duty.name for duty in found.lists[0].duties] == [
        "做好党员教育",
        "办理城乡居民基本养老保险参保登记",
    ]
    assert [note.text for note in found.notes] == [
        "表外文字没有归入清单：注：本清单自公布之日起施行。"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["目录", "1.基本履职事项清单", "2.配合履职事项清单"],
        ["柳溪镇履职事项清单编制说明", "1.关于编制依据", "2.关于编制过程"],
        ["柳溪镇基本履职事项清单", "1.做好党员教育", "3.办理参保登记"],
        ["柳溪镇基本履职事项清单", "1.做好党员教育", "按有关规定执行。", "2.办理参保登记"],
    ],
)
def test_numbered_lines_that_are_no_list(tmp_path: Path, lines: list[str]) -> None:
    assert "没有找到履职事项清单" in refusal(tmp_path / "文.txt", *lines)


def test_rows_in_bars_between_rules(tmp_path: Path) -> None:
    found = read(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        "+------+----------+--------------+",
        "| 序号 | 事项类别 | 事项名称     |",
        "+------+----------+--------------+",
        "| 1    | 党的建设 | 做好党员教育 |",
        "| 2    | 民生服务 | 办理参保登记 |",
        "+------+----------+--------------+",
    )
    assert [duty.name for duty in found.lists[0].duties] == ["做好党员教育", "办理参保登记"]
    assert not found.notes


TITLES_ALONE = ("甲镇配合履职事项清单（共108项）", "甲镇配合履职事项一览表", "甲镇配合履职事项")


@pytest.mark.parametrize("title", TITLES_ALONE)
def test_a_title_behind_a_row_with_a_cell_a_line_ends_that_row(tmp_path: Path, title: str) -> None:
    rows = [f"{number}\n\t\n党的建设\n\t\n事项{number}" for number in (1, 2)]
    head = HEADER.replace(" ", "\n\t\n")
    lists = "\n".join([head, *rows])
    found = read(tmp_path / "a.txt", "甲镇基本履职事项清单", lists, title, lists)
    assert [(table.title, [duty.name for duty in table.duties]) for table in found.lists] == [
        ("甲镇基本履职事项清单", ["事项1", "事项2"]),
        (title, ["事项1", "事项2"]),
    ]


@pytest.mark.parametrize("title", TITLES_ALONE)
def test_numbered_lines_below_any_such_title_are_a_list(tmp_path: Path, title: str) -> None:
    found = read(tmp_path / "a.txt", title, "1.甲事项", "2.乙事项")
    assert [(table.title, len(table.duties)) for table in found.lists] == [(title, 2)]


@pytest.mark.parametrize(
    "foot", ["3", "— 3 —", "3/9", "第3页，共9页", "第三页", "Page 3 of 9", "~3~"]
)
def test_a_page_number_within_a_table_told_by_place_is_none_of_its_rows(
    tmp_path: Path, foot: str
) -> None:
    lines = (CASES / "p15_pdftotext_layout_basic.txt").read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("4 "))
    found = read(tmp_path / "a.txt", *lines[:at], " " * 30 + foot, *lines[at:])
    assert found.lists == read(tmp_path / "a.txt", *lines).lists
