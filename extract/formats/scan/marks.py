"""Which width the marks of a line have: their places tell, not the recogniser, which mixes them.

A mark between two Chinese characters takes an em where it is full-width, and half an em or less
where it is half-width. Programs that squeeze the marks of a line to fill it come between the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.pages.printed_lines import FIRST_WIDE

NARROW = 0.5
"""Width of a Latin letter, digit or half-width mark, in ems."""

WIDE_MARK = 0.78
"""A mark that takes more than this many ems between two Chinese characters is full-width."""

HALF_MARK = 0.4
"""One that takes less is a half-width one. Between the two it may be either: a full-width mark
that filling the line has squeezed (to 0.42 and more by Typst), or one of a face whose half-width
marks take half an em."""

SQUEEZED = 1 / 8
"""And they are at least this share of all: a list may have some half-width commas among others."""

SEVERAL = 3
"""So many narrow marks on a page of full-width ones tell that its program squeezes marks, and so
many pairs of narrow brackets that its brackets are half-width ones; of fewer each is doubtful."""

NEAR_LABEL = 0.93
"""Between a clause and the number of the next, half a digit apart, a full-width mark takes an em
and more with the space behind it; where a page's take less on average, they may be half-width ones
with a space."""

FEW_LABELS = 3
"""Of fewer the average tells little: each may be off by a fifth of an em."""

NEARER = 0.35
"""One that takes so many ems less than the page's do on average has no space behind it, or is a
half-width one with a space (a face's space takes 0.22 to 0.5 ems)."""

FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
HALF_WIDTH = {wide: narrow for narrow, wide in FULL_WIDTH.items()}
WIDE_SIGNS = {"<": "＜", ">": "＞", "=": "＝", "+": "＋"}
WIDE_PERCENT = 0.95
"""A per cent sign takes less than this: 0.5 to 0.9 ems by the face; one of a thousand took 0.99."""

QUOTES = frozenset("“”‘’")


@dataclass(frozen=True)
class MarkWidths:
    """How a page's marks stand: whether those between Chinese characters are full-width (a quarter
    of them at least shows it, others may be squeezed), whether many are `squeezed`, whether numbers
    of clauses stand too `near` for a full-width mark and a space before them, whether many brackets
    are `narrow`, and how much a mark before a `label` takes; 0 where nothing tells."""

    wide: bool = False
    squeezed: bool = False
    near: bool = False
    narrow_brackets: bool = False
    label: float = 0.0


def mark_widths(reads: Sequence[ReadLine], ems: Sequence[float]) -> MarkWidths:
    """How the marks of a page with these lines stand."""
    taken: list[float] = []
    before_labels: list[float] = []
    for read, em in zip(reads, ems, strict=True):
        for index, mark in enumerate(read.text):
            if not _is_mark(mark) or mark in "()（）":
                continue
            if (width := _between(read, index, em)) is not None:
                taken.append(width)
            elif mark in ";；" and (width := _before_digit(read, index, em)) is not None:
                before_labels.append(width)
    wide = 4 * sum(width > WIDE_MARK for width in taken) >= len(taken)
    narrow = sum(HALF_MARK <= width <= WIDE_MARK for width in taken)
    squeezed = wide and narrow >= max(SEVERAL, SQUEEZED * len(taken))
    label = median(before_labels) if len(before_labels) >= FEW_LABELS else 0.0
    brackets = sum(
        _widest(read, together, em) <= WIDE_MARK
        for read, em in zip(reads, ems, strict=True)
        for together in _brackets(read.text)
    )
    near = 0 < label < NEAR_LABEL
    return MarkWidths(wide, squeezed, wide and near, brackets >= SEVERAL, label)


def _is_mark(character: str) -> bool:
    return character in FULL_WIDTH or character in HALF_WIDTH


def _between(read: ReadLine, index: int, em: float) -> float | None:
    """The space in ems that a mark takes between two Chinese characters; None where it stands
    otherwise."""
    before, after = read.text[max(index - 1, 0) : index], read.text[index + 1 : index + 2]
    if not (is_ideograph(before) and is_ideograph(after)):
        return None
    return (read.middles[index + 1] - read.middles[index - 1]) / em - 1


def _before_digit(read: ReadLine, index: int, em: float) -> float | None:
    """The same between a Chinese character and a digit, the space behind the mark included."""
    behind = index + 2 if read.text[index + 1 : index + 2] == " " else index + 1
    if not index or not is_ideograph(read.text[index - 1]) or not read.text[behind:][:1].isdigit():
        return None
    return (read.middles[behind] - read.middles[index - 1]) / em - (1 + NARROW) / 2


def full_or_half(read: ReadLine, em: float, page: MarkWidths) -> ReadLine:
    """The reading with each mark full-width or half-width as the space it takes tells. On a page
    of full-width marks one that takes less is doubtful, and one of them where the page's are
    squeezed, which the recogniser reads by their white as half-width ones; else as it was read."""
    text = list(read.text)
    doubtful: list[int] = []
    for index, mark in enumerate(text):
        if not _is_mark(mark):
            continue
        wide = FULL_WIDTH.get(mark, mark)
        before = text[index - 1] if index else ""
        after = text[index + 1] if index + 1 < len(text) else ""
        if page.wide and mark in ";；":
            taken = _before_digit(read, index, em)
            if taken is not None and taken < NEAR_LABEL:
                text[index] = HALF_WIDTH[wide]
                doubtful.append(index)
                continue
            if (page.near and not after) or (taken or math.inf) < page.label - NEARER:
                doubtful.append(index)
        if page.wide and mark in FULL_WIDTH and len(text) == 1:
            # A line's last mark whose white is so wide that it was cut out alone.
            text[index] = wide
            doubtful.append(index)
        if not (is_wide(before) or is_wide(after)):
            continue
        if (taken := _between(read, index, em)) is not None:
            narrow = taken <= WIDE_MARK
            if page.wide and narrow and mark not in "()（）":
                doubtful.append(index)
                narrow = taken < HALF_MARK or (mark != wide and not page.squeezed)
            text[index] = HALF_WIDTH[wide] if narrow else wide
        elif mark in FULL_WIDTH and (is_wide(before) or before in QUOTES or mark in "()"):
            text[index] = wide
    found = replace(read, text="".join(text)).doubted(doubtful)
    return _with_wide_signs(_behind_brackets(_with_brackets(found, em, page, read.text), page), em)


def _behind_brackets(read: ReadLine, page: MarkWidths) -> ReadLine:
    """The reading with half-width marks behind full-width brackets (（A）; 3.) full-width, and
    doubtful, on a page of full-width ones: their places do not tell."""
    if not page.wide:
        return read
    return read.put_right(
        {
            index: FULL_WIDTH[mark]
            for index, (before, mark) in enumerate(pairwise(read.text), start=1)
            if before in "）》”" and mark in ",;:"
        }
    )


def _with_wide_signs(read: ReadLine, em: float) -> ReadLine:
    """The reading with the signs full-width, and doubtful, that take an em: the recogniser knows
    them as half-width ones alone. So is a % that takes one: it may be ‰, which it does not know."""
    least = {**dict.fromkeys(WIDE_SIGNS, WIDE_MARK), "%": WIDE_PERCENT}
    return read.put_right(
        {
            at: WIDE_SIGNS.get(sign, sign)
            for at, sign in enumerate(read.text)
            if sign in least and (_taken(read, at, em) or 0.0) > least[sign]
        }
    )


def _with_brackets(read: ReadLine, em: float, page: MarkWidths, seen: str) -> ReadLine:
    """The reading with brackets that belong together of one width. `seen` is what the recogniser
    saw: where marks are squeezed, or one of the two looks full-width, narrow ones are so, and
    doubtful, as few narrow ones are."""
    text = list(read.text)
    doubtful: list[int] = []
    gone: set[int] = set()
    for together in _brackets(text):
        first, last = together[0], together[-1]
        taken = _widest(read, together, em)
        around = text[max(first - 1, 0) : last + 2]
        wide_ones = taken > WIDE_MARK if taken < math.inf else any(map(is_wide, around))
        if page.wide and HALF_MARK <= taken <= WIDE_MARK:
            wide_ones = page.squeezed or any(seen[index] in "（）" for index in together)
            doubtful += together if wide_ones or not page.narrow_brackets else ()
        for index in together:
            wide = FULL_WIDTH.get(text[index], text[index])
            text[index] = wide if wide_ones else HALF_WIDTH[wide]
        if wide_ones and text[last + 1 : last + 2] == [" "]:
            # The white within the bracket's own em.
            gone.add(last + 1)
    kept = [index for index in range(len(text)) if index not in gone]
    return replace(read, text="".join(text)).doubted(doubtful).picked(kept)


def _brackets(text: Sequence[str]) -> list[tuple[int, ...]]:
    """The places of the brackets that open and close one another: both have one width. One whose
    other stands on another line is alone."""
    out: list[tuple[int, ...]] = []
    open_ones: list[int] = []
    for index, mark in enumerate(text):
        if mark in "(（":
            open_ones.append(index)
        elif mark in ")）":
            out.append((open_ones.pop(), index) if open_ones else (index,))
    return [*out, *((index,) for index in open_ones)]


def _widest(read: ReadLine, brackets: Sequence[int], em: float) -> float:
    """The space in ems that the widest of the brackets takes; infinite where none tells."""
    told = [_taken(read, index, em) for index in brackets]
    return max((width for width in told if width is not None), default=math.inf)


def _taken(read: ReadLine, index: int, em: float) -> float | None:
    """The space that a mark takes between an ideograph and another sign, in ems; None where it
    stands otherwise."""
    behind = index + 2 if read.text[index + 1 : index + 2] == " " else index + 1
    before, after = read.text[index - 1 : index], read.text[behind : behind + 1]
    if not index or not (is_ideograph(before) or is_ideograph(after)):
        return None
    if not all(is_ideograph(one) or one.isalnum() for one in (before, after)):
        return None
    halves = sum(0.5 if is_ideograph(one) else NARROW / 2 for one in (before, after))
    return (read.middles[behind] - read.middles[index - 1]) / em - halves


def is_wide(character: str) -> bool:
    """Whether a sign takes a full em."""
    return character != "" and ord(character[0]) >= FIRST_WIDE


def is_ideograph(character: str) -> bool:
    """Whether a sign is a Chinese character."""
    return "一" <= character <= "鿿"
