"""Table rows of any source → the rows of the duty lists.

Repeated header rows are dropped, rows cut by a page break are joined, heading rows and merged
cells give their category to the rows below, and what belongs to no list is noted, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dutylist.extract.lists.by_contents import told_by_contents
from dutylist.extract.lists.choices import ROLE_NAMES, Choices
from dutylist.extract.lists.columns import (
    header_roles,
    kind_of_columns,
    kind_of_list,
    roles_by_values,
)
from dutylist.extract.lists.continuation import (
    HANGING,
    NUMBER_BELOW,
    Below,
    begun_note,
    join_cut,
    join_sub_row,
)
from dutylist.extract.lists.counts import only_counts, said_count, wrong_counts
from dutylist.extract.lists.cut_lines import with_cut_lines_joined
from dutylist.extract.lists.evidence import Candidate, Place, refused
from dutylist.extract.lists.filled_rows import (
    begins_kind,
    by_kind,
    category_empty,
    ditto_notes,
    empty_category_notes,
    filled_down,
    roles_of_kind,
    title_notes,
    without_dittos,
)
from dutylist.extract.lists.form_heads import table_labels
from dutylist.extract.lists.forms import without_forms
from dutylist.extract.lists.header_above import header_apart
from dutylist.extract.lists.header_rows import (
    MOST_ROWS,
    next_header,
    read_header,
    used_columns,
    values,
)
from dutylist.extract.lists.headers_apart import with_headers_apart
from dutylist.extract.lists.headings import (
    category_heading,
    heading_above_header,
    same_title,
    with_headings_apart,
)
from dutylist.extract.lists.kinds import (
    is_whole_title,
    kind_heading,
    kind_of_title,
    names_list,
    names_one_kind,
    names_several_kinds,
)
from dutylist.extract.lists.lines_above import (
    other_title,
    place_lines_above,
    says_kind_again,
    stands_near,
)
from dutylist.extract.lists.lying_tables import with_tables_upright
from dutylist.extract.lists.outlines import with_outlines
from dutylist.extract.lists.page_feet import with_feet_told
from dutylist.extract.lists.printed_across import with_pages_joined
from dutylist.extract.lists.remarks import are_remarks
from dutylist.extract.lists.rows import ListRow, OpenTable
from dutylist.extract.lists.rules import Verdict, judged
from dutylist.extract.lists.several_in_row import parted
from dutylist.extract.lists.verdicts import RULES, Situation, fit, named_list
from dutylist.extract.source import (
    Cell,
    CellPart,
    Line,
    Picture,
    Row,
    SourceDocument,
    Table,
    squeezed,
)
from dutylist.records.labels import without_bullet
from dutylist.records.model import BESIDE_LISTS, KIND_NAMES, Kind, Note, Role
from dutylist.records.places import places
from dutylist.records.text import CONTINUED, is_marked_page_number

UNKNOWN, KEPT, TAKEN_FOR = (
    "“{}”一栏不认识",
    "，原文保留在记录的单元格中",
    "，按内容当作“{}”，请核对",
)
ROLES = {role: name for name, role in ROLE_NAMES.items()}


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
    """The lists of a document, the lines before the first and behind the last, what had no place.
    `refused` are the header rows of tables that only look like lists; `verdicts` say of each row
    what it was taken for."""

    front: tuple[Line, ...]
    behind: tuple[Line, ...]
    tables: tuple[ListTable, ...]
    notes: tuple[Note, ...]
    refused: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def list_tables(document: SourceDocument, choices: Choices = Choices()) -> ListTables:  # noqa: B008
    """Find the lists of a document and their rows.

    A list begins at a header row; the same header row again (on the next page) goes on with it
    unless a new title stands above. A table without a header row goes on with the list before
    it when it has as many columns. A table that only looks like a list is noted, not taken in,
    unless all are to be taken.
    """
    told = choices.roles
    guessed = told_by_contents(document, told)
    told = {**guessed, **told}
    document = with_tables_upright(with_pages_joined(document, told), told)
    document = with_headings_apart(with_headers_apart(document, told))
    document = with_feet_told(document, told)
    made = with_outlines(without_forms(with_cut_lines_joined(document, told)), told)
    if made.blocks != document.blocks:
        guessed |= told_by_contents(made, told)
        told = {**guessed, **told}
    document = made
    found = _walked(document, told, guessed, frozenset())
    if not choices.take_all and (left_out := refused(found.candidates)):
        found = _walked(document, told, guessed, left_out)
    return found.result(document.notes)


def _walked(
    document: SourceDocument,
    told: dict[str, Role],
    guessed: Mapping[str, Role],
    left_out: frozenset[Place],
) -> _Finder:
    finder = _Finder(told, guessed, left_out)
    for block in document.blocks:
        if isinstance(block, Line):
            finder.line(block)
        elif isinstance(block, Picture):
            finder.unread()
        else:
            finder.table(block)
    return finder


def _is_other_list(text: str, current: OpenTable) -> bool:
    """Whether a line is the title of a list of another kind than the one under way."""
    one = is_whole_title(text) and names_one_kind(text) and not names_several_kinds(text)
    return one and kind_of_title(text) != current.kind


@dataclass(frozen=True)
class _Taken:
    """How many rows were taken in, and whether they are a duty's."""

    rows: int
    is_duty: bool = False


class _Finder:
    """Walks the document once, holding the list under way; `left_out` are the header rows of the
    tables that are not taken for lists, `guessed` the header texts of `told` that only the columns'
    contents tell."""

    def __init__(
        self, told: dict[str, Role], guessed: Mapping[str, Role], left_out: frozenset[Place]
    ) -> None:
        self.told = told
        self.guessed = guessed
        self.left_out = left_out
        self.candidates: list[Candidate] = []
        self.tables = 0
        self.behind_picture = False
        self.titled = 0
        self.refused: list[Row] | None = None
        self.refused_headers: list[str] = []
        self.front: list[Line] = []
        self.waiting: list[Line] = []
        self.done: list[OpenTable] = []
        # Those below a list say which of `done` it is.
        self.notes: list[Note] = []
        self.verdicts: list[Verdict] = []

    @property
    def current(self) -> OpenTable | None:
        return self.done[-1] if self.done else None

    @property
    def above(self) -> list[Line]:
        """The lines since the last row, or since the beginning."""
        return self.front if self.current is None else self.waiting

    def line(self, line: Line) -> None:
        self.above.append(line)

    def unread(self) -> None:
        """A picture that was not read stands here: what stands above it is no title of what
        follows."""
        self._tell_refused()
        self._place_waiting("")
        self.titled = len(self.front)
        self.behind_picture = True

    def table(self, table: Table) -> None:
        current = self.current
        rows = header_apart(table.rows, current.header if current else ())
        self.tables += 1
        lone = current is not None and len(rows) > 1 and bool(table_labels(table))
        lone = lone and not read_header(rows[:MOST_ROWS], self.told)
        other = current and any(_is_other_list(line.text, current) for line in self.waiting)
        if lone or (other and next_header(rows, 0, self.told) == len(rows)):
            # A form that no other is like, or a table of another list whose header nobody knows:
            # its lines are no duties of the list above.
            self._tell_refused()
            self.refused = rows
            return
        number = self.tables
        index = 0
        first = True
        while index < len(rows):
            found = Situation(
                rows,
                index,
                self.current,
                self.told,
                first,
                left_out=(number, index) in self.left_out,
                refusing=self.refused is not None,
            )
            taken = self._take(found, (number, index))
            first = first and not taken.is_duty
            index += taken.rows

    def _take(self, found: Situation, place: Place) -> _Taken:
        """Do what the verdict on a row asks for."""
        name, what = judged(RULES, found)
        self._tell(found, name)
        rows, index = found.rows, found.index
        line = Line(found.row.page, found.only or "\t".join(found.filled))
        match name:
            case "lists side by side":
                end = next_header(rows, index + 1, self.told)
                self._beside(rows[max(0, index - 1) : end], index > 0, what)
                return _Taken(end - index)
            case "header of another table" | "header unlike the list's":
                self._tell_refused()
                self.refused = rows[index : index + what[2]]
                return _Taken(what[2])
            case "header":
                columns, roles, height = what
                self._header(columns, roles, rows[index].page, rows[index:], place)
                return _Taken(height)
            case "row of another table":
                assert self.refused is not None
                self.refused.append(rows[index])
            case "title within the table":
                self._list_in_table(what, found)
            case "before the first list":
                self.front.append(replace(line, text="\t".join(found.filled)))
            case "title above a header" | "signature":
                self.waiting.append(line)
            case "category" if any(names_list(above.text) for above in self.waiting):
                # It stands between the next list's title and its header.
                self.waiting.append(line)
            case "category" | "category beside the number":
                self._place_waiting("")
                if self.current:
                    self.current.head(what)
                    self._count(found.filled, line.page, heads=True)
            case "total":
                self._count(found.filled, line.page)
            case "remark over the whole width":
                self._place_waiting("")
                self.waiting.append(line)
                self._place_waiting("")
            case "struck out":
                self._struck_out(found)
            case "other number of cells":
                said = " | ".join(found.filled)
                self.notes.append(Note(line.page, f"这一行的栏数与表头不同：{said}"))
            case "category cell left out" | "one cell more or less" | "duty":
                self._duty_row(found, name, what)
                return _Taken(1, is_duty=True)
        return _Taken(1)

    def _struck_out(self, found: Situation) -> None:
        """Leave a row out whose duty is struck through; what its merged cells say for the rows
        below is said there."""
        said = " | ".join(squeezed(text) for text in found.filled)
        self.notes.append(
            Note(found.row.page, f"事项名称画了删除线，整行没有读入，这一行其余的文字：{said}")
        )
        if found.following is not None:
            above = found.rows[found.index].cells
            below = found.following.cells
            found.rows[found.index + 1] = replace(
                found.following,
                cells=tuple(
                    above[at] if at < len(above) and cell.merged and not cell.text.strip() else cell
                    for at, cell in enumerate(below)
                ),
            )

    def _count(self, texts: list[str], page: int, *, heads: bool = False) -> None:
        """Keep what a heading, a line or a row of the list says of how many duties there are."""
        table = self.current
        if table and (said := said_count(texts, len(table.rows), page, heads=heads)):
            table.said.append(said)

    def _tell(self, found: Situation, *rules: str) -> None:
        self.verdicts.append(Verdict(found.row.page, "|".join(found.texts), rules))

    def _list_in_table(self, title: str, found: Situation) -> None:
        """Begin the list that a row within a table names, with the columns of the one before."""
        current = self.current
        assert current is not None
        self._place_waiting("")
        if not current.rows:
            self.done.pop()
        rows = found.rows[found.index :]
        header = Row(rows[0].page, tuple(Cell((CellPart(text, 0),)) for text in current.header))
        later = (replace(found, index=index) for index in range(found.index + 1, len(found.rows)))
        end = next((i for i, row in enumerate(later, 1) if named_list(row)), len(rows))
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
                self._take(Situation(body[:1], 0, self.current, self.told), (0, 0))
                body = body[1:]

    def _tell_refused(self) -> None:
        """Note the rows of the table that was not taken for a list."""
        rows, self.refused = self.refused, None
        if not rows:
            return
        texts = ["｜".join(cell.text for cell in row.cells if cell.text.strip()) for row in rows]
        self.refused_headers.append(texts[0])
        said = "；".join(text for text in texts if text)
        way = "（--take-all 可读入）" if read_header(rows[:MOST_ROWS], self.told) else ""
        self.notes.append(Note(rows[0].page, f"这个表格不像履职事项清单，没有读入{way}：{said}"))

    def result(self, notes: tuple[Note, ...]) -> ListTables:
        """What was found; `notes` are those of the reader."""
        self._tell_refused()
        behind = tuple(self.waiting)
        self._place_waiting("")
        parts = [part for table in self.done if table.rows for part in by_kind(table)]
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
        front = tuple(line for line in self.front if not only_counts(line.text))
        empty = (note for table in self.done for note in empty_category_notes(table))
        titles = (note for table in self.done if table.rows for note in title_notes(table))
        counts = (note for table in self.done for note in wrong_counts(table.said, table.rows))
        dittos = (note for table in self.done for note in ditto_notes(table))
        # A list that was begun and has no rows is none; rows of several kinds are several.
        number = {id(table): count for count, (table, _, _) in enumerate(parts, start=1)}
        own = (
            replace(note, below=number.get(id(self.done[note.below - 1]), 0))
            if note.below
            else note
            for note in self.notes
        )
        told = (*notes, *own, *short, *empty, *titles, *dittos, *counts)
        return ListTables(
            *(front, behind, tuple(tables), told),
            *(tuple(self.refused_headers), tuple(self.verdicts)),
        )

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
        near = stands_near(self.above)
        title = self._title_above()
        current = self.current
        goes_on = (
            current is not None
            and squeezed("".join(columns)) == squeezed("".join(current.columns))
            and (not title or same_title(title, current.title))
        )
        other = not goes_on and other_title(self.above, title)
        category = "" if goes_on else self._heading_below(title)
        counted = [line for line in self.above if only_counts(line.text)]
        self._place_waiting(title, above_header=goes_on)
        if not goes_on:
            self._open(title, columns, roles, page, rows, category)
            for line in counted[-1:]:
                self._count([line.text], line.page)
            begun = self.done[-1]
            self.candidates.append(
                Candidate(place, begun.kind, begun.columns, tuple(begun.roles), near, other)
            )
        if self.behind_picture and not title:
            said = KIND_NAMES[self.done[-1].kind]
            told = f"没有读入的图片后面的表格没有标题，读作“{said}”，请核对"
            self.notes.append(Note(page, told))
        self.behind_picture = False

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
        used = [column for column in used_columns(rows, self.told) if column < len(header)]
        columns = tuple(header[column] for column in used)
        roles = header_roles(list(columns), self.told) or [roles[column] for column in used]
        filled_in = values(rows, used, self.told)
        roles = [
            self.told.get(text, role)
            for text, role in zip(columns, roles_by_values(columns, roles, filled_in), strict=True)
        ]
        filled = [role for role, cells in zip(roles, filled_in, strict=True) if cells]
        told_by = filled if any(filled_in) else roles
        kind = kind_of_list(title, told_by)
        if kind == "recalled" and kind_of_columns(told_by) != kind:
            roles = roles_of_kind(columns, roles, kind)
        self.done.append(
            OpenTable(kind, title, header, columns, roles, used, category=category, page=page)
        )
        self.notes.extend(
            Note(page, UNKNOWN.format(text) + (TAKEN_FOR.format(ROLES[role]) if role else KEPT))
            for text, role in zip(columns, roles, strict=True)
            if text.strip() and (role is None or squeezed(text) in self.guessed)
        )

    def _title_above(self) -> str:
        """The nearest line above that names a list, or "". A place's name on a line of its own
        above it is joined to it."""
        lines = self.above
        first = self.titled if self.current is None else 0
        for index in reversed(range(first, len(lines))):
            text = squeezed(lines[index].text)
            if names_list(text) and not says_kind_again(text, lines[first:index]):
                if re.search(r"\d$", text):
                    return ""
                title = CONTINUED.sub("", lines[index].text.strip()).strip()
                begin = place_lines_above(lines, index, in_front=self.current is None)
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
        if not title or not lines or same_title(title, lines[-1].text):
            return ""
        heading = "" if kind_heading(lines[-1].text) else heading_above_header(lines[-1].text)
        if heading:
            lines.pop()
        return heading

    def _place_waiting(self, title: str, *, above_header: bool = False) -> None:
        """Give the lines since the last row their place: title, category heading, or a note.
        `above_header`: the list's header stands once more below the last of them."""
        if self.current is None:
            if title and self.front and same_title(title, self.front[-1].text):
                self.front.pop()
            return
        remarks = are_remarks([line.text for line in self.waiting])
        below = len(self.done)
        for line, is_remark in zip(self.waiting, remarks, strict=True):
            text = line.text.strip()
            if title and same_title(title, text):
                below = len(self.done) + (not above_header)
                continue
            if only_counts(text):
                if not title:
                    self._count([text], line.page)
                continue
            if CONTINUED.fullmatch(text) or is_marked_page_number(text):
                continue
            # What a page's top repeats (3 某镇人民政府) is no heading.
            same_page = self.current.rows and self.current.rows[-1].page == line.page
            just_above = above_header and same_page and line is self.waiting[-1]
            if heading := heading_above_header(text) if just_above else category_heading(text):
                self.current.head(heading)
                self._count([text], line.page, heads=True)
            else:
                note = Note(line.page, BESIDE_LISTS + text, below=below if is_remark else 0)
                self.notes.append(note)
        self.waiting.clear()

    def _duty_row(self, found: Situation, name: str, what: Any) -> None:
        """Take in a duty's row: as one of its own, or joined to the one above."""
        table, row = found.table, found.row
        assert table is not None
        if name == "category cell left out":
            table.without_category += 1
            row = what
        elif name == "one cell more or less":
            self.notes.append(
                Note(
                    row.page,
                    f"这一行有 {len(row.cells)} 栏，表头有 {len(table.columns)} 栏，请核对："
                    f"{' | '.join(found.filled)[:60]}",
                )
            )
            row = replace(row, cells=fit(row.cells, len(table.columns)))
        self._place_waiting("")
        rows, notes = parted(table, without_dittos(table, row))
        self.notes.extend(notes)
        for one in rows:
            self._hang(table, one, found, name)

    def _hang(self, table: OpenTable, row: Row, found: Situation, name: str) -> None:
        rule, hanging = judged(HANGING, Below(table, row, found.first))
        self.verdicts[-1] = replace(self.verdicts[-1], rules=(name, rule))
        if rule == NUMBER_BELOW:
            self.notes.append(begun_note(table, row))
            table.rows[-1] = replace(table.rows[-1], begun=False)
        if hanging == "cut":
            table.rows[-1] = join_cut(table, table.rows[-1], row)
        elif hanging == "sub":
            table.rows[-1] = join_sub_row(table, table.rows[-1], row)
        else:
            if begins_kind(table, row):
                table.category = ""
            if category := "".join(table.texts(row, "category")):
                table.category = squeezed(without_bullet(category))
            elif table.category and category_empty(table, row, first=found.first):
                table.empty_category.append(row)
            count = len(table.rows) + 1
            cells = filled_down(table, row)
            begun = hanging == "begins"
            table.rows.append(
                ListRow(row.page, count, cells, table.category, office=table.office, begun=begun)
            )
            table.headed = False
        last = table.rows[-1]
        table.rows[-1] = replace(last, judged=(*last.judged, len(self.verdicts) - 1))
