"""Text of a cell that stands on its side or is written downwards: read in its own direction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dutylist.extract.pages.arrays import median
from dutylist.extract.pages.page import Bools, Floats, Ints, PageContent, TurnedText
from dutylist.extract.pages.printed_lines import FIRST_WIDE, OVERPRINT, PrintedLine, in_order

SAME_COLUMN = 0.3
"""Characters written downwards have their middles within this share of their width."""

NEXT = (0.6, 1.8)
"""The next character follows at so many ems."""

OTHER_COLUMN = 0.6
"""Middles this many ems apart are of different columns."""


OVER_EDGE = 0.75
"""Of a word that goes over its cell's edge so many times fewer characters stand beyond it."""

FARTHEST = 3.0
"""Characters of a word set apart stand no further from each other than so many ems."""

UNLIKE = 0.3
"""Its steps are equal but for so many ems."""


@dataclass(frozen=True)
class SideText:
    """What cells say that is not read from left to right: `lines` one for each cell's number,
    `taken` which of the page's upright characters are among them."""

    lines: dict[int, PrintedLine]
    taken: Bools


def with_whole_runs(turned: TurnedText, owners: Ints) -> Ints:
    """The cells' numbers of turned characters, those of a word that goes over its cell's edge the
    number of the cell in which most of it stands."""
    out = owners.copy()
    in_cells = Counter(owners[owners >= 0].tolist())
    for run in _runs(turned):
        counts = Counter(owners[run][owners[run] >= 0].tolist())
        if not counts:
            continue
        cell, most = counts.most_common(1)[0]
        # Words of neighbouring cells may follow each other as if they were one.
        if all(
            count <= OVER_EDGE * most and (count == 1 or count < in_cells[other])
            for other, count in counts.items()
            if other != cell
        ):
            out[run[0] : run[-1] + 1] = cell
    return out


def _runs(turned: TurnedText) -> list[list[int]]:
    """The turned characters, white space aside, that follow each other in their own direction at
    equal steps."""
    runs: list[list[int]] = []
    step = 0.0
    for index in np.flatnonzero(turned.codes != ord(" ")).tolist():
        before = runs[-1][-1] if runs else index
        em = float(np.min(turned.boxes[index, 2:] - turned.boxes[index, :2]))
        x, y = (turned.pens[index] - turned.pens[before]).tolist()
        quarter = int(turned.quarters[index])
        along, across = {1: (-y, x), 2: (-x, y), 3: (y, x)}.get(quarter, (x, y))
        goes_on = (
            runs
            and quarter == turned.quarters[before]
            and abs(across) < SAME_COLUMN * em
            and 0 < along < FARTHEST * em
            and (len(runs[-1]) == 1 or abs(along - step) < UNLIKE * em)
        )
        if goes_on:
            runs[-1].append(index)
        else:
            runs.append([index])
        step = along
    return runs


def side_text(page: PageContent, owners: Ints, turned_owners: Ints) -> SideText:
    """The turned text and the text written downwards in the cells of a page; `owners` are the
    numbers of the cells in which its upright and its turned characters stand, or -1."""
    taken = np.zeros(len(owners), dtype=bool)
    lines: dict[int, PrintedLine] = {}
    turned = set(turned_owners[turned_owners >= 0].tolist())
    for owner in sorted(turned | _with_steps_down(page, owners)):
        upright, beside = owners == owner, turned_owners == owner
        if _runs_down(page, upright):
            lines[owner] = _downwards(page, upright, beside)
            taken |= upright
        elif beside.any():
            lines[owner] = turned_line(page, beside)
    return SideText(lines, taken)


def _with_steps_down(page: PageContent, owners: Ints) -> set[int]:
    """The cells in which a character stands right below the one before."""
    boxes = page.boxes
    em = (boxes[:, 2] - boxes[:, 0])[:-1]
    across = np.abs(np.diff(boxes[:, 0] + boxes[:, 2])) / 2
    down = np.diff(boxes[:, 4])
    steps = (across < SAME_COLUMN * em) & (down > NEXT[0] * em) & (down < NEXT[1] * em)
    steps &= (owners[1:] == owners[:-1]) & (owners[1:] >= 0) & (page.codes[1:] >= FIRST_WIDE)
    return set(owners[1:][steps].tolist())


def _runs_down(page: PageContent, which: Bools) -> bool:
    """Whether the characters of a cell are written downwards: at least half of them stand below
    the one before, and few to the right of it."""
    wide = which & (page.codes >= FIRST_WIDE)
    boxes = page.boxes[wide]
    if len(boxes) < 2:
        return False
    em = median(boxes[:, 2] - boxes[:, 0])
    boxes = boxes[~_again(page.codes[wide], boxes, em)]
    x, y = np.diff(boxes[:, 0] + boxes[:, 2]) / 2, np.diff(boxes[:, 4])
    least, most = NEXT[0] * em, NEXT[1] * em
    down = (np.abs(x) < SAME_COLUMN * em) & (y > least) & (y < most)
    right = (np.abs(y) < SAME_COLUMN * em) & (x > least) & (x < most)
    return bool(down.sum() > 2 * right.sum() and 2 * down.sum() >= len(x))


def _downwards(page: PageContent, upright: Bools, beside: Bools) -> PrintedLine:
    """The characters of a cell column by column, from right to left, each downwards."""
    boxes, codes, sure = page.boxes[upright, :4], page.codes[upright], _sure(page, upright)
    em = median(boxes[:, 2] - boxes[:, 0])
    if page.turned is not None and beside.any():
        boxes = np.concatenate([boxes, page.turned.boxes[beside]])
        codes = np.concatenate([codes, page.turned.codes[beside]])
        sure = np.concatenate([sure, page.turned.sure[beside]])
    once = ~_again(codes, boxes, em)
    boxes, codes, sure = boxes[once], codes[once], sure[once]
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    order = np.argsort(-x, kind="stable")
    column = np.empty(len(x), dtype=np.int64)
    column[order] = np.cumsum(np.append(0, -np.diff(x[order]) > OTHER_COLUMN * em))
    # Digits set side by side in the column are read across.
    order = np.lexsort((x, np.round(2 * y / em), column))
    text = "".join(map(chr, codes[order].tolist()))
    return _line(text, boxes, em, sure[order])


def _again(codes: Ints, boxes: Floats, em: float) -> Bools:
    """Which characters are those before them printed once more, for boldness."""
    near = np.abs(boxes[:, None, :2] - boxes[None, :, :2]).max(axis=2) < OVERPRINT * em
    again: Bools = np.tril(near & (codes[:, None] == codes[None, :]), -1).any(axis=1)
    return again


def turned_line(page: PageContent, which: Bools) -> PrintedLine:
    """Some turned characters, those of a cell, read in their own direction, all lines as one."""
    assert page.turned is not None
    turned = page.turned
    texts: list[str] = []
    sure: list[float] = []
    for quarter in sorted(set(turned.quarters[which].tolist())):
        own = which & (turned.quarters == quarter)
        boxes = turned.own_boxes(own, quarter, page.frame.size)
        nobody = np.zeros(len(boxes), dtype=np.int64)
        found = in_order(turned.codes[own], boxes, nobody, turned.sure[own])
        texts.append(found.text)
        sure += [] if found.sure is None else found.sure.tolist()
    boxes = turned.boxes[which]
    em = median(np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]))
    return _line("".join(texts), boxes, em, np.array(sure))


def _sure(page: PageContent, which: Bools) -> Floats:
    return np.ones(int(which.sum())) if page.sure is None else page.sure[which]


def _line(text: str, boxes: Floats, em: float, sure: Floats) -> PrintedLine:
    """One line in place of all: it tells nothing of how the column is set."""
    x0, top = boxes[:, :2].min(axis=0).tolist()
    x1, bottom = boxes[:, 2:4].max(axis=0).tolist()
    doubtful = tuple(sure.tolist()) if (sure < 1).any() else ()
    return PrintedLine(text, x0, x1, top, bottom, bottom, x1, em, 0.0, em, em, confidences=doubtful)
