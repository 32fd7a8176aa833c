"""Searching all editions at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dutylist.app.web.editions import OpenEdition, UnreadableError, open_edition
from dutylist.app.web.listing import Filters, Row, matching, rows, unfolded
from dutylist.app.web.pages import office, page

router = APIRouter()

MOST_ROWS = 30
"""Duties shown of one edition; the others are told by their number and a link."""

LOOKED_THROUGH = 30
"""Editions that are opened for one page, each some 45 ms: of 3,000 it would take minutes."""


@dataclass(frozen=True)
class Hits:
    """The duties of an edition that the words are found in: the first ones of each list (its number
    from 1, its kind), and how many there are."""

    opened: OpenEdition
    lists: tuple[tuple[int, str, tuple[Row, ...], int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for *_, count in self.lists)


@router.get("/search")
def search(
    request: Request,
    query: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The duties in which all words stand, of so many of the editions that have the words, from
    `start` on."""
    filters = Filters(query)
    store = office(request).store
    editions = (
        store.editions_with([unfolded(word) for word in query.split()]) if filters.words else []
    )
    found: list[Hits] = []
    for identity in editions[start : start + LOOKED_THROUGH]:
        try:
            opened = open_edition(store, identity)
        except UnreadableError:
            continue
        hits = _hits(opened, filters) if opened else None
        if hits and hits.total:
            found.append(hits)
    return page(
        request,
        "search.html",
        query=query,
        words=filters.words,
        found=found,
        start=start,
        end=min(start + LOOKED_THROUGH, len(editions)),
        count=len(editions),
    )


def _hits(opened: OpenEdition, filters: Filters) -> Hits:
    lists = []
    for number, table in enumerate(opened.now.lists, start=1):
        places = matching(opened, number, filters)
        if places:
            shown = tuple(rows(opened, places[:MOST_ROWS]))
            lists.append((number, table.kind, shown, len(places)))
    return Hits(opened, tuple(lists))
