"""What is learnt of a PDF before pdfium opens it, and the file as it is to be opened.

pdfium does not tell which layer an object is of, nor which glyph a character is of where several
are said to be one; such files are changed, in memory, so that it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

from dutylist.extract.formats.pdf.characters import FONT_CODE
from dutylist.extract.formats.pdf.layers import name_hidden
from dutylist.extract.formats.pdf.namesakes import namesakes
from dutylist.extract.formats.pdf.repaired import repaired
from dutylist.extract.formats.pdf.table_gaps import left_out
from dutylist.extract.formats.pdf.to_unicode import Tables, text_of

Said = dict[int, int]
"""What glyphs that are given codes of their own are said to be, FONT_CODE and more where the file
does not say it."""


@dataclass(frozen=True)
class Prepared:
    """The `content` that pdfium is to open, None for the file as it is; whether it has `layers`;
    the glyphs that have codes of their own there, with what they are `said` to be; and whether the
    file is known to be `broken`."""

    content: bytes | None = None
    layers: bool = False
    said: Said = field(default_factory=dict)
    broken: bool = False


_LOOKED_THROUGH = (b"/OCProperties", b"/ToUnicode", b"/ObjStm", b"/Encrypt")
"""What a file has in it that is to be looked through."""


def prepared(path: Path) -> Prepared:
    """Of a file that cannot be looked through nothing is known."""
    content = path.read_bytes()
    has_layers = b"/OCProperties" in content
    if not any(mark in content for mark in _LOOKED_THROUGH):
        return Prepared()
    try:
        with pikepdf.open(path) as document:
            has_layers = "/OCProperties" in document.Root
            if _is_patched(document):
                # pdfium patches a broken file in its own way, and cuts locked streams short.
                return Prepared(repaired(path), has_layers, broken=True)
            said = _with_own_codes(document)
            hidden = has_layers and name_hidden(document)
            return Prepared(_saved(document) if said or hidden else None, has_layers, said)
    except (pikepdf.PdfError, AttributeError, RuntimeError, TypeError, ValueError):
        return Prepared(layers=has_layers, broken=True)


def _is_patched(document: pikepdf.Pdf) -> bool:
    """Whether qpdf had to mend any of a file's objects; it reads each when it is asked for it."""
    for _ in document.objects:
        pass
    return bool(document.get_warnings())


def _with_own_codes(document: pikepdf.Pdf) -> Said:
    """Gives the glyphs codes of which the tables of meanings do not tell which they are."""
    tables = Tables.of(document)
    alike, gaps = namesakes(tables), left_out(tables)
    given = dict(zip((*alike, *gaps), tables.free_codes(), strict=False))
    said = {
        code: ord(text_of(tables.known[glyph[0]][glyph[1]])) if glyph in alike else FONT_CODE + code
        for glyph, code in given.items()
    }
    tables.give(given)
    return said


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
