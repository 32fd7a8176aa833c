"""From a file to records: the one way every command takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dutylist.extract.earlier_records import read_records
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.sniff import (
    ENDINGS,
    FORMAT_NAMES,
    TEXT_ENDINGS,
    expect_format,
    sniff,
)
from dutylist.extract.formats.text.text import decode_text, read_text
from dutylist.extract.lists.accounted import unaccounted
from dutylist.extract.lists.choices import Choices
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.lists.cover import read_cover
from dutylist.extract.lists.duties import read_duty, row_department_names
from dutylist.extract.lists.odd_characters import odd_characters
from dutylist.extract.lists.offices_apart import with_offices_apart
from dutylist.extract.lists.side import department_named, side_of
from dutylist.extract.lists.tables import ListTables, list_tables
from dutylist.extract.offices.registry import build_registry
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import EmptyListError, FileMissingError, LimitExceededError
from dutylist.records.model import Column, Department, DutyList, DutyTable, Note, PrintedPage

_LONGEST_SAID = 100
"""Characters of a note that stand in an error."""

_PICTURES = ("png", "jpeg", "tiff", "bmp", "gif", "webp", "jp2", "heic")
_LEGACY = ("doc", "rtf", "wordml", "xls", "xlsb", "sheetml")
_BY_READERS = ("pdf", "docx", "xlsx", "ofd", *_PICTURES, "html", "mht", "odt", "ods", *_LEGACY)
"""The kinds (of `sniff`) that have a reader of their own; the others are text or refused."""


def readable_endings() -> tuple[str, ...]:
    """The endings of the files that can be read, for a file chooser; the content decides."""
    files = (ending for kind in _BY_READERS for ending in ENDINGS[kind])
    return tuple(dict.fromkeys((*files, *TEXT_ENDINGS)))


def read_duty_list(
    path: Path,
    confirmed: tuple[Department, ...] = (),
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    choices: Choices = Choices(),  # noqa: B008
) -> DutyList:
    """Read any source file, or a records file, into records. `choices` are the clerk's own words
    about the tables and columns of a source file.

    The content decides how a file is read, not its name; where they differ, that is noted.
    Raises a DutyListError that names the file where it cannot be read.
    """
    if _kind(path) == "json":
        return read_records(_text(path, limits), path.name)
    return duty_list_of(read_document(path, limits), confirmed, choices)


def read_document(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """The lines and table rows of a source file. Raises a DutyListError that names the file."""
    kind = _kind(path)
    if kind in _BY_READERS:
        return _noting_name(_reader(kind)(path, limits), path, kind)
    expect_format(path, "text")
    return read_text(_text(path, limits), path.name)


def _reader(kind: str) -> Callable[[Path, ReadLimits], SourceDocument]:
    """The reader of a kind. It is imported when a file of its kind comes, with the packages that
    it needs: a PDF does not wait for Excel's."""
    match kind:
        case "pdf":
            from dutylist.extract.formats.pdf.pdf import read_pdf as reader
        case "docx":
            from dutylist.extract.formats.word.docx import read_docx as reader
        case "xlsx":
            from dutylist.extract.formats.excel.xlsx import read_xlsx as reader
        case "ofd":
            from dutylist.extract.formats.ofd.ofd import read_ofd as reader
        case "html":
            from dutylist.extract.formats.web.html import read_html as reader
        case "odt":
            from dutylist.extract.formats.opendocument.odt import read_odt as reader
        case "ods":
            from dutylist.extract.formats.opendocument.ods import read_ods as reader
        case "mht":
            from dutylist.extract.formats.web.mht import read_mht as reader
        case _ if kind in _PICTURES:
            from dutylist.extract.formats.scan.scan import read_scan as reader
        case _:
            from dutylist.extract.formats.legacy import read_legacy as reader
    return reader


def _kind(path: Path) -> str:
    if not path.is_file():
        raise FileMissingError("找不到这个文件", "请核对文件名和文件夹", file=str(path))
    return sniff(path)


def _text(path: Path, limits: ReadLimits) -> str:
    if path.stat().st_size > limits.max_bytes:
        raise LimitExceededError(
            f"文件超过上限 {limits.max_bytes // 1_000_000} MB",
            "请核对是不是选错了文件",
            file=path.name,
        )
    return decode_text(path.read_bytes(), path.name)


def _noting_name(document: SourceDocument, path: Path, kind: str) -> SourceDocument:
    """The document, with a note where the file's ending says something else than its content."""
    ending = path.suffix.lower()
    if not ending or ending in ENDINGS[kind]:
        return document
    note = Note(0, f"文件后缀是“{path.suffix}”，内容是{FORMAT_NAMES[kind]}，按内容读取")
    return replace(document, notes=(*document.notes, note))


def duty_list_of(
    document: SourceDocument,
    confirmed: tuple[Department, ...] = (),
    choices: Choices = Choices(),  # noqa: B008
) -> DutyList:
    """The records of a document.

    `confirmed` are departments that the office has confirmed; the others are learnt. Raises
    EmptyListError where the document holds no list.
    """
    document = with_known_names(document)
    found = with_offices_apart(list_tables(document, choices))
    if not found.tables:
        raise _nothing_found(document, found)
    cover = read_cover(found.front, tuple(table.title for table in found.tables))
    side = side_of(found.tables)
    titles = (cover.title, *(table.title for table in found.tables))
    places = (*reversed(cover.region), *(line.text for line in cover.rest))
    own = department_named((*titles, *places)) if side == "department" else ""
    printed = [
        name
        for table in found.tables
        for row in table.rows
        for name in row_department_names(table, row, own)
    ]
    registry = build_registry(printed, cover.region, confirmed)
    lists = tuple(
        DutyTable(
            kind=table.kind,
            title=table.title,
            columns=tuple(
                Column(text, role) for text, role in zip(table.columns, table.roles, strict=True)
            ),
            duties=tuple(read_duty(table, row, registry, own) for row in table.rows),
        )
        for table in found.tables
    )
    notes = found.notes + tuple(
        Note(line.page, f"封面或目录中的文字没有归入记录：{line.text}") for line in cover.rest
    )
    read = DutyList(
        title=cover.title,
        region=cover.region,
        issued=cover.issued,
        contents=cover.contents,
        lists=lists,
        departments=registry.departments,
        notes=notes,
        township=cover.township if side == "township" else "",
        side=side,
        printed_pages=tuple(PrintedPage(page, number) for page, number in document.printed),
    )
    return replace(read, notes=(*notes, *unaccounted(document, read), *odd_characters(read)))


def _nothing_found(document: SourceDocument, found: ListTables) -> EmptyListError:
    left_out = "".join(f"（{note.text[:_LONGEST_SAID]}）" for note in document.notes[:3])
    if not found.refused:
        return EmptyListError(
            f"没有找到履职事项清单的表格{left_out}",
            "请核对文件：表格应有“序号、事项名称”等表头；如果是扫描件，请先做文字识别",
            file=document.name,
        )
    headers = "、".join(found.refused[:3])
    return EmptyListError(
        f"没有找到履职事项清单的表格{left_out}：有 {len(found.refused)} 个表格（{headers}）"
        "没有读入，因为上面没有履职事项清单的名称，各栏也不是履职事项清单的",
        "请核对是不是选错了文件；确实是的，在表格上方写上清单名称，或者加上 --take-all 再读",
        file=document.name,
    )
