"""What a clerk says of columns holds wherever a header row is looked for: nothing else in the file
tells that this row is one."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from dutylist.extract.lists.choices import Choices
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList, Role
from tests.plain_office import Block, excel, word

TOLD: dict[str, Role] = {"做什么": "name", "谁办": "departments"}
HEADER = ["序号", "归属", "做什么", "谁办"]


def sheet(path: Path, *rows: list[str]) -> DutyList:
    return read_duty_list(excel(path / "清单.xlsx", rows), choices=Choices(roles=TOLD))


def document(path: Path, *blocks: Block) -> DutyList:
    return read_duty_list(word(path / "清单.docx", *blocks), choices=Choices(roles=TOLD))


def duties(found: DutyList) -> list[tuple[str, list[str]]]:
    return [(table.kind, [duty.name for duty in table.duties]) for table in found.lists]


def test_a_header_that_is_said_again_further_down_is_no_value_of_its_columns(
    tmp_path: Path,
) -> None:
    """归属 said that the column of 基本 and 配合 was none of kinds: all rows were one list's."""
    found = sheet(
        tmp_path,
        ["石桥镇履职事项清单"],
        HEADER,
        ["1", "基本履职", "学习", "县委组织部"],
        ["2", "配合履职", "巡河", "县水利局"],
        HEADER,
        ["3", "基本履职", "宣传", "县委宣传部"],
        ["4", "配合履职", "查气", "县住建局"],
    )
    assert duties(found) == [("basic", ["学习", "宣传"]), ("cooperative", ["巡河", "查气"])]


def test_the_second_row_of_a_header_is_no_value_either(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["石桥镇履职事项清单"],
        ["序号", "归属", "安排", ""],
        ["", "哪张表", "做什么", "谁办"],
        ["1", "基本履职", "学习", "县委组织部"],
        ["2", "配合履职", "巡河", "县水利局"],
    ]:
        book.active.append(row)
    for merged in ("A2:A3", "C2:D2"):
        book.active.merge_cells(merged)
    book.save(tmp_path / "清单.xlsx")
    told: dict[str, Role] = {"安排·做什么": "name", "安排·谁办": "departments"}
    found = read_duty_list(tmp_path / "清单.xlsx", choices=Choices(roles=told))
    assert duties(found) == [("basic", ["学习"]), ("cooperative", ["巡河"])]


def test_columns_are_used_as_far_as_the_next_header(tmp_path: Path) -> None:
    """The second list's column made one of the first, which is narrower."""
    found = sheet(
        tmp_path,
        ["石桥镇基本履职事项清单"],
        ["序号", "板块", "做什么", ""],
        ["1", "党建", "学习", ""],
        ["石桥镇配合履职事项清单"],
        ["序号", "板块", "做什么", "谁办"],
        ["1", "水利", "巡河", "县水利局"],
    )
    assert duties(found) == [("basic", ["学习"]), ("cooperative", ["巡河"])]
    assert [len(table.columns) for table in found.lists] == [3, 4]


def test_lists_side_by_side_are_two(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        ["石桥镇基本履职事项清单", "", "", "石桥镇配合履职事项清单", "", ""],
        ["序号", "做什么", "谁办"] * 2,
        ["1", "学习", "县委组织部", "1", "巡河", "县水利局"],
        ["2", "宣传", "县委宣传部", "2", "查气", "县住建局"],
    )
    assert duties(found) == [("basic", ["学习", "宣传"]), ("cooperative", ["巡河", "查气"])]


def test_lines_beside_such_a_table_are_no_list_of_their_own(tmp_path: Path) -> None:
    """Nothing told that a table is there: the notice's numbered lines were duties, too."""
    found = document(
        tmp_path,
        "石桥镇基本履职事项清单",
        "1.本清单自印发之日起施行",
        "2.由党政办负责解释",
        "石桥镇基本履职事项清单",
        [HEADER[:1] + HEADER[2:], ["1", "学习", "县委组织部"]],
    )
    assert duties(found) == [("basic", ["学习"])]


def test_a_header_that_ran_together_with_the_row_below_it_is_apart(tmp_path: Path) -> None:
    """On the next page no ruling stands between the two; the row's name was 做什么巡河."""
    cells = [
        f"{head}\n{text}"
        for head, text in zip(HEADER, ["", "水利", "巡河", "县水利局"], strict=True)
    ]
    found = document(
        tmp_path,
        "石桥镇基本履职事项清单",
        [HEADER, ["1", "党建", "学习", "县委组织部"]],
        "",
        [cells, ["2", "水利", "查气", "县住建局"]],
    )
    assert [name for _, names in duties(found) for name in names] == ["学习", "巡河", "查气"]
