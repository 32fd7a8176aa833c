"""A PDF that is broken at its end or within, as qpdf mends it: what the common viewers show.

pdfium mends less than other viewers do, and tells nothing of the pages that a file has lost.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from dutylist.extract.formats.pdf.damage import is_page_whole


def repaired(path: Path) -> bytes | None:
    """The file mended by qpdf; None where it cannot be, where pages are lost or what stands on
    them, and where a password is wanted."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            wanted = int(document.Root.Pages.Count)
            if len(document.pages) != wanted or not all(map(is_page_whole, document.pages)):
                return None
            out = BytesIO()
            document.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, AttributeError, RuntimeError, TypeError, ValueError, KeyError):
        return None
