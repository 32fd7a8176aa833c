"""Two editions side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.model import describe
from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.charts import changed_categories_chart, changes_chart
from dutylist.app.web.comparisons import found_changes
from dutylist.app.web.decided import decided, decision_target, duties_in
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.pages import address, office, opened, page
from dutylist.app.web.pairs import pair_of, townships
from dutylist.app.web.steps import Signed, Undoing, keep_one, remember_who
from dutylist.app.web.stored import Edition
from dutylist.compare.decisions import decisions_file, parse_decisions
from dutylist.compare.identity import order_of

router = APIRouter()

DOUBTFUL = "待核"
"""Asked for as a kind of change: those to be looked at, whatever their kind."""


@router.get("/compare")
def compare(
    request: Request,
    old: str = "",
    new: str = "",
    kind: str = "",
    department: str = "",
    given: bool = False,
) -> Response:
    """The comparison of two editions, or the choice of them.

    The years tell which is the old one, unless the order is `given` by a person. With one edition
    only, its township's edition before it is the other.
    """
    here = office(request)
    choice: dict[str, Any] = {
        "editions": here.store.editions(),
        "old": old,
        "new": new,
        "found": None,
        "years": _years(here.store.editions(), new),
    }
    if new and not old and (pair := pair_of(here.store, opened(request, new))):
        return RedirectResponse(address("compare", old=pair[0], new=pair[1]), 303)
    if not old or not new:
        return page(request, "compare.html", **choice)
    if old == new:
        raise HTTPException(400, "两边选的是同一份清单，没有可对照的。请选两份不同的清单。")
    before, now, says = _in_order(opened(request, old), opened(request, new), given=given)
    try:
        found = found_changes(here.settings, before, now)
    except TaskFailedError as error:
        raise HTTPException(500, f"对照没有完成：{error}") from error
    return page(
        request,
        "compare.html",
        **{
            **choice,
            **_shown(found, kind, department),
            "old": before.edition.id,
            "new": now.edition.id,
            "given": given,
            "says": says,
            "decided": [(one.correction, describe(one.correction)) for one in decided(before, now)],
        },
    )


def _in_order(
    before: OpenEdition, now: OpenEdition, *, given: bool
) -> tuple[OpenEdition, OpenEdition, list[str]]:
    """The old edition, the new one, and what to say of their order and of how alike they are."""
    order = order_of(before.identity, now.identity)
    says = list(order.says)
    if order.swapped and not given:
        before, now = now, before
    elif order.swapped:
        says[:2] = ["注意：按所选次序对照，原清单的年份比新清单晚"]
    if replace(before.now, notes=()) == replace(now.now, notes=()):
        says.append("注意：两份清单内容完全相同，是不是同一个文件？")
    return before, now, says


def _shown(found: dict[str, Any], kind: str, department: str) -> dict[str, Any]:
    """What was found, the rows of a kind of change and a department, and the charts."""
    return {
        "found": found,
        "shown": [
            (row, places)
            for row, places in zip(found["rows"], found["places"], strict=True)
            if (not kind or kind in row["kind_names"] or (kind == DOUBTFUL and _doubtful(row)))
            and (not department or department in row["departments"])
        ],
        "kind": kind,
        "doubtful": DOUBTFUL if kind == DOUBTFUL or any(map(_doubtful, found["rows"])) else "",
        "department": department,
        "changes": changes_chart(found["kind_counts"]),
        "by_category": changed_categories_chart(found["categories"]),
        "named": sorted({name for row in found["rows"] for name in row["departments"]}),
    }


def _doubtful(row: dict[str, Any]) -> bool:
    return bool(row["doubtful"])


def _years(editions: list[Edition], new: str) -> list[Edition]:
    """The editions of the township of the new one, or of the first that has several; [] where none
    has."""
    several = townships(editions)
    chosen = (group for group in several if new in {one.id for one in group})
    return next(chosen, several[0] if several and not new else [])


@router.post("/compare/decisions")
def decide(
    request: Request,
    signed: Signed,
    old: Annotated[str, Form(max_length=40)],
    new: Annotated[str, Form(max_length=40)],
    how: Annotated[Literal["part", "pair", "office"], Form()],
    given: Annotated[bool, Form()] = False,
    before: Annotated[list[str], Form()] = [],  # noqa: B006
    now: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """A person says which duties are one, which are not, or what became of an office."""
    was = opened(request, old)
    opened(request, new)
    left, right = ("、".join(filter(None, side)) for side in (before, now))
    if not left and (how != "pair" or not right):
        raise HTTPException(400, "请选择旧清单里的哪一项、哪个部门。")
    if how == "part":
        pairs = [(one, "") for one in duties_in(left)] + [("", one) for one in duties_in(right)]
    else:
        pairs = [(left, right)]
    field: Literal["pairing", "office change"] = "office change" if how == "office" else "pairing"
    text = decisions_file(*((pairs, ()) if field == "pairing" else ((), pairs)))
    parse_decisions(text, "所选的对应")
    for one, other in pairs:
        keep_one(request, new, field, decision_target(was), one, other, signed)
    response = RedirectResponse(_back(old, new, given=given), 303)
    remember_who(response, signed.who)
    return response


@router.post("/compare/undo")
def undo(
    request: Request,
    who: Undoing,
    old: Annotated[str, Form(max_length=40)],
    new: Annotated[str, Form(max_length=40)],
    correction: Annotated[str, Form(max_length=40)],
    given: Annotated[bool, Form()] = False,
) -> Response:
    """Take a decision back; it stays on record as undone."""
    opened(request, new)
    if not office(request).store.undo_correction(new, correction, who):
        raise HTTPException(404, "这条决定已经撤销过了，请刷新页面。")
    response = RedirectResponse(_back(old, new, given=given), 303)
    remember_who(response, who)
    return response


def _back(old: str, new: str, *, given: bool) -> str:
    return address("compare", old=old, new=new, given=1 if given else "")
