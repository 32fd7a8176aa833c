"""Numbers in front of clauses and of rows: told where they changed by themselves."""

from __future__ import annotations

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view
from tests.small_list import ROWS, list_text


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (("1.甲", "2.乙", "3.丙"), ("1.甲", "3.乙", "4.丙"), ["编号由2.改为3.", "编号由3.改为4."]),
        (("1.甲", "2.乙"), ("（1）甲", "（2）乙"), ["编号由1.改为（1）", "编号由2.改为（2）"]),
        (("1.甲", "2.乙"), ("1．甲", "2．乙"), ["编号由1.改为1．", "编号由2.改为2．"]),
        (("1.甲",), ("甲",), ["编号由1.改为没有编号"]),
        # The numbers follow a clause that came, went or moved.
        (("1.甲", "2.乙"), ("1.丁", "2.甲", "3.乙"), []),
        (("1.甲", "2.乙", "3.丙"), ("1.甲", "2.丙"), []),
        (("1.甲", "2.乙", "3.丙"), ("1.丙", "2.甲", "3.乙"), []),
    ],
)
def test_numbers_in_front_that_follow_nothing_are_told(
    was: tuple[str, ...], becomes: tuple[str, ...], told: list[str]
) -> None:
    meanings = {"甲": "制定年度方案", "乙": "审核申报材料", "丙": "开展执法检查", "丁": "受理举报"}

    def with_clauses(clauses: tuple[str, ...]) -> DutyList:
        texts = [clause[:-1] + meanings[clause[-1]] + "。" for clause in clauses]
        row = ROWS[0]
        text = "\n".join(texts)
        cells = (*row[:5], " ".join(f"<p>{one}</p>" for one in text.split("\n")))
        return duty_list_of(read_text(list_text((cells, *ROWS[1:])), "清单.txt"))

    comparison = compare_editions(with_clauses(was), with_clauses(becomes))
    first, *_ = comparison.changes
    assert (first.kinds == ("typography",)) is bool(told)
    notes = [line.note for row in comparison_view(comparison).rows for line in row.lines]
    assert [note for note in notes if note.startswith("编号")] == told


@pytest.mark.parametrize(
    ("numbers", "style"),
    [("（1） （2） （3）", "（1）"), ("1. 2. 3.", "1."), ("1 2 3", ""), ("1 （2） 3", "1、（1）")],
)
def test_another_way_to_write_the_numbers_of_rows_is_told_once(numbers: str, style: str) -> None:
    rows = [(number, *row[1:]) for number, row in zip(numbers.split(), ROWS, strict=True)]
    new = duty_list_of(read_text(list_text(tuple(rows)), "清单.txt"))
    comparison = compare_editions(duty_list_of(read_text(list_text(), "清单.txt")), new)
    assert {change.kinds for change in comparison.changes} == {("same",)}
    told = [(one.part, one.wording.old, one.wording.new) for one in comparison.heads]
    assert told == ([("number style", "1", style)] if style else [])


def test_a_number_cell_that_says_another_number_is_a_text_of_its_own() -> None:
    old, new = (
        duty_list_of(read_text(list_text(((first, *ROWS[0][1:]), *ROWS[1:])), "清单.txt"))
        for first in ("1★", "1")
    )
    assert compare_editions(old, new).changes[0].kinds != ("same",)


def test_numbers_of_duties_that_were_merged_begin_anew() -> None:
    clauses = (
        "<p>1.逐户登记摊点；</p> <p>2.劝离占道摊点。</p>",
        "<p>1.抽查摊点食品；</p> <p>2.公布抽查结果。</p>",
    )
    one, other = (
        (str(at), "民生", f"校园周边{what}", ROWS[0][3], "1.指导。", text)
        for at, what, text in ((1, "摊点登记", clauses[0]), (2, "食品抽查", clauses[1]))
    )
    both = (
        *one[:2], "校园周边摊点登记和食品抽查", ROWS[0][3], "1.指导。",
        " ".join(clauses).replace("<p>1.抽查", "<p>3.抽查").replace("<p>2.公布", "<p>4.公布"),
    )  # fmt: skip
    old, new = (
        duty_list_of(read_text(list_text((*rows, *ROWS[1:])), "清单.txt"))
        for rows in ((one, other), (both,))
    )
    (merged,) = [one for one in compare_editions(old, new).changes if len(one.old) == 2]
    township = [one for one in merged.clauses if (one.new or one.old)[0].part == "township"]
    assert {clause.kinds for clause in township} == {("same",)}


def test_a_clause_that_changed_sides_has_a_number_of_that_column() -> None:
    old, new = (
        duty_list_of(read_text(list_text(((*ROWS[0][:4], *sides), *ROWS[1:])), "清单.txt"))
        for sides in (
            ("1、制定年度方案。", "<p>1.开展巡查；</p> <p>2.核查登记信息。</p>"),
            ("<p>1、制定年度方案；</p> <p>2、核查登记信息。</p>", "1.开展巡查。"),
        )
    )
    kinds = {one.old[0].text: one.kinds for one in compare_editions(old, new).changes[0].clauses}
    assert kinds["核查登记信息。"] == ("other side",)
