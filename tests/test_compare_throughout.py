"""What holds all through a list is told once, and hides no real edit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import html

from dutylist.compare.throughout import _Candidate, _widest
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.comparison import comparison_view
from dutylist.render.write_comparison import write_comparison
from tests.edits import Row
from tests.test_compare_reforms import OLD_ROWS, changed, compared


def swapped(pairs: dict[str, str], keep: str = "") -> list[Row]:
    def swap(text: str) -> str:
        for old, new in pairs.items():
            text = text.replace(old, new)
        return text

    return [
        row
        if row.uid == keep
        else replace(
            row,
            name=swap(row.name),
            department_clauses=tuple(map(swap, row.department_clauses)),
            township_clauses=tuple(map(swap, row.township_clauses)),
        )
        for row in OLD_ROWS
    ]


def test_a_word_replaced_everywhere_is_told_once() -> None:
    comparison = compared(OLD_ROWS, swapped({"本镇": "本街道"}))
    assert changed(comparison) == []
    (one,) = comparison.replacements
    assert (len(one.changes), one.places, one.left) == (15, 15, ())
    assert (one.old, one.new) == ("镇", "街道")
    assert comparison.differs


def test_what_kept_the_old_word_is_told_and_a_real_edit_stands_alone() -> None:
    rows = swapped({"本镇": "本街道"}, keep="r3")
    rows[7] = replace(rows[7], name="农村宅基地审批和监管工作")
    comparison = compared(OLD_ROWS, rows)
    (only,) = changed(comparison)
    assert only.new[0].duty.number == 8
    (one,) = comparison.replacements
    assert one.left == (3,)
    finding, _ = comparison_view(comparison).findings
    assert "配合4" in finding.text


def test_the_documents_have_one_line_for_it_and_a_table_of_the_real_edit(tmp_path: Path) -> None:
    rows = swapped({"本镇": "本街道"})
    rows[7] = replace(rows[7], name="农村宅基地审批和监管工作")
    comparison = compared(OLD_ROWS, rows)
    word, page = write_comparison(
        comparison, ["docx", "html"], tmp_path, faces=load_faces(system=False)
    )
    document = docx.Document(str(word))
    assert "二、贯穿全文的变化" in [one.text for one in document.paragraphs]
    _, findings, table = document.tables
    labels = [row.cells[0].text for row in findings.rows[1:]]
    assert (labels.count("通篇改动"), labels.count("封面日期")) == (1, 1)
    assert {row.cells[0].text for row in table.rows[1:]} == {"1"}
    counts = {one.label: one.number for one in comparison_view(comparison).counts}
    assert counts["有变化的事项"] == 1
    tree = html.fromstring(page.read_text("utf-8"))
    below = tree.xpath("//h2[.='贯穿全文的变化']/following-sibling::table[1]//td[1]/text()")
    assert below == labels
    assert len(tree.xpath("//table[@id='table']/tbody")) == 1


def test_a_word_replaced_in_some_places_only_is_told_where_it_was() -> None:
    rows = [
        replace(
            row,
            township_clauses=tuple(t.replace("本镇", "全镇") for t in row.township_clauses),
        )
        if at < 7
        else row
        for at, row in enumerate(OLD_ROWS)
    ]
    comparison = compared(OLD_ROWS, rows)
    assert comparison.replacements == ()
    assert len(changed(comparison)) == 7


def test_another_style_of_marks_is_told_once() -> None:
    comparison = compared(OLD_ROWS, swapped({"，": ","}))
    assert changed(comparison) == []
    assert [(one.why, one.old, one.new) for one in comparison.replacements] == [
        ("width", "，", ",")
    ]
    comparison = compared(OLD_ROWS, swapped({"；": "。"}))
    assert changed(comparison) == []
    assert {one.why for one in comparison.replacements} == {"end mark"}


def test_a_mark_that_the_names_of_duties_keep_changed_not_throughout() -> None:
    def with_names(rows: list[Row]) -> list[Row]:
        return [replace(row, name=f"{row.name}，综合治理，督导，宣传") for row in rows]

    comparison = compared(with_names(OLD_ROWS), with_names(swapped({"，": ","})))
    assert comparison.replacements == ()
    assert len(changed(comparison)) == len(OLD_ROWS)


def test_a_clause_that_was_put_last_has_no_other_style_of_marks() -> None:
    """Its mark follows from its place, in however many duties that was done."""

    def turned(row: Row) -> Row:
        first, second, third = row.department_clauses
        return replace(row, department_clauses=(
            f"1.{second[2:]}", f"2.{third[2:-1]}；", f"3.{first[2:-1]}。"))  # fmt: skip

    old = [
        replace(row, department_clauses=(
            row.department_clauses[0], f"{row.department_clauses[1][:-1]}；", "3.会商研判农情。"))
        for row in OLD_ROWS
    ]  # fmt: skip
    new = [turned(row) if at < 8 else row for at, row in enumerate(old)]
    assert compared(old, new).replacements == ()


@pytest.mark.parametrize(
    ("duties", "kept", "told"), [(5, 0, True), (4, 0, False), (10, 1, True), (10, 2, False)]
)
def test_a_word_holds_throughout_in_five_duties_if_at_most_a_tenth_was_left_out(
    duties: int, kept: int, told: bool
) -> None:
    def with_word(at: int, word: str) -> Row:
        first, second = OLD_ROWS[at].township_clauses
        return replace(OLD_ROWS[at], township_clauses=(first, f"{second[:-1]}并录入{word}平台。"))

    count = duties + kept
    old = [with_word(at, "统一") for at in range(count)] + OLD_ROWS[count:]
    new = [with_word(at, "统一" if at < kept else "专项") for at in range(count)]
    comparison = compared(old, [*new, *OLD_ROWS[count:]])
    assert len(comparison.replacements) == told
    assert all(one.left == tuple(range(kept)) for one in comparison.replacements)


def test_all_the_names_of_a_township_that_became_a_subdistrict_are_told_once() -> None:
    """镇党委, 镇人大主席团 and 本镇 each have a new name; one deadline is really another."""
    said = ("由镇党委研究确定。", "报镇人大主席团审议。", "在本镇范围内公示3日。")
    becomes = ("由街道党工委研究确定。", "报街道人大工委审议。", "在本街道范围内公示3日。")

    def rows(texts: tuple[str, ...]) -> list[Row]:
        return [
            replace(row, township_clauses=(row.township_clauses[0], f"2.{texts[at % 3]}"))
            for at, row in enumerate(OLD_ROWS)
        ]

    new = rows(becomes)
    new[5] = replace(new[5], township_clauses=(new[5].township_clauses[0],
                                               "2.在本街道范围内公示5日。"))  # fmt: skip
    comparison = compared(rows(said), new)
    (only,) = changed(comparison)
    assert only.new[0].duty.number == 6
    assert [one.left for one in comparison.replacements] == [(), (), ()]
    for one in comparison.replacements:
        assert any(one.old in text for text in said)
        assert any(one.new in text for text in becomes)


@pytest.mark.parametrize(("changed_rows", "told"), [(15, 1), (8, 0)])
def test_an_end_mark_that_half_the_clauses_keep_changed_not_throughout(
    changed_rows: int, told: int
) -> None:
    rows = [
        replace(
            row,
            department_clauses=tuple(t.replace("；", "。") for t in row.department_clauses),
            township_clauses=tuple(t.replace("；", "。") for t in row.township_clauses),
        )
        if at < changed_rows
        else row
        for at, row in enumerate(OLD_ROWS)
    ]
    found = compared(OLD_ROWS, rows).replacements
    assert sum(one.why == "end mark" for one in found) == told


def test_what_stands_in_the_most_places_is_told_first_the_shorter_of_two() -> None:
    def candidate(old: str, places: int) -> _Candidate:
        return _Candidate(old, "新", {(at, 0, 0) for at in range(places)})

    wide, short, long = candidate("三个字", 3), candidate("丁", 2), candidate("二字", 2)
    assert _widest([short, wide, long]) is wide
    for candidates in ([short, long], [long, short]):
        assert _widest(candidates) is short
    other = candidate("丙", 2)
    assert _widest([short, other]) is _widest([other, short])
    assert _widest([]) is None
