"""Where the headings of a finished PDF stand: from its own outline and page labels."""

from __future__ import annotations

import io

import pikepdf

HEADING_CODE = "　"
"""The space that ends the code at the beginning of a duty's heading."""


def bookmark_pages(pdf: bytes) -> dict[str, str]:
    """The page label by heading; a duty's heading counts by its code too (配合-053)."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        labels: dict[tuple[int, int], str] = {
            page.obj.objgen: page.label for page in document.pages
        }
        pages: dict[str, str] = {}
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting[:0] = item.children
            destination = item.destination
            if isinstance(destination, pikepdf.Array):
                label = labels.get(destination[0].objgen, "")
                pages.setdefault(item.title, label)
                pages.setdefault(item.title.partition(HEADING_CODE)[0], label)
        return pages
