"""Word templates that staff edit: docxtpl's tags, read once and filled many times, sandboxed."""

from __future__ import annotations

import io
import itertools
import re
import traceback
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from dutylist.records.errors import FileMissingError, TemplateError
from dutylist.render.word.markup import without_forbidden

FILLED_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml|docProps/core\.xml")
TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)

SCALED_STYLES = "卡片"
"""Styles whose names begin so are for 10 pt type and follow the card's size."""
SCALED_BASE = 10.0
"""Points: the size that such styles are written for."""

FACTS_TABLE = "要点表"
"""The style of the card's table, whose columns follow the card's size as well."""

ADVICE = "请对照模板旁的“标签说明.md”改正后再试"


@dataclass(frozen=True)
class WordTemplate:
    """A template ready to be filled: its parts that hold tags, and those copied as they are."""

    name: str
    filled: dict[str, jinja2.Template]
    copied: dict[str, bytes]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG picture in a document: its relation id and file name within the package."""

    relation: str
    name: str
    data: bytes


def load_template(path: Path, tags: Mapping[str, str]) -> WordTemplate:
    """Read a template and check its tags against the known ones.

    Raises FileMissingError where the file is not there, TemplateError where it is no Word file,
    has a tag that is not known or one that is written wrongly: both name tag and paragraph.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = {info.filename: package.read(info) for info in package.infolist()}
        document = parts["word/document.xml"]
    except OSError as error:
        raise FileMissingError("找不到这个模板", "请检查文件名", file=path.name) from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise TemplateError(
            "这不是 Word 模板", "请使用 .docx 格式的文件", file=path.name
        ) from error
    paragraphs = tuple(_paragraph_texts(document))
    prepare = DocxTemplate(str(path))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    scaled = _scaled_styles(parts["word/styles.xml"])
    filled = {}
    for name in [name for name in parts if FILLED_PARTS.fullmatch(name)]:
        xml = prepare.patch_xml(parts.pop(name).decode("utf-8"))
        xml = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
        for style in scaled:
            xml = xml.replace(
                f'<w:pStyle w:val="{style}"/>', f'<w:pStyle w:val="{style}-{{{{ 卡.尺寸 }}}}"/>'
            )
        xml = _with_column_widths(xml)
        try:
            tree = environment.parse(xml)
            _check_names(tree, tags, paragraphs, path.name)
            filled[name] = environment.from_string(xml)
        except jinja2.TemplateSyntaxError as error:
            raise _syntax_error(error, xml, paragraphs, path.name) from error
    return WordTemplate(path.name, filled, parts, paragraphs)


def _with_column_widths(xml: str) -> str:
    """The columns of the card's table, written for SCALED_BASE, with the card's size in them: the
    names' grow with the type, what they take is taken from the texts beside them."""

    def table(found: re.Match[str]) -> str:
        label = re.search(r'<w:gridCol w:w="(\d+)"', found[0])
        assert label is not None
        grown = f"(({label[1]} * (卡.尺寸|float) / {SCALED_BASE:g})|int)"

        def width(one: re.Match[str]) -> str:
            names = one[2] == label[1]
            value = grown if names else f"{int(one[2]) + int(label[1])} - {grown}"
            return f'{one[1]}"{{{{ {value} }}}}"'

        return re.sub(r'(<w:(?:tcW|gridCol) w:w=)"(\d+)"', width, found[0])

    style = re.escape(f'<w:tblStyle w:val="{FACTS_TABLE}"/>')
    return re.sub(rf"<w:tbl>(?:(?!<w:tbl>).)*?{style}.*?</w:tbl>", table, xml, flags=re.DOTALL)


def fill_template(
    template: WordTemplate,
    values: Mapping[str, Any],
    *,
    pictures: tuple[Picture, ...] = (),
    sizes: tuple[float, ...] = (),
    raised_foot: float = 0,
) -> bytes:
    """The document with `values` in place of the tags.

    `pictures` are added to the package; `sizes` are the card sizes in points for which the
    scaled styles are made; by `raised_foot` points rows of fixed height give room to those before
    them. Raises TemplateError where a tag cannot be filled.
    """
    copied = dict(template.copied)
    if sizes:
        copied["word/styles.xml"] = _with_sizes(copied["word/styles.xml"], sizes)
    if pictures:
        _add_pictures(copied, pictures)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for name, data in copied.items():
            package.writestr(name, data)
        for name, part in template.filled.items():
            xml = _render(part, values, template)
            package.writestr(name, _with_heights(written_now(xml), raised_foot))
    return file.getvalue()


def written_now(xml: str) -> str:
    """The document's properties with the time of writing, not that of the template."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return re.sub(r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*", rf"\g<1>{now}", xml)


def _with_heights(xml: str, raised: float) -> str:
    """Rows of fixed height come in pairs, a card's body and its foot: the foot gives to the body
    what it does not need, in points."""
    twips = round(raised * 20)
    if not twips:
        return xml
    signs = itertools.cycle((1, -1))
    return re.sub(
        r'(<w:trHeight w:val=")(\d+)(" w:hRule="exact"/>)',
        lambda height: f"{height[1]}{int(height[2]) + next(signs) * twips}{height[3]}",
        xml,
    )


def _render(part: jinja2.Template, values: Mapping[str, Any], template: WordTemplate) -> str:
    try:
        return without_forbidden(part.render(values).replace("\n<w:p", "<w:p"))
    except (
        *(jinja2.TemplateError, SecurityError, TypeError, ValueError),
        *(ArithmeticError, RecursionError),
    ) as error:
        line = next(
            (
                frame.lineno or 0
                for frame in reversed(traceback.extract_tb(error.__traceback__))
                if frame.filename == "<template>"
            ),
            0,
        )
        quoted = re.findall(r"'([^']+)'", str(error))
        raise TemplateError(
            f"模板的标签填不进去（{error}）{_place_of(quoted[-1:], template.paragraphs)}",
            ADVICE,
            file=template.name,
            row=0 if quoted else line,
        ) from error


def _paragraph_texts(document: bytes) -> Iterator[str]:
    for paragraph in etree.fromstring(document).iter(qn("w:p")):
        yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _check_names(
    tree: nodes.Template, tags: Mapping[str, str], paragraphs: tuple[str, ...], file: str
) -> None:
    """Raise TemplateError for the first name or attribute that no tag has."""
    whole = {tag for tag in tags if "." not in tag}
    attributes = {tag.rpartition(".")[2] for tag in tags if "." in tag}
    loop = {"index", "index0", "first", "last", "length", "revindex"}
    loose = meta.find_undeclared_variables(tree) - whole - {"卡"}
    used = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        # An office's own columns are no tags: what is not there shows when it is filled.
        if not (isinstance(node.node, nodes.Getattr) and node.node.attr == "分工")
    }
    used -= attributes | loop
    for name in [*sorted(loose), *sorted(used)]:
        raise TemplateError(
            f"模板里有不认识的标签“{name}”{_place_of([name], paragraphs)}", ADVICE, file=file
        )


def _syntax_error(
    error: jinja2.TemplateSyntaxError, xml: str, paragraphs: tuple[str, ...], file: str
) -> TemplateError:
    unknown = re.search(r"unknown tag '([^']+)'", str(error))
    line = xml.splitlines()[error.lineno - 1] if error.lineno else ""
    found = [unknown.group(1)] if unknown else TAG.findall(re.sub(r"<[^>]+>", "", line))[:1]
    tag = found[0] if found else ""
    problem = f"不认识的标签“{tag}”" if unknown else f"标签写法有误“{tag}”（{error.message}）"
    return TemplateError(f"模板里有{problem}{_place_of(found, paragraphs)}", ADVICE, file=file)


def _place_of(wanted: list[str], paragraphs: tuple[str, ...]) -> str:
    """In which paragraph a tag stands: its number from 1 and its text; "" where not found."""
    for n, paragraph in enumerate(paragraphs, 1):
        found = TAG.findall(paragraph)
        for name in wanted:
            bare = re.escape(name.strip("{}% "))
            if any(re.search(rf"(?<!\w){bare}(?!\w)", tag) for tag in found):
                return f"，在第 {n} 段“{paragraph}”"
    return ""


def _scaled_styles(styles: bytes) -> list[str]:
    return [
        style.get(qn("w:styleId"))
        for style in etree.fromstring(styles).iter(qn("w:style"))
        if style.find(qn("w:name")).get(qn("w:val")).startswith(SCALED_STYLES)
    ]


def _with_sizes(styles: bytes, sizes: tuple[float, ...]) -> bytes:
    """The styles with one more of each scaled style for each card size."""
    root = etree.fromstring(styles)
    wanted = set(_scaled_styles(styles))
    for style in [s for s in root.iter(qn("w:style")) if s.get(qn("w:styleId")) in wanted]:
        for size in sizes:
            scaled = deepcopy(style)
            for name in ("w:styleId", "w:customStyle"):
                scaled.attrib.pop(qn(name), None)
            scaled.set(qn("w:styleId"), f"{style.get(qn('w:styleId'))}-{size:g}")
            scaled.set(qn("w:customStyle"), "1")
            label = scaled.find(qn("w:name"))
            label.set(qn("w:val"), f"{label.get(qn('w:val'))} {size:g}")
            _scale(scaled, size)
            root.append(scaled)
    return _xml_bytes(root)


def _scale(style: etree._Element, size: float) -> None:
    """Make a style for cards of a type size from one for SCALED_BASE."""
    for tag, name in (
        ("w:sz", "w:val"),
        ("w:szCs", "w:val"),
        ("w:spacing", "w:line"),
        ("w:ind", "w:left"),
        ("w:ind", "w:hanging"),
        ("w:ind", "w:firstLine"),
    ):
        for element in style.iter(qn(tag)):
            if value := element.get(qn(name)):
                element.set(qn(name), str(round(float(value) * size / SCALED_BASE)))


def _xml_bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def picture_run(picture: Picture, side: float, description: str) -> str:
    """The run that shows a square picture at the right edge of its cell, as XML; `side` in
    points. The text beside it keeps its own lines."""
    length = round(side * 12700)
    number = re.sub(r"\D", "", picture.relation)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{drawing}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="36000" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{length}" cy="{length}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        '<wp:wrapSquare wrapText="left"/>'
        f'<wp:docPr id="{number}" name="{picture.name}" descr="{description}"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{picture.name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships" r:embed="{picture.relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="{length}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def _add_pictures(parts: dict[str, bytes], pictures: tuple[Picture, ...]) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    for picture in pictures:
        parts[f"word/media/{picture.name}"] = picture.data
        relation = etree.SubElement(relations, f"{{{relations.nsmap[None]}}}Relationship")
        relation.set("Id", picture.relation)
        relation.set("Type", kind)
        relation.set("Target", f"media/{picture.name}")
    parts["word/_rels/document.xml.rels"] = _xml_bytes(relations)
    types = etree.fromstring(parts["[Content_Types].xml"])
    if not any(child.get("Extension") == "png" for child in types):
        default = etree.Element(f"{{{types.nsmap[None]}}}Default")
        default.set("Extension", "png")
        default.set("ContentType", "image/png")
        types.insert(0, default)
    parts["[Content_Types].xml"] = _xml_bytes(types)
