"""Header rows: where one stands, how many rows it takes, which columns are used.

`told` is what the clerk says of columns, by their header texts: a row may be a header by it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dutylist.extract.lists.columns import (
    header_role,
    header_roles,
    is_blank,
    says_what,
    says_whose,
    text_below,
    without_remark,
)
from dutylist.extract.lists.counts import is_total
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.lists.rows import OpenTable
from dutylist.extract.source import Row, SourceDocument, Table, squeezed
from dutylist.records.model import Role

Header = tuple[tuple[str, ...], list[Role | None], int]
"""The columns' texts, what they hold, and how many rows the header takes."""

Told = Mapping[str, Role]


_LONG = 40
"""A header text has no more characters, a remark in brackets apart."""

MOST_ROWS = 3
"""A header takes no more rows: a group's name, below it another's, below that the columns'."""


def side_by_side(row: Row, told: Told) -> list[tuple[int, int]]:
    """The columns (from, to) of each list whose header stands in this row beside another's; []
    where it is the header of one list or none."""
    first = next((text for cell in row.cells if (text := squeezed(cell.text))), "")
    # Most rows are duties: a number tells at once.
    if first.isdigit() or not header_role(first):
        return []
    texts = [squeezed(cell.text) for cell in row.cells]
    again = [place for place, text in enumerate(texts) if text == first]
    return max((_blocks(texts, starts, told) for starts in (again, _numbered(texts))), key=len)


def _blocks(texts: list[str], starts: list[int], told: Told) -> list[tuple[int, int]]:
    """The columns of the lists that begin at several places; [] where one is no list's."""
    if len(starts) < 2:
        return []
    blocks = list(zip(starts, [*starts[1:], len(texts)], strict=True))
    return blocks if all(header_roles(texts[begin:end], told) for begin, end in blocks) else []


def _numbered(texts: list[str]) -> list[int]:
    """Where the lists of a header row may begin that each have a number, and some a category in
    front of it."""
    roles = [header_role(text) for text in texts]
    numbers = [place for place, role in enumerate(roles) if role == "number"]
    starts = [at - (at > 0 and roles[at - 1] == "category") for at in numbers]
    return starts if starts[:1] == [0] else []


def next_header(rows: list[Row], index: int, told: Told) -> int:
    """The next header row from `index` on, or the number of rows."""
    while index < len(rows):
        if side_by_side(rows[index], told) or read_header(rows[index : index + MOST_ROWS], told):
            return index
        index += 1
    return index


def read_header(rows: list[Row], told: Told) -> Header | None:
    """Column texts, their roles and the number of rows, where a header row stands first.

    A header of several rows (groups' names above the columns') is read as one, the column's own
    text last (columns.text_below).
    """
    texts = [cell.text.strip() for cell in rows[0].cells]
    # Most rows are duties: a number or a long text tells at once.
    if rows[0].spans_all or any(text.isdigit() for text in texts):
        return None
    if any(len(text) > _LONG and len(without_remark(text)) > _LONG for text in texts):
        return None
    if len(rows) > 1 and len(rows[1].cells) == len(texts):
        below, taken = _below(rows)
        named = [text for text in below if text]
        # Above a whole header row a single text is the list's title.
        grouped = sum(map(bool, texts)) > 1 and not below[0] and len(named) > 1
        # Cells of the first row that reach into the second say so, whatever columns are called.
        reach = taken == MOST_ROWS or all(
            cell.merged for cell in rows[1].cells if not cell.text.strip()
        )
        whole = _groups_all(texts, below, told)
        if whole or (grouped and (reach or all(header_role(text) for text in named))):
            both = _under(texts, below)
            if roles := header_roles(both, told):
                return tuple(both), roles, taken
    found = header_roles(texts, told)
    return (tuple(squeezed(text) for text in texts), found, 1) if found else None


def header_texts(rows: list[Row]) -> tuple[tuple[str, ...], int]:
    """The columns' texts where the first row is a header, and how many rows it takes: more than
    one where cells reach down beside the names of groups."""
    texts = [cell.text.strip() for cell in rows[0].cells]
    if len(rows) > 1 and len(rows[1].cells) == len(texts):
        below, taken = _below(rows)
        reach = all(cell.merged for cell in rows[1].cells if not cell.text.strip())
        if sum(map(bool, texts)) > 1 and not below[0] and sum(map(bool, below)) > 1 and reach:
            return tuple(_under(texts, below)), taken
    return tuple(map(squeezed, texts)), 1


def _below(rows: list[Row]) -> tuple[list[str], int]:
    """The texts below a header's first row, and how many rows that makes with it: two, or three
    where columns stand below a group that stands below another."""
    texts = [cell.text.strip() for cell in rows[1].cells]
    last = [cell.text.strip() for cell in rows[2].cells] if len(rows) > 2 else []
    named = [text for text in last if text]
    # A whole header row below two others is the next list's.
    if len(last) != len(texts) or last[0] or not named:
        return texts, 2
    # Cells of the rows above that reach into this one say that it is the header's, too.
    reach = all(cell.merged for cell in rows[2].cells if not cell.text.strip())
    if not reach and not all(map(header_role, named)):
        return texts, 2
    return _under(texts, last), MOST_ROWS


def _under(upper: list[str], lower: list[str]) -> list[str]:
    """The texts of columns that stand below groups: a group's name is that of the columns beside
    the one where it stands, too."""
    groups: list[str] = []
    for name in map(squeezed, upper):
        groups.append(name or "".join(groups[-1:]))
    own = list(map(squeezed, lower))
    below: dict[str, list[str]] = {}
    for group, text in zip(groups, own, strict=True):
        below.setdefault(group, []).append(text)
    return [
        _joined(group, text, below[group]) if text else squeezed(above)
        for above, group, text in zip(upper, groups, own, strict=True)
    ]


def _joined(group: str, text: str, columns: list[str]) -> str:
    """The text of one of the columns below a group. Where they say no more than whose they are,
    the group says what they hold: 职责 over 上级部门 and 三山镇 is 上级部门职责 and 三山镇职责."""
    if says_what(group) and len(columns) > 1 and all(map(says_whose, columns)):
        return text + group
    return text_below(group, text)


def _groups_all(upper: list[str], below: list[str], told: Told) -> bool:
    """Whether every column has a group's name above it: 事项 over 领域, 名称 and 顺序号."""
    names = [text for text in upper if text]
    # A single text above is the list's title.
    if not upper[0] or not all(below) or not 1 < len(names) < len(upper):
        return False
    # What is no header text is a remark; titles stand above lists side by side.
    if not all(map(header_role, names)) or any(map(names_list, names)):
        return False
    return header_roles(below, told) is not None


def holds_header(document: SourceDocument, told: Told) -> bool:
    """Whether a table of the document has a list's header row."""
    tables = [list(block.rows) for block in document.blocks if isinstance(block, Table)]
    return any(
        read_header(rows[at : at + MOST_ROWS], told) for rows in tables for at in range(len(rows))
    )


def _below_header(rows: list[Row], told: Told) -> tuple[int, int]:
    """Where the rows below the header that stands first begin and end: at the next one."""
    header = read_header(rows[:MOST_ROWS], told)
    first = header[2] if header else 1
    below = range(max(first, 2), len(rows))
    end = next((at for at in below if read_header(rows[at : at + MOST_ROWS], told)), len(rows))
    return first, end


def used_columns(rows: list[Row], told: Told) -> list[int]:
    """The columns with text from a header row down to the next one: lists of other columns may
    stand above or below on the same sheet, and the space between columns may be ruled."""
    used: set[int] = set()
    _, end = _below_header(rows, told)
    for row in rows[:end]:
        used.update(column for column, cell in enumerate(row.cells) if cell.text.strip())
    return sorted(used)


def with_used_columns(row: Row, table: OpenTable) -> Row:
    """The row without the empty cells that it has beside the list's columns."""
    width = len(table.columns)
    if width < table.width == len(row.cells):
        others = set(range(table.width)).difference(table.used)
        if not any(row.cells[column].text.strip() for column in others):
            return replace(row, cells=tuple(row.cells[column] for column in table.used))
    if len(row.cells) <= width or any(cell.text.strip() for cell in row.cells[width:]):
        return row
    return replace(row, cells=row.cells[:width])


def values(rows: list[Row], used: list[int], told: Told) -> list[list[str]]:
    """The texts of each used column from below its header row down to the next one, but for those
    that say nothing."""
    first, end = _below_header(rows, told)
    return values_of(rows[first:end], used)


def values_of(rows: list[Row], columns: Sequence[int]) -> list[list[str]]:
    """The texts of each of some columns in a list's rows, but for those that say nothing."""
    found: list[list[str]] = [[] for _ in columns]
    for row in rows:
        said = [text for cell in row.cells if (text := cell.text.strip())]
        if row.spans_all or not said or is_total(said):
            continue
        for place, column in enumerate(columns):
            text = row.cells[column].text.strip() if column < len(row.cells) else ""
            if text and not is_blank(text):
                found[place].append(text)
    return found
