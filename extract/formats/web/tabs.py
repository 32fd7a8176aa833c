"""Tabs (标签页): of several panes a page shows one at a time, below a bar with the panes' names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from dutylist.extract.formats.header_words import is_title
from dutylist.extract.formats.web.boxes import box_rows
from dutylist.extract.formats.web.hidden import is_hidden, show

_LONGEST_NAME = 30
"""Characters of a pane's name; 上级部门收回履职事项清单 with a township's name is below it."""


def open_tabs(root: etree._Element) -> list[str]:
    """Show all panes of a page, each below its name, and leave out the bars that have the names.

    Panes are alike, stand side by side and hold a table each, or anything where all their names are
    those of lists, and a bar before them has just so many names; where none is hidden, these lead
    to them. What is hidden without a bar stays so: it may be withdrawn. Returns what the hidden
    ones are called.
    """
    opened: list[str] = []
    for panes in [group for parent in root.iter() for group in _panes(parent)]:
        items = _bar(panes)
        hidden = [is_hidden(pane) for pane in panes]
        if not items or not (any(hidden) or all(map(_leads, items))):
            continue
        names = [_text(item) for item in items]
        if not (all(map(_holds_table, panes)) or all(map(is_title, names))):
            continue
        for pane, name in zip(panes, names, strict=True):
            _show(pane, name)
        for item in items:
            item.clear(keep_tail=True)
        opened += [name for name, was_hidden in zip(names, hidden, strict=True) if was_hidden]
    return opened


def _panes(parent: etree._Element) -> Iterator[list[etree._Element]]:
    """The children that are alike, where there are several: those that hold tables, and all that
    hold text."""
    kinds: dict[tuple[str, str], list[etree._Element]] = {}
    for item in parent:
        if isinstance(item.tag, str) and item.tag in ("div", "section", "li") and _text(item):
            kinds.setdefault((item.tag, _kind(item)), []).append(item)
    for alike in kinds.values():
        tables = list(filter(_holds_table, alike)) if len(alike) > 1 else []
        yield from (panes for panes in (tables, alike) if len(panes) > 1)


def _kind(item: etree._Element) -> str:
    """What panes of one group share: their role, else the first of their classes."""
    return item.get("role") or (item.get("class") or "").partition(" ")[0]


def _holds_table(item: etree._Element) -> bool:
    return next(item.iter("table"), None) is not None or any(
        box_rows(part) for part in item.iter("div", "section", "ul")
    )


def _show(pane: etree._Element, name: str) -> None:
    show(pane)
    title = etree.Element("p")
    title.text, title.tail, pane.text = name, pane.text, None
    pane.insert(0, title)


def _bar(panes: Sequence[etree._Element]) -> list[etree._Element]:
    """The names of the panes: what the nearest element before them has, one short text for each,
    or the labels of switches that stand before them; [] where there are none."""
    for item in _before(panes[0]):
        for part in item.iter("ul", "ol", "div", "nav", "p"):
            if _are_names(items := _items(part), panes):
                return items
    labels = [item for item in _before(panes[0]) if item.tag == "label" and item.get("for")]
    return labels[::-1] if _are_names(labels, panes) else []


def _are_names(items: Sequence[etree._Element], panes: Sequence[etree._Element]) -> bool:
    texts = [_text(one) for one in items]
    return len(items) == len(panes) and all(0 < len(text) <= _LONGEST_NAME for text in texts)


def _before(pane: etree._Element) -> Iterator[etree._Element]:
    """The pane's siblings before it, and those of what holds the panes, nearest first."""
    for level in (pane, pane.getparent()):
        if level is not None:
            yield from (item for item in level.itersiblings(preceding=True))


def _items(bar: etree._Element) -> list[etree._Element]:
    return [item for item in bar if isinstance(item.tag, str)]


def _leads(item: etree._Element) -> bool:
    """Whether a name of a bar is there to be clicked."""
    attributes = {str(name) for part in item.iter() for name in part.attrib}
    clicked = attributes & {"onclick", "href"}
    kept = any(name.startswith("data-") for name in attributes)
    return bool(clicked) or kept or item.get("role") == "tab"


def _text(item: etree._Element) -> str:
    return "".join("".join(map(str, item.itertext())).split())
