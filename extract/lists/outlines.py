"""Lists without a table: numbered lines below a list's title → rows of one table.

So they stand in messages and notices. Only where the numbers go on without a gap, and no table of
the document is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dutylist.extract.lists.columns import header_role
from dutylist.extract.lists.header_rows import read_header
from dutylist.extract.lists.headings import LONGEST_CATEGORY, category_heading, plain_category
from dutylist.extract.lists.kinds import is_whole_title, names_list
from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import (
    Cell,
    CellPart,
    Line,
    Picture,
    Row,
    SourceDocument,
    Table,
    squeezed,
)
from dutylist.records.labels import Style, label_of
from dutylist.records.model import Note
from dutylist.records.words import Pattern

_FEWEST_DUTIES = 2
"""One numbered line is a sentence of the text, two are a list."""

_ITEM_STYLES: frozenset[Style] = frozenset(("digit", "digit paren", "digit close", "circle"))
_HEADING_STYLES: frozenset[Style] = frozenset(("han", "han paren", "article"))
# 履职事项清单 above numbers is the contents, not one list.
_ONE_KIND = Pattern("基本|配合|收回")
_LABELLED = Pattern(r"(?P<label>[^：:，。；、]{2,12})[：:](?P<value>.*)")
_IN_FRONT = Pattern(r"[【\[［](?P<category>[^】\]］]{2,16})[】\]］]\s*(?P<name>.+)")
_BEHIND = Pattern(r"(?P<name>.+?)\s*[（(](?P<offices>[^（）()]+)[）)]")

SAID = "“{}”没有表格，编了号的行各读作一项，请对照原件核对"


@dataclass
class _Item:
    """A numbered line, the category that it stands under, and the labelled lines below it."""

    number: int
    printed: str
    name: str
    category: str
    labelled: dict[str, str] = field(default_factory=dict)


def with_outlines(document: SourceDocument) -> SourceDocument:
    """The document with such lists as tables, and a note of each."""
    blocks = document.blocks
    if any(isinstance(block, Table) and _holds_header(block) for block in blocks):
        return document
    done: list[Line | Table | Picture] = []
    notes: list[Note] = []
    at = 0
    while at < len(blocks):
        done.append(blocks[at])
        at += 1
        title = done[-1]
        if not isinstance(title, Line) or not _is_title(title.text):
            continue
        items, end = _items(blocks, at)
        if items:
            done.append(Table(title.page, tuple(_rows(items, title.page))))
            notes.append(Note(title.page, SAID.format(title.text.strip())))
            at = end
    return replace(document, blocks=tuple(done), notes=(*document.notes, *notes))


def _holds_header(table: Table) -> bool:
    rows = list(table.rows)
    return any(read_header(rows[at : at + 2]) for at in range(len(rows)))


def _is_title(text: str) -> bool:
    return is_whole_title(text) and _ONE_KIND.search(text) is not None


def _items(blocks: Sequence[Line | Table | Picture], at: int) -> tuple[list[_Item], int]:
    """The duties from a block on, and the block after them; none where a line among them is of
    another kind, or a number is missing."""
    items: list[_Item] = []
    style: Style | None = None
    category = ""
    end = at
    for place in range(at, len(blocks)):
        block = blocks[place]
        text = block.text.strip() if isinstance(block, Line) else ""
        if not text or _is_title(text):
            break
        label = label_of(text)
        if label and label.style in _ITEM_STYLES and style in (None, label.style):
            name = text.removeprefix(label.text).strip()
            restarts = label.number == 1 and (not items or category != items[-1].category)
            goes_on = items and label.number == items[-1].number + 1
            if not (restarts or goes_on) or names_list(name):
                return [], at
            style = label.style
            items.append(_Item(label.number, label.text.rstrip(" 、.．"), name, category))
            end = place + 1
        elif heading := _heading(text) or _plain_heading(text, blocks[place + 1 : place + 2]):
            category = heading
        elif items and (pair := _labelled(text)) and pair[0] not in items[-1].labelled:
            items[-1].labelled[pair[0]] = pair[1]
            end = place + 1
        else:
            break
    rest = (block.text for block in blocks[end:] if isinstance(block, Line))
    after = next(rest, "")
    more = label_of(after.strip())
    broken = more is not None and more.style == style
    return ([], at) if broken or len(items) < _FEWEST_DUTIES else (items, end)


def _heading(text: str) -> str:
    """The category that a line names: with a Chinese number, or with a colon behind it."""
    if text.endswith(("：", ":")):
        bare = plain_category(text[:-1])
        return "" if header_role(bare) else bare
    label = label_of(text)
    if label and label.style in _HEADING_STYLES:
        return category_heading(text) or plain_category(text.removeprefix(label.text))
    return ""


def _plain_heading(text: str, following: Sequence[Line | Table | Picture]) -> str:
    """The category that a short line names whose next line begins to count."""
    label = label_of(following[0].text) if following and isinstance(following[0], Line) else None
    begins = label is not None and label.number == 1 and label.style in _ITEM_STYLES
    return plain_category(text) if begins and not header_role(text) else ""


def _labelled(text: str) -> tuple[str, str] | None:
    match = _LABELLED.fullmatch(text)
    if match is None or header_role(match["label"]) is None:
        return None
    return squeezed(match["label"]), match["value"].strip()


def _rows(items: Sequence[_Item], page: int) -> Iterator[Row]:
    """The header and a row for each duty. What stands in signs of its own in each of them is a
    column: 【党的建设】 in front, the offices in brackets behind."""
    fronts = [_IN_FRONT.fullmatch(item.name) for item in items]
    if all(fronts) and not any(item.category for item in items):
        items = [
            replace(item, name=front["name"], category=front["category"])
            for item, front in zip(items, fronts, strict=True)
            if front
        ]
    behind = [_BEHIND.fullmatch(item.name) for item in items]
    if all(one and _are_offices(one["offices"]) for one in behind):
        items = [
            replace(item, name=one["name"], labelled={"对应部门": one["offices"], **item.labelled})
            for item, one in zip(items, behind, strict=True)
            if one
        ]
    has_category = any(item.category for item in items)
    labels = list(dict.fromkeys(label for item in items for label in item.labelled))
    categories = ["事项类别"] if has_category else []
    yield _row(["序号", *categories, "事项名称", *labels], page)
    for item in items:
        category = [item.category] if has_category else []
        values = (item.labelled.get(label, "") for label in labels)
        yield _row([item.printed, *category, item.name, *values], page)


def _are_offices(text: str) -> bool:
    names = re.split("[、，,]", text)
    return all(len(name) <= LONGEST_CATEGORY * 2 and looks_like_office(name) for name in names)


def _row(texts: Sequence[str], page: int) -> Row:
    return Row(page, tuple(Cell((CellPart(text, page),)) if text else Cell() for text in texts))
