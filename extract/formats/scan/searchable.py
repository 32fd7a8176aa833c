"""A scan with its text laid invisibly over the pictures: it can be searched and copied.

The pages' own content stays as it is; the text is a layer of its own, in a face whose glyphs are
empty boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.pdf import iter_pages, page_count
from dutylist.extract.formats.scan.scan import iter_scan, need_scan_programs
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.printed_lines import FIRST_WIDE, PrintedLine
from dutylist.extract.pages.whole import is_picture
from dutylist.records.errors import EmptyListError

NARROW = 500
"""Advance of Latin letters and digits in the face, in thousandths of an em; that of
all others is an em. Each line is then stretched to the width it has in the picture."""

_FONT_NAME = "/DutyListText"


def searchable_pdf(path: Path, limits: ReadLimits = ReadLimits()) -> bytes:  # noqa: B008
    """The searchable PDF of `path`, a PDF with pages that are pictures, or PNG, JPEG, TIFF. Pages
    of a PDF that have text are left as they are.

    Raises what `read_scan` raises, and EmptyListError where no page is a picture.
    """
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
        font = _invisible_font(document)
        for page in pages:
            _add_layer(document, document.pages[page.number - 1], page, font)
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


def _add_layer(
    document: pikepdf.Pdf, page: pikepdf.Page, found: FoundPage, font: pikepdf.Object
) -> None:
    matrix = _to_page(page, found)
    layer = [b"q BT 3 Tr"]
    for line in _lines(found):
        layer.append(_shown(line, matrix))
    layer.append(b"ET Q")
    # The page's own content may leave the coordinates changed, so it is closed off.
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q\n" + b"\n".join(layer))
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name(_FONT_NAME))


def _lines(found: FoundPage) -> Iterator[PrintedLine]:
    for block in found.blocks:
        if isinstance(block, FoundTable):
            for cell in block.cells:
                yield from cell.lines
        else:
            yield block


def _to_page(page: pikepdf.Page, found: FoundPage) -> NDArray[np.float64]:
    """The matrix (3 rows: x axis, y axis, origin) from the upright, level page, in points from
    its top left, to the space of the PDF page."""
    ends = [found.frame.shown_point(x, y) for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))]
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turns = int(page.obj.get("/Rotate", 0)) // 90 % 4
    width, height = (right - left, top - bottom) if turns % 2 == 0 else (top - bottom, right - left)
    out = []
    for x, y in ends:
        if turns == 1:
            out.append((left + y, bottom + x))
        elif turns == 2:
            out.append((left + width - x, bottom + y))
        elif turns == 3:
            out.append((left + height - y, bottom + width - x))
        else:
            out.append((left + x, bottom + height - y))
    origin = np.array(out[0])
    return np.stack([np.array(out[1]) - origin, np.array(out[2]) - origin, origin])


def _shown(line: PrintedLine, matrix: NDArray[np.float64]) -> bytes:
    """The operators that print a line invisibly where it stands in the picture."""
    text = line.text
    units = sum(1000 if ord(character) >= FIRST_WIDE else NARROW for character in text) / 1000
    size = max(line.em, 1.0)
    stretch = max(line.x1 - line.x0, 0.1) / (units * size) * 100
    across, down, origin = matrix
    x, y = across * line.x0 + down * line.base + origin
    code = text.encode("utf-16-be", "replace").hex()
    return (
        f"{_FONT_NAME} {size:.3f} Tf {stretch:.3f} Tz "
        f"{across[0]:.6f} {across[1]:.6f} {-down[0]:.6f} {-down[1]:.6f} {x:.3f} {y:.3f} Tm "
        f"<{code}> Tj"
    ).encode()


def _invisible_font(document: pikepdf.Pdf) -> pikepdf.Object:
    """A face whose glyphs are all boxes and whose codes are UTF-16: what is copied is the text."""
    face = _box_face()
    file = document.make_stream(face)
    file.Length1 = len(face)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(_FONT_NAME),
        Flags=4,
        FontBBox=[0, -200, 1000, 800],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=800,
        StemV=80,
        FontFile2=document.make_indirect(file),
    )
    cid_font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name(_FONT_NAME),
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=document.make_indirect(descriptor),
        CIDToGIDMap=document.make_stream(_glyph_numbers()),
        DW=1000,
        W=[0, FIRST_WIDE - 1, NARROW],
    )
    ranges = "\n".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(0x100))
    blocks = "\n".join(
        f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange"
        for part in (ranges.split("\n")[i : i + 100] for i in range(0, 0x100, 100))
    )
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{blocks}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name(_FONT_NAME),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[document.make_indirect(cid_font)],
            ToUnicode=document.make_stream(to_unicode.encode()),
        )
    )


def _glyph_numbers() -> bytes:
    """For each code two bytes with its glyph: 1 for what `_shown` takes for narrow, else 0."""
    return b"".join((code < FIRST_WIDE).to_bytes(2, "big") for code in range(0x10000))


def _box(width: int) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, -150))
    for point in ((0, 850), (width, 850), (width, -150)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def _box_face() -> bytes:
    """A TrueType file with a wide and a narrow box, which viewers mark; printed they are not."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "narrow"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": _box(1000), "narrow": _box(NARROW)})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "narrow": (NARROW, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": _FONT_NAME[1:], "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
