"""Whose list it is: a township's, or a department's own (基本履职, 镇街配合履职, 本部门收回);
several townships' in one file are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dutylist.extract.lists.columns import office_of_duties
from dutylist.extract.lists.cover import Cover
from dutylist.extract.lists.cover_title import office_titled
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.lists.tables import ListTable
from dutylist.extract.source import Line, SourceDocument, Table, squeezed
from dutylist.records.model import Note, Side
from dutylist.records.patterns import Pattern
from dutylist.records.places import is_place, places
from dutylist.records.township import township_in

_OWN = "本部门"
_TOWNSHIPS_HELP = Pattern(r"(?:镇街|乡镇|街镇|乡镇[（(]街道[）)])配合履职")
_LONGEST_TITLE = 40
"""Characters of a list's title; longer texts say something."""


def side_of(tables: Sequence[ListTable]) -> Side:
    """The department's where columns or titles say so: 本部门职责, 县水利局职责, 本部门收回事项, or
    关联镇街 with what the township helps with."""
    for table in tables:
        words = (table.title, *table.columns)
        if any(_OWN in text for text in words):
            return "department"
        if "townships" in table.roles and not {"departments", "takeover department"} & set(
            table.roles
        ):
            return "department"
        if "departments" not in table.roles and (
            _TOWNSHIPS_HELP.search(table.title) or any(map(office_of_duties, table.columns))
        ):
            return "department"
    return "township"


def department_named(texts: Iterable[str]) -> str:
    """The office whose list it is, by the title or the lines of the cover; "" where none names
    one."""
    return next(filter(None, map(office_titled, texts)), "")


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


_SEVERAL = (
    "这个文件里不止一个乡镇的清单：{}；记录只能写一个乡镇，现在都记在“{}”名下。"
    "请把各乡镇的清单分成几个文件，分别读入"
)


def other_townships(document: SourceDocument, own: str) -> Iterator[Note]:
    """What tells that lists of other townships than the `own` one stand in a document: a line, or a
    row over the whole width, that is a township's name or the title of its list, above a table."""
    pages: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for page, text, is_table in _in_order(document):
        if is_table:
            pages |= {name: page for name, page in waiting.items() if name not in pages}
            waiting = {}
        elif name := _township_of(text):
            waiting.setdefault(name, page)
    others = [name for name in pages if name != own]
    if own and others:
        first = pages[others[0]]
        listed = "、".join(
            f"“{name}”（第 {page} 页）" if page else f"“{name}”" for name, page in pages.items()
        )
        yield Note(first, _SEVERAL.format(listed, own))


def _in_order(document: SourceDocument) -> Iterator[tuple[int, str, bool]]:
    """The lines of a document and the rows of its tables in order: page, text and whether it is a
    row of several cells."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.page, block.text, False
        for row in block.rows if isinstance(block, Table) else ():
            filled = [cell.text for cell in row.cells if cell.text.strip()]
            yield row.page, "".join(filled[:1]), len(filled) > 1


def _township_of(text: str) -> str:
    """The township that a text names alone, or as that of a list; "" for none."""
    bare = squeezed(text)
    if len(bare) > _LONGEST_TITLE or not (is_place(bare) or names_list(bare)):
        return ""
    return township_in(places(bare)[-1:])
