"""Read an Excel 97–2003 workbook (.xls, and .et of WPS) with xlrd.

As in .xlsx, hidden sheets, rows and columns are read, and noted.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile
import xlrd
from xlrd.compdoc import CompDocError

from dutylist.extract.formats.excel.cells import CHINESE_FORMATS, EPOCH, MAC_EPOCH, number_text
from dutylist.extract.formats.excel.columns import column_letters
from dutylist.extract.formats.excel.sheet import (
    Sheet,
    paragraphs,
    sheet_blocks,
)
from dutylist.extract.formats.excel.sheets import ReadSheet, of_sheets
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.source import SourceDocument

# Records of [MS-XLS] 2.3: a text box or comment, and whose of the two a comment is.
_TEXT_OBJECT = 0x01B6
_COMMENT = 0x001C

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")
"""How pictures begin ([MS-ODRAW] 2.2.23 has them as they are)."""

_FILTER = "_FilterDatabase"
"""Excel's own name for the cells that a filter was laid over."""

_BROKEN = (
    *(xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError),
    *(TypeError, AttributeError, NotImplementedError, EOFError, OSError),
)
"""What xlrd raises on a workbook that it cannot read, and what looking up what one of its cells
refers to raises."""


def read_xls(path: Path, limits: ReadLimits) -> SourceDocument | None:
    """The workbook as `read_xlsx` gives one; None where it is damaged or locked, or has what xlrd
    does not read (text boxes, pictures). Raises LimitExceededError."""
    deadline = time.monotonic() + limits.max_seconds
    try:
        if _has_drawings(path):
            return None
        with open(os.devnull, "w", encoding="utf-8") as unseen:
            book = xlrd.open_workbook(str(path), logfile=unseen, formatting_info=True)
        sheets = [_sheet(book, source, path.name) for source in book.sheets()]
    except _BROKEN:
        return None
    return of_sheets(
        path.name,
        (
            ReadSheet(
                sheet.name,
                list(sheet_blocks(sheet, path.name, deadline, limits)),
                bool(source.visibility),
                tuple(sheet.remarks()),
                [paragraphs(note.text) for note in source.cell_note_map.values()],
            )
            for source, sheet in zip(book.sheets(), sheets, strict=True)
        ),
    )


def _sheet(book: Any, source: Any, file: str) -> Sheet:
    sheet = Sheet(source.name)
    # What is filtered stands in a name of its own; which rows the filter hides does not.
    filtered = any(
        name.builtin and name.name == _FILTER and name.scope == source.number
        for name in book.name_obj_list
    )
    for row in range(source.nrows):
        texts: dict[int, str] = {}
        for column, cell in enumerate(source.row(row)):
            text, struck = _texts(book, source, row, column, cell)
            here = f"{column_letters(column + 1)}{row + 1}"
            if struck:
                sheet.strike(row + 1, column + 1, struck)
            if text:
                texts[column + 1] = text
                if cell.ctype == xlrd.XL_CELL_ERROR:
                    sheet.errors.append(here)
        if texts:
            sheet.put(row + 1, texts, file)
            info = source.rowinfo_map.get(row)
            if info is not None and info.hidden:
                folded = filtered or info.outline_level
                (sheet.folded_rows if folded else sheet.hidden_rows).append(row + 1)
    sheet.merges.extend(
        (left + 1, top + 1, right, bottom) for top, bottom, left, right in source.merged_cells
    )
    sheet.uncover(file)
    for column in sorted({column for texts in sheet.texts.values() for column in texts}):
        info = source.colinfo_map.get(column - 1)
        if info is not None and info.hidden and info.outline_level:
            sheet.folded_columns.append(column)
        elif info is not None and info.hidden:
            sheet.hidden_columns.append(column)
    sheet.leave_out_hidden()
    return sheet


def _texts(book: Any, source: Any, row: int, column: int, cell: Any) -> tuple[str, str]:
    """A cell's text, and what of it is struck through and therefore left out."""
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return "", ""
    style = book.xf_list[cell.xf_index]
    struck = bool(book.font_list[style.font_index].struck_out)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        runs = source.rich_text_runlist_map.get((row, column), ())
        return _parted(cell.value, [(0, struck), *_struck_from(book, runs)])
    if cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(cell.value, "#N/A")
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        text = "TRUE" if cell.value else "FALSE"
    else:
        key = style.format_key
        code = CHINESE_FORMATS.get(key) or book.format_map[key].format_str
        epoch = MAC_EPOCH if book.datemode else EPOCH
        text = number_text(cell.value, code, epoch)
    return ("", text) if struck else (text, "")


def _struck_from(book: Any, runs: Any) -> Iterator[tuple[int, bool]]:
    for begin, font in runs:
        yield begin, bool(book.font_list[font].struck_out)


def _parted(text: str, runs: list[tuple[int, bool]]) -> tuple[str, str]:
    """A text parted by runs (where each begins, whether it is struck through)."""
    ends = [begin for begin, _ in runs[1:]] + [len(text)]
    said = {True: "", False: ""}
    for (begin, struck), end in zip(runs, ends, strict=True):
        said[struck] += text[begin:end]
    return paragraphs(said[False]), paragraphs(said[True])


def _has_drawings(path: Path) -> bool:
    """Whether texts or pictures stand in drawings: each comment is a text object, too; others are
    boxes."""
    with olefile.OleFileIO(str(path)) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), "")
        data = container.openstream(name).read() if name else b""
    counts = {_TEXT_OBJECT: 0, _COMMENT: 0}
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind in counts:
            counts[kind] += 1
        at += 4 + size
    return counts[_TEXT_OBJECT] > counts[_COMMENT] or any(sign in data for sign in _PICTURES)
