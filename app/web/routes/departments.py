"""The departments of an edition: counts, one department's duties, and correcting names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.from_departments import said_by_departments
from dutylist.app.corrections.model import Correction, Place, Target
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.file_names import edition_file_name
from dutylist.app.web.pages import address, download, office, opened, page, uploaded
from dutylist.app.web.steps import Signed, remember_who, until_kept
from dutylist.app.web.stored import new_id, now
from dutylist.extract.offices.departments_file import (
    dump_departments,
    parse_departments,
    similarity,
)
from dutylist.records.codes import short_code
from dutylist.records.department_counts import department_counts
from dutylist.records.model import Department
from dutylist.records.toml_file import decode
from dutylist.records.unmatched import UnmatchedName, unmatched_names
from dutylist.render.views.excerpt import excerpt_view

router = APIRouter(prefix="/editions/{identity}")

LONGEST_NAME = 100
"""Characters of a department's name."""


MOST_BYTES = 5 << 20
"""Bytes of a departments file: those of a county's are some tens of KB."""


@dataclass(frozen=True)
class Taken:
    """What a departments file brought: how many corrections; its names that the list has not."""

    corrections: int
    absent: tuple[str, ...]


@router.get("/departments")
def departments(request: Request, identity: str) -> Response:
    """All departments with what they lead, help in and take back."""
    return _departments(request, opened(request, identity))


@router.post("/departments/import")
def bring_in(
    request: Request,
    identity: str,
    signed: Signed,
    file: Annotated[UploadFile, Form()],
) -> Response:
    """Take over what a departments file says otherwise than the list, as corrections."""
    content = uploaded(file, MOST_BYTES, "名称表太大，请核对是不是选错了文件。")
    name = file.filename or "departments.toml"
    wanted = parse_departments(decode(content, name), name)

    def once() -> Taken | None:
        edition = opened(request, identity)
        said, absent = said_by_departments(edition.now, wanted)
        made = [
            Correction(new_id(), field, Target(), old, new, signed.who, now(), reason=signed.reason)
            for field, old, new in said
        ]
        kept = not made or office(request).store.take_corrections(edition.edition, made)
        return Taken(len(made), absent) if kept else None

    taken = until_kept(once)
    response = _departments(request, opened(request, identity), taken)
    remember_who(response, signed.who)
    return response


def _departments(request: Request, edition: OpenEdition, taken: Taken | None = None) -> Response:
    return page(
        request,
        "departments.html",
        opened=edition,
        taken=taken,
        counts=department_counts(edition.now),
        unmatched=[(one, *_likely_first(edition, one)) for one in unmatched_names(edition.now)],
        tab="departments",
    )


@router.get("/departments.toml")
def departments_file(request: Request, identity: str) -> Response:
    """The departments file (部门名称确认表): names, short names, what is nobody's."""
    edition = opened(request, identity)
    name = edition_file_name(edition, office(request).store.editions(), "部门名称表", ".toml")
    text = dump_departments(edition.now.departments, unmatched_names(edition.now))
    return download(text, name, "application/toml; charset=utf-8")


@router.get("/department")
def department(request: Request, identity: str, name: str) -> Response:
    """One department: its duties with its clauses, and the spellings of its name."""
    edition = opened(request, identity)
    found = _department(edition, name)
    return page(
        request,
        "department.html",
        opened=edition,
        department=found,
        view=excerpt_view(edition.now, name),
        alike=similarity(found.spellings) if len(found.spellings) > 1 else 1.0,
        places=_places(edition),
        others=[one.name for one in edition.now.departments if one.name != name],
        tab="departments",
    )


@router.post("/department/corrections")
def correct(
    request: Request,
    identity: str,
    signed: Signed,
    field: Annotated[Literal["alias", "rename", "short name"], Form()],
    old: Annotated[str, Form(max_length=LONGEST_NAME)],
    new: Annotated[str, Form(max_length=LONGEST_NAME)],
) -> Response:
    """Say to which department a spelling or a short name belongs, or how one is called."""
    old, new = old.strip(), new.strip()
    if not new:
        raise HTTPException(400, "请写上部门名称。")

    def once() -> bool | None:
        edition = opened(request, identity)
        _refuse_unfit(edition, field, old, new)
        return (
            office(request).store.add_correction(
                *(edition.edition, field, Target(), old, new, signed.who, signed.reason)
            )
            or None
        )

    until_kept(once)
    # Names that are nobody's are worked off one after the other.
    back = (
        address("editions", identity, "departments") + "#unmatched"
        if field == "short name"
        else address("editions", identity, "department", name=new)
    )
    response = RedirectResponse(back, 303)
    remember_who(response, signed.who)
    return response


def _refuse_unfit(edition: OpenEdition, field: str, old: str, new: str) -> None:
    names = {one.name for one in edition.now.departments}
    if field == "short name":
        if old not in {one.name for one in unmatched_names(edition.now)} or new not in names:
            raise HTTPException(400, "请从列出的部门中选择；这个名称可能已经有人确认过了。")
    elif field == "alias":
        spellings = {one for entry in edition.now.departments for one in entry.spellings}
        if old not in spellings | names or (new not in names and new != old):
            raise HTTPException(400, "没有这个部门，请从列出的部门中选择。")
    elif old not in names or new in names or "、" in new:
        raise HTTPException(400, "这个名称不能用：已经是另一个部门，或含有顿号。")


def _likely_first(
    edition: OpenEdition, name: UnmatchedName
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The departments that the duties list in which a name stands, and the others."""
    table = edition.now.table("cooperative")
    near = {
        office: None
        for duty in (table.duties if table else ())
        if duty.number_or_row in name.numbers
        for office in duty.offices
    }
    others = (one.name for one in edition.now.departments)
    return tuple(near), tuple(one for one in others if one not in near)


def _department(edition: OpenEdition, name: str) -> Department:
    found = next((one for one in edition.now.departments if one.name == name), None)
    if found is None:
        raise HTTPException(404, f"清单中没有“{name}”这个部门，可能已经更名或合并。")
    return found


def _places(edition: OpenEdition) -> dict[str, Place]:
    """Where each duty stands, by its code."""
    return {
        short_code(edition.now, table.kind, duty): Place(index, position)
        for index, table in enumerate(edition.now.lists, start=1)
        for position, duty in enumerate(table.duties, start=1)
    }
