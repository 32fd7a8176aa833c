"""The ends of a page's clauses: marks there that may be others, and marks that are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutylist.extract.formats.scan.marks import is_ideograph
from dutylist.extract.formats.scan.text import ScannedLine, with_unsure_colons, with_unsure_stop
from dutylist.records.labels import label_of

FEW = 0.25
"""Ends of clauses without a mark are doubtful where they are no more than this share of the
page's: on other pages clauses end without one."""


def with_unsure_page_colons(
    lines: Sequence[ScannedLine], owners: Sequence[int]
) -> list[ScannedLine]:
    """The lines with colons unsure as the line below in the same cell tells, too."""
    texts = [line.read.text for line in lines]
    below = [
        "" if owner < 0 else text if owner == other else None
        for text, owner, other in zip([*texts[1:], ""], owners, [*owners[1:], -1], strict=True)
    ]
    return [
        replace(line, read=with_unsure_colons(line.read, text))
        for line, text in zip(lines, below, strict=True)
    ]


def with_unsure_page_stops(
    lines: Sequence[ScannedLine], owners: Sequence[int]
) -> list[ScannedLine]:
    """The lines of a coarse page with the ends of cells unsure that have lost their full stop."""
    cells: dict[int, str] = {}
    for line, owner in zip(lines, owners, strict=True):
        cells[owner] = cells.get(owner, "") + line.read.text
    out = list(lines)
    for owner, index in _last(owners).items():
        line = lines[index]
        out[index] = replace(line, read=with_unsure_stop(line.read, cells[owner]))
    return out


def with_unsure_lost_marks(
    lines: Sequence[ScannedLine], owners: Sequence[int], *, coarse: bool
) -> list[ScannedLine]:
    """The lines with the ends of clauses unsure that have no mark where nearly all of the page's
    have one, those within cells and those at their ends for themselves; of a `coarse` page all
    within cells: marks are the first to fade."""
    labelled = [label_of(line.read.text) is not None for line in lines]
    last = set(_last(owners).values())
    counted = {owner for owner, has_label in zip(owners, labelled, strict=True) if has_label}
    inner = [
        at - 1
        for at, has_label in enumerate(labelled)
        if has_label and at > 0 and owners[at - 1] == owners[at] >= 0
    ]
    outer = [at for at in sorted(last) if owners[at] in counted]
    lost = [*_lost(lines, inner, all_of_them=coarse), *_lost(lines, outer, all_of_them=False)]
    return [
        replace(line, read=line.read.doubted([len(line.read.text) - 1])) if at in lost else line
        for at, line in enumerate(lines)
    ]


def _lost(lines: Sequence[ScannedLine], ends: Sequence[int], *, all_of_them: bool) -> list[int]:
    without = [at for at in ends if is_ideograph(lines[at].read.text[-1:])]
    return without if all_of_them or len(without) <= FEW * len(ends) else []


def _last(owners: Sequence[int]) -> dict[int, int]:
    """The last line of each cell."""
    return {owner: index for index, owner in enumerate(owners) if owner >= 0}
