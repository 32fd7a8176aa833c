"""The file's own pages: their pictures, and where a duty's clauses stand on them."""

from __future__ import annotations

from dataclasses import astuple

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.clause_places import clause_places
from dutylist.app.web.pages import known, office, opened, place_of
from dutylist.app.web.pictures import page_picture
from dutylist.app.web.printed import lines_of_page

router = APIRouter(prefix="/editions/{identity}")


@router.get("/pages/{number}.png")
def picture(request: Request, identity: str, number: int) -> Response:
    """The picture of a page of a file of fixed pages."""
    found = known(request, identity)
    if not 1 <= number <= len(found.pages):
        raise HTTPException(404, "没有这一页。")
    here = office(request)
    source = here.store.file(found.id, found.suffix)
    try:
        path = page_picture(here.settings, here.store.pictures(found.id), source, number)
    except TaskFailedError as error:
        raise HTTPException(500, f"画不出这一页：{error}") from error
    return FileResponse(
        path, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"}
    )


@router.get("/lists/{number}/duties/{position}/places.json")
def places(request: Request, identity: str, number: int, position: int) -> Response:
    """Where each clause of a duty stands: by its anchor the boxes of its lines, each as page, x0,
    top, x1 and bottom. {} where that is not known."""
    edition = opened(request, identity)
    duty = edition.duty(place_of(edition, number, position))
    assert duty is not None
    here = office(request)
    source = here.store.file(identity, edition.edition.suffix)
    folder = here.store.pictures(identity)
    pages = [page for page in duty.source.pages if 1 <= page <= len(edition.edition.pages)]
    try:
        lines = [
            line
            for page in (pages if duty.source.boxes else ())
            for line in lines_of_page(here.settings, folder, source, page)
        ]
    except TaskFailedError:
        # The cells are outlined all the same.
        lines = []
    found = clause_places(duty, lines)
    return JSONResponse({name: [astuple(box) for box in boxes] for name, boxes in found.items()})
