"""A number as a browser writes it in a list's label or a counter (CSS Counter Styles 3); bullets,
which say nothing, are left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dutylist.extract.formats.label_numbers import format_number, letters


@dataclass(frozen=True)
class CounterStyle:
    """How numbers are written, and what a list's label has behind one."""

    write: Callable[[int], str]
    suffix: str = "."


def counter_style(name: str) -> CounterStyle | None:
    """A style by its name; None for one that browsers do not know."""
    return _STYLES.get(name.lower())


def _of_word(kind: str, suffix: str = "、") -> CounterStyle:
    return CounterStyle(lambda number: format_number(number, kind), suffix)


_ROMAN = CounterStyle(lambda number: format_number(number, "lowerRoman"))
_UPPER_ROMAN = CounterStyle(lambda number: format_number(number, "upperRoman"))
_ALPHA = CounterStyle(letters)
_UPPER_ALPHA = CounterStyle(lambda number: letters(number).upper())

_STYLES = {
    "decimal": CounterStyle(str),
    "decimal-leading-zero": CounterStyle(lambda number: f"{number:02d}"),
    "lower-roman": _ROMAN,
    "upper-roman": _UPPER_ROMAN,
    "lower-alpha": _ALPHA,
    "lower-latin": _ALPHA,
    "upper-alpha": _UPPER_ALPHA,
    "upper-latin": _UPPER_ALPHA,
    "cjk-decimal": _of_word("ideographDigital"),
    "cjk-ideographic": _of_word("chineseCountingThousand"),
    "trad-chinese-informal": _of_word("taiwaneseCountingThousand"),
    "simp-chinese-informal": _of_word("chineseCountingThousand"),
    "trad-chinese-formal": _of_word("ideographLegalTraditional"),
    "simp-chinese-formal": _of_word("chineseLegalSimplified"),
    "japanese-informal": _of_word("japaneseCounting"),
    "cjk-heavenly-stem": _of_word("ideographTraditional"),
    "cjk-earthly-branch": _of_word("ideographZodiac"),
    **dict.fromkeys(("none", "disc", "circle", "square"), CounterStyle(lambda _: "", "")),
}
