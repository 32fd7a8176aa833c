"""Corrections out into a file, in from a file, over from another edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.exchange import (
    Taken,
    Wanted,
    dump_corrections,
    load_corrections,
    other_township,
    take_over,
    wanted_of,
)
from dutylist.app.corrections.lay_over import Corrected, described
from dutylist.app.corrections.left_over import is_kept, kept_of
from dutylist.app.corrections.model import LONGEST_TEXT, Place, describe
from dutylist.app.web.duty_view import CorrectionView, correction_view
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.file_names import edition_file_name
from dutylist.app.web.pages import address, download, office, opened, page, say_once, uploaded
from dutylist.app.web.steps import Signed, keep_names, remember_who, until_kept
from dutylist.app.web.stored import now
from dutylist.compare.identity import township_of

router = APIRouter(prefix="/editions/{identity}/corrections")

MOST_BYTES = 50 << 20
"""Bytes of a corrections file: those of the largest list."""


@router.get("")
def corrections(request: Request, identity: str) -> Response:
    """All corrections of an edition, undone ones too, and the ways in and out."""
    return _page(request, opened(request, identity))


@router.get("/export")
def export(request: Request, identity: str) -> Response:
    """The corrections that stand, as a file for another reading of the list."""
    edition = opened(request, identity)
    text = dump_corrections(edition.corrected, edition.edition.file_name, edition.edition.sha256)
    name = edition_file_name(edition, office(request).store.editions(), "更正", ".json")
    return download(text, name, "application/json")


@router.post("/import")
def bring_in(
    request: Request,
    identity: str,
    file: Annotated[UploadFile, Form()],
    same_list: Annotated[bool, Form()] = False,
) -> Response:
    """Take in the corrections of a file that fit."""
    content = uploaded(file, MOST_BYTES, "更正文件太大，请核对是不是选错了文件。")
    name = file.filename or "更正文件"
    held = load_corrections(content.decode("utf-8", "replace"), name)
    return _take(request, identity, held.wanted, held.township, same_list=same_list)


@router.post("/take")
def carry_over(
    request: Request,
    identity: str,
    other: Annotated[str, Form()],
    same_list: Annotated[bool, Form()] = False,
) -> Response:
    """Take over the corrections of another edition that fit."""
    if other == identity:
        raise HTTPException(400, "请选另一份清单。")
    found = opened(request, other)
    wanted = wanted_of(found.corrected)
    return _take(request, identity, wanted, township_of(found.now), same_list=same_list)


@router.post("/left/{left}")
def decide(
    request: Request,
    identity: str,
    left: str,
    signed: Signed,
    old: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    do: Annotated[bool, Form()] = False,
) -> Response:
    """Do here what was put right in the other edition, or leave it; `old` is what the page showed
    that is here now."""
    edition, store = opened(request, identity), office(request).store
    found = next((one for one in edition.left if one.id == left), None)
    if found is None:
        raise HTTPException(404, "这一处已经决定过了，请刷新页面。")
    if do:
        offered = found.offered
        if offered is None or offered.old != old.replace("\r\n", "\n"):
            raise HTTPException(409, "这一处刚被别人改过。请刷新后核对，再决定。")
        made = replace(offered, who=signed.who, at=now())
        if not store.take_corrections(edition.edition, [made]):
            raise HTTPException(409, "这份清单刚被别人改过。请刷新后核对，再决定。")
    store.undo_correction(identity, left, signed.who)
    response = RedirectResponse(address("editions", identity, "corrections") + "#left", 303)
    remember_who(response, signed.who)
    done = "照办了" if do else "不照办，不再列出"
    say_once(response, f"{done}：{describe(found.offered or found.was)}。署名{signed.who}。")
    return response


def _take(
    request: Request, identity: str, wanted: Sequence[Wanted], township: str, *, same_list: bool
) -> Response:
    """Take what fits; where the corrections are another township's, the clerk is told."""
    store = office(request).store

    def once() -> Taken | None:
        edition = opened(request, identity)
        standing = store.corrections(identity)
        taken = take_over(edition.read, standing, wanted, same_list=same_list, here=identity)
        new = [*taken.corrections, *kept_of(taken.told, identity)]
        kept = not new or store.take_corrections(edition.edition, new)
        return taken if kept else None

    taken = until_kept(once)
    keep_names(request, identity)
    edition = opened(request, identity)
    strange = township if other_township(township, edition.read) else ""
    return _page(request, edition, taken, strange)


def _page(
    request: Request, edition: OpenEdition, taken: Taken | None = None, strange: str = ""
) -> Response:
    others = [one for one in office(request).store.editions() if one.id != edition.edition.id]
    # Those of the same township first: most likely it is the same list or its last edition.
    others.sort(key=lambda one: one.township != edition.edition.township)
    return page(
        request,
        "corrections.html",
        opened=edition,
        entries=_entries(edition.corrected),
        others=others,
        taken=taken,
        strange=strange,
        told=taken.told if taken else (),
        own=[(describe(one.correction), one.why) for one in taken.told if not is_kept(one)]
        if taken
        else [],
        left=[(one, describe(one.offered or one.was)) for one in edition.left],
        tab="corrections",
    )


def _entries(corrected: Corrected) -> list[tuple[CorrectionView, str, Place | None]]:
    """The last ones first, before them what is to be looked at."""
    latest = [*reversed(corrected.applied)]
    latest.sort(key=lambda one: one.state != "lost")
    return [
        (correction_view(one), described(corrected, one), next(iter(one.rows), None))
        for one in latest
    ]
