"""A number as its cell shows it where the format writes words, a percent sign or noughts to it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<number>General|G/通用格式|[#0?][#0?,.]*)|(?P<plain>.)",
    re.DOTALL,
)
"""What a format's code is made of (ISO 29500-1, 18.8.31): text, space, colours and conditions,
the number's own signs."""

_NOT_A_NUMBER = re.compile(r"[A-Za-z@/]")
"""Signs of dates, powers, fractions and texts."""

MOST = 1e15
"""Excel keeps no more digits."""

_MOST_PLACES = 10
"""Places behind the point; more are no number that people write."""

_CHOSEN = re.compile(r"\[(?:[<>=]|DBNum)", re.IGNORECASE)


def written_number(value: float, code: str) -> str:
    """A number from 0 to MOST with what its format writes before and behind it: 第3项, 5万元, 95%,
    007. "" where it writes nothing to it, and for formats of other kinds: dates, fractions, powers,
    of several numbers or under conditions."""
    code = code.partition(";")[0]
    if not 0 <= value < MOST or _CHOSEN.search(code):
        return ""
    before, number, behind = "", "", ""
    for piece in _PIECE.finditer(code):
        if piece["number"]:
            if number:
                return ""
            number = piece["number"]
            continue
        plain = piece["plain"] or ""
        if _NOT_A_NUMBER.search(plain):
            return ""
        text = (piece["quoted"] or "") + (piece["escaped"] or "") + (piece["sign"] or "") + plain
        before, behind = (before, behind + text) if number else (before + text, behind)
    digits = number.rstrip(",")
    whole, _, places = digits.partition(".")
    noughts = whole.count("0")
    if not number or len(places) > _MOST_PLACES or not ((before + behind).strip() or noughts > 1):
        return ""
    shown = Decimal(repr(value)) * (100 if "%" in before + behind else 1)
    # Each comma behind the digits: in thousands.
    shown /= 1000 ** (len(number) - len(digits))
    return before.strip() + _digits(shown, digits, noughts, places) + behind.strip()


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
