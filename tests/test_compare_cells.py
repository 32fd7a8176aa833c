"""The cells of a row as segments: together they are the old text and the new one."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.compare.cells import ColumnPair, column_pairs, text_segments
from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.model import Comparison, Segment
from dutylist.compare.one_table import row_pairs
from dutylist.compare.wording import WordingRules
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Column, Role
from dutylist.render.views.lines import new_runs, old_runs
from tests.found_changes import read_rows
from tests.test_compare_reforms import OLD_ROWS

PARAGRAPHS = st.lists(
    st.sampled_from(["1.开展巡查。", "2.上报隐患。", "2.及时上报隐患。", "3.配合核查；", ""]),
    max_size=5,
)


def texts(segments: tuple[Segment, ...]) -> tuple[str, str]:
    """What the segments say of the old text, and of the new one."""
    return (
        "".join(one.text for one in segments if one.kind in ("equal", "deleted")),
        "".join(one.text for one in segments if one.kind in ("equal", "inserted")),
    )


@given(PARAGRAPHS.map("\n".join), PARAGRAPHS.map("\n".join))
def test_paragraphs_of_both_texts_are_whole(old: str, new: str) -> None:
    segments = text_segments(old, new, WordingRules())
    assert texts(segments) == (old, new)
    assert all(one.text for one in segments)
    if old == new:
        assert {one.kind for one in segments} <= {"equal"}


DISTINCT = st.lists(st.sampled_from(["甲甲甲甲", "乙乙乙", "丙丙丙丙丙", "丁丁"]), max_size=7)


@given(DISTINCT, DISTINCT)
def test_as_many_paragraphs_stay_as_can_in_both_orders(old: list[str], new: list[str]) -> None:
    """Of paragraphs that are the same or have nothing in common: each stays or goes whole."""
    segments = text_segments("\n".join(old), "\n".join(new), WordingRules())
    kept = [one.text for one in segments if one.kind == "equal" and one.text != "\n"]
    assert len(kept) == most_in_common(old, new)


def most_in_common(old: list[str], new: list[str]) -> int:
    """The longest row of paragraphs that stands in both, by trying."""
    return max(
        len(some)
        for size in range(len(old) + 1)
        for some in itertools.combinations(old, size)
        if stands_in(some, new)
    )


def stands_in(some: tuple[str, ...], whole: list[str]) -> bool:
    left = iter(whole)
    return all(one in left for one in some)


def compared(old: list[str], new: list[str]) -> Comparison:
    """Two editions of one duty with these clauses of the township."""
    rows = [replace(OLD_ROWS[0], township_clauses=tuple(its)) for its in (old, new)]
    return compare_editions(read_rows(rows[:1], 2025), read_rows(rows[1:], 2025))


CLAUSES = st.lists(
    st.sampled_from(["开展日常巡查", "上报安全隐患", "配合执法检查", "做好宣传引导", "建立台账"]),
    min_size=1,
    max_size=5,
    unique=True,
)


@settings(max_examples=40)
@given(CLAUSES, CLAUSES)
def test_cells_are_both_editions_however_clauses_moved(old: list[str], new: list[str]) -> None:
    numbered = [[f"{at}.{text}。" for at, text in enumerate(its, 1)] for its in (old, new)]
    (change,) = compared(*numbered).changes
    for cell in change.cells:
        assert cell.old_column is not None
        assert cell.new_column is not None
        was = change.old[0].duty.cells[cell.old_column]
        now = change.new[0].duty.cells[cell.new_column]
        assert texts(cell.segments) == (was, now)


def test_a_change_of_words_is_marked_and_one_of_a_mark_is_quiet() -> None:
    (change,) = compared(["1.开展巡查；"], ["1.开展排查;"]).changes
    (clause,) = [one for one in change.clauses if one.new[0].part == "township"]
    assert [(run.text, run.mark) for run in new_runs(clause.wording)] == [
        *[("开展", ""), ("排查", "inserted"), (";", "quiet")],
    ]
    assert [(run.text, run.mark) for run in old_runs(clause.wording)] == [
        *[("开展", ""), ("巡查", "deleted"), ("；", "quiet")],
    ]


def test_of_two_rows_that_changed_places_one_moves_in_the_table() -> None:
    """The others stay beside what they were; both orders are whole."""
    first, second, third = OLD_ROWS[:3]
    found = compare_editions(
        read_rows([first, second, third], 2025), read_rows([first, third, second], 2026)
    )
    kind = found.changes[0].new[0].list
    pairs = [
        (old.name if old else "", new.name if new else "") for old, new, _ in row_pairs(found, kind)
    ]
    assert [old for old, _ in pairs if old] == [first.name, second.name, third.name]
    assert [new for _, new in pairs if new] == [first.name, third.name, second.name]
    assert (first.name, first.name) in pairs
    assert len(pairs) == 4


def test_of_two_old_lists_the_first_ones_row_becomes_the_new_row() -> None:
    """The other list's row goes, wherever it stands: the order is that of the old lists."""
    first, second, third = OLD_ROWS[:3]
    found = compare_several(
        [read_rows([first, second], 2025), read_rows([second, third, first], 2025)],
        read_rows([first, second, third], 2026),
    )
    pairs = [
        (old.name if old else "", new.name if new else "")
        for old, new, _ in row_pairs(found, found.changes[0].new[0].list)
    ]
    assert pairs == [
        *((row.name, row.name) for row in (first, second)),
        (second.name, ""),
        (third.name, third.name),
        (first.name, ""),
    ]


HEAD = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\t备注\n"


def test_remarks_of_merged_duties_keep_whose_each_was(tmp_path: Path) -> None:
    """Of two duties that became one each remark is told with the duty that had it."""
    before = (
        "1\t农药安全使用指导\t县农业农村局\t1.制定年度培训方案；\t1.组织农户参加培训；\t每年三月办理\n"
        "2\t种子质量监督抽查\t县农业农村局\t1.开展种子抽样检测；\t1.排查辖区经营门店；\t每年九月办理\n"
    )
    now = (
        "1\t农药安全使用指导，种子质量监督抽查\t县农业农村局\t1.制定年度培训方案；2.开展种子抽样检测；"
        "\t1.组织农户参加培训；2.排查辖区经营门店；\t按农时办理\n"
    )
    rest = "9\t河道采砂巡查\t县水利局\t1.许可采砂；\t1.每周巡查河道；\t长期\n"
    editions = []
    for year, rows in ((2025, before), (2026, now)):
        path = tmp_path / f"{year}.txt"
        path.write_text(f"{year}年大河乡配合履职事项清单\n{HEAD}{rows}{rest}", "utf-8")
        editions.append(read_duty_list(path))
    merged = next(one for one in compare_editions(*editions).changes if len(one.old) > 1)
    remarks = {
        passage.text: passage.duty
        for clause in merged.clauses
        for passage in clause.old
        if passage.part == "other"
    }
    assert remarks == {"每年三月办理": 0, "每年九月办理": 1}


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        # Columns known by nothing go together by their place.
        ((("甲", None), ("乙", None)), (("丙", None), ("丁", None)), ((0, 0), (1, 1))),
        # One known column on each side: the others' text tells, the last two are what is left.
        (
            (("序号", "number"), ("事项", "name"), ("备注", None)),
            (("序号", "number"), ("说明", None), ("名称", "name")),
            ((0, 0), (2, 1), (1, 2)),
        ),
        # Two that are gone stand behind those that they stood behind.
        (
            (("序号", "number"), ("甲", None), ("名称", "name"), ("乙", None)),
            (("序号", "number"), ("名称", "name")),
            ((0, 0), (1, None), (2, 1), (3, None)),
        ),
        # Where there are not as many, none of them is lost.
        ((("甲", None), ("乙", None)), (("丙", None),), ((0, None), (1, None), (None, 0))),
        # As many columns with one in common are no columns by place.
        (
            (("甲", None), ("乙", None), ("名称", "name")),
            (("名称", "name"), ("丙", None), ("丁", None)),
            ((0, None), (1, None), (2, 0), (None, 1), (None, 2)),
        ),
    ],
)
def test_which_column_is_which(
    old: tuple[tuple[str, Role | None], ...],
    new: tuple[tuple[str, Role | None], ...],
    pairs: tuple[ColumnPair, ...],
) -> None:
    columns = [tuple(Column(*one) for one in side) for side in (old, new)]
    assert column_pairs(*columns) == pairs
