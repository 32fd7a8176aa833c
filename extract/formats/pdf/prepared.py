"""What is learnt of a PDF before pdfium opens it, and the file as it is to be opened.

pdfium does not tell which layer an object is of, nor which glyph a character is of where several
are said to be one; such files are changed, in memory, so that it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

from dutylist.extract.formats.pdf.layers import name_hidden
from dutylist.extract.formats.pdf.namesakes import Said, part_namesakes
from dutylist.extract.formats.pdf.told_characters import Told, told_characters


@dataclass(frozen=True)
class Prepared:
    """The `content` that pdfium is to open, None for the file as it is; whether it has `layers`,
    what its fonts have `told`, and what several glyphs of a font are `said` to be, of which each
    has a code of its own there."""

    content: bytes | None = None
    layers: bool = False
    told: Told = field(default_factory=dict)
    said: Said = field(default_factory=dict)


def prepared(path: Path) -> Prepared:
    """Of a file that cannot be looked through nothing is known."""
    content = path.read_bytes()
    has_layers = b"/OCProperties" in content
    if not has_layers and b"/ToUnicode" not in content and b"/ObjStm" not in content:
        return Prepared()
    try:
        with pikepdf.open(path) as document:
            told = told_characters(document)
            has_layers = "/OCProperties" in document.Root
            if document.get_warnings():
                # pdfium patches a broken file in its own way.
                return Prepared(None, has_layers, told)
            said = part_namesakes(document)
            hidden = has_layers and name_hidden(document)
            return Prepared(_saved(document) if said or hidden else None, has_layers, told, said)
    except (pikepdf.PdfError, AttributeError, RuntimeError, TypeError, ValueError):
        return Prepared(layers=has_layers)


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
