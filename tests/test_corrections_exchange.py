"""Corrections are taken to another reading of the list: what fits is applied, the rest is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dutylist.app.corrections.exchange import (
    Taken,
    dump_corrections,
    load_corrections,
    take_over,
    wanted_of,
)
from dutylist.app.corrections.findings import finding_text
from dutylist.app.corrections.lay_over import Corrected, apply_corrections, duty_target
from dutylist.app.corrections.model import Correction, Field, Place, Target, describe, row_texts
from dutylist.app.corrections.statement import correction_lines
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.json_form import load_records
from dutylist.records.model import DutyList
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.official import official_view
from dutylist.render.write import write_official
from tests.test_cli import dutylist
from tests.web_office import ROWS, list_text

FOREST, AID, STALLS, WETLAND = (Place(2, at) for at in range(1, 5))


def read_text(tmp_path: Path, text: str, name: str = "清单.txt") -> DutyList:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_duty_list(path)


@pytest.fixture
def read(tmp_path: Path) -> DutyList:
    return read_text(tmp_path, list_text())


def made(number: int, field: Field, target: Target, old: str, new: str) -> Correction:
    at = f"2026-01-05 09:00:{number:02d}"
    return Correction(f"{number:032x}", field, target, old, new, "王芳", at)


def several(read: DutyList) -> list[Correction]:
    """A correction of each kind."""
    forest = read.lists[1].duties[0]
    add = ("5", "民生服务", "医疗救助", "安丰县民政局", "1.审核；\n2.发放。", "受理申请。")
    struck = read.lists[0].duties[3].cells
    return [
        made(1, "cell", duty_target(read, FOREST, column=6), forest.cells[5], "1.宣传；\n2.上报。"),
        made(2, "departments", duty_target(read, FOREST, (2,)), "", "安丰县林业局"),
        made(3, "row added", duty_target(read, WETLAND), "", row_texts(add)),
        made(4, "row struck", duty_target(read, Place(1, 4)), row_texts(struck), ""),
        made(5, "category", duty_target(read, AID), "民生服务", "社会救助"),
        made(6, "rename", Target(), "安丰县民政局", "安丰县民政和社会工作局"),
        made(7, "issued", Target(), "2025-09", "2025-09-01"),
        made(8, "name", duty_target(read, STALLS), "食品摊贩管理", "食品摊贩的管理"),
    ]


def taken(other: DutyList, corrected: Corrected, *, same_list: bool) -> Taken:
    return take_over(other, (), wanted_of(corrected), same_list=same_list)


def test_all_is_taken_where_the_other_file_says_the_same(read: DutyList, tmp_path: Path) -> None:
    corrected = apply_corrections(read, several(read))
    assert [one.state for one in corrected.applied] == ["stands"] * 8
    # Another file of the same list: other lines on top, rows at other places.
    other = read_text(tmp_path, "　\n" + list_text(), "另.txt")
    found = taken(other, corrected, same_list=True)
    assert (len(found.corrections), found.present, found.told) == (8, 0, ())
    again = apply_corrections(other, found.corrections)
    assert again.duty_list == corrected.duty_list
    # Once more brings nothing.
    twice = take_over(other, found.corrections, wanted_of(corrected), same_list=True)
    assert (twice.corrections, twice.present, twice.told) == ((), 8, ())


def test_what_the_next_edition_says_otherwise_is_told(read: DutyList, tmp_path: Path) -> None:
    corrected = apply_corrections(read, several(read))
    rows = {kind: list(its) for kind, its in ROWS.items()}
    first = rows["配合履职"][0]
    river = ("1", "自然资源", "河道清理", "安丰县林业局", "1.组织清理。", "配合清理。")
    # A new duty in front, other township clauses, one name put right by the office itself, one
    # duty gone.
    rows["配合履职"] = [
        river,
        ("2", *first[1:5], "1.新的宣传；\n2.上报。"),
        ("3", *rows["配合履职"][1][1:]),
        ("4", "平安法治", "食品摊贩的管理", *rows["配合履职"][2][3:]),
    ]
    other = read_text(tmp_path, list_text("2026年3月", rows), "2026.txt")
    found = taken(other, corrected, same_list=False)
    assert [one.field for one in found.corrections] == [
        *("row struck", "category", "departments", "rename")
    ]
    assert found.present == 1
    assert [(describe(one.correction)[:10], one.why) for one in found.told] == [
        ("配合履职第 2 项第", "这里是“1.新的宣传； 2.上报。”"),
        ("配合履职第 4 项：", "这里没有“湿地保护”这一项"),
        ("日期由“2025年9", "各版的名称、地区、日期各是各的，没有带来"),
    ]
    now = apply_corrections(other, found.corrections)
    assert [one.state for one in now.applied] == ["stands"] * 4
    forest = now.duty_list.lists[1].duties[1]
    assert forest.department_clauses[2].departments == ("安丰县林业局",)
    assert forest.township_clauses[0].text == "新的宣传；"
    assert now.duty_list.issued == "2026-03"


def test_from_the_pdf_to_the_word_file_of_the_list_and_back(read: DutyList, tmp_path: Path) -> None:
    """What one file's clerk put right is right in the other, word for word."""
    paths = write_official(read, ["pdf", "docx"], tmp_path, faces=load_faces(system=False))
    pdf, word = (read_duty_list(path) for path in paths)
    for one, other in ((pdf, word), (word, pdf)):
        corrected = apply_corrections(one, several(one))
        assert [each.state for each in corrected.applied] == ["stands"] * 8
        found = taken(other, corrected, same_list=True)
        assert (len(found.corrections), found.told) == (8, ())
        now = apply_corrections(other, found.corrections).duty_list
        assert [
            [(duty.number, duty.category, duty.name, duty.cells) for duty in table.duties]
            for table in now.lists
        ] == [
            [(duty.number, duty.category, duty.name, duty.cells) for duty in table.duties]
            for table in corrected.duty_list.lists
        ]


def test_what_was_settled_is_settled_in_the_next_edition(read: DutyList, tmp_path: Path) -> None:
    """But not what is not found there any more, nor what is new there."""
    target = duty_target(read, FOREST)
    open_clause = [
        finding_text(one) for one in check(read) if one.code == "unassigned clause" and one.row == 1
    ]
    settled = made(1, "settled", target, open_clause[0], "按原件无误：已电话核实")
    corrected = apply_corrections(read, [settled])
    same = read_text(tmp_path, list_text("2026年3月"), "2026.txt")
    found = taken(same, corrected, same_list=False)
    assert [one.new for one in found.corrections] == ["按原件无误：已电话核实"]
    assert found.told == ()
    other = read_text(tmp_path, list_text("2026年3月").replace("业务培训", "演练"), "改.txt")
    found = taken(other, corrected, same_list=False)
    assert found.corrections == ()
    assert [one.why for one in found.told] == ["这里没有这一处要核对的"]


def test_a_file_holds_them_and_refuses_what_is_none(read: DutyList) -> None:
    corrected = apply_corrections(read, several(read))
    text = dump_corrections(corrected, "清单.txt", "0" * 64)
    held = load_corrections(text, "更正.json")
    assert (held.wanted, held.sha256) == (wanted_of(corrected), "0" * 64)
    assert held.township == "青禾镇"
    data = json.loads(text)
    broken: list[object] = [
        *([], {}, "x", None, {**data, "version": 99}, {**data, "corrections": [{}]}),
        {**data, "corrections": [{**data["corrections"][0], "field": "sql"}]},
        {**data, "corrections": [{**data["corrections"][2], "new": "[1"}]},
        {**data, "corrections": [{**data["corrections"][0], "target": {"kind": "other"}}]},
    ]
    for one in broken:
        with pytest.raises(InvalidRecordsError, match="更正文件"):
            load_corrections(json.dumps(one), "更正.json")
    with pytest.raises(InvalidRecordsError):
        load_corrections("[" * 100_000, "更正.json")


def test_the_command_line_applies_a_corrections_file(read: DutyList, tmp_path: Path) -> None:
    corrected = apply_corrections(read, several(read))
    file = tmp_path / "更正.json"
    file.write_text(dump_corrections(corrected, "清单.txt", "0" * 64), "utf-8")
    result = dutylist(
        *("extract", str(tmp_path / "清单.txt"), "--corrections", str(file)),
        *("-o", str(tmp_path / "记录.json")),
    )
    assert result.returncode == 0, result.stderr
    # The file is another one than that they were made over: its date is its own.
    assert "套用更正 7 处，1 处对不上，没有套用：" in result.stderr
    assert "日期由“2025年9月”改为“2025年9月1日”——" in result.stderr
    records = load_records((tmp_path / "记录.json").read_text("utf-8"), "")
    assert records.lists == corrected.duty_list.lists
    assert sum("人工更正（王芳" in note.text for note in records.notes) == 7
    wrong = dutylist("extract", str(tmp_path / "清单.txt"), "--corrections", "无.json")
    assert wrong.returncode == 3
    assert "更正文件读不出来" in wrong.stderr


@pytest.mark.parametrize("suffix", ["pdf", "docx", "txt"])
def test_a_republished_list_has_the_statement_of_its_corrections(
    read: DutyList, tmp_path: Path, suffix: str
) -> None:
    """It stands behind the lists, and whoever reads the file again takes it for no duties."""
    path, wanted = tmp_path / "清单.txt", tmp_path / "更正.json"
    corrected = apply_corrections(read, several(read))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    wanted.write_text(dump_corrections(corrected, path.name, sha256), "utf-8")
    arguments = ("--to", suffix, "--embedded-fonts", "-o", tmp_path / "出版")
    done = dutylist("render", path, "--corrections", wanted, *arguments)
    assert done.returncode == 0, done.stderr
    assert "套用更正 8 处" in done.stderr
    again = read_duty_list(Path(done.stdout.strip()))
    lists = corrected.duty_list.lists
    assert [[duty.name for duty in table.duties] for table in again.lists] == [
        [duty.name for duty in table.duties] for table in lists
    ]
    (statement,) = [note.text for note in again.notes if "不像履职事项清单" in note.text]
    assert "--take-all" not in statement
    said = "".join(statement.split())
    for line in correction_lines(corrected):
        assert ("".join(line.text.split()) in said) == line.printed
        assert line.who in said


def test_the_statement_says_of_each_correction_whether_the_list_prints_it(read: DutyList) -> None:
    """In the list's order: what is of the whole list, its duties, its offices."""
    corrections = [
        *several(read),
        made(9, "alias", Target(), "安丰县林业和湿地局", "安丰县林业局"),
        made(10, "title", Target(), read.title, "另一个名称"),
        made(11, "short name", Target(), "林业", "安丰县林业局"),
    ]
    lines = list(correction_lines(apply_corrections(read, corrections)))
    about = [one.text.partition("项")[0] for one in lines]
    assert [text[:4] for text in about[:2]] == ["日期由“", "清单名称"]
    assert about[2:-3] == ["基本履职第 4 ", *(f"配合履职第 {at} " for at in (1, 1, 2, 3, 4))]
    assert [text[:4] for text in about[-3:]] == ["“安丰县", "“安丰县", "条文中的"]
    printed = official_view(read)
    for one in corrections:
        now = apply_corrections(read, [one])
        (line,) = correction_lines(now)
        assert line.printed == (official_view(now.duty_list) != printed), line.text
        assert line.day == "2026年1月5日"


@pytest.mark.parametrize(("place", "refused"), [("柳河镇", True), ("青禾镇", False), ("", False)])
def test_corrections_of_another_township_are_refused(
    read: DutyList, tmp_path: Path, place: str, refused: bool
) -> None:
    """Its duties may have the same names and texts."""
    wanted, other = tmp_path / "更正.json", tmp_path / "另.txt"
    corrected = apply_corrections(read, several(read))
    wanted.write_text(dump_corrections(corrected, "清单.txt", "0" * 64), "utf-8")
    other.write_text(list_text().replace("青禾镇", place), "utf-8")
    done = dutylist("extract", other, "--corrections", wanted, "-o", tmp_path / "记录.json")
    assert ("这是“青禾镇”的更正，清单是“柳河镇”的" in done.stderr) == refused, done.stderr
    assert (done.returncode != 0) == refused
    assert (tmp_path / "记录.json").exists() != refused
