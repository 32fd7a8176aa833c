"""Searching, addresses and keys in Chromium: composing is no typing, back is one step."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dutylist.extract.read import readable_endings
from tests.web_office import ROWS, Served, list_text, new_page, put_in

pytestmark = pytest.mark.usefixtures("in_this_process")

LONG = {
    **ROWS,
    "配合履职": [
        *ROWS["配合履职"],
        *(
            (str(number), "民生服务", f"第{number}项救助", "安丰县民政局", "1.审核。", "1.受理。")
            for number in range(5, 70)
        ),
    ],
}
"""A list of which more rows than a screen has stand before those looked for."""

MOST_TABS = 12
"""From a duty's name to correcting it: what stands before are the ways to other duties."""


@pytest.fixture(scope="module")
def edition(browser: Browser, served: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    with new_page(browser, served) as page:
        put_in(page, tmp_path_factory.mktemp("in"), list_text(rows=LONG), "青禾镇.txt")
        found = page.locator("#jobs .job-actions a").get_attribute("href") or ""
        return found.split("/lists")[0]


@pytest.fixture
def page(browser: Browser, served: Served, edition: str) -> Iterator[Page]:
    with new_page(browser, served) as page:
        page.goto(f"{edition}/lists/2")
        yield page


def asked(page: Page) -> list[str]:
    """What is searched from now on."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if "query=" in one.url else None)
    return found


def steps(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_nothing_is_searched_while_an_input_method_composes(page: Page) -> None:
    searches, before = asked(page), steps(page)
    keyboard = page.context.new_cdp_session(page)
    page.locator("#query").focus()
    for composed in ("s", "sh", "shi", "shi d", "shi di"):
        place = {"selectionStart": len(composed), "selectionEnd": len(composed)}
        keyboard.send("Input.imeSetComposition", {"text": composed, **place})
        # Longer than the page waits after a key.
        page.wait_for_timeout(250)
    assert searches == []
    expect(page.locator("#rows tbody tr")).to_have_count(len(LONG["配合履职"]))
    keyboard.send("Input.insertText", {"text": "湿地"})
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert len(searches) == 1
    assert steps(page) == before


def test_typing_replaces_opening_pushes_and_back_is_one_step(page: Page, edition: str) -> None:
    before = steps(page)
    query = page.locator("#query")
    for word in ("救", "救助", "湿地"):
        query.fill(word)
        expect(page).to_have_url(re.compile(r"query=[^&]+"))
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert steps(page) == before
    page.locator("#rows .name a").click()
    expect(page.locator("#duty-name")).to_contain_text("湿地保护")
    duty = re.compile(r"/lists/2/duties/4\?query=%E6%B9%BF%E5%9C%B0$")
    expect(page).to_have_url(duty)
    assert steps(page) == before + 1
    # Leaving the field searches no second time: the address stays the duty's.
    query.focus()
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    expect(page).to_have_url(duty)
    page.reload()
    expect(page.locator("#duty-name")).to_contain_text("湿地保护")
    expect(query).to_have_value("湿地")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/lists/2\?query=%E6%B9%BF%E5%9C%B0(&|$)"))
    expect(page.locator("#duty-name")).to_have_count(0)
    page.go_back()
    assert "/lists/" not in page.url


def test_from_a_long_list_into_a_duty_and_back_by_a_handful_of_keys(page: Page) -> None:
    keys = page.keyboard
    keys.press("/")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("#duty-name")).to_contain_text("临时救助")
    keys.press("ArrowRight")
    expect(page.locator("#duty-name")).to_be_focused()
    for _ in range(MOST_TABS):
        keys.press("Tab")
        if page.evaluate("document.activeElement.closest('#edit-duty') !== null"):
            break
    else:
        pytest.fail("not reached")
    keys.press("ArrowLeft")
    expect(page.locator("#rows [aria-current]")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("#duty-name")).to_contain_text("食品摊贩管理")


def test_keys_for_findings_columns_and_doubts(page: Page) -> None:
    keys = page.keyboard
    keys.press("n")
    first = page.locator("#duty-name")
    expect(first).to_contain_text("森林防灭火")
    keys.press("y")
    expect(page.locator("#settle-1")).to_have_attribute("open", "")
    expect(page.locator("#who-settle-1")).to_be_focused()
    keys.press("Escape")
    keys.press("5")
    field = page.locator("#edit-cell-5 textarea[name=new]")
    expect(field).to_be_focused()
    # Within a field a letter is a letter.
    keys.type("npy")
    expect(field).to_have_value(re.compile("npy$"))
    expect(first).to_contain_text("森林防灭火")
    page.locator("#duty-name").focus()
    keys.press("n")
    expect(first).not_to_contain_text("森林防灭火")
    keys.press("p")
    expect(first).to_contain_text("森林防灭火")


def test_a_key_pressed_the_moment_a_duty_is_shown_keeps_its_focus(page: Page) -> None:
    # htmx would wait 20 ms and then take the focus from what the key had opened.
    page.evaluate("""() => {
        const shown = new MutationObserver(() => {
            shown.disconnect();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "y", bubbles: true }));
        });
        shown.observe(document.getElementById("detail"), { childList: true });
    }""")
    page.keyboard.press("n")
    expect(page.locator("#settle-1")).to_have_attribute("open", "")
    page.wait_for_timeout(100)
    expect(page.locator("#who-settle-1")).to_be_focused()


def test_what_is_written_stays_while_the_program_is_closed(page: Page, edition: str) -> None:
    """Told to refresh the page, the clerk would lose it."""
    page.set_default_timeout(20_000)
    page.goto(f"{edition}/lists/2/duties/1")
    page.keyboard.press("3")
    written = page.locator("details[open] textarea:visible")
    written.fill("森林草原防灭火")
    page.locator("details[open] input[name=who]").fill("王芳")
    page.route("**/corrections", lambda route: route.abort())
    written.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("后再试，写的还在")
    expect(page.locator("#notice")).not_to_contain_text("刷新")
    expect(written).to_have_value("森林草原防灭火")
    # Where nothing is written, refreshing is right.
    page.route("**/duties/2**", lambda route: route.abort())
    page.locator("#rows .name a").nth(1).click()
    expect(page.locator("#notice")).to_contain_text("刷新页面")


def test_the_file_chooser_offers_what_is_read(page: Page) -> None:
    page.goto("/")
    offered = (page.locator("#choose").get_attribute("accept") or "").split(",")
    assert offered == [*readable_endings(), ".zip"]
    assert {".doc", ".wps", ".xls", ".ofd", ".png", ".jpg", ".tif", ".md"} <= set(offered)


def test_a_telephone_shows_list_and_duty_one_after_the_other(
    browser: Browser, served: Served, edition: str
) -> None:
    with new_page(browser, served, (390, 844)) as page:
        page.goto(f"{edition}/lists/2")
        page.locator("#query").fill("湿地")
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        page.locator("#rows .name a").click()
        expect(page.locator("#duty-name")).to_be_in_viewport()
        expect(page.locator("#rows")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#edit-cell-5 > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name="返回列表").click()
        expect(page.locator("#rows")).to_be_visible()
        expect(page.locator("#query")).to_have_value("湿地")
