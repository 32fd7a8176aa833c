"""The pieces of WordprocessingML that python-docx has no words for: fields, styles, footers."""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml.etree import _Element

from dutylist.render.views.line_breaks import character_width
from dutylist.render.views.paper import NUMBER_BELOW, Paper
from dutylist.render.word.markup import field_runs, paragraph_xml, run_xml

# What an office machine has; Word takes the nearest face where one is absent.
WORD_FACES = {
    "title": "方正小标宋简体",
    "body": "仿宋",
    "head": "黑体",
    "kai": "楷体",
    "song": "宋体",
}

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def set_up_page(section: Section, paper: Paper, lead: float = 0) -> None:
    """Give a section its paper and margins; its page number stands where the PDF has it.

    An exact pitch leaves `lead` points white above a page's first line and below its last one: the
    margins are less by so much, that what is printed stands within those of the paper.
    """
    section.orientation = WD_ORIENT.LANDSCAPE if paper.width > paper.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.top_margin = Length(Mm(paper.top) - Pt(lead))
    section.bottom_margin = Length(Mm(paper.bottom) - Pt(lead))
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.footer_distance = Length(Mm(paper.bottom - NUMBER_BELOW) - Pt(NUMBER_PITCH))


def set_faces(properties: _Element, face: str) -> None:
    """Set one face for Latin and Chinese characters on run properties (w:rPr)."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), WORD_FACES[face])


def paragraph_style(
    document: Document,
    name: str,
    *,
    face: str = "body",
    size: float,
    pitch: float,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    hang: float = 0,
    based_on: str = "Normal",
) -> ParagraphStyle:
    """Make a paragraph style, or set one that is there. Lengths in points; `pitch` is the exact
    distance of two lines."""
    styles = document.styles
    try:
        style = styles[name]
    except KeyError:
        # Not `styles.add_style`, which asks all that are there for their names.
        styles.element.add_style_of_type(name, WD_STYLE_TYPE.PARAGRAPH, False)
        style = styles[name]
    assert isinstance(style, ParagraphStyle)
    if name != based_on:
        style.base_style = styles[based_on]
    for old in ("w:color", "w:b", "w:bCs", "w:i", "w:sz", "w:szCs"):
        for element in style.element.get_or_add_rPr().findall(qn(old)):
            element.getparent().remove(element)
    style.font.size = Pt(size)
    set_faces(style.element.get_or_add_rPr(), face)
    layout = style.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(pitch)
    layout.space_before = Pt(before)
    layout.space_after = Pt(after)
    layout.alignment = ALIGNMENTS[align]
    layout.widow_control = False
    layout.keep_with_next = False
    if hang:
        layout.left_indent = Pt(hang)
        layout.first_line_indent = Pt(-hang)
    return style


HANGS = (0.9, 1.4, 2.0, 3.0)
"""Type sizes; the hanging indents that clauses can have: 1. / 10. / 一、 / （一）."""


def hang_of(label: str) -> float:
    """The hanging indent of a clause with this label, which is about as wide."""
    wide = sum(0.3 if c in ".． " else character_width(c) for c in label)
    return min(HANGS, key=lambda hang: abs(hang - wide))


def rule_paragraphs(style: ParagraphStyle, sides: Mapping[str, int], space: int) -> None:
    """Give a paragraph style rules: their thickness in eighths of a point by side, and their
    distance from the text in points."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="000000"/>'
        for side, size in sides.items()
    )
    properties = style.element.get_or_add_pPr()
    after = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{rules}</w:pBdr>"), *after)


RULE = 0.5
"""pt; the rules of tables, which are part of their rows' height."""


def table_style(document: Document, name: str, padding: tuple[float, float, float]) -> None:
    """Make a table style with thin rules all round; `padding` is across, above and below, in
    points."""
    across, top, bottom = (round(length * 20) for length in padding)
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{RULE * 8:g}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
            f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>"
            f'<w:top w:w="{top}" w:type="dxa"/><w:left w:w="{across}" w:type="dxa"/>'
            f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{across}" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr></w:style>"
        )
    )


NUMBER_PITCH = 16.0
"""pt; the line of the page number, which is of 14 pt."""


def page_number_paragraph(style_id: str) -> _Element:
    """The footer "— 1 —" with a PAGE field."""
    return parse_xml(paragraph_xml(style_id, _page_number(), alone=True))


def _page_number() -> str:
    return run_xml("— ") + field_runs("PAGE", "1") + run_xml(" —")


def page_number_styles(document: Document) -> tuple[str, str]:
    """The styles of the page number on odd (right) and even (left) pages; their ids."""
    ids = []
    for name, align in (("页码 奇数页", "right"), ("页码 偶数页", "left")):
        style = paragraph_style(
            document, name, face="song", size=14, pitch=NUMBER_PITCH, align=align
        )
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(14)
        ids.append(style.style_id)
    return ids[0], ids[1]


def number_pages(document: Document, section: Section, *, start: int = 1) -> None:
    """Give a section the page number "— 1 —": odd pages right, even pages left."""
    odd, even = page_number_styles(document)
    _set_footers(document, section, page_number_paragraph(odd), page_number_paragraph(even), start)


def number_turned_pages(document: Document, section: Section, *, start: int = 1) -> None:
    """The same for pages that lie on their side: the number stands below the short edge, where
    the upright pages have it (GB/T 9704-2012, 7.5 and 7.9), in a text box turned with the page."""
    odd, even = page_number_styles(document)
    high, top, bottom, edge = (
        length or Mm(0)
        for length in (
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
        )
    )
    low = high - bottom - _TURNED_LENGTH
    _set_footers(
        document,
        section,
        _turned_number(odd, edge, low, 1),
        _turned_number(even, edge, top, 2),
        start,
    )


_TURNED_LENGTH, _TURNED_HEIGHT = Mm(40), Mm(7)
"""The text box of a turned page number along and across its line."""


def _turned_number(style_id: str, edge: int, top: int, number: int) -> _Element:
    """A footer paragraph that holds the text box; lengths in EMU from the page's top left."""
    spaces = " ".join(
        f'xmlns:{prefix}="{uri}"'
        for prefix, uri in (
            ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
            ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
            ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        )
    )
    size = f'cx="{_TURNED_HEIGHT}" cy="{_TURNED_LENGTH}"'
    left = edge - Mm(NUMBER_BELOW) - _TURNED_HEIGHT
    return parse_xml(
        f"<w:p {spaces}><w:r><w:drawing>"
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:wrapNone/><wp:docPr id="{9000 + number}" name="页码 {number}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        "</wps:spPr><wps:txbx><w:txbxContent>"
        f"{paragraph_xml(style_id, _page_number())}"
        '</w:txbxContent></wps:txbx><wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" '
        'rIns="0" bIns="0" anchor="ctr"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
        "</w:drawing></w:r></w:p>"
    )


def _set_footers(
    document: Document, section: Section, odd: _Element, even: _Element, start: int
) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    for footer, paragraph in ((section.footer, odd), (section.even_page_footer, even)):
        footer.is_linked_to_previous = False
        element = footer._element
        for child in list(element):
            element.remove(child)
        element.append(paragraph)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), str(start))
    after = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid")
    section._sectPr.insert_element_before(numbering, *after)
