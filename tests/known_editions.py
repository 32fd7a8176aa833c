"""Editions made by known edits, compared, and what the comparison told of each.

Six forms take turns by the seed: edits of rows alone, the same with edits of the whole list, with
a column 备注, two townships merged into one. Used by tests/test_known_edits.py and
bench/compare.py.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.model import Comparison
from tests.edits import Edition, Fact, Look, Row, base_rows, edited, remarked
from tests.found_changes import found_facts, read_rows
from tests.whole_edits import merged_townships, revised, say_of_offices

ROWS = base_rows()
OLD = read_rows(ROWS, 2025)


@dataclass(frozen=True)
class Tried:
    """A known edition and the facts that the comparison told of it, all and the certain ones."""

    name: str
    truth: Edition
    found: set[Fact]
    certain: set[Fact]

    @property
    def right(self) -> set[Fact]:
        return self.found & self.truth.facts

    @property
    def wrong(self) -> set[Fact]:
        return self.found - self.truth.facts - self.truth.may - self.truth.doubtful

    @property
    def missed(self) -> set[Fact]:
        return self.truth.facts - self.found

    @property
    def wrong_and_certain(self) -> set[Fact]:
        return self.certain - self.truth.facts - self.truth.may


def tried_all(seed: int, count: int) -> Tried:
    """The edition of a seed with so many edits, in the form that is the seed's turn."""
    match seed % 6:
        case 0 | 1:
            return tried_revised(seed, count)
        case 2:
            return tried_revised(seed, count, remarked(ROWS, random.Random(seed)))
        case 3:
            return tried_merged(seed, count)
        case _:
            return tried_edited(seed, count)


def tried_edited(
    seed: int, count: int, rows: list[Row] = ROWS, kinds: tuple[str, ...] = ()
) -> Tried:
    """Edits of single rows alone, of all kinds where none are named."""
    truth = edited(rows, seed, count, kinds)
    say_of_offices(truth, rows)
    old = OLD if rows is ROWS else read_rows(rows, 2025)
    new = read_rows(truth.rows, 2026)
    return _tried(f"rows {seed}", compare_editions(old, new), rows, truth)


def tried_revised(
    seed: int, count: int, rows: list[Row] = ROWS, whole: tuple[str, ...] | None = None
) -> Tried:
    """Edits of rows and those of the whole list, up to three where `whole` names none."""
    truth, look = revised(rows, seed, count, whole)
    old = OLD if rows is ROWS else read_rows(rows, 2025)
    comparison = compare_editions(old, read_rows(truth.rows, 2026, look))
    return _tried(f"list {seed}", comparison, rows, truth)


def tried_merged(seed: int, count: int) -> Tried:
    """Two townships' old lists against the one new list."""
    olds, truth = merged_townships(ROWS, seed, count)
    lists = [read_rows(rows, 2025, Look(township=name)) for name, rows in olds]
    comparison = compare_several(lists, read_rows(truth.rows, 2026))
    return _tried(f"merged {seed}", comparison, [row for _, rows in olds for row in rows], truth)


def _tried(name: str, comparison: Comparison, rows: list[Row], truth: Edition) -> Tried:
    return Tried(
        name,
        truth,
        found_facts(comparison, rows, truth.rows),
        found_facts(comparison, rows, truth.rows, certain=True),
    )
