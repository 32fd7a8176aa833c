"""Read older office formats (.doc, .wps, .rtf …) through LibreOffice, and .xls and .et themselves
where nothing in them asks for it."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from dutylist.extract.formats.excel.xls import read_xls
from dutylist.extract.formats.excel.xlsx import read_xlsx
from dutylist.extract.formats.libreoffice import EXCEL_FILTER, WORD_FILTER, convert, libreoffice
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.sniff import FORMAT_NAMES, expect_format, sniff
from dutylist.extract.formats.word.docx import read_docx
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import DamagedFileError, LimitExceededError, ProgramMissingError
from dutylist.records.model import Note

LEGACY_ENDINGS: dict[str, str] = {
    "doc": ".doc",
    "rtf": ".rtf",
    "wordml": ".xml",
    "xls": ".xls",
    "xlsb": ".xlsb",
    "sheetml": ".xml",
}
"""The formats (of `sniff`) that are read this way, each with the ending LibreOffice expects."""

_SHEETS = ("xls", "xlsb", "sheetml")

_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
"""A brace, or an escaped sign, which may be one: that is none."""


def read_legacy(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Convert a file into .docx or .xlsx with LibreOffice and read that.

    Raises ProgramMissingError where LibreOffice is not installed, DamagedFileError where it
    cannot open the file, LimitExceededError where it takes longer than allowed, and what
    `read_docx` and `read_xlsx` raise.
    """
    expect_format(path, *LEGACY_ENDINGS)
    kind = sniff(path)
    if path.stat().st_size > limits.max_bytes:
        raise LimitExceededError(
            f"文件有 {path.stat().st_size // 1_000_000} MB，"
            f"超过上限 {limits.max_bytes // 1_000_000} MB",
            "请核对是不是选错了文件，或调高上限",
            file=path.name,
        )
    if kind == "xls" and (document := read_xls(path, limits)):
        return document
    program = libreoffice()
    if program is None:
        wanted = ".xlsx" if kind in _SHEETS else ".docx"
        raise ProgramMissingError(
            f"{FORMAT_NAMES[kind]}要靠 LibreOffice 转换，这台电脑没有安装",
            f"请安装 LibreOffice，或用 Word、Excel 或 WPS 打开后另存为 {wanted} 再读",
            file=path.name,
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"{path.stem}{LEGACY_ENDINGS[kind]}"
        shutil.copyfile(path, source)
        to = EXCEL_FILTER if kind in _SHEETS else WORD_FILTER
        converted = convert(program, source, to, folder, path.name, limits)
        if converted is None:
            raise DamagedFileError(
                f"LibreOffice 打不开这份{FORMAT_NAMES[kind]}，可能已损坏或加了密码",
                "请用 Word、Excel 或 WPS 打开核对，另存为新格式后再读",
                file=path.name,
            )
        # Under the name that the clerk knows, for messages.
        named = converted.rename(converted.with_name(path.name))
        reader = read_xlsx if kind in _SHEETS else read_docx
        document = reader(named, limits)
    notes = [Note(0, f"{FORMAT_NAMES[kind]}由 LibreOffice 转换后读取，请抽查几行")]
    if kind == "rtf" and not braces_match(path.read_bytes()):
        notes.append(Note(0, "RTF 文件内部有损坏，可能缺行缺字，请对照原件", damage=True))
    return replace(document, name=path.name, notes=(*document.notes, *notes))


def braces_match(rtf: bytes) -> bool:
    """Whether each group of an RTF file ends; true of a file with binary data in it, whose braces
    are none."""
    if b"\\bin" in rtf:
        return True
    braces = _BRACE.findall(rtf)
    return braces.count(b"{") == braces.count(b"}")
