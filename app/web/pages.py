"""Filling the templates: everything from outside is escaped, and unknown names are errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from dutylist.app.corrections.model import Place
from dutylist.app.web.editions import OpenEdition, open_edition
from dutylist.app.web.form_answers import FIELD
from dutylist.app.web.jobs import Readers
from dutylist.app.web.listing import hits
from dutylist.app.web.safety import TOKEN_FIELD, TOKEN_HEADER, Guard
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.stored import Edition
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import is_unnamed

WHO_COOKIE = "dutylist_who"

SAID_COOKIE = "dutylist_said"
"""What the next page says once: what has just been done."""

_LONGEST_SAID = 300
"""Characters of it: Chinese ones take nine bytes each, and a cookie holds 4,096."""

NO_EDITION = "没有这份清单，可能已经删除。"

_LONGEST_NAME = 40
"""Characters of a name that is taken from a cookie."""


class FieldError(HTTPException):
    """What is written in one field cannot be kept; `field` is its id on the page."""

    def __init__(self, field: str, text: str, status: int = 400) -> None:
        super().__init__(status, text, {FIELD: field})


@dataclass(frozen=True)
class Office:
    """What every route works with."""

    settings: Settings
    store: Store
    readers: Readers


def guard(request: Request) -> Guard:
    """What gives and knows the cookies of the application that serves a request."""
    found: Guard = request.app.state.guard
    return found


def office(request: Request) -> Office:
    """The data and settings of the application that serves a request."""
    found: Office = request.app.state.office
    return found


def opened(request: Request, identity: str) -> OpenEdition:
    """The edition that an address names; 404 where there is none."""
    edition = open_edition(office(request).store, identity)
    if edition is None:
        raise HTTPException(404, NO_EDITION)
    return edition


def known(request: Request, identity: str) -> Edition:
    """The edition, whether or not it can be opened; 404 where there is none."""
    found = office(request).store.edition(identity)
    if found is None:
        raise HTTPException(404, NO_EDITION)
    return found


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece of a page, not to go back to a whole one."""
    headers = request.headers
    return "hx-request" in headers and "hx-history-restore-request" not in headers


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled."""
    fragment = wants_fragment(request)
    said_now = "" if fragment else unquote(request.cookies.get(SAID_COOKIE, ""))
    text = _environment.get_template(template).render(
        token=request.state.token,
        token_field=TOKEN_FIELD,
        token_header=TOKEN_HEADER,
        who=signed_by(request),
        person=person(request),
        path=request.url.path,
        shared=office(request).settings.people is not None,
        said_now=said_now,
        **values,
    )
    response = HTMLResponse(text, status)
    if said_now:
        response.delete_cookie(SAID_COOKIE)
    return response


def say_once(response: Response, text: str) -> None:
    """Let the next page say what has been done."""
    shown = text if len(text) <= _LONGEST_SAID else text[: _LONGEST_SAID - 1] + "…"
    response.set_cookie(
        SAID_COOKIE, quote(shown), max_age=60, httponly=True, samesite="lax", path="/"
    )


def signed_by(request: Request) -> str:
    """The name that corrections from this browser were last signed with, by this very request
    perhaps."""
    remembered = unquote(request.cookies.get(WHO_COOKIE, ""))[:_LONGEST_NAME]
    return person(request) or getattr(request.state, "signed", "") or remembered


def person(request: Request) -> str:
    """The name under which somebody has come in with a password; "" where there are none."""
    name: str = request.state.person
    return name


def place_of(edition: OpenEdition, number: int, position: int) -> Place:
    """Where a duty stands, from its address; 404 where there is none."""
    place = Place(number, position)
    if edition.duty(place) is None:
        raise HTTPException(404, "没有这一项，清单可能重新读取过。")
    return place


def address(*parts: object, **query: object) -> str:
    """An address of the page: parts are escaped; empty values of the query are left out."""
    path = "/" + "/".join(quote(str(part), safe="") for part in parts)
    kept = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(kept)}" if kept else path


def of_file(place: str) -> str:
    """A finding's place, whose page is the file's: 文件第 50 页."""
    return re.sub(r"(?<!文件)第 (?=\d+ 页)", "文件第 ", place)


def place_name(edition: Edition) -> str:
    """What the page calls the place whose list an edition is."""
    return "没有写明乡镇" if is_unnamed(edition.township) else edition.township


def unnamed(edition: Edition) -> bool:
    """Whether neither cover, titles nor file name tell an edition's place, or its year."""
    return is_unnamed(edition.township) or not edition.issued


def megabytes(size: int) -> str:
    """A size in bytes, as people say it."""
    return f"{size / 1024:.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):.3g} MB"


def seconds_since(started: str) -> int:
    """Seconds since a time as the store writes it."""
    return max(0, int((datetime.now() - datetime.fromisoformat(started)).total_seconds()))


_environment = Environment(
    loader=PackageLoader("dutylist.templates", "web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    address=address,
    hits=hits,
    said=said,
    printed_date=printed_date,
    megabytes=megabytes,
    of_file=of_file,
    place_name=place_name,
    unnamed=unnamed,
    seconds_since=seconds_since,
)


def download(content: bytes | str, name: str, media_type: str) -> Response:
    """A file for the browser to keep under a name, which may be Chinese (RFC 5987)."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def uploaded(file: UploadFile, most: int, too_large: str) -> bytes:
    """What was sent, of `most` bytes; answers with 400 and a sentence where it is more."""
    content = file.file.read(most + 1)
    if len(content) > most:
        raise HTTPException(400, too_large)
    return content
