"""The value of one Excel cell as a reader sees it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from dutylist.extract.formats.excel.written_numbers import written_number
from dutylist.extract.formats.package import Package
from dutylist.extract.formats.raised import LOWERED, RAISED

# openpyxl, which knows number formats and dates, takes longer to load than a sheet to read: it is
# imported for a number that has a format.

EPOCH, MAC_EPOCH = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""The day 0 of a workbook, and of one made on an old Macintosh (ISO 29500-1, 18.17.4.1)."""

_GENERAL = "General"
_BUILTIN_DATES = range(14, 48)
"""Numbers among which all date formats are that files do not spell out (ISO 29500-1, 18.8.30)."""

_KINDS = ("inlineStr", "s", "b", "n", "e", "str", "d")
"""Kinds of values of a cell."""

_RAISED = {"superscript": RAISED, "subscript": LOWERED}

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

# Date formats of Chinese Excel that files name by number only (ISO 29500-1, 18.8.30).
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy年m月d日"),
}


@dataclass(frozen=True)
class Run:
    """A piece of a text; `struck` is None where the cell's own font says whether it is struck."""

    text: str
    struck: bool | None = None


@dataclass(frozen=True)
class Value:
    """A cell's text as printed, and what of it is struck through and therefore left out."""

    text: str
    struck: str = ""


@dataclass(frozen=True)
class Workbook:
    """What the cells of all sheets refer to: shared texts, number formats and which styles strike
    their text through, the first day."""

    strings: tuple[tuple[Run, ...], ...]
    formats: tuple[str, ...]
    struck: tuple[bool, ...]
    epoch: datetime


def read_workbook(package: Package, main: str, root: etree._Element) -> Workbook:
    """The shared parts of a workbook; `main` is its main part, `root` that part's XML."""
    folder = main.rpartition("/")[0]
    shared = package.related(main, "sharedStrings", f"{folder}/sharedStrings.xml")
    strings = package.xml(shared)
    styles = package.xml(package.related(main, "styles", f"{folder}/styles.xml"))
    properties = root.find("{*}workbookPr")
    mac = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(
        strings=tuple(_runs(item) for item in strings.iterchildren("{*}si"))
        if strings is not None
        else (),
        formats=_formats(styles),
        struck=_struck_styles(styles),
        epoch=MAC_EPOCH if mac else EPOCH,
    )


def _runs(item: etree._Element) -> tuple[Run, ...]:
    """The runs of a string; phonetic guides (拼音) are no part of it."""
    return tuple(
        Run(_raised(_unescaped(found.text or ""), found.getparent()), _strikes(found.getparent()))
        for found in item.iter("{*}t")
        if next(found.iterancestors("{*}rPh"), None) is None
    )


def _raised(text: str, run: etree._Element | None) -> str:
    """The text of a run, as superscript or subscript characters where it is set so: m²."""
    form = None if run is None else run.find("{*}rPr/{*}vertAlign")
    table = None if form is None else _RAISED.get(form.get("val", ""))
    return text.translate(table) if table else text


def _strikes(run: etree._Element | None) -> bool | None:
    properties = None if run is None else run.find("{*}rPr")
    return None if properties is None else _is_on(properties.find("{*}strike"))


def _is_on(sign: etree._Element | None) -> bool:
    return sign is not None and sign.get("val", "true") not in ("0", "false")


def _struck_styles(root: etree._Element | None) -> tuple[bool, ...]:
    """Of each cell style whether its font strikes the text through."""
    if root is None:
        return ()
    fonts = [_is_on(font.find("{*}strike")) for font in root.iterfind("{*}fonts/{*}font")]
    styles = root.iterfind("{*}cellXfs/{*}xf")
    places = [whole_number(style.get("fontId", "")) for style in styles]
    return tuple(0 <= place < len(fonts) and fonts[place] for place in places)


def cell_value(cell: etree._Element, workbook: Workbook) -> Value:
    """A cell's text, as yet with its line breaks; "" for an empty cell.

    Whole numbers have no decimal point; what the cell's format writes to a number stands with it
    (5万元); dates are written 2025年7月1日, or 2025年7月 where the format shows no day.
    """
    style = whole_number(cell.get("s", "0"))
    all_struck = 0 <= style < len(workbook.struck) and workbook.struck[style]
    texts = {True: "", False: ""}
    for run in _cell_runs(cell, workbook):
        texts[all_struck if run.struck is None else run.struck] += run.text
    return Value(texts[False], texts[True])


def _cell_runs(cell: etree._Element, workbook: Workbook) -> tuple[Run, ...]:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return () if inline is None else _runs(inline)
    stored = cell.find("{*}v")
    text = "" if stored is None else (stored.text or "")
    if kind == "s":
        index = whole_number(text)
        return workbook.strings[index] if 0 <= index < len(workbook.strings) else ()
    if kind == "b":
        return (Run({"1": "TRUE", "0": "FALSE"}.get(text, text)),)
    if kind == "n" and text:
        return (Run(_number(text, cell, workbook)),)
    return (Run(_unescaped(text)),) if text else ()


def is_odd(cell: etree._Element, workbook: Workbook) -> bool:
    """Whether the file says of a cell what none can be: a kind of value that there is not (ISO
    29500-1, 18.18.11), a shared text beyond the last, a number that is none."""
    kind = cell.get("t", "n")
    stored = cell.findtext("{*}v")
    if kind not in _KINDS:
        return True
    if not stored:
        return False
    if kind == "s":
        return not 0 <= whole_number(stored) < len(workbook.strings)
    return kind == "n" and not _is_number(stored)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _unescaped(text: str) -> str:
    """Text whose control characters are written _x000D_ (ISO 29500-1, 22.4.2.4)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _number(text: str, cell: etree._Element, workbook: Workbook) -> str:
    if not _is_number(text):
        return text
    value = float(text)
    style = whole_number(cell.get("s", ""))
    code = workbook.formats[style] if 0 <= style < len(workbook.formats) else _GENERAL
    return number_text(value, code, workbook.epoch)


_DAY_PIECE = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|(?P<month>[mM]{1,2})(?![mM])'
    r"|(?P<day>[dD]{1,2})(?![dD])|(?P<sign>[-/. ()（）月日])"
)
"""What the code of a format of month and day is made of (ISO 29500-1, 18.8.31)."""


def number_text(value: float, code: str, epoch: datetime) -> str:
    """A number or date in a cell whose format has this code; `epoch` is the workbook's first
    day."""
    if code != _GENERAL and (shown := _date(value, code, epoch) or written_number(value, code)):
        return shown
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _date(value: float, code: str, epoch: datetime) -> str:
    """A date; "" where the format is of none, the number is none or only a time of day is shown."""
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import from_excel

    if not is_date_format(code):
        return ""
    try:
        day = from_excel(value, epoch)
    except (ValueError, OverflowError):
        return ""
    if not isinstance(day, datetime):
        return ""
    if short := _month_and_day(day, code.partition(";")[0]):
        return short
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    month = f"{day.year}年{day.month}月"
    return f"{month}{day.day}日" if "d" in shown else month


def _month_and_day(day: datetime, code: str) -> str:
    """A date whose format shows month and day alone, as it is seen: Excel makes dates of numbers
    such as 1-1. "" for other formats."""
    pieces = list(_DAY_PIECE.finditer(code))
    kinds = [piece.lastgroup for piece in pieces if piece.lastgroup in ("month", "day")]
    if sorted(kinds) != ["day", "month"] or "".join(piece[0] for piece in pieces) != code:
        return ""
    values = {"month": day.month, "day": day.day}
    return "".join(
        f"{values[piece.lastgroup]:0{len(piece[0])}d}"
        if piece.lastgroup in values
        else piece["text"] or piece["escaped"] or piece["sign"] or ""
        for piece in pieces
    )


def _formats(root: etree._Element | None) -> tuple[str, ...]:
    """The number format of each cell style."""
    if root is None:
        return ()
    codes = dict(CHINESE_FORMATS)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[whole_number(item.get("numFmtId", ""))] = item.get("formatCode", "")
    styles = root.iterfind("{*}cellXfs/{*}xf")
    numbers = [whole_number(style.get("numFmtId", "")) for style in styles]
    if any(number in _BUILTIN_DATES for number in numbers):
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        codes = {**BUILTIN_FORMATS, **codes}
    return tuple(codes.get(number, _GENERAL) for number in numbers)


def whole_number(text: str) -> int:
    """The number that a text of up to nine digits is; -1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
