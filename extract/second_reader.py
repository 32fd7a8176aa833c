"""A second, independent reading of a list's cells, compared with ours character for character.

PDF: pdfplumber (pdfminer) within the cells that were found. Word and Excel: the plain text of the
cells as python-docx and openpyxl give it. Where the two agree, a fault of either is unlikely.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.extract.pages.printed_lines import CLOSING, OPENING, PLAIN, SAME_LINE
from dutylist.records.code_points import LONG_DASHES
from dutylist.records.findings import Finding
from dutylist.records.model import Box, Duty, DutyList, DutyTable, Kind
from dutylist.records.text import squeezed

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

OVERPRINT = 0.35
"""The same character again within this share of its width was printed twice for boldness."""

UNTOLD = "�"
"""What stands for a glyph whose meaning the file does not tell; pdfplumber says (cid:12)."""

_SAME_GLYPH = str.maketrans({"戶": "户", **LONG_DASHES})
"""What one of the readers says for a glyph that the other reads as the usual characters."""

_RECOGNISED = "的文字由识别得出"
"""What a note says of pictures in a text that were read."""

ALIKE = 0.5
"""A row of the second reading is a duty's if at least this share of their texts is the same."""


@dataclass(frozen=True)
class Difference:
    """Where the two readings differ: the list, the duty's number and row, the page (0 where the
    format has none), the column from 1 with its header, what each reads, and where it stands."""

    kind: Kind
    number: int | None
    row: int
    page: int
    cell: int
    header: str
    ours: str
    theirs: str
    box: Box | None = None


@dataclass(frozen=True)
class Agreement:
    """How far the two readings agree: characters compared, characters that differ (white space does
    not count), and each difference."""

    reader: str
    characters: int
    different: int
    differences: tuple[Difference, ...]

    @property
    def sentence(self) -> str:
        """The figures in words."""
        if not self.characters:
            return f"第二读法（{self.reader}）没有可以比较的文字。"
        if not self.different:
            return f"第二读法（{self.reader}）：{self.characters:,} 个字，两种读法全部一致。"
        same = self.characters - self.different
        return f"第二读法（{self.reader}）：{same:,} 个字两种读法一致，{self.different:,} 个不同。"


def findings_of(agreement: Agreement) -> tuple[Finding, ...]:
    """Each difference as something for a person to look at."""
    return tuple(
        Finding(
            "second reading",
            "doubt",
            f"“{one.header}”一栏两种读法不同：本程序读作“{one.ours}”，"
            f"{agreement.reader} 读作“{one.theirs}”",
            one.kind,
            one.page,
            one.row,
            one.number,
            one.cell,
            one.box,
        )
        for one in agreement.differences
    )


@dataclass(frozen=True)
class _Glyph:
    """A character of the second reading; `box` is None where the format has no places."""

    text: str
    box: Box | None = None


_Cells = Callable[[Duty], Sequence[Sequence[_Glyph]]]
"""What the second reading has for each cell of a duty."""


def second_reading(path: Path, duty_list: DutyList) -> Agreement | None:
    """The comparison of a list with the second reading of the file it was read from; None for a
    format that has no second reader."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        cells = _pdf_cells(path, duty_list)
        if any(glyphs for duty in duty_list.duties for glyphs in cells(duty)):
            return compared(duty_list, "pdfplumber", cells)
        # Where it knows none of a file's fonts it says nothing: that is no difference.
        return Agreement("pdfplumber", 0, 0, ())
    if head.startswith(b"PK"):
        rows = _office_rows(path)
        if rows is not None:
            pictured = any(_RECOGNISED in note.text for note in duty_list.notes)
            return compared(duty_list, rows[0], _row_cells(rows[1], pictured=pictured))
    return None


def compared(duty_list: DutyList, reader: str, cells: _Cells) -> Agreement:
    """Every cell of a list compared with what the second reading has for it."""
    differences: list[Difference] = []
    characters = different = 0
    for table in duty_list.lists:
        for duty in table.duties:
            for at, (ours, glyphs) in enumerate(zip(duty.cells, cells(duty), strict=False)):
                found = list(_differences(table, duty, at, _bare(ours), glyphs))
                characters += max(len(_bare(ours)), len(glyphs))
                different += sum(max(len(one.ours), len(one.theirs)) for one in found)
                differences += found
    return Agreement(reader, characters, different, tuple(differences))


def _bare(text: str) -> str:
    """The text without white space, with the characters that look-alikes stand for."""
    return squeezed(text.translate(PLAIN).translate(_SAME_GLYPH))


def _differences(
    table: DutyTable, duty: Duty, at: int, ours: str, glyphs: Sequence[_Glyph]
) -> Iterator[Difference]:
    theirs = "".join(glyph.text for glyph in glyphs)
    # Text that is not set from left to right has the same characters in another order.
    if ours == theirs or Counter(ours) == Counter(theirs):
        return
    boxes = duty.source.boxes[at] if at < len(duty.source.boxes) else ()
    pages = duty.source.pages
    header = table.columns[at].text if at < len(table.columns) else ""
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        box = _around([glyph.box for glyph in glyphs[c:d]]) or (boxes[0] if boxes else None)
        page = box.page if box else (pages[0] if pages else 0)
        yield Difference(
            table.kind,
            duty.number,
            duty.source.row,
            page,
            at + 1,
            header,
            ours[a:b],
            theirs[c:d],
            box,
        )


def _around(boxes: Sequence[Box | None]) -> Box | None:
    known = [box for box in boxes if box is not None]
    own = [box for box in known if box.page == known[0].page]
    if not own:
        return None
    return Box(
        own[0].page,
        min(box.x0 for box in own),
        min(box.top for box in own),
        max(box.x1 for box in own),
        max(box.bottom for box in own),
    )


def _opened(path: Path) -> PDF:
    """The file, as it is repaired where the second reader cannot open it."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    from dutylist.extract.formats.pdf.repaired import repaired

    try:
        return pdfplumber.open(path)
    except PdfminerException:
        mended = repaired(path)
        if mended is None:
            raise
        return pdfplumber.open(BytesIO(mended))


def _pdf_cells(path: Path, duty_list: DutyList) -> _Cells:
    """The characters that pdfplumber has within the boxes of the cells."""
    import logging

    # What pdfminer has to say of a file's fonts is nothing that a clerk can mend.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    wanted: defaultdict[int, list[Box]] = defaultdict(list)
    for table in duty_list.lists:
        for duty in table.duties:
            for boxes in duty.source.boxes:
                for box in boxes:
                    wanted[box.page].append(box)
    found: dict[Box, list[_Glyph]] = {}
    with _opened(path) as document:
        for page in document.pages:
            asked = wanted.get(page.page_number, [])
            if asked:
                glyphs = _page_glyphs(page.page_number, page)
                found.update((box, _within(box, glyphs)) for box in dict.fromkeys(asked))
            page.close()

    def cells(duty: Duty) -> list[list[_Glyph]]:
        return [[glyph for box in boxes for glyph in found[box]] for boxes in duty.source.boxes]

    return cells


def _page_glyphs(number: int, page: object) -> list[tuple[_Glyph, float, float]]:
    """The characters of a page, each with the middle of its ink."""
    left, top = page.bbox[0], page.bbox[1]  # type: ignore[attr-defined]
    out = []
    for char in page.chars:  # type: ignore[attr-defined]
        text = _bare(char["text"])
        if not text:
            continue
        if text.startswith("(cid:"):
            text = UNTOLD
        box = Box(
            number,
            round(char["x0"] - left, 2),
            round(char["top"] - top, 2),
            round(char["x1"] - left, 2),
            round(char["bottom"] - top, 2),
        )
        # A full-width mark that hangs over its cell's edge has its ink within.
        share = 0.25 if text[0] in CLOSING and text > "“" else 0.75 if text[0] in OPENING else 0.5
        middle = box.x0 + share * (box.x1 - box.x0)
        out.append((_Glyph(text, box), middle, (box.top + box.bottom) / 2))
    return out


def _within(cell: Box, glyphs: list[tuple[_Glyph, float, float]]) -> list[_Glyph]:
    """The characters in a cell, line by line; what is printed twice for boldness only once."""
    inside = [
        glyph for glyph, x, y in glyphs if cell.x0 < x < cell.x1 and cell.top < y < cell.bottom
    ]
    inside.sort(key=lambda glyph: _place(glyph).bottom)
    lines: list[list[_Glyph]] = []
    for glyph in inside:
        box = _place(glyph)
        reach = SAME_LINE * (box.bottom - box.top)
        if lines and box.bottom - _place(lines[-1][-1]).bottom <= reach:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    out: list[_Glyph] = []
    for line in lines:
        line.sort(key=lambda glyph: _place(glyph).x0)
        out += line[:1]
        for before, glyph in pairwise(line):
            one, other = _place(before), _place(glyph)
            twice = before.text == glyph.text and other.x0 - one.x0 < OVERPRINT * (one.x1 - one.x0)
            if not twice:
                out.append(glyph)
    # A ligature is one character with several letters.
    return [_Glyph(letter, glyph.box) for glyph in out for letter in glyph.text]


def _place(glyph: _Glyph) -> Box:
    assert glyph.box is not None
    return glyph.box


def _office_rows(path: Path) -> tuple[str, list[list[str]]] | None:
    """The rows of a Word or Excel file's tables as another library reads them."""
    import zipfile

    with zipfile.ZipFile(path) as package:
        names = [name.lower().replace("\\", "/") for name in package.namelist()]
    if any(name.startswith("word/") for name in names):
        import docx

        tables = docx.Document(str(path)).tables
        return "python-docx", [
            [_bare(cell.text) for cell in row.cells] for table in tables for row in table.rows
        ]
    if any(name.startswith("xl/") for name in names):
        import openpyxl

        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        return "openpyxl", [
            [_bare("" if value is None else str(value)) for value in row]
            for sheet in book.worksheets
            for row in sheet.iter_rows(values_only=True)
        ]
    return None


def _row_cells(rows: list[list[str]], *, pictured: bool = False) -> _Cells:
    """The cells of the row that has most of a duty's texts, from the row before on; none where no
    row has and tables of the file are pictures (`pictured`), which nobody else reads."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for text in dict.fromkeys(row):
            places[text].append(at)

    def cells(duty: Duty) -> list[list[_Glyph]]:
        ours = [_bare(cell) for cell in duty.cells]
        votes = Counter(at for text in ours if text for at in places.get(text, ()))
        best = max(votes, key=lambda at: (votes[at], -at), default=None)
        if best is None or votes[best] < ALIKE * sum(1 for text in ours if text):
            return [] if pictured else [[] for _ in ours]
        row = rows[best]
        return [list(map(_Glyph, _likest(text, row))) for text in ours]

    return cells


def _likest(text: str, row: list[str]) -> str:
    """The text of a row's cell that is most like one of ours; "" for an empty one."""
    if not text or text in row:
        return text
    return max(row, key=lambda other: SequenceMatcher(None, text, other, autojunk=False).ratio())
