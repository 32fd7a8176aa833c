"""A scan with its text laid invisibly over the pictures: it can be searched and copied.

The pages' own content stays as it is, but for a text layer that was there before and is taken out;
the new one is laid over it, in a face whose glyphs are boxes that nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageOps, ImageSequence
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.pdf import iter_pages, page_count
from dutylist.extract.formats.scan.scan import iter_scan, need_scan_programs
from dutylist.extract.formats.sniff import need_file
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.page_notes import is_picture
from dutylist.extract.pages.printed_lines import FIRST_WIDE, PrintedLine
from dutylist.records.errors import EmptyListError

NARROW = 500
"""Advance of Latin letters and digits in the face, in thousandths of an em; that of
all others is an em. Each line is then stretched to the width it has in the picture."""

_FACE = "DutyListText"

_INVISIBLE = 3
"""The text rendering mode that paints nothing (ISO 32000-1, table 106)."""

_SHOWS_TEXT = ("Tj", "TJ", "'", '"')


def searchable_pdf(path: Path, limits: ReadLimits = ReadLimits()) -> bytes:  # noqa: B008
    """The searchable PDF of `path`, a PDF with pages that are pictures, or a picture file. Pages
    of a PDF that have text are left as they are.

    Raises what `read_scan` raises, and EmptyListError where no page is a picture.
    """
    need_file(path)
    need_scan_programs(path.name)
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    wanted = _picture_pages(path, limits) if is_pdf else None
    if wanted is not None and not wanted:
        raise EmptyListError(
            "每一页都已有文字，不需要再加文字层", "可以直接使用原文件", file=path.name
        )
    pages = list(iter_scan(path, limits, wanted))
    with pikepdf.open(path) if is_pdf else _pdf_of_pictures(path, pages) as document:
        pages = [page for page in pages if _lines(page)]
        with pikepdf.open(BytesIO(_text_pages(document, pages))) as layers:
            for number in {page.number for page in pages}:
                _take_out_text_layer(document.pages[number - 1])
            for page, layer in zip(pages, layers.pages, strict=True):
                shown = document.pages[page.number - 1]
                shown.add_overlay(layer, pikepdf.Rectangle(shown.cropbox))
        # A page that was laid sideways is shown upright, or its lines could not be marked.
        for number, turns in {page.number: page.frame.upright for page in pages}.items():
            document.pages[number - 1].rotate(90 * turns, relative=True)
        content = BytesIO()
        document.save(content)
    return content.getvalue()


def _picture_pages(path: Path, limits: ReadLimits) -> list[int]:
    count = page_count(path, limits)
    return [page.number for page in iter_pages(path, 0, count) if is_picture(page)]


def _pdf_of_pictures(path: Path, pages: Sequence[FoundPage]) -> pikepdf.Pdf:
    """A PDF with each picture of a file on a page of its own; a JPEG file goes in as it is."""
    document = pikepdf.new()
    with Image.open(path) as image:
        whole = image.format == "JPEG" and image.mode in ("L", "RGB")
        whole = whole and image.getexif().get(0x0112, 1) == 1
        own = {page.number: page for page in pages}
        for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
            page = own[number]
            width, height = page.frame.box[2], page.frame.box[3]
            picture = ImageOps.exif_transpose(frame.copy())
            stream = _stream(document, picture, path.read_bytes() if whole else None)
            document.add_blank_page(page_size=(width, height))
            added = document.pages[-1]
            added.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Picture=document.make_indirect(stream))
            )
            draw = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Picture Do Q".encode()
            added.Contents = document.make_stream(draw)
    return document


def _stream(document: pikepdf.Pdf, image: Image.Image, jpeg: bytes | None) -> pikepdf.Stream:
    if jpeg is None and image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode in ("1", "I", "I;16") else "RGB")
    stream = document.make_stream(jpeg if jpeg is not None else image.tobytes())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
    grey = image.mode == "L"
    stream.ColorSpace = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    if jpeg is not None:
        stream.Filter = pikepdf.Name.DCTDecode
    return stream


def _lines(found: FoundPage) -> list[PrintedLine]:
    return [
        line
        for block in found.blocks
        for lines in (
            (cell.lines for cell in block.cells) if isinstance(block, FoundTable) else ((block,),)
        )
        for line in lines
    ]


def _text_pages(document: pikepdf.Pdf, pages: Sequence[FoundPage]) -> bytes:
    """A PDF with a page for each of `pages`, as wide and high as the page is shown, on which its
    lines stand invisibly where the picture has them."""
    characters = {character for page in pages for line in _lines(page) for character in line.text}
    # ReportLab keeps a face by its name for all documents, so what it holds is told by the name.
    name = f"{_FACE}{sha256(''.join(sorted(characters)).encode()).hexdigest()[:12]}"
    pdfmetrics.registerFont(TTFont(name, BytesIO(_box_face(name, characters))))
    out = BytesIO()
    canvas = Canvas(out)
    for page in pages:
        width, height = _shown_size(document.pages[page.number - 1])
        canvas.setPageSize((width, height))
        for line in _lines(page):
            _print_line(canvas, name, line, page, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _shown_size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    sideways = page.rotation // 90 % 2
    return (top - bottom, right - left) if sideways else (right - left, top - bottom)


def _print_line(
    canvas: Canvas, face: str, line: PrintedLine, page: FoundPage, height: float
) -> None:
    """Print a line invisibly where it stands in the picture; `height` is the shown page's, in
    points."""
    units = sum(1000 if ord(character) >= FIRST_WIDE else NARROW for character in line.text) / 1000
    size = max(line.em, 1.0)
    (x, y), across, down = (
        page.frame.shown_point(line.x0 + right, line.base + below)
        for right, below in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )
    text = canvas.beginText()
    text.setTextRenderMode(_INVISIBLE)
    text.setFont(face, size)
    text.setHorizScale(max(line.x1 - line.x0, 0.1) / (units * size) * 100)
    # The PDF's y grows upwards, the frame's downwards.
    text.setTextTransform(across[0] - x, y - across[1], x - down[0], down[1] - y, x, height - y)
    text.textOut(line.text)
    canvas.drawText(text)


def _take_out_text_layer(page: pikepdf.Page) -> None:
    """Take out what the page shows without painting it: a text layer of somebody's before."""
    page.contents_coalesce()
    _take_out_unpainted(page.obj.get("/Contents"))
    for part in page.resources.get("/XObject", {}).values():
        if part.get("/Subtype") == "/Form":
            _take_out_unpainted(part)


def _take_out_unpainted(content: pikepdf.Object | None) -> None:
    """Take the invisible text out of a content stream, where it has any."""
    if content is None:
        return
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    mode, outer, whole = 0, list[int](), True
    for part in pikepdf.parse_content_stream(content):
        operator = str(part.operator)
        if operator == "q":
            outer.append(mode)
        elif operator == "Q" and outer:
            mode = outer.pop()
        elif operator == "Tr":
            mode = int(part.operands[0])
        if mode == _INVISIBLE and operator in _SHOWS_TEXT:
            whole = False
        else:
            kept.append(part)
    if not whole:
        content.write(pikepdf.unparse_content_stream(kept))


def _box(width: int) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, -150))
    for point in ((0, 850), (width, 850), (width, -150)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def _box_face(name: str, characters: Iterable[str]) -> bytes:
    """A TrueType file with a wide and a narrow box for `characters`, which viewers mark; printed
    they are not."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "narrow", "wide"])
    builder.setupCharacterMap(
        {ord(one): "wide" if ord(one) >= FIRST_WIDE else "narrow" for one in characters}
    )
    builder.setupGlyf({".notdef": _box(1000), "narrow": _box(NARROW), "wide": _box(1000)})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "narrow": (NARROW, 0), "wide": (1000, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
