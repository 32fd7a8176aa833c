"""What excerpts (摘录) and the township's own sheets (履职事项单) have in common as Word files: the
page, the styles of headings, facts, clauses and tables. The same as templates/sheet.typ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Pt

from dutylist.render.views.paper import UPRIGHT
from dutylist.render.word.markup import (
    MIDDLE,
    cell_xml,
    paragraph_xml,
    row_xml,
    run_xml,
    style_id,
    table_xml,
    twips,
)
from dutylist.render.word.package import empty_document
from dutylist.render.word.parts import (
    HANGS,
    hang_of,
    number_pages,
    paragraph_style,
    rule_paragraphs,
    set_up_page,
    table_style,
)

TABLE = "摘录表格"

SIZE, PITCH = 12.0, 20.0
"""pt; type, and the distance of two lines."""

FACTS_INDENT = 10.0
"""pt from the margin to the lines below a duty's name; their rule stands between."""


def sheet_page(section: Section) -> None:
    """A4 upright, with as many lines as in the PDF."""
    set_up_page(section, UPRIGHT, (PITCH - SIZE) / 2)


def sheet_styles(document: Document) -> None:
    """Define the styles."""
    style = partial(paragraph_style, document, size=SIZE, pitch=PITCH)
    style("Normal", align="justify", after=2)
    title = paragraph_style(
        document, "Heading 1", face="head", size=16, pitch=24, before=14, after=6
    )
    duty = style("Heading 2", face="head", before=12, after=4)
    small = style("小标题", face="kai", before=6, after=2)
    facts = style("事项要点")
    facts.paragraph_format.left_indent = Pt(FACTS_INDENT)
    rule_paragraphs(facts, {"left": 16}, 6)
    topic = style("条款标题", face="kai", after=2)
    for kept in (title, duty, small, facts, topic):
        kept.paragraph_format.keep_with_next = True
    style("条款", align="justify", after=2, hang=12)
    paragraph_style(document, "篇首 标题", face="title", size=22, pitch=34, align="center")
    paragraph_style(document, "篇首 副题", face="kai", size=14, pitch=24, align="center", after=14)
    style("表头", face="head", align="center")
    style("表格文字", align="center")
    table_style(document, TABLE, (4, 0.75, 0.75))
    # No line of a paragraph stands alone on a page, as in the PDF.
    for name in ("Normal", "条款"):
        document.styles[name].paragraph_format.widow_control = True


def sheet_document(title: str, under: str, *, note: str = "", author: str) -> Document:
    """A document that begins with its title, the line under it and a note; to be appended to."""
    document = empty_document()
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.last_modified_by = author
    section = document.sections[0]
    sheet_page(section)
    sheet_styles(document)
    number_pages(document, section)
    style = partial(paragraph_style, document, size=SIZE, pitch=PITCH)
    style("篇首 附注", face="kai", align="center", after=10)
    style("表格名称")
    for hang in HANGS:
        name = f"条款 {hang:g}"
        clause = style(name, align="justify", after=2, hang=hang * SIZE)
        clause.paragraph_format.widow_control = True
    document.add_paragraph(title, style="篇首 标题")
    document.add_paragraph(under, style="篇首 副题")
    if note:
        document.add_paragraph(note, style="篇首 附注")
    return document


def append(document: Document, elements: Iterable[str]) -> None:
    """Put paragraphs and tables at the document's end."""
    body = parse_xml(f"<w:body {nsdecls('w')}>{''.join(elements)}</w:body>")
    for element in list(body):
        document.element.body.sectPr.addprevious(element)


def heading(level: int, text: str) -> str:
    """A heading of the first or second level."""
    return paragraph_xml(f"Heading{level}", run_xml(text))


def clause_style(label: str) -> str:
    """The style of a clause with this label, which stands out to the left of its lines."""
    return style_id(f"条款 {hang_of(label):g}") if label else "Normal"


def sheet_table(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    flush: int | None = None,
) -> str:
    """A table with a repeated head row, its columns' widths in mm; texts stand in the middle, but
    for those of the column that is `flush` left."""
    wide = [twips(width) for width in widths]

    def row(texts: Sequence[str], styles: Sequence[str], *, head: bool = False) -> str:
        cells = (
            cell_xml(width, paragraph_xml(style, run_xml(text)), MIDDLE)
            for width, style, text in zip(wide, styles, texts, strict=True)
        )
        return row_xml(cells, head=head, whole=True)

    styles = ["表格名称" if at == flush else "表格文字" for at in range(len(wide))]
    body = "".join(row(texts, styles) for texts in rows)
    return table_xml(TABLE, wide, row(titles, ["表头"] * len(wide), head=True) + body)
