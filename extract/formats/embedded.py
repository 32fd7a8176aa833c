"""Pictures that stand in a text (Word, Excel, OpenDocument, web pages) are read as scans, each in
its place.

Pictures that follow one another with nothing between them are the pages of one list: a row that
the end of one cuts goes on in the next.
"""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.scan.scan import can_read_scans, iter_scan
from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.pages.page_text import learn_all, page_text, with_neighbours
from dutylist.extract.source import Block, Line, Picture, Row, SourceDocument, Table
from dutylist.records.errors import DutyListError, LimitExceededError, PicturesOnlyError
from dutylist.records.model import Note

LEAST_WIDTH, LEAST_HEIGHT = 240, 60
"""A picture of fewer pixels shows no table: a row of three cells in legible type has as many."""

QUOTED = 30
"""So many characters of the text above tell where a picture stands."""

_AS_PNG = "请另存为 PNG 后替换，或对照原件补录"
_INSTALL = "请安装文字识别组件（pip install 'dutylist[scan]'）后再读"


@dataclass(frozen=True)
class _Placed:
    """A picture, its number in the document from 1, and where it stands."""

    number: int
    picture: Picture
    place: str


@dataclass(frozen=True)
class _Read:
    """What a picture gave: its pages, or why it was not read; neither where it shows no text."""

    pages: tuple[FoundPage, ...] = ()
    why: str = ""


def with_pictures_read(document: SourceDocument, limits: ReadLimits) -> SourceDocument:
    """The document with what its pictures say in their places. A picture that was not read stays
    where it is, which a note tells; one without text goes.

    Raises PicturesOnlyError where the document holds pictures alone and the packages for reading
    them are not installed, and LimitExceededError.
    """
    placed = list(_placed(document.blocks))
    if len(placed) > limits.max_pages:
        raise LimitExceededError(
            f"文件里的图片超过上限 {limits.max_pages} 张", "请核对文件来源", file=document.name
        )
    if not can_read_scans() and all(isinstance(block, Picture) for block in document.blocks):
        raise PicturesOnlyError("文件里只有图片，没有文字", _INSTALL, file=document.name)
    deadline = time.monotonic() + limits.max_seconds
    read: list[_Read] = []
    for item in placed:
        limits.at_page(item.number, len(placed))
        deadline += SCAN_SECONDS
        left = max(deadline - time.monotonic() - SCAN_SECONDS, 0.0)
        read.append(
            _reading(
                item.picture, replace(limits, max_seconds=left, at_page=lambda page, count: None)
            )
        )
    blocks: list[Block] = []
    at = 0
    for stored, run in groupby(document.blocks, _is_stored):
        if stored:
            size = sum(1 for _ in run)
            blocks += _blocks(placed[at : at + size], read[at : at + size])
            at += size
        else:
            blocks += run
    notes = (*document.notes, *_notes(placed, read))
    return replace(document, blocks=tuple(blocks), notes=notes)


def _is_stored(block: Block) -> bool:
    return isinstance(block, Picture) and bool(block.data)


def _placed(blocks: Sequence[Block]) -> Iterator[_Placed]:
    place, tables, number = "文件开头", 0, 0
    for block in blocks:
        if isinstance(block, Line):
            place = f"“{block.text[:QUOTED]}”后面"
        elif isinstance(block, Table):
            tables += 1
            place = f"第 {tables} 个表后面"
        elif block.data:
            number += 1
            yield _Placed(number, block, place)


def _reading(picture: Picture, limits: ReadLimits) -> _Read:
    """What a picture says."""
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            width, height = image.size
            left, top, right, bottom = picture.crop
            shown = (1 - left - right) * width, (1 - top - bottom) * height
            # Drawing commands of Windows, which nothing here can draw.
            if image.format == "WMF":
                return _Read(why=f"是图元文件（WMF、EMF），{_AS_PNG}")
            if shown[0] < LEAST_WIDTH or shown[1] < LEAST_HEIGHT:
                return _Read()
            if not can_read_scans():
                return _Read(why=f"没有安装文字识别组件，{_INSTALL}，或对照原件补录")
            with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                path = Path(folder) / "picture"
                if any(picture.crop):
                    edges = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
                    image.convert("RGB").crop(edges).save(path, "PNG")
                else:
                    path.write_bytes(picture.data)
                pages = tuple(iter_scan(path, limits))
    except DutyListError as error:
        return _Read(why=error.problem)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _Read(why=f"不是能读的图片格式，或已损坏，{_AS_PNG}")
    if any(page.characters for page in pages):
        return _Read(pages)
    return _Read(why="；".join(note for page in pages for note in page.notes))


def _blocks(items: Sequence[_Placed], read: Sequence[_Read]) -> Iterator[Block]:
    """What pictures that follow one another say; those that were not read themselves."""
    waiting: list[tuple[_Placed, _Read]] = []
    for item, its in zip(items, read, strict=True):
        if its.why:
            yield from _texts(waiting)
            waiting = []
            yield item.picture
        elif its.pages:
            waiting.append((item, its))
    yield from _texts(waiting)


def _texts(items: Sequence[tuple[_Placed, _Read]]) -> Iterator[Line | Table]:
    pages = [
        replace(page, number=number) for number, (_, its) in enumerate(items) for page in its.pages
    ]
    habits = learn_all(pages)
    for before, page, after in with_neighbours(iter(pages)):
        in_text = items[page.number][0].picture.page
        follows = page is not pages[0]
        for block in page_text(page, before, after, habits).blocks:
            if isinstance(block, Table):
                yield _table(block, in_text, follows=follows)
                follows = False
            else:
                yield Line(in_text, block.text)


def _table(table: Table, page: int, *, follows: bool) -> Table:
    """A table as one of the text's: it stands on the text's page, in no place of a picture.
    `follows`: it is the first of its picture, which goes on from the one before."""
    rows = []
    for row in table.rows:
        cells = tuple(
            replace(
                cell,
                parts=tuple(replace(part, page=page, box=None, lines=()) for part in cell.parts),
            )
            for cell in row.cells
        )
        rows.append(Row(page, cells, row.spans_all, row.beside or follows))
    return Table(page, tuple(rows))


def _notes(placed: Sequence[_Placed], read: Sequence[_Read]) -> Iterator[Note]:
    good = [item for item, its in zip(placed, read, strict=True) if its.pages]
    if good:
        yield Note(
            good[0].picture.page,
            f"第 {_numbers(good)} 张图片（{good[0].place}）的文字由识别得出，请对照原件核对，"
            "没有把握的字另有提示",
        )
    failed: defaultdict[str, list[_Placed]] = defaultdict(list)
    for item, its in zip(placed, read, strict=True):
        if its.why:
            failed[its.why].append(item)
        for page in its.pages:
            for note in page.notes:
                said = note.replace("这一页", "这张图片").replace("图片上的", "")
                yield Note(item.picture.page, f"第 {item.number} 张图片：{said}")
    for why, items in failed.items():
        places = "、".join(dict.fromkeys(item.place for item in items))
        yield Note(items[0].picture.page, f"第 {_numbers(items)} 张图片（{places}）没有读入：{why}")
    rest = [item for item, its in zip(placed, read, strict=True) if not its.pages and not its.why]
    if rest:
        yield Note(0, f"第 {_numbers(rest)} 张图片很小或没有文字，没有读入")


def _numbers(items: Sequence[_Placed]) -> str:
    return "、".join(str(item.number) for item in items)
