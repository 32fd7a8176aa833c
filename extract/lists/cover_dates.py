"""Dates as covers, notices and portals write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.lists.site_words import site_lines
from dutylist.extract.source import squeezed
from dutylist.records.numerals import from_han
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern

_WORDS = own_toml("dutylist.extract.lists", "cover_words.toml")["dates"]
_WORDED = (
    r"([\d〇零○一二三四五六七八九０-９]{4})\s*年\s*"
    r"([\d一二三四五六七八九十０-９]{1,2})\s*月(?:\s*([\d一二三四五六七八九十０-９]{1,3})\s*日)?"
)
_DATE = Pattern(_WORDED)
_DIGITS = r"(20\d\d)[-./](0?[1-9]|1[0-2])(?:[-./](0?[1-9]|[12]\d|3[01]))?"
_NUMERIC_DATE = Pattern(_DIGITS)
"""A date of digits that is all that a text says: 2025-07, 2025.7.15."""

_LABELLED = tuple(
    Pattern(rf"(?P<word>{words})(?:时间|日期)\s*[：:]?\s*(?P<date>.*)")
    for words in ("|".join(_WORDS["made"]), f"{'|'.join(_WORDS['shown'])}|^|(?<=[\\s（【|｜])")
)
"""The particulars that say when a list was made; then those that say when it was published."""

_REVISED = Pattern(rf"{_WORDED}(?:第.{{1,2}}次)?(?:{'|'.join(_WORDS['revised'])})")
_TODAY = Pattern("|".join(_WORDS["today"]))
_TIMED = Pattern(rf"\W*{_DIGITS}\s+\d{{1,2}}:\d\d.*(?:{'|'.join(_WORDS['beside'])})")
"""How the line of a site's particulars begins: 2025-05-09 17:40:11 作者：…"""

_LABEL = Pattern("(?:时间|日期)[：:]")
"""Before a day of something else too: 打印时间：, 更新日期：, 截止时间：."""

_BEGINS = Pattern(rf"{_DIGITS}(?!\d)")

_LONGEST_LINE = 24
"""Characters of a line that is a date with a word or two (二〇二五年六月三十日印发)."""


def read_date(text: str) -> str:
    """The month or day in a text as "YYYY-MM" or "YYYY-MM-DD"; "" where there is none. One of
    digits alone (2025-07) must be all of the text but what says that it is a date."""
    match = _DATE.search(text) or _NUMERIC_DATE.fullmatch(_bare(text))
    return _written([part for part in match.groups() if part]) if match else ""


def edition_date(lines: Sequence[str], signed: str) -> tuple[str, int, bool]:
    """The date of the list that lines in front tell, which line does (-1: none of them; the date
    is that of the signature behind the lists, or ""), and whether it is only the day on which the
    list was published: that which says so, or any without words among the words of a site.

    What says when the list was revised goes first, then a short line with a date, particulars that
    say when the list was made (填报时间：…), the signature, a date of digits alone, and last the
    day on which it was published.
    """
    found = [(rank, at, date) for at, line in enumerate(lines) for rank, date in _dates(line)]
    told = [one for one in [*found, (_SIGNED, -1, signed)] if one[-1]]
    rank, at, date = min(told, default=(0, -1, ""))
    published = rank == _SHOWN and _says_published(lines[at])
    return date, at, published or (rank in (_DIGITS_ALONE, _SHOWN) and bool(site_lines(lines)))


def _says_published(line: str) -> bool:
    return bool((label := _LABELLED[1].search(line)) and label["word"]) or bool(_TIMED.match(line))


_REVISION, _COVER, _MADE, _SIGNED, _DIGITS_ALONE, _SHOWN = range(6)
"""What tells the date, the surest first."""


def _dates(line: str) -> Iterator[tuple[int, str]]:
    bare = squeezed(line)
    for match in _REVISED.finditer(bare):
        yield _REVISION, read_date(match[0])
    yield _COVER, date_line(line)
    for rank, label in zip((_MADE, _SHOWN), _LABELLED, strict=True):
        told = label.search(line)
        yield rank, _begins_with_date(told["date"]) if told else ""
    for part in map(squeezed, line.split("\t")):
        yield _DIGITS_ALONE, read_date(part) if _NUMERIC_DATE.fullmatch(part) else ""
    if timed := _TIMED.match(line):
        yield _SHOWN, _begins_with_date(timed[0])


def date_line(line: str) -> str:
    """The date of a line that is little more than that; "" for any other line, today's too."""
    bare = squeezed(line)
    shown = _LABELLED[1].search(line)
    plain = is_short(line) and not _LABEL.search(bare) and not _TODAY.search(bare)
    plain = plain and not (shown and shown["word"])
    return read_date(bare) if plain else ""


def is_short(line: str) -> bool:
    """Whether a line is little more than the date in words that it tells."""
    bare = squeezed(line)
    return len(bare) <= _LONGEST_LINE and bool(_DATE.search(bare))


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
