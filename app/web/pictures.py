"""Pages of a PDF, an OFD or a picture file as pictures, drawn when first asked for and kept."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.settings import Settings
from dutylist.app.worker.answers import Tell
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import FileMissingError
from dutylist.render.files import replace_file

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0
"""Pixels per point: 144 dpi, at which 小五 (9 pt) is read with ease."""

LONGEST = 4000
"""Pixels of a picture's longer side at most, whatever size of page a file claims."""

PICTURES = frozenset(("png", "jpeg", "tiff", "bmp", "gif", "webp", "jp2", "heic"))
"""The formats (as `sniff` names them) of picture files."""

_drawing = threading.BoundedSemaphore(2)


def page_sizes(path: Path, limits: ReadLimits = ReadLimits()) -> list[tuple[float, float]]:  # noqa: B008
    """Width and height of each page in points, as shown and as the records' places count; nothing
    for a file without fixed pages."""
    from dutylist.extract.formats.sniff import sniff

    kind = sniff(path)
    if kind == "pdf":
        return _pdf_page_sizes(path)
    if kind == "ofd":
        from dutylist.extract.formats.ofd.ofd import printed

        # A page's size is told without what stands on it.
        with printed(path, limits, only=(0,)) as (pdf, _):
            return _pdf_page_sizes(pdf)
    if kind in PICTURES:
        from dutylist.extract.formats.scan.picture import file_pictures

        return [
            (picture.grey.shape[1] * 72 / picture.dpi, picture.grey.shape[0] * 72 / picture.dpi)
            for picture in file_pictures(path, limits)
        ]
    return []


def _pdf_page_sizes(path: Path) -> list[tuple[float, float]]:
    from dutylist.extract.formats.pdf.repaired import opened

    document = opened(path)
    try:
        return [document.get_page_size(index) for index in range(len(document))]
    finally:
        document.close()


def draw_page(wanted: tuple[Path, int, Path], tell: Tell) -> None:
    """Draw a page (from 1) of a file as PNG at another path. Raises FileMissingError where the file
    has no such page."""
    from dutylist.extract.formats.sniff import sniff

    path, page, output = wanted
    kind = sniff(path)
    draw = _drawn_ofd if kind == "ofd" else _shown if kind in PICTURES else _drawn_pdf
    picture = draw(path, page)
    if picture is None:
        raise FileMissingError(f"没有第 {page} 页", "请核对页码", file=path.name)
    picture.save(output, "PNG")


def _drawn_pdf(path: Path, page: int) -> Image | None:
    from dutylist.extract.formats.pdf.repaired import opened

    document = opened(path)
    try:
        if not 1 <= page <= len(document):
            return None
        loaded = document[page - 1]
        scale = min(SCALE, LONGEST / max(*loaded.get_size(), 1.0))
        picture: Image = loaded.render(scale=scale, optimize_mode="lcd").to_pil()
        return picture
    finally:
        document.close()


def _shown(path: Path, page: int) -> Image | None:
    """A page of a picture file as it is, in its colours."""
    import numpy as np
    import pillow_heif
    from PIL import Image, ImageOps

    pillow_heif.register_heif_opener()
    with Image.open(path) as file:
        if not 1 <= page <= getattr(file, "n_frames", 1):
            return None
        file.seek(page - 1)
        shown = ImageOps.exif_transpose(file.copy())
    if shown.mode.startswith(("I", "F")):
        # Sixteen bits a pixel and the like: no browser's picture.
        deep = np.asarray(shown, dtype=np.float64)
        shown = Image.fromarray((deep * (255 / max(float(deep.max()), 1.0))).astype(np.uint8))
    shown.thumbnail((LONGEST, LONGEST))
    return shown.convert("RGBA" if "A" in shown.getbands() else "RGB")


def _drawn_ofd(path: Path, page: int) -> Image | None:
    from dutylist.extract.formats.ofd.ofd import printed

    with printed(path, ReadLimits(), only=(page,)) as (pdf, _):
        return _drawn_pdf(pdf, page)


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
            replace_file(Path(temporary), picture)
        finally:
            Path(temporary).unlink(missing_ok=True)
    return picture
