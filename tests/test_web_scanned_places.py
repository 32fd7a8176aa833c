"""A scan beside its record: clause and place lead to each other on a PNG, a TIFF and a photo
without a resolution, a doubtful character's line is cut out, and what is put right is printed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from dutylist.records.model import Box
from tests.test_web_jobs import got, printed
from tests.test_web_places import box_of, clause_of, within, words_at
from tests.web_office import COLUMNS, ROWS, Served, new_page

pytestmark = pytest.mark.usefixtures("in_this_process")

DPI = 150
POINT = DPI / 72
STYLE = (
    "@page { size: 240mm 90mm; margin: 8mm } body { font: 13pt/1.6 'Noto Serif CJK SC' }"
    "h2 { text-align: center; margin: 0 } p { margin: 0 }"
    "table { border-collapse: collapse; width: 100% }"
    "td, th { border: 1px solid; padding: 3px; vertical-align: top }"
)


@pytest.fixture(scope="module")
def sheet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One printed row, as Chromium sets it."""
    path = tmp_path_factory.mktemp("sheet") / "红柳镇.pdf"
    head = "".join(f"<th>{column}</th>" for column in COLUMNS["配合履职"])
    row = "".join(
        "<td>" + "".join(f"<p>{line}</p>" for line in cell.split("\n")) + "</td>"
        for cell in ROWS["配合履职"][0]
    )
    page = browser.new_page()
    page.set_content(
        f"<meta charset=utf-8><style>{STYLE}</style><h2>红柳镇配合履职事项清单</h2>"
        f"<table><tr>{head}</tr><tr>{row}</tr></table>"
    )
    page.pdf(path=path, prefer_css_page_size=True)
    page.close()
    return path


@pytest.fixture(scope="module")
def faint(sheet: Path) -> Box:
    """Where 扑 of 组织扑救 is printed, in points."""
    with pdfplumber.open(sheet) as document:
        letters = document.pages[0].chars
    one = letters["".join(letter["text"] for letter in letters).index("扑救")]
    return Box(1, one["x0"], one["top"], one["x1"], one["bottom"])


@pytest.fixture(scope="module")
def scanned(sheet: Path, faint: Box) -> Image.Image:
    """The sheet as a scanner gives it, the foot of one character gone."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", sheet]
    subprocess.run([*command, sheet.with_suffix("")], check=True)
    with Image.open(sheet.with_suffix(".png")) as picture:
        scan = picture.copy()
    top = faint.top + 0.6 * (faint.bottom - faint.top)
    edges = [one * POINT for one in (faint.x0, top, faint.x1, faint.bottom)]
    ImageDraw.Draw(scan).rectangle(edges, fill=255)
    return scan


@pytest.mark.parametrize("ending", ["png", "tif", "jpg"])
def test_clause_and_place_lead_to_each_other_on_a_scan(
    browser: Browser,
    served: Served,
    sheet: Path,
    faint: Box,
    scanned: Image.Image,
    tmp_path: Path,
    ending: str,
) -> None:
    path = tmp_path / f"红柳镇.{ending}"
    if ending == "jpg":
        scanned.convert("RGB").save(path, quality=85)
    else:
        scanned.save(path, dpi=(DPI, DPI))
    with new_page(browser, served) as page:
        page.goto("/")
        page.set_input_files("#choose", path)
        job = page.locator("#jobs .job.done", has_text=path.name)
        expect(job).to_have_count(1)
        job.get_by_role("link", name="打开").click()
        page.locator("#rows .name a", has_text="森林防灭火").click()
        frame = page.locator(".originals[data-placed] .row-picture")
        width = float(frame.locator("image").get_attribute("width") or 0)
        # A photo without a resolution has other points than the sheet.
        scale = width / (scanned.width / POINT)
        from_clause_to_place(page, frame, sheet, scale)
        from_place_to_clause(page)
        line_is_cut_out(page, faint, scale)
        page.keyboard.press("d")
        page.keyboard.type("扑")
        name = page.locator(".doubts").get_by_label("更正人")
        if name.count():
            name.fill("王芳")
        page.keyboard.press("Enter")
        expect(page.locator(".clauses").first).to_contain_text("负责组织扑救")
        expect(page.locator(".doubtful, .doubt-box, .line-crop")).to_have_count(0)
        page.locator(".clauses .chip", has_text="应急管理局").first.click()
        excerpt = printed(got(page, tmp_path, "摘录 PDF"))
        assert "县应急管理局负责组织扑救" in excerpt


def from_clause_to_place(page: Page, frame: Locator, sheet: Path, scale: float) -> None:
    clause_of(page, "县应急管理局负责组织").locator("p").first.click()
    chosen = page.locator(".clause-box.chosen")
    assert within(frame, chosen.first)
    read = "".join(words_at(sheet, scaled(box_of(one), scale)) for one in chosen.all())
    assert "县应急管理局负责组织" in read
    assert not any(other in read for other in ("防火规划", "业务培训", "防火宣传"))


def from_place_to_clause(page: Page) -> None:
    page.locator(".clause-box[data-anchor='township-1']").first.click()
    expect(page.locator(".clauses li.chosen")).to_contain_text("发现火情及时上报")


def line_is_cut_out(page: Page, faint: Box, scale: float) -> None:
    """The picture of the line has the doubtful character in it, outlined, and little else."""
    crop = page.locator(".line-crop")
    left, top, width, height = map(float, (crop.get_attribute("viewBox") or "").split())
    seen = scaled(Box(1, left, top, left + width, top + height), scale)
    x0, y0, across, down = (
        float(crop.locator(".doubt-box").get_attribute(name) or 0)
        for name in ("x", "y", "width", "height")
    )
    outlined = scaled(Box(1, x0, y0, x0 + across, y0 + down), scale)
    x, y = (faint.x0 + faint.x1) / 2, (faint.top + faint.bottom) / 2
    for box in (seen, outlined):
        assert box.x0 < x < box.x1
        assert box.top < y < box.bottom
    assert seen.bottom - seen.top < 3 * (faint.bottom - faint.top)
    expect(page.locator(".clauses .doubtful")).to_have_count(1)


def scaled(box: Box, scale: float) -> Box:
    """A box of the scan as one of the sheet."""
    edges = (box.x0, box.top, box.x1, box.bottom)
    return Box(box.page, *(one / scale for one in edges))
