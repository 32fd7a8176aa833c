"""PDF -> the document's lines and table rows.

Pages are read one at a time by pdfium, laid out, and made text once the habits of
the columns are learnt from the first pages (`paragraphs`). Files of many pages are read on all
cores.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.pdf.damage import damage_notes, ends_whole
from dutylist.extract.formats.pdf.page import Learnt, UnreadablePageError, read_page
from dutylist.extract.formats.pdf.prepared import prepared
from dutylist.extract.formats.pdf.repaired import opened, repaired
from dutylist.extract.formats.scan.scan import can_read_scans, read_scan_page
from dutylist.extract.pages.box_characters import with_boxes_ruled
from dutylist.extract.pages.document import document_of_pages
from dutylist.extract.pages.halves import halves
from dutylist.extract.pages.layout import FoundPage, lay_out
from dutylist.extract.pages.page import PageContent
from dutylist.extract.pages.page_notes import is_broken, is_picture
from dutylist.extract.pages.text_columns import text_columns
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import (
    DamagedFileError,
    FileMissingError,
    LimitExceededError,
    UnknownFormatError,
)

PARALLEL_PAGES = 500
"""Files of at least so many pages are read on all cores."""

CHUNK = 40
"""Pages that one process reads at a time."""

_CUT = "文件不完整，后面缺了一截"
_AGAIN = "请确认文件是否下载完整，或在原网站重新下载"


Named = tuple[tuple[str, str], ...]
"""Private characters and what the clerk says they are."""


def read_pdf(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """The lines and table rows of a PDF, in reading order.

    Page numbers and repeated running heads are left out. Pages that are pictures are read as
    scans, which a note tells; without the packages for it they are told in notes. Raises
    FileMissingError, UnknownFormatError (no PDF), DamagedFileError (cut off or locked with a
    password), LimitExceededError, PicturesOnlyError (a scan, and the packages for it are not
    installed) and EmptyListError (no page has anything on it).
    """
    deadline = time.monotonic() + limits.max_seconds
    count = page_count(path, limits)
    pages = _with_pictures_read(path, _pages(path, count, limits.named), limits)
    document = document_of_pages(path.name, count, _until(pages, path.name, deadline, limits))
    # pdfium reads what it can of a broken file and tells nothing: qpdf looks, too. Not beside the
    # reading, in a thread: two threads with a file each in qpdf end the process now and then.
    return replace(document, notes=(*document.notes, *damage_notes(path, deadline)))


def _with_pictures_read(
    path: Path, pages: Iterator[FoundPage], limits: ReadLimits
) -> Iterator[FoundPage]:
    """The pages, those that are pictures read as scans where the packages for it are there."""
    scanned = 0
    for page in pages:
        if page.number == scanned:
            # The other half of a sheet that was read whole.
            continue
        broken = is_broken(page)
        if (broken or is_picture(page)) and can_read_scans():
            scanned = page.number
            for read in read_scan_page(path, page.number, limits):
                yield replace(read, broken=broken)
        else:
            yield page


def page_count(path: Path, limits: ReadLimits) -> int:
    """The number of pages; raises where the file is not one that can be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise FileMissingError(
            "打不开这个文件", "请检查文件名和读取权限", file=path.name
        ) from error
    if size == 0:
        raise DamagedFileError("文件是空的（0 字节）", _AGAIN, file=path.name)
    if size > limits.max_bytes:
        raise LimitExceededError(
            f"文件有 {size // 1_000_000} MB，超过上限 {limits.max_bytes // 1_000_000} MB",
            "请只保留清单所在的页，或调高读取上限",
            file=path.name,
        )
    if b"%PDF-" not in head:
        raise UnknownFormatError(
            "内容不是 PDF", "请用原来的程序打开，另存为 PDF 后再试", file=path.name
        )
    with closing(_open(path)) as document:
        count = len(document)
    # pdfium patches up a file cut off in the middle and tells nothing of the pages lost.
    if not ends_whole(path) and repaired(path) is None:
        raise DamagedFileError(_CUT, _AGAIN, file=path.name)
    if count > limits.max_pages:
        raise LimitExceededError(
            f"共 {count} 页，超过上限 {limits.max_pages} 页",
            "请只保留清单所在的页，或调高读取上限",
            file=path.name,
        )
    if count == 0:
        raise DamagedFileError("文件里一页也没有", _AGAIN, file=path.name)
    return count


def _open(path: Path, content: bytes | None = None) -> pypdfium2.PdfDocument:
    """The file, or its changed `content`, open."""
    try:
        return opened(path) if content is None else pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DamagedFileError(
                "文件有打开密码", "请向发布单位要没有密码的文件，或去掉密码后再试", file=path.name
            ) from error
        said = "文件已损坏或不完整" if ends_whole(path) else _CUT
        raise DamagedFileError(said, _AGAIN, file=path.name) from error


def _pages(path: Path, count: int, named: Named) -> Iterator[FoundPage]:
    if count >= PARALLEL_PAGES and (os.cpu_count() or 1) > 1:
        return _pages_on_all_cores(path, count, named)
    return iter_pages(path, 0, count, named)


def iter_pages(path: Path, start: int, stop: int, named: Named = ()) -> Iterator[FoundPage]:
    """Pages `start` to `stop` (from 0, the last not included) as laid out, one at a time; two of
    one number where a sheet holds two. Private characters are what they are `named`."""
    ready = prepared(path)
    document = _open(path, ready.content)
    learnt = Learnt(
        {} if can_read_scans() else None,
        layers=ready.layers,
        said=ready.said,
        named=dict(named),
    )
    mended = False
    try:
        for index in range(start, stop):
            page = _page_of(document, index, learnt, last=mended)
            if not mended and (page is None or (ready.broken and not len(page.codes))):
                # qpdf may find what pdfium does not.
                document.close()
                document, mended = _open(path, repaired(path) or ready.content), True
                page = _page_of(document, index, learnt, last=True)
            assert page is not None
            for half in halves(with_boxes_ruled(page)):
                yield from map(lay_out, text_columns(half))
    except UnreadablePageError as error:
        raise DamagedFileError(
            "这一页已损坏，读不出来", _AGAIN, file=path.name, page=error.args[0]
        ) from error
    finally:
        document.close()


def _page_of(
    document: pypdfium2.PdfDocument, index: int, learnt: Learnt, *, last: bool
) -> PageContent | None:
    """A page; None where it cannot be read, unless this is the `last` attempt."""
    try:
        return read_page(document.raw, index, learnt)
    except UnreadablePageError:
        if last:
            raise
        return None


def _chunk(path: Path, start: int, stop: int, named: Named) -> list[FoundPage]:
    return list(iter_pages(path, start, stop, named))


def _pages_on_all_cores(path: Path, count: int, named: Named) -> Iterator[FoundPage]:
    # Few files have so many pages: the others do not wait for the packages.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[FoundPage]]] = deque()
        for start in range(0, count, CHUNK):
            waiting.append(pool.submit(_chunk, path, start, min(start + CHUNK, count), named))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _until(
    pages: Iterator[FoundPage], name: str, deadline: float, limits: ReadLimits
) -> Iterator[FoundPage]:
    for page in pages:
        deadline += SCAN_SECONDS * page.scanned
        if time.monotonic() > deadline:
            raise LimitExceededError(
                f"读到第 {page.number} 页已超过 {limits.max_seconds:g} 秒",
                "请只保留清单所在的页，或调高读取上限",
                file=name,
            )
        yield page
