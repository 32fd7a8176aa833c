"""Tables that a page makes of boxes (div, li, span) instead of rows: a header's words tell."""

from __future__ import annotations

from lxml import etree

from dutylist.extract.formats.header_words import LONGEST_HEADER, begins_with_number, is_header
from dutylist.records.text import squeezed

_MOST_COLUMNS = 12
"""No list has so many; a longer row of boxes is a menu or a grid of pictures."""

Boxes = list[list[etree._Element]]


def box_rows(element: etree._Element) -> Boxes:
    """The cells of each row where an element's children are a table's rows, or its cells one after
    another; [] where they are none. A row of one cell goes over all columns."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < 2:
        return []
    return _rows_of_boxes(children) or _cells_in_turn(children)


def _rows_of_boxes(children: list[etree._Element]) -> Boxes:
    rows = [[cell for cell in row if isinstance(cell.tag, str)] for row in children]
    width = len(rows[0])
    if not 1 < width <= _MOST_COLUMNS or not _are_header(rows[0]):
        return []
    # Text beside the cells would be lost.
    alike = all(len(row) in (1, width) for row in rows)
    return rows if alike and not any(map(_has_own_text, children)) else []


def _cells_in_turn(children: list[etree._Element]) -> Boxes:
    texts = [_text(child) for child in children[: _MOST_COLUMNS + 1]]
    width = next((at for at, text in enumerate(texts) if text.isdecimal()), 0)
    if width < 2 or len(children) % width or not _are_header(children[:width]):
        return []
    return [children[at : at + width] for at in range(0, len(children), width)]


def _are_header(cells: list[etree._Element]) -> bool:
    texts = [_text(cell) for cell in cells]
    if any(len(text) > LONGEST_HEADER for text in texts):
        return False
    return begins_with_number(texts) and is_header(texts)


def _text(element: etree._Element) -> str:
    """The text of an element without blanks; no more than shows that it is no header's."""
    found = ""
    for text in element.itertext():
        found += squeezed(str(text))
        if len(found) > LONGEST_HEADER:
            break
    return found


def _has_own_text(row: etree._Element) -> bool:
    own = [row.text, *(cell.tail for cell in row)]
    return any(text and text.strip() for text in own)
