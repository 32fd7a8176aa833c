"""Tables whose columns stand at the same place of each line, as pdftotext and others write them.

The places that no line fills part the columns. A wide character takes two places, in some
programs' files one: both are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from dutylist.extract.formats.header_words import begins_with_number, is_header, is_title
from dutylist.records.text import is_page_number_text
from dutylist.records.widths import character_width, run_on

_RULE = re.compile(r"[-=─ ]*[-=─]{3}[-=─ ]*")
_HEADER_LINES = 3
"""A header is printed on so many lines at most; below them may stand a line of its own."""

_LINES_BELOW_TITLE = 4
"""A header stands so near below its title."""

_SLACK = 4
"""Places that a printed line may end before its column does: a mark must not begin the next."""

SAID = "这个表格的各栏是按空格对齐的位置分开的，请对照原件核对"

_Line = tuple[str, ...]
"""What stands in each column of a printed line."""


@dataclass(frozen=True)
class _Table:
    rows: list[list[str]]
    end: int


def lines_by_place(lines: list[str]) -> list[str]:
    """The lines with the rows of such tables on one line each, their cells parted by tabs and the
    paragraphs of a cell by newlines; [] where there is none."""
    found: list[str] = []
    any_table = False
    at = 0
    while at < len(lines):
        table = _table(lines, at)
        if table:
            found.extend(map("\t".join, table.rows))
            at = table.end
            any_table = True
        else:
            found.append(lines[at])
            at += 1
    return found if any_table else []


def _header_words(line: str) -> list[str]:
    return [word for word in re.split(r"[ \u3000]+", line.strip()) if word]


def _is_header_line(line: str) -> bool:
    words = _header_words(line)
    return len(words) > 1 and begins_with_number(words) and is_header(words)


def _table(lines: list[str], at: int) -> _Table | None:
    if "\t" in lines[at] or not _is_header_line(lines[at]):
        return None
    end = _end(lines, at + 1)
    body = [
        line for line in lines[at:end] if not _RULE.fullmatch(line) and not _is_page_number(line)
    ]
    for wide in (2, 1):
        strips = _strips(body, wide)
        if len(strips) != len(_header_words(lines[at])):
            continue
        printed = [_cut(line, strips, wide) for line in body]
        rows = _rows_of(printed)
        if rows:
            return _Table(rows, end)
    return None


def _is_page_number(line: str) -> bool:
    return is_page_number_text(line) and line.startswith(" " * 9)


def _end(lines: list[str], at: int) -> int:
    """The line after the table: another page, title or header begins, or a line by itself."""
    while at < len(lines):
        line = lines[at]
        if line.startswith("\f") or _is_header_line(line):
            return at
        below = lines[at + 1 : at + 1 + _LINES_BELOW_TITLE]
        if is_title(line.strip()) and any(map(_is_header_line, below)):
            return at
        at += 1
    return at


def _places(line: str, wide: int) -> Iterator[tuple[int, str]]:
    """Each character with the place at which it begins."""
    at = 0
    for character in line:
        yield at, character
        at += character_width(character) if wide == 2 else 1


def _strips(body: list[str], wide: int) -> list[tuple[int, int]]:
    """The columns' places: from the first filled one to the one after the last."""
    filled: set[int] = set()
    for line in body:
        for at, character in _places(line, wide):
            if not character.isspace():
                filled.update(range(at, at + (character_width(character) if wide == 2 else 1)))
    strips: list[tuple[int, int]] = []
    for place in sorted(filled):
        if strips and strips[-1][1] == place:
            strips[-1] = (strips[-1][0], place + 1)
        else:
            strips.append((place, place + 1))
    return strips


def _cut(line: str, strips: list[tuple[int, int]], wide: int) -> _Line:
    cells = [""] * len(strips)
    strip = 0
    for at, character in _places(line, wide):
        while strip + 1 < len(strips) and at >= strips[strip + 1][0]:
            strip += 1
        cells[strip] += character
    return tuple(cell.strip() for cell in cells)


def _rows_of(printed: list[_Line]) -> list[list[str]]:
    """The header and the rows; [] where it is not certain which lines are a row's."""
    first = next((at for at, line in enumerate(printed) if line[0].isdecimal()), 0)
    gap = next((at for at, line in enumerate(printed[:first]) if not any(line)), first)
    header, body = printed[: min(gap, _HEADER_LINES)], printed[gap:]
    if not first:
        return []
    groups = _between_blanks(body) or _from_numbers(body)
    numbers = [int(number) for group in groups for line in group if (number := line[0]).isdecimal()]
    if not groups or numbers != list(range(numbers[0], numbers[0] + len(groups))):
        return []
    whole = [max(len(line[at]) for line in body) for at in range(len(body[0]))]
    names = ["".join(line[at] for line in header) for at in range(len(whole))]
    return [names, *([_cell(group, at, whole[at]) for at in range(len(whole))] for group in groups)]


def _between_blanks(body: list[_Line]) -> list[list[_Line]]:
    """Rows that stand between empty lines; [] where one of them has no number, or two."""
    groups: list[list[_Line]] = [[]]
    for line in body:
        if any(line):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    one_each = all(sum(line[0].isdecimal() for line in group) == 1 for group in groups)
    return groups if one_each else []


def _from_numbers(body: list[_Line]) -> list[list[_Line]]:
    """Rows that begin at their numbers: then each cell begins there and goes on without a gap."""
    groups: list[list[_Line]] = []
    for line in body:
        if line[0].isdecimal():
            groups.append([line])
        elif any(line) and not groups:
            return []
        elif any(line):
            groups[-1].append(line)
    return groups if all(map(_from_the_top, groups)) else []


def _from_the_top(group: list[_Line]) -> bool:
    filled = (tuple(map(bool, column)) for column in zip(*group, strict=True))
    return all(list(column) == sorted(column, reverse=True) for column in filled)


def _cell(group: list[_Line], column: int, whole: int) -> str:
    """A cell's text: printed lines that end before the column does are paragraphs."""
    paragraphs: list[str] = []
    full = False
    for line in (text for row in group if (text := row[column])):
        if full:
            paragraphs[-1] = reduce(run_on, (paragraphs[-1], line))
        else:
            paragraphs.append(line)
        full = len(line) >= whole - _SLACK // 2
    return "\n".join(paragraphs)
