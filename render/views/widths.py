"""Column widths balanced by content: the widths that make the table least tall."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations

from dutylist.render.views.line_breaks import character_width
from dutylist.render.views.paper import POINTS_PER_MM, TURNED

Paragraphs = Sequence[str]

TABLE_WIDTH = TURNED.text_width * POINTS_PER_MM
"""pt; the published list's tables fill the type area."""

TEXT_SIZE = 10.5
"""pt; 五号, within the 9–12 pt that tables may have."""

KEPT_LINES = 8
"""A row of at most so many lines is not broken across pages."""

PADDING = 5.4
"""pt left and right of a cell's text: half a character, and a little. Where a line ends in a
mark (，), the blank half of the mark stands in the padding, and not in the next cell."""

LEAST_FOR_TEXT = 6
"""em; narrower columns of running text are hard to read."""

WHOLE_HEADER = 4
"""em; a header of two words (事项类别) stands on one line, or it would break as 事项类/别."""

WHOLE_NUMBER = 8
"""em; a number of this width (DY-基本-01) stands on one line."""

CONTINUED = 3
"""em; what "（续）" needs."""

ROUNDING = 0.2
"""em; so much wider is a column than its characters: lengths in files are rounded."""

STEPS = (4, 2, 1)
"""em; widths are moved from column to column by this much."""


def lines_needed(paragraphs: Paragraphs, width: float) -> int:
    """How many lines the paragraphs take in a column `width` em wide, a character being 1 em."""
    return sum(_lines_of(len(paragraph), width) for paragraph in paragraphs)


def _lines_of(length: int, width: float) -> int:
    return max(1, math.ceil(length / max(width, 1.0)))


def text_width(share: float) -> float:
    """em of text that fit in a column that has this share of the table's width."""
    return (share * TABLE_WIDTH - 2 * PADDING) / TEXT_SIZE


def row_lines(row: Sequence[Paragraphs], shares: Sequence[float]) -> int:
    """How many lines tall a row is."""
    return max(
        lines_needed(cell, text_width(share)) for cell, share in zip(row, shares, strict=True)
    )


def balanced_shares(
    columns: Sequence[str],
    rows: Sequence[Sequence[Paragraphs]],
    number: int | None = None,
    category: int | None = None,
) -> tuple[float, ...]:
    """Each column's part of the table's width; they sum to 1. `number` is the column of the
    numbers, which are not broken where they are no longer than WHOLE_NUMBER, `category` that of the
    categories, where they are no longer than WHOLE_HEADER."""
    total = TABLE_WIDTH / TEXT_SIZE - len(columns) * 2 * PADDING / TEXT_SIZE
    unbroken: dict[int, float] = {}
    if category is not None:
        longest = max((len(text) for row in rows for text in row[category]), default=0)
        unbroken[category] = min(WHOLE_HEADER, longest)
    if number is not None:
        texts = (text for row in rows for text in row[number])
        unbroken[number] = min(
            WHOLE_NUMBER, max((sum(map(character_width, it)) for it in texts), default=0)
        )
    widths = balanced_widths(columns, rows, total, unbroken)
    points = [width * TEXT_SIZE + 2 * PADDING for width in widths]
    return tuple(round(point / sum(points), 5) for point in points)


def whole_characters(widths: Sequence[float]) -> list[float]:
    """The same widths in whole characters, and the first column what is left: lines are full
    without being stretched, and a mark at a line's end never makes room for one character more."""
    whole = [math.floor(width - ROUNDING) for width in widths]
    lost = [width - ROUNDING - kept for width, kept in zip(widths, whole, strict=True)]
    most = sorted(range(len(widths)), key=lambda column: -lost[column])
    for column in most[: math.floor(sum(lost) + 1e-6)]:
        whole[column] += 1
    rounded = [kept + ROUNDING for kept in whole]
    return [sum(widths) - sum(rounded[1:]), *rounded[1:]]


def balanced_widths(
    columns: Sequence[str],
    rows: Sequence[Sequence[Paragraphs]],
    total: float,
    unbroken: Mapping[int, float] | None = None,
) -> tuple[float, ...]:
    """Widths in em that sum to `total`; `unbroken` are the least widths of some columns.

    A column is at least as wide as its header text needs – on one line where it is short, else on
    two – and as "（续）" needs, and never narrower than its longest paragraph needs on two lines,
    up to LEAST_FOR_TEXT. From shares by content, width is moved between two columns as long as
    the table gets shorter.
    """
    count = len(columns)
    longest = [max((len(p) for row in rows for p in row[i]), default=1) for i in range(count)]
    least = [
        max(
            min(len(columns[i]), WHOLE_HEADER),
            CONTINUED,
            math.ceil(len(columns[i]) / 2),
            min(LEAST_FOR_TEXT, math.ceil(longest[i] / 2)),
            math.ceil((unbroken or {}).get(i, 0)),
        )
        + ROUNDING
        for i in range(count)
    ]
    spare = max(0.0, total - sum(least))
    content = [sum(len(p) for row in rows for p in row[i]) + 1 for i in range(count)]
    widths = whole_characters([least[i] + spare * content[i] / sum(content) for i in range(count)])
    lengths = [[tuple(map(len, row[i])) for row in rows] for i in range(count)]

    @cache
    def lines(column: int, width: float) -> list[int]:
        """How many lines each row's cell in a column takes at a width."""
        distinct = {length for cell in lengths[column] for length in cell}
        needed = {length: _lines_of(length, width) for length in distinct}
        return [sum(map(needed.__getitem__, cell)) for cell in lengths[column]]

    heights = [lines(i, widths[i]) for i in range(count)]

    def height(columns_lines: Sequence[Sequence[int]]) -> int:
        return sum(map(max, zip(*columns_lines, strict=True)))

    best = height(heights) if rows else 0
    for step in STEPS:
        moved = True
        while moved and rows:
            moved = False
            for giver, taker in permutations(range(count), 2):
                if widths[giver] - step < least[giver]:
                    continue
                trial = list(heights)
                for i, change in ((giver, -step), (taker, step)):
                    trial[i] = lines(i, widths[i] + change)
                if height(trial) < best:
                    best = height(trial)
                    heights = trial
                    widths[giver] -= step
                    widths[taker] += step
                    moved = True
    return tuple(round(width, 2) for width in widths)
