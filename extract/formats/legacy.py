"""Read older office formats (.doc, .wps, .xls, .et, .rtf …) through LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from dutylist.extract.formats.excel.xlsx import read_xlsx
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
    "odt": ".odt",
    "xls": ".xls",
    "sheetml": ".xml",
    "ods": ".ods",
}
"""The formats (of `sniff`) that are read this way, each with the ending LibreOffice expects."""

_SHEETS = ("xls", "sheetml", "ods")
_WORD_FILTER = "docx:Office Open XML Text"
_EXCEL_FILTER = "xlsx:Calc MS Excel 2007 XML"

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)


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
    program = _libreoffice()
    if program is None:
        wanted = ".xlsx" if kind in _SHEETS else ".docx"
        raise ProgramMissingError(
            f"{FORMAT_NAMES[kind]}要靠 LibreOffice 转换，这台电脑没有安装",
            f"请安装 LibreOffice，或用 Word、Excel 或 WPS 打开后另存为 {wanted} 再读",
            file=path.name,
        )
    with tempfile.TemporaryDirectory() as folder:
        converted = _convert(program, path, kind, Path(folder), limits)
        reader = read_xlsx if kind in _SHEETS else read_docx
        document = reader(converted, limits)
    note = Note(0, f"{FORMAT_NAMES[kind]}由 LibreOffice 转换后读取，请抽查几行")
    return replace(document, name=path.name, notes=(*document.notes, note))


def _libreoffice() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _convert(program: str, path: Path, kind: str, folder: Path, limits: ReadLimits) -> Path:
    """Convert a copy of the file in an empty folder, with a LibreOffice profile of its own."""
    source = folder / f"{path.stem}{LEGACY_ENDINGS[kind]}"
    shutil.copyfile(path, source)
    target = folder / "converted"
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _EXCEL_FILTER if kind in _SHEETS else _WORD_FILTER,
        "--outdir",
        str(target),
        str(source),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=limits.max_seconds)
    except subprocess.TimeoutExpired as error:
        raise LimitExceededError(
            f"LibreOffice 转换超过 {limits.max_seconds:g} 秒",
            "请核对文件，或调高上限",
            file=path.name,
        ) from error
    finally:
        _end(process)
    made = next(iter(target.glob("*")), None) if target.is_dir() else None
    if made is None:
        raise DamagedFileError(
            f"LibreOffice 打不开这份{FORMAT_NAMES[kind]}，可能已损坏或加了密码",
            "请用 Word、Excel 或 WPS 打开核对，另存为新格式后再读",
            file=path.name,
        )
    return made


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice, with the program that its start script runs."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
