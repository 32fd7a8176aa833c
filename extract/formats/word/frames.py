"""Word tables that only put other tables, or pictures, in their place."""

from __future__ import annotations

from dutylist.extract.formats.word.table_xml import cells_of, has_text, rows_of
from dutylist.extract.formats.word.xml import TABLE, Element, content, tag

_FRAMED_SHARE = 0.8
"""Of a table's text that stands in tables within it: then it is only their frame."""


def is_frame(rows: list[Element]) -> bool:
    """Whether a table only puts others in their place: no row has two cells with something in
    them, or each cell with something has a table (two halves of a list side by side), or one cell
    has the tables and as good as all text in them (a page with a menu). So does one of pictures
    without text."""
    if any(map(_holds_picture, rows)) and not any(map(has_text, rows)):
        return True
    holders = [
        cell for row in rows for cell in cells_of(row) if next(cell.iter(TABLE), None) is not None
    ]
    if not holders:
        return False
    if all(sum(has_text(cell) for cell in cells_of(row)) < 2 for row in rows):
        return True
    if all(cell in holders for row in rows for cell in cells_of(row) if has_text(cell)):
        return True
    inner = [table for table in content(holders[0]) if table.tag == TABLE]
    within = sum(_text_size(table) for table in inner)
    return (
        len(holders) == 1
        and sum(len(list(rows_of(table))) for table in inner) > len(rows)
        and within > _FRAMED_SHARE * sum(_text_size(row) for row in rows)
    )


def _text_size(element: Element) -> int:
    return sum(len(part.text or "") for part in element.iter(tag("w:t")))


def _holds_picture(row: Element) -> bool:
    return next(row.iter(tag("a:blip"), tag("v:imagedata")), None) is not None
