"""The page of a duty: what its template is filled with, and the answer to a step beside it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.model import Place
from dutylist.app.web.assignments import row_view
from dutylist.app.web.duty_view import duty_view
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.listing import ONLY_NAMES, Filters, Only, category_choices, matching
from dutylist.app.web.pages import address, page, say_once, wants_fragment
from dutylist.app.web.steps import DutyAddress, remember_who

SETTLED = ("按原件无误", "已另行处理", "不处理")
"""What a person can say of a finding that needs no correction."""

Way = Literal["before", "after", "strike", "split", "join"]

WAYS: dict[Way, str] = {
    "split": "这一行其实是两项",
    "join": "和下一行其实是一项",
    "strike": "原件没有这一项",
    "before": "上面漏了一项",
    "after": "下面漏了一项",
}
"""What a person can say of a row that was read wrongly."""


def shown_duty(
    edition: OpenEdition, place: Place, filters: Filters, notice: str = ""
) -> dict[str, Any]:
    """What the template of a duty is filled with."""
    before, after = _neighbours(edition, place, filters)
    here = (place.table, place.position)
    noted = sorted((one.table, one.position) for one in edition.by_place)
    return {
        "last_finding": next((Place(*one) for one in reversed(noted) if one < here), None),
        "next_finding": next((Place(*one) for one in noted if one > here), None),
        "opened": edition,
        "duty": duty_view(edition, place),
        "assignment": row_view(edition, place),
        "before": before,
        "after": after,
        "filter_values": asdict(filters),
        "words": filters.words,
        "ways": SETTLED,
        "row_ways": WAYS,
        "notice": notice,
        "all_departments": [one.name for one in edition.now.departments],
        "all_categories": [
            one.value for one in category_choices(edition.now.lists[place.table - 1])
        ],
    }


def with_duty(at: DutyAddress, notice: str, who: str) -> Response:
    """The duty as it is now, or the way back to it."""
    request = at.request
    if not wants_fragment(request):
        back = address("editions", at.identity, "lists", at.number, "duties", at.position)
        response: Response = RedirectResponse(back, 303)
        remember_who(response, who)
        say_once(response, notice)
        return response
    edition, place, _ = at.now()
    response = page(
        request, "duty.html", **shown_duty(edition, place, filters_here(request), notice)
    )
    response.headers["HX-Trigger"] = "corrected"
    remember_who(response, who)
    return response


def filters_here(request: Request) -> Filters:
    """The filters of the page that a form beside a duty was sent from, by htmx: what is before and
    after it stays so."""
    query = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query)
    said = {name: texts[0][:200] for name, texts in query.items()}
    only: Only = next((one for one in ONLY_NAMES if one == said.get("only")), "")
    return Filters(
        said.get("query", ""), said.get("category", ""), said.get("department", ""), only
    )


def _neighbours(
    edition: OpenEdition, place: Place, filters: Filters
) -> tuple[Place | None, Place | None]:
    """The duties before and after one, among those that the filters leave."""
    places = matching(edition, place.table, filters)
    before = [one.position for one in places if one.position < place.position]
    after = [one.position for one in places if one.position > place.position]
    return (
        Place(place.table, before[-1]) if before else None,
        Place(place.table, after[0]) if after else None,
    )
