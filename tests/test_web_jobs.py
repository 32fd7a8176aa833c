"""The jobs of a clerk's day, each from a file to a printed sheet, in Chromium."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from dutylist.app.web.entry import People, set_password
from dutylist.app.web.settings import Settings
from tests.test_web_clerk import undated
from tests.web_office import (
    NEW_YEAR,
    Served,
    list_html,
    list_text,
    new_page,
    put_in,
    serving,
)

pytestmark = pytest.mark.usefixtures("in_this_process")

JOBS = {
    "every text put right": "test_web_decided:"
    "test_some_clauses_are_given_one_is_moved_and_paper_says_that_a_person_said_so",
    "the picture beside the record": "test_web_jobs:test_looked_up_in_the_picture",
    "findings worked off": "test_web_jobs:test_findings_settled",
    "two editions compared": "test_web_browser:test_two_editions_side_by_side",
    "handed out": "test_web_browser:test_from_the_duty_to_the_card_that_names_who_does_it",
    "by keyboard": "test_web_browser:test_everything_by_keyboard_alone",
    "searched": "test_web_jobs:test_found_in_one_of_two_years",
    "which edition is which": "test_web_jobs:test_two_lists_without_a_date_on_the_cover",
    "what a person decided": "test_web_browser:test_from_the_dropped_pdf_to_the_printed_excerpt",
    "for mail merge and one print job": "test_web_jobs:test_all_clauses_and_all_excerpts",
    "an office server": "test_web_jobs:test_two_people_at_one_server",
}
"""Each job and the test that does it from the file to the sheet."""

ONCE_AND_ON_ITS_PAGE = 2


def test_every_job_has_its_test() -> None:
    for job, where in JOBS.items():
        module, name = where.split(":")
        assert hasattr(importlib.import_module(f"tests.{module}"), name), job


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    with new_page(browser, served) as page:
        yield page


def printed(path: Path) -> str:
    """What stands on the sheets, without white space."""
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
    return "".join(text.decode().split())


def got(page: Page, tmp_path: Path, name: str, role: Literal["link", "button"] = "link") -> Path:
    """What a link or button brings."""
    with page.expect_download() as download:
        page.get_by_role(role, name=name).first.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def open_list(page: Page, township: str, tab: str) -> None:
    page.goto("/")
    row = page.locator("#editions tr", has_text=township).locator("a[href*='/lists/1']").first
    row.click()
    page.locator("#tabs").get_by_role("link", name=tab).click()


def test_looked_up_in_the_picture(page: Page, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "红柳镇.pdf"
    printing = browser.new_page()
    printing.set_content(list_html().replace("青禾镇", "红柳镇"))
    printing.pdf(path=path, prefer_css_page_size=True)
    printing.close()
    page.goto("/")
    page.set_input_files("#choose", path)
    expect(page.locator("#jobs .job.done", has_text="红柳镇.pdf")).to_have_count(1)
    open_list(page, "红柳镇", "配合履职")
    page.locator("#rows .name a", has_text="森林防灭火").click()
    expect(page.locator(".originals[data-placed]")).to_have_count(1)
    page.locator(".clause-box[data-anchor='department-1']").click()
    expect(page.locator(".clauses li.chosen")).to_contain_text("组织扑救")
    page.pdf(path=tmp_path / "本项.pdf", format="A4")
    said = printed(tmp_path / "本项.pdf")
    assert "森林防灭火" in said
    assert "点条文，图上标出" not in said
    with pikepdf.open(tmp_path / "本项.pdf") as sheets:
        assert any(sheet.images for sheet in sheets.pages)
    page.locator(".clauses li.chosen .chip").first.click()
    excerpt = got(page, tmp_path, "摘录附原件")
    assert printed(excerpt).count("县应急管理局负责组织扑救") == ONCE_AND_ON_ITS_PAGE


def test_findings_settled(page: Page, tmp_path: Path) -> None:
    text = list_text().replace("青禾镇", "白杨镇").replace("开展业务培训", "内机电【井】关停")
    put_in(page, tmp_path, text, "白杨镇.txt")
    open_list(page, "白杨镇", "核对")
    first = page.locator("#findings tbody tr").first
    first.locator("summary").click()
    first.get_by_label("更正人").fill("王芳")
    first.get_by_label("说明").fill("已电话核实")
    first.get_by_role("button", name="按原件无误").click()
    expect(page.locator(".progress-of")).to_contain_text("已处理 1")
    left = page.locator("#findings tbody tr").count()
    for rest in range(left - 1, -1, -1):
        row = page.locator("#findings tbody tr").first
        row.locator("summary").click()
        row.get_by_role("button", name="已另行处理").click()
        expect(page.locator(".progress-of")).to_contain_text(f"还有 {rest}")
    page.goto("/")
    row = page.locator("#editions tr", has_text="白杨镇")
    expect(row.locator(".level.error, .level.doubt")).to_have_count(0)
    open_list(page, "白杨镇", "更正")
    expect(page.get_by_text("已电话核实").first).to_be_visible()
    page.pdf(path=tmp_path / "处理情况.pdf", format="A4")
    said = printed(tmp_path / "处理情况.pdf")
    assert "按原件无误" in said
    assert "已电话核实" in said
    assert "王芳" in said
    page.locator("#tabs").get_by_role("link", name="打印和下载").click()
    official = got(page, tmp_path, "PDF", "button")
    assert official.name == "白杨镇履职事项清单（2025年9月版）.pdf"
    # What was settled as printed is printed as it was.
    assert "内机电【井】关停" in printed(official)


def test_found_in_one_of_two_years(page: Page, tmp_path: Path) -> None:
    for text, name in ((list_text(), "旧.txt"), (NEW_YEAR, "新.txt")):
        put_in(page, tmp_path, text.replace("青禾镇", "芦花镇"), f"芦花镇{name}")
    page.get_by_role("link", name="搜索", exact=True).click()
    page.get_by_label("搜索").fill("指挥扑救")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_contain_text("1 份清单里有")
    page.locator("main li a").first.click()
    expect(page.locator("#duty-name")).to_contain_text("森林防灭火")
    expect(page.locator("h1")).to_contain_text("2026年3月")
    page.reload()
    expect(page.locator("#duty-name")).to_contain_text("森林防灭火")
    page.locator(".clauses .chip").last.click()
    excerpt = got(page, tmp_path, "摘录 PDF")
    assert excerpt.name == "芦花镇安丰县应急管理局履职事项摘录（2026年3月版）.pdf"
    assert "组织指挥扑救" in printed(excerpt)


def test_two_lists_without_a_date_on_the_cover(page: Page, tmp_path: Path) -> None:
    """This year's is put in first."""
    for text, year in ((NEW_YEAR, "2026"), (list_text(), "2025")):
        text = undated(text, f"履职事项清单（{year}年版）").replace("青禾镇", "金沟镇")
        put_in(page, tmp_path, text, f"金沟镇{len(year)}{year[-1]}.txt")
    open_list(page, "金沟镇", "打印和下载")
    expect(page.locator("h1")).to_contain_text("2026年")
    new = page.url.split("/")[4]
    page.goto("/")
    links = page.locator("#editions tr", has_text="金沟镇").locator("a[href*='/lists/1']").all()
    (old,) = {(one.get_attribute("href") or "").split("/")[2] for one in links} - {new}
    page.goto(f"/compare?old={new}&new={old}")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("2025年版 → 2026年版")
    table = got(page, tmp_path, "对照表 PDF")
    assert table.name == "金沟镇新旧对照表（2025年版对2026年版）.pdf"
    said = printed(table)
    assert said.index("2025年版条文") < said.index("2026年版条文")
    assert "组织指挥扑救" in said


def test_all_clauses_and_all_excerpts(page: Page, tmp_path: Path) -> None:
    page.goto("/help")
    expect(page.locator("dt", has_text="未明确分工")).to_be_visible()
    put_in(page, tmp_path, list_text().replace("青禾镇", "石桥镇"), "石桥镇.txt")
    open_list(page, "石桥镇", "打印和下载")
    with page.expect_download() as download:
        page.locator("a[href$='clauses.xlsx']").click()
    sheet = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert any("县林业局负责制定防火规划；" in row and "安丰县林业局" in row for row in rows)
    bound = got(page, tmp_path, "全部部门合订成一个 PDF")
    said = printed(bound)
    assert "石桥镇各部门履职事项摘录" in said
    assert "核发老年证" in said
    page.get_by_role("link", name="结束").click()
    expect(page.get_by_role("button", name="结束")).to_be_visible()


def test_two_people_at_one_server(
    browser: Browser, tmp_path: Path, in_its_own_process: None
) -> None:
    path = tmp_path / "人员.txt"
    for person in ("张三", "李四"):
        set_password(path, person, f"{person}的密码1234")
    settings = Settings(tmp_path / "data", people=People(path))
    with serving(settings) as served:
        served = replace(served, entry="")
        with new_page(browser, served) as one, new_page(browser, served) as other:
            for page, person in ((one, "张三"), (other, "李四")):
                page.goto("/login")
                page.get_by_label("姓名").fill(person)
                page.get_by_label("密码").fill(f"{person}的密码1234")
                page.get_by_role("button", name="登录").click()
                expect(page.locator("#choose")).to_have_count(1)
            put_in(one, tmp_path, list_text(), "青禾镇.txt")
            for page in (one, other):
                open_list(page, "青禾镇", "配合履职")
                page.locator("#rows .name a", has_text="临时救助").click()
                page.locator("#edit-duty > summary").click()
            rename(one, "特困救济")
            expect(one.locator("#duty-name")).to_contain_text("特困救济")
            rename(other, "困难救助")
            beside = other.locator("form:has(#new-name) .problem")
            expect(beside).to_contain_text("刚被别人改过，现在是“特困救济”")
            other.locator("#tabs").get_by_role("link", name="打印和下载").click()
            statement = got(other, tmp_path, "更正说明 PDF")
            said = printed(statement)
            assert "特困救济" in said
            assert "张三" in said
            assert "李四" not in said


def rename(page: Page, name: str) -> None:
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_role("button", name="更正名称").click()
