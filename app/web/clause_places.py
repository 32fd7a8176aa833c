"""Where each clause of a duty stands on the pages of its file: a box for each of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from dutylist.app.corrections.clauses import clause_paths
from dutylist.app.corrections.model import ClauseSide
from dutylist.app.web.printed import Printed
from dutylist.records.model import Box, Clause, Duty
from dutylist.records.text import squeezed

LEAST_FOUND = 0.5
"""A clause of which less than this share is found on the page stands somewhere else."""

FIRST_WIDE = 0x2E80
"""Characters from this code point on are taken to be twice as wide as those before it."""


@dataclass(frozen=True)
class _Letter:
    """A printed character, its line's number within the cell, and where it stands."""

    character: str
    line: int
    box: Box


def sides(duty: Duty) -> tuple[tuple[ClauseSide, tuple[Clause, ...]], ...]:
    """The clauses of both sides."""
    return ("department", duty.department_clauses), ("township", duty.township_clauses)


def anchor(side: ClauseSide, path: tuple[int, ...]) -> str:
    """What a clause is called within the page of its duty."""
    return f"{side}-{'-'.join(map(str, path))}"


def clause_places(duty: Duty, printed: Iterable[Printed]) -> dict[str, tuple[Box, ...]]:
    """The boxes of each clause by its anchor; not those of clauses whose words are not found.

    `printed` are the lines of the pages that the duty stands on. The words may have been corrected
    since they were read: what is left of them tells the place.
    """
    lines = tuple(printed)
    found: dict[str, tuple[Box, ...]] = {}
    for column, boxes in enumerate(duty.source.boxes, start=1):
        letters = tuple(_letters(boxes, lines))
        if not letters or column > len(duty.cells):
            continue
        cell = duty.cells[column - 1]
        at = _placed(cell, letters)
        for side, its in sides(duty):
            for path, clause in clause_paths(its):
                span = clause.span
                if span is None or span.cell != column:
                    continue
                own = [letters[one] for one in at[span.start : span.end] if one is not None]
                same = sum(
                    one is not None and letters[one].character == cell[index]
                    for index, one in enumerate(at[span.start : span.end], span.start)
                )
                if same >= LEAST_FOUND * len(squeezed(cell[span.start : span.end])) > 0:
                    found[anchor(side, path)] = tuple(_boxes(own))
    return found


def _letters(boxes: Sequence[Box], lines: Sequence[Printed]) -> Iterator[_Letter]:
    """The characters printed within a cell, page by page and line by line."""
    number = 0
    for box in boxes:
        inside = [one for one in lines if _within(one.box, box)]
        for line in sorted(inside, key=lambda one: (one.box.top, one.box.x0)):
            yield from _spread(line, number)
            number += 1


def _within(one: Box, box: Box) -> bool:
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    return one.page == box.page and box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _spread(line: Printed, number: int) -> Iterator[_Letter]:
    """The characters of a line, each with its share of it by the width that it usually has."""
    widths = [1.0 if ord(one) >= FIRST_WIDE else 0.5 for one in line.text]
    box, total, before = line.box, sum(widths) or 1.0, 0.0
    em = (box.x1 - box.x0) / total
    for character, width in zip(line.text, widths, strict=True):
        x0, x1 = box.x0 + before * em, box.x0 + (before + width) * em
        before += width
        if not character.isspace():
            yield _Letter(character, number, Box(box.page, x0, box.top, x1, box.bottom))


def _placed(cell: str, letters: Sequence[_Letter]) -> list[int | None]:
    """For each character of a cell the letter that it is, None for white space and where there is
    none."""
    solid = [index for index, one in enumerate(cell) if not one.isspace()]
    now = "".join(cell[index] for index in solid)
    was = "".join(letter.character for letter in letters)
    at: list[int | None] = [None] * len(cell)
    for change in Levenshtein.opcodes(now, was):
        if change.tag in ("equal", "replace"):
            for own, other in zip(
                range(change.src_start, change.src_end),
                range(change.dest_start, change.dest_end),
                strict=False,
            ):
                at[solid[own]] = other
    return at


def _boxes(letters: Sequence[_Letter]) -> Iterator[Box]:
    for _, group in groupby(letters, key=lambda one: one.line):
        boxes = [one.box for one in group]
        yield Box(
            boxes[0].page,
            round(min(one.x0 for one in boxes), 2),
            round(min(one.top for one in boxes), 2),
            round(max(one.x1 for one in boxes), 2),
            round(max(one.bottom for one in boxes), 2),
        )
