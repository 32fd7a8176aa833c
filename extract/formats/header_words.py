"""What tells a list's header and title from other lines of text and boxes of a page.

The one place where formats ask for the words of lists: text has no cells, only the words of a
header row tell where they begin.
"""

from __future__ import annotations

from dutylist.extract.lists.columns import header_role, header_roles, of_header_words
from dutylist.extract.lists.kinds import is_whole_title, names_list

LONGEST_HEADER = 24
"""Characters of a header's cell (县级主管部门及其职责分工); longer texts are sentences."""


def is_header(cells: list[str]) -> bool:
    """Whether texts are those of a header row."""
    return header_roles(cells) is not None


def is_header_text(text: str) -> bool:
    """Whether nothing but words of headers are in a cell's text."""
    return of_header_words(text)


def begins_with_number(cells: list[str]) -> bool:
    """Whether the first column is that of the numbers."""
    return header_role(cells[0]) == "number"


def category_place(cells: list[str]) -> int | None:
    """Which column holds the categories, counted from 0."""
    roles = header_roles(cells) or []
    return roles.index("category") if "category" in roles else None


def is_title(text: str) -> bool:
    """Whether a line is the title of a list."""
    return names_list(text)


def is_title_alone(text: str) -> bool:
    """Whether a line is the title of a list where no header tells that one follows."""
    return is_whole_title(text)
