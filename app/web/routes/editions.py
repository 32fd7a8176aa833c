"""Files in, and the editions that came of them."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response

from dutylist.app.corrections.statement import correction_lines
from dutylist.app.web.documents import faces_told
from dutylist.app.web.editions import summary_of
from dutylist.app.web.pages import address, known, office, opened, page, say_once, wants_fragment
from dutylist.app.web.pairs import latest_pair
from dutylist.app.web.store import Store
from dutylist.extract.read import readable_endings
from dutylist.records.model import KIND_NAMES
from dutylist.render.views.dates import printed_date

router = APIRouter()

TOWNSHIPS_A_PAGE = 100
"""Townships on one page of the home page: a county has some thirty, a province thousands."""


@router.get("/")
def home(
    request: Request,
    place: Annotated[str, Query(max_length=100)] = "",
    part: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """The editions, of places that have these words in their names, the drop zone and the jobs."""
    return page(request, "home.html", **_home(request, place.strip(), part))


@router.post("/files")
def receive(request: Request, files: Annotated[list[UploadFile], Form()]) -> Response:
    """Take in uploaded files and begin to read them."""
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise HTTPException(400, "没有选择文件。")
    for file in chosen:
        office(request).readers.receive(file.filename or "", file.file)
    if wants_fragment(request):
        return _jobs_fragment(request)
    return RedirectResponse("/", 303)


@router.get("/jobs")
def jobs(request: Request) -> Response:
    """How far the reading is; htmx asks again while something is going on."""
    return _jobs_fragment(request)


@router.post("/jobs/{identity}/{action}")
def act_on_job(request: Request, identity: str, action: str) -> Response:
    """Do a failed job again, or take an ended one off the list."""
    here = office(request)
    job = here.store.job(identity)
    if job is None or job.active or action not in ("retry", "forget"):
        raise HTTPException(404, "没有这个任务，请刷新页面。")
    if action == "retry":
        here.readers.retry(job)
    else:
        here.readers.forget(job)
    return _jobs_fragment(request) if wants_fragment(request) else RedirectResponse("/", 303)


@router.get("/editions/{identity}")
def edition(request: Request, identity: str) -> Response:
    """The edition's first list."""
    opened(request, identity)
    return RedirectResponse(address("editions", identity, "lists", 1), 303)


@router.post("/editions/{identity}/read")
def read_again(request: Request, identity: str) -> Response:
    """Read an edition's file anew."""
    office(request).readers.read_again(known(request, identity))
    return RedirectResponse("/", 303)


@router.post("/editions/{identity}/delete")
def delete(request: Request, identity: str) -> Response:
    """Forget an edition; the home page says which."""
    found = known(request, identity)
    office(request).store.delete_edition(found)
    issued = printed_date(found.issued) or "未注明日期"
    response = RedirectResponse("/", 303)
    say_once(response, f"已删除：{found.township} {issued}（{found.file_name}）。")
    return response


@router.get("/editions/{identity}/files")
def files(request: Request, identity: str) -> Response:
    """Documents to print or download, the file itself, reading again, deleting."""
    edition = opened(request, identity)
    lines = list(correction_lines(edition.corrected))
    return page(
        *(request, "files.html"),
        opened=edition,
        stated=bool(lines),
        appended=any(one.printed for one in lines),
        stand_ins=faces_told(),
        tab="files",
    )


@router.get("/editions/{identity}/file")
def source_file(request: Request, identity: str) -> Response:
    """The file as it was uploaded, always as a download."""
    found = known(request, identity)
    return FileResponse(
        office(request).store.file(found.id, found.suffix),
        media_type="application/octet-stream",
        filename=found.file_name,
    )


def _jobs_fragment(request: Request) -> Response:
    response = page(request, "jobs.html", **_jobs(request))
    response.headers["HX-Trigger"] = "editions-changed"
    return response


def _jobs(request: Request) -> dict[str, Any]:
    store = office(request).store
    jobs = store.jobs()
    ended = {one.edition for one in jobs if one.state == "done"}
    return {"jobs": jobs, "lost": {identity: _lost(store, identity) for identity in ended}}


def _lost(store: Store, identity: str) -> int:
    """How many of an edition's corrections its file, as read now, has no place for."""
    found = store.edition(identity) if identity else None
    return int(summary_of(store, found).get("lost", 0)) if found else 0


def _home(request: Request, place: str, part: int) -> dict[str, Any]:
    here = office(request)
    editions = here.store.editions()
    found = [
        (township, list(group))
        for township, group in groupby(editions, key=lambda one: one.township)
        if place in township
    ]
    townships = [
        (township, [(one, summary_of(here.store, one)) for one in group])
        for township, group in found[(part - 1) * TOWNSHIPS_A_PAGE : part * TOWNSHIPS_A_PAGE]
    ]
    return {
        "place": place,
        "part": part,
        "parts": max(1, -(-len(found) // TOWNSHIPS_A_PAGE)),
        "total": len(editions),
        **_jobs(request),
        "townships": townships,
        "pairs": latest_pair(here.store, editions),
        "kind_names": KIND_NAMES,
        "endings": (*readable_endings(), ".zip"),
        "max_upload": here.settings.max_upload,
    }
