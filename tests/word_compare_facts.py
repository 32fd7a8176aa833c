"""What a Word file with tracked changes, made by any program, says about known edits.

Read generously: a row counts as reworded if any of its text is marked, as added if all of it is.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from tests.edits import HEADS, Fact, Row
from tests.word_revisions import W

_NEW = {f"{W}ins", f"{W}moveTo"}
_OLD = {f"{W}del", f"{W}moveFrom"}

# Columns of a row by what they hold; the number in front is left out: it follows from the rest.
_CATEGORY, _NAME, _OFFICES = 1, 2, 3


@dataclass(frozen=True)
class _Cell:
    """The texts of each paragraph by their fate (equal, new, old), and its mark's fate."""

    paragraphs: tuple[tuple[tuple[str, str, str], str], ...]

    def changed(self) -> bool:
        return any(new or old for (_, new, old), _ in self.paragraphs)


def body_of(data: bytes) -> ElementTree.Element:
    """The document's body."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    return body


def count_marks(data: bytes) -> int:
    """How many insertions, deletions and moves the file has."""
    return sum(element.tag in _NEW | _OLD for element in body_of(data).iter())


def word_facts(data: bytes, old: Sequence[Row], new: Sequence[Row]) -> set[Fact]:
    """The changes that the file reports, in the words of tests/edits.py."""
    before = iter(_in_lists(old))
    now = iter(_in_lists(new))
    facts: set[Fact] = set()
    for row in body_of(data).iter(f"{W}tr"):
        cells = [_cell(cell) for cell in row.findall(f"{W}tc")]
        fates = [texts for cell in cells for texts, _ in cell.paragraphs]
        if "".join("".join(texts) for texts in fates).startswith("序号"):
            continue
        equal, fresh, gone = ("".join(texts[at] for texts in fates) for at in range(3))
        is_new = row.find(f"{W}trPr/{W}ins") is not None or (not equal and not gone)
        is_old = row.find(f"{W}trPr/{W}del") is not None or (not equal and not fresh)
        was = next(before, "") if not is_new else ""
        becomes = next(now, "") if not is_old else ""
        if is_new:
            moved = row.find(f".//{W}moveTo") is not None
            facts.add(("reordered" if moved else "added", becomes))
        elif is_old:
            if row.find(f".//{W}moveFrom") is None:
                facts.add(("removed", was))
        elif was != becomes:
            facts.add(("reworded", f"{was}={becomes}"))
        else:
            facts |= {(kind, was) for kind in _row_facts(cells)}
    return facts


def _in_lists(rows: Sequence[Row]) -> list[str]:
    return [row.uid for kind in HEADS for row in rows if row.list == kind]


def _row_facts(cells: Sequence[_Cell]) -> Iterator[str]:
    if len(cells) > _CATEGORY and cells[_CATEGORY].changed():
        yield "recategorized"
    if len(cells) > 4 and cells[_OFFICES].changed():
        yield "departments"
    texts = [cells[_NAME]] if len(cells) > _NAME else []
    clauses = list(cells[4:] if len(cells) > 4 else cells[3:])
    if any(cell.changed() for cell in (*texts, *clauses)):
        yield "reworded"
    for cell in clauses:
        for (equal, new, old), mark in cell.paragraphs:
            if not equal and new and not old and mark != "equal":
                yield "clause added"
            elif not equal and old and not new and mark != "equal":
                yield "clause removed"
            elif equal and (new or old):
                yield "clause reworded"


def _cell(cell: ElementTree.Element) -> _Cell:
    return _Cell(tuple(_paragraph(one) for one in cell.findall(f"{W}p")))


def _paragraph(paragraph: ElementTree.Element) -> tuple[tuple[str, str, str], str]:
    texts = {"equal": "", "new": "", "old": ""}
    mark = "equal"
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    if properties is not None:
        tags = {child.tag for child in properties}
        mark = "new" if tags & _NEW else "old" if tags & _OLD else "equal"
    for child in paragraph:
        fate = "new" if child.tag in _NEW else "old" if child.tag in _OLD else "equal"
        for one in child.iter():
            inner = "old" if one.tag == f"{W}delText" else fate
            if one.tag in (f"{W}t", f"{W}delText"):
                texts[inner] += one.text or ""
    return (texts["equal"], texts["new"], texts["old"]), mark
