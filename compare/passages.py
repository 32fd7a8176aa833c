"""A duty as the texts that are compared: its clauses, headings and ways of working, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dutylist.compare.departments import Offices
from dutylist.compare.model import Part, Passage, PlacedDuty
from dutylist.compare.wording import fold
from dutylist.records.model import Clause, Duty, Role, Span


def passages(placed: PlacedDuty, offices: Offices, place: int = 0) -> tuple[Passage, ...]:
    """All texts of a duty but its number, category, name and list of departments.

    What its clauses and takeovers do not hold (备注, 法律依据) is compared by the paragraph.
    """
    duty = placed.duty
    return (
        *_clauses(duty.department_clauses, "department", offices, place),
        *_clauses(duty.township_clauses, "township", offices, place),
        *(
            Passage(
                "takeover",
                "",
                one.method,
                departments=(offices.name(one.department),),
                basis="heading",
                duty=place,
            )
            for one in duty.takeover
        ),
        *_paragraphs(placed, place),
    )


def _clauses(
    clauses: Iterable[Clause], part: Part, offices: Offices, place: int
) -> Iterator[Passage]:
    for clause in clauses:
        names = tuple(dict.fromkeys(offices.name(one) for one in clause.departments))
        heading = bool(clause.children)
        yield Passage(
            part,
            clause.label,
            clause.text,
            heading,
            names,
            clause.basis,
            place,
            span=clause.span,
        )
        yield from _clauses(clause.children, part, offices, place)


def _paragraphs(placed: PlacedDuty, place: int) -> Iterator[Passage]:
    """The cells that are told by nothing else in the records."""
    cells = zip(placed.duty.cells, placed.columns, strict=True)
    for number, (cell, column) in enumerate(cells, 1):
        if cell.strip() and not _is_told(placed.duty, number, column.role, fold(cell)):
            at = 0
            for line in cell.split("\n"):
                if line.strip():
                    span = Span(number, at, at + len(line))
                    yield Passage(
                        "other", "", line.strip(), duty=place, column=column.text, span=span
                    )
                at += len(line) + 1


def _is_told(duty: Duty, column: int, role: Role | None, folded: str) -> bool:
    """Whether what a cell says stands in the duty's other fields, which are compared, too."""
    match role:
        case "number":
            return folded.strip(".、").isdigit()
        case "category":
            return _is_category(folded, duty)
        case "name":
            return folded == fold(duty.name)
        case "departments" | "takeover department":
            return _names_departments(folded, duty)
        case "takeover" | "takeover method":
            return bool(duty.takeover)
        case "department duties" | "township duties":
            clauses = (*duty.department_clauses, *duty.township_clauses)
            return any(clause.cell in (column, 0) for clause in clauses)
        case _:
            return False


def _is_category(folded: str, duty: Duty) -> bool:
    """党的建设, or 党的建设(16项) where the cell counts its duties."""
    category = fold(duty.category)
    return (
        bool(category)
        and re.fullmatch(rf"{re.escape(category)}(?:\(\d+[项条个]?\))?", folded) is not None
    )


def _names_departments(folded: str, duty: Duty) -> bool:
    """The cell holds the row's departments and nothing more than marks between them."""
    rest = folded
    for name in sorted(duty.departments, key=len, reverse=True):
        rest = rest.replace(fold(name), "")
    return bool(duty.departments) and not rest.strip("、,;。")
