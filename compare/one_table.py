"""Both editions of a list as one table: which rows and columns stay in place, which come and go."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.compare.cells import ColumnPair, column_pairs
from dutylist.compare.model import Comparison
from dutylist.compare.order import crossed, out_of_order
from dutylist.records.model import Duty, DutyTable, Kind


def table_columns(old: DutyTable | None, new: DutyTable | None) -> tuple[ColumnPair, ...]:
    """The table's columns: those of both editions, and cells beyond the last header."""
    pairs = column_pairs(old.columns if old else (), new.columns if new else ())
    tables = [table for table in (old, new) if table]
    widest = max([len(duty.cells) for table in tables for duty in table.duties], default=0)
    known = max(len(table.columns) for table in tables)
    return (*pairs, *((at, at) for at in range(known, widest)))


def _rather_told(stayed: list[tuple[int, int]], told: set[tuple[int, int]]) -> set[int]:
    """The indexes of the rows that left their place: of two that changed places the one that the
    comparison tells of, where it tells of one."""
    places = [position for _, position in stayed]
    away = set(out_of_order(places))
    for index in sorted(away):
        if stayed[index] in told:
            continue
        others = crossed(places, index, set(range(len(stayed))) - away)
        if all(stayed[other] in told for other in others):
            away = (away - {index}).union(others)
    return away


def row_pairs(comparison: Comparison, kind: Kind) -> Iterator[tuple[Duty | None, Duty | None, int]]:
    """The rows of both editions in one order, with the index of their change: what stayed in
    place keeps its row."""
    old_changes, new_changes = (
        {
            placed.position: index
            for index, change in enumerate(comparison.changes)
            for placed in getattr(change, side)
            if placed.list == kind
        }
        for side in ("old", "new")
    )
    old, new = comparison.old.table(kind), comparison.new.table(kind)
    before = old.duties if old else ()
    now = new.duties if new else ()
    paired = [
        ((change.old[0].position, change.new[0].position), change.kinds)
        for change in comparison.changes
        if len(change.old) == len(change.new) == 1
        and change.old[0].list == change.new[0].list == kind
    ]
    stayed = sorted(pair for pair, _ in paired)
    # Of several old lists, the first one's row becomes the new row.
    stayed = list({position: (was, position) for was, position in reversed(stayed)}.values())
    stayed.sort()
    told = {pair for pair, kinds in paired if set(kinds) - {"same", "widened"}}
    away = _rather_told(stayed, told)
    anchors = [pair for index, pair in enumerate(stayed) if index not in away]
    i = j = 0
    for old_at, new_at in [*anchors, (len(before), len(now))]:
        yield from ((before[at], None, old_changes[at]) for at in range(i, old_at))
        yield from ((None, now[at], new_changes[at]) for at in range(j, new_at))
        if old_at < len(before) and new_at < len(now):
            yield before[old_at], now[new_at], old_changes[old_at]
        i, j = old_at + 1, new_at + 1
