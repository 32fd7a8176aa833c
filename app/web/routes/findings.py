"""The findings of an edition: listed, and worked off one by one or kind by kind."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.findings import finding_text
from dutylist.app.corrections.lay_over import duty_target
from dutylist.app.corrections.model import Correction, Target
from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.duty_page import SETTLED, with_duty
from dutylist.app.web.editions import level_counts
from dutylist.app.web.pages import address, office, opened, page, place_of, wants_fragment
from dutylist.app.web.private_characters import may_have_private
from dutylist.app.web.second_reading import read_twice
from dutylist.app.web.steps import DutyAddress, Signed, keep_one, remember_who, until_kept
from dutylist.app.web.stored import new_id, now
from dutylist.records.findings import CODE_NAMES, LEVEL_NAMES, Finding

router = APIRouter(prefix="/editions/{identity}")


@router.get("/second-reading")
def second_reading(request: Request, identity: str) -> Response:
    """The edition's file read by another program, and where the two readings differ."""
    edition, here = opened(request, identity), office(request)
    try:
        path = here.store.file(identity, edition.edition.suffix)
        twice = read_twice(here.settings, path, edition)
    except TaskFailedError as error:
        raise HTTPException(500, f"没有再读成：{error}") from error
    return page(request, "twice.html", opened=edition, twice=twice, tab="findings")


@router.post("/findings/settle")
def settle(
    request: Request,
    identity: str,
    signed: Signed,
    finding: Annotated[str, Form(max_length=10_000)],
    said: Annotated[str, Form(max_length=40)],
    number: Annotated[int, Form()] = 0,
    position: Annotated[int, Form()] = 0,
    word: Annotated[str, Form(max_length=200)] = "",
    level: Annotated[str, Form(max_length=40)] = "",
    code: Annotated[str, Form(max_length=40)] = "",
    line: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """A person has dealt with a finding: it is open no more, and who said so is kept. `level` and
    `code` are the filters of the page it was one of, `line` its line there."""
    edition = opened(request, identity)
    text = _said(said, word)
    target = Target()
    if number:
        target = duty_target(
            edition.read, place_of(edition, number, position), now=edition.corrected
        )
    keep_one(request, identity, "settled", target, finding, text, signed)
    notice = f"已处理：{said}，署名{signed.who}。"
    if number and wants_fragment(request):
        return with_duty(DutyAddress(request, identity, number, position), notice, signed.who)
    return _back_to_findings(identity, signed.who, level, code, line)


@router.post("/findings/settle-all")
def settle_all(
    request: Request,
    identity: str,
    signed: Signed,
    code: Annotated[str, Form(max_length=40)],
    said: Annotated[str, Form(max_length=40)],
    count: Annotated[int, Form()],
    level: Annotated[str, Form(max_length=40)] = "",
    word: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A person has dealt with all findings of one code, `count` of them as the page showed."""
    text = _said(said, word)

    def once() -> bool | None:
        edition = opened(request, identity)
        places = {id(one): place for place, found in edition.by_place.items() for one in found}
        wanted = [one for one in edition.findings if _listed(one, level, code)]
        if not code or len(wanted) != count:
            raise HTTPException(409, "这一类刚有变动。请刷新后核对，再决定怎样处理。")
        made = []
        for one in wanted:
            place, target = places.get(id(one)), Target()
            if place:
                target = duty_target(edition.read, place, now=edition.corrected)
            made.append(
                Correction(new_id(), "settled", target, finding_text(one), text, signed.who, now())
            )
        return office(request).store.take_corrections(edition.edition, made) or None

    until_kept(once)
    return _back_to_findings(identity, signed.who)


def _said(said: str, word: str) -> str:
    """How a finding was dealt with, with a word of the person's."""
    if said not in SETTLED:
        raise HTTPException(400, "请选择怎样处理。")
    return f"{said}：{word.strip()}" if word.strip() else said


def _listed(finding: Finding, level: str, code: str) -> bool:
    """Whether the findings' page with these filters lists a finding."""
    return (not level or finding.level == level) and (not code or finding.code == code)


def _back_to_findings(
    identity: str, who: str, level: str = "", code: str = "", line: int = 0
) -> Response:
    """The findings with the same filters, where the next one stands now."""
    back = address("editions", identity, "findings", level=level, code=code)
    response = RedirectResponse(f"{back}#finding-{line}" if line else back, 303)
    remember_who(response, who)
    return response


@router.get("/findings")
def findings(request: Request, identity: str, level: str = "", code: str = "") -> Response:
    """Everything to look at in an edition, list by list, and what has been dealt with."""
    edition = opened(request, identity)
    places = {id(one): place for place, found in edition.by_place.items() for one in found}
    entries = [
        (one, LEVEL_NAMES[one.level], places.get(id(one)), finding_text(one))
        for one in edition.findings
        if _listed(one, level, code)
    ]
    codes = Counter(one.code for one in edition.findings)
    return page(
        request,
        "findings.html",
        opened=edition,
        entries=entries,
        counts=level_counts(edition),
        codes=[(one, CODE_NAMES[one], count) for one, count in codes.most_common()],
        level=level,
        code=code,
        ways=SETTLED,
        private=may_have_private(office(request).store.records(identity)),
        tab="findings",
    )
