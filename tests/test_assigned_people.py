"""People of the township as the rows name them: two of one name, names that the people's sheet has
not, names spread over a cell, telephones that are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.records.assigned import assigned, people_of, rows_by_code, with_phones
from dutylist.records.assignments import (
    FIELDS,
    LEADER,
    PERSON,
    PHONE,
    STATION,
    WATCH_PHONE,
    Assignment,
    Assignments,
    Person,
    names_in,
)
from dutylist.records.codes import coded_duties
from dutylist.records.model import DutyList
from dutylist.render.views.handout import load_view, person_handout
from tests.test_assignments import duty_list

FARM, SAFETY = "农业农村服务中心", "应急管理站"
ZHANG = (
    Person("张伟", FARM, "主任", "0994-100003"),
    Person("张伟", SAFETY, "副站长", "0994-100099"),
)


def given(edition: DutyList, people: tuple[Person, ...], *texts: dict[str, str]) -> Assignments:
    """The first duties have these texts."""
    duties = [(code, duty.name) for code, _, duty in coded_duties(edition)]
    blank = dict.fromkeys(FIELDS, "")
    rows = tuple(
        Assignment(code, name, tuple((blank | told).items()), "", number)
        for number, ((code, name), told) in enumerate(zip(duties, texts, strict=False), 2)
    )
    return Assignments(FIELDS, rows, people)


def told(edition: DutyList, assignments: Assignments) -> list[tuple[str, str]]:
    found = assigned(edition, assignments).findings
    return [(one.code, one.message) for one in found if one.code != "nobody"]


def test_two_people_of_one_name_are_two(tmp_path: Path) -> None:
    """They had one line and one sheet, with the post of the one and the telephone of the other."""
    edition = duty_list(tmp_path)
    rows = given(
        edition,
        (*ZHANG, Person("李红", FARM, "干事", "")),
        {STATION: FARM, PERSON: "张伟"},
        {STATION: SAFETY, PERSON: "张伟"},
        {STATION: FARM, PERSON: "张伟、李红"},
        {PERSON: "张伟（应急管理站）"},
    )
    found = assigned(edition, with_phones(rows))
    farm, safety = "张伟（农业农村服务中心）", "张伟（应急管理站）"
    assert people_of(rows, found) == (farm, safety, "李红")
    assert [
        (row.name, row.note, row.counts[-1]) for row in load_view(edition, rows, found).people
    ] == [
        (farm, f"{FARM}　主任", 2),
        (safety, f"{SAFETY}　副站长", 2),
        ("李红", f"{FARM}　干事", 1),
    ]
    sheet = person_handout(edition, rows, found, safety)
    assert sheet.note == f"{SAFETY}　副站长　0994-100099"
    assert [duty.code for group in sheet.groups for duty in group.duties] == [
        "基本-002",
        "基本-004",
    ]
    phones = [row.value(PHONE) for row in rows_by_code(edition, rows).values()]
    assert phones[:4] == ["0994-100003", "0994-100099", "0994-100003", "0994-100099"]


@pytest.mark.parametrize("row", [{}, {STATION: "党政办"}, {STATION: f"{FARM}、{SAFETY}"}])
def test_which_of_them_a_row_means_is_asked_where_it_does_not_say(
    tmp_path: Path, row: dict[str, str]
) -> None:
    edition = duty_list(tmp_path)
    rows = given(edition, (*ZHANG, Person("李红", "党政办")), {PERSON: "张伟", **row})
    asked = [message for code, message in told(edition, rows) if code == "which person"]
    assert asked == [
        "责任人“张伟”在“人员和站所”表有 2 人，分不清是哪一位；"
        "请写“张伟（农业农村服务中心）”或“张伟（应急管理站）”"
    ]
    (only,) = load_view(edition, rows, assigned(edition, rows)).people
    assert (only.name, only.note) == ("张伟", "")
    assert rows_by_code(edition, rows)["基本-001"].value(PHONE) == ""


def test_two_of_one_office_are_told_apart_by_their_posts(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    people = (ZHANG[0], replace(ZHANG[1], station=FARM))
    rows = given(edition, people, {STATION: FARM, PERSON: "张伟（农业农村服务中心副站长）"})
    assert people_of(rows, assigned(edition, rows)) == ("张伟（农业农村服务中心副站长）",)


def test_who_has_one_telephone_in_two_offices_is_one(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    people = (ZHANG[0], replace(ZHANG[1], phone=ZHANG[0].phone))
    rows = given(
        edition, people, {STATION: FARM, PERSON: "张伟"}, {STATION: SAFETY, PERSON: "张伟"}
    )
    (only,) = load_view(edition, rows, assigned(edition, rows)).people
    assert (only.name, only.note) == ("张伟", f"{FARM}　主任；{SAFETY}　副站长")
    assert only.counts[-1] == 2


@pytest.mark.parametrize(
    ("row", "code", "message"),
    [
        ({PERSON: "孙悟空"}, "unknown person", "责任人“孙悟空”不在“人员和站所”表"),
        ({LEADER: "孙悟空"}, "unknown person", "责任领导“孙悟空”不在“人员和站所”表"),
        ({STATION: "水管站"}, "unknown station", "责任站所“水管站”不在“人员和站所”表"),
        (
            {STATION: SAFETY, PERSON: "李红"},
            "elsewhere",
            "责任人“李红”在“人员和站所”表是农业农村服务中心的，这里的责任站所是应急管理站",
        ),
        ({PHONE: "13a"}, "phone", "联系电话“13a”不像电话号码"),
        ({WATCH_PHONE: "同上"}, "phone", "监督电话“同上”不像电话号码"),
        ({PHONE: "1390000111"}, "phone", "联系电话“1390000111”不像电话号码"),
        (
            {PHONE: "0994-12345、139000011112"},
            "phone",
            "联系电话“0994-12345、139000011112”不像电话号码",
        ),
    ],
)
def test_what_the_peoples_sheet_does_not_have_is_told(
    tmp_path: Path, row: dict[str, str], code: str, message: str
) -> None:
    edition = duty_list(tmp_path)
    people = (Person("李红", FARM), Person("王强", SAFETY))
    assert told(edition, given(edition, people, row)) == [(code, message)]
    assert told(edition, given(edition, people, row, row)) == [(code, f"{message}（共 2 行）")]


@pytest.mark.parametrize(
    "row",
    [
        {PERSON: "王 强、李  红", STATION: f"{FARM}、{SAFETY}", LEADER: "王　强"},
        {PHONE: "13900001111 13900002222", WATCH_PHONE: "12345"},
        {PHONE: "139 0000 1111；0994-1234567转802", WATCH_PHONE: "（0994）12345"},
        {PHONE: "李红13900001111", WATCH_PHONE: "+86 13900001111"},
    ],
)
def test_what_is_in_order_is_not_told(tmp_path: Path, row: dict[str, str]) -> None:
    edition = duty_list(tmp_path)
    people = (Person("李红", FARM), Person("王　强", SAFETY))
    assert told(edition, given(edition, people, row)) == []


def test_nothing_is_asked_of_a_sheet_that_nobody_filled_in(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    assert told(edition, given(edition, (), {PERSON: "孙悟空", STATION: "水管站"})) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王 建国", ("王建国",)),
        ("王 强 李 明", ("王强", "李明")),
        ("欧阳 锋", ("欧阳锋",)),
        ("王建国 李秀英", ("王建国", "李秀英")),
        ("王 强、买买提·艾力\n李红", ("王强", "买买提·艾力", "李红")),
    ],
)
def test_a_name_spread_over_its_cell_is_one(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_leaders_of_one_name_have_one_line(tmp_path: Path) -> None:
    edition = duty_list(tmp_path)
    rows = given(edition, (), {LEADER: "王 建国"}, {LEADER: "王建国"}, {LEADER: "李秀英、王建国"})
    leaders = load_view(edition, rows, assigned(edition, rows)).leaders
    assert [(one.name, one.counts[-1]) for one in leaders] == [("王建国", 3), ("李秀英", 1)]
