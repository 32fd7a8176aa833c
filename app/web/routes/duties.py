"""The lists of an edition, its duties, findings and charts, and correcting a duty."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.clauses import clause_paths, clauses_of, printed
from dutylist.app.corrections.lay_over import duty_target
from dutylist.app.corrections.model import (
    CLAUSE_FIELDS,
    EDITION_FIELDS,
    LONGEST_TEXT,
    ClauseSide,
    Field,
    Place,
    Target,
    longest,
)
from dutylist.app.web.assignments import row_view
from dutylist.app.web.charts import categories_chart, departments_chart
from dutylist.app.web.duty_view import duty_view
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.listing import (
    ONLY_NAMES,
    PAGE_LENGTH,
    Filters,
    Only,
    category_choices,
    department_choices,
    matching,
    rows,
)
from dutylist.app.web.pages import (
    LONGEST_WHO,
    address,
    keep_names,
    office,
    opened,
    page,
    place_of,
    remember_who,
    signature,
    signed_by,
    wants_fragment,
)
from dutylist.app.web.routes.rows import WAYS
from dutylist.records.findings import LEVEL_NAMES, Level
from dutylist.records.model import KIND_NAMES, Duty
from dutylist.records.text import squeezed

router = APIRouter(prefix="/editions/{identity}")

SETTLED = ("按原件无误", "已另行处理", "不处理")
"""What a person can say of a finding that needs no correction."""

_ISSUED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@router.get("/lists/{number}")
def one_list(
    request: Request,
    identity: str,
    number: int,
    query: Annotated[str, Query(max_length=200)] = "",
    category: str = "",
    department: str = "",
    only: Only = "",
    part: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """A list of an edition, searched and filtered; part by part where it is long."""
    filters = Filters(query, category, department, only)
    return _list_page(request, opened(request, identity), number, filters, part, None)


@router.get("/lists/{number}/duties/{position}")
def one_duty(
    request: Request,
    identity: str,
    number: int,
    position: int,
    query: Annotated[str, Query(max_length=200)] = "",
    category: str = "",
    department: str = "",
    only: Only = "",
    part: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """A duty: alone for htmx, else beside its list."""
    edition = opened(request, identity)
    place = place_of(edition, number, position)
    filters = Filters(query, category, department, only)
    if wants_fragment(request):
        return page(request, "duty.html", **shown_duty(edition, place, filters))
    return _list_page(request, edition, number, filters, part, place)


@router.post("/lists/{number}/duties/{position}/corrections")
def correct(
    request: Request,
    identity: str,
    number: int,
    position: int,
    field: Annotated[Field, Form()],
    who: Annotated[str, Form(max_length=LONGEST_WHO)],
    old: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    new: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    path: Annotated[str, Form(pattern=r"^(\d+(-\d+)*)?$", max_length=40)] = "",
    column: Annotated[int, Form(ge=0, le=200)] = 0,
    side: Annotated[ClauseSide, Form()] = "department",
    departments: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Keep a correction of a duty's category, name or any cell, of a clause's departments, or of
    where a clause begins and ends."""
    who = signature(request, who)
    new, old = (text.replace("\r\n", "\n") for text in (new, old))
    steps = tuple(int(step) for step in path.split("-")) if path else ()
    kept = False
    # Once more where somebody else corrected something in between: perhaps this very place.
    while not kept:
        edition = opened(request, identity)
        place = place_of(edition, number, position)
        was = _unchanged(edition, place, field, steps, column, side, old)
        new = (_chosen(edition, departments) if field == "departments" else new).strip()
        if len(new) > longest(field):
            raise HTTPException(400, f"最多 {longest(field)} 个字。")
        if field == "name" and not new:
            raise HTTPException(400, "事项名称不能是空的。")
        if field in CLAUSE_FIELDS:
            _refuse_other_words(field, was, new)
        kept = new == was or office(request).store.add_correction(
            *(edition.edition, field),
            duty_target(edition.read, place, steps, column, edition.corrected, side),
            *(was, new, who),
        )
    notice = f"已更正，署名{who}。" if new != was else "内容没有变化，没有记录更正。"
    return with_duty(request, identity, place, notice, who)


@router.post("/lists/{number}/duties/{position}/unassigned")
def give_unassigned(
    request: Request,
    identity: str,
    number: int,
    position: int,
    who: Annotated[str, Form(max_length=LONGEST_WHO)],
    departments: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Give all clauses of a duty that nobody has to the departments that are chosen."""
    edition = opened(request, identity)
    place = place_of(edition, number, position)
    duty = edition.duty(place)
    assert duty is not None
    who = signature(request, who)
    new = _chosen(edition, departments)
    if not new:
        raise HTTPException(400, "请选择由哪个部门承担。")
    for path, clause in clause_paths(duty.department_clauses):
        if clause.basis in ("none", "part") and not clause.children and clause.kind == "clause":
            target = duty_target(edition.read, place, path, 0, edition.corrected)
            was = "、".join(clause.departments)
            keep_one(request, identity, "departments", target, was, new, who)
    return with_duty(request, identity, place, f"未明确的条文都归“{new}”，署名{who}。", who)


@router.post("/lists/{number}/duties/{position}/characters")
def settle_character(
    request: Request,
    identity: str,
    number: int,
    position: int,
    column: Annotated[int, Form(ge=1, le=200)],
    start: Annotated[int, Form(ge=0)],
    old: Annotated[str, Form(max_length=LONGEST_TEXT)],
    who: Annotated[str, Form(max_length=LONGEST_WHO)],
    new: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
) -> Response:
    """A person has looked at doubtful characters: they are as printed, or others are."""
    edition = opened(request, identity)
    place = place_of(edition, number, position)
    duty = edition.duty(place)
    assert duty is not None
    who, new = signature(request, who), new.replace("\r\n", "\n").strip()
    cell = duty.cells[column - 1] if column <= len(duty.cells) else ""
    if not old or cell[start : start + len(old)] != old:
        raise HTTPException(409, "这一处刚被别人改过。请刷新后核对，再决定是否更正。")
    if new == old:
        stretch = (start, start + len(old))
        target = duty_target(
            edition.read, place, column=column, now=edition.corrected, stretch=stretch
        )
        keep_one(request, identity, "sure", target, old, old, who)
        return with_duty(request, identity, place, f"“{old}”和原件一样，署名{who}。", who)
    target = duty_target(edition.read, place, column=column, now=edition.corrected)
    changed = cell[:start] + new + cell[start + len(old) :]
    keep_one(request, identity, "cell", target, cell, changed, who)
    return with_duty(request, identity, place, f"“{old}”已更正为“{new}”，署名{who}。", who)


@router.get("/about")
def about(request: Request, identity: str) -> Response:
    """The edition's own title, places and date, and the lists' titles, to be corrected."""
    return page(request, "about.html", opened=opened(request, identity), tab="about")


@router.post("/about")
def correct_edition(
    request: Request,
    identity: str,
    field: Annotated[Literal["title", "region", "issued", "list title"], Form()],
    who: Annotated[str, Form(max_length=LONGEST_WHO)],
    new: Annotated[str, Form(max_length=200)] = "",
    number: Annotated[int, Form()] = 0,
) -> Response:
    """Keep a correction of the edition's title, places or date, or of a list's title."""
    edition = opened(request, identity)
    who, new, target = signature(request, who), " ".join(new.split()), Target()
    if field == "issued" and new and not _ISSUED.fullmatch(new):
        raise HTTPException(400, "日期请写成 2025-07 或 2025-07-15，只知道年份就写 2025。")
    if field == "list title":
        table = edition.table(number)
        if table is None:
            raise HTTPException(404, "没有这个清单。")
        was, target = table.title, Target(kind=table.kind, name=table.title)
    else:
        now = edition.now
        was = {"title": now.title, "region": " ".join(now.region), "issued": now.issued}[field]
    if new != was:
        keep_one(request, identity, field, target, was, new, who)
        keep_names(request, identity)
    response = RedirectResponse(address("editions", identity, "about"), 303)
    remember_who(response, who)
    return response


def keep_one(
    request: Request,
    identity: str,
    field: Field,
    target: Target,
    was: str,
    new: str,
    who: str,
) -> None:
    """Keep one correction of several, or one that cannot be at odds with another."""
    store = office(request).store
    while not store.add_correction(opened(request, identity).edition, field, target, was, new, who):
        pass


def with_duty(request: Request, identity: str, place: Place, notice: str, who: str) -> Response:
    """The duty as it is now, or the way back to it."""
    if not wants_fragment(request):
        back = address("editions", identity, "lists", place.table, "duties", place.position)
        return RedirectResponse(back, 303)
    response = page(
        request,
        "duty.html",
        **shown_duty(opened(request, identity), place, filters_here(request), notice),
    )
    response.headers["HX-Trigger"] = "corrected"
    remember_who(response, who)
    return response


@router.post("/corrections/{correction}/undo")
def undo(
    request: Request,
    identity: str,
    correction: str,
    number: Annotated[int, Form()] = 0,
    position: Annotated[int, Form()] = 0,
) -> Response:
    """Undo a correction; it stays on record as undone."""
    who = signed_by(request) or "未署名"
    opened(request, identity)
    if not office(request).store.undo_correction(identity, correction, who):
        raise HTTPException(404, "这条更正已经撤销过了，请刷新页面。")
    if any(
        one.id == correction and one.field in EDITION_FIELDS
        for one in office(request).store.corrections(identity)
    ):
        keep_names(request, identity)
    if number and wants_fragment(request):
        edition = opened(request, identity)
        place = place_of(edition, number, position)
        response = page(
            request,
            "duty.html",
            **shown_duty(edition, place, filters_here(request), "已撤销更正。"),
        )
        response.headers["HX-Trigger"] = "corrected"
        return response
    return RedirectResponse(address("editions", identity, "corrections"), 303)


@router.get("/charts")
def charts(request: Request, identity: str) -> Response:
    """Duties by category and by department."""
    edition = opened(request, identity)
    by_category = [
        (index, categories_chart(f"{KIND_NAMES[table.kind]}各类别的事项", table))
        for index, table in enumerate(edition.now.lists, start=1)
    ]
    return page(
        request,
        "charts.html",
        opened=edition,
        by_category=by_category,
        by_department=departments_chart(edition.now),
        tab="charts",
    )


def _unchanged(
    edition: OpenEdition,
    place: Place,
    field: Field,
    steps: tuple[int, ...],
    column: int,
    side: ClauseSide,
    old: str,
) -> str:
    """What a field says now, which must be what the person saw."""
    duty = edition.duty(place)
    assert duty is not None
    was = _value(duty, field, steps, column, side)
    if was != old:
        raise HTTPException(
            409, f"这一处刚被别人改过，现在是“{was or '（无）'}”。请刷新后核对，再决定是否更正。"
        )
    return was


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
    clause = clauses.get(path)
    if clause is None:
        raise HTTPException(400, "没有这一条，请刷新页面后再试。")
    if field == "departments":
        return "、".join(clause.departments)
    if field == "clause split":
        return printed(clause)
    following = clauses.get((*path[:-1], path[-1] + 1))
    if field != "clauses joined" or clause.children or following is None:
        raise HTTPException(400, "这一条后面没有可以并的，请刷新页面后再试。")
    return f"{printed(clause)}\n{printed(following)}"


def _refuse_other_words(field: Field, was: str, new: str) -> None:
    if squeezed(was) != squeezed(new):
        raise HTTPException(400, "这里只分条、并条，文字不变；要改文字，请用“更正这一栏”。")
    if field == "clause split" and len([one for one in new.split("\n") if one.strip()]) < 2:
        raise HTTPException(400, "请在要分开的地方按回车，分成两行。")


def _chosen(edition: OpenEdition, departments: list[str]) -> str:
    known = {one.name for one in edition.now.departments}
    names = list(dict.fromkeys(name.strip() for name in departments if name.strip()))
    for name in names:
        if name not in known:
            raise HTTPException(400, f"清单中没有“{name}”这个部门，请从列出的部门中选择。")
    return "、".join(names)


def _list_page(
    request: Request,
    edition: OpenEdition,
    number: int,
    filters: Filters,
    part: int,
    place: Place | None,
) -> Response:
    table = edition.table(number)
    if table is None:
        raise HTTPException(404, "没有这个清单。")
    found = matching(edition, number, filters)
    others = {
        index: len(matching(edition, index, Filters(filters.query)))
        for index in range(1, len(edition.now.lists) + 1)
        if filters.query
    }
    start = (part - 1) * PAGE_LENGTH
    chosen = shown_duty(edition, place, filters) if place else {"duty": None}
    return page(
        request,
        "list.html",
        **{
            **chosen,
            "opened": edition,
            "tab": f"list-{number}",
            "number": number,
            "table": table,
            "rows": rows(edition, found[start : start + PAGE_LENGTH]),
            "total": len(found),
            "part": part,
            "parts": max(1, -(-len(found) // PAGE_LENGTH)),
            "others": others,
            "filters": filters,
            "filter_values": asdict(filters),
            "categories": category_choices(table),
            "departments": department_choices(edition, number),
            "only_names": ONLY_NAMES,
            "has_departments": any(duty.departments for duty in table.duties),
            "has_categories": any(duty.category for duty in table.duties),
            "level_counts": level_counts(edition),
            "first_finding": min(
                edition.by_place, key=lambda one: (one.table, one.position), default=None
            ),
            "general": [one for one in edition.findings if one.kind is None or not one.row],
            "level_names": LEVEL_NAMES,
        },
    )


def level_counts(edition: OpenEdition) -> dict[Level, int]:
    """How many open findings there are of each level."""
    counts = Counter(one.level for one in edition.findings)
    return {level: counts[level] for level in LEVEL_NAMES}


def _neighbours(
    edition: OpenEdition, place: Place, filters: Filters
) -> tuple[Place | None, Place | None]:
    """The duties before and after one, among those that the filters leave."""
    places = matching(edition, place.table, filters)
    before = [one.position for one in places if one.position < place.position]
    after = [one.position for one in places if one.position > place.position]
    return (
        Place(place.table, before[-1]) if before else None,
        Place(place.table, after[0]) if after else None,
    )


def filters_here(request: Request) -> Filters:
    """The filters of the page that a form beside a duty was sent from, by htmx: what is before and
    after it stays so."""
    query = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query)
    said = {name: texts[0][:200] for name, texts in query.items()}
    only: Only = next((one for one in ONLY_NAMES if one == said.get("only")), "")
    return Filters(
        said.get("query", ""), said.get("category", ""), said.get("department", ""), only
    )


def shown_duty(
    edition: OpenEdition, place: Place, filters: Filters, notice: str = ""
) -> dict[str, Any]:
    """What the template of a duty is filled with."""
    before, after = _neighbours(edition, place, filters)
    here = (place.table, place.position)
    noted = sorted((one.table, one.position) for one in edition.by_place)
    return {
        "last_finding": next((Place(*one) for one in reversed(noted) if one < here), None),
        "next_finding": next((Place(*one) for one in noted if one > here), None),
        "opened": edition,
        "duty": duty_view(edition, place),
        "assignment": row_view(edition, place),
        "before": before,
        "after": after,
        "filter_values": asdict(filters),
        "words": filters.words,
        "ways": SETTLED,
        "row_ways": WAYS,
        "notice": notice,
        "all_departments": [one.name for one in edition.now.departments],
        "all_categories": [
            one.value for one in category_choices(edition.now.lists[place.table - 1])
        ],
    }
