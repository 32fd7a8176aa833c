"""A department's own list (基本履职, 镇街配合履职, 本部门收回) in all that is made of a list.

cases/department was made by python-docx and openpyxl.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from dutylist.app.batch.store import load_list
from dutylist.app.cli import cli
from dutylist.app.library.opening import open_store
from dutylist.compare.editions import compare_editions
from dutylist.compare.identity import identify, order_of
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList, leaves
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.official import official_view
from tests.small_list import write_list

CASES = Path(__file__).parent / "cases" / "department"
OFFICE = "白石县水利局"
HELPED = [
    (
        *(1, "河道采砂巡查", "柳溪镇、青禾镇"),
        ["制定采砂规划；", "查处非法采砂行为，会同县公安局开展联合执法。"],
        ["日常巡查；", "发现问题及时上报。"],
    ),
    (
        *(2, "饮用水水源地保护", "各镇街"),
        ["划定保护范围；", "县水利局负责设置保护标志；", "监测水量。"],
        ["配合做好群众工作。"],
    ),
    (
        *(3, "防汛抗旱", "各镇街"),
        ["负责水情旱情监测预警；指导抢险。"],
        ["组织群众转移避险。"],
    ),
]
TAKEN = [
    (1, "水利工程竣工验收", "各镇街", "由县水利局组织验收，不再要求镇街承担。"),
    (2, "取水许可初审", "柳溪镇", "县水利局直接受理、审核。"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def own() -> DutyList:
    return read_duty_list(CASES / "three-lists.docx")


def test_the_record_is_whole(own: DutyList) -> None:
    assert (own.side, own.township, own.title) == ("department", "", "履职事项清单")
    assert (own.region, own.place, own.issued) == (
        ("云海省青山市白石县", OFFICE),
        OFFICE,
        "2025-06",
    )
    assert own.notes == ()
    assert [one.name for one in own.departments] == [OFFICE]
    basic, helped, taken = own.lists
    assert [(duty.number, duty.category, duty.name) for duty in basic.duties] == [
        (1, "水资源管理", "实施取水许可，核定取水计划"),
        (2, "水资源管理", "组织水资源调查评价"),
        (3, "防汛抗旱", "编制洪水防御预案并组织实施"),
    ]
    assert helped.roles == ("number", "name", "townships", "department duties", "township duties")
    assert [
        (
            *(duty.number, duty.name, duty.cells[2]),
            [clause.text for clause in leaves(duty.department_clauses)],
            [clause.text for clause in leaves(duty.township_clauses)],
        )
        for duty in helped.duties
    ] == HELPED
    assert {
        (duty.departments, clause.departments)
        for duty in helped.duties
        for clause in leaves(duty.department_clauses)
    } == {((OFFICE,), (OFFICE,))}
    assert [
        (duty.number, duty.name, duty.cells[2], *(part.method for part in duty.takeover))
        for duty in taken.duties
    ] == TAKEN
    assert {part.department for duty in taken.duties for part in duty.takeover} == {OFFICE}
    assert load_records(dump_records(own), "记录.json") == own


def test_one_sheet_with_the_kind_in_a_column() -> None:
    found = read_duty_list(CASES / "one-sheet.xlsx")
    assert (found.side, found.title, found.region) == ("department", "履职事项清单", (OFFICE,))
    assert [(table.kind, [duty.name for duty in table.duties]) for table in found.lists] == [
        ("basic", ["实施取水许可，核定取水计划"]),
        ("cooperative", ["河道采砂巡查", "防汛抗旱"]),
        ("recalled", ["取水许可初审"]),
    ]
    assert found.lists[2].duties[0].takeover[0].department == OFFICE


@pytest.mark.parametrize(
    ("title", "column", "side"),
    [
        ("白石县水利局镇街配合履职事项清单", "联系人", "department"),
        ("白石县乡镇（街道）配合履职事项清单", "联系人", "department"),
        ("柳溪镇乡镇配合履职事项清单", "对应上级部门", "township"),
        ("柳溪镇配合履职事项清单", "联系人", "township"),
    ],
)
def test_townships_that_help_make_it_the_departments_list_where_no_department_leads(
    title: str, column: str, side: str, tmp_path: Path
) -> None:
    lines = (title, f"序号\t事项名称\t{column}\t职责", "1\t河道采砂巡查\t水利局\t巡查。")
    path = tmp_path / "清单.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert read_duty_list(path).side == side


def test_check_asks_a_department_nothing_that_only_townships_have(own: DutyList) -> None:
    said = [finding.message for finding in check(own)]
    mentioned = (
        "条文“2.查处非法采砂行为，会同县公安局开展联合执法。”提到“县公安局”，本项没有列出该部门"
    )
    assert said == [mentioned]


def test_the_republished_list_is_the_same(own: DutyList, tmp_path: Path) -> None:
    assert official_view(own).region == ("云海省青山市白石县", OFFICE)
    done = run(
        *("render", str(CASES / "three-lists.docx"), "-o", str(tmp_path), "--to", "docx,xlsx,html")
    )
    assert done.exit_code == 0, done.stderr
    for ending in (".docx", ".xlsx", ".html"):
        (path,) = tmp_path.glob(f"*{ending}")
        assert path.stem == f"云海省青山市白石县{OFFICE}履职事项清单（2025年6月版）"
        again = read_duty_list(path)
        assert (again.side, again.region) == (own.side, own.region)
        cells = [[duty.cells for duty in table.duties] for table in again.lists]
        assert cells == [[duty.cells for duty in table.duties] for table in own.lists]


def test_excerpt_and_cards_say_which_townships(own: DutyList) -> None:
    view = excerpt_view(own, OFFICE)
    assert (view.led, view.helped, view.taken_back) == (3, 0, 2)
    assert [duty.helper for duty in view.duties] == ["柳溪镇、青禾镇", "各镇街", "各镇街"]
    assert [recall.methods for recall in view.recalls] == [
        ("关联镇街：各镇街", "由县水利局组织验收，不再要求镇街承担。"),
        ("关联镇街：柳溪镇", "县水利局直接受理、审核。"),
    ]
    cards = [card_view(own, table.kind, duty) for table in own.lists for duty in table.duties]
    assert {card.region for card in cards} == {OFFICE}
    assert [[part.head for part in card.sections] for card in cards[3:]] == [
        [OFFICE, "柳溪镇、青禾镇配合职责"],
        [OFFICE, "各镇街配合职责"],
        [OFFICE, "各镇街配合职责"],
        ["关联镇街", f"{OFFICE}工作方式"],
        ["关联镇街", f"{OFFICE}工作方式"],
    ]


def test_the_printed_excerpt(tmp_path: Path) -> None:
    done = run("excerpt", str(CASES / "three-lists.docx"), "--all", "-o", str(tmp_path))
    assert done.exit_code == 0, done.stderr
    (word,) = tmp_path.glob("*.docx")
    texts = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert "柳溪镇、青禾镇配合职责" in texts
    assert "关联镇街：柳溪镇" in texts


def test_two_editions_are_compared(own: DutyList) -> None:
    book = docx.Document(str(CASES / "three-lists.docx"))
    new = replace(own, issued="2026-06")
    (table,) = [one for one in own.lists if one.kind == "cooperative"]
    assert compare_editions(own, new).count("same") == 8
    order = order_of(identify(own, "旧.docx"), identify(new, "新.docx"))
    assert (order.swapped, order.unsure) == (False, False)
    assert order.says == (
        f"旧清单：旧.docx（{OFFICE}，2025年6月版，据封面日期）；"
        f"新清单：新.docx（{OFFICE}，2026年6月版，据封面日期）",
    )
    assert len(book.tables[1].rows) - 1 == len(table.duties)


def test_a_changed_edition_and_another_office(own: DutyList, tmp_path: Path) -> None:
    book = docx.Document(str(CASES / "three-lists.docx"))
    book.tables[1].cell(3, 3).text = "负责水情旱情监测预警；指导抢险，调配物资。"
    row = book.tables[2].rows[1]._tr
    row.getparent().remove(row)
    book.save(str(tmp_path / "新.docx"))
    found = compare_editions(own, read_duty_list(tmp_path / "新.docx"))
    assert {kind: found.count(kind) for kind in ("same", "removed", "added")} == {
        "same": 6,
        "removed": 1,
        "added": 0,
    }
    (changed,) = [one for one in found.changes if not {"same", "removed"} & set(one.kinds)]
    assert changed.kinds == ("reworded",)

    other = replace(own, region=("云海省青山市白石县", "白石县应急管理局"))
    assert any("不同" in said for said in order_of(identify(own), identify(other)).says)


def test_a_batch_keeps_whose_list_it_is(own: DutyList, tmp_path: Path) -> None:
    folder, store = tmp_path / "各单位", tmp_path / "库.sqlite"
    folder.mkdir()
    shutil.copy(CASES / "three-lists.docx", folder / "水利局.docx")
    write_list(folder / "青禾镇.txt")
    done = run("batch", str(folder), "-o", str(store))
    assert done.exit_code == 0, done.stderr
    with open_store(store) as connection:
        kept = [load_list(connection, number) for number in (1, 2)]
    assert {one.side: one.place for one in kept} == {"department": OFFICE, "township": "青禾镇"}
    found = json.loads(run("query", "duties", str(store), "防汛抗旱", "--json").stdout)
    assert [(one["place"], one["number"]) for one in found] == [(OFFICE, 3)]
    done = run("county", str(store), "--to", "xlsx", "-o", str(tmp_path / "汇总"))
    assert "部门自己的清单 1 份没有用上" in done.stderr
    books = sorted(path.stem for path in (tmp_path / "汇总").glob("[!.]*"))
    assert books == ["宁远县公安局", "宁远县民政局", "汇总说明"]
    sheet = openpyxl.load_workbook(tmp_path / "汇总" / "宁远县公安局.xlsx").worksheets[0]
    assert OFFICE not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
