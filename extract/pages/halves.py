"""Two pages printed side by side on one sheet, or two columns of tables: each is a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dutylist.extract.pages.arrays import different
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints, PageContent, TurnedText
from dutylist.extract.pages.page_numbers import printed_number
from dutylist.extract.pages.printed_lines import SAME_LINE
from dutylist.extract.pages.rulings import Rulings
from dutylist.records.model import Box

WIDE = 1.2
"""Two pages side by side are together so many times as wide as high."""

ABOUT_MIDDLE = 0.08
"""The strip between them lies within this share of the width from the middle."""

BETWEEN = 12.0
"""It is at least so many points wide."""

FEW_CHARACTERS = 12
"""Each of the two has at least so many characters, or nothing is parted."""

LIKE_ROWS = 0.5
"""Without rulings, lines are rows of one table where at least this share of those of one half have
one of the other beside them."""


@dataclass(frozen=True)
class HalfFrame(Frame):
    """The frame of what lies between two places across a whole page, in points."""

    whole: Frame
    start: float
    end: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points where the text is upright."""
        return self.end - self.start, self.whole.size[1]

    @property
    def paper(self) -> tuple[float, float]:
        """From where to where the sheet reaches across: lines that cross it go with one half."""
        return -self.start, self.whole.size[0] - self.start

    def shown_point(self, x: float, y: float) -> tuple[float, float]:
        """An upright point as it stands on the page that a viewer shows."""
        return self.whole.shown_point(x + self.start, y)

    def shown_box(self, page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
        """An upright box as it stands on the page that a viewer shows."""
        return self.whole.shown_box(page, x0 + self.start, top, x1 + self.start, bottom)


def halves(page: PageContent) -> tuple[PageContent, ...]:
    """The pages on a sheet, from left to right: two where nothing crosses a strip about its middle
    but lines above or below their tables, which go with the left or the right one."""
    width, height = page.frame.size
    if width < WIDE * height or len(page.codes) < 2 * FEW_CHARACTERS:
        return (page,)
    core = _core(page)
    if core is None:
        return (page,)
    inside = (page.boxes[:, 3] > core[0]) & (page.boxes[:, 1] < core[1])
    cut = _free_place(page, inside)
    if cut is None:
        return (page,)
    left = (page.boxes[:, 0] + page.boxes[:, 2]) / 2 < cut
    if not _are_numbered(page, left):
        if min((left & inside).sum(), (~left & inside).sum()) < FEW_CHARACTERS:
            return (page,)
        if not len(page.rulings.level) and _are_rows(page.boxes[left], page.boxes[~left]):
            return (page,)
    crossing = [y for y in _crossing_lines(page, cut) if not core[0] < y < core[1]]
    head = max((y for y in crossing if y <= core[0]), default=-np.inf)
    foot = min((y for y in crossing if y >= core[1]), default=np.inf)
    base = page.boxes[:, 4]
    first = (left & (base < foot - 1)) | (base <= head + 1)
    return (
        part_of(page, first, cut, right=False),
        replace(part_of(page, ~first, cut, right=True), overlays=(), unseen=(), hidden=0, notes=()),
    )


def _are_numbered(page: PageContent, left: Bools) -> bool:
    """Whether a page number stands at the foot of each half, at one height: an empty back page
    beside a cover."""
    seen = page.codes != 0x20
    feet = [_last_line(page, seen & half) for half in (left, ~left)]
    bases = [base for base, text in feet if printed_number(text) is not None]
    return len(bases) == len(feet) and abs(bases[0] - bases[1]) <= 1


def _last_line(page: PageContent, own: Bools) -> tuple[float, str]:
    """The lowest line of some characters: its baseline and its text."""
    if not own.any():
        return 0.0, ""
    base = float(page.boxes[own, 4].max())
    last = np.flatnonzero(own & (page.boxes[:, 4] > base - 1))
    order = last[np.argsort(page.boxes[last, 0])]
    return base, "".join(map(chr, page.codes[order].tolist()))


def _core(page: PageContent) -> tuple[float, float] | None:
    """From where to where the rulings of both halves reach; the whole page where not both have any;
    None where some cross the middle."""
    width, height = page.frame.size
    rulings = page.rulings.level
    if not len(rulings):
        return 0.0, height
    reach = ABOUT_MIDDLE * width
    on_left, on_right = rulings[:, 2] < width / 2 + reach, rulings[:, 1] > width / 2 - reach
    if not (on_left | on_right).all():
        return None
    if on_left.all() or on_right.all():
        return 0.0, height
    return float(rulings[:, 0].min()), float(rulings[:, 0].max())


def _free_place(page: PageContent, inside: Bools) -> float | None:
    """The middle of the widest strip about the page's middle that no character, ruling or fill
    covers; None where it is too narrow."""
    width, _ = page.frame.size
    begin, end = (0.5 - ABOUT_MIDDLE) * width, (0.5 + ABOUT_MIDDLE) * width
    seen = inside & (page.codes != 0x20)
    spans = [page.boxes[seen][:, [0, 2]], page.rulings.level[:, 1:]]
    spans.append(page.rulings.upright[:, [0, 0]])
    if page.turned is not None:
        spans.append(page.turned.boxes[:, [0, 2]])
    if page.fills is not None:
        narrow = page.fills[:, 2] - page.fills[:, 0] < 0.9 * width
        spans.append(page.fills[narrow][:, [0, 2]])
    edges = np.concatenate(spans)
    edges = edges[(edges[:, 1] > begin) & (edges[:, 0] < end)]
    edges = edges[np.argsort(edges[:, 0])]
    starts = np.append(edges[:, 0], end)
    reached = np.maximum.accumulate(np.append(begin, edges[:, 1]))
    gaps = np.minimum(starts, end) - np.maximum(reached, begin)
    widest = int(gaps.argmax())
    return float(reached[widest] + gaps[widest] / 2) if gaps[widest] >= BETWEEN else None


def _are_rows(left: Floats, right: Floats) -> bool:
    """Whether the lines of two halves stand beside one another: one table without rulings."""
    bases, others = different(left[:, 4].round()), different(right[:, 4].round())
    beside = (np.abs(bases[:, None] - others[None, :]) <= 1).any(axis=1)
    return bool(beside.mean() >= LIKE_ROWS)


def _crossing_lines(page: PageContent, cut: float) -> list[float]:
    """The baselines of the lines that run on over the cut."""
    boxes = page.boxes[page.codes != 0x20]
    order = np.lexsort((boxes[:, 0], boxes[:, 4]))
    out = []
    for line in np.split(boxes[order], _line_starts(boxes[order])):
        before, after = line[line[:, 0] < cut], line[line[:, 0] >= cut]
        if len(before) and (len(after) or before[:, 2].max() > cut):
            start = after[:, 0].min() if len(after) else cut
            if start - before[:, 2].max() < BETWEEN:
                out.append(float(line[0, 4]))
    return out


def _line_starts(boxes: Floats) -> Ints:
    reach = SAME_LINE * (boxes[:, 3] - boxes[:, 1])[1:]
    starts: Ints = np.flatnonzero(np.diff(boxes[:, 4]) > reach) + 1
    return starts


def part_of(page: PageContent, own: Bools, cut: float, *, right: bool) -> PageContent:
    """The characters and rulings of one half, as a page of its own."""
    width, _ = page.frame.size
    frame = page.frame
    start, end = (cut, width) if right else (0.0, cut)
    level, upright, turned, fills = (
        page.rulings.level,
        page.rulings.upright,
        page.turned,
        page.fills,
    )
    sure = None if page.sure is None else page.sure[own]
    if turned is not None:
        turned = _turned_part(turned, start, end)
    told = [np.ones(0) if sure is None else sure, np.ones(0) if turned is None else turned.sure]
    unsure = np.concatenate(told)
    return replace(
        page,
        frame=HalfFrame(frame.box, frame.shown, frame.upright, frame, start, end),
        codes=page.codes[own],
        boxes=page.boxes[own] - np.array([start, 0, start, 0, 0]),
        rulings=Rulings(
            level[_between(level[:, 1:], start, end)] - np.array([0, start, start]),
            upright[_between(upright[:, [0, 0]], start, end)] - np.array([start, 0, 0]),
        ),
        sure=sure,
        unreadable=int((unsure == 0).sum()),
        recognised=int(((unsure > 0) & (unsure < 1)).sum()),
        turned=turned,
        fills=None
        if fills is None
        else fills[_between(fills[:, [0, 2]], start, end)] - np.array([start, 0, start, 0]),
    )


def _turned_part(turned: TurnedText, start: float, end: float) -> TurnedText:
    own = _between(turned.boxes[:, [0, 2]], start, end)
    return TurnedText(
        turned.codes[own],
        turned.boxes[own] - np.array([start, 0, start, 0]),
        turned.pens[own] - np.array([start, 0]),
        turned.sure[own],
        turned.quarters[own],
    )


def _between(spans: Floats, start: float, end: float) -> Bools:
    middles = spans.mean(axis=1)
    own: Bools = (middles >= start) & (middles < end)
    return own
