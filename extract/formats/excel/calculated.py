"""Read an Excel workbook, and let LibreOffice work out what its formulas give where that is not
stored: programs write such files, and Excel works them out on opening."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from dutylist.extract.formats.excel.sheet import NOT_STORED
from dutylist.extract.formats.excel.xlsx import read_xlsx
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.source import SourceDocument
from dutylist.records.model import Note


def read_calculated(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a .xlsx or .xlsm as `read_xlsx` does; formulas whose results are not stored are worked
    out where LibreOffice is installed and opens the file."""
    document = read_xlsx(path, limits)
    if not _lacks_results(document):
        return document
    from dutylist.extract.formats.libreoffice import EXCEL_FILTER, convert, libreoffice

    program = libreoffice()
    if program is None:
        return document
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = convert(program, path, EXCEL_FILTER, Path(folder), path.name, limits)
        if made is None:
            return document
        # Under the name that the clerk knows, for messages.
        found = read_xlsx(made.rename(made.with_name(path.name)), limits)
    if _lacks_results(found):
        return document
    said = "公式没有存下计算结果，由 LibreOffice 算出后读取，请用 Excel 打开核对"
    return replace(found, notes=(*found.notes, Note(0, said)))


def _lacks_results(document: SourceDocument) -> bool:
    return any(NOT_STORED in note.text for note in document.notes)
