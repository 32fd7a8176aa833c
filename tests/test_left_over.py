"""What another year's corrections do not fit is found, asked and kept until somebody decides."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.corrections.left_over import carried
from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

FIRST = ROWS["配合履职"][0]
RIVER = ("1", "自然资源", "河道清理", "安丰县林业局", "1.组织清理。", "配合清理。")
FOREST = "安丰县林业局"


def next_year(clauses: str, name: str = FIRST[2], township: str = FIRST[5]) -> str:
    """The list of next year: a duty in front, the first one's clauses and name changed."""
    changed = ("2", FIRST[1], name, FIRST[3], clauses, township)
    return list_text("2026年3月", {**ROWS, "配合履职": [RIVER, changed, *ROWS["配合履职"][1:]]})


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def correct(client: TestClient, duty: str, **said: object) -> None:
    data = {"who": "王芳", "token": token(client), **said}
    answer = client.post(f"{duty}/corrections", data=data)
    assert answer.status_code == 303, answer.text


def take(client: TestClient, old: str, new: str) -> str:
    data = {"other": old, "same_list": "0", "token": token(client)}
    return html.unescape(client.post(f"/editions/{new}/corrections/take", data=data).text)


def left(client: TestClient, new: str) -> list[str]:
    """What stands under 没有带来的更正."""
    page = html.unescape(client.get(f"/editions/{new}/corrections").text)
    section = re.search(r'<section id="left">(.*?)</section>', page, re.S)
    return re.findall(r"<li>(.*?)</li>", section[1], re.S) if section else []


def give(client: TestClient, ids: dict[str, str]) -> None:
    """Give the third clause of the old edition's first duty to an office."""
    duty = f"/editions/{ids['旧']}/lists/2/duties/1"
    correct(client, duty, field="departments", path="2", departments=[FOREST])


def given_and_taken(client: TestClient, ids: dict[str, str]) -> str:
    """The same taken over to the new edition: what stands there of it."""
    give(client, ids)
    take(client, ids["旧"], ids["新"])
    (item,) = left(client, ids["新"])
    return item


def decide(client: TestClient, item: str, do: int) -> None:
    action = re.search(r'<form action="([^"]*)"', item)
    old = re.search(r'<textarea name="old" hidden>\n(.*?)</textarea>', item, re.S)
    assert action
    data = {"who": "李明", "token": token(client), "do": str(do), "old": old[1] if old else ""}
    assert client.post(action[1], data=data).status_code == 303


def test_a_clause_whose_words_changed_is_asked_with_its_new_number(client: TestClient) -> None:
    new = next_year(FIRST[4].replace("3.开展业务培训", "3.每年开展业务培训"))
    ids = put(client, 旧=list_text(), 新=new)
    give(client, ids)
    page = take(client, ids["旧"], ids["新"])
    assert '<div class="doubted" role="status"><p>带来更正 0 处；1 处对不上，没有套用' in page
    (item,) = left(client, ids["新"])
    assert "配合履职第 2 项条文“3.每年开展业务培训。”" in item
    assert "条文改了几个字" in item
    assert f"/editions/{ids['新']}/lists/2/duties/2" in item
    assert "那里：3.开展业务培训。<br>这里：3.每年开展业务培训。" in item
    # Brought once more it is there once.
    take(client, ids["旧"], ids["新"])
    assert len(left(client, ids["新"])) == 1
    decide(client, item, 1)
    assert left(client, ids["新"]) == []
    record = html.unescape(client.get(f"/editions/{ids['新']}/corrections").text)
    assert f"配合履职第 2 项条文“3.每年开展业务培训。”的部门由“（无）”改为“{FOREST}”" in record
    assert "李明" in record


def test_a_text_with_other_changes_is_asked_and_the_rest_stays(client: TestClient) -> None:
    ids = put(
        client,
        旧=list_text(),
        新=next_year(FIRST[4], township="1.做好防火宣传；\n2.发现火情及时上报。"),
    )
    correct(
        *(client, f"/editions/{ids['旧']}/lists/2/duties/1"),
        field="cell",
        column="6",
        old=FIRST[5].replace("\n", " "),
        new="1.开展防火宣传； 2.发现火情马上上报。",
    )
    take(client, ids["旧"], ids["新"])
    (item,) = left(client, ids["新"])
    decide(client, item, 1)
    duty = html.unescape(client.get(f"/editions/{ids['新']}/lists/2/duties/2").text)
    assert "做好防火宣传；" in duty
    assert "发现火情马上上报。" in duty


def test_a_duty_whose_name_changed_is_found_and_leaving_it_is_kept(client: TestClient) -> None:
    ids = put(client, 旧=list_text(), 新=next_year(FIRST[4], "森林草原防灭火"))
    item = given_and_taken(client, ids)
    assert f"/editions/{ids['新']}/lists/2/duties/2" in item
    decide(client, item, 0)
    assert left(client, ids["新"]) == []
    take(client, ids["旧"], ids["新"])
    assert left(client, ids["新"]) == []


def test_what_is_nowhere_here_is_still_told_later(client: TestClient) -> None:
    gone = list_text("2026年3月", {**ROWS, "配合履职": ROWS["配合履职"][1:]})
    ids = put(client, 旧=list_text(), 新=gone)
    item = given_and_taken(client, ids)
    assert "这里没有“森林防灭火”这一项" in item
    assert 'value="1"' not in item
    assert "1 处对不上" in client.get(f"/editions/{ids['新']}/lists/1").text


def test_what_was_corrected_is_carried_where_it_stands_once() -> None:
    assert carried("甲乙丙", "甲丁丙", "甲乙丙，戊") == "甲丁丙，戊"
    assert carried("甲乙丙", "甲丁丙", "甲乙丙，甲乙丙") is None
    assert carried("甲乙丙", "甲丁丙", "甲丁丙") is None
    assert carried("公示5天，张贴", "公示7天，张贴", "公示5日，张贴") is None
