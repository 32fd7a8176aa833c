"""Unpack the XML of a Word or Excel file within bounds.

A package (OPC) is a ZIP archive of XML parts and pictures. Archives that would unpack to more
than allowed, and XML that defines entities, are refused before anything reads them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.parsers import expat

from lxml import etree

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.sniff import MOST_DIRECTORY_BYTES, zip_directory_bytes
from dutylist.records.errors import DamagedFileError, LimitExceededError

MAX_ENTRIES = 10_000
"""Most entries of an archive. A list with a picture on every page has some hundred."""

XML_SHARE = 4
"""XML may be this fraction of `max_bytes`: read into rows, it takes some 16 times its size, and
the memory of the process is bounded besides."""

_NO_MEMORY = 2
"""libxml2's XML_ERR_NO_MEMORY."""

_XML_ENDINGS = (".xml", ".rels")

CHUNK_ENDINGS = (".htm", ".html", ".xhtml", ".mht", ".mhtml", ".txt", ".docx")
"""Files that may stand in a Word file as they are (altChunk); the XML of some is read, too."""

_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["'](?:gbk|gb2312|gb18030)["'][^>]*\?>""", re.I)
"""The declaration of XML in GB 18030 or what it came of."""

_PICTURE_FOLDERS = ("word/media/", "xl/media/", "pictures/", "media/")
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2")

_CHUNK = 1 << 16

# ISO 29500 Strict names the same vocabulary differently ("Strict Open XML" in Word's list).
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    ),
)


@dataclass(frozen=True)
class Package:
    """The XML and embedded texts of an office file by their names ("word/document.xml"), unpacked.

    Names are told apart regardless of case (ISO 29500-2, 6.2.2.3): the keys are in lower case.
    """

    name: str
    parts: dict[str, bytes]
    path: Path = Path()

    @cached_property
    def pictures(self) -> dict[str, bytes]:
        """The pictures by their names, in lower case. Raises DamagedFileError."""
        found: dict[str, bytes] = {}
        with _reading(self.path), zipfile.ZipFile(self.path) as archive:
            for entry in archive.infolist():
                part = part_name(entry.filename)
                if part.startswith(_PICTURE_FOLDERS) or part.endswith(_PICTURE_ENDINGS):
                    found[part] = archive.read(entry)
        return found

    def content(self, part: str) -> bytes:
        """What a part holds, whatever it is; b"" where the package has none. Raises
        DamagedFileError."""
        with _reading(self.path), zipfile.ZipFile(self.path) as archive:
            entries = (one for one in archive.infolist() if part_name(one.filename) == part.lower())
            entry = next(entries, None)
            return b"" if entry is None else archive.read(entry)

    def xml(self, part: str, without: re.Pattern[bytes] | None = None) -> etree._Element | None:
        """The root element of a part; None where the package has no such part.

        What matches `without` is left out before it is read. Raises DamagedFileError where the
        part is not well formed or nested beyond reason.
        """
        data = self.parts.get(part.lower())
        if data is None:
            return None
        if without is not None:
            data = without.sub(b"", data)
        for strict, usual in _STRICT_NAMES:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if error.code == _NO_MEMORY:
                raise MemoryError from error
            raise DamagedFileError(
                f"文件内部的 {part} 已损坏（{error.msg}）", _RESAVE, file=self.name
            ) from error

    def relations(self, part: str) -> dict[str, str]:
        """The parts that a part refers to, by the ids it uses for them."""
        folder, _, base = part.rpartition("/")
        root = self.xml(join(folder, "_rels", f"{base}.rels"))
        found: dict[str, str] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                place = target if target.startswith("/") else join("/", folder, target)
                found[relation.get("Id", "")] = normpath(place).lstrip("/")
        return found

    def related(self, part: str, kind: str, usual: str) -> str:
        """The part of a kind ("styles") that a part refers to, `usual` where it is not told."""
        folder, _, base = part.rpartition("/")
        root = self.xml(join(folder, "_rels", f"{base}.rels"))
        named = self.relations(part)
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("Id") in named:
                return named[relation.get("Id", "")]
        return usual

    def main_part(self, usual: str) -> str:
        """The name of the part with the document itself, `usual` where it is not told."""
        root = self.xml("_rels/.rels")
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return str(relation.get("Target", usual)).lstrip("/")
        return usual


_RESAVE = "请用 Word、Excel 或 WPS 打开后另存一份，或重新下载"


def read_package(path: Path, limits: ReadLimits) -> Package:
    """Unpack the XML parts of a Word or Excel file.

    Raises LimitExceededError where the file, what it unpacks to, or its number of entries is
    beyond the limits, and DamagedFileError where it is cut off, locked or defines entities, or has
    two parts of one name.
    """
    _check_size(path, limits)
    _check_directory(path)
    parts: dict[str, bytes] = {}
    with _reading(path), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise _too_many(path)
        if sum(entry.file_size for entry in entries) > limits.max_bytes:
            raise _too_large(path, limits.max_bytes)
        left = limits.max_bytes // XML_SHARE
        for entry in entries:
            part = part_name(entry.filename)
            if not part.endswith((*_XML_ENDINGS, *CHUNK_ENDINGS)):
                continue
            if entry.flag_bits & 1:
                raise DamagedFileError("压缩包加了密码", "请取消密码后再试", file=path.name)
            if entry.file_size > left:
                raise _too_much_text(path, limits)
            with archive.open(entry) as stream:
                data = _inflate(stream, left, path, limits)
            left -= len(data)
            if part.endswith(_XML_ENDINGS):
                data = _in_utf8(data)
                _refuse_entities(data, entry.filename, path.name)
            # Which of two is read would be chance: a name is one part's (ISO 29500-2, 6.2.2).
            if parts.setdefault(part, data) != data:
                raise DamagedFileError(
                    f"文件里有两个“{entry.filename}”，内容不同",
                    "请用 Word、Excel 或 WPS 打开核对，另存一份再读",
                    file=path.name,
                )
    return Package(path.name, parts, path)


def part_name(entry: str) -> str:
    """The name of a package's part by that of its entry, in lower case, with slashes only."""
    return entry.replace("\\", "/").lstrip("/").lower()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What the ZIP reader raises on a damaged file, as an error the clerk can act on."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise DamagedFileError(
            "文件不完整或已损坏", "请重新下载，或用 Word、Excel 打开修复后另存", file=path.name
        ) from error


def _inflate(stream: IO[bytes], most: int, path: Path, limits: ReadLimits) -> bytes:
    """All bytes of an entry, whatever size the archive's directory claims."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise _too_much_text(path, limits)
        chunks.append(chunk)
    return b"".join(chunks)


def _check_size(path: Path, limits: ReadLimits) -> None:
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise LimitExceededError(
            f"文件有 {_megabytes(size)}，超过上限 {_megabytes(limits.max_bytes)}",
            "请核对是不是选错了文件，或调高上限",
            file=path.name,
        )


def _check_directory(path: Path) -> None:
    """Refuse a directory that is missing or of absurd size before zipfile reads it."""
    size = zip_directory_bytes(path)
    if size < 0:
        raise DamagedFileError(
            "文件不完整（压缩包缺少结尾）", "文件可能没有下载完，请重新下载", file=path.name
        )
    if size > MOST_DIRECTORY_BYTES:
        raise _too_many(path)


def _in_utf8(data: bytes) -> bytes:
    """XML in one of China's encodings as XML in UTF-8, which every parser knows."""
    declared = _ENCODING.match(data)
    if not declared:
        return data
    text = data[declared.end() :].decode("gb18030", "replace")
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


def _refuse_entities(data: bytes, part: str, name: str) -> None:
    """Raise where the XML has a document type, the only place that can define entities."""

    class _RootReachedError(Exception):
        """The root element is reached: nothing more to check."""

    def doctype(*_: object) -> None:
        raise DamagedFileError(
            f"文件内部的 {part} 带有实体定义（DTD），正常的 Office 文件没有，为安全起见不读取",
            "请核对文件来源，或用 Word、Excel 打开后另存",
            file=name,
        )

    def element(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(data, True)
    except _RootReachedError:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedFileError(f"文件内部的 {part} 已损坏", _RESAVE, file=name) from error


def _too_many(path: Path) -> LimitExceededError:
    return LimitExceededError(
        f"压缩包里的项目超过 {MAX_ENTRIES} 个，不像正常的 Office 文件",
        "请核对文件来源",
        file=path.name,
    )


def _too_much_text(path: Path, limits: ReadLimits) -> LimitExceededError:
    return LimitExceededError(
        f"文件里的文字（XML）展开后超过上限 {_megabytes(limits.max_bytes // XML_SHARE)}，"
        f"即整个文件上限 {_megabytes(limits.max_bytes)} 的 1/{XML_SHARE}，可能是压缩炸弹",
        "请核对文件来源；确实需要时可以用 --max-mb 调高上限",
        file=path.name,
    )


def _too_large(path: Path, most: int) -> LimitExceededError:
    return LimitExceededError(
        f"文件展开后超过上限 {_megabytes(most)}，可能是压缩炸弹",
        "请核对文件来源；确实需要时可以调高上限",
        file=path.name,
    )


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB" if size >= 10 << 20 else f"{size / (1 << 20):.2g} MB"
