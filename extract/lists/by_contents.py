"""What columns hold whose header texts no word tells, by what stands in them and beside them.

Numbers that run on, offices, sentences, short titles that differ: what is left of a list's columns
is known by that. Each such column is told, so that a person looks at it (tables.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dutylist.extract.lists.columns import (
    could_be_header,
    header_role,
    kind_of_list,
    roles_by_values,
    whose_words,
)
from dutylist.extract.lists.header_rows import (
    MOST_ROWS,
    header_texts,
    next_header,
    read_header,
    values_of,
)
from dutylist.extract.lists.headings import LONGEST_CATEGORY
from dutylist.extract.lists.kinds import kind_of_title, names_list, names_other_table
from dutylist.extract.offices.column_names import looks_like_office, split_names
from dutylist.extract.source import Line, Row, SourceDocument, Table, squeezed
from dutylist.records.labels import label_of, split_label
from dutylist.records.model import Kind, Role
from dutylist.records.patterns import Pattern

Told = Mapping[str, Role]

_MOST = 0.6
"""So many of a column's cells are alike where it is a column of that."""

_FEWEST_CELLS = 2
"""One cell tells nothing of a column."""

_SHORTEST_CLAUSE = 6
"""Characters, on the average, of what is to be done: 县局直接执法."""

_SHORTEST_NAME = 4
"""Characters, on the average, of duties' names (养犬管理); people's and places' are shorter."""

_LINES_BELOW_TITLE = 4
"""Between a list's title and its table may stand a unit, a date and how many there are."""

_COUNTED = Pattern(r"[A-Za-z一-鿿]{0,4}[-—]?(\d{1,4})\D?")
_NO_WORDS = Pattern(r"《|[\d\s\-—/、.]*$")
_ABOVE = Pattern(r"[^社]{0,8}?(?:[省州盟县区旗师]|市(?!场))|.*(?:局|委|部|厅|会|院|公司|队|联)$")
"""An office above the township: it has a level in its name, or an ending that those below have
not (党政办, 农业服务中心, 司法所)."""


@dataclass(frozen=True)
class _Column:
    """A column: its header text and the filled cells below."""

    head: str
    cells: tuple[str, ...]

    def mostly(self, found: Iterable[bool]) -> bool:
        each = list(found)
        return len(each) >= _FEWEST_CELLS and sum(each) >= _MOST * len(each)

    @property
    def counts_on(self) -> bool:
        """Whether the cells are numbers that run on; they may begin anew."""
        numbers = [number for cell in self.cells if (number := _number(cell)) is not None]
        steps = [after - before == 1 or after == 1 for before, after in pairwise(numbers)]
        whole = len(numbers) == len(self.cells) >= _FEWEST_CELLS
        return whole and sum(steps) >= _MOST * len(steps)

    @property
    def differ(self) -> bool:
        return len(set(self.cells)) == len(self.cells)

    @property
    def is_short(self) -> bool:
        return self.has_words and max(map(len, self.cells)) <= LONGEST_CATEGORY

    @property
    def length(self) -> float:
        return sum(map(len, self.cells)) / max(len(self.cells), 1)

    @property
    def has_offices(self) -> bool:
        names = [name for cell in self.cells for name in split_names(cell)]
        return self.mostly(looks_like_office(name) and bool(_ABOVE.match(name)) for name in names)

    @property
    def has_words(self) -> bool:
        """Whether no cell is an office, a law, a telephone number or a date."""
        bare = [split_label(cell)[1] or cell for cell in self.cells]
        others = (_NO_WORDS.match(cell) or looks_like_office(cell) for cell in bare)
        return bool(bare) and not any(others) and not self.has_offices

    @property
    def says_what_is_done(self) -> bool:
        return self.has_words and self.length >= _SHORTEST_CLAUSE

    @property
    def has_headed_offices(self) -> bool:
        """Whether an office and a colon stand in front of what it does."""
        heads = [re.split("[：:]", cell)[0] for cell in self.cells if re.search("[：:]", cell)]
        return bool(heads) and self.mostly(map(looks_like_office, heads))

    @property
    def has_titles(self) -> bool:
        one_line = not any(re.search(r"[；;\n]", cell) for cell in self.cells)
        return one_line and self.differ and self.has_words and self.length >= _SHORTEST_NAME


def told_by_contents(document: SourceDocument, told: Told) -> dict[str, Role]:
    """The roles of header texts that are not known, by the columns below them; none where two
    tables would tell otherwise. `told` is what the clerk says of columns."""
    found: dict[str, set[Role]] = defaultdict(set)
    above: list[str] = []
    title = ""
    for block in document.blocks:
        if isinstance(block, Line):
            above.append(block.text.strip())
        elif isinstance(block, Table):
            title = next((text for text in reversed(above) if names_list(text)), title)
            for head, role in _of_table(list(block.rows), title, above, told):
                found[head].add(role)
            above = []
    return {head: roles.pop() for head, roles in found.items() if len(roles) == 1}


def _of_table(
    rows: list[Row], title: str, above: list[str], told: Told
) -> Iterator[tuple[str, Role]]:
    """The columns of a table's lists, each below its header. `title` is the last list's, `above`
    the lines since the last table."""
    at = next_header(rows, 0, told)
    if at == len(rows):
        yield from _without_known_header(rows, above, told)
    while at < len(rows):
        header = read_header(rows[at : at + MOST_ROWS], told)
        lone = [_only(row) for row in rows[:at]]
        title = next((text for text in reversed(lone) if names_list(text)), title)
        below = at + (header[2] if header else 1)
        end = next_header(rows, below, told)
        if header:
            texts, roles, _ = header
            yield from _of_list(title, texts, roles, rows[below:end])
        at = end


def _without_known_header(
    rows: list[Row], above: list[str], told: Told
) -> Iterator[tuple[str, Role]]:
    """The columns of a table just below a list's title whose first row could be a header."""
    first = next((at for at, row in enumerate(rows) if not _only(row)), len(rows))
    lines = [*above[-_LINES_BELOW_TITLE:], *map(_only, rows[:first])]
    title = next((text for text in reversed(lines) if names_list(text)), "")
    if not kind_of_title(title) or names_other_table(lines[-1]) or first == len(rows):
        return
    texts, height = header_texts(rows[first:])
    if could_be_header(texts):
        roles = [told.get(text) or header_role(text) for text in texts]
        yield from _of_list(title, texts, roles, rows[first + height :], need_number=True)


def _only(row: Row) -> str:
    texts = [text for cell in row.cells if (text := cell.text.strip())]
    return texts[0] if len(texts) == 1 else ""


def _of_list(
    title: str,
    texts: Sequence[str],
    roles: Sequence[Role | None],
    rows: list[Row],
    *,
    need_number: bool = False,
) -> Iterator[tuple[str, Role]]:
    """The columns of one list that only their contents tell. `need_number`: it is no list unless
    one has numbers that run on from 1; others go on with the list on the page before."""
    cells = values_of(rows, range(len(texts)))
    columns = [_Column(text, tuple(own)) for text, own in zip(texts, cells, strict=True)]
    known = roles_by_values(texts, roles, cells)
    unknown = {
        at: column for at, column in enumerate(columns) if known[at] is None and _is_unknown(column)
    }
    found = _found(title, columns, known, unknown)
    every = [found.get(at, role) for at, role in enumerate(known)]
    numbers = (
        column.counts_on and _number(column.cells[0]) == 1
        for column, role in zip(columns, every, strict=True)
        if role == "number"
    )
    if need_number and not (any(numbers) and "name" in every and len(set(every) - {None}) > 1):
        return
    yield from ((squeezed(texts[at]), role) for at, role in found.items())


def _is_unknown(column: _Column) -> bool:
    head = squeezed(column.head)
    return bool(head and column.cells) and header_role(head) is None


def _found(
    title: str,
    columns: Sequence[_Column],
    known: Sequence[Role | None],
    unknown: Mapping[int, _Column],
) -> dict[int, Role]:
    """What the unknown columns hold, as far as the list still lacks it."""
    found: dict[int, Role] = {}
    has = set(known)

    def take(role: Role, places: Iterable[int]) -> None:
        place = next((at for at in places if at not in found), None)
        if role not in has and place is not None:
            found[place] = role
            has.add(role)

    filled = [role for role, column in zip(known, columns, strict=True) if column.cells]
    kind = kind_of_list(title, filled)
    offices = [at for at, column in unknown.items() if column.has_offices]
    take("number", (at for at, column in unknown.items() if column.counts_on))
    take("name", _names(unknown, kind, offices))
    if kind == "cooperative":
        take("departments", offices)
        found.update(_clauses(unknown, found, has))
    elif kind == "recalled" and "takeover" not in has:
        if "departments" not in has:
            take("takeover department", offices)
        if {"takeover department", "departments"} & has and "takeover method" not in has:
            found.update(_method(unknown, found))
    if "category" not in has and "name" in has:
        name = next(at for at, role in enumerate(known) if (found.get(at) or role) == "name")
        take("category", (at for at, one in unknown.items() if at < name and one.is_short))
    return found


def _names(unknown: Mapping[int, _Column], kind: Kind, offices: Sequence[int]) -> list[int]:
    """Where the duties' names may stand: in front of the offices, or, in a list that has none, in
    the column that says the most; categories are shorter."""
    titles = [at for at, column in unknown.items() if column.has_titles]
    if kind != "basic" and not offices:
        return titles
    front = [at for at in titles if not offices or at < offices[0]]
    return sorted(front, key=lambda at: -unknown[at].length)


def _clauses(
    unknown: Mapping[int, _Column], found: Mapping[int, Role], has: set[Role | None]
) -> dict[int, Role]:
    """The columns of what departments and township do. Their headers may say whose they are; where
    they do not, the departments' stand first, and one alone is the one that is lacking."""
    lacking: list[Role] = [
        role for role in ("department duties", "township duties") if role not in has
    ]
    left = [at for at, one in unknown.items() if at not in found and one.says_what_is_done]
    said = {at: role for at in left if (role := _whose(unknown[at].head))}
    if len(set(said.values())) == len(said) and set(said.values()) <= set(lacking):
        lacking = [role for role in lacking if role not in said.values()]
        rest = [at for at in left if at not in said]
        if len(rest) == len(lacking):
            return {**said, **dict(zip(rest, lacking, strict=True))}
        return said
    return {}


def _whose(head: str) -> Role | None:
    """What the column of a header holds that says whose it is and no more."""
    whose = whose_words(head)
    if whose == {"township"}:
        return "township duties"
    return "department duties" if whose == {"department"} else None


def _method(unknown: Mapping[int, _Column], found: Mapping[int, Role]) -> dict[int, Role]:
    """The column of how what was taken back is done: the only one that says what is done."""
    left = [at for at, one in unknown.items() if at not in found and one.says_what_is_done]
    if len(left) != 1 or unknown[left[0]].has_headed_offices:
        return {}
    return {left[0]: "takeover method"}


def _number(text: str) -> int | None:
    """The number that a cell is: 3, 003, B-3, 三, ③."""
    solid = squeezed(text)
    if counted := _COUNTED.fullmatch(solid):
        return int(counted[1])
    label = label_of(f"{solid}、")
    return label.number if label and len(solid) < _SHORTEST_CLAUSE else None
