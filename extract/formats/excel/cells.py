"""The value of one Excel cell as a reader sees it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from dutylist.extract.formats.colours import is_lost_in
from dutylist.extract.formats.excel.columns import whole_number
from dutylist.extract.formats.excel.number_formats import GENERAL, number_shown, text_shown
from dutylist.extract.formats.excel.styles import PLAIN, Font, Style, font_of, read_styles
from dutylist.extract.formats.package import Package
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.formats.symbol_fonts import signs

EPOCH, MAC_EPOCH = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""The day 0 of a workbook, and of one made on an old Macintosh (ISO 29500-1, 18.17.4.1)."""

_KINDS = ("inlineStr", "s", "b", "n", "e", "str", "d")
"""Kinds of values of a cell."""

_RAISED = {"superscript": RAISED, "subscript": LOWERED}

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Run:
    """A piece of a text; `font` is None where it has the cell's own."""

    text: str
    font: Font | None = None


@dataclass(frozen=True)
class Value:
    """A cell's text as printed, and what of it is left out: struck through, or not to be seen.
    `sure` is False where its format may write something else than stands here."""

    text: str
    struck: str = ""
    unseen: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Workbook:
    """What the cells of all sheets refer to: shared texts, cell styles, the first day."""

    strings: tuple[tuple[Run, ...], ...]
    styles: tuple[Style, ...]
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
        styles=read_styles(styles),
        epoch=MAC_EPOCH if mac else EPOCH,
    )


def without_grounds(workbook: Workbook) -> Workbook:
    """The workbook as if no cell's ground were known: none of its texts is lost in one."""
    styles = tuple(replace(style, ground="") for style in workbook.styles)
    return replace(workbook, styles=styles)


def _runs(item: etree._Element) -> tuple[Run, ...]:
    """The runs of a string; phonetic guides (拼音) are no part of it."""
    return tuple(
        Run(_raised(_unescaped(found.text or ""), found.getparent()), _font(found.getparent()))
        for found in item.iter("{*}t")
        if next(found.iterancestors("{*}rPh"), None) is None
    )


def _raised(text: str, run: etree._Element | None) -> str:
    """The text of a run, as superscript or subscript characters where it is set so: m²."""
    form = None if run is None else run.find("{*}rPr/{*}vertAlign")
    table = None if form is None else _RAISED.get(form.get("val", ""))
    return text.translate(table) if table else text


def _font(run: etree._Element | None) -> Font | None:
    properties = None if run is None else run.find("{*}rPr")
    return None if properties is None else font_of(properties)


def cell_value(cell: etree._Element, workbook: Workbook) -> Value:
    """A cell's text, as yet with its line breaks; "" for an empty cell.

    Whole numbers have no decimal point; what the cell's format writes to a number or a text stands
    with it (5万元); dates are written 2025年7月1日, or 2025年7月 where the format shows no day.
    """
    place = whole_number(cell.get("s", "0"))
    style = workbook.styles[place] if 0 <= place < len(workbook.styles) else PLAIN
    kind = cell.get("t", "n")
    stored = cell.findtext("{*}v") or ""
    if kind == "n" and _is_number(stored):
        return number_value(float(stored), style, workbook.epoch)
    return text_value(_cell_runs(cell, kind, stored, workbook), style)


def number_value(number: float, style: Style, epoch: datetime) -> Value:
    """What a cell with a number, in a workbook that begins on a day, shows."""
    shown = number_shown(number, style.code, epoch)
    if not shown.text:
        # Formats leave out noughts, which say nothing.
        return Value("", unseen=f"{number:.15g}" if number else "")
    return replace(text_value((Run(shown.text),), replace(style, code=GENERAL)), sure=shown.sure)


def text_value(runs: Sequence[Run], style: Style) -> Value:
    """What a cell with a text shows."""
    texts = {"": "", "struck": "", "unseen": ""}
    for run in runs:
        font = run.font or style.font
        unseen = is_lost_in(font.ink, style.ground)
        text = signs(run.text, font.symbols) if font.symbols else run.text
        texts["unseen" if unseen else "struck" if font.struck else ""] += text
    shown = text_shown(texts[""], style.code)
    if texts[""] not in shown:
        texts["unseen"], shown = texts[""] + texts["unseen"], ""
    return Value(shown, texts["struck"], texts["unseen"])


def _cell_runs(cell: etree._Element, kind: str, stored: str, workbook: Workbook) -> tuple[Run, ...]:
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return () if inline is None else _runs(inline)
    if kind == "s":
        index = whole_number(stored)
        return workbook.strings[index] if 0 <= index < len(workbook.strings) else ()
    if kind == "b":
        return (Run({"1": "TRUE", "0": "FALSE"}.get(stored, stored)),)
    return (Run(_unescaped(stored)),) if stored else ()


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
