"""Private characters of old typesetting programs: named once by the clerk, for all files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response

from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.pages import office, opened, page, uploaded
from dutylist.app.web.private_characters import may_have_private, private_characters_of
from dutylist.app.web.told import CHARACTERS, MOST_TOLD, code_name, tell_characters, told_by
from dutylist.extract.lists.choices import is_one_sign, load_characters, private_character

router = APIRouter()


@router.get("/editions/{identity}/private-characters")
def private_characters(request: Request, identity: str) -> Response:
    """The private characters of an edition's file, and what they are said to be."""
    edition, here = opened(request, identity), office(request)
    try:
        found = private_characters_of(
            here.settings, here.store.file(identity, edition.edition.suffix), edition
        )
    except TaskFailedError as error:
        raise HTTPException(500, f"没有读成：{error}") from error
    said = told_by(here.settings.folder).characters
    told = {code_name(one): meant for one, meant in said.items()}
    here_too = {one.code for one in found}
    return page(
        *(request, "private_characters.html"),
        opened=edition,
        found=found,
        told=told,
        others=[(code, meant) for code, meant in told.items() if code not in here_too],
        tab="findings",
    )


@router.post("/editions/{identity}/private-characters")
def name_them(
    request: Request,
    identity: str,
    code: Annotated[list[str], Form()],
    meant: Annotated[list[str], Form()],
) -> Response:
    """Keep what private characters are; the files that may have them are read again."""
    opened(request, identity)
    named = {}
    for one, said in zip(code, (one.strip() for one in meant), strict=True):
        character = private_character(one)
        if not character or (said and not is_one_sign(said)):
            raise HTTPException(400, f"“{one}”要写成一个字；不知道的留空。")
        named[character] = said
    return _told(request, named)


@router.post("/private-characters")
def bring_in(request: Request, file: Annotated[UploadFile, Form()]) -> Response:
    """Take over a file of named characters, the command line's or another office's."""
    content = uploaded(file, MOST_TOLD, "文件太大，请核对是不是选错了文件。")
    with TemporaryDirectory() as folder:
        path = Path(folder) / CHARACTERS
        path.write_bytes(content)
        return _told(request, load_characters(path))


@router.get("/private-characters/" + CHARACTERS)
def named(request: Request) -> Response:
    """What was said, as the command line takes it (--characters)."""
    path = office(request).settings.folder / CHARACTERS
    if not path.is_file():
        raise HTTPException(404, "还没有说明过自造字。")
    return FileResponse(path, media_type="application/toml", filename=CHARACTERS)


def _told(request: Request, named: dict[str, str]) -> Response:
    """What is new of it is kept; the first page shows how the files are read again."""
    here = office(request)
    before = told_by(here.settings.folder).characters
    if any(before.get(one, "") != said for one, said in named.items()):
        tell_characters(here.settings.folder, named)
        for edition in here.store.editions():
            if may_have_private(here.store.records(edition.id)):
                here.readers.read_again(edition)
    return RedirectResponse("/", 303)
