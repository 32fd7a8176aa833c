"""Lines of pasted text → one line for each table row, however the program wrote its cells.

A cell of several paragraphs stands on several lines: in quotes as Excel copies and saves it, or
bare as Word does. In the lines given back a newline parts the paragraphs of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutylist.extract.formats.header_words import LONGEST_HEADER
from dutylist.extract.formats.text.cells import aligned_lines, cells_on_lines_joined
from dutylist.extract.formats.text.csv_rows import csv_rows
from dutylist.extract.formats.text.drawn import drawn_lines
from dutylist.extract.formats.text.flowing import flowing_lines
from dutylist.extract.formats.text.positions import SAID, lines_by_place
from dutylist.records.labels import Label, Style, label_of

_RULED_CELL = re.compile(r":?-+:?")
BAR = re.compile(r"(?<!\\)\|")
"""A bar between cells; Markdown writes one within a cell behind a backslash."""

_QUOTED = ">"

_HEADING_STYLES: frozenset[Style] = frozenset({"article", "han", "han paren"})
_COUNTED = re.compile(r"\d\s*[项条个][）)]?$")
_LONGEST_HEADING = 20
"""Characters; a longer line beginning with a label is a clause, not a heading."""

# Databases write a break within a cell as the two characters \n (mysql --batch, PostgreSQL's COPY);
# in D:\work\notes they are a path's.
_WRITTEN_BREAK = re.compile(r"(?:\\r)?\\n")
_PATH = re.compile(r"[A-Za-z]:\\|\\\\")

# A quoted cell of more lines is a stray quotation mark.
_MOST_LINES = 200


def row_lines(content: str) -> tuple[list[str], str]:
    """The lines of a text with each table row on one line, its cells parted by tabs or bars, and
    what is to be said of how they were found."""
    content = _unquoted(content.replace("\r\n", "\n").replace("\r", "\n"))
    lines = cells_on_lines_joined(content.split("\n"))
    if by_drawing := drawn_lines(lines):
        return by_drawing, ""
    by_tab = _records(lines)
    if by_mark := csv_rows(content, sum(len(cells) > 1 for cells in by_tab)):
        return ["\t".join(cells) for cells in by_mark], ""
    if not any("\t" in line for line in lines):
        if flowing := flowing_lines(lines):
            return flowing, ""
        if by_place := lines_by_place(lines):
            return by_place, SAID
        if by_space := aligned_lines(lines):
            return by_space, ""
    joined = ["\t".join(cells) for cells in by_tab]
    return list(_with_outer_bars(_bare_cells_joined(joined))), ""


def _unquoted(content: str) -> str:
    """The text without the mark that a mail has before each line of another one."""
    lines = content.split("\n")
    said = [line for line in lines if line.strip()]
    if not said or not all(line.startswith(_QUOTED) for line in said):
        return content
    return "\n".join(line[1:].removeprefix(" ") for line in lines)


def _records(lines: list[str]) -> list[list[str]]:
    """The cells of each row, quoted ones unquoted; lines without tabs as they are."""
    records: list[list[str]] = []
    index = 0
    while index < len(lines):
        cells, after = _record(lines, index)
        # Where nothing parts cells, a quotation mark is what it seems.
        broken = [c if _PATH.search(c) else _WRITTEN_BREAK.sub("\n", c) for c in cells]
        records.extend([broken] if len(cells) > 1 else ([line] for line in lines[index:after]))
        index = after
    return records


def _record(lines: list[str], index: int) -> tuple[list[str], int]:
    """The cells of the row that begins at a line, and the line after it."""
    cells: list[str] = []
    at = 0
    while True:
        line = lines[index]
        quoted = _quoted(lines, index, at) if line.startswith('"', at) else None
        if quoted is None:
            tab = line.find("\t", at)
            cells.append(line[at:tab] if tab >= 0 else line[at:])
            if tab < 0:
                return cells, index + 1
            at = tab + 1
            continue
        cell, index, at = quoted
        cells.append(cell)
        if at >= len(lines[index]):
            return cells, index + 1
        at += 1


def _quoted(lines: list[str], index: int, start: int) -> tuple[str, int, int] | None:
    """A cell in quotes that begins at an offset of a line: its text, the line on which it ends,
    and the offset behind it; None where the quotation mark does not stand around a cell."""
    parts: list[str] = []
    last = min(len(lines) - 1, index + _MOST_LINES)
    begin, at = start, start + 1
    while True:
        line = lines[index]
        end = line.find('"', at)
        if end < 0:
            if index == last:
                return None
            parts.append(line[begin:])
            index += 1
            begin = at = 0
        elif line.startswith('"', end + 1):
            at = end + 2
        elif line[end + 1 : end + 2] in ("", "\t"):
            text = "\n".join([*parts, line[begin : end + 1]])
            inner = text[1:-1]
            needed = any(sign in inner for sign in ("\n", '"', ",", "\t"))
            cell = inner.replace('""', '"') if needed else text
            return cell.replace("\t", " "), index, end + 1
        else:
            return None


def _bare_cells_joined(lines: list[str]) -> list[str]:
    """Rows with fewer cells than their header go on where later lines fill them up exactly, and
    the last cell where the next line has its next label."""
    joined: list[str] = []
    width = 0
    header = ""
    index = 0
    while index < len(lines):
        begin = index
        index += 1
        cells = lines[begin].split("\t")
        if _like_header(cells):
            width, header = len(cells), cells[0]
        elif 1 < len(cells) < width:
            index = _filled_up(lines, index, len(cells), width, header)
        row = "\n".join(lines[begin:index])
        if width > 1 and row.count("\t") == width - 1:
            after = _labels_after(lines, index, row.rpartition("\t")[2])
            row = "\n".join([row, *lines[index:after]])
            index = after
        joined.append(row)
    return joined


def _like_header(cells: list[str]) -> bool:
    return len(cells) > 1 and all(
        len(cell) <= LONGEST_HEADER and not re.search(r"^\s*\d|[。；;\n]", cell) for cell in cells
    )


def _filled_up(lines: list[str], index: int, count: int, width: int, header: str) -> int:
    """The line after those that fill a row of `count` cells up to `width`; `index` where none."""
    for place in range(index, min(len(lines), index + _MOST_LINES)):
        cells = lines[place].split("\t")
        begins_row = cells[0].strip().isdigit() or cells[0] == header
        if not lines[place].strip() or (len(cells) > 1 and begins_row):
            return index
        count += len(cells) - 1
        if count >= width:
            return place + 1 if count == width else index
    return index


def _labels_after(lines: list[str], index: int, cell: str) -> int:
    """The line after the last one that has the next label of a cell: 2. after 1., 1. below 一、."""
    numbers: dict[Style, int] = {}
    for part in cell.split("\n"):
        if label := label_of(part.strip()):
            numbers[label.style] = label.number
    if not numbers:
        return index
    after = index
    for place in range(index, min(len(lines), index + _MOST_LINES)):
        if "\t" in lines[place] or not lines[place].strip():
            break
        label = _clause_label(lines[place].strip())
        begins = label is not None and label.number == 1 and label.style not in _HEADING_STYLES
        if label and (begins or label.number == numbers.get(label.style, 0) + 1):
            numbers[label.style] = label.number
            after = place + 1
    return after


def _clause_label(line: str) -> Label | None:
    """The label of a line that is a clause. Short lines with a Chinese number, or with how many
    duties follow, are headings of a list."""
    label = label_of(line)
    if label is None or label.style not in _HEADING_STYLES:
        return label
    return None if len(line) <= _LONGEST_HEADING or _COUNTED.search(line) else label


def _with_outer_bars(lines: list[str]) -> Iterator[str]:
    """The lines of a Markdown table that has no bars at its sides, with them."""
    inside = False
    for index, line in enumerate(lines):
        ruled = index + 1 < len(lines) and _is_bar_rule(lines[index + 1])
        has_bar = bool(BAR.search(line))
        inside = has_bar and (inside or ruled)
        bare = line.strip()
        open_sides = inside and not (bare.startswith("|") and bare.endswith("|"))
        yield f"|{bare.strip('|')}|" if open_sides else line


def _is_bar_rule(line: str) -> bool:
    """Whether a line is the rule below a Markdown table's header: |---|:--|, with or without bars
    at its sides."""
    cells = line.strip().strip("|").split("|")
    return len(cells) > 1 and all(_RULED_CELL.fullmatch(cell.strip()) for cell in cells)
