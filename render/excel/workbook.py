"""What all workbooks share: texts stay texts, and how a sheet is printed."""

from __future__ import annotations

from typing import Any

LONGEST_ROW = 400.0
"""pt; Excel's limit for a row is 409."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""For xlsxwriter: what looks like a formula, a link or a number is a text all the same."""

A3, A4 = 8, 9
"""Excel's numbers of paper sizes (ECMA-376-1, 18.3.1.63)."""


def print_wide(sheet: Any, paper: int = A4) -> None:
    """Print a sheet landscape, one page wide, numbered."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
