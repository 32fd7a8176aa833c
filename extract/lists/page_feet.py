"""Rows without a number at a page's foot: parts of the row above, or the beginning of the row whose
number stands on the next page.

A program that sets numbers in the middle of their rows, and rules off what it prints on a page,
leaves such a beginning. What the cells say tells it; notes name each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from dutylist.extract.lists.continuation import KEY_ROLES
from dutylist.extract.lists.header_rows import MOST_ROWS, next_header, read_header
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.offices.column_names import split_names
from dutylist.extract.source import Block, Cell, Line, Row, SourceDocument, Table, squeezed
from dutylist.records.labels import Label, label_at, label_of
from dutylist.records.model import Note, Role
from dutylist.records.patterns import Pattern
from dutylist.records.text import CONTINUED

Whose = Literal["above", "next"]
"""Which row a part at a page's foot belongs to."""

Roles = tuple[Role | None, ...]

_CLAUSES: tuple[Role, ...] = ("department duties", "township duties")

_ENDED = Pattern(r"[。；;：:！？!?]\s*$")
_CLAUSE_STARTS = Pattern(r"(?:^|[\n。；;])\s*(?=\S)")

_MOSTLY = 0.8
"""Of a column whose texts end in marks at least this share does."""

_MOST_SAID = 40
"""A note quotes so many characters."""

_ABOVE = "页末没有序号和名称的一行看作上面“{}”的一部分，请对照原件核对：“{}”"


@dataclass(frozen=True)
class _List:
    """The columns of a list and its tables: where each stands among the blocks, and its rows below
    the header."""

    roles: Roles
    tables: tuple[tuple[int, tuple[Row, ...]], ...]

    def text(self, row: Row, role: Role) -> str:
        """What a row says in the columns of one role."""
        pairs = zip(row.cells, self.roles, strict=True)
        return "".join(cell.text.strip() for cell, its in pairs if its == role)

    def is_headless(self, row: Row) -> bool:
        """Whether a row has neither a number nor a name."""
        return not row.spans_all and not any(self.text(row, role) for role in KEY_ROLES)

    def is_covered(self, row: Row) -> bool:
        """Whether the cell of a row's number or name began above it."""
        pairs = zip(row.cells, self.roles, strict=True)
        return any(cell.merged for cell, role in pairs if role in KEY_ROLES)

    @cached_property
    def begun(self) -> tuple[Row, ...]:
        """The rows that have a number."""
        return tuple(row for _, rows in self.tables for row in rows if self.text(row, "number"))

    @cached_property
    def has_parts(self) -> bool:
        """Whether rows without a number stand within a page, too: it has duties of several rows."""
        return any(
            self.is_headless(row) and not self.is_covered(row)
            for _, rows in self.tables
            for row in rows[1:-1]
        )

    def ends_in_marks(self, column: int) -> bool:
        """Whether the texts of a column end as sentences do."""
        texts = [row.cells[column].text for row in self.begun]
        filled = [text for text in texts if text.strip()]
        return sum(map(bool, map(_ENDED.search, filled))) >= _MOSTLY * max(len(filled), 1)

    def is_filled_beside(self, column: int, row: Row) -> bool:
        """Whether every numbered row but this one has a text in a column."""
        others = [other for other in self.begun if other is not row]
        return bool(others) and all(other.cells[column].text.strip() for other in others)


@dataclass(frozen=True)
class _Foot:
    """A part at a page's foot (`rows`), the row above it and the first one on the next page."""

    list: _List
    above: Row
    rows: tuple[Row, ...]
    following: Row

    def says(self, role: Role) -> str:
        """What the part says in the columns of one role."""
        return "".join(self.list.text(row, role) for row in self.rows)

    def texts(self, roles: Sequence[Role]) -> Iterator[tuple[int, str, str, str]]:
        """The columns of some roles: which it is, and what stands there above, in the part, and in
        the row that follows."""
        for at, role in enumerate(self.list.roles):
            if role in roles:
                part = "\n".join(row.cells[at].text for row in self.rows)
                yield at, self.above.cells[at].text, part, self.following.cells[at].text

    def speaks_of(self, row: Row, other: Row) -> bool:
        """Whether the part speaks of an office that stands beside one row and not the other."""
        said = squeezed(self.says("department duties"))
        names, others = (split_names(self.list.text(one, "departments")) for one in (row, other))
        return any(squeezed(name) in said for name in names if name not in others)


def with_feet_told(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document in which such rows are marked that begin the next one, and notes of those that
    are lone parts of the row above. `told` is what the clerk says of columns."""
    if not document.pages:
        return document
    blocks = list(document.blocks)
    notes: list[Note] = []
    for found in _lists(blocks, told):
        for (at, rows), (_, behind) in pairwise(found.tables):
            foot = _foot(found, rows, behind[0])
            if foot is None:
                continue
            whose = _whose(foot)
            blocks[at] = _marked(blocks[at], foot, whose)
            if whose == "above" and not found.has_parts:
                notes.append(_note(foot))
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _lists(blocks: Sequence[Block], told: Mapping[str, Role]) -> Iterator[_List]:
    """The lists of a document, whose tables go on over pages."""
    roles: Roles = ()
    tables: list[tuple[int, tuple[Row, ...]]] = []
    for at, block in enumerate(blocks):
        header, body = _parted(block, told) if isinstance(block, Table) else ((), ())
        titled = isinstance(block, Line) and names_list(block.text)
        if titled or (header and header != roles):
            yield _List(roles, tuple(tables))
            roles, tables = header, []
        if roles and body and all(len(row.cells) == len(roles) for row in body):
            tables.append((at, body))
    yield _List(roles, tuple(tables))


def _parted(table: Table, told: Mapping[str, Role]) -> tuple[Roles, tuple[Row, ...]]:
    """The columns of a table by its last header, () where it has none, and the rows below."""
    rows = list(table.rows)
    roles: Roles = ()
    first = at = 0
    while (at := next_header(rows, at, told)) < len(rows):
        found = read_header(rows[at : at + MOST_ROWS], told)
        roles = tuple(found[1]) if found else ()
        first = at = at + (found[2] if found else 1)
    return roles, tuple(rows[first:])


def _foot(found: _List, rows: tuple[Row, ...], following: Row) -> _Foot | None:
    """The part at the end of a table's rows that may be the beginning of the one that follows; None
    where the table ends in a whole row, or its last row is known to begin it or goes on."""
    first = len(rows) - 1
    while first > 0 and found.is_headless(rows[first]) and found.is_covered(rows[first]):
        first -= 1
    if first < 1 or rows[first - 1].spans_all or any(row.begins_next for row in rows[first:]):
        return None
    foot = _Foot(found, rows[first - 1], rows[first:], following)
    lacks = found.is_headless(rows[first]) or _name_alone(foot)
    return foot if lacks and _has_own_number(foot) else None


def _name_alone(foot: _Foot) -> bool:
    """Whether the part has a name and no number, and the number that follows no name."""
    named = foot.says("name") and not foot.says("number")
    return bool(named and not foot.list.text(foot.following, "name"))


def _has_own_number(foot: _Foot) -> bool:
    """Whether what follows is a row with a number, not the rest of the one above."""
    number = foot.list.text(foot.following, "number")
    if not number or foot.following.spans_all or CONTINUED.search(number):
        return False
    return number != foot.list.text(foot.above, "number")


def _whose(foot: _Foot) -> Whose:
    for told in (_by_key, _by_labels, _by_sentence, _by_offices, _by_empty_cells):
        if whose := told(foot):
            return whose
    whole = foot.says("departments") and foot.list.text(foot.following, "departments")
    return "above" if foot.list.has_parts or whole else "next"


def _by_key(foot: _Foot) -> Whose | None:
    """A name parted from its number; an empty number cell over several rows; a new category."""
    category = foot.says("category")
    other = category and category != foot.list.text(foot.above, "category")
    begins = other and foot.list.text(foot.following, "category") in ("", category)
    return "next" if _name_alone(foot) or len(foot.rows) > 1 or begins else None


def _by_labels(foot: _Foot) -> Whose | None:
    """Clauses are counted on from above, or in the row that follows."""
    found: set[Whose] = set()
    for _, above, part, following in foot.texts(_CLAUSES):
        labels = [_labels(text) for text in (above, part, following)]
        if _count_on(labels[0], labels[1]):
            found.add("above")
        if _count_on(labels[1], labels[2]):
            found.add("next")
    return found.pop() if len(found) == 1 else None


def _labels(text: str) -> list[Label]:
    """The labels that stand in front of a text's clauses."""
    starts = (match.end() for match in _CLAUSE_STARTS.finditer(text))
    return [label for at in starts if (label := label_at(text, at))]


def _count_on(before: list[Label], behind: list[Label]) -> bool:
    if not before or not behind:
        return False
    same = [label.number for label in before if label.style == behind[0].style]
    return bool(same) and behind[0].number == same[-1] + 1


def _by_sentence(foot: _Foot) -> Whose | None:
    """A sentence goes on, in columns whose texts end in marks."""
    found: set[Whose] = set()
    for at, above, part, following in foot.texts(_CLAUSES):
        if foot.list.ends_in_marks(at):
            if _goes_on(above, part):
                found.add("above")
            if _goes_on(part, following):
                found.add("next")
    return found.pop() if len(found) == 1 else None


def _goes_on(before: str, behind: str) -> bool:
    cut = bool(before.strip()) and not _ENDED.search(before)
    return cut and bool(behind.strip()) and label_of(behind.strip()) is None


def _by_offices(foot: _Foot) -> Whose | None:
    """The part speaks of the office of one of the rows."""
    above = foot.speaks_of(foot.above, foot.following)
    following = foot.speaks_of(foot.following, foot.above)
    if above == following:
        return None
    return "next" if following else "above"


def _by_empty_cells(foot: _Foot) -> Whose | None:
    """What the row that follows lacks, and all others have, stands in the part."""
    lacks = any(
        part.strip() and not following.strip() and foot.list.is_filled_beside(at, foot.following)
        for at, _, part, following in foot.texts(("departments", *_CLAUSES))
    )
    return "next" if lacks else None


def _marked(table: Block, foot: _Foot, whose: Whose) -> Block:
    """The table with its last rows told to begin the next one, or ended."""
    assert isinstance(table, Table)
    first = len(table.rows) - len(foot.rows)
    if whose == "next":
        begins = replace(table.rows[first], begins_next=True)
        rows = (*table.rows[:first], begins, *table.rows[first + 1 :])
    else:
        rows = (*table.rows[:first], *map(_ended, table.rows[first:]))
    return replace(table, rows=rows)


def _ended(row: Row) -> Row:
    """The row, none of whose texts goes on on the next page."""
    return replace(row, cells=tuple(map(_ended_cell, row.cells)))


def _ended_cell(cell: Cell) -> Cell:
    parts = (replace(part, text=part.text.rstrip(" "), open_end=False) for part in cell.parts)
    return replace(cell, parts=tuple(parts))


def _note(foot: _Foot) -> Note:
    above = foot.list.text
    key = " ".join(text for role in KEY_ROLES if (text := above(foot.above, role)))
    said = squeezed("".join(cell.text for row in foot.rows for cell in row.cells))
    return Note(foot.rows[0].page, _ABOVE.format(key, said[:_MOST_SAID]))
