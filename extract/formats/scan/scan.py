"""Scans -> the document's lines and table rows: PDF pages that are pictures, and picture files.

The sheets in a picture are made flat, upright and evenly lit (`sheets`), their rulings and lines
are found (`rulings`, `lines`, `detect`), the lines are read (`recognise`) and take the same way as
those of a PDF.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.pages.document import document_of_pages
from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import (
    FileMissingError,
    LimitExceededError,
    ProgramMissingError,
)

PROGRAMS = ("cv2", "onnxruntime", "pillow_heif", "rapidocr")
"""Packages of the extra `scan`; Pillow comes with others."""


def can_read_scans() -> bool:
    """Whether the packages for reading scans are installed."""
    return all(find_spec(name) for name in PROGRAMS)


def need_scan_programs(name: str) -> None:
    """Raise ProgramMissingError, naming the file, where the packages are not installed."""
    if not can_read_scans():
        raise ProgramMissingError(
            "这是扫描件，文字识别组件没有安装",
            "请安装：pip install 'dutylist[scan]'，再重新运行；或向发布单位要文字版",
            file=name,
        )


def read_scan(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """The lines and table rows of a scan, in reading order, each character with its confidence.

    Raises ProgramMissingError (the packages of `dutylist[scan]` are absent), FileMissingError,
    UnknownFormatError, DamagedFileError, LimitExceededError and EmptyListError (no text).
    """
    pages = tuple(iter_scan(path, limits))
    return document_of_pages(path.name, len(pages), iter(pages))


def iter_scan(
    path: Path,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    pages: Sequence[int] | None = None,
) -> Iterator[FoundPage]:
    """The pages of a scan as laid out, one at a time; of a PDF only `pages` (from 1) if given.

    Raises as `read_scan` does, EmptyListError apart.
    """
    need_scan_programs(path.name)
    from dutylist.extract.formats.scan.models import Deadline, OutOfTimeError
    from dutylist.extract.formats.scan.page import read_picture, unread_page
    from dutylist.extract.formats.scan.picture import file_pictures, pdf_pictures

    deadline = time.monotonic() + limits.max_seconds
    if not path.is_file():
        raise FileMissingError("打不开这个文件", "请检查文件名和读取权限", file=path.name)
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    pictures = pdf_pictures(path, pages, limits) if is_pdf else file_pictures(path, limits)
    for picture in pictures:
        deadline += SCAN_SECONDS
        start = time.monotonic()
        if start > deadline:
            raise LimitExceededError(
                f"读到第 {picture.number} 页已超过 {limits.max_seconds:g} 秒",
                "请只保留清单所在的页，或调高读取上限",
                file=path.name,
            )
        try:
            yield from read_picture(picture, Deadline.after(SCAN_SECONDS, deadline))
        except OutOfTimeError:
            yield unread_page(picture, f"识别了 {time.monotonic() - start:.0f} 秒还没有读完")


def read_scan_page(path: Path, page: int, limits: ReadLimits) -> list[FoundPage]:
    """A page (from 1) of a PDF that is a picture, as laid out: two where two lie side by side in
    it. They take the place of the one that `pdf.iter_pages` found no text on. Raises as
    `read_scan`."""
    return list(iter_scan(path, limits, (page,)))
