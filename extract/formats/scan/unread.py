"""Ink that is no text. In a table's cells something may have been lost in it (a line of two
characters in the light of a lamp, a tick): what stands beside it is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from dutylist.extract.formats.scan.lines import InkBox, touches
from dutylist.extract.formats.scan.text import ScannedLine

SPECK = 0.6
"""What is no higher, or no wider, than this share of the height of the page's lines is a speck."""

LIKELY = 0.75
"""Grain is read with less confidence on average (in nine of ten places), text with far more."""


@dataclass(frozen=True)
class ReadInk:
    """The lines of a page that say something, and their owners. `unread`: how much ink in cells
    says nothing, though it is large enough for a character; `ends` and `starts`: which lines it
    stands behind or before in their cells."""

    lines: tuple[ScannedLine, ...]
    owners: tuple[int, ...]
    unread: int
    ends: frozenset[int]
    starts: frozenset[int]


def without_stray_signs(
    lines: Sequence[ScannedLine], owners: Sequence[int], seen: Sequence[InkBox]
) -> tuple[list[ScannedLine], list[int], int]:
    """The lines of a page, and their owners, without those outside tables where the text detector
    has `seen` nothing and which are one sign and no digit (a staple, a hole, a folded corner) or
    are read with less than LIKELY (a desk's grain); how many of these are more than one sign."""
    stray = {
        at
        for at, (line, owner) in enumerate(zip(lines, owners, strict=True))
        if owner < 0 and _is_stray(line) and not any(touches(line.ink, box) for box in seen)
    }
    kept = [at for at in range(len(lines)) if at not in stray]
    long = sum(len(lines[at].read.text) > 1 for at in stray)
    return [lines[at] for at in kept], [owners[at] for at in kept], long


def _is_stray(line: ScannedLine) -> bool:
    text, sure = line.read.text, line.read.confidences
    return (len(text) < 2 and not text.isdigit()) or sum(sure) < LIKELY * len(sure)


def read_ink(lines: Sequence[ScannedLine], owners: Sequence[int]) -> ReadInk:
    """The lines of a page with the ink parted from them that is no text."""
    usual = median([line.ink.height for line in lines if line.read.text] or [1])
    kept = [at for at, line in enumerate(lines) if line.read.text]
    large = {
        at
        for at, (line, owner) in enumerate(zip(lines, owners, strict=True))
        if owner >= 0
        and not line.read.text
        and min(line.ink.height, line.ink.x1 - line.ink.x0) > SPECK * usual
    }
    ends, starts = set(), set()
    for index, (one, two) in enumerate(pairwise([-1, *kept, len(lines)])):
        between = {owners[at] for at in range(one + 1, two) if at in large}
        if one >= 0 and owners[one] in between:
            ends.add(index - 1)
        if two < len(lines) and owners[two] in between:
            starts.add(index)
    return ReadInk(
        tuple(lines[at] for at in kept),
        tuple(owners[at] for at in kept),
        len(large),
        frozenset(ends),
        frozenset(starts),
    )


def with_unsure_seams(lines: Sequence[ScannedLine], ink: ReadInk) -> list[ScannedLine]:
    """The lines with their characters unsure that stand beside ink which says nothing."""
    return [
        replace(
            line,
            read=line.read.doubted(
                [0] * (at in ink.starts) + [len(line.read.text) - 1] * (at in ink.ends)
            ),
        )
        for at, line in enumerate(lines)
    ]
