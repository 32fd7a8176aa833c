"""A Word table as it stands in the XML: its rows and cells, and what a cell says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.extract.formats.word.xml import Element, child, content, number, tag, value

_ROW = tag("w:tr")
_CELL = tag("w:tc")


def rows_of(table: Element) -> Iterator[Element]:
    """The table's own rows, not those of tables in its cells."""
    return (row for row in content(table) if row.tag == _ROW)


def cells_of(row: Element) -> Iterator[Element]:
    """The row's cells; one that is merged over several rows stands in each of them."""
    return (cell for cell in content(row) if cell.tag == _CELL)


def widths_of(table: Element) -> list[int]:
    """The widths of the grid's columns in twentieths of a point, 0 where not told."""
    grid = child(table, "w:tblGrid")
    columns = [] if grid is None else grid.iterchildren(tag("w:gridCol"))
    return [max(0, number(column, name="w:w") or 0) for column in columns]


def continues_above(properties: Element | None) -> bool:
    """Whether a cell is merged with the one above it (vMerge, or a tracked merge), by its
    w:tcPr."""
    merge = child(properties, "w:vMerge")
    if merge is None:
        tracked = child(properties, "w:cellMerge")
        return tracked is not None and value(tracked, name="w:vMerge") == "cont"
    return value(merge) != "restart"


def has_text(cell: Element) -> bool:
    """Whether a cell, or row, has more than blanks, tables in it included."""
    return any((part.text or "").strip() for part in cell.iter(tag("w:t")))


def leads_with_break(cell: Element) -> bool:
    """Whether Word's page break stands in front of all text of a cell."""
    for item in cell.iter(tag("w:t"), tag("w:lastRenderedPageBreak")):
        if item.tag != tag("w:t"):
            return True
        if (item.text or "").strip():
            return False
    return False
