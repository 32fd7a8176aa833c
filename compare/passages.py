"""A duty as the texts that are compared: its clauses, headings and ways of working, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compare.departments import Offices
from compare.model import Part, Passage
from compare.wording import fold
from records.model import Clause, Duty


def passages(duty: Duty, offices: Offices, place: int = 0) -> tuple[Passage, ...]:
    """All texts of a duty but its number, category, name and list of departments.

    Where a reader gave no clauses, each paragraph of the remaining cells is one passage.
    """
    found = [
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
    ]
    return tuple(found or _paragraphs(duty, place))


def _clauses(
    clauses: Iterable[Clause], part: Part, offices: Offices, place: int
) -> Iterator[Passage]:
    for clause in clauses:
        names = tuple(dict.fromkeys(offices.name(one) for one in clause.departments))
        heading = bool(clause.children)
        yield Passage(part, clause.label, clause.text, heading, names, clause.basis, place)
        yield from _clauses(clause.children, part, offices, place)


def _paragraphs(duty: Duty, place: int) -> Iterator[Passage]:
    told = {fold(text) for text in (str(duty.number), duty.category, duty.name)}
    for cell in duty.cells:
        if fold(cell) in told or _names_departments(cell, duty):
            continue
        for line in cell.split("\n"):
            if line.strip():
                yield Passage("other", "", line.strip(), duty=place)


def _names_departments(cell: str, duty: Duty) -> bool:
    """The cell holds the row's departments and nothing more than marks between them."""
    rest = fold(cell)
    for name in sorted(duty.departments, key=len, reverse=True):
        rest = rest.replace(fold(name), "")
    return bool(duty.departments) and not rest.strip("、,;。")
