"""A correction that was taken back is restored by a button, where nothing else was said since; and
a clause's departments are named as people name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import compared, put
from tests.test_web_safety import open_client, token
from tests.web_office import NEW_YEAR, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

PEAT = "/lists/2/duties/4"


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


def post(client: TestClient, address: str, **said: str) -> str:
    answer = client.post(address, data={"token": token(client), "who": "王芳", **said})
    return answer.text


def named(client: TestClient, its: str, old: str, new: str) -> str:
    return post(client, f"{its}{PEAT}/corrections", field="name", old=old, new=new)


def ways(client: TestClient, its: str, does: str) -> list[str]:
    page = client.get(f"{its}/corrections").text
    return re.findall(rf'action="([^"]*/{does})"', page)


def test_what_was_undone_is_restored(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    named(client, its, "湿地保护", "湿地守护")
    (undo,) = ways(client, its, "undo")
    # What stands is not restored: it would be there twice.
    assert "这条更正没有撤销" in post(client, undo.replace("/undo", "/redo"))
    assert len(ways(client, its, "undo")) == 1
    post(client, undo)
    assert "湿地保护" in client.get(its + PEAT).text
    (redo,) = ways(client, its, "redo")
    post(client, redo)
    page = client.get(its + PEAT).text
    assert "已恢复：配合履职第 4 项" in page
    assert '<h2 id="duty-name" tabindex="-1">湿地守护' in page
    # What was undone stays on record, and can be restored again only after another undoing.
    assert len(ways(client, its, "redo")) == len(ways(client, its, "undo")) == 1
    assert "那里后来另有更正" in post(client, redo)


def test_what_somebody_said_since_is_not_replaced_in_silence(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    named(client, its, "湿地保护", "湿地守护")
    post(client, ways(client, its, "undo")[0])
    named(client, its, "湿地保护", "湿地公园保护")
    (redo,) = ways(client, its, "redo")
    assert "那里后来另有更正" in post(client, redo)
    assert "湿地公园保护" in client.get(its + PEAT).text


def test_a_finding_that_was_settled_is_settled_again(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text().replace('做好党员', '做好,党员'))['甲']}"
    found = client.get(f"{its}/findings").text
    form = re.search(r'action="([^"]*settle)".*?</form>', found, re.S)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    left = found.count('class="settle"') or found.count("/settle")
    post(client, form[1], **(fields | {"said": "按原件无误", "who": "王芳"}))
    (undo,) = ways(client, its, "undo")
    post(client, undo)
    assert client.get(f"{its}/findings").text.count("/settle") == left
    post(client, ways(client, its, "redo")[0])
    assert client.get(f"{its}/findings").text.count("/settle") < left


def test_a_decision_of_a_comparison_is_restored(client: TestClient) -> None:
    ids = put(client, 旧=list_text(), 新=NEW_YEAR)
    its = f"/editions/{ids['新']}"
    sides = {"old": ids["旧"], "new": ids["新"], "how": "part", "before": "旧 基本-1"}
    post(client, "/compare/decisions", **sides)
    assert "人工确定" in compared(client, ids["旧"], ids["新"])
    post(client, ways(client, its, "undo")[0])
    assert "人工确定" not in compared(client, ids["旧"], ids["新"])
    post(client, ways(client, its, "redo")[0])
    assert "人工确定" in compared(client, ids["旧"], ids["新"])


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("县民政局", "安丰县民政局"),
        ("民政局", "安丰县民政局"),
        ("安丰县民政局", "安丰县民政局"),
        ("县市监局、县民政局", "安丰县市场监督管理局、安丰县民政局"),
        ("市监局，安丰县林业局", "安丰县市场监督管理局、安丰县林业局"),
    ],
)
def test_departments_are_named_as_people_name_them(
    client: TestClient, written: str, becomes: str
) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    said = {"field": "departments", "path": "0", "old": "安丰县林业和湿地局"}
    post(client, f"{its}{PEAT}/corrections", **said, departments=written)
    (entry,) = re.findall(r'<tr class="stands"><td>.*?</td>', client.get(f"{its}/corrections").text)
    assert set(becomes.split("、")) == set(re.findall(r"安丰县\w+?局", entry.split("改为")[1]))


def test_a_name_that_two_departments_go_by_is_refused(client: TestClient) -> None:
    both = list_text().replace("安丰县应急管理局", "清河市民政局")
    its = f"/editions/{put(client, 甲=both)['甲']}"
    said = {"field": "departments", "path": "0", "old": "安丰县林业和湿地局"}
    answer = post(client, f"{its}{PEAT}/corrections", **said, departments="民政局")
    meant = re.search("“民政局”可以指(.*?)，请写全名。", answer)
    assert meant
    assert set(meant[1].split("、")) == {"安丰县民政局", "清河市民政局"}
    assert ways(client, its, "undo") == []


def test_a_department_is_meant_by_its_other_spelling(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    other = "安丰县林业和湿地局"
    post(client, f"{its}/department/corrections", field="alias", old=other, new="安丰县林业局")
    said = {"field": "departments", "path": "0", "old": "安丰县林业局"}
    post(client, f"{its}{PEAT}/corrections", **said, departments=f"{other}、安丰县应急管理局")
    page = client.get(its + PEAT).text
    chosen = set(re.findall(r'name="departments" value="([^"]+)" checked', page))
    assert chosen == {"安丰县林业局", "安丰县应急管理局"}


def test_who_restores_signs_and_nothing_is_restored_where_the_text_is_another(
    client: TestClient,
) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    said = {"field": "departments", "path": "0", "old": "安丰县林业和湿地局"}
    post(client, f"{its}{PEAT}/corrections", **said, departments="安丰县民政局")
    post(client, ways(client, its, "undo")[0])
    post(client, ways(client, its, "redo")[0], who="李明")
    page = client.get(f"{its}/corrections").text
    signed = re.findall(r'<tr class="(\w+)">.*?<td class="nowrap">(.*?)</td>', page, re.S)
    assert signed == [("stands", "李明"), ("undone", "王芳")]
    post(client, ways(client, its, "undo")[0])
    # The clause that it was said of has been cut in two meanwhile.
    cell = {"field": "cell", "column": "5", "old": "县林业和湿地局负责湿地监测。"}
    post(client, f"{its}{PEAT}/corrections", **cell, new="1.县林业局巡查；2.县民政局监测。")
    for redo in ways(client, its, "redo"):
        assert "那里现在的文字和更正时不同，不能恢复" in post(client, redo)
    assert len(ways(client, its, "undo")) == 1


def test_a_name_of_the_list_that_is_restored_is_its_name_everywhere(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    was, new = "云岭省清河市安丰县 青禾镇", "云岭省清河市安丰县 青石镇"
    post(client, f"{its}/about", field="region", number="0", was=was, new=new)

    def called() -> set[str]:
        client.get("/")  # What was done is told once.
        return set(re.findall("青.镇", client.get("/").text))

    assert called() == {"青石镇"}
    post(client, ways(client, its, "undo")[0])
    assert called() == {"青禾镇"}
    post(client, ways(client, its, "redo")[0])
    assert called() == {"青石镇"}


def test_a_department_that_is_not_there_is_added_to_its_cell_first(client: TestClient) -> None:
    its = f"/editions/{put(client, 甲=list_text())['甲']}"
    said = {"field": "departments", "path": "0", "old": "安丰县林业和湿地局"}
    answer = post(client, f"{its}{PEAT}/corrections", **said, departments="县档案局")
    assert "清单中没有“县档案局”这个部门" in answer
    assert "先在“原文”里把它加到部门一栏" in answer
    cell = {"field": "cell", "column": "4", "old": "安丰县林业和湿地局"}
    added = cell["old"] + "、安丰县档案局"
    post(client, f"{its}{PEAT}/corrections", **cell, new=added)
    post(client, f"{its}{PEAT}/corrections", **said, departments="县档案局")
    assert len(ways(client, its, "undo")) == 2
