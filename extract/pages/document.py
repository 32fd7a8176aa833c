"""Pages as laid out, of a PDF, an OFD or a scan, become one document."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dutylist.extract.pages.booklets import in_reading_order
from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.pages.page_notes import (
    cut_notes,
    doubtful_lines,
    is_broken,
    is_picture,
    page_notes,
    page_ranges,
)
from dutylist.extract.pages.page_numbers import PlacedLine, in_sequence, running_heads
from dutylist.extract.pages.page_text import learn_all, page_text, with_neighbours
from dutylist.extract.source import Line, SourceDocument, Table
from dutylist.records.errors import EmptyListError, PicturesOnlyError

SAMPLE = 200
"""The columns' habits are learnt from so many pages."""


def document_of_pages(name: str, count: int, pages: Iterator[FoundPage]) -> SourceDocument:
    """The document that `count` pages make, as laid out, in order; notes tell what a page could
    not give. Raises PicturesOnlyError and EmptyListError."""
    sample = list(itertools.islice(pages, SAMPLE))
    if len(sample) < SAMPLE:
        sample = in_reading_order(sample)
    habits = learn_all(sample)
    placed: list[PlacedLine | Table] = []
    numbers: list[tuple[int, int | None]] = []
    seen: list[FoundPage] = []
    cut: list[int] = []
    for before, page, after in with_neighbours(itertools.chain(sample, pages)):
        text = page_text(page, before, after, habits)
        numbers.append((page.number, text.printed))
        placed += text.blocks
        cut += [page.number] if text.cut else []
        # Thousands of pages are not kept with all that stands on them.
        seen.append(replace(page, blocks=doubtful_lines(page)))
    _refuse_unread(name, count, seen)
    blocks = _blocks(placed, count)
    notes = (*page_notes(seen, blocks), *cut_notes(cut))
    return SourceDocument(name, blocks, count, notes, in_sequence(numbers))


def _refuse_unread(name: str, count: int, pages: Sequence[FoundPage]) -> None:
    """Raise PicturesOnlyError or EmptyListError where no page has text that can be read."""
    characters = sum(page.characters for page in pages)
    pictures = [page.number for page in pages if is_picture(page)]
    if len(pictures) == count or (pictures and not characters):
        raise PicturesOnlyError(
            f"{page_ranges(pictures)}都是图片，没有文字，是扫描件",
            "请安装文字识别组件（pip install 'dutylist[scan]'）后再试，或向发布单位要文字版",
            file=name,
        )
    lost = [page.number for page in pages if is_broken(page)]
    if len(lost) == count:
        raise PicturesOnlyError(
            f"{page_ranges(lost)}的文字没有可用的编码（复制出来是乱码），只能按扫描件识别",
            "请安装文字识别组件（pip install 'dutylist[scan]'）后再试，或向发布单位要文字版",
            file=name,
        )
    if not characters:
        told = (text for page in pages for text in page.notes)
        raise EmptyListError(
            "；".join(["所有页上都没有文字", *told]),
            "请确认选对了文件；如果是扫描件或照片，请放平、照亮、拍全，重新扫描或拍照",
            file=name,
        )


def _blocks(placed: list[PlacedLine | Table], count: int) -> tuple[Line | Table, ...]:
    heads = running_heads((item for item in placed if isinstance(item, PlacedLine)), count)
    return tuple(
        Line(item.page, item.text) if isinstance(item, PlacedLine) else item
        for item in placed
        if isinstance(item, Table) or item not in heads
    )
