"""The published file's own pages behind an excerpt: its rows framed, the office's words marked.

The pages stay as they are; what is added is drawn by ReportLab on a page of its own and laid over
(pikepdf). Where the characters of a cell cannot be found (a scan), its row is framed all the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from threading import Lock

import pikepdf
import pypdfium2
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as FaceFile
from pylopdf_fonts_zh_cn import sans_path
from rapidfuzz.distance import Levenshtein
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.records.errors import UnknownFormatError
from dutylist.records.model import Box
from dutylist.records.wording import said
from dutylist.render.views.evidence import EvidencePage, EvidenceView, MarkedCell

ALIKE = 0.9
"""A cell's characters are the record's where this share of them agrees, in order."""

FRAME = (0.75, 0.0, 0.0)
MARKED = (1.0, 0.85, 0.2)
PALE = 0.35
"""The opacity of the colour over the words."""

THIN = 0.5
"""Width in points of the line around marked words."""

SMALL = 8.0
"""Size in points of what is written on the pages."""


_Character = tuple[str, Box]


@dataclass(frozen=True)
class _Mark:
    """A line of marked words: where it stands, and whether the words are the office's own."""

    box: Box
    sure: bool


class SourcePages:
    """A published PDF whose pages are appended to excerpts; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Raises UnknownFormatError where the file is no PDF."""
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                raise UnknownFormatError(
                    "原件不是 PDF，不能附原页",
                    "请用清单的 PDF 原件，或不要 --with-source",
                    file=path.name,
                )
        self._file = pikepdf.open(path)
        # Seals and filled-in fields are kept as print, links and scripts are not.
        self._file.flatten_annotations("print")
        self._text = self._with_text(path)
        self._known: dict[int, list[_Character]] = {}
        self._lock = Lock()

    def _with_text(self, path: Path) -> pypdfium2.PdfDocument:
        try:
            return pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            # A broken file, as qpdf mends it: whether it may be read so was asked when it was read
            # (extract/formats/pdf/repaired.py), and its pages are taken from the mended one.
            mended = io.BytesIO()
            self._file.save(mended)
            return pypdfium2.PdfDocument(mended.getvalue())

    def behind(self, excerpt: bytes, view: EvidenceView) -> bytes:
        """The excerpt with the pages of `view` behind it; a mixture of files is no archive file,
        and no longer says so."""
        with self._lock, pikepdf.open(io.BytesIO(excerpt)) as document:
            first = len(document.pages)
            marks = [mark for cell in view.cells for mark in self._marks(cell)]
            sizes = [self._shown_size(one.page) for one in view.pages]
            with pikepdf.open(io.BytesIO(_overlays(view, marks, sizes))) as overlays:
                # With its layers: what they hide would be printed otherwise.
                document.add_pages_from(
                    self._file, [one.page - 1 for one in view.pages], outlines="ignore"
                )
                for page, overlay in zip(document.pages[first:], overlays.pages, strict=True):
                    for key in ("/Annots", "/AA", "/B", "/StructParents"):
                        if key in page:
                            del page[key]
                    page.add_overlay(overlay, pikepdf.Rectangle(page.cropbox))
            _name_pages(document, first, view.pages)
            with document.open_metadata() as metadata:
                for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
                    if key in metadata:
                        del metadata[key]
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()

    def _shown_size(self, number: int) -> tuple[float, float]:
        width, height = self._text[number - 1].get_size()
        return float(width), float(height)

    def _marks(self, cell: MarkedCell) -> Iterator[_Mark]:
        printed = [char for box in cell.boxes for char in self._characters(box)]
        found, places = printed, dict[int, int]()
        for found in _orders(printed):
            places = _places(cell.text, found)
            if places:
                break
        for stretch in cell.stretches:
            boxes = [
                found[places[at]][1] for at in range(stretch.start, stretch.end) if at in places
            ]
            yield from (_Mark(box, stretch.sure) for box in _by_lines(boxes))

    def _characters(self, box: Box) -> list[_Character]:
        """The characters in a box with their own boxes, in the file's order."""
        if box.page not in self._known:
            self._known[box.page] = list(_page_characters(self._text[box.page - 1], box.page))
        return [
            (character, its)
            for character, its in self._known[box.page]
            if box.x0 < (its.x0 + its.x1) / 2 < box.x1
            and box.top < (its.top + its.bottom) / 2 < box.bottom
        ]


def _page_characters(page: pypdfium2.PdfPage, number: int) -> Iterator[_Character]:
    """What is printed on a page, each character with its box on the page as a viewer shows it."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    turns = page.get_rotation() // 90 % 4
    for index in range(text.count_chars()):
        x0, y0, x1, y1 = text.get_charbox(index, loose=True)
        edges = (
            (x0 - left, top - y1, x1 - left, top - y0),
            (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            (right - x1, y0 - bottom, right - x0, y1 - bottom),
            (top - y1, right - x1, top - y0, right - x0),
        )[turns]
        character = text.get_text_range(index, 1)
        if character.strip():
            yield character, Box(number, *edges)


def _orders(found: list[_Character]) -> Iterator[list[_Character]]:
    """Characters in the orders in which they may be read: the file's, line by line where the lines
    are level, and where they run down or up the page."""
    yield found
    for turned in (
        lambda box: box,
        lambda box: Box(box.page, box.top, -box.x1, box.bottom, -box.x0),
        lambda box: Box(box.page, -box.bottom, box.x0, -box.top, box.x1),
    ):
        lines = _lines([(turned(box), (character, box)) for character, box in found])
        yield [one for line in lines for _, one in line]


def _lines(found: list[tuple[Box, _Character]]) -> list[list[tuple[Box, _Character]]]:
    """Characters with the boxes by which they are put into lines, page by page, each line from
    left to right."""
    lines: list[list[tuple[Box, _Character]]] = []
    for one in sorted(found, key=lambda one: (one[0].page, one[0].top + one[0].bottom)):
        first = lines[-1][0][0] if lines else one[0]
        if lines and first.page == one[0].page and _same_line(first, one[0], level=True):
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one[0].x0) for line in lines]


def _places(text: str, characters: list[_Character]) -> dict[int, int]:
    """Where each character of a cell's text stands among those found; empty where the two do not
    agree well enough."""
    found = "".join(character for character, _ in characters)
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    wanted = "".join(text[at] for at in solid)
    if not wanted or Levenshtein.normalized_similarity(wanted, found) < ALIKE:
        return {}
    return {
        solid[part.src_start + step]: part.dest_start + step
        for part in Levenshtein.opcodes(wanted, found)
        if part.tag == "equal"
        for step in range(part.src_end - part.src_start)
    }


def _by_lines(boxes: list[Box]) -> Iterator[Box]:
    """One box for each line of characters that follow one another, level or on their side."""
    steps = [(one.x0 - other.x0, one.top - other.top) for other, one in pairwise(boxes)]
    level = sum(abs(x) for x, _ in steps) >= sum(abs(y) for _, y in steps)
    line: list[Box] = []
    for box in boxes:
        if line and (box.page != line[-1].page or not _same_line(line[-1], box, level)):
            yield _around(line)
            line = []
        line.append(box)
    if line:
        yield _around(line)


def _same_line(one: Box, other: Box, level: bool) -> bool:
    """Whether the middle of a character stands within the other's height, or width."""
    if level:
        return one.top < (other.top + other.bottom) / 2 < one.bottom
    return one.x0 < (other.x0 + other.x1) / 2 < one.x1


def _around(boxes: list[Box]) -> Box:
    return Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _overlays(view: EvidenceView, marks: list[_Mark], sizes: list[tuple[float, float]]) -> bytes:
    """A PDF with a page for each of the view's, as a viewer shows it, with what is laid over."""
    heads = [
        said("excerpt.source_page", department=view.department, page=one.label)
        for one in view.pages
    ]
    face = _face("".join([*heads, *(row.code for row in view.rows)]))
    out = io.BytesIO()
    canvas = Canvas(out)
    for one, head, (width, height) in zip(view.pages, heads, sizes, strict=True):
        canvas.setPageSize((width, height))
        for mark in marks:
            if mark.box.page == one.page:
                _mark(canvas, mark, height)
        canvas.setFont(face, SMALL)
        canvas.setFillColorRGB(*FRAME)
        for row in view.rows:
            if row.box.page == one.page:
                _frame(canvas, row.code, row.box, height)
        canvas.drawRightString(width - 2 * SMALL, height - 2 * SMALL, head)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _mark(canvas: Canvas, mark: _Mark, height: float) -> None:
    """Colour over the office's own words and a line around them, which shows in black and white;
    dashes around the others."""
    box = mark.box
    canvas.saveState()
    canvas.setStrokeColorRGB(*FRAME)
    canvas.setLineWidth(THIN)
    if mark.sure:
        canvas.setFillColorRGB(*MARKED, alpha=PALE)
    else:
        canvas.setDash(2, 2)
    size = (box.x1 - box.x0, box.bottom - box.top)
    canvas.rect(box.x0, height - box.bottom, *size, fill=int(mark.sure))
    canvas.restoreState()


def _frame(canvas: Canvas, code: str, box: Box, height: float) -> None:
    canvas.setStrokeColorRGB(*FRAME)
    canvas.setLineWidth(1.5)
    canvas.rect(box.x0, height - box.bottom, box.x1 - box.x0, box.bottom - box.top)
    canvas.saveState()
    # Beside the row, towards the paper's edge: nothing of the page is covered.
    canvas.translate(box.x0 - 3, height - box.top)
    canvas.rotate(90)
    canvas.drawRightString(0, 0, code)
    canvas.restoreState()


def _name_pages(document: pikepdf.Pdf, first: int, pages: tuple[EvidencePage, ...]) -> None:
    """Bookmarks and page labels of the appended pages."""
    if "/PageLabels" in document.Root:
        labels = pikepdf.NumberTree(document.Root.PageLabels)
        for at, one in enumerate(pages, first):
            labels[at] = pikepdf.Dictionary(P=pikepdf.String(_bookmark(one)))
    with document.open_outline() as outline:
        head = pikepdf.OutlineItem(said("excerpt.source_bookmarks"), first)
        head.children.extend(
            pikepdf.OutlineItem(_bookmark(one), at) for at, one in enumerate(pages, first)
        )
        outline.root.append(head)


def _bookmark(page: EvidencePage) -> str:
    return said("excerpt.source_bookmark", page=page.label)


def _face(text: str) -> str:
    """The name of a face with the characters of `text`, which ReportLab can embed: the outlines of
    the face that comes with the program as TrueType curves."""
    characters = sorted(set(text))
    name = f"DutyListSource{sha256(''.join(characters).encode()).hexdigest()[:12]}"
    source = FaceFile(sans_path(), lazy=True)
    known, glyphs = source.getBestCmap(), source.getGlyphSet()
    names = {ord(one): known[ord(one)] for one in characters if ord(one) in known}
    drawn, advances = {}, {}
    for glyph in (".notdef", *names.values()):
        pen = TTGlyphPen(None)
        glyphs[glyph].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[glyph], advances[glyph] = pen.glyph(), (round(glyphs[glyph].width), 0)
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(names)
    builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics(advances)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(file.getvalue())))
    return name
