"""The lists of an edition and its duties, searched and filtered; its charts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from dutylist.app.corrections.model import Place
from dutylist.app.web.charts import categories_chart, departments_chart
from dutylist.app.web.duty_page import shown_duty
from dutylist.app.web.editions import OpenEdition, level_counts
from dutylist.app.web.listing import (
    ONLY_NAMES,
    PAGE_LENGTH,
    Filters,
    Only,
    category_choices,
    department_choices,
    matching,
    rows,
)
from dutylist.app.web.pages import opened, page, wants_fragment
from dutylist.app.web.steps import AtDuty
from dutylist.records.findings import LEVEL_NAMES
from dutylist.records.model import KIND_NAMES

router = APIRouter(prefix="/editions/{identity}")


def filters_of(
    query: Annotated[str, Query(max_length=200)] = "",
    category: str = "",
    department: str = "",
    only: Only = "",
) -> Filters:
    """What an address says of the duties that are wanted."""
    return Filters(query, category, department, only)


Filtered = Annotated[Filters, Depends(filters_of)]


@router.get("/lists/{number}")
def one_list(
    request: Request,
    identity: str,
    number: int,
    filters: Filtered,
    part: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """A list of an edition, searched and filtered; part by part where it is long."""
    return _list_page(request, opened(request, identity), number, filters, part, None)


@router.get("/lists/{number}/duties/{position}")
def one_duty(
    request: Request,
    at: AtDuty,
    filters: Filtered,
    part: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """A duty: alone for htmx, else beside its list."""
    edition, place, _ = at.now()
    if wants_fragment(request):
        return page(request, "duty.html", **shown_duty(edition, place, filters))
    return _list_page(request, edition, at.number, filters, part, place)


@router.get("/charts")
def charts(request: Request, identity: str) -> Response:
    """Duties by category and by department."""
    edition = opened(request, identity)
    by_category = [
        (index, categories_chart(f"{KIND_NAMES[table.kind]}各类别的事项", table))
        for index, table in enumerate(edition.now.lists, start=1)
    ]
    return page(
        request,
        "charts.html",
        opened=edition,
        by_category=by_category,
        by_department=departments_chart(edition.now),
        tab="charts",
    )


def _list_page(
    request: Request,
    edition: OpenEdition,
    number: int,
    filters: Filters,
    part: int,
    place: Place | None,
) -> Response:
    table = edition.table(number)
    if table is None:
        raise HTTPException(404, "没有这个清单。")
    found = matching(edition, number, filters)
    others = {
        index: len(matching(edition, index, Filters(filters.query)))
        for index in range(1, len(edition.now.lists) + 1)
        if filters.query
    }
    start = (part - 1) * PAGE_LENGTH
    chosen = shown_duty(edition, place, filters) if place else {"duty": None}
    return page(
        request,
        "list.html",
        **{
            **chosen,
            "opened": edition,
            "tab": f"list-{number}",
            "number": number,
            "table": table,
            "rows": rows(edition, found[start : start + PAGE_LENGTH]),
            "total": len(found),
            "part": part,
            "parts": max(1, -(-len(found) // PAGE_LENGTH)),
            "others": others,
            "filters": filters,
            "filter_values": asdict(filters),
            "categories": category_choices(table),
            "departments": department_choices(edition, number),
            "only_names": ONLY_NAMES,
            "has_departments": any(duty.departments for duty in table.duties),
            "has_categories": any(duty.category for duty in table.duties),
            "level_counts": level_counts(edition),
            "first_finding": min(
                edition.by_place, key=lambda one: (one.table, one.position), default=None
            ),
            "general": [one for one in edition.findings if one.kind is None or not one.row],
            "level_names": LEVEL_NAMES,
        },
    )
