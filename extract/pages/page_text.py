"""Pages as laid out become the document's lines and table rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dutylist.extract.pages.layout import FoundCell, FoundPage, FoundTable
from dutylist.extract.pages.page_breaks import PageBreaks, body_row, page_breaks
from dutylist.extract.pages.page_numbers import (
    PlacedLine,
    at_edge,
    is_page_number,
    printed_number,
)
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.extract.pages.rulings import Place
from dutylist.extract.pages.wrapped_lines import (
    CellLines,
    Habits,
    Join,
    cell_text,
    is_full,
    joins,
    learn,
    runs_on,
)
from dutylist.extract.source import Cell, CellPart, Row, Table
from dutylist.records.model import Box

SHORT = 600
"""Only for texts of no more characters it is told where their lines ended."""

ColumnKey = tuple[int, int, int, int]
"""A column as it returns on the pages: columns of its table, first and last of its own, width."""

AllHabits = dict[ColumnKey, Habits]


@dataclass(frozen=True)
class PageText:
    """The tables of a page and the lines outside them, in reading order; `printed` is the page
    number that stands on it, None where none does. `cut`: a table within a cell goes on on the next
    page."""

    blocks: tuple[PlacedLine | Table, ...]
    printed: int | None = None
    cut: bool = False


def column_key(table: FoundTable, cell: FoundCell) -> ColumnKey:
    """The column that a cell belongs to, over all pages."""
    width = round((cell.x1 - cell.x0) / 2)
    return table.columns, cell.place.left, cell.place.right, width


def learn_all(pages: Iterable[FoundPage]) -> AllHabits:
    """The habits of every column on the pages."""
    samples: defaultdict[ColumnKey, list[CellLines]] = defaultdict(list)
    for page in pages:
        for table in page.blocks:
            if isinstance(table, FoundTable):
                for cell in table.cells:
                    if cell.lines and not cell.pieces:
                        samples[column_key(table, cell)].append(cell.text_lines)
                    for piece in cell.pieces:
                        samples[_piece_key(cell, piece)].append(piece)
    return {key: learn(cells) for key, cells in samples.items()}


def _piece_key(cell: FoundCell, piece: CellLines) -> ColumnKey:
    """The column, over all pages, of a table within a cell; -1: no table has so many columns."""
    left, width = round(piece.x0 - cell.x0), round((piece.x1 - piece.x0) / 2)
    return -1, cell.place.left, left, width


def page_text(
    page: FoundPage, before: FoundPage | None, after: FoundPage | None, habits: AllHabits
) -> PageText:
    """The text of a page; `before` and `after` are its neighbours, over whose page breaks
    paragraphs go on."""
    _, height = page.frame.size
    tables = [block for block in page.blocks if isinstance(block, FoundTable)]
    blocks: list[PlacedLine | Table] = []
    printed = printed_number(page.beside)
    cut = False
    for block in page.blocks:
        if isinstance(block, FoundTable):
            breaks = page_breaks(
                block,
                before if block is tables[0] else None,
                after if block is tables[-1] else None,
            )
            beside = block is tables[0] and before is not None and before.number == page.number
            cut |= breaks.goes_on and any(
                cell.pieces
                and cell.place.bottom == block.rows
                and breaks.below[cell.place.left].lines
                for cell in block.cells
                if cell.place.left in breaks.below
            )
            table = _table(page, block, breaks, habits, beside=beside)
            if table.rows:
                blocks.append(table)
        elif not is_page_number(block.text, block.top, block.bottom, height):
            edge = at_edge(block.top, block.bottom, height)
            blocks.append(PlacedLine(page.number, block.top, block.text, edge))
        elif (number := printed_number(block.text)) is not None:
            printed = number
    return PageText(tuple(blocks), printed, cut)


def _table(
    page: FoundPage,
    table: FoundTable,
    breaks: PageBreaks,
    habits: AllHabits,
    *,
    beside: bool,
) -> Table:
    first = body_row(table)
    around = {}
    for cell in table.cells:
        place = cell.place
        is_first = breaks.takes_up and place.top == first
        is_last = breaks.goes_on and place.bottom == table.rows
        previous = breaks.above.get(place.left) if is_first else None
        following = breaks.below.get(place.left) if is_last else None
        around[place] = _Around(_shifted(previous, cell), cell.lines, _shifted(following, cell))
    run_on = _run_on_rows(table, around, habits)
    grid: list[list[Cell]] = [[Cell()] * table.columns for _ in range(table.rows)]
    printed = [False] * table.rows
    whole = [False] * table.rows
    for cell in table.cells:
        place = cell.place
        part = _part(page, table, cell, around[place], habits, run_on[place.top])
        grid[place.top][place.left] = Cell((part,) if part else (), struck=cell.struck)
        printed[place.top] |= part is not None
        whole[place.top] |= place.right - place.left == table.columns and table.columns > 1
        for row in range(place.top + 1, place.bottom):
            for column in range(place.left, place.right):
                grid[row][column] = Cell(merged=True)
    begins = {table.rows - 1} if breaks.begins_next else set()
    return Table(
        page.number,
        tuple(
            Row(page.number, tuple(grid[row]), whole[row], beside, row in begins)
            for row in range(table.rows)
            if printed[row]
        ),
    )


@dataclass(frozen=True)
class _Around:
    """A cell's lines with those of its parts on the pages before and after."""

    before: tuple[PrintedLine, ...]
    own: tuple[PrintedLine, ...]
    after: tuple[PrintedLine, ...]

    @property
    def lines(self) -> tuple[PrintedLine, ...]:
        """All of them, in order."""
        return self.before + self.own + self.after


def _run_on_rows(
    table: FoundTable, around: dict[Place, _Around], habits: AllHabits
) -> list[bool | None]:
    """For each row whether its clauses run on within a line, as its cells tell, or else the row
    before; None where none tells."""
    told: list[bool | None] = [None] * table.rows
    for cell in table.cells:
        lines = around[cell.place].lines
        if len(lines) > 1 and not cell.pieces:
            found = runs_on(CellLines(lines, cell.x0, cell.x1), _habits(table, cell, habits))
            if found is not None:
                told[cell.place.top] = found
    for row in range(1, table.rows):
        if told[row] is None:
            told[row] = told[row - 1]
    return told


def _habits(table: FoundTable, cell: FoundCell, habits: AllHabits) -> Habits:
    """The habits of a cell's column; learnt from the cell where the column is new."""
    key = column_key(table, cell)
    if key not in habits:
        habits[key] = learn([cell.text_lines])
    return habits[key]


def _part(
    page: FoundPage,
    table: FoundTable,
    cell: FoundCell,
    around: _Around,
    habits: AllHabits,
    run_on: bool | None,
) -> CellPart | None:
    if not cell.lines:
        return None
    if cell.pieces:
        return _nested_part(page, cell, habits, cut=bool(around.before or around.after))
    habit = _habits(table, cell, habits)
    start, end = len(around.before), len(around.before) + len(around.own)
    between = joins(
        CellLines(around.lines, cell.x0, cell.x1), habit, frozenset((start - 1, end - 1)), run_on
    )
    text = cell_text(cell.lines, between[start : end - 1])
    if around.after:
        join = between[end - 1]
        open_end = join != "paragraph"
        text += " " if join == "space" else ""
    else:
        open_end = is_full(cell.lines[-1], cell.x0, habit)
    return _placed_part(page, cell, text, between[start : end - 1], open_end=open_end)


def _nested_part(page: FoundPage, cell: FoundCell, habits: AllHabits, *, cut: bool) -> CellPart:
    """A cell in which a table stands: what each of that one's cells says is a paragraph. Where it
    goes on over the page, whose cells go on is not known: all of it is doubtful."""
    between: list[Join] = []
    for piece in cell.pieces:
        key = _piece_key(cell, piece)
        if key not in habits:
            habits[key] = learn([piece])
        between += joins(piece, habits[key])
        between.append("paragraph")
    text = cell_text(cell.lines, between[:-1])
    if cut:
        lines = (replace(line, confidences=(0.0,) * len(line.text)) for line in cell.lines)
        cell = replace(cell, lines=tuple(lines))
    return _placed_part(page, cell, text, between[:-1], open_end=False)


def _placed_part(
    page: FoundPage, cell: FoundCell, text: str, between: Sequence[Join], *, open_end: bool
) -> CellPart:
    box = page.frame.shown_box(page.number, cell.x0, cell.top, cell.x1, cell.bottom)
    wraps = _wraps(cell.lines, between) if len(text) <= SHORT else ()
    sure = _confidences(text, cell.lines)
    lines = tuple(_placed(page, text, cell.lines)) if sure else ()
    others = tuple(_others(text, cell.lines))
    return CellPart(text, page.number, box, open_end, sure, wraps=wraps, lines=lines, others=others)


def _wraps(lines: Sequence[PrintedLine], between: Sequence[Join]) -> tuple[int, ...]:
    """The indexes in a cell's text at which its lines end and nothing stands between."""
    out = []
    at = 0
    for line, join in zip(lines, between, strict=False):
        at += len(line.text)
        if join == "wrap":
            out.append(at)
        else:
            at += 1
    return tuple(out)


def _shifted(cell: FoundCell | None, to: FoundCell) -> tuple[PrintedLine, ...]:
    """A neighbour's lines as if they stood in the same place across the page."""
    if cell is None:
        return ()
    by = to.x0 - cell.x0
    if abs(by) < 0.5:
        return cell.lines
    return tuple(
        replace(line, x0=line.x0 + by, x1=line.x1 + by, solid=line.solid + by)
        for line in cell.lines
    )


def with_neighbours(
    pages: Iterator[FoundPage],
) -> Iterator[tuple[FoundPage | None, FoundPage, FoundPage | None]]:
    """Each page with the one before and the one after."""
    before: FoundPage | None = None
    current = next(pages, None)
    while current is not None:
        after = next(pages, None)
        yield before, current, after
        before, current = current, after


def _placed(
    page: FoundPage, text: str, lines: Sequence[PrintedLine]
) -> Iterator[tuple[int, int, Box]]:
    """Where the printed lines of a cell's text stand, in it and on the page."""
    end = 0
    for line in lines:
        start = text.index(line.text, end)
        end = start + len(line.text)
        box = page.frame.shown_box(page.number, line.x0, line.top, line.x1, line.bottom)
        yield start, end, box


def _others(text: str, lines: Sequence[PrintedLine]) -> Iterator[tuple[int, str]]:
    """The places in a cell's text, and what the character there may be instead."""
    if not any(line.others for line in lines):
        return
    end = 0
    for line in lines:
        start = text.index(line.text, end)
        end = start + len(line.text)
        yield from ((start + index, others) for index, others in enumerate(line.others) if others)


def _confidences(text: str, lines: Sequence[PrintedLine]) -> tuple[float, ...]:
    """One confidence for each character of a cell's text made of scanned lines; what stands
    between the lines is certain. Empty where the lines were printed as text."""
    if not any(line.confidences for line in lines):
        return ()
    out: list[float] = []
    for line in lines:
        at = text.index(line.text, len(out))
        out += [1.0] * (at - len(out))
        out += line.confidences or [1.0] * len(line.text)
    out += [1.0] * (len(text) - len(out))
    return tuple(out)
