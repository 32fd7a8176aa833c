"""Coming in with a name and a password, where the page has a password file, and leaving."""

from __future__ import annotations

import math
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.web.entry import LONGEST_NAME, LONGEST_PASSWORD, People, Visitor, cookie_value
from dutylist.app.web.pages import guard, office, page
from dutylist.app.web.safety import LOGIN

router = APIRouter()


@router.get(LOGIN)
def form(request: Request) -> Response:
    """The form that asks for name and password."""
    _people(request)
    return page(request, "login.html", problem="")


@router.post(LOGIN)
def come_in(
    request: Request,
    person: Annotated[str, Form(max_length=LONGEST_NAME)],
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD)],
) -> Response:
    """Let somebody in under a name."""
    people = _people(request)
    person = person.strip()
    if wait := people.wait(person):
        problem = f"密码错得太多，请过 {math.ceil(wait)} 秒再试。"
        return page(request, "login.html", 429, problem=problem)
    if not people.right(person, password):
        return page(request, "login.html", 403, problem="姓名或密码不对。")
    visitor = Visitor(secrets.token_hex(16), person)
    response = RedirectResponse("/", 303)
    response.headers["set-cookie"] = guard(request).set_cookie(
        cookie_value(guard(request).secret, visitor, people.key_of(person))
    )
    return response


@router.post("/logout")
def leave(request: Request) -> Response:
    """Forget who has come in."""
    response = RedirectResponse(LOGIN, 303)
    response.headers["set-cookie"] = guard(request).set_cookie("")
    return response


def _people(request: Request) -> People:
    people = office(request).settings.people
    if people is None:
        raise HTTPException(404, "没有这个页面。")
    return people
