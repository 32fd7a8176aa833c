"""Tables that were too wide for the paper, of which a spreadsheet program printed the left columns
on one page and the others on the next, or all left columns first: down, then over."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from dutylist.extract.lists.columns import header_role, header_roles
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.source import Block, Cell, Line, Row, SourceDocument, Table, squeezed
from dutylist.records.model import Note, Role

SAME_EDGE = 2.0
"""The edges of one row on both pages differ by no more points."""

LEAST_ROWS = 3
"""Fewer rows, the header row counted, may be as high by chance."""

MOST = 0.5
"""At least this share of a table's rows goes on beside: some may be empty there."""

Edges = tuple[float, float]
"""Upper and lower edge of a row, in points."""

Parts = tuple[int, int, int]
"""How many columns stand on the first page, how many on the other one, and how many pages that is
behind."""


def with_pages_joined(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document in which such a table is one, and a note on each; `told` is what the clerk says
    of columns."""
    blocks: list[Block] = list(document.blocks)
    notes: list[Note] = []
    rights = {id(one) for one in blocks if isinstance(one, Table) and _is_right_half(one, told)}
    parts: Parts | None = None
    for at, one in enumerate(blocks):
        if not isinstance(one, Table) or not one.rows or not rights:
            continue
        behind = _right_half(blocks, at, rights, parts)
        other = blocks[behind]
        if not isinstance(other, Table) or behind == at:
            continue
        own = _parts(one, other)
        again = _said_again(one, other)
        right = _without_first(other, again)
        if own != parts and not _parted_header(one.rows[0], right.rows[0], told):
            continue
        least = 1 if own == parts else LEAST_ROWS
        if beside := _rows_in_order(one, right) if again else _rows_beside(one, right, least):
            parts = own
            blocks[at] = _joined(one, beside, own[1] - again)
            del blocks[behind]
            _join_title(blocks, at, behind)
            notes.append(Note(one.page, _NOTE.format(one.page, other.page, _ALIKE[again > 0])))
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _parts(one: Table, other: Table) -> Parts:
    return len(one.rows[0].cells), len(other.rows[0].cells), other.page - one.page


def _is_right_half(table: Table, told: Mapping[str, Role]) -> bool:
    """Whether a table's first row is a header row without a number, a name and a category, but for
    those in front, which a program may print again: below them no departments then."""
    texts = [cell.text for cell in table.rows[0].cells if cell.text.strip()] if table.rows else []
    roles = [told.get(text) or header_role(text) for text in texts]
    again = next((key for key in (["number", "name"], ["number"]) if roles[: len(key)] == key), [])
    own, foreign = roles[len(again) :], {"number", "name", "category"}
    if "name" in again:
        foreign.add("departments")
    return bool(own) and None not in own and not foreign & {*own}


def _said_again(one: Table, other: Table) -> int:
    """How many columns of a table, from the first on, say what those of another one say in every
    row: programs print them again on each page. None where all do."""
    rows, again = _numbered(one), _numbered(other)
    if len(rows) != len(again) or len(again) < len(other.rows):
        return 0
    width = min(len(one.rows[0].cells), len(other.rows[0].cells))
    texts = [
        [[squeezed(row.cells[at].text) for row in its] for its in (rows, again)]
        for at in range(width)
    ]
    return next((at for at, (left, right) in enumerate(texts) if left != right), 0)


def _numbered(table: Table) -> list[Row]:
    """The rows of a table whose first cells say something: all but the categories' and parts."""
    return [row for row in table.rows if row.cells[0].text.strip() and not row.spans_all]


def _rows_in_order(one: Table, right: Table) -> list[Row | None]:
    """For each row of a table with a number the next one of its right half, None for the others."""
    rows = iter(right.rows)
    numbered = {id(row) for row in _numbered(one)}
    return [next(rows) if id(row) in numbered else None for row in one.rows]


def _without_first(table: Table, columns: int) -> Table:
    rows = (replace(row, cells=row.cells[columns:]) for row in table.rows)
    return replace(table, rows=tuple(rows)) if columns else table


def _right_half(blocks: list[Block], at: int, rights: Set[int], parts: Parts | None) -> int:
    """Where the table stands that may be the right half of the one at a place: that of known parts,
    or the next one of those, with left halves alone in between; the place itself if there is
    none."""
    one = blocks[at]
    assert isinstance(one, Table)
    page = one.page
    for place in range(at + 1, len(blocks)):
        other = blocks[place]
        if not isinstance(other, Table):
            continue
        if not other.rows or other.page == page:
            break
        if id(other) in rights or _parts(one, other) == parts:
            return place
        if len(other.rows[0].cells) != len(one.rows[0].cells):
            break
        page = other.page
    return at


_TAKEN_OVER: frozenset[Role | None] = frozenset(
    ("takeover department", "takeover method", "takeover")
)
_SHARED: frozenset[Role | None] = frozenset(("department duties", "township duties"))
"""Columns of two kinds of lists."""

_NOTE = "第 {}、{} 页的表各行{}，按左右两半（纸不够宽，分两页打印）接成一张，请对照原件核对"
_ALIKE = {False: "一样高", True: "开头几栏相同"}


def _rows_beside(one: Table, other: Table, least: int) -> list[Row | None]:
    """For each row of a table the one at its height on the other page, None for an empty one; none
    at all where that page's table has others, or fewer than `least` are there."""
    edges = [_edges(row) for row in one.rows]
    beside: list[Row | None] = [None] * len(edges)
    for row in other.rows:
        at = next((at for at, own in enumerate(edges) if _is_same(own, _edges(row))), None)
        if at is None:
            return []
        beside[at] = row
    known = len(beside) - beside.count(None)
    return beside if beside[0] and known >= max(least, MOST * len(beside)) else []


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
    """Whether a header row and that of a right half have no column in common, and none says who
    takes over beside one that says who does what."""
    left = header_roles([cell.text for cell in one.cells], told)
    right = {told.get(cell.text) or header_role(cell.text) for cell in other.cells}
    if left is None or {*left} & right:
        return False
    both = {*left} | right
    return not (both & _TAKEN_OVER and both & _SHARED)


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
