"""Tables whose cells one sign parts, or that have a line each; printed lines may cut them.

So a PDF viewer, a telephone or a chat copies them. Only the header's words and the numbers tell
where a row begins. Where the cells are not certain, the lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from dutylist.extract.formats.header_words import (
    begins_with_number,
    category_place,
    is_header,
    is_title,
)
from dutylist.records.labels import label_of
from dutylist.records.widths import run_on, width

_SIGNS = tuple(
    re.compile(sign) for sign in (r"\s*[|｜]\s*", r"\s+[/／]\s+", r"\s{2,}|\u3000", r"[ \u3000]+")
)
"""What may stand between two cells, the surest first."""

_MOST_COLUMNS = 12
"""No list has more: what goes on for longer is no header of a line for each column."""

_LINES_BELOW_TITLE = 4
"""A header stands so near below its title."""

_SLACK = 4
"""Places that a printed line may end before the column does: a mark must not begin the next."""

_LONGEST_CATEGORY = 16
"""Characters; the longest category of published lists (自然资源和生态环境保护) has eleven."""

_NOT_OF_CATEGORY = re.compile(r"[，。；：,;:\d]")
_AFTER_TABLE = re.compile(r"[（(]?(?:注|备注|说明|填[报表]|审核|联系|制表|日期|共\d)")
_NUMBER_END = ".．、"
_MOST_DIGITS = 5


@dataclass(frozen=True)
class _Header:
    """A header: its texts, the sign between cells (None: a line each, `apart`: with an empty line
    between), and the line after it."""

    cells: list[str]
    sign: re.Pattern[str] | None
    after: int
    apart: bool = False


def flowing_lines(lines: list[str]) -> list[str]:
    """The lines with the rows of such tables on one line each, their cells parted by tabs; [] where
    there is none."""
    found: list[str] = []
    any_table = False
    at = 0
    while at < len(lines):
        header = _header(lines, at)
        rows = header and _rows(lines, header)
        if rows:
            found.extend(rows[0])
            at = rows[1]
            any_table = True
        else:
            found.append(lines[at])
            at += 1
    return found if any_table else []


def _header(lines: list[str], at: int) -> _Header | None:
    text = lines[at].strip()
    for sign in _SIGNS:
        cells = sign.split(text)
        if len(cells) > 1 and begins_with_number(cells) and is_header(cells):
            return _Header(cells, sign, at + 1)
    return _header_of_lines(lines, at) if begins_with_number([text]) else None


def _header_of_lines(lines: list[str], at: int) -> _Header | None:
    """A header with a line for each column: all lines down to the first number."""
    cells: list[str] = []
    blanks = 0
    end = at
    while end < len(lines) and len(cells) <= _MOST_COLUMNS:
        text = lines[end].strip()
        if _number_alone(text) == 1:
            found = _Header(cells, None, end, apart=blanks >= len(cells))
            return found if len(cells) > 1 and is_header(cells) else None
        blanks += not text
        cells.extend([text] if text else [])
        end += 1
    return None


def _rows(lines: list[str], header: _Header) -> tuple[list[str], int] | None:
    """The table's lines, one a row, and the line after it; None where a row is not certain."""
    groups, end = _groups(lines, header)
    if not groups:
        return None
    texts = [[line for line in group if line or header.apart] for group in groups]
    if header.sign is None:
        read = _rows_of_lines(texts, header)
    else:
        read = _rows_of_signs(texts, header.sign, len(header.cells))
    if read is None:
        return None
    rows, rest = read
    return ["\t".join(header.cells), *map("\t".join, rows), *rest], end


def _groups(lines: list[str], header: _Header) -> tuple[list[list[str]], int]:
    """The lines of each row, and the line after the last. None where a line stands in front of the
    first row, or is set in as one of a column is: its place tells what it is."""
    groups: list[list[str]] = []
    at = header.after
    while at < len(lines):
        line = lines[at]
        text = line.strip()
        again = _header(lines, at) if text else None
        if again and again.cells == header.cells:
            at = again.after
            continue
        if again or (is_title(text) and _above_header(lines, at)):
            break
        if _number(text, header) == len(groups) + 1:
            groups.append([text])
        elif groups and (not text or header.sign is None or not line.startswith("  ")):
            groups[-1].append(text)
        elif text:
            return [], at
        at += 1
    return groups, at


def _above_header(lines: list[str], at: int) -> bool:
    below = range(at + 1, min(len(lines), at + 1 + _LINES_BELOW_TITLE))
    return any(_header(lines, place) for place in below)


def _number(text: str, header: _Header) -> int:
    return _number_alone(header.sign.split(text)[0] if header.sign else text)


def _number_alone(text: str) -> int:
    """The number that a cell is: 12, 3., ①, （4）; 0 where it is anything else."""
    bare = text.rstrip(_NUMBER_END)
    if bare.isdecimal() and len(bare) < _MOST_DIGITS:
        return int(bare)
    label = label_of(text)
    return label.number if label and label.text == text else 0


def _rows_of_signs(
    groups: list[list[str]], sign: re.Pattern[str], columns: int
) -> tuple[list[list[str]], list[str]] | None:
    groups, rest = _without_rest(groups)
    if not (
        _cut_when_full(groups, list)
        or _cut_when_full(groups, lambda group: [sign.split(group[0])[-1], *group[1:]])
    ):
        return None
    rows = [_numbered(sign.split(reduce(run_on, group))) for group in groups]
    # The cell of a category stands once where it is merged.
    if any(len(row) not in (columns, columns - 1) for row in rows) or len(rows[0]) < columns:
        return None
    return rows, rest


def _without_rest(groups: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The rows, and the lines below the last one that are none of it."""
    *before, last = groups
    goes_on = any(len(group) > 1 for group in before)
    stops = (at for at, line in enumerate(last) if at and (not goes_on or _AFTER_TABLE.match(line)))
    end = next(stops, len(last))
    return [*before, last[:end]], last[end:]


def _cut_when_full(
    groups: Sequence[Sequence[str]], measured: Callable[[list[str]], Sequence[str]]
) -> bool:
    """Whether each printed line but a row's last one is as long as the longest."""
    widths = [list(map(width, measured(list(group)))) for group in groups]
    full = max((one for group in widths for one in group), default=0) - _SLACK
    return all(one >= full for group in widths for one in group[:-1])


def _numbered(cells: list[str]) -> list[str]:
    return [cells[0].rstrip(_NUMBER_END), *cells[1:]]


def _rows_of_lines(
    groups: list[list[str]], header: _Header
) -> tuple[list[list[str]], list[str]] | None:
    columns = len(header.cells)
    cells = [_cells_apart(group) if header.apart else group for group in groups]
    last, rest = cells[-1], list[str]()
    if len(cells) > 1 and all(len(row) == columns for row in cells[:-1]) and len(last) > columns:
        cells[-1], rest = last[:columns], last[columns:]
    if all(len(row) == columns for row in cells):
        return list(map(_numbered, cells)), rest
    if category_place(header.cells) == 1 and columns == 3 and not header.apart:
        rows = list(_categories_and_names(cells))
    elif columns == 2 and not header.apart and _cut_when_full(cells, lambda row: row[1:]):
        rows = [[row[0], reduce(run_on, row[1:])] if len(row) > 1 else [] for row in cells]
    else:
        return None
    return (list(map(_numbered, rows)), rest) if all(rows) else None


def _cells_apart(group: list[str]) -> list[str]:
    """The cells of a row where empty lines stand between them."""
    return [cell.strip() for cell in re.split(r"\n{2,}", "\n".join(group)) if cell.strip()]


def _categories_and_names(rows: list[list[str]]) -> Iterator[list[str]]:
    """Number, category and name; a merged category is left out. [] for a row that may be read in
    two ways."""
    longest = max(width(line) for row in rows for line in row[1:] or [""])
    for number, *lines in rows:
        if not lines:
            yield []
            continue
        first = lines[0]
        is_full = width(first) >= longest - _SLACK
        short = len(first) <= _LONGEST_CATEGORY and not _NOT_OF_CATEGORY.search(first)
        has_category = len(lines) > 1 and short and not is_full
        name = lines[1:] if has_category else lines
        certain = all(width(line) >= longest - _SLACK for line in name[:-1])
        unclear = len(lines) > 1 and short and is_full
        start = [number, first] if has_category else [number]
        yield [*start, reduce(run_on, name)] if certain and not unclear else []
