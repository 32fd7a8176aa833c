"""Word, Excel and CSV files that other programs wrote or people changed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList, Kind

CASES = Path(__file__).parent / "cases" / "office"


def read(name: str) -> DutyList:
    return read_duty_list(CASES / name)


def duties(found: DutyList) -> list[list[object]]:
    return [
        [
            table.kind,
            duty.number,
            duty.category,
            duty.name,
            list(duty.departments),
            list(duty.cells),
        ]
        for table in found.lists
        for duty in table.duties
    ]


def notes(found: DutyList) -> list[str]:
    return [note.text for note in found.notes]


def three_duties(
    change: tuple[str, str] = ("", ""), cell: tuple[int, int] = (0, 0)
) -> list[list[object]]:
    """The three duties that most of the files hold, one text of one cell changed."""
    text = (CASES / "three_duties.expected.json").read_text(encoding="utf-8")
    rows: list[list[object]] = json.loads(text)
    row, column = cell
    texts = rows[row][5]
    assert isinstance(texts, list)
    texts[column] = texts[column].replace(*change) if change[0] else texts[column]
    return rows


@pytest.mark.parametrize(
    "name",
    [
        "c1_plain.csv",
        "c7_semicolon.csv",
        "d25_drag200.docx",
        "d25_drag_header.docx",
        "d44_backslash.docx",
        "x29_backslash.xlsx",
    ],
)
def test_read_as_if_nothing_were_unusual(name: str) -> None:
    found = read(name)
    assert duties(found) == three_duties()
    assert not notes(found)


def test_struck_words_are_left_out_and_quoted() -> None:
    word = read("d17c_strike.docx")
    assert duties(word) == three_duties()
    assert notes(word) == ["画了删除线的文字没有读入：“监督”"]
    excel = read("x25_strike.xlsx")
    assert [duty.name for duty in excel.lists[0].duties] == ["", "汛期转移安置", "农房安全排查"]
    assert notes(excel) == [
        "工作表“配合履职”有画了删除线的文字没有读入：C4 “河道采砂巡查”、C5 “撤离”"
    ]


def test_the_prompt_of_an_empty_control_is_no_duty() -> None:
    found = read("d06_sdt_placeholder.docx")
    assert duties(found) == three_duties(("1.张贴警示标志。", ""), (2, 5))
    assert notes(found) == ["没有填写的控件，提示文字没有读入：“单击或点击此处输入文字。”"]


def test_raised_digits_stay_raised() -> None:
    found = read("d29_math.docx")
    assert duties(found) == three_duties(("鉴定", "鉴定面积超过100m²的"), (2, 4))


def rows(found: DutyList, kind: Kind, without: int | None) -> list[list[object]]:
    """The duties of one kind; the cell of the category left empty, for it may be merged."""
    return [
        [
            duty.number,
            duty.category,
            duty.name,
            list(duty.departments),
            ["" if place == without else text for place, text in enumerate(duty.cells)],
        ]
        for table in found.lists
        for duty in table.duties
        if table.kind == kind
    ]


@pytest.mark.parametrize("name", ["altchunk.docx", "site-gbk.mht", "site-menus.html"])
def test_every_row_of_lists_by_other_programs(name: str) -> None:
    found = read(name)
    gold = json.loads((CASES / f"{name}.rows.json").read_text(encoding="utf-8"))["lists"]
    for given in gold:
        without = given["category_col"]
        expected = [
            [
                duty["number"],
                duty["category"],
                duty["name"],
                duty["departments"],
                ["" if place == without else text for place, text in enumerate(duty["cells"])],
            ]
            for duty in given["duties"]
        ]
        assert rows(found, given["kind"], without) == expected
    assert sum(len(table.duties) for table in found.lists) == sum(len(g["duties"]) for g in gold)
