"""Word, Excel and CSV files that other programs wrote or people changed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.code_points import folded
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
    rows[row][3] = texts[2]
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
    assert [duty.name for duty in excel.lists[0].duties] == ["汛期转移安置", "农房安全排查"]
    struck, row = notes(excel)
    assert struck == "工作表“配合履职”有画了删除线的文字没有读入：C4 “河道采砂巡查”、C5 “撤离”"
    assert row.startswith("事项名称画了删除线，整行没有读入，这一行其余的文字：1 | ")


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("x25_strike.xls", "x25_strike.xlsx"),
        ("x25_strike.ods", "x25_strike.xlsx"),
        ("d17c_strike.odt", "d17c_strike.docx"),
    ],
)
def test_what_is_struck_through_is_left_out_of_older_and_open_formats_too(
    name: str, original: str
) -> None:
    assert duties(read(name)) == duties(read(original))
    assert notes(read(name)) == notes(read(original))


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
            folded(duty.category),
            folded(duty.name),
            list(map(folded, duty.departments)),
            ["" if place == without else folded(text) for place, text in enumerate(duty.cells)],
        ]
        for table in found.lists
        for duty in table.duties
        if table.kind == kind
    ]


def test_characters_that_look_like_others_are_kept_and_told() -> None:
    radicals = read("d30_kangxi.docx")
    assert duties(radicals) == three_duties(("巡查", "巡查⼀⽇⼆⽉"), (0, 2))
    assert notes(radicals) == [
        "有形近的部首或兼容字“⼀⽇⼆⽉”（配合履职第 1 项），记录照原文保留，"
        "查找和比较时当作“一日二月”"
    ]
    private = read("d31_pua.docx")
    assert private.lists[0].duties[0].name == "河道\ue5e5采砂巡查\ue004"
    assert notes(private) == [
        "有只在原电脑上才显示的自造字 U+E5E5、U+E004（配合履职第 1 项），请对照原件改正"
    ]


def test_signs_that_stand_for_numbers() -> None:
    found = read("d20b_dotted_numbers.docx").lists[0].duties
    assert [duty.number for duty in found] == [1, 2, 3]


def kinds(found: DutyList) -> list[tuple[Kind, list[tuple[str, str]]]]:
    return [(table.kind, [(d.category, d.name) for d in table.duties]) for table in found.lists]


def test_township_duties_under_other_names() -> None:
    (duty,) = read("h01_tuanchang.docx").lists[0].duties
    assert [clause.text for clause in duty.township_clauses] == [
        "开展摸底登记。",
        "发现问题及时上报。",
    ]


def test_a_column_that_tells_the_kind_parts_the_sheet() -> None:
    found = read("h04_flat_kinds.docx")
    assert kinds(found) == [
        ("basic", [("", "开展村集体林地巡护")]),
        ("cooperative", [("", "对外来施工队登记备案")]),
        ("recalled", [("", "对私设广告牌的处罚")]),
    ]
    assert found.lists[1].duties[0].departments == ("县住房和城乡建设局",)
    assert [(taken.department, taken.method) for taken in found.lists[2].duties[0].takeover] == [
        ("县城市管理局", "定期巡查，依法处置。")
    ]


def test_a_code_for_a_number() -> None:
    assert [duty.cells for duty in read("h06_bianma.docx").lists[0].duties] == [
        ("JB-001", "开展村集体林地巡护"),
        ("JB-002", "组织防汛演练"),
    ]


def test_levels_above_the_name() -> None:
    assert kinds(read("h07_levels.docx")) == [
        ("basic", [("生态环保", "开展村集体林地巡护"), ("应急管理", "组织防汛演练")])
    ]


def test_what_a_duty_holds_belongs_to_it() -> None:
    found = read("h09_neirong.docx")
    assert kinds(found) == [("basic", [("生态环保", "林草管护"), ("应急管理", "防汛")])]
    assert [
        [(clause.label, clause.text) for clause in duty.township_clauses]
        for duty in found.lists[0].duties
    ] == [[("1.", "开展村集体林地巡护；"), ("2.", "制止乱砍滥伐。")], [("", "组织防汛演练。")]]
    assert not notes(found)


@pytest.mark.parametrize("name", ["h10_zhuti.docx", "h10b.docx"])
def test_kin_lists_and_ticks(name: str) -> None:
    found = read(name)
    (duty,) = found.lists[0].duties
    assert found.lists[0].title == "县乡属地管理事项责任清单"
    assert [clause.text for clause in duty.department_clauses] == [
        "县住房和城乡建设局负责制定登记办法。",
        "县公安局负责核查人员信息。",
    ]
    assert [clause.text for clause in duty.township_clauses] == [
        "开展摸底登记。",
        "发现问题及时上报。",
    ]
    assert "√" not in duty.departments


def test_lists_side_by_side_have_a_title_each() -> None:
    found = read("x20_side_by_side.xlsx")
    assert [(table.title, len(table.duties)) for table in found.lists] == [
        ("配合履职事项清单", 3),
        ("基本履职事项清单", 2),
    ]


def test_a_category_turned_upright_and_merged() -> None:
    found = read("v3_btLr.docx")
    assert [duty.category for duty in found.lists[0].duties] == ["生态环保"] * 3


@pytest.mark.parametrize(
    "name",
    [
        "altchunk.docx",
        "cards-label-value.docx",
        "notice-annexes.docx",
        "other-order.docx",
        "site-gbk.mht",
        "site-menus.html",
        "two-kinds-one-table.docx",
        "kangxi.docx",
    ],
)
def test_every_row_of_lists_by_other_programs(name: str) -> None:
    found = read(name)
    gold = json.loads((CASES / f"{name}.rows.json").read_text(encoding="utf-8"))["lists"]
    for given in gold:
        without = given["category_col"]
        expected = [
            [
                duty["number"] if isinstance(duty["number"], int) else duty["number"][1],
                duty["category"],
                duty["name"],
                duty["departments"],
                ["" if place == without else text for place, text in enumerate(duty["cells"])],
            ]
            for duty in given["duties"]
        ]
        assert rows(found, given["kind"], without) == expected
    assert sum(len(table.duties) for table in found.lists) == sum(len(g["duties"]) for g in gold)
