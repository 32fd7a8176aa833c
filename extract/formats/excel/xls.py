"""Read an Excel 97–2003 workbook (.xls, and .et of WPS) with xlrd.

As in .xlsx, hidden sheets, rows and columns are read, and noted.
"""

from __future__ import annotations

import os
import struct
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile
import xlrd
from xlrd.compdoc import CompDocError

from dutylist.extract.formats.colours import WHITE
from dutylist.extract.formats.excel.cells import (
    EPOCH,
    MAC_EPOCH,
    Run,
    Value,
    number_value,
    text_value,
)
from dutylist.extract.formats.excel.columns import column_letters
from dutylist.extract.formats.excel.number_formats import GENERAL
from dutylist.extract.formats.excel.sheet import (
    Sheet,
    paragraphs,
    sheet_blocks,
)
from dutylist.extract.formats.excel.sheets import ReadSheet, of_sheets
from dutylist.extract.formats.excel.styles import CHINESE_FORMATS, Font, Style
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.symbol_fonts import is_symbol_font
from dutylist.extract.source import SourceDocument

# Records of [MS-XLS] 2.3: a text box or comment, and whose of the two a comment is; rules by which
# cells are coloured.
_TEXT_OBJECT = 0x01B6
_COMMENT = 0x001C
_RULE = 0x01B0

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1")
"""How pictures begin ([MS-ODRAW] 2.2.23 has them as they are)."""

_SOLID = 1
"""The pattern of a cell's ground that is one colour; 0 is none."""

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
        data = _stored(path)
        counts = _record_counts(data)
        if _has_drawings(data, counts):
            return None
        with open(os.devnull, "w", encoding="utf-8") as unseen:
            book = xlrd.open_workbook(str(path), logfile=unseen, formatting_info=True)
        # Rules may give cells a ground of which their styles say nothing.
        styles = _styles(book, grounds=not counts[_RULE])
        sheets = [_sheet(book, styles, source, path.name) for source in book.sheets()]
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


def _sheet(book: Any, styles: list[Style], source: Any, file: str) -> Sheet:
    sheet = Sheet(source.name)
    # What is filtered stands in a name of its own; which rows the filter hides does not.
    filtered = any(
        name.builtin and name.name == _FILTER and name.scope == source.number
        for name in book.name_obj_list
    )
    for row in range(source.nrows):
        texts: dict[int, str] = {}
        for column, cell in enumerate(source.row(row)):
            value = _value(book, styles, source.rich_text_runlist_map.get((row, column), ()), cell)
            text = paragraphs(value.text)
            here = f"{column_letters(column + 1)}{row + 1}"
            sheet.leave_out(row + 1, column + 1, value)
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


def _value(book: Any, styles: list[Style], runs: Any, cell: Any) -> Value:
    """What a cell shows, and what of it is left out."""
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return Value("")
    style = styles[cell.xf_index]
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return text_value(tuple(_runs(book, cell.value, runs)), style)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return text_value((Run(xlrd.error_text_from_code.get(cell.value, "#N/A")),), style)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_value((Run("TRUE" if cell.value else "FALSE"),), style)
    return number_value(cell.value, style, MAC_EPOCH if book.datemode else EPOCH)


def _styles(book: Any, *, grounds: bool) -> list[Style]:
    return [
        Style(
            _font(book, found.font_index),
            _ground(book, found.background) if grounds else "",
            _code(book, found.format_key),
        )
        for found in book.xf_list
    ]


def _code(book: Any, key: int) -> str:
    found = book.format_map.get(key)
    return CHINESE_FORMATS.get(key) or (GENERAL if found is None else found.format_str)


def _font(book: Any, index: int) -> Font:
    font = book.font_list[index]
    symbols = font.name if is_symbol_font(font.name) else ""
    return Font(bool(font.struck_out), _colour(book, font.colour_index), symbols)


def _ground(book: Any, background: Any) -> str:
    """The colour of a cell's ground; "" for patterns."""
    if background.fill_pattern > _SOLID:
        return ""
    if background.fill_pattern < _SOLID:
        return WHITE
    return _colour(book, background.pattern_colour_index)


def _colour(book: Any, index: int) -> str:
    found = book.colour_map.get(index)
    return "".join(f"{part:02X}" for part in found) if found else ""


def _runs(book: Any, text: str, runs: Any) -> Iterator[Run]:
    """A text parted by runs (where each begins, its font)."""
    begins = [0, *(begin for begin, _ in runs)]
    fonts = [None, *(_font(book, font) for _, font in runs)]
    for begin, end, font in zip(begins, [*begins[1:], len(text)], fonts, strict=True):
        yield Run(text[begin:end], font)


def _stored(path: Path) -> bytes:
    """The workbook's records."""
    with olefile.OleFileIO(str(path)) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), "")
        return bytes(container.openstream(name).read()) if name else b""


def _record_counts(data: bytes) -> Counter[int]:
    counts: Counter[int] = Counter()
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        counts[kind] += 1
        at += 4 + size
    return counts


def _has_drawings(data: bytes, counts: Counter[int]) -> bool:
    """Whether texts or pictures stand in drawings: each comment is a text object, too; others are
    boxes."""
    return counts[_TEXT_OBJECT] > counts[_COMMENT] or any(sign in data for sign in _PICTURES)
