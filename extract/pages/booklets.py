"""Booklets: pages printed two to a sheet so that the folded sheets, one in the other, have them in
order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.pages.page_numbers import is_page_number, printed_number
from dutylist.extract.pages.printed_lines import PrintedLine

LEAST_NUMBERS = 2
"""So many printed page numbers tell the order."""

_NOTE = "一张印着两页、对折成册，按印着的页码排好先后，请对照原件核对"


def in_reading_order(pages: list[FoundPage]) -> list[FoundPage]:
    """The pages of a document, those of a booklet as its readers turn them, and told; the others as
    they are. Sheets have their left half in front of the right one."""
    sheets = [left.number for left in pages[::2]]
    if len(pages) < 2 * LEAST_NUMBERS or sheets != [right.number for right in pages[1::2]]:
        return pages
    if len(set(sheets)) < len(sheets):
        return pages
    ordered = [pages[place] for place in _places(len(pages))]
    if _is_counted(pages) or not _is_counted(ordered):
        return pages
    return [replace(ordered[0], notes=(*ordered[0].notes, _NOTE)), *ordered[1:]]


def _places(count: int) -> list[int]:
    """Where the pages of a booklet stand, in its order: the first one on the right half of the
    first side, the second on the left of the second side; the last ones beside them."""
    out = [0] * count
    for side in range(count // 2):
        early, late = (2 * side + 1, 2 * side) if side % 2 == 0 else (2 * side, 2 * side + 1)
        out[side], out[count - 1 - side] = early, late
    return out


def _is_counted(pages: Sequence[FoundPage]) -> bool:
    """Whether the page numbers printed on pages count on."""
    found = [(at, number) for at, page in enumerate(pages) if (number := _number(page)) is not None]
    steps = {number - at for at, number in found}
    return len(found) >= LEAST_NUMBERS and len(steps) == 1


def _number(page: FoundPage) -> int | None:
    height = page.frame.size[1]
    return next(
        (
            printed_number(line.text)
            for line in reversed(page.blocks)
            if isinstance(line, PrintedLine)
            and is_page_number(line.text, line.top, line.bottom, height)
        ),
        None,
    )
