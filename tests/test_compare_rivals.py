"""What could be explained in two ways is told as either only with a doubt.

Each property makes editions by edits that look alike: a duty split in three while its neighbour
goes, rows that stand twice, clauses that go elsewhere and are replaced.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutylist.render.views.comparison import comparison_view, summary
from dutylist.render.views.findings import findings
from dutylist.render.word.tracked import tracked_docx
from tests.edits import Row
from tests.known_editions import ROWS, tried_edited
from tests.test_compare_reforms import FARM, OLD_ROWS, POLICE, WATER, compared, rows_of
from tests.test_compare_tracked import tables_of, titles_of
from tests.word_revisions import body_texts

PART = [*ROWS[:60], *ROWS[108:150]]


@pytest.mark.parametrize(
    "kinds",
    [
        ("split in three", "remove duty", "replace duty"),
        ("merge three", "merge duties", "double row"),
        ("copy elsewhere", "double row", "remove duty", "recategorize"),
        ("exchange rows", "reorder", "split in three"),
        ("exchange clauses", "move clause", "reword clause"),
        ("split clause in three", "split clause", "add clause", "remove clause"),
        ("transfer clause", "transfer replaced", "transfer reworded", "add clause"),
    ],
    ids=lambda kinds: f"{kinds[0]} beside others",
)
def test_edits_that_look_alike_are_never_told_wrongly_without_a_doubt(
    kinds: tuple[str, ...],
) -> None:
    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 10**9))
    def none_is_wrong(seed: int) -> None:
        assert tried_edited(seed, 8, PART, kinds).wrong_and_certain == set()

    none_is_wrong()


def _basic(names: Iterable[str]) -> list[Row]:
    return [Row(f"b{at}", "basic", "党的建设", name) for at, name in enumerate(names)]


OTHERS = [
    "负责本镇法治建设，开展法治宣传教育，提供法律咨询服务",
    "做好关工委基层组织建设工作，发挥老同志作用，关心下一代",
    "开展耕地保护巡查，发现违法占用及时制止并上报",
    "组织开展全民健身活动，管理公共体育设施",
    "负责辖区内河道保洁，清理垃圾和漂浮物",
]
WOMEN = (
    "加强妇联基层组织建设，推进妇联阵地建设和管理，维护妇女儿童合法权益，开展妇女儿童关爱帮扶工作"
)
WOMEN_PARTS = [
    "加强妇联基层组织建设，推进数字化管理",
    "推进妇联阵地建设和管理，接受社会监督",
    "维护妇女儿童合法权益，开展妇女儿童关爱帮扶工作，建立工作台账",
]


def test_a_split_is_in_doubt_where_another_new_duty_has_more_of_the_old_one() -> None:
    """The first part looks like what became of a duty that went."""
    old = _basic([WOMEN, "加强红十字会、残联基层组织建设", *OTHERS])
    comparison = compared(old, _basic([*WOMEN_PARTS, *OTHERS]))
    told = [one for one in comparison.changes if one.old and one.old[0].duty.name == WOMEN]
    assert [(one.kinds, one.doubtful) for one in told] == [(("split",), True)]
    if len(told[0].new) < 3:
        assert told[0].alternatives[0].new.duty.name == WOMEN_PARTS[0]
    certain = [one.kinds for one in comparison.changes if not one.doubtful]
    assert set(certain) == {("same",)}


def test_a_third_part_that_has_little_of_a_split_duty_is_not_surely_new() -> None:
    """What it has stands in many duties, and is called otherwise in all of them."""
    law = next(row for row in ROWS if "法治建设" in row.name)
    parts = [
        "负责本街道法治建设，按季度报送进展情况",
        "落实法治政府责任，推进数字化管理",
        f"{law.name[law.name.index('开展法治宣传') :]}，接受社会监督",
    ]
    at = ROWS.index(law)
    rest = [replace(row, name=row.name.replace("本镇", "本街道")) for row in ROWS[at - 6 : at + 26]]
    split = [replace(law, uid=f"p{one}", name=name) for one, name in enumerate(parts)]
    old, new = ROWS[at - 6 : at + 26], [*rest[:6], *split, *rest[7:]]
    for comparison in (compared(old, new), compared(new, old)):
        kinds = [(one.kinds, one.unsure) for one in comparison.changes if one.kinds != ("same",)]
        assert kinds
        assert all(unsure for _, unsure in kinds)


PIECES = [
    "开展农村饮水工程巡查",
    "做好水库安全度汛和值守",
    "负责河道保洁清理漂浮物",
    "组织群众转移应急演练",
    "落实妇联阵地建设和管理",
    "维护妇女儿童合法权益",
    "开展全民健身活动",
    "管理公共体育设施",
    "发现违法占用耕地及时制止",
    "提供法律咨询服务",
    "落实汛期信息报送制度",
    "推进数字化管理",
]


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("first", [0, 3, 7])
def test_of_duties_merged_and_parted_at_once_each_is_told_once(first: int, swapped: bool) -> None:
    """Two became one, which has not all of the first: the rest stands in a third. Whichever way
    that is told, no duty of either edition is left out."""
    at = [PIECES[(first + step) % len(PIECES)] for step in range(9)]
    old = _basic("，".join(one) for one in (at[:3], at[3:5], at[5:7]))
    new = _basic(
        "，".join(one) for one in ([*at[:2], *at[3:5]], [at[2], *at[7:]], [at[6], *at[7:]])
    )
    if swapped:
        old, new = new, old
    changes = compared([*old, *OLD_ROWS], [*new, *OLD_ROWS]).changes
    for rows, placed in (
        (old, [one for change in changes for one in change.old]),
        (new, [one for change in changes for one in change.new]),
    ):
        told = [one.duty.name for one in placed if one.list == "basic"]
        assert sorted(told) == sorted(row.name for row in rows)


def test_a_merger_is_in_doubt_where_another_old_duty_has_more_of_the_new_one() -> None:
    """The same the other way round."""
    new = _basic([WOMEN, "加强红十字会、残联基层组织建设", *OTHERS])
    comparison = compared(_basic([*WOMEN_PARTS, *OTHERS]), new)
    told = [one for one in comparison.changes if one.new and one.new[0].duty.name == WOMEN]
    assert [(one.kinds, one.doubtful) for one in told] == [(("merged",), True)]


def test_a_second_copy_is_not_what_became_of_another_duty() -> None:
    """A duty went into another; one that is a little like it stands twice now."""
    quality, accidents = "负责本镇农产品质量安全监督管理工作", "农产品质量安全事故处理"
    animals = "负责本镇动物疫病预防与控制工作，开展动物防疫宣传教育"
    old = _basic([animals, quality, accidents, *OTHERS])
    new = _basic([f"{animals}，{quality}", accidents, accidents, *OTHERS])
    changes = [one for one in compared(old, new).changes if one.kinds != ("same",)]
    assert [one.kinds for one in changes] == [("merged",), ("added",)]
    assert len(changes[1].repeats) == 1


def test_a_rewritten_duty_in_another_list_is_in_doubt_sooner_than_in_its_own() -> None:
    quality, accidents = "负责本镇农产品质量安全监督管理工作", "农产品质量安全监督检查和管理"
    old = [*_basic([quality, *OTHERS]), *OLD_ROWS]
    here = compared(old, [*_basic([accidents, *OTHERS]), *OLD_ROWS])
    moved = Row("c", "recalled", "党的建设", accidents, takeover=f"{FARM}：依法查处。")
    there = compared(old, [*_basic(OTHERS), *OLD_ROWS, moved])
    doubts = [
        [one.doubtful for one in each.changes if one.kinds != ("same",)] for each in (here, there)
    ]
    assert doubts == [[False], [True]]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 11))
def test_of_two_new_names_neither_is_a_certain_one_unless_it_has_four_fifths(first: int) -> None:
    rows = rows_of(
        lambda at: (
            ("吉木萨尔县种植业服务局" if at < first else "吉木萨尔县畜牧兽医局")
            if at < 12
            else WATER
            if at < 14
            else POLICE
        )
    )
    for rename in compared(OLD_ROWS, rows).renames:
        if rename.kind == "renamed" and not rename.doubt:
            assert max(first, 12 - first) >= 0.8 * 12


def test_two_duties_that_changed_places_are_told_of_each_other() -> None:
    """The table says it of both; the Word file with tracked changes moves one of them."""
    new = [OLD_ROWS[1], OLD_ROWS[0], *OLD_ROWS[2:]]
    comparison = compared(OLD_ROWS, new)
    view = comparison_view(comparison)
    assert [(row.kind_names, row.lines[0].note) for row in view.rows] == [
        (("先后对调",), "与现配合履职第2项对调先后"),
        (("先后对调",), "与现配合履职第1项对调先后"),
    ]
    data = tracked_docx(comparison)
    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    moves = [len(re.findall(f"<w:{side}RangeStart ", xml)) for side in ("moveFrom", "moveTo")]
    assert moves[0] == moves[1] > 0
    for accept, edition in ((True, comparison.new), (False, comparison.old)):
        assert body_texts(data, accept=accept) == (titles_of(edition), tables_of(edition))


def test_two_categories_that_changed_places_are_one_finding() -> None:
    rows = [
        Row(f"b{at}", "basic", category, f"{category}：{name}")
        for category in ("党的建设", "平安法治", "民生服务")
        for at, name in enumerate(OTHERS)
    ]
    comparison = compared(rows, [*rows[5:10], *rows[:5], *rows[10:]])
    (finding,) = [one for one in findings(comparison) if one.label == "类别位置调整"]
    assert finding.text == "基本履职的“党的建设”与“平安法治”对调先后"
    assert {one.kinds for one in comparison.changes} == {("same",)}


def test_a_category_whose_duties_were_merged_as_well_was_renamed() -> None:
    """One duty alone went on by itself: it did not leave its category."""
    old = [
        *(Row(f"a{at}", "basic", "精神文明建设", name) for at, name in enumerate(WOMEN_PARTS)),
        Row("a", "basic", "精神文明建设", "培育和践行社会主义核心价值观"),
        *_basic(OTHERS),
    ]
    new = [
        Row("m", "basic", "精神综合事务", "，".join(WOMEN_PARTS)),
        Row("a", "basic", "精神综合事务", "培育和践行社会主义核心价值观"),
        *_basic(OTHERS),
    ]
    comparison = compared(old, new)
    assert [(one.subject, one.new) for one in comparison.renames] == [
        ("category", ("精神综合事务",))
    ]
    assert {one.kinds for one in comparison.changes} == {("merged",), ("same",)}


def test_a_clause_split_with_rewriting_is_in_doubt_in_the_table_and_in_the_sum() -> None:
    old = "对企业开展安全检查，发现隐患督促其限期整改，整改不到位的移送执法部门依法处理"
    three = [
        "对企业开展安全检查，接受社会监督；",
        "发现隐患督促其限期整改，建立工作台账；",
        "整改不到位的移送执法部门依法处理，落实专人负责；",
    ]
    one = replace(OLD_ROWS[0], department_clauses=(f"1.{old}；", "2.发放宣传手册。"))
    other = replace(
        OLD_ROWS[0],
        department_clauses=tuple(
            f"{at}.{text}" for at, text in enumerate((*three, "发放宣传手册。"), 1)
        ),
    )
    comparison = compared([one, *OLD_ROWS[1:]], [other, *OLD_ROWS[1:]])
    (change,) = [one for one in comparison.changes if one.kinds != ("same",)]
    (split,) = [clause for clause in change.clauses if clause.kinds != ("same",)]
    assert (split.kinds, split.doubtful, len(split.new)) == (("split", "reworded"), True, 3)
    (row,) = comparison_view(comparison).rows
    assert row.doubtful == f"原条文“{old[:20]}”可能拆分、改写，请核对"
    assert any(line.note.endswith("【待核】") for line in row.lines)
    assert "待核1处" in summary(comparison)
