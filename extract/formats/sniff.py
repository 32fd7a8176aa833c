"""What a file really is, by its content; its name's ending is only what somebody called it."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from pathlib import Path

from dutylist.records.errors import (
    DamagedFileError,
    FileMissingError,
    UnknownFormatError,
    system_words,
)
from dutylist.records.patterns import Pattern

FORMAT_NAMES: dict[str, str] = {
    "empty": "空文件",
    "pdf": "PDF 文件",
    "docx": "Word 文件（.docx）",
    "xlsx": "Excel 文件（.xlsx）",
    "xlsb": "Excel 二进制文件（.xlsb）",
    "pptx": "PowerPoint 文件（.pptx）",
    "odt": "OpenDocument 文档（.odt）",
    "ods": "OpenDocument 表格（.ods）",
    "ofd": "OFD 版式文件",
    "zip": "ZIP 压缩包",
    "encrypted": "加了打开密码的 Office 文件",
    "doc": "Word 97—2003 或 WPS 文字（.doc、.wps）",
    "xls": "Excel 97—2003 或 WPS 表格（.xls、.et）",
    "ppt": "PowerPoint 97—2003 文件（.ppt）",
    "ole": "旧版 Office 格式的文件",
    "rtf": "RTF 文件",
    "wordml": "Word 2003 XML 文件",
    "sheetml": "Excel 2003 XML 文件",
    "html": "网页（HTML）",
    "mht": "单个文件网页（MHT）",
    "json": "JSON 文件",
    "exported": "导出的 JSON 数据",
    "text": "纯文本",
    "png": "PNG 图片",
    "jpeg": "JPEG 图片",
    "tiff": "TIFF 图片",
    "gif": "GIF 图片",
    "bmp": "BMP 图片",
    "webp": "WebP 图片",
    "jp2": "JPEG 2000 图片",
    "heic": "HEIC 照片（苹果手机）",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "gzip": "gzip 压缩包",
    "binary": "无法识别的文件",
}
"""Every name that `sniff` returns, with its name in Chinese."""

ENDINGS: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xlsb": (".xlsb",),
    "pptx": (".pptx", ".pptm", ".ppsx"),
    "odt": (".odt",),
    "ods": (".ods",),
    "ofd": (".ofd",),
    "zip": (".zip",),
    "doc": (".doc", ".dot", ".wps", ".wpt"),
    "xls": (".xls", ".xlt", ".et", ".ett"),
    "ppt": (".ppt", ".pps", ".dps"),
    "rtf": (".rtf", ".doc"),
    "wordml": (".xml",),
    "sheetml": (".xml",),
    "html": (".html", ".htm", ".shtml", ".xhtml"),
    "mht": (".mht", ".mhtml"),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "tiff": (".tif", ".tiff"),
    "gif": (".gif",),
    "bmp": (".bmp",),
    "webp": (".webp",),
    "jp2": (".jp2", ".j2k", ".jpf"),
    "heic": (".heic", ".heif"),
    "rar": (".rar",),
    "7z": (".7z",),
    "gzip": (".gz", ".tgz"),
}
"""The endings under which a format usually goes, in lower case; formats without a usual ending
are absent."""

TEXT_ENDINGS = (".txt", ".csv", ".tsv", ".md", ".json")
"""The endings of plain text, which no mark at its beginning tells from other files."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF8", "gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
)

# Major brands of HEIF files that hold HEVC pictures (ISO/IEC 23008-12).
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

# Main part of each kind of package, as it stands in the archive's directory.
_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", "docx"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("ofd.xml", "ofd"),
)

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, KeyError, RuntimeError, NotImplementedError),
)
"""What zipfile raises on a damaged archive."""

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file ([MS-CFB] 2.2)."""

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)

# Compiled where it is used: few files come so far, and all commands would wait for it.
_HTML = (
    r"(?s:(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    # A part of a page, as editors hand it out, begins with what it likes.
    r"<(?:!doctype\s+html|(?:html|head|meta|body|table|div|center|style|title|link|script|base|"
    r"h[1-6]|p|section|article|main|header|nav|figure|dl|ul|ol|font)\b))"
)
# Records have English keys; "事项名称":, also where each character is written \\u4e8b.
_HAN_KEY = Pattern(r'[{,]\s*"(?:[㐀-鿿（）()、/ ]|\\u[0-9a-f]{4})+"\s*:')
_MAIL_HEAD = Pattern(r"(?:from|mime-version|subject|date|content-type|snapshot-[\w-]+):")
_PROSE = Pattern(r"[\u4e00-\u9fff\u2010-\u303f\uff00-\uffef -~\t\r\n]")

# A list of content types names each part once; what is longer tells its kind at its start.
_CONTENT_TYPES_BYTES = 100_000

HEAD_BYTES = 8192
"""The start of a file that tells its format and, for text, its encoding."""

MOST_DIRECTORY_BYTES = 3_000_000
"""Largest directory of an archive that is opened: ten thousand entries with long names. zipfile
builds an object for each entry, however many there are."""


def need_file(path: Path) -> None:
    """Raise FileMissingError unless there is a file of that name."""
    # Not Path's own: they raise for a name that is too long.
    if os.path.isdir(path):
        raise FileMissingError(
            "这是文件夹，不是文件",
            "请写出里面的清单；整个文件夹用 dutylist county 或 dutylist batch",
            file=str(path),
        )
    if not os.path.isfile(path):
        raise FileMissingError("找不到这个文件", "请核对文件名和文件夹", file=str(path))


def sniff(path: Path) -> str:
    """The file's format by content: a key of FORMAT_NAMES.

    Raises FileMissingError where it is not there or may not be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise FileMissingError(
            f"打不开这个文件（{system_words(error)}）", "请核对文件名、文件夹和权限", file=path.name
        ) from error
    if not head:
        return "empty"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path, head)
    if head.startswith(_OLE_MAGIC):
        return _ole_kind(path)
    # A PDF may have up to 1024 bytes of something else in front (ISO 32000-1, annex H).
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and b"\x00" in head[:64]:
        return "bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    return _text_kind(head)


def expect_format(path: Path, *kinds: str) -> None:
    """Raise unless the file's content is of one of these kinds.

    DamagedFileError where it is empty or locked, UnknownFormatError where it is something else.
    """
    found = sniff(path)
    if found in kinds:
        return
    if found == "empty":
        raise DamagedFileError("文件是空的（0 字节）", "请重新下载或复制这个文件", file=path.name)
    if found == "encrypted":
        raise DamagedFileError(
            "文件加了打开密码", "请在 Word、Excel 或 WPS 中打开，取消密码后另存", file=path.name
        )
    if path.suffix.lower() in ENDINGS.get(found, ("",)):
        raise UnknownFormatError(
            f"这是{FORMAT_NAMES[found]}，不能从中读取清单",
            "请另存为 PDF、Word 或 Excel 文件后再读",
            file=path.name,
        )
    raise UnknownFormatError(
        f"文件后缀是“{path.suffix}”，内容其实是{FORMAT_NAMES[found]}",
        "请核对是不是选错了文件，或按真实格式改正后缀",
        file=path.name,
    )


def zip_directory_bytes(path: Path) -> int:
    """How large a ZIP archive says its directory is; -1 where the archive has no end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        # The end record may have a comment of up to 65,535 bytes behind it.
        file.seek(max(0, size - 66_000))
        tail = file.read()
    # End of central directory (APPNOTE.TXT, 4.3.16): the directory's size stands at offset 12.
    end = tail.rfind(b"PK\x05\x06")
    return -1 if end < 0 else int.from_bytes(tail[end + 12 : end + 16], "little")


def _zip_kind(path: Path, head: bytes) -> str:
    try:
        if not 0 <= zip_directory_bytes(path) <= MOST_DIRECTORY_BYTES:
            raise zipfile.BadZipFile
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype")
                if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
                    return "odt"
                if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                    return "ods"
    except _UNREADABLE:
        # Cut off or absurd: the directory at the end cannot be used, the first entries tell.
        names = [found.decode() for found in re.findall(rb"word/|xl/|ppt/|OFD\.xml", head)]
    names = [name.replace("\\", "/").lower() for name in names]
    for part, kind in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    return _told_kind(path) if "[content_types].xml" in names else "zip"


def _told_kind(path: Path) -> str:
    """What a package whose parts have unusual names says of itself."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.filename.lower(): entry for entry in archive.infolist()}
            told = archive.open(names["[content_types].xml"]).read(_CONTENT_TYPES_BYTES)
    except _UNREADABLE:
        return "zip"
    kinds = ((b"wordprocessingml.document.main", "docx"), (b"spreadsheetml.sheet.main", "xlsx"))
    return next((kind for said, kind in kinds if said in told), "zip")


def _ole_kind(path: Path) -> str:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as container:
            for stream, kind in _OLE_STREAMS:
                if container.exists(stream):
                    return kind
    except Exception:  # olefile raises whatever a damaged directory makes it raise
        return "ole"
    return "ole"


def utf_16(data: bytes) -> str:
    """The encoding of text in UTF-16, with a mark at its start or without; "" where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Without a mark: line ends and digits have a zero byte, and the text makes sense one way only.
    for encoding in ("utf-16-le", "utf-16-be") if b"\x00" in data else ():
        if _is_prose(data[: len(data) // 2 * 2].decode(encoding, errors="replace")):
            return encoding
    return ""


def _is_prose(text: str) -> bool:
    """Whether as good as all characters are Chinese, their punctuation, or printed ASCII."""
    return len(_PROSE.sub("", text)) * 20 <= len(text)


def _text_kind(head: bytes) -> str:
    if encoding := utf_16(head):
        text = head.decode(encoding, errors="replace")
    elif b"\x00" in head:
        return "binary"
    else:
        # Only ASCII markers are looked for, so the real encoding does not matter.
        text = head.decode("utf-8-sig", errors="replace")
    start = text.lstrip().lower()
    if start.startswith(("{", "[")) and _HAN_KEY.search(start):
        return "exported"
    if start.startswith("{"):
        return "json"
    if start.startswith(("<?xml", "<w:worddocument")):
        if "word.document" in start or "wordprocessingml" in start or "/word/2003/" in start:
            return "wordml"
        if "excel.sheet" in start or "office:spreadsheet" in start:
            return "sheetml"
    if re.match(_HTML, start):
        return "html"
    if _MAIL_HEAD.match(start) and re.search(
        r"^content-type:\s*(?:multipart/related|text/html)", start, re.M
    ):
        return "mht"
    return "text"
