"""A county as a whole: which lists its documents are made from, how its offices are called, and
what each township lacks of what most have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutylist.compare.county import Lacking, OfficeBook
from dutylist.compare.identity import identify
from dutylist.compare.mirror import place_of
from dutylist.records.model import KIND_NAMES, DutyList
from dutylist.records.wording import said
from dutylist.render.views.county import unsaid_told
from dutylist.render.views.report import Report, Section, cell, headed

OVERVIEW = said("county_overview.file")
"""What its file is called."""


@dataclass(frozen=True)
class UsedList:
    """A township's list, its file's name, and whether it does not say its county."""

    list: DutyList
    file: str
    unsaid: bool = False


def county_overview(
    name: str,
    used: Sequence[UsedList],
    books: Sequence[OfficeBook],
    lacking: Sequence[tuple[str, Sequence[Lacking]]],
) -> Report:
    """The lists, the offices' names, and a part for each township that lacks something."""
    return Report(
        said("county_overview.title", county=name),
        said("county_overview.subtitle", townships=len(used), offices=len(books)),
        (_lists(used), *_offices(books), *_lacking(lacking, len(used))),
    )


def _lists(used: Sequence[UsedList]) -> Section:
    rows = []
    for number, one in enumerate(used, start=1):
        counts = [
            sum(len(table.duties) for table in one.list.lists if table.kind == kind)
            for kind in KIND_NAMES
        ]
        texts = (
            str(number),
            place_of(one.list),
            one.file,
            identify(one.list, one.file).name or said("county_overview.undated"),
            *map(str, counts),
            said("county_overview.unsaid") if one.unsaid else "",
        )
        rows.append(tuple(map(cell, texts)))
    unsaid = [place_of(one.list) for one in used if one.unsaid]
    return Section(
        said("county_overview.lists"),
        (unsaid_told(unsaid),) if unsaid else (),
        headed("county_overview.list_heads", (5, 13, 34, 14, 7, 7, 7, 13)),
        tuple(rows),
    )


def _offices(books: Sequence[OfficeBook]) -> Iterator[Section]:
    rows = []
    for book in books:
        if len(book.spellings) < 2 and not book.perhaps:
            continue
        names = ("written", book.spellings), ("perhaps", book.perhaps)
        told = (
            "；".join(
                said(f"county_overview.{way}", name=name, townships="、".join(townships))
                for name, townships in found
            )
            for way, found in names
        )
        rows.append((cell(book.office), *map(cell, told)))
    if rows:
        columns = headed("county_overview.office_heads", (20, 50, 30))
        yield Section(said("county_overview.offices"), (), columns, tuple(rows))


def _lacking(lacking: Sequence[tuple[str, Sequence[Lacking]]], whole: int) -> Iterator[Section]:
    columns = headed("county_overview.lacking_heads", (15, 45, 15, 25))
    for township, duties in lacking:
        rows = tuple(
            (
                cell(KIND_NAMES[duty.kind]),
                cell(duty.name),
                cell(f"{duty.having}/{whole}"),
                cell(_elsewhere(duty)),
            )
            for duty in duties
        )
        if rows:
            yield Section(said("county_overview.lacking", township=township), (), columns, rows)


def _elsewhere(duty: Lacking) -> str:
    kinds = "、".join(KIND_NAMES[kind] for kind in duty.elsewhere)
    return said("county_overview.elsewhere", kind=kinds) if kinds else ""
