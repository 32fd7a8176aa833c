"""The pages of a Word file, told by its page breaks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutylist.extract.formats.package import Package
from dutylist.extract.source import Block, CellPart, Table


@dataclass
class PageCount:
    """Counts pages by page breaks.

    Where Word has laid the document out, it repeats the author's own page break in front of the
    next text; `fresh` is true after an author's break until something else stands there.
    """

    number: int = 1
    fresh: bool = False
    seen_breaks: bool = False

    def copy(self) -> PageCount:
        """The same, counted on apart; `replace` would take as long as reading a cell."""
        return PageCount(self.number, self.fresh, self.seen_breaks)

    def hard(self) -> None:
        self.number += 1
        self.fresh = self.seen_breaks = True

    def rendered(self) -> None:
        self.number += not self.fresh
        self.fresh = False
        self.seen_breaks = True

    def before_paragraph(self) -> None:
        """A paragraph that must begin a page (段前分页) or section."""
        if not self.fresh:
            self.hard()


def stored_page_count(package: Package) -> int:
    """The number of pages when Word last laid the document out; 0 where it is not told."""
    root = package.xml("docProps/app.xml")
    found = None if root is None else root.find("{*}Pages")
    text = "" if found is None else (found.text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def without_pages(block: Block) -> Block:
    """The block with its pages unknown."""
    if not isinstance(block, Table):
        return replace(block, page=0)
    rows = tuple(
        replace(
            row,
            page=0,
            cells=tuple(
                replace(cell, parts=(CellPart(cell.text, 0),) if cell.parts else ())
                for cell in row.cells
            ),
        )
        for row in block.rows
    )
    return Table(0, rows)
