"""The rulings of a scanned page: straight, evenly thick, with white beside them, and ending on
one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from dutylist.extract.formats.pdf.objects import MAX_RULING_WIDTH
from dutylist.extract.formats.scan.edges import edges_of
from dutylist.extract.formats.scan.filled_rows import into_filled_rows
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.narrow_columns import across_narrow
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.ruling_ends import followed
from dutylist.extract.formats.scan.upright import faint
from dutylist.extract.pages.page import Floats
from dutylist.extract.pages.rulings import Rulings

LEVEL = 30.0
"""A level ruling is at least this many points long; strokes of characters are shorter."""

WHOLE = 100.0
"""One that has not so many points in all its pieces has paper above and below it."""

UPRIGHT = 20.0
"""An upright one is, where it does not run from one level ruling to the next."""

SHORTEST = 7.0
"""The least distance in points of two level rulings with a row of text between them."""

BRIDGED = 1.0
"""Gaps in a ruling up to this many points are flaws of the scan."""

BROKEN = 14.0
"""Pieces of one upright ruling that end in the open stand no further apart than this."""

INKED = 0.8
"""A ruling has ink over at least this share of its length."""

SOLID = 0.9
"""A level ruling has ink over so much of its length, or paper above and below it: strokes of one
line of characters that were closed into a run have neither (at most 0.87 on scans of print)."""

BESIDE = (0.7, 2.0)
"""Beside an upright ruling, between so many points from its edge, there is paper"""

WHITE = (0.75, 0.9)
"""over at least these shares of its length, at the side where text touches it and at the other;"""

LONG, LONG_WHITE = 60.0, 0.6
"""of one at least so many points long, which no characters make, over the last share."""

CLEAR = 0.4
"""Of what is inked at an upright ruling's place, this share has paper beside it: words stand in
the way of some rows, and strokes of characters have none."""

MIDST = 0.3
"""Further than this share of its height from its ends, a box of text is all text."""

GAP, PALE = 36.0, 0.6
"""What is darker than paper is a part of a ruling where it fills this share of a gap of at most so
many points between two pieces."""

STUB = 0.4
"""A level ruling goes on behind an upright one where ink runs over this share of the way to the
next"""

STROKE = 12.0
"""and over more points than a stroke of a character: a piece too short to be found by itself."""

ENDS = 2.5
"""A ruling ends on another where its end is within so many points of it."""

OVER = 6.0
"""A level ruling runs over the last upright one by no more points."""

ONE_LINE = 1.5
"""A row no higher than so many times its line of text has one line, and strokes that fill it."""

SAME = 2.5
"""Upright rulings at the same place in several rows differ by no more points."""


DOUBLE = 2.4
"""The lines of a double ruling have less than so many points of white between them."""

JUDGED, EDGED = 40.0, 0.25
"""A level ruling of at least so many points has a straight edge over this share of its length: on
photos, copies and level faxes nearly all have over 0.99; strokes have none."""

FEW_STROKES = 0.3
"""Where more of the rulings have none, the picture shows no edges."""

Edges = tuple[int, int, int, int]
"""x0, top, x1 and bottom in pixels."""

Bounded = tuple[Edges, tuple[bool, bool]]
"""An upright run, and whether it begins and ends on a level ruling."""


@dataclass(frozen=True)
class FoundRulings:
    """Rulings in points, and where their ink is: `ink` (height, width), 1 on a ruling."""

    rulings: Rulings
    ink: Grey


def find_rulings(grey: Grey, ink: Grey, dpi: float, boxes: Sequence[InkBox] = ()) -> FoundRulings:
    """The level and upright rulings of an upright page in its picture and its ink (1 where dark).

    `boxes` are where the page shows text: what stands in the midst of them is a stroke. Of an
    area filled with dark, the sides count as rulings.
    """
    height, width = ink.shape
    share = 72 / dpi
    ink = _with_doubles_one(ink, dpi)
    runs = _runs(ink, dpi, LEVEL, across=True)
    level_boxes = _level(ink, _boxes(runs), boxes, dpi)
    pale = faint(grey)
    level = _array(level_boxes)
    found = _runs(ink, dpi, _least_row(level * share), across=False)
    upright = _upright(ink, found, level, boxes, dpi)
    level_boxes, ways = followed(_healed(level_boxes, upright, pale, dpi), upright, pale, dpi)
    level_boxes = _extended(level_boxes, upright, ink, dpi)
    level_boxes = _edged(level_boxes, upright, grey, dpi)
    level_boxes = across_narrow(level_boxes, upright, ink, LEVEL, dpi)
    level = _array(level_boxes)
    upright = into_filled_rows(_ended(upright, level, dpi), level, grey, dpi)
    filled = _sides(_filled(ink, dpi), dpi)
    mask = np.zeros_like(ink)
    edge = max(round(0.5 / share), 1)
    for x0, top, x1, bottom in [*level_boxes, *ways, *upright.astype(int).tolist()]:
        mask[max(top - edge, 0) : bottom + edge, max(x0 - edge, 0) : x1 + edge] = 1
    shapes = np.concatenate([level * share, upright * share, filled])
    return FoundRulings(Rulings.of(shapes, width * share, height * share), mask & ink)


def _with_doubles_one(ink: Grey, dpi: float) -> Grey:
    """The ink with the white between the two lines of double rulings filled: neither line has paper
    on both its sides. Only what is a run without a flaw counts: strokes of characters are none."""
    out = ink
    size, length = (round(points * dpi / 72) for points in (DOUBLE, LEVEL))
    for across in (True, False):
        runs = cv2.morphologyEx(
            ink, cv2.MORPH_OPEN, np.ones((1, length) if across else (length, 1), np.uint8)
        )
        beside = np.ones((size, 1) if across else (1, size), np.uint8)
        out = out | cv2.morphologyEx(runs, cv2.MORPH_CLOSE, beside).astype(np.uint8)
    return np.asarray(out, dtype=np.uint8)


def _array(boxes: Sequence[Edges]) -> Floats:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _runs(ink: Grey, dpi: float, least: float, *, across: bool) -> Grey:
    """The ink in straight runs of at least so many points, no thicker than a ruling."""
    gap = max(round(BRIDGED * dpi / 72), 1) * 2 + 1
    length = max(round(least * dpi / 72), 3)
    bridge = np.ones((1, gap) if across else (gap, 1), np.uint8)
    run = np.ones((1, length) if across else (length, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, run).astype(np.uint8)
    return np.asarray(found & (1 - _thick(found, dpi)), dtype=np.uint8)


def _thick(ink: Grey, dpi: float) -> Grey:
    side = round(MAX_RULING_WIDTH * dpi / 72) + 1
    square = np.ones((side, side), np.uint8)
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, square).astype(np.uint8)


def _boxes(runs: Grey) -> list[Edges]:
    """The boxes (x0, top, x1, bottom) in pixels of connected runs."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    return [(x, y, x + w, y + h) for x, y, w, h in stats[1:count, :4].tolist()]


def _level(ink: Grey, runs: list[Edges], boxes: Sequence[InkBox], dpi: float) -> list[Edges]:
    """The level runs that are rulings: long ones, also in pieces, and short ones with paper above
    and below."""
    share = dpi / 72
    runs = [
        run
        for run in runs
        if not _underlines_text(run, boxes)
        and (_solid(ink, run) or _paper_beside(ink.T, _flipped(run), dpi))
    ]
    middles = np.array([(top + bottom) / 2 for _, top, _, bottom in runs])
    lengths = np.array([x1 - x0 for x0, _, x1, _ in runs])
    return [
        box
        for box, middle in zip(runs, middles.tolist(), strict=True)
        if lengths[np.abs(middles - middle) <= share].sum() >= WHOLE * share
        or _paper_beside(ink.T, _flipped(box), dpi)
    ]


def _healed(level: list[Edges], upright: Floats, faint: Grey, dpi: float) -> list[Edges]:
    """Level rulings with the gaps filled in which they are only paler, or which do not lie
    between two upright rulings as a gap beside a merged cell does."""
    share = dpi / 72
    xs = upright[:, [0, 2]].mean(axis=1)
    out: list[Edges] = []
    for x0, top, x1, bottom in sorted(level):
        for index, (a, b, c, d) in enumerate(out):
            middle, own = (top + bottom) / 2, (b + d) / 2
            if abs(middle - own) > SAME * share or not 0 < x0 - c <= GAP * share:
                continue
            band = faint[max(min(b, top) - 1, 0) : max(d, bottom) + 1, c:x0]
            pale = band.size and float(band.any(axis=0).mean()) >= PALE
            walls = [bool((np.abs(xs - end) <= ENDS * share).any()) for end in (c, x0)]
            if pale or not any(walls):
                out[index] = (a, min(b, top), x1, max(d, bottom))
                break
        else:
            out.append((x0, top, x1, bottom))
    return out


def _extended(level: list[Edges], upright: Floats, ink: Grey, dpi: float) -> list[Edges]:
    """Level rulings that end in the open, drawn on to the next upright ruling, or further where
    short pieces of them stand there; those that run a little over one are cut there; short ones
    that then still end in the open are strokes."""
    share = dpi / 72
    out = []
    for x0, top, x1, bottom in level:
        y = (top + bottom) / 2
        there = (upright[:, 1] - ENDS * share <= y) & (y <= upright[:, 3] + ENDS * share)
        xs = upright[there][:, [0, 2]].mean(axis=1)
        left = xs[(xs <= x0 + OVER * share) & (xs >= x0 - GAP * share)]
        right = xs[(xs >= x1 - OVER * share) & (xs <= x1 + GAP * share)]
        if x1 - x0 >= WHOLE * share or (len(left) and len(right)):
            start = round(float(left.max())) if len(left) else x0
            end = round(float(right.min())) if len(right) else x1
            band = ink[max(top - 1, 0) : bottom + 1].max(axis=0)
            walls = sorted(map(round, xs))
            if len(left):
                start = _reached(band, start, [x for x in reversed(walls) if x < start - 2], share)
            if len(right):
                end = _reached(band, end, [x for x in walls if x > end + 2], share)
            out.append((start, top, end, bottom))
    return out


def _edged(level: list[Edges], upright: Floats, grey: Grey, dpi: float) -> list[Edges]:
    """The level rulings without those in a single column that have no straight edge, where most
    have one: strokes of a line of characters that a blurred picture runs together."""
    ends = edges_of(grey, dpi)
    ends = ends[np.abs(ends[:, 1, 0] - ends[:, 0, 0]) > np.abs(ends[:, 1, 1] - ends[:, 0, 1])]
    without = [one for one in level if not _has_edge(one, ends, dpi)]
    if _length(without) > FEW_STROKES * _length(level):
        # A fax's steps may leave none to any.
        return level
    return [one for one in level if one not in without or _crosses(one, upright, dpi)]


def _has_edge(ruling: Edges, ends: Floats, dpi: float) -> bool:
    """Whether one of the edges, or several, runs along a good part of a level ruling; of a short
    one nothing is told."""
    x0, top, x1, bottom = ruling
    near = np.abs(ends[:, :, 1].mean(axis=1) - (top + bottom) / 2) <= SAME * dpi / 72
    along = np.zeros(x1 - x0, dtype=bool)
    xs = np.sort(ends[near][:, :, 0], axis=1)
    for start, end in np.clip(xs.round().astype(int) - x0, 0, x1 - x0).tolist():
        along[start:end] = True
    return x1 - x0 < JUDGED * dpi / 72 or bool(along.mean() >= EDGED)


def _crosses(ruling: Edges, upright: Floats, dpi: float) -> bool:
    """Whether a level ruling runs across an upright one."""
    x0, top, x1, bottom = ruling
    xs, reach = upright[:, [0, 2]].mean(axis=1), OVER * dpi / 72
    there = (upright[:, 1] <= bottom) & (upright[:, 3] >= top)
    return bool((there & (xs > x0 + reach) & (xs < x1 - reach)).any())


def _length(level: list[Edges]) -> int:
    return sum(x1 - x0 for x0, _, x1, _ in level)


def _reached(band: Grey, end: int, walls: Sequence[int], share: float) -> int:
    """How far a level ruling goes on from its end, past one upright ruling after the other, in
    `walls` from the nearest on, with a piece of it before each."""
    for wall in walls:
        if not _has_piece(band[min(wall, end) : max(wall, end)], share):
            break
        end = wall
    return end


def _has_piece(band: Grey, share: float) -> bool:
    """Whether ink runs over a good part of a row of pixels from one upright ruling to another."""
    steps = np.flatnonzero(np.diff(band.astype(np.int8), prepend=0, append=0))
    longest = int(np.diff(steps)[::2].max(initial=0))
    return longest >= max(STUB * len(band), STROKE * share)


def _ended(upright: Floats, level: Floats, dpi: float) -> Floats:
    """Upright rulings ending on the level ones that they nearly reach or run a little over."""
    share = dpi / 72
    out = upright.copy()
    for row in out:
        x = (row[0] + row[2]) / 2
        there = (level[:, 0] - ENDS * share <= x) & (x <= level[:, 2] + ENDS * share)
        ys = level[there][:, [1, 3]].mean(axis=1)
        for end in (1, 3):
            near = ys[np.abs(ys - row[end]) <= OVER * share]
            if len(near):
                row[end] = near[int(np.argmin(np.abs(near - row[end])))]
    return out


def _flipped(box: Edges) -> Edges:
    x0, top, x1, bottom = box
    return top, x0, bottom, x1


def _solid(ink: Grey, box: Edges) -> bool:
    """Whether a level run was a run before its gaps were closed."""
    x0, top, x1, bottom = box
    return float(ink[top:bottom, x0:x1].any(axis=0).mean()) >= SOLID


def _inked(ink: Grey, box: Edges) -> bool:
    """Whether an upright run has ink nearly throughout."""
    x0, top, x1, bottom = box
    return float(ink[top:bottom, x0:x1].any(axis=1).mean()) >= INKED


def _paper_beside(ink: Grey, box: Edges, dpi: float) -> bool:
    """Whether an upright run has paper on both sides, as no stroke of a character has."""
    x0, top, x1, bottom = box
    near, far = (max(round(points * dpi / 72), 1) for points in BESIDE)
    columns = ink.shape[1]
    left = ink[top:bottom, max(x0 - far, 0) : max(x0 - near, 1)]
    right = ink[top:bottom, min(x1 + near, columns - 1) : min(x1 + far, columns)]
    white = sorted(1 - float(side.any(axis=1).mean()) for side in (left, right))
    long = bottom - top > LONG * dpi / 72
    # A long one slopes a little, and its own ink stands beside part of its box.
    return white[0] >= (LONG_WHITE if long else WHITE[0]) and (long or white[1] >= WHITE[1])


def _least_row(level: Floats) -> float:
    """The length in points of the shortest upright ruling: the least distance of two level
    rulings one over the other, less what their ends may lack."""
    rows = np.unique(np.round(level[:, [1, 3]].mean(axis=1))) if len(level) else np.zeros(0)
    steps = np.diff(rows)
    steps = steps[steps >= SHORTEST]
    return min(UPRIGHT, float(steps.min()) - 2.0) if len(steps) else UPRIGHT


def _upright(ink: Grey, runs: Grey, level: Floats, boxes: Sequence[InkBox], dpi: float) -> Floats:
    """The boxes of upright rulings: those with paper beside them that end on level ones, and
    what stands in their place in other rows or goes on beyond a gap."""
    share = dpi / 72
    found = []
    for run in _boxes(runs):
        box = _without_strokes(run, level, boxes, share)
        ends = _on_level(box, level, ENDS * share)
        if (box[3] - box[1] >= UPRIGHT * share or all(ends)) and _inked(ink, box):
            found.append((box, ends))
    clear = [
        (box, ends)
        for box, ends in found
        if _paper_beside(ink, _between(box, ends, share), dpi) and not _cuts_text(box, boxes)
    ]
    long = [box for box, _ in clear if _is_place(box[0], found, clear, share)]
    inner = [box for box in long if not _is_side(box, level, share)]
    # A header of one line between rows without columns has short ones alone, and so has the end of
    # a row that the page before cut.
    short = [
        box
        for box, ends in clear
        if all(ends) and not _passed(box, inner) and _has_mates(box, clear, share)
    ]
    places = [box[0] for box in [*long, *short]]
    keep = [one for one in found if any(abs(one[0][0] - place) <= SAME * share for place in places)]
    return _mended(_without_headings(keep, ink, level, boxes, dpi), share)


def _without_headings(
    runs: list[Bounded], ink: Grey, level: Floats, boxes: Sequence[InkBox], dpi: float
) -> list[Bounded]:
    """Upright runs without the rows that have no other column and one line of text, in the midst of
    which the run stands with ink beside it: a stroke of a heading over the table's whole width that
    fills the row from ruling to ruling, where a column of the other rows stands."""
    reach = OVER * dpi / 72
    out: list[Bounded] = []
    for box, (begins, ends) in runs:
        x0, top, x1, bottom = box
        over = level[(level[:, 0] <= x1) & (level[:, 2] >= x0)]
        middles = np.unique(over[:, [1, 3]].mean(axis=1).round())
        ys = middles[(middles > top + reach) & (middles < bottom - reach)].astype(int).tolist()
        starts, begun = top, begins
        for first, last in pairwise([top, *ys, bottom]):
            piece = (x0, first, x1, last)
            if not _is_heading(piece, runs, over, boxes, dpi) or _paper_beside(ink, piece, dpi):
                continue
            if first > starts:
                out.append(((x0, starts, x1, first), (begun, True)))
            starts, begun = last, True
        if bottom > starts:
            out.append(((x0, starts, x1, bottom), (begun, ends)))
    return out


def _is_heading(
    piece: Edges, runs: list[Bounded], level: Floats, boxes: Sequence[InkBox], dpi: float
) -> bool:
    """Whether a piece of an upright run stands in the midst of a row's only line of text, and no
    other inner column has a ruling there."""
    x0, top, x1, bottom = piece
    reach, middle = OVER * dpi / 72, (top + bottom) / 2
    line = [
        box
        for box in boxes
        if box.top < middle < box.bottom
        and box.x0 + MIDST * box.height < x0
        and box.x1 - MIDST * box.height > x1
    ]
    if not line or bottom - top > ONE_LINE * line[0].height:
        return False
    near = np.abs(level[:, [1, 3]].mean(axis=1) - top) <= reach
    left, right = level[near, 0].min(initial=x0), level[near, 2].max(initial=x1)
    columns = [box[0] for box, _ in runs if box[1] < middle < box[3] and abs(box[0] - x0) > reach]
    return not any(left + reach < x < right - reach for x in columns)


def _without_strokes(run: Edges, level: Floats, boxes: Sequence[InkBox], share: float) -> Edges:
    """An upright run without what goes on from it into a row in the midst of text and ends there:
    a stroke of a heading over the table's whole width that touches the level ruling."""
    x0, top, x1, bottom = run
    over = (level[:, 0] <= x1) & (level[:, 2] >= x0)
    ys = level[over][:, [1, 3]].mean(axis=1)
    inner = np.sort(ys[(ys > top + ENDS * share) & (ys < bottom - ENDS * share)]).round()
    if not len(inner):
        return run
    first, last = int(inner[0]), int(inner[-1])
    begins, ends = _on_level(run, level, ENDS * share)
    if not begins and _cuts_text((x0, top, x1, first), boxes):
        top = first
    if not ends and _cuts_text((x0, last, x1, bottom), boxes):
        bottom = last
    return (x0, top, x1, bottom) if bottom > top else run


def _on_level(box: Edges, level: Floats, reach: float) -> tuple[bool, bool]:
    """Whether an upright run begins and ends on a level ruling."""
    if not len(level):
        return False, False
    x = (box[0] + box[2]) / 2
    over = (level[:, 0] - reach <= x) & (x <= level[:, 2] + reach)
    middles = level[:, [1, 3]].mean(axis=1)[over]
    return (
        bool((np.abs(middles - box[1]) <= reach).any()),
        bool((np.abs(middles - box[3]) <= reach).any()),
    )


def _between(run: Edges, ends: tuple[bool, bool], share: float) -> Edges:
    """An upright run between the level rulings on which it begins and ends: their ink stands beside
    its ends, a good part of a low row."""
    x0, top, x1, bottom = run
    most = (bottom - top) // 4
    start, end = (min(round(ENDS * share), most) if on else 0 for on in ends)
    return x0, top + start, x1, bottom - end


def _cuts_text(run: Edges, boxes: Sequence[InkBox]) -> bool:
    """Whether an upright run stands in the midst of text for the most part."""
    x0, top, x1, bottom = run
    middle = (x0 + x1) / 2
    inside = sum(
        max(min(bottom, box.bottom) - max(top, box.top), 0)
        for box in boxes
        if box.x0 + MIDST * box.height < middle < box.x1 - MIDST * box.height
    )
    return inside > 0.5 * (bottom - top)


def _underlines_text(run: Edges, boxes: Sequence[InkBox]) -> bool:
    """Whether a level run stands in the midst of lines of text for the most part."""
    x0, top, x1, bottom = run
    middle = (top + bottom) / 2
    inside = sum(
        max(min(x1, box.x1) - max(x0, box.x0), 0)
        for box in boxes
        if box.top + MIDST * box.height < middle < box.bottom - MIDST * box.height
    )
    return inside > 0.5 * (x1 - x0)


def _is_place(x: int, found: list[Bounded], clear: list[Bounded], share: float) -> bool:
    """Whether a long upright ruling stands at a place, also in pieces: what is inked there has
    paper beside it for the most part, over most of its extent, and ends on a level ruling."""
    own = [one for one in clear if abs(one[0][0] - x) <= SAME * share]
    length = sum(box[3] - box[1] for box, _ in own)
    inked = sum(box[3] - box[1] for box, _ in found if abs(box[0] - x) <= SAME * share)
    extent = max(box[3] for box, _ in own) - min(box[1] for box, _ in own)
    held = any(any(ends) for _, ends in own)
    return held and length >= max(CLEAR * max(inked, extent), LONG * share)


def _passed(run: Edges, long: list[Edges]) -> bool:
    """Whether long upright rulings pass the row that a run stands in."""
    return any(box[1] < run[3] - 2 and box[3] > run[1] + 2 for box in long)


def _is_side(box: Edges, level: Floats, share: float) -> bool:
    """Whether an upright ruling stands where level ones that it reaches end: a table's side."""
    reach, x = OVER * share, (box[0] + box[2]) / 2
    ys = level[:, [1, 3]].mean(axis=1)
    ends = level[(ys >= box[1] - reach) & (ys <= box[3] + reach)][:, [0, 2]]
    return len(ends) > 0 and bool((np.abs(ends - x) <= reach).any(axis=1).all())


def _mates(box: Edges, clear: list[Bounded], share: float) -> list[int]:
    """Where other runs go from ruling to ruling in the same row."""
    reach = SAME * share
    return [
        other[0]
        for other, ends in clear
        if all(ends)
        and abs(other[1] - box[1]) <= reach
        and abs(other[3] - box[3]) <= reach
        and abs(other[0] - box[0]) > 2 * reach
    ]


def _has_mates(box: Edges, clear: list[Bounded], share: float) -> bool:
    """Whether a run has two mates, or one and both recur in another row: in a table of few low rows
    and three columns no place is long."""
    reach, mates = SAME * share, _mates(box, clear, share)
    return len(mates) >= 2 or any(
        abs(other[0] - box[0]) <= reach
        and abs(other[1] - box[1]) > reach
        and any(abs(one - mate) <= reach for one in _mates(other, clear, share) for mate in mates)
        for other, ends in clear
        if all(ends) and mates
    )


def _mended(runs: list[Bounded], share: float) -> Floats:
    """The boxes of upright runs with those made one between which the ruling is broken; where
    they end on level rulings, a row without columns lies between."""
    out: list[Bounded] = []
    for box, ends in sorted(runs, key=lambda run: run[0][1]):
        for index, (other, others) in enumerate(out):
            gap = box[1] - other[3]
            whole = others[1] and ends[0] and gap > ENDS * share
            if abs(other[0] - box[0]) <= SAME * share and gap <= BROKEN * share and not whole:
                x0, x1 = min(other[0], box[0]), max(other[2], box[2])
                joined = (x0, other[1], x1, max(other[3], box[3]))
                out[index] = (joined, (others[0], ends[1]))
                break
        else:
            out.append((box, ends))
    return _array([box for box, _ in out])


def _filled(ink: Grey, dpi: float) -> Grey:
    """The dark areas that are no rulings and no strokes."""
    length = round(UPRIGHT * dpi / 72)
    run = np.ones((1, length), np.uint8)
    return cv2.morphologyEx(_thick(ink, dpi), cv2.MORPH_OPEN, run).astype(np.uint8)


def _sides(filled: Grey, dpi: float) -> Floats:
    out = []
    for box in _boxes(filled):
        x0, top, x1, bottom = (edge * 72 / dpi for edge in box)
        if min(x1 - x0, bottom - top) > 2 * MAX_RULING_WIDTH:
            out += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            out += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
    return np.array(out, dtype=np.float64).reshape(-1, 4)
