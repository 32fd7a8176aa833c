"""A rule about table rows: its name, why it holds, what it asks, and an example.

Rules are asked in the order of their tuple; the first that finds something decides. A test runs
each on its own example, so that no rule is without one and none hides another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Asked = TypeVar("Asked")


@dataclass(frozen=True)
class RowRule(Generic[Asked]):
    """`why` is told to users (Chinese). `test` gives what it found, or None, False or "".

    `example` is a table as text: a line a row, cells parted by "|"; "#" a line outside the table,
    "=" a row over the whole width, "---" a page break, ">" the row that the rule is to judge;
    "^" a cell covered by the one above, "~" one struck through, "…" one whose last line is full.
    """

    name: str
    why: str
    test: Callable[[Asked], Any]
    example: str


@dataclass(frozen=True)
class Verdict:
    """What was said of a row: its page (0 where unknown), its texts, the names of the rules."""

    page: int
    text: str
    rules: tuple[str, ...]


def judged(rules: tuple[RowRule[Asked], ...], asked: Asked) -> tuple[str, Any]:
    """The name of the first rule that finds something, and what it found. The last one must."""
    for rule in rules:
        if found := rule.test(asked):
            return rule.name, found
    raise AssertionError(f"no rule for {asked}")
