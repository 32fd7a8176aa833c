"""A duty as the texts that are compared: its clauses, headings and ways of working, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dutylist.compare.departments import Offices, row_departments
from dutylist.compare.forms import front_of
from dutylist.compare.model import Part, Passage, PlacedDuty
from dutylist.compare.wording import fold, fold_width
from dutylist.records.labels import label_of
from dutylist.records.model import KIND_NAMES, Clause, Duty, Role, Span
from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed


def passages(placed: PlacedDuty, offices: Offices, place: int = 0) -> tuple[Passage, ...]:
    """All texts of a duty but its number, category, name and list of departments.

    What its clauses and takeovers do not hold (备注, 法律依据) is compared by the paragraph.
    """
    duty = placed.duty
    # Of an office with two names the row says which one it means.
    row = {one.office: one.printed for one in reversed(duty.listed)}
    return (
        *_clauses(duty.department_clauses, "department", offices, row, place),
        *_clauses(duty.township_clauses, "township", offices, row, place),
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


def offices_text(placed: PlacedDuty) -> str:
    """The departments of a row as its column prints them; a line's end between two is a 、.

    Of a cell that says more (牵头单位：…) the names alone: the rest is compared as a passage.
    """
    duty = placed.duty
    cells = [
        cell
        for cell, column in zip(duty.cells, placed.columns, strict=True)
        if column.role in _OFFICE_COLUMNS and cell.strip()
    ]
    texts = (_listed_text(cell, duty) for cell in cells if _names_departments(fold(cell), duty))
    return "；".join(texts) or "、".join(dict.fromkeys(row_departments(duty)))


def has_office_column(placed: PlacedDuty) -> bool:
    """Whether its list has a column of departments."""
    return any(column.role in _OFFICE_COLUMNS for column in placed.columns)


_OFFICE_COLUMNS: tuple[Role, ...] = ("departments", "takeover department")


def _listed_text(cell: str, duty: Duty) -> str:
    longest_first = sorted({fold(one) for one in duty.departments}, key=len, reverse=True)
    found: list[str] = []
    at = 0
    for start, end in _places_of(tuple(filter(None, longest_first)), fold_width(cell)):
        between = squeezed(cell[at:start])
        found.append(between or ("、" if found else ""))
        found.append(cell[start:end].replace("\n", ""))
        at = end
    return "".join((*found, squeezed(cell[at:])))


def _places_of(names: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """Where names stand in a text, from and to, white space within them or not. A pattern of each
    row's names would take longer to make than to search for."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    bare = squeezed(text)
    at = 0
    while at < len(bare):
        name = next((one for one in names if bare.startswith(one, at)), "")
        if name:
            yield places[at], places[at + len(name) - 1] + 1
        at += len(name) or 1


def _clauses(
    clauses: Iterable[Clause], part: Part, offices: Offices, row: Mapping[str, str], place: int
) -> Iterator[Passage]:
    for clause in clauses:
        names = tuple(dict.fromkeys(offices.name(row.get(one, one)) for one in clause.departments))
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
            front=front_of(clause.text, {one: offices.forms(one) for one in names}),
        )
        yield from _clauses(clause.children, part, offices, row, place)


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
            label = label_of(folded)
            plain = folded.strip(".、").isdigit()
            return plain or bool(label and (label.text, label.number) == (folded, duty.number))
        case "kind":
            return folded in KIND_NAMES.values()
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
    if not category or not folded.startswith(category):
        return False
    return not (count := folded[len(category) :]) or _COUNT.fullmatch(count) is not None


_COUNT = Pattern(r"\(\d+[项条个]?\)")


def _names_departments(folded: str, duty: Duty) -> bool:
    """The cell holds the row's departments and nothing more than marks between them."""
    rest = folded
    for name in sorted(duty.departments, key=len, reverse=True):
        rest = rest.replace(fold(name), "")
    return bool(duty.departments) and not rest.strip("、,;。")
