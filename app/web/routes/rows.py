"""Which rows a list has: a person adds or strikes one, cuts one in two, makes one of two."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.lay_over import apply_corrections, duty_target
from dutylist.app.corrections.model import (
    LONGEST_ROW,
    LONGEST_TEXT,
    Correction,
    Field,
    Place,
    row_texts,
)
from dutylist.app.web.duty_page import WAYS, Way
from dutylist.app.web.duty_view import duty_view
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.pages import address, office, page
from dutylist.app.web.steps import AtDuty, Signed, remember_who
from dutylist.records.model import DutyTable

router = APIRouter(prefix="/editions/{identity}/lists/{number}/duties/{position}/rows")

FIELDS: dict[Way, Field] = {
    "before": "row added",
    "after": "row added",
    "strike": "row struck",
    "split": "row split",
    "join": "rows joined",
}


@router.get("")
def ask(request: Request, at: AtDuty, how: Way) -> Response:
    """The row's cells beside its picture, to say what rows there are instead."""
    edition, place, _ = at.now()
    old, new = _texts(edition, place, how)
    return page(
        request,
        "rows.html",
        opened=edition,
        tab=f"list-{at.number}",
        duty=duty_view(edition, place),
        following=duty_view(edition, _next(place)) if how == "join" else None,
        columns=[column.text for column in edition.now.lists[at.number - 1].columns],
        how=how,
        ways=WAYS,
        old=row_texts(*old),
        new=new,
    )


@router.post("")
def change(
    request: Request,
    at: AtDuty,
    signed: Signed,
    how: Annotated[Way, Form()],
    old: Annotated[str, Form(max_length=LONGEST_ROW)] = "",
    cells: Annotated[list[str], Form()] = [],  # noqa: B006
    page_number: Annotated[int, Form(ge=0, le=9_999)] = 0,
) -> Response:
    """Keep what a person says of the rows, and show the first of those that came of it."""
    if any(len(cell) > LONGEST_TEXT for cell in cells):
        raise HTTPException(400, f"一栏最多 {LONGEST_TEXT} 个字。")
    edition, place, _ = at.now()
    width = len(edition.now.lists[at.number - 1].columns)
    clean = [cell.replace("\r\n", "\n").strip() for cell in cells]
    rows = [tuple(clean[at : at + width]) for at in range(0, len(clean), width)]
    wanted = {"strike": 0, "split": 2}.get(how, 1)
    if len(rows) != wanted or any(len(row) != width or not any(row) for row in rows):
        raise HTTPException(400, "每一项都要有文字：请按原件填写各栏。")
    was = _texts(edition, place, how)[0]
    if old != row_texts(*was):
        raise HTTPException(409, "这一行刚被别人改过。请返回后刷新，再决定怎样更正。")
    correction = Correction(
        *("new", FIELDS[how], duty_target(edition.read, place, now=edition.corrected)),
        row_texts(*was) if was else "",
        row_texts(*rows, page=page_number, before=how == "before") if rows else "",
        *(signed.who, "9999"),
    )
    standing = [one.correction for one in edition.corrected.applied]
    tried = apply_corrections(edition.read, [*standing, correction])
    if tried.applied[-1].state == "as read":
        raise HTTPException(400, "清单里已经有这样的行，不用再改。")
    if tried.applied[-1].state != "stands":
        raise HTTPException(400, "这样改不成：行的内容对不上，请刷新后再试。")
    kept = office(request).store.add_correction(
        *(edition.edition, correction.field, correction.target),
        *(correction.old, correction.new, signed.who, signed.reason),
    )
    if not kept:
        raise HTTPException(409, "这份清单刚被别人改过。请返回后刷新，再决定怎样更正。")
    response = RedirectResponse(_where(at.identity, tried.duty_list.lists, place, how), 303)
    remember_who(response, signed.who)
    return response


def _texts(
    edition: OpenEdition, place: Place, how: Way
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The rows that are to change as they are now, and what is offered instead."""
    duties = edition.now.lists[place.table - 1].duties
    cells = duties[place.position - 1].cells
    none = ("",) * len(cells)
    if how == "strike":
        return [cells], []
    if how == "split":
        return [cells], [cells, none]
    if how == "join":
        if place.position >= len(duties):
            raise HTTPException(400, "这是最后一行，后面没有可以并的。")
        other = duties[place.position].cells
        joined = [
            one if one == two else "\n".join(filter(None, (one, two)))
            for one, two in zip(cells, other, strict=True)
        ]
        return [cells, other], [tuple(joined)]
    return [], [none]


def _next(place: Place) -> Place:
    return Place(place.table, place.position + 1)


def _where(identity: str, lists: tuple[DutyTable, ...], place: Place, how: Way) -> str:
    """Where to go on: the row that came of it, or what stands now where one was struck."""
    position = place.position + (how == "after")
    length = len(lists[place.table - 1].duties)
    if not length:
        return address("editions", identity, "lists", place.table)
    return address("editions", identity, "lists", place.table, "duties", min(position, length))
