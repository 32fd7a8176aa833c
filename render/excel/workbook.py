"""What all workbooks share: texts stay texts, and how a sheet is printed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from dutylist.render.views.widths import lines_needed

_log = logging.getLogger(__name__)

LONGEST_CELL = 32_767
"""Characters that Excel takes in a cell; xlsxwriter cuts longer texts and says nothing."""

CUT_OFF = "……（未完：Excel 一格装不下，见记录文件）"

LINE_HEIGHT = 15.0
"""pt of a line of 11 pt, Excel's own size."""

LONGEST_ROW = 400.0
"""pt; Excel's limit for a row is 409."""

NEXT_BEST = re.compile(r"[。；;]")
"""Where a paragraph that is higher than a row is cut."""


def in_rows(paragraphs: Sequence[str], width: float, line_height: float) -> list[str]:
    """A cell's text in so many parts, from top to bottom, that none is higher than Excel lets a row
    be: it would show no more of it. `width` is the column's in em."""
    most = int((LONGEST_ROW - 4) / line_height)
    parts: list[list[str]] = [[]]
    room = most
    for whole in paragraphs:
        for piece in _cut(whole, int(width) * most):
            needed = lines_needed([piece], width)
            if needed > room and parts[-1]:
                parts.append([])
                room = most
            parts[-1].append(piece)
            room -= needed
    return ["\n".join(part) for part in parts]


def _cut(text: str, longest: int) -> Iterator[str]:
    """A paragraph in pieces of at most so many characters, cut behind a sentence where one ends."""
    while len(text) > longest:
        ends = [match.end() for match in NEXT_BEST.finditer(text, longest // 2, longest)]
        at = ends[-1] if ends else longest
        yield text[:at]
        text = text[at:]
    yield text


OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""For xlsxwriter: what looks like a formula, a link or a number is a text all the same."""

A3, A4 = 8, 9
"""Excel's numbers of paper sizes (ECMA-376-1, 18.3.1.63)."""


def fitting(text: str) -> str:
    """A text as a cell can hold it: what is longer is cut, says so at its end and is told."""
    if len(text) <= LONGEST_CELL:
        return text
    _log.warning(
        "有一格 %d 字，Excel 最多装 %d 字，表格里的不全，末尾注明了“未完”", len(text), LONGEST_CELL
    )
    return text[: LONGEST_CELL - len(CUT_OFF)] + CUT_OFF


def page_head(title: str, issued: str) -> str:
    """What is printed above each page of a sheet: the document, and of which edition it is."""
    said = f"{title}（{issued}）" if issued else title
    return "&C" + said.replace("&", "&&")


def print_wide(sheet: Any, paper: int = A4) -> None:
    """Print a sheet landscape, one page wide, numbered."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
