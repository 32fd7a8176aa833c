"""Documents to download or print."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, Response

from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.documents import document
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.file_names import download_name
from dutylist.app.web.pages import office, opened
from dutylist.app.web.wishes import FORMATS, What, Wish
from dutylist.records.errors import EmptyListError
from dutylist.records.named_duties import named_duties

router = APIRouter()

MOST_YEARS = 12
"""Editions in one history: more columns no sheet has room for."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
    "html": "application/octet-stream",
}


@router.get("/editions/{identity}/documents/{what}.{form}")
def of_edition(
    request: Request,
    identity: str,
    what: What,
    form: str,
    department: str = "",
    layout: Literal["a5", "a4-4up"] = "a5",
    whose: Annotated[str, Query(max_length=100)] = "",
    as_printed: bool = False,
    stated: bool = False,
    with_source: bool = False,
    duties: Annotated[str, Query(max_length=200)] = "",
    show: bool = False,
) -> Response:
    """A document of one edition; with `show` in the browser's own viewer, to print it."""
    edition = opened(request, identity)
    if what in ("comparison", "notices", "history") or form not in FORMATS[what]:
        raise HTTPException(404, "没有这种文件。")
    known = {one.name for one in edition.now.departments}
    if (department and department not in known) or (what == "excerpt" and not department):
        raise HTTPException(404, f"清单中没有“{department}”这个部门。")
    if what == "handout" and not whose:
        raise HTTPException(404, "请选择人员或站所。")
    if with_source and edition.edition.suffix != ".pdf":
        raise HTTPException(400, "原件不是 PDF，附不上原件的有关各页。")
    if duties:
        try:
            named_duties(edition.now, duties)
        except EmptyListError as error:
            raise HTTPException(400, str(error)) from error
    wish = Wish(what, form, department, layout, whose, as_printed, stated, with_source, duties)
    return _answer(request, wish, show, edition)


@router.get("/compare/documents/{what}.{form}")
def of_comparison(
    request: Request, what: What, form: str, old: str, new: str, show: bool = False
) -> Response:
    """A document of the comparison of two editions."""
    if what not in ("comparison", "notices") or form not in FORMATS[what]:
        raise HTTPException(404, "没有这种文件。")
    return _answer(request, Wish(what, form), show, opened(request, old), opened(request, new))


@router.get("/history/documents/history.{form}")
def of_history(request: Request, form: str, edition: Annotated[list[str], Query()]) -> Response:
    """The life of each duty and office through several editions, the oldest first."""
    if form not in FORMATS["history"]:
        raise HTTPException(404, "没有这种文件。")
    editions = [opened(request, one) for one in dict.fromkeys(edition)]
    if not 2 <= len(editions) <= MOST_YEARS:
        raise HTTPException(400, f"请选 2 到 {MOST_YEARS} 份清单。")
    editions.sort(key=lambda one: one.identity.issued)
    return _answer(request, Wish("history", form), False, *editions)


def _answer(request: Request, wish: Wish, show: bool, *editions: OpenEdition) -> Response:
    try:
        path = document(office(request).settings, wish, *editions)
    except TaskFailedError as error:
        raise HTTPException(500, f"文件没有做成：{error}") from error
    name = download_name(wish, editions, office(request).store.editions(), path.suffix)
    inline = show and path.suffix == ".pdf"
    return FileResponse(
        path,
        media_type=MEDIA_TYPES.get(path.suffix.lstrip("."), "application/octet-stream"),
        filename=name,
        content_disposition_type="inline" if inline else "attachment",
    )
