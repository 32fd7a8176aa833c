"""Read a spreadsheet of OpenDocument (.ods).

As in .xlsx, hidden sheets, rows and columns are read, and noted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dutylist.extract.formats.excel.cells import Value
from dutylist.extract.formats.excel.columns import column_letters
from dutylist.extract.formats.excel.sheet import (
    MOST_CELLS,
    Sheet,
    paragraphs,
    sheet_blocks,
)
from dutylist.extract.formats.excel.sheets import ReadSheet, of_sheets
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.opendocument.content import (
    PARAGRAPHS,
    Texts,
    attribute,
    comment_text,
    count,
    local,
    margin_notes,
    margins,
    open_content,
    read_grounds,
    read_looks,
)
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.source import Line, SourceDocument
from dutylist.records.errors import DamagedFileError, LimitExceededError

_PLAIN_NUMBER = re.compile(r"[-+0-9.,\s]+")
"""A number to which its format writes no words and no sign: not 第3项, 三、, 500%."""

_OUTLINE = "table-row-group"
_GROUPS = ("table-header-rows", "table-rows", _OUTLINE)
_COLUMN_GROUPS = ("table-header-columns", "table-columns", "table-column-group")
_CELLS = ("table-cell", "covered-table-cell")
_HIDDEN = ("collapse", "filter")


def read_ods(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a .ods: pages are 0, a sheet is one table with the lines above it, as in .xlsx.

    Raises UnknownFormatError (no .ods), DamagedFileError and LimitExceededError.
    """
    deadline = time.monotonic() + limits.max_seconds
    expect_format(path, "ods")
    package, root = open_content(path, limits)
    book = root.find("{*}body/{*}spreadsheet")
    if book is None:
        raise DamagedFileError(
            "文件里没有工作表", "请用 WPS 或 LibreOffice 打开后另存一份", file=path.name
        )
    styles = package.xml("styles.xml")
    texts = Texts(read_looks(styles, root), read_grounds(styles, root), path.name, package)
    hidden = _hidden_tables(root)
    sheets: list[ReadSheet] = []
    for table in book.iterchildren("{*}table"):
        sheet, drawn = _sheet(table, texts, path.name)
        found = [
            *(Line(0, line) for line in drawn),
            *sheet_blocks(sheet, path.name, deadline, limits),
        ]
        unseen = attribute(table, "style-name") in hidden
        sheets.append(ReadSheet(sheet.name, found, unseen, tuple(sheet.remarks())))
    beside = margins(styles)
    return of_sheets(path.name, sheets, (*texts.seen.notes(), *margin_notes(beside)), beside)


def _hidden_tables(root: etree._Element) -> set[str]:
    """The styles of sheets that are not shown."""
    return {
        attribute(style, "name")
        for style in root.iter("{*}style")
        if (properties := style.find("{*}table-properties")) is not None
        and attribute(properties, "display") == "false"
    }


def _sheet(table: etree._Element, texts: Texts, file: str) -> tuple[Sheet, list[str]]:
    """A sheet, and the lines of the text boxes that are drawn on it."""
    sheet = Sheet(attribute(table, "name"))
    boxes: list[etree._Element] = []
    top = 1
    cells = 0
    for row in _rows(table, _GROUPS, "table-row"):
        again = count(row, "number-rows-repeated")
        found = _row(row, top, sheet, texts, boxes)
        sheet.pictures.extend((top, picture) for picture in texts.taken())
        if found:
            cells += again * len(found)
            if cells > MOST_CELLS:
                raise LimitExceededError(
                    f"工作表“{sheet.name}”的内容超过 {MOST_CELLS} 格，可能是压缩炸弹",
                    "请核对文件来源",
                    file=file,
                )
            for number in range(top, top + again):
                sheet.put(number, dict(found), file)
            here = range(top, top + again)
            grouped = any(local(above) == _OUTLINE for above in row.iterancestors())
            if attribute(row, "visibility") == "filter" or (
                grouped and attribute(row, "visibility") in _HIDDEN
            ):
                sheet.folded_rows.extend(here)
            elif attribute(row, "visibility") in _HIDDEN:
                sheet.hidden_rows.extend(here)
        top += again
    sheet.uncover(file)
    sheet.hidden_columns.extend(_hidden_columns(table, sheet))
    sheet.leave_out_hidden()
    for shape in table.iterfind("{*}shapes/*"):
        boxes.extend(shape.iter("{*}text-box"))
        for image in shape.iterchildren("{*}image"):
            texts.draw(image)
    sheet.pictures.extend((0, picture) for picture in texts.taken())
    drawn = [
        line
        for box in boxes
        for paragraph in box.iter("{*}p", "{*}h")
        for line in texts.paragraph(paragraph)[0].split("\n")
        if line
    ]
    return sheet, drawn


def _rows(table: etree._Element, groups: tuple[str, ...], name: str) -> Iterator[etree._Element]:
    """The rows (or columns) of a table, those in groups among them."""
    for item in table:
        if local(item) == name:
            yield item
        elif local(item) in groups:
            yield from _rows(item, groups, name)


def _row(
    row: etree._Element, top: int, sheet: Sheet, texts: Texts, boxes: list[etree._Element]
) -> dict[int, str]:
    found: dict[int, str] = {}
    column = 1
    for cell in row:
        if local(cell) not in _CELLS:
            continue
        again = count(cell, "number-columns-repeated")
        struck = len(texts.seen.struck)
        text = _text(cell, texts, boxes)
        here = f"{column_letters(column)}{top}"
        for gone in texts.seen.struck[struck:]:
            sheet.leave_out(top, column, Value("", struck=gone))
        del texts.seen.struck[struck:]
        if text:
            if len(found) + again > MOST_CELLS:
                raise LimitExceededError(
                    f"工作表“{sheet.name}”的内容超过 {MOST_CELLS} 格，可能是压缩炸弹",
                    "请核对文件来源",
                    file=texts.name,
                )
            found.update(dict.fromkeys(range(column, column + again), text))
            if attribute(cell, "value-type") == "error" or text.startswith(("Err:", "#")):
                sheet.errors.append(here)
        elif attribute(cell, "formula") and not attribute(cell, "value-type"):
            sheet.without_value.append(here)
        if local(cell) == "table-cell":
            right = column + count(cell, "number-columns-spanned") - 1
            bottom = top + count(cell, "number-rows-spanned") - 1
            if (right, bottom) != (column, top):
                sheet.merges.append((column, top, right, bottom))
        column += again
    return found


def _text(cell: etree._Element, texts: Texts, boxes: list[etree._Element]) -> str:
    look = texts.look(cell)
    lines: list[str] = []
    for item in cell:
        if local(item) in PARAGRAPHS:
            line, hanging = texts.paragraph(item, look)
            lines.append(line)
            boxes.extend(hanging)
        elif local(item) == "annotation":
            texts.seen.comments.append(comment_text(item))
        elif local(item) == "frame":
            boxes.extend(item.iter("{*}text-box"))
            for image in item.iterchildren("{*}image"):
                texts.draw(image)
    text = paragraphs("\n".join(lines))
    if attribute(cell, "value-type") == "float" and _PLAIN_NUMBER.fullmatch(text):
        return _whole(attribute(cell, "value")) or text
    return text


def _whole(value: str) -> str:
    """A whole number without its format ("001" is 1); "" for any other."""
    try:
        number = float(value)
    except ValueError:
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else ""


def _hidden_columns(table: etree._Element, sheet: Sheet) -> Iterator[int]:
    used = sorted({column for row in sheet.texts.values() for column in row})
    left = 1
    for item in _rows(table, _COLUMN_GROUPS, "table-column"):
        right = left + count(item, "number-columns-repeated")
        if attribute(item, "visibility") in _HIDDEN:
            yield from (column for column in used if left <= column < right)
        left = right
