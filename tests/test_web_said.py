"""After a step the next page says what was done, once; corrections stand in one order; a place
keeps its county."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import ROWS, Served, list_text, new_page, put_in, serving

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def said(page: str) -> str:
    """What the page's notice says."""
    found = re.search(r'id="notice"[^>]*>(?:<p class="done">(.*?)</p>)?</div>', page)
    assert found
    return html.unescape(found[1] or "")


def retitle(client: TestClient, edition: str, field: str, was: str, new: str) -> None:
    data = {"field": field, "number": "0", "was": was, "new": new, "who": "王芳"}
    answer = client.post(f"{edition}/about", data=data | {"token": token(client)})
    assert answer.status_code == 303, answer.text


def test_what_was_done_is_said_on_the_next_page_and_not_again(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    retitle(client, edition, "title", "履职事项清单", "履职清单")
    assert said(client.get(f"{edition}/about").text) == "清单名称改为“履职清单”，署名王芳。"
    assert said(client.get(f"{edition}/about").text) == ""
    undo = re.search(r'action="(\S+/undo)"', client.get(f"{edition}/corrections").text)
    assert undo
    client.post(undo[1], data={"token": token(client)})
    told = said(client.get(f"{edition}/corrections").text)
    assert told == "已撤销：清单名称由“履职事项清单”改为“履职清单”。撤销人王芳。"


def test_corrections_of_a_duty_are_in_the_order_of_all_corrections(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    duty = f"{edition}/lists/2/duties/2"
    given = {"who": "王芳", "token": token(client)}
    for field, old, new in (
        *(("name", "临时救助", "临时救济"), ("category", "民生服务", "社会救助")),
    ):
        data = given | {"field": field, "old": old, "new": new}
        assert client.post(f"{duty}/corrections", data=data).status_code == 303
    assert said(client.get(duty).text) == "已更正，署名王芳。"
    pages = [
        client.get(path).text.split("<h3>更正记录")[-1] for path in (duty, f"{edition}/corrections")
    ]
    undone = [re.findall(r'action="(\S+/undo)"', page) for page in pages]
    assert len(undone[0]) == 2
    assert undone[0] == undone[1]


@pytest.mark.parametrize(
    ("was", "written", "place"),
    [
        ("云岭省清河市 安丰县青禾镇", "云岭省 清河市 安丰县 青禾镇", "安丰县青禾镇"),
        ("云岭省安丰区青禾街道", "云岭省 安丰区 青禾街道", "安丰区青禾街道"),
        # On covers that print it on a line of its own it stays alone.
        ("云岭省清河市安丰县 青禾镇", "云岭省清河市 安丰县 青禾镇", "青禾镇"),
    ],
)
def test_places_written_apart_keep_the_county(
    client: TestClient, was: str, written: str, place: str
) -> None:
    text = list_text().replace("云岭省清河市安丰县\n青禾镇", "\n".join(was.split()))
    edition = f"/editions/{put(client, 甲=text)['甲']}"
    retitle(client, edition, "region", was, written)
    heading = re.search(r"<h1>(\S+) <span", client.get(f"{edition}/lists/1").text)
    assert heading
    assert heading[1] == place


def test_the_hint_leads_to_a_place_with_its_county(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    hint = re.search(r'placeholder="从大到小[^"]*如：([^"]*)"', client.get(f"{edition}/about").text)
    assert hint
    retitle(client, edition, "region", "云岭省清河市安丰县 青禾镇", hint[1])
    assert "<h1>安丰县石桥镇 <span" in client.get(f"{edition}/lists/1").text


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Settings(tmp_path / "data")) as served:
        yield served


def test_the_list_stays_at_the_row_that_is_corrected(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    many = [(str(at), "民生服务", f"救助第{at}类困难群众") for at in range(1, 81)]
    with new_page(browser, served) as page:
        put_in(page, tmp_path, list_text(rows={**ROWS, "基本履职": many}), "长.txt")
        page.get_by_role("link", name="打开").first.click()
        page.locator("#row-1-75").click()
        expect(page.locator("#duty-name")).to_contain_text("第75类")
        for step in ("更正", "撤销"):
            if step == "更正":
                page.locator("#edit-duty > summary").click()
                page.locator("#new-name").fill("救助第75类群众")
                page.locator("#who-name").fill("王芳")
                page.get_by_role("button", name="更正名称").click()
                expect(page.locator("#row-1-75")).to_have_text("救助第75类群众")
            else:
                page.locator(".history .undo button").click()
                expect(page.locator("#row-1-75")).to_have_text("救助第75类困难群众")
            expect(page.locator("#row-1-75")).to_be_in_viewport()
            expect(page.locator("#row-1-75")).to_have_attribute("aria-current", "true")
        expect(page.locator("#notice")).to_contain_text("已撤销：基本履职第 75 项的事项名称")
