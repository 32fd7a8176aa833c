"""Whose list it is: a township's, or a department's own (基本履职, 镇街配合履职, 本部门收回)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dutylist.extract.lists.cover_and_contents import Cover
from dutylist.extract.lists.tables import ListTable
from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import squeezed
from dutylist.records.model import Side
from dutylist.records.patterns import Pattern

_OWN = "本部门"
_TOWNSHIPS_HELP = Pattern(r"(?:镇街|乡镇|街镇|乡镇[（(]街道[）)])配合履职")
_BEHIND_NAME = Pattern(r"(?:基本|镇街|乡镇|街镇|本部门|配合|上级|履职|职责|收回|事项).*$")


def side_of(tables: Sequence[ListTable]) -> Side:
    """The department's where columns or titles say so: 本部门职责, 本部门收回事项, or 关联镇街 with
    what the township helps with."""
    for table in tables:
        words = (table.title, *table.columns)
        if any(_OWN in text for text in words):
            return "department"
        if "townships" in table.roles and not {"departments", "takeover department"} & set(
            table.roles
        ):
            return "department"
        if _TOWNSHIPS_HELP.search(table.title) and "departments" not in table.roles:
            return "department"
    return "township"


def department_named(texts: Iterable[str]) -> str:
    """The office whose list it is, by the title or the lines of the cover; "" where none names
    one."""
    for text in texts:
        name = _BEHIND_NAME.sub("", squeezed(text))
        if looks_like_office(name):
            return name
    return ""


def with_owner(cover: Cover, own: str) -> Cover:
    """The cover of a department's own list: the department stands where a township would, as the
    last line of the place."""
    if not own:
        return cover
    title = cover.title
    if squeezed(title).startswith(own):
        title = squeezed(title)[len(own) :] or title
    rest = tuple(line for line in cover.rest if squeezed(line.text) != own)
    outer = tuple(place for place in cover.region if not own.startswith(squeezed(place)))
    return replace(cover, title=title, region=(*outer, own), rest=rest)
