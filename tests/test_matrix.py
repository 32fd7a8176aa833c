"""The matrix of departments and duties, read back from its files and used in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError, UnknownFormatError
from dutylist.records.model import DutyList
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.write_matrix import write_matrix
from tests.web_office import chromium

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def real_list() -> DutyList:
    return read_duty_list(DATA / "santai-2025.txt")


@pytest.fixture(scope="module")
def files(real_list: DutyList, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("matrix")
    paths = write_matrix(real_list, ["html", "xlsx"], folder, source=folder / "清单 #1.pdf")
    assert [path.suffix for path in paths] == [".html", ".xlsx"]
    return {path.suffix: path for path in paths}


def printed_marks() -> dict[tuple[str, int], dict[str, str]]:
    """Which department has which mark in which duty, from the rows as printed."""
    rows: list[dict[str, Any]] = json.loads((DATA / "santai-2025.rows.json").read_text("utf-8"))
    marks: dict[tuple[str, int], dict[str, str]] = {}
    for row in rows:
        number = int(row["cells"][0])
        if row["section"] == "cooperative":
            names = re.sub(r"</?p>", "", row["cells"][3]).split("、")
            # Its clauses say that 县农业农村局 leads (发挥牵头组织协调作用); it is listed second.
            first = 1 if number == 53 else 0
            signs = ["牵" if place == first else "配" for place in range(len(names))]
            marks["配合履职", number] = dict(zip(names, signs, strict=True))
        elif row["section"] == "recalled":
            text = re.sub(r"</?p>", "\n", row["cells"][3])
            names = re.findall(r"(?:^|[\n。；])\s*(吉木萨尔县[^：\n。；]+)：", text)
            marks["上级部门收回", number] = dict.fromkeys(names, "收")
    return marks


def canonical(real_list: DutyList, marks: dict[str, str]) -> dict[str, str]:
    return {real_list.canonical(name): sign for name, sign in marks.items()}


def test_workbook_has_every_mark(real_list: DutyList, files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    assert book.sheetnames == ["矩阵", "事项", "部门"]
    sheet = book["矩阵"]
    heads = [cell.value for cell in sheet[1]]
    names = {head.name: head.name for head in duty_matrix(real_list).departments}
    found: dict[tuple[str, int], dict[str, str]] = {}
    *rows, _, note = sheet.iter_rows(min_row=2, values_only=True)
    assert "视为牵头" in note[0]
    for row in rows:
        found[row[0], row[1]] = {
            names[head]: sign
            for head, sign in zip(heads, row, strict=True)
            if head in names and sign and sign != "条"
        }
    expected = {key: canonical(real_list, marks) for key, marks in printed_marks().items()}
    assert found == expected
    assert len(found) == 133
    assert len(names) == len(heads) - 7 == 38
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(heads)).coordinate[:-1]}134"


def test_workbook_links_lead_to_the_row_and_the_page(
    real_list: DutyList, files: dict[str, Path]
) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    matrix, duties = book["矩阵"], book["事项"]
    for line in range(2, duties.max_row + 1):
        there = matrix.cell(line, 6).hyperlink.location
        assert there == f"'事项'!A{line}"
        assert duties.cell(line, 6).hyperlink.location == f"'矩阵'!A{line}"
        assert duties.cell(line, 4).value == matrix.cell(line, 4).value
        page = re.search(r"\d+", matrix.cell(line, 5).value)
        link = matrix.cell(line, 5).hyperlink
        assert page is not None
        assert (link.location or link.target.split("#")[1]) == f"page={page[0]}"
    wetland = next(row for row in duties.iter_rows(min_row=2) if row[3].value == "湿地保护工作")
    assert "1.县林业和草原局负责编制湿地保护规划" in wetland[7].value
    assert wetland[6].value == "第34页，第 2 个表第 56 行"
    offices = {row[0]: row[1:] for row in book["部门"].iter_rows(min_row=2, values_only=True)}
    assert offices["吉木萨尔县民政局"] == (4, 2, 3, 0, 9)


@pytest.fixture
def page(files: dict[str, Path]) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(files[".html"].as_uri())
        yield page
        assert all(url.startswith("file:") for url in requests)


def shown_rows(page: Page) -> list[dict[str, str]]:
    """The visible rows: the duty's number and kind, and its visible marks by department."""
    rows: list[dict[str, str]] = page.evaluate(
        """() => [...document.querySelectorAll("tbody tr")].filter((row) => row.offsetParent)
        .map((row) => Object.fromEntries([["kind", row.cells[1].innerText],
            ["number", row.cells[2].innerText],
            ...[...row.querySelectorAll("abbr")].filter((mark) => mark.offsetParent)
                .map((mark) => [mark.title.split("：")[0], mark.innerText])]))"""
    )
    return rows


def test_page_shows_every_mark(real_list: DutyList, page: Page) -> None:
    found = {
        (row.pop("kind"), int(row.pop("number"))): {
            name: sign for name, sign in row.items() if sign != "条"
        }
        for row in shown_rows(page)
    }
    assert found == {key: canonical(real_list, marks) for key, marks in printed_marks().items()}


def test_page_filters_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "department"
    while "民政局" not in page.evaluate("document.activeElement.selectedOptions[0].text"):
        page.keyboard.press("ArrowDown")
    rows = shown_rows(page)
    assert len(rows) == 9
    assert all("吉木萨尔县民政局" in row for row in rows)
    assert page.locator("#count").inner_text() == "9 项（共 133 项）"
    assert page.locator("thead .office:visible").count() < 38
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert {row["吉木萨尔县民政局"] for row in shown_rows(page)} == {"牵"}
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("老年人")
    assert [row["number"] for row in shown_rows(page)] == ["16"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('count').value === '共 133 项'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "matrix"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash !== ''")
    assert page.url.endswith("#cooperative-1")
    assert page.locator("article:target h3").inner_text().endswith("推荐县级以上党代表工作")


def test_heads_stay_in_sight(page: Page) -> None:
    region = page.locator("#matrix")
    before = page.locator("thead th.name").bounding_box()
    region.evaluate("(region) => region.scrollTo(400, 1500)")
    assert page.locator("thead th.name").bounding_box() == before
    left = page.locator("tbody tr").nth(60).locator("th").bounding_box()
    assert left is not None
    assert before is not None
    assert left["x"] == before["x"]


def test_content_is_text_and_never_markup(real_list: DutyList, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>=HYPERLINK(1)"
    table = real_list.lists[1]
    duty = replace(table.duties[0], name=evil, category=evil, cells=(evil,) * 6)
    bad = replace(real_list, lists=(replace(table, duties=(duty,)),), region=("甲/乙<b>",))
    html, xlsx = write_matrix(bad, ["html", "xlsx"], tmp_path)
    assert "<script>alert" not in html.read_text("utf-8")
    assert html.parent == tmp_path
    cell = openpyxl.load_workbook(xlsx)["矩阵"].cell(2, 4)
    assert (cell.value, cell.data_type) == (evil, "s")
    equals = replace(duty, name="=1+1", category="=2+2")
    bad = replace(bad, lists=(replace(table, duties=(equals,)),))
    (xlsx,) = write_matrix(bad, ["xlsx"], tmp_path)
    cells = [cell for sheet in openpyxl.load_workbook(xlsx) for row in sheet for cell in row]
    assert {cell.value for cell in cells} >= {"=1+1", "=2+2"}
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_what_cannot_be_a_matrix(real_list: DutyList, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="pdf"):
        write_matrix(real_list, ["pdf"], tmp_path)
    basic = replace(real_list, lists=real_list.lists[:1])
    with pytest.raises(EmptyListError, match="没有一项写明部门"):
        write_matrix(basic, ["html"], tmp_path)
    assert list(tmp_path.iterdir()) == []
