"""A duty as the texts that are compared: its clauses, headings and ways of working, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dutylist.compare.departments import Offices
from dutylist.compare.model import Part, Passage
from dutylist.compare.wording import fold
from dutylist.records.model import Clause, Duty


def passages(duty: Duty, offices: Offices, place: int = 0) -> tuple[Passage, ...]:
    """All texts of a duty but its number, category, name and list of departments.

    Cells that gave no clauses (备注, 法律依据) are compared by the paragraph.
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
    read = [text for text in (fold(one.text) for one in found) if text]
    return (*found, *_paragraphs(duty, read, place))


def _clauses(
    clauses: Iterable[Clause], part: Part, offices: Offices, place: int
) -> Iterator[Passage]:
    for clause in clauses:
        names = tuple(dict.fromkeys(offices.name(one) for one in clause.departments))
        heading = bool(clause.children)
        yield Passage(part, clause.label, clause.text, heading, names, clause.basis, place)
        yield from _clauses(clause.children, part, offices, place)


def _paragraphs(duty: Duty, read: Sequence[str], place: int) -> Iterator[Passage]:
    """The cells that hold nothing of what was `read` already."""
    name = fold(duty.name)
    for cell in duty.cells:
        folded = fold(cell)
        if not folded or folded == name or any(text in folded for text in read):
            continue
        if _is_number(folded) or _is_category(folded, duty) or _names_departments(folded, duty):
            continue
        for line in cell.split("\n"):
            if line.strip():
                yield Passage("other", "", line.strip(), duty=place)


def _is_number(folded: str) -> bool:
    return folded.strip(".、").isdigit()


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
