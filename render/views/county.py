"""A department's duties over all townships of a county, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.compare.counties import CountyLists
from dutylist.compare.county import CountyDuty, OfficeBook, Variant, Where
from dutylist.records.model import KIND_NAMES
from dutylist.records.wording import said
from dutylist.render.views.lines import Run, new_runs
from dutylist.render.views.report import Column, Report, Section, cell, headed

_MATRIX_TOWNSHIPS = 14
"""Townships side by side in a matrix: columns of two or three characters' width on landscape A4."""


def county_report(book: OfficeBook) -> Report:
    """Duty by duty: which townships have it, who acts, what it says, where townships differ; then
    the matrix."""
    whole = len(book.townships)
    differing = sum(bool(duty.variants) for duty in book.duties)
    return Report(
        said("county.title", office=book.office),
        said("county.subtitle", townships=whole, duties=len(book.duties), differing=differing),
        (_overview(book), _texts(book), *_differences(book), *_matrices(book)),
    )


def county_name(one: CountyLists) -> str:
    """What a county is called, also where no list says it."""
    return one.name or said("county.unnamed")


def counties_told(counties: Sequence[CountyLists]) -> str:
    """That the lists are of several counties, with how many of each; "" for one."""
    if len(counties) < 2:
        return ""
    each = "、".join(
        said("county.counted", county=county_name(one), count=len(one.places)) for one in counties
    )
    return said("county.several", each=each)


def _overview(book: OfficeBook) -> Section:
    columns = headed("county.overview_heads", (4, 8, 24, 10, 20, 20, 14))
    rows = tuple(
        (
            cell(str(number)),
            cell(KIND_NAMES[duty.kind]),
            cell(duty.name),
            cell(f"{len(book.townships) - len(duty.missing)}/{len(book.townships)}"),
            cell("、".join(duty.missing)),
            cell("、".join(_offices(book.office, duty))),
            cell("；".join(_remarks(duty))),
        )
        for number, duty in enumerate(book.duties, start=1)
    )
    return Section(said("county.overview"), tuple(_named(book)), columns, rows)


def _named(book: OfficeBook) -> Iterator[str]:
    """Which townships it is made from, how they write the office, and what names may be its old
    ones."""
    yield said("county.made_from", count=len(book.townships), townships="、".join(book.townships))
    if book.unsaid:
        yield unsaid_told(book.unsaid)
    if len(book.spellings) > 1:
        each = "、".join(
            said("county.spelled", name=name, count=len(at)) for name, at in book.spellings
        )
        yield said("county.spellings", each=each)
    if any(map(_helped, book.duties)):
        yield said("county.leads_said")
    yield from perhaps_told(book)


def perhaps_told(book: OfficeBook) -> Iterator[str]:
    """What names may be the office's old or other ones, and what to do."""
    for name, townships in book.perhaps:
        told = "、".join(townships)
        yield said("county.perhaps", name=name, office=book.office, townships=told)


def unsaid_told(townships: Sequence[str]) -> str:
    """That these townships' lists do not say their county, and what to do."""
    return said("county.unsaid", townships="、".join(townships))


def _remarks(duty: CountyDuty) -> Iterator[str]:
    """What else is to be known of a duty: where it stands in another list."""
    for kind, townships in duty.elsewhere:
        names = "、".join(townships)
        yield said("county.elsewhere", kind=KIND_NAMES[kind], townships=names)


def _offices(office: str, duty: CountyDuty) -> Iterator[str]:
    """The offices of the duty, with how many townships list them where not all do; of the book's
    own also where only a clause says so."""
    having = len(duty.places) - len(duty.missing)
    for one, count in zip(duty.offices, duty.listed_in, strict=True):
        if one == office and duty.unlisted:
            continue
        some = count < having
        name = said("county.leads", office=one) if one == duty.led_by and _helped(duty) else one
        yield said("county.in_some_townships", office=name, count=count) if some else name
    if office not in duty.offices:
        yield said("county.in_clauses", office=office)
    elif duty.unlisted:
        yield said("county.in_some_clauses", office=office, townships="、".join(duty.unlisted))


def _helped(duty: CountyDuty) -> bool:
    return len(duty.offices) > 1


def _texts(book: OfficeBook) -> Section:
    columns = headed("county.text_heads", (5, 20, 40, 35))
    rows = tuple(
        (
            cell(str(number)),
            cell(duty.name),
            cell(_of_departments(duty)),
            cell(_usual(duty, ("township duties",))),
        )
        for number, duty in enumerate(book.duties, start=1)
    )
    own_name = said("county.own_name")
    notes = (said("county.texts_said", own_name=own_name),)
    return Section(said("county.texts"), notes, columns, rows)


def _of_departments(duty: CountyDuty) -> str:
    """What the office does, and below it what no text says whose it is."""
    own = _usual(duty, ("department duties", "takeover"))
    nobodys = _usual(duty, ("duties of nobody",))
    said_so = said("county.nobodys", clauses=nobodys) if nobodys else ""
    return "\n".join(filter(None, (own, said_so)))


def _usual(duty: CountyDuty, wheres: tuple[Where, ...]) -> str:
    return "\n".join(text for where, text in duty.texts if where in wheres and text)


def _differences(book: OfficeBook) -> Iterator[Section]:
    columns = headed("county.difference_heads", (5, 20, 9, 18, 48))
    rows = tuple(
        (
            cell(str(number)),
            cell(duty.name),
            cell(where_name(variant.where)),
            cell("、".join(variant.townships)),
            _both(variant),
        )
        for number, duty in enumerate(book.duties, start=1)
        for variant in duty.variants
    )
    written = sum(duty.only_written for duty in book.duties)
    notes = [said("county.differences_said")] if rows else []
    notes += [said("county.only_written", count=written)] if written else []
    if notes:
        yield Section(said("county.differences"), tuple(notes), columns if rows else (), rows)


def where_name(where: Where) -> str:
    """What a cell of a duty is called."""
    return said(f"county.where_{where.replace(' ', '_')}")


def _both(variant: Variant) -> tuple[Run, ...]:
    """The text of most and the township's own in one, marked; of leaders who leads."""
    if variant.where == "lead":
        return (
            Run(said("county.led", office=variant.wording.new or said("county.not_written"))),
            Run(said("county.led_elsewhere", office=variant.wording.old)),
        )
    if not variant.wording.new:
        return (Run(said("county.not_written")),)
    return tuple(
        Run(part.text, "" if part.kind == "equal" else part.kind)
        for part in variant.wording.segments
    ) or new_runs(variant.wording)


def _matrices(book: OfficeBook) -> Iterator[Section]:
    for first in range(0, len(book.townships), _MATRIX_TOWNSHIPS):
        shown = book.townships[first : first + _MATRIX_TOWNSHIPS]
        columns = (
            *headed("county.matrix_heads", (5, 30)),
            *(Column(township, 65 // len(shown)) for township in shown),
        )
        rows = tuple(
            (
                cell(str(number)),
                cell(duty.name),
                *(
                    cell("—" if place is None else place or said("county.has"))
                    for _, place in duty.places[first : first + _MATRIX_TOWNSHIPS]
                ),
            )
            for number, duty in enumerate(book.duties, start=1)
        )
        part = f"（{first // _MATRIX_TOWNSHIPS + 1}）" if len(book.townships) > len(shown) else ""
        yield Section(said("county.matrix", part=part), (), columns, rows)
