"""Tables that were too wide for the paper, of which a spreadsheet program printed the left columns
on one page and the others on the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dutylist.extract.lists.columns import header_role, header_roles
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.source import Block, Cell, Line, Row, SourceDocument, Table
from dutylist.records.model import Note, Role

SAME_EDGE = 2.0
"""The edges of one row on both pages differ by no more points."""

LEAST_ROWS = 3
"""Fewer rows, the header row counted, may be as high by chance."""

MOST = 0.5
"""At least this share of a table's rows goes on beside: some may be empty there."""

Edges = tuple[float, float]
"""Upper and lower edge of a row, in points."""

Sides = tuple[int, int]
"""How many columns stand on the first page, and how many on the next."""


def with_pages_joined(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document in which such a table is one, and a note on each; `told` is what the clerk says
    of columns."""
    blocks: list[Block] = list(document.blocks)
    notes: list[Note] = []
    sides: Sides | None = None
    at = 0
    while at < len(blocks):
        one, behind = blocks[at], _next_table(blocks, at)
        other = blocks[behind]
        if isinstance(one, Table) and isinstance(other, Table) and _may_go_on(one, other):
            both = len(one.rows[0].cells), len(other.rows[0].cells)
            parted = both == sides or _parted_header(one.rows[0], other.rows[0], told)
            if parted and (beside := _rows_beside(one, other)):
                sides = both
                blocks[at] = _joined(one, beside, both[1])
                del blocks[behind]
                _join_title(blocks, at, behind)
                notes.append(Note(one.page, _NOTE.format(one.page, other.page)))
        at += 1
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _may_go_on(one: Table, other: Table) -> bool:
    return other.page == one.page + 1 and bool(one.rows and other.rows)


def _next_table(blocks: list[Block], at: int) -> int:
    """Where the table behind a block is; where the block is, if there is none."""
    places = range(at + 1, len(blocks))
    return next((place for place in places if isinstance(blocks[place], Table)), at)


_NOTE = "第 {}、{} 页的表各行一样高，按左右两半（纸不够宽，分两页打印）接成一张，请对照原件核对"


def _rows_beside(one: Table, other: Table) -> list[Row | None]:
    """For each row of a table the one at its height on the next page, None for an empty one; none
    at all where that page's table has others."""
    edges = [_edges(row) for row in one.rows]
    beside: list[Row | None] = [None] * len(edges)
    for row in other.rows:
        at = next((at for at, own in enumerate(edges) if _is_same(own, _edges(row))), None)
        if at is None:
            return []
        beside[at] = row
    known = len(beside) - beside.count(None)
    return beside if beside[0] and known >= max(LEAST_ROWS, MOST * len(beside)) else []


def _is_same(one: Edges | None, other: Edges | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(a - b) <= SAME_EDGE for a, b in zip(one, other, strict=True))


def _edges(row: Row) -> Edges | None:
    """The upper and lower edge of a row; None where no place is known."""
    boxes = [part.box for cell in row.cells for part in cell.parts if part.box]
    if not boxes:
        return None
    return min(box.top for box in boxes), max(box.bottom for box in boxes)


def _parted_header(one: Row, other: Row, told: Mapping[str, Role]) -> bool:
    """Whether two rows are the halves of a header row: the second has none of the first's columns,
    and none that each table has."""
    left = header_roles([cell.text for cell in one.cells], told)
    texts = [cell.text for cell in other.cells if cell.text.strip()]
    right = [told.get(text) or header_role(text) for text in texts]
    if left is None or not right or None in right:
        return False
    return not {*left, "number", "name", "category"} & {*right}


def _joined(one: Table, beside: list[Row | None], columns: int) -> Table:
    empty = (Cell(),) * columns
    rows = (
        replace(row, cells=(*row.cells, *(other.cells if other else empty)), spans_all=False)
        for row, other in zip(one.rows, beside, strict=True)
    )
    return replace(one, rows=tuple(rows))


def _join_title(blocks: list[Block], at: int, behind: int) -> None:
    """Make the halves of a title one, that before the table at `at` and that before what stood at
    `behind`."""
    if not at or behind - 1 <= at:
        return
    left, right = blocks[at - 1], blocks[behind - 1]
    if not isinstance(left, Line) or not isinstance(right, Line):
        return
    if not names_list(left.text) and names_list(left.text + right.text):
        blocks[at - 1] = replace(left, text=left.text + right.text)
        del blocks[behind - 1]
