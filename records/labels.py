"""The one grammar of the numbers in front of clauses: 一、 （一） 1. （1） 1） 【1】 ① 第一项.

It stands beside the records since reading, checking and printing all ask it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern

Style = Literal[
    "article", "han", "han paren", "digit", "digit paren", "digit close", "bracket", "circle"
]

RANKS: dict[Style, float] = {
    "article": 0.9,
    "han": 1,
    "han paren": 2,
    "digit": 3,
    "digit paren": 4,
    "digit close": 4.2,
    "bracket": 4.4,
    "circle": 5,
}
"""A label of higher rank stands below one of lower rank (GB/T 9704: 一、 （一） 1. （1）)."""

_HAN = "一二三四五六七八九十"

DIGIT = r"\d{1,3}\s?[.．、](?!\d)"
"""The commonest label, for patterns that look for it within a text; no digit follows (1.5)."""

CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴"
"""Numbers in circles, for a class of characters."""

SIGNS = f"{CIRCLED}㈠-㈩⑴-⒛"
"""Single characters that are numbers with what stands around them, for a class of characters."""

STARTS = rf"\d（({SIGNS}第{_HAN}【\[〔［"
"""What labels begin with, for a class of characters."""

BULLETS = "•·●○◎■□▪▫◆◇★☆▲△▶➤➢►❖"
"""Signs that stand in front of a line as a number does, and count nothing."""

_STYLES: dict[Style, Pattern] = {
    "digit": Pattern(rf"{DIGIT}|[⒈-⒛]"),
    "digit paren": Pattern(r"(?:[（(]\d{1,3}[）)]|[⑴-⒇])[、.．]?"),
    "digit close": Pattern(r"\d{1,3}[）)]"),
    "bracket": Pattern(r"[【\[〔［]\d{1,3}[】\]〕］][、.．]?"),
    "circle": Pattern(f"[{CIRCLED}]"),
    "han": Pattern(rf"[{_HAN}]{{1,3}}[、.．]"),
    "han paren": Pattern(rf"(?:[（(][{_HAN}]{{1,3}}[）)]|[㈠-㈩])[、.．]?"),
    # 第一条规定 speaks of a law.
    "article": Pattern(rf"第(?:[{_HAN}]{{1,3}}|\d{{1,3}})[条项款](?=[\s：:]|$)"),
}
_START = Pattern(f"[{STARTS}]")
_NO_NUMBER = Pattern(rf"[^\d{_HAN}]")


@dataclass(frozen=True)
class Label:
    """A label: how it is written, as printed, and the number it stands for."""

    style: Style
    text: str
    number: int


@lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """The label that a text begins with."""
    return label_at(text, 0)


def label_at(text: str, at: int) -> Label | None:
    """The label that stands at an offset of a text."""
    if not _START.match(text, at):
        return None
    for style, pattern in _STYLES.items():
        match = pattern.match(text, at)
        if match and (number := _number(match[0])):
            return Label(style, match[0], number)
    return None


def split_label(paragraph: str) -> tuple[str, str]:
    """The label in front of a paragraph, or "", and the rest; both together are the paragraph."""
    label = label_of(paragraph)
    end = len(label.text) if label else 0
    return paragraph[:end], paragraph[end:]


SPECKS = ".·,'`"
"""What a speck of a copy beside a word or number is read as."""


def without_bullet(text: str) -> str:
    """A text without the bullet in front of it: ◆ 一、党的建设 → 一、党的建设."""
    bare = text.lstrip()
    if bare[:1] not in BULLETS:
        return text
    return bare.lstrip(BULLETS).lstrip() or text


def _number(label: str) -> int:
    """The number that a label stands for: 3. → 3, （十二） → 12, ④ → 4; 0 where it is none (十三五,
    a plan's name)."""
    if len(label) == 1:
        # ❶ has no compatibility form.
        return int(unicodedata.numeric(label, 0))
    core = _NO_NUMBER.sub("", unicodedata.normalize("NFKC", label))
    if len(core) > 1 and not core.isdecimal() and "十" not in core:
        # 一二、三产业: two numbers.
        return 0
    return from_han(core) or 0
