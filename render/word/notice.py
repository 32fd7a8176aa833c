"""A letter (函) to an office as a Word document in the official layout (GB/T 9704)."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.shared import Pt

from dutylist.records.wording import said
from dutylist.render.views.notice import NoticeView
from dutylist.render.views.paper import UPRIGHT
from dutylist.render.word.comparison import add_styles, headed_columns, lines_table
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.parts import number_pages, paragraph_style, set_up_page

_SIZE = 16
"""pt; 3号 type."""


def notice_docx(view: NoticeView) -> bytes:
    """The bytes of the .docx file: the letter, then its table on a page of its own."""
    document = empty_document()
    section = document.sections[0]
    set_up_page(section, UPRIGHT)
    document.core_properties.title = view.title
    add_styles(document)
    _letter_styles(document, view.pitch)
    number_pages(document, section)
    if view.draft:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].text = view.draft
            header.paragraphs[0].style = document.styles["函 草稿"]
    document.add_paragraph("\n".join(view.title_lines), style="函 标题")
    for paragraph in view.paragraphs:
        style = {"flush": "函 主送", "indented": "函 正文", "right": "函 落款"}
        placed = document.add_paragraph(paragraph.text, style=style[paragraph.place])
        layout = placed.paragraph_format
        layout.keep_with_next = paragraph.kept
        layout.space_before = Pt(view.pitch * paragraph.room)
        if paragraph.place == "right":
            layout.right_indent = Pt(_SIZE * paragraph.right)
    if view.groups:
        heading = document.add_paragraph(said("letter.attached"), style="函 附件")
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.keep_with_next = True
        if view.attachment:
            title = document.add_paragraph(view.attachment, style="函 附件标题")
            title.paragraph_format.keep_with_next = True
        document.add_paragraph(f"{view.legend}。", style="对照 说明")
        table = lines_table(
            headed_columns(view.heads, view.columns), ((it.number, it.blocks) for it in view.groups)
        )
        document.element.body.sectPr.addprevious(parse_xml(table))
    return saved(document)


def _letter_styles(document: DocumentType, pitch: float) -> None:
    paragraph_style(document, "函 草稿", face="head", size=14, pitch=20, align="center")
    paragraph_style(document, "函 标题", face="title", size=22, pitch=34, align="center", after=28)
    paragraph_style(document, "函 主送", face="body", size=_SIZE, pitch=pitch)
    paragraph_style(
        document, "函 附件标题", face="title", size=16, pitch=22, align="center", after=6
    )
    paragraph_style(document, "函 附件", face="head", size=16, pitch=20, after=6)
    body = paragraph_style(
        document, "函 正文", face="body", size=_SIZE, pitch=pitch, align="justify"
    )
    body.paragraph_format.first_line_indent = Pt(32)
    signed = paragraph_style(
        document, "函 落款", face="body", size=_SIZE, pitch=pitch, align="right"
    )
    signed.paragraph_format.keep_together = True
