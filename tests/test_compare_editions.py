"""Known edits to the real list, found again: whole results, and how many of many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison, DutyChange, Why
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Column, DutyList
from tests.edits import Row, base_rows, edited, source_text
from tests.found_changes import read_rows

ROWS = base_rows()
PART = ROWS[::3]
OLD = read_rows(ROWS, 2025)


def compare_rows(rows: list[Row]) -> Comparison:
    return compare_editions(OLD, read_rows(rows, 2026))


def changed(comparison: Comparison) -> list[DutyChange]:
    return [change for change in comparison.changes if change.kinds != ("same",)]


def test_an_edition_has_no_differences_to_itself() -> None:
    comparison = compare_editions(OLD, OLD)
    assert not comparison.differs
    assert len(comparison.changes) == len(ROWS)
    assert comparison.offices == ()


def test_an_inserted_row_shifts_numbers_and_moves_nothing() -> None:
    rows = [Row("new", "basic", "党的建设", "低空飞行器起降点选址踏勘并公示"), *ROWS]
    comparison = compare_rows(rows)
    (only,) = changed(comparison)
    assert only.kinds == ("added",)
    assert sum(change.number_shifted for change in comparison.changes) == 108


def test_a_duty_can_be_reworded_moved_and_given_other_departments_at_once() -> None:
    row = next(row for row in ROWS if row.name == "高标准农田基础设施建设")
    rest = [one for one in ROWS if one.uid != row.uid]
    target = next(at for at, one in enumerate(rest) if one.list == "recalled")
    moved = Row(
        row.uid,
        "recalled",
        row.category,
        "高标准农田基础设施建设和管护",
        takeover="吉木萨尔县水利局： 组织实施并验收。",
    )
    comparison = compare_rows([*rest[:target], moved, *rest[target:]])
    (only,) = changed(comparison)
    assert only.kinds == ("moved", "departments", "reworded")
    assert only.departments_added == ("吉木萨尔县水利局",)
    assert only.departments_dropped == ("吉木萨尔县农业农村局",)
    assert only.doubtful


@pytest.mark.parametrize(
    "takeover",
    [
        "吉木萨尔县水利局：负责机电井管理。",
        "吉木萨尔县水利局：审核材料，组织验收；发放许可证。",
        "吉木萨尔县水利局：审核材料；组织验收。",
    ],
)
def test_a_duty_taken_back_is_never_said_to_differ_in_marks_alone(takeover: str) -> None:
    """Its township's clauses went, whatever became of the others."""
    old = Row(
        "w",
        "cooperative",
        "乡村振兴",
        "低空飞行器起降点选址",
        ("吉木萨尔县水利局",),
        ("1.审核材料；", "2.组织验收。"),
        ("1.踏勘选址并公示。",),
    )
    new = Row("w", "recalled", old.category, old.name, takeover=takeover)
    others = ROWS[::6]
    comparison = compare_editions(read_rows([*others, old], 2025), read_rows([*others, new], 2026))
    (only,) = changed(comparison)
    assert only.kinds == ("moved",)


def test_a_reform_that_renames_an_office_is_one_finding() -> None:
    old, new = "吉木萨尔县农业农村局", "吉木萨尔县农牧业发展局"
    text = [
        Row(
            row.uid,
            row.list,
            row.category,
            row.name,
            tuple(one.replace(old, new) for one in row.departments),
            tuple(one.replace(old[4:], new[4:]) for one in row.department_clauses),
            tuple(one.replace(old[4:], new[4:]) for one in row.township_clauses),
            row.takeover.replace(old[4:], new[4:]),
        )
        for row in ROWS
    ]
    comparison = compare_rows(text)
    assert changed(comparison) == []
    (rename,) = comparison.renames
    assert (rename.subject, rename.old, rename.new) == ("department", (old,), (new,))
    named = [row for row in ROWS if old[4:] in "".join((row.takeover, *row.departments))]
    assert len(rename.changes) >= len(named)
    assert comparison.offices == ()


def test_two_offices_joined_into_one_are_one_finding() -> None:
    joined = "吉木萨尔县资源和林草局"
    pair = ("吉木萨尔县自然资源局", "吉木萨尔县林业和草原局")

    def swap(text: str) -> str:
        for one in pair:
            text = text.replace(one[4:], joined[4:])
        return text

    rows = [
        Row(
            row.uid,
            row.list,
            row.category,
            row.name,
            tuple(dict.fromkeys(map(swap, row.departments))),
            tuple(map(swap, row.department_clauses)),
            tuple(map(swap, row.township_clauses)),
            swap(row.takeover),
        )
        for row in ROWS
    ]
    renames = compare_rows(rows).renames
    assert [(set(one.old), one.new) for one in renames] == [(set(pair), (joined,))]


def test_a_renamed_category_is_one_finding_and_no_duty_changes_its_category() -> None:
    rows = [
        Row(**{**vars(row), "category": "农业农村"}) if row.category == "乡村振兴" else row
        for row in ROWS
    ]
    comparison = compare_rows(rows)
    assert changed(comparison) == []
    assert [(one.subject, one.old, one.new) for one in comparison.renames] == [
        ("category", ("乡村振兴",), ("农业农村",))
    ]


@pytest.mark.parametrize(
    ("why", "mark", "ignored"),
    [("width", ",", {"ignore_width": True}), ("space", "， ", {"ignore_space": True})],
)
def test_width_and_space_are_ignored_where_asked_and_always_counted(
    why: Why, mark: str, ignored: dict[str, bool]
) -> None:
    rows = [
        Row(**{**vars(row), "name": row.name.replace("，", mark)}) if row.uid == "r7" else row
        for row in ROWS
    ]
    new = read_rows(rows, 2026)
    told = compare_editions(OLD, new)
    passed_over = compare_editions(OLD, new, **ignored)
    others = dict.fromkeys({"ignore_width", "ignore_space"} - ignored.keys(), True)
    for comparison in (told, compare_editions(OLD, new, **others)):
        assert [change.kinds for change in changed(comparison)] == [("typography",)]
    assert not passed_over.differs
    marks = ROWS[6].name.count("，")
    for comparison in (told, passed_over):
        counted = sum(w.count(why) for c in comparison.changes for w in c.wordings())
        assert counted == marks


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.integers(0, 10**6), st.integers(1, 30))
def test_every_duty_of_both_editions_is_in_exactly_one_change_and_every_text_is_whole(
    seed: int, count: int
) -> None:
    old, new = (read_rows(rows, 2025) for rows in (PART, edited(PART, seed, count).rows))
    comparison = compare_editions(old, new)
    for side, whole in (("old", comparison.old), ("new", comparison.new)):
        told = [
            (placed.list, placed.position)
            for change in comparison.changes
            for placed in getattr(change, side)
        ]
        there = [(table.kind, at) for table in whole.lists for at in range(len(table.duties))]
        assert sorted(told) == sorted(there)
    for change in comparison.changes:
        assert change.name.old == "\n".join(one.duty.name for one in change.old)
        assert change.name.new == "\n".join(one.duty.name for one in change.new)
        for clause in change.clauses:
            assert clause.wording.old == "\n".join(one.text for one in clause.old)
            assert clause.wording.new == "\n".join(one.text for one in clause.new)


def test_a_township_that_became_a_subdistrict_is_one_finding() -> None:
    def named(text: str) -> str:
        return text.replace("三台镇", "三台街道")

    rows = [
        Row(
            row.uid,
            row.list,
            row.category,
            named(row.name),
            row.departments,
            tuple(map(named, row.department_clauses)),
            tuple(map(named, row.township_clauses)),
            named(row.takeover),
        )
        for row in ROWS
    ]
    text = named(source_text(rows, 2026))
    comparison = compare_editions(OLD, duty_list_of(read_text(text, "2026.txt")))
    assert changed(comparison) == []
    (rename,) = comparison.renames
    assert (rename.subject, rename.old, rename.new) == ("township", ("三台镇",), ("三台街道",))
    assert len(rename.changes) > 20


def test_a_duty_whose_first_office_is_another_is_told() -> None:
    row = next(row for row in ROWS if len(row.departments) == 3)
    turned = (row.departments[1], row.departments[0], row.departments[2])
    rows = [replace(one, departments=turned) if one is row else one for one in ROWS]
    (only,) = changed(compare_rows(rows))
    assert only.kinds == ("departments",)
    assert only.lead_changed == row.departments[:2]


def test_a_column_that_no_clause_comes_from_is_compared_too() -> None:
    def with_remark(remark: str) -> DutyList:
        table = OLD.lists[0]
        duties = tuple(replace(one, cells=(*one.cells, remark)) for one in table.duties[:3])
        columns = (*table.columns, Column("备注", "remark"))
        return replace(OLD, lists=(replace(table, columns=columns, duties=duties),))

    comparison = compare_editions(with_remark("有效期至2026年"), with_remark("有效期至2028年"))
    assert {change.kinds for change in comparison.changes} == {("reworded",)}
    (remark,) = comparison.changes[0].clauses
    assert (remark.old[0].part, remark.wording.old) == ("other", "有效期至2026年")


def test_a_remark_that_holds_the_text_of_a_clause_is_compared_too() -> None:
    cases = Path(__file__).parent / "cases" / "compare"
    old, new = (read_duty_list(cases / f"rem_{side}.txt") for side in ("old", "new"))
    first, second = compare_editions(old, new).changes
    (remark,) = (one for one in first.clauses if one.kinds != ("same",))
    assert (remark.old[0].part, remark.wording.old, remark.wording.new) == (
        "other",
        "乡镇做好配合。原件保存三年",
        "乡镇做好配合。原件保存三十年",
    )
    assert second.kinds == ("same",)


def test_two_empty_editions_have_no_differences() -> None:
    empty = DutyList("履职事项清单", (), "", (), ())
    assert not compare_editions(empty, empty).differs
    everything = compare_editions(empty, OLD)
    assert {change.kinds for change in everything.changes} == {("added",)}
    assert {change.kinds for change in compare_editions(OLD, empty).changes} == {("removed",)}
