"""Every page for everybody: axe-core finds nothing, and all fits a small screen and a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from dutylist.app.web.settings import Settings
from tests.web_office import (
    NEW_YEAR,
    PHONE,
    SCREEN,
    chromium,
    new_page,
    print_list,
    put_in,
    serving,
)

AXE = Path(__file__).parent / "assets" / "axe.min.js"


WIDE = (1920, 1080)
MAGNIFIED = (683, 384)
"""What a screen of 1366 × 768 shows at 200 %."""


@pytest.mark.parametrize(
    "size",
    [SCREEN, PHONE, WIDE, MAGNIFIED],
    ids=["screen", "phone", "wide screen", "at 200 per cent"],
)
def test_every_page_is_accessible_and_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    with (
        chromium() as browser,
        serving(Settings(tmp_path / "data")) as served,
        new_page(browser, served, size) as page,
    ):
        page.goto("/")
        looks_right(page, "first start")
        page.set_input_files("#choose", print_list(browser, tmp_path / "青禾镇清单.pdf"))
        page.wait_for_selector("#jobs .job.done")
        put_in(page, tmp_path, NEW_YEAR, "新.txt")
        looks_right(page, "home")
        links = page.locator("#editions td a[href*='/lists/1']").all()
        new, old = (link.get_attribute("href") or "" for link in links)
        edition = old.removesuffix("/lists/1")
        page.goto(f"{edition}/lists/2/duties/1")
        page.locator("#edit-assignment > summary").click()
        for label, text in (("责任站所", "平安办"), ("责任人", "王强"), ("填写人", "王芳")):
            page.locator("#edit-assignment").get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="保存分工").click()
        page.wait_for_selector("#assignment dd")
        for path in (
            *(
                "lists/1",
                "lists/2",
                "lists/2?query=没有的词",
                "lists/2/duties/1",
                "lists/3/duties/1",
            ),
            *("departments", "findings", "charts", "corrections", "files", "assignments"),
            *("lists/2/duties/2/rows?how=split", "about"),
            *("department?name=安丰县应急管理局", "findings?code=unassigned+clause"),
            f"../../{new.removesuffix('/lists/1').lstrip('/')}/assignments",
        ):
            page.goto(f"{edition}/{path}")
            for details in page.locator("details").all():
                details.evaluate("(element) => { element.open = true }")
            looks_right(page, path)
        page.goto(f"/compare?old={old.split('/')[2]}&new={new.split('/')[2]}")
        looks_right(page, "compare")
        for path in ("/compare", "/data", "/help", "/search?query=保护", "/stop", "/nothing"):
            page.goto(path)
            looks_right(page, path)


def looks_right(page: Page, name: str) -> None:
    """No violation that axe-core knows, and nothing wider than the window."""
    page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate("() => axe.run().then((result) => result.violations)")
    told = [
        (
            one["id"],
            [node["target"] for node in one["nodes"]][:3],
            one["nodes"][0]["failureSummary"],
        )
        for one in violations
    ]
    assert told == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
