"""How many duties a source says there are (共108项, 党的建设（16项）, 合计 | 31), against the rows
that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.lists.kinds import LIST_WORDS, folded_title, kind_of_title
from dutylist.extract.lists.rows import ListRow, SaidCount
from dutylist.extract.source import Line, SourceDocument, Table, squeezed
from dutylist.records.model import KIND_NAMES, DutyTable, Kind, Note
from dutylist.records.patterns import Pattern

_WORDS = LIST_WORDS["counts"]
_UNIT = f"[{''.join(_WORDS['units'])}]"
_TOTAL = Pattern(rf"[^\d，,。；;]{{0,16}}?(?:{'|'.join(_WORDS['totals'])})[:：]?")
"""A total, of a part perhaps (基本履职事项小计)."""

_LEAD = "|".join(sorted(_WORDS["words"], key=len, reverse=True))
_ONLY_COUNT = Pattern(rf"[（(]?(?:(?:{_LEAD})[:：]?共?\d{{1,4}}{_UNIT}?|\d{{1,4}}{_UNIT})[）)]?。?")
_LONGEST_COUNT = 20
"""Characters of a line that says nothing else: （全表合计共 1,234 项事项）."""

_COUNT = Pattern(rf"(\d{{1,4}})\s*(?:{_UNIT}|$)")
_NO_TOTAL = "小计"
_OF_KIND = Pattern(
    r"(?:基本履职|配合履职|收回)[^,;。、:\d第(]{0,8}[:(]?(?:共计?|合计|总计|有)?(\d{1,4})[项条]"
)
_LONGEST_TEXT = 600
"""Characters of a line that are looked through: a count stands near its beginning."""

_LONGEST_SAID = 30
"""Characters that a note quotes."""


def only_counts(text: str) -> bool:
    """Whether a text says only how many duties there are: 共16项, （合计16项）, 总计：16, 16项."""
    if len(text) > _LONGEST_COUNT:
        return False
    return _ONLY_COUNT.fullmatch(squeezed(text)) is not None


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row says only how many duties there are (合计 | 108)."""
    # The first text tells of most rows.
    return (only_counts(texts[0]) or _TOTAL.fullmatch(squeezed(texts[0])) is not None) and all(
        only_counts(text) or squeezed(text).isdecimal() for text in texts[1:]
    )


def without_count(texts: Sequence[str]) -> list[str]:
    """A row's texts but for one that says only how many duties follow (共16项)."""
    return [text for text in texts if not only_counts(text)]


def said_count(texts: Sequence[str], after: int, page: int, *, heads: bool) -> SaidCount | None:
    """The number that a heading, a line or a row of a list says; None where it says none, or a
    part's."""
    said = " ".join(texts)
    found = {int(number) for text in texts for number in _COUNT.findall(squeezed(text))}
    if len(found) != 1 or _NO_TOTAL in said:
        return None
    return SaidCount(said, found.pop(), after, page, heads)


def wrong_counts(said: Sequence[SaidCount], rows: Sequence[ListRow]) -> Iterator[Note]:
    """A note for each number that is not that of the rows it may speak of."""
    before = 0
    for one in said:
        group = _group(rows, one.after)
        if one.heads:
            right = {group}
            read = group
        else:
            behind = _group(tuple(reversed(rows)), len(rows) - one.after)
            right = {one.after, len(rows), one.after - before, group, behind}
            read = len(rows)
            before = one.after
        if one.number not in right:
            yield _note(one.page, one.text, one.number, read)


def _group(rows: Sequence[ListRow], begin: int) -> int:
    """How many rows from one on have its category."""
    found = 0
    for row in rows[begin:]:
        if row.category != rows[begin].category:
            break
        found += 1
    return found


def wrong_totals(document: SourceDocument, lists: Sequence[DutyTable]) -> Iterator[Note]:
    """A note for each text outside the duties that says of a kind how many there are, and another
    number was read: titles, the notice in front, contents."""
    read: dict[Kind, int] = {}
    for table in lists:
        read[table.kind] = read.get(table.kind, 0) + len(table.duties)
    of_title = {(squeezed(table.title), len(table.duties)) for table in lists}
    told: set[tuple[Kind, int]] = set()
    for page, text in _texts(document):
        for match in _OF_KIND.finditer(folded_title(text)):
            kind, number = kind_of_title(match[0]), int(match[1])
            if kind is None or number == read.get(kind, 0) or (kind, number) in told:
                continue
            if (squeezed(text), number) not in of_title:
                told.add((kind, number))
                yield _note(page, f"{match[0]}（{KIND_NAMES[kind]}）", number, read.get(kind, 0))


def _texts(document: SourceDocument) -> Iterator[tuple[int, str]]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.page, block.text[:_LONGEST_TEXT]
        elif isinstance(block, Table):
            for row in block.rows:
                if row.spans_all:
                    yield row.page, "".join(cell.text for cell in row.cells)[:_LONGEST_TEXT]


def _note(page: int, text: str, number: int, read: int) -> Note:
    said = text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
    return Note(page, f"“{said}”写明 {number} 项，读到 {read} 项，请核对有没有漏读或写错")
