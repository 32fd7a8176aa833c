"""Lines of a comparison: two halves of runs with marks, and what stands together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dutylist.compare.model import (
    WordingChange,
)

CHARACTER = 10.5
"""pt; 五号, the type of tables of lines."""

LINE_PADDING = 5.4
"""pt left and right of a cell's text: half a character, and a little, as in the official list."""


def character_columns(*characters: int) -> tuple[float, ...]:
    """The widths in points of columns that have room for whole characters: lines break at the
    same places in PDF and Word."""
    return tuple(count * CHARACTER + 2 * LINE_PADDING for count in characters)


def line_columns(width: float, side: int, note: int) -> tuple[float, ...]:
    """The widths in points of number, old, new and note in a table `width` points wide."""
    others = character_columns(side, side, note)
    return (width - sum(others), *others)


Mark = Literal["", "deleted", "inserted", "quiet"]
"""quiet: differs, but is no change of words (a new name told once, a mark's width, a space)."""


@dataclass(frozen=True)
class Run:
    """A stretch of text with one mark."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Side:
    """One edition's half of a line; no runs where it has nothing there."""

    runs: tuple[Run, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class ViewLine:
    """One line of the table (新旧对照表): a name, a clause, or what was left out."""

    old: Side
    new: Side
    note: str = ""


def kept_together(lines: Sequence[ViewLine]) -> tuple[tuple[ViewLine, ...], ...]:
    """The lines of a duty in blocks that a page's end should not part.

    A heading stands with what it heads: place, name and the first text below them; the name of a
    column and its first clause.
    """
    blocks: list[list[ViewLine]] = []
    is_open = False
    for at, line in enumerate(lines):
        if is_open:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        is_name = at == 1 and len(blocks) == 1
        is_open = line.old.heading or line.new.heading or is_name
    return tuple(tuple(block) for block in blocks)


def old_runs(wording: WordingChange) -> tuple[Run, ...]:
    """The text before, deletions marked."""
    return tuple(_runs(wording, "deleted"))


def new_runs(wording: WordingChange) -> tuple[Run, ...]:
    """The text now, additions marked."""
    return tuple(_runs(wording, "inserted"))


def _runs(wording: WordingChange, kept: Literal["deleted", "inserted"]) -> Iterator[Run]:
    for part in wording.segments:
        if not part.text:
            # Nothing, but it keeps a change of words apart from one of the mark behind it.
            continue
        if part.kind == "equal":
            yield Run(part.text)
        elif part.kind == kept:
            yield Run(part.text, kept if part.why == "wording" else "quiet")
