"""Several old lists as one: townships that were merged, a county's book of two townships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
        notes=tuple(dict.fromkeys(one for edition in editions for one in edition.notes)),
    )
