"""Pages of a PDF as pictures, drawn when first asked for and kept."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.settings import Settings
from dutylist.app.worker.answers import Tell
from dutylist.records.errors import FileMissingError

SCALE = 2.0
"""Pixels per point: 144 dpi, at which 小五 (9 pt) is read with ease."""

LONGEST = 4000
"""Pixels of a picture's longer side at most, whatever size of page a file claims."""

_drawing = threading.BoundedSemaphore(2)


def page_sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of each page in points, as shown; nothing for a file that is no PDF."""
    import pypdfium2

    with path.open("rb") as file:
        if not file.read(1024).lstrip().startswith(b"%PDF"):
            return []
    document = pypdfium2.PdfDocument(path)
    return [document.get_page_size(index) for index in range(len(document))]


def draw_page(wanted: tuple[Path, int, Path], tell: Tell) -> None:
    """Draw a page (from 1) of a file as PNG at another path. Raises FileMissingError where the file
    has no such page."""
    import pypdfium2

    path, page, output = wanted
    document = pypdfium2.PdfDocument(path)
    if not 1 <= page <= len(document):
        raise FileMissingError(f"没有第 {page} 页", "请核对页码", file=path.name)
    opened = document[page - 1]
    scale = min(SCALE, LONGEST / max(*opened.get_size(), 1.0))
    opened.render(scale=scale, optimize_mode="lcd").to_pil().save(output, "PNG")


def page_picture(settings: Settings, folder: Path, source: Path, page: int) -> Path:
    """The picture of a page of `source` in `folder`, drawn in a child process if there is none.

    Raises TaskFailedError.
    """
    picture = folder / f"{page}.png"
    with _drawing:
        if picture.exists():
            return picture
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(descriptor)
        try:
            run_bounded(draw_page, (source, page, Path(temporary)), settings.limits)
            os.replace(temporary, picture)
        finally:
            Path(temporary).unlink(missing_ok=True)
    return picture
