"""Comma-separated values, whatever program wrote them: which mark parts the cells, what quotes."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter

from dutylist.extract.formats.header_words import is_header

_MARKS = (",", ";", "\t", "|")
_QUOTES = ('"', "'")
_ESCAPES = (None, "\\")

# A line by which Excel is told the mark.
_TOLD = "sep="

# ="001", ="1-1".
_KEPT_TEXT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')

# Below the header of a Markdown table without bars at its sides: :-: | ---
_RULE = re.compile(r"\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+")

_LONGEST_FIELD = 1 << 20
"""Characters of a cell: csv itself takes 131,072, and a quotation mark that is never closed makes
one cell of all that follows."""

_Rows = list[list[str]]


def csv_rows(content: str, tab_rows: int) -> _Rows | None:
    """The rows of a text that is comma-separated values as a whole; None where it is not.

    `tab_rows` is the number of its lines that have tabs: what a spreadsheet copies is no CSV.
    Tabs part the cells of one only where quotes stand around each cell.
    """
    first, _, rest = content.partition("\n")
    told = first.strip()[len(_TOLD) :] if first.lower().startswith(_TOLD) else ""
    body = rest if told else content
    found = [
        (alike, rows)
        for mark in ((told,) if len(told) == 1 else _MARKS)
        if mark in body and not _drawn(body, mark)
        for rows in _readings(body, mark)
        if (alike := _alike_rows(rows)) > tab_rows or (mark == "\t" and alike)
    ]
    return (
        max(found, key=lambda reading: (reading[0], -_quoted_cells(reading[1])))[1]
        if found
        else None
    )


def _quoted_cells(rows: _Rows) -> int:
    """How many cells still stand in quotes: another kind of quotes was meant."""
    return sum(
        len(cell) > 1 and cell[0] == cell[-1] and cell[0] in _QUOTES for row in rows for cell in row
    )


def _drawn(content: str, mark: str) -> bool:
    """Whether bars draw a Markdown table."""
    return mark == "|" and any(
        line.lstrip().startswith("|") or _RULE.fullmatch(line) for line in content.split("\n")
    )


def _readings(content: str, mark: str) -> list[_Rows]:
    """The text read with this mark, in each way of quoting that it may have."""
    csv.field_size_limit(_LONGEST_FIELD)
    ways = itertools.product(_QUOTES, _ESCAPES, (True, False))
    return [
        rows
        for quote, escape, strict in ways
        if (quote == _QUOTES[0] or _quotes_cells(content, mark, quote))
        and (escape is None or escape + quote in content)
        and (rows := _read(content, mark, quote, escape, strict=strict))
        and (mark != "\t" or _all_quoted(content, quote, rows))
    ]


def _read(content: str, mark: str, quote: str, escape: str | None, *, strict: bool) -> _Rows | None:
    reader = csv.reader(
        io.StringIO(content, newline=""),
        delimiter=mark,
        quotechar=quote,
        escapechar=escape,
        doublequote=escape is None,
        strict=strict,
    )
    try:
        return [[_as_text(cell).replace("\t", " ") for cell in row] for row in reader]
    except csv.Error:
        return None


def _as_text(cell: str) -> str:
    """What a formula says that only keeps Excel from taking a text for a number or a date."""
    kept = _KEPT_TEXT.fullmatch(cell)
    return kept[1].replace('""', '"') if kept else cell


def _quotes_cells(content: str, mark: str, quote: str) -> bool:
    return f"{quote}{mark}{quote}" in content


def _all_quoted(content: str, quote: str, rows: _Rows) -> bool:
    return content.count(quote) >= 2 * sum(len(row) for row in rows)


def _alike_rows(rows: _Rows) -> int:
    """How many rows have as many cells as another one; 0 where most of the text is no such row,
    and none of these is a list's header (titles and notes above a list of one duty)."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    alike = sum(times for times in widths.values() if times > 1)
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if alike * 2 > filled:
        return alike
    headed = alike and any(widths[len(row)] > 1 and is_header(row) for row in rows if len(row) > 1)
    return alike if headed else 0
