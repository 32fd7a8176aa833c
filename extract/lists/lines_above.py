"""What the lines above a table say of it: whether a title stands near, another table's, a place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dutylist.extract.lists.headings import same_title
from dutylist.extract.lists.kinds import (
    is_whole_title,
    kind_heading,
    kind_of_title,
    kind_of_value,
    names_list,
    names_one_kind,
    names_other_table,
)
from dutylist.extract.source import Line, squeezed
from dutylist.records.places import is_place

# Between a title and its table may stand a unit, a date and how many there are.
_LINES_BELOW_TITLE = 4


def says_kind_again(text: str, above: Sequence[Line]) -> bool:
    """Whether a text is no more than the name of a kind (一、基本类), and the title of a list of
    that kind stands above it."""
    kind = kind_of_value(kind_heading(text))
    titles = (line.text for line in above if is_whole_title(line.text))
    return kind is not None and any(
        names_one_kind(title) and not kind_heading(title) and kind_of_title(title) == kind
        for title in titles
    )


def stands_near(lines: list[Line]) -> bool:
    """Whether a list's title stands above with no sentence between it and the table."""
    for line in reversed(lines):
        text = squeezed(line.text)
        if names_list(text) and not re.search(r"\d$", text):
            return True
        if re.search(r"[，。；]", text):
            return False
    return False


def other_title(lines: list[Line], title: str) -> bool:
    """Whether the title of another kind of table stands just above, below the list's title."""
    for line in reversed(lines[-_LINES_BELOW_TITLE:]):
        if title and same_title(title, line.text):
            return False
        if names_other_table(line.text):
            return True
    return False


def place_lines_above(lines: list[Line], index: int, *, in_front: bool) -> int:
    """Where the lines begin that name the place of the title at `index`; `index` where none do.

    In front of the first list they may be the cover's: then another place stands above them.
    """
    begin = index
    while begin and is_place(squeezed(lines[begin - 1].text)):
        begin -= 1
    if in_front and not any(is_place(squeezed(line.text)) for line in lines[:begin]):
        return index
    return begin
