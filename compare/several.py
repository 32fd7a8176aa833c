"""Several old lists as one: townships that were merged, a county's book of two townships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dutylist.compare.model import DutyChange
from dutylist.records.model import DutyList, DutyTable, Kind
from dutylist.records.township import township_in


def parts_of(edition: DutyList) -> tuple[DutyList, ...]:
    """The list; as several where a kind of table stands in it more than once."""
    groups: list[list[DutyTable]] = [[]]
    for table in edition.lists:
        if any(one.kind == table.kind for one in groups[-1]):
            groups.append([])
        groups[-1].append(table)
    if len(groups) == 1:
        return (edition,)
    return tuple(
        replace(
            edition,
            lists=tuple(group),
            township=township_in(one.title for one in group) or edition.township,
        )
        for group in groups
    )


def joined(editions: Sequence[DutyList]) -> DutyList:
    """One list with all tables of a kind in one, in the order of the editions."""
    if len(editions) == 1:
        return editions[0]
    first = editions[0]
    tables: dict[Kind, DutyTable] = {}
    for edition in editions:
        for table in edition.lists:
            known = tables.get(table.kind)
            if known is None:
                tables[table.kind] = table
                continue
            titles = dict.fromkeys((*known.title.split("；"), table.title))
            tables[table.kind] = replace(
                known, title="；".join(titles), duties=(*known.duties, *table.duties)
            )
    return replace(
        first,
        lists=tuple(tables.values()),
        departments=tuple(
            dict.fromkeys(one for edition in editions for one in edition.departments)
        ),
        # Their lists are joined: they are below none of one's own.
        notes=tuple(
            dict.fromkeys(replace(one, below=0) for edition in editions for one in edition.notes)
        ),
    )


def with_absent(changes: Sequence[DutyChange], origins: Sequence[str]) -> tuple[DutyChange, ...]:
    """The changes, those widened of whose new duties some old list (its name in `origins`) has
    nothing: for that township's part of the new one they are new duties."""
    having: defaultdict[tuple[Kind, int], set[str]] = defaultdict(set)
    for change in changes:
        for becomes in change.new:
            having[becomes.place] |= {was.origin for was in change.old}
    return tuple(_widened(change, having, origins) for change in changes)


def _widened(
    change: DutyChange,
    having: dict[tuple[Kind, int], set[str]],
    origins: Sequence[str],
) -> DutyChange:
    if not change.old:
        return change
    absent = tuple(
        name for name in origins if any(name not in having[one.place] for one in change.new)
    )
    if not absent:
        return change
    kinds = tuple(kind for kind in change.kinds if kind != "same")
    return replace(change, kinds=(*kinds, "widened"), absent=absent)
