"""Tables of text whose rows their header tells: copied from a web page with a cell a line and tabs
between them, or with cells set apart by spaces.

A browser writes the tab between two cells on a line of its own; nothing parts the rows. Where
the first column has the numbers, the next number tells where the next row begins.
"""

from __future__ import annotations

import re

from dutylist.extract.formats.header_words import (
    begins_with_number,
    is_header,
    is_title_alone,
)

_FEWEST_TABS = 4
"""Lines of a tab alone that a browser's table has at least: those of a header and a row of three
cells."""

_FEWEST_ROWS = 2
"""A header row and one below it."""
_SPACES = re.compile(r"[ \u3000]{2,}")
_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?[^，。；：]{2,16}(?:[（(]共?\d+[项条个][）)])?"
)


def aligned_lines(lines: list[str]) -> list[str]:
    """The lines of tables whose cells are set apart by several spaces, with tabs in their place;
    [] where no header row stands so, or other signs part the cells."""
    if any("\t" in line or "|" in line for line in lines):
        return []
    cells = [_SPACES.split(line.strip(" \u3000")) for line in lines]
    widths = {len(row) for row in cells if len(row) > 1 and is_header(row)}
    rows = sum(len(row) in widths for row in cells)
    if not widths or rows < _FEWEST_ROWS:
        return []
    return [
        "\t".join(row) if len(row) in widths else line
        for row, line in zip(cells, lines, strict=True)
    ]


def cells_on_lines_joined(lines: list[str]) -> list[str]:
    """The lines with each table row on one line, where a browser wrote a cell a line; else the
    lines as they are."""
    lone = sum("\t" in line and not line.strip() for line in lines)
    within = sum("\t" in line.strip() for line in lines)
    if lone < _FEWEST_TABS or lone <= 2 * within:
        return lines
    cells = _cells(lines)
    if not cells[0] or not begins_with_number(cells[0][-1:]):
        return lines
    return _rows(cells)


def _cells(lines: list[str]) -> list[list[str]]:
    """The paragraphs between one tab and the next."""
    cells: list[list[str]] = [[]]
    for line in lines:
        text = line.strip()
        if text:
            cells[-1].append(text)
        else:
            cells.extend([] for _ in range(line.count("\t")))
    return cells


def _rows(cells: list[list[str]]) -> list[str]:
    *done, header = cells[0]
    row = [header]
    width = number = 0
    for paragraphs in cells[1:]:
        last = paragraphs[-1] if paragraphs else ""
        full = len(row) + 1 >= width - 1 if width else len(paragraphs) > 1
        begins = last.isdecimal() and int(last) in (1, number + 1) and full
        if not begins and not (last == header and len(paragraphs) > 1):
            row.append("\n".join(paragraphs))
            continue
        cell, after = _end_of_row(paragraphs[:-1])
        row.append("\n".join(cell))
        done.extend(["\t".join(row), *after])
        if row[0] == header:
            width = len(row)
        if not begins:
            width = 0
        number = int(last) if begins else 0
        row = [last]
    cell, after = _end_of_row(row.pop().split("\n"))
    return [*done, "\t".join([*row, *(["\n".join(cell)] if cell else [])]), *after]


def _end_of_row(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """A row's last cell, and the lines that stand below the row: a heading, the next title."""
    numbered = bool(paragraphs) and bool(re.match(r"[（(]?[一二三四五]", paragraphs[0]))
    for place, text in enumerate(paragraphs):
        heading = not numbered and bool(_HEADING.fullmatch(text))
        if place and (heading or is_title_alone(text)):
            return paragraphs[:place], paragraphs[place:]
    return paragraphs, []
