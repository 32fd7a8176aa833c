"""What is said of a document's pages: which were pictures, unread, blank, without rulings, and
what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.extract.source import UNSURE, Line, Table, squeezed
from dutylist.records.model import Note

PICTURE_SHARE = 0.3
"""A page is a picture where images cover at least this share of it and no text is seen."""

FEW_CHARACTERS = 12
"""A page of a scan may carry a stamped page number and the like."""

BROKEN = 0.5
"""A page is read as a scan where the file does not tell at least this share of its characters."""

QUOTES = 5
"""A note quotes so many texts."""

LEAST_TITLE = 3
"""What is shorter above a scan's tables is no title and no place: a page number, a speck."""

MOST_QUOTED = 40
"""It quotes so many characters of each."""


def page_notes(pages: Sequence[FoundPage], blocks: Sequence[Line | Table]) -> Iterator[Note]:
    """The notes on a document's pages, in order, `blocks` being what was read of all of them; the
    pages have no blocks but their doubtful lines."""
    yield from _picture_notes([page.number for page in pages if is_picture(page)])
    yield from _scan_notes(
        [page.number for page in pages if page.scanned and not page.broken and not is_blank(page)]
    )
    yield from _broken_notes([page.number for page in pages if page.broken])
    yield from _untold_notes(pages)
    yield from _left_out_notes(pages)
    yield from _blank_notes(
        [page.number for page in pages if is_blank(page) and not page.scanned], blocks
    )
    yield from _blank_scan_notes([page.number for page in pages if is_blank(page) and page.scanned])
    yield from _unruled_notes([page.number for page in pages if page.unruled])
    yield from _beyond_notes([page.number for page in pages if page.beyond])
    yield from _own_notes(pages)
    yield from _doubtful_notes(pages)


def _own_notes(pages: Sequence[FoundPage]) -> Iterator[Note]:
    """What was found on the pages themselves, once where it is the same on several."""
    found: dict[str, list[int]] = {}
    for page in pages:
        for text in page.notes:
            found.setdefault(text, []).append(page.number)
    for text, numbers in found.items():
        several = len(set(numbers)) > 1
        yield Note(numbers[0], f"{text}（{page_ranges(numbers)}）" if several else text)


def doubtful_lines(page: FoundPage) -> tuple[PrintedLine, ...]:
    """The lines outside the tables, a title perhaps, with characters that the file does not tell
    and that were not read with certainty; of a scan, which has many, those above its tables."""
    tables = (at for at, block in enumerate(page.blocks) if isinstance(block, FoundTable))
    above = next(tables, 0) if page.scanned else len(page.blocks)
    return tuple(
        block
        for block in page.blocks[:above]
        if isinstance(block, PrintedLine)
        and min(block.confidences, default=1.0) < UNSURE
        and (not page.scanned or len(squeezed(block.text)) >= LEAST_TITLE)
    )


def is_picture(page: FoundPage) -> bool:
    """Whether a page is a picture with no text to be seen."""
    seen = page.characters < FEW_CHARACTERS
    return seen and (page.pictures >= PICTURE_SHARE or page.hidden >= FEW_CHARACTERS)


def is_broken(page: FoundPage) -> bool:
    """Whether the file does not tell most characters of a page: its text layer is of no use."""
    return page.unreadable >= max(BROKEN * page.characters, FEW_CHARACTERS)


def is_blank(page: FoundPage) -> bool:
    """Whether a page has nothing on it, and nothing is told of it."""
    return not page.characters and not is_picture(page) and not page.notes


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
            f"{page_ranges(scanned)}是图片，文字由识别得出，请对照原件核对，没有把握的字另有提示",
        )


def _untold_notes(pages: Sequence[FoundPage]) -> Iterator[Note]:
    """What is said of characters whose meaning the file does not tell."""
    read = [(page.number, page.recognised) for page in pages if page.recognised]
    lost = [(page.number, page.unreadable) for page in pages if page.unreadable]
    for counts, what in ((read, "按字形识别，没有把握的已标出"), (lost, "读不出来，已标出")):
        if counts:
            numbers = [number for number, _ in counts]
            yield Note(
                numbers[0],
                f"{page_ranges(numbers)}有 {sum(count for _, count in counts)} 个字"
                f"文件没有说明是什么字，{what}，请对照原页核对",
            )


def _doubtful_notes(pages: Sequence[FoundPage]) -> Iterator[Note]:
    told: set[str] = set()
    for page in pages:
        for line in page.blocks:
            assert isinstance(line, PrintedLine)
            marked = "".join(
                f"【{one}】" if sure < UNSURE else one
                for one, sure in zip(line.text, line.confidences, strict=True)
            ).replace("】【", "")
            if marked not in told:
                told.add(marked)
                yield Note(page.number, f"表外文字有字识别没有把握，请对照原件：{marked}")


def _broken_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{page_ranges(pages)}的文字没有可用的编码（复制出来是乱码），按扫描件识别，"
            "请对照原页核对，没有把握的字另有提示",
        )


def _left_out_notes(pages: Sequence[FoundPage]) -> Iterator[Note]:
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
            yield Note(min(found), f"{page_ranges(list(found))}{what}：{quoted}{rest}")


def _blank_notes(blank: list[int], blocks: Sequence[Line | Table]) -> Iterator[Note]:
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


def _blank_scan_notes(blank: list[int]) -> Iterator[Note]:
    """Of a scan every blank page is told, in one note: its back sides are many, and a page that
    was fed the wrong way round is one of them."""
    if blank:
        yield Note(
            blank[0],
            f"{page_ranges(blank)}是空白页，没有读到字；原件上如果有字，请重新扫描",
        )


def _unruled_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{page_ranges(pages)}的表格没有框线，行和栏按空白、底色和序号划分，请对照原页核对",
        )


def _beyond_notes(pages: list[int]) -> Iterator[Note]:
    if pages:
        yield Note(
            pages[0],
            f"{page_ranges(pages)}的表格超出了纸边，纸外的文字按文件读入，文件里可能不全，请对照原件核对",
        )


def cut_notes(pages: list[int]) -> Iterator[Note]:
    """What is said of pages at whose end a table within a cell is cut."""
    if pages:
        yield Note(
            pages[0],
            f"{page_ranges(pages)}末尾格子里套着的表格转到下一页，哪一格接哪一格没有把握，"
            "这一栏的字已标出，请对照原件核对",
        )


def page_ranges(pages: list[int]) -> str:
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
