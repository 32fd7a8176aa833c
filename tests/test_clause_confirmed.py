"""A clause of which a part was recognised is confirmed as it was read: nothing moves, nothing is
said of it that is not so."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.corrections.lay_over import Corrected, apply_corrections, duty_target
from dutylist.app.corrections.model import Correction, Place, describe
from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Clause, DutyList
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

FARMING, FOREST, MONEY, AID = (
    f"安丰县{name}" for name in ("农业农村局", "林业局", "财政局", "民政局")
)
DUTY = (
    *("1", "乡村振兴", "农业保险", "、".join((FARMING, FOREST, MONEY))),
    "1.县财政局组织县农业农村局、县林业局开展监督检查；\n"
    "2.会同县农业农村局、县林业局核实投保数量；\n"
    "3.通报检查结果；\n"
    "4.县农业农村局审核材料，报县财政局备案。",
    "协助核实。",
)
TEXT = list_text(rows={**ROWS, "配合履职": [DUTY, *ROWS["配合履职"][1:]]})
HERE = Place(2, 1)


@pytest.fixture
def read(tmp_path: Path) -> DutyList:
    path = tmp_path / "清单.txt"
    path.write_text(TEXT, "utf-8")
    return read_duty_list(path)


def clauses(duty_list: DutyList) -> tuple[Clause, ...]:
    return duty_list.lists[1].duties[0].department_clauses


def given(read: DutyList, *said: tuple[int, str, str]) -> Corrected:
    return apply_corrections(
        read,
        [
            Correction(
                f"{at:032x}",
                *("departments", duty_target(read, HERE, (clause,)), old, new),
                *("张三", f"2026-01-05 09:00:{at:02d}"),
            )
            for at, (clause, old, new) in enumerate(said)
        ],
    )


def marks(duty_list: DutyList, office: str) -> dict[str, str]:
    duty = next(one for one in excerpt_view(duty_list, office).duties if one.name == "农业保险")
    return {one.label: one.mark for one in duty.clauses}


def meanings(duty_list: DutyList, office: str) -> dict[str, str]:
    return dict(excerpt_view(duty_list, office).marks)


def test_what_was_read_in_part_is_confirmed_as_it_is(read: DutyList) -> None:
    was = clauses(read)[0]
    assert (was.basis, was.departments) == ("part", (MONEY, FARMING, FOREST))
    same = "、".join(was.departments)
    corrected = given(read, (0, same, same))
    now = clauses(corrected.duty_list)[0]
    assert (now.basis, now.departments) == ("decided", was.departments)
    assert [one.part for one in now.actors] == [one.part for one in was.actors]
    (one,) = corrected.applied
    assert one.state == "stands"
    assert describe(one.correction) == (
        "配合履职第 1 项条文“1.县财政局组织县农业农村局、县林业局开展监督…”"
        f"的部门经核对是“{same}”，与认出的相同"
    )


def test_chosen_in_another_order_they_stand_as_in_the_clause(read: DutyList) -> None:
    corrected = given(read, (0, "", "、".join((FARMING, FOREST, MONEY))))
    assert clauses(corrected.duty_list)[0].departments == (MONEY, FARMING, FOREST)


def test_who_only_joined_acts_where_nobody_else_does(read: DutyList) -> None:
    """会同… names no doer: those that a person says it is do it."""
    was = clauses(read)[1]
    assert {one.part for one in was.actors} == {"joins"}
    same = "、".join(was.departments)
    alone = clauses(given(read, (1, same, same)).duty_list)[1]
    assert [one.part for one in alone.actors] == ["does", "does"]
    led = clauses(given(read, (1, same, f"{MONEY}、{same}")).duty_list)[1]
    assert [(one.office, one.part) for one in led.actors] == [
        *((MONEY, "does"), (FARMING, "joins"), (FOREST, "joins"))
    ]


def test_excerpts_say_what_the_clause_says_and_what_a_person_added(read: DutyList) -> None:
    same = "、".join(clauses(read)[0].departments)
    now = given(read, (0, same, same), (2, "", MONEY)).duty_list
    assert marks(now, MONEY)["1."].startswith("人工核对：与")
    assert marks(now, MONEY)["3."] == "人工确定"
    assert meanings(now, MONEY) == {
        "未明确分工": "清单该条没有写明、或没有全部认出由哪个部门承担，列出供参考",
        "人工核对": "清单该条或其标题写到本部门，是否由本部门承担不够明确，由工作人员核对确定",
        "人工确定": "清单该条没有写到本部门，由工作人员确定由本部门承担，不是清单原文",
        "涉及": "该条由其他主体承担，文中提到本部门",
    }
    assert "人工确定" not in meanings(now, FOREST)
    heads = [one.head for one in card_view(now, "cooperative", now.lists[1].duties[0]).sections]
    assert f"共同承担：{MONEY}、{FARMING}、{FOREST}（人工核对）" in heads
    assert f"{MONEY}（配合）（人工确定）" in heads


def test_whom_the_clause_names_stays_named_when_it_is_anothers(read: DutyList) -> None:
    """Given to one, then to both: the clause wrote of the other all the time."""
    same = "、".join(clauses(read)[1].departments)
    one = given(read, (1, same, MONEY)).duty_list
    assert clauses(one)[1].departments == (MONEY,)
    assert clauses(one)[1].mentions == (FARMING, FOREST)
    assert marks(one, FARMING)["2."] == "涉及"
    both = given(read, (1, same, MONEY), (1, MONEY, f"{MONEY}、{FARMING}")).duty_list
    assert marks(both, FARMING)["2."].startswith("人工核对")
    assert marks(both, MONEY)["2."].startswith("人工确定")


def test_only_mentioned_and_given_is_written_of(read: DutyList) -> None:
    now = given(read, (3, FARMING, MONEY)).duty_list
    assert marks(now, MONEY)["4."].startswith("人工核对")


def test_the_only_office_of_a_row_is_not_in_the_clause(read: DutyList) -> None:
    target = duty_target(read, Place(2, 2), (0,))
    one = Correction("1" * 32, "departments", target, AID, f"{AID}、{MONEY}", "张三", "2026-01-05")
    now = apply_corrections(read, [one]).duty_list.lists[1].duties[1]
    assert {actor.because for actor in now.department_clauses[0].actors} == {
        "人工确定：张三 2026-01-05"
    }


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def test_on_the_page_saving_unchanged_confirms(client: TestClient) -> None:
    (identity,) = put(client, 清单=TEXT).values()
    path = f"/editions/{identity}/lists/2/duties/1"
    same = f"{MONEY}、{FARMING}、{FOREST}"
    sent = {
        "token": token(client),
        "who": "张三",
        "field": "departments",
        "path": "0",
        "old": same,
        "departments": [FARMING, FOREST, MONEY],
    }
    answer = client.post(f"{path}/corrections", data=sent, headers={"HX-Request": "true"})
    assert "部门没有改动，已记为核对无误，署名张三。" in answer.text
    assert f"监督检查；”的部门核对无误，是{same}</p>" in answer.text
    record = html.unescape(client.get(f"/editions/{identity}/corrections").text)
    assert f"经核对是“{same}”，与认出的相同" in record
    # Once it is settled there is nothing more to confirm.
    again = client.post(f"{path}/corrections", data=sent, headers={"HX-Request": "true"})
    assert "内容没有变化，没有记录更正。" in again.text


def test_all_at_once_leaves_what_was_recognised_in_part(client: TestClient) -> None:
    (identity,) = put(client, 清单=TEXT).values()
    path = f"/editions/{identity}/lists/2/duties/1"
    page = client.get(path).text
    form = re.search(r'<details class="edit" id="edit-unassigned">.*?</details>', page, re.S)
    assert form
    boxes = re.findall(r'name="path" value="(\d)"( checked)?', form[0])
    assert boxes == [("0", ""), ("1", ""), ("2", " checked")]
    sent = {"token": token(client), "who": "张三", "path": ["1", "2"], "departments": [MONEY]}
    answer = client.post(f"{path}/unassigned", data=sent, headers={"HX-Request": "true"})
    notice = re.search(r'<p class="done">([^<]*)', answer.text)
    assert notice
    assert notice[1] == (f"2 条都归“{MONEY}”，其中 1 条原来认出的部门仍在，署名张三。")
    record = html.unescape(client.get(f"/editions/{identity}/corrections").text)
    assert f"由“{FARMING}、{FOREST}”改为“{MONEY}、{FARMING}、{FOREST}”" in record
