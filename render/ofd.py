"""The official list as OFD (GB/T 33190-2016), from its printed PDF.

OFD is the state's own fixed-layout format: a ZIP archive of XML that places every character and
shape in millimetres. The places, colours and faces are taken from the PDF, so that both print
alike; each face is embedded with the characters that are used.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import uharfbuzz as hb

from dutylist.render.typeset.faces import Faces

MM = 25.4 / 72
"""Millimetres in a point."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MADE_UP = (0x20, 0x0D, 0x0A)
"""What pdfium makes up between texts."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Run:
    """Characters of one text object and line: face, size in millimetres, colour, pens (x, y), and
    whether they are turned a quarter clockwise, running down the page."""

    face: str
    size: float
    colour: tuple[int, int, int]
    down: bool
    text: str
    pens: tuple[tuple[float, float], ...]


@dataclass
class _Page:
    width: float
    height: float
    shapes: list[str] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)


def write_ofd(
    pdf: bytes, faces: Faces, title: str = "", *, written: datetime | None = None
) -> bytes:
    """The OFD file that prints as the PDF does.

    `title` and `written` (now if None) stand in the file's metadata. Pictures are left out: the
    official list has none.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_page(document, index) for index in range(len(document))]
    finally:
        document.close()
    used: dict[str, set[str]] = {}
    for page in pages:
        for run in page.runs:
            used.setdefault(run.face, set()).update(run.text)
    files = {name: _face_file(name, "".join(sorted(text)), faces) for name, text in used.items()}
    return _archive(pdf, title, written or datetime.now().astimezone(), pages, files)


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    page = document[index]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        left, bottom, _, _ = page.get_bbox()
        out = _Page(width * MM, height * MM)
        place = (left, bottom + height)
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=6):
            shape = _shape(item, place, out)
            if shape:
                out.shapes.append(shape)
        out.runs += _runs(text, place)
        return out
    finally:
        text.close()
        page.close()


def _of_character(name: str, result: type) -> Callable[[ctypes.c_void_p, int], int]:
    """A function of pdfium that says something of a character as a number: one that gives typed
    pointers takes three times as long, and a list has forty thousand characters."""
    place = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    call: Callable[[ctypes.c_void_p, int], int] = ctypes.PYFUNCTYPE(
        result, ctypes.c_void_p, ctypes.c_int
    )(place)  # type: ignore[arg-type]
    return call


_code_at = _of_character("FPDFText_GetUnicode", ctypes.c_uint)
_object_at = _of_character("FPDFText_GetTextObject", ctypes.c_size_t)


def _runs(text: pypdfium2.PdfTextPage, place: tuple[float, float]) -> Iterator[_Run]:
    """The printed characters, those of one text object and line together."""
    raw = text.raw
    page = ctypes.cast(raw, ctypes.c_void_p)
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    of, line = 0, 0.0
    style = ("", 0.0, (0, 0, 0), False)
    letters: list[str] = []
    pens: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = _code_at(page, index)
        if code in _MADE_UP and pdfium.FPDFText_IsGenerated(raw, index):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, to_x, to_y)
        pen = ((x.value - place[0]) * MM, (place[1] - y.value) * MM)
        its, own = style, _object_at(page, index)
        if own != of:
            its = _style(raw, index)
        across = round(pen[0] if its[3] else pen[1], 2)
        if (own, across) != (of, line):
            if letters:
                yield _Run(*style, "".join(letters), tuple(pens))
            style, of, line = its, own, across
            letters, pens = [], []
        if 0xDC00 <= code < 0xE000:
            # The second half of a character beyond U+FFFF: pdfium gives two.
            first = ord(letters.pop()) if letters else 0
            letters += [chr(0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00))]
        elif code and code != 0xFFFE:
            letters.append(chr(code))
            pens.append(pen)
    if letters:
        yield _Run(*style, "".join(letters), tuple(pens))


def _style(raw: object, index: int) -> tuple[str, float, tuple[int, int, int], bool]:
    """Face, size in millimetres and colour of a character, and whether it is turned a quarter
    clockwise, as are all of its text object."""
    name = ctypes.create_string_buffer(256)
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(raw, index))
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    size = pdfium.FPDFText_GetFontSize(raw, index) * (scale or 1.0)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(raw, index, red, green, blue, alpha)
    face = name.value.decode("utf-8", "replace").rpartition("+")[2]
    colour = (red.value, green.value, blue.value)
    down = matrix.b < 0 and abs(matrix.a) < abs(matrix.b) / 100
    return face, size * MM, colour, down


def _shape(item: pypdfium2.PdfObject, place: tuple[float, float], page: _Page) -> str:
    """The path as OFD writes it; "" where it draws nothing."""
    raw = item.raw
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(raw, fill, stroke)
    if not fill.value and not stroke.value:
        return ""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    words: list[str] = []
    curve: list[str] = []
    for index in range(pdfium.FPDFPath_CountSegments(raw)):
        segment = pdfium.FPDFPath_GetPathSegment(raw, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = matrix.on_point(x.value, y.value)
        point = f"{(px - place[0]) * MM:.3f} {(place[1] - py) * MM:.3f}"
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) == 3:
                words.append(f"B {' '.join(curve)}")
                curve = []
        else:
            words.append(f"{'M' if kind == pdfium.FPDF_SEGMENT_MOVETO else 'L'} {point}")
        if pdfium.FPDFPathSegment_GetClose(segment):
            words.append("C")
    colours = ""
    if stroke.value:
        colours += f"<ofd:StrokeColor Value={_colour(pdfium.FPDFPageObj_GetStrokeColor, raw)}/>"
    if fill.value:
        colours += f"<ofd:FillColor Value={_colour(pdfium.FPDFPageObj_GetFillColor, raw)}/>"
    thick = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(raw, thick)
    a, b, c, d, _, _ = matrix.get()
    scale = abs(a * d - b * c) ** 0.5
    return (
        f'Boundary="0 0 {page.width:.3f} {page.height:.3f}" '
        f'Stroke="{"true" if stroke.value else "false"}" '
        f'Fill="{"true" if fill.value else "false"}" '
        f'LineWidth="{max(thick.value * scale * MM, 0.05):.3f}">{colours}'
        f"<ofd:AbbreviatedData>{' '.join(words)}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _colour(get: object, raw: object) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    get(raw, red, green, blue, alpha)  # type: ignore[operator]
    return f'"{red.value} {green.value} {blue.value}"'


def _face_file(name: str, text: str, faces: Faces) -> bytes | None:
    """The face of that PostScript name with the characters of `text` only; None where no file of
    it is known: the reader then takes its own face of that name."""
    families = {family for role in faces.roles.values() for family in role.families}
    for info in faces.fonts.fonts():
        if info.family not in families or not info.path:
            continue
        face = hb.Face(hb.Blob.from_file_path(info.path), info.index)
        if face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) == name:
            return _subset(face, text)
    return None


def _subset(face: hb.Face, text: str) -> bytes:
    """The face with the characters of `text`, its names, and no rules of layout: every character
    has its place."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.layout_feature_tag_set.clear()
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(hb.subset(face, wanted).blob.data)


def _archive(
    pdf: bytes,
    title: str,
    written: datetime,
    pages: list[_Page],
    files: dict[str, bytes | None],
) -> bytes:
    faces = {name: number for number, name in enumerate(files, start=1)}
    number = len(faces) + len(pages) + 1
    parts: dict[str, bytes] = {}
    for index, page in enumerate(pages):
        content, number = _content(page, faces, number)
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = content.encode()
    parts["Doc_0/PublicRes.xml"] = _resources(faces, files).encode()
    for name, data in files.items():
        if data is not None:
            parts[f"Doc_0/Res/{_file_name(faces[name], data)}"] = data
    parts["Doc_0/Document.xml"] = _document(pages, len(faces), number).encode()
    parts["OFD.xml"] = _entry(pdf, title, written).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(parts, key=lambda part: (part != "OFD.xml", part)):
            entry = zipfile.ZipInfo(part, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[part])
    return out.getvalue()


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _entry(pdf: bytes, title: str, written: datetime) -> str:
    identity = hashlib.md5(pdf, usedforsecurity=False).hexdigest()
    return (
        f'{_HEAD}<ofd:OFD {_SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{identity}</ofd:DocID><ofd:Title>{_plain(title)}</ofd:Title>"
        f"<ofd:CreationDate>{written:%Y-%m-%d}</ofd:CreationDate>"
        "<ofd:Creator>dutylist</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: list[_Page], faces: int, last: int) -> str:
    width, height = (pages[0].width, pages[0].height) if pages else (210.0, 297.0)
    places = "".join(
        f'<ofd:Page ID="{faces + 1 + index}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        for index in range(len(pages))
    )
    return (
        f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {width:.3f} {height:.3f}</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>"
    )


def _resources(faces: dict[str, int], files: dict[str, bytes | None]) -> str:
    fonts = []
    for name, number in faces.items():
        data = files[name]
        file = (
            f"<ofd:FontFile>{_file_name(number, data)}</ofd:FontFile>" if data is not None else ""
        )
        fonts.append(
            f'<ofd:Font ID="{number}" FontName="{escape(name)}" FamilyName="{escape(name)}">'
            f"{file}</ofd:Font>"
        )
    return (
        f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{"".join(fonts)}</ofd:Fonts></ofd:Res>'
    )


def _file_name(number: int, data: bytes) -> str:
    return f"font_{number}.{'otf' if data[:4] == b'OTTO' else 'ttf'}"


def _content(page: _Page, faces: dict[str, int], number: int) -> tuple[str, int]:
    """The page's XML and the last number it uses for its objects."""
    number += 1
    layer = number
    objects = []
    for shape in page.shapes:
        number += 1
        objects.append(f'<ofd:PathObject ID="{number}" {shape}')
    for run in page.runs:
        number += 1
        objects.append(_text_object(run, faces[run.face], number))
    return (
        f"{_HEAD}<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {page.width:.3f} "
        f"{page.height:.3f}</ofd:PhysicalBox></ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{layer}" Type="Body">{"".join(objects)}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    ), number


def _text_object(run: _Run, face: int, number: int) -> str:
    (x, y), size = run.pens[0], run.size
    steps = list(_steps(run))
    width = sum(steps) + size
    axis = "DeltaY" if run.down else "DeltaX"
    delta = f' {axis}="{" ".join(f"{step:.3f}" for step in steps)}"' if steps else ""
    colour = " ".join(map(str, run.colour))
    if run.down:
        # GB/T 33190-2016, 11.3: characters turned by 90 degrees, read from top to bottom.
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{x - 0.3 * size:.3f} {y:.3f} '
            f'{1.3 * size:.3f} {width:.3f}" Font="{face}" Size="{size:.3f}" ReadDirection="90" '
            f'CharDirection="90"><ofd:FillColor Value="{colour}"/>'
            f'<ofd:TextCode X="{0.3 * size:.3f}" Y="0"{delta}>{_plain(run.text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x:.3f} {y - size:.3f} {width:.3f} '
        f'{1.3 * size:.3f}" Font="{face}" Size="{size:.3f}">'
        f'<ofd:FillColor Value="{colour}"/>'
        f'<ofd:TextCode X="0" Y="{size:.3f}"{delta}>{_plain(run.text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _steps(run: _Run) -> Iterable[float]:
    """The distances of the pens; two characters of one glyph (a long dash) share its width."""
    along = 1 if run.down else 0
    for pen, after in pairwise(run.pens):
        step = after[along] - pen[along]
        yield step if step > 0.01 else run.size
