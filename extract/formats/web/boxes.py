"""Tables that a page makes of boxes (div, li, span) instead of rows: a header's words tell."""

from __future__ import annotations

from collections.abc import Iterator

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


def put_box_rows_together(root: etree._Element) -> None:
    """Put rows of boxes that stand among other things, of one kind one after another below a
    header, in a box of their own, in place."""
    for parent in [*root.iter("div", "section", "main", "article", "body", "ul", "form")]:
        runs = list(_runs_of_rows(parent))
        if len(runs) == 1 and len(runs[0]) == len(parent):
            continue
        for run in runs:
            box = etree.Element("div")
            box.tail, run[-1].tail = run[-1].tail, None
            parent.insert(parent.index(run[0]), box)
            box.extend(run)


def _runs_of_rows(parent: etree._Element) -> Iterator[list[etree._Element]]:
    """The rows below each header among an element's children, the header's row first."""
    run: list[etree._Element] = []
    for child in parent:
        goes_on = bool(run) and (_is_row_below(child, run[0]) or _is_heading_in(child, run[0]))
        if goes_on and not _is_header_row(child):
            run.append(child)
            continue
        if len(run) > 1:
            yield run
        run = [child] if _is_header_row(child) else []
    if len(run) > 1:
        yield run


def _is_header_row(element: etree._Element) -> bool:
    if element.tag not in ("div", "li", "section"):
        return False
    cells = list(element)
    return (
        _is_row_of(element, len(cells)) and 1 < len(cells) <= _MOST_COLUMNS and _are_header(cells)
    )


def _is_row_of(element: etree._Element, width: int) -> bool:
    """Whether an element holds so many boxes, or one as wide as all, and no text beside them."""
    boxes = all(isinstance(cell.tag, str) for cell in element)
    return boxes and len(element) in (1, width) and not _has_own_text(element)


def _is_row_below(element: etree._Element, header: etree._Element) -> bool:
    """Whether an element is a row as its header is: of one class at least, or both of none."""
    own, above = (set(one.get("class", "").split()) for one in (element, header))
    alike = element.tag == header.tag and (own & above or own == above)
    return bool(alike) and _is_row_of(element, len(header))


def _is_heading_in(element: etree._Element, header: etree._Element) -> bool:
    """Whether an element is a line of text, a category, above one of a header's rows."""
    below = element.getnext()
    line = element.tag == header.tag and not len(element) and bool(_text(element))
    return line and below is not None and _is_row_below(below, header)


def _rows_of_boxes(children: list[etree._Element]) -> Boxes:
    # A box of text alone goes over all columns: a category.
    rows = [[cell for cell in row if isinstance(cell.tag, str)] or [row] for row in children]
    width = len(rows[0])
    if not 1 < width <= _MOST_COLUMNS or not _are_header(rows[0]):
        return []
    # Text beside the cells would be lost.
    alike = all(len(row) in (1, width) for row in rows)
    beside = (row for row, cells in zip(children, rows, strict=True) if cells != [row])
    return rows if alike and not any(map(_has_own_text, beside)) else []


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
