"""Texts of a source that stand nowhere in what was read of it: they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dutylist.extract.lists.counts import is_total, only_counts
from dutylist.extract.lists.cover_dates import read_date
from dutylist.extract.lists.headings import bare_title
from dutylist.extract.lists.row_kinds import is_column_numbers
from dutylist.extract.source import Line, SourceDocument, Table, squeezed
from dutylist.records.labels import SIGNS
from dutylist.records.model import UNPLACED, DutyList, Note
from dutylist.records.patterns import Pattern
from dutylist.records.text import is_page_number_text

# Signs of continuation, page numbers and how many duties there are say nothing of their own.
_FORM = Pattern(r"目录|目次|页码|[\W_]+")
# Labels of headings and how many duties follow.
_BETWEEN = Pattern(rf"[\W\d_{SIGNS}一二三四五六七八九十第章节部分类项条个共]")
_SHORTEST_PART = 2
"""Single characters stand in any text: they prove nothing."""

_OF_DATE = Pattern(r"[\W\d_〇零一二三四五六七八九十年月日]")
_BESIDE_DATE = 4
"""Characters that a date's own line may have beside it: 印发, 发布时间."""


def unaccounted(document: SourceDocument, found: DutyList) -> tuple[Note, ...]:
    """A note for each text of the document, line or cell, that stands in no cell, title, cover or
    note of the records."""
    known = set(map(squeezed, _texts(found)))
    whole = ""
    notes: list[Note] = []
    for page, text in _source_texts(document):
        bare = bare_title(text)
        if not bare or bare in known or _says_nothing(bare):
            continue
        # Texts are joined, and titles parted from places: most stand somewhere, as parts.
        whole = whole or "\n".join(known)
        # Particulars of a line (填报单位：… 填报时间：…) are told apart: its date is the list's.
        left = [
            part
            for part in text.split("\t")
            if not _is_date_of(found, squeezed(part)) and not _stands_in(squeezed(part), whole)
        ]
        if left:
            notes.append(Note(page, UNPLACED + "\t".join(left)))
    return tuple(notes)


def _is_date_of(found: DutyList, text: str) -> bool:
    """Whether a text says the list's date and little else."""
    beside = _OF_DATE.sub("", text)
    is_date = bool(found.issued) and read_date(text) == found.issued
    return is_date and len(beside) <= _BESIDE_DATE


def _says_nothing(text: str) -> bool:
    return bool(_FORM.fullmatch(text)) or is_page_number_text(text) or only_counts(text)


def _stands_in(text: str, whole: str) -> bool:
    """Whether a text is made of parts of another, each of several characters; signs and numbers
    may stand between them."""
    # A label and its value stand in a header and a cell.
    if all(part in whole for part in re.split("[：:]", text)):
        return True
    at = 0
    while at < len(text):
        if _BETWEEN.match(text, at):
            at += 1
            continue
        end = at + 1
        while end <= len(text) and text[at:end] in whole:
            end += 1
        if end - 1 - at < _SHORTEST_PART:
            return False
        at = end - 1
    return True


def _source_texts(document: SourceDocument) -> Iterator[tuple[int, str]]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.page, block.text
        for row in block.rows if isinstance(block, Table) else ():
            texts = [cell.text for cell in row.cells if cell.text.strip()]
            if texts and (is_total(texts) or is_column_numbers(texts)):
                continue
            for cell in row.cells:
                yield from ((part.page, part.text) for part in cell.parts)


def _texts(found: DutyList) -> Iterable[str]:
    yield found.title
    yield from found.region
    yield found.issued
    for entry in found.contents:
        yield entry.title
    for note in found.notes:
        yield note.text
    for table in found.lists:
        yield table.title
        yield from table.headers
        for duty in table.duties:
            yield duty.category
            yield from duty.cells
            yield from duty.departments
