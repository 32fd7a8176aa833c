"""What left the order: as few as can be, and what stays is in order."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from dutylist.compare.order import out_of_order, stands_in_blocks, what_moved


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


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_moved_is_what_stays_in_no_reading_exchanged_what_does_in_some(
    places: list[int], unsure: set[int]
) -> None:
    """A reading is a set of elements that stayed, in order, with as many sure ones as can be, and
    then as many others."""
    readings = [
        set(kept)
        for size in range(8)
        for kept in combinations(range(7), size)
        if all(places[one] < places[other] for one, other in pairwise(kept))
    ]
    weigh = [(len(kept - unsure), len(kept)) for kept in readings]
    best = [kept for kept, weight in zip(readings, weigh, strict=True) if weight == max(weigh)]
    found = what_moved(places, unsure)
    assert found.away == set(range(7)) - set.union(*best)
    assert found.exchanged.keys() == set.union(*best) - set.intersection(*best)


@given(st.permutations(range(7)))
def test_what_changed_places_is_told_of_both_alike_and_has_truly_crossed(places: list[int]) -> None:
    exchanged = what_moved(places).exchanged
    for one, others in exchanged.items():
        assert others
        for other in others:
            assert one in exchanged[other]
            assert (one < other) != (places[one] < places[other])


def test_of_two_neighbours_that_changed_places_neither_is_told_to_have_moved() -> None:
    assert what_moved([0, 2, 1, 3]).away == frozenset()
    assert what_moved([0, 2, 1, 3]).exchanged == {1: (2,), 2: (1,)}
    assert what_moved([2, 0, 1, 3]).away == {0}
    # Perhaps the one that moved is another one altogether.
    assert what_moved([0, 2, 1, 3], {1}).away == {1}


def test_a_list_is_grouped_when_no_category_comes_back() -> None:
    assert stands_in_blocks(["党的建设", "党的建设", "经济发展"])
    assert not stands_in_blocks(["党的建设", "经济发展", "党的建设"])
