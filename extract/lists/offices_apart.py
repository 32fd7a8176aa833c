"""Names of offices that stand one below the other in a narrow column, told apart.

Where a name fills its line, nothing on the page tells whether the next line goes on with it or
begins another. What the row's clauses and the other rows call an office tells, and that a name
begins with the level's word (县) or the place's name after one that ends as offices do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dutylist.extract.lists.rows import ListRow
from dutylist.extract.lists.tables import ListTable, ListTables
from dutylist.extract.source import Cell, CellPart
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

_ENDS_OFFICE = Pattern(f"{OFFICE_ENDINGS.any('in_narrow_column')}$")
_LEVELS = PLACE_WORDS.letters("with_township")
_BRANCH = Pattern(f"[^局委院厅]*{OFFICE_ENDINGS.any('of_line_before')}")
_OTHER_PLACE = Pattern(f"[一-鿿]{{2,5}}[{PLACE_WORDS.letters('level')}](?!分局)")
_OF_COUNTIES = PLACE_WORDS.letters("open_country")
# 国家税务总局阿尔善旗税务局 is one office: what begins so goes on with its place.
_CENTRAL = ("国家", "国网", "中国")
_COMMITTEE = Pattern(rf"[{_OF_COUNTIES}市区]委$")
_GOES_ON = "及和与等（("
_BREAKS = Pattern(r"[、，,；;\s/]+")


def with_offices_apart(found: ListTables) -> ListTables:
    """The lists with a paragraph break between names that a printed line's end parts."""
    return replace(found, tables=tuple(map(_table, found.tables)))


def _table(table: ListTable) -> ListTable:
    columns = [at for at, role in enumerate(table.roles) if role == "departments"]
    parts = [part for row in table.rows for at in columns for part in row.cells[at].parts]
    if not any(part.wraps for part in parts):
        return table
    known = {name for part in parts for name in _whole_names(part)}
    rows = tuple(_row(row, columns, known) for row in table.rows)
    return replace(table, rows=rows)


def _whole_names(part: CellPart) -> Iterator[str]:
    """The names that no line's end parts."""
    cuts = [0, *(match.end() for match in _BREAKS.finditer(part.text)), len(part.text)]
    for start, end in pairwise(cuts):
        name = _BREAKS.sub("", part.text[start:end])
        if name and not any(start < wrap < end for wrap in part.wraps):
            yield name


def _row(row: ListRow, columns: list[int], known: set[str]) -> ListRow:
    if not any(part.wraps for at in columns for part in row.cells[at].parts):
        return row
    said = "\n".join(cell.text for at, cell in enumerate(row.cells) if at not in columns)
    cells = list(row.cells)
    for at in columns:
        cells[at] = _cell(cells[at], known, said)
    return replace(row, cells=tuple(cells))


def _cell(cell: Cell, known: set[str], said: str) -> Cell:
    parts = [_part(part, known, said) for part in cell.parts]
    for at, (before, after) in enumerate(pairwise(parts)):
        left, right = _BREAKS.split(before.text)[-1], _BREAKS.split(after.text)[0]
        if before.open_end and _is_another(left, right, right, known, said):
            # The page's end parts them.
            parts[at] = replace(before, open_end=False)
    return replace(cell, parts=tuple(parts))


def _part(part: CellPart, known: set[str], said: str) -> CellPart:
    for wrap in reversed(part.wraps):
        before, after = part.text[:wrap], part.text[wrap:]
        later = [other for other in part.wraps if other > wrap]
        left = _BREAKS.split(before)[-1]
        # The line before may itself be the end of a name: the last one counts from where it began.
        right = _BREAKS.split(after)[0]
        first = _BREAKS.split(part.text[wrap : later[0]] if later else after)[0]
        if _is_another(left, right, first, known, said):
            part = _broken(part, wrap)
    return part


def _is_another(left: str, right: str, first: str, known: set[str], said: str) -> bool:
    """Whether a name begins at a line's end: `left` is what stands before it, `right` what stands
    behind it, `first` the next line's part of that."""
    if not _ENDS_OFFICE.search(left) or not right or right[0] in _GOES_ON:
        return False
    if left.startswith(_CENTRAL):
        return False

    def is_said(name: str) -> bool:
        return name in known or name in said

    # 某县委 | 组织部: the committee itself is no department.
    if _COMMITTEE.search(left) and right[0] not in _LEVELS and right[:2] != left[:2]:
        return False
    # 州生态环境局 | 某县分局: the clauses call it 生态环境局某县分局.
    tails = [left[at:] for at in range(len(left) - 1)]
    if any(is_said(tail + right) or is_said(tail + first) for tail in tails):
        return False
    if left[0] in _LEVELS and right[0] == left[0]:
        return True
    if not _BRANCH.fullmatch(right) and _ENDS_OFFICE.search(right):
        place = right[:2] == left[:2] or _OTHER_PLACE.match(right)
        if place or right[0] in _OF_COUNTIES:
            return True
    whole = any(
        _ENDS_OFFICE.search(name) and (name in known or _is_said_alone(name, said))
        for name in (right, first)
    )
    return whole and (left in said or any(left.endswith(name) for name in known))


def _is_said_alone(name: str, said: str) -> bool:
    """Whether the row's texts have the name where it isn't the branch of the office before it:
    市生态环境局河东县分局 says nothing of an office 河东县分局."""
    return any(
        not _ENDS_OFFICE.search(said[: match.start()].rpartition("\n")[2])
        for match in re.finditer(re.escape(name), said)
    )


def _broken(part: CellPart, at: int) -> CellPart:
    """The part with a paragraph break put in at an index of its text."""
    sure = part.confidences
    return replace(
        part,
        text=part.text[:at] + "\n" + part.text[at:],
        confidences=(*sure[:at], 1.0, *sure[at:]) if sure else (),
        readings=tuple((index + (index >= at), read) for index, read in part.readings),
        wraps=tuple(wrap + (wrap > at) for wrap in part.wraps if wrap != at),
        others=tuple((index + (index >= at), others) for index, others in part.others),
        lines=tuple((one + (one >= at), end + (end > at), box) for one, end, box in part.lines),
    )
