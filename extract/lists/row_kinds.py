"""Table rows that are no duty: who filled in the form, numbers of the columns."""

from __future__ import annotations

import re

from dutylist.extract.source import squeezed
from dutylist.records.patterns import Pattern

_SIGNED = Pattern(
    r"(?:(?:填[报表写]|制表|编制|报送)(?:人|单位|部门)|(?:审[核批定签]|复核|校对|经办|签[字发])人?|"
    r"联系(?:人|电话|方式)|(?:单位|部门|主要|分管)?(?:负责人|分管领导)|"
    r"(?:填[报表写]|制表|编制|报送|印发)?(?:日期|时间)|电话)(?:[（(][^）)]{1,6}[）)])?[：:]"
)
_LONGEST_SIGNED = 60
"""Characters of 填报单位：… or 审核人：…; longer texts say something."""

_PLACE = Pattern(r"[（(]?(\d{1,2}|[A-Za-z]|[一二三四五六七八九十])[）)]?")


def is_signed(texts: list[str]) -> bool:
    """Whether a row's texts all name who filled in the form, or when (填报人：…)."""
    return all(
        len(text) <= _LONGEST_SIGNED
        and _SIGNED.match(squeezed(text))
        and not re.search(r"[，。；]", text)
        for text in texts
    )


def is_column_numbers(texts: list[str]) -> bool:
    """Whether a row counts the columns, as forms do below their header (1 | 2 | 3, A | B | C)."""
    signs = [match[1] if (match := _PLACE.fullmatch(squeezed(text))) else "" for text in texts]
    size = len(texts)
    return size > 1 and any(
        signs == list(row[:size])
        for row in (
            [str(number) for number in range(1, size + 1)],
            "ABCDEFGHIJKLMNOP",
            "abcdefghijklmnop",
            "一二三四五六七八九十",
        )
    )
