"""What an OFD file (GB/T 33190-2016) is made of: documents, pages, templates, resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from lxml import etree

from dutylist.extract.formats.ofd.xml import children, descend, name_of, numbers
from dutylist.extract.formats.package import Package
from dutylist.records.errors import DamagedFileError

Area = tuple[float, float, float, float]
"""Left, top, width and height in millimetres."""

A4: Area = (0.0, 0.0, 210.0, 297.0)
"""The page where the file tells no size."""

MAX_PAGE_SIDE = 5_000.0
"""Longest side of a page in millimetres that is taken for true."""

ADVICE = "请用 OFD 阅读器（数科、福昕等）打开另存，或向发布单位重新索取"


@dataclass(frozen=True)
class FontPart:
    """A font of the file: what it is called, and the part that holds it, "" where none does."""

    name: str
    part: str = ""


@dataclass(frozen=True)
class Resources:
    """What pages refer to by ids: the parts of pictures, fonts, composite graphics, and the ways
    of drawing."""

    media: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, FontPart] = field(default_factory=dict)
    units: Mapping[str, etree._Element] = field(default_factory=dict)
    ways: Mapping[str, etree._Element] = field(default_factory=dict)

    def with_more(self, own: Resources) -> Resources:
        """These, and a page's own."""
        return Resources(
            {**self.media, **own.media},
            {**self.fonts, **own.fonts},
            {**self.units, **own.units},
            {**self.ways, **own.ways},
        )


@dataclass(frozen=True)
class OfdDocument:
    """One document of the file: the parts of its pages with their ids, page area, templates,
    resources, and the texts of annotations by the ids of pages."""

    pages: tuple[tuple[str, str], ...]
    area: Area
    templates: Mapping[str, str]
    resources: Resources
    annotations: Mapping[str, str]


def documents(package: Package) -> list[OfdDocument]:
    """The documents of a file. Raises DamagedFileError."""
    root = package.xml("OFD.xml")
    if root is None or name_of(root) != "OFD":
        raise DamagedFileError("压缩包里没有 OFD.xml，不是 OFD 文件", ADVICE, file=package.name)
    places = [
        resolved("OFD.xml", place.text)
        for body in children(root, "DocBody")
        for place in children(body, "DocRoot")
    ]
    return [_document(package, place) for place in places]


def area_of(element: etree._Element | None) -> Area | None:
    """The physical box of a page or of all pages, None where there is no sensible one."""
    box = descend(element, "PhysicalBox")
    values = numbers(box.text) if box is not None else []
    if len(values) < 4 or not all(0 < side <= MAX_PAGE_SIDE for side in values[2:4]):
        return None
    return values[0], values[1], values[2], values[3]


def resources_of(package: Package, parts: Iterable[str]) -> Resources:
    """What resource files hold."""
    media: dict[str, str] = {}
    fonts: dict[str, FontPart] = {}
    units: dict[str, etree._Element] = {}
    ways: dict[str, etree._Element] = {}
    for part in parts:
        root = package.xml(part)
        base = (root.get("BaseLoc") or "") if root is not None else ""
        for medium in _each(root, "MultiMedias", "MultiMedia"):
            media[medium.get("ID", "")] = _file(medium, "MediaFile", base, part)
        for font in _each(root, "Fonts", "Font"):
            name = f"{font.get('FontName', '')} {font.get('FamilyName', '')}"
            fonts[font.get("ID", "")] = FontPart(name, _file(font, "FontFile", base, part))
        units |= {one.get("ID", ""): one for one in _each(root, "CompositeGraphicUnits", _UNIT)}
        ways |= {one.get("ID", ""): one for one in _each(root, "DrawParams", "DrawParam")}
    return Resources(media, fonts, units, ways)


def page_resources(package: Package, part: str, root: etree._Element) -> Resources:
    """A page's own resources."""
    return resources_of(package, [resolved(part, one.text) for one in children(root, "PageRes")])


def resolved(part: str, place: str | None) -> str:
    """The part that `place` means within `part`: below the same folder, or from the root."""
    text = (place or "").strip().replace("\\", "/")
    return normpath(text if text.startswith("/") else join("/", dirname(part), text)).lstrip("/")


_UNIT = "CompositeGraphicUnit"


def _each(root: etree._Element | None, group: str, name: str) -> Iterable[etree._Element]:
    return [one for whole in children(root, group) for one in children(whole, name)]


def _file(element: etree._Element, name: str, base: str, part: str) -> str:
    """The part that a resource's file is, "" where there is none."""
    file = descend(element, name)
    place = (file.text or "").strip() if file is not None else ""
    if not place:
        return ""
    if base and not place.startswith("/"):
        place = f"{base}/{place}"
    return resolved(part, place)


def _document(package: Package, part: str) -> OfdDocument:
    root = package.xml(part)
    common = descend(root, "CommonData")
    own = [resolved(part, one.text) for one in children(common, "PublicRes", "DocumentRes")]
    return OfdDocument(
        tuple(
            (page.get("ID", ""), resolved(part, page.get("BaseLoc")))
            for page in children(descend(root, "Pages"), "Page")
        ),
        area_of(descend(common, "PageArea")) or A4,
        {
            page.get("ID", ""): resolved(part, page.get("BaseLoc"))
            for page in children(common, "TemplatePage")
        },
        resources_of(package, own),
        _annotations(package, part, root),
    )


def _annotations(package: Package, part: str, root: etree._Element | None) -> dict[str, str]:
    """What the annotations of each page say."""
    found: dict[str, str] = {}
    for listed in children(root, "Annotations"):
        whole = resolved(part, listed.text)
        for page in children(package.xml(whole), "Page"):
            place = descend(page, "FileLoc")
            own = package.xml(resolved(whole, place.text)) if place is not None else None
            said = ["".join(_words(one)) for one in children(own, "Annot")]
            found[page.get("PageID", "")] = "".join(f"“{words}”" for words in said if words)
    return found


def _words(annotation: etree._Element) -> list[str]:
    if annotation.get("Visible", "").lower() == "false":
        return []
    codes = (one for one in annotation.iter() if name_of(one) == "TextCode")
    return [(one.text or "").strip() for one in codes]
