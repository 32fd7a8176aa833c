"""Characters with places become printed lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_LINE = 0.35
"""Characters whose baselines differ by less than this share of their height stand in one line."""

OVERPRINT = 0.35
"""The same character printed again within this share of its width is a bold made by overprinting."""

WORD_GAP = 0.25
"""Between two Latin letters or digits a gap wider than this many ems is a space."""

CLOSING = frozenset("，。、；：？！）】》」』〉〕”’…—～·％‰℃,.;:?!)]}%")
"""Characters that may not begin a line (避头)."""

OPENING = frozenset("（【《「『〈〔“‘([{")
"""Characters that may not end a line (避尾)."""

QUOTES = frozenset("“”‘’—…·")
"""Characters that programs treat differently at line ends."""

_RADICALS = (
    "⺁厂⺃乚⺅亻⺇几⺉刂⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺨犭"
    "⺩王⺫罒⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺷羊⺸羊⺹耂⺺肀⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角"
    "⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals without a compatibility mapping, each before its ideograph (Unicode's
EquivalentUnifiedIdeograph.txt)."""


def _plain_characters() -> dict[int, str]:
    table = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                table[code] = plain
    table[0xA0] = " "
    # pdfium's sign for a hyphen at a line end.
    table[0x02] = table[0xFFFE] = "-"
    return table


PLAIN = _plain_characters()
"""Radicals and compatibility ideographs that fonts put for the ideographs they look like."""

_UNPRINTED = frozenset((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(frozen=True)
class PrintedLine:
    """One printed line, in points, upright.

    `solid` is `x1` without closing punctuation at the end, which may hang over the edge. `base` is the
    baseline, `em` the size of a Chinese character. `gap` is the mean space between characters beyond their own
    widths, in ems: above the usual where the line is stretched to the edge (justified).
    `unit` and `long_unit` are the least and greatest width of what the line begins with and
    cannot be broken. `space` tells that a space is printed after the last character.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    solid: float
    em: float
    gap: float
    unit: float
    long_unit: float
    space: bool = False


Character = tuple[str, float, float, float, float, float]
"""A character, its x0, x1, top, bottom and baseline."""


def wide(character: str) -> bool:
    """Whether a character takes a full em (Chinese characters and full-width punctuation)."""
    return unicodedata.east_asian_width(character) in "WFA" and character > "⺀"


def printed_lines(codes: Ints, boxes: Floats, owners: Ints) -> dict[int, tuple[PrintedLine, ...]]:
    """The printed lines of each owner (a cell's number, or -1 for the page) from top to bottom."""
    groups: dict[int, list[Character]] = {}
    for code, (x0, top, x1, bottom, base), owner in zip(
        codes.tolist(), boxes.tolist(), owners.tolist(), strict=True
    ):
        if code not in _UNPRINTED:
            text = PLAIN.get(code) or chr(code)
            groups.setdefault(owner, []).append((text, x0, x1, top, bottom, base))
    return {
        owner: tuple(
            line for row in _rows(characters) if (line := _line(row)) is not None
        )
        for owner, characters in groups.items()
    }


def _rows(characters: list[Character]) -> list[list[Character]]:
    """Characters of one height together, from top to bottom, each row from left to right."""
    characters.sort(key=lambda item: item[5])
    reach = SAME_LINE * median(item[4] - item[3] for item in characters)
    rows: list[list[Character]] = []
    base = -1e9
    for item in characters:
        if item[5] - base > reach:
            rows.append([])
            base = item[5]
        rows[-1].append(item)
    for row in rows:
        row.sort(key=lambda item: item[1])
    return rows


def _line(row: list[Character]) -> PrintedLine | None:
    row = _without_overprint(row)
    texts = [item[0] for item in row]
    first, last = 0, len(row)
    while first < last and texts[first].isspace():
        first += 1
    while first < last and texts[last - 1].isspace():
        last -= 1
    if first == last:
        return None
    space = last < len(row)
    row, texts = row[first:last], texts[first:last]
    em = _em(row)
    solid = len(row)
    while solid > 1 and texts[solid - 1] in CLOSING:
        solid -= 1
    x0, x1 = row[0][1], max(item[2] for item in row)
    row = [_advanced(item, em) for item in row]
    natural = sum(item[2] - item[1] for item in row)
    return PrintedLine(
        _spaced(row, texts, em),
        x0,
        x1,
        min(item[3] for item in row),
        max(item[4] for item in row),
        row[0][5],
        row[solid - 1][2],
        em,
        (row[-1][2] - x0 - natural) / (em * (len(row) - 1)) if len(row) > 1 else 0.0,
        *_units(row, texts),
        space,
    )


def _without_overprint(row: list[Character]) -> list[Character]:
    out: list[Character] = []
    for item in row:
        if any(
            item[0] == other[0] and item[1] - other[1] < OVERPRINT * (other[2] - other[1])
            for other in out[-2:]
        ):
            continue
        out.append(item)
    return out


def _em(row: list[Character]) -> float:
    widths = [item[2] - item[1] for item in row if wide(item[0])]
    if widths:
        return median(widths) or 1.0
    return max(median(item[4] - item[3] for item in row), 1.0)


def _advanced(item: Character, em: float) -> Character:
    """The character without what its picture reaches beyond its own width."""
    if wide(item[0]) and item[2] - item[1] > em:
        return (item[0], item[1], item[1] + em, *item[3:])
    return item


def _spaced(row: list[Character], texts: list[str], em: float) -> str:
    """The line's text; a space where Latin words stand apart and no space is printed."""
    text = "".join(texts)
    if not any("!" <= character <= "~" for character in text):
        return text
    out = [texts[0]]
    for before, item in zip(row, row[1:], strict=False):
        if (
            item[1] - before[2] > WORD_GAP * em
            and "!" <= before[0][-1] <= "~"
            and "!" <= item[0][0] <= "~"
        ):
            out.append(" ")
        out.append(item[0])
    return "".join(out)


def _units(row: list[Character], texts: list[str]) -> tuple[float, float]:
    """The least and greatest width of the part at the line's start that no program breaks."""
    count = len(row)
    end = 0
    while end < count and texts[end] in OPENING:
        end += 1
    end = min(end, count - 1)
    narrow = "!" <= texts[end] <= "~"
    end += 1
    while narrow and end < count and "!" <= texts[end] <= "~":
        end += 1
    least = end
    if narrow and end < count and texts[end] == " ":
        end += 1
    if narrow and end < count:
        end += 1
    while end < count and texts[end] in CLOSING:
        glued = texts[end] in QUOTES
        end += 1
        if glued and end < count and texts[end] not in CLOSING:
            end += 1
            break
    start = row[0][1]
    return row[least - 1][2] - start, row[end - 1][2] - start
