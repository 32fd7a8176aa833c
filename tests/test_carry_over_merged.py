"""Assignments of townships that were merged: nobody of either goes in silence, and what the two do
not say alike is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.cli import cli
from dutylist.compare.carry_over import carry_over
from dutylist.compare.editions import compare_several
from dutylist.extract.assignments_file import load_assignments
from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import assigned
from dutylist.records.assignments import (
    PERSON,
    STATION,
    Assignment,
    Assignments,
    Person,
    empty_assignments,
)
from dutylist.records.model import DutyList
from dutylist.render.excel.assignments import assignments_xlsx

BOTH = ("党的建设\t落实“三会一课”制度", "民生服务\t做好养老服务和残疾人帮扶工作")
FIRST = ("经济发展\t编制茶叶产业发展计划", "城乡建设\t负责街面保洁")
SECOND = ("生态环保\t组织水库移民后期扶持",)
OWN = {"甲乡": (*FIRST, *BOTH), "乙乡": (*BOTH, *SECOND)}


def edition(folder: Path, township: str, year: int, rows: tuple[str, ...]) -> DutyList:
    path = folder / f"{township}{year}.txt"
    head = f"绿原县{township}履职事项清单\n{year}年7月\n绿原县{township}基本履职事项清单\n"
    lines = "".join(f"{number}\t{row}\n" for number, row in enumerate(rows, 1))
    path.write_text(f"{head}序号\t事项类别\t事项名称\n{lines}", "utf-8")
    return read_duty_list(path)


def filled(duty_list: DutyList, whose: str, station: str) -> Assignments:
    """Each duty is another person's: 甲1, 甲2, …"""
    nobody = empty_assignments(duty_list)
    rows = tuple(
        replace(
            row, values=tuple({**dict(row.values), PERSON: f"{whose}{n}", STATION: station}.items())
        )
        for n, row in enumerate(nobody.rows, 1)
    )
    return Assignments(nobody.columns, rows, (Person(f"{whose}1", station, "主任", "1"),))


@pytest.fixture(name="lists")
def two_townships_and_the_merged_one(tmp_path: Path) -> tuple[list[DutyList], DutyList]:
    olds = [edition(tmp_path, name, 2025, rows) for name, rows in OWN.items()]
    return olds, edition(
        tmp_path, "丙镇", 2026, (*BOTH, FIRST[0], *SECOND, "党的建设\t建设党群中心")
    )


def test_both_townships_rows_go_over_and_what_differs_is_asked(
    lists: tuple[list[DutyList], DutyList],
) -> None:
    olds, new = lists
    first, second = filled(olds[0], "甲", "党政办"), filled(olds[1], "乙", "民政办")
    over = carry_over(compare_several(olds, new), (olds[0], first), (olds[1], second))
    asked = {row.name[:4]: (row.value(PERSON), row.value(STATION), row.doubt) for row in over.rows}
    assert asked == {
        "落实“三": (
            "甲3、乙1",
            "党政办、民政办",
            "“责任站所”各乡镇不同（甲乡：党政办；乙乡：民政办），请确定；"
            "“责任人”各乡镇不同（甲乡：甲3；乙乡：乙1），请确定",
        ),
        "做好养老": (
            "甲4、乙2",
            "党政办、民政办",
            "“责任站所”各乡镇不同（甲乡：党政办；乙乡：民政办），请确定；"
            "“责任人”各乡镇不同（甲乡：甲4；乙乡：乙2），请确定",
        ),
        "编制茶叶": ("甲1", "党政办", "乙乡原来没有这一项，请确定分工"),
        "组织水库": ("乙3", "民政办", "甲乡原来没有这一项，请确定分工"),
        "建设党群": ("", "", "新增事项，请确定分工"),
    }
    assert [(row.value(PERSON), row.doubt) for row in over.gone] == [
        ("甲2", "甲乡：2025年7月版有，2026年7月版已取消")
    ]
    assert over.people == (*first.people, *second.people)


def test_what_both_say_alike_is_used_and_an_empty_cell_is_no_agreement(
    lists: tuple[list[DutyList], DutyList],
) -> None:
    olds, new = lists
    first, second = filled(olds[0], "甲", "党政办"), filled(olds[1], "甲", "党政办")
    shared = {row.name: row for row in first.rows}
    rows = [replace(shared.get(row.name, row), code=row.code) for row in second.rows]
    rows[1] = replace(rows[1], values=tuple((column, "") for column, _ in rows[1].values))
    second = replace(second, rows=tuple(rows), people=first.people)
    over = carry_over(compare_several(olds, new), (olds[0], first), (olds[1], second))
    assert (over.rows[0].value(PERSON), over.rows[0].doubt) == ("甲3", "")
    assert over.rows[1].value(PERSON) == "甲4"
    assert "“责任人”各乡镇不同（甲乡：甲4；乙乡：（未填）），请确定" in over.rows[1].doubt
    assert over.people == first.people


def test_a_row_that_fits_neither_list_is_kept_apart(lists: tuple[list[DutyList], DutyList]) -> None:
    olds, new = lists
    first, second = filled(olds[0], "甲", "党政办"), filled(olds[1], "乙", "民政办")
    more = Assignment("基本-009", "没有的事项", ((PERSON, "丁"),))
    second = replace(second, rows=(*second.rows, more))
    over = carry_over(compare_several(olds, new), (olds[0], first), (olds[1], second))
    assert "丁" in [row.value(PERSON) for row in over.gone]
    everybody = {name for row in (*over.rows, *over.gone) for name in row.people}
    assert everybody == {"甲1", "甲2", "甲3", "甲4", "乙1", "乙2", "乙3", "丁"}


def test_several_old_lists_and_workbooks_on_the_command_line(
    lists: tuple[list[DutyList], DutyList], tmp_path: Path
) -> None:
    arguments = [str(tmp_path / "丙镇2026.txt"), "--write", str(tmp_path / "丙.xlsx")]
    for township, duty_list in zip(OWN, lists[0], strict=True):
        book = tmp_path / f"{township}.xlsx"
        rows = filled(duty_list, township[0], "党政办")
        book.write_bytes(assignments_xlsx(duty_list, rows))
        arguments += ["--old", str(tmp_path / f"{township}2025.txt"), "--assignments", str(book)]
    done = CliRunner().invoke(cli, ["assign", *arguments])
    assert done.exit_code == 0, done.output
    assert "“责任人”各乡镇不同（甲乡：甲3；乙乡：乙1），请确定" in done.output
    over = load_assignments(tmp_path / "丙.xlsx")
    assert [row.people for row in over.rows] == [
        ("甲3", "乙1"),
        ("甲4", "乙2"),
        ("甲1",),
        ("乙3",),
        (),
    ]
    doubts = [one for one in assigned(lists[1], over).findings if one.code == "doubt"]
    assert len(doubts) == 5
