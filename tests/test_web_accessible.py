"""Every page for everybody: axe-core finds nothing, and all fits a small screen and a phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dutylist.app.web.settings import Settings
from tests.web_office import (
    NEW_YEAR,
    PHONE,
    SCREEN,
    Served,
    new_page,
    print_list,
    put_in,
    serving,
)

pytestmark = pytest.mark.usefixtures("in_this_process")

AXE = Path(__file__).parent / "assets" / "axe.min.js"


WIDE = (1920, 1080)
MAGNIFIED = (683, 384)
"""What a screen of 1366 × 768 shows at 200 %."""


SIZES = {
    "screen": SCREEN,
    "phone": PHONE,
    "wide screen": WIDE,
    "at 200 per cent": MAGNIFIED,
}


@dataclass(frozen=True)
class Filled:
    """The paths of two editions that have been put in; the old one has an assignment."""

    old: str
    new: str


@pytest.fixture(scope="module")
def filled(browser: Browser, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("lists")
    with new_page(browser, served) as page:
        page.goto("/")
        page.set_input_files("#choose", print_list(browser, folder / "青禾镇清单.pdf"))
        page.wait_for_selector("#jobs .job.done")
        put_in(page, folder, NEW_YEAR, "新.txt")
        links = page.locator("#editions td a[href*='/lists/1']")
        expect(links).to_have_count(2)
        new, old = (
            (link.get_attribute("href") or "").removesuffix("/lists/1") for link in links.all()
        )
        page.goto(f"{old}/lists/2/duties/1")
        page.locator("#edit-assignment > summary").click()
        for label, text in (("责任站所", "平安办"), ("责任人", "王强"), ("填写人", "王芳")):
            page.locator("#edit-assignment").get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="保存分工").click()
        page.wait_for_selector("#assignment dd")
    return Filled(old, new)


def test_the_first_start_is_accessible_and_fits(browser: Browser, tmp_path: Path) -> None:
    with serving(Settings(tmp_path / "data")) as served, new_page(browser, served) as page:
        page.goto("/")
        looks_right_at_each_size(page)


OF_AN_EDITION = (
    *("lists/1", "lists/2", "lists/2?query=没有的词", "lists/2/duties/1", "lists/3/duties/1"),
    *("departments", "findings", "charts", "corrections", "files", "assignments"),
    *("lists/2/duties/2/rows?how=split", "about"),
    *("department?name=安丰县应急管理局", "findings?code=unassigned+clause"),
)
OF_ALL = ("/compare", "/data", "/help", "/search?query=保护", "/stop", "/nothing")


def test_every_page_is_accessible_and_fits(
    browser: Browser, served: Served, filled: Filled
) -> None:
    with new_page(browser, served) as page:
        page.goto("/")
        page.wait_for_selector("#jobs .job.done")
        looks_right_at_each_size(page)
        old, new = (path.split("/")[2] for path in (filled.old, filled.new))
        for path in (
            *(f"{filled.old}/{path}" for path in OF_AN_EDITION),
            *(f"{filled.new}/assignments", f"/compare?old={old}&new={new}"),
            *OF_ALL,
        ):
            page.goto(path)
            for details in page.locator("details").all():
                details.evaluate("(element) => { element.open = true }")
            looks_right_at_each_size(page)


BROKEN = """() => [...document.querySelectorAll(".level:not(.sentence), .corrected")]
    .filter((one) => one.clientHeight > 2 * parseFloat(getComputedStyle(one).lineHeight) - 1)
    .map((one) => one.textContent)"""
"""The badges that do not stand on one line."""

HIDDEN_TABS = """() => [...document.querySelectorAll("#tabs a, .top nav a")]
    .filter((one) => {
        const its = one.getBoundingClientRect(), all = one.parentElement.getBoundingClientRect();
        return its.right > all.right + 1 || its.left < all.left - 1 || its.right > innerWidth;
    })
    .map((one) => one.textContent)"""
"""The tabs that are cut off."""


def looks_right_at_each_size(page: Page) -> None:
    """No violation that axe-core knows, and nothing wider than the window; no badge is broken and
    no tab cut off."""
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        # What is told is only what is wrong: to gather all that is right takes as long again.
        found = page.evaluate(
            "async () => (await axe.run({resultTypes: ['violations']})).violations"
        )
        told = [
            (
                one["id"],
                [node["target"] for node in one["nodes"]][:3],
                one["nodes"][0]["failureSummary"],
            )
            for one in found
        ]
        assert told == [], (page.url, name)
        fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, (page.url, name)
        assert page.evaluate(BROKEN) == [], (page.url, name)
        assert page.evaluate(HIDDEN_TABS) == [], (page.url, name)
