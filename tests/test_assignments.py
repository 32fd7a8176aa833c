"""分工: written out, filled in with a spreadsheet program, read back, checked, carried over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.app.cli import cli
from dutylist.compare.carry_over import carry_over
from dutylist.compare.editions import compare_editions
from dutylist.extract.assignments_file import load_assignments
from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import assigned, stations_of, with_phones
from dutylist.records.assignments import (
    Assignments,
    empty_assignments,
)
from dutylist.records.codes import coded_duties, short_code
from dutylist.records.errors import FileMissingError, InvalidRecordsError, UnknownFormatError
from dutylist.records.model import DutyList
from dutylist.render.excel.assignments import assignments_xlsx
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, fit_card
from dutylist.render.views.handout import load_view, person_handout, station_handout

OLD = """绿原县石桥镇履职事项清单
2025年7月
基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t落实“三会一课”制度，严肃党内政治生活
2\t党的建设\t开展关心下一代工作
3\t民生服务\t做好养老服务和残疾人帮扶工作
4\t民生服务\t负责本镇农村公路日常巡查
配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t临时救助\t绿原县民政局\t1.审核；2.发放。\t1.受理；2.上报。
2\t平安法治\t养犬管理和流浪犬捕捉处置工作\t绿原县公安局\t1.登记；2.捕捉。\t1.劝阻；2.报告。
"""
# Duty 2 goes, duty 4 is reworded, 养犬 is split in two, one duty is new; numbers shift.
NEW = """绿原县石桥镇履职事项清单
2026年7月
基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t落实“三会一课”制度，严肃党内政治生活
2\t民生服务\t做好养老服务和残疾人帮扶工作
3\t民生服务\t负责本镇农村公路日常巡查和养护
4\t乡村振兴\t推进农村人居环境整治提升
配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t临时救助\t绿原县民政局\t1.审核；2.发放。\t1.受理；2.上报。
2\t平安法治\t养犬管理工作\t绿原县公安局\t1.登记。\t1.劝阻。
3\t平安法治\t流浪犬捕捉处置工作\t绿原县公安局\t1.捕捉。\t1.报告。
"""


def duty_list(folder: Path, text: str = OLD) -> DutyList:
    path = folder / f"{len(text)}.txt"
    path.write_text(text, "utf-8")
    return read_duty_list(path)


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): int(cell.column) for cell in sheet[1]}


def filled(
    folder: Path, edition: DutyList, fill: Callable[[Worksheet, Worksheet], None]
) -> Assignments:
    """The workbook as we write it, filled in by openpyxl, read back."""
    path = folder / "分工.xlsx"
    path.write_bytes(assignments_xlsx(edition, empty_assignments(edition)))
    book = openpyxl.load_workbook(path)
    fill(book["分工"], book["人员和站所"])
    book.save(path)
    return load_assignments(path)


def everyone(sheet: Worksheet, people: Worksheet) -> None:
    """Two people in turn; an own column; 养犬 is 李红's."""
    for row, person in enumerate(
        [("王强", "平安办", "主任", 13900001111), ("李红", "民生办", "干事", "0994-12345")], 2
    ):
        for place, value in enumerate(person, 1):
            people.cell(row, place, value)
    at = columns(sheet)
    own = len(at) + 1
    sheet.cell(1, own, "网格员")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, at["责任人"], "王强" if row % 2 == 0 else "李红")
        sheet.cell(row, at["责任站所"], "平安办" if row % 2 == 0 else "民生办")
        sheet.cell(row, own, f"第{row}组")


def test_the_workbook_has_every_duty_and_lets_people_be_chosen(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    path = tmp_path / "分工.xlsx"
    path.write_bytes(assignments_xlsx(edition, empty_assignments(edition)))
    sheet = openpyxl.load_workbook(path)["分工"]
    at = columns(sheet)
    assert list(at)[:14] == [
        *("清单", "编号", "序号", "事项类别", "事项名称", "对应部门"),
        *("责任领导", "责任站所", "责任人", "联系电话", "监督电话"),
        *("办理依据", "办理流程", "办理时限"),
    ]
    rows = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=2)]
    assert rows[3] == ["基本履职", "基本-004", "4", "民生服务", "负责本镇农村公路日常巡查", None]
    assert rows[5][1:] == [
        *("配合-002", "2", "平安法治", "养犬管理和流浪犬捕捉处置工作", "绿原县公安局"),
    ]
    chosen = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert chosen == {
        "G2:G7": "'人员和站所'!$A$2:$A$500",
        "H2:H7": "'人员和站所'!$B$2:$B$500",
        "I2:I7": "'人员和站所'!$A$2:$A$500",
    }


def test_what_staff_type_comes_back_and_goes_out_again(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    written = filled(tmp_path, edition, everyone)
    assert written.rows[0].people == ("王强",)
    assert written.rows[1].value("网格员") == "第3组"
    assert written.people[0].phone == "13900001111"
    again = tmp_path / "又一份.xlsx"
    again.write_bytes(assignments_xlsx(edition, written))
    assert load_assignments(again) == written
    assert assigned(edition, written).findings == ()


def test_columns_may_be_moved_and_rows_may_stand_in_another_order(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["石桥镇分工表"])
    sheet.append(["责任人", "事项名称", "编号", "备注"])
    sheet.append(["李红", "临时救助", "配合-001", "急"])
    sheet.append(["王强", "做好养老服务和残疾人帮扶工作", "", ""])
    path = tmp_path / "自己的.xlsx"
    book.save(path)
    found = assigned(edition, load_assignments(path))
    assert {code: row.people for code, row in found.by_code.items()} == {
        "配合-001": ("李红",),
        "基本-003": ("王强",),
    }
    assert found.by_code["配合-001"].value("备注") == "急"
    assert [finding.code for finding in found.findings] == ["nobody"] * 4


def test_a_workbook_is_written_again_beside_the_duties_that_its_rows_name(tmp_path: Path) -> None:
    """Rows were looked up by their codes alone: people stood beside another's duty, or nowhere."""
    edition = duty_list(tmp_path)

    def moved(sheet: Worksheet, people: Worksheet) -> None:
        everyone(sheet, people)
        at = columns(sheet)
        first, second = (sheet.cell(row, at["编号"]).value for row in (2, 3))
        sheet.cell(2, at["编号"], second)
        sheet.cell(3, at["编号"], first)
        sheet.cell(4, at["编号"], "")
        sheet.cell(5, at["编号"], "基本-099")
        sheet.cell(5, at["事项名称"], "没有这一项")

    given = filled(tmp_path, edition, moved)
    path = tmp_path / "又一份.xlsx"
    path.write_bytes(assignments_xlsx(edition, given))
    again = load_assignments(path)
    people = {row.name: row.people for row in given.rows}
    assert [row.code for row in again.rows] == [code for code, _, _ in coded_duties(edition)]
    assert {row.name: row.people for row in again.rows} == {
        duty.name: people.get(duty.name, ()) for _, _, duty in coded_duties(edition)
    }
    assert [(row.code, row.people) for row in again.gone] == [("基本-099", people["没有这一项"])]


def test_what_does_not_fit_the_list_is_told_and_never_used(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)

    def wrong(sheet: Worksheet, people: Worksheet) -> None:
        everyone(sheet, people)
        at = columns(sheet)
        sheet.cell(2, at["事项名称"], "落实三会一课")
        sheet.cell(3, at["编号"], "基本-099")
        sheet.cell(3, at["事项名称"], "没有这一项")
        sheet.cell(4, at["责任人"], "王强、王强")
        sheet.cell(5, at["责任人"], "")
        sheet.cell(5, at["责任站所"], "")
        people.cell(4, 1, "王强")

    found = assigned(edition, filled(tmp_path, edition, wrong))
    told = [(finding.code, finding.place) for finding in found.findings]
    assert told == [
        ("wording", "分工表第 2 行"),
        ("unknown duty", "分工表第 3 行"),
        ("nobody", "基本-001"),
        ("nobody", "基本-002"),
        ("person twice", "分工表第 4 行"),
        ("nobody", "分工表第 5 行"),
        ("person twice", "人员和站所"),
    ]
    assert not {"基本-001", "基本-002"} & set(found.by_code)


def test_carried_over_to_the_next_edition(tmp_path: Path) -> None:
    old, new = duty_list(tmp_path), duty_list(tmp_path, NEW)
    carried = carry_over(compare_editions(old, new), (old, filled(tmp_path, old, everyone)))
    assert [row.code for row in carried.rows] == [code for code, _, _ in coded_duties(new)]
    by_name = {row.name: row for row in carried.rows}
    same = by_name["做好养老服务和残疾人帮扶工作"]
    assert (same.code, same.people, same.value("网格员"), same.doubt) == (
        "基本-002",
        ("王强",),
        "第4组",
        "",
    )
    reworded = by_name["负责本镇农村公路日常巡查和养护"]
    assert reworded.people == ("李红",)
    assert reworded.doubt == "文字修改（原 基本-004），请核对"
    for name in ("养犬管理工作", "流浪犬捕捉处置工作"):
        assert by_name[name].people == ("李红",)
        assert "拆分" in by_name[name].doubt
    assert by_name["推进农村人居环境整治提升"].people == ()
    assert by_name["推进农村人居环境整治提升"].doubt == "新增事项，请确定分工"
    assert [(row.name, row.people) for row in carried.gone] == [("开展关心下一代工作", ("李红",))]
    # Nothing typed is lost on the way through a workbook, and each doubt is asked about.
    path = tmp_path / "2026.xlsx"
    path.write_bytes(assignments_xlsx(new, carried))
    again = load_assignments(path)
    assert [(r.values, r.doubt) for r in again.rows] == [(r.values, r.doubt) for r in carried.rows]
    assert again.gone[0].value("网格员") == "第3组"
    asked = [f.place for f in assigned(new, again).findings if f.code == "doubt"]
    assert len(asked) == 4


def test_cards_have_the_people_and_room_to_write_where_unknown(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    rows = assigned(edition, with_phones(filled(tmp_path, edition, everyone))).by_code
    table = edition.lists[1]
    duty = table.duties[1]
    card = card_view(edition, table.kind, duty, rows[short_code(edition, table.kind, duty)])
    (page,) = fit_card(card, LAYOUTS["a5"], "none")
    assert page.facts[2:] == (
        (("相关部门", "绿原县公安局"),),
        (("责任领导", ""), ("责任站所", "民生办")),
        (("责任人", "李红"), ("联系电话", "0994-12345")),
        (("监督电话", ""), ("网格员", "第7组")),
    )
    blank = fit_card(card_view(edition, table.kind, duty), LAYOUTS["a5"], "none")[0]
    assert blank.facts[3:] == (
        (("责任领导", ""), ("责任站所", "")),
        (("责任人", ""), ("联系电话", "")),
        (("监督电话", ""),),
    )


def test_sheets_per_station_and_person_and_who_has_how_much(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)

    def some(sheet: Worksheet, people: Worksheet) -> None:
        everyone(sheet, people)
        for column in ("责任人", "责任站所"):
            sheet.cell(2, columns(sheet)[column], "")
        sheet.cell(3, columns(sheet)["责任人"], "李红、王强")

    assignments = filled(tmp_path, edition, some)
    found = assigned(edition, assignments)
    load = load_view(edition, assignments, found)
    assert [(row.name, row.note, row.counts) for row in load.people] == [
        ("王强", "平安办　主任", (2, 1, 0, 3)),
        ("李红", "民生办　干事", (2, 1, 0, 3)),
    ]
    assert [(row.name, row.counts[-1]) for row in load.stations] == [("平安办", 2), ("民生办", 3)]
    assert [vacancy.code for vacancy in load.vacancies] == ["基本-001"]
    mine = person_handout(edition, assignments, found, "王强")
    assert [duty.code for group in mine.groups for duty in group.duties] == [
        "基本-002",
        "基本-003",
        "配合-001",
    ]
    assert mine.groups[1].duties[0].sections[0].head == "绿原县民政局"
    assert stations_of(assignments, found) == ("平安办", "民生办")
    assert station_handout(edition, found, "民生办").counts == ("2 项", "1 项", "0 项", "3 项")


def test_other_files_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        load_assignments(tmp_path / "没有.xlsx")
    text = tmp_path / "分工.xlsx"
    text.write_text("编号,事项名称")
    with pytest.raises(UnknownFormatError):
        load_assignments(text)
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    with pytest.raises(InvalidRecordsError, match="没有找到"):
        load_assignments(tmp_path / "空.xlsx")
    assert book.active is not None
    book.active.append(["编号", "事项名称", "责任人", "责任人"])
    book.save(tmp_path / "两列.xlsx")
    with pytest.raises(InvalidRecordsError, match="有两列都叫“责任人”"):
        load_assignments(tmp_path / "两列.xlsx")


def test_the_whole_way_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "旧.txt").write_text(OLD, "utf-8")
    (tmp_path / "新.txt").write_text(NEW, "utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dutylist.app.cli", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("assign", "旧.txt", "--write", "分工.xlsx")
    book = openpyxl.load_workbook(tmp_path / "分工.xlsx")
    everyone(book["分工"], book["人员和站所"])
    book.save(tmp_path / "分工.xlsx")
    assert run("assign", "旧.txt", "--assignments", "分工.xlsx") == ""
    told = run(
        *("assign", "新.txt", "--old", "旧.txt", "--assignments", "分工.xlsx"),
        *("--write", "新分工.xlsx"),
    )
    assert "推进农村人居环境整治提升" in told
    made = run("handouts", "新.txt", "--assignments", "新分工.xlsx", "-o", "分工").splitlines()
    names = ("分工一览", *(f"{who}履职事项单" for who in ("平安办", "民生办", "王强", "李红")))
    assert [Path(path).name for path in made] == [
        f"绿原县石桥镇{name}（2026年7月版）.{ending}"
        for name in names
        for ending in ("pdf", "docx")
    ]
    only = run(
        *("handouts", "新.txt", "--assignments", "新分工.xlsx", "--to", "docx", "-o", "单")
    ).splitlines()
    assert [Path(path).suffix for path in only] == [".docx"] * 5
    assert run("cards", "新.txt", "--assignments", "新分工.xlsx", "--to", "pdf,docx", "-o", "卡")


def sheet_of(folder: Path, *rows: tuple[str, str, str]) -> Assignments:
    """A workbook of code, name and person."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("编号", "事项名称", "责任人"), *rows):
        book.active.append(row)
    book.save(folder / "表.xlsx")
    return load_assignments(folder / "表.xlsx")


CARE, ROAD = "做好养老服务和残疾人帮扶工作", "负责本镇农村公路日常巡查"


@pytest.mark.parametrize(
    ("rows", "people", "told"),
    [
        # Last year's row of that code stands in front of the one with the name.
        (
            [("基本-004", "已取消的事项", "甲"), ("基本-005", ROAD, "乙")],
            {"基本-004": "乙"},
            ["wording", "code"],
        ),
        ([("基本-004", "已取消的事项", "甲")], {}, ["wording"]),
        # Two duties have changed their numbers.
        (
            [("基本-004", CARE, "甲"), ("基本-003", ROAD, "乙")],
            {"基本-003": "甲", "基本-004": "乙"},
            ["code"],
        ),
        # A row without a name goes behind one with it, wherever they stand.
        (
            [("基本-004", "", "甲"), ("", ROAD, "乙")],
            {"基本-004": "乙"},
            ["twice"],
        ),
        ([("基本-004", "", "甲")], {"基本-004": "甲"}, []),
        # Marks and widths are no other name; a word more is.
        ([("配合-001", "临时 救助。", "甲")], {"配合-001": "甲"}, []),
        ([("配合-001", "临时救助金", "甲")], {}, ["wording"]),
        ([("配合-009", "临时救助金", "甲")], {}, ["unknown duty"]),
    ],
)
def test_the_name_says_whose_duty_a_row_is(
    tmp_path: Path, rows: list[tuple[str, str, str]], people: dict[str, str], told: list[str]
) -> None:
    found = assigned(duty_list(tmp_path), sheet_of(tmp_path, *rows))
    assert {code: row.value("责任人") for code, row in found.by_code.items()} == people
    assert [one.code for one in found.findings if one.code != "nobody"] == told


def assign(folder: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    """What the command says of what is to be looked at, and otherwise."""
    done = CliRunner().invoke(
        cli, ["assign", *(str(folder / a) if "." in a else a for a in arguments)]
    )
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def people_in(path: Path) -> dict[str, tuple[str, ...]]:
    return {row.name: row.people for row in load_assignments(path).rows if row.people}


@pytest.fixture(name="years")
def two_lists_and_a_workbook(tmp_path: Path) -> Path:
    (tmp_path / "旧.txt").write_text(OLD, "utf-8")
    (tmp_path / "新.txt").write_text(NEW, "utf-8")
    filled(tmp_path, read_duty_list(tmp_path / "旧.txt"), everyone)
    return tmp_path


def test_carrying_says_what_of_the_old_workbook_did_not_fit_its_list(years: Path) -> None:
    book = openpyxl.load_workbook(years / "分工.xlsx")
    at = columns(book["分工"])
    book["分工"].cell(3, at["事项名称"], "随便改的事项名称")
    book.save(years / "分工.xlsx")
    old = ("--old", "旧.txt", "--assignments", "分工.xlsx")
    told, counted = assign(years, "新.txt", *old, "--write", "新分工.xlsx", code=1)
    assert "旧分工表第 3 行：基本-002 的事项名称与清单不同" in told
    assert "旧分工表核对：1 处要看，其中 1 行没有使用（第 3 行）。" in counted
    assert "随便改的事项名称" in {row.name for row in load_assignments(years / "新分工.xlsx").gone}


@pytest.mark.parametrize("edition", ["旧.txt", "新.txt"])
def test_writing_over_a_filled_workbook_keeps_what_is_filled_in(years: Path, edition: str) -> None:
    """It was written empty, and the filled one put aside."""
    before = load_assignments(years / "分工.xlsx")
    code = 1 if edition == "新.txt" else 0
    told, _ = assign(years, edition, "--write", "分工.xlsx", code=code)
    after = load_assignments(years / "分工.xlsx")
    assert after.people == before.people
    assert after.columns == before.columns
    typed = {(row.name, row.values) for row in before.rows}
    kept = {(row.name, row.values) for row in (*after.rows, *after.gone) if row.people}
    assert kept == typed
    assert ("没有“" in told or "不同" in told) == (edition == "新.txt")
    if edition == "旧.txt":
        assert [row.values for row in after.rows] == [row.values for row in before.rows]


@pytest.mark.parametrize(
    ("rows", "unused"),
    [
        ([("基本-001", "落实“三会一课”制度，严肃党内政治生活", "甲")], ""),
        ([("基本-009", "没有的事项", "甲"), ("基本-004", "", "乙")], "（第 2 行）"),
        ([("基本-004", "", "甲"), ("基本-004", "", "乙")], "（第 3 行）"),
        (
            [("基本-002", "改过的名称", "甲"), ("基本-001", "也改过的", "乙")],
            "（第 2 行、第 3 行）",
        ),
    ],
)
def test_rows_that_were_not_used_are_counted_named_and_end_with_another_code(
    years: Path, rows: list[tuple[str, str, str]], unused: str
) -> None:
    sheet_of(years, *rows)
    code = 1 if unused else 0
    _, counted = assign(years, "旧.txt", "--assignments", "表.xlsx", code=code)
    assert ("行没有使用" in counted) == bool(unused)
    assert unused in counted


@pytest.mark.parametrize(
    "files",
    [
        ("--assignments", "分工.xlsx", "--assignments", "分工.xlsx"),
        ("--old", "旧.txt", "--old", "旧.txt", "--assignments", "分工.xlsx"),
        ("--old", "旧.txt", "--assignments", "分工.xlsx", "--assignments", "分工.xlsx"),
    ],
)
def test_each_old_list_has_one_workbook(years: Path, files: tuple[str, ...]) -> None:
    assign(years, "新.txt", *files, code=2)
