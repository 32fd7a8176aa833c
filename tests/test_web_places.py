"""A clause and its place on the file's page lead to each other, beside one another at 1366 px."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dutylist.app.corrections.clauses import clause_paths
from dutylist.app.web.clause_places import anchor, clause_places, sides
from dutylist.app.web.pictures import page_sizes
from dutylist.app.web.printed import Printed, lay_out_page, load_printed, scanned_lines
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.stored import NewEdition, listed_by
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart, Row, SourceDocument, Table
from dutylist.records.json_form import dump_records
from dutylist.records.model import Box, Doubt, Duty, DutyList
from tests.web_office import Served, list_text, new_page, print_list, serving, write_ofd

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_list(browser, tmp_path_factory.mktemp("printed") / "青禾镇清单.pdf")


@pytest.fixture(scope="module")
def ofd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ofd(tmp_path_factory.mktemp("ofd"))


def words_at(path: Path, box: Box) -> str:
    """What poppler finds printed within a box, without white space."""
    edges = (round(box.x0), round(box.top), round(box.x1 - box.x0), round(box.bottom - box.top))
    area = [part for name, edge in zip("xyWH", edges, strict=True) for part in (f"-{name}", edge)]
    page = ["-f", str(box.page), "-l", str(box.page)]
    command = ["pdftotext", *page, *map(str, area), str(path), "-"]
    return "".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())


def lines_of(path: Path, duty: Duty) -> list[Printed]:
    pages = duty.source.pages
    found = (load_printed(lay_out_page((path, page), lambda told: None)) for page in pages)
    return [line for lines in found for line in lines]


def printed_clauses(duty: Duty) -> dict[str, str]:
    return {
        anchor(side, path): "".join((clause.label + clause.text).split())
        for side, its in sides(duty)
        for path, clause in clause_paths(its)
    }


def test_a_clauses_boxes_hold_its_words_and_no_others(printed: Path) -> None:
    duty = read_duty_list(printed).lists[1].duties[0]
    places = clause_places(duty, lines_of(printed, duty))
    texts = printed_clauses(duty)
    assert places.keys() == texts.keys()
    for name, text in texts.items():
        assert "".join(words_at(printed, box) for box in places[name]) == text


def test_each_clause_of_an_ofd_has_its_lines_within_its_cell(ofd: Path) -> None:
    duty = read_duty_list(ofd).lists[1].duties[0]
    places = clause_places(duty, lines_of(ofd, duty))
    assert places.keys() == printed_clauses(duty).keys()
    for side, column in (("department", 5), ("township", 6)):
        ((cell,),) = duty.source.boxes[column - 1 : column]
        boxes = [box for name, its in places.items() if name.startswith(side) for box in its]
        assert all(cell.x0 <= box.x0 and box.x1 <= cell.x1 + 1 for box in boxes)
        tops = [box.top for box in boxes]
        assert tops == sorted(tops)
        assert len(set(tops)) == len(tops)


def test_words_that_were_put_right_stand_where_the_others_were_read() -> None:
    """Of a scan the lines as read are kept; the clause is what is left of them."""
    cell = Box(1, 10, 10, 110, 60)
    text = "1.审核申诘；\n2.发放资全。"
    lines = ((0, 7, Box(1, 12, 12, 78, 22)), (8, 15, Box(1, 12, 30, 78, 40)))
    row = Row(1, (Cell((CellPart(text, 1, cell, lines=lines),)),))
    found = tuple(scanned_lines(SourceDocument("扫描.png", (Table(1, (row,)),))))
    assert [one.text for one in found] == ["1.审核申诘；", "2.发放资全。"]
    source = list_text().replace("1.审核救助申请； 2.发放救助资金。", "1.审核申请； 2.发放资金。")
    duty = duty_list_of(read_text(source, "清单.txt")).lists[1].duties[1]
    boxes = ((), (), (), (), (cell,), ())
    duty = replace(duty, source=replace(duty.source, pages=(1,), boxes=boxes))
    places = clause_places(duty, found)
    assert places == {
        "department-0": (Box(1, 12, 12, 78, 22),),
        "department-1": (Box(1, 12, 30, 78, 40),),
    }
    # Nothing of another cell's words is taken for a clause.
    other = (Printed("全是别的字没有一个一样", Box(1, 12, 12, 78, 22)),)
    assert clause_places(duty, other) == {}


def box_of(rect: Locator) -> Box:
    page = int(rect.evaluate("(one) => one.ownerSVGElement.dataset.page"))
    x, y, width, height = (
        float(rect.get_attribute(name) or 0) for name in ("x", "y", "width", "height")
    )
    return Box(page, x, y, x + width, y + height)


def within(outer: Locator, inner: Locator) -> bool:
    """Whether an element is seen within another."""
    one, other = outer.bounding_box(), inner.bounding_box()
    assert one is not None
    assert other is not None
    across = one["x"] <= other["x"] and other["x"] + other["width"] <= one["x"] + one["width"]
    return across and one["y"] <= other["y"] <= one["y"] + one["height"]


@pytest.mark.parametrize("source", ["pdf", "ofd"])
def test_record_and_picture_side_by_side(
    browser: Browser, served: Served, printed: Path, ofd: Path, source: str
) -> None:
    path = printed if source == "pdf" else ofd
    with new_page(browser, served) as page:
        page.goto("/")
        before = page.locator("#jobs .job.done").count()
        page.set_input_files("#choose", path)
        expect(page.locator("#jobs .job.done")).to_have_count(before + 1)
        page.locator("#jobs .job", has_text=path.name).get_by_role("link", name="打开").click()
        page.locator("#tabs").get_by_role("link", name="配合履职").click()
        page.locator("#rows .name a", has_text="森林防灭火").click()
        pictures = page.locator(".originals[data-placed]")
        clauses, frame = page.locator(".clauses"), pictures.locator(".row-picture")
        # The text is narrower once the picture stands beside it.
        picture, text = frame.bounding_box(), clauses.first.bounding_box()
        assert text is not None
        assert picture is not None
        assert text["x"] + text["width"] <= picture["x"]
        assert picture["x"] + picture["width"] <= 1366
        assert picture["width"] > 450
        # Magnified: 1.5 pixels and more for a point; the row alone, not its page.
        shown = pictures.locator("svg").bounding_box()
        assert shown
        height = float((pictures.locator("svg").get_attribute("viewBox") or "").split()[3])
        assert shown["height"] / height >= 1.5
        assert height < float(pictures.locator("image").get_attribute("height") or 0) / 2
        from_clause_to_picture(page, printed if source == "pdf" else None)
        from_picture_to_clause(page)


def clause_of(page: Page, words: str) -> Locator:
    """The clause with these words; the one before offers to be joined with it."""
    return page.locator(".clauses li", has=page.locator("p", has_text=words))


def from_clause_to_picture(page: Page, printed: Path | None) -> None:
    """By a click on its words, or by keyboard on its number."""
    clause = clause_of(page, "县应急管理局负责组织扑救")
    clause.locator("p").first.click()
    chosen = page.locator(".clause-box.chosen")
    assert within(page.locator(".row-picture"), chosen.first)
    if printed:
        read = "".join(words_at(printed, box_of(one)) for one in chosen.all())
        assert read == "2.县应急管理局负责组织扑救；"
    clause = clause_of(page, "发现火情及时上报")
    clause.locator(".to-source").focus()
    page.keyboard.press("Enter")
    expect(clause).to_have_class("depth-0 chosen")
    expect(page.locator("li.chosen")).to_have_count(1)
    assert within(page.locator(".row-picture"), chosen.first)
    # The whole row at once, if somebody wants that.
    page.locator("#fit-row").click()
    assert within(page.locator(".row-picture"), page.locator(".cell-box").first)
    assert within(page.locator(".row-picture"), page.locator(".cell-box").last)
    page.locator("#fit-row").click()


def from_picture_to_clause(page: Page) -> None:
    page.locator(".clause-box[data-anchor='department-2']").first.click()
    clause = page.locator(".clauses li.chosen")
    expect(clause).to_contain_text("开展业务培训")
    expect(clause.locator(".to-source")).to_be_focused()
    # A cell without clauses leads to where it is put right; opening that shows the cell.
    page.locator(".cell-box[data-cell='2']").click()
    expect(page.locator(".cells dd.chosen")).to_contain_text("自然资源")
    page.locator("#edit-cell-3 summary").click()
    expect(page.locator(".cell-box.chosen")).to_have_attribute("data-cell", "3")


def test_doubtful_characters_are_marked_in_text_and_picture(
    browser: Browser, printed: Path, tmp_path: Path
) -> None:
    """A line is cut out for them, a key goes there, and what is settled is marked no more."""
    read = read_duty_list(printed)
    duty = read.lists[1].duties[0]
    place = clause_places(duty, lines_of(printed, duty))["department-1"][0]
    at = duty.cells[4].index("扑救")
    doubt = Doubt(5, at, at + 2, 0.5, box=place)
    table = read.lists[1]
    duties = (replace(duty, doubts=(doubt,)), *table.duties[1:])
    lists = (read.lists[0], replace(table, duties=duties), *read.lists[2:])
    settings = Settings(tmp_path / "data")
    keep(settings, replace(read, lists=lists), printed)
    with serving(settings) as served, new_page(browser, served) as page:
        page.goto(f"/editions/{'1' * 32}/lists/2/duties/1")
        for where in (".clauses .doubtful", ".cells .doubtful"):
            expect(page.locator(where)).to_have_text("扑救")
        assert box_of(page.locator(".row-picture .doubt-box")) == place
        crop = page.locator(".line-crop")
        left, top, width, height = map(float, (crop.get_attribute("viewBox") or "").split())
        assert left <= place.x0
        assert place.x1 <= left + width
        assert top <= place.top
        assert place.bottom <= top + height < place.bottom + 12
        page.keyboard.press("d")
        expect(page.locator(".doubt-text")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.type("Wang")
        page.keyboard.press("Enter")
        expect(page.locator("#notice")).to_contain_text("“扑救”和原件一样")
        expect(page.locator(".doubtful, .doubt-box, .line-crop")).to_have_count(0)


def keep(settings: Settings, read: DutyList, file: Path) -> None:
    """Keep a reading of a file as the page does."""
    store = Store(settings.folder)
    store.prepare()
    content = file.read_bytes()
    store.file("1" * 32, file.suffix).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    names = listed_by(read, file.name)
    kept = NewEdition(
        *("1" * 32, file.name, file.suffix, len(content), digest),
        **names,
        records=dump_records(read),
        pages=tuple(page_sizes(file)),
    )
    store.add_edition(kept, "")
