"""The number of a row, as number cells and lines of their own write it."""

from __future__ import annotations

import re
import unicodedata

from dutylist.extract.lists.columns import BESIDE_NUMBER
from dutylist.extract.source import squeezed
from dutylist.records.labels import SPECKS, label_of
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern

_DIGIT_BY_DIGIT = Pattern("[〇○零一二三四五六七八九]{2,4}")


def read_number(text: str) -> int | None:
    """The number in a number cell ("53", "53.", "（53）", "⒈", "第三项", "〇三"), or None.

    A number of two levels (1-1), a code (JB-001) and two numbers (1 2) are no number of the duty.
    A tick beside it and a speck before it, which a scan reads as a point, are no part of it.
    """
    if re.search(r"\d\s+\d", text.strip()):
        return None
    bare = unicodedata.normalize("NFKC", squeezed(text)).strip(BESIDE_NUMBER).lstrip(SPECKS)
    if match := re.fullmatch(r"[(]?(\d{1,5})(?:\.0)?[)]?[.、,]?", bare):
        return int(match[1])
    if _DIGIT_BY_DIGIT.fullmatch(bare):
        return from_han(bare)
    # A label on its own may lack the sign that parts it from the text.
    labels = (label_of(bare + sign) for sign in ("", "、", "："))
    return next((label.number for label in labels if label and len(label.text) >= len(bare)), None)
