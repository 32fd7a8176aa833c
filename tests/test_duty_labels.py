"""Numbers that are none (1-1, A-03) are kept and shown wherever a number is."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from dutylist.app.batch.queries import Wanted, find_duties
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.corrections.lay_over import duty_target
from dutylist.app.corrections.model import (
    Correction,
    Place,
    describe,
    dump_target,
    load_target,
)
from dutylist.app.library.opening import open_store
from dutylist.compare.decisions import decisions_text, parse_decisions
from dutylist.compare.editions import compare_editions
from dutylist.compare.json_form import comparison_json
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.department_counts import department_counts
from dutylist.records.findings import Finding
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.records.unmatched import unmatched_names
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.views.places import place_name
from tests.plain_office import excel, word
from tests.small_list import HEADER, list_text

LABELS = ("1-1", "1-2", "2-1")
ROWS = (
    *[("1-1", "平安法治", "消防安全检查", "宁远县公安局", "1.县公安局负责查处。", "1.开展巡查。")],
    *[("1-2", "平安法治", "特困人员供养", "宁远县民政局", "1.县民政局负责审批。", "1.上门走访。")],
    *[("2-1", "民生服务", "就业帮扶", "宁远县民政局", "1.县民政局负责指导。", "1.收集岗位。")],
)


def labelled(path: Path, labels: tuple[str, ...] = LABELS, **names: str) -> Path:
    """A list with these numbers, in the format that the path says; `names` are other names of
    duties by their label, - written as _."""
    rows = [
        (label, *row[1:2], names.get(f"at_{label}".replace("-", "_"), row[2]), *row[3:])
        for label, row in zip(labels, ROWS, strict=True)
    ]
    title = "宁远县青禾镇配合履职事项清单"
    if path.suffix == ".docx":
        word(path, title, (HEADER, *rows))
    elif path.suffix == ".xlsx":
        excel(path, title, (HEADER, *rows))
    else:
        path.write_text(list_text(tuple(rows)), "utf-8")
    return path


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def shown(read: DutyList) -> list[tuple[int | None, str, str]]:
    return [(duty.number, duty.label, duty.shown_number) for duty in read.duties]


@pytest.mark.parametrize("ending", [".txt", ".docx", ".xlsx"])
def test_labels_are_read_kept_and_no_numbers(tmp_path: Path, ending: str) -> None:
    read = read_duty_list(labelled(tmp_path / f"清单{ending}"))
    assert shown(read) == [(None, label, label) for label in LABELS]
    assert load_records(dump_records(read), "") == read
    assert [one.message for one in check(read) if one.code == "numbering"] == []


def test_a_number_is_no_label(tmp_path: Path) -> None:
    read = read_duty_list(labelled(tmp_path / "清单.txt", ("1", "（2）", "第三项")))
    assert shown(read) == [(1, "", "1"), (2, "", "2"), (3, "", "3")]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("1-1", "1-1", "2-1"), ["序号 1-1 重复"]),
        (("1-1", "1-3", "2-1"), ["序号 1-1 之后是 1-3"]),
        (("1-1", "1-2", "2-2"), ["序号 1-2 之后是 2-2"]),
        (("2-1", "1-1", "1-2"), ["序号 2-1 之后是 1-1"]),
        (("A-01", "A-02", "A-03"), []),
        (("甲", "乙", "甲"), ["序号 甲 重复"]),
    ],
)
def test_labels_out_of_order_are_told_where_they_stand(
    tmp_path: Path, labels: tuple[str, ...], said: list[str]
) -> None:
    found = [
        one
        for one in check(read_duty_list(labelled(tmp_path / "清单.txt", labels)))
        if one.code == "numbering"
    ]
    assert [one.message for one in found] == said
    assert all(one.place.startswith("配合履职 第 ") and "项" in one.place for one in found)


def test_every_document_shows_them(tmp_path: Path) -> None:
    path = labelled(tmp_path / "清单.txt")
    read = read_duty_list(path)
    assert [duty.number for duty in duty_matrix(read).duties] == list(LABELS)
    run("excerpt", path, "--all", "--to", "docx", "-o", tmp_path / "摘录")
    run("cards", path, "--to", "docx", "-o", tmp_path / "卡")
    run("assign", path, "--write", tmp_path / "分工.xlsx")
    for folder, labels in (("摘录", {"1-2", "2-1"}), ("卡", set(LABELS))):
        texts = " ".join(
            text
            for made in sorted((tmp_path / folder).rglob("*.docx"))
            for text in docx.Document(str(made)).element.body.itertext()
        )
        assert labels <= {label for label in LABELS if label in texts}
    sheet = openpyxl.load_workbook(tmp_path / "分工.xlsx").worksheets[0]
    assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == list(LABELS)


def test_who_has_how_much_and_what_is_told_name_them(tmp_path: Path) -> None:
    path = labelled(tmp_path / "清单.txt", at_2_1="⼀次就业帮扶")
    counts = department_counts(read_duty_list(path))
    led = {one["department"]: one["led"] for one in (count.as_json() for count in counts)}
    assert led == {"宁远县公安局": ["1-1"], "宁远县民政局": ["1-2", "2-1"]}
    (note,) = [note.text for note in read_duty_list(path).notes if "兼容字" in note.text]
    assert "配合履职第 2-1 项" in note


def test_editions_are_compared_by_them(tmp_path: Path) -> None:
    old = read_duty_list(labelled(tmp_path / "旧.txt"))
    new = read_duty_list(
        labelled(tmp_path / "新.txt", ("1-1", "1-2", "1-3"), at_1_2="特困人员救助供养")
    )
    found = compare_editions(old, new)
    told = json.loads(json.dumps(comparison_json(found)))["changes"]
    assert [(one["number_shifted"], [at["label"] for at in one["new"]]) for one in told] == [
        (False, ["1-1"]),
        (False, ["1-2"]),
        (True, ["1-3"]),
    ]
    assert [place_name(one.new[0]) for one in found.changes] == [
        *("配合履职第1-1项", "配合履职第1-2项", "配合履职第1-3项")
    ]


def corrected(read: DutyList, position: int, column: int = 0) -> Correction:
    target = duty_target(read, Place(1, position), column=column)
    field = "sure" if column else "name"
    return Correction("x", field, load_target(dump_target(target)), "甲", "乙", "张三", "2025")


def test_a_correction_says_them(tmp_path: Path) -> None:
    read = read_duty_list(labelled(tmp_path / "清单.txt"))
    assert describe(corrected(read, 3)).startswith("配合履职第 2-1 项的")
    assert describe(corrected(read, 2, 4)).startswith("配合履职第 1-2 项第 4 栏")
    plain = read_duty_list(labelled(tmp_path / "清单.txt", ("7", "", "9")))
    assert describe(corrected(plain, 1)).startswith("配合履职第 7 项的")
    assert describe(corrected(plain, 2)).startswith("配合履职第 2 行的")


def test_a_finding_and_an_unmatched_name_say_them(tmp_path: Path) -> None:
    read = read_duty_list(labelled(tmp_path / "清单.txt"))
    assert Finding("note", "hint", "", "basic", row=3, label="A-03").place == "基本履职 第 A-03 项"
    path = tmp_path / "清单.txt"
    text = path.read_text("utf-8").replace("1.县民政局负责指导。", "1.县就业管理局负责指导。")
    path.write_text(text, "utf-8")
    read = read_duty_list(path)
    assert [(one.name, one.numbers) for one in unmatched_names(read)] == [
        ("县就业管理局", ("2-1",))
    ]


def test_a_decisions_file_names_duties_by_them(tmp_path: Path) -> None:
    old = read_duty_list(labelled(tmp_path / "旧.txt"))
    new = read_duty_list(labelled(tmp_path / "新.txt", at_2_1="禁止燃放烟花爆竹"))
    text = decisions_text(compare_editions(old, new))
    assert '"旧 配合-2-1"' in text
    said = '["对应"]\n"旧 配合-2-1" = "新 配合-1-1"\n"旧 配合-1-1" = "新 配合-2-1"\n'
    found = compare_editions(old, new, parse_decisions(said))
    decided = {
        (change.old[0].duty.label, change.new[0].duty.label)
        for change in found.changes
        if change.decided
    }
    assert decided == {("2-1", "1-1"), ("1-1", "2-1")}


@pytest.mark.parametrize("label", ["A+1", 'A"1', "A=1", "A\\\\1"])
def test_a_label_that_no_line_can_hold_is_named_by_its_row(tmp_path: Path, label: str) -> None:
    old = read_duty_list(labelled(tmp_path / "旧.txt", (label, "A2", "A3")))
    new = read_duty_list(labelled(tmp_path / "新.txt", ("A2", "A3", "A4")))
    text = decisions_text(compare_editions(old, new))
    parse_decisions(text.replace('# "', '"').split("# 或者")[0])
    assert "旧 配合-A+1" not in text


def test_a_store_shows_them(tmp_path: Path) -> None:
    (tmp_path / "清单").mkdir()
    labelled(tmp_path / "清单" / "清单.txt")
    batch(tmp_path / "清单", tmp_path / "库.sqlite", workers=1)
    with open_store(tmp_path / "库.sqlite") as connection:
        found = find_duties(connection, Wanted(words=("",)))
    assert [(one.number, one.shown_number) for one in found] == [(None, one) for one in LABELS]
    assert "1-2" in run("query", "duties", tmp_path / "库.sqlite", "供养")


@pytest.mark.parametrize("cell", ["1、2", "（1）（2）", "（3）二、", "一、二、三、"])
def test_several_numbers_in_a_cell_are_no_label(tmp_path: Path, cell: str) -> None:
    """A row that was not cut is told as a mistake."""
    read = read_duty_list(labelled(tmp_path / "清单.txt", (cell, cell, "3")))
    assert [duty.label for duty in read.duties] == ["", "", ""]
    levels = {one.level for one in check(read) if one.code == "numbering" and one.row in (2, 3)}
    assert levels == {"error"}
