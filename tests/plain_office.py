"""Lists as an office keeps them, lines and tables alone: in Word by python-docx, in Excel by
openpyxl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl

Rows = Sequence[Sequence[str]]
Block = str | Rows
"""A line, or a table of rows of one length."""


def word(path: Path, *blocks: Block) -> Path:
    """A Word file of lines and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def excel(path: Path, *blocks: Block) -> Path:
    """An Excel file of one sheet; a line stands in the first column."""
    book = openpyxl.Workbook()
    for block in blocks:
        for texts in [[block]] if isinstance(block, str) else block:
            book.worksheets[0].append(list(texts))
    book.save(path)
    return path
