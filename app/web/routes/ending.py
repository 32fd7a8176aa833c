"""Ending the program by a button."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from dutylist.app.web.pages import office, page

router = APIRouter()


@router.get("/stop")
def ask(request: Request) -> Response:
    """What is going on, before the program is ended."""
    _refuse_others(request)
    active = [one for one in office(request).store.jobs() if one.active]
    return page(request, "stop.html", active=active, stopped=False)


@router.post("/stop")
def stop(request: Request) -> Response:
    """End the program once this is answered."""
    _refuse_others(request)
    response = page(request, "stop.html", active=[], stopped=True)
    response.background = BackgroundTask(request.app.state.stop)
    return response


def _refuse_others(request: Request) -> None:
    """Where several people share the program, whoever started it ends it."""
    if office(request).settings.people is not None:
        raise HTTPException(403, "几个人共用时，由启动程序的人结束（在启动的窗口按 Ctrl-C）。")
