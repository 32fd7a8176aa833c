"""Numbers written in Chinese, or in Chinese and other digits, as numbers."""

from __future__ import annotations

from dutylist.records.patterns import Pattern

HAN = "[一二三四五六七八九十百零〇]+"
"""A Chinese number within a pattern, as pages have them."""

_DIGITS = "〇一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"零": 0, "○": 0, "两": 2}
_DIGIT_BY_DIGIT = Pattern(rf"[\d零○{_DIGITS}]+")
_ONE = "[一二三四五六七八九两]"
_COUNTED = Pattern(
    rf"(?:(?P<千>{_ONE})千)?(?:零?(?P<百>{_ONE})百)?(?:[零〇]?(?P<十>{_ONE}?)十)?"
    rf"(?:(?P<gap>[零〇])?(?P<ones>{_ONE}))?"
)


def from_han(text: str) -> int | None:
    """The number up to 9999 that a text is: 十二, 一百零三, 两, or digit by digit 一〇三, 二〇2５;
    None where it is none (十三五, 三二十, 一百三)."""
    if _DIGIT_BY_DIGIT.fullmatch(text):
        return int("".join(str(_VALUES.get(sign, sign)) for sign in text))
    match = _COUNTED.fullmatch(text)
    if not text or match is None:
        return None
    thousands, hundreds, tens = match["千"], match["百"], match["十"]
    gap_needed = bool(thousands or hundreds) and tens is None
    if match["ones"] and bool(match["gap"]) != gap_needed:
        return None
    ten = 0 if tens is None else _VALUES.get(tens, 1)
    return (
        1000 * _VALUES.get(thousands or "", 0)
        + 100 * _VALUES.get(hundreds or "", 0)
        + 10 * ten
        + _VALUES.get(match["ones"] or "", 0)
    )
