"""A header row that is printed again without a ruling to the row below it: both are read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutylist.extract.source import Cell, Row
from dutylist.records.text import squeezed


def header_apart(rows: Sequence[Row], header: Sequence[str]) -> list[Row]:
    """A table's rows; where each cell of the first begins with the list's header of that column,
    and says more, the header is a row of its own."""
    first = rows[0] if rows else None
    if first is None or len(first.cells) != len(header) or not all(header):
        return list(rows)
    ends = [_end_of(text, cell) for text, cell in zip(header, first.cells, strict=True)]
    if None in ends or all(
        end == len(cell.text) for end, cell in zip(ends, first.cells, strict=True)
    ):
        return list(rows)
    above, below = zip(
        *(_cut(cell, end or 0) for cell, end in zip(first.cells, ends, strict=True)), strict=True
    )
    return [replace(first, cells=above), replace(first, cells=below), *rows[1:]]


def _end_of(header: str, cell: Cell) -> int | None:
    """How many characters of a cell's text are the header; None where it does not begin with it,
    or was read from a picture: there a ruling is not seen, the row is asked about anyway."""
    if len(cell.parts) != 1 or cell.parts[0].confidences:
        return None
    left = squeezed(header)
    for at, character in enumerate(cell.text):
        if not left:
            return at
        if character.isspace():
            continue
        if character != left[0]:
            return None
        left = left[1:]
    return None if left else len(cell.text)


def _cut(cell: Cell, at: int) -> tuple[Cell, Cell]:
    """The header's cell, and what is left for the row below it."""
    (part,) = cell.parts
    rest = part.text[at:].strip("\n")
    return (
        replace(cell, parts=(replace(part, text=part.text[:at], open_end=False, wraps=()),)),
        replace(cell, parts=(replace(part, text=rest, wraps=()),) if rest else ()),
    )
