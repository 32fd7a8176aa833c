"""Table rows of any source → the rows of the duty lists.

Repeated header rows are dropped, rows cut by a page break are joined, heading rows and merged
cells give their category to the rows below, and what belongs to no list is noted, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dutylist.extract.lists.choices import Choices
from dutylist.extract.lists.columns import (
    header_role,
    header_roles,
    is_blank,
    kind_of_columns,
    roles_by_values,
)
from dutylist.extract.lists.cover import is_place
from dutylist.extract.lists.evidence import Candidate, Place, refused
from dutylist.extract.lists.forms import without_forms
from dutylist.extract.lists.kinds import kind_of_title, kind_of_value, names_list, names_other_table
from dutylist.extract.lists.row_kinds import is_column_numbers, is_signed, is_total, without_count
from dutylist.extract.offices.places import places
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table, squeezed
from dutylist.records.labels import DIGIT, label_of
from dutylist.records.model import KIND_NAMES, Kind, Note, Role

_RUN_ON = re.compile(rf"[；;。]\s*{DIGIT}")
_CATEGORY_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．]?|\d{1,2}[.．、]"
    r"|第[一二三四五六七八九十]+(?:部分|[类章节])[：:、]?)?"
    r"(?P<name>[^，。；：、\d（(]{2,16}(?:、[^，。；：、\d（(]{2,10})*)"
    r"(?:\s*[（(](?:共)?\s*\d+\s*(?:项|条|个)?[）)])?"
)
_NUMBERED_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]|[（(][一二三四五六七八九十]+[）)]"
    r"|第[一二三四五六七八九十]+(?:部分|[类章节])"
    r"|.*[（(]\s*共?\s*\d+\s*项"
)
_HEADING_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")
_ARABIC_LABEL = re.compile(r"^\d{1,2}[.．、]")
_LONGEST_CATEGORY = 16
# Between a title and its table may stand a unit, a date and how many there are.
_LINES_BELOW_TITLE = 4
_KEY_ROLES: tuple[Role, Role] = ("number", "name")
_CONTINUED = re.compile(r"[（(]?续(?:上?表|前)?[）)]?$")
_FEW_EMPTY = 5
"""So many empty category cells are each told; of more, which may be the list's way, one note."""
_COUNT_LINE = re.compile(r"[（(]?(?:共计?|合计)\s*\d+\s*[项条][）)]?。?")


@dataclass(frozen=True)
class ListRow:
    """One duty's row as read: its cells in column order, page cuts already joined.

    `category` is that of the heading row or merged cell it stands under. `sub_rows` are the
    texts of the table rows below each other that make it up, where there are several.
    """

    page: int
    row: int
    cells: tuple[Cell, ...]
    category: str
    sub_rows: tuple[tuple[str, ...], ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, in order; empty where the source has none."""
        found = {part.page for cell in self.cells for part in cell.parts if part.page}
        return tuple(sorted(found))


@dataclass(frozen=True)
class ListTable:
    """One of the lists as read. `table` counts the document's lists from 1."""

    kind: Kind
    title: str
    table: int
    columns: tuple[str, ...]
    roles: tuple[Role | None, ...]
    rows: tuple[ListRow, ...]


@dataclass(frozen=True)
class ListTables:
    """The lists of a document, the lines before the first of them, and what had no place.
    `refused` are the header rows of tables that only look like lists."""

    front: tuple[Line, ...]
    tables: tuple[ListTable, ...]
    notes: tuple[Note, ...]
    refused: tuple[str, ...] = ()


@dataclass
class _OpenTable:
    """A list under way; its columns are the `used` ones of those that its `header` has."""

    kind: Kind
    title: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    roles: list[Role | None]
    used: list[int]
    rows: list[ListRow] = field(default_factory=list)
    category: str = ""
    page: int = 0
    without_category: int = 0
    empty_category: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns its header has."""
        return len(self.header)

    def texts(self, row: Row, role: Role) -> list[str]:
        return [
            cell.text.strip()
            for cell, its in zip(row.cells, self.roles, strict=False)
            if its == role
        ]

    def has(self, role: Role) -> bool:
        return role in self.roles


def list_tables(document: SourceDocument, choices: Choices = Choices()) -> ListTables:  # noqa: B008
    """Find the lists of a document and their rows.

    A list begins at a header row; the same header row again (on the next page) goes on with it
    unless a new title stands above. A table without a header row goes on with the list before
    it when it has as many columns. A table that only looks like a list is noted, not taken in,
    unless all are to be taken.
    """
    document = without_forms(document)
    found = _walked(document, choices, frozenset())
    if not choices.take_all and (left_out := refused(found.candidates)):
        found = _walked(document, choices, left_out)
    return found.result(document.notes)


def _walked(document: SourceDocument, choices: Choices, left_out: frozenset[Place]) -> _Finder:
    finder = _Finder(choices, left_out)
    for block in document.blocks:
        if isinstance(block, Line):
            finder.line(block)
        else:
            finder.table(block)
    return finder


class _Finder:
    """Walks the document once, holding the list under way; `left_out` are the header rows of the
    tables that are not taken for lists."""

    def __init__(self, choices: Choices, left_out: frozenset[Place]) -> None:
        self.told = choices.roles
        self.left_out = left_out
        self.candidates: list[Candidate] = []
        self.tables = 0
        self.refused: list[Row] | None = None
        self.refused_headers: list[str] = []
        self.front: list[Line] = []
        self.waiting: list[Line] = []
        self.done: list[_OpenTable] = []
        self.notes: list[Note] = []

    @property
    def current(self) -> _OpenTable | None:
        return self.done[-1] if self.done else None

    @property
    def above(self) -> list[Line]:
        """The lines since the last row, or since the beginning."""
        return self.front if self.current is None else self.waiting

    def line(self, line: Line) -> None:
        self.above.append(line)

    def table(self, table: Table) -> None:
        rows = list(table.rows)
        self.tables += 1
        number = self.tables
        index = 0
        first = True
        while index < len(rows):
            if blocks := _side_by_side(rows[index]):
                end = _next_header(rows, index + 1)
                self._beside(rows[max(0, index - 1) : end], index > 0, blocks)
                index = end
                continue
            header = _read_header(rows[index : index + 2], self.told)
            if header and (number, index) in self.left_out:
                self._tell_refused()
                self.refused = rows[index : index + header[2]]
                index += header[2]
            elif header:
                columns, roles, height = header
                self._header(columns, roles, table.page, rows[index:], (number, index))
                index += height
            elif self.refused is not None:
                self.refused.append(rows[index])
                index += 1
            elif named := self._named_list(rows, index):
                self._list_in_table(named, rows[index:])
                index += 1
            else:
                following = rows[index + 1] if index + 1 < len(rows) else None
                first = not self._row(rows[index], following, first=first) and first
                index += 1

    def _named_list(self, rows: list[Row], index: int) -> str:
        """The title of another list where a row over the whole width has one and the columns go on
        as they are; else ""."""
        texts = [text for cell in rows[index].cells if (text := cell.text.strip())]
        current = self.current
        if current is None or len(texts) != 1 or index + 1 == len(rows):
            return ""
        if not (rows[index].spans_all or texts[0] == rows[index].cells[0].text.strip()):
            return ""
        if not names_list(texts[0]) or _same_title(texts[0], current.title):
            return ""
        return "" if _read_header(rows[index + 1 : index + 3], self.told) else texts[0]

    def _list_in_table(self, title: str, rows: list[Row]) -> None:
        """Begin the list that a row within a table names, with the columns of the one before."""
        current = self.current
        assert current is not None
        self._place_waiting("")
        if not current.rows:
            self.done.pop()
        header = Row(rows[0].page, tuple(Cell((CellPart(text, 0),)) for text in current.header))
        end = next((i for i in range(1, len(rows)) if self._named_list(rows, i)), len(rows))
        roles = header_roles(list(current.header), self.told) or [None] * current.width
        self._open(title, current.header, roles, rows[0].page, [header, *rows[1:end]], "")

    def _beside(self, rows: list[Row], titled: bool, blocks: list[tuple[int, int]]) -> None:
        """Lists, or parts of one, that stand side by side: each from top to bottom. `titled`: the
        first row stands above their header and may hold their titles."""
        titles = ["".join(cell.text for cell in rows[0].cells[a:b]).strip() for a, b in blocks]
        lines = self.above
        if titled and all(kind_of_title(title) for title in titles):
            if lines and squeezed(lines[-1].text) == squeezed("".join(titles)):
                lines.pop()
        elif lines and len(above := lines[-1].text.split("\t")) == len(blocks):
            titles = above if all(map(names_list, above)) else [""] * len(blocks)
            if titles[0]:
                lines.pop()
        else:
            titles = [""] * len(blocks)
        rows = rows[titled:]
        header, body = rows[0], rows[1:]
        while body:
            # A heading over the whole width stands for all that is side by side below it.
            wide = next((i for i, row in enumerate(body) if row.spans_all), len(body))
            for (begin, end), title in zip(blocks, titles, strict=True):
                if title:
                    self.line(Line(header.page, title))
                part = [replace(row, cells=row.cells[begin:end]) for row in [header, *body[:wide]]]
                self.table(Table(header.page, tuple(part)))
            body = body[wide:]
            while body and body[0].spans_all:
                self._row(body[0], None, first=False)
                body = body[1:]

    def _tell_refused(self) -> None:
        """Note the rows of the table that was not taken for a list."""
        rows, self.refused = self.refused, None
        if not rows:
            return
        texts = ["｜".join(cell.text for cell in row.cells if cell.text.strip()) for row in rows]
        self.refused_headers.append(texts[0])
        said = "；".join(text for text in texts if text)
        self.notes.append(
            Note(rows[0].page, f"这个表格不像履职事项清单，没有读入（--take-all 可读入）：{said}")
        )

    def result(self, notes: tuple[Note, ...]) -> ListTables:
        """What was found; `notes` are those of the reader."""
        self._tell_refused()
        self._place_waiting("")
        parts = [part for table in self.done if table.rows for part in _by_kind(table)]
        tables = [
            ListTable(kind, table.title, count, table.columns, tuple(table.roles), tuple(rows))
            for count, (table, kind, rows) in enumerate(parts, start=1)
        ]
        short = tuple(
            Note(
                table.page,
                f"“{table.title}”有 {table.without_category} 行比表头少一栏，"
                "读作类别与上面的行合并，请核对",
            )
            for table in self.done
            if table.without_category
        )
        front = tuple(line for line in self.front if not _COUNT_LINE.fullmatch(squeezed(line.text)))
        empty = (note for table in self.done for note in _empty_category_notes(table))
        told = (*notes, *self.notes, *short, *empty)
        return ListTables(front, tuple(tables), told, tuple(self.refused_headers))

    def _header(
        self,
        columns: tuple[str, ...],
        roles: list[Role | None],
        page: int,
        rows: list[Row],
        place: Place,
    ) -> None:
        """Begin a list, or go on with it; `rows` are those from its header row on."""
        self._tell_refused()
        near = _stands_near(self.above)
        title = self._title_above()
        current = self.current
        goes_on = (
            current is not None
            and squeezed("".join(columns)) == squeezed("".join(current.columns))
            and (not title or _same_title(title, current.title))
        )
        other = not goes_on and _other_title(self.above, title)
        category = "" if goes_on else self._heading_below(title)
        self._place_waiting(title)
        if goes_on:
            return
        self._open(title, columns, roles, page, rows, category)
        begun = self.done[-1]
        self.candidates.append(
            Candidate(place, begun.kind, begun.columns, tuple(begun.roles), near, other)
        )

    def _open(
        self,
        title: str,
        columns: tuple[str, ...],
        roles: list[Role | None],
        page: int,
        rows: list[Row],
        category: str,
    ) -> None:
        """Begin a list; `columns` and `roles` are those of its whole header row."""
        header = columns
        used = [column for column in _used_columns(rows) if column < len(header)]
        columns = tuple(header[column] for column in used)
        roles = header_roles(list(columns), self.told) or [roles[column] for column in used]
        values = _values(rows, used)
        roles = [
            self.told.get(text, role)
            for text, role in zip(columns, roles_by_values(columns, roles, values), strict=True)
        ]
        filled = [role for role, cells in zip(roles, values, strict=True) if cells]
        kind = kind_of_columns(filled if any(values) else roles) or kind_of_title(title) or "basic"
        self.done.append(
            _OpenTable(kind, title, header, columns, roles, used, category=category, page=page)
        )
        self.notes.extend(
            Note(page, f"“{text}”一栏不认识，原文保留在记录的单元格中")
            for text, role in zip(columns, roles, strict=True)
            if role is None and text.strip()
        )

    def _title_above(self) -> str:
        """The nearest line above that names a list, or "". A place's name on a line of its own
        above it is joined to it."""
        lines = self.above
        for index in reversed(range(len(lines))):
            text = squeezed(lines[index].text)
            if names_list(text):
                if re.search(r"\d$", text):
                    return ""
                title = _CONTINUED.sub("", lines[index].text.strip()).strip()
                begin = _place_lines_above(lines, index, in_front=self.current is None)
                if begin == index or places(text):
                    return title
                parts = [squeezed(line.text) for line in lines[begin:index]]
                title = "".join([*parts, title])
                lines[begin : index + 1] = [replace(lines[index], text=title)]
                return title
        return ""

    def _heading_below(self, title: str) -> str:
        """The category heading between a list's title and its header row, taken out; or ""."""
        lines = self.above
        if not title or not lines or _same_title(title, lines[-1].text):
            return ""
        heading = _category_heading(lines[-1].text)
        if heading:
            lines.pop()
        return heading

    def _place_waiting(self, title: str) -> None:
        """Give the lines since the last row their place: title, category heading, or a note."""
        if self.current is None:
            if title and self.front and _same_title(title, self.front[-1].text):
                self.front.pop()
            return
        for line in self.waiting:
            text = line.text.strip()
            if title and _same_title(title, text):
                continue
            if _COUNT_LINE.fullmatch(squeezed(text)) or _CONTINUED.fullmatch(text):
                continue
            if heading := _category_heading(text):
                self.current.category = heading
            else:
                self.notes.append(Note(line.page, f"表外文字没有归入清单：{text}"))
        self.waiting.clear()

    def _row(self, row: Row, following: Row | None, *, first: bool) -> bool:
        """Take in a row below the header; whether it is a duty's. `first`: none came before it
        in its table block."""
        table = self.current
        if table is not None:
            row = _with_used_columns(row, table)
        texts = [cell.text.strip() for cell in row.cells]
        filled = [text for text in texts if text]
        if not filled:
            return False
        said = without_count(filled) or filled
        only = said[0] if len(said) == 1 else ""
        if table is None:
            self.front.append(Line(row.page, "\t".join(filled)))
            return False
        # A row with nothing but text in its first cell is a heading row whose span was lost.
        if only and (row.spans_all or (texts[0] == only and not only.isdigit())):
            self._heading_row(Line(row.page, only))
            return False
        if is_total(filled) or (not table.rows and is_column_numbers(filled)):
            return False
        cut = first and bool(table.rows) and row.page not in (0, table.rows[-1].page)
        if is_signed(filled) and not cut and not any(cell.merged for cell in row.cells):
            self.waiting.append(Line(row.page, "\t".join(filled)))
            return False
        if heading := "" if cut else _heading_below_number(table, row, following):
            self._place_waiting("")
            table.category = heading
            return False
        if len(row.cells) != len(table.columns):
            if whole := _with_category(table, row):
                table.without_category += 1
                self._place_waiting("")
                self._duty_row(table, whole, first=first)
                return True
            if abs(len(row.cells) - len(table.columns)) > 1 or len(row.cells) < 2:
                self.notes.append(Note(row.page, f"这一行的栏数与表头不同：{' | '.join(filled)}"))
                return False
            self.notes.append(
                Note(
                    row.page,
                    f"这一行有 {len(row.cells)} 栏，表头有 {len(table.columns)} 栏，请核对："
                    f"{' | '.join(filled)[:60]}",
                )
            )
            row = replace(row, cells=_fit(row.cells, len(table.columns)))
        self._place_waiting("")
        self._duty_row(table, row, first=first)
        return True

    def _heading_row(self, line: Line) -> None:
        """A row over the whole width: a title, a category, or a remark."""
        text = line.text
        if text.isdigit():
            return
        if kind_of_title(text) and re.search(r"清单|事项表|目录", text):
            self.waiting.append(line)
            return
        self._place_waiting("")
        if self.current and (category := _category_heading(text) or _plain_category(text)):
            self.current.category = category
            return
        self.waiting.append(line)
        self._place_waiting("")

    def _duty_row(self, table: _OpenTable, row: Row, *, first: bool) -> None:
        category = "".join(table.texts(row, "category"))
        joined = _continues(table, row, first=first)
        if joined == "cut":
            table.rows[-1] = _join_cut(table, table.rows[-1], row)
            return
        if joined == "sub":
            table.rows[-1] = _join_sub_row(table, table.rows[-1], row)
            return
        if category:
            table.category = squeezed(category)
        elif table.category and _category_empty(table, row, first=first):
            table.empty_category.append(row)
        count = len(table.rows) + 1
        table.rows.append(ListRow(row.page, count, row.cells, table.category))


def _category_empty(table: _OpenTable, row: Row, *, first: bool) -> bool:
    """Whether a duty's own category cell is empty: not covered by one above it, nor by one that
    a page break cut."""
    if not table.rows or (first and row.page not in (0, table.rows[-1].page)):
        return False
    cells = [cell for cell, its in zip(row.cells, table.roles, strict=False) if its == "category"]
    return bool(cells) and not any(cell.merged for cell in cells)


def _empty_category_notes(table: _OpenTable) -> Iterator[Note]:
    """Duties that have the category of a row above, because their own cell is empty."""
    rows = table.empty_category
    told = f"“{table.title or KIND_NAMES[table.kind]}”"
    if len(rows) > _FEW_EMPTY:
        yield Note(
            rows[0].page,
            f"{told}有 {len(rows)} 行的类别一栏是空的，都按上面的行记类别，请核对",
        )
        return
    for row in rows:
        said = " ".join(squeezed(cell.text) for cell in row.cells if cell.text.strip())
        yield Note(row.page, f"{told}有一行的类别一栏是空的，按上面的行记类别，请核对：{said[:40]}")


def _side_by_side(row: Row) -> list[tuple[int, int]]:
    """The columns (from, to) of each list whose header stands in this row beside another's; []
    where it is the header of one list or none."""
    first = next((text for cell in row.cells if (text := squeezed(cell.text))), "")
    # Most rows are duties: a number tells at once.
    if first.isdigit() or not header_role(first):
        return []
    texts = [squeezed(cell.text) for cell in row.cells]
    starts = [place for place, text in enumerate(texts) if text == first]
    if len(starts) < 2:
        return []
    blocks = list(zip(starts, [*starts[1:], len(texts)], strict=True))
    return blocks if all(header_roles(texts[begin:end]) for begin, end in blocks) else []


def _next_header(rows: list[Row], index: int) -> int:
    """The next header row from `index` on, or the number of rows."""
    while index < len(rows):
        if _side_by_side(rows[index]) or _read_header(rows[index : index + 2]):
            return index
        index += 1
    return index


def _used_columns(rows: list[Row]) -> list[int]:
    """The columns with text from a header row down to the next one: lists of other columns may
    stand above or below on the same sheet, and the space between columns may be ruled."""
    used: set[int] = set()
    for index, row in enumerate(rows):
        if index > 1 and _read_header(rows[index : index + 2]):
            break
        used.update(column for column, cell in enumerate(row.cells) if cell.text.strip())
    return sorted(used)


def _with_used_columns(row: Row, table: _OpenTable) -> Row:
    """The row without the empty cells that it has beside the list's columns."""
    width = len(table.columns)
    if width < table.width == len(row.cells):
        others = set(range(table.width)).difference(table.used)
        if not any(row.cells[column].text.strip() for column in others):
            return replace(row, cells=tuple(row.cells[column] for column in table.used))
    if len(row.cells) <= width or any(cell.text.strip() for cell in row.cells[width:]):
        return row
    return replace(row, cells=row.cells[:width])


def _read_header(
    rows: list[Row], told: dict[str, Role] | None = None
) -> tuple[tuple[str, ...], list[Role | None], int] | None:
    """Column texts, their roles and the number of rows, where a header row stands first.

    A header of two rows (a group's name above its columns) is read as one, the column's own
    text last.
    """
    texts = [cell.text.strip() for cell in rows[0].cells]
    # Most rows are duties: a number or a long text tells at once.
    if rows[0].spans_all or any(len(text) > 40 or text.isdigit() for text in texts):
        return None
    if len(rows) > 1 and len(rows[1].cells) == len(texts):
        below = [cell.text.strip() for cell in rows[1].cells]
        named = [text for text in below if text]
        if not below[0] and len(named) > 1 and all(header_role(text) for text in named):
            group = ""
            both: list[str] = []
            for upper, lower in zip(texts, below, strict=True):
                group = upper or group
                both.append(squeezed(group + lower if lower else upper))
            if roles := header_roles(both, told):
                return tuple(both), roles, 2
    found = header_roles(texts, told)
    return (tuple(squeezed(text) for text in texts), found, 1) if found else None


def _continues(table: _OpenTable, row: Row, *, first: bool) -> str:
    """How a row hangs on the one before: "cut" by a page break, a "sub" row of the same duty,
    or "" where it is a duty of its own."""
    if not table.rows:
        return ""
    last = table.rows[-1]
    new_page = first and row.page != (last.pages[-1] if last.pages else last.page)
    number = "".join(table.texts(row, "number"))
    name = "".join(table.texts(row, "name"))
    merged_key = any(
        cell.merged
        for cell, role in zip(row.cells, table.roles, strict=True)
        if role in ("number", "name")
    )
    if merged_key and not number:
        return "sub"
    before = _role_text(table, last.cells, "number")
    bare = _CONTINUED.sub("", number).strip()
    if number and new_page and bare == before:
        same_name = (
            not name or _CONTINUED.search(number) or name == _role_text(table, last.cells, "name")
        )
        return "cut" if same_name else ""
    if number:
        again = squeezed(number) == squeezed(before) and _repeats_key(table, last, row)
        return "sub" if again else ""
    if not name:
        return "cut" if new_page else "sub"
    if not new_page:
        return ""
    if table.has("number") and before:
        return "cut"
    category = _CONTINUED.sub("", "".join(table.texts(row, "category"))).strip()
    if category and category != _role_text(table, last.cells, "category"):
        return ""
    return "cut" if _role_open(table, last.cells, "name") and not _ended(last.cells) else ""


def _repeats_key(table: _OpenTable, last: ListRow, row: Row) -> bool:
    """Whether a row says the number and name of the duty above again, and something else beside
    them: merged cells taken apart and filled down."""
    texts = [[squeezed(cell.text) for cell in cells] for cells in (last.cells, row.cells)]
    alike = [one == other for one, other in zip(*texts, strict=True)]
    keys = [
        same and bool(text)
        for same, text, role in zip(alike, texts[1], table.roles, strict=True)
        if role in _KEY_ROLES
    ]
    return len(keys) == len(_KEY_ROLES) and all(keys) and not all(alike)


def _join_cut(table: _OpenTable, last: ListRow, row: Row) -> ListRow:
    """The row with its part on the next page; a repeated number or category is not doubled."""
    cells = []
    for cell, more, role in zip(last.cells, row.cells, table.roles, strict=True):
        # A category or number printed again on the next page is the same one.
        again = role in ("number", "category") and (
            not more.text or squeezed(_CONTINUED.sub("", more.text.strip())) in squeezed(cell.text)
        )
        cells.append(cell if again else Cell(cell.parts + more.parts))
    return replace(last, cells=tuple(cells))


def _join_sub_row(table: _OpenTable, last: ListRow, row: Row) -> ListRow:
    """The duty with one more table row below it: the texts become further paragraphs, those that
    are filled down do not."""
    again = _repeats_key(table, last, row)
    cells = tuple(
        cell
        if again and cell.text == more.text
        else Cell(tuple(replace(part, open_end=False) for part in cell.parts) + more.parts)
        for cell, more in zip(last.cells, row.cells, strict=True)
    )
    before = last.sub_rows or (tuple(cell.text for cell in last.cells),)
    return replace(last, cells=cells, sub_rows=(*before, tuple(cell.text for cell in row.cells)))


def _role_text(table: _OpenTable, cells: tuple[Cell, ...], role: Role) -> str:
    return "".join(
        cell.text for cell, its in zip(cells, table.roles, strict=True) if its == role
    ).strip()


def _ended(cells: tuple[Cell, ...]) -> bool:
    """Whether the longer texts of a row all end as sentences do."""
    texts = [cell.text.rstrip() for cell in cells if len(cell.text) > _LONGEST_CATEGORY]
    return bool(texts) and all(text.endswith(("。", "；", ";")) for text in texts)


def _role_open(table: _OpenTable, cells: tuple[Cell, ...], role: Role) -> bool:
    return any(
        cell.parts[-1].open_end
        for cell, its in zip(cells, table.roles, strict=True)
        if its == role and cell.parts
    )


def _fit(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """The cells filled up with empty ones, or the surplus joined to the last one."""
    if len(cells) < width:
        return cells + (Cell(),) * (width - len(cells))
    surplus = tuple(part for cell in cells[width - 1 :] for part in cell.parts)
    return (*cells[: width - 1], Cell(surplus))


def _stands_near(lines: list[Line]) -> bool:
    """Whether a list's title stands above with no sentence between it and the table."""
    for line in reversed(lines):
        text = squeezed(line.text)
        if names_list(text) and not re.search(r"\d$", text):
            return True
        if re.search(r"[，。；]", text):
            return False
    return False


def _other_title(lines: list[Line], title: str) -> bool:
    """Whether the title of another kind of table stands just above, below the list's title."""
    for line in reversed(lines[-_LINES_BELOW_TITLE:]):
        if title and _same_title(title, line.text):
            return False
        if names_other_table(line.text):
            return True
    return False


def _values(rows: list[Row], used: list[int]) -> list[list[str]]:
    """The texts of each used column from below its header row down to the next one, but for those
    that say nothing."""
    values: list[list[str]] = [[] for _ in used]
    for index, row in enumerate(rows[1:], start=1):
        if index > 1 and _read_header(rows[index : index + 2]):
            break
        if row.spans_all:
            continue
        for place, column in enumerate(used):
            text = row.cells[column].text.strip() if column < len(row.cells) else ""
            if text and not is_blank(text):
                values[place].append(text)
    return values


def _by_kind(table: _OpenTable) -> list[tuple[_OpenTable, Kind, list[ListRow]]]:
    """The table's rows by the kind that a column tells, in the order in which the kinds come."""
    if not table.has("kind"):
        return [(table, table.kind, table.rows)]
    parts: dict[Kind, list[ListRow]] = {}
    kind: Kind = table.kind
    for row in table.rows:
        kind = kind_of_value(_role_text(table, row.cells, "kind")) or kind
        parts.setdefault(kind, []).append(row)
    return [(table, kind, rows) for kind, rows in parts.items()]


def _category_heading(text: str) -> str:
    """The category that a heading row or line names ("一、党的建设（16项）"), or ""."""
    bare = squeezed(text)
    if len(bare) > 30 or not _NUMBERED_HEADING.match(bare):
        return ""
    match = _CATEGORY_HEADING.fullmatch(bare)
    return match["name"] if match else ""


def _plain_category(text: str) -> str:
    """The category in a heading row without a number (党的建设), or ""."""
    bare = _ARABIC_LABEL.sub("", squeezed(text))
    short = len(bare) <= _LONGEST_CATEGORY and not _CONTINUED.fullmatch(bare)
    return bare if short and not re.search(r"[\d，。；：！？（）()]", bare) else ""


def _heading_below_number(table: _OpenTable, row: Row, following: Row | None) -> str:
    """The category of a heading row whose text stands right of the number column, or "": duties
    with numbers follow, and it has none, or one in Chinese (一 | 党的建设)."""
    if not table.has("number") or following is None or len(row.cells) != len(table.roles):
        return ""
    if not "".join(table.texts(following, "number")).isdigit():
        return ""
    if any(cell.merged for cell in row.cells):
        return ""
    number = "".join(table.texts(row, "number"))
    beside = [
        (role, cell.text.strip())
        for cell, role in zip(row.cells, table.roles, strict=True)
        if role != "number" and cell.text.strip()
    ]
    if len(beside) != 1 or beside[0][0] not in ("name", "category"):
        return ""
    text = beside[0][1]
    if not number:
        return _category_heading(text)
    if not _HEADING_NUMBER.fullmatch(number):
        return ""
    return _category_heading(text) or _plain_category(text)


def _with_category(table: _OpenTable, row: Row) -> Row | None:
    """The row with the category's cell, which pasting leaves out below a merged one; None where
    it is not the one that is missing."""
    if len(row.cells) != len(table.columns) - 1 or "category" not in table.roles:
        return None
    place = table.roles.index("category")
    if not table.category or not table.has("number") or len(row.cells) < 2:
        return None
    cells = (*row.cells[:place], Cell(merged=True), *row.cells[place:])
    number, name = (
        _role_text(table, cells, role) if role in table.roles else "" for role in _KEY_ROLES
    )
    # Where the last column is often empty, it may be the one that is missing.
    found = row.cells[place].text.strip()
    may_end_early = table.roles[-1] in ("remark", None) and bool(row.cells[-1].text.strip())
    if may_end_early and len(found) <= _LONGEST_CATEGORY and not found.isdigit():
        return None
    return replace(row, cells=cells) if number.isdigit() and name else None


def _place_lines_above(lines: list[Line], index: int, *, in_front: bool) -> int:
    """Where the lines begin that name the place of the title at `index`; `index` where none do.

    In front of the first list they may be the cover's: then another place stands above them.
    """
    begin = index
    while begin and is_place(squeezed(lines[begin - 1].text)):
        begin -= 1
    if in_front and not any(is_place(squeezed(line.text)) for line in lines[:begin]):
        return index
    return begin


def _same_title(one: str, other: str) -> bool:
    bare = [_CONTINUED.sub("", squeezed(title)) for title in (one, other)]
    return bare[0] == bare[1]


def cell_text(cell: Cell) -> str:
    """The whole text of a cell, its parts on several pages joined."""
    # Most cells stand on one page.
    if len(cell.parts) == 1:
        return cell.parts[0].text
    return "".join(text for _, text in joined_parts(cell))


def joined_parts(cell: Cell) -> Iterator[tuple[CellPart, str]]:
    """Each part of a cell with its text, preceded by what the page break stands for.

    That is nothing where a paragraph goes on, a newline where a new one begins, and a space
    where the next of several run-on clauses begins.
    """
    before = ""
    open_end = False
    for part in cell.parts:
        if not part.text:
            continue
        seam = _seam(before, open_end, part.text) if before else ""
        yield part, seam + part.text
        before += seam + part.text
        open_end = part.open_end


def _seam(before: str, open_end: bool, after: str) -> str:
    if not open_end:
        return "\n"
    if before[-1:].isspace():
        return ""
    if before.rstrip()[-1:] in "。；;：:" and label_of(after):
        paragraph = before.rsplit("\n", 1)[-1]
        return " " if _RUN_ON.search(paragraph) else "\n"
    both_latin = before[-1:].isascii() and after[:1].isascii()
    return " " if both_latin and before[-1:].isalpha() and after[:1].isalpha() else ""
