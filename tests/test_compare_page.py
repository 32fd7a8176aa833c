"""The comparison's web page in a browser: filters, by mouse and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dutylist.compare.editions import compare_editions
from dutylist.render.views.comparison import ComparisonView, comparison_view
from dutylist.render.web.comparison import comparison_html
from tests.edits import base_rows, edited
from tests.found_changes import read_rows
from tests.web_office import chromium

ROWS = base_rows()


@pytest.fixture(scope="module")
def view() -> ComparisonView:
    new = read_rows(edited(ROWS, 7, 40).rows, 2026)
    return comparison_view(compare_editions(read_rows(ROWS, 2025), new))


@pytest.fixture(scope="module")
def page(view: ComparisonView, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    file: Path = tmp_path_factory.mktemp("page") / "comparison.html"
    file.write_text(comparison_html(view), encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        yield page


def wait_until_all_are_shown(page: Page) -> None:
    """A form tells of its reset before it resets: the page shows the rows a moment later."""
    page.wait_for_function("document.querySelectorAll('#table tbody[hidden]').length === 0")


def visible(page: Page) -> list[int]:
    """The numbers of the rows that are shown."""
    bodies = page.locator("#table tbody:not([hidden])")
    return [int(name[1:]) for name in bodies.evaluate_all("all => all.map(one => one.id)")]


def test_filters_show_the_rows_that_have_what_is_asked_for(
    page: Page, view: ComparisonView
) -> None:
    page.select_option("#kind", "清单间调整")
    page.select_option("#list", "基本履职")
    assert visible(page) == [
        row.number
        for row in view.rows
        if "清单间调整" in row.kind_names and "基本履职" in row.lists
    ]
    page.click("button[type=reset]")
    wait_until_all_are_shown(page)
    assert visible(page) == [row.number for row in view.rows]
    office = view.rows[-1].departments[0]
    page.select_option("#department", office)
    assert visible(page) == [row.number for row in view.rows if office in row.departments]
    assert page.text_content("#shown") == f"显示 {len(visible(page))} 项，共 {len(view.rows)} 项"
    page.click("button[type=reset]")
    wait_until_all_are_shown(page)


def test_the_page_can_be_used_by_keyboard_alone(page: Page, view: ComparisonView) -> None:
    page.reload()
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
    assert reached[:6] == ["skip", "kind", "list", "department", "words", "doubt"]
    page.focus("#words")
    sought = view.rows[0].lines[1].new.runs[0].text[:6]
    assert sought
    page.keyboard.type(sought)
    assert 1 in visible(page)
    assert len(visible(page)) < len(view.rows)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_until_all_are_shown(page)
    assert visible(page) == [row.number for row in view.rows]
