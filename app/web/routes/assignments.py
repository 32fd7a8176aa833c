"""Who does each duty (分工): the workbook out and in, carried over, typed in beside a duty."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from dutylist.app.web.assignments import (
    LONGEST_VALUE,
    MOST_COLUMNS,
    carried_over,
    checked,
    columns_of,
    keep,
    row_of,
    with_row,
)
from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.duty_page import with_duty
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.file_names import edition_file_name
from dutylist.app.web.listing import places_of
from dutylist.app.web.pages import address, download, office, opened, page, say_once, uploaded
from dutylist.app.web.steps import AtDuty, Signature, Signed, remember_who, until_kept
from dutylist.extract.assignments_file import load_assignments
from dutylist.records.assignments import (
    Assignment,
    Assignments,
    Person,
    empty_assignments,
    named_as,
)
from dutylist.records.codes import coded_duties
from dutylist.render.excel.assignments import assignments_xlsx
from dutylist.render.views.handout import load_view

router = APIRouter(prefix="/editions/{identity}")

MOST_BYTES = 20 << 20
"""Bytes of an assignment workbook: those of the largest list."""

ShortText = Annotated[str, Form(max_length=100)]
"""A name, an office, a post or a telephone."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/assignments")
def assignments(request: Request, identity: str) -> Response:
    """Who has how much, what nobody has, what is to be looked at, and the ways in and out."""
    edition = opened(request, identity)
    return page(request, "assignments.html", **_overview(request, edition))


@router.get("/assignments/workbook.xlsx")
def workbook(request: Request, identity: str) -> Response:
    """The workbook to fill in, with what is filled in so far."""
    edition = opened(request, identity)
    content = assignments_xlsx(edition.now, edition.assignments or empty_assignments(edition.now))
    name = edition_file_name(edition, office(request).store.editions(), "分工表", ".xlsx")
    return download(content, name, _XLSX)


@router.post("/assignments/import")
def bring_in(
    request: Request,
    identity: str,
    signed: Signed,
    file: Annotated[UploadFile, Form()],
) -> Response:
    """Take a filled-in workbook in the place of what was there; that can be taken back."""
    content = uploaded(file, MOST_BYTES, "分工表太大，请核对是不是选错了文件。")
    name = Path(file.filename or "分工.xlsx").name
    with tempfile.TemporaryDirectory(dir=office(request).settings.folder, prefix="part-") as folder:
        path = Path(folder) / "分工.xlsx"
        path.write_bytes(content)
        found = load_assignments(path)
    if not found.rows:
        raise HTTPException(400, f"“{name}”里没有一行分工，请核对是不是选错了文件。")
    said = _keep(request, identity, signed, lambda edition: (found, f"放进“{name[:60]}”"))
    return _back(request, identity, signed.who, f"已{said}")


@router.post("/assignments/take")
def take_over(
    request: Request,
    identity: str,
    signed: Signed,
    other: Annotated[str, Form()],
) -> Response:
    """Carry over the assignments of another edition; what is not certain is asked about."""
    old = opened(request, other)
    if other == identity or old.assignments is None:
        raise HTTPException(400, "请选另一份有分工的清单。")
    said = f"从{old.edition.township}{old.identity.name or old.edition.file_name}转来"

    def carried(new: OpenEdition) -> tuple[Assignments, str]:
        try:
            return carried_over(office(request).settings, old, new), said
        except TaskFailedError as error:
            raise HTTPException(500, f"没有转过来：{error}") from error

    _keep(request, identity, signed, carried)
    return _back(request, identity, signed.who, f"已{said}")


@router.post("/assignments/checked")
def check_rows(
    request: Request,
    identity: str,
    signed: Signed,
    code: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """A person has looked at rows that were carried over, and they are right."""

    def settled(edition: OpenEdition) -> tuple[Assignments, str]:
        by_code = edition.assigned.by_code
        rows = [by_code[one] for one in code if one in by_code and by_code[one].doubt]
        if not rows or edition.assignments is None:
            raise HTTPException(400, "请先勾选核对过的事项。")
        said = f"核对无误：{rows[0].code}" + (f"等 {len(rows)} 项" if rows[1:] else "")
        return checked(edition.assignments, rows), said

    said = _keep(request, identity, signed, settled)
    return _back(request, identity, signed.who, f"已记为{said}")


@router.post("/assignments/people")
def add_person(
    request: Request,
    identity: str,
    signed: Signed,
    name: ShortText,
    station: ShortText = "",
    post: ShortText = "",
    phone: ShortText = "",
) -> Response:
    """Take somebody into the people of the township, or what is new of somebody who is there."""
    person = Person(*(" ".join(text.split()) for text in (name, station, post, phone)))
    if not person.name:
        raise HTTPException(400, "请写上姓名。")

    def with_one_more(edition: OpenEdition) -> tuple[Assignments, str]:
        known = edition.assignments or Assignments()
        same = (person.name, person.station)
        others = tuple(one for one in known.people if (one.name, one.station) != same)
        return replace(known, people=(*others, person)), f"添加人员：{person.name}"

    said = _keep(request, identity, signed, with_one_more)
    return _back(request, identity, signed.who, f"已{said}")


@router.post("/assignments/{state}/undo")
def undo(request: Request, identity: str, state: str) -> Response:
    """Take back the last change."""
    opened(request, identity)
    store = office(request).store
    said = next((one.said for one in store.assignment_states(identity) if one.id == state), "")
    if not store.undo_assignments(identity, state):
        raise HTTPException(409, "这一步已经撤销，或后面又有改动。请刷新页面。")
    return _back(request, identity, "", f"已撤销：{said}")


@router.post("/lists/{number}/duties/{position}/assignment")
def assign(
    request: Request,
    at: AtDuty,
    signed: Signed,
    column: Annotated[list[str], Form()] = [],  # noqa: B006
    was: Annotated[list[str], Form()] = [],  # noqa: B006
    value: Annotated[list[str], Form()] = [],  # noqa: B006
    right: Annotated[bool, Form()] = False,
) -> Response:
    """Keep who does a duty: a text for each column, and those that the person saw. With `right`
    what was to be looked at is settled."""
    was, value = (_tidy(texts) for texts in (was, value))
    columns = [" ".join(one.split()) for one in column]
    _refuse_unfit(columns, was, value)

    def with_words(edition: OpenEdition) -> tuple[Assignments, str]:
        _, place, duty = at.now()
        code, before = row_of(edition, place)
        seen = dict(zip(columns, was, strict=True))
        if any(seen[one] != (before.value(one) if before else "") for one in seen if one):
            raise HTTPException(409, "这一项的分工刚被别人改过。请刷新后核对，再决定是否改动。")
        written = {one: text for one, text in zip(columns, value, strict=True) if one}
        values = tuple((dict(before.values if before else ()) | written).items())
        doubt = before.doubt if before and not right else ""
        row = Assignment(code, duty.name, values, doubt, before.row if before else 0)
        return with_row(edition.assignments or Assignments(), before, row), f"填写 {code}"

    said = _keep(request, at.identity, signed, with_words)
    return with_duty(at, f"{said}：分工已保存，署名{signed.who}。", signed.who)


def _keep(
    request: Request,
    identity: str,
    signed: Signature,
    change: Callable[[OpenEdition], tuple[Assignments, str]],
) -> str:
    """Keep what the assignments of an edition become and what was done, in words, which are given
    back."""

    def once() -> str | None:
        edition = opened(request, identity)
        becomes, said = change(edition)
        becomes = named_as(becomes, edition.now, edition.read)
        kept = keep(office(request).store, edition.edition, becomes, said, signed.who)
        return said if kept else None

    return until_kept(once)


def _tidy(texts: list[str]) -> list[str]:
    return [text.replace("\r\n", "\n").strip() for text in texts]


def _refuse_unfit(columns: list[str], was: list[str], value: list[str]) -> None:
    named = [one for one in columns if one]
    if not len(columns) == len(was) == len(value) <= MOST_COLUMNS + 1:
        raise HTTPException(400, "填写的内容不完整，请刷新页面后再试。")
    if len(set(named)) != len(named) or max(map(len, columns), default=0) > LONGEST_VALUE:
        raise HTTPException(400, "有两栏同名，请换一个栏名。")
    if max(map(len, value), default=0) > LONGEST_VALUE:
        raise HTTPException(400, f"一栏最多 {LONGEST_VALUE} 个字。")
    if any(text and not column for column, text in zip(columns, value, strict=True)):
        raise HTTPException(400, "请写上这一栏叫什么。")


def _overview(request: Request, edition: OpenEdition) -> dict[str, Any]:
    store = office(request).store
    others = [
        one
        for one in store.editions()
        if one.id != edition.edition.id and store.assignments(one.id)
    ]
    others.sort(key=lambda one: one.township != edition.edition.township)
    codes = [code for code, _, _ in coded_duties(edition.now)]
    places = dict(zip(codes, places_of(edition), strict=True))
    names = {code: duty.name for code, _, duty in coded_duties(edition.now)}
    by_code = edition.assigned.by_code
    filled = edition.assignments
    return {
        "opened": edition,
        "tab": "assignments",
        "places": places,
        "doubts": [(code, names[code], row.doubt) for code, row in by_code.items() if row.doubt],
        "findings": [
            one for one in edition.assigned.findings if one.code not in ("nobody", "doubt")
        ],
        "load": load_view(edition.now, filled, edition.assigned) if filled else None,
        "gone": filled.gone if filled else (),
        "people": filled.people if filled else (),
        "columns": columns_of(filled) if filled else (),
        "others": others,
        "states": store.assignment_states(edition.edition.id),
        "total": len(places),
    }


def _back(request: Request, identity: str, who: str, said: str) -> Response:
    """The assignments' page, which says what was done and how many duties are somebody's now."""
    response = RedirectResponse(address("editions", identity, "assignments"), 303)
    if who:
        remember_who(response, who)
    say_once(response, f"{said}。现在有人负责的有 {opened(request, identity).with_anyone} 项。")
    return response
