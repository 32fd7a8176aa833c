"""What texts and sheets of OpenDocument share: how characters look, and what stands in a paragraph.

Names are those of OpenDocument 1.3, part 3. Elements are known by their local names: the few that
two vocabularies share (text:p, draw:p) hold the same.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from dutylist.extract.formats.colours import WHITE, is_lost_in
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.package import Package, read_package
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.formats.symbol_fonts import signs
from dutylist.extract.source import Picture, seen_text
from dutylist.records.errors import DamagedFileError, LimitExceededError
from dutylist.records.model import Note
from dutylist.records.text import is_page_field_text

MOST_NESTED = 60
"""Deepest elements within each other that are read: tables in tables take five each."""

MOST_SPACES = 200
"""A run of spaces is written as a number; a stranger's may be any."""

PARAGRAPHS = ("p", "h")
_SPACE = re.compile(r"[ \t\r\n]+")
_KEPT_SPACE = "\x1f"
"""A space that is told to be one, while others in the XML are folded; no XML holds this sign."""
_FIELDS = ("sheet-name", "page-number", "page-count", "date", "time", "title", "file-name")


@dataclass(frozen=True)
class Look:
    """How characters look, where it matters: struck through, hidden, raised or lowered, in which
    font, in which case, in which colour and on which."""

    struck: bool | None = None
    hidden: bool | None = None
    raised: str = ""
    font: str = ""
    case: str = ""
    ink: str = ""
    ground: str = ""

    def over(self, below: Look) -> Look:
        """This look where it says something, that of the element around it elsewhere."""
        return Look(
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            self.raised or below.raised,
            self.font or below.font,
            self.case or below.case,
            self.ink or below.ink,
            self.ground or below.ground,
        )


PLAIN = Look()

_AUTOMATIC = "auto"
"""The colour of text that has none of its own: it is always seen."""

_IN_CASE = {"uppercase": str.upper, "lowercase": str.lower, "small-caps": str.upper}


@dataclass
class Seen:
    """What was left out or changed on the way, to be noted."""

    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    pictures: int = 0
    objects: int = 0
    in_cells: list[str] = field(default_factory=list)

    def notes(self) -> Iterator[Note]:
        """A note for each kind of thing that was left out."""
        for said, texts in (
            ("画了删除线的文字没有读入", self.struck),
            ("隐藏文字没有读入", self.hidden),
            ("和底色相同、看不见的文字没有读入", self.unseen),
            ("没有填写的控件，提示文字没有读入", self.prompts),
            ("批注没有读入", self.comments),
            ("脚注、尾注没有读入", self.footnotes),
        ):
            if texts:
                yield Note(0, f"{said}：{'、'.join(f'“{text}”' for text in texts)}")
        if self.pictures:
            yield Note(0, f"图片 {self.pictures} 张没有存在文件里，其中的文字没有读入")
        if self.in_cells:
            places = "、".join(dict.fromkeys(self.in_cells))
            yield Note(0, f"表格单元格里的图片没有读入：{places}，请对照原件补录")
        if self.objects:
            yield Note(0, f"嵌入的对象 {self.objects} 个没有读入，请另存后单独读取")


def open_content(path: Path, limits: ReadLimits) -> tuple[Package, etree._Element]:
    """The package and the root of its content.

    Raises DamagedFileError (cut off, locked, DTD) and LimitExceededError.
    """
    package = read_package(path, limits)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise DamagedFileError(
            "文件加了打开密码", "请用 WPS 或 LibreOffice 打开，取消密码后另存", file=path.name
        )
    root = package.xml("content.xml")
    if root is None:
        raise DamagedFileError(
            "文件里没有正文", "请用 WPS 或 LibreOffice 打开后另存一份", file=path.name
        )
    return package, root


def local(element: etree._Element) -> str:
    """An element's name without its vocabulary."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name; "" for none."""
    return next(
        (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), ""
    )


def count(element: etree._Element, name: str) -> int:
    """An attribute that is a number from 1; 1 where it is none."""
    text = attribute(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def read_looks(*roots: etree._Element | None) -> dict[str, Look]:
    """The look of each style, with what its parents say."""
    own: dict[str, Look] = {}
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter("{*}style") if root is not None else ():
            name = attribute(style, "name")
            own[name] = _look(style.find("{*}text-properties"))
            parents[name] = attribute(style, "parent-style-name")
    return {name: _inherited(name, own, parents) for name in own}


def _inherited(name: str, own: dict[str, Look], parents: dict[str, str]) -> Look:
    look, seen = PLAIN, set()
    while name in own and name not in seen:
        seen.add(name)
        look = look.over(own[name])
        name = parents[name]
    return look


def _look(properties: etree._Element | None) -> Look:
    if properties is None:
        return PLAIN
    lines = [attribute(properties, f"text-line-through-{what}") for what in ("style", "type")]
    said = [line for line in lines if line]
    shown = attribute(properties, "display")
    place = attribute(properties, "text-position").split(" ")[0]
    return Look(
        any(line != "none" for line in said) if said else None,
        shown == "none" if shown else None,
        "lowered" if place.startswith(("sub", "-")) else "raised" if place[1:2] > "0" else "",
        attribute(properties, "font-name") or attribute(properties, "font-family"),
        attribute(properties, "text-transform") or attribute(properties, "font-variant"),
        _ink(properties),
        _colour(attribute(properties, "background-color")),
    )


def _ink(properties: etree._Element) -> str:
    if attribute(properties, "use-window-font-color") == "true":
        return _AUTOMATIC
    return _colour(attribute(properties, "color"))


def _colour(told: str) -> str:
    return told.removeprefix("#").upper() if told.startswith("#") else ""


def read_grounds(*roots: etree._Element | None) -> dict[str, str] | None:
    """The colour that each style of a paragraph, cell or table puts below its text; None where
    conditions may put another there."""
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter("{*}style") if root is not None else ():
            name = attribute(style, "name")
            parents[name] = attribute(style, "parent-style-name")
            told = [attribute(part, "background-color") for part in style if _is_ground(part)]
            own[name] = next(filter(None, map(_colour, told)), "")
            if style.find("{*}map") is not None:
                return None
        if root is not None and next(root.iter("{*}conditional-format"), None) is not None:
            return None
    return {name: _inherited_ground(name, own, parents) for name in own}


def _is_ground(part: etree._Element) -> bool:
    return isinstance(part.tag, str) and local(part) not in ("text-properties", "map")


def _inherited_ground(name: str, own: dict[str, str], parents: dict[str, str]) -> str:
    seen: set[str] = set()
    while name in own and name not in seen:
        if own[name]:
            return own[name]
        seen.add(name)
        name = parents[name]
    return ""


@dataclass
class Texts:
    """Reads paragraphs; `seen` gathers what is left out."""

    looks: dict[str, Look]
    grounds: dict[str, str] | None
    name: str
    stored: Package
    seen: Seen = field(default_factory=Seen)
    drawn: list[Picture] = field(default_factory=list)

    def paragraph(
        self, element: etree._Element, around: Look = PLAIN
    ) -> tuple[str, list[etree._Element]]:
        """A paragraph's text, newlines where a line ends, and the text boxes that hang on it."""
        boxes: list[etree._Element] = []
        look = self.look(element).over(around)
        parts = {"": "", "struck": "", "hidden": "", "unseen": ""}
        for text, its in self._pieces(element, look, boxes, 0):
            which = "hidden" if its.hidden else "struck" if its.struck else ""
            if not which and self._is_lost(its, element):
                which = "unseen"
            text = _IN_CASE.get(its.case, str)(signs(text, its.font))
            table = {"raised": RAISED, "lowered": LOWERED}.get(its.raised)
            parts[which] += text.translate(table) if table else text
        for which, gone in (
            ("struck", self.seen.struck),
            ("hidden", self.seen.hidden),
            ("unseen", self.seen.unseen),
        ):
            if text := parts[which].strip():
                gone.append(text)
        lines = [
            _SPACE.sub(" ", line).replace(_KEPT_SPACE, " ").strip()
            for line in seen_text(parts[""]).split("\v")
        ]
        return "\n".join(line for line in lines if line), boxes

    def _is_lost(self, look: Look, paragraph: etree._Element) -> bool:
        """Whether characters have the colour of what they stand on; in a drawn box it is not
        known."""
        if self.grounds is None or look.ink in ("", _AUTOMATIC):
            return False
        ground = look.ground
        for above in (paragraph, *paragraph.iterancestors()):
            if ground or local(above) in ("text-box", "custom-shape"):
                break
            ground = self.grounds.get(attribute(above, "style-name"), "")
        else:
            ground = WHITE
        return is_lost_in(look.ink, ground)

    def look(self, element: etree._Element) -> Look:
        """How an element's characters look by its own style."""
        return self.looks.get(attribute(element, "style-name"), PLAIN)

    def _pieces(
        self, element: etree._Element, look: Look, boxes: list[etree._Element], depth: int
    ) -> Iterator[tuple[str, Look]]:
        if depth > MOST_NESTED:
            raise too_deep(self.name)
        yield element.text or "", look
        for item in element:
            if isinstance(item.tag, str):
                yield from self._item(item, look, boxes, depth)
            yield item.tail or "", look

    def _item(
        self, item: etree._Element, look: Look, boxes: list[etree._Element], depth: int
    ) -> Iterator[tuple[str, Look]]:
        name = local(item)
        match name:
            case "s":
                yield _KEPT_SPACE * min(count(item, "c"), MOST_SPACES), look
            case "tab":
                yield " ", look
            case "line-break":
                yield "\v", look
            case "annotation":
                self.seen.comments.append(comment_text(item))
            case "note":
                self.seen.footnotes.append(plain_text(item, leaving=("note-citation",)))
            case "ruby":
                for base in item.iterchildren("{*}ruby-base"):
                    yield from self._pieces(base, self.look(base).over(look), boxes, depth + 1)
            case "hidden-text" | "hidden-paragraph":
                yield attribute(item, "string-value"), Look(hidden=True)
            case "content-control" if attribute(item, "showing-place-holder") == "true":
                self.seen.prompts.append(plain_text(item))
            case "image":
                self.draw(item)
            case "object" | "object-ole":
                self.seen.objects += 1
            case "text-box":
                boxes.append(item)
            case "annotation-end" | "tracked-changes" | "title" | "desc" | "event-listeners":
                return
            case _:
                inner = self.look(item).over(look) if name == "span" else look
                yield from self._pieces(item, inner, boxes, depth + 1)

    def draw(self, image: etree._Element) -> None:
        """Keep a picture, to be taken with those of its paragraph."""
        before = image.getprevious()
        if before is not None and local(before) in ("image", "object", "object-ole"):
            # The same in another format, or what an object looks like.
            if local(before) != "image":
                self.drawn.append(Picture(0))
            return
        binary = image.find("{*}binary-data")
        if binary is not None:
            data = _decoded(binary.text or "")
        else:
            name = attribute(image, "href").removeprefix("./").lower()
            data = self.stored.pictures.get(name, b"")
        self.seen.pictures += not data
        self.drawn.append(Picture(0, data))

    def taken(self) -> list[Picture]:
        """The pictures drawn since they were last taken."""
        drawn, self.drawn = self.drawn, []
        return drawn


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""


def too_deep(name: str) -> LimitExceededError:
    """The error for elements within elements without end."""
    return LimitExceededError(f"内容嵌套超过 {MOST_NESTED} 层", "请核对文件来源", file=name)


def comment_text(comment: etree._Element) -> str:
    """What a comment says, without its author and date."""
    return plain_text(comment, leaving=("creator", "date", "creator-initials", "sender-initials"))


def plain_text(element: etree._Element, leaving: tuple[str, ...] = ()) -> str:
    """All text within an element but for that of some elements in it, on one line."""
    return " ".join("".join(_said(element, leaving)).split())


def _said(element: etree._Element, leaving: tuple[str, ...]) -> Iterator[str]:
    left_out: set[etree._Element] = set()
    for event, item in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            inside = item.getparent() in left_out or local(item) in leaving
            if inside:
                left_out.add(item)
            else:
                yield item.text or ""
                yield "\n" if local(item) in PARAGRAPHS else ""
        elif item is not element and item.getparent() not in left_out:
            yield item.tail or ""


def margins(styles: etree._Element | None) -> tuple[str, ...]:
    """The texts of the pages' heads and feet, but for page numbers, each once."""
    if styles is None:
        return ()
    texts = (
        text
        for page in styles.iter("{*}master-page")
        for part in page
        if local(part).startswith(("header", "footer")) and attribute(part, "display") != "false"
        for text in [plain_text(part, leaving=_FIELDS)]
        if not is_page_field_text(text)
    )
    return tuple(dict.fromkeys(texts))


def margin_notes(texts: Sequence[str]) -> Iterator[Note]:
    """A note with the texts of the pages' heads and feet."""
    if texts:
        quoted = "、".join(f"“{text}”" for text in texts)
        yield Note(0, f"页眉、页脚没有读入：{quoted}")
