"""Correcting a duty: its texts, its clauses' departments, columns, beginnings and ends, doubtful
characters; taking a correction back."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints

from dutylist.app.corrections.clauses import (
    clause_paths,
    clauses_of,
    in_clause_order,
    moved_text,
    printed,
    unassigned,
)
from dutylist.app.corrections.lay_over import apply_corrections, described, duty_target
from dutylist.app.corrections.model import (
    CLAUSE_FIELDS,
    EDITION_FIELDS,
    LONGEST_TEXT,
    ClauseSide,
    Correction,
    Field,
    Place,
    longest,
)
from dutylist.app.web.duty_page import with_duty
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.pages import address, office, opened, say_once, wants_fragment
from dutylist.app.web.steps import (
    AtDuty,
    DutyAddress,
    Signed,
    Undoing,
    keep_names,
    keep_one,
    remember_who,
    until_kept,
)
from dutylist.app.web.stored import new_id, now
from dutylist.records.model import Clause, Duty
from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed

router = APIRouter(prefix="/editions/{identity}")

_IN_DUTY = "/lists/{number}/duties/{position}"

Path = Annotated[str, StringConstraints(pattern=r"^(\d+(-\d+)*)?$", max_length=40)]
"""The way to a clause as forms have it: 0-2."""


_NOT_MOVED = "这一条是分条、并条得来的，不能整条移动。请先撤销分条、并条，或直接更正两栏的文字。"

_NOT_RESTORED = "那里现在的文字和更正时不同，不能恢复。请点开这一项，重新更正。"

_BETWEEN = Pattern("[、，,；;]")


@router.post(_IN_DUTY + "/corrections")
def correct(
    request: Request,
    at: AtDuty,
    signed: Signed,
    field: Annotated[Field, Form()],
    old: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    new: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    path: Annotated[Path, Form()] = "",
    column: Annotated[int, Form(ge=0, le=200)] = 0,
    side: Annotated[ClauseSide, Form()] = "department",
    departments: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Keep a correction of a duty's category, name or any cell, of a clause's departments or
    column, or of where a clause begins and ends."""
    new, old = (text.replace("\r\n", "\n") for text in (new, old))
    steps = _steps(path)

    def once() -> str | None:
        edition, place, duty = at.now()
        was = _value(duty, field, steps, column, side)
        if was != old:
            raise HTTPException(
                409,
                f"这一处刚被别人改过，现在是“{was or '（无）'}”。请刷新后核对，再决定是否更正。",
            )
        clause = _clause(duty, steps, side) if field == "departments" else None
        said = _offices(edition, clause, departments) if clause else new.strip()
        if field == "clause moved":
            said = _column_to(edition, place, steps, column, side)
        _refuse_unfit(field, was, said)
        confirmed = said == was and clause is not None and unassigned(clause)
        if said == was and not confirmed:
            return "内容没有变化，没有记录更正。"
        target = duty_target(edition.read, place, steps, column, edition.corrected, side)
        if field == "clause moved":
            moved = Correction("new", field, target, was, said, signed.who, now())
            _refuse_lost(edition, moved, _NOT_MOVED)
        kept = office(request).store.add_correction(
            *(edition.edition, field, target, was, said, signed.who, signed.reason)
        )
        done = "部门没有改动，已记为核对无误" if confirmed else "已更正"
        return f"{done}，署名{signed.who}。" if kept else None

    return with_duty(at, until_kept(once), signed.who)


@router.post(_IN_DUTY + "/unassigned")
def give_unassigned(
    request: Request,
    at: AtDuty,
    signed: Signed,
    path: Annotated[list[Path], Form()] = [],  # noqa: B006
    departments: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Give those of a duty's clauses that nobody has and that are ticked to the departments that
    are chosen. Who was recognised in one keeps it."""
    edition, place, duty = at.now()
    chosen = _chosen(edition, departments)
    if not chosen or not path:
        raise HTTPException(400, "请勾选条文，并选择由哪个部门承担。")
    ticked = {_steps(one) for one in path}
    given = [
        (steps, clause)
        for steps, clause in clause_paths(duty.department_clauses)
        if steps in ticked and unassigned(clause)
    ]
    for steps, clause in given:
        target = duty_target(edition.read, place, steps, 0, edition.corrected)
        was = "、".join(clause.departments)
        new = "、".join(in_clause_order(clause, (*clause.departments, *chosen)))
        keep_one(request, at.identity, "departments", target, was, new, signed)
    kept = sum(bool(clause.departments) for _, clause in given)
    beside = f"，其中 {kept} 条原来认出的部门仍在" if kept else ""
    told = f"{len(given)} 条都归“{'、'.join(chosen)}”{beside}，署名{signed.who}。"
    return with_duty(at, told, signed.who)


@router.post(_IN_DUTY + "/characters")
def settle_character(
    request: Request,
    at: AtDuty,
    signed: Signed,
    column: Annotated[int, Form(ge=1, le=200)],
    start: Annotated[int, Form(ge=0)],
    old: Annotated[str, Form(max_length=LONGEST_TEXT)],
    new: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
) -> Response:
    """A person has looked at doubtful characters: they are as printed, or others are."""
    edition, place, duty = at.now()
    new = new.replace("\r\n", "\n").strip()
    cell = duty.cells[column - 1] if column <= len(duty.cells) else ""
    if not old or cell[start : start + len(old)] != old:
        raise HTTPException(409, "这一处刚被别人改过。请刷新后核对，再决定是否更正。")
    if new == old:
        stretch = (start, start + len(old))
        target = duty_target(
            edition.read, place, column=column, now=edition.corrected, stretch=stretch
        )
        keep_one(request, at.identity, "sure", target, old, old, signed)
        return with_duty(at, f"“{old}”和原件一样，署名{signed.who}。", signed.who)
    target = duty_target(edition.read, place, column=column, now=edition.corrected)
    changed = cell[:start] + new + cell[start + len(old) :]
    keep_one(request, at.identity, "cell", target, cell, changed, signed)
    return with_duty(at, f"“{old}”已更正为“{new}”，署名{signed.who}。", signed.who)


@router.post("/corrections/{correction}/undo")
def undo(
    request: Request,
    identity: str,
    correction: str,
    who: Undoing,
    number: Annotated[int, Form()] = 0,
    position: Annotated[int, Form()] = 0,
) -> Response:
    """Undo a correction; it stays on record as undone."""
    corrected = opened(request, identity).corrected
    if not office(request).store.undo_correction(identity, correction, who):
        raise HTTPException(404, "这条更正已经撤销过了，请刷新页面。")
    (undone,) = (one for one in corrected.applied if one.correction.id == correction)
    if undone.correction.field in EDITION_FIELDS:
        keep_names(request, identity)
    notice = f"已撤销：{described(corrected, undone)}。撤销人{who}。"
    if number and wants_fragment(request):
        return with_duty(DutyAddress(request, identity, number, position), notice, who)
    response = RedirectResponse(address("editions", identity, "corrections"), 303)
    remember_who(response, who)
    say_once(response, notice)
    return response


@router.post("/corrections/{correction}/redo")
def redo(request: Request, identity: str, correction: str, who: Undoing) -> Response:
    """Keep an undone correction once more, where it still fits."""

    def once() -> Correction | None:
        edition = opened(request, identity)
        applied = edition.corrected.applied
        was = next((one.correction for one in applied if one.correction.id == correction), None)
        if was is None or not was.undone_at:
            raise HTTPException(404, "这条更正没有撤销，或已经不在了，请刷新页面。")
        again = replace(was, id=new_id(), who=who, at=now(), undone_by="", undone_at="")
        _refuse_lost(edition, again, _NOT_RESTORED)
        if other := _replaced_by(edition, again):
            raise HTTPException(409, f"那里后来另有更正：{other}。要恢复这一条，请先撤销那一条。")
        return again if office(request).store.take_corrections(edition.edition, [again]) else None

    again = until_kept(once)
    if again.field in EDITION_FIELDS:
        keep_names(request, identity)
    response = RedirectResponse(address("editions", identity, "corrections"), 303)
    remember_who(response, who)
    corrected = opened(request, identity).corrected
    (kept,) = (one for one in corrected.applied if one.correction.id == again.id)
    say_once(response, f"已恢复：{described(corrected, kept)}。署名{who}。")
    return response


def _steps(path: str) -> tuple[int, ...]:
    return tuple(int(step) for step in path.split("-")) if path else ()


def _column_to(
    edition: OpenEdition, place: Place, path: tuple[int, ...], column: int, side: ClauseSide
) -> str:
    """What the column is called that a clause is to be moved to."""
    table, duty = edition.now.lists[place.table - 1], edition.duty(place)
    assert duty is not None
    clause = dict(clause_paths(clauses_of(duty, side)))[path]
    if not 1 <= column <= len(duty.cells) or column == clause.cell:
        raise HTTPException(400, "请选择移到哪一栏。")
    return " ".join(table.columns[column - 1].text.split()) or f"第 {column} 栏"


def _refuse_lost(edition: OpenEdition, correction: Correction, why: str) -> None:
    """Answer with 400 where a correction would find nothing that it is about."""
    standing = [one.correction for one in edition.corrected.applied]
    tried = apply_corrections(edition.read, [*standing, correction])
    if any(one.correction is correction and one.state == "lost" for one in tried.applied):
        raise HTTPException(400, why)


def _replaced_by(edition: OpenEdition, correction: Correction) -> str:
    """The standing correction, described, that another would silently replace; "" for none."""
    applied = edition.corrected.applied
    tried = apply_corrections(edition.read, [*(one.correction for one in applied), correction])
    after = {one.correction.id: one.state for one in tried.applied}
    replaced = (
        one for one in applied if one.state == "stands" and after.get(one.correction.id) != "stands"
    )
    return next((described(edition.corrected, one) for one in replaced), "")


def _refuse_unfit(field: Field, was: str, new: str) -> None:
    if len(new) > longest(field):
        raise HTTPException(400, f"最多 {longest(field)} 个字。")
    if field == "name" and not new:
        raise HTTPException(400, "事项名称不能是空的。")
    if field in CLAUSE_FIELDS:
        _refuse_other_words(field, was, new)


def _value(duty: Duty, field: Field, path: tuple[int, ...], column: int, side: ClauseSide) -> str:
    """What a field of a duty says now."""
    if field == "cell":
        if not 1 <= column <= len(duty.cells):
            raise HTTPException(400, "没有这一栏，请刷新页面后再试。")
        return duty.cells[column - 1]
    if field == "category":
        return duty.category
    if field == "name":
        return duty.name
    clauses = dict(clause_paths(clauses_of(duty, side)))
    clause = _clause(duty, path, side)
    if field == "departments":
        return "、".join(clause.departments)
    if field == "clause moved":
        return moved_text(duty, side, path)
    if field == "clause split":
        return printed(clause)
    following = clauses.get((*path[:-1], path[-1] + 1))
    if field != "clauses joined" or clause.children or following is None:
        raise HTTPException(400, "这一条后面没有可以并的，请刷新页面后再试。")
    return f"{printed(clause)}\n{printed(following)}"


def _clause(duty: Duty, path: tuple[int, ...], side: ClauseSide) -> Clause:
    clause = dict(clause_paths(clauses_of(duty, side))).get(path)
    if clause is None:
        raise HTTPException(400, "没有这一条，请刷新页面后再试。")
    return clause


def _refuse_other_words(field: Field, was: str, new: str) -> None:
    if squeezed(was) != squeezed(new):
        raise HTTPException(400, "这里只分条、并条，文字不变；要改文字，请用“更正这一栏”。")
    if field == "clause split" and len([one for one in new.split("\n") if one.strip()]) < 2:
        raise HTTPException(400, "请在要分开的地方按回车，分成两行。")


def _offices(edition: OpenEdition, clause: Clause, departments: list[str]) -> str:
    """The departments chosen for a clause, those it has now unchanged where they are the same."""
    chosen = _chosen(edition, departments)
    if set(chosen) == set(clause.departments):
        chosen = clause.departments
    return "、".join(in_clause_order(clause, chosen))


def _chosen(edition: OpenEdition, departments: list[str]) -> tuple[str, ...]:
    """The departments that are ticked or written, by their names in the list or its other names for
    them (县编办), several between 、."""
    known = {one.name for one in edition.now.departments}
    names = []
    for text in departments:
        whole = text.strip()
        parts = [whole] if whole in known else _BETWEEN.split(whole)
        names += [_department(edition, part.strip()) for part in parts if part.strip()]
    return tuple(dict.fromkeys(names))


def _department(edition: OpenEdition, said: str) -> str:
    """The one department that a name means; refused in words where none or several do."""
    everyone = edition.now.departments
    meant = [one.name for one in everyone if said == one.name] or [
        one.name for one in everyone if said in (*one.spellings, *one.open_ended, *one.short_names)
    ]
    if len(meant) > 1:
        raise HTTPException(400, f"“{said}”可以指{'、'.join(meant)}，请写全名。")
    if not meant:
        raise HTTPException(
            400,
            f"清单中没有“{said}”这个部门，请从列出的部门中选择；"
            "要另加部门的，先在“原文”里把它加到部门一栏；"
            "不是部门的（承保机构、企业等），请在“核对”里选“不处理”。",
        )
    return meant[0]
