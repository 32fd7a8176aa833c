"""What a person decides is kept with its reason, some clauses at once, and stands on paper with
name and day."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from dutylist.app.corrections.exchange import dump_corrections, load_corrections, take_over
from dutylist.app.corrections.lay_over import apply_corrections, duty_target
from dutylist.app.corrections.model import Correction, Place, Target, describe
from dutylist.app.web.settings import Settings
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.records.text import squeezed
from tests.test_web_clerk import put
from tests.test_web_places import clause_of
from tests.test_web_safety import open_client, token
from tests.web_office import Served, list_text, new_page, put_in

pytestmark = pytest.mark.usefixtures("in_this_process")

FOREST = Place(2, 1)
FORESTRY, EMERGENCY = "安丰县林业局", "安丰县应急管理局"
OPEN = list_text().replace("3.开展业务培训。", "3.开展业务培训； 4.储备物资； 5.组织演练。")
"""A duty with three clauses that nobody has."""


@pytest.fixture(scope="module")
def read() -> DutyList:
    return duty_list_of(read_text(OPEN, "清单.txt"))


def made(field: str, target: Target, old: str, new: str, **more: str) -> Correction:
    day = "2026-01-05 09:00:00"
    return Correction("1" * 32, field, target, old, new, "王芳", day, **more)  # type: ignore[arg-type]


def moved(read: DutyList, path: tuple[int, ...], column: int) -> Correction:
    target = duty_target(read, FOREST, path, column)
    return made("clause moved", target, target.clause, "乡镇配合职责")


def test_a_clause_goes_into_another_column_word_for_word(read: DutyList) -> None:
    corrected = apply_corrections(read, [moved(read, (4,), 6)])
    assert [one.state for one in corrected.applied] == ["stands"]
    was, duty = read.lists[1].duties[0], corrected.duty_list.lists[1].duties[0]
    assert [one.text for one in duty.department_clauses] == [
        one.text for one in was.department_clauses[:-1]
    ]
    assert [one.text for one in duty.township_clauses] == [
        *(one.text for one in was.township_clauses),
        "组织演练。",
    ]
    # Not a character is lost or made.
    assert sorted("".join("".join(duty.cells).split())) == sorted(
        "".join("".join(was.cells).split())
    )
    assert describe(moved(read, (4,), 6)) == "配合履职第 1 项条文“5.组织演练。”移到“乡镇配合职责”栏"


def test_a_clause_that_cannot_be_moved_is_told_and_changes_nothing(read: DutyList) -> None:
    for wrong in (
        replace(moved(read, (4,), 6), old="5.别的话。"),
        moved(read, (4,), 5),
        moved(read, (4,), 9),
    ):
        corrected = apply_corrections(read, [wrong])
        assert corrected.applied[0].state == "lost"
        assert corrected.duty_list == read


def test_moved_clauses_and_reasons_go_to_another_reading(read: DutyList) -> None:
    reason = "原件第5条在乡镇一栏"
    corrected = apply_corrections(read, [replace(moved(read, (4,), 6), reason=reason)])
    text = dump_corrections(corrected, "清单.txt", "0" * 64)
    wanted = load_corrections(text, "更正.json").wanted
    taken = take_over(read, [], wanted, same_list=True, here="other")
    assert [one.reason for one in taken.corrections] == [reason]
    assert apply_corrections(read, taken.corrections).duty_list == corrected.duty_list
    again = take_over(read, taken.corrections, wanted, same_list=True, here="other")
    assert (again.corrections, again.present) == ((), 1)
    # A file of before there were reasons has none.
    data = json.loads(text)
    del data["corrections"][0]["reason"]
    old = load_corrections(json.dumps(data), "更正.json").wanted
    assert old[0].correction.reason == ""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def test_the_reason_is_kept_shown_and_exported(client: TestClient) -> None:
    (identity,) = put(client, 清单=list_text()).values()
    duty = f"/editions/{identity}/lists/2/duties/2"
    given = {"token": token(client), "who": "王芳", "reason": "印刷错误，\n见县委办通知"}
    data = given | {"field": "name", "old": "临时救助", "new": "特困救济"}
    assert client.post(f"{duty}/corrections", data=data).status_code == 303
    said = "原因：印刷错误， 见县委办通知"
    for path in (duty, f"/editions/{identity}/corrections"):
        assert said in client.get(path).text
    statement = client.get(f"/editions/{identity}/documents/corrections.pdf").content
    text = subprocess.run(["pdftotext", "-", "-"], input=statement, capture_output=True, check=True)
    assert squeezed(said) in squeezed(text.stdout.decode())
    # All data go out and come in with their reasons.
    archive = client.get("/data/export").content
    client.post(f"/editions/{identity}/delete", data={"token": token(client)})
    files = {"file": ("all.zip", io.BytesIO(archive))}
    client.post("/data/import", data={"token": token(client)}, files=files)
    assert said in client.get(f"/editions/{identity}/corrections").text
    too_long = client.post(f"{duty}/corrections", data=data | {"reason": "长" * 201})
    assert too_long.status_code == 422


def test_a_clause_from_a_split_is_not_moved_in_silence(client: TestClient) -> None:
    (identity,) = put(client, 清单=OPEN).values()
    duty = f"/editions/{identity}/lists/2/duties/1"
    given = {"token": token(client), "who": "王芳", "path": "4", "old": "5.组织演练。"}
    cut = given | {"field": "clause split", "new": "5.组织\n演练。"}
    assert client.post(f"{duty}/corrections", data=cut).status_code == 303
    move = given | {"field": "clause moved", "path": "5", "old": "演练。", "column": "6"}
    answer = client.post(f"{duty}/corrections", data=move)
    assert answer.status_code == 400
    assert "分条、并条得来的" in answer.text
    nowhere = client.post(f"{duty}/corrections", data=move | {"column": "5"})
    assert (nowhere.status_code, "请选择移到哪一栏" in nowhere.text) == (400, True)


def test_somebody_is_added_to_the_people_alone(client: TestClient) -> None:
    (identity,) = put(client, 清单=list_text()).values()
    here = f"/editions/{identity}/assignments"
    given = {"token": token(client), "who": "王芳"}
    one = {"name": "李红", "station": "民生办", "post": "主任", "phone": "0994-1"}
    for person in (one, one | {"phone": "0994-2"}, {"name": "张明"}):
        assert client.post(f"{here}/people", data=given | person).status_code == 303
    page = client.get(here).text
    assert page.count("李红</th>") == 1
    assert "0994-2" in page
    assert "添加人员：张明" in page
    # They are offered beside a duty, and their telephone stands on its card.
    duty = f"/editions/{identity}/lists/2/duties/2"
    assert '<option value="李红">' in client.get(duty).text
    values = {"column": "责任人", "was": "", "value": "李红"}
    assert client.post(f"{duty}/assignment", data=given | values).status_code == 303
    cards = client.get(f"/editions/{identity}/documents/cards.docx").content
    assert "0994-2" in words(docx.Document(io.BytesIO(cards)))
    nobody = client.post(f"{here}/people", data=given | {"name": " "})
    assert (nobody.status_code, "请写上姓名" in nobody.text) == (400, True)


def words(document: object) -> str:
    return "".join(one.text or "" for one in document.element.body.iter() if one.tag.endswith("}t"))  # type: ignore[attr-defined]


def test_some_clauses_are_given_one_is_moved_and_paper_says_that_a_person_said_so(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    with new_page(browser, served) as page:
        put_in(page, tmp_path, OPEN, "青禾镇.txt")
        page.get_by_role("link", name="打开").click()
        page.locator("#tabs").get_by_role("link", name="配合履职").click()
        page.locator("#rows .name a", has_text="森林防灭火").click()
        move_one(page)
        give_some(page)
        page.locator(".clauses .chip", has_text=EMERGENCY).first.click()
        for name in ("摘录 PDF", "责任卡 PDF"):
            with page.expect_download() as download:
                page.get_by_role("link", name=name).click()
            printed = tmp_path / "印.pdf"
            download.value.save_as(printed)
            text = subprocess.run(["pdftotext", printed, "-"], capture_output=True, check=True)
            said = "".join(text.stdout.decode().split())
            assert "人工确定" in said, name
            assert "王芳" not in said, name


def move_one(page: Page) -> None:
    clause = clause_of(page, "组织演练")
    clause.locator("summary", has_text="移栏").click()
    clause.get_by_label("这一条其实在").select_option("乡镇配合职责")
    form = clause.locator("form", has=page.get_by_label("这一条其实在"))
    form.get_by_label("更正人").fill("王芳")
    form.get_by_label("更正原因").fill("原件在右栏")
    form.get_by_role("button").click()
    township = page.locator(
        ".clauses", has=page.get_by_role("heading", name="乡镇（街道）配合职责")
    )
    expect(township).to_contain_text("组织演练")
    expect(page.locator(".history li.stands")).to_contain_text("原因：原件在右栏")


def give_some(page: Page) -> None:
    """Two of the open ones are there to be ticked; one is another office's, and stays open."""
    box = page.locator("#edit-unassigned")
    expect(box.locator("summary")).to_contain_text("未明确的 2 条")
    box.locator("summary").click()
    box.get_by_label("储备物资").uncheck()
    box.get_by_label(EMERGENCY).check()
    box.get_by_role("button", name="一并确定").click()
    expect(page.locator("#notice")).to_contain_text(f"1 条都归“{EMERGENCY}”")
    expect(page.locator("#edit-unassigned summary")).to_contain_text("未明确的 1 条")
    left = clause_of(page, "储备物资")
    expect(left).to_contain_text("未明确分工")
