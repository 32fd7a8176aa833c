"""Scans as offices have them: each picture stands for a kind, and has its rows beside it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from dutylist.extract.formats.scan import page
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.lists.columns import nearest_header
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Duty, DutyList
from tests.accounted import lost

CASES = Path(__file__).parent / "cases" / "scans"
WIDTHS = str.maketrans("，；：？！（）", ",;:?!()")

ROW = tuple[str, tuple[str, ...]]


RECOGNISED: dict[str, list[str]] = {}
"""The lines that were recognised in each picture, as they were before anything was made of them:
those of a coarse page as three readings together have them."""


@cache
def read(name: str) -> DutyList:
    pages: list[list[str]] = []
    read_lines, agreed = page.read_lines, page.agreed

    def kept(*arguments: Any) -> list[ScannedLine]:
        found = read_lines(*arguments)
        pages.append([line.read.text for line in found])
        return found

    def together(*arguments: Any, **others: Any) -> list[ReadLine]:
        found = agreed(*arguments, **others)
        pages[-1] = [one.text for one in found]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "read_lines", kept)
        patch.setattr(page, "agreed", together)
        found = read_duty_list(CASES / name)
    RECOGNISED[name] = [line for lines in pages for line in lines]
    return found


def gold(name: str) -> list[ROW]:
    path = CASES / f"{name.partition('.')[0]}.gold.json"
    return [
        (duty["kind"], tuple(map(squeezed, duty["cells"])))
        for duty in json.loads(path.read_text())["duties"]
    ]


def squeezed(text: str) -> str:
    """The text without white space, marks at half width: a narrow mark is told by its place."""
    return "".join(text.split()).translate(WIDTHS)


def rows(duty_list: DutyList) -> list[ROW]:
    return [(table.kind, cells(duty)) for table in duty_list.lists for duty in table.duties]


def cells(duty: Duty) -> tuple[str, ...]:
    """The duty's cells, the category in each row of a merged one."""
    number, category, *rest = map(squeezed, duty.cells)
    return number, category or squeezed(duty.category), *rest


def told(duty: Duty, column: int) -> set[int]:
    """The places in a squeezed cell that are marked as doubtful."""
    text = duty.cells[column]
    places = (
        index
        for doubt in duty.doubts
        if doubt.cell == column + 1
        for index in range(doubt.start, doubt.end)
    )
    return {len(squeezed(text[:index])) for index in places}


def untold(name: str) -> list[str]:
    """The wrong characters beside which no doubt stands."""
    out = []
    duties = [duty for table in read(name).lists for duty in table.duties]
    for duty, (_, truth) in zip(duties, gold(name), strict=True):
        for column, (one, other) in enumerate(zip(cells(duty), truth, strict=True)):
            marked = told(duty, column)
            for edit in Levenshtein.editops(one, other):
                if not marked & {edit.src_pos - 1, edit.src_pos}:
                    out.append(f"{duty.number}: {one} / {other}")
    return out


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("phone_mild.jpg", id="keystone and curl"),
        pytest.param("phone_shadow.jpg", id="shadow over the sheet"),
        pytest.param("phone_curled.jpg", id="a sheet that curls in waves, on a grainy desk"),
        pytest.param("folded.jpg", id="folded along its height"),
        pytest.param("edges.pdf", id="black scanner edges, askew, holes"),
        pytest.param("rot90.pdf", id="lying on its side, narrow columns"),
        pytest.param("a3_side.pdf", id="two pages side by side"),
        pytest.param("threeline.pdf", id="no upright rulings"),
        pytest.param("broken_rulings.tif", id="rulings worn off in places"),
        pytest.param("close_heads.tif", id="header words close to one another"),
        pytest.param("centred_categories.tif", id="merged categories with no ruling between"),
        pytest.param("no_rulings.jpg", id="no rulings at all"),
        pytest.param("web_grid.png", id="a page of the web, its rulings paler than the type"),
        pytest.param("cut_row.tif", id="a page begins with the end of a row, without a header"),
        pytest.param("low_rows.pdf", id="a column's ruling in low rows between headings alone"),
        pytest.param("pale_rulings.jpg", id="none, and hair-thin ones between merged categories"),
    ],
)
def test_pages_that_can_be_read_without_fault(name: str) -> None:
    assert rows(read(name))[: len(gold(name))] == gold(name)


@pytest.mark.parametrize(
    ("name", "most_wrong"),
    [
        pytest.param("font_kai9.pdf", 2, id="small type set close"),
        pytest.param("seal_grey.pdf", 8, id="a seal over the text, in grey"),
        pytest.param("faded.pdf", 12, id="an empty toner"),
    ],
)
def test_pages_with_doubtful_characters(name: str, most_wrong: int) -> None:
    found, truth = rows(read(name)), gold(name)
    assert [kind for kind, _ in found] == [kind for kind, _ in truth]
    wrong = sum(
        Levenshtein.distance("\n".join(one), "\n".join(other))
        for (_, one), (_, other) in zip(found, truth, strict=True)
    )
    assert wrong <= most_wrong
    assert len(untold(name)) <= 2


def test_of_a_standard_fax_every_row_is_read_and_what_is_wrong_is_marked() -> None:
    """Its level rulings are broken by the coarse rows of pixels, its headers are misread."""
    found, truth = rows(read("fax_std.tif")), gold("fax_std.tif")
    assert [(kind, row[0], len(row)) for kind, row in found] == [
        (kind, row[0], len(row)) for kind, row in truth
    ]
    assert [column.role for column in read("fax_std.tif").lists[0].columns] == [
        "number",
        "category",
        "name",
        "departments",
        "department duties",
        "township duties",
    ]
    wrong = sum(
        Levenshtein.distance("\n".join(one), "\n".join(other))
        for (_, one), (_, other) in zip(found, truth, strict=True)
    )
    assert wrong <= 25
    assert untold("fax_std.tif") == []


def test_of_a_copy_from_a_dirty_drum_every_row_is_read_and_what_is_wrong_is_marked() -> None:
    """Specks all over, a streak down the last column, broken strokes; in black and white."""
    found, truth = rows(read("dirty_drum.tif")), gold("dirty_drum.tif")
    assert [(kind, row[:2], len(row)) for kind, row in found] == [
        (kind, row[:2], len(row)) for kind, row in truth
    ]
    assert sum(one != other for one, other in zip(found, truth, strict=True)) <= 2
    assert untold("dirty_drum.tif") == []
    notes = [note.text for note in read("dirty_drum.tif").notes if note.page == 1]
    assert "这一页有许多污点（如复印机的硒鼓脏了），像污点的已去掉再读，请对照原件核对" in notes
    assert not any("没有认出来" in text or "不平" in text for text in notes)


@pytest.mark.parametrize(
    ("read_as", "doubtful", "meant"),
    [
        pytest.param("上级部门职员", [5], "上级部门职责", id="the commoner of two words"),
        pytest.param("对应1级部门", [2], "对应上级部门", id="a word in the midst"),
        pytest.param("上级部门职员", [0], None, id="a character that was read with certainty"),
        pytest.param("填报时限", [0, 1, 2, 3], None, id="a column of another kind"),
        pytest.param("事顶铭称", [1, 2], None, id="two misread characters"),
    ],
)
def test_a_misread_header_is_the_nearest_one(
    read_as: str, doubtful: list[int], meant: str | None
) -> None:
    assert nearest_header(read_as, doubtful) == meant


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "broken_rulings.tif",
            "这一页的表格线断断续续，补全以后才分出行和列，请对照原件核对",
            id="drawn through",
        ),
        pytest.param(
            "no_rulings.jpg",
            "这一页的表格没有线，按表头、序号和空白分出行和列，请对照原件核对",
            id="none",
        ),
        pytest.param(
            "web_grid.png",
            "这一页的表格线比字淡得多，按淡线分出行和列，请对照原件核对",
            id="pale",
        ),
        pytest.param("pale_rulings.jpg", None, id="level ones alone"),
    ],
)
def test_tables_without_whole_rulings_are_told(name: str, said: str | None) -> None:
    told = [note.text for note in read(name).notes if "这一页的表格" in note.text]
    assert told == ([said] if said else [])


@pytest.mark.parametrize("name", ["phone_curled.jpg", "folded.jpg"])
def test_a_sheet_made_flat_by_its_rulings_is_told(name: str) -> None:
    told = [note.text for note in read(name).notes if note.page == 1]
    assert "这一页的纸折过或弯得不匀，按表格线展平以后才读，请对照原件核对" in told
    assert not any("拍得不平" in text for text in told)


def test_a_desks_grain_is_counted_and_not_quoted() -> None:
    notes = [note.text for note in read("phone_curled.jpg").notes]
    assert any("处墨迹不像字（桌面、污点等），没有读入" in text for text in notes)
    assert len(notes) < 16


def test_a_sheet_of_two_pages_is_one_page_of_the_file() -> None:
    assert any(note.text.startswith("第 1 页是图片") for note in read("a3_side.pdf").notes)


PICTURES = sorted(
    path.name
    for path in CASES.iterdir()
    # A desk's grain is counted only.
    if path.suffix in (".pdf", ".jpg", ".png", ".tif") and path.name != "phone_curled.jpg"
)


@pytest.mark.parametrize("name", PICTURES)
def test_no_recognised_character_is_lost(name: str) -> None:
    found = read(name)
    assert sum(map(len, RECOGNISED[name])) > 100
    # Two headers of the fax are read as 职员 and 士级 and are the nearest known ones.
    assert lost(RECOGNISED[name], found) == ("员士" if name == "fax_std.tif" else "")
