"""What every step has in common that changes something: who signs it and why, which duty it is
about, and that it is kept though others change something meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request
from fastapi.responses import Response

from dutylist.app.corrections.model import LONGEST_REASON, Field, Place, Target
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.pages import WHO_COOKIE, office, opened, person, place_of, signed_by
from dutylist.app.web.stored import listed_by
from dutylist.records.model import Duty

LONGEST_WHO = 40
"""Characters of the name that a correction is signed with."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Signature:
    """Who takes a step, and why, "" where that is not said."""

    who: str
    reason: str = ""


def signature(
    request: Request,
    who: Annotated[str, Form(max_length=LONGEST_WHO)] = "",
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Signature:
    """Who signs: the person who has come in with a password, else the name that is typed."""
    signed = person(request) or who.strip()
    if not signed:
        raise HTTPException(400, "请写上更正人的姓名。")
    # The answer's own forms have the name already.
    request.state.signed = signed
    return Signature(signed, " ".join(reason.split()))


Signed = Annotated[Signature, Depends(signature)]


def undoing(request: Request, who: Annotated[str, Form(max_length=LONGEST_WHO)] = "") -> str:
    """Who takes something back: the name that is typed, else that of the last correction."""
    return signature(request, who.strip() or signed_by(request)).who


Undoing = Annotated[str, Depends(undoing)]


@dataclass(frozen=True)
class DutyAddress:
    """The duty that an address names."""

    request: Request
    identity: str
    number: int
    position: int

    def now(self) -> tuple[OpenEdition, Place, Duty]:
        """The edition as it is now, the duty's place and the duty; 404 where there is none."""
        edition = opened(self.request, self.identity)
        place = place_of(edition, self.number, self.position)
        duty = edition.duty(place)
        assert duty is not None
        return edition, place, duty


AtDuty = Annotated[DutyAddress, Depends(DutyAddress)]


def until_kept(once: Callable[[], Result | None]) -> Result:
    """What a step gives: taken once more, on what stands then, as long as somebody else changed
    the edition in between (None). It raises where what the person saw is not there any more."""
    while (result := once()) is None:
        pass
    return result


def keep_one(
    request: Request,
    identity: str,
    field: Field,
    target: Target,
    was: str,
    new: str,
    signed: Signature,
) -> None:
    """Keep one correction of several, or one that cannot be at odds with another."""

    def once() -> bool | None:
        edition = opened(request, identity).edition
        return (
            office(request).store.add_correction(
                *(edition, field, target, was, new, signed.who, signed.reason)
            )
            or None
        )

    until_kept(once)


def keep_names(request: Request, identity: str) -> None:
    """What the home page lists and sorts by follows the corrections."""
    edition = opened(request, identity)
    names = listed_by(edition.now, edition.edition.file_name)
    office(request).store.keep_names(identity, **names)


def remember_who(response: Response, who: str) -> None:
    """Let the browser keep the name that corrections are signed with."""
    response.set_cookie(
        WHO_COOKIE, quote(who), max_age=31_536_000, httponly=True, samesite="lax", path="/"
    )
