"""The help page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dutylist.app.web.pages import page
from dutylist.records.model import BASIS_NAMES

router = APIRouter()


@router.get("/help")
def guide(request: Request) -> Response:
    """What to do in which order, and what the words mean."""
    return page(request, "help.html", basis=BASIS_NAMES)
