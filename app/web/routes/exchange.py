"""Corrections out into a file, in from a file, over from another edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

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
from dutylist.app.corrections.model import Place, describe
from dutylist.app.web.duty_view import CorrectionView, correction_view
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.file_names import edition_file_name
from dutylist.app.web.pages import download, office, opened, page, uploaded
from dutylist.app.web.steps import keep_names, until_kept
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


def _take(
    request: Request, identity: str, wanted: Sequence[Wanted], township: str, *, same_list: bool
) -> Response:
    """Take what fits; where the corrections are another township's, the clerk is told."""
    store = office(request).store

    def once() -> Taken | None:
        edition = opened(request, identity)
        standing = store.corrections(identity)
        taken = take_over(edition.read, standing, wanted, same_list=same_list, here=identity)
        kept = not taken.corrections or store.take_corrections(edition.edition, taken.corrections)
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
        told=[(describe(one.correction), one.why) for one in taken.told] if taken else [],
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
