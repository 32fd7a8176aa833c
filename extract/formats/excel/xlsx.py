"""Read an Excel workbook (.xlsx, .xlsm): each sheet's lines and tables, in the sheets' order.

What is hidden is no part of the list and left out with a note; rows that a filter or an outline
hides are read: a click shows them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from dutylist.extract.formats.crop import crop_of
from dutylist.extract.formats.excel.cells import (
    Workbook,
    cell_value,
    is_odd,
    read_workbook,
    without_grounds,
)
from dutylist.extract.formats.excel.columns import column_letters, column_number, whole_number
from dutylist.extract.formats.excel.sheet import (
    Sheet,
    paragraphs,
    sheet_blocks,
)
from dutylist.extract.formats.excel.sheets import ReadSheet, of_sheets
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.package import Package, read_package
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.source import Line, Picture, SourceDocument
from dutylist.records.errors import DamagedFileError
from dutylist.records.text import is_page_field_text

_MARGIN_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[A-Za-z&])')
_TRUE = ("1", "true")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_IN_CELL = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""The formula by which WPS shows a picture in a cell."""
# Bordered cells with nothing in them: offices format whole columns, a million of them.
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*/>")
_CELL_SOMEWHERE = re.compile(rb"<(?:\w+:)?c(?![^<>]*\sr=)[\s/>]")
_EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_xlsx(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a .xlsx or .xlsm.

    Pages are 0. A sheet is one table over its used columns; a title above it, whether merged or
    not, and a row on its own after an empty row are lines, as is the sheet's name where no title
    stands above its table. Formulas give the values that Excel stored. Raises
    UnknownFormatError (no Excel file), DamagedFileError and LimitExceededError.
    """
    deadline = time.monotonic() + limits.max_seconds
    expect_format(path, "xlsx")
    package = read_package(path, limits)
    main = package.main_part("xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise DamagedFileError(
            "Excel 文件里没有工作簿", "请用 Excel 或 WPS 打开后另存一份", file=path.name
        )
    workbook = read_workbook(package, main, root)
    relations = package.relations(main)
    sheets = _read_sheets(root, package, workbook, relations, deadline, limits)
    return of_sheets(path.name, sheets)


def _read_sheets(
    root: etree._Element,
    package: Package,
    workbook: Workbook,
    relations: Mapping[str, str],
    deadline: float,
    limits: ReadLimits,
) -> Iterator[ReadSheet]:
    for item in root.iterfind("{*}sheets/{*}sheet"):
        name = item.get("name", "")
        part = relations.get(item.get(_RELATION_ID, ""), "")
        sheet_root = package.xml(part, _EMPTY_CELL if _places_told(package, part) else None)
        if sheet_root is None or etree.QName(sheet_root).localname != "worksheet":
            continue
        sheet = _read_sheet(sheet_root, name, workbook, package.name)
        _hide(sheet, sheet_root, _filters(sheet_root, package, part))
        sheet.pictures.extend(_drawn_pictures(package, part))
        found = [
            *(Line(0, text) for text in _drawn_lines(package, part)),
            *sheet_blocks(sheet, package.name, deadline, limits),
        ]
        hidden = item.get("state", "visible") != "visible"
        comments = () if hidden else tuple(_comments(package, part))
        margins = () if hidden else tuple(_margins(sheet_root))
        yield ReadSheet(name, found, hidden, tuple(sheet.remarks()), comments, margins)


def _places_told(package: Package, part: str) -> bool:
    """Whether each cell says where it stands, so that those without content may be left out."""
    return _CELL_SOMEWHERE.search(package.parts.get(part.lower(), b"")) is None


def _read_sheet(root: etree._Element, name: str, workbook: Workbook, file: str) -> Sheet:
    sheet = Sheet(name)
    if _is_coloured_otherwise(root):
        workbook = without_grounds(workbook)
    row_number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        stated = whole_number(row.get("r", ""))
        row_number = stated if stated > 0 else row_number + 1
        column = 0
        texts: dict[int, str] = {}
        places: set[int] = set()
        for cell in row.iterchildren("{*}c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = column_number(place[1]) if place else column + 1
            value = cell_value(cell, workbook)
            text = paragraphs(value.text)
            here = f"{column_letters(column)}{row_number}"
            if column in places or is_odd(cell, workbook):
                sheet.odd.append(here)
            places.add(column)
            if _IN_CELL.match(text):
                sheet.in_cells.append(here)
                continue
            left_out = sheet.leave_out(row_number, column, value)
            if text:
                texts[column] = text
                if cell.get("t") == "e":
                    sheet.errors.append(here)
            elif cell.find("{*}f") is not None and cell.get("t") != "str" and not left_out:
                sheet.without_value.append(here)
        if texts:
            if row_number in sheet.texts:
                sheet.odd.extend(
                    f"{column_letters(column)}{row_number}" for column in sorted(texts)
                )
            sheet.put(row_number, texts, file)
            if row.get("hidden") in _TRUE or _is_nought(row.get("ht")):
                folded = whole_number(row.get("outlineLevel", "")) > 0
                (sheet.folded_rows if folded else sheet.hidden_rows).append(row_number)
    for item in root.iterfind("{*}mergeCells/{*}mergeCell"):
        sheet.merges.append(_range(item.get("ref", ""), file))
    sheet.uncover(file)
    return sheet


def _is_nought(size: str | None) -> bool:
    """Whether a height or width is none: as hidden as hidden."""
    return size is not None and not size.strip("0.")


def _is_coloured_otherwise(root: etree._Element) -> bool:
    """Whether something else than their styles gives cells a ground: rules, tables, a picture."""
    parts = ("conditionalFormatting", "tableParts", "picture")
    return any(root.find(f"{{*}}{part}") is not None for part in parts)


def _filters(root: etree._Element, package: Package, part: str) -> Iterator[tuple[int, int]]:
    """The first and the last row of each filter that leaves rows out: of the sheet or of a table
    that is laid over it."""
    tables = (package.xml(name) for name in package.relations(part).values() if "/tables/" in name)
    for holder in (root, *(table for table in tables if table is not None)):
        found = holder.find("{*}autoFilter")
        if found is not None and found.find("{*}filterColumn") is not None:
            _, top, _, bottom = _range(found.get("ref", ""), package.name)
            yield top, bottom


def _hide(sheet: Sheet, root: etree._Element, filters: Iterable[tuple[int, int]]) -> None:
    """Leave out the sheet's hidden rows and columns; those that a filter or an outline hides are
    only named."""
    spans = list(filters)
    filtered = {
        row for row in sheet.hidden_rows if any(top <= row <= bottom for top, bottom in spans)
    }
    sheet.hidden_rows = [row for row in sheet.hidden_rows if row not in filtered]
    sheet.folded_rows.extend(filtered)
    used = {column for texts in sheet.texts.values() for column in texts}
    for item in root.iterfind("{*}cols/{*}col"):
        if item.get("hidden") in _TRUE or _is_nought(item.get("width")):
            first, last = whole_number(item.get("min", "")), whole_number(item.get("max", ""))
            here = sorted(column for column in used if first <= column <= last)
            if whole_number(item.get("outlineLevel", "")) > 0:
                sheet.folded_columns.extend(here)
            else:
                sheet.hidden_columns.extend(here)
    sheet.leave_out_hidden()


def _drawn_lines(package: Package, sheet: str) -> Iterator[str]:
    """The text of the sheet's text boxes (文本框), where a cover often stands."""
    for part in package.relations(sheet).values():
        if "/drawings/drawing" not in f"/{part}":
            continue
        root = package.xml(part)
        for paragraph in root.iter("{*}p") if root is not None else ():
            # Newer shapes stand twice, the second time for older programs.
            if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
                continue
            text = "".join(found.text or "" for found in paragraph.iter("{*}t")).strip()
            if text:
                yield text


def _drawn_pictures(package: Package, sheet: str) -> Iterator[tuple[int, Picture]]:
    """The sheet's pictures, each with the row (from 1) in which it begins, 0 where none is told."""
    for part in package.relations(sheet).values():
        if "/drawings/drawing" not in f"/{part}":
            continue
        root = package.xml(part)
        relations = package.relations(part)
        for anchor in root if root is not None else ():
            row = whole_number(anchor.findtext("{*}from/{*}row") or "") + 1
            for blip in anchor.iter("{*}blip"):
                name = relations.get(blip.get(_EMBEDDED, ""), "")
                yield row, Picture(0, package.pictures.get(name.lower(), b""), crop_of(blip))


def _comments(package: Package, sheet: str) -> Iterator[str]:
    for part in package.relations(sheet).values():
        comments = package.xml(part) if "comments" in part.lower() else None
        for comment in comments.iter("{*}comment") if comments is not None else ():
            if text := "".join(found.text or "" for found in comment.iter("{*}t")).strip():
                yield " ".join(text.split())


def _margins(root: etree._Element) -> Iterator[str]:
    """The texts of headers and footers without their codes (&P, &"宋体")."""
    for item in root.iterfind("{*}headerFooter/*"):
        text = _MARGIN_CODES.sub("", item.text or "").strip()
        if not is_page_field_text(text):
            yield text


def _range(reference: str, file: str) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of "A2:A9", columns and rows from 1."""
    if plain := _RANGE.fullmatch(reference):
        first, top, last, bottom = plain.groups()
        return column_number(first), int(top), column_number(last), int(bottom)
    # Whole columns or rows, or damaged. The package takes longer to load than a sheet to read.
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference)
    except ValueError as error:
        raise DamagedFileError(
            f"合并单元格的范围“{reference}”不正确", "请用 Excel 打开后另存", file=file
        ) from error
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576
