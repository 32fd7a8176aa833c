"""A PDF that is broken at its end or within, as qpdf mends it: what the common viewers show.

pdfium mends less than other viewers do, and tells nothing of the pages that a file has lost.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2

from dutylist.extract.formats.pdf.damage import is_page_whole

_LIST = re.compile(rb"xref|trailer")


def opened(path: Path) -> pypdfium2.PdfDocument:
    """The file, as it is repaired where pdfium cannot open it. Raises what pdfium says where it
    cannot be repaired either."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        mended = repaired(path)
        if mended is None:
            raise
        return pypdfium2.PdfDocument(mended)


def repaired(path: Path) -> bytes | None:
    """The file mended by qpdf; None where it cannot be, where pages are lost or what stands on
    them, and where a password is wanted."""
    import pikepdf

    if not _lists_objects(path):
        return None
    try:
        with pikepdf.open(path) as document:
            wanted = int(document.Root.Pages.Count)
            if len(document.pages) != wanted or not all(map(is_page_whole, document.pages)):
                return None
            out = BytesIO()
            document.save(out)
            return out.getvalue()
    except (
        pikepdf.PasswordError,
        pikepdf.PdfError,
        AttributeError,
        KeyError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return None


def _lists_objects(path: Path) -> bool:
    """Whether a list of a PDF's objects, or the end of one, stands behind them: where the file was
    cut off before it, fonts and pictures may be lost, too, and nothing tells so."""
    content = path.read_bytes()
    return bool(_LIST.search(content, max(content.rfind(b"endobj"), 0)))
