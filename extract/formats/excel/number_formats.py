"""What a cell's format makes of its number, date or text (ISO 29500-1, 18.8.31).

Numbers and dates are written as lists write them where the format only says how they are printed
(1234, 2025年7月1日); what it writes to them, or for them, is part of the text: 第3项, 五, 自7月起.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from dutylist.extract.formats.label_numbers import format_number

# openpyxl, which knows dates, takes longer to load than a sheet to read: it is imported for a
# number that has a format.

GENERAL = "General"

_TEXT = "@"

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<sign>[^\]-]*)[^\]]*\]'
    r"|\[(?P<told>[^\]]*)\]|(?P<apart>;)|(?P<text>@)"
    r"|(?P<number>General|G/通用格式|[#0?][#0?,.]*)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[aA]{3,4}|[hHsS]+)|(?P<plain>.)",
    re.DOTALL,
)
"""What a format's code is made of: text, space, currencies, colours and conditions, the ends of its
sections, and the signs that stand for a text, a number, parts of a date."""

_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")

_OTHER = re.compile(r"[A-Za-z/]")
"""Signs of powers and fractions, which are not written out."""

MOST = 1e15
"""Excel keeps no more digits."""

_MOST_PLACES = 10
"""Places behind the point; more are no number that people write."""

_NUMERALS = {"DBNUM1": "chineseCountingThousand", "DBNUM2": "chineseLegalSimplified"}
"""The numerals of [DBNum1], [DBNum2]."""

_PLAIN_DATE = frozenset("年月日时分秒.,-/: \u3000()（）")
"""What formats write between the parts of a date that say no more than these."""

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Shown:
    """What a cell shows; `sure` is False where its format is of a kind that is not written out
    here, so that the number stands as it is kept."""

    text: str
    sure: bool = True


@dataclass(frozen=True)
class _Section:
    """One of the up to four sections of a code: its pieces, and the condition before it."""

    pieces: tuple[re.Match[str], ...]
    condition: tuple[str, float] | None

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(piece.lastgroup or "" for piece in self.pieces)

    @property
    def numerals(self) -> str:
        """The numerals that the section asks for ("DBNUM1"); "" for digits."""
        told = (piece["told"].upper() for piece in self.pieces if piece["told"])
        return next((name for name in told if name.startswith("DBNUM")), "")


def text_shown(text: str, code: str) -> str:
    """A text in a cell whose format has this code: the section for texts may write something to
    it (县@), or nothing at all (;;;)."""
    if code in (GENERAL, _TEXT) or not text:
        return text
    sections = _sections(code)
    if len(sections) < 4 and "text" not in sections[-1].kinds:
        return text
    return "".join(
        text if piece["text"] else _literal(piece)
        for piece in sections[min(3, len(sections) - 1)].pieces
    ).strip()


def number_shown(value: float, code: str, epoch: datetime) -> Shown:
    """A number or date in a cell whose format has this code; `epoch` is the workbook's first
    day."""
    plain = Shown(_plain(value))
    if code in (GENERAL, _TEXT):
        return plain
    section, value, sign = _of_number(_sections(code), value)
    if section is None:
        return plain
    if not section.pieces:
        return Shown("")
    if "date" in section.kinds:
        return _date(value, section, code, epoch) or plain
    if "number" not in section.kinds:
        words = "".join(map(_literal, section.pieces)).strip()
        return plain if "text" in section.kinds else Shown(words) if words else plain
    return _number(value, section, sign) or Shown(plain.text, _says_little(section))


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < MOST else f"{value:.15g}"


def _sections(code: str) -> list[_Section]:
    found: list[list[re.Match[str]]] = [[]]
    for piece in _PIECE.finditer(code):
        if piece["apart"]:
            found.append([])
        else:
            found[-1].append(piece)
    return [_Section(tuple(pieces), _condition(pieces)) for pieces in found]


def _condition(pieces: Sequence[re.Match[str]]) -> tuple[str, float] | None:
    for piece in pieces:
        if piece["told"] and (told := _CONDITION.fullmatch(piece["told"])):
            try:
                return told[1], float(told[2])
            except ValueError:
                return None
    return None


def _of_number(sections: list[_Section], value: float) -> tuple[_Section | None, float, str]:
    """The section that is for a number, the number that it writes, and the sign before it."""
    numbers = sections[:3]
    if len(numbers) > 1 and numbers[-1].kinds == {"text"}:
        numbers.pop()
    if any(section.condition for section in numbers):
        held = (one for one in numbers if one.condition is None or _holds(value, one.condition))
        return next(held, None), abs(value), "-" if value < 0 else ""
    if value < 0 and len(numbers) > 1:
        return numbers[1], -value, ""
    if value == 0 and len(numbers) > 2:
        return numbers[2], value, ""
    return numbers[0], abs(value), "-" if value < 0 else ""


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, other = condition
    return {
        "<": value < other,
        "<=": value <= other,
        ">": value > other,
        ">=": value >= other,
        "=": value == other,
        "<>": value != other,
    }[sign]


def _literal(piece: re.Match[str]) -> str:
    """What a piece writes by itself."""
    return (
        (piece["quoted"] or "")
        + (piece["escaped"] or "")
        + (piece["sign"] or "")
        + (piece["plain"] or "")
    )


def _number(value: float, section: _Section, sign: str) -> Shown | None:
    """A number with what its format writes before and behind it; None where it writes nothing to
    it, and for powers, fractions and several numbers."""
    before, number, behind = "", "", ""
    for piece in section.pieces:
        if piece["number"]:
            if number:
                return None
            number = piece["number"]
        elif _OTHER.search(piece["plain"] or ""):
            return None
        elif number:
            behind += _literal(piece)
        else:
            before += _literal(piece)
    if section.numerals:
        return _in_numerals(value, section.numerals, sign + before, behind)
    digits = number.rstrip(",")
    whole, _, places = digits.partition(".")
    noughts = whole.count("0")
    if value >= MOST or len(places) > _MOST_PLACES:
        return None
    if not ((before + behind).strip() or noughts > 1):
        return None
    shown = Decimal(repr(value)) * (100 if "%" in before + behind else 1)
    # Each comma behind the digits: in thousands.
    shown /= 1000 ** (len(number) - len(digits))
    text = _digits(shown, digits, noughts, places)
    return Shown(sign + before.strip() + text + behind.strip())


def _in_numerals(value: float, numerals: str, before: str, behind: str) -> Shown | None:
    """A whole number in Chinese numerals; None for others."""
    if not value.is_integer() or value >= 1e8 or numerals not in _NUMERALS:
        return None
    written = format_number(int(value), _NUMERALS[numerals])
    return Shown(before.strip() + written + behind.strip())


def _digits(value: Decimal, number: str, noughts: int, places: str) -> str:
    """A number in digits: at least so many `noughts` before the point, and behind it as many
    digits as `places` has signs, but for noughts where these are #."""
    if number[0] == "G":
        return f"{float(value):.15g}"
    text = str(value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP))
    whole, _, rest = text.partition(".")
    while len(rest) > places.count("0") and rest.endswith("0"):
        rest = rest[:-1]
    whole = f"{int(whole):,}" if "," in number else whole.zfill(noughts)
    return f"{whole}.{rest}" if rest else whole


def _says_little(section: _Section) -> bool:
    """Whether a format that is not written out says no more than how the number is printed: as a
    power or a fraction, without words."""
    words = "".join(filter(None, (piece["quoted"] or piece["sign"] for piece in section.pieces)))
    other = any(_OTHER.search(piece["plain"] or "") for piece in section.pieces)
    count = sum(1 for piece in section.pieces if piece["number"])
    return not section.numerals and not words.strip() and (other or count < 2)


def _date(value: float, section: _Section, code: str, epoch: datetime) -> Shown | None:
    """A date; None where the format is of none, the number is none or only a time of day is
    shown."""
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import from_excel

    if not is_date_format(code):
        return None
    try:
        day = from_excel(value, epoch)
    except (ValueError, OverflowError):
        return None
    if not isinstance(day, datetime):
        return None
    parts = [piece["date"][0].lower() for piece in section.pieces if piece["date"]]
    words = "".join(map(_literal, section.pieces))
    # Excel makes dates of numbers such as 1-1: no year is to be seen.
    if "y" not in parts or "a" in parts or not _PLAIN_DATE.issuperset(words):
        written = "".join(_written(section.pieces, day)).strip()
        if written:
            return Shown(written)
        if not _PLAIN_DATE.issuperset(words):
            return Shown(_day(day, parts), sure=False)
    return Shown(_day(day, parts))


def _day(day: datetime, parts: list[str]) -> str:
    month = f"{day.year}年{day.month}月"
    return f"{month}{day.day}日" if "d" in parts else month


def _written(pieces: Sequence[re.Match[str]], day: datetime) -> Iterator[str]:
    """The pieces of a date as they are seen; nothing where one of them is not known here: names
    of months, times of day."""
    weekday = _WEEKDAYS[day.weekday()]
    known = {
        "yyyy": f"{day.year}",
        "yy": f"{day.year % 100:02d}",
        "m": f"{day.month}",
        "mm": f"{day.month:02d}",
        "d": f"{day.day}",
        "dd": f"{day.day:02d}",
        "aaaa": f"星期{weekday}",
        "aaa": weekday,
    }
    if all(piece["date"].lower() in known for piece in pieces if piece["date"]):
        for piece in pieces:
            yield known[piece["date"].lower()] if piece["date"] else _literal(piece)
