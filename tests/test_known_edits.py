"""Known edits found again: nearly all, and nothing wrong is told with certainty.

The seeds are fixed; `python bench/compare.py` tries others. What is counted are the changes of
duties and clauses, reforms of offices, offices that come and go, what holds throughout, heads.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.model import Comparison
from tests.edits import EDITS, Edition, Fact, Look, Row, base_rows, edited, remarked
from tests.found_changes import found_facts, read_rows
from tests.whole_edits import WHOLE_EDITS, merged_townships, revised, say_of_offices

ROWS = base_rows()
OLD = read_rows(ROWS, 2025)
REMARKED = remarked(ROWS, random.Random(1))


@dataclass(frozen=True)
class Tried:
    """A known edition and the facts that the comparison told of it, all and the certain ones."""

    truth: Edition
    found: set[Fact]
    certain: set[Fact]

    @property
    def wrong(self) -> set[Fact]:
        return self.found - self.truth.facts - self.truth.may

    @property
    def wrong_and_certain(self) -> set[Fact]:
        return self.certain - self.truth.facts - self.truth.may


def tried(comparison: Comparison, rows: list[Row], truth: Edition) -> Tried:
    return Tried(
        truth,
        found_facts(comparison, rows, truth.rows),
        found_facts(comparison, rows, truth.rows, certain=True),
    )


def _edited(seed: int) -> Tried:
    truth = edited(ROWS, seed, 20 + seed * 7 % 60)
    say_of_offices(truth, ROWS)
    return tried(compare_editions(OLD, read_rows(truth.rows, 2026)), ROWS, truth)


def _revised(seed: int, rows: list[Row], whole: tuple[str, ...]) -> Tried:
    truth, look = revised(rows, seed, 5 + seed * 7 % 30, whole)
    old = OLD if rows is ROWS else read_rows(rows, 2025)
    return tried(compare_editions(old, read_rows(truth.rows, 2026, look)), rows, truth)


def _merged(seed: int) -> Tried:
    olds, truth = merged_townships(ROWS, seed, 20)
    lists = [read_rows(rows, 2025, Look(township=name)) for name, rows in olds]
    comparison = compare_several(lists, read_rows(truth.rows, 2026))
    return tried(comparison, [row for _, rows in olds for row in rows], truth)


def _all() -> Iterator[Tried]:
    yield from map(_edited, range(6))
    whole = sorted(WHOLE_EDITS)
    for seed in range(6):
        yield _revised(seed, ROWS, tuple(whole[seed::6]))
    yield _revised(7, REMARKED, ("become subdistrict",))
    yield _merged(8)


@pytest.fixture(scope="module")
def everything() -> list[Tried]:
    return list(_all())


def test_known_edits_are_found_and_little_else(everything: list[Tried]) -> None:
    true = sum(len(one.truth.facts & one.found) for one in everything)
    missed = [fact for one in everything for fact in one.truth.facts - one.found]
    extra = [fact for one in everything for fact in one.wrong]
    assert true > 500
    assert 2 * true / (2 * true + len(extra) + len(missed)) >= 0.995, (extra, missed)


def test_nothing_wrong_is_told_with_certainty(everything: list[Tried]) -> None:
    assert [fact for one in everything for fact in one.wrong_and_certain] == []


def test_every_kind_of_edit_was_tried(everything: list[Tried]) -> None:
    facts = Counter(fact[0] for one in everything for fact in (*one.truth.facts, *one.truth.may))
    assert (len(EDITS), len(WHOLE_EDITS)) == (31, 17)
    assert {
        "added", "removed", "reworded", "reordered", "recategorized", "moved", "split", "merged",
        "departments", "typography", "renamed", "category renamed", "clause added",
        "clause removed", "clause reworded", "clause moved", "clause split", "clause merged",
        "clause transferred", "lookalike", "merged offices", "absorbed", "divided", "misread",
        "still", "township renamed", "throughout", "head",
    } <= set(facts)  # fmt: skip
    heads = {fact[1] for one in everything for fact in one.truth.facts if fact[0] == "head"}
    assert heads == {
        "title", "region", "issued", "contents", "list title", "column", "numbering",
    }  # fmt: skip
    whys = {fact[1] for one in everything for fact in one.truth.facts | one.truth.may
            if fact[0] == "throughout"}  # fmt: skip
    assert whys == {"wording", "width", "label"}
