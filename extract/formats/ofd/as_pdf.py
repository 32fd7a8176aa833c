"""An OFD file as a PDF that prints alike.

Whether text is seen, lies over other text, is struck out, turned, raised or other than its glyphs
look is asked of a page in one place, the reader of PDFs; so are pictures of pages.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from lxml import etree
from pikepdf import Dictionary, Stream

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.ofd.drawing import POINTS, Drawing, TooManyObjectsError, draw
from dutylist.extract.formats.ofd.fonts import DrawnFont, embedded, kept
from dutylist.extract.formats.ofd.parts import (
    ADVICE,
    Area,
    FontPart,
    OfdDocument,
    Resources,
    area_of,
    documents,
    page_resources,
)
from dutylist.extract.formats.ofd.pictures import as_pdf_picture, no_picture
from dutylist.extract.formats.ofd.xml import children, descend
from dutylist.extract.formats.package import Package
from dutylist.extract.pages.matrices import Matrix
from dutylist.records.errors import LimitExceededError
from dutylist.records.model import Note

_MOST_QUOTED, _QUOTE = 3, 30
"""A note quotes so many texts, and so many characters of each."""


@dataclass(frozen=True)
class Printed:
    """The PDF, and what is to be said of its pages."""

    pdf: bytes
    notes: tuple[Note, ...]


@dataclass
class _Whole:
    """What the pages of a file share: the fonts in use by their parts, or names where the file
    does not hold them, and the pictures by their parts."""

    package: Package
    pdf: pikepdf.Pdf
    fonts: dict[str, DrawnFont] = field(default_factory=dict)
    pictures: dict[str, pikepdf.Object] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """The parts of pictures that cannot be read."""

    def fonts_of(self, font: FontPart) -> tuple[DrawnFont, DrawnFont]:
        """The font, and the one of ours for what it has not."""
        spare = self.fonts.get(font.name)
        if spare is None:
            spare = self.fonts[font.name] = kept(font.name)
        if not font.part:
            return spare, spare
        if font.part not in self.fonts:
            self.fonts[font.part] = embedded(self.package.content(font.part)) or spare
        return self.fonts[font.part], spare

    def name_of(self, font: DrawnFont) -> str:
        """A name for the font's use on pages."""
        return f"F{[id(one) for one in self.fonts.values()].index(id(font))}"

    def picture(self, part: str) -> pikepdf.Object:
        if part not in self.pictures:
            found = as_pdf_picture(self.pdf, self.package.content(part))
            if found is None:
                self.unread.add(part)
                found = no_picture(self.pdf)
            self.pictures[part] = self.pdf.make_indirect(found)
        return self.pictures[part]


def as_pdf(package: Package, limits: ReadLimits, only: Collection[int] = ()) -> Printed:
    """The pages of an OFD file, or `only` some of them (from 1; the others are empty).

    Raises DamagedFileError and LimitExceededError.
    """
    deadline = time.monotonic() + limits.max_seconds
    with pikepdf.Pdf.new() as pdf:
        whole = _Whole(package, pdf)
        pages: list[tuple[pikepdf.Page, Drawing]] = []
        notes: list[Note] = []
        number = 0
        for document in documents(package):
            for name, part in document.pages:
                number += 1
                if time.monotonic() > deadline:
                    raise LimitExceededError(
                        f"读到第 {number} 页已超过 {limits.max_seconds:g} 秒",
                        "请只保留清单所在的页，或调高读取上限",
                        file=package.name,
                    )
                wanted = not only or number in only
                page, drawing = _page(whole, document, part, number, wanted=wanted)
                pages.append((page, drawing))
                if wanted:
                    notes += _notes(whole, document, (name, part), number, drawing)
        # What a font's table says is known when all pages are drawn.
        used = {name: font for _, drawing in pages for name, font in drawing.used.items()}
        fonts = {name: pdf.make_indirect(font.as_pdf(pdf, name)) for name, font in used.items()}
        for page, drawing in pages:
            page.obj.Resources.Font = Dictionary({f"/{name}": fonts[name] for name in drawing.used})
        out = BytesIO()
        pdf.save(out, compress_streams=False)
    return Printed(out.getvalue(), tuple(notes))


def _page(
    whole: _Whole, document: OfdDocument, part: str, number: int, *, wanted: bool
) -> tuple[pikepdf.Page, Drawing]:
    """A page, empty where it is not wanted or the file does not hold it."""
    root = whole.package.xml(part)
    area = area_of(descend(root, "Area")) or document.area
    resources = document.resources
    if root is not None:
        resources = resources.with_more(page_resources(whole.package, part, root))
    drawing = Drawing(resources, lambda name: whole.fonts_of(_font(resources, name)), whole.name_of)
    if root is not None and wanted:
        try:
            _draw(whole.package, document, root, area, drawing)
        except TooManyObjectsError as error:
            raise LimitExceededError(
                "这一页的图形对象太多，不像正常的清单",
                "请核对文件来源",
                file=whole.package.name,
                page=number,
            ) from error
    return _added(whole, area, drawing), drawing


def _font(resources: Resources, name: str) -> FontPart:
    return resources.fonts.get(name) or FontPart("")


def _draw(
    package: Package, document: OfdDocument, root: etree._Element, area: Area, drawing: Drawing
) -> None:
    """The page and its templates, those that lie over it last."""
    x, y, _, height = area
    top_left: Matrix = (POINTS, 0.0, 0.0, -POINTS, -x * POINTS, (y + height) * POINTS)
    above = []
    for reference in children(root, "Template"):
        part = document.templates.get(reference.get("TemplateID", ""))
        content = descend(package.xml(part), "Content") if part else None
        if reference.get("ZOrder", "").lower() == "foreground":
            above.append(content)
        else:
            draw(content, top_left, drawing)
    for content in (descend(root, "Content"), *above):
        draw(content, top_left, drawing)


def _added(whole: _Whole, area: Area, drawing: Drawing) -> pikepdf.Page:
    pdf = whole.pdf
    _, _, width, height = area
    page = pdf.add_blank_page(page_size=(width * POINTS, height * POINTS))
    page.obj.Contents = pdf.make_indirect(Stream(pdf, "\n".join(drawing.out).encode()))
    page.obj.Resources = Dictionary(
        ExtGState=Dictionary(
            {
                f"/{name}": Dictionary(ca=opacity, CA=opacity)
                for opacity, name in drawing.opacities.items()
            }
        ),
        XObject=Dictionary(
            {f"/{name}": whole.picture(part) for part, name in drawing.pictures.items()}
        ),
    )
    return page


def _notes(
    whole: _Whole,
    document: OfdDocument,
    name_and_part: tuple[str, str],
    number: int,
    drawing: Drawing,
) -> list[Note]:
    name, part = name_and_part
    told = []
    if any(part in whole.unread for part in drawing.pictures):
        told.append("这一页有图片读不出来，没有读入，请对照原件补录")
    if part.lower() not in whole.package.parts:
        told.append(f"第 {number} 页的内容文件里没有，没有读入，{ADVICE}")
    if shown := [text for text in drawing.misplaced if text.strip()]:
        told.append(
            f"有 {len(shown)} 处文字或线条的大小或位置写得不对，可能没有读入或错位："
            f"“{'”“'.join(text[:_QUOTE] for text in shown[:_MOST_QUOTED])}”，请对照原件"
        )
    if said := document.annotations.get(name):
        told.append(f"有写在页面上的批注，不是表格的文字，没有读入：{said}")
    return [Note(number, text) for text in told]
