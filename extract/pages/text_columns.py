"""A page of plain text in two columns: numbered lines that count on from the foot of the left one
to the head of the right one."""

from __future__ import annotations

import numpy as np

from dutylist.extract.pages.halves import part_of
from dutylist.extract.pages.page import Bools, Floats, PageContent
from dutylist.extract.pages.printed_lines import in_order
from dutylist.extract.pages.text_lines import text_lines
from dutylist.records.labels import Label, label_of

LEAST_NUMBERED = 2
"""Each column has so many lines that begin with a number."""

BETWEEN = 12.0
"""The white between the columns is at least so many points wide."""


def text_columns(page: PageContent) -> tuple[PageContent, ...]:
    """The columns of such a page, as pages; what crosses the middle (titles, a page number) goes
    with the left one. The page itself where it is none: rulings are a table's."""
    if len(page.rulings.level) or len(page.rulings.upright) or not len(page.codes):
        return (page,)
    middle = page.frame.size[0] / 2
    beside = ~_crossing(page, middle)
    left = page.boxes[:, 2] <= middle
    numbers = [_numbers(page, beside & half) for half in (left, ~left)]
    if any(len(own) < LEAST_NUMBERED for own in numbers):
        return (page,)
    last, first = numbers[0][-1], numbers[1][0]
    if (last.style, last.number + 1) != (first.style, first.number):
        return (page,)
    right = beside & ~left
    return (
        part_of(page, ~right, middle, right=False),
        part_of(page, right, middle, right=True),
    )


def _crossing(page: PageContent, middle: float) -> Bools:
    """Which characters stand in lines without white about the middle."""
    bases = page.boxes[:, 4].round()
    out = np.zeros(len(bases), dtype=bool)
    for base in dict.fromkeys(bases.tolist()):
        own = bases == base
        edges: Floats = page.boxes[own & (page.codes != 0x20)][:, [0, 2]]
        before, after = edges[edges[:, 0] < middle], edges[edges[:, 0] >= middle]
        end, start = before[:, 1].max(initial=-np.inf), after[:, 0].min(initial=np.inf)
        if end > middle or start - end < BETWEEN:
            out |= own
    return out


def _numbers(page: PageContent, own: Bools) -> list[Label]:
    """The labels in front of some characters' lines."""
    if not own.any():
        return []
    nobody = np.full(int(own.sum()), -1, dtype=np.int64)
    lines = text_lines(in_order(page.codes[own], page.boxes[own], nobody))
    labels = (label_of(line.text.strip()) for line in lines)
    return [label for label in labels if label and label.style == "digit"]
