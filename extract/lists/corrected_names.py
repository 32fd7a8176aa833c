"""Scanned names, numbers and marks that the list itself corrects: headers, departments, categories,
numbering, the labels and the ends of clauses.

A character read without certainty is replaced where the same name stands elsewhere in the list,
read with certainty, and differs in that character alone; a number where its neighbours leave
only one, and a clause's label likewise; a header's where it then is made of header words; at a
paragraph's end it is its mark. What was read is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutylist.extract.lists.columns import header_roles, nearest_header, of_header_words
from dutylist.extract.lists.label_order import with_labels_in_order
from dutylist.extract.lists.likely_characters import with_character, with_likely_characters
from dutylist.extract.offices.lexicon import load_lexicon
from dutylist.extract.source import UNSURE, Block, Cell, CellPart, SourceDocument, Table
from dutylist.records.labels import SPECKS
from dutylist.records.model import Role
from dutylist.records.patterns import Pattern

CERTAIN = 0.95
"""Names whose every character was read with this confidence can correct others."""

HEADER_SURE = 0.985
"""A header of which one character read with less makes the difference to a known one is that: on
copies 职员 was read for 职责 with 0.96, and is a word."""

SHORTEST = 3
"""Names of fewer characters are too like one another."""

_NAMES: tuple[Role, ...] = ("number", "category", "departments")
_CLAUSES: tuple[Role, ...] = ("department duties", "township duties")

_END = Pattern(r"(?<=[\u4e00-\u9fff”’）》³²])[A-Za-zà-öø-ÿ0-9°)](?=\n|$)")
_ROUND = frozenset("OoQ0DGàáòóaeq°")
"""What a small circle is misread as; a closing bracket as nearly anything."""

_NAME = Pattern(r"[^、，,；;\s]+")
_SPECKS = SPECKS + "、，^~-_:：;；。 "


@dataclass(frozen=True)
class _Place:
    """Where a cell stands: indexes of block, row and cell."""

    block: int
    row: int
    cell: int


def with_known_names(document: SourceDocument, said: Iterable[str] = ()) -> SourceDocument:
    """The document with uncertain characters of names and numbers corrected, and others where the
    list's words, the offices' names and the texts `said` tell; the document itself where no cell
    was read from a picture."""
    if not any(_was_read(block) for block in document.blocks):
        return document
    document = _replaced(document, dict(_headers(document)))
    places = list(_places(document))
    changed: dict[_Place, CellPart] = {}
    for role in ("category", "departments"):
        found = [(place, part) for its, place, part in places if its == role]
        known = _known(part for _, part in found)
        for place, part in found:
            fixed = _with_names(part, known)
            if fixed is not part:
                changed[place] = fixed
    for its, place, part in places:
        fixed = part if its in _NAMES else _with_end(part, stops=its in _CLAUSES)
        fixed = with_labels_in_order(fixed) if its in _CLAUSES else fixed
        if fixed is not part:
            changed[place] = fixed
    changed.update(_numbers([(place, part) for its, place, part in places if its == "number"]))
    return with_likely_characters(_replaced(document, changed), (*load_lexicon().names, *said))


def _headers(document: SourceDocument) -> Iterator[tuple[_Place, CellPart]]:
    """The cells of header rows with one misread character."""
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        for row, line in enumerate(block.rows):
            cells = [cell.parts[0] for cell in line.cells if len(cell.parts) == 1]
            if len(cells) < len(line.cells) or not all(part.confidences for part in cells):
                continue
            fixed = [_header(part) for part in cells]
            # A row of data may have one such word; a header row has little else.
            words = sum(of_header_words(part.text) for part in fixed)
            if 2 * words > len(cells):
                yield from (
                    (_Place(number, row, index), part)
                    for index, part in enumerate(fixed)
                    if part is not cells[index]
                )


def _header(part: CellPart) -> CellPart:
    part = _without_specks(part)
    doubtful = [index for index, sure in enumerate(part.confidences) if sure < HEADER_SURE]
    if not doubtful or of_header_words(part.text):
        return part
    fixed = nearest_header(part.text, doubtful)
    index = None if fixed is None else _only_difference(part.text, fixed)
    return part if fixed is None or index is None else with_character(part, index, fixed[index])


def _without_specks(part: CellPart) -> CellPart:
    """A header text without the marks at its ends that specks were read as."""
    start = len(part.text) - len(part.text.lstrip(_SPECKS))
    kept = part.text.strip(_SPECKS)
    if kept == part.text or not of_header_words(kept):
        return part
    end = start + len(kept)
    return replace(
        part,
        text=kept,
        confidences=part.confidences[start:end],
        others=tuple((at - start, which) for at, which in part.others if start <= at < end),
        lines=tuple((max(a - start, 0), min(b, end) - start, box) for a, b, box in part.lines),
        wraps=tuple(at - start for at in part.wraps if start < at < end),
    )


def _was_read(block: Block) -> bool:
    """Whether a table was read from a picture."""
    return isinstance(block, Table) and any(
        part.confidences for row in block.rows for cell in row.cells for part in cell.parts
    )


def _places(document: SourceDocument) -> Iterator[tuple[Role | None, _Place, CellPart]]:
    """The scanned cells below header rows with the role of their column."""
    roles: list[Role | None] = []
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        for row, line in enumerate(block.rows):
            header = header_roles([cell.text for cell in line.cells])
            if header:
                roles = header
            elif len(line.cells) == len(roles):
                for index, (cell, role) in enumerate(zip(line.cells, roles, strict=True)):
                    if len(cell.parts) == 1 and cell.parts[0].confidences:
                        yield role, _Place(number, row, index), cell.parts[0]


def _known(parts: Iterator[CellPart]) -> Counter[str]:
    """The names read with certainty and how often each."""
    return Counter(
        match[0]
        for part in parts
        for match in _NAME.finditer(part.text)
        if min(part.confidences[match.start() : match.end()]) >= CERTAIN
    )


def _with_names(part: CellPart, known: Counter[str]) -> CellPart:
    for match in _NAME.finditer(part.text):
        name = match[0]
        if name in known or len(name) < SHORTEST:
            continue
        like = [
            (other, index)
            for other in known
            if (index := _only_difference(name, other)) is not None
            and part.confidences[match.start() + index] < UNSURE
        ]
        if len(like) == 1:
            other, index = like[0]
            part = with_character(part, match.start() + index, other[index])
    return part


def _with_end(part: CellPart, *, stops: bool) -> CellPart:
    """The text with what stands doubtful at a paragraph's end as the bracket that is to close
    there, or (`stops`) as the full stop that clauses end with."""
    for match in _END.finditer(part.text):
        at = match.start()
        if part.confidences[at] >= UNSURE:
            continue
        before = part.text[part.text.rfind("\n", 0, at) + 1 : at]
        if before.count("（") > before.count("）"):
            part = with_character(part, at, "）")
        elif stops and match[0] in _ROUND:
            part = with_character(part, at, "。")
    return part


def _only_difference(one: str, other: str) -> int | None:
    """The index of the only character in which two texts of one length differ, or None."""
    if len(one) != len(other):
        return None
    different = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return different[0] if len(different) == 1 else None


def _numbers(found: list[tuple[_Place, CellPart]]) -> Iterator[tuple[_Place, CellPart]]:
    """Number cells read without certainty whose neighbours are two apart."""
    for (_, before), (place, part), (_, after) in zip(found, found[1:], found[2:], strict=False):
        if not (before.text.isdecimal() and after.text.isdecimal()):
            continue
        number = str(int(before.text) + 1)
        fits = int(after.text) == int(before.text) + 2 and len(number) == len(part.text)
        if part.text != number and fits and min(part.confidences) < UNSURE:
            for index, digit in enumerate(number):
                if part.text[index] != digit:
                    part = with_character(part, index, digit)
            yield place, part


def _replaced(document: SourceDocument, changed: dict[_Place, CellPart]) -> SourceDocument:
    if not changed:
        return document
    blocks = list(document.blocks)
    for place, part in changed.items():
        table = blocks[place.block]
        assert isinstance(table, Table)
        rows = list(table.rows)
        cells = list(rows[place.row].cells)
        cells[place.cell] = Cell((part,))
        rows[place.row] = replace(rows[place.row], cells=tuple(cells))
        blocks[place.block] = replace(table, rows=tuple(rows))
    return replace(document, blocks=tuple(blocks))
