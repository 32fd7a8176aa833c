"""What left the order: as few as can be, and what stays is in order."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dutylist.compare.order import out_of_order, stands_in_blocks


@given(st.permutations(range(7)))
def test_as_few_as_can_be_left_the_order(places: list[int]) -> None:
    away = out_of_order(places)
    staying = [place for index, place in enumerate(places) if index not in away]
    assert staying == sorted(staying)
    longest = max(
        size
        for size in range(len(places) + 1)
        for kept in combinations(places, size)
        if list(kept) == sorted(kept)
    )
    assert len(staying) == longest


def test_one_row_that_moved_past_others_is_the_one_told() -> None:
    assert out_of_order([3, 0, 1, 2]) == {0}
    assert out_of_order([0, 1, 2]) == frozenset()
    assert out_of_order([]) == frozenset()


def test_a_list_is_grouped_when_no_category_comes_back() -> None:
    assert stands_in_blocks(["党的建设", "党的建设", "经济发展"])
    assert not stands_in_blocks(["党的建设", "经济发展", "党的建设"])
