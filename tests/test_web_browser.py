"""The page as people use it, in Chromium: from the dropped file to the printed PDF."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from dutylist.app.web.settings import Settings
from tests.web_office import (
    NEW_YEAR,
    Served,
    list_text,
    new_page,
    print_list,
    put_in,
    serving,
)

CLERK = "王芳"
EMERGENCY = "安丰县应急管理局"


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_list(browser, tmp_path_factory.mktemp("printed") / "青禾镇清单.pdf")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Settings(tmp_path / "data")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    with new_page(browser, served) as page:
        yield page


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page, as from the desktop."""
    page.goto("/")
    data = page.evaluate_handle(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name));
            return data;
        }""",
        [path.name, base64.b64encode(path.read_bytes()).decode()],
    )
    page.dispatch_event("#drop", "dragover", {"dataTransfer": data})
    expect(page.locator("#drop")).to_have_class(re.compile("over"))
    page.dispatch_event("#drop", "drop", {"dataTransfer": data})
    page.wait_for_selector("#jobs .job.done, #jobs .job.failed")


def open_duty(page: Page, name: str) -> None:
    page.locator("#rows .name a", has_text=name).click()
    expect(page.locator("#duty-name")).to_contain_text(name)


def pdf_text(path: Path, *options: str) -> str:
    """The text of a PDF by poppler, without white space."""
    command = ["pdftotext", *options, path, "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout
    return "".join(text.decode().split())


def test_words_typed_before_the_page_is_ready_are_looked_for(page: Page, printed: Path) -> None:
    drop(page, printed)
    page.get_by_role("link", name="打开").click()
    address = page.get_by_role("link", name="配合履职").get_attribute("href") or ""
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.get_by_label("搜索").fill("扑救")
    expect(page.locator("#rows tbody tr")).to_have_count(4)
    held[0].continue_()
    expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_from_the_dropped_pdf_to_the_printed_excerpt(
    page: Page, printed: Path, tmp_path: Path
) -> None:
    drop(page, printed)
    expect(page.locator("#jobs .job.done")).to_contain_text("读到 3 个清单共 10 项")
    row = page.locator("#editions tbody tr")
    expect(row).to_contain_text("青禾镇")
    expect(row).to_contain_text("2025年9月")
    page.get_by_role("link", name="打开").click()

    page.get_by_role("link", name="配合履职").click()
    page.get_by_label("搜索").fill("扑救")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("query="))
    open_duty(page, "森林防灭火")
    outlined_cells_hold_the_row(page, printed)

    # 3.开展业务培训 names nobody: a person says whose it is.
    training = page.locator(".clauses li", has=page.locator("p", has_text="开展业务培训"))
    expect(training).to_contain_text("未明确分工")
    box = training.locator("details[id^=edit-]")
    box.locator("summary").click()
    box.get_by_label(EMERGENCY).check()
    box.get_by_label("更正人").fill(CLERK)
    box.get_by_role("button", name="更正部门").click()
    expect(page.locator("#notice")).to_contain_text(f"已更正，署名{CLERK}")
    training = page.locator(".clauses li", has=page.locator("p", has_text="开展业务培训"))
    expect(training).to_contain_text("人工确定")
    expect(page.locator("#rows tbody tr .corrected")).to_have_text("更正")

    page.locator(".clauses .chip", has_text=EMERGENCY).first.click()
    expect(page.locator(".figures")).to_have_text(re.compile(r"牵头\s*0\s*配合\s*1\s*收回\s*0"))
    expect(page.locator(".excerpt")).to_contain_text("开展业务培训")
    with page.expect_download() as download:
        page.get_by_role("link", name="摘录 PDF").click()
    assert download.value.suggested_filename == f"青禾镇{EMERGENCY}履职事项摘录（2025年9月版）.pdf"
    excerpt = tmp_path / "excerpt.pdf"
    download.value.save_as(excerpt)
    assert "开展业务培训。" in pdf_text(excerpt)
    with page.expect_download() as download:
        page.get_by_role("link", name="责任卡 Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    shown = page.request.get(page.get_by_role("link", name="打印摘录").get_attribute("href") or "")
    assert shown.headers["content-disposition"].startswith("inline")

    page.pdf(path=tmp_path / "print.pdf", format="A4")
    text = pdf_text(tmp_path / "print.pdf")
    assert "森林防灭火" in text
    assert "打印摘录" not in text


def outlined_cells_hold_the_row(page: Page, printed: Path) -> None:
    """Each outlined box of the picture has the text of the cell beside it."""
    boxes = [
        [float(box.get_attribute(edge) or 0) for edge in ("x", "y", "width", "height")]
        for box in page.locator(".cell-box").all()
    ]
    assert len(boxes) == 6
    number = re.findall(r"\d+", page.locator(".page-picture figcaption").inner_text())[0]
    for (x, y, width, height), cell in zip(
        boxes, page.locator(".cells .cell-text").all(), strict=True
    ):
        area = ["-x", f"{x:.0f}", "-y", f"{y:.0f}", "-W", f"{width:.0f}", "-H", f"{height:.0f}"]
        inside = pdf_text(printed, "-f", number, "-l", number, *area)
        assert inside == "".join(cell.inner_text().split())
    natural = page.evaluate(
        """() => new Promise((done) => {
            const image = new Image();
            image.onload = () => done(image.naturalWidth);
            image.src = document.querySelector(".page-picture image").getAttribute("href");
        })"""
    )
    assert natural > 1000


def test_everything_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "青禾镇.txt"
    path.write_text(list_text(), "utf-8")
    # Listening from the start: the browser is told late, and must know before the key is pressed.
    page.on("filechooser", lambda chooser: chooser.set_files(path))
    page.goto("/")
    keys = page.keyboard
    tab_to(page, "#choose")
    keys.press("Enter")
    page.wait_for_selector("#jobs .job.done")
    tab_to(page, "#jobs .job-actions a")
    keys.press("Enter")
    page.wait_for_selector("#rows")
    tab_to(page, ".tabs a:nth-child(2)")
    keys.press("Enter")
    page.wait_for_url("**/lists/2")

    keys.press("/")
    expect(page.locator("#query")).to_be_focused()
    keys.type("自然资源")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    keys.press("ArrowDown")
    expect(page.locator("#rows .name a").first).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("#duty-name")).to_contain_text("湿地保护")
    expect(page.locator("#rows [aria-current]")).to_contain_text("湿地保护")

    # A handful of keys lead from the list to the opened duty.
    tab_to(page, "#edit-duty > summary", 12)
    keys.press("Enter")
    tab_to(page, "#new-category")
    keys.press("Control+A")
    keys.type("生态环保")
    keys.press("Escape")
    tab_to(page, "#who-category")
    keys.type(CLERK)
    keys.press("Enter")
    expect(page.locator(".facts")).to_contain_text("生态环保")
    expect(page.locator(".history li.stands")).to_contain_text(CLERK)
    # The focus stays where the work was.
    expect(page.locator("#edit-duty > summary")).to_be_focused()

    tab_to(page, ".undo button")
    keys.press("Enter")
    expect(page.locator(".facts")).to_contain_text("自然资源")
    expect(page.locator(".history li.undone")).to_contain_text("已撤销")
    tab_to(page, ".facts .chip")
    keys.press("Enter")
    page.wait_for_selector(".figures")
    tab_to(page, "a[href*='excerpt.pdf']:not([target])")
    with page.expect_download() as download:
        keys.press("Enter")
    download.value.save_as(tmp_path / "excerpt.pdf")
    assert "湿地保护" in pdf_text(tmp_path / "excerpt.pdf")


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the first element of that selector has the focus, and is seen to have; so
    many times at most."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "(selector) => document.activeElement === document.querySelector(selector)", selector
        ):
            visible = page.evaluate(
                """() => {
                    const seen = document.activeElement.closest(".file-input")
                        ? document.querySelector("label[for=choose]") : document.activeElement;
                    return getComputedStyle(seen).outlineStyle;
                }"""
            )
            assert visible != "none", selector
            return
    raise AssertionError(f"{selector} is not reached")


def test_corrections_survive_reading_again_and_come_out_in_every_document(
    page: Page, tmp_path: Path
) -> None:
    put_in(page, tmp_path, list_text(), "青禾镇.txt")
    page.get_by_role("link", name="打开").click()
    page.get_by_role("link", name="配合履职").click()
    open_duty(page, "临时救助")
    page.locator("#edit-duty > summary").click()
    page.get_by_label("名称", exact=True).fill("特困救济")
    page.locator("#who-name").fill(CLERK)
    page.get_by_role("button", name="更正名称").click()
    expect(page.locator("#duty-name")).to_contain_text("特困救济")

    page.get_by_role("link", name="打印和下载").click()
    page.get_by_role("button", name="重新读取").click()
    expect(page.locator("#jobs .job.done").first).to_contain_text("更正已重新套用")
    page.locator("#editions td a").first.click()
    page.get_by_role("link", name="更正", exact=False).last.click()
    expect(page.locator("table")).to_contain_text("“临时救助”改为“特困救济”")
    expect(page.locator("table")).to_contain_text("有效")

    page.get_by_role("link", name="打印和下载").click()
    wanted = {
        "official.pdf": "正式",
        "cards.pdf": "责任卡",
        "official.xlsx": "",
        "records.json": "",
    }
    base = page.url.rsplit("/", 1)[0]
    for name in wanted:
        answer = page.request.get(f"{base}/documents/{name}")
        assert answer.ok, answer.text()
        path = tmp_path / name
        path.write_bytes(answer.body())
        if name.endswith(".pdf"):
            assert "特困救济" in pdf_text(path)
    records = json.loads((tmp_path / "records.json").read_text("utf-8"))
    assert records["lists"][1]["duties"][1]["name"] == "特困救济"
    assert any(CLERK in note["text"] for note in records["notes"])


def test_from_the_duty_to_the_card_that_names_who_does_it(page: Page, tmp_path: Path) -> None:
    put_in(page, tmp_path, list_text(), "青禾镇.txt")
    page.get_by_role("link", name="打开").click()
    page.get_by_role("link", name="配合履职").click()
    open_duty(page, "临时救助")
    address = page.url
    page.locator("#edit-assignment > summary").click()
    form = page.locator("#edit-assignment form")
    for label, text in (("责任站所", "民生办"), ("责任人", "李红"), ("联系电话", "0994-12345")):
        form.get_by_label(label, exact=True).fill(text)
    form.get_by_label("填写人").fill(CLERK)
    page.keyboard.press("Enter")
    expect(page.locator("#assignment .facts")).to_contain_text("李红")
    expect(page.locator("#notice")).to_contain_text("分工已保存")
    # The list beside it was read again; the address is still the duty's.
    expect(page).to_have_url(address)

    page.get_by_role("link", name="分工").click()
    expect(page.locator("main")).to_contain_text("还没有人负责的事项 9")
    page.get_by_role("link", name="打印和下载").click()
    # The links are in the page before its script is.
    page.wait_for_url("**/files", wait_until="load")
    with page.expect_download() as download:
        # Until the file is there the page says that it is being made, from the click on: a small
        # file may be there before anybody looks.
        making = page.get_by_role("link", name="A5 一张一页 PDF").evaluate(
            "link => { link.click(); return document.getElementById('making').textContent }"
        )
        assert "正在制作文件" in making
    path = tmp_path / "卡.pdf"
    download.value.save_as(path)
    expect(page.locator("#notice")).to_contain_text("文件做好了")
    text = pdf_text(path)
    assert "李红" in text
    assert "民生办" in text


def test_two_editions_side_by_side(page: Page, tmp_path: Path) -> None:
    put_in(page, tmp_path, list_text(), "旧.txt")
    put_in(page, tmp_path, NEW_YEAR, "新.txt")
    page.get_by_role("link", name="对照最近两份清单").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("2025年9月版 → 2026年3月版")
    changed = page.locator(".side-by-side tbody", has_text="组织指挥扑救")
    expect(changed.locator("ins")).to_have_text("指挥")
    page.get_by_role("link", name="文字修改").first.click()
    expect(page.locator(".side-by-side .kind").first).to_contain_text("文字修改")
    for kind, ending in (("Word", "docx"), ("PDF", "pdf")):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"对照表 {kind}").click()
        name = f"青禾镇新旧对照表（2025年9月版对2026年3月版）.{ending}"
        assert download.value.suggested_filename == name
    table = tmp_path / "对照.pdf"
    download.value.save_as(table)
    assert "组织指挥扑救" in pdf_text(table)


def test_two_spellings_are_told_to_be_one_department(page: Page, tmp_path: Path) -> None:
    put_in(page, tmp_path, list_text(), "青禾镇.txt")
    page.get_by_role("link", name="打开").click()
    page.get_by_role("link", name="部门", exact=False).first.click()
    page.get_by_role("link", name="安丰县林业局").click()
    page.locator("summary", has_text="写法和名称").click()
    page.get_by_label("其实就是").select_option("安丰县林业和湿地局")
    page.locator("#who-alias-1").fill(CLERK)
    page.get_by_role("button", name="归到该部门").click()
    expect(page.locator("h2")).to_have_text("安丰县林业和湿地局")
    expect(page.locator(".figures")).to_have_text(re.compile(r"牵头\s*2\s*配合\s*0\s*收回\s*1"))


def test_all_data_go_out_and_come_in(page: Page, browser: Browser, tmp_path: Path) -> None:
    put_in(page, tmp_path, list_text(), "青禾镇.txt")
    page.get_by_role("link", name="数据").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出全部数据").click()
    archive = tmp_path / "all.zip"
    download.value.save_as(archive)
    with serving(Settings(tmp_path / "other")) as other, new_page(browser, other) as there:
        there.goto("/data")
        there.set_input_files("#import-file", archive)
        there.get_by_role("button", name="导入").click()
        expect(there.locator(".done")).to_contain_text("新增清单 1 份")
        there.goto("/")
        expect(there.locator("#editions tbody tr")).to_contain_text("青禾镇")
        there.goto("/data")
        there.set_input_files("#import-file", tmp_path / "青禾镇.txt")
        there.get_by_role("button", name="导入").click()
        expect(there.locator(".problem")).to_contain_text("现有数据没有改动")


def test_two_people_do_not_overwrite_each_other(
    page: Page, browser: Browser, served: Served, tmp_path: Path
) -> None:
    put_in(page, tmp_path, list_text(), "青禾镇.txt")
    page.get_by_role("link", name="打开").click()
    open_duty(page, "落实耕地保护责任")
    page.locator("#edit-duty > summary").click()
    with new_page(browser, served) as other:
        other.goto(page.url)
        other.locator("#edit-duty > summary").click()
        other.get_by_label("类别", exact=True).fill("耕地保护")
        other.locator("#who-category").fill("李明")
        other.get_by_role("button", name="更正类别").click()
        expect(other.locator(".facts")).to_contain_text("耕地保护")
    page.get_by_label("类别", exact=True).fill("自然资源")
    page.locator("#who-category").fill(CLERK)
    page.get_by_role("button", name="更正类别").click()
    beside = page.locator("form:has(#new-category) .problem")
    expect(beside).to_contain_text("刚被别人改过，现在是“耕地保护”")
    # What was typed is still there.
    expect(page.get_by_label("类别", exact=True)).to_have_value("自然资源")


def test_all_that_matters_works_without_script(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    path = tmp_path / "青禾镇.txt"
    path.write_text(list_text(), "utf-8")
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?token={served.entry}")
    page.set_input_files("#choose", path)
    page.get_by_role("button", name="上传").click()
    while page.locator(".job.done").count() == 0:
        page.goto("/")
    page.get_by_role("link", name="打开").click()
    page.get_by_role("link", name="配合履职").click()
    page.get_by_label("搜索").fill("救助")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    open_duty(page, "临时救助")
    page.locator("#edit-duty > summary").click()
    page.get_by_label("类别", exact=True).fill("社会保障")
    page.locator("#who-category").fill(CLERK)
    page.get_by_role("button", name="更正类别").click()
    expect(page.locator(".facts")).to_contain_text("社会保障")
    page.locator(".undo button").click()
    expect(page.locator("table")).to_contain_text("已撤销")
    context.close()
