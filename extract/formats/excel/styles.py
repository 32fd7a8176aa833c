"""What a workbook's cell styles say of a text: struck through, its colour and that of its ground,
its number format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from dutylist.extract.formats.colours import WHITE
from dutylist.extract.formats.excel.columns import whole_number
from dutylist.extract.formats.excel.number_formats import GENERAL
from dutylist.extract.formats.symbol_fonts import is_symbol_font

_BUILTIN_DATES = range(14, 48)
"""Numbers among which all date formats are that files do not spell out (ISO 29500-1, 18.8.30)."""

# Date formats of Chinese Excel that files name by number only (ISO 29500-1, 18.8.30).
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy年m月d日"),
}

_INDEXED = {"0": "000000", "1": WHITE, "8": "000000", "9": WHITE, "65": WHITE}
"""Colours by number (ISO 29500-1, 18.8.27): black, white, and a window's ground."""

_PAPER = "theme:0"
"""A theme's first colour, which is that of the paper in all of Excel's own."""

_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Font:
    """Whether a font strikes its text through, its colour, and its name where it shows signs in
    place of letters (Wingdings)."""

    struck: bool = False
    ink: str = ""
    symbols: str = ""


@dataclass(frozen=True)
class Style:
    """A cell's style: its font, the colour of its ground, the code of its number format."""

    font: Font = Font()
    ground: str = WHITE
    code: str = GENERAL


PLAIN = Style()


def read_styles(root: etree._Element | None) -> tuple[Style, ...]:
    """The cell styles, in the order in which cells name them."""
    if root is None:
        return ()
    fonts = [font_of(item) for item in root.iterfind("{*}fonts/{*}font")]
    grounds = [_ground(item) for item in root.iterfind("{*}fills/{*}fill")]
    styles = list(root.iterfind("{*}cellXfs/{*}xf"))
    codes = _codes(root, [whole_number(style.get("numFmtId", "")) for style in styles])
    return tuple(
        Style(
            _at(fonts, style.get("fontId", ""), Font()),
            _at(grounds, style.get("fillId", ""), WHITE),
            code,
        )
        for style, code in zip(styles, codes, strict=True)
    )


def font_of(properties: etree._Element) -> Font:
    """What a font, or a run's properties, say."""
    strike = properties.find("{*}strike")
    struck = strike is not None and strike.get("val", "true") not in ("0", "false")
    named = properties.find("{*}name"), properties.find("{*}rFont")
    names = [str(one.get("val", "")) for one in named if one is not None]
    symbols = next(filter(is_symbol_font, names), "")
    return Font(struck, _colour(properties.find("{*}color")), symbols)


def _at(found: list[_Part], place: str, otherwise: _Part) -> _Part:
    index = whole_number(place)
    return found[index] if 0 <= index < len(found) else otherwise


def _ground(fill: etree._Element) -> str:
    """The colour of a fill; "" for patterns and shades of several."""
    pattern = fill.find("{*}patternFill")
    kind = "" if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind not in ("none", "solid"):
        return ""
    return WHITE if kind == "none" else _colour(pattern.find("{*}fgColor"))


def _colour(element: etree._Element | None) -> str:
    """A colour as colours.py has it; "" where none is told."""
    if element is None:
        return ""
    if rgb := str(element.get("rgb", "")):
        return rgb[-6:].upper()
    if indexed := element.get("indexed"):
        return _INDEXED.get(indexed, f"indexed:{indexed}")
    theme = element.get("theme")
    if theme is None:
        return ""
    told = f"theme:{theme}"
    tint = element.get("tint", "0")
    return told + f":{tint}" if tint != "0" else WHITE if told == _PAPER else told


def _codes(root: etree._Element, numbers: list[int]) -> list[str]:
    codes = dict(CHINESE_FORMATS)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[whole_number(item.get("numFmtId", ""))] = item.get("formatCode", "")
    if any(number in _BUILTIN_DATES for number in numbers):
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        codes = {**BUILTIN_FORMATS, **codes}
    return [codes.get(number, GENERAL) for number in numbers]
