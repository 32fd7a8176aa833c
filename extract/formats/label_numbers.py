"""A number as Word writes it in a list's label, for each of its formats (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_HAN_ZERO = "零一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)

# Word's last letters are 30 of them: zzz….
_LAST_LETTERS = 26 * 30


def format_number(value: int, kind: str) -> str:
    """A number in one of Word's formats ("chineseCounting"); decimal where it is not known.

    Sets that end (甲…癸, ①…⑳) go on in decimal, as in Word.
    """
    writer = _WRITERS.get(kind)
    return writer(value) if writer and value >= 0 else str(value)


def letters(value: int) -> str:
    """a to z, then aa, ab: so browsers count, and a sheet's columns (Word counts aa, bb)."""
    written = ""
    while value > 0:
        value, place = divmod(value - 1, 26)
        written = chr(ord("a") + place) + written
    return written


def circled(value: int) -> str:
    """①…㊿ for 1 to 50, else the number."""
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    if 36 <= value <= 50:
        return chr(0x32B1 + value - 36)
    return str(value)


def _digits(value: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _counted(value: int, digits: str, units: str, *, one_ten: bool) -> str:
    """一百零一: digits with their units (十百千万). `one_ten` writes 一十 for 10."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = _counted(low, digits, units, one_ten=True) if low else ""
        gap = digits[0] if 0 < low < 1000 else ""
        return _counted(high, digits, units, one_ten=one_ten) + units[3] + gap + rest
    text = ""
    skipped = False
    for place, digit in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True):
        if digit == "0":
            skipped = True
            continue
        text += (digits[0] if skipped and text else "") + digits[int(digit)]
        text += units[place - 1] if place else ""
        skipped = False
    if not one_ten and 10 <= value <= 19:
        text = text[1:]
    return text


def _below_hundred(value: int) -> str:
    """二十一 up to 99, then digit by digit: 一〇〇."""
    if value < 100:
        return _counted(value, _HAN, "十百千万", one_ten=False)
    return _digits(value, _HAN)


def _japanese(value: int) -> str:
    """百一: no 一 before a unit, no sign for zero inside."""
    if value >= 10_000:
        return str(value)
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        count, value = divmod(value, unit)
        if count:
            text += (_digits(count, _HAN) if count > 1 else "") + sign
    return text + (_HAN[value] if value or not text else "")


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for unit, sign in _ROMAN:
        count, value = divmod(value, unit)
        text += sign * count
    return text


def _letter(value: int) -> str:
    """a…z, aa, bb …: the letter repeats, it does not count on (ISO 29500-1, 17.18.59)."""
    if not 0 < value <= _LAST_LETTERS:
        return str(value)
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _from_block(first: str, count: int) -> Callable[[int], str]:
    """Numbers that are single characters in a row of Unicode, from 1 to `count`."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= count else str(value)


def _from_signs(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _cycle(value: int) -> str:
    """甲子 … 癸亥, the cycle of sixty."""
    if not 1 <= value <= 60:
        return str(value)
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _ordinal(value: int) -> str:
    teen = 10 <= value % 100 <= 20
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": lambda value: circled(value) if value <= 20 else str(value),
    "decimalEnclosedCircleChinese": lambda value: circled(value) if value <= 20 else str(value),
    "decimalEnclosedFullstop": _from_block("⒈", 20),
    "decimalEnclosedParen": _from_block("⑴", 20),
    "ideographEnclosedCircle": _from_block("㊀", 10),
    "ideographParenthesized": _from_block("㈠", 10),
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "chineseCounting": _below_hundred,
    "taiwaneseCounting": _below_hundred,
    "chineseCountingThousand": lambda value: _counted(value, _HAN_ZERO, "十百千万", one_ten=False),
    "taiwaneseCountingThousand": lambda value: _counted(
        value, _HAN_ZERO, "十百千萬", one_ten=False
    ),
    "japaneseCounting": _japanese,
    "ideographDigital": lambda value: _digits(value, _HAN),
    "taiwaneseDigital": lambda value: _digits(value, _HAN),
    "japaneseDigitalTenThousand": lambda value: _digits(value, _HAN),
    "chineseLegalSimplified": lambda value: _counted(
        value, _LEGAL_SIMPLIFIED, "拾佰仟万", one_ten=True
    ),
    "ideographLegalTraditional": lambda value: _counted(
        value, _LEGAL_TRADITIONAL, "拾佰仟萬", one_ten=True
    ),
    "japaneseLegal": lambda value: _counted(value, _LEGAL_JAPANESE, "拾百阡萬", one_ten=True),
    "ideographTraditional": _from_signs(_STEMS),
    "ideographZodiac": _from_signs(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "none": lambda _: "",
}
