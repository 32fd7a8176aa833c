"""Private characters of old typesetting programs, as the clerk says once what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from dutylist.extract.source import Block, Cell, CellPart, Line, SourceDocument, Table
from dutylist.records.model import Note


def naming_note(named: Iterable[tuple[str, str]]) -> str:
    """What a note says of characters that were read as they are named."""
    said = "、".join(f"U+{ord(code):04X} 读作“{meant}”" for code, meant in named)
    return f"自造字按所说的读：{said}"


def with_named_characters(
    document: SourceDocument, characters: Mapping[str, str]
) -> SourceDocument:
    """The document with private characters as they are named, which a note tells."""
    used: dict[str, None] = {}

    def text_of(text: str) -> str:
        used.update(dict.fromkeys(code for code in characters if code in text))
        return text.translate(table)

    table = str.maketrans(dict(characters))
    blocks = tuple(_named(block, text_of) for block in document.blocks) if characters else ()
    if not used:
        return document
    note = Note(0, naming_note((code, characters[code]) for code in used))
    return replace(document, blocks=blocks, notes=(*document.notes, note))


def _named(block: Block, text_of: Callable[[str], str]) -> Block:
    if isinstance(block, Line):
        return replace(block, text=text_of(block.text))
    if isinstance(block, Table):
        rows = [
            replace(row, cells=tuple(_named_cell(cell, text_of) for cell in row.cells))
            for row in block.rows
        ]
        return replace(block, rows=tuple(rows))
    return block


def _named_cell(cell: Cell, text_of: Callable[[str], str]) -> Cell:
    return replace(cell, parts=tuple(_named_part(part, text_of) for part in cell.parts))


def _named_part(part: CellPart, text_of: Callable[[str], str]) -> CellPart:
    return replace(part, text=text_of(part.text))
