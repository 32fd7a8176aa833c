"""All townships together: both sides against each other, and each department's book over the
county; and what the clerk says once of all files."""

from __future__ import annotations

from collections import Counter
from itertools import count
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.web.editions import UnreadableError, open_edition
from dutylist.app.web.pages import address, download, office, page, say_once
from dutylist.app.web.stored import Edition
from dutylist.app.web.told import tell_column, tell_take_all, told_by
from dutylist.compare.counties import CountyLists, by_county
from dutylist.compare.county import OfficeBook, county
from dutylist.compare.mirror import Mirror, mirror, office_of, place_of
from dutylist.compare.newest import newest_of_each
from dutylist.extract.lists.choices import ROLE_NAMES
from dutylist.records.model import DutyList
from dutylist.render.formats import REPORT
from dutylist.render.views.county import counties_told, county_name, county_report
from dutylist.render.views.mirror import finding_text, mirror_report, refusal_text
from dutylist.render.views.report import Report
from dutylist.render.write_report import report_files

router = APIRouter()

MOST_TOGETHER = 200
"""Lists that are set against each other at once: a county has some thirty townships."""


@router.get("/county")
def whole_county(request: Request) -> Response:
    """The townships and departments whose lists are here, and what can be made of them."""
    lists = _lists(request)
    townships, departments = _both_sides(lists)
    found = _mirrored(townships, departments)
    counties = _books(townships)
    return page(
        request,
        "county.html",
        townships=[place_of(one) for one in townships],
        unnamed_lists=_unnamed(lists),
        left_out=_left_out(request),
        departments=[office_of(one) for one in departments],
        found=found,
        findings=[finding_text(one) for one in found.findings] if found else [],
        refused=[refusal_text(one) for one in found.refused] if found else [],
        counties=_numbered(counties),
        several=counties_told([one for one, _ in counties]),
        formats=REPORT,
    )


@router.get("/county/mirror.{ending}")
def mirror_file(request: Request, ending: str) -> Response:
    """Both sides against each other, as a file."""
    found = _mirrored(*_both_sides(_lists(request)))
    if found is None or ending not in REPORT:
        raise HTTPException(404, "乡镇清单和部门自己的清单都要有，才能对照。")
    return _file(mirror_report(found), "乡镇部门对照", ending)


@router.get("/county/books/{number}.{ending}")
def book_file(request: Request, number: int, ending: str) -> Response:
    """A department's book over the county, as a file; `number` is its place among them, from 1."""
    counties = _books(_both_sides(_lists(request))[0])
    books = [book for _, own in counties for book in own]
    if not 1 <= number <= len(books) or ending not in REPORT:
        raise HTTPException(404, "没有这个部门。")
    book = books[number - 1]
    return _file(county_report(book), book.office, ending)


@router.get("/columns")
def columns(request: Request) -> Response:
    """The columns that no reader knows, and what the clerk said of them."""
    counts: Counter[str] = Counter()
    for _, duty_list in _every(request):
        for table in duty_list.lists:
            counts.update(
                {column.text for column in table.columns if not column.role and column.text}
            )
    told = told_by(office(request).settings.folder)
    names = {role: name for name, role in ROLE_NAMES.items()}
    return page(
        request,
        "columns.html",
        unknown=[(text, times) for text, times in counts.most_common() if text not in told.roles],
        told=[(text, names[role]) for text, role in sorted(told.roles.items())],
        take_all=told.take_all,
        left_out=_left_out(request),
        roles=list(ROLE_NAMES),
    )


@router.post("/columns")
def tell(
    request: Request,
    header: Annotated[str, Form()],
    role: Annotated[str, Form()] = "",
    edition: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep what a column holds; the files that have such a column are read again. `edition` is the
    one whose findings are gone back to."""
    here = office(request)
    if role and role not in ROLE_NAMES:
        raise HTTPException(400, f"可以选 {'、'.join(ROLE_NAMES)}。")
    tell_column(here.settings.folder, header, role)
    for other, duty_list in _every(request):
        if any(header == text for table in duty_list.lists for text in table.headers):
            here.readers.read_again(other)
    back = address("editions", edition, "findings") if edition else "/columns"
    response = RedirectResponse(back, 303)
    if role:
        said = f"记住了：“{header}”一栏是{role}。有这一栏的清单正在重新读取，过一会儿刷新再看。"
        say_once(response, said)
    return response


@router.post("/columns/take-all")
def take_all(request: Request, every: Annotated[bool, Form()] = False) -> Response:
    """Keep whether tables that only look like lists are taken in."""
    tell_take_all(office(request).settings.folder, every)
    return RedirectResponse("/columns", 303)


_Lists = list[tuple[Edition, DutyList]]


def _left_out(request: Request) -> list[Edition]:
    """The editions beyond those that are set against each other."""
    return office(request).store.editions()[MOST_TOGETHER:]


def _every(request: Request) -> _Lists:
    """The editions that can be read, with their records as corrected, up to MOST_TOGETHER."""
    store = office(request).store
    found: _Lists = []
    for edition in store.editions()[:MOST_TOGETHER]:
        try:
            opened = open_edition(store, edition.id)
        except UnreadableError:
            continue
        if opened is not None:
            found.append((edition, opened.now))
    return found


def _lists(request: Request) -> _Lists:
    """The newest edition of each place."""
    every = _every(request)
    newest = newest_of_each([one for _, one in every], [one.file_name for one, _ in every])
    return [(every[at][0], one) for at, one in newest.lists]


def _file(report: Report, name: str, ending: str) -> Response:
    (file,) = report_files(report, name, (ending,), Path())
    return download(file.content(), file.name, "application/octet-stream")


def _both_sides(lists: _Lists) -> tuple[list[DutyList], list[DutyList]]:
    return (
        [one for _, one in lists if one.side == "township" and one.place],
        [one for _, one in lists if one.side == "department"],
    )


def _unnamed(lists: _Lists) -> list[Edition]:
    """The editions that are left out, since nobody knows which township's they are."""
    return [edition for edition, one in lists if one.side == "township" and not one.place]


def _mirrored(townships: list[DutyList], departments: list[DutyList]) -> Mirror | None:
    return mirror(townships, departments) if townships and departments else None


_Books = list[tuple[CountyLists, tuple[OfficeBook, ...]]]


def _numbered(counties: _Books) -> list[tuple[str, list[tuple[int, OfficeBook]]]]:
    """Each county's name and its books, numbered through all."""
    numbers = count(1)
    return [
        (county_name(one), [(next(numbers), book) for book in books]) for one, books in counties
    ]


def _books(townships: list[DutyList]) -> _Books:
    """Each county with its books; with one township a county has none."""
    return [
        (one, county([townships[at] for at in one.places]) if len(one.places) > 1 else ())
        for one in by_county(townships)
    ]
