"""Dates as covers, notices and portals write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.source import squeezed
from dutylist.records.numerals import from_han
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern

_WORDS = own_toml("dutylist.extract.lists", "cover_words.toml")["dates"]
_DATE = Pattern(
    r"([\d〇零○一二三四五六七八九０-９]{4})\s*年\s*"
    r"([\d一二三四五六七八九十０-９]{1,2})\s*月(?:\s*([\d一二三四五六七八九十０-９]{1,3})\s*日)?"
)
_DIGITS = r"(20\d\d)[-./](0?[1-9]|1[0-2])(?:[-./](0?[1-9]|[12]\d|3[01]))?"
_NUMERIC_DATE = Pattern(_DIGITS)
"""A date of digits that is all that a text says: 2025-07, 2025.7.15."""

_LABELLED = tuple(
    Pattern(rf"(?:{'|'.join(_WORDS[group])})(?:时间|日期)\s*[：:]?\s*(?P<date>.*)")
    for group in ("made", "shown")
)
"""The particulars that say when a list was made; then those that say when it was published."""

_BEGINS = Pattern(rf"{_DIGITS}(?!\d)")

_LONGEST_LINE = 24
"""Characters of a line that is a date with a word or two (二〇二五年六月三十日印发)."""


def read_date(text: str) -> str:
    """The month or day in a text as "YYYY-MM" or "YYYY-MM-DD"; "" where there is none. One of
    digits alone (2025-07) must be all of the text but what says that it is a date."""
    match = _DATE.search(text) or _NUMERIC_DATE.fullmatch(_bare(text))
    return _written([part for part in match.groups() if part]) if match else ""


def edition_date(lines: Sequence[str]) -> tuple[str, int]:
    """The date of the list that lines in front tell, and which line does; ("", -1) for none.

    A short line with a date goes before particulars that say when the list was made (填报时间：…),
    these before a date of digits alone, and all before the day on which it was published.
    """
    found = [
        (rank, at, date) for at, line in enumerate(lines) for rank, date in _dates(line) if date
    ]
    _rank, at, date = min(found, default=(0, -1, ""))
    return date, at


def _dates(line: str) -> Iterator[tuple[int, str]]:
    made, shown = (label.search(line) for label in _LABELLED)
    if is_short(line) and not made and not shown and _DATE.search(squeezed(line)):
        yield 0, read_date(squeezed(line))
    for rank, match in ((1, made), (3, shown)):
        yield rank, _begins_with_date(match["date"]) if match else ""
    for part in line.split("\t"):
        yield 2, read_date(squeezed(part)) if _NUMERIC_DATE.fullmatch(squeezed(part)) else ""


def is_short(line: str) -> bool:
    """Whether a line is little more than the date that it tells."""
    return len(squeezed(line)) <= _LONGEST_LINE


def _bare(text: str) -> str:
    labelled = [match["date"] for label in _LABELLED if (match := label.match(text))]
    return next(iter(labelled), text)


def _begins_with_date(text: str) -> str:
    match = _DATE.match(text) or _BEGINS.match(text)
    return _written([part for part in match.groups() if part]) if match else ""


def _written(parts: list[str]) -> str:
    year, *rest = [number for part in parts if (number := from_han(part)) is not None] or [0]
    if len(rest) + 1 < len(parts):
        return ""
    return "-".join([f"{year:04d}", *(f"{number:02d}" for number in rest)])
