"""Several duties in one table row, their numbers in one cell: parted where nothing but their names
stands beside, and told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

from dutylist.extract.lists.rows import ListRow, OpenTable, role_text
from dutylist.extract.lists.seams import cell_text
from dutylist.extract.source import Cell, CellPart, Row
from dutylist.records.model import Note, Role
from dutylist.records.patterns import Pattern

_ONE = r"[(]?\d{1,3}[)]?[.、]?"
_SEVERAL = Pattern(rf"{_ONE}(?:(?:\s+|[,;]\s*|(?<=、)){_ONE})+")
_SHARED: frozenset[Role | None] = frozenset(("category", "kind"))
"""What one cell may say for several duties."""


def parted(table: OpenTable, row: Row) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """The row, or the rows of the duties whose numbers stand in it; a note of them."""
    numbers = _numbers("".join(table.texts(row, "number")))
    if len(numbers) < 2:
        return (row,), ()
    lines = [_lines(cell, role, numbers) for cell, role in _columns(table, row)]
    if not _goes_on(table.rows[-1:], table, numbers[0]) or not all(lines):
        # Checking tells of a number that is none.
        return (row,), ()
    rows = tuple(
        replace(row, cells=tuple(one[at] for one in lines if one)) for at in range(len(numbers))
    )
    printed = "、".join(map(str, numbers))
    names = "".join(f"“{''.join(table.texts(one, 'name'))}”" for one in rows)
    said = f"序号 {printed} 写在一行，按名称的分段读作 {len(rows)} 项：{names}，请对照原件核对"
    return rows, (Note(row.page, said),)


def _numbers(text: str) -> list[int]:
    """The numbers of a cell that holds several which count on; [] for any other."""
    bare = unicodedata.normalize("NFKC", text.strip())
    if not _SEVERAL.fullmatch(bare):
        return []
    found = [int(number) for number in re.findall(r"\d+", bare)]
    return found if all(after == one + 1 for one, after in pairwise(found)) else []


def _columns(table: OpenTable, row: Row) -> list[tuple[Cell, Role | None]]:
    return list(zip(row.cells, table.roles, strict=True))


def _lines(cell: Cell, role: Role | None, numbers: list[int]) -> list[Cell]:
    """What a cell says for each of the duties; [] where nobody can tell."""
    text = cell_text(cell).strip()
    if not text or (role in _SHARED and "\n" not in text):
        return [cell] * len(numbers)
    if any(part.confidences for part in cell.parts):
        return []
    if role == "number":
        return [_cell(str(number), cell) for number in numbers]
    lines = [line.strip() for line in text.split("\n")]
    alone = role in ("name", *_SHARED) and len(lines) == len(numbers)
    return [_cell(line, cell) for line in lines] if alone else []


def _cell(text: str, cell: Cell) -> Cell:
    return Cell((CellPart(text, cell.parts[0].page, cell.parts[0].box),))


def _goes_on(above: list[ListRow], table: OpenTable, number: int) -> bool:
    """Whether a number follows that of the row above, or is the first."""
    last = role_text(table, above[0].cells, "number").rstrip(".．、") if above else "0"
    return last.isdecimal() and int(last) + 1 == number
