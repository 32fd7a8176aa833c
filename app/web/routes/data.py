"""All data out into one file, and in again."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from dutylist.app.web.pages import office, page
from dutylist.app.web.transfer import export_all, export_name, import_all

router = APIRouter(prefix="/data")


@router.get("")
def data(request: Request) -> Response:
    """Where the data lie, taking them along, bringing them in."""
    return page(request, "data.html", folder=office(request).settings.folder, imported=None)


@router.get("/export")
def export(request: Request) -> Response:
    """All data as one ZIP file."""
    store = office(request).store
    descriptor, name = tempfile.mkstemp(dir=store.folder, prefix="part-", suffix=".zip")
    os.close(descriptor)
    path = Path(name)
    try:
        export_all(store, path)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type="application/zip",
        filename=export_name(),
        background=BackgroundTask(path.unlink),
    )


@router.post("/import")
def bring_in(request: Request, file: Annotated[UploadFile, Form()]) -> Response:
    """Take over the data of an export."""
    here = office(request)
    imported = import_all(here.store, file.file, here.settings.max_import)
    return page(request, "data.html", folder=here.settings.folder, imported=imported)
