"""Printed lines over the whole width of a table that has no upright rulings, and its header row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.printed_lines import CLOSING, OPENING, Characters, run_starts
from dutylist.extract.pages.rulings import Ruling
from dutylist.records.labels import SIGNS
from dutylist.records.patterns import Pattern

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

APART = 0.6
"""Words of a line more than this many ems apart stand in different columns."""

EMPTY_HALF = 0.5
"""The side of a full-width mark that has no ink takes about so many ems, by the face, which part no
words: on scans, where ink is known less exactly, （ was seen an em behind what comes before it."""

HEADER_PITCH = 2.2
"""Lines of a header row stand no further apart than this many ems."""

HEADER_LINES = 3
"""A header row has at most so many printed lines."""

HEADER_WORDS = ("序号", "编号", "事项", "名称", "类别", "部门", "职责", "单位", "工作方式")
"""A header row that nothing else tells apart from short words of a row is known by two of these."""

NUMBER_WORDS = ("序号", "编号", "编码", "号")
"""The column under one of these holds the numbers of the rows."""

CENTRED = 0.04
"""A title's middle is within this share of the table's width of the table's middle."""

_FULL_WIDTH = "“"

_ENDS, _BEGINS = frozenset("，。、；：？！）】》」』〉〕"), frozenset("（【《「『〈〔")
"""Full-width marks whose right half has no ink, and whose left one has none."""

_NO_TITLE = Pattern(r"\d+[.．、].*|.*[。；，;,]")
"""A line that is numbered or goes on or ends as sentences do is no title."""

_HEADER_TEXT = Pattern(rf"[^\d{SIGNS}，。；：,;:、]{{1,16}}")


@dataclass(frozen=True)
class TextLine:
    """A printed line over the table's whole width: where its characters stand, in points.

    `x0` and `x1` bound the ink: full-width punctuation has an empty half.
    """

    x0: Floats
    x1: Floats
    top: float
    bottom: float
    base: float
    em: float
    text: str

    @cached_property
    def bounds(self) -> list[int]:
        """Where the parts that stand apart, as words of different columns do, begin and end."""
        own = [before in _ENDS or after in _BEGINS for before, after in pairwise(self.text)]
        white = self.x0[1:] - self.x1[:-1] - EMPTY_HALF * self.em * np.array(own, dtype=float)
        cuts = np.flatnonzero(white > APART * self.em) + 1
        return [0, *cuts.tolist(), len(self.text)]

    @cached_property
    def segments(self) -> list[str]:
        """The texts of those parts."""
        parts = (self.text[a:b].strip() for a, b in pairwise(self.bounds))
        return [part for part in parts if part]

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The leftmost and the rightmost place with ink."""
        return float(self.x0.min()), float(self.x1.max())


@dataclass(frozen=True)
class Strip:
    """The lines between two rulings, whose heights are `top` and `bottom`."""

    top: float
    bottom: float
    lines: tuple[TextLine, ...]


def text_lines(characters: Characters) -> list[TextLine]:
    """The printed lines of characters that have one owner."""
    if not characters.text:
        return []
    starts = run_starts(characters.line)
    ends = np.append(starts[1:], len(characters.text))
    half = (characters.x1 - characters.x0) / 2
    x0 = characters.x0 + half * _those(OPENING, characters.text)
    x1 = characters.x1 - half * _those(CLOSING, characters.text)
    out = [
        TextLine(x0[start:end], x1[start:end], top, bottom, base, em, characters.text[start:end])
        for start, end, top, bottom, base, em in zip(
            starts.tolist(),
            ends.tolist(),
            np.minimum.reduceat(characters.top, starts).tolist(),
            np.maximum.reduceat(characters.bottom, starts).tolist(),
            characters.base[starts].tolist(),
            characters.em[starts].tolist(),
            strict=True,
        )
    ]
    return sorted((line for line in out if line.text.strip()), key=lambda line: line.base)


def _those(marks: frozenset[str], text: str) -> Bools:
    """Which characters of a text are one of the marks, at full width."""
    return np.array([character >= _FULL_WIDTH and character in marks for character in text])


def is_header(strip: Strip) -> bool:
    """Whether a strip looks like a table's header row: short words side by side, no numbers."""
    parts = [part for line in strip.lines for part in line.segments]
    widest = max((len(line.segments) for line in strip.lines), default=0)
    return widest > 1 and all(_HEADER_TEXT.fullmatch(part) for part in parts)


def has_header_words(lines: Iterable[TextLine]) -> bool:
    """Whether lines say two of the words that header rows are made of."""
    words = "".join(part for line in lines for part in line.segments)
    return sum(word in words for word in HEADER_WORDS) >= 2


def number_column(header: Strip) -> int:
    """Which of a header row's columns holds the numbers of the rows: the first where none says."""
    for at, column in enumerate(header_columns(header)):
        if _text_of(header, column) in NUMBER_WORDS:
            return at
    return 0


def says_header_word(text: str) -> bool:
    """Whether a text has one of the words that header rows are made of."""
    return any(word in text for word in HEADER_WORDS)


def texts_over(line: TextLine, header: Strip) -> list[str]:
    """The texts of a header row that stand above a line."""
    x0, x1 = line.edges
    columns = [(start, end) for start, end in header_columns(header) if start < x1 and x0 < end]
    return [_text_of(header, column) for column in columns]


def _text_of(header: Strip, column: tuple[float, float]) -> str:
    """What stands in one of a header row's columns."""
    start, end = column
    words = (
        "".join(c for c, x in zip(line.text, line.x0, strict=True) if start <= x <= end)
        for line in header.lines
    )
    return "".join("".join(words).split())


def header_columns(header: Strip) -> list[tuple[float, float]]:
    """From where to where each text of a header row stands; wrapped ones are one."""
    spans: list[tuple[float, float]] = []
    for line in header.lines:
        spans += ((float(line.x0[a]), float(line.x1[b - 1])) for a, b in pairwise(line.bounds))
    out: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def strips_between(rulings: list[Ruling], lines: list[TextLine]) -> list[Strip]:
    """The strips between neighbouring rulings, from top to bottom."""
    ys = [ruling[0] for ruling in rulings]
    out = []
    for top, bottom in pairwise(ys):
        inside = tuple(line for line in lines if top < (line.top + line.bottom) / 2 < bottom)
        out.append(Strip(top, bottom, inside))
    return out


def is_title(line: TextLine, left: float, right: float) -> bool:
    """Whether a line stands alone in the middle of a table that reaches from `left` to `right`."""
    middle = sum(line.edges) / 2
    off = abs(middle - (left + right) / 2)
    if len(line.segments) != 1 or _NO_TITLE.fullmatch(line.text.strip()):
        return False
    return off < CENTRED * (right - left)


def title_start(lines: tuple[TextLine, ...], header: int, left: float, right: float) -> int:
    """The index of a title's first line: of the centred lines over the header row the one with
    the most space above it."""
    first = header
    while first and is_title(lines[first - 1], left, right):
        first -= 1
    if first == 0:
        return 0
    above = [lines[index].base - lines[index - 1].base for index in range(first, header + 1)]
    # A title is likelier than a row's last line that happens to stand in the middle.
    above[-1] *= 0.7
    return first + above.index(max(above))
