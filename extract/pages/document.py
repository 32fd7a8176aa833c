"""Pages as laid out, of a PDF, an OFD or a scan, become one document; notes tell what a page could
not give."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.pages.page_numbers import PlacedLine, in_sequence, running_heads
from dutylist.extract.pages.page_text import AllHabits, learn_all, page_text, with_neighbours
from dutylist.extract.source import Line, SourceDocument, Table
from dutylist.records.errors import EmptyListError, PicturesOnlyError
from dutylist.records.model import Note

SAMPLE = 200
"""The columns' habits are learnt from so many pages."""

BROKEN = 0.5
"""A page is read as a scan where the file does not tell at least this share of its characters."""

PICTURE_SHARE = 0.3
"""A page is a picture where images cover at least this share of it and no text is seen."""

FEW_CHARACTERS = 12
"""A page of a scan may carry a stamped page number and the like."""

QUOTES = 5
"""A note quotes so many texts."""

MOST_QUOTED = 40
"""It quotes so many characters of each."""


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
    blank: list[int] = []
    unruled: list[int] = []
    numbers: list[tuple[int, int | None]] = []
    beyond: list[int] = []
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
        if not page.characters and not is_picture(page) and not page.notes:
            blank.append(page.number)
        if page.unruled:
            unruled.append(page.number)
        if page.beyond:
            beyond.append(page.number)
        if page.overlays or page.unseen:
            left_out.append(page)
        told += (Note(page.number, text) for text in page.notes)
        text = page_text(page, before, after, habits)
        numbers.append((page.number, text.printed))
        placed += text.blocks
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
    blocks = _blocks(placed, count)
    return SourceDocument(
        name,
        blocks,
        count,
        (
            *_picture_notes(pictures),
            *_scan_notes(scanned),
            *_broken_notes(broken),
            *_untold_notes(untold),
            *_left_out_notes(left_out),
            *_blank_notes(blank, blocks),
            *_unruled_notes(unruled),
            *_beyond_notes(beyond),
            *told,
        ),
        in_sequence(numbers),
    )


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
            "按字形识别，没有把握的已标出，请对照原页核对",
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
        (unseen, "看不见的文字（白色、透明、被遮住、被裁掉或图层已关闭）没有读入"),
    ):
        if found:
            said = list(dict.fromkeys(text for texts in found.values() for text in texts))
            quoted = "".join(f"“{text[:MOST_QUOTED]}”" for text in said[:QUOTES])
            rest = f"等 {len(said)} 处" if len(said) > QUOTES else ""
            yield Note(min(found), f"{_page_ranges(list(found))}{what}：{quoted}{rest}")


def _blank_notes(blank: list[int], blocks: tuple[Line | Table, ...]) -> Iterator[Note]:
    """Pages with nothing on them within a table or behind it: perhaps they were lost."""
    for page in blank:
        before = next((block for block in reversed(blocks) if block.page < page), None)
        after = next((block for block in blocks if block.page > page), None)
        if not isinstance(before, Table):
            continue
        if after is None:
            yield Note(page, "这一页是空白的，在清单之后，请对照原件，看是否缺了内容")
        elif isinstance(after, Table):
            yield Note(page, "这一页是空白的，前后都是表格，请对照原件，看是否缺了内容")


def _unruled_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{_page_ranges(pages)}的表格没有框线，行和栏按空白、底色和序号划分，请对照原页核对",
        )


def _beyond_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{_page_ranges(pages)}的表格超出了纸边，纸外的文字按文件读入，文件里可能不全，请对照原件核对",
        )


def _page_ranges(pages: list[int]) -> str:
    """Pages as ranges: “第 1—3、5 页”."""
    runs: list[list[int]] = []
    # Two pages side by side on one sheet have one number.
    for page in dict.fromkeys(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    parts = [str(a) if a == b else f"{a}—{b}" for a, b in runs]
    return f"第 {'、'.join(parts)} 页"
