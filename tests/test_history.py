"""Three years of a list: each duty's life, each office's, and the documents that show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import docx
import openpyxl
import pytest
from lxml import html

from dutylist.compare.history import History, history_of
from dutylist.compare.identity import Identity, in_order
from dutylist.render.views.history import HistoryView, LifeView, history_view
from dutylist.render.write_history import write_history
from tests.edits import Row
from tests.found_changes import read_rows
from tests.test_compare_reforms import FARM, OLD_ROWS

NAMES = ("2024年版", "2025年版", "2026年版")
NEW_FARM = "吉木萨尔县农牧业发展局"


def three_years() -> list[list[Row]]:
    """2025: r0 is given a word, r1 and r2 become one, a duty comes. 2026: r3 goes, the office of
    most duties has a new name, the new duty moves to the end."""
    first = list(OLD_ROWS)
    came = Row(
        "n", "cooperative", "综合事务", "低空飞行器起降点选址踏勘", (FARM,), ("1.组织验收。",), ()
    )
    merged = replace(
        first[1],
        name=f"{first[1].name}，{first[2].name}",
        department_clauses=(*first[1].department_clauses, *first[2].department_clauses),
        township_clauses=(*first[1].township_clauses, *first[2].township_clauses),
    )
    second = [replace(first[0], name="农药安全使用指导工作"), came, merged, *first[3:]]
    third = [
        replace(
            row,
            departments=tuple(one.replace(FARM, NEW_FARM) for one in row.departments),
            department_clauses=tuple(
                one.replace(FARM[4:], NEW_FARM[4:]) for one in row.department_clauses
            ),
        )
        for row in second
        if row.uid not in ("r3", "n")
    ]
    return [first, second, [*third, replace(came, departments=(NEW_FARM,))]]


@pytest.fixture(scope="module")
def history() -> History:
    editions = [read_rows(rows, 2024 + at) for at, rows in enumerate(three_years())]
    return history_of(editions, NAMES)


@pytest.fixture(scope="module")
def view(history: History) -> HistoryView:
    return history_view(history)


def life(view: HistoryView, name: str) -> LifeView:
    (only,) = [one for one in view.lives if one.name == name]
    return only


def test_each_comparison_calls_the_two_editions_by_their_names(history: History) -> None:
    called = [(one.old_name, one.new_name) for one in history.comparisons]
    assert called == [("2024年版", "2025年版"), ("2025年版", "2026年版")]


def test_each_duty_has_one_life_with_its_places_and_what_happened(view: HistoryView) -> None:
    assert len(view.lives) == 14 + 2
    assert life(view, "农药安全使用指导工作").places == ("配合1", "配合1", "配合1")
    assert life(view, "农药安全使用指导工作").marks == ("", "文字修改", "")
    came = life(view, "低空飞行器起降点选址踏勘")
    assert came.places == ("", "配合2", "配合14")
    assert came.marks == ("", "新增", "顺序调整")
    gone = life(view, "秸秆禁烧工作")
    assert gone.places == ("配合4", "配合4", "")
    assert gone.marks == ("", "", "取消")


def test_merged_duties_live_on_in_one_and_end_in_it(view: HistoryView) -> None:
    merged = life(view, "高标准农田管护工作，动物防疫工作")
    assert merged.places == ("配合2", "配合3", "配合2")
    assert merged.marks == ("", "合并", "")
    ended = life(view, "动物防疫工作")
    assert ended.places == ("配合3", "", "")
    assert ended.marks == ("", "并入配合履职第3项", "")


def test_a_change_is_shown_to_the_character(view: HistoryView) -> None:
    (step,) = life(view, "农药安全使用指导工作").steps
    assert step.edition == "2025年版"
    runs = [run.text for line in step.lines for run in line.new.runs if run.mark == "inserted"]
    assert runs == ["安全"]


def test_a_renamed_office_is_one_office_through_the_years(view: HistoryView) -> None:
    office = next(one for one in view.offices if one.name == NEW_FARM)
    assert office.former_names == (FARM,)
    assert office.counts == (12, 12, 11)
    assert office.steps[0].startswith("增加1项（配合2）")
    assert "减少1项（原配合4）" in office.steps[1]
    assert FARM not in {one.name for one in view.offices}


@pytest.mark.parametrize(
    ("subject", "doubt", "new"),
    [("department", "两处像是同一部门", ()), ("department", "", ("甲局",)), ("township", "", ())],
)
def test_only_a_certain_new_name_of_one_office_is_followed(
    history: History, subject: Literal["department", "township"], doubt: str, new: tuple[str, ...]
) -> None:
    """A doubtful one, an office become two, a township renamed: the office keeps its name."""
    comparison = history.comparisons[-1]
    renames = tuple(
        replace(one, subject=subject, doubt=doubt, new=(*one.new, *new))
        for one in comparison.renames
    )
    comparisons = (*history.comparisons[:-1], replace(comparison, renames=renames))
    offices = {
        one.name: one for one in history_view(replace(history, comparisons=comparisons)).offices
    }
    assert offices[FARM].counts == (12, 12, 0)
    assert offices[NEW_FARM].counts == (0, 0, 11)
    assert offices[NEW_FARM].former_names == ()


def test_all_documents_show_every_life(history: History, view: HistoryView, tmp_path: Path) -> None:
    paths = write_history(history, ("html", "xlsx", "docx"), tmp_path)
    page = html.fromstring(paths[0].read_text("utf-8"))
    assert len(page.xpath("//tr[starts-with(@id, 'd')]")) == len(view.lives)
    assert len(page.xpath("//*[local-name()='svg']//*[local-name()='rect']")) == 3
    assert page.xpath("//script | //*[@src] | //link") == []
    book = openpyxl.load_workbook(paths[1])
    assert book.sheetnames == ["各版", "各部门", "各事项", "逐项变化"]
    assert [row[2] for row in book["各事项"].iter_rows(min_row=2, values_only=True)] == [
        one.name for one in view.lives
    ]
    tables = docx.Document(str(paths[2])).tables
    assert [row.cells[1].text for row in tables[2].rows[1:]] == [one.name for one in view.lives]


def test_the_years_give_the_order_and_a_missing_one_is_said() -> None:
    lists = [Identity(f"{year}.pdf", "三台镇", year, "文件名") for year in ("2026", "2024", "2025")]
    order, says = in_order(lists)
    assert [at for at, _ in order] == [1, 2, 0]
    assert len(says) == 1
    order, says = in_order([*lists, Identity("x.pdf", "三台镇", "", "")])
    assert [at for at, _ in order] == [0, 1, 2, 3]
    assert says[0].startswith("次序：")
    assert "x.pdf没有写年份" in says[1]
    _, says = in_order([*lists, lists[0]])
    assert says[0].startswith("次序：")
    assert "年份相同" in says[1]
