"""List rows → duties with clauses, departments and takeovers."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.lists.clauses import HeadingTest, parse_clauses
from dutylist.extract.lists.columns import is_blank, is_tick, ticked_office
from dutylist.extract.lists.doubt import with_doubts
from dutylist.extract.lists.row_numbers import read_number
from dutylist.extract.lists.rows import ListRow
from dutylist.extract.lists.seams import cell_text
from dutylist.extract.lists.tables import ListTable
from dutylist.extract.lists.takeovers import split_takeover
from dutylist.extract.offices.attribution import assign, mark_mentions
from dutylist.extract.offices.column_names import looks_like_office, split_names
from dutylist.extract.offices.leading import led_by_clauses, listed
from dutylist.extract.offices.named_above import heading
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.registry import Registry, departments_of
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.source import Cell, squeezed
from dutylist.records.labels import split_label, without_bullet
from dutylist.records.model import (
    OWN_ROW,
    Actor,
    Box,
    Clause,
    Duty,
    Listed,
    Role,
    Source,
    Span,
    Takeover,
)
from dutylist.records.patterns import Pattern

# 1-1, A-03, 一（二）; two numbers in one cell are a row that was not cut.
_LABEL = Pattern(r"(?!.*[)）].*[(（])[^\s、，。；]{1,10}")

# 县民政局：…, 1.县城管局（牵头）：…, 【县公安局】…
_PARAGRAPH_HEAD = Pattern(r"(?:^|(?<=[\s。；;]))[【\[]?([^\s：:。；;，,【】]{3,60})[】\]：:]")


def row_department_names(table: ListTable, row: ListRow, own: str) -> tuple[str, ...]:
    """The names in a row's department columns, or those that head its takeover, as printed; that
    of the heading above or of the office whose `own` list it is where the row names none."""
    own = row.office or own
    names: list[str] = []
    for role in ("departments", "takeover department"):
        for text, column in _filled(table, row, role):
            ticked = _ticked(text, column)
            names.extend((ticked,) if ticked else split_names(text))
    for text in _texts(table, row, "takeover"):
        names.extend(name for name, _ in split_takeover(text) if name)
    if not names:
        said: Role = "takeover method" if table.kind == "recalled" else "department duties"
        for text in _texts(table, row, said):
            names.extend(_heading_names(text))
    if not names and own and table.kind != "basic":
        return (own,)
    return tuple(dict.fromkeys(names))


def read_duty(table: ListTable, row: ListRow, registry: Registry, own: str = "") -> Duty:
    """The duty of a row, its clauses assigned to departments. `own` is the office whose list it
    is, "" in a township's."""
    own = row.office or own
    printed = row_department_names(table, row, own)
    cells = tuple(cell_text(cell) for cell in row.cells)
    heads = [
        text if role == "departments" else ""
        for text, role in zip(table.columns, table.roles, strict=True)
    ]
    named = (
        listed(cells, heads, printed, registry.canonical)
        if table.kind != "recalled"
        else tuple(Listed(name, registry.canonical(name)) for name in printed)
    )
    if _is_ticked(table, row):
        # A tick says that a department has to do with it, not that it leads.
        named = tuple(replace(one, leads=False) for one in named)
    offices = offices_of(named, registry)
    department_clauses: tuple[Clause, ...] = ()
    if table.kind != "cooperative":
        # On a sheet for all kinds the township's column tells its own duties in detail.
        alone = table.kind == "basic" and "content" not in table.roles
        detail: Role = "township duties" if alone else "content"
        township_clauses = mark_mentions(
            _clauses(table, row, detail, _known_headings(registry, offices)), offices, registry
        )
    else:
        department_clauses = _department_clauses(table, row, offices, registry)
        if len(row.sub_rows) > 1:
            department_clauses = _by_sub_row(table, row, department_clauses, registry)
        township_clauses = mark_mentions(
            _clauses(table, row, "township duties", _known_headings(registry, offices)),
            offices,
            registry,
        )
    printed_number = "".join(_texts(table, row, "number"))
    number = read_number(printed_number)
    duty = Duty(
        number=number,
        label=printed_number if number is None and _LABEL.fullmatch(printed_number) else "",
        category=squeezed(without_bullet("".join(_texts(table, row, "category")))) or row.category,
        name="".join(text.replace("\n", "") for text in _texts(table, row, "name")),
        source=Source(row.pages, table.table, row.row, _boxes(row)),
        cells=cells,
        listed=led_by_clauses(named, department_clauses),
        department_clauses=department_clauses,
        township_clauses=township_clauses,
        takeover=_takeover(table, row, own) if table.kind == "recalled" else (),
    )
    return with_doubts(duty, row.cells)


def offices_of(named: tuple[Listed, ...], registry: Registry) -> Row:
    """The offices of a row as the attribution of its clauses wants them."""
    offices = tuple(dict.fromkeys(one.office for one in named))
    said = [one for one in named if one.said]
    return registry.row(
        offices,
        tuple(one.office for one in said if one.leads),
        tuple(one.office for one in said if not one.leads),
    )


def _department_clauses(
    table: ListTable, row: ListRow, offices: Row, registry: Registry
) -> tuple[Clause, ...]:
    reader = Reader(registry, offices)

    def is_heading(text: str, alone: bool) -> bool:
        return heading(text, reader, alone) is not None

    return assign(_clauses(table, row, "department duties", is_heading), offices, registry)


def _known_headings(registry: Registry, offices: Row) -> HeadingTest:
    """The headings in a township's cell: offices that are known."""
    reader = Reader(registry, offices)

    def is_heading(text: str, alone: bool) -> bool:
        found = heading(text, reader, alone=False)
        return found is not None and bool(found.offices) and not found.unknown

    return is_heading


def _ticked(text: str, column: str) -> str:
    """The department whose column a cell ticks, "" where it is no such cell."""
    return ticked_office(column) if is_tick(text) else ""


def _is_ticked(table: ListTable, row: ListRow) -> bool:
    columns = zip(row.cells, table.columns, strict=True)
    return any(_ticked(cell.text, column) for cell, column in columns)


def _texts(table: ListTable, row: ListRow, role: Role) -> list[str]:
    return [text for text, _ in _filled(table, row, role)]


def _filled(table: ListTable, row: ListRow, role: Role) -> list[tuple[str, str]]:
    """The texts of a row's cells that hold one thing, and their columns' texts; not of those that
    say nothing."""
    return [
        (text, column)
        for cell, column, its in zip(row.cells, table.columns, table.roles, strict=True)
        if its == role and not is_blank(text := cell_text(cell).strip())
    ]


def _clauses(
    table: ListTable, row: ListRow, role: Role, is_heading: HeadingTest
) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for column, (cell, its) in enumerate(zip(row.cells, table.roles, strict=True), start=1):
        if its == role and not is_blank(cell.text):
            found.extend(parse_clauses(cell, column, is_heading))
    return tuple(found)


def _by_sub_row(
    table: ListTable, row: ListRow, clauses: tuple[Clause, ...], registry: Registry
) -> tuple[Clause, ...]:
    """Where each department has a table row of its own, its duties there are its own."""
    name_columns = [i for i, role in enumerate(table.roles) if role == "departments"]
    duty_columns = [i for i, role in enumerate(table.roles) if role == "department duties"]
    if len(name_columns) != 1 or len(duty_columns) != 1 or not row.cells[duty_columns[0]].parts:
        return clauses
    result: list[Clause] = []
    whole, at = cell_text(row.cells[duty_columns[0]]), 0
    for texts in row.sub_rows:
        names = departments_of(split_names(texts[name_columns[0]]), registry)
        offices = registry.row(names)
        is_heading = _known_headings(registry, offices)
        text = texts[duty_columns[0]]
        part = replace(row.cells[duty_columns[0]].parts[0], text=text)
        # The same duties filled down stand in the cell once.
        begin = whole.find(text, at) if text in whole[at:] else whole.find(text)
        parsed = parse_clauses(Cell((part,)), duty_columns[0] + 1, is_heading)
        for clause in assign(_shifted(parsed, begin), offices, registry):
            own = clause.basis in ("only department", "none") and bool(names)
            result.append(_given(clause, names) if own else clause)
        at = max(at, begin + len(text))
    return tuple(result)


def _shifted(clauses: tuple[Clause, ...], by: int) -> tuple[Clause, ...]:
    """Clauses of a part of a cell that begins at an offset; -1: nobody knows where."""
    return tuple(
        replace(
            clause,
            span=Span(span.cell, span.start + by, span.end + by)
            if (span := clause.span) and by >= 0
            else None,
            children=_shifted(clause.children, by),
        )
        for clause in clauses
    )


def _given(clause: Clause, names: tuple[str, ...]) -> Clause:
    """The clause as that of the departments whose table row it stands in."""
    actors = tuple(Actor(name, "does", OWN_ROW) for name in names)
    named = tuple(
        actor for actor in clause.actors if actor.part == "named" and actor.office not in names
    )
    return replace(clause, actors=actors + named, basis="heading")


def _takeover(table: ListTable, row: ListRow, own: str) -> tuple[Takeover, ...]:
    page = row.pages[0] if row.pages else 0
    taken: list[Takeover] = []
    for text in _texts(table, row, "takeover"):
        taken.extend(Takeover(name, method, page) for name, method in split_takeover(text))
    offices: Role = "takeover department"
    if not taken and offices not in table.roles:
        offices = "departments"
    names = [name for text in _texts(table, row, offices) for name in split_names(text)]
    if not taken and not names:
        methods = _texts(table, row, "takeover method")
        names = [name for text in methods for name in _heading_names(text)]
    if not taken and not names and own:
        names = [own]
    if names:
        method = "\n".join(_texts(table, row, "takeover method"))
        owned = dict(split_takeover(method))
        taken.extend(Takeover(name, owned.get(name, method), page) for name in names)
    return tuple(taken)


def _heading_names(text: str) -> list[str]:
    """Department names that head paragraphs (县民政局：…), where no column lists them."""
    heads = (split_names(split_label(match[1])[1]) for match in _PARAGRAPH_HEAD.finditer(text))
    return [name for names in heads if all(map(looks_like_office, names)) for name in names]


def _boxes(row: ListRow) -> tuple[tuple[Box, ...], ...]:
    boxes = tuple(tuple(part.box for part in cell.parts if part.box) for cell in row.cells)
    return boxes if any(boxes) else ()
