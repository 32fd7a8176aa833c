"""What is typed into a form: dates as people write them, refusals beside the field with everything
kept, who takes something back, keys that open and shut a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.app.web.typed_date import typed_date
from tests.test_web_clerk import put
from tests.test_web_rows import ask, change
from tests.test_web_safety import open_client, token
from tests.web_office import list_text, new_page, put_in, serving

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "office")) as client:
        yield client


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with serving(Settings(tmp_path / "data")) as served, new_page(browser, served) as page:
        put_in(page, tmp_path, list_text(), "青禾镇.txt")
        page.get_by_role("link", name="打开").click()
        yield page


@pytest.mark.parametrize(
    ("text", "date"),
    [
        *(("2026年3月", "2026-03"), ("2026年3月1日", "2026-03-01"), ("2026-03", "2026-03")),
        *(("2026.3", "2026-03"), ("２０２６年０３月", "2026-03"), ("2026/3/1", "2026-03-01")),
        *(("2026年", "2026"), ("2026 年 12 月 31 号", "2026-12-31"), ("２０２６．３", "2026-03")),
        *((" ", ""), ("2026年13月", None), ("2026-02-30", None), ("今年3月", None), ("26-3", None)),
    ],
)
def test_a_date_is_taken_as_people_write_it(text: str, date: str | None) -> None:
    assert typed_date(text) == date


def test_what_is_refused_stays_written(page: Page) -> None:
    """The sentence stands beside the date; what was typed with it is kept and saved with it."""
    page.get_by_role("link", name="清单信息").click()
    # The field says the date as every page does.
    expect(page.get_by_label("日期")).to_have_value("2025年9月")
    page.get_by_label("清单名称").fill("履职事项清单（2026年版）")
    page.get_by_label("日期").fill("明年春天")
    page.get_by_label("更正人").fill("王芳")
    page.get_by_role("button", name="保存更正").click()
    beside = page.locator("span:has(> #about-3) .problem")
    expect(beside).to_contain_text("日期请写成 2025年7月")
    expect(page.get_by_label("日期")).to_be_focused()
    expect(page.get_by_label("清单名称")).to_have_value("履职事项清单（2026年版）")
    expect(page.get_by_label("更正人")).to_have_value("王芳")
    page.get_by_label("日期").fill("２０２６年３月")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("h1")).to_contain_text("2026年3月")
    expect(page.get_by_label("清单名称")).to_have_value("履职事项清单（2026年版）")


def test_every_form_keeps_what_is_written(page: Page) -> None:
    """An office's name that is another's, a row without words: forms of other pages."""
    edition = page.url.split("/lists")[0]
    page.goto(f"{edition}/department?name=安丰县林业局")
    page.get_by_text("写法和名称").click()
    name = page.locator("#new-name")
    # The whole name is seen.
    assert name.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    name.fill("安丰县民政局")
    page.locator("#who-rename").fill("王芳")
    page.get_by_role("button", name="更正名称").click()
    expect(page.locator("form:has(#new-name) .problem")).to_contain_text("已经是另一个部门")
    expect(name).to_have_value("安丰县民政局")
    page.goto(f"{edition}/lists/2/duties/2/rows?how=split")
    page.locator("#cell-1-3").fill("临时救助和特困供养")
    page.get_by_label("更正人").fill("王芳")
    page.get_by_role("button", name="照此更正").click()
    expect(page.locator(".rows-form .problem")).to_contain_text("每一项都要有文字")
    expect(page.locator("#cell-1-3")).to_have_value("临时救助和特困供养")


def test_without_a_script_the_date_is_taken_too(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    page = client.get(f"{edition}/about").text
    fields = re.findall(r'name="(field|number|was|new)" value="([^"]*)"', page)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append("2026.3" if value == "2025年9月" else value)
    answer = client.post(f"{edition}/about", data=data | {"who": "王芳", "token": token(client)})
    assert answer.status_code == 303, answer.text
    assert "2026年3月" in client.get(f"{edition}/lists/1").text
    # Only the date was corrected.
    assert client.get(f"{edition}/corrections").text.count("/undo") == 1


def test_a_list_s_title_that_names_another_place_is_told(client: TestClient) -> None:
    text = list_text().replace("基本履职事项清单", "青禾镇基本履职事项清单")
    edition = f"/editions/{put(client, 甲=text)['甲']}"
    told = "和上面的地区和乡镇不同"
    assert told not in client.get(f"{edition}/about").text
    data = {"field": "region", "number": "0", "was": "云岭省清河市安丰县 青禾镇"}
    given = {"new": "云岭省清河市安丰县 青和镇", "who": "王芳", "token": token(client)}
    assert client.post(f"{edition}/about", data=data | given).status_code == 303
    page = client.get(f"{edition}/about").text
    assert page.count(told) == 1
    assert "“青禾镇”" in page.split(told)[0].rsplit("<p", 1)[1]


def test_who_takes_something_back_is_asked_where_nobody_knows(
    client: TestClient, tmp_path: Path
) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    duty = f"{edition}/lists/2/duties/2"
    data = {"field": "name", "old": "临时救助", "new": "临时救济", "who": "王芳"}
    client.post(f"{duty}/corrections", data=data | {"token": token(client)})
    # Another browser, which has signed nothing yet.
    client.cookies.delete("dutylist_who")
    page = client.get(f"{edition}/corrections").text
    form = page.split('/undo"')[1].split("</form>")[0]
    assert '<input name="who" required' in form
    (undo,) = re.findall(r'action="([^"]*/undo)"', page)
    given = {"token": token(client)}
    answer = client.post(undo, data=given)
    assert (answer.status_code, "姓名" in answer.text) == (400, True)
    assert client.post(undo, data=given | {"who": "李明"}).status_code == 303
    page = client.get(f"{edition}/corrections").text
    assert re.search("已撤销.*李明，", page, re.S)
    assert "未署名" not in page


def test_the_row_that_was_added_is_marked_and_not_its_neighbour(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    new = ["9", "民生服务", "医疗救助", "安丰县民政局", "审核。", "受理。"]
    added = change(
        client,
        f"{edition}/lists/2/duties/2",
        "after",
        ask(client, f"{edition}/lists/2/duties/2", "after")[0],
        new,
    )
    assert marked(client, edition) == ["医疗救助"]
    assert "后面增加一项" in client.get(added).text
    assert "更正记录" not in client.get(f"{edition}/lists/2/duties/2").text
    page = client.get(f"{edition}/corrections").text
    assert f'href="{added}">' in page
    # Both halves of a row that was cut in two.
    old, cells = ask(client, f"{edition}/lists/2/duties/1", "split")
    half = ["8", *cells[1:2], "防火宣传", *cells[3:6]]
    change(client, f"{edition}/lists/2/duties/1", "split", old, [*cells[:6], *half])
    assert marked(client, edition) == ["森林防灭火", "防火宣传", "医疗救助"]


def marked(client: TestClient, edition: str) -> list[str]:
    """The rows that the filter 只看更正过的 leaves; each has the badge."""
    page = client.get(f"{edition}/lists/2", params={"only": "corrected"}).text
    found = re.findall(r'<a id="row-2-\d+"[^>]*>(.*?)</a>( <span class="corrected")?', page)
    assert all(badge for _, badge in found)
    return [name for name, _ in found]


def test_keys_open_and_shut_a_form(page: Page) -> None:
    page.get_by_role("link", name="配合履职").click()
    page.locator("#rows .name a", has_text="森林防灭火").click()
    expect(page.locator("#duty-name")).to_contain_text("森林防灭火")
    page.keyboard.press("y")
    name = page.locator("#who-settle-1")
    expect(name).to_be_focused()
    page.keyboard.insert_text("王芳")
    page.keyboard.press("Escape")
    expect(page.locator("#settle-1")).not_to_have_attribute("open", "")
    expect(page.locator("#settle-1 > summary")).to_be_focused()
    page.keyboard.press("y")
    expect(name).to_have_value("王芳")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("已处理：按原件无误，署名王芳")


def test_the_next_finding_comes_where_this_one_was(page: Page) -> None:
    """Not under the bar, and the page does not jump."""
    text = list_text().replace("，", ",").replace("负责", "负责,").replace("开展", "开展,")
    edition = put_findings(page, text)
    page.goto(f"{edition}/findings")
    page.set_viewport_size({"width": 1366, "height": 400})
    row = page.locator("#finding-3")
    row.scroll_into_view_if_needed()
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(200)
    row.locator("summary").click()
    row.locator("input[name=who]").fill("王芳")
    following = page.locator("#finding-4 td").nth(2).inner_text()
    top = row.bounding_box()
    row.get_by_role("button", name="按原件无误").click()
    expect(page.locator("#finding-3 td").nth(2)).to_have_text(following)
    expect(page.locator("#finding-3 summary")).to_be_focused()
    now, bar = row.bounding_box(), page.locator(".top").bounding_box()
    assert top
    assert now
    assert bar
    assert abs(now["y"] - top["y"]) < 4
    assert now["y"] >= bar["y"] + bar["height"]


def put_findings(page: Page, text: str) -> str:
    page.goto("/")
    page.set_input_files(
        "#choose", {"name": "又一份.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    job = page.locator("#jobs .job.done", has_text="又一份.txt")
    job.get_by_role("link", name="打开").click()
    expect(page.locator("#tabs")).to_be_visible()
    return page.url.split("/lists")[0]
