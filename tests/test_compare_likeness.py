"""What duties have in common is the same number however it is summed, and at every start."""

from __future__ import annotations

import random

from dutylist.compare import likeness
from dutylist.compare.likeness import Features, Weights, products, vectors_of
from dutylist.compare.links import State

SIGNS = [chr(code) for code in range(0x4E00, 0x4E20)]


def _rows(count: int, seed: int) -> list[Weights]:
    chance = random.Random(seed)
    return [
        {"".join(chance.choices(SIGNS, k=2)): chance.random() for _ in range(120)}
        for _ in range(count)
    ]


def _one_by_one(left: list[Weights], right: list[Weights]) -> list[list[float]]:
    out = []
    for row in left:
        sums = [0.0] * len(right)
        for gram, factor in row.items():
            for column, other in enumerate(right):
                if gram in other:
                    sums[column] += other[gram] * factor
        out.append(sums)
    return out


def test_of_many_duties_the_sums_are_the_same_to_the_last_bit() -> None:
    left, right = _rows(6, 1), _rows(700, 2)
    holders = sum(len(row) for row in right) / len(SIGNS) ** 2
    assert holders > likeness._MANY
    assert products(left, right).tolist() == _one_by_one(left, right)


def test_of_few_duties_too() -> None:
    left, right = _rows(6, 3), _rows(20, 4)
    assert products(left, right).tolist() == _one_by_one(left, right)


def test_sequences_are_weighed_in_one_order() -> None:
    body = "".join(random.Random(5).choices(SIGNS, k=80))
    duty = Features("开展巡查", body, (), ("", "", frozenset()))
    vectors = vectors_of(State({0}, {0}), [duty], [duty])
    for row in (*vectors.old_texts, *vectors.new_names, *vectors.old_weights.values()):
        assert list(row) == sorted(row)
