"""What the official list shows, ready to be set: one view model for PDF, Word, Excel and HTML.

Pure functions from the records to frozen dataclasses. Texts are Chinese as printed; nothing here
knows of points, pages of the output or file formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dutylist.records.assignments import (
    Assignment,
)
from dutylist.records.codes import coded_duties
from dutylist.records.labels import split_label
from dutylist.records.model import Duty, DutyList, DutyTable, Role, Span, with_children
from dutylist.records.text import squeezed
from dutylist.records.wording import heads
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import title_below
from dutylist.render.views.widths import KEPT_LINES, balanced_shares, row_lines


@dataclass(frozen=True)
class ParagraphView:
    """A paragraph of a cell: its number as printed ("1.") or "", and what follows it.

    `label + text` is the paragraph exactly as in the records. `head` is true where it is a
    heading over other clauses.
    """

    label: str
    text: str
    head: bool = False


CellView = tuple[ParagraphView, ...]


@dataclass(frozen=True)
class RowView:
    """One duty as a table row.

    `opens` is true where the row's category begins; `kept` where the row is too short to be
    broken across pages. `assignment` is (column, text) of the township's workbook (分工表), for an
    office's own template.
    """

    cells: tuple[CellView, ...]
    category: str
    opens: bool
    kept: bool
    assignment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListView:
    """One of the lists. `shares` are the columns' parts of the table's width.

    `number_column`, `category_column` and `name_column` count from 0 and are None where no column
    holds just that; their text is repeated with "（续）" where a row goes on on the next page, a
    name's where there are other columns. Without a category column, categories stand as heading
    rows across the table. `remarks` are the lines below it (注：…).
    """

    title: str
    contents_title: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    number_column: int | None
    category_column: int | None
    rows: tuple[RowView, ...]
    name_column: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialView:
    """The official list: cover lines and the lists. `title_lines` are the title's on the cover: a
    remark behind it (（2025年版）) stands below it where both are too long for one line."""

    title: str
    title_lines: tuple[str, ...]
    region: tuple[str, ...]
    issued: str
    lists: tuple[ListView, ...]


def official_view(
    duty_list: DutyList, as_printed: bool = False, given: Mapping[str, Assignment] | None = None
) -> OfficialView:
    """The official list: every text as in the records, each clause a line of its own; `as_printed`:
    in the paragraphs of the source, which may run clauses on. `given` are who does each duty in
    the township, by the duty's code."""
    titles = [entry.title for entry in duty_list.contents]
    if len(titles) != len(duty_list.lists):
        titles = [table.title for table in duty_list.lists]
    lists = tuple(
        replace(_list_view(table, title, as_printed), remarks=_remarks(duty_list, number))
        for number, (table, title) in enumerate(zip(duty_list.lists, titles, strict=True), 1)
    )
    if given:
        lists = tuple(
            _with_assignments(one, [given[code].values for code, its, _ in coded if its is table])
            for coded in [list(coded_duties(duty_list))]
            for one, table in zip(lists, duty_list.lists, strict=True)
        )
    title = title_below(duty_list)
    return OfficialView(
        title, _title_lines(title), duty_list.region, printed_date(duty_list.issued), lists
    )


_COVER_LINE = 12
"""Characters of 36 pt on a line of the cover."""


def _title_lines(title: str) -> tuple[str, ...]:
    behind = re.fullmatch(r"(.+?)([（(〔\[][^（()）]+[）)〕\]])", title)
    if len(title) <= _COVER_LINE or behind is None:
        return (title,)
    return (behind[1], behind[2])


def _remarks(duty_list: DutyList, number: int) -> tuple[str, ...]:
    return tuple(line for text in duty_list.remarks(number) for line in text.split("\n"))


def _with_assignments(one: ListView, values: Sequence[tuple[tuple[str, str], ...]]) -> ListView:
    rows = zip(one.rows, values, strict=True)
    return replace(one, rows=tuple(replace(row, assignment=its) for row, its in rows))


def _list_view(table: DutyTable, contents_title: str, as_printed: bool) -> ListView:
    shown = _shown_columns(table)
    number = _column_of(table, "number", [duty.shown_number for duty in table.duties])
    category = _column_of(table, "category", [duty.category for duty in table.duties])
    whole = [_cells(duty, len(table.columns), as_printed) for duty in table.duties]
    if category is not None and not as_printed:
        whole = list(_with_category(whole, category, [duty.category for duty in table.duties]))
    cells = [tuple(row[column] for column in shown) for row in whole]
    texts = [[[p.label + p.text for p in cell] for cell in row] for row in cells]
    columns = tuple(table.headers[column] for column in shown)
    name = table.roles.index("name") if "name" in table.roles else None
    number, category, name = (
        shown.index(at) if at in shown else None for at in (number, category, name)
    )
    if name is not None and all(at in (number, category, name) for at in range(len(shown))):
        name = None
    shares = balanced_shares(columns, texts, number, category)
    categories = ["", *(duty.category for duty in table.duties)]
    rows = tuple(
        RowView(row, new, new not in ("", before), row_lines(paragraphs, shares) <= KEPT_LINES)
        for row, paragraphs, before, new in zip(
            cells, texts, categories, categories[1:], strict=False
        )
    )
    return ListView(
        title=table.title,
        contents_title=contents_title,
        columns=columns,
        shares=shares,
        number_column=number,
        category_column=category,
        rows=rows,
        name_column=name,
    )


def _with_category(
    rows: Sequence[tuple[CellView, ...]], column: int, categories: Sequence[str]
) -> Iterator[tuple[CellView, ...]]:
    """The rows, each with its category: a cell that the source merges with those above is empty in
    all but the first of its rows, and a page, or a filter, may begin with any."""
    above: CellView = ()
    for row, category in zip(rows, categories, strict=True):
        if any(paragraph.text.strip() for paragraph in row[column]):
            above = row[column]
        elif category:
            said = squeezed("".join(paragraph.text for paragraph in above))
            filled = above if said == category else (ParagraphView("", category),)
            row = (*row[:column], filled, *row[column + 1 :])
        yield row


_NOTHING = frozenset(("", *"—–-－―/／"))
"""What stands in a cell that has nothing to say."""


def _shown_columns(table: DutyTable) -> list[int]:
    """The columns that are printed. One that is empty, or has a dash, in every row says nothing:
    lists of several kinds in one sheet have each other's columns. Nor does one that says of every
    row which list it is of: the title does. Those that the office keeps to itself (words.toml) stay
    out, too."""
    kept_in = {squeezed(name) for name in heads("official.left_out")}
    rows = [_padded(duty.cells, len(table.columns)) for duty in table.duties]
    texts = [{squeezed(cell) for cell in column} for column in zip(*rows, strict=True)]
    shown = [
        at
        for at, (column, found) in enumerate(zip(table.columns, texts, strict=False))
        if not found <= _NOTHING
        and not (column.role == "kind" and len(found) == 1)
        and squeezed(column.text) not in kept_in
    ]
    return shown if table.duties and shown else list(range(len(table.columns)))


def _cells(duty: Duty, count: int, as_printed: bool) -> tuple[CellView, ...]:
    clauses = tuple(with_children((*duty.department_clauses, *duty.township_clauses)))
    headings = {clause.span for clause in clauses if clause.children}
    begins = {
        (clause.span.cell, clause.span.start)
        for clause in clauses
        if clause.span and not as_printed and (clause.label or clause.children)
    }
    return tuple(
        tuple(
            ParagraphView(*split_label(paragraph), head=span in headings)
            for paragraph, span in _paragraphs(
                cell, column, sorted(start for its, start in begins if its == column)
            )
        )
        for column, cell in enumerate(_padded(duty.cells, count), start=1)
    )


def _padded(cells: Sequence[str], count: int) -> tuple[str, ...]:
    """A row's cells, as many as there are columns."""
    return (*cells, *[""] * (count - len(cells)))[:count]


def _paragraphs(cell: str, column: int, begins: Sequence[int]) -> Iterable[tuple[str, Span]]:
    """A cell's paragraphs, each with the place of what is no white space in it; another one begins
    at each of the offsets `begins`."""
    at = 0
    for whole in cell.split("\n"):
        cuts = [0, *(start - at for start in begins if 0 < start - at < len(whole)), len(whole)]
        for left, right in pairwise(cuts):
            piece = whole[left:right]
            text = piece if len(cuts) == 2 else piece.strip()
            if not text and len(cuts) > 2:
                continue
            begin = at + left + len(piece) - len(piece.lstrip())
            yield text, Span(column, begin, at + left + len(piece.rstrip()))
        at += len(whole) + 1


def _column_of(table: DutyTable, role: Role, texts: Sequence[str]) -> int | None:
    """The column of that role, where it holds just these texts, row by row (or nothing: merged
    cells); white space (党 建) makes no difference."""
    if role not in table.roles:
        return None
    column = table.roles.index(role)
    cells = [squeezed(duty.cells[column]) for duty in table.duties]
    fits = all(cell in (squeezed(text), "") for cell, text in zip(cells, texts, strict=True))
    return column if fits and any(cells) else None
