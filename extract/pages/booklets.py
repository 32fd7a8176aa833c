"""Booklets: pages printed two to a sheet so that the folded sheets, one in the other, have them in
order; and pages printed from the last one to the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.page_numbers import at_edge, is_page_number, printed_number
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.records.patterns import Pattern

LEAST_NUMBERS = 2
"""So many printed page numbers tell the order."""

_BACKWARDS = "各页从最后一页印起，按印着的页码从第 1 页读起，请对照原件核对"

_NOTE = "一张印着两页、对折成册，按印着的页码排好先后，请对照原件核对"


def in_reading_order(pages: list[FoundPage]) -> list[FoundPage]:
    """The pages of a document, those of a booklet as its readers turn them, those printed backwards
    from the first one on, and told; the others as they are. Sheets have their left half in front of
    the right one; one of the halves may be empty."""
    if _is_backwards(pages):
        last = pages[-1]
        return [replace(last, notes=(*last.notes, _BACKWARDS)), *pages[-2::-1]]
    sheets = [list(sheet) for _, sheet in groupby(pages, lambda page: page.number)]
    if len(sheets) < LEAST_NUMBERS or all(len(sheet) == 1 for sheet in sheets):
        return pages
    halves = [half for sheet in sheets for half in _halves(sheet)]
    if len(halves) != 2 * len(sheets):
        return pages
    ordered = [halves[place] for place in _places(len(halves))]
    if _is_counted(halves) or not _is_counted(ordered):
        return pages
    first, *others = (page for page in ordered if page)
    return [replace(first, notes=(*first.notes, _NOTE)), *others]


def _is_backwards(pages: Sequence[FoundPage]) -> bool:
    """Whether each page has a printed number, and they count down to one."""
    numbers = [_number(page) or _number_within(page) for page in pages]
    return len(pages) > 1 and numbers == list(range(len(pages), 0, -1))


def _halves(sheet: list[FoundPage]) -> list[FoundPage | None]:
    """The pages of a sheet, None for an empty half; the sheet itself where it is one page."""
    if len(sheet) != 1:
        return list(sheet)
    (page,) = sheet
    middle = page.frame.size[0] / 2
    spans = [span for block in page.blocks for span in _spans(block)]
    if all(start > middle for start, _ in spans):
        return [None, page]
    return [page, None] if all(end < middle for _, end in spans) else [page]


def _spans(block: PrintedLine | FoundTable) -> list[tuple[float, float]]:
    """From where to where a line, or each cell of a table, reaches."""
    if isinstance(block, FoundTable):
        return [(cell.x0, cell.x1) for cell in block.cells]
    return [(block.x0, block.x1)]


def _places(count: int) -> list[int]:
    """Where the pages of a booklet stand, in its order: the first one on the right half of the
    first side, the second on the left of the second side; the last ones beside them."""
    out = [0] * count
    for side in range(count // 2):
        early, late = (2 * side + 1, 2 * side) if side % 2 == 0 else (2 * side, 2 * side + 1)
        out[side], out[count - 1 - side] = early, late
    return out


def _is_counted(pages: Sequence[FoundPage | None]) -> bool:
    """Whether the page numbers printed on pages count on."""
    numbers = [(at, _number(page)) for at, page in enumerate(pages) if page]
    found = [(at, number) for at, number in numbers if number is not None]
    steps = {number - at for at, number in found}
    return len(found) >= LEAST_NUMBERS and len(steps) == 1


_PAGE_OF = Pattern(r"第\s*(\d{1,4})\s*页")


def _number_within(page: FoundPage) -> int | None:
    """The page number that a line at a page's edge says beside something else: 打印任务 第2页."""
    height = page.frame.size[1]
    edges = [
        line.text
        for line in page.blocks
        if isinstance(line, PrintedLine) and at_edge(line.top, line.bottom, height)
    ]
    found = next((match for text in reversed(edges) if (match := _PAGE_OF.search(text))), None)
    return int(found[1]) if found else None


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
