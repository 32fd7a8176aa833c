"""The findings of an edition: listed, and worked off one by one or kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.findings import finding_text, said_alike
from dutylist.app.corrections.lay_over import duty_target
from dutylist.app.corrections.model import Correction, Place, Target
from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.duty_page import SETTLED, with_duty
from dutylist.app.web.editions import OpenEdition, level_counts
from dutylist.app.web.pages import address, office, opened, page, place_of, say_once, wants_fragment
from dutylist.app.web.private_characters import may_have_private
from dutylist.app.web.second_reading import read_twice
from dutylist.app.web.steps import (
    DutyAddress,
    Signature,
    Signed,
    Undoing,
    keep_one,
    remember_who,
    until_kept,
)
from dutylist.app.web.stored import new_id, now
from dutylist.extract.lists.choices import ROLE_NAMES
from dutylist.records.findings import CODE_NAMES, LEVEL_NAMES, Finding, unknown_column

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
    alike: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """A person has dealt with a finding: it is open no more, and who said so is kept. `level` and
    `code` are the filters of the page it was one of, `line` its line there; `alike` how many say
    the same and are dealt with, too, 0 where they are not."""
    edition = opened(request, identity)
    text = _said(said, word)
    place = place_of(edition, number, position) if number else None
    notice = f"已处理：{said}，署名{signed.who}。"
    if alike:
        _settle_alike(request, identity, finding, place, text, signed, alike)
        notice = f"同样的 {alike} 处都已处理：{said}，署名{signed.who}。"
    else:
        target = duty_target(edition.read, place, now=edition.corrected) if place else Target()
        keep_one(request, identity, "settled", target, finding, text, signed)
    if number and wants_fragment(request):
        return with_duty(DutyAddress(request, identity, number, position), notice, signed.who)
    # Of one it is seen, and the next one is to stand where it stood.
    return _back_to_findings(identity, signed.who, notice if alike else "", level, code, line)


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

    def wanted(edition: OpenEdition) -> list[Finding]:
        return [one for one in edition.findings if code and _listed(one, level, code)]

    _settle_several(request, identity, wanted, text, signed, count)
    notice = f"{count} 处都已处理：{said}，署名{signed.who}。"
    return _back_to_findings(identity, signed.who, notice)


def _settle_alike(
    request: Request,
    identity: str,
    finding: str,
    place: Place | None,
    text: str,
    signed: Signature,
    count: int,
) -> None:
    """Deal with the finding of that text there and with all that say the same."""

    def wanted(edition: OpenEdition) -> list[Finding]:
        here = edition.by_place.get(place, ()) if place else edition.findings
        said = {said_alike(one) for one in here if finding_text(one) == finding}
        return [one for one in edition.findings if said_alike(one) in said]

    _settle_several(request, identity, wanted, text, signed, count)


def _settle_several(
    request: Request,
    identity: str,
    wanted: Callable[[OpenEdition], list[Finding]],
    text: str,
    signed: Signature,
    count: int,
) -> None:
    """Deal with the findings that are wanted, all or none: `count` of them, as the page showed."""

    def once() -> bool | None:
        edition = opened(request, identity)
        places = {id(one): place for place, found in edition.by_place.items() for one in found}
        found = wanted(edition)
        if len(found) != count:
            raise HTTPException(409, "这一类刚有变动。请刷新后核对，再决定怎样处理。")
        made, at = [], now()
        for one in found:
            place, target = places.get(id(one)), Target()
            if place:
                target = duty_target(edition.read, place, now=edition.corrected)
            made.append(
                Correction(new_id(), "settled", target, finding_text(one), text, signed.who, at)
            )
        return office(request).store.take_corrections(edition.edition, made) or None

    until_kept(once)


@router.post("/findings/unsettle")
def unsettle(
    request: Request,
    identity: str,
    who: Undoing,
    correction: Annotated[str, Form(max_length=40)],
    count: Annotated[int, Form()],
) -> Response:
    """All that was dealt with at once with one finding is open again: `count`, as the page showed.
    What was said of each stays on record as undone."""
    together = settled_together(opened(request, identity)).get(correction, [])
    store = office(request).store
    if len(together) != count or not store.undo_corrections(identity, together, who):
        raise HTTPException(409, "这一批刚有变动。请刷新后核对，再决定是否撤销。")
    return _back_to_findings(identity, who, f"已撤销：一并处理的 {count} 处。撤销人{who}。")


def settled_together(edition: OpenEdition) -> dict[str, list[str]]:
    """By the first one of each batch, the corrections by which several findings were dealt with at
    once: of one person, in the same words, at the same time."""
    batches: dict[tuple[str, str, str], list[str]] = {}
    for _, applied in edition.settled:
        one = applied.correction
        batches.setdefault((one.new, one.who, one.at), []).append(one.id)
    return {ids[0]: ids for ids in batches.values() if len(ids) > 1}


def _said(said: str, word: str) -> str:
    """How a finding was dealt with, with a word of the person's."""
    if said not in SETTLED:
        raise HTTPException(400, "请选择怎样处理。")
    return f"{said}：{word.strip()}" if word.strip() else said


def _listed(finding: Finding, level: str, code: str) -> bool:
    """Whether the findings' page with these filters lists a finding."""
    return (not level or finding.level == level) and (not code or finding.code == code)


def _back_to_findings(
    identity: str, who: str, notice: str, level: str = "", code: str = "", line: int = 0
) -> Response:
    """The findings with the same filters, where the next one stands now."""
    back = address("editions", identity, "findings", level=level, code=code)
    response = RedirectResponse(f"{back}#finding-{line}" if line else back, 303)
    remember_who(response, who)
    if notice:
        say_once(response, notice)
    return response


@router.get("/findings")
def findings(request: Request, identity: str, level: str = "", code: str = "") -> Response:
    """Everything to look at in an edition, list by list, and what has been dealt with."""
    edition = opened(request, identity)
    places = {id(one): place for place, found in edition.by_place.items() for one in found}
    alike = edition.alike
    entries = [
        (
            one,
            LEVEL_NAMES[one.level],
            places.get(id(one)),
            finding_text(one),
            alike[said_alike(one)],
        )
        for one in edition.findings
        if _listed(one, level, code)
    ]
    codes = Counter(one.code for one in edition.findings)
    # Where all are of one kind, nothing needs to be chosen.
    kind = code or (next(iter(codes)) if len(codes) == 1 else "")
    return page(
        request,
        "findings.html",
        opened=edition,
        entries=entries,
        counts=level_counts(edition),
        codes=[(one, CODE_NAMES[one], count) for one, count in codes.most_common()],
        level=level,
        code=code,
        kind=kind,
        together={one: len(ids) for one, ids in settled_together(edition).items()},
        ways=SETTLED,
        unknown_column=unknown_column,
        roles=list(ROLE_NAMES),
        private=may_have_private(office(request).store.records(identity)),
        tab="findings",
    )
