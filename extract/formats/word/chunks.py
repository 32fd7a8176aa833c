"""Files of other formats that stand in a Word file as they are (altChunk), which Word shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from dutylist.extract.formats.package import CHUNK_ENDINGS, Package
from dutylist.extract.source import Block, SourceDocument
from dutylist.records.model import Note

_Found = tuple[tuple[Block, ...], tuple[Note, ...]]


def chunk_blocks(
    package: Package, part: str, read_word: Callable[[Path], SourceDocument]
) -> _Found | None:
    """The lines and tables of an embedded file, pages 0; None where its format is not read.

    `read_word` reads one that is a Word file itself.
    """
    data = package.parts.get(part.lower())
    ending = f".{part.lower().rpartition('.')[2]}"
    if data is None or ending not in CHUNK_ENDINGS:
        return None
    if ending == ".docx":
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            path = Path(folder) / package.name
            path.write_bytes(data)
            document = read_word(path)
        return document.blocks, document.notes
    # Imported where one stands in a file: next to none has one.
    if ending in (".mht", ".mhtml"):
        from dutylist.extract.formats.web.mht import mht_blocks

        return mht_blocks(data, package.name)
    if ending == ".txt":
        from dutylist.extract.formats.text.decode import decode_text
        from dutylist.extract.formats.text.text import read_text

        document = read_text(decode_text(data, package.name), package.name)
        return document.blocks, document.notes
    from dutylist.extract.formats.web.encoding import page_text
    from dutylist.extract.formats.web.html import html_blocks

    return html_blocks(page_text(data)[0], package.name)
