"""Thirty characters of two scans put right by keyboard alone; the words are in every document."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from dutylist.extract.read import read_duty_list
from dutylist.records.json_form import dump_records
from dutylist.records.model import Box, Doubt, DutyList
from tests.web_office import ROWS, Served, list_text, new_page

pytestmark = pytest.mark.usefixtures("in_this_process")

CLERK = "王芳"
RIGHT = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
WRONG = "申已两了戌巳康幸任葵于五宙卵晨"
"""Each is misread for the one above it."""


@dataclass
class Keys:
    """The keyboard, which counts."""

    page: Page
    count: int = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.count += 1

    def type(self, character: str) -> None:
        """One character, as an input method hands it over."""
        self.page.keyboard.insert_text(character)
        self.count += 1


def scanned(tmp_path: Path, issued: str, verb: str) -> DutyList:
    """A list of fifteen cooperative duties, in each of which one character was misread."""
    rows = {kind: list(its) for kind, its in ROWS.items()}
    rows["配合履职"] = [
        (
            *(str(number), "民生服务", f"第{right}号救助", "安丰县民政局"),
            # Each changes in a way of its own: what changes throughout is told once.
            f"1.{verb}{wrong}类申请{f'，{right}日办结' * (verb == '初审')}；\n2.发放资金。",
            "受理申请。",
        )
        for number, (right, wrong) in enumerate(zip(RIGHT, WRONG, strict=True), start=1)
    ]
    path = tmp_path / f"{issued}.txt"
    path.write_text(list_text(issued, rows), "utf-8")
    read = read_duty_list(path)
    table = read.lists[1]
    duties = tuple(
        replace(
            duty,
            doubts=(Doubt(5, 4, 5, 0.5, box=Box(1, 100, 100, 110, 110)),),
        )
        for duty in table.duties
    )
    lists = (read.lists[0], replace(table, duties=duties), read.lists[2])
    return replace(read, lists=lists)


def put_in(page: Page, read: DutyList, path: Path) -> str:
    """Take in the records of a scan; the address of the edition."""
    path.write_text(dump_records(read), "utf-8")
    page.goto("/")
    page.set_input_files("#choose", path)
    expect(page.locator("#jobs .job.done", has_text=path.name)).to_have_count(1)
    page.locator("#jobs .job", has_text=path.name).get_by_role("link", name="打开").click()
    expect(page.locator("#tabs")).to_be_visible()
    return page.url.split("/lists")[0]


def put_right(page: Page, edition: str) -> int:
    """All fifteen by keyboard; how many keys that took."""
    keys = Keys(page)
    page.goto(f"{edition}/lists/2")
    keys.press("n")
    for number, (right, wrong) in enumerate(zip(RIGHT, WRONG, strict=True), start=1):
        field = page.locator(".doubt-text")
        expect(page.locator("#duty-name")).to_contain_text(f"第{right}号")
        expect(field).to_be_focused()
        assert field.input_value() == wrong
        keys.type(right)
        if page.locator(".doubts input[name=who]").first.is_visible():
            keys.press("Tab")
            keys.type(CLERK)
        keys.press("Enter")
        expect(page.locator("#notice")).to_contain_text("已更正为")
        expect(page.locator(".doubt-text")).to_have_count(0)
        if number < len(RIGHT):
            expect(page.locator("#next-finding")).to_be_focused()
            keys.press("Enter")
    return keys.count


def words_of(page: Page, address: str) -> str:
    answer = page.request.get(address)
    assert answer.ok, answer.text()
    body = answer.body()
    if not address.split("?")[0].endswith(".docx"):
        return body.decode("utf-8")
    document = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_thirty_corrections_over_two_editions(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    old, new = (scanned(tmp_path, *one) for one in (("2025年9月", "审核"), ("2026年3月", "初审")))
    with new_page(browser, served) as page:
        editions = [
            put_in(page, old, tmp_path / "旧.json"),
            put_in(page, new, tmp_path / "新.json"),
        ]
        keys = [put_right(page, edition) for edition in editions]
        # n, then a character and two Enter for each; the name once.
        assert keys == [1 + 2 + 3 * 15 - 1, 1 + 3 * 15 - 1]
        for edition in editions:
            page.goto(f"{edition}/files")
            page.get_by_role("button", name="重新读取").click()
            expect(page.locator("#jobs .job.done", has_text="已重新读取").first).to_be_visible()
        for edition, verb in zip(editions, ("审核", "初审"), strict=True):
            excerpt = f"{edition}/documents/excerpt.docx?department=安丰县民政局"
            for document in (f"{edition}/documents/official.txt", excerpt):
                text = words_of(page, document)
                assert all(f"{verb}{right}类申请" in text for right in RIGHT), document
        ids = [edition.rsplit("/", 1)[1] for edition in editions]
        compared = re.sub("<[^>]*>", "", words_of(page, f"/compare?old={ids[0]}&new={ids[1]}"))
        assert all(f"{right}类申请" in compared for right in RIGHT)
        assert not any(f"{wrong}类申请" in compared for wrong in WRONG)
