"""A report of tables, each below a heading: what every kind of file shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutylist.records.wording import heads
from dutylist.render.views.lines import Run

MOST_WHOLE = 150
"""Characters of a cell in a row that goes over to the next page whole: some twelve lines of a
narrow column, which stand below title and heads."""


@dataclass(frozen=True)
class Column:
    """A column's head, and its share of the width in parts of a hundred."""

    text: str
    share: int


@dataclass(frozen=True)
class Section:
    """A heading, sentences below it, and a table; a cell is runs of text with marks."""

    heading: str
    said: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


@dataclass(frozen=True)
class Report:
    """Title, line below it, sections. A page's end cuts no row of whose cells none has more than
    `most_whole` characters."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    most_whole: int = MOST_WHOLE


def headed(key: str, shares: Sequence[int]) -> tuple[Column, ...]:
    """Columns under the heads that the words have for them."""
    return tuple(map(Column, heads(key), shares))


def cell(text: str) -> tuple[Run, ...]:
    """A cell of plain text."""
    return (Run(text),) if text else ()
