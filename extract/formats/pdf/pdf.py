"""PDF -> the document's lines and table rows.

Pages are read one at a time by pdfium, laid out (`pdf_layout`), and made text once the habits of
the columns are learnt from the first pages (`paragraphs`). Files of many pages are read on all
cores.
"""

from __future__ import annotations

import itertools
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pypdfium2

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.damage import damage_notes
from dutylist.extract.formats.pdf.glyphs import Readings
from dutylist.extract.formats.pdf.page import BROKEN, UnreadablePageError, read_page
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.pages.document import AllHabits, learn_all, page_text, with_neighbours
from dutylist.extract.pages.layout import FoundPage, lay_out
from dutylist.extract.pages.page_numbers import PlacedLine, running_heads
from dutylist.extract.source import Line, SourceDocument, Table
from dutylist.records.errors import (
    DamagedFileError,
    EmptyListError,
    FileMissingError,
    LimitExceededError,
    PicturesOnlyError,
    UnknownFormatError,
)
from dutylist.records.model import Note

PARALLEL_PAGES = 500
"""Files of at least so many pages are read on all cores."""

CHUNK = 40
"""Pages that one process reads at a time."""

SCAN_SECONDS = 60.0
"""A page that is a picture may take so long in addition."""

SAMPLE = 200
"""The columns' habits are learnt from so many pages."""

PICTURE_SHARE = 0.3
"""A page is a picture where images cover at least this share of it and no text is seen."""

FEW_CHARACTERS = 12
"""A page of a scan may carry a stamped page number and the like."""

TAIL = 65_536
"""A PDF's end mark stands within so many bytes of its end; some programs write on after it."""

QUOTES = 5
"""A note quotes so many texts."""

MOST_QUOTED = 40
"""It quotes so many characters of each."""

_AGAIN = "请确认文件是否下载完整，或在原网站重新下载"


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
    pages = _with_pictures_read(path, _pages(path, count), limits)
    # pdfium reads what it can of a broken file and tells nothing: qpdf looks beside it.
    with ThreadPoolExecutor(1) as beside:
        damage = beside.submit(damage_notes, path, deadline)
        document = document_of_pages(path.name, count, _until(pages, path.name, deadline, limits))
    return replace(document, notes=(*document.notes, *damage.result()))


def _with_pictures_read(
    path: Path, pages: Iterator[FoundPage], limits: ReadLimits
) -> Iterator[FoundPage]:
    """The pages, those that are pictures read as scans where the packages for it are there."""
    # The packages are heavy and wanted for pictures only.
    from dutylist.extract.formats.scan.scan import can_read_scans, read_scan_pages

    for page in pages:
        broken = is_broken(page)
        if (broken or is_picture(page)) and can_read_scans():
            limits.more_time(SCAN_SECONDS)
            read = read_scan_pages(path, (page.number,), limits)[page.number]
            yield replace(read, broken=broken)
        else:
            yield page


def page_count(path: Path, limits: ReadLimits) -> int:
    """The number of pages; raises where the file is not one that can be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
            file.seek(max(size - TAIL, 0))
            tail = file.read(TAIL)
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
    # pdfium patches up a file cut off in the middle and tells nothing of the pages lost.
    if b"%%EOF" not in tail:
        raise DamagedFileError("文件不完整，后面缺了一截", _AGAIN, file=path.name)
    document = _open(path)
    try:
        count = len(document)
    finally:
        document.close()
    if count > limits.max_pages:
        raise LimitExceededError(
            f"共 {count} 页，超过上限 {limits.max_pages} 页",
            "请只保留清单所在的页，或调高读取上限",
            file=path.name,
        )
    if count == 0:
        raise DamagedFileError("文件里一页也没有", _AGAIN, file=path.name)
    return count


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DamagedFileError(
                "文件有打开密码", "请向发布单位要没有密码的文件，或去掉密码后再试", file=path.name
            ) from error
        raise DamagedFileError("文件已损坏或不完整", _AGAIN, file=path.name) from error


def _pages(path: Path, count: int) -> Iterator[FoundPage]:
    if count >= PARALLEL_PAGES and (os.cpu_count() or 1) > 1:
        return _pages_on_all_cores(path, count)
    return iter_pages(path, 0, count)


def iter_pages(path: Path, start: int, stop: int) -> Iterator[FoundPage]:
    """Pages `start` to `stop` (from 0, the last not included) as laid out, one at a time."""
    from dutylist.extract.formats.scan.scan import can_read_scans

    document = _open(path)
    glyphs: Readings | None = {} if can_read_scans() else None
    layers = _has_layers(path)
    try:
        for index in range(start, stop):
            yield lay_out(read_page(document.raw, index, glyphs, layers=layers))
    except UnreadablePageError as error:
        raise DamagedFileError(
            "这一页已损坏，读不出来", _AGAIN, file=path.name, page=error.args[0]
        ) from error
    finally:
        document.close()


def _has_layers(path: Path) -> bool:
    """Whether the file has layers, which may be switched off (optional content)."""
    content = path.read_bytes()
    if b"/OCProperties" in content or b"/ObjStm" not in content:
        return b"/OCProperties" in content
    try:
        with pikepdf.open(path) as document:
            return "/OCProperties" in document.Root
    except pikepdf.PdfError:
        return True


def _chunk(path: Path, start: int, stop: int) -> list[FoundPage]:
    return list(iter_pages(path, start, stop))


def _pages_on_all_cores(path: Path, count: int) -> Iterator[FoundPage]:
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[FoundPage]]] = deque()
        for start in range(0, count, CHUNK):
            waiting.append(pool.submit(_chunk, path, start, min(start + CHUNK, count)))
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


def document_of_pages(name: str, count: int, pages: Iterator[FoundPage]) -> SourceDocument:
    """The document that `count` pages make, as laid out, in order. Raises PicturesOnlyError and
    EmptyListError."""
    sample = list(itertools.islice(pages, SAMPLE))
    habits: AllHabits = learn_all(sample)
    placed: list[PlacedLine | Table] = []
    pictures: list[int] = []
    scanned: list[int] = []
    told: list[Note] = []
    broken: list[int] = []
    untold: list[FoundPage] = []
    left_out: list[FoundPage] = []
    characters = 0
    for before, page, after in with_neighbours(itertools.chain(sample, pages)):
        characters += page.characters
        if is_picture(page):
            pictures.append(page.number)
        if page.broken:
            broken.append(page.number)
        elif page.scanned:
            scanned.append(page.number)
        if page.unreadable or page.recognised:
            untold.append(page)
        if page.overlays or page.unseen:
            left_out.append(page)
        told += (Note(page.number, text) for text in page.notes)
        for top, block in page_text(page, before, after, habits).blocks:
            placed.append(PlacedLine(page.number, top, block) if isinstance(block, str) else block)
    if len(pictures) == count or (pictures and not characters):
        raise PicturesOnlyError(
            f"{_page_ranges(pictures)}都是图片，没有文字，是扫描件",
            "请安装文字识别组件（pip install 'dutylist[scan]'）后再试，或向发布单位要文字版",
            file=name,
        )
    lost = [page.number for page in untold if is_broken(page)]
    if len(lost) == count:
        raise PicturesOnlyError(
            f"{_page_ranges(lost)}的文字没有可用的编码（复制出来是乱码），只能按扫描件识别",
            "请安装文字识别组件（pip install 'dutylist[scan]'）后再试，或向发布单位要文字版",
            file=name,
        )
    if not characters:
        raise EmptyListError(
            "；".join(["所有页上都没有文字", *(note.text for note in told)]),
            "请确认选对了文件；如果是扫描件或照片，请放平、照亮、拍全，重新扫描或拍照",
            file=name,
        )
    document = SourceDocument(
        name,
        _blocks(placed, count),
        count,
        (
            *_picture_notes(pictures),
            *_scan_notes(scanned),
            *_broken_notes(broken),
            *_untold_notes(untold),
            *_left_out_notes(left_out),
            *told,
        ),
    )
    pictured = scanned or broken or any(page.recognised for page in untold)
    return with_known_names(document) if pictured else document


def _blocks(placed: list[PlacedLine | Table], count: int) -> tuple[Line | Table, ...]:
    heads = running_heads((item for item in placed if isinstance(item, PlacedLine)), count)
    return tuple(
        Line(item.page, item.text) if isinstance(item, PlacedLine) else item
        for item in placed
        if isinstance(item, Table) or (item.page, item.text) not in heads
    )


def is_picture(page: FoundPage) -> bool:
    """Whether a page is a picture with no text to be seen."""
    seen = page.characters < FEW_CHARACTERS
    return seen and (page.pictures >= PICTURE_SHARE or page.hidden >= FEW_CHARACTERS)


def is_broken(page: FoundPage) -> bool:
    """Whether the file does not tell most characters of a page: its text layer is of no use."""
    return page.unreadable >= max(BROKEN * page.characters, FEW_CHARACTERS)


def _picture_notes(pictures: list[int]) -> Iterator[Note]:
    for page in pictures:
        yield Note(
            page,
            "这一页是图片，没有读出文字，请安装识别组件（dutylist[scan]）或对照原页",
        )


def _scan_notes(scanned: list[int]) -> Iterator[Note]:
    if scanned:
        yield Note(
            0,
            f"{_page_ranges(scanned)}是图片，文字由识别得出，请对照原件核对，没有把握的字另有提示",
        )


def _untold_notes(pages: list[FoundPage]) -> Iterator[Note]:
    """What is said of characters whose meaning the file does not tell."""
    read = [page for page in pages if page.recognised]
    if read:
        yield Note(
            read[0].number,
            f"{_page_ranges([page.number for page in read])}有"
            f" {sum(page.recognised for page in read)} 个字文件没有说明是什么字，"
            "按字形识别，都已标出，请对照原页核对",
        )
    lost = [page for page in pages if page.unreadable]
    if lost:
        yield Note(
            lost[0].number,
            f"{_page_ranges([page.number for page in lost])}有"
            f" {sum(page.unreadable for page in lost)} 个字文件没有说明是什么字，读不出来，"
            "已标出，请对照原页核对",
        )


def _broken_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{_page_ranges(pages)}的文字没有可用的编码（复制出来是乱码），按扫描件识别，"
            "请对照原页核对，没有把握的字另有提示",
        )


def _left_out_notes(pages: list[FoundPage]) -> Iterator[Note]:
    """What is said of text that was left out: once for the whole file."""
    over = {page.number: page.overlays for page in pages if page.overlays}
    unseen = {page.number: page.unseen for page in pages if page.unseen}
    for found, what in (
        (over, "盖在正文上的水印或印章文字没有读入"),
        (unseen, "看不见的文字（白色、透明、被遮住或图层已关闭）没有读入"),
    ):
        if found:
            said = list(dict.fromkeys(text for texts in found.values() for text in texts))
            quoted = "".join(f"“{text[:MOST_QUOTED]}”" for text in said[:QUOTES])
            rest = f"等 {len(said)} 处" if len(said) > QUOTES else ""
            yield Note(min(found), f"{_page_ranges(list(found))}{what}：{quoted}{rest}")


def _page_ranges(pages: list[int]) -> str:
    """Pages as ranges: “第 1—3、5 页”."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    parts = [str(a) if a == b else f"{a}—{b}" for a, b in runs]
    return f"第 {'、'.join(parts)} 页"
