"""OFD (GB/T 33190) -> the document's lines and table rows.

An OFD file is a ZIP archive of XML that places every character, in millimetres. Its pages are
laid out as those of a PDF.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import dirname, join, normpath

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.ofd.objects import (
    Glyph,
    PageObjects,
    TooManyObjectsError,
    as_array,
    children,
    collect,
    descend,
    name_of,
    numbers,
)
from dutylist.extract.formats.package import Package, read_package
from dutylist.extract.formats.pdf.overlays import LARGE_TEXT
from dutylist.extract.formats.scan.scan import can_read_scans, read_drawn
from dutylist.extract.pages.arrays import median
from dutylist.extract.pages.document import document_of_pages
from dutylist.extract.pages.layout import FoundPage, lay_out
from dutylist.extract.pages.page import Frame, PageContent
from dutylist.extract.pages.page_notes import is_picture
from dutylist.extract.pages.rulings import Rulings
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import (
    DamagedFileError,
    FileMissingError,
    LimitExceededError,
    UnknownFormatError,
)

A4 = (0.0, 0.0, 210.0, 297.0)
"""The page where the file tells no size, in millimetres."""

MAX_PAGE_SIDE = 5_000.0
"""Longest side of a page in millimetres that is taken for true."""

_ADVICE = "请用 OFD 阅读器（数科、福昕等）打开另存，或向发布单位重新索取"


@dataclass(frozen=True)
class _Document:
    """One document of the file: its pages' parts, page box, templates, pictures' parts and
    composite graphics."""

    pages: tuple[str, ...]
    box: tuple[float, float, float, float]
    templates: dict[str, str]
    media: dict[str, str]
    units: dict[str, etree._Element]


def read_ofd(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """The lines and table rows of an OFD file, in reading order.

    Raises FileMissingError, DamagedFileError, LimitExceededError, PicturesOnlyError (all pages
    are pictures) and EmptyListError (no text).
    """
    deadline = time.monotonic() + limits.max_seconds
    if not path.is_file():
        raise FileMissingError("打不开这个文件", "请检查文件名和读取权限", file=path.name)
    try:
        package = read_package(path, limits)
        documents = _documents(package)
    except DamagedFileError as error:
        raise DamagedFileError(error.problem, _ADVICE, file=path.name) from error
    count = sum(len(document.pages) for document in documents)
    if count == 0:
        raise DamagedFileError("文件里一页也没有", _ADVICE, file=path.name)
    if count > limits.max_pages:
        raise LimitExceededError(
            f"共 {count} 页，超过上限 {limits.max_pages} 页",
            "请只保留清单所在的页，或调高读取上限",
            file=path.name,
        )
    return document_of_pages(path.name, count, _pages(package, documents, deadline, limits))


def ofd_page_sizes(path: Path, limits: ReadLimits) -> list[tuple[float, float]]:
    """Width and height of each page in points. Raises DamagedFileError and LimitExceededError."""
    package = read_package(path, limits)
    sizes = []
    for document in _documents(package):
        for part in document.pages:
            area = _box(descend(package.xml(part), "Area", "PhysicalBox"))
            *_, width, height = area or document.box
            sizes.append((width * 72 / 25.4, height * 72 / 25.4))
    return sizes


def ofd_page(path: Path, number: int, limits: ReadLimits) -> PageContent | None:
    """What is printed on a page (from 1); None where there is no such page. Raises
    DamagedFileError and LimitExceededError."""
    package = read_package(path, limits)
    parts = [(document, part) for document in _documents(package) for part in document.pages]
    if not 1 <= number <= len(parts):
        return None
    return _page(package, *parts[number - 1], number)[0]


def _documents(package: Package) -> list[_Document]:
    root = package.xml("OFD.xml")
    if root is None or name_of(root) != "OFD":
        raise DamagedFileError("压缩包里没有 OFD.xml，不是 OFD 文件", _ADVICE, file=package.name)
    places = [
        _resolved("OFD.xml", place.text)
        for body in children(root, "DocBody")
        for place in children(body, "DocRoot")
    ]
    return [_document(package, place) for place in places]


def _document(package: Package, part: str) -> _Document:
    root = package.xml(part)
    common = descend(root, "CommonData")
    resources = [
        _resolved(part, resource.text) for resource in children(common, "PublicRes", "DocumentRes")
    ]
    return _Document(
        tuple(
            _resolved(part, page.get("BaseLoc"))
            for page in children(descend(root, "Pages"), "Page")
        ),
        _box(descend(common, "PageArea", "PhysicalBox")) or A4,
        {
            page.get("ID", ""): _resolved(part, page.get("BaseLoc"))
            for page in children(common, "TemplatePage")
        },
        _media(package, resources),
        _units(package, resources),
    )


def _media(package: Package, resources: list[str]) -> dict[str, str]:
    """The parts of the pictures in resource files by their ids."""
    found: dict[str, str] = {}
    for resource in resources:
        root = package.xml(resource)
        base = (root.get("BaseLoc") or "") if root is not None else ""
        for group in children(root, "MultiMedias"):
            for medium in children(group, "MultiMedia"):
                file = descend(medium, "MediaFile")
                place = (file.text or "").strip() if file is not None else ""
                if base and not place.startswith("/"):
                    place = f"{base}/{place}"
                found[medium.get("ID", "")] = _resolved(resource, place)
    return found


def _units(package: Package, resources: list[str]) -> dict[str, etree._Element]:
    return {
        unit.get("ID", ""): unit
        for resource in resources
        for units in children(package.xml(resource), "CompositeGraphicUnits")
        for unit in children(units, "CompositeGraphicUnit")
    }


def _resolved(part: str, place: str | None) -> str:
    """The part that `place` means within `part`: below the same folder, or from the root."""
    text = (place or "").strip().replace("\\", "/")
    return normpath(text if text.startswith("/") else join("/", dirname(part), text)).lstrip("/")


def _box(element: etree._Element | None) -> tuple[float, float, float, float] | None:
    values = numbers(element.text) if element is not None else []
    if len(values) < 4 or not all(0 < side <= MAX_PAGE_SIDE for side in values[2:4]):
        return None
    return values[0], values[1], values[2], values[3]


def _pages(
    package: Package, documents: list[_Document], deadline: float, limits: ReadLimits
) -> Iterator[FoundPage]:
    number = 0
    for document in documents:
        for part in document.pages:
            number += 1
            if time.monotonic() > deadline:
                raise LimitExceededError(
                    f"读到第 {number} 页已超过 {limits.max_seconds:g} 秒",
                    "请只保留清单所在的页，或调高读取上限",
                    file=package.name,
                )
            content, found = _page(package, document, part, number)
            page = replace(lay_out(content), notes=tuple(_misplaced_notes(found.misplaced)))
            picture = _picture(package, document, part, found) if is_picture(page) else b""
            if picture and can_read_scans():
                limits.at_page(number, sum(len(each.pages) for each in documents))
                deadline += SCAN_SECONDS
                try:
                    yield from read_drawn(picture, number, page.frame.size[0], limits)
                except (DamagedFileError, UnknownFormatError) as error:
                    told = f"这一页的图片没有读入：{error.problem}，请对照原件补录"
                    yield replace(page, notes=(*page.notes, told))
            else:
                yield page


def _picture(package: Package, document: _Document, part: str, found: PageObjects) -> bytes:
    """The largest picture on a page; b"" where the file does not hold it."""
    sizes = [(x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in found.pictures]
    if not sizes:
        return b""
    own = [_resolved(part, place.text) for place in children(package.xml(part), "PageRes")]
    media = {**document.media, **_media(package, own)}
    name = media.get(found.resources[sizes.index(max(sizes))], "")
    return package.pictures.get(name.lower(), b"")


def _misplaced_notes(texts: list[str]) -> Iterator[str]:
    if shown := [text for text in texts if text.strip()]:
        yield (
            f"有 {len(shown)} 处文字或线条的大小或位置写得不对，可能没有读入或错位："
            f"“{'”“'.join(text[:30] for text in shown[:3])}”，请对照原件"
        )


def _page(
    package: Package, document: _Document, part: str, number: int
) -> tuple[PageContent, PageObjects]:
    root = package.xml(part)
    if root is None:
        raise DamagedFileError(f"找不到页面内容 {part}", _ADVICE, file=package.name, page=number)
    x, y, width, height = _box(descend(root, "Area", "PhysicalBox")) or document.box
    own = [_resolved(part, resource.text) for resource in children(root, "PageRes")]
    units = {**document.units, **_units(package, own)}
    found = PageObjects()
    try:
        for reference in children(root, "Template"):
            template = document.templates.get(reference.get("TemplateID", ""))
            if template:
                content = descend(package.xml(template), "Content")
                collect(content, units, (x, y), found)
        collect(descend(root, "Content"), units, (x, y), found)
    except TooManyObjectsError as error:
        raise LimitExceededError(
            "这一页的图形对象太多，不像正常的清单", "请核对文件来源", file=package.name, page=number
        ) from error
    content = _content(found, number, width * 72 / 25.4, height * 72 / 25.4)
    return content, found


def _content(found: PageObjects, number: int, width: float, height: float) -> PageContent:
    turns, glyphs = _printed(found.glyphs)
    frame = Frame((0.0, 0.0, width, height), 0, -turns % 4)
    boxes = _turned(frame, [glyph.box for glyph in glyphs], height)
    pens = _turned(frame, [(*glyph.pen, *glyph.pen) for glyph in glyphs], height)
    upright_width, upright_height = frame.size
    boxes = np.column_stack([pens[:, 0], boxes[:, 1:], pens[:, 1]])
    middles = (boxes[:, :2] + boxes[:, 2:4]) / 2
    inside = ((middles > 0) & (middles < [upright_width, upright_height])).all(axis=1)
    codes = np.array([ord(glyph.character) for glyph in glyphs], dtype=np.int64)
    pictures = as_array(found.pictures)
    covered = float(
        np.clip(pictures[:, 2] - pictures[:, 0], 0, width)
        @ np.clip(pictures[:, 3] - pictures[:, 1], 0, height)
    )
    return PageContent(
        number,
        frame,
        codes[inside],
        boxes[inside],
        Rulings.of(_turned(frame, found.lines, height), upright_width, upright_height),
        covered / (width * height),
        0,
        0,
    )


def _printed(glyphs: list[Glyph]) -> tuple[int, list[Glyph]]:
    """The quarter turns of most of the writing, and what is written so and is no watermark."""
    counts = Counter(glyph.turns for glyph in glyphs if glyph.turns >= 0)
    turns = counts.most_common(1)[0][0] if counts else 0
    level = [glyph for glyph in glyphs if glyph.turns == turns]
    usual = median(np.array([glyph.size for glyph in level])) if level else 0.0
    return turns, [glyph for glyph in level if not (glyph.pale and glyph.size > LARGE_TEXT * usual)]


def _turned(
    frame: Frame, boxes: list[tuple[float, float, float, float]], height: float
) -> NDArray[np.float64]:
    """Boxes of the page, y downward, as upright ones."""
    x0, top, x1, bottom = as_array(boxes).T
    return frame.turned(np.stack([x0, height - bottom, x1, height - top], axis=1))
