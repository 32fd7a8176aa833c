"""The parts of what a reader hands on, for comparing."""

from __future__ import annotations

from dutylist.extract.source import Line, Row, SourceDocument, Table


def lines(document: SourceDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: SourceDocument) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def rows(document: SourceDocument) -> tuple[Row, ...]:
    return next(block.rows for block in document.blocks if isinstance(block, Table))


def notes(document: SourceDocument) -> list[str]:
    return [note.text for note in document.notes]
