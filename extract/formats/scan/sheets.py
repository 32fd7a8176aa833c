"""A picture becomes the upright, level sheets that it shows, with the boxes of their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import cv2
import numpy as np

from dutylist.extract.formats.scan.detect import text_boxes
from dutylist.extract.formats.scan.lines import InkBox, Region, ink_lines
from dutylist.extract.formats.scan.marks import is_ideograph
from dutylist.extract.formats.scan.models import Deadline
from dutylist.extract.formats.scan.picture import Grey, Picture
from dutylist.extract.formats.scan.recognise import recognise
from dutylist.extract.formats.scan.second_look import overlooked
from dutylist.extract.formats.scan.sheet import even_light, flat_sheet
from dutylist.extract.formats.scan.streaks import without_streak_edges
from dutylist.extract.formats.scan.upright import ScanFrame, dark, straightened
from dutylist.extract.formats.scan.warp import Projective, Step, part, quarter_turns, redrawn
from dutylist.records.dictionary import in_words

SAMPLE = 6
"""So many lines tell which way up a sheet is."""

WELL_READ = 0.9
"""Lines that are the right way up are read with this confidence on average; upside down ones
with much less."""

IN_WORDS = 0.4
"""So many of their Chinese characters stand in words; of columns of lines next to none."""

LINE = 1.8
"""The box of a line is so many times as long as high."""

CLOSE = 0.15
"""Columns stand closer than this share of their width where they are characters of lines."""

WIDE = 1.2
"""Two pages side by side are together so many times as wide as high."""

BETWEEN_PAGES = 12.0
"""White between two pages on one sheet, in points, about its middle."""

ABOUT_MIDDLE = 0.08
"""The white lies within this share of the width from the middle."""

EDGE = 0.01
"""Beyond a sheet's edge is what lies further from it than this share of its longer side."""

OWN_TEXT = 4
"""Each of two pages has at least so many boxes of text."""


@dataclass(frozen=True)
class Sheet:
    """A page made upright and level: its picture, the frame back to the picture as it came, the
    boxes of its text in pixels, how many degrees its rulings are off, and whether its text is the
    wrong way round, as what shows through from the other side is; and what stands in the picture
    beyond its edges."""

    picture: Picture
    frame: ScanFrame
    boxes: tuple[InkBox, ...]
    off: float
    mirrored: bool = False
    beyond: tuple[str, ...] = ()


def upright_sheets(picture: Picture, deadline: Deadline) -> list[Sheet]:
    """The pages in a picture, from left to right. Raises OutOfTimeError after `deadline`."""
    flat, flattened = flat_sheet(picture)
    beyond = _beyond(picture, flat, flattened[0], deadline) if flattened else ()
    even = even_light(flat.grey, flat.dpi)
    height, width = even.shape
    bends, off = straightened(even, flat.dpi, partial(without_streak_edges, even, flat.dpi))
    level = redrawn(even, bends, width, height)
    steps: tuple[Step, ...] = (*flattened, *bends)
    quarters, boxes, mirrored = _way_up(level, flat.dpi, deadline)
    if quarters:
        steps = (*steps, quarter_turns(width, height, quarters))
        level = np.ascontiguousarray(np.rot90(level, -quarters))
    out = []
    for x0, x1 in _pages_across(level, boxes, flat.dpi):
        own = steps if (x0, x1) == (0, level.shape[1]) else (*steps, part(x0, 0))
        inside = tuple(
            InkBox(box.x0 - x0, box.top, box.x1 - x0, box.bottom)
            for box in boxes
            if x0 <= (box.x0 + box.x1) / 2 < x1
        )
        grey = np.ascontiguousarray(level[:, x0:x1])
        page = replace(picture, grey=grey, dpi=flat.dpi)
        frame = _frame(picture, page, quarters, own)
        out.append(Sheet(page, frame, inside, off, mirrored, beyond))
    return out


def _beyond(
    picture: Picture, flat: Picture, step: Projective, deadline: Deadline
) -> tuple[str, ...]:
    """The texts that a picture shows beyond its sheet: another paper's, or the rest of this one,
    where a shadow or a fold was taken for its edge."""
    height, width = flat.grey.shape
    around = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * EDGE
    own = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
    corners = step.before(own + around * max(width, height))
    rest = cv2.fillConvexPoly(picture.grey.copy(), corners.round().astype(np.int32), 255)
    grey = np.asarray(rest, np.uint8)
    boxes = text_boxes(grey, flat.dpi, deadline)
    return tuple(overlooked(grey, boxes, (), deadline))


def _frame(picture: Picture, page: Picture, quarters: int, steps: tuple[Step, ...]) -> ScanFrame:
    height, width = (side * 72 / picture.dpi for side in picture.grey.shape)
    rows, columns = (side * 72 / page.dpi for side in page.grey.shape)
    box = (0.0, 0.0, width, height)
    return ScanFrame(box, 0, quarters, (columns, rows), steps, page.dpi, picture.dpi)


@dataclass(frozen=True)
class _Laid:
    """A level picture turned by quarters clockwise, the boxes of its text and some of its lines."""

    quarters: int
    grey: Grey
    boxes: list[InkBox]
    lines: list[Grey]


def _way_up(grey: Grey, dpi: float, deadline: Deadline) -> tuple[int, list[InkBox], bool]:
    """The quarter turns clockwise that put a level picture the right way up, the boxes of text
    then, and whether the text is mirrored."""
    as_it_is = _laid(grey, 0, dpi, deadline)
    across = sum(box.x1 - box.x0 for box in as_it_is.boxes if is_line(box))
    down = sum(box.height for box in as_it_is.boxes if _is_column(box))
    likely = _laid(grey, 1, dpi, deadline) if down > across else as_it_is
    this_way, over = _readings(likely, deadline)
    if not this_way.good and not over.good:
        # Spaced lines that stand close look like columns, and the recogniser reads columns too.
        other = _laid(grey, 1, dpi, deadline) if likely is as_it_is else as_it_is
        seen = _readings(other, deadline)
        if any(one.good for one in seen) and len(other.lines) == SAMPLE:
            likely, (this_way, over) = other, seen
    best = max(this_way.sure, over.sure)
    mirrored = any(
        _reading([flip(line) for line in likely.lines], deadline).sure > max(best, WELL_READ)
        for flip in (np.fliplr, np.flipud)
        if best < WELL_READ
    )
    if over.sure <= this_way.sure:
        return likely.quarters, likely.boxes, mirrored
    height, width = likely.grey.shape
    turned = [
        InkBox(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        for box in likely.boxes
    ]
    return likely.quarters + 2, turned, mirrored


def _laid(grey: Grey, quarters: int, dpi: float, deadline: Deadline) -> _Laid:
    grey = np.ascontiguousarray(np.rot90(grey, -quarters))
    boxes = text_boxes(grey, dpi, deadline)
    lines = list(filter(is_line, boxes)) + _across_columns(grey, boxes)
    widest = sorted(lines or boxes, key=lambda box: box.x1 - box.x0)[-SAMPLE:]
    crops = [grey[box.top : box.bottom, box.x0 : box.x1] for box in widest]
    return _Laid(quarters, grey, boxes, crops)


@dataclass(frozen=True)
class _Reading:
    """How `sure` the reading of some lines is on average, and which share of it stands in
    `words`."""

    sure: float
    words: float

    @property
    def good(self) -> bool:
        """Whether the lines are the right way up."""
        return self.sure >= WELL_READ and self.words >= IN_WORDS


def _readings(laid: _Laid, deadline: Deadline) -> tuple[_Reading, _Reading]:
    """What the lines say as they are, and, where that is not sure, upside down."""
    this_way = _reading(laid.lines, deadline)
    if this_way.sure >= WELL_READ:
        return this_way, _Reading(0.0, 0.0)
    return this_way, _reading([np.rot90(line, 2) for line in laid.lines], deadline)


def _reading(lines: Sequence[Grey], deadline: Deadline) -> _Reading:
    if not lines:
        return _Reading(1.0, 1.0)
    read = recognise([np.ascontiguousarray(line) for line in lines], deadline)
    sure = [one for line in read for one in line.confidences]
    words = [
        word
        for line in read
        for character, word in zip(line.text, in_words(line.text), strict=True)
        if is_ideograph(character)
    ]
    return _Reading(float(np.mean(sure or [0.0])), float(np.mean(words or [True])))


def is_line(box: InkBox) -> bool:
    """Whether a box is as long as that of a line of two characters and more."""
    return box.x1 - box.x0 > LINE * box.height


def _is_column(box: InkBox) -> bool:
    return box.height > LINE * (box.x1 - box.x0)


def _across_columns(grey: Grey, boxes: Sequence[InkBox]) -> list[InkBox]:
    """The lines across the blocks that columns make up which stand close side by side."""
    blocks: list[Region] = []
    for box in sorted(filter(_is_column, boxes), key=lambda box: box.x0):
        for index, block in enumerate(blocks):
            top, bottom = max(block.top, box.top), min(block.bottom, box.bottom)
            near = box.x0 - block.x1 < CLOSE * (box.x1 - box.x0)
            if near and 2 * (bottom - top) > box.height:
                blocks[index] = Region(block.x0, top, max(block.x1, box.x1), bottom)
                break
        else:
            blocks.append(Region(box.x0, box.top, box.x1, box.bottom))
    lines = chain.from_iterable(ink_lines(dark(grey), blocks)) if blocks else ()
    return list(filter(is_line, lines))


def _pages_across(grey: Grey, boxes: Sequence[InkBox], dpi: float) -> list[tuple[int, int]]:
    """From where to where the pages on a sheet reach: two where nothing crosses the white about
    its middle."""
    height, width = grey.shape
    whole = [(0, width)]
    if width < WIDE * height:
        return whole
    free = np.ones(width, dtype=bool)
    for box in boxes:
        free[box.x0 : box.x1] = False
    middle, reach = width // 2, round(ABOUT_MIDDLE * width)
    gap = _widest(free[middle - reach : middle + reach])
    if gap[1] - gap[0] < BETWEEN_PAGES * dpi / 72:
        return whole
    start, end = middle - reach + gap[0], middle - reach + gap[1]
    cut = (start + end) // 2
    left = sum(box.x1 <= cut for box in boxes)
    if min(left, len(boxes) - left) < OWN_TEXT:
        return whole
    crossed = dark(grey)[:, start:end].mean(axis=1) > 0.8
    if _runs(crossed) > 1:
        return whole
    return [(0, cut), (cut, width)]


def _widest(free: Grey) -> tuple[int, int]:
    """Where the longest run of places that are free begins and ends."""
    steps = np.flatnonzero(np.diff(free.astype(np.int8), prepend=0, append=0))
    runs = list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))
    return max(runs, key=lambda run: run[1] - run[0], default=(0, 0))


def _runs(rows: Grey) -> int:
    return int(np.count_nonzero(np.diff(rows.astype(np.int8), prepend=0) == 1))
