"""The value of one Excel cell as a reader sees it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from dutylist.extract.formats.package import Package

# Date formats of Chinese Excel that files name by number only (ISO 29500-1, 18.8.30).
_CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy年m月d日"),
}


@dataclass(frozen=True)
class Workbook:
    """What the cells of all sheets refer to: shared texts, number formats, the first day."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    epoch: datetime


def read_workbook(package: Package, folder: str, root: etree._Element) -> Workbook:
    """The shared parts of a workbook; `folder` is that of its main part, `root` its XML."""
    strings = package.xml(f"{folder}/sharedStrings.xml")
    properties = root.find("{*}workbookPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(
        strings=tuple(rich_text(item) for item in strings.iterchildren("{*}si"))
        if strings is not None
        else (),
        formats=_formats(package.xml(f"{folder}/styles.xml")),
        epoch=CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )


def rich_text(item: etree._Element) -> str:
    """The text of all runs of a string; phonetic guides (拼音) are no part of it."""
    parts = [
        found.text or ""
        for found in item.iter("{*}t")
        if next(found.iterancestors("{*}rPh"), None) is None
    ]
    return unescape("".join(parts))


def cell_value(cell: etree._Element, workbook: Workbook) -> str:
    """A cell's text, as yet with its line breaks; "" for an empty cell.

    Whole numbers have no decimal point, dates are written 2025年7月1日, or 2025年7月 where the
    cell's format shows no day.
    """
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else rich_text(inline)
    stored = cell.find("{*}v")
    text = "" if stored is None else (stored.text or "")
    if kind == "s":
        index = whole_number(text)
        return workbook.strings[index] if 0 <= index < len(workbook.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text)
    if kind == "n" and text:
        return _number(text, cell, workbook)
    return unescape(text)


def _number(text: str, cell: etree._Element, workbook: Workbook) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    style = whole_number(cell.get("s", ""))
    code = workbook.formats[style] if 0 <= style < len(workbook.formats) else "General"
    if is_date_format(code):
        return _date(value, code, workbook.epoch) or text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _date(value: float, code: str, epoch: datetime) -> str:
    """A date; "" where the number is none or the format shows only a time of day."""
    try:
        day = from_excel(value, epoch)
    except (ValueError, OverflowError):
        return ""
    if not isinstance(day, datetime):
        return ""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    month = f"{day.year}年{day.month}月"
    return f"{month}{day.day}日" if "d" in shown else month


def _formats(root: etree._Element | None) -> tuple[str, ...]:
    """The number format of each cell style."""
    if root is None:
        return ()
    codes = {**BUILTIN_FORMATS, **_CHINESE_FORMATS}
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[whole_number(item.get("numFmtId", ""))] = item.get("formatCode", "")
    return tuple(
        codes.get(whole_number(style.get("numFmtId", "")), "General")
        for style in root.iterfind("{*}cellXfs/{*}xf")
    )


def whole_number(text: str) -> int:
    """The number that a text of up to nine digits is; -1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
