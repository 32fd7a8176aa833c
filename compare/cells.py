"""The cells of a row that stayed in its list, paragraph by paragraph, from the pairing of clauses.

What became of a clause is decided once (compare/clauses.py). Here the cells' own texts, white
space and all, are cut along that pairing, so that every document shows the same change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

import numpy as np
from rapidfuzz import fuzz, process

from dutylist.compare.heads import column_keys
from dutylist.compare.model import (
    CellChange,
    ClauseChange,
    ClauseKind,
    DutyChange,
    Passage,
    Segment,
)
from dutylist.compare.order import out_of_order
from dutylist.compare.wording import WordingRules, compare_wording, fold
from dutylist.records.model import Column, Span

# Below this likeness (0 to 100) a paragraph was replaced, not changed.
_ALIKE = 45

Segments = tuple[Segment, ...]
ColumnPair = tuple[int | None, int | None]


@lru_cache(maxsize=64)
def column_pairs(old: tuple[Column, ...], new: tuple[Column, ...]) -> tuple[ColumnPair, ...]:
    """Which old column (from 0) is which new one: the new ones in their order, each that is gone
    after the one that stood before it. Columns known by nothing go together by their place."""
    old_keys, new_keys = column_keys(old), column_keys(new)
    if len(old) == len(new) and not set(old_keys) & set(new_keys):
        return tuple((at, at) for at in range(len(new)))
    at_old = {key: at for at, key in enumerate(old_keys)}
    partner = {at: at_old.pop(key, None) for at, key in enumerate(new_keys)}
    lonely_old, lonely_new = (
        list(at_old.values()),
        [at for at, was in partner.items() if was is None],
    )
    if len(lonely_old) == len(lonely_new) == 1:
        partner[lonely_new[0]] = lonely_old.pop()
    pairs: list[ColumnPair] = [(was, at) for at, was in partner.items()]
    for gone in sorted(lonely_old):
        before = [index for index, (was, _) in enumerate(pairs) if was is not None and was < gone]
        pairs.insert(max(before, default=-1) + 1, (gone, None))
    return tuple(pairs)


def with_cells(change: DutyChange, rules: WordingRules) -> DutyChange:
    """The change with its cells, where one row of a list became one row of the same list."""
    if len(change.old) != 1 or len(change.new) != 1 or change.old[0].list != change.new[0].list:
        return change
    old, new = change.old[0], change.new[0]
    moves = count(1)
    moved = {
        id(clause): next(moves)
        for clause in (*_alone(change.clauses, "moved"), *_moved_of_exchanged(change.clauses))
    }
    cells = []
    for was, becomes in column_pairs(old.columns, new.columns):
        before = _cell(old.duty.cells, was)
        now = _cell(new.duty.cells, becomes)
        if before == now:
            segments = compare_wording(before, now).segments
        else:
            stretches = list(_stretches(change.clauses, was, becomes, moved))
            segments = _cell_segments(before, now, stretches, rules)
        cells.append(CellChange(was, becomes, segments))
    return replace(change, cells=tuple(cells))


def _alone(clauses: Iterable[ClauseChange], kind: ClauseKind) -> list[ClauseChange]:
    """The clauses of that kind of which nothing else changed, to the character."""
    return [one for one in clauses if one.kinds == (kind,) and one.old[0].text == one.new[0].text]


def _moved_of_exchanged(clauses: Iterable[ClauseChange]) -> list[ClauseChange]:
    """Of clauses that changed places, as few as can be to show that they did."""
    spans = {
        (span.cell, span.start): one
        for one in _alone(clauses, "exchanged")
        if (span := one.old[0].span)
    }
    before = sorted(spans)
    away = out_of_order([before.index(place) for place in spans])
    return [one for index, one in enumerate(spans.values()) if index in away]


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


@dataclass(frozen=True)
class _Stretch:
    """Where a clause that became one or more clauses stands in both cells; `move` numbers one
    that left its place, 0 for those that did not."""

    old: tuple[int, int]
    new: tuple[int, int]
    move: int = 0


def _stretches(
    clauses: Iterable[ClauseChange],
    was: int | None,
    becomes: int | None,
    moved: dict[int, int],
) -> Iterator[_Stretch]:
    for clause in clauses:
        if not clause.old or not clause.new:
            continue
        old, new = _span(clause.old, was), _span(clause.new, becomes)
        if old and new:
            yield _Stretch(old, new, moved.get(id(clause), 0))


def _span(passages: Sequence[Passage], column: int | None) -> tuple[int, int] | None:
    """The stretch of that column's cell that all the passages make up; None if another's."""
    spans: list[Span] = [one.span for one in passages if one.span]
    if column is None or len(spans) < len(passages):
        return None
    if any(span.cell != column + 1 for span in spans):
        return None
    return min(span.start for span in spans), max(span.end for span in spans)


def _cell_segments(
    old: str, new: str, stretches: Sequence[_Stretch], rules: WordingRules
) -> Segments:
    """The two texts of a cell, cut along the clauses that kept their order."""
    moved = [one for one in stretches if one.move]
    anchors = _in_both_orders([one for one in stretches if not one.move])
    segments: list[Segment] = []
    at_old = at_new = 0
    for anchor in anchors:
        segments += _between(
            old, new, (at_old, anchor.old[0]), (at_new, anchor.new[0]), moved, rules
        )
        before, now = old[slice(*anchor.old)], new[slice(*anchor.new)]
        segments += compare_wording(before, now, rules).segments
        at_old, at_new = anchor.old[1], anchor.new[1]
    segments += _between(old, new, (at_old, len(old)), (at_new, len(new)), moved, rules)
    return tuple(part for part in segments if part.text)


def _in_both_orders(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Those that stand one after the other in both cells and overlap in neither."""
    in_order = sorted(stretches, key=lambda one: one.old)
    away = out_of_order([one.new[0] for one in in_order])
    kept: list[_Stretch] = []
    for index, one in enumerate(in_order):
        if index in away:
            continue
        if kept and (one.old[0] < kept[-1].old[1] or one.new[0] < kept[-1].new[1]):
            continue
        kept.append(one)
    return kept


def _between(
    old: str,
    new: str,
    old_part: tuple[int, int],
    new_part: tuple[int, int],
    moved: Sequence[_Stretch],
    rules: WordingRules,
) -> Segments:
    """What stands between two clauses that stayed: line ends, and clauses that came or went."""
    gone = [(one.old, one.move) for one in moved if _within(one.old, old_part)]
    come = [(one.new, one.move) for one in moved if _within(one.new, new_part)]
    if not gone and not come:
        return text_segments(old[slice(*old_part)], new[slice(*new_part)], rules)
    return (
        *_marked(old, old_part, gone, "deleted"),
        *_marked(new, new_part, come, "inserted"),
    )


def _within(part: tuple[int, int], whole: tuple[int, int]) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1]


def _marked(
    text: str,
    part: tuple[int, int],
    moved: Sequence[tuple[tuple[int, int], int]],
    kind: str,
) -> Iterator[Segment]:
    at, end = part
    for (start, stop), move in sorted(moved):
        yield from _whole(text[at:start], kind, 0)
        yield from _whole(text[start:stop], kind, move)
        at = stop
    yield from _whole(text[at:end], kind, 0)


def _whole(text: str, kind: str, move: int) -> Iterator[Segment]:
    if text:
        yield Segment("deleted" if kind == "deleted" else "inserted", text, "wording", move)


def text_segments(old: str, new: str, rules: WordingRules) -> Segments:
    """Two texts of paragraphs (newlines between them) as segments, newlines included."""
    before, now = old.split("\n"), new.split("\n")
    segments: list[Segment] = []
    for i, j in _aligned(before, now):
        breaks_old, breaks_new = i is not None and i > 0, j is not None and j > 0
        if breaks_old and breaks_new:
            segments.append(Segment("equal", "\n"))
        elif breaks_old:
            segments.append(Segment("deleted", "\n", "wording"))
        elif breaks_new:
            segments.append(Segment("inserted", "\n", "wording"))
        if i is not None and j is not None:
            segments.extend(compare_wording(before[i], now[j], rules).segments)
        elif i is not None:
            segments.append(Segment("deleted", before[i], "wording"))
        elif j is not None:
            segments.append(Segment("inserted", now[j], "wording"))
    return tuple(part for part in segments if part.text)


def _aligned(before: Sequence[str], now: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which paragraph goes with which, both in their order; the most alike overall."""
    if before == now:
        return [(at, at) for at in range(len(now))]
    likeness = process.cdist(
        [fold(one) for one in before], [fold(one) for one in now], scorer=fuzz.ratio
    )
    rows, columns = len(before), len(now)
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            alike = likeness[i, j]
            together = best[i + 1, j + 1] + alike if alike >= _ALIKE else -1.0
            best[i, j] = max(together, best[i + 1, j], best[i, j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows or j < columns:
        alike = likeness[i, j] if i < rows and j < columns else 0
        if alike >= _ALIKE and best[i, j] == best[i + 1, j + 1] + alike:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i, j] == best[i + 1, j]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs
