"""Rows of a ruled table between which a scan has lost the ruling: a header row says so by its
words, a column of numbers by one number below the other, or by text above the line on which a
number and the rest of its row begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dutylist.extract.formats.header_words import is_header, is_header_text
from dutylist.extract.formats.scan.lines import beside
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.pages.layout import cell_numbers
from dutylist.extract.pages.number_rows import cut_rows
from dutylist.extract.pages.rulings import Grid

LEAST_WHITE = 1.0
"""Between two rows there are at least so many points of white (lines set close have less than 2
in a fax)."""


@dataclass(frozen=True)
class Parted:
    """Grids whose rows were cut, the owners of the page's lines then, and how many cuts there
    are; and the cells of rows that have two numbers still, as no white tells where to cut."""

    grids: list[Grid]
    owners: list[int]
    cuts: int
    unsure: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Row:
    """A row of a grid: its top and bottom in pixels and the lines of each column that has any,
    from top to bottom."""

    top: float
    bottom: float
    columns: dict[int, list[ScannedLine]]

    @property
    def lines(self) -> list[ScannedLine]:
        """All of its lines."""
        return [line for lines in self.columns.values() for line in lines]


def with_lost_rulings(
    grids: Sequence[Grid], lines: Sequence[ScannedLine], owners: Sequence[int], dpi: float
) -> Parted:
    """The grids with their rows cut where a ruling must have stood; `owners` are the numbers of
    the lines' cells, counted over all grids, or -1."""
    out, cuts = [], 0
    offset = 0
    for grid in grids:
        rows = _rows(grid, offset, lines, owners, dpi)
        offset += int(grid.cells.max()) + 1
        found = [cut * 72 / dpi for cut in _cuts(rows, dpi)]
        cuts += len(found)
        out.append(cut_rows(grid, found) if found else grid)
    now = _owners(out, lines, owners, dpi) if cuts else list(owners)
    return Parted(out, now, cuts, frozenset(_of_two_numbers(out, lines, now, dpi)))


def _of_two_numbers(
    grids: Sequence[Grid], lines: Sequence[ScannedLine], owners: Sequence[int], dpi: float
) -> Iterator[int]:
    """The cells of rows that have one number below the other, each one more than the last."""
    offset = 0
    for grid in grids:
        rows = _rows(grid, offset, lines, owners, dpi)
        for row, cells in zip(rows, grid.cells.tolist(), strict=True):
            if any(_follows(*both) for both in pairwise(row.columns.get(0, ()))):
                yield from (cells[column] + offset for column in row.columns)
        offset += int(grid.cells.max()) + 1


def _rows(
    grid: Grid, offset: int, lines: Sequence[ScannedLine], owners: Sequence[int], dpi: float
) -> list[_Row]:
    """The rows of a grid with the lines of the cells that stand in one row alone."""
    own: dict[int, list[ScannedLine]] = {}
    for line, owner in zip(lines, owners, strict=True):
        if line.read.text.strip():
            own.setdefault(owner - offset, []).append(line)
    out = []
    ys = (grid.ys * dpi / 72).tolist()
    for index, (numbers, (top, bottom)) in enumerate(zip(grid.cells, pairwise(ys), strict=True)):
        others = np.delete(grid.cells, index, axis=0)
        columns = {
            column: sorted(own[number], key=lambda line: line.ink.top)
            for column, number in enumerate(numbers.tolist())
            if number in own and not (others == number).any()
        }
        out.append(_Row(top, bottom, columns))
    return out


def _cuts(rows: Sequence[_Row], dpi: float) -> list[float]:
    out = []
    at_top = _numbers_at_top(rows)
    for row in rows:
        header = _below_header(row, dpi)
        out += header
        rest = _Row(header[0] if header else row.top, row.bottom, row.columns)
        out += _above_number(rest, dpi)
        out += _between_numbers(rest, dpi, at_top=at_top)
    return out


def _below_header(row: _Row, dpi: float) -> list[float]:
    """Where a header row ends that has more below it; nothing where the row is none, or ends with
    its header."""
    heads = [_header_lines(lines) for lines in row.columns.values()]
    if not is_header(["".join(line.read.text for line in head) for head in heads]):
        return []
    end = max(line.ink.bottom for head in heads for line in head)
    return _white(row.lines, end - 1, row.bottom, dpi)[:1]


def _header_lines(lines: Sequence[ScannedLine]) -> Sequence[ScannedLine]:
    """A cell's first line, and those below it that are header words with it."""
    count = 1
    while count < len(lines) and is_header_text(
        "".join(line.read.text for line in lines[: count + 1])
    ):
        count += 1
    return lines[:count]


def _above_number(row: _Row, dpi: float) -> list[float]:
    """The cut above the line on which a number and most columns begin, where others have text
    above it: the end of the row before, which the page before has cut.

    In rows whose cells stand in the middle, columns that begin on one line are equally long.
    """
    columns = [
        own
        for lines in row.columns.values()
        if (own := [line for line in lines if line.ink.top >= row.top - 1])
    ]
    number = next((line for line in row.columns.get(0, ()) if line.ink.top >= row.top - 1), None)
    if number is None or not number.read.text.strip().isdecimal():
        return []
    begin = [own for own in columns if beside(own[0].ink, number.ink)]
    above = [own for own in columns if own[0].ink.bottom <= number.ink.top]
    if not above or len(begin) <= len(above) or len(set(map(len, begin))) < 2:
        return []
    if len(begin) + len(above) < len(columns):
        return []
    ends = [line.ink.bottom for own in above for line in own]
    last = max(end for end in ends if end <= number.ink.top)
    return _white(row.lines, last - 1, number.ink.bottom, dpi)[:1]


def _between_numbers(row: _Row, dpi: float, *, at_top: bool) -> list[float]:
    """The cuts between numbers of which each is one more than the last; none where the white
    between two of them does not tell where one row ends."""
    numbers = [line for line in row.columns.get(0, ()) if line.ink.top >= row.top - 1]
    out: list[float] = []
    top = row.top
    for one, other in pairwise(numbers):
        if not _follows(one, other):
            continue
        white = _white(row.lines, one.ink.bottom - 1, other.ink.top + 1, dpi)
        if not white:
            continue
        middle = one.ink.top + one.ink.bottom
        place = min(white, key=lambda y: abs(y - (middle - top)))
        if at_top:
            # White further up is within the row; that below it may be closed by lines set close.
            near = other.ink.top - white[-1] <= other.ink.height
            place = white[-1] if near else other.ink.top - LEAST_WHITE * dpi / 144
        if len(white) == 1 or at_top or _is_middle(one, top, place):
            out.append(place)
            top = place
    return out


def _follows(one: ScannedLine, other: ScannedLine) -> bool:
    a, b = one.read.text.strip(), other.read.text.strip()
    return a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1


def _is_middle(line: ScannedLine, top: float, bottom: float) -> bool:
    """Whether a line stands in the middle between two places, half its height apart at most."""
    off = (line.ink.top + line.ink.bottom) - (top + bottom)
    return abs(off) < line.ink.height


def _numbers_at_top(rows: Sequence[_Row]) -> bool:
    """Whether numbers stand beside the first line of their rows, as rows of several lines tell, or
    several numbers in one beside each of which all columns have a line, the first ones at first."""
    told = []
    for row in rows:
        numbers = row.columns.get(0, [])
        columns = list(row.columns.values())
        if len(numbers) > 1 and len(set(map(len, columns))) > 1 and len(columns) > 2:
            begin = all(beside(numbers[0].ink, lines[0].ink) for lines in columns)
            rest = all(
                any(beside(number.ink, line.ink) for line in lines)
                for number in numbers[1:]
                for lines in columns
            )
            told.append(begin and rest)
        longest = max(row.columns.values(), key=len, default=[])
        if len(numbers) == 1 and numbers[0].read.text.strip().isdecimal() and len(longest) > 1:
            told.append(beside(numbers[0].ink, longest[0].ink))
    return 2 * sum(told) > len(told)


def _white(lines: Sequence[ScannedLine], top: float, bottom: float, dpi: float) -> list[float]:
    """The middles of the spaces between two places in pixels that no line reaches into, from top
    to bottom, the last one up to where a line begins."""
    spans = sorted((line.ink.top, line.ink.bottom) for line in lines)
    out = []
    reached: float = spans[0][1] if spans else top
    for start, end in spans:
        if start - reached >= LEAST_WHITE * dpi / 72 and reached >= top and reached <= bottom:
            out.append((reached + start) / 2)
        reached = max(reached, end)
    return out


def _owners(
    grids: Sequence[Grid], lines: Sequence[ScannedLine], owners: Sequence[int], dpi: float
) -> list[int]:
    share = 72 / dpi / 2
    x = np.array([(line.ink.x0 + line.ink.x1) * share for line in lines])
    y = np.array([(line.ink.top + line.ink.bottom) * share for line in lines])
    found, _ = cell_numbers(list(grids), x, y)
    return [new if old >= 0 else -1 for new, old in zip(found.tolist(), owners, strict=True)]
