"""Texts as they are compared, without what nobody sees, and those that say nothing of their own:
page numbers, signs that a table goes on."""

from __future__ import annotations

from dutylist.records.numerals import HAN
from dutylist.records.patterns import Pattern

_DASH = r"[-—–－―─~～·•\s]*"
_NUMBER = r"(\d{1,5}|[ivxlcIVXLC]{1,6}|[ⅰ-ⅻⅠ-Ⅻ])"
_OF = rf"[\s，,/（(]*共\s*({HAN}|\d{{1,5}})\s*页[）)]?"
_PAGE_NUMBER = Pattern(
    rf"{_DASH}{_NUMBER}(\s*/\s*\d{{1,5}})?{_DASH}"
    rf"|{_DASH}(第\s*{HAN}|(第\s*)?\d{{1,5}})\s*页({_OF})?{_DASH}"
    rf"|[-—–－―─]\s*{HAN}\s*[-—–－―─]"
    rf"|{_DASH}[（(]?共\s*\d{{1,5}}\s*页[\s，,/]*第\s*\d{{1,5}}\s*页[）)]?{_DASH}"
    rf"|{_DASH}(Page|page|PAGE)\s*\d{{1,5}}(\s*(of|/)\s*\d{{1,5}})?{_DASH}"
)
_AROUND_FIELDS = Pattern(
    r"[\W_]*((第[\W_]*)?页)?[\W_]*(共[\W_]*页)?[\W_]*(第[\W_]*页)?[\W_]*"
    r"|(?i:\W*(page)?\W*(of)?\W*)"
)

CONTINUED = Pattern(
    r"[（(]?(?<![手后连持延接存继陆永])续(?:上?[表页]|前)?[\d一二三四五六七八九十]{0,2}[）)]?$"
)
"""The sign that a title, a number or a category goes on: （续）, 续表, （续上表）; not 补办手续."""


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def is_page_number_text(text: str) -> bool:
    """Whether a text says only which page it is: — 3 —, 3/9, 第3页，共9页, 第三页, iv."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_marked_page_number(text: str) -> bool:
    """The same, and it says so: — 3 —, 第3页; 3 alone may be a number of the text."""
    return is_page_number_text(text) and ("页" in text or not text.strip().isalnum())


def is_page_field_text(text: str) -> bool:
    """The same in a margin whose numbers are fields, and may not be in the text: 第 页 共 页."""
    return is_page_number_text(text) or _AROUND_FIELDS.fullmatch(text) is not None


def is_subsequence(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(long)
    return all(char in rest for char in short)
