"""Lists that seem not to be whole: a table that the other edition has is not in them.

Then what seems to be taken away, or new, is perhaps only not in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from dutylist.compare.model import DutyChange, PlacedDuty
from dutylist.records.model import KIND_NAMES, DutyList, Kind
from dutylist.records.wording import said


def with_missing_told(
    changes: Sequence[DutyChange], old: DutyList, new: DutyList
) -> tuple[DutyChange, ...]:
    """The changes, those in doubt that a missing table, or the cut before it, may have made."""
    new_lacks, old_lacks = _lacks(new, old), _lacks(old, new)
    if not new_lacks.kinds and not old_lacks.kinds:
        return tuple(changes)
    gone = {one.place for change in changes if not change.new for one in change.old}
    come = {one.place for change in changes if not change.old for one in change.new}
    new_ends, old_ends = _ends(new_lacks, new, old, gone), _ends(old_lacks, old, new, come)
    return tuple(
        _told(
            _told(change, change.old, change.new, new_lacks, new_ends, said("editions.new")),
            *(change.new, change.old, old_lacks, old_ends, said("editions.old")),
        )
        for change in changes
    )


@dataclass(frozen=True)
class _Lacks:
    """The tables that an edition lacks; `cut` where all of them come behind its own last."""

    kinds: tuple[Kind, ...]
    cut: bool


@dataclass(frozen=True)
class _Ends:
    """Where an edition was perhaps cut: its last duty, and the other edition's duties behind the
    last that it has too; none where it was not."""

    last: tuple[Kind, int] | None = None
    behind: frozenset[tuple[Kind, int]] = frozenset()


def _lacks(edition: DutyList, other: DutyList) -> _Lacks:
    own, theirs = ([table.kind for table in one.lists] for one in (edition, other))
    kinds = tuple(dict.fromkeys(kind for kind in theirs if kind not in own))
    shared = [at for at, kind in enumerate(theirs) if kind in own]
    cut = bool(kinds and shared) and all(theirs.index(kind) > shared[-1] for kind in kinds)
    return _Lacks(kinds, cut)


def _ends(lacks: _Lacks, edition: DutyList, other: DutyList, alone: set[tuple[Kind, int]]) -> _Ends:
    """Where the edition, cut before a table, perhaps ends: the places of its last duty, and of the
    other's duties behind the last one that it has too."""
    last = edition.lists[-1] if edition.lists else None
    table = other.table(last.kind) if last else None
    if not lacks.cut or last is None or table is None:
        return _Ends()
    behind = takewhile(
        lambda place: place in alone,
        ((last.kind, at) for at in reversed(range(len(table.duties)))),
    )
    return _Ends((last.kind, len(last.duties) - 1), frozenset(behind))


def _told(
    change: DutyChange,
    had: Sequence[PlacedDuty],
    has: Sequence[PlacedDuty],
    lacks: _Lacks,
    ends: _Ends,
    edition: str,
) -> DutyChange:
    names = "、".join(KIND_NAMES[kind] for kind in lacks.kinds)
    if not has and any(one.list in lacks.kinds for one in had):
        doubt = said("reading.no_table", edition=edition, lists=names)
    elif (not has and any(one.place in ends.behind for one in had)) or (
        change.kinds != ("same",) and had and any(one.place == ends.last for one in has)
    ):
        doubt = said("reading.cut", edition=edition, lists=names)
    else:
        return change
    return replace(change, reading_doubts=(*change.reading_doubts, doubt))
