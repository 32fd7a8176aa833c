"""Lines of one cell that stand closer than lines do: pieces of one line, set higher or lower, whose
order nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dutylist.extract.pages.printed_lines import PrintedLine

CLOSEST = 0.6
"""Baselines of lines that follow one another are further apart than so many times the larger
one's em, however tightly they are set."""

TOLD = "有文字比同一行的别的字高或低，先后没有把握，已标出，请对照原页核对："


def with_close_marked(
    lines: dict[int, tuple[PrintedLine, ...]],
) -> tuple[dict[int, tuple[PrintedLine, ...]], tuple[str, ...]]:
    """The lines of each cell (of the page: -1), the smaller of two that are too close marked; and
    a sentence, without a full stop, on those."""
    close: dict[int, set[int]] = {}
    for owner, own in lines.items():
        for at, (one, other) in enumerate(pairwise(own)):
            if other.base - one.base < CLOSEST * max(one.em, other.em) and owner >= 0:
                close.setdefault(owner, set()).add(at + (_weight(other) < _weight(one)))
    if not close:
        return lines, ()
    marked = dict(lines)
    for owner, some in close.items():
        marked[owner] = tuple(
            replace(line, confidences=(0.0,) * len(line.text)) if at in some else line
            for at, line in enumerate(lines[owner])
        )
    said = dict.fromkeys(lines[owner][at].text for owner in close for at in sorted(close[owner]))
    return marked, (TOLD + "".join(f"“{text}”" for text in said),)


def _weight(line: PrintedLine) -> tuple[float, int]:
    return line.em, len(line.text)
