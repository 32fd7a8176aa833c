"""Tables drawn with characters: +---+---+ and |, or ┌─┬─┐ and │."""

from __future__ import annotations

import re
from functools import reduce

from dutylist.records.widths import run_on, width

_RULE = re.compile(r"[+┌┍┎┏├┝┠┣└┕┖┗╔╠╚╒╞╘╟┼╬][-=+─━═┄┈┌-╬\s:]*[-=─━═]{2,}[-=+─━═┌-╬\s:]*")
_UPRIGHT = re.compile(r"[|│┃║]")
_RULES_OF_HEADER = 3
"""A table may have rules above and below its header and at its end alone."""

_SLACK = 2
"""Places within a cell that a printed line may leave empty at its end: one wide character."""


def drawn_lines(lines: list[str]) -> list[str]:
    """The lines with the rows of such tables on one line each, their cells parted by tabs and the
    paragraphs of a cell by newlines; [] where there is none."""
    found: list[str] = []
    any_table = False
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_drawn(lines[end].strip()):
            end += 1
        rows = _rows([line.strip() for line in lines[at:end]]) if end > at + 2 else []
        found.extend(rows or lines[at : max(end, at + 1)])
        any_table = any_table or bool(rows)
        at = max(end, at + 1)
    return found if any_table else []


def _is_drawn(line: str) -> bool:
    return bool(_RULE.fullmatch(line)) or (
        len(line) > 1 and bool(_UPRIGHT.match(line[0])) and bool(_UPRIGHT.match(line[-1]))
    )


def _rows(block: list[str]) -> list[str]:
    """The rows between the rules; [] where there are none, or a row has other columns: cells that
    go over several are not told by characters."""
    if not _RULE.fullmatch(block[0]):
        return []
    rows: list[list[list[str]]] = []
    below_rule = True
    rules = 0
    for line in block:
        if _RULE.fullmatch(line):
            below_rule = True
            rules += 1
            continue
        cells = [cell.strip() for cell in _UPRIGHT.split(line[1:-1])]
        if below_rule or len(cells) != len(rows[-1]):
            rows.append([[cell] for cell in cells])
        else:
            for printed, cell in zip(rows[-1], cells, strict=True):
                printed.append(cell)
        below_rule = False
    if len({len(row) for row in rows}) != 1:
        return []
    if rules == _RULES_OF_HEADER and len(rows) == 2 and all(rows[1][0]):
        # Each line is a row.
        rows = [[[cell] for cell in line] for row in rows for line in zip(*row, strict=True)]
    columns = [max(width(text) for row in rows for text in row[at]) for at in range(len(rows[0]))]
    return ["\t".join(map(_cell, row, columns)) for row in rows]


def _cell(printed: list[str], whole: int) -> str:
    """A cell's text: printed lines that end before the column does are paragraphs."""
    paragraphs: list[str] = []
    full = False
    for line in filter(None, printed):
        if full:
            paragraphs[-1] = reduce(run_on, (paragraphs[-1], line))
        else:
            paragraphs.append(line)
        full = width(line) >= whole - _SLACK
    return "\n".join(paragraphs)
