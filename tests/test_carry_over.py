"""Assignments carried over two editions whose every edit is known: nothing goes in silence, and a
row is used without a question only where its duty is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.compare.carry_over import carry_over
from dutylist.compare.editions import compare_editions
from dutylist.extract.assignments_file import load_assignments
from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import assigned
from dutylist.records.assignments import (
    PERSON,
    STATION,
    Assignment,
    Assignments,
    Person,
    empty_assignments,
)
from dutylist.records.model import DutyList
from dutylist.render.excel.assignments import assignments_xlsx

OWN = "网格"

HEAD = "青山县白云镇{kind}事项清单\n序号\t事项类别\t事项名称"
MORE = "\t对应上级部门\t上级部门职责\t乡镇配合职责"

BASIC = {
    2025: (
        "党的建设\t落实“三会一课”制度，严肃党内政治生活",
        "经济发展\t编制本镇年度经济发展计划并组织实施",
        "民生服务\t开展关心下一代工作",
        "民生服务\t做好养老服务工作",
        "民生服务\t做好残疾人帮扶工作",
        "城乡建设\t负责本镇农村公路日常巡查",
        "生态环保\t组织开展河道保洁和巡河护河",
    ),
    # 关心下一代 goes; 养老 and 残疾人 become one; 公路 is reworded; 河道 goes to the other list;
    # 人居环境 is new.
    2026: (
        "党的建设\t落实“三会一课”制度，严肃党内政治生活",
        "经济发展\t编制本镇年度经济发展计划并组织实施",
        "民生服务\t做好养老服务和残疾人帮扶工作",
        "城乡建设\t负责本镇农村公路日常巡查和养护",
        "乡村振兴\t推进农村人居环境整治提升",
    ),
    # 经济发展计划 and 三会一课 change places; 人居环境 goes again.
    2027: (
        "经济发展\t编制本镇年度经济发展计划并组织实施",
        "党的建设\t落实“三会一课”制度，严肃党内政治生活",
        "民生服务\t做好养老服务和残疾人帮扶工作",
        "城乡建设\t负责本镇农村公路日常巡查和养护",
    ),
}
COOPERATIVE = {
    2025: (
        "民生服务\t临时救助\t青山县民政局\t1.审核；2.发放。\t1.受理；2.上报。",
        "平安法治\t养犬管理和流浪犬捕捉处置工作\t青山县公安局\t1.登记；2.捕捉。\t1.劝阻；2.报告。",
    ),
    # 养犬 is two duties; 河道 comes from the other list.
    2026: (
        "民生服务\t临时救助\t青山县民政局\t1.审核；2.发放。\t1.受理；2.上报。",
        "平安法治\t养犬管理工作\t青山县公安局\t1.登记。\t1.劝阻。",
        "平安法治\t流浪犬捕捉处置工作\t青山县公安局\t1.捕捉。\t1.报告。",
        "生态环保\t组织开展河道保洁和巡河护河\t青山县水利局\t1.制定计划。\t1.巡查。",
    ),
    2027: (
        "民生服务\t临时救助\t青山县民政局\t1.审核；2.发放。\t1.受理；2.上报。",
        "平安法治\t养犬管理工作\t青山县公安局\t1.登记。\t1.劝阻。",
        "平安法治\t流浪犬捕捉处置工作\t青山县公安局\t1.捕捉。\t1.报告。",
        "生态环保\t组织开展河道保洁和巡河护河\t青山县水利局\t1.制定计划。\t1.巡查。",
    ),
}


def edition(folder: Path, year: int) -> DutyList:
    lines = ["青山县白云镇履职事项清单", f"{year}年7月"]
    for kind, more, rows in (("基本履职", "", BASIC), ("配合履职", MORE, COOPERATIVE)):
        lines += (HEAD.format(kind=kind) + more).split("\n")
        lines += [f"{number}\t{row}" for number, row in enumerate(rows[year], 1)]
    path = folder / f"{year}.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read_duty_list(path)


def each_their_own(duty_list: DutyList) -> Assignments:
    """Every duty is another person's, and in a column of the office's own stands its number."""
    nobody = empty_assignments(duty_list)
    rows = tuple(
        Assignment(
            row.code,
            row.name,
            tuple({**dict(row.values), PERSON: f"甲{n}", STATION: "平安办", OWN: f"{n}格"}.items()),
        )
        for n, row in enumerate(nobody.rows, 1)
    )
    return Assignments((*nobody.columns, OWN), rows, (Person("甲1", "平安办", "主任", "110"),))


def carried(old: DutyList, new: DutyList, rows: Assignments, folder: Path) -> Assignments:
    """To the next edition, and through a workbook, as staff have it."""
    over = carry_over(compare_editions(old, new), (old, rows))
    path = folder / "分工.xlsx"
    path.write_bytes(assignments_xlsx(new, over))
    return load_assignments(path)


def told(assignments: Assignments) -> list[tuple[str, str, str, str, str]]:
    return [
        (row.code, row.name[:6], row.value(PERSON), row.value(OWN), row.doubt)
        for row in assignments.rows
    ]


@pytest.fixture(name="years")
def three_editions(tmp_path: Path) -> dict[int, DutyList]:
    return {year: edition(tmp_path, year) for year in BASIC}


def test_one_edition_on(years: dict[int, DutyList], tmp_path: Path) -> None:
    over = carried(years[2025], years[2026], each_their_own(years[2025]), tmp_path)
    assert told(over) == [
        ("基本-001", "落实“三会一", "甲1", "1格", ""),
        ("基本-002", "编制本镇年度", "甲2", "2格", ""),
        (
            "基本-003",
            "做好养老服务",
            "甲4、甲5",
            "4格、5格",
            "合并（原 基本-004、基本-005），请核对",
        ),
        ("基本-004", "负责本镇农村", "甲6", "6格", "文字修改（原 基本-006），请核对"),
        ("基本-005", "推进农村人居", "", "", "新增事项，请确定分工"),
        ("配合-001", "临时救助", "甲8", "8格", ""),
        ("配合-002", "养犬管理工作", "甲9", "9格", "拆分（原 配合-002），请核对"),
        ("配合-003", "流浪犬捕捉处", "甲9", "9格", "拆分（原 配合-002），请核对"),
        ("配合-004", "组织开展河道", "甲7", "7格", "清单间调整（原 基本-007），请核对"),
    ]
    assert [(row.name, row.value(PERSON), row.value(OWN), row.doubt) for row in over.gone] == [
        ("开展关心下一代工作", "甲3", "3格", "2025年7月版有，2026年7月版已取消")
    ]
    assert over.people == (Person("甲1", "平安办", "主任", "110"),)
    # Each doubt is asked about, and so is the duty that nobody has.
    found = assigned(years[2026], over).findings
    assert [(one.code, one.place) for one in found if one.code in ("doubt", "nobody")] == [
        ("doubt", "分工表第 4 行"),
        ("doubt", "分工表第 5 行"),
        ("nobody", "分工表第 6 行"),
        ("doubt", "分工表第 6 行"),
        ("doubt", "分工表第 8 行"),
        ("doubt", "分工表第 9 行"),
        ("doubt", "分工表第 10 行"),
    ]


def test_two_editions_on(years: dict[int, DutyList], tmp_path: Path) -> None:
    """A question that nobody answered stays a question; what went stays kept."""
    over = carried(years[2025], years[2026], each_their_own(years[2025]), tmp_path)
    again = carried(years[2026], years[2027], over, tmp_path)
    assert told(again) == [
        ("基本-001", "编制本镇年度", "甲2", "2格", ""),
        ("基本-002", "落实“三会一", "甲1", "1格", ""),
        (
            "基本-003",
            "做好养老服务",
            "甲4、甲5",
            "4格、5格",
            "合并（原 基本-004、基本-005），请核对",
        ),
        ("基本-004", "负责本镇农村", "甲6", "6格", "文字修改（原 基本-006），请核对"),
        ("配合-001", "临时救助", "甲8", "8格", ""),
        ("配合-002", "养犬管理工作", "甲9", "9格", "拆分（原 配合-002），请核对"),
        ("配合-003", "流浪犬捕捉处", "甲9", "9格", "拆分（原 配合-002），请核对"),
        ("配合-004", "组织开展河道", "甲7", "7格", "清单间调整（原 基本-007），请核对"),
    ]
    assert [row.value(PERSON) for row in again.gone] == ["甲3"]


@pytest.mark.parametrize(("old", "new"), [(2025, 2026), (2026, 2027), (2025, 2027), (2027, 2025)])
def test_nobody_is_lost(years: dict[int, DutyList], tmp_path: Path, old: int, new: int) -> None:
    """Every person stands behind a duty of the new edition or among what went."""
    rows = each_their_own(years[old])
    over = carried(years[old], years[new], rows, tmp_path)
    before = {person for row in rows.rows for person in row.people}
    assert {person for row in (*over.rows, *over.gone) for person in row.people} == before


@pytest.mark.parametrize(
    ("code", "name"),
    [("基本-002", "随便改的事项名称"), ("配合-041", "已取消的事项"), ("基本-001", "")],
    ids=["name altered", "of no duty", "twice"],
)
def test_a_row_that_fitted_nothing_stands_among_what_went(
    years: dict[int, DutyList], tmp_path: Path, code: str, name: str
) -> None:
    rows = each_their_own(years[2025])
    values = tuple({**dict(rows.rows[0].values), PERSON: "乙"}.items())
    more = Assignments(rows.columns, (*rows.rows, Assignment(code, name, values)), rows.people)
    over = carried(years[2025], years[2026], more, tmp_path)
    assert ("乙", "转来时没有用：旧分工表的这一行不合旧清单") in [
        (row.value(PERSON), row.doubt) for row in over.gone
    ]
    assert "乙" not in {person for row in over.rows for person in row.people}


def test_whoever_has_both_of_two_merged_duties_is_named_once(
    years: dict[int, DutyList], tmp_path: Path
) -> None:
    """甲 has both, others have one of them: each stands once, whoever stands beside them."""
    given = each_their_own(years[2025])
    others = {
        "基本-004": {PERSON: "甲、乙", STATION: "民政办"},
        "基本-005": {PERSON: "甲、丙", STATION: "民政办、党政办"},
    }
    rows = tuple(
        replace(row, values=tuple((dict(row.values) | others.get(row.code, {})).items()))
        for row in given.rows
    )
    over = carried(years[2025], years[2026], replace(given, rows=rows), tmp_path)
    (merged,) = (row for row in over.rows if row.code == "基本-003")
    assert merged.value(PERSON) == "甲、乙、丙"
    assert merged.value(STATION) == "民政办、党政办"
    codes = [one.code for one in assigned(years[2026], over).findings]
    assert "person twice" not in codes


def test_a_row_under_a_wrong_number_is_told_of_by_the_lists(
    years: dict[int, DutyList], tmp_path: Path
) -> None:
    given = each_their_own(years[2025])
    wrong = {"基本-006": "基本-999", "配合-002": "基本-001"}
    rows = tuple(replace(row, code=wrong.get(row.code, row.code)) for row in given.rows)
    over = carried(years[2025], years[2026], replace(given, rows=rows), tmp_path)
    assert told(over) == told(carried(years[2025], years[2026], given, tmp_path))
