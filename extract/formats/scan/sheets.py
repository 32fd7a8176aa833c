"""A picture becomes the upright, level sheets that it shows, with the boxes of their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from dutylist.extract.formats.scan.detect import text_boxes
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.picture import Grey, Picture
from dutylist.extract.formats.scan.recognise import recognise
from dutylist.extract.formats.scan.second_look import overlooked
from dutylist.extract.formats.scan.sheet import even_light, flat_sheet
from dutylist.extract.formats.scan.upright import ScanFrame, dark, straightened
from dutylist.extract.formats.scan.warp import Projective, Step, part, quarter_turns, redrawn

SAMPLE = 6
"""So many lines tell which way up a sheet is."""

WELL_READ = 0.9
"""Lines that are the right way up are read with this confidence on average; upside down ones
with much less."""

LINE = 1.8
"""The box of a line is so many times as long as high."""

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


def upright_sheets(picture: Picture, deadline: float) -> list[Sheet]:
    """The pages in a picture, from left to right. Raises OutOfTimeError after `deadline`."""
    flat, flattened = flat_sheet(picture)
    beyond = _beyond(picture, flat, flattened[0], deadline) if flattened else ()
    even = even_light(flat.grey, flat.dpi)
    height, width = even.shape
    bends, off = straightened(even, flat.dpi)
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


def _beyond(picture: Picture, flat: Picture, step: Projective, deadline: float) -> tuple[str, ...]:
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


def _way_up(grey: Grey, dpi: float, deadline: float) -> tuple[int, list[InkBox], bool]:
    """The quarter turns clockwise that put a level picture the right way up, the boxes of text
    then, and whether the text is mirrored."""
    boxes = text_boxes(grey, dpi, deadline)
    across = sum(box.x1 - box.x0 for box in boxes if box.x1 - box.x0 > LINE * box.height)
    down = sum(box.height for box in boxes if box.height > LINE * (box.x1 - box.x0))
    quarters = 0
    if down > across:
        quarters = 1
        grey = np.ascontiguousarray(np.rot90(grey, -1))
        boxes = text_boxes(grey, dpi, deadline)
    sample = sorted(boxes, key=lambda box: box.x1 - box.x0)[-SAMPLE:]
    crops = [grey[box.top : box.bottom, box.x0 : box.x1] for box in sample]
    this_way = _confidence(crops, deadline)
    if this_way >= WELL_READ:
        return quarters, boxes, False
    turned = _confidence([np.rot90(crop, 2) for crop in crops], deadline)
    best = max(this_way, turned)
    mirrored = any(
        _confidence([flip(crop) for crop in crops], deadline) > max(best, WELL_READ)
        for flip in (np.fliplr, np.flipud)
        if best < WELL_READ
    )
    if turned <= this_way:
        return quarters, boxes, mirrored
    height, width = grey.shape
    over = [
        InkBox(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        for box in boxes
    ]
    return quarters + 2, over, mirrored


def _confidence(crops: Sequence[Grey], deadline: float) -> float:
    """How sure the reading of some lines is on average; 1 where there are none."""
    read = recognise([np.ascontiguousarray(crop) for crop in crops], deadline)
    return float(np.mean([sure for line in read for sure in line.confidences] or [not crops]))


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
