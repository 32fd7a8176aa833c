"""Rows and clauses that the reader cut or joined wrongly are put right by a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.app.corrections.clauses import clause_paths, clauses_of
from dutylist.app.corrections.lay_over import Corrected, apply_corrections, duty_target
from dutylist.app.corrections.model import (
    ClauseSide,
    Correction,
    Field,
    Place,
    Target,
    describe,
    dump_target,
    load_target,
    row_texts,
)
from dutylist.extract.lists.doubt import with_doubts
from dutylist.extract.lists.row_again import read_row_again
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import Box, Doubt, Duty, DutyList, Source
from tests.web_office import ROWS, list_text

AID, STALLS, WETLAND = Place(2, 2), Place(2, 3), Place(2, 4)
NEW = ("5", "民生服务", "医疗救助", "安丰县民政局", "1.审核；\n2.发放。", "受理申请。")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> DutyList:
    path = tmp_path_factory.mktemp("rows") / "清单.txt"
    path.write_text(list_text(), "utf-8")
    return read_duty_list(path)


def made(number: int, field: Field, target: Target, old: str, new: str) -> Correction:
    # As they are kept: through the target's JSON.
    target = load_target(dump_target(target))
    return Correction(
        f"{number:032x}", field, target, old, new, "王芳", f"2026-01-05 09:00:{number:02d}"
    )


def names(corrected: Corrected) -> list[str]:
    return [duty.name for duty in corrected.duty_list.lists[1].duties]


def cells(read: DutyList, place: Place) -> tuple[str, ...]:
    return read.lists[place.table - 1].duties[place.position - 1].cells


def good(corrected: Corrected) -> Corrected:
    """All stand, and the records are of the form."""
    assert [one.state for one in corrected.applied] == ["stands"] * len(corrected.applied)
    assert load_records(dump_records(corrected.duty_list), "") == corrected.duty_list
    return corrected


def test_a_struck_row_is_gone_and_its_neighbours_keep_their_corrections(read: DutyList) -> None:
    strike = made(1, "row struck", duty_target(read, AID), row_texts(cells(read, AID)), "")
    after = made(2, "category", duty_target(read, WETLAND), "自然资源", "生态环境")
    corrected = good(apply_corrections(read, [strike, after]))
    assert names(corrected) == ["森林防灭火", "食品摊贩管理", "湿地保护"]
    assert corrected.duty_list.lists[1].duties[2].category == "生态环境"
    # The correction stands where the row stands now; the struck one has no place.
    assert [one.place for one in corrected.applied] == [None, Place(2, 3)]
    assert describe(strike).startswith("配合履职第 2 项：删去“2｜民生服务｜临时救助")
    undone = apply_corrections(read, [replace(strike, undone_at="2026"), after])
    assert names(undone) == [duty.name for duty in read.lists[1].duties]


@pytest.mark.parametrize(("before", "at"), [(False, 2), (True, 1)])
def test_an_added_row_is_read_and_can_be_corrected_and_struck(
    read: DutyList, before: bool, at: int
) -> None:
    text = row_texts(NEW, page=7, before=before)
    add = made(1, "row added", duty_target(read, AID), "", text)
    corrected = good(apply_corrections(read, [add]))
    duty = corrected.duty_list.lists[1].duties[at]
    assert (duty.number, duty.name, duty.departments) == (5, "医疗救助", ("安丰县民政局",))
    assert [clause.text for clause in duty.department_clauses] == ["审核；", "发放。"]
    assert duty.source.pages == (7,)
    place = Place(2, at + 1)
    words = made(
        *(2, "cell", duty_target(read, place, column=3, now=corrected)),
        *("医疗救助", "医疗救助初审"),
    )
    changed = good(apply_corrections(read, [add, words]))
    assert names(changed)[at] == "医疗救助初审"
    assert len(names(changed)) == 5
    # Where the row is taken away again, what was said of it is told as lost.
    gone = apply_corrections(read, [replace(add, undone_at="2026"), words])
    assert [one.state for one in gone.applied] == ["undone", "lost"]
    assert gone.duty_list == read


def test_two_rows_read_as_one_are_cut_and_two_halves_joined(tmp_path: Path) -> None:
    """The one undoes what the other does to a reading."""
    first, second = ROWS["配合履职"][1:3]
    run_together = tuple("\n".join(texts) for texts in zip(first, second, strict=True))
    path = tmp_path / "清单.txt"
    path.write_text(list_text(), "utf-8")
    right = read_duty_list(path)
    join = made(
        *(1, "rows joined", duty_target(right, AID)),
        row_texts(cells(right, AID), cells(right, STALLS)),
        row_texts(run_together),
    )
    joined = good(apply_corrections(right, [join]))
    assert len(names(joined)) == 3
    assert joined.duty_list.lists[1].duties[1].name == "临时救助食品摊贩管理"
    wrong = joined.duty_list
    split = made(
        *(2, "row split", duty_target(wrong, AID)),
        row_texts(cells(wrong, AID)),
        row_texts(cells(right, AID), cells(right, STALLS)),
    )
    put_right = good(apply_corrections(wrong, [split]))
    for duty, was in zip(put_right.duty_list.lists[1].duties, right.lists[1].duties, strict=True):
        assert replace(duty, source=was.source) == was
    # The second half is a row of its own: it has a name by which it is found again.
    half = made(
        *(3, "name", duty_target(wrong, STALLS, now=put_right)),
        *("食品摊贩管理", "食品摊贩备案"),
    )
    assert names(good(apply_corrections(wrong, [split, half]))) == [
        *("森林防灭火", "临时救助", "食品摊贩备案", "湿地保护")
    ]


def test_rows_that_say_something_else_are_left_alone(read: DutyList) -> None:
    strike = made(1, "row struck", duty_target(read, AID), row_texts(cells(read, STALLS)), "")
    narrow = made(2, "row added", duty_target(read, AID), "", row_texts(("5", "医疗救助")))
    corrected = apply_corrections(read, [strike, narrow])
    assert [one.state for one in corrected.applied] == ["lost", "lost"]
    assert corrected.duty_list == read


@pytest.mark.parametrize("side", ["department", "township"])
def test_clauses_are_cut_and_joined_and_the_new_ones_assigned(
    read: DutyList, side: ClauseSide
) -> None:
    clauses = clauses_of(read.lists[1].duties[0], side)
    texts = [one.label + one.text for one in clauses]
    join = made(
        *(1, "clauses joined", duty_target(read, Place(2, 1), (0,), side=side)),
        *("\n".join(texts[:2]), "".join(texts[:2])),
    )
    corrected = good(apply_corrections(read, [join]))
    joined = clauses_of(corrected.duty_list.lists[1].duties[0], side)
    assert [one.label + one.text for one in joined] == ["".join(texts[:2]), *texts[2:]]
    split = made(
        *(2, "clause split", duty_target(read, Place(2, 1), (0,), now=corrected, side=side)),
        *("".join(texts[:2]), "\n".join(texts[:2])),
    )
    again = good(apply_corrections(read, [join, split]))
    assert clauses_of(again.duty_list.lists[1].duties[0], side) == clauses


def test_a_cut_clause_keeps_whom_a_person_gave_it_to(read: DutyList) -> None:
    place = Place(2, 1)
    given = made(*(1, "departments", duty_target(read, place, (2,))), *("", "安丰县应急管理局"))
    cut = made(
        *(2, "clause split", duty_target(read, place, (2,))),
        *("3.开展业务培训。", "3.开展\n业务培训。"),
    )
    duty = good(apply_corrections(read, [given, cut])).duty_list.lists[1].duties[0]
    found = [
        (one.text, one.departments, one.basis) for _, one in clause_paths(duty.department_clauses)
    ]
    assert found[2:] == [
        ("开展", ("安丰县应急管理局",), "decided"),
        ("业务培训。", ("安丰县应急管理局",), "decided"),
    ]
    assert found[0][2] == "subject"


def test_a_doubt_is_settled_or_stays_with_its_character(read: DutyList) -> None:
    duty = read.lists[1].duties[1]
    cell = duty.cells[4]
    doubts = tuple(
        Doubt(5, at, at + len(word), 0.5)
        for word in ("申请", "资金")
        if (at := cell.index(word)) >= 0
    )
    table = read.lists[1]
    duties = (table.duties[0], replace(duty, doubts=doubts), *table.duties[2:])
    scan = replace(read, lists=(read.lists[0], replace(table, duties=duties), read.lists[2]))
    stretch = (doubts[1].start, doubts[1].end)
    target = duty_target(scan, AID, column=5, stretch=stretch)
    words = made(
        *(1, "cell", duty_target(scan, AID, column=5)),
        *(cell, cell.replace("申请", "提出的申诉")),
    )
    sure = made(2, "sure", target, "资金", "资金")
    corrected = good(apply_corrections(scan, [words]))
    (left,) = corrected.duty_list.lists[1].duties[1].doubts
    now = corrected.duty_list.lists[1].duties[1].cells[4]
    assert now[left.start : left.end] == "资金"
    both = good(apply_corrections(scan, [words, sure]))
    assert both.duty_list.lists[1].duties[1].doubts == ()
    assert describe(sure) == "配合履职第 2 项第 5 栏的“资金”和原件一样"


def test_doubts_have_their_place_on_the_page() -> None:
    """A character's share of its printed line, narrow ones being half as wide."""
    line = Box(3, 100, 50, 190, 62)
    part = CellPart(
        *("1.甲乙丙；\n2.丁", 3),
        confidences=(1, 1, 1, 0.5, 1, 1, 1, 1, 1, 0.6),
        lines=((0, 6, line), (7, 10, replace(line, top=64, bottom=76, x1=140))),
    )
    read = Duty(1, "", "", Source((3,), 1, 1), (part.text,))
    found = with_doubts(read, [Cell((part,))]).doubts
    assert [(one.start, one.box) for one in found] == [
        (3, Box(3, 136, 50, 154, 62)),
        (9, Box(3, 120, 64, 140, 76)),
    ]


HELPED = ("序号", "事项名称", "关联镇街", "本部门职责", "镇街配合职责")
LED = ("序号", "事项名称", "上级部门职责", "乡镇配合职责")


def read_text_of(path: Path, title: str, *rows: tuple[str, ...]) -> DutyList:
    path.write_text("\n".join("\t".join(row) for row in ((title,), *rows)), "utf-8")
    return read_duty_list(path)


def test_a_row_that_names_no_office_stays_that_of_whose_list_it_is(tmp_path: Path) -> None:
    title = "白石县水利局镇街配合履职事项清单"
    row = ("1", "河道采砂巡查", "柳溪镇", "1.制定规划。2.查处。", "1.巡查。")
    read = read_text_of(tmp_path / "清单.txt", title, HELPED, row)
    (duty,) = read.lists[0].duties
    assert duty.departments == ("白石县水利局",)
    longer = (*row[:3], "1.制定采砂规划。2.查处。", "1.巡查。")
    again, departments = read_row_again(read, read.lists[0], duty, longer)
    assert again.departments == ("白石县水利局",)
    assert [one.departments for one in again.department_clauses] == [("白石县水利局",)] * 2
    assert [one.name for one in departments] == ["白石县水利局"]
    # A row that was left out by the reader is the department's, too.
    add = made(
        1, "row added", duty_target(read, Place(1, 1)), "", row_texts(("2", "防汛", *row[2:]))
    )
    corrected = good(apply_corrections(read, [add]))
    assert [one.departments for one in corrected.duty_list.duties] == [("白石县水利局",)] * 2


def test_a_row_below_an_offices_heading_stays_its(tmp_path: Path) -> None:
    rows = (
        ("县水利局（2项）",),
        ("1", "河道巡查", "查处。", "巡查。"),
        ("2", "防汛", "指导。", "转移。"),
    )
    read = read_text_of(tmp_path / "清单.txt", "柳溪镇配合履职事项清单", LED, *rows)
    duty = read.lists[0].duties[0]
    assert duty.departments == ("县水利局",)
    again, _ = read_row_again(read, read.lists[0], duty, ("1", "河道采砂巡查", *duty.cells[2:]))
    assert (again.name, again.departments) == ("河道采砂巡查", ("县水利局",))
