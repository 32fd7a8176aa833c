"""Clauses that another office does now, alone or as a part of what was split or merged, and those
that stand on the other side: told from whom to whom."""

from __future__ import annotations

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view

HEADER = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责"
HOUSING, FINANCE = "县住房和城乡建设局", "县财政局"


def edition(year: int, theirs: list[str], own: list[str]) -> DutyList:
    cells = ("1", "农村危房改造", f"{HOUSING}\n{FINANCE}", "\n".join(theirs), "\n".join(own))
    row = "\t".join(f'"{cell}"' if "\n" in cell else cell for cell in cells)
    text = f"青山县白云镇\n履职事项清单\n{year}年7月\n配合履职事项清单\n{HEADER}\n{row}\n"
    return duty_list_of(read_text(text, "清单.txt"))


def notes(
    old: list[str], new: list[str], before: list[str] | None = None, now: list[str] | None = None
) -> list[str]:
    """What the table says beside the lines of the duty."""
    view = comparison_view(
        compare_editions(
            edition(2025, old, before or ["1.巡查。"]), edition(2026, new, now or ["1.巡查。"])
        )
    )
    return [line.note for row in view.rows for line in row.lines if line.note]


@pytest.mark.parametrize("turned", [False, True], ids=["split", "merged"])
def test_a_part_of_a_clause_that_another_office_does_now(turned: bool) -> None:
    whole = [f"{HOUSING}：", "开展危房鉴定和竣工验收。", f"{FINANCE}：", "1.拨付补助资金。"]
    parts = [
        *(f"{HOUSING}：", "开展危房鉴定。"),
        *(f"{FINANCE}：", "1.拨付补助资金；", "2.开展竣工验收。"),
    ]
    told = notes(parts, whole) if turned else notes(whole, parts)
    both = f"{HOUSING}、{FINANCE}"
    was, now = (both, HOUSING) if turned else (HOUSING, both)
    way = "合并" if turned else "拆分"
    assert f"{way}；文字修改；责任部门由{was}调整为{now}" in told


def test_offices_that_did_a_task_together_and_have_a_part_each_now() -> None:
    told = notes(
        [f"{HOUSING}、{FINANCE}负责开展危房鉴定和发放补助资金。"],
        [f"{HOUSING}负责开展危房鉴定。", f"{FINANCE}负责发放补助资金。"],
    )
    assert told
    assert all("责任部门由" not in note for note in told)
    assert any(f"{HOUSING}、{FINANCE}的分工调整" in note for note in told)


def test_parts_that_stay_with_their_office_are_no_news() -> None:
    told = notes(
        [f"{HOUSING}：", "开展危房鉴定和竣工验收。", f"{FINANCE}：", "拨付补助资金。"],
        [f"{HOUSING}：", "1.开展危房鉴定；", "2.开展竣工验收。", f"{FINANCE}：", "拨付补助资金。"],
    )
    assert any("拆分" in note for note in told)
    assert all("责任部门" not in note and "分工" not in note for note in told)


def test_a_clause_given_to_another_heading_has_changed_places_with_none() -> None:
    told = notes(
        [f"{HOUSING}：", "制定改造方案。", f"{FINANCE}：", "1.拨付补助资金；", "2.建立改造台账。"],
        [f"{HOUSING}：", "1.制定改造方案；", "2.建立改造台账。", f"{FINANCE}：", "拨付补助资金。"],
    )
    assert f"责任部门由{FINANCE}调整为{HOUSING}" in told
    assert all("对调" not in note and "顺序" not in note for note in told)


def test_clauses_of_one_heading_that_changed_places_are_told_so_with_and_without_number() -> None:
    told = notes(
        [f"{HOUSING}：", "1.制定改造方案；", "2.建立改造台账。", f"{FINANCE}：", "拨付补助资金。"],
        [f"{HOUSING}：", "建立改造台账；", "制定改造方案。", f"{FINANCE}：", "拨付补助资金。"],
    )
    assert any("先后对调，由1.改为没有编号" in note for note in told)


@pytest.mark.parametrize("turned", [False, True], ids=["merged", "split"])
def test_a_township_clause_that_went_into_a_departments_clause(turned: bool) -> None:
    apart = (["1.制定预案；", "2.组织救助力量。"], ["1.做好人员排查、信息报送；", "2.协助管控。"])
    one = (["1.制定预案；", "2.组织救助力量，做好人员排查、信息报送。"], ["协助管控。"])
    (old, before), (new, now) = (one, apart) if turned else (apart, one)
    told = notes(old, new, before, now)
    both = "上级部门职责和乡镇职责"
    was, becomes = ("上级部门职责", both) if turned else (both, "上级部门职责")
    assert any(f"由{was}改为{becomes}" in note for note in told)


def lines(old: list[str], new: list[str]) -> list[str]:
    """What the new side of the duty's table says, below the name."""
    view = comparison_view(compare_editions(edition(2025, old, []), edition(2026, new, [])))
    (row,) = view.rows
    return ["".join(run.text for run in line.new.runs) for line in row.lines[2:]]


def test_a_changed_clause_stands_below_its_offices_heading_and_its_columns() -> None:
    rest = [f"{FINANCE}：", "1.拨付补助资金；", "2.建立改造台账。"]
    told = lines(
        [f"{HOUSING}：", "1.制定方案；", "2.开展验收。", *rest],
        [f"{HOUSING}：", "1.制定方案；", "2.开展验收。", *rest[:2], "2.建立资金台账。"],
    )
    assert told == [
        *("上级部门职责", "（2条未变，略）"),
        *(f"{FINANCE}：", "（1条未变，略）", "2.建立资金台账。"),
    ]
    told = lines(
        [f"{HOUSING}：", "1.制定方案；", "2.开展验收。", *rest],
        [f"{HOUSING}：", "1.制定改造方案；", "2.开展验收。", *rest],
    )
    assert told == ["上级部门职责", f"{HOUSING}：", "1.制定改造方案；", "（3条未变，略）"]
