"""A notice (通知) as a Word document in the official layout (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from dutylist.render.views.comparison import DepartmentItem, Run, Side, ViewLine
from dutylist.render.views.notice import NoticeView
from dutylist.render.word.comparison import add_styles, line_columns, lines_table
from dutylist.render.word.package import saved
from dutylist.render.word.parts import number_pages, paragraph_style

# mm; the type area of GB/T 9704 is 156 mm wide.
_WIDTHS = (13, 59, 59, 25)


def notice_docx(view: NoticeView) -> bytes:
    """The bytes of the .docx file: the letter, then its table on a page of its own."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    document.core_properties.title = view.title
    add_styles(document)
    _letter_styles(document)
    number_pages(document, section)
    document.add_paragraph(view.title, style="通知 标题")
    for paragraph in view.paragraphs:
        style = {"flush": "通知 主送", "indented": "通知 正文", "right": "通知 落款"}
        document.add_paragraph(paragraph.text, style=style[paragraph.place])
    if view.items:
        heading = document.add_paragraph("附表", style="对照 节")
        heading.paragraph_format.page_break_before = True
        document.add_paragraph(f"{view.legend}。", style="对照 说明")
        table = lines_table(line_columns(view.heads, _WIDTHS), _groups(view.items))
        document.element.body.sectPr.addprevious(parse_xml(table))
    return saved(document)


def _letter_styles(document: DocumentType) -> None:
    paragraph_style(
        document, "通知 标题", face="title", size=22, pitch=34, align="center", after=28
    )
    paragraph_style(document, "通知 主送", face="body", size=16, pitch=28)
    body = paragraph_style(document, "通知 正文", face="body", size=16, pitch=28, align="justify")
    body.paragraph_format.first_line_indent = Pt(32)
    signed = paragraph_style(document, "通知 落款", face="body", size=16, pitch=28, align="right")
    signed.paragraph_format.right_indent = Pt(32)
    signed.paragraph_format.keep_together = True


def _groups(items: Iterable[DepartmentItem]) -> Iterator[tuple[int, list[ViewLine]]]:
    """Each duty's lines, the first telling where it stands and what happened."""
    for item in items:
        head = Side((Run(item.place),), heading=True)
        yield item.number, [ViewLine(head, Side(), item.what), *item.lines]
