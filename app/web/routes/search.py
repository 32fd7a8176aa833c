"""Searching all editions at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dutylist.app.corrections.model import Place
from dutylist.app.web.editions import OpenEdition, UnreadableError, open_edition
from dutylist.app.web.listing import Filters, Row, called_so, matching, rows, says, unfolded
from dutylist.app.web.pages import office, page

router = APIRouter()

MOST_ROWS = 30
"""Duties shown of one edition; the others are told by their number and a link."""

LOOKED_THROUGH = 30
"""Editions that are opened for one page, each some 45 ms: of 3,000 it would take minutes."""


_Lists = tuple[tuple[int, str, tuple[Row, ...], int], ...]


@dataclass(frozen=True)
class Hits:
    """The duties of an edition that the words are found in: the first ones of each list (its number
    from 1, its kind), and how many there are. `lists` are those whose texts have the words,
    `by_name` those that are found by another name of their departments alone, `offices`."""

    opened: OpenEdition
    lists: _Lists
    by_name: _Lists
    offices: tuple[str, ...]

    @property
    def total(self) -> int:
        """All whose texts have the words."""
        return sum(count for *_, count in self.lists)

    @property
    def named(self) -> int:
        """All that are found by another name of their departments."""
        return sum(count for *_, count in self.by_name)


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
        if hits and (hits.total or hits.named):
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
    found = [
        place
        for number in range(1, len(opened.now.lists) + 1)
        for place in matching(opened, number, filters)
    ]
    own = [place for place in found if says(opened, place, filters.words)]
    others = [place for place in found if place not in own]
    offices = called_so(opened, filters.words) if others else ()
    return Hits(
        opened, _by_list(opened, own), _by_list(opened, others), tuple(dict.fromkeys(offices))
    )


def _by_list(opened: OpenEdition, places: list[Place]) -> _Lists:
    """The first duties of each list, and how many there are."""
    return tuple(
        (number, opened.now.lists[number - 1].kind, tuple(rows(opened, its[:MOST_ROWS])), len(its))
        for number, group in groupby(places, key=lambda one: one.table)
        if (its := list(group))
    )
