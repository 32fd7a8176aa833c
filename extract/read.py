"""From a file to records: the one way every command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.named_characters import with_named_characters
from dutylist.extract.formats.sniff import (
    ENDINGS,
    FORMAT_NAMES,
    TEXT_ENDINGS,
    expect_format,
    need_file,
    sniff,
)
from dutylist.extract.formats.text.decode import decode_text
from dutylist.extract.lists.choices import Choices
from dutylist.extract.records_file import read_records
from dutylist.extract.source import Picture, SourceDocument, Table
from dutylist.records.errors import LimitExceededError
from dutylist.records.model import Department, DutyList, Note

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
    if is_records_file(path):
        return read_records(_text(path, limits), path.name)
    # Imported within: a records file waits for none of the rules by which tables are understood.
    from dutylist.extract.lists.duty_list import duty_list_of

    return duty_list_of(read_document(path, limits, choices.characters), confirmed, choices)


def is_records_file(path: Path) -> bool:
    """Whether a file holds records already."""
    return _kind(path) == "json"


def read_document(
    path: Path,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    characters: Mapping[str, str] = MappingProxyType({}),
) -> SourceDocument:
    """The lines and table rows of a source file, private `characters` as they are named. Raises a
    DutyListError that names the file."""
    named = replace(limits, named=tuple(characters.items()))
    return with_named_characters(_read_document(path, named), characters)


def _read_document(path: Path, limits: ReadLimits) -> SourceDocument:
    kind = _kind(path)
    if kind in _BY_READERS:
        document = _reader(kind)(path, limits)
        if any(isinstance(block, Picture) and block.data for block in document.blocks):
            from dutylist.extract.formats.embedded import with_pictures_read

            document = with_pictures_read(document, limits)
        if not any(isinstance(block, Table) for block in document.blocks):
            from dutylist.extract.formats.text.text import with_tables_of_lines

            document = with_tables_of_lines(document)
        return _noting_name(document, path, kind)
    if kind == "exported":
        from dutylist.extract.formats.text.exported import read_exported

        return read_exported(_text(path, limits), path.name)
    expect_format(path, "text")
    from dutylist.extract.formats.text.text import read_text

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
            from dutylist.extract.formats.excel.calculated import read_calculated as reader
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
    need_file(path)
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
