"""What could be explained in two ways is told as either only with a doubt.

Each property makes editions by edits that look alike: a duty split in three while its neighbour
goes, rows that stand twice, clauses that go elsewhere and are replaced.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edits import Row
from tests.known_editions import ROWS, tried_edited
from tests.test_compare_reforms import FARM, OLD_ROWS, POLICE, WATER, compared, rows_of

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
