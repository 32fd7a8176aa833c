"""Categories that were merged, and those taken out of another: told once, with their duties."""

from __future__ import annotations

import pytest

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison
from dutylist.render.views.comparison import comparison_view
from tests.edits import Row
from tests.found_changes import read_rows

NAMES = (
    "编制村庄规划", "管护灌溉水渠", "发放耕地补贴", "看护封山林木", "收购余粮登记", "清理河道淤泥",
    "救助流浪人员", "评定低保对象", "劝导占道经营", "防治松材线虫",
)  # fmt: skip


def rows(categories: str) -> list[Row]:
    """A duty for each letter, in the category of that letter; - for a duty that is not there."""
    words = {"甲": "农业农村", "乙": "乡村振兴", "丙": "民生服务", "丁": "社会保障", "戊": "林业"}
    return [
        Row(f"d{at}", "basic", words[letter], NAMES[at])
        for at, letter in enumerate(categories)
        if letter != "-"
    ]


def compared(old: str, new: str) -> Comparison:
    return compare_editions(read_rows(rows(old), 2025), read_rows(rows(new), 2026))


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    """What is told of categories for the whole list."""
    found = comparison_view(comparison).findings
    return [(one.label, one.text, one.places) for one in found if one.label.startswith("类别")]


def adjusted(comparison: Comparison) -> int:
    return comparison.count("recategorized")


def test_categories_under_one_new_name_were_merged() -> None:
    comparison = compared("丙丙丁丁", "甲甲甲甲")
    assert told(comparison) == [("类别合并", "民生服务、社会保障 → 农业农村", "基本1—4")]
    assert adjusted(comparison) == 0


def test_one_category_under_a_new_name_was_renamed() -> None:
    comparison = compared("丙丙丁丁", "甲甲丁丁")
    assert told(comparison) == [("类别更名", "民生服务 → 农业农村", "基本1、2")]


@pytest.mark.parametrize(
    ("old", "new", "finding", "others"),
    [
        # Some stay.
        ("乙乙乙乙", "乙乙甲甲", ("乡村振兴 → 乡村振兴、农业农村", "基本3、4"), 0),
        # All went, to two new ones.
        ("乙乙乙乙", "戊戊甲甲", ("乡村振兴 → 农业农村、林业", "基本1—4"), 0),
        # A new duty beside them is nobody's.
        ("乙乙乙乙-", "乙乙甲甲甲", ("乡村振兴 → 乡村振兴、农业农村", "基本3、4"), 0),
        # Another duty that left its category is told by itself.
        ("乙乙乙乙丙丙", "乙乙甲甲乙丙", ("乡村振兴 → 乡村振兴、农业农村", "基本3、4"), 1),
    ],
)
def test_a_category_taken_out_of_another_is_told_once(
    old: str, new: str, finding: tuple[str, str], others: int
) -> None:
    comparison = compared(old, new)
    assert told(comparison) == [("类别分出", *finding)]
    assert adjusted(comparison) == others


@pytest.mark.parametrize(
    ("old", "new", "others"),
    [
        # One duty alone was put elsewhere.
        ("乙乙乙乙", "乙乙乙甲", 1),
        # The other category was there before.
        ("乙乙乙乙甲", "乙乙甲甲甲", 2),
        # It has duties of two categories.
        ("乙乙乙乙丙丙", "乙乙甲甲甲丙", 3),
    ],
)
def test_duties_that_only_went_to_another_category_are_told_one_by_one(
    old: str, new: str, others: int
) -> None:
    comparison = compared(old, new)
    assert told(comparison) == []
    assert adjusted(comparison) == others


def test_most_of_a_category_with_a_new_name_and_a_part_of_it_are_told_together() -> None:
    comparison = compared("乙乙乙乙乙乙乙乙乙乙", "戊戊戊戊戊戊戊戊甲甲")
    assert adjusted(comparison) == 0
    assert told(comparison) == [("类别分出", "乡村振兴 → 农业农村、林业", "基本1—10")]
