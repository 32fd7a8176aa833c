"""What two sides' lists say of each other, as a report."""

from __future__ import annotations

from collections import Counter

from dutylist.compare.mirror import Fault, Finding, Mirror, Refused, Where
from dutylist.records.model import KIND_NAMES
from dutylist.records.wording import said
from dutylist.render.views.lines import Run, new_runs, old_runs
from dutylist.render.views.report import Report, Section, cell, headed

_SHARES = (5, 8, 17, 29, 29, 12)
"""Of the columns: number, list, duty, both texts, what is wrong."""

_OVERVIEW_SHARES = (24, 9, 9, 9, 49)
"""Department, duties, places, townships, each township."""


def mirror_report(found: Mirror) -> Report:
    """What differs by department, then a section for each department and township that differ."""
    sections = [_refused(found)] if found.refused else []
    sections += [_overview(found)] if found.findings else []
    columns = headed("mirror.heads", _SHARES)
    for office in found.offices:
        for township in found.townships:
            own = [
                one for one in found.findings if (one.office, one.township) == (office, township)
            ]
            if own:
                rows = tuple(_row(number, one) for number, one in enumerate(own, start=1))
                sections.append(
                    Section(
                        said("mirror.section", office=office, township=township), (), columns, rows
                    )
                )
    return Report(
        said("mirror.title"),
        said(
            "mirror.subtitle",
            townships=len(found.townships),
            offices=len(found.offices),
            agree=found.agree,
            findings=len(found.findings),
        ),
        tuple(sections),
    )


def _overview(found: Mirror) -> Section:
    """For each department in how many duties the lists differ, and in which townships how often."""
    rows = []
    for office in found.offices:
        own = [one for one in found.findings if one.office == office]
        places = Counter(one.township for one in own)
        each = "、".join(
            said("mirror.times", township=township, count=places[township])
            for township in found.townships
            if places[township]
        )
        duties = len({(one.kind, one.name) for one in own})
        texts = (office, str(duties), str(len(own)), str(len(places)), each)
        rows.append(tuple(map(cell, texts)))
    return Section(
        said("mirror.overview"), (), headed("mirror.overview_heads", _OVERVIEW_SHARES), tuple(rows)
    )


def _refused(found: Mirror) -> Section:
    return Section(said("mirror.refused"), tuple(map(refusal_text, found.refused)))


def refusal_text(one: Refused) -> str:
    """Why a department's list was not compared, and what to do."""
    return said(f"mirror.refused_{one.lacks}", title=one.title)


def finding_text(found: Finding) -> str:
    """The finding in a sentence."""
    return (
        f"{found.office}、{found.township}：{KIND_NAMES[found.kind]}“{found.name}”"
        f"（{where_name(found.where)}）{fault_name(found.fault)}"
    )


def fault_name(fault: Fault) -> str:
    """What is wrong, in words."""
    return said(f"mirror.{fault.replace(' ', '_')}")


def where_name(where: Where) -> str:
    """What a cell of a duty is called."""
    return said(f"mirror.where_{where.replace(' ', '_')}")


def _row(number: int, found: Finding) -> tuple[tuple[Run, ...], ...]:
    ours = found.township_number
    theirs = found.department_number
    return (
        cell(str(number)),
        cell(KIND_NAMES[found.kind]),
        cell(found.name),
        (*_place(ours), *old_runs(found.wording)),
        (*_place(theirs), *new_runs(found.wording)),
        cell(f"{where_name(found.where)}：{fault_name(found.fault)}"),
    )


def _place(number: str) -> tuple[Run, ...]:
    return (Run(said("mirror.place", number=number) + "\n"),) if number else ()
