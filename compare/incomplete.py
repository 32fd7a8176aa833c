"""Lists that seem not to be whole: a table that the other edition has is not in them.

Then what seems to be taken away, or new, is perhaps only not in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from dutylist.compare.model import DutyChange, HeadChange, OfficeChange, PlacedDuty
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


def heads_in_doubt(
    heads: Sequence[HeadChange], old: DutyList, new: DutyList
) -> tuple[HeadChange, ...]:
    """The heads, those in doubt that stand on one side alone and perhaps in the missing part of the
    other: its missing list, and texts beside the lists."""
    lacks = {"old": (_lacks(new, old), said("editions.new"))}
    lacks["new"] = _lacks(old, new), said("editions.old")

    def told(head: HeadChange) -> HeadChange:
        if head.part not in ("list", "outside") or (head.wording.old and head.wording.new):
            return head
        missing, edition = lacks["old" if head.wording.old else "new"]
        return replace(head, doubt=_no_table(edition, missing)) if missing.kinds else head

    return tuple(map(told, heads))


def offices_in_doubt(
    offices: Sequence[OfficeChange], changes: Sequence[DutyChange], old: DutyList, new: DutyList
) -> tuple[OfficeChange, ...]:
    """The offices, those in doubt whose duties perhaps stand in what an edition lacks."""
    doubts = {
        "removed": _doubts(_lacks(new, old), said("editions.new")),
        "added": _doubts(_lacks(old, new), said("editions.old")),
    }

    def told(office: OfficeChange) -> OfficeChange:
        own = (one for at in office.changes for one in changes[at].reading_doubts)
        doubt = next((one for one in own if one in doubts[office.kind]), "")
        return replace(office, doubt=doubt) if doubt else office

    return tuple(map(told, offices))


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
    if not has and any(one.list in lacks.kinds for one in had):
        doubt = _no_table(edition, lacks)
    elif (not has and any(one.place in ends.behind for one in had)) or (
        change.kinds != ("same",) and had and any(one.place == ends.last for one in has)
    ):
        doubt = _cut(edition, lacks)
    else:
        return change
    return replace(change, reading_doubts=(*change.reading_doubts, doubt))


def _no_table(edition: str, lacks: _Lacks) -> str:
    return said("reading.no_table", edition=edition, lists=_names(lacks))


def _cut(edition: str, lacks: _Lacks) -> str:
    return said("reading.cut", edition=edition, lists=_names(lacks))


def _doubts(lacks: _Lacks, edition: str) -> tuple[str, str]:
    return _no_table(edition, lacks), _cut(edition, lacks)


def _names(lacks: _Lacks) -> str:
    return "、".join(KIND_NAMES[kind] for kind in lacks.kinds)
