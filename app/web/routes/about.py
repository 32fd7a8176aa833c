"""What an edition says of itself: its title, places and date, and its lists' titles."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.model import Target
from dutylist.app.web.pages import address, opened, page
from dutylist.app.web.steps import Signed, keep_names, keep_one, remember_who

router = APIRouter(prefix="/editions/{identity}/about")

_ISSUED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@router.get("")
def about(request: Request, identity: str) -> Response:
    """The edition's own words, to be corrected."""
    return page(request, "about.html", opened=opened(request, identity), tab="about")


@router.post("")
def correct(
    request: Request,
    identity: str,
    signed: Signed,
    field: Annotated[Literal["title", "region", "issued", "list title"], Form()],
    new: Annotated[str, Form(max_length=200)] = "",
    number: Annotated[int, Form()] = 0,
) -> Response:
    """Keep a correction of the edition's title, places or date, or of a list's title."""
    edition = opened(request, identity)
    new, target = " ".join(new.split()), Target()
    if field == "issued" and new and not _ISSUED.fullmatch(new):
        raise HTTPException(400, "日期请写成 2025-07 或 2025-07-15，只知道年份就写 2025。")
    if field == "list title":
        table = edition.table(number)
        if table is None:
            raise HTTPException(404, "没有这个清单。")
        was, target = table.title, Target(kind=table.kind, name=table.title)
    else:
        now = edition.now
        was = {"title": now.title, "region": " ".join(now.region), "issued": now.issued}[field]
    if new != was:
        keep_one(request, identity, field, target, was, new, signed)
        keep_names(request, identity)
    response = RedirectResponse(address("editions", identity, "about"), 303)
    remember_who(response, signed.who)
    return response
