"""What left the order: rows and categories, of one old list or of several, in small lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.model import Comparison, DutyKind
from dutylist.records.model import DutyList, Kind
from dutylist.render.views.comparison import comparison_view
from tests.edits import Row
from tests.found_changes import read_rows

NAMES = {
    "甲": ("开展党员发展和教育管理", "组织村级换届选举工作", "推进清廉村居建设"),
    "乙": ("管护农村公路和桥梁", "发放耕地地力保护补贴", "推广秸秆还田和离田"),
    "丙": ("调解邻里矛盾纠纷", "巡查水库安全度汛", "办理老年人优待证"),
}
CATEGORIES = {"甲": "党的建设", "乙": "乡村振兴", "丙": "平安法治"}


def rows(order: str, kind: Kind = "basic") -> list[Row]:
    """Duties as 甲1 乙2: the category and which of its duties; 甲 alone is all of them. 甲1丙 is
    the first duty of 甲 in the category 丙."""
    found = []
    for one in order.split():
        for at in [int(one[1])] if one[1:] else [1, 2, 3]:
            category = CATEGORIES[one[-1] if len(one) == 3 else one[0]]
            found.append(Row(f"{one[0]}{at}", kind, category, NAMES[one[0]][at - 1]))
    return found


def edition(*kinds: list[Row], township: str = "三台镇") -> DutyList:
    found = read_rows([row for one in kinds for row in one], 2025)
    titles = (replace(one, title=one.title.replace("三台镇", township)) for one in found.lists)
    return replace(found, township=township, lists=tuple(titles))


def categories(comparison: Comparison) -> list[tuple[Kind, str, tuple[str, ...]]]:
    return [(one.list, one.category, one.exchanged) for one in comparison.category_moves]


def kinds(comparison: Comparison) -> dict[str, tuple[DutyKind, ...]]:
    """What is told of each duty that is not as it was, by its name."""
    return {
        (one.new or one.old)[0].duty.name: one.kinds
        for one in comparison.changes
        if one.kinds != ("same",)
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("甲 乙 丙", "丙 甲 乙", [("basic", "平安法治", ())]),
        ("甲 乙 丙", "乙 甲 丙", [("basic", "党的建设", ("乡村振兴",))]),
        ("甲 乙 丙", "甲 乙 丙", []),
    ],
)
def test_a_category_that_moved_is_told_once_and_none_of_its_duties(
    old: str, new: str, told: list[tuple[Kind, str, tuple[str, ...]]]
) -> None:
    comparison = compare_editions(edition(rows(old)), edition(rows(new)))
    assert categories(comparison) == told
    assert kinds(comparison) == {}


def test_a_category_that_went_stands_in_nobodys_way() -> None:
    comparison = compare_editions(edition(rows("甲 乙 丙")), edition(rows("丙 甲")))
    assert categories(comparison) == [("basic", "党的建设", ("平安法治",))]
    assert kinds(comparison) == dict.fromkeys(NAMES["乙"], ("removed",))


def test_each_list_has_its_own_order_of_categories() -> None:
    """The same categories in another list are no second time that they come."""
    other = [replace(row, name=f"{row.name}的处罚") for row in rows("甲 乙", "cooperative")]
    old, new = edition(rows("甲 乙"), other), edition(rows("乙 甲"), other)
    comparison = compare_editions(old, new)
    assert categories(comparison) == [("basic", "党的建设", ("乡村振兴",))]
    assert kinds(comparison) == {}


@pytest.mark.parametrize("turned", [False, True])
def test_where_one_edition_is_not_grouped_the_order_of_the_whole_list_counts(turned: bool) -> None:
    sides = [edition(rows(one)) for one in ("甲1 甲2 乙1 乙2", "甲1 乙1 甲2 乙2")]
    comparison = compare_editions(*(sides[::-1] if turned else sides))
    assert categories(comparison) == []
    assert kinds(comparison) == dict.fromkeys((NAMES["甲"][1], NAMES["乙"][0]), ("exchanged",))


def test_a_duty_that_changed_its_category_is_not_told_to_have_moved_as_well() -> None:
    comparison = compare_editions(
        edition(rows("甲1 甲2 甲3 乙 丙")), edition(rows("甲2 甲3 乙 丙 甲1丙"))
    )
    assert kinds(comparison) == {NAMES["甲"][0]: ("recategorized",)}


def test_a_duty_that_went_into_another_list_is_not_told_to_have_moved_in_it() -> None:
    comparison = compare_editions(
        edition(rows("甲1 甲2 甲3"), rows("甲1丙 乙1丙", "recalled")[1:]),
        edition(rows("甲2 甲3"), [*rows("乙1丙", "recalled"), *rows("甲1", "recalled")]),
    )
    assert kinds(comparison) == {NAMES["甲"][0]: ("moved",)}


def test_within_a_category_that_has_a_new_name_duties_that_changed_places_are_told() -> None:
    named = [replace(row, category="乡村治理") for row in rows("乙2 乙1 乙3")]
    comparison = compare_editions(
        edition(rows("甲 乙 丙")), edition([*rows("甲"), *named, *rows("丙")])
    )
    assert kinds(comparison) == dict.fromkeys(NAMES["乙"][:2], ("exchanged",))
    (renamed,) = comparison.renames
    assert (renamed.old, renamed.new) == (("乡村振兴",), ("乡村治理",))


def test_those_that_it_changed_places_with_are_told_in_the_new_order() -> None:
    comparison = compare_editions(edition(rows("乙 甲1")), edition(rows("乙3 乙2 乙1 甲1")))
    others = {
        one.new[0].duty.name: [other.duty.name for other in one.exchanged]
        for one in comparison.changes
        if one.exchanged
    }
    one, two, three = NAMES["乙"]
    assert others == {one: [three, two], two: [three, one], three: [two, one]}


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        ("甲1 甲2 甲3", "甲2 甲3", "甲1 甲2 甲3"),
        ("甲1 甲2 甲3", "甲3", "甲1 甲2 甲3"),
        ("甲1 甲2 甲3", "甲1 甲3", "甲1 甲2 甲3"),
        ("甲1 甲2 甲3", "乙1 甲1", "乙1 甲1 甲2 甲3"),
    ],
)
def test_what_is_gone_stands_behind_what_stood_before_it(old: str, new: str, order: str) -> None:
    comparison = compare_editions(edition(rows(old)), edition(rows(new)))
    names = [(one.new or one.old)[0].duty.name for one in comparison.changes]
    assert names == [row.name for row in rows(order)]


def of_several(olds: Sequence[str], new: str) -> Comparison:
    townships = [
        edition(rows(order), township=name)
        for order, name in zip(olds, ("老台乡", "新地乡"), strict=True)
    ]
    return compare_several(townships, edition(rows(new)))


def test_each_of_several_old_lists_has_its_own_order() -> None:
    comparison = of_several(["甲 乙", "乙 甲"], "乙 甲")
    assert categories(comparison) == [("basic", "党的建设", ("乡村振兴",))]
    comparison = of_several(["甲1 甲2 乙", "甲2 甲1 乙"], "甲1 甲2 乙")
    assert set(kinds(comparison)) == set(NAMES["甲"][:2])


def test_what_one_of_several_lists_alone_had_is_told_once() -> None:
    comparison = of_several(["甲", "甲 乙1"], "甲")
    gone = [one for one in comparison.changes if not one.new]
    assert [one.old[0].duty.name for one in gone] == [NAMES["乙"][0]]


def doubts(old: list[Row], new: list[Row]) -> list[str]:
    """Why the duties that went and came are to be looked at."""
    found = comparison_view(compare_editions(edition(old), edition(new)))
    return [one.doubtful for one in found.rows]


def test_what_went_and_what_came_in_its_place_are_perhaps_one_in_other_words() -> None:
    before = rows("甲 乙")
    gone = replace(before[4], name="优化营商环境，协调解决企业用水用电")
    come = replace(before[4], name="落实包联制度，收集转办企业诉求", uid="x")
    other = replace(come, name="劝导占道经营")
    old = [*before[:4], gone, *before[5:]]

    def with_new(one: Row, at: int = 4) -> list[Row]:
        left = [*before[:4], *before[5:]]
        return [*left[:at], one, *left[at:]]

    assert doubts(old, with_new(come)) == [
        "与现基本履职第5项位置相同，可能是同一项的改写，请核对",
        "与原基本履职第5项位置相同，可能是同一项的改写，请核对",
    ]
    common = [
        [*before[:4], replace(before[4], name=name), *before[5:]]
        for name in ("开展禁毒宣传", "开展河道清淤")
    ]
    assert doubts(*common) == ["", ""]
    # No word in common, another place, another category, one more beside it.
    assert doubts(old, with_new(other)) == ["", ""]
    assert doubts(old, with_new(come, 3)) == ["", ""]
    assert doubts(old, with_new(replace(come, category="综合事务"))) == ["", ""]
    assert doubts(old, [*with_new(come)[:5], other, *with_new(come)[5:]]) == ["", "", ""]


@pytest.mark.parametrize("at", [0, 5])
def test_at_the_ends_of_a_list_one_neighbour_is_enough(at: int) -> None:
    before = rows("甲 乙")
    gone = replace(before[at], name="优化营商环境，协调解决企业用水用电")
    come = replace(before[at], name="落实包联制度，收集转办企业诉求", uid="x")
    old, new = ([*before[:at], one, *before[at + 1 :]] for one in (gone, come))
    assert all("同一项的改写" in one for one in doubts(old, new))
    assert len(doubts(old, new)) == 2
