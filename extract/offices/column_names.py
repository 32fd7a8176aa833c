"""The names in a department column: parted, and what stands beside one taken off."""

from __future__ import annotations

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.records.labels import BULLETS
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

_BRACKET_OR_MARK = Pattern(r"[（(]|[）)]|[、，,；;\n/|｜\s]")
_NAME_IN_BRACKETS = Pattern(r"([^（(]+)[（(]([^）)]+)[）)]")
_JOINS = Pattern(r"以及|及|和|与|等")
_NO_NAME_HOLDS = Pattern(r"[，。；：！？、\s\d]")
_ENDS_LIKE_OFFICE = Pattern(f"{OFFICE_ENDINGS.any('in_column')}$")

# What follows the office in an open-ended name: 及其他…部门, 等有关部门, 等.
_AND_OTHERS = Pattern(
    rf"(?:以及|及|和|与|等)(?:[^、]{{0,12}}?{CLAUSE_WORDS.any('others')}|相关|有关|各)[^、]*(?:部门|单位|机构)|"
    r"等(?:部门|单位|机构)?"
)
_ROLE_LABEL = Pattern(
    rf"{CLAUSE_WORDS.any('in_column')}(?:责任)?"
    r"(?:(?:部门|单位|机构)(?:[和与及、](?:部门|单位))?)?\s*[：:]"
)
ROLE_BRACKET = Pattern(rf"[（(]{CLAUSE_WORDS.any('in_bracket')}(?:部门|单位|责任单位)?[）)]")
"""（牵头单位）, beside a name and no part of it."""


def _split(text: str) -> list[str]:
    """Cut at separators outside brackets."""
    parts: list[str] = []
    depth = begin = 0
    for match in _BRACKET_OR_MARK.finditer(text):
        if match[0] in "（(":
            depth += 1
        elif match[0] in "）)":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(text[begin : match.start()])
            begin = match.end()
    return [*parts, text[begin:]]


def split_names(cell_text: str) -> tuple[str, ...]:
    """The department names in a cell, as printed and in order.

    An open-ended name (应急管理局及其他…的部门) stays whole; 牵头部门： and （牵头） are no part of
    a name.

    >>> split_names("牵头单位：民政局；配合单位：公安局、财政局（配合）")
    ('民政局', '公安局', '财政局')
    """
    parts = _split(_ROLE_LABEL.sub("、", cell_text))
    names = (ROLE_BRACKET.sub("", part).strip(" 。.：:" + BULLETS) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def open_ended_head(name: str) -> str:
    """The office that an open-ended name begins with, or "" where the name is not open-ended.

    >>> open_ended_head("县应急管理局及其他负有安全生产监督管理职责的部门")
    '县应急管理局'
    """
    for match in _JOINS.finditer(name):
        head = name[: match.start()]
        if looks_like_office(head) and _AND_OTHERS.fullmatch(name, match.start()):
            return head
    return ""


def looks_like_office(text: str) -> bool:
    """Whether a text could be an office's name: short, one word, an office's ending."""
    return (
        2 < len(text) <= 30
        and bool(_ENDS_LIKE_OFFICE.search(text))
        and not _NO_NAME_HOLDS.search(text)
    )


def both_names(name: str) -> tuple[str, ...]:
    """An office's name, or its two names where the second stands in brackets.

    >>> both_names("区文化和旅游局（区文物局）")
    ('区文化和旅游局', '区文物局')
    """
    match = _NAME_IN_BRACKETS.fullmatch(name)
    if match and looks_like_office(match[2]):
        return match[1], match[2]
    return (match[1],) if match else (name,)
