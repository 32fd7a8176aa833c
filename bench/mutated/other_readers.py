"""What other programs read in a file: whether it says what we read, or we read it wrongly.

python-docx, calamine, poppler, ofdkit, striprtf and Python's own modules; for OpenDocument text
the few lines that a table's rows take.
"""

from __future__ import annotations

import csv
import io
import json
import quopri
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from html.parser import HTMLParser
from typing import Any

import docx
import ofdkit
import python_calamine
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree
from striprtf.striprtf import rtf_to_text

Row = tuple[str, ...]
Theirs = list[Row] | str
"""A file's rows as another program reads them, or all its text where it knows no rows."""

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"


def theirs(suffix: str, content: bytes) -> Theirs | None:
    """What the other program reads; None where it reads nothing, or there is no such program."""
    reader = _READERS.get(suffix)
    try:
        return reader(content) if reader else None
    # Whatever they raise, they could not read it.
    except Exception:
        return None


def says_so(ours: tuple[list[Row], list[Row]], other: tuple[Theirs | None, Theirs | None]) -> bool:
    """Whether the file says what we read in it; both of the sound file and of the changed one.

    Where the other knows rows, each of ours is one of its, and we left none out that it has. Else
    no character came or went for us that did not for it.
    """
    sound, changed = other
    if sound is None or changed is None:
        return False
    if isinstance(sound, str) or isinstance(changed, str):
        return all(
            _signs(ours[after]) - _signs(ours[before]) <= _more(other[before], other[after])
            for before, after in ((0, 1), (1, 0))
        )
    read, seen = Counter(map(_squeezed, ours[1])), Counter(map(_squeezed, changed))
    titles = Counter(map(_squeezed, sound)) - Counter(map(_squeezed, ours[0]))
    return not read - seen and len(seen - read) <= len(titles)


def _more(before: Theirs | None, after: Theirs | None) -> Counter[str]:
    return _signs(after or "") - _signs(before or "")


def _signs(text: Theirs) -> Counter[str]:
    whole = text if isinstance(text, str) else "".join(cell for row in text for cell in row)
    return Counter(_plain(whole))


def _squeezed(row: Row) -> Row:
    return tuple(cell for cell in map(_plain, row) if cell)


def _plain(text: str) -> str:
    """Without white space and what cannot be seen."""
    return "".join(sign for sign in text if sign.isprintable() and sign != " ")


def _docx(content: bytes) -> Theirs:
    document = docx.Document(io.BytesIO(content))
    rows: list[Row] = []
    for element in document.element.body.iter(qn("w:tbl")):
        for row in Table(element, document).rows:
            cells = {cell._tc: cell.text for cell in row.cells}
            rows.append(tuple(cells.values()))
    return rows


def _workbook(content: bytes) -> Theirs:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        tuple(
            str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
            for cell in row
        )
        for sheet in book.sheet_names
        for row in book.get_sheet_by_name(sheet).to_python()
    ]


def _odt(content: bytes) -> Theirs:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    table = _OFFICE % "table"
    return [
        tuple("".join(cell.itertext()) for cell in row.iter(f"{table}table-cell"))
        for row in root.iter(f"{table}table-row")
    ]


def _pdf(content: bytes) -> Theirs:
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8", "replace")


class _Cells(HTMLParser):
    """The cells of all tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
        self._open = tag in ("td", "th") or (self._open and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in ("td", "th", "tr", "table")

    def handle_data(self, data: str) -> None:
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def _html(content: bytes) -> Theirs:
    cells = _Cells()
    cells.feed(content.decode("utf-8", "replace"))
    return [tuple(row) for row in cells.rows]


def _mht(content: bytes) -> Theirs:
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            return _html(quopri.decodestring(str(part.get_payload()).encode("utf-8", "replace")))
    return []


def _split(sign: str) -> Callable[[bytes], Theirs]:
    def read(content: bytes) -> Theirs:
        lines = content.decode("utf-8", "replace").splitlines()
        return [tuple(re.sub("<br>", "", line).split(sign)) for line in lines]

    return read


def _csv(content: bytes) -> Theirs:
    return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8", "replace")))]


def _json(content: bytes) -> Theirs:
    whole: dict[str, Any] = json.loads(content)
    return [tuple(map(str, duty["cells"])) for table in whole["lists"] for duty in table["duties"]]


def _rtf(content: bytes) -> Theirs:
    to_text: Any = rtf_to_text
    return str(to_text(content.decode("latin-1")))


def _zip(content: bytes) -> Theirs:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [
            row
            for name in archive.namelist()
            for row in theirs(name[name.rindex(".") :], archive.read(name)) or ()
            if not isinstance(row, str)
        ]


_READERS: dict[str, Callable[[bytes], Theirs]] = {
    ".docx": _docx,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".ods": _workbook,
    ".odt": _odt,
    ".pdf": _pdf,
    ".ofd": lambda content: ofdkit.extract_text(content),
    ".html": _html,
    ".mht": _mht,
    ".txt": _split("\t"),
    ".md": _split("|"),
    ".csv": _csv,
    ".json": _json,
    ".rtf": _rtf,
    ".zip": _zip,
}
